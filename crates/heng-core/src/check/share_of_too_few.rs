//! EVD413: a share of fewer records than its measure says are enough.

use super::{Case, Check, Draft, Run};
use crate::fact::{FactId, Place};
use crate::finding::{Obligation, Severity};
use crate::register::Measured;

pub(super) static CHECK: Check = Check {
    code: "EVD413",
    name: "share-of-too-few",
    since: "0.1.0",
    page: include_str!("share_of_too_few.md"),
    run: Run::Dossier(run),
};

/// Looks at each measure that states of how many records it says something.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let measured = case.measurements.0.values().filter_map(|result| result.as_ref().ok());
    let looked: Vec<Obligation> = measured.filter_map(|one| look(case, one)).collect();
    if looked.is_empty() {
        return vec![CHECK.does_not_apply("比率的样本量", "没有写明最少记录数的度量")];
    }
    looked
}

fn look(case: &Case<'_>, measured: &Measured) -> Option<Obligation> {
    let least = measured.minimum_rows?;
    let found = measured.whole_rows.as_ref()?.len();
    let subject = format!("度量“{}”的样本量", measured.label);
    if found >= least {
        return Some(CHECK.passed(subject));
    }
    let fact = FactId::new(["measure", &measured.measure]);
    let mut spot = case.spot(fact, &subject, measured.figure().text());
    spot.place = Some(Place::File { file: measured.register.clone() });
    let draft = Draft {
        severity: Severity::Warning,
        spots: (spot, vec![]),
        figures: vec![measured.figure().text().to_owned()],
        message: format!(
            "“{}”{}只由{found}条记录得出，少于度量写明的{least}条，不足以说明整体。",
            measured.label,
            measured.figure()
        ),
        remedy: "请扩大样本；不能扩大的，请在报告里写明样本量，不作整体的结论。".to_owned(),
        basis: None,
    };
    Some(CHECK.found(subject, draft))
}
