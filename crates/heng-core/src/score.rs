//! Scores a dossier by a pack: one line for the execution rate and one for each indicator.

mod columns;
mod inputs;
mod means;
mod sums;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::derivation::{Derivation, Step};
use crate::dossier::{Actual, BudgetLine, Indicator};
use crate::fact::FactId;
use crate::halves::in_halves;
use crate::pack::{
    Asked, Formula, Grade, Method, NotScored, Pack, Presence, Rounding, Subject, Variant,
};
use crate::reading::{Reading, Readings};
use crate::rollup::RollUp;

pub use columns::{Giver, ScoreColumn};
pub(crate) use inputs::{Sources, execution_rate, indicator as indicator_inputs};

/// A score with the way that it was reached (得分).
///
/// It is made only from a derivation, so that no score stands without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    points: Decimal,
    derivation: Arc<Derivation>,
}

impl Score {
    /// The score.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.derivation.value
    }

    /// The points that it is out of (分值).
    #[must_use]
    pub fn points(&self) -> Decimal {
        self.points
    }

    /// The way that it was reached.
    #[must_use]
    pub fn derivation(&self) -> &Arc<Derivation> {
        &self.derivation
    }

    /// The score where rounding may give all points although the target is missed by little.
    ///
    /// heng itself does not round so far, but whoever does has not stated anything wrong.
    #[must_use]
    pub fn by_rounding_alone(&self, rounding: &Rounding) -> Decimal {
        by_rounding_alone(&self.derivation, rounding, self.points)
    }
}

/// What rounding alone makes of the derivation of a score.
pub(crate) fn by_rounding_alone(
    score: &Derivation,
    rounding: &Rounding,
    points: Decimal,
) -> Decimal {
    match (&score.step, score.inputs.first()) {
        (Step::Rounded { .. }, Some(exact)) => rounding.round(exact.value).min(points),
        // A sum is not rounded.
        _ => score.value,
    }
}

/// A score, or why there is none (计分结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scoring {
    /// It was scored.
    Scored(Score),
    /// It was not, for this reason.
    NotScored(NotScored),
}

impl Scoring {
    /// The score, where there is one.
    #[must_use]
    pub fn score(&self) -> Option<&Score> {
        match self {
            Self::Scored(score) => Some(score),
            Self::NotScored(_) => None,
        }
    }

    /// Why there is no score, where there is none.
    #[must_use]
    pub fn why_not(&self) -> Option<&NotScored> {
        match self {
            Self::Scored(_) => None,
            Self::NotScored(why) => Some(why),
        }
    }
}

/// All scores of one department or one project by one pack (评分表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreSheet {
    /// Whom it scores.
    pub subject: SheetSubject,
    /// Identifier of the pack.
    pub pack: String,
    /// Version of the pack.
    pub pack_version: String,
    /// Hash of the pack.
    pub pack_hash: String,
    /// The execution rate, where the pack scores it, then the indicators in the order filed.
    pub lines: Vec<ScoreLine>,
    /// The sum of each dimension, in the order of the pack.
    pub dimensions: Vec<DimensionSum>,
    /// The total score (总分).
    pub total: Scoring,
    /// The grade of the total, where there is a total and the pack grades (评价等级).
    pub grade: Option<Grade>,
    /// What the department and reviewers gave beside it, where they did.
    pub columns: Vec<ScoreColumn>,
    /// The set of weights that was used, with why, where the pack has several.
    pub variant: Option<(Variant, Presence)>,
}

/// Whom a sheet scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetSubject {
    /// The department as a whole.
    Department,
    /// One project.
    Project {
        /// Identifier of the project.
        id: String,
        /// Its name.
        name: String,
    },
}

/// One line of a score sheet (评分行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLine {
    /// What is scored.
    pub item: LineItem,
    /// Its name.
    pub label: String,
    /// The task that the indicator belongs to, where it does.
    pub task: Option<String>,
    /// Identifier of the dimension.
    pub dimension: Option<String>,
    /// Identifier of the method, where one is named or follows.
    pub method: Option<String>,
    /// The points, where they are known.
    pub points: Option<Decimal>,
    /// The score, or why there is none.
    pub scoring: Scoring,
    /// The score as the department states it (自评得分).
    pub stated: Option<Decimal>,
    /// The actual, where it follows from management facts.
    pub derived: Option<Arc<Derivation>>,
}

/// What a line of a score sheet scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineItem {
    /// The budget execution rate.
    ExecutionRate,
    /// An indicator.
    Indicator {
        /// Its identifier.
        id: String,
    },
}

/// The sum of one dimension (维度小计).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionSum {
    /// Identifier of the dimension.
    pub dimension: String,
    /// Its name.
    pub label: String,
    /// The points that the pack gives it.
    pub weight: Decimal,
    /// The points that its lines add up to, where they can be held exactly.
    pub points: Option<Decimal>,
    /// The score, or why there is none.
    pub scoring: Scoring,
}

impl ScoreSheet {
    /// Lets scores that rest on a sum over units rest on what was summed.
    pub(crate) fn ground(&mut self, rolled: &RollUp) {
        let lines = self.lines.iter_mut().map(|line| &mut line.scoring);
        let dimensions = self.dimensions.iter_mut().map(|sum| &mut sum.scoring);
        for scoring in lines.chain(dimensions).chain([&mut self.total]) {
            if let Scoring::Scored(score) = scoring {
                rolled.ground(&mut score.derivation);
            }
        }
    }

    /// Says whether the sheet scores this project.
    #[must_use]
    pub fn is_of(&self, project: &str) -> bool {
        matches!(&self.subject, SheetSubject::Project { id, .. } if id == project)
    }

    /// The line of an indicator.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&ScoreLine> {
        self.lines
            .iter()
            .find(|line| matches!(&line.item, LineItem::Indicator { id: own } if own == id))
    }

    /// The line of the execution rate.
    #[must_use]
    pub fn execution_rate(&self) -> Option<&ScoreLine> {
        self.lines.iter().find(|line| line.item == LineItem::ExecutionRate)
    }
}

/// Scores a department by a department pack.
///
/// A pack for projects scores nothing here, and each line says so.
#[must_use]
pub fn score(readings: &Readings<'_>, pack: &Pack) -> ScoreSheet {
    let dossier = readings.dossier;
    let indicators = readings.with_tasks();
    let whole = Scored {
        subject: SheetSubject::Department,
        kind: Subject::Department,
        money: &dossier.budget.whole,
        money_fact: FactId::new(["budget", "whole"]),
        indicators: indicators.map(|(task, one)| (Some(task.name.as_str()), one)).collect(),
    };
    whole.sheet(readings, pack)
}

/// Scores each project of a dossier by a project pack, in the order filed.
///
/// Projects that a unit files are scored with the unit's dossier.
#[must_use]
pub fn score_projects(readings: &Readings<'_>, pack: &Pack) -> Vec<ScoreSheet> {
    let projects = readings.dossier.projects.iter().zip(readings.of_projects());
    let own = projects.filter(|(project, _)| project.filed_by.is_none());
    let sheets = own.map(|(project, indicators)| {
        let scored = Scored {
            subject: SheetSubject::Project { id: project.id.clone(), name: project.name.clone() },
            kind: Subject::Project,
            money: &project.money,
            money_fact: FactId::new(["project", &project.id]),
            indicators: indicators.iter().map(|one| (None, one)).collect(),
        };
        scored.sheet(readings, pack)
    });
    sheets.collect()
}

/// The method that scores an indicator.
pub(crate) fn method_of<'p>(
    reading: &Reading<'_>,
    pack: &'p Pack,
) -> Result<&'p Method, NotScored> {
    let indicator = reading.indicator;
    pack.method_for(Asked {
        method: indicator.method.as_deref(),
        name: &indicator.name,
        dimension: indicator.dimension.as_deref(),
        target: reading.target(),
    })
}

/// Who is scored, with the money that the execution rate is taken from.
struct Scored<'d> {
    subject: SheetSubject,
    kind: Subject,
    money: &'d BudgetLine,
    money_fact: FactId,
    /// The indicators, each with its task where it has one.
    indicators: Vec<(Option<&'d str>, &'d Reading<'d>)>,
}

impl Scored<'_> {
    fn sheet(self, readings: &Readings<'_>, pack: &Pack) -> ScoreSheet {
        let indicators: Vec<&Indicator> =
            self.indicators.iter().map(|(_, one)| one.indicator).collect();
        let dimensions = indicators.iter().filter_map(|one| one.dimension.as_deref());
        let pack = &*pack.suited(dimensions);
        let Readings { dossier, measurements, .. } = *readings;
        let sources = Sources { measurements, management: &dossier.management, pack };
        let mut lines: Vec<ScoreLine> = self.execution_rate(pack).into_iter().collect();
        lines.extend(self.indicator_lines(sources));
        if pack.subject != self.kind {
            let why = NotScored::OtherSubject {
                pack: pack.id.clone(),
                wanted: pack.subject.label(),
                given: self.kind.label(),
            };
            for line in &mut lines {
                line.scoring = Scoring::NotScored(why.clone());
            }
        }
        let dimensions = sums::dimensions(&lines, pack);
        let total = sums::total(&lines, &dimensions, pack);
        let grade = total.score().and_then(|score| pack.grade(score.value()));
        ScoreSheet {
            subject: self.subject,
            pack: pack.id.clone(),
            pack_version: pack.version.clone(),
            pack_hash: pack.hash().to_owned(),
            grade: grade.cloned(),
            columns: columns::columns(&lines, &indicators, pack),
            variant: pack.chosen().cloned(),
            lines,
            dimensions,
            total,
        }
    }

    /// The line of the execution rate, where the pack scores it.
    fn execution_rate(&self, pack: &Pack) -> Option<ScoreLine> {
        let rule = pack.execution_rate.as_ref()?;
        let (method, points) = pack.execution_rate_method()?;
        let inputs = execution_rate(self.money, &self.money_fact, pack);
        let scored = inputs.and_then(|inputs| rule.score(method, &pack.rounding, &inputs));
        Some(ScoreLine {
            item: LineItem::ExecutionRate,
            label: "预算执行率".to_owned(),
            task: None,
            dimension: Some(rule.dimension.clone()),
            method: Some(method.id.clone()),
            points: Some(points),
            scoring: scoring_of(points, scored),
            stated: None,
            derived: None,
        })
    }

    /// The lines of the indicators; those that count in a mean are not scored by themselves.
    fn indicator_lines(&self, sources: Sources<'_>) -> Vec<ScoreLine> {
        let means = means::Means::of(&self.indicators, sources);
        let line = |(task, reading): &(Option<&str>, &Reading<'_>)| {
            let mut line = indicator_line(*task, reading, &means, sources);
            if let Some(mean) = means.counting(reading.indicator) {
                line.scoring = Scoring::NotScored(NotScored::CountedInMean(mean.to_owned()));
            }
            line
        };
        in_halves(&self.indicators, 1, |one, lines| lines.push(line(one)))
    }
}

fn indicator_line(
    task: Option<&str>,
    reading: &Reading<'_>,
    means: &means::Means,
    sources: Sources<'_>,
) -> ScoreLine {
    let (indicator, pack) = (reading.indicator, sources.pack);
    let method = method_of(reading, pack);
    let listed = pack.standard(&indicator.name);
    let points = indicator.points.or(listed.and_then(|one| one.points));
    let scored = || {
        let points = points.ok_or(NotScored::NoPoints)?;
        let mut inputs = inputs::indicator(reading, points, sources)?;
        let method = method.clone()?;
        if let Formula::MeanCompletion { of } = &method.formula {
            inputs.members = means.members(of)?;
        }
        method.score(&pack.rounding, &inputs)
    };
    let derived = match &indicator.actual {
        Actual::Derived(rate) => inputs::derived(rate, sources).ok().map(|one| one.leaf),
        Actual::Typed(_) | Actual::Measured(_) => None,
    };
    ScoreLine {
        item: LineItem::Indicator { id: indicator.id.clone() },
        label: indicator.name.clone(),
        task: task.map(ToOwned::to_owned),
        dimension: indicator
            .dimension
            .clone()
            .or_else(|| listed.and_then(|one| one.dimension.clone())),
        scoring: scoring_of(points.unwrap_or_default(), scored()),
        method: match &method {
            Ok(method) => Some(method.id.clone()),
            Err(_) => indicator.method.clone(),
        },
        points,
        stated: indicator.stated_score,
        derived,
    }
}

fn scoring_of(points: Decimal, derivation: Result<Derivation, NotScored>) -> Scoring {
    match derivation {
        Ok(derivation) => Scoring::Scored(Score { points, derivation: Arc::new(derivation) }),
        Err(why) => Scoring::NotScored(why),
    }
}

#[cfg(test)]
pub(crate) mod tests;
