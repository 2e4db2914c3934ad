//! A dossier thought through: scored, checked, every fact with the way to it.

use std::borrow::Cow;

use crate::check::{self, Case};
use crate::dossier::{self, Dossier};
use crate::fact::Places;
use crate::facts::{self, Facts};
use crate::feasibility::{Feasibility, feasibility};
use crate::finding::{Finding, Obligation, Severity};
use crate::pack::{Pack, Subject};
use crate::reader::Problem;
use crate::reading::Readings;
use crate::register::Measurements;
use crate::register::observe::Observed;
use crate::rollup::{self, RollUp};
use crate::score::{self, ScoreSheet};
use crate::stated::{self, Coverage};

/// What was read, before it is evaluated.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The dossier.
    pub dossier: Dossier,
    /// Where its facts stand.
    pub places: Places,
    /// What its registers gave.
    pub measurements: Measurements,
    /// What was seen of its registers beside that.
    pub observed: Vec<Observed>,
    /// What could not be read or placed.
    pub problems: Vec<Problem>,
}

/// Everything that heng says about one dossier (评价结果).
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The dossier, with what its units come to where it states nothing itself.
    pub dossier: Dossier,
    /// Where its facts stand.
    pub places: Places,
    /// What its registers gave.
    pub measurements: Measurements,
    /// What was seen of its registers beside that.
    pub observed: Vec<Observed>,
    /// What could not be read or placed.
    pub problems: Vec<Problem>,
    /// What its units come to together.
    pub rollup: RollUp,
    /// The pack that scores the department, or the project that stands alone.
    pub pack: Pack,
    /// The pack that scores its projects, where one is named.
    pub project_pack: Option<Pack>,
    /// The department's scores, or those of the project that stands alone.
    pub scores: ScoreSheet,
    /// The projects' scores, in the order filed.
    pub project_scores: Vec<ScoreSheet>,
    /// Every fact that has a value.
    pub facts: Facts,
    /// How many figures of typed text were traced to a fact.
    pub coverage: Coverage,
    /// What had to be checked, with what came of it.
    pub obligations: Vec<Obligation>,
    /// The hash that stands for the dossier as it was filed.
    pub digest: String,
}

/// Scores and checks what was read. It does no input or output: equal inputs give equal results.
///
/// A project that stands alone is scored by the project pack, which is then the pack of the whole.
#[must_use]
pub fn evaluate(loaded: Loaded, pack: Pack, project_pack: Option<Pack>) -> Evaluation {
    let Loaded { dossier, places, measurements, observed, mut problems } = loaded;
    let digest = dossier::digest(&dossier);
    let (dossier, rollup) = rollup::roll_up(dossier);
    let mut readings = Readings::of(&dossier, &measurements);
    let project_scores = project_pack
        .as_ref()
        .map(|pack| score::score_projects(&readings, pack))
        .unwrap_or_default();
    let alone = project_scores.first().filter(|_| dossier.subject == Subject::Project);
    let mut scores = alone.cloned().unwrap_or_else(|| score::score(&readings, &pack));
    scores.ground(&rollup);
    let dimensions = scores.lines.iter().filter_map(|line| line.dimension.as_deref());
    let suited = match pack.suited(dimensions) {
        Cow::Owned(suited) => Some(suited),
        Cow::Borrowed(_) => None,
    };
    let pack = suited.unwrap_or(pack);
    let sheets = std::iter::once(&scores).chain(&project_scores);
    let mut facts = facts::facts(&readings, sheets);
    rollup.complete(&mut facts);
    problems.extend(facts::unbound(&dossier, &places, &facts));
    let (stated, coverage) = stated::stated(&readings, &places, &facts);
    let sheets = std::iter::once(&scores).chain(&project_scores);
    readings.derive(sheets.clone());
    let rows = check::rows(&readings, sheets);
    let mut obligations = check::run_all(&Case {
        dossier: &dossier,
        places: &places,
        measurements: &measurements,
        observed: &observed,
        stated: &stated,
        pack: &pack,
        scores: &scores,
        project_pack: project_pack.as_ref(),
        project_scores: &project_scores,
        rows: &rows,
        rollup: &rollup,
    });
    check::dismiss(&mut obligations, &dossier.dismissed);
    Evaluation {
        dossier,
        places,
        measurements,
        observed,
        problems,
        rollup,
        pack,
        project_pack,
        scores,
        project_scores,
        facts,
        coverage,
        obligations,
        digest,
    }
}

impl Evaluation {
    /// All findings, those of reading first, then by weight.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let read = self.problems.iter().map(Finding::from);
        read.chain(check::findings(&self.obligations).into_iter().cloned()).collect()
    }

    /// Says whether a finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let found = check::findings(&self.obligations);
        !self.problems.is_empty() || found.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Whether the stated total could be reached under the pack; nothing where none is stated
    /// or where everything is scored and no question is left.
    #[must_use]
    pub fn feasibility(&self) -> Option<Feasibility> {
        let claimed = self.dossier.self_evaluation.total_score.as_ref()?;
        let is_open = self.scores.total.score().is_none();
        is_open.then(|| feasibility(&self.dossier, &self.scores, &self.pack, claimed))
    }
}
