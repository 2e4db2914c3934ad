//! AMT106: an execution rate below the pack's limit, without a reason.

use rust_decimal::Decimal;

use super::money::{MoneyLine, lines, quotient};
use super::typed::of_owner;
use super::{Case, Check, Group, Question, Run};
use crate::figure::{Bound, Interval};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT106",
    name: "low-execution-unexplained",
    since: "0.1.0",
    page: include_str!("low_execution_unexplained.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "执行率偏低的{n}项支出",
    message: "{n}项支出的预算执行率低于须说明原因的界限，没有说明：{list}。",
    remedy: "请在该项支出的说明中写明未支出的原因和结余资金的去向。",
};

/// Words by which a text speaks of money that was not spent.
const WORDS: [&str; 7] = ["执行率", "未支出", "结余", "结转", "未执行", "支出进度", "支付进度"];

/// Groups all lines of money whose rate is below the limit into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of(lines(case.dossier), &QUESTION, |money, group| look(case, &money, group))
}

fn look(case: &Case<'_>, money: &MoneyLine<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = format!("{}预算执行率", money.name);
    let (Some(budget), Some(expenditure)) = (&money.line.budget, &money.line.expenditure) else {
        return Some(CHECK.does_not_apply(subject, "没有填报预算数和执行数"));
    };
    let pack = if money.project.is_some() { case.project_pack } else { Some(case.pack) };
    let limit = pack.and_then(|pack| pack.threshold("execution_rate_explained_below"));
    let Some((limit, basis)) = limit else {
        return Some(CHECK.could_not_check(subject, "规则包没有规定须说明原因的执行率"));
    };
    let Some(rate) = quotient(expenditure, budget) else {
        return Some(CHECK.could_not_check(subject, "预算数为零，或数字的写法不能比较"));
    };
    let enough = Interval { low: Bound::Closed(limit), high: Bound::Unbounded };
    if enough.overlaps(rate) || money.is_explained() || speaks_of_it(case, money.project) {
        return Some(CHECK.passed(subject));
    }
    let nominal = expenditure.value().checked_div(budget.value()).unwrap_or_default();
    let percent = nominal.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
    let line =
        format!("{}{expenditure}÷{budget}＝{}%", money.name, percent.round_dp(2).normalize());
    group.figures.extend([expenditure.text().to_owned(), budget.text().to_owned()]);
    group.basis = group.basis.take().or_else(|| Some(basis.clone()));
    group.add(case.spot(money.fact.child("expenditure"), &subject, expenditure.text()), line);
    None
}

/// Says whether a text of the department, or of the project, speaks of money that was not spent.
pub(super) fn speaks_of_it(case: &Case<'_>, project: Option<&str>) -> bool {
    of_owner(case.dossier, project).any(|typed| WORDS.iter().any(|word| typed.text.contains(word)))
}
