//! AMT122: parts that are said to be all of a total do not come to it.

use super::claims::{DOUBTFUL, claims_with, gravity, joined, spot, spot_of};
use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Binding, Claim, Closure, Residue, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT122",
    name: "stated-parts-differ-from-total",
    since: "0.1.0",
    page: include_str!("stated_parts_differ_from_total.md"),
    run: Run::Report(run),
};

/// Adds up the parts of each total that the text lists or a table holds.
fn run(report: &Report) -> Vec<Obligation> {
    let sums = claims_with(report, |assertion| match assertion {
        Assertion::Sum { total, parts, closure } if *closure != Closure::Open => {
            Some((total, parts.as_slice(), *closure))
        }
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        sums.map(|(claim, (total, parts, closure))| judge(claim, total, parts, closure)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("合计", "没有列出全部分项的合计"));
    }
    obligations
}

fn judge(claim: &Claim, total: &Term, parts: &[Term], closure: Closure) -> Obligation {
    let subject = claim.subject.as_str();
    let Some(residue) = Residue::of(total, parts) else {
        return CHECK.could_not_check(subject, "各数的单位不同，或有的不是确数");
    };
    let fits = match closure {
        Closure::Disjoint => residue.above <= residue.explained,
        _ => residue.is_explained(),
    };
    if fits {
        return CHECK.passed(subject);
    }
    if claim.binding == Binding::Doubtful {
        return CHECK.could_not_check(subject, DOUBTFUL);
    }
    let like = parts.first().map_or(&total.figure, |part| &part.figure);
    let sum = like.rescaled(residue.sum);
    let difference = total.figure.rescaled(residue.above.abs());
    let parts_added = joined(parts, "＋");
    let message = match closure {
        Closure::Disjoint => format!(
            "互不重叠的部分之和大于总数：{parts_added}＝{sum}，{}，多出{difference}。",
            said(total)
        ),
        _ => {
            format!("分项之和与总数不符：{parts_added}＝{sum}，{}，相差{difference}。", said(total))
        }
    };
    let mut figures = vec![total.figure.text().to_owned()];
    figures.extend(parts.iter().map(|part| part.figure.text().to_owned()));
    // By one last digit off may come from cutting digits instead of rounding.
    let half = total.figure.half_last_digit();
    let is_last_digit = !half.is_zero() && residue.above.abs() <= half + half;
    let draft = Draft {
        severity: if is_last_digit { Severity::Note } else { gravity(claim) },
        spots: (spot(claim), std::iter::once(total).chain(parts).map(spot_of).collect()),
        figures,
        message,
        remedy: "请核对总数和各分项，改正有误的一个；没有列全的，请写明。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

fn said(total: &Term) -> String {
    format!("总数写作{}", total.figure)
}
