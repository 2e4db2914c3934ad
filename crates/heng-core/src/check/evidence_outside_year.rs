//! EVD403: evidence bears a day that can't belong to the year's results.

use jiff::civil::Date;

use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "EVD403",
    name: "evidence-outside-year",
    since: "0.1.0",
    page: include_str!("evidence_outside_year.md"),
    run: Run::Dossier(run),
};

/// Holds the day of each record of evidence against the fiscal year and the report's own day.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    if dossier.evidence_records.is_empty() {
        return vec![CHECK.does_not_apply("佐证登记", "没有登记佐证材料")];
    }
    let records = dossier.evidence_records.iter();
    records
        .map(|record| {
            let subject = format!("佐证“{}”的日期", record.file);
            let Some(dated) = record.dated else {
                return CHECK.does_not_apply(subject, "没有登记日期");
            };
            let Some(message) = reproach(dated, dossier.fiscal_year, dossier.report_date) else {
                return CHECK.passed(subject);
            };
            let fact = FactId::new(["evidence", &record.file]);
            let draft = Draft {
                severity: Severity::Warning,
                spots: (case.spot(fact, &subject, &dated.to_string()), vec![]),
                figures: vec![dated.to_string()],
                message: format!("佐证「{}」的日期是{dated}，{message}。", record.file),
                remedy: "请核对日期，或换用本年度的佐证。".to_owned(),
                basis: None,
            };
            CHECK.found(subject, draft)
        })
        .collect()
}

/// What speaks against a day; summaries and surveys of the year may be made in the year after.
fn reproach(dated: Date, fiscal_year: i16, report: Option<Date>) -> Option<String> {
    if dated.year() < fiscal_year {
        return Some(format!("早于{fiscal_year}年度，不能证明本年度的结果"));
    }
    match report {
        Some(report) if dated > report => Some(format!("晚于报告日期{report}")),
        None if dated.year() > fiscal_year.saturating_add(1) => {
            Some(format!("晚于{fiscal_year}年度的自评期间"))
        }
        _ => None,
    }
}
