//! SCR304: full marks although the target was not reached.

use super::{Aim, Case, Check, Draft, Run, UNSAID, is_met};
use crate::finding::{Obligation, Severity};
use crate::pack::NotScored;
use crate::score::Scoring;

pub(super) static CHECK: Check = Check {
    code: "SCR304",
    name: "full-marks-on-unmet-target",
    since: "0.1.0",
    page: include_str!("full_marks_on_unmet_target.md"),
    run: Run::Dossier(run),
};

/// Looks at each indicator whose stated score is its points.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        let (Some(score), Some(points)) = (indicator.stated_score, indicator.points) else {
            obligations.push(CHECK.does_not_apply(subject, "没有填报得分和分值"));
            continue;
        };
        if score < points {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let scoring = row.line.map(|line| &line.scoring);
        if let Some(Scoring::NotScored(why @ NotScored::AtStrictBound { .. })) = scoring {
            obligations.push(CHECK.could_not_check(subject, why.to_string()));
            continue;
        }
        let rounding = &case.pack.rounding;
        let derived = scoring.and_then(Scoring::score);
        if derived.is_some_and(|score| score.by_rounding_alone(rounding) == points) {
            // What the method itself gives, if only by rounding, is no reproach to the department.
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let (target, actual) = match row.amounts() {
            Ok(amounts) => amounts,
            Err(verdict) => {
                obligations.push(CHECK.answer(subject, verdict));
                continue;
            }
        };
        let aim = case.aim(row, &target);
        if aim == Aim::Unsaid {
            obligations.push(CHECK.could_not_check(subject, UNSAID));
            continue;
        }
        match is_met(&target, &actual, aim) {
            None => obligations.push(CHECK.could_not_check(subject, "“约”没有确数，不能比较")),
            Some(true) => obligations.push(CHECK.passed(subject)),
            Some(false) => {
                let draft = Draft {
                    severity: Severity::Error,
                    spots: (
                        case.row_spot(row, "score", &score.to_string()),
                        vec![case.row_spot(row, "actual", actual.text())],
                    ),
                    figures: vec![
                        target.text().to_owned(),
                        actual.text().to_owned(),
                        format!("{score}分"),
                    ],
                    message: format!("目标{target}，实际{actual}，没有完成，却得满分{score}分。"),
                    remedy: "请按计分方法重新计分，并说明没有完成的原因。".to_owned(),
                    basis: None,
                };
                obligations.push(CHECK.found(subject, draft));
            }
        }
    }
    obligations
}
