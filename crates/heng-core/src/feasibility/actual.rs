//! What an indicator's actual would have to be to give a score.

use rust_decimal::Decimal;

use super::search::first_where;
use super::{Limit, Premise};
use crate::dossier::{Actual, Indicator};
use crate::figure::{Figure, Relation};
use crate::pack::{Direction, Formula, Inputs, NotScored, Pack};
use crate::reading::Reading;
use crate::register::Measurements;
use crate::score::{self, Sources, by_rounding_alone};

/// The actual nearest to the typed one that gives the score, written as that one is.
///
/// What a register measured or a person judged is not a figure that somebody typed.
pub(super) fn required(indicator: &Indicator, pack: &Pack, needed: Decimal) -> Option<Premise> {
    let Actual::Typed(_) = &indicator.actual else {
        return None;
    };
    let reading = Reading::of(indicator, &Measurements::default());
    let method = score::method_of(&reading, pack).ok()?;
    let inputs = typed_inputs(&reading, pack)?;
    let stated = inputs.actual.as_ref()?.figure.clone();
    if stated.relation() != Relation::Exactly {
        return None;
    }
    let digit = match stated.half_last_digit() {
        half if half.is_zero() => Decimal::ONE,
        half => half.checked_add(half)?,
    };
    let direction = method.direction()?;
    let step = match direction {
        Direction::Rising => digit,
        Direction::Falling => -digit,
    };
    let end = full_at(&method.formula, &inputs)?;
    let reaches = |amount: Decimal| {
        let mut changed = inputs.clone();
        if let Some(actual) = &mut changed.actual {
            actual.figure = Figure::counted(amount, stated.unit().clone());
        }
        match method.score(&pack.rounding, &changed) {
            Ok(score) => by_rounding_alone(&score, &pack.rounding, inputs.points.value) >= needed,
            // All points are possible where the pack does not say whether they are due.
            Err(NotScored::AtStrictBound { .. } | NotScored::FullThoughUnmet { .. }) => true,
            Err(_) => false,
        }
    };
    let found = first_where(stated.value(), end, step, reaches)?;
    Some(Premise::Figure {
        fact: indicator.fact("actual"),
        label: format!("“{}”的实际完成值", indicator.name),
        required: match direction {
            Direction::Rising => Limit::AtLeast(found),
            Direction::Falling => Limit::AtMost(found),
        },
        stated,
        rate: None,
    })
}

/// Says whether the typed actual only bounds what was reached.
pub(super) fn is_bound(indicator: &Indicator, pack: &Pack) -> bool {
    typed_inputs(&Reading::of(indicator, &Measurements::default()), pack)
        .and_then(|inputs| inputs.actual)
        .is_some_and(|actual| actual.figure.relation() != Relation::Exactly)
}

/// What the indicator is scored from, where nothing is measured.
fn typed_inputs(reading: &Reading<'_>, pack: &Pack) -> Option<Inputs> {
    let nothing = Sources { measurements: &Measurements::default(), management: &[], pack };
    score::indicator_inputs(reading, reading.indicator.points?, nothing).ok()
}

/// The actual at which the formula gives all points.
fn full_at(formula: &Formula, inputs: &Inputs) -> Option<Decimal> {
    let target = || Some(inputs.target.as_ref()?.figure.value());
    match formula {
        Formula::PerUnitDeduction { start: Some(start), .. } => Some(start.value()),
        Formula::Checklist { items } => Some(Decimal::from(items.len())),
        Formula::Banded { bands, .. } if !formula.divides_by_target() => {
            Some(bands.first()?.edge.value())
        }
        Formula::Banded { bands, .. } => target()?.checked_mul(bands.first()?.edge.quotient()?),
        _ => target(),
    }
}
