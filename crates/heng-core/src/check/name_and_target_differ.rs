//! TGT203: the indicator's name and its target cell state different targets.

use rust_decimal::Decimal;

use super::quantified_target_answered_without_number::named_amount;
use super::{Case, Check, Draft, Run, figures};
use crate::answer::{Answer, answer_to};
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT203",
    name: "name-and-target-differ",
    since: "0.1.0",
    page: include_str!("name_and_target_differ.md"),
    run: Run::Dossier(run),
};

/// Compares the amount in each indicator's name with the one in its target cell.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        let Some(named) = named_amount(row) else {
            obligations.push(CHECK.does_not_apply(subject, "名称中没有数量"));
            continue;
        };
        let targets = figures(&row.mentions.target);
        let mut alike = targets.filter_map(|one| Some((Figure::in_one_unit(&named, one)?, one)));
        let Some(((named_alike, target_alike), target)) = alike.next() else {
            obligations.push(CHECK.does_not_apply(subject, "年度指标值中没有同一事物的数量"));
            continue;
        };
        if named_alike.agrees_with(&target_alike) {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let against_name = match answer_to(&named, indicator, row.mentions, case.measurements) {
            Answer::Figures { target, actual } if named.value() > Decimal::ZERO => {
                let ratio = Figure::in_one_unit(&target, &actual)
                    .and_then(|(target, actual)| actual.value().checked_div(target.largest()))
                    .unwrap_or_default();
                format!("；按名称计，实际{actual}为其{}倍", ratio.round_dp(2).normalize())
            }
            _ => String::new(),
        };
        let draft = Draft {
            severity: Severity::Warning,
            spots: (
                case.row_spot(row, "target", &indicator.target),
                vec![case.row_spot(row, "name", &indicator.name)],
            ),
            figures: vec![named.text().to_owned(), target.text().to_owned()],
            message: format!(
                "指标名称写明{named}，年度指标值填为{target}，两处目标不同{against_name}。"
            ),
            remedy: "请说明以哪个为准；如目标调整过，请写明何时由谁批准。".to_owned(),
            basis: None,
        };
        obligations.push(CHECK.found(subject, draft));
    }
    obligations
}
