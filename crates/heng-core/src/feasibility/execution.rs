//! The scores that the execution rate may have, given the precision of its two figures.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Part, PartKind};
use crate::derivation::Derivation;
use crate::dossier::BudgetLine;
use crate::fact::FactId;
use crate::figure::{Figure, Interval, Unit};
use crate::pack::{Direction, Formula, Inputs, Method, NotScored, Pack, Quantity, Rounding, Share};
use crate::score;

/// The execution rate with what its score rests on.
pub(super) struct Execution<'p> {
    pub(super) rounding: &'p Rounding,
    pub(super) method: &'p Method,
    pub(super) points: Decimal,
    pub(super) budget: Figure,
    pub(super) expenditure: Figure,
    pub(super) fact: FactId,
    inputs: Inputs,
}

impl<'p> Execution<'p> {
    /// The execution rate, where the pack scores it and both figures bound its score.
    pub(super) fn of(money: &BudgetLine, fact: &FactId, pack: &'p Pack) -> Option<Self> {
        let inputs = score::execution_rate(money, fact, pack).ok()?;
        let (method, points) = pack.execution_rate_method()?;
        let execution = Self {
            rounding: &pack.rounding,
            method,
            points,
            budget: money.budget.clone()?,
            expenditure: money.expenditure.clone()?,
            fact: fact.clone(),
            inputs,
        };
        let (budget, expenditure) = (&execution.budget, &execution.expenditure);
        let is_rate =
            budget.value() > Decimal::ZERO && budget.unit().is_comparable(expenditure.unit());
        // An approximate figure bounds nothing.
        let anything = (Decimal::ZERO, points);
        (is_rate && execution.bounds() != anything).then_some(execution)
    }

    /// The execution rate as a part of the total.
    pub(super) fn part(&self) -> Part {
        let (low, high) = self.bounds();
        Part {
            label: "预算执行率".to_owned(),
            kind: PartKind::ExecutionRate,
            points: self.points,
            low,
            high,
        }
    }

    /// The lowest and highest score that the stated figures allow.
    pub(super) fn bounds(&self) -> (Decimal, Decimal) {
        match (self.budget.interval(), self.expenditure.interval()) {
            (Some(budget), Some(expenditure)) => {
                self.bounds_of(self.method, self.points, budget, expenditure)
            }
            _ => (Decimal::ZERO, self.points),
        }
    }

    /// The same with another method.
    pub(super) fn bounds_by(&self, method: &Method) -> Option<(Decimal, Decimal)> {
        // A method that has no score for the stated amounts bounds nothing.
        self.range(method, self.points, self.budget.value(), self.expenditure.value())?;
        let (budget, expenditure) = (self.budget.interval()?, self.expenditure.interval()?);
        Some(self.bounds_of(method, self.points, budget, expenditure))
    }

    /// The same with other points.
    pub(super) fn bounds_with(&self, points: Decimal) -> Option<(Decimal, Decimal)> {
        let (budget, expenditure) = (self.budget.interval()?, self.expenditure.interval()?);
        Some(self.bounds_of(self.method, points, budget, expenditure))
    }

    /// The same with another budget, written as precisely as the stated one.
    pub(super) fn bounds_at_budget(&self, budget: Decimal) -> Option<(Decimal, Decimal)> {
        let budget = around(budget, self.budget.half_last_digit())?;
        let expenditure = self.expenditure.interval()?;
        Some(self.bounds_of(self.method, self.points, budget, expenditure))
    }

    /// The same with another expenditure, written as precisely as the stated one.
    pub(super) fn bounds_at_expenditure(&self, amount: Decimal) -> Option<(Decimal, Decimal)> {
        let expenditure = around(amount, self.expenditure.half_last_digit())?;
        let budget = self.budget.interval()?;
        Some(self.bounds_of(self.method, self.points, budget, expenditure))
    }

    /// The lowest and highest score at exactly this rate, a percentage.
    pub(super) fn bounds_at_rate(&self, rate: Decimal) -> (Decimal, Decimal) {
        let whole = Interval::point(Decimal::ONE_HUNDRED);
        self.bounds_of(self.method, self.points, whole, Interval::point(rate))
    }

    /// The extremes over both intervals; where they can't be told, anything up to the points.
    fn bounds_of(
        &self,
        method: &Method,
        points: Decimal,
        budget: Interval,
        expenditure: Interval,
    ) -> (Decimal, Decimal) {
        let anything = (Decimal::ZERO, points);
        let (least_rate, greatest_rate) = (
            (budget.high.value(), expenditure.low.value()),
            (budget.low.value(), expenditure.high.value()),
        );
        let range = |ends: (Option<Decimal>, Option<Decimal>)| {
            let (budget, expenditure) = (ends.0?, ends.1?);
            self.range(method, points, budget, expenditure)
        };
        let (low, high) = match method.formula.direction() {
            Some(Direction::Rising) => (range(least_rate), range(greatest_rate)),
            Some(Direction::Falling) => (range(greatest_rate), range(least_rate)),
            None => return anything,
        };
        (low.map_or(anything.0, |range| range.0), high.map_or(anything.1, |range| range.1))
    }

    /// The lowest and highest score for exactly these amounts.
    ///
    /// They differ where the method asks whether the work is completed, which no figure says.
    fn range(
        &self,
        method: &Method,
        points: Decimal,
        budget: Decimal,
        expenditure: Decimal,
    ) -> Option<(Decimal, Decimal)> {
        let inputs = self.inputs_of(points, budget, expenditure);
        match method.score(self.rounding, &inputs) {
            Ok(derivation) => Some((derivation.value, derivation.value)),
            Err(NotScored::CompletionUnknown { .. }) => {
                let mut incomplete = method.clone();
                let mut share = Share::of_one(Decimal::ONE);
                if let Formula::Banded { when_completed, .. } = &mut incomplete.formula {
                    share = when_completed.take().unwrap_or(share);
                }
                let low = incomplete.score(self.rounding, &inputs).ok()?.value;
                let completed = share.of(points)?;
                Some((low, self.rounding.round(completed).min(points)))
            }
            Err(_) => None,
        }
    }

    fn inputs_of(&self, points: Decimal, budget: Decimal, expenditure: Decimal) -> Inputs {
        let quantity = |label: &str, value: Decimal| Quantity {
            figure: Figure::counted(value, Unit::Yuan),
            leaf: Derivation::stated(label, self.fact.clone(), value, "").into(),
        };
        let mut inputs = self.inputs.clone();
        Arc::make_mut(&mut inputs.points).value = points;
        inputs.target = Some(quantity("预算数", budget));
        inputs.actual = Some(quantity("执行数", expenditure));
        inputs
    }
}

/// All amounts that a writing with this half last digit allows.
fn around(value: Decimal, half: Decimal) -> Option<Interval> {
    Some(Interval::between(value.checked_sub(half)?, value.checked_add(half)?))
}
