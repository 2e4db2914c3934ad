//! TXT510: a dismissal names a check that does not exist, or a place without a finding, so that it
//! sets nothing aside.

use super::{CHECKS, Case, Check, Draft, Run};
use crate::dossier::Dismissal;
use crate::fact::{FactId, Place};
use crate::finding::{Obligation, Severity, Spot, Verdict};
use crate::reader::nearest;

pub(super) static CHECK: Check = Check {
    code: "TXT510",
    name: "dismissal-names-no-check",
    since: "0.1.0",
    page: include_str!("dismissal_names_no_check.md"),
    run: Run::Dossier(run),
};

/// Turns the verdict on each dismissal that no finding took up into a note; those of unknown checks
/// have been asked about.
pub(super) fn note_unused(
    obligations: &mut [Obligation],
    dismissals: &[Dismissal],
    is_used: impl Fn(&Dismissal) -> bool,
) {
    let own = obligations.iter_mut().filter(|one| one.code == CHECK.code);
    for (obligation, dismissal) in own.zip(dismissals) {
        if matches!(obligation.verdict, Verdict::Passed) && !is_used(dismissal) {
            *obligation = unused(dismissal, &obligation.subject);
        }
    }
}

fn unused(dismissal: &Dismissal, subject: &str) -> Obligation {
    let Dismissal { code, fact, reason, .. } = dismissal;
    let spot = Spot {
        label: subject.to_owned(),
        place: Some(Place::File { file: "dossier.toml".to_owned() }),
        excerpt: reason.clone(),
        fact: Some(FactId::new([fact.as_str()])),
    };
    let draft = Draft {
        severity: Severity::Note,
        spots: (spot, vec![]),
        figures: vec![],
        message: format!("{code} 在「{fact}」没有发现，这条不采纳说明没有用上。"),
        remedy: "问题已经解决的，可以删去；否则请核对代码和事实标识。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

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
