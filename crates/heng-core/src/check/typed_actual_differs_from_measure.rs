//! EVD406: a typed actual differs from a measure that counts the same thing.

use std::collections::BTreeMap;

use super::{Case, Check, Draft, Row, Run};
use crate::answer::Answer;
use crate::dossier::Actual;
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::register::Measured;
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "EVD406",
    name: "typed-actual-differs-from-measure",
    since: "0.1.0",
    page: include_str!("typed_actual_differs_from_measure.md"),
    run: Run::Dossier(run),
};

/// Compares typed actuals with measures of the same name, or of the name that the definition gives.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let measured = case.measurements.0.values().filter_map(|measured| measured.as_ref().ok());
    let by_label: BTreeMap<String, &Measured> =
        measured.map(|measured| (bare(&measured.label), measured)).collect();
    if by_label.is_empty() {
        return vec![CHECK.does_not_apply("手填的完成值", "没有度量出的数可比")];
    }
    case.rows.iter().map(|row| look(case, row, &by_label)).collect()
}

fn look(case: &Case<'_>, row: &Row<'_>, by_label: &BTreeMap<String, &Measured>) -> Obligation {
    let subject = row.label.clone();
    let Actual::Typed(typed) = &row.indicator.actual else {
        return CHECK.does_not_apply(subject, "完成值不是手填的");
    };
    let names = [Some(&row.indicator.name), row.indicator.definition.as_ref()];
    let measured = names.into_iter().flatten().find_map(|name| by_label.get(&bare(name)));
    let Some(measured) = measured else {
        return CHECK.does_not_apply(subject, "没有同名的度量");
    };
    let Answer::Figures { actual, .. } = &row.answer else {
        return CHECK.does_not_apply(subject, "完成值不是数量");
    };
    let counted = measured.figure();
    let intervals = actual.interval().zip(counted.interval());
    let Some((one, two)) = intervals.filter(|_| actual.unit() == counted.unit()) else {
        return CHECK.could_not_check(subject, "与同名度量的单位不同，或没有确数");
    };
    if one.overlaps(two) {
        return CHECK.passed(subject);
    }
    let measure = case.spot(
        FactId::new(["measure", &measured.measure]),
        &format!("度量“{}”", measured.label),
        counted.text(),
    );
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.row_spot(row, "actual", typed), vec![measure]),
        figures: vec![actual.text().to_owned(), counted.text().to_owned()],
        message: format!(
            "手填的完成值是{actual}，按“{}”的口径从台账度量得{counted}：{}",
            measured.label, measured.counting_rule
        ),
        remedy: "请核对台账和完成值；口径相同的，请改为由台账度量。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
