//! A report that was read, thought through: what it states is scored and checked as what is filed.

pub mod dismissed;

use crate::check;
use crate::evaluation::{self, Evaluation, Loaded};
use crate::feasibility::Feasibility;
use crate::finding::{Finding, Obligation, Severity, Verdict};
use crate::pack::Pack;
use crate::reader::Problem;
use crate::register::Measurements;
use crate::report::{Comparand, Report};
use dismissed::SetAside;

/// Everything that heng says about one report (审核结果).
#[derive(Debug, Clone)]
pub struct Audit {
    /// The report as it was understood.
    pub report: Report,
    /// The dossier that it states, scored and checked; nothing for documents that are no self-evaluation.
    pub evaluation: Option<Evaluation>,
    /// What had to be checked, with what came of it.
    pub obligations: Vec<Obligation>,
    /// What somebody said of findings before.
    pub answers: Vec<SetAside>,
    /// What could not be read of texts beside the report.
    pub problems: Vec<Problem>,
}

/// Checks a report: what it says of its own figures, and the dossier that it states, a project's under
/// the pack for projects and a department's under both.
///
/// A file of which nothing was read is checked for nothing; that it was not read is a finding.
#[must_use]
pub fn audit(report: Report, department: &Pack, project: &Pack) -> Audit {
    let mut audit = Audit {
        report,
        evaluation: None,
        obligations: Vec::new(),
        answers: Vec::new(),
        problems: Vec::new(),
    };
    if audit.is_unread() {
        return audit;
    }
    let report = &audit.report;
    audit.obligations = check::run_report(report);
    audit.evaluation = states_results(report).then(|| {
        let pack = if report.kind.is_of_project() { project } else { department };
        let loaded = Loaded {
            dossier: report.dossier.clone(),
            places: report.places.clone(),
            measurements: Measurements::default(),
            observed: Vec::new(),
            problems: Vec::new(),
        };
        evaluation::evaluate(loaded, pack.clone(), Some(project.clone()))
    });
    let of_dossier = audit.evaluation.iter().flat_map(|evaluation| &evaluation.obligations);
    audit.obligations.extend(of_dossier.filter(|one| concerns_reports(one)).cloned());
    audit
}

/// Says whether a report states enough of a dossier to be checked as one.
fn states_results(report: &Report) -> bool {
    let dossier = &report.dossier;
    report.kind.is_self_evaluation()
        && (dossier.indicators().next().is_some() || dossier.self_evaluation.total_score.is_some())
}

/// Says whether an obligation of a dossier holds for a report too.
///
/// Files and registers stay with who filed; which sections were filled in is asked of a dossier's keys.
fn concerns_reports(obligation: &Obligation) -> bool {
    !obligation.code.starts_with("EVD") && obligation.code != "TXT503"
}

impl Audit {
    /// Checks the report beside a document too; one of which nothing was read is checked for nothing.
    #[must_use]
    pub fn against(mut self, comparand: &Comparand) -> Self {
        if !self.is_unread() {
            self.obligations.extend(check::run_comparison(&self.report, comparand));
        }
        self
    }

    /// Takes up what was said of its findings before, and what could not be read of that.
    #[must_use]
    pub fn answered(mut self, answers: Vec<SetAside>, problems: Vec<Problem>) -> Self {
        self.answers = answers;
        self.problems = problems;
        self
    }

    /// All findings, those of reading first, then by weight; a doubt that was answered is a note.
    ///
    /// What could not be read of a file that was read otherwise is asked about; it proves nothing.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let is_unread = self.is_unread();
        let of_problem = |problem: &Problem| {
            let severity = if is_unread { Severity::Error } else { Severity::Warning };
            Finding { severity, ..Finding::from(problem) }
        };
        let read = self.report.pages.problems.iter().map(of_problem);
        let found = check::findings(&self.obligations).into_iter().cloned();
        let mut findings: Vec<Finding> = read.chain(found).collect();
        let beside = self.problems.iter().map(of_problem);
        if self.answers.is_empty() {
            findings.splice(0..0, beside);
            return findings;
        }
        let stale = dismissed::stale(&findings, &self.answers);
        for finding in &mut findings {
            dismissed::take_up(finding, &self.answers);
        }
        let first: Vec<Finding> = beside.chain(stale.iter().map(of_problem)).collect();
        findings.splice(0..0, first);
        findings
    }

    /// Says whether a finding is an error; what was said of findings changes no error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let is_error = |finding: &Finding| finding.severity == Severity::Error;
        self.is_unread() || check::findings(&self.obligations).into_iter().any(is_error)
    }

    /// What had to be checked and could not be, with the reason.
    pub fn unchecked(&self) -> impl Iterator<Item = (&Obligation, &str)> {
        self.obligations.iter().filter_map(|one| match &one.verdict {
            Verdict::CouldNotCheck { why } => Some((one, &**why)),
            _ => None,
        })
    }

    /// Says whether nothing of the file could be read.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.report.pages.blocks.is_empty()
    }

    /// Whether the stated total could be reached under the pack; nothing where none is stated.
    #[must_use]
    pub fn feasibility(&self) -> Option<Feasibility> {
        self.evaluation.as_ref().and_then(Evaluation::feasibility)
    }
}
