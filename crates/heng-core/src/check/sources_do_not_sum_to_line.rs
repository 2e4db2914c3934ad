//! AMT108: the money by source differs from the line that it makes up.

use super::money::{MoneyLine, TieOut, lines};
use super::{Case, Check, Draft, Run};
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT108",
    name: "sources-do-not-sum-to-line",
    since: "0.1.0",
    page: include_str!("sources_do_not_sum_to_line.md"),
    run: Run::Dossier(run),
};

/// Adds up the sources of each line, column by column.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for money in lines(case.dossier) {
        if money.line.sources.is_empty() {
            let subject = format!("{}的资金来源", money.name);
            obligations.push(CHECK.does_not_apply(subject, "没有按来源填报"));
            continue;
        }
        for (key, total) in money.line.columns() {
            obligations.push(tie_out(case, &money, key, total));
        }
    }
    obligations
}

fn tie_out(
    case: &Case<'_>,
    money: &MoneyLine<'_>,
    key: &str,
    total: Option<&Figure>,
) -> Obligation {
    let column = match key {
        "approved" => "年初预算数",
        "budget" => "预算数",
        _ => "执行数",
    };
    let subject = format!("{}{column}＝各来源之和", money.name);
    let mut parts = Vec::new();
    let mut spots = Vec::new();
    let mut is_missing = false;
    for source in &money.line.sources {
        let figure = source.columns().into_iter().find(|(id, _)| *id == key);
        let Some(figure) = figure.and_then(|(_, figure)| figure) else {
            is_missing = true;
            continue;
        };
        let fact = money.fact.child("source").child(source.source.id()).child(key);
        let label = format!("{}·{}{column}", money.name, source.source.label());
        spots.push(case.spot(fact, &label, figure.text()));
        parts.push(figure);
    }
    let total = match total {
        _ if parts.is_empty() => return CHECK.does_not_apply(subject, "这一列没有按来源填报"),
        None => return CHECK.could_not_check(subject, "没有填报总数"),
        Some(_) if is_missing => {
            return CHECK.could_not_check(subject, "有的来源没有填报这一列，没有的应填 0");
        }
        Some(total) => total,
    };
    let tie = match TieOut::of(total, &parts) {
        Ok(tie) => tie,
        Err(why) => return CHECK.could_not_check(subject, why),
    };
    if tie.residue.is_zero() {
        return CHECK.passed(subject);
    }
    let (severity, remedy) = if tie.is_explained() {
        (Severity::Note, "尾差可由各数四舍五入解释，无须改动。")
    } else {
        (Severity::Error, "请核对各来源的数字和总数，改正有误的一个。")
    };
    let draft = Draft {
        severity,
        spots: (case.spot(money.fact.child(key), &subject, total.text()), spots),
        figures: parts.iter().chain([&total]).map(|figure| figure.text().to_owned()).collect(),
        message: format!(
            "{}{column}各来源之和为{}，总数写作{total}，相差{}。",
            money.name,
            total.rescaled(tie.sum),
            total.rescaled(tie.residue.abs())
        ),
        remedy: remedy.to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
