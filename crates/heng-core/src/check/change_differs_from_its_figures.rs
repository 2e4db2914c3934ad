//! AMT118: a change differs from the amounts that it lies between.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Change, Claim, Fit, Spread, Term, change_rate_fit};

pub(super) static CHECK: Check = Check {
    code: "AMT118",
    name: "change-differs-from-its-figures",
    since: "0.1.0",
    page: include_str!("change_differs_from_its_figures.md"),
    run: Run::Report(run),
};

/// Holds amount, base, difference, rate and direction of each change against one another.
fn run(report: &Report) -> Vec<Obligation> {
    let changes = claims_with(report, |assertion| match assertion {
        Assertion::Change(change) => Some(change),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        changes.map(|(claim, change)| judge(claim, change)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("增减变动", "没有写明增减变动的语句"));
    }
    obligations
}

/// What one reading of a change comes to.
enum Outcome {
    Holds,
    CutOff(String),
    Contradicts(String),
    /// A word and a sign that say the same twice, or each the opposite of the other.
    Signed(String),
    Unknown,
}

fn judge(claim: &Claim, change: &Change) -> Obligation {
    let subject = claim.subject.as_str();
    if change.conflicts {
        let message = "同一变动的金额和比率，一说增加，一说减少。".to_owned();
        return found(claim, change, gravity(claim), message);
    }
    let outcomes: Vec<Outcome> = change.values.iter().map(|value| outcome(change, value)).collect();
    if outcomes.iter().any(|outcome| matches!(outcome, Outcome::Holds)) {
        return CHECK.passed(subject);
    }
    for outcome in &outcomes {
        if let Outcome::CutOff(message) = outcome {
            return found(claim, change, Severity::Note, message.clone());
        }
    }
    match outcomes.into_iter().next() {
        Some(Outcome::Contradicts(message)) => found(claim, change, gravity(claim), message),
        Some(Outcome::Signed(message)) => found(claim, change, Severity::Warning, message),
        _ => CHECK.could_not_check(subject, "没有写明基数，或增减额与增减率只有一个"),
    }
}

fn outcome(change: &Change, value: &Term) -> Outcome {
    let mut printed = change.difference.iter().chain(&change.rate);
    if let Some(negative) = printed.find(|one| one.value().is_sign_negative()) {
        let word = word(change.direction);
        return Outcome::Signed(format!("写作“{word}”，数字{negative}又是负的，是增还是减？"));
    }
    if let Some(said) = contradicted_direction(change, value) {
        return Outcome::Contradicts(said);
    }
    let mut checked = false;
    if let (Some(base), Some(difference)) = (&change.base, &change.difference) {
        match difference_holds(change, value, difference) {
            Some(true) => checked = true,
            Some(false) => {
                let (value, base) = (&value.figure, &base.figure);
                let moved = value.value().checked_sub(base.value()).unwrap_or_default().abs();
                return Outcome::Contradicts(format!(
                    "{base}到{value}相差{}，写作{}{difference}。",
                    value.rescaled(moved),
                    word(change.direction),
                ));
            }
            None => {}
        }
    }
    let Some(rate) = &change.rate else {
        let holds = checked || change.direction == Ordering::Equal && change.base.is_some();
        return if holds { Outcome::Holds } else { Outcome::Unknown };
    };
    let (Some(moved), Some(base)) = (moved(change, value), change.base_of(value)) else {
        return Outcome::Unknown;
    };
    match change_rate_fit(rate, moved, base) {
        Some(Fit::Rounded) => Outcome::Holds,
        Some(Fit::CutOff) => Outcome::CutOff(format!(
            "{}，写作{rate}：末位是截去的，没有四舍五入。",
            arithmetic(change, value, moved, base)
        )),
        Some(Fit::Differs) => Outcome::Contradicts(format!(
            "变动率与其数字不符：{}，写作{}{rate}。",
            arithmetic(change, value, moved, base),
            word(change.direction)
        )),
        // A base of nothing has no rate; another check says so.
        None => Outcome::Unknown,
    }
}

/// The difference: the one printed where there is one, else what the two amounts make it.
fn moved(change: &Change, value: &Term) -> Option<Spread> {
    match &change.difference {
        Some(difference) => Spread::of(difference),
        None => change.moved(value),
    }
}

fn difference_holds(change: &Change, value: &Term, difference: &Figure) -> Option<bool> {
    let printed = Spread::of(difference)?;
    let moved = change.moved(value)?;
    let size = |spread: Spread| {
        let (low, high) = (spread.low.abs(), spread.high.abs());
        Spread { low: low.min(high), high: low.max(high) }
    };
    Some(size(moved).meets(size(printed)))
}

/// What the words say against what the amounts show, where these go the other way for certain.
fn contradicted_direction(change: &Change, value: &Term) -> Option<String> {
    let base = change.base.as_ref()?;
    let moved = change.moved(value)?;
    let went = if moved.low > Decimal::ZERO {
        Ordering::Greater
    } else if moved.high < Decimal::ZERO {
        Ordering::Less
    } else {
        return None;
    };
    let rate = change
        .rate
        .as_ref()
        .or(change.difference.as_ref())
        .map(ToString::to_string)
        .unwrap_or_default();
    let percent = Spread::of(&base.figure)
        .filter(|base| base.low > Decimal::ZERO)
        .and_then(|_| {
            let moved = value.figure.value().checked_sub(base.figure.value())?;
            moved.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base.figure.value())
        })
        .map(|percent| format!("（变动{}%）", percent.round_dp(2).normalize()))
        .unwrap_or_default();
    (went != change.direction).then(|| {
        format!(
            "{}到{}是{}{percent}，写作{}{rate}。",
            base.figure,
            value.figure,
            word(went),
            word(change.direction)
        )
    })
}

fn arithmetic(change: &Change, value: &Term, moved: Spread, base: Spread) -> String {
    let middle = |spread: Spread| spread.low.checked_add(spread.high).map(|sum| sum / Decimal::TWO);
    let quotient = middle(moved)
        .zip(middle(base))
        .and_then(|(moved, base)| moved.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base))
        .map(|quotient| format!("{}%", quotient.round_dp(3).normalize()))
        .unwrap_or_default();
    match (&change.base, &change.difference) {
        (Some(base), None) => format!("{base}到{}变动{quotient}", value.figure, base = base.figure),
        (_, Some(difference)) => {
            let base = middle(base).map(|base| value.figure.rescaled(base)).unwrap_or_default();
            format!("{difference}÷{base}＝{quotient}")
        }
        (None, None) => quotient,
    }
}

fn word(direction: Ordering) -> &'static str {
    match direction {
        Ordering::Less => "减少",
        Ordering::Equal => "持平",
        Ordering::Greater => "增加",
    }
}

fn found(claim: &Claim, change: &Change, severity: Severity, message: String) -> Obligation {
    let mut figures: Vec<String> =
        change.values.iter().take(1).map(|term| term.figure.text().to_owned()).collect();
    figures.extend(change.base.iter().map(|term| term.figure.text().to_owned()));
    figures.extend(change.difference.iter().chain(&change.rate).map(|it| it.text().to_owned()));
    let mut further: Vec<_> = change.values.iter().take(1).map(spot_of).collect();
    further.extend(change.base.iter().map(spot_of));
    let draft = Draft {
        severity,
        spots: (spot(claim), further),
        figures,
        message,
        remedy: "请核对本年数、上年数、增减额和增减率，改正有误的一个。".to_owned(),
        basis: None,
    };
    CHECK.found(claim.subject.as_str(), draft)
}
