//! SCR301: the stated total does not follow from what is stated.

use super::{Case, Check, Draft};
use crate::fact::FactId;
use crate::feasibility::feasibility;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "SCR301",
    name: "total-does-not-follow",
    since: "0.1.0",
    page: include_str!("total_does_not_follow.md"),
    run,
};

/// Compares the stated total with the derived one, or with the totals that the pack permits.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let subject = "自评总分";
    let Some(claimed) = &case.dossier.self_evaluation.total_score else {
        return vec![match case.scores.total.why_not() {
            None => CHECK.does_not_apply(subject, "没有填报自评总分，由本程序计算"),
            Some(why) => CHECK.could_not_check(subject, format!("没有填报自评总分；{why}")),
        }];
    };
    let Some(interval) = claimed.interval() else {
        return vec![CHECK.could_not_check(subject, format!("「{claimed}」没有确数"))];
    };
    let message = match case.scores.total.score() {
        Some(score) if interval.contains(score.value()) => return vec![CHECK.passed(subject)],
        Some(score) => format!(
            "填报的自评总分为{claimed}，按规则包“{}”由所填数据算得{}分，二者不符，请说明总分是怎样得出的。",
            case.pack.title,
            score.value().normalize()
        ),
        None => feasibility(case.dossier, case.scores, case.pack, claimed).statement().to_owned(),
    };
    let fact = FactId::new(["self_evaluation", "total_score"]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, subject, claimed.text()), vec![]),
        figures: vec![claimed.text().to_owned()],
        message,
        remedy: "请公布各项指标的分值和得分，使总分可以复算。".to_owned(),
        basis: None,
    };
    vec![CHECK.found(subject, draft)]
}
