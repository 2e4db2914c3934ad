//! Looks for the fewest premises that would have to fall to make a claim possible.

use rust_decimal::Decimal;

use super::actual;
use super::execution::Execution;
use super::search::first_where;
use super::{Condition, Freed, Limit, Part, PartKind, Premise};
use crate::dossier::Indicator;
use crate::pack::Pack;

/// What the search looks at.
pub(super) struct Search<'s> {
    pub(super) pack: &'s Pack,
    pub(super) execution: Option<&'s Execution<'s>>,
    pub(super) indicators: &'s [&'s Indicator],
    pub(super) parts: &'s [Part],
}

/// Whether the total has to go up or down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    /// The end of a part's scores that matters.
    fn end(self, bounds: (Decimal, Decimal)) -> Decimal {
        match self {
            Self::Up => bounds.1,
            Self::Down => bounds.0,
        }
    }

    fn reaches(self, score: Decimal, needed: Decimal) -> bool {
        match self {
            Self::Up => score >= needed,
            Self::Down => score <= needed,
        }
    }

    fn limit(self, amount: Decimal) -> Limit {
        match self {
            Self::Up => Limit::AtLeast(amount),
            Self::Down => Limit::AtMost(amount),
        }
    }

    /// The score that lies this far from the part's end.
    fn beyond(self, part: &Part, gap: Decimal) -> Option<Decimal> {
        match self {
            Self::Up => part.high.checked_add(gap),
            Self::Down => part.low.checked_sub(gap),
        }
    }

    /// How far the part could go if nothing stated held.
    fn room(self, part: &Part) -> Decimal {
        match self {
            Self::Up => part.points.checked_sub(part.high).unwrap_or_default(),
            Self::Down => part.low,
        }
    }
}

impl Search<'_> {
    /// The premises that would have to fall to lift the total by the gap.
    pub(super) fn raise(&self, gap: Decimal) -> Vec<Vec<Premise>> {
        self.fewest(gap, Way::Up)
    }

    /// The premises that would have to fall to bring the total down by the gap.
    pub(super) fn lower(&self, gap: Decimal) -> Vec<Vec<Premise>> {
        self.fewest(gap, Way::Down)
    }

    /// All single premises that are enough; else the one smallest set of scores that is.
    fn fewest(&self, gap: Decimal, way: Way) -> Vec<Vec<Premise>> {
        let enough = self.parts.iter().filter(|part| way.room(part) >= gap);
        let single: Vec<Vec<Premise>> = enough
            .flat_map(|part| self.single(part, gap, way))
            .map(|premise| vec![premise])
            .collect();
        if !single.is_empty() {
            return single;
        }
        // Parts move independently, so taking those with the most room first takes the fewest.
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|part| std::cmp::Reverse(way.room(part)));
        let mut left = gap;
        let mut set = Vec::new();
        for part in parts {
            let moved = way.room(part).min(left);
            if moved <= Decimal::ZERO {
                break;
            }
            set.extend(score_premise(part, moved, way));
            left = left.checked_sub(moved).unwrap_or_default();
        }
        if left > Decimal::ZERO {
            return Vec::new();
        }
        vec![set]
    }

    /// The premises of one part of which each alone is enough: figures, then weight, then method.
    fn single(&self, part: &Part, gap: Decimal, way: Way) -> Vec<Premise> {
        let Some(needed) = way.beyond(part, gap) else {
            return Vec::new();
        };
        match (&part.kind, self.execution) {
            (PartKind::ExecutionRate, Some(execution)) => {
                let rate = required_rate(execution, needed, way);
                let mut premises: Vec<Premise> = [
                    expenditure(execution, needed, way, rate),
                    budget(execution, needed, way, rate),
                    self.weight(execution, part, gap, way),
                ]
                .into_iter()
                .flatten()
                .collect();
                premises.extend(self.methods(execution, needed, way));
                if premises.is_empty() {
                    premises.extend(score_premise(part, gap, way));
                }
                premises
            }
            (PartKind::Indicator { id }, _) => {
                let indicator = self.indicators.iter().find(|one| one.id == *id);
                let figure = indicator
                    .filter(|_| way == Way::Up)
                    .and_then(|one| actual::required(one, self.pack, needed));
                let premise = figure.or_else(|| score_premise(part, gap, way));
                premise.into_iter().collect()
            }
            _ => score_premise(part, gap, way).into_iter().collect(),
        }
    }

    /// The greatest weight of the execution rate with which the claim is possible.
    ///
    /// What the execution rate loses, the other dimensions gain; in the best case they give all of
    /// it, in the worst none.
    fn weight(
        &self,
        execution: &Execution<'_>,
        part: &Part,
        gap: Decimal,
        way: Way,
    ) -> Option<Premise> {
        let digit = self.pack.rounding.last_digit();
        let reaches = |points: Decimal| {
            let score = way.end(execution.bounds_with(points)?);
            let moved = match way {
                Way::Up => {
                    let given = part.points.checked_sub(points)?;
                    score.checked_add(given)?.checked_sub(part.high)?
                }
                Way::Down => part.low.checked_sub(score)?,
            };
            Some(moved >= gap)
        };
        let step = Decimal::ZERO.checked_sub(digit)?;
        let found = first_where(part.points, Decimal::ZERO, step, |points| {
            reaches(points).unwrap_or(false)
        })?;
        let rule = self.pack.execution_rate.as_ref()?;
        Some(Premise::Weight {
            label: self.pack.dimension_label(&rule.dimension).to_owned(),
            points: part.points,
            required: Limit::AtMost(found),
            freed: match way {
                Way::Up => Freed::Scored,
                Way::Down => Freed::NotScored,
            },
        })
    }

    /// The other schemes' methods that would do.
    fn methods(&self, execution: &Execution<'_>, needed: Decimal, way: Way) -> Vec<Premise> {
        let Some(rule) = &self.pack.execution_rate else {
            return Vec::new();
        };
        let others = rule.alternatives.iter().filter_map(|id| {
            let method = self.pack.method(id)?;
            let bounds = execution.bounds_by(method)?;
            let other_end = match way {
                Way::Up => bounds.0,
                Way::Down => bounds.1,
            };
            let condition = if way.reaches(other_end, needed) {
                Condition::None
            } else if !way.reaches(way.end(bounds), needed) {
                return None;
            } else if way == Way::Up {
                Condition::Completed
            } else {
                Condition::NotCompleted
            };
            Some(Premise::Method {
                label: execution.method.label.clone(),
                other: method.id.clone(),
                other_label: method.label.clone(),
                basis: method.basis.clone(),
                condition,
            })
        });
        others.collect()
    }
}

/// What a part's score would have to be.
fn score_premise(part: &Part, moved: Decimal, way: Way) -> Option<Premise> {
    Some(Premise::Score {
        label: part.label.clone(),
        value: match way {
            Way::Up => part.high,
            Way::Down => part.low,
        },
        required: way.limit(way.beyond(part, moved)?),
    })
}

/// The least (greatest) rate that gives the score, to a hundredth of a percent.
fn required_rate(execution: &Execution<'_>, needed: Decimal, way: Way) -> Option<Limit> {
    if !execution.method.formula.divides_by_target() {
        return None;
    }
    let hundredth = Decimal::new(1, 2);
    let reaches = |rate: Decimal| way.reaches(way.end(execution.bounds_at_rate(rate)), needed);
    let (from, to, step) = match way {
        Way::Up => (Decimal::ZERO, Decimal::ONE_HUNDRED, hundredth),
        Way::Down => (Decimal::ONE_HUNDRED, Decimal::ZERO, -hundredth),
    };
    first_where(from, to, step, reaches).map(|rate| way.limit(rate))
}

/// The least (greatest) expenditure that gives the score, written as the stated one is.
fn expenditure(
    execution: &Execution<'_>,
    needed: Decimal,
    way: Way,
    rate: Option<Limit>,
) -> Option<Premise> {
    let stated = &execution.expenditure;
    let digit = stated.half_last_digit().checked_mul(Decimal::TWO)?;
    let reaches = |amount: Decimal| {
        let bounds = execution.bounds_at_expenditure(amount);
        bounds.is_some_and(|bounds| way.reaches(way.end(bounds), needed))
    };
    let found = match way {
        // At the budget the rate is 100%; more gives no more points.
        Way::Up => first_where(stated.value(), execution.budget.value(), digit, reaches),
        Way::Down => first_where(stated.value(), Decimal::ZERO, -digit, reaches),
    };
    Some(Premise::Figure {
        fact: execution.fact.child("expenditure"),
        label: "执行数".to_owned(),
        stated: stated.clone(),
        required: way.limit(found?),
        rate,
    })
}

/// The greatest budget that gives the score, written as the stated one is.
///
/// A score that is too high has no greatest budget worth naming, so only the way up is searched.
fn budget(
    execution: &Execution<'_>,
    needed: Decimal,
    way: Way,
    rate: Option<Limit>,
) -> Option<Premise> {
    if way == Way::Down {
        return None;
    }
    let stated = &execution.budget;
    let digit = stated.half_last_digit().checked_mul(Decimal::TWO)?;
    let reaches = |amount: Decimal| {
        let bounds = execution.bounds_at_budget(amount);
        bounds.is_some_and(|bounds| way.reaches(way.end(bounds), needed))
    };
    let spent = execution.expenditure.value();
    if spent <= Decimal::ZERO {
        return None;
    }
    // Below the expenditure the rate is over 100%; below a digit the budget may be nothing.
    let end = spent.max(digit.checked_add(digit)?);
    let found = first_where(stated.value(), end, -digit, reaches)?;
    Some(Premise::Figure {
        fact: execution.fact.child("budget"),
        label: "预算数".to_owned(),
        stated: stated.clone(),
        required: Limit::AtMost(found),
        rate,
    })
}
