//! TGT208: a target that was missed, without an explanation.

use super::{Aim, Case, Check, Group, Question, Row, Run, UNSAID, is_met};
use crate::finding::{Obligation, Severity};
use crate::pack::Occasion;

pub(super) static CHECK: Check = Check {
    code: "TGT208",
    name: "missed-without-explanation",
    since: "0.1.0",
    page: include_str!("missed_without_explanation.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有完成目标的{n}项指标",
    message: "{n}项指标没有完成目标，也没有说明原因：{list}。",
    remedy: "请逐项填写偏差原因和改进措施。",
};

/// Groups all targets that were missed without a word into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let (target, actual) = match row.amounts() {
        Ok(amounts) => amounts,
        Err(verdict) => return Some(CHECK.answer(subject, verdict)),
    };
    let aim = case.aim(row, &target);
    if aim == Aim::Unsaid {
        return Some(CHECK.could_not_check(subject, UNSAID));
    }
    match is_met(&target, &actual, aim) {
        None => Some(CHECK.could_not_check(subject, "“约”没有确数，不能比较")),
        Some(true) => Some(CHECK.passed(subject)),
        Some(false) if row.is_explained() => Some(CHECK.passed(subject)),
        Some(false) => {
            let line = format!("“{}”目标{target}，实际{actual}", row.indicator.name);
            group.figures.extend([target.text().to_owned(), actual.text().to_owned()]);
            group.basis =
                group.basis.take().or_else(|| case.demand(row.owner, Occasion::ScoreBelowPoints));
            group.add(case.row_spot(row, "actual", &format!("{target}→{actual}")), line);
            None
        }
    }
}
