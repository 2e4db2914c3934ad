//! TGT214: an objective of which it is not said how far it was achieved.

use super::{Case, Check, Draft, Run, is_filled};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT214",
    name: "objective-without-outcome",
    since: "0.1.0",
    page: include_str!("objective_without_outcome.md"),
    run: Run::Dossier(run),
};

/// Looks for the outcome of each objective, where the dossier gives outcomes at all.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let objectives = &case.dossier.objectives;
    let gives_outcomes = objectives.iter().any(|one| is_filled(one.outcome.as_deref()));
    let mut obligations = Vec::new();
    if !gives_outcomes {
        let why = "卷宗不逐条填写目标的完成情况，由任务和指标说明";
        obligations.push(CHECK.does_not_apply("绩效目标的完成情况", why));
    }
    for (objective, number) in objectives.iter().zip(1..).filter(|_| gives_outcomes) {
        let subject = format!("绩效目标{number}");
        let fact = FactId::new(["objective", &objective.id]);
        let outcome = objective.outcome.as_deref();
        obligations.push(look(case, fact, subject, &objective.text, outcome));
    }
    for project in &case.dossier.projects {
        let subject = format!("项目“{}”的总体目标", project.name);
        let fact = FactId::new(["project", &project.id, "objective"]);
        let outcome = project.outcome.as_deref();
        obligations.push(match &project.objective {
            Some(text) => look(case, fact, subject, text, outcome),
            None => CHECK.does_not_apply(subject, "没有填写总体目标"),
        });
    }
    obligations
}

fn look(
    case: &Case<'_>,
    fact: FactId,
    subject: String,
    text: &str,
    outcome: Option<&str>,
) -> Obligation {
    if is_filled(outcome) {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, &subject, text), vec![]),
        figures: vec![],
        message: format!("{subject}没有写实际完成情况。"),
        remedy: "请对照目标写明实际完成情况。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
