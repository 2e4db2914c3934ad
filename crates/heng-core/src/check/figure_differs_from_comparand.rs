//! AMT130: an amount of the report's year differs from the one in the document it is compared with.

use super::against::{Pair, amount_spot, amounts, apart};
use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::report::claim::Binding;
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "AMT130",
    name: "figure-differs-from-comparand",
    since: "0.1.0",
    page: include_str!("figure_differs_from_comparand.md"),
    run: Run::Comparison(run),
};

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    const SUBJECT: &str = "与比对文件相同的本年金额";
    compare(&CHECK, SUBJECT, report, comparand, |pair| {
        Some(pair.here.fiscal_year) == report.fiscal_year
    })
}

/// Compares the pairs of a year; where most differ, they are hardly counted the same way.
pub(super) fn compare(
    check: &Check,
    subject: &'static str,
    report: &Report,
    comparand: &Comparand,
    is_meant: impl Fn(&Pair) -> bool,
) -> Vec<Obligation> {
    if let Some(verdict) = apart(check, subject, report, comparand) {
        return vec![verdict];
    }
    let pairs: Vec<Pair> = amounts(report, comparand).into_iter().filter(is_meant).collect();
    if pairs.is_empty() {
        return vec![check.could_not_check(subject, "两份文件没有同一事项、同一年度的金额")];
    }
    let differing = pairs.iter().filter(|pair| pair.agrees() == Some(false)).count();
    if differing > 3 && differing * 2 > pairs.len() {
        return vec![check.could_not_check(subject, "多数金额不同，多半不是同一口径")];
    }
    let unit = if comparand.is_of_same_unit(report) { Unit::Same } else { Unit::Unsaid };
    pairs.iter().map(|pair| one(check, pair, comparand, unit)).collect()
}

/// Whether both documents say whose they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Same,
    Unsaid,
}

fn one(check: &Check, pair: &Pair, comparand: &Comparand, unit: Unit) -> Obligation {
    let Pair { here, there } = pair;
    let subject = format!("{}年{}", here.fiscal_year, here.label);
    match pair.agrees() {
        None => return check.could_not_check(subject, "“约”没有确数，不能比较"),
        Some(true) => return check.passed(subject),
        Some(false) => {}
    }
    let is_certain =
        unit == Unit::Same && here.binding == Binding::Certain && there.binding == Binding::Certain;
    let remedy = if is_certain {
        "请核对哪一个数正确并改正；口径或调整不同的，请写明。"
    } else {
        "请核对两处是否同一口径；是的，请改正其中一个，不是的，请写明差别。"
    };
    let draft = Draft {
        severity: if is_certain { Severity::Error } else { Severity::Warning },
        spots: (amount_spot(here), vec![amount_spot(there)]),
        figures: vec![here.figure.text().to_owned(), there.figure.text().to_owned()],
        message: format!(
            "{subject}，报告为{}，{}为{}。",
            here.figure, comparand.report.pages.file, there.figure
        ),
        remedy: remedy.to_owned(),
        basis: None,
    };
    check.found(subject, draft)
}
