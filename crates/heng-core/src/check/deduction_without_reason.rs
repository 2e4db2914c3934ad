//! SCR307: points were taken off and nothing says why.

use super::{Case, Check, Group, Question, Row, Run};
use crate::finding::{Obligation, Severity};
use crate::pack::Occasion;

pub(super) static CHECK: Check = Check {
    code: "SCR307",
    name: "deduction-without-reason",
    since: "0.1.0",
    page: include_str!("deduction_without_reason.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有说明扣分原因的{n}项指标",
    message: "{n}项指标扣了分而没有说明原因：{list}。",
    remedy: "请逐项写明扣分的原因和改进措施。",
};

/// Groups all stated scores below their points that nothing explains into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let (Some(score), Some(points)) = (row.indicator.stated_score, row.indicator.points) else {
        return Some(CHECK.does_not_apply(subject, "没有填报得分和分值"));
    };
    if score >= points || row.is_explained() || row.indicator.judgement.is_some() {
        return Some(CHECK.passed(subject));
    }
    let (score, points) = (score.normalize(), points.normalize());
    group.figures.extend([format!("{points}分"), format!("{score}分")]);
    let line = format!("“{}”分值{points}，得{score}", row.indicator.name);
    group.basis = group.basis.take().or_else(|| case.demand(row.owner, Occasion::ScoreBelowPoints));
    group.add(case.row_spot(row, "score", &score.to_string()), line);
    None
}
