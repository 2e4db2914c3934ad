//! SCR301: the stated total does not follow from what is stated.

use super::{Case, Check, Draft};
use crate::fact::FactId;
use crate::feasibility::{Possibility, claimed_interval, feasibility};
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
    let interval = match claimed_interval(claimed) {
        Ok(interval) => interval,
        Err(why) => return vec![CHECK.could_not_check(subject, why)],
    };
    let (message, remedy) = match case.scores.total.score() {
        Some(score) if interval.contains(score.value()) => return vec![CHECK.passed(subject)],
        Some(score) => (
            format!(
                "填报的自评总分为{claimed}，按规则包“{}”由所填数据算得{}分，二者不符，\
                 请说明总分是怎样得出的。",
                case.pack.title,
                score.value().normalize()
            ),
            "请说明总分的依据，或删去总分，由本程序计算。",
        ),
        None => {
            let found = feasibility(case.dossier, case.scores, case.pack, claimed);
            if let Possibility::NotComparable { why } = &found.possibility {
                return vec![CHECK.could_not_check(subject, why.clone())];
            }
            (found.statement().to_owned(), "请公布各项指标的分值和得分，使总分可以复算。")
        }
    };
    let fact = FactId::new(["self_evaluation", "total_score"]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, subject, claimed.text()), vec![]),
        figures: vec![claimed.text().to_owned()],
        message,
        remedy: remedy.to_owned(),
        basis: None,
    };
    vec![CHECK.found(subject, draft)]
}
