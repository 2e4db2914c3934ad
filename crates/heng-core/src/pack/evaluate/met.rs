//! When a target counts as met: by which amounts, and what equals a strict bound.

use super::{Inputs, NotScored, Pair, Quantity, RateKind};
use crate::figure::{Bound, Figure, Interval, Relation};
use crate::pack::formula::{Direction, Formula};
use crate::pack::{Method, number};

impl Method {
    /// All amounts that meet a target of an indicator with this method; nothing for `约`.
    ///
    /// A target with a relation word says itself which side is the better one. One without does not:
    /// `5%` is met by less where the method is for indicators of which less is better. Only a binary
    /// method asks for exactly the target.
    #[must_use]
    pub fn met_by(&self, target: &Figure) -> Option<Interval> {
        let aimed = target.interval()?;
        let up = Interval { high: Bound::Unbounded, ..aimed };
        let down = Interval { low: Bound::Unbounded, ..aimed };
        Some(match (&self.formula, self.direction()) {
            _ if target.relation().is_ceiling() => down,
            _ if target.relation().is_floor() => up,
            (Formula::Binary, _) => aimed,
            // Nothing is asked for, such as no complaints.
            (Formula::Equal, _) if target.value().is_zero() => down,
            (_, Some(Direction::Falling)) => down,
            (_, Some(Direction::Rising) | None) => up,
        })
    }

    /// Why all points are out of the question: no reading of the actual meets the target.
    ///
    /// A budget is no target in this sense: a scheme may well give all points for spending 95% of it.
    /// Nor does a target bind bands and deductions, which say themselves from where all points are due,
    /// nor a mean, which is of other indicators.
    pub(super) fn missed(&self, inputs: &Inputs) -> Option<NotScored> {
        let (target, actual) = (&inputs.target.as_ref()?.figure, &inputs.actual.as_ref()?.figure);
        if matches!(
            self.formula,
            Formula::Banded { .. }
                | Formula::PerUnitDeduction { .. }
                | Formula::MeanCompletion { .. }
        ) {
            return None;
        }
        let is_comparable = target.unit().is_comparable(actual.unit());
        if inputs.rate == RateKind::Execution || inputs.ambiguous.is_some() || !is_comparable {
            return None;
        }
        let is_missed = !self.met_by(target)?.overlaps(actual.interval()?);
        is_missed.then(|| NotScored::FullThoughUnmet {
            target: target.text().to_owned(),
            actual: actual.text().to_owned(),
            method: self.label.clone(),
        })
    }
}

impl Pair<'_> {
    /// Says in words that the target is reached, which has been found out.
    pub(super) fn reached_text(&self, direction: Direction) -> String {
        let (target, actual) = (&self.target.figure, &self.actual.figure);
        let sign = match (target.relation(), direction) {
            // Only a bound as strict as the target's can be as large.
            (Relation::MoreThan | Relation::LessThan, _)
                if self.actual_value == self.target_value =>
            {
                return format!("「{actual}」在目标「{target}」之内");
            }
            (Relation::MoreThan, _) => "＞",
            (Relation::LessThan, _) => "＜",
            (_, Direction::Rising) => "≥",
            (_, Direction::Falling) => "≤",
        };
        format!("{} {sign} {}", self.actual_text(), self.target_text())
    }
}

/// Refuses an actual that is exactly the amount that the target wants passed.
///
/// An actual that is itself a strict bound (`超30篇次`) lies beyond the amount.
pub(super) fn not_at_strict_bound(target: &Quantity, actual: &Quantity) -> Result<(), NotScored> {
    let (wanted, found) = (&target.figure, &actual.figure);
    let is_strict = matches!(wanted.relation(), Relation::MoreThan | Relation::LessThan);
    if is_strict && wanted.relation() != found.relation() && wanted.value() == found.value() {
        return Err(NotScored::AtStrictBound {
            target: wanted.text().to_owned(),
            actual: number::nominal(found),
        });
    }
    Ok(())
}
