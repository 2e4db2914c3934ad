//! EVD411: a register in which a record is expected in each month or quarter, and some have none.

use super::{Case, Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::register::observe::Observed;

pub(super) static CHECK: Check = Check {
    code: "EVD411",
    name: "period-without-record",
    since: "0.1.0",
    page: include_str!("period_without_record.md"),
    run: Run::Dossier(run),
};

/// Looks at each register that the dossier brings.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    if case.observed.is_empty() {
        return vec![CHECK.does_not_apply("台账各期的记录", "卷宗没有台账")];
    }
    case.observed.iter().map(|one| look(case, one)).collect()
}

fn look(case: &Case<'_>, observed: &Observed) -> Obligation {
    let subject = format!("台账“{}”各期的记录", observed.title);
    let Some(periods) = &observed.periods else {
        return CHECK.does_not_apply(subject, "台账格式没有写明每期都要有记录，或台账没有记录");
    };
    if periods.missing.is_empty() {
        return CHECK.passed(subject);
    }
    let spot = case.register_spot(observed, &subject, &periods.label, None);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (spot, vec![]),
        figures: vec![],
        message: format!(
            "《{}》应当每期都有记录，按“{}”看，{}年{}没有。",
            observed.title,
            periods.label,
            case.dossier.fiscal_year,
            periods.missing.join("、")
        ),
        remedy: "是否漏登？确实没有的，请登记一条数量为 0 的记录，或修改台账格式的 every。"
            .to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
