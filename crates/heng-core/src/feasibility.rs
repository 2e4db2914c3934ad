//! Asks whether a claimed total score is possible, given what is stated and what the pack permits.

mod actual;
mod execution;
mod premises;
mod search;
mod statement;

use rust_decimal::Decimal;

use crate::basis::Basis;
use crate::dossier::{BudgetLine, Dossier, Indicator};
use crate::fact::FactId;
use crate::figure::{Bound, Figure, Interval, Unit};
use crate::pack::{Pack, Subject, TotalRule};
use crate::score::{LineItem, ScoreSheet, SheetSubject};
use execution::Execution;

/// Whether a claimed total is possible, with the arithmetic (总分可行性).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feasibility {
    /// The total as somebody claims it.
    pub claim: Figure,
    /// Identifier of the pack.
    pub pack: String,
    /// The parts that the total is a sum of.
    pub parts: Vec<Part>,
    /// All totals that the pack permits from what is stated.
    pub permitted: Interval,
    /// What follows for the claim.
    pub possibility: Possibility,
    statement: String,
}

/// One part of a total, with the scores that it may have (总分的组成部分).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is, in Chinese.
    pub label: String,
    /// How far it is known.
    pub kind: PartKind,
    /// Its points.
    pub points: Decimal,
    /// The lowest score that it may have.
    pub low: Decimal,
    /// The highest score that it may have.
    pub high: Decimal,
}

/// How far a part of a total is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// The execution rate, bounded by the stated budget and expenditure.
    ExecutionRate,
    /// An indicator that is scored.
    Indicator {
        /// Its identifier.
        id: String,
    },
    /// What a dimension has left where nothing is scored; anything up to its points is possible.
    Open,
}

/// What follows for a claimed total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Possibility {
    /// Everything is scored, and the claim agrees with it.
    Follows,
    /// The claim lies among the permitted totals, but parts of it are not stated.
    Possible,
    /// The claim lies above all permitted totals.
    TooHigh {
        /// By how much the highest permitted total falls short of the claim.
        gap: Decimal,
        /// Sets of premises, each the fewest that would have to fall.
        premises: Vec<Vec<Premise>>,
    },
    /// The claim lies below all permitted totals.
    TooLow {
        /// By how much the lowest permitted total exceeds the claim.
        gap: Decimal,
        /// Sets of premises, each the fewest that would have to fall.
        premises: Vec<Vec<Premise>>,
    },
    /// No total of the pack's scale is the claim, whatever is stated.
    BeyondScale,
    /// The claim can't be compared, for a reason in Chinese.
    NotComparable {
        /// Why.
        why: String,
    },
}

/// Something that is taken as given and would have to be otherwise (前提).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Premise {
    /// A stated figure: the budget, the expenditure or an indicator's actual (填报数).
    Figure {
        /// The fact.
        fact: FactId,
        /// What it is, in Chinese.
        label: String,
        /// The figure as stated.
        stated: Figure,
        /// What it would have to be, in the unit of the figure.
        required: Limit,
        /// The execution rate that goes with it, as a percentage, where it is about money.
        rate: Option<Limit>,
    },
    /// The weight of the execution rate (权重).
    Weight {
        /// Name of the dimension.
        label: String,
        /// The points that the pack gives.
        points: Decimal,
        /// What they would have to be.
        required: Limit,
        /// What the points taken off would have to give elsewhere.
        freed: Freed,
    },
    /// The method of the execution rate (计分方法).
    Method {
        /// Name of the pack's method.
        label: String,
        /// Identifier of another one that would do.
        other: String,
        /// Name of the other one.
        other_label: String,
        /// What the other one rests on.
        basis: Basis,
        /// Whether the other one would do only if the work was completed within the budget.
        condition: Condition,
    },
    /// The score of a part (得分).
    Score {
        /// Name of the part.
        label: String,
        /// The score that follows from what is stated.
        value: Decimal,
        /// What it would have to be.
        required: Limit,
    },
}

/// On which side of an amount something would have to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// At or above the amount.
    AtLeast(Decimal),
    /// At or below the amount.
    AtMost(Decimal),
}

/// What points give that are taken off one dimension and added to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freed {
    /// All of them are scored.
    Scored,
    /// None of them is.
    NotScored,
}

/// Under what condition another method would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// As it stands.
    None,
    /// Only if the work was completed within the budget.
    Completed,
    /// Only if the work was not completed.
    NotCompleted,
}

impl Feasibility {
    /// The question to whoever made the claim, in Chinese, with the arithmetic.
    #[must_use]
    pub fn statement(&self) -> &str {
        &self.statement
    }
}

/// Compares a claimed total with the totals that the pack permits from what is stated.
#[must_use]
pub fn feasibility(
    dossier: &Dossier,
    sheet: &ScoreSheet,
    pack: &Pack,
    claim: &Figure,
) -> Feasibility {
    let indicators = indicators_of(dossier, sheet);
    let dimensions = indicators.iter().filter_map(|one| one.dimension.as_deref());
    let pack = &*pack.suited(dimensions);
    let money = money_of(dossier, sheet);
    let execution = money.and_then(|(money, fact)| Execution::of(money, &fact, pack));
    let parts = parts(sheet, pack, execution.as_ref(), &indicators);
    let permitted = permitted(&parts);
    let claimed = comparable(sheet, pack, claim);
    let possibility = match &claimed {
        Ok(claimed) => {
            let search = premises::Search {
                pack,
                execution: execution.as_ref(),
                indicators: &indicators,
                parts: &parts,
            };
            judge(sheet, &search, permitted, *claimed)
        }
        Err(why) => Possibility::NotComparable { why: why.clone() },
    };
    let statement = statement::write(&statement::Subject {
        claim,
        claimed: claimed.ok(),
        pack,
        execution: execution.as_ref(),
        parts: &parts,
        permitted,
        possibility: &possibility,
    });
    Feasibility {
        claim: claim.clone(),
        pack: pack.id.clone(),
        parts,
        permitted,
        possibility,
        statement,
    }
}

/// The money that the sheet's execution rate is taken from.
fn money_of<'d>(dossier: &'d Dossier, sheet: &ScoreSheet) -> Option<(&'d BudgetLine, FactId)> {
    match &sheet.subject {
        SheetSubject::Department => Some((&dossier.budget.whole, FactId::new(["budget", "whole"]))),
        SheetSubject::Project { id, .. } => {
            let project = dossier.projects.iter().find(|project| project.id == *id)?;
            Some((&project.money, FactId::new(["project", id])))
        }
    }
}

/// The indicators that the sheet scores.
fn indicators_of<'d>(dossier: &'d Dossier, sheet: &ScoreSheet) -> Vec<&'d Indicator> {
    match &sheet.subject {
        SheetSubject::Department => dossier.task_indicators().map(|(_, one)| one).collect(),
        SheetSubject::Project { id, .. } => {
            let own = dossier.projects.iter().filter(|project| project.id == *id);
            own.flat_map(|project| &project.indicators).collect()
        }
    }
}

/// All scores that a claimed score allows, by the precision that it is written in.
///
/// A bare whole number (`96`) is exact as a count; as a score it may be anything that rounds to it,
/// like `96分`.
///
/// # Errors
/// Why the claim can't be compared with scores, in Chinese: it is no score (`96%`), or only about one.
pub fn claimed_interval(claim: &Figure) -> Result<Interval, String> {
    if !matches!(claim.unit(), Unit::Points | Unit::Unstated) {
        return Err(format!("「{claim}」不是分数"));
    }
    let interval = claim.interval();
    let interval = interval.ok_or_else(|| format!("「{claim}」是约数，不能比较"))?;
    let half = Decimal::new(5, 1);
    match (interval.low, interval.high) {
        (Bound::Closed(low), Bound::Closed(high)) if low == high => {
            let ends = low.checked_sub(half).zip(high.checked_add(half));
            let (low, high) = ends.ok_or_else(|| format!("「{claim}」过大，不能比较"))?;
            Ok(Interval::between(low, high))
        }
        _ => Ok(interval),
    }
}

/// The interval of the claim, where it can be held against the pack.
fn comparable(sheet: &ScoreSheet, pack: &Pack, claim: &Figure) -> Result<Interval, String> {
    let kind = match sheet.subject {
        SheetSubject::Department => Subject::Department,
        SheetSubject::Project { .. } => Subject::Project,
    };
    if sheet.pack != pack.id || kind != pack.subject {
        return Err(format!("规则包「{}」用于{}，不用于这张评分表", pack.id, pack.subject.label()));
    }
    if let TotalRule::Refused { reason, .. } = &pack.total {
        return Err(format!("规则包「{}」不给总分：{reason}", pack.id));
    }
    claimed_interval(claim)
}

/// The parts of the total: the execution rate, each scored indicator, and what is left open.
fn parts(
    sheet: &ScoreSheet,
    pack: &Pack,
    execution: Option<&Execution<'_>>,
    indicators: &[&Indicator],
) -> Vec<Part> {
    let mut parts = Vec::new();
    for weight in &pack.weights {
        let mut left = weight.points;
        for line in &sheet.lines {
            if line.dimension.as_deref() != Some(&weight.dimension) {
                continue;
            }
            let part = match (&line.item, line.scoring.score()) {
                (LineItem::ExecutionRate, _) => execution.map(Execution::part),
                (LineItem::Indicator { id }, Some(score)) => Some(Part {
                    label: format!("“{}”", line.label),
                    kind: PartKind::Indicator { id: id.clone() },
                    points: score.points(),
                    low: score.value(),
                    high: match indicators.iter().find(|one| one.id == *id) {
                        // `超30` was scored with 30 and may be anything above.
                        Some(indicator) if actual::is_bound(indicator, pack) => score.points(),
                        _ => score.by_rounding_alone(&pack.rounding),
                    },
                }),
                (LineItem::Indicator { .. }, None) => None,
            };
            if let Some(part) = part {
                left = left.checked_sub(part.points).unwrap_or_default();
                parts.push(part);
            }
        }
        if left > Decimal::ZERO {
            parts.push(Part {
                label: weight.label.clone(),
                kind: PartKind::Open,
                points: left,
                low: Decimal::ZERO,
                high: left,
            });
        }
    }
    parts
}

/// All totals that the parts can add up to.
fn permitted(parts: &[Part]) -> Interval {
    parts
        .iter()
        .map(|part| Interval::between(part.low, part.high))
        .fold(Interval::point(Decimal::ZERO), Interval::plus)
}

fn judge(
    sheet: &ScoreSheet,
    search: &premises::Search<'_>,
    permitted: Interval,
    claimed: Interval,
) -> Possibility {
    if permitted.overlaps(claimed) {
        return match sheet.total.score() {
            Some(total) if claimed.contains(total.value()) => Possibility::Follows,
            _ => Possibility::Possible,
        };
    }
    let (Some(low), Some(high)) = (permitted.low.value(), permitted.high.value()) else {
        return Possibility::Possible;
    };
    // Where an end of the claim does not belong to it, one last digit more is the least that does.
    let digit = search.pack.rounding.last_digit();
    let least = match claimed.low {
        Bound::Open(value) => value.checked_add(digit),
        bound => bound.value(),
    };
    let most = match claimed.high {
        Bound::Open(value) => value.checked_sub(digit),
        bound => bound.value(),
    };
    let too_high = least.and_then(|least| least.checked_sub(high));
    let too_low = most.and_then(|most| low.checked_sub(most));
    let is_positive = |gap: &Decimal| *gap > Decimal::ZERO;
    if let Some(gap) = too_high.filter(is_positive) {
        return match search.raise(gap) {
            premises if premises.is_empty() => Possibility::BeyondScale,
            premises => Possibility::TooHigh { gap, premises },
        };
    }
    match too_low.filter(is_positive) {
        Some(gap) => match search.lower(gap) {
            premises if premises.is_empty() => Possibility::BeyondScale,
            premises => Possibility::TooLow { gap, premises },
        },
        None => Possibility::BeyondScale,
    }
}

#[cfg(test)]
mod tests;
