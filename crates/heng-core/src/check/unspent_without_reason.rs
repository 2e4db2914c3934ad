//! AMT111: money was left over and no text speaks of it.

use super::low_execution_unexplained::speaks_of_it;
use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::figure::{Bound, Interval};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT111",
    name: "unspent-without-reason",
    since: "0.1.0",
    page: include_str!("unspent_without_reason.md"),
    run: Run::Dossier(run),
};

/// Looks for a word about the money that the department as a whole did not spend.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let subject = "部门整体支出未支出数";
    let lines = case.dossier.budget.lines();
    let line = &case.dossier.budget.whole;
    let (Some(budget), Some(expenditure)) = (&line.budget, &line.expenditure) else {
        return vec![CHECK.does_not_apply(subject, "没有填报预算数和执行数")];
    };
    let (Some(planned), Some(spent)) = (budget.interval(), expenditure.interval()) else {
        return vec![CHECK.could_not_check(subject, "“约”没有确数，不能比较")];
    };
    let rest = budget.value().checked_sub(expenditure.value());
    let Some(rest) = rest.filter(|_| budget.unit() == expenditure.unit()) else {
        return vec![CHECK.could_not_check(subject, "两个数的单位不同，或数字过大")];
    };
    let all_spent = Interval { high: Bound::Unbounded, ..planned };
    let is_explained =
        lines.iter().any(|(_, _, line)| super::is_filled(line.explanation.as_deref()));
    if all_spent.overlaps(spent) || is_explained || speaks_of_it(case, None) {
        return vec![CHECK.passed(subject)];
    }
    let fact = FactId::new(["budget", "whole", "expenditure"]);
    let rest = budget.rescaled(rest);
    let draft = Draft {
        severity: Severity::Note,
        spots: (case.spot(fact, subject, expenditure.text()), vec![]),
        figures: vec![budget.text().to_owned(), expenditure.text().to_owned(), rest.clone()],
        message: format!("部门整体支出有{rest}没有支出，说明和正文都没有提到原因。"),
        remedy: "可在收支情况或存在问题中写明未支出的原因和资金去向。".to_owned(),
        basis: None,
    };
    vec![CHECK.found(subject, draft)]
}
