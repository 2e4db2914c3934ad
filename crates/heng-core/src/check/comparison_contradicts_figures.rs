//! AMT124: an amount said to be smaller or greater than another is not.

use std::cmp::Ordering;

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Claim, Spread, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT124",
    name: "comparison-contradicts-figures",
    since: "0.1.0",
    page: include_str!("comparison_contradicts_figures.md"),
    run: Run::Report(run),
};

/// Holds what is said of accounts and budget against the two amounts.
fn run(report: &Report) -> Vec<Obligation> {
    let orders = claims_with(report, |assertion| match assertion {
        Assertion::Order { said, one, others } => Some((*said, one, others.as_slice())),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        orders.map(|(claim, (said, one, others))| judge(claim, said, one, others)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("决算数与预算数的比较", "没有写明大小的语句"));
    }
    obligations
}

fn judge(claim: &Claim, said: Ordering, one: &Term, others: &[Term]) -> Obligation {
    let subject = claim.subject.as_str();
    let orders: Vec<Option<Ordering>> =
        others.iter().map(|other| order(&one.figure, &other.figure)).collect();
    if orders.contains(&Some(said)) {
        return CHECK.passed(subject);
    }
    let (Some(Some(actual)), Some(other)) = (orders.first(), others.first()) else {
        return CHECK.could_not_check(subject, "数字的写法不能比较");
    };
    // Amounts that are printed alike may differ below the last digit.
    let is_alike = *actual == Ordering::Equal;
    let draft = Draft {
        severity: if is_alike { Severity::Note } else { gravity(claim) },
        spots: (spot(claim), std::iter::once(one).chain(others).map(spot_of).collect()),
        figures: vec![one.figure.text().to_owned(), other.figure.text().to_owned()],
        message: format!("{one}与{other}相比是{}，写作「{}」。", word(*actual), claim.excerpt),
        remedy: "请核对两个数字和说明的文字，改正有误的一处。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// How two amounts compare as printed; nothing where they can't be compared.
fn order(one: &Figure, other: &Figure) -> Option<Ordering> {
    let (one, other) = Figure::in_one_unit(one, other)?;
    let (left, right) = (Spread::of(&one)?, Spread::of(&other)?);
    Some(if left.low > right.high {
        Ordering::Greater
    } else if left.high < right.low {
        Ordering::Less
    } else {
        one.value().cmp(&other.value())
    })
}

fn word(order: Ordering) -> &'static str {
    match order {
        Ordering::Less => "小于",
        Ordering::Equal => "等于",
        Ordering::Greater => "大于",
    }
}
