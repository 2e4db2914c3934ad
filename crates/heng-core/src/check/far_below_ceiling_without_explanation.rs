//! TGT209: an actual far below the ceiling that it was to stay under, without an explanation.

use rust_decimal::Decimal;

use super::{Aim, Case, Check, Group, Question, Row, Run, UNSAID};
use crate::figure::Relation;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT209",
    name: "far-below-ceiling-without-explanation",
    since: "0.1.0",
    page: include_str!("far_below_ceiling_without_explanation.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "远低于上限的{n}项指标",
    message: "{n}项反向指标的完成值远低于上限而没有说明原因：{list}。",
    remedy: "请逐项说明原因；如系上限定得偏宽，请说明并在下年调整。",
};

/// Groups all actuals below the pack's ratio of their ceiling into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let (target, actual) = match row.amounts() {
        Ok(amounts) => amounts,
        Err(verdict) => return Some(CHECK.answer(subject, verdict)),
    };
    match case.aim(row, &target) {
        Aim::Ceiling => {}
        Aim::Floor => return Some(CHECK.does_not_apply(subject, "目标不是上限")),
        Aim::Unsaid => return Some(CHECK.could_not_check(subject, UNSAID)),
    }
    if target.value() <= Decimal::ZERO || actual.value().is_zero() {
        // That nothing went wrong at all needs no excuse.
        return Some(CHECK.does_not_apply(subject, "上限或完成值为零"));
    }
    let Some((limit, basis)) = case.threshold(row.owner, "reverse_over_achievement_ratio") else {
        return Some(CHECK.could_not_check(subject, "规则包没有规定反向指标的界限"));
    };
    let ratio = actual.value().checked_div(target.value());
    let Some(ratio) = ratio.filter(|_| actual.relation() == Relation::Exactly) else {
        return Some(CHECK.could_not_check(subject, "完成值不是确数"));
    };
    if ratio > limit || row.is_explained() {
        return Some(CHECK.passed(subject));
    }
    let ratio = ratio.round_dp(2).normalize();
    let line = format!("“{}”上限{target}，实际{actual}，为上限的{ratio}", row.indicator.name);
    group.figures.extend([target.text().to_owned(), actual.text().to_owned()]);
    group.basis = group.basis.take().or_else(|| Some(basis.clone()));
    group.add(case.row_spot(row, "actual", &format!("{target}→{actual}")), line);
    None
}
