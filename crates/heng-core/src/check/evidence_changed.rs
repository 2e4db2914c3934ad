//! EVD402: a file of evidence is not the one whose hash was taken.

use std::collections::BTreeMap;

use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "EVD402",
    name: "evidence-changed",
    since: "0.1.0",
    page: include_str!("evidence_changed.md"),
    run: Run::Dossier(run),
};

/// Compares the hash of each file of evidence with the one that was noted.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    if dossier.evidence_records.is_empty() {
        return vec![CHECK.does_not_apply("佐证登记", "没有登记佐证材料")];
    }
    let held: BTreeMap<&str, &str> =
        dossier.evidence.iter().map(|one| (one.file.as_str(), one.sha256.as_str())).collect();
    let records = dossier.evidence_records.iter();
    records
        .map(|record| {
            let subject = format!("佐证“{}”的哈希", record.file);
            let Some(noted) = &record.sha256 else {
                return CHECK.does_not_apply(subject, "登记时没有取哈希");
            };
            let Some(actual) = held.get(record.file.as_str()) else {
                return CHECK.could_not_check(subject, "文件不在卷宗里");
            };
            if noted.eq_ignore_ascii_case(actual) {
                return CHECK.passed(subject);
            }
            let draft = Draft {
                severity: Severity::Error,
                spots: (
                    case.spot(FactId::new(["evidence", &record.file]), &subject, noted),
                    vec![],
                ),
                figures: vec![],
                message: format!(
                    "佐证「{}」在取哈希之后被改动过：登记的是{}，现在是{}。",
                    record.file,
                    short(noted),
                    short(actual)
                ),
                remedy: "请恢复原文件；确需更换的，请重新登记并说明。".to_owned(),
                basis: None,
            };
            CHECK.found(subject, draft)
        })
        .collect()
}

/// The first digits of a hash, enough to tell two apart.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
