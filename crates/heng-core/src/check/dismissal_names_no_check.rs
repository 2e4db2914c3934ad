//! TXT510: a dismissal names a check that does not exist, so that it sets nothing aside.

use super::{CHECKS, Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::reader::nearest;

pub(super) static CHECK: Check = Check {
    code: "TXT510",
    name: "dismissal-names-no-check",
    since: "0.1.0",
    page: include_str!("dismissal_names_no_check.md"),
    run: Run::Dossier(run),
};

/// Looks for the check that each dismissal names.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dismissed = &case.dossier.dismissed;
    if dismissed.is_empty() {
        return vec![CHECK.does_not_apply("不采纳说明", "没有不采纳说明")];
    }
    dismissed
        .iter()
        .map(|dismissal| {
            let code = dismissal.code.as_str();
            let subject = format!("对 {code} 的不采纳说明");
            let codes = || CHECKS.iter().map(|check| check.code);
            if codes().any(|known| known == code) {
                return CHECK.passed(subject);
            }
            let near = nearest(code, codes());
            let fact = FactId::new([dismissal.fact.as_str()]);
            let draft = Draft {
                severity: Severity::Warning,
                spots: (case.spot(fact, &subject, &dismissal.reason), vec![]),
                figures: vec![],
                message: format!("没有核查项「{code}」，这条不采纳说明不起作用。"),
                remedy: near.map_or_else(
                    || "请写发现所列的代码，如 TGT201；读入问题（INP）不能不采纳。".to_owned(),
                    |near| format!("是否应为「{near}」？"),
                ),
                basis: None,
            };
            CHECK.found(subject, draft)
        })
        .collect()
}
