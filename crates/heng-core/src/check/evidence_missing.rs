//! EVD401: a file of evidence was noted when it was filed and is not there.

use std::collections::BTreeSet;

use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "EVD401",
    name: "evidence-missing",
    since: "0.1.0",
    page: include_str!("evidence_missing.md"),
    run: Run::Dossier(run),
};

/// Looks for the file of each record of evidence.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    if dossier.evidence_records.is_empty() {
        return vec![CHECK.does_not_apply("佐证登记", "没有登记佐证材料")];
    }
    let held: BTreeSet<&str> = dossier.evidence.iter().map(|one| one.file.as_str()).collect();
    let records = dossier.evidence_records.iter();
    records
        .map(|record| {
            let subject = format!("佐证“{}”", record.file);
            if held.contains(record.file.as_str()) {
                return CHECK.passed(subject);
            }
            let fact = FactId::new(["evidence", &record.file]);
            let draft = Draft {
                severity: Severity::Warning,
                spots: (case.spot(fact, &subject, &record.file), vec![]),
                figures: vec![],
                message: format!("登记的佐证「{}」不在卷宗里。", record.file),
                remedy: "请放入文件；不再需要的，请删去登记和引用。".to_owned(),
                basis: None,
            };
            CHECK.found(subject, draft)
        })
        .collect()
}
