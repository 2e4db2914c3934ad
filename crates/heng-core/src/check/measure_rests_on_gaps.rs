//! EVD407: a measure found no record, or records whose cell is blank.

use std::collections::BTreeSet;

use super::{Case, Check, Draft, Run};
use crate::dossier::Actual;
use crate::fact::{FactId, Place};
use crate::finding::{Obligation, Severity};
use crate::register::Measured;

pub(super) static CHECK: Check = Check {
    code: "EVD407",
    name: "measure-rests-on-gaps",
    since: "0.1.0",
    page: include_str!("measure_rests_on_gaps.md"),
    run: Run::Dossier(run),
};

/// Looks at the records behind each measure that an indicator uses.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let used = case.dossier.indicators().filter_map(|(_, indicator)| match &indicator.actual {
        Actual::Measured(measure) => Some(measure.as_str()),
        Actual::Typed(_) | Actual::Derived(_) => None,
    });
    let used: BTreeSet<&str> = used.collect();
    if used.is_empty() {
        return vec![CHECK.does_not_apply("由台账度量的指标", "没有由台账度量的指标")];
    }
    used.into_iter()
        .map(|measure| match case.measurements.0.get(measure) {
            Some(Ok(measured)) => look(case, measured),
            Some(Err(why)) => CHECK.could_not_check(format!("度量“{measure}”"), why.clone()),
            None => CHECK.could_not_check(format!("度量“{measure}”"), "没有这个度量"),
        })
        .collect()
}

fn look(case: &Case<'_>, measured: &Measured) -> Obligation {
    let subject = format!("度量“{}”", measured.label);
    let (severity, message, remedy) = if measured.rows.is_empty() {
        (
            Severity::Warning,
            format!("台账中没有一行符合口径，度量得{}。", measured.figure()),
            "请核对台账所属的年度、状态等列的写法和度量的口径。",
        )
    } else if measured.blank_rows.is_empty() {
        return CHECK.passed(subject);
    } else {
        let first = measured.blank_rows.iter().take(5);
        let rows: Vec<String> = first.map(|row| row.to_string()).collect();
        (
            Severity::Note,
            format!(
                "符合口径的行中有{}行没有填要汇总的数（第{}行{}），没有计入。",
                measured.blank_rows.len(),
                rows.join("、"),
                if measured.blank_rows.len() > rows.len() { "等" } else { "" }
            ),
            "请补填；没有的填 0。",
        )
    };
    let fact = FactId::new(["measure", &measured.measure]);
    let mut spot = case.spot(fact, &subject, measured.figure().text());
    spot.place = Some(match measured.blank_rows.iter().next() {
        Some(row) => Place::Row {
            file: measured.register.clone(),
            sheet: measured.sheet.clone(),
            row,
            column: None,
        },
        None => Place::File { file: measured.register.clone() },
    });
    let draft = Draft {
        severity,
        spots: (spot, vec![]),
        figures: vec![measured.figure().text().to_owned()],
        message,
        remedy: remedy.to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
