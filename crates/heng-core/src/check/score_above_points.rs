//! SCR303: a stated score above its points or below zero.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Run};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "SCR303",
    name: "score-above-points",
    since: "0.1.0",
    page: include_str!("score_above_points.md"),
    run: Run::Dossier(run),
};

/// Compares each stated score with the points of its indicator.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        let Some(score) = indicator.stated_score else {
            obligations.push(CHECK.does_not_apply(subject, "没有填报得分，由本程序计算"));
            continue;
        };
        let Some(points) = indicator.points else {
            obligations.push(CHECK.could_not_check(subject, "没有填报分值"));
            continue;
        };
        if (Decimal::ZERO..=points).contains(&score) {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let is_above = score > points;
        let draft = Draft {
            severity: Severity::Error,
            spots: (
                case.row_spot(row, "score", &score.to_string()),
                vec![case.row_spot(row, "points", &points.to_string())],
            ),
            figures: vec![format!("{score}分"), format!("{points}分")],
            message: if is_above {
                format!("得分{score}高于分值{points}。")
            } else {
                format!("得分{score}是负数。")
            },
            remedy: format!("得分应在0到{points}之间；也可不填，由本程序计算。"),
            basis: None,
        };
        obligations.push(CHECK.found(subject, draft));
    }
    obligations
}
