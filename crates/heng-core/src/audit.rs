//! A report that was read, thought through: what it states is scored and checked as what is filed.

use crate::check;
use crate::evaluation::{self, Evaluation, Loaded};
use crate::feasibility::Feasibility;
use crate::finding::{Finding, Obligation, Severity, Verdict};
use crate::pack::Pack;
use crate::register::Measurements;
use crate::report::{Report, ReportKind};

/// Everything that heng says about one report (审核结果).
#[derive(Debug, Clone)]
pub struct Audit {
    /// The report as it was understood.
    pub report: Report,
    /// The dossier that it states, scored and checked; nothing for documents that are no self-evaluation.
    pub evaluation: Option<Evaluation>,
    /// What had to be checked, with what came of it.
    pub obligations: Vec<Obligation>,
}

/// Checks a report: what it says of its own figures, and the dossier that it states under the packs.
///
/// A file of which nothing was read is checked for nothing; that it was not read is a finding.
#[must_use]
pub fn audit(report: Report, pack: Pack, project_pack: Option<Pack>) -> Audit {
    if report.pages.blocks.is_empty() {
        return Audit { report, evaluation: None, obligations: Vec::new() };
    }
    let mut obligations = check::run_report(&report);
    let evaluation = states_results(&report).then(|| {
        let loaded = Loaded {
            dossier: report.dossier.clone(),
            places: report.places.clone(),
            measurements: Measurements::default(),
            problems: Vec::new(),
        };
        evaluation::evaluate(loaded, pack, project_pack)
    });
    if let Some(evaluation) = &evaluation {
        obligations.extend(
            evaluation.obligations.iter().filter(|one| concerns(one, report.kind)).cloned(),
        );
    }
    Audit { report, evaluation, obligations }
}

/// Says whether a report states enough of a dossier to be checked as one.
fn states_results(report: &Report) -> bool {
    let dossier = &report.dossier;
    report.kind.is_self_evaluation()
        && (dossier.indicators().next().is_some() || dossier.self_evaluation.total_score.is_some())
}

/// Says whether an obligation of a dossier holds for a report too.
///
/// Files and registers stay with who filed, and a form has no sections.
fn concerns(obligation: &Obligation, kind: ReportKind) -> bool {
    let is_of_sections = obligation.code == "TXT503" && kind == ReportKind::Form;
    !obligation.code.starts_with("EVD") && !is_of_sections
}

impl Audit {
    /// All findings, those of reading first, then by weight.
    ///
    /// What could not be read of a file that was read otherwise is asked about; it proves nothing.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let is_unread = self.report.pages.blocks.is_empty();
        let read = self.report.pages.problems.iter().map(|problem| {
            let severity = if is_unread { Severity::Error } else { Severity::Warning };
            Finding { severity, ..Finding::from(problem) }
        });
        read.chain(check::findings(&self.obligations).into_iter().cloned()).collect()
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
