//! AMT104: more was spent than the budget holds.

use super::money::{MoneyLine, lines};
use super::{Case, Check, Draft, Run};
use crate::figure::{Bound, Interval};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT104",
    name: "expenditure-above-budget",
    since: "0.1.0",
    page: include_str!("expenditure_above_budget.md"),
    run: Run::Dossier(run),
};

/// Compares expenditure with budget, one line of money after the other.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    lines(case.dossier).map(|line| compare(case, &line)).collect()
}

fn compare(case: &Case<'_>, money: &MoneyLine<'_>) -> Obligation {
    let MoneyLine { fact, name, line, .. } = money;
    let subject = format!("{name}执行数与预算数");
    let (budget, expenditure) = match (&line.budget, &line.expenditure) {
        (Some(budget), Some(expenditure)) => (budget, expenditure),
        (None, None) => return CHECK.does_not_apply(subject, "没有填报"),
        _ => return CHECK.could_not_check(subject, "预算数、执行数只填了一个"),
    };
    if budget.unit() != expenditure.unit() {
        return CHECK.could_not_check(subject, "两个数的单位不同");
    }
    let (Some(planned), Some(spent)) = (budget.interval(), expenditure.interval()) else {
        return CHECK.could_not_check(subject, "“约”没有确数，不能比较");
    };
    let within = Interval { low: Bound::Unbounded, ..planned };
    if within.overlaps(spent) || money.is_explained() {
        return CHECK.passed(subject);
    }
    let planned = case.spot(fact.child("budget"), &format!("{name}预算数"), budget.text());
    let spent = case.spot(fact.child("expenditure"), &format!("{name}执行数"), expenditure.text());
    let draft = Draft {
        severity: Severity::Warning,
        spots: (spent, vec![planned]),
        figures: vec![budget.text().to_owned(), expenditure.text().to_owned()],
        message: format!("{name}执行数{expenditure}大于预算数{budget}，没有说明。"),
        remedy: "请核对两个数字；预算有调整或使用了上年结转的，请说明。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
