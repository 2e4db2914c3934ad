//! AMT119: a rate of growth from a base of zero.

use rust_decimal::Decimal;

use super::claims::{claims_with, spot};
use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Change, Claim};

pub(super) static CHECK: Check = Check {
    code: "AMT119",
    name: "growth-from-zero",
    since: "0.1.0",
    page: include_str!("growth_from_zero.md"),
    run: Run::Report(run),
};

/// Asks about rates of change whose base is zero, as printed or as value and difference make it.
fn run(report: &Report) -> Vec<Obligation> {
    let changes = claims_with(report, |assertion| match assertion {
        Assertion::Change(change) if change.rate.is_some() => Some(change),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        changes.map(|(claim, change)| judge(claim, change)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("变动率", "没有写明变动率的语句"));
    }
    obligations
}

fn judge(claim: &Claim, change: &Change) -> Obligation {
    let subject = claim.subject.as_str();
    let (Some(value), Some(rate)) = (change.values.first(), &change.rate) else {
        return CHECK.does_not_apply(subject, "没有写明变动率");
    };
    let is_from_nothing = match (&change.base, &change.difference) {
        (Some(base), _) => base.figure.value().is_zero(),
        (None, Some(difference)) => {
            change.direction == std::cmp::Ordering::Greater
                && difference.value() == value.figure.value()
        }
        (None, None) => return CHECK.could_not_check(subject, "没有写明基数和增减额"),
    };
    if !is_from_nothing || rate.value() == Decimal::ZERO || value.figure.value().is_zero() {
        return CHECK.passed(subject);
    }
    let mut figures = vec![value.figure.text().to_owned(), rate.text().to_owned()];
    figures.extend(change.difference.iter().map(|difference| difference.text().to_owned()));
    let draft = Draft {
        severity: Severity::Warning,
        spots: (spot(claim), vec![]),
        figures,
        message: format!("上年（比较的基数）为零，增长率没有意义，写作{rate}。"),
        remedy: "基数为零的，请写“上年无此项”，不写增长率。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
