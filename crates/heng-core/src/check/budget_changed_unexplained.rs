//! AMT107: the budget was changed during the year and nothing says why.

use super::money::{MoneyLine, lines};
use super::typed::of_owner;
use super::{Case, Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT107",
    name: "budget-changed-unexplained",
    since: "0.1.0",
    page: include_str!("budget_changed_unexplained.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "有调整的{n}项预算",
    message: "{n}项支出的预算数与年初预算数不同，没有说明调整的原因：{list}。",
    remedy: "请在该项支出的说明中写明何时、因何、由谁批准调整。",
};

/// Words by which a text speaks of a change of the budget.
const WORDS: [&str; 6] = ["调整", "调增", "调减", "追加", "核减", "压减"];

/// Groups all lines whose budget was changed without a reason into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of(lines(case.dossier), &QUESTION, |money, group| look(case, &money, group))
}

fn look(case: &Case<'_>, money: &MoneyLine<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = format!("{}年初预算数与预算数", money.name);
    let (Some(approved), Some(budget)) = (&money.line.approved, &money.line.budget) else {
        return Some(CHECK.does_not_apply(subject, "没有同时填报年初预算数和预算数"));
    };
    if approved.unit() != budget.unit() {
        return Some(CHECK.could_not_check(subject, "两个数的单位不同"));
    }
    let (Some(before), Some(after)) = (approved.interval(), budget.interval()) else {
        return Some(CHECK.could_not_check(subject, "“约”没有确数，不能比较"));
    };
    if before.overlaps(after) || money.is_explained() || speaks_of_it(case, money) {
        return Some(CHECK.passed(subject));
    }
    group.figures.extend([approved.text().to_owned(), budget.text().to_owned()]);
    let line = format!("{}由{approved}调整为{budget}", money.name);
    group.add(case.spot(money.fact.child("budget"), &subject, budget.text()), line);
    None
}

/// Says whether a text of the same owner speaks of a change in a clause about money.
fn speaks_of_it(case: &Case<'_>, money: &MoneyLine<'_>) -> bool {
    of_owner(case.dossier, money.project).any(|typed| {
        let mut sentences = typed.text.split(['。', '；', '\n']);
        sentences.any(|sentence| {
            sentence.contains("预算") && WORDS.iter().any(|word| sentence.contains(word))
        })
    })
}
