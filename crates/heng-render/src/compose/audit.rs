//! Documents about reports that were audited: the letter that returns one, the list and the overview of many.

mod letter;
mod listing;
mod overview;
pub mod review;

pub use letter::return_letter;
pub use listing::listings;
pub use overview::overview;

use std::cmp::Reverse;

use heng_core::audit::Audit;
use heng_core::check::CHECKS;
use heng_core::fact::Place;
use heng_core::finding::{Finding, Severity, Spot, tally};
use heng_core::report::ReportKind;
use rust_decimal::Decimal;

/// What lists of many reports say of one of them (审核概况).
#[derive(Debug, Clone)]
pub struct Brief {
    /// The path as it was given.
    pub file: String,
    /// Name of the page beside the overview, where one is written.
    pub page: Option<String>,
    /// Title, where one was found.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: ReportKind,
    /// Whose it is, where it says so.
    pub department: Option<String>,
    /// The fiscal year, where it says so.
    pub fiscal_year: Option<i16>,
    /// The total score as stated.
    pub score: Option<Decimal>,
    /// The grade as stated.
    pub grade: Option<String>,
    /// Says whether nothing of the file could be read.
    pub is_unread: bool,
    /// What could not be read, with the reason and what to do.
    pub unread: Vec<String>,
    /// The findings, the heavier first.
    pub findings: Vec<Finding>,
    /// How many subjects passed, were found, do not apply and could not be checked.
    pub verdicts: [usize; 4],
}

impl Brief {
    /// What lists say of an audited report.
    #[must_use]
    pub fn of(file: &str, audit: &Audit) -> Self {
        let report = &audit.report;
        let stated = &report.dossier.self_evaluation;
        let problems = report.pages.problems.iter();
        Self {
            file: file.to_owned(),
            page: None,
            title: report.title.clone(),
            kind: report.kind,
            department: report.department.clone(),
            fiscal_year: report.fiscal_year,
            score: stated.total_score.as_ref().map(|score| score.value().normalize()),
            grade: stated.grade.clone(),
            is_unread: audit.is_unread(),
            unread: problems.map(|one| format!("{}{}", one.message, one.remedy)).collect(),
            findings: findings(audit),
            verdicts: tally(&audit.obligations),
        }
    }

    /// How many findings have a weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|one| one.severity == severity).count()
    }

    /// How many findings are of a family of checks, such as `AMT`.
    #[must_use]
    pub fn count_of_family(&self, family: &str) -> usize {
        self.findings.iter().filter(|one| one.code.starts_with(family)).count()
    }
}

/// The findings of an audit in the order in which documents number them: the heavier first.
#[must_use]
pub fn findings(audit: &Audit) -> Vec<Finding> {
    let mut findings = audit.findings();
    findings.sort_by_key(|one| Reverse(one.severity));
    findings
}

/// What a check is called in documents; a problem of reading has no check.
#[must_use]
pub fn title_of(code: &str) -> &'static str {
    CHECKS.iter().find(|check| check.code == code).map_or("读入问题", |check| check.title())
}

/// A place as it is called within its file; nothing where the whole file is meant.
#[must_use]
pub fn within_file(place: &Place) -> String {
    match place {
        Place::Line { line, .. } => format!("第{line}行"),
        other => {
            let whole = other.to_string();
            whole.strip_prefix(other.file()).unwrap_or(&whole).trim().to_owned()
        }
    }
}

/// A spot in words: what it is called, and where it stands within its file.
#[must_use]
pub fn spot_in_words(spot: &Spot) -> String {
    let Some(place) = &spot.place else { return spot.label.clone() };
    let within = within_file(place);
    let is_only_place = spot.label.is_empty() || spot.label == place.to_string();
    match (is_only_place, within.is_empty()) {
        (true, true) => "整个文件".to_owned(),
        (true, false) => within,
        (false, true) => spot.label.clone(),
        (false, false) => format!("{}（{within}）", spot.label),
    }
}

/// The name of a file without the folders that it lies in.
#[must_use]
pub fn name_of(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
