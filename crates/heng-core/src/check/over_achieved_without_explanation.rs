//! TGT201: an actual far above its target, without an explanation.

use rust_decimal::Decimal;

use super::{Aim, Case, Check, Draft, Run, UNSAID, grouped};
use crate::figure::Relation;
use crate::finding::{Obligation, Severity, Spot};

pub(super) static CHECK: Check = Check {
    code: "TGT201",
    name: "over-achieved-without-explanation",
    since: "0.1.0",
    page: include_str!("over_achieved_without_explanation.md"),
    run: Run::Dossier(run),
};

/// Groups all indicators above the pack's ratio into one question, each with its ratio.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    let mut spots: Vec<Spot> = Vec::new();
    let mut listed = Vec::new();
    let mut figures = Vec::new();
    let mut basis = None;
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        let (target, actual) = match row.amounts() {
            Ok(amounts) => amounts,
            Err(verdict) => {
                obligations.push(CHECK.answer(subject, verdict));
                continue;
            }
        };
        if target.value() <= Decimal::ZERO {
            obligations.push(CHECK.does_not_apply(subject, "目标为零或负数"));
            continue;
        }
        match case.aim(row, &target) {
            Aim::Floor => {}
            Aim::Ceiling => {
                obligations.push(CHECK.does_not_apply(subject, "目标是上限"));
                continue;
            }
            Aim::Unsaid => {
                obligations.push(CHECK.could_not_check(subject, UNSAID));
                continue;
            }
        }
        let limit = case.threshold(row.owner, "over_achievement_ratio");
        let Some((limit, rests_on)) = limit else {
            obligations.push(CHECK.could_not_check(subject, "规则包没有规定超额完成的界限"));
            continue;
        };
        let Some(ratio) = actual.value().checked_div(target.largest()) else {
            obligations.push(CHECK.could_not_check(subject, "数字过大"));
            continue;
        };
        if actual.relation() == Relation::About {
            obligations.push(CHECK.could_not_check(subject, "“约”没有确数，不能比较"));
            continue;
        }
        if ratio < limit {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        if row.is_explained() {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let is_lower_bound = matches!(actual.relation(), Relation::MoreThan | Relation::Between);
        let above = if is_lower_bound { "以上" } else { "" };
        let ratio = format!("{}倍{above}", ratio.round_dp(2).normalize());
        listed.push(format!("“{}”目标{target}，实际{actual}，为目标的{ratio}", indicator.name));
        figures.extend([target.text().to_owned(), actual.text().to_owned()]);
        basis = basis.or(Some(rests_on.clone()));
        spots.push(case.row_spot(row, "actual", &format!("{target}→{actual}")));
    }
    let count = spots.len();
    if let Some(spots) = grouped(spots) {
        let draft = Draft {
            severity: Severity::Warning,
            spots,
            figures,
            message: format!(
                "{count}项指标的完成值大幅超过目标而没有说明原因：{}。",
                listed.join("；")
            ),
            remedy: "请逐项说明超额的原因；如系目标定得偏低，请说明并在下年调整。".to_owned(),
            basis,
        };
        obligations.push(CHECK.found_in_each(format!("大幅超额完成的{count}项指标"), draft));
    }
    obligations
}
