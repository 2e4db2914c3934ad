//! AMT125: one thing has different amounts in two places.

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::figure::{Figure, Relation};
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Claim, Spread, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT125",
    name: "stated-twice-differently",
    since: "0.1.0",
    page: include_str!("stated_twice_differently.md"),
    run: Run::Report(run),
};

/// Compares headings with sentences, and sentences with tables.
fn run(report: &Report) -> Vec<Obligation> {
    let restated = claims_with(report, |assertion| match assertion {
        Assertion::Restated { here, elsewhere } => Some((here, elsewhere.as_slice())),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        restated.map(|(claim, (here, elsewhere))| judge(claim, here, elsewhere)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("同一数字的多处表述", "没有在两处写明的同一数字"));
    }
    obligations
}

/// How two statements of one amount agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Agrees,
    /// They differ by one last digit at most.
    LastDigit,
    Differs,
}

fn judge(claim: &Claim, here: &Term, elsewhere: &[Term]) -> Obligation {
    let subject = claim.subject.as_str();
    let compared: Vec<(Agreement, &Term)> = elsewhere
        .iter()
        .filter_map(|other| Some((agreement(&here.figure, &other.figure)?, other)))
        .collect();
    let Some((_, other)) = compared.first() else {
        return CHECK.could_not_check(subject, "两处的单位不同，或有的不是确数");
    };
    let is_any = |wanted: Agreement| compared.iter().any(|(agreement, _)| *agreement == wanted);
    if is_any(Agreement::Agrees) {
        return CHECK.passed(subject);
    }
    let severity = if is_any(Agreement::LastDigit) { Severity::Note } else { gravity(claim) };
    let draft = Draft {
        severity,
        spots: (spot(claim), elsewhere.iter().map(spot_of).collect()),
        figures: vec![here.figure.text().to_owned(), other.figure.text().to_owned()],
        message: format!(
            "同一数字两处不同：此处为{}，{}为{}。",
            here.figure,
            if other.label == here.label { "另一处" } else { other.label.as_str() },
            other.figure
        ),
        remedy: "请核对两处，改正有误的一处；口径不同的，请写明。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

fn agreement(one: &Figure, other: &Figure) -> Option<Agreement> {
    if one.relation() != Relation::Exactly || other.relation() != Relation::Exactly {
        return None;
    }
    let (one, other) = Figure::in_one_unit(one, other)?;
    let (left, right) = (Spread::of(&one)?, Spread::of(&other)?);
    let last_digit = one.half_last_digit().max(other.half_last_digit());
    let wider =
        Spread { low: left.low.checked_sub(last_digit)?, high: left.high.checked_add(last_digit)? };
    Some(if left.meets(right) {
        Agreement::Agrees
    } else if wider.meets(right) {
        Agreement::LastDigit
    } else {
        Agreement::Differs
    })
}
