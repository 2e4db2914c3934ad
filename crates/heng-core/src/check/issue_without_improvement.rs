//! TXT501: an issue that no improvement measure answers.

use std::collections::BTreeSet;

use super::{Case, Check, Draft, Run};
use crate::dossier::{Dossier, Improvement, Statement};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::wording::{Overlap, pairs};

pub(super) static CHECK: Check = Check {
    code: "TXT501",
    name: "issue-without-improvement",
    since: "0.1.0",
    page: include_str!("issue_without_improvement.md"),
    run: Run::Dossier(run),
};

/// Looks for the measure that answers each issue: as declared, or else by its wording.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    if dossier.issues.is_empty() {
        return vec![CHECK.does_not_apply("存在的问题", "没有填报问题")];
    }
    let is_declared = dossier.improvements.iter().any(|one| !one.answers.is_empty());
    let answered = if is_declared { declared(dossier) } else { by_wording(dossier) };
    let how = if is_declared { "填报" } else { "用词" };
    dossier
        .issues
        .iter()
        .map(|issue| {
            let subject = format!("问题“{}”", issue.title);
            if answered.contains(issue.id.as_str()) {
                return CHECK.passed(subject);
            }
            // Without a declared relation, words decide only where there are fewer measures than issues.
            if !is_declared && dossier.improvements.len() >= dossier.issues.len() {
                return CHECK.could_not_check(subject, "改进措施没有写明针对哪个问题");
            }
            found(case, issue, subject, how)
        })
        .collect()
}

fn declared(dossier: &Dossier) -> BTreeSet<&str> {
    dossier.improvements.iter().flat_map(|one| &one.answers).map(String::as_str).collect()
}

/// Takes each measure to answer the issue of which it takes up most.
fn by_wording(dossier: &Dossier) -> BTreeSet<&str> {
    let nearest = |improvement: &Improvement| {
        let measure =
            pairs(&format!("{}。{}", improvement.statement.title, improvement.statement.text));
        let shares = dossier.issues.iter().map(|issue| {
            let wording = pairs(&format!("{}。{}", issue.title, issue.text));
            let overlap = Overlap::of(&wording, &measure);
            // Ten-thousandths, so that shares of texts of different length compare.
            let share = (overlap.shared * 10_000).checked_div(overlap.of).unwrap_or_default();
            (share, issue.id.as_str())
        });
        shares.filter(|(share, _)| *share > 0).max_by_key(|(share, _)| *share).map(|(_, id)| id)
    };
    dossier.improvements.iter().filter_map(nearest).collect()
}

fn found(case: &Case<'_>, issue: &Statement, subject: String, how: &str) -> Obligation {
    let (issues, measures) = (case.dossier.issues.len(), case.dossier.improvements.len());
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(FactId::new(["issue", &issue.id]), &subject, &issue.title), vec![]),
        figures: vec![],
        message: format!(
            "{subject}没有对应的改进措施：共{issues}个问题、{measures}项措施，按{how}对应后此题无措施。"
        ),
        remedy: "请为这个问题补充改进措施，或写明已有的哪项措施针对它。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
