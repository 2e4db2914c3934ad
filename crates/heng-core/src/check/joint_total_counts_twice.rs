//! AMT126: a joint total of income and expenditure is the sum of both.

use rust_decimal::Decimal;

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::finding::Obligation;
use crate::report::Report;
use crate::report::claim::{Assertion, Claim, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT126",
    name: "joint-total-counts-twice",
    since: "0.1.0",
    page: include_str!("joint_total_counts_twice.md"),
    run: Run::Report(run),
};

/// Holds the joint total against the total of one side.
fn run(report: &Report) -> Vec<Obligation> {
    let joint = claims_with(report, |assertion| match assertion {
        Assertion::Joint { total, side } => Some((total, side)),
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        joint.map(|(claim, (total, side))| judge(claim, total, side)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("收支总计", "没有与单边总计不同的收支总计"));
    }
    obligations
}

fn judge(claim: &Claim, total: &Term, side: &Term) -> Obligation {
    let twice = side.figure.value().checked_mul(Decimal::TWO);
    let is_twice = twice == Some(total.figure.value()) && !total.figure.value().is_zero();
    if total.figure.value() == side.figure.value() {
        return CHECK.passed(claim.subject.as_str());
    }
    if !is_twice {
        return CHECK.could_not_check(claim.subject.as_str(), "收支总计与单边总计不同，口径不明");
    }
    let draft = Draft {
        severity: gravity(claim),
        spots: (spot(claim), vec![spot_of(side)]),
        figures: vec![total.figure.text().to_owned(), side.figure.text().to_owned()],
        message: format!(
            "收支总计{}正好是{}{}的两倍：收入和支出被加在了一起。",
            total.figure, side.label, side.figure
        ),
        remedy: "收入总计与支出总计相等，请写作“收、支总计均为”一个数。".to_owned(),
        basis: None,
    };
    CHECK.found(claim.subject.as_str(), draft)
}
