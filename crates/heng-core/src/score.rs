//! Scores a dossier by a pack: one line for the execution rate and one for each indicator.

mod inputs;
mod sums;

use rust_decimal::Decimal;

use crate::derivation::{Derivation, Step};
use crate::dossier::{BudgetLine, Dossier, Indicator};
use crate::fact::FactId;
use crate::pack::{Grade, NotScored, Pack, Rounding, Subject};
use crate::register::Measurements;

pub(crate) use inputs::{execution_rate, indicator as indicator_inputs};

/// A score with the way that it was reached (得分).
///
/// It is made only from a derivation, so that no score stands without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    points: Decimal,
    derivation: Box<Derivation>,
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
    pub fn derivation(&self) -> &Derivation {
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
pub fn score(dossier: &Dossier, measurements: &Measurements, pack: &Pack) -> ScoreSheet {
    let indicators =
        dossier.task_indicators().map(|(task, indicator)| (Some(task.name.as_str()), indicator));
    let whole = Scored {
        subject: SheetSubject::Department,
        kind: Subject::Department,
        money: &dossier.budget.whole,
        money_fact: FactId::new(["budget", "whole"]),
    };
    whole.sheet(indicators, measurements, pack)
}

/// Scores each project of a dossier by a project pack, in the order filed.
#[must_use]
pub fn score_projects(
    dossier: &Dossier,
    measurements: &Measurements,
    pack: &Pack,
) -> Vec<ScoreSheet> {
    let sheets = dossier.projects.iter().map(|project| {
        let indicators = project.indicators.iter().map(|one| (None, one));
        let scored = Scored {
            subject: SheetSubject::Project { id: project.id.clone(), name: project.name.clone() },
            kind: Subject::Project,
            money: &project.money,
            money_fact: FactId::new(["project", &project.id]),
        };
        scored.sheet(indicators, measurements, pack)
    });
    sheets.collect()
}

/// Who is scored, with the money that the execution rate is taken from.
struct Scored<'d> {
    subject: SheetSubject,
    kind: Subject,
    money: &'d BudgetLine,
    money_fact: FactId,
}

impl Scored<'_> {
    fn sheet<'d>(
        self,
        indicators: impl Iterator<Item = (Option<&'d str>, &'d Indicator)>,
        measurements: &Measurements,
        pack: &Pack,
    ) -> ScoreSheet {
        let refused = (pack.subject != self.kind).then(|| NotScored::OtherSubject {
            pack: pack.id.clone(),
            wanted: pack.subject.label(),
            given: self.kind.label(),
        });
        let mut lines: Vec<ScoreLine> = self.execution_rate(pack).into_iter().collect();
        lines.extend(
            indicators.map(|(task, indicator)| indicator_line(task, indicator, measurements, pack)),
        );
        if let Some(why) = refused {
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
        let scored = inputs.and_then(|inputs| method.score(&pack.rounding, &inputs));
        Some(ScoreLine {
            item: LineItem::ExecutionRate,
            label: "预算执行率".to_owned(),
            task: None,
            dimension: Some(rule.dimension.clone()),
            method: Some(method.id.clone()),
            points: Some(points),
            scoring: scoring_of(points, scored),
            stated: None,
        })
    }
}

fn indicator_line(
    task: Option<&str>,
    indicator: &Indicator,
    measurements: &Measurements,
    pack: &Pack,
) -> ScoreLine {
    let target = indicator.target_figure();
    let method = pack.method_for(indicator.method.as_deref(), target.as_ref());
    let scored = || {
        let points = indicator.points.ok_or(NotScored::NoPoints)?;
        let inputs = inputs::indicator(indicator, points, measurements)?;
        method.clone()?.score(&pack.rounding, &inputs)
    };
    let points = indicator.points;
    ScoreLine {
        item: LineItem::Indicator { id: indicator.id.clone() },
        label: indicator.name.clone(),
        task: task.map(ToOwned::to_owned),
        dimension: indicator.dimension.clone(),
        scoring: scoring_of(points.unwrap_or_default(), scored()),
        method: match &method {
            Ok(method) => Some(method.id.clone()),
            Err(_) => indicator.method.clone(),
        },
        points,
        stated: indicator.stated_score,
    }
}

fn scoring_of(points: Decimal, derivation: Result<Derivation, NotScored>) -> Scoring {
    match derivation {
        Ok(derivation) => Scoring::Scored(Score { points, derivation: Box::new(derivation) }),
        Err(why) => Scoring::NotScored(why),
    }
}

#[cfg(test)]
pub(crate) mod tests;
