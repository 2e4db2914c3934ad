//! AMT101: a total differs from the sum of its parts.

use rust_decimal::Decimal;

use super::money::TieOut;
use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT101",
    name: "parts-do-not-sum-to-total",
    since: "0.1.0",
    page: include_str!("parts_do_not_sum_to_total.md"),
    run: Run::Dossier(run),
};

/// Compares the department's total with basic and project expenditure (勾稽).
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let budget = &case.dossier.budget;
    let columns = [
        ("budget", "预算数", [&budget.whole.budget, &budget.basic.budget, &budget.project.budget]),
        (
            "expenditure",
            "执行数",
            [&budget.whole.expenditure, &budget.basic.expenditure, &budget.project.expenditure],
        ),
    ];
    columns.iter().map(|(key, label, figures)| tie_out(case, key, label, *figures)).collect()
}

fn tie_out(case: &Case<'_>, key: &str, label: &str, figures: [&Option<Figure>; 3]) -> Obligation {
    let subject = format!("部门整体支出{label}＝基本支出＋项目支出");
    let [Some(total), Some(basic), Some(project)] = figures else {
        return match figures[0] {
            None => CHECK.does_not_apply(subject, "没有填报总数"),
            Some(_) => CHECK.could_not_check(subject, "分项不全"),
        };
    };
    let TieOut { sum, residue, explained } = match TieOut::of(total, &[basic, project]) {
        Ok(tie) => tie,
        Err(why) => return CHECK.could_not_check(subject, why),
    };
    let residue = residue.abs();
    if residue.is_zero() {
        return CHECK.passed(subject);
    }
    let severity = if residue <= explained { Severity::Note } else { Severity::Error };
    let arithmetic = format!(
        "{}＋{}＝{}，总数写作{}，相差{}",
        amount(basic, basic.value()),
        amount(project, project.value()),
        amount(total, sum),
        amount(total, total.value()),
        amount(total, residue),
    );
    let (message, remedy) = match severity {
        Severity::Error => (
            format!(
                "分项之和与总数不符：{arithmetic}，四舍五入至多可解释{}。",
                amount(total, explained)
            ),
            "请核对三个数字，改正有误的一个。".to_owned(),
        ),
        _ => (
            format!(
                "{arithmetic}；三个数各自四舍五入至多可相差{}，尾差可由此解释。",
                amount(total, explained)
            ),
            "无须改动；如要消除尾差，可按元列示。".to_owned(),
        ),
    };
    let fact = FactId::new(["budget", "whole", key]);
    let further = [("basic", "基本支出", basic), ("project", "项目支出", project)].map(
        |(id, name, figure)| {
            case.spot(FactId::new(["budget", id, key]), &format!("{name}{label}"), figure.text())
        },
    );
    let draft = Draft {
        severity,
        spots: (case.spot(fact, &format!("部门整体支出{label}"), total.text()), further.to_vec()),
        figures: [total, basic, project].map(|figure| figure.text().to_owned()).to_vec(),
        message,
        remedy,
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// An amount in the unit and multiplier that the figure is written in.
fn amount(like: &Figure, value: Decimal) -> String {
    like.rescaled(value)
}
