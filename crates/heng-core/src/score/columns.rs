//! The scores that the department and its reviewers gave, beside those that follow from the pack.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{LineItem, ScoreLine, Scoring, sums};
use crate::derivation::Derivation;
use crate::dossier::Indicator;
use crate::pack::{Grade, NotScored, Pack, number};

/// The scores that one giver gave, with their total; no column overwrites another (得分栏).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreColumn {
    /// Who gave them.
    pub giver: Giver,
    /// The score of each line of the sheet, where one was given.
    pub scores: Vec<Option<Decimal>>,
    /// Their total, with the scores that it is the sum of.
    pub total: Scoring,
    /// The grade of the total, where there is one and the pack grades.
    pub grade: Option<Grade>,
}

/// Who gave a score (评分人).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Giver {
    /// The department or unit itself (自评).
    Own,
    /// The competent department (主管部门复核).
    Department,
    /// The finance department (财政复核).
    Finance,
}

impl Giver {
    /// All givers, in the order of the columns.
    pub const ALL: [Self; 3] = [Self::Own, Self::Department, Self::Finance];

    /// The identifier, as facts name it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Own => "stated",
            Self::Department => "department_review",
            Self::Finance => "finance_review",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "自评",
            Self::Department => "主管部门复核",
            Self::Finance => "财政复核",
        }
    }

    /// The score that was given an indicator.
    fn score(self, indicator: &Indicator) -> Option<Decimal> {
        let reviews = &indicator.reviews;
        match self {
            Self::Own => indicator.stated_score,
            Self::Department => reviews.department.as_ref().map(|review| review.score),
            Self::Finance => reviews.finance.as_ref().map(|review| review.score),
        }
    }

    /// The key of the indicator's fact.
    fn key(self) -> &'static str {
        match self {
            Self::Own => "score",
            Self::Department | Self::Finance => self.id(),
        }
    }
}

/// The columns of those who gave any score.
pub(super) fn columns(
    lines: &[ScoreLine],
    indicators: &[&Indicator],
    pack: &Pack,
) -> Vec<ScoreColumn> {
    let given = Giver::ALL.into_iter();
    let given = given.filter(|giver| indicators.iter().any(|one| giver.score(one).is_some()));
    given.map(|giver| column(giver, lines, indicators, pack)).collect()
}

fn column(
    giver: Giver,
    lines: &[ScoreLine],
    indicators: &[&Indicator],
    pack: &Pack,
) -> ScoreColumn {
    let parts: Vec<Option<Arc<Derivation>>> =
        lines.iter().map(|line| part(giver, line, indicators)).collect();
    let total = match total(giver, lines, &parts, pack) {
        Ok(score) => Scoring::Scored(score),
        Err(why) => Scoring::NotScored(why),
    };
    ScoreColumn {
        giver,
        scores: parts.iter().map(|part| part.as_ref().map(|part| part.value)).collect(),
        grade: total.score().and_then(|score| pack.grade(score.value())).cloned(),
        total,
    }
}

/// The score of one line; that of the execution rate follows from its figures for everybody.
fn part(giver: Giver, line: &ScoreLine, indicators: &[&Indicator]) -> Option<Arc<Derivation>> {
    match &line.item {
        LineItem::ExecutionRate => line.scoring.score().map(|score| Arc::clone(score.derivation())),
        LineItem::Indicator { id } => {
            let indicator = indicators.iter().find(|one| one.id == *id)?;
            let score = giver.score(indicator)?;
            let label = format!("“{}”{}得分", indicator.name, giver.label());
            let fact = indicator.fact(giver.key());
            Some(Derivation::stated(&label, fact, score, &number::points(score)).into())
        }
    }
}

/// The sum of a column, where every line that counts has a score in it.
fn total(
    giver: Giver,
    lines: &[ScoreLine],
    parts: &[Option<Arc<Derivation>>],
    pack: &Pack,
) -> Result<super::Score, NotScored> {
    let points = sums::points_total(pack)?;
    // What counts in the mean of another line, or is shared out, has no score of its own.
    let counts = |line: &ScoreLine| {
        !matches!(
            line.scoring.why_not(),
            Some(NotScored::CountedInMean(_) | NotScored::NothingBudgeted)
        )
    };
    let counting = lines.iter().zip(parts).filter(|(line, _)| counts(line));
    let missing: Vec<&str> = counting
        .clone()
        .filter(|(_, part)| part.is_none())
        .map(|(line, _)| line.label.as_str())
        .collect();
    if let Some(first) = missing.first() {
        let count = missing.len();
        let what = if count == 1 {
            format!("“{first}”没有得分")
        } else {
            format!("“{first}”等{count}项没有得分")
        };
        let reason = format!("不能得出{}总分：{what}", giver.label());
        return Err(NotScored::Incomplete(reason));
    }
    let parts = counting.filter_map(|(_, part)| part.clone()).collect();
    let label = format!("{}总分", giver.label());
    sums::of_parts(&label, points, parts, sums::exempt_points(lines, pack), pack)
}
