//! AMT123: a part is greater than what it is said to be part of.

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::figure::Figure;
use crate::finding::Obligation;
use crate::report::Report;
use crate::report::claim::{Assertion, Claim, Closure, Spread, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT123",
    name: "part-greater-than-whole",
    since: "0.1.0",
    page: include_str!("part_greater_than_whole.md"),
    run: Run::Report(run),
};

/// Looks at each list that names some of the parts.
fn run(report: &Report) -> Vec<Obligation> {
    let lists = claims_with(report, |assertion| match assertion {
        Assertion::Sum { total, parts, closure: Closure::Open } => Some((total, parts.as_slice())),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        lists.map(|(claim, (total, parts))| judge(claim, total, parts)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("其中数", "没有列出其中数的语句"));
    }
    obligations
}

fn judge(claim: &Claim, total: &Term, parts: &[Term]) -> Obligation {
    let subject = claim.subject.as_str();
    let Some(greater) = parts.iter().find(|part| exceeds(&part.figure, &total.figure)) else {
        return CHECK.passed(subject);
    };
    let draft = Draft {
        severity: gravity(claim),
        spots: (spot(claim), vec![spot_of(greater), spot_of(total)]),
        figures: vec![greater.figure.text().to_owned(), total.figure.text().to_owned()],
        message: format!("其中数大于总数：{greater}，总数{total}。"),
        remedy: "请核对这两个数字；不是总数的一部分的，请不要写在“其中”之后。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// Whether the part lies above the whole for certain.
fn exceeds(part: &Figure, whole: &Figure) -> bool {
    let spreads = Figure::in_one_unit(part, whole)
        .and_then(|(part, whole)| Spread::of(&part).zip(Spread::of(&whole)));
    spreads.is_some_and(|(part, whole)| part.low > whole.high)
}
