//! AMT121: a year is compared with itself.

use super::claims::{claims_with, spot};
use super::{Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::Assertion;

pub(super) static CHECK: Check = Check {
    code: "AMT121",
    name: "year-compared-with-itself",
    since: "0.1.0",
    page: include_str!("year_compared_with_itself.md"),
    run: Run::Report(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Error,
    subject: "比较的年份（{n}处）",
    message: "本年与本年自己相比：{list}。",
    remedy: "请把比较的年份改为上一年度。",
};

/// Holds the year that is spoken of against the year that it is compared with.
fn run(report: &Report) -> Vec<Obligation> {
    let years = claims_with(report, |assertion| match assertion {
        Assertion::Years { year, against, .. } => Some((*year, *against)),
        _ => None,
    });
    let look = |(claim, (year, against)): (&crate::report::Claim, (i16, i16)),
                group: &mut Group| {
        if year != against {
            return Some(CHECK.passed(claim.subject.as_str()));
        }
        group.add(spot(claim), format!("{}写作「{}」", claim.subject, claim.excerpt));
        None
    };
    let obligations = CHECK.ask_of(years, &QUESTION, look);
    if obligations.is_empty() {
        return vec![CHECK.does_not_apply("比较的年份", "没有写明年份的比较")];
    }
    obligations
}
