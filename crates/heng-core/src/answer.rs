//! How an indicator's actual answers its target.

use crate::dossier::{Actual, Indicator};
use crate::figure::{Figure, scan};
use crate::register::Measurements;

/// How the actual answers the target, as far as figures go (目标与完成值的对应).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Both state an amount of the same thing.
    Figures {
        /// What was to be reached.
        target: Figure,
        /// What was reached.
        actual: Figure,
    },
    /// The target states an amount and the actual none.
    NoFigure {
        /// What was to be reached.
        target: Figure,
    },
    /// Both state amounts, but of different things (`1次` answered by `96名`).
    DifferentThings {
        /// What was to be reached.
        target: Figure,
        /// The amount that the actual states instead.
        actual: Figure,
    },
    /// The target states no amount.
    NotQuantified,
}

/// Says how the actual of an indicator answers its target cell.
#[must_use]
pub fn answer(indicator: &Indicator, measurements: &Measurements) -> Answer {
    match indicator.target_figure() {
        Some(target) => answer_to(target, indicator, measurements),
        None => Answer::NotQuantified,
    }
}

/// The figure of the actual that answers the target: the first in a unit comparable with the
/// target's, or else the first.
#[must_use]
pub fn answering_figure(indicator: &Indicator, measurements: &Measurements) -> Option<Figure> {
    let actuals = actual_figures(indicator, measurements);
    let same = indicator.target_figure().and_then(|target| {
        actuals.iter().find(|actual| actual.unit().is_comparable(target.unit()))
    });
    same.or(actuals.first()).cloned()
}

/// All figures of the actual.
fn actual_figures(indicator: &Indicator, measurements: &Measurements) -> Vec<Figure> {
    match &indicator.actual {
        Actual::Typed(text) => scan::figures(text).map(|(_, figure)| figure).collect(),
        Actual::Measured(measure) => {
            measurements.get(measure).map(|measured| vec![measured.figure()]).unwrap_or_default()
        }
    }
}

/// Says how the actual of an indicator answers a target.
#[must_use]
pub fn answer_to(target: Figure, indicator: &Indicator, measurements: &Measurements) -> Answer {
    let actuals = actual_figures(indicator, measurements);
    let same = actuals.iter().find(|actual| actual.unit().is_comparable(target.unit()));
    match (same, actuals.first()) {
        (Some(actual), _) => Answer::Figures { target, actual: actual.clone() },
        (None, Some(actual)) => Answer::DifferentThings { target, actual: actual.clone() },
        (None, None) => Answer::NoFigure { target },
    }
}

/// The words of an indicator's actual: as typed, or the measured value with its unit.
///
/// Nothing where a measure gave no value.
#[must_use]
pub fn actual_text(indicator: &Indicator, measurements: &Measurements) -> Option<String> {
    match &indicator.actual {
        Actual::Typed(text) => Some(text.clone()),
        Actual::Measured(measure) => {
            measurements.get(measure).map(|measured| measured.figure().text().to_owned())
        }
    }
}
