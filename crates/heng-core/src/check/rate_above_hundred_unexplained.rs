//! AMT105: a stated rate of money is above 100 % and nothing explains it.

use rust_decimal::Decimal;

use super::money::lines;
use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::figure::{Bound, Figure, Interval};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT105",
    name: "rate-above-hundred-unexplained",
    since: "0.1.0",
    page: include_str!("rate_above_hundred_unexplained.md"),
    run: Run::Dossier(run),
};

/// Looks at each stated execution rate that stands without its figures, and at the stated share.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for money in lines(case.dossier) {
        let subject = format!("{}预算执行率", money.name);
        let has_money = money.line.budget.is_some() && money.line.expenditure.is_some();
        obligations.push(match &money.line.rate {
            None => CHECK.does_not_apply(subject, "没有填报执行率"),
            Some(_) if has_money => {
                CHECK.does_not_apply(subject, "填有预算数和执行数，由 AMT104 核查")
            }
            Some(_) if money.is_explained() => CHECK.passed(subject),
            Some(rate) => look(case, money.fact.child("rate"), subject, rate),
        });
    }
    let subject = "自评资金占比".to_owned();
    obligations.push(match &case.dossier.self_evaluation.share {
        None => CHECK.does_not_apply(subject, "没有填报自评资金占比"),
        Some(share) => look(case, FactId::new(["self_evaluation", "share"]), subject, share),
    });
    obligations
}

fn look(case: &Case<'_>, fact: FactId, subject: String, rate: &Figure) -> Obligation {
    let Some(stated) = rate.interval().filter(|_| rate.quotient().is_some()) else {
        return CHECK.could_not_check(subject, format!("「{rate}」不是可以比较的比率"));
    };
    let whole = rate.quotient().and_then(|quotient| rate.value().checked_div(quotient));
    let limit = whole.unwrap_or(Decimal::ONE_HUNDRED);
    let within = Interval { low: Bound::Unbounded, high: Bound::Closed(limit) };
    if within.overlaps(stated) {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, &subject, rate.text()), vec![]),
        figures: vec![rate.text().to_owned()],
        message: format!("{subject}为{rate}，超过100%，没有说明。"),
        remedy: "请核对比率及其基数；确实超过100%的，请说明资金来源。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
