//! TGT204: the target cell only repeats the indicator's name.

use super::{Case, Check, Draft, Run, states_something};
use crate::finding::{Obligation, Severity};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "TGT204",
    name: "target-repeats-name",
    since: "0.1.0",
    page: include_str!("target_repeats_name.md"),
    run: Run::Dossier(run),
};

/// Compares each target cell with the name beside it.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        if states_something(&row.mentions.target) {
            obligations.push(CHECK.does_not_apply(subject, "年度指标值有数量或日期"));
        } else if bare(&indicator.target).is_empty() {
            obligations.push(CHECK.could_not_check(subject, "没有填写年度指标值"));
        } else if bare(&indicator.target) != bare(&indicator.name) {
            obligations.push(CHECK.passed(subject));
        } else {
            let draft = Draft {
                severity: Severity::Warning,
                spots: (case.row_spot(row, "target", &indicator.target), vec![]),
                figures: vec![],
                message: format!(
                    "年度指标值只重复了指标名称「{}」，没有设定要达到的值。",
                    indicator.name
                ),
                remedy: "请写明要达到的数量、比率、日期或可以核实的结果。".to_owned(),
                basis: None,
            };
            obligations.push(CHECK.found(subject, draft));
        }
    }
    obligations
}
