//! TGT207: an objective that no indicator measures.

use super::{Case, Check, Draft, Run};
use crate::dossier::{Objective, Task};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::wording::{Overlap, Pairs, clauses, pairs};

pub(super) static CHECK: Check = Check {
    code: "TGT207",
    name: "objective-without-indicator",
    since: "0.1.0",
    page: include_str!("objective_without_indicator.md"),
    run: Run::Dossier(run),
};

/// Share of an objective's wording, in percent, that a task must take up to be seen as carrying it.
const CARRIED_PERCENT: usize = 30;

/// Share of a clause, in percent, below which the tasks are taken not to speak of it.
const CLAUSE_PERCENT: usize = 50;

/// Looks for the task that carries each objective: as declared, or else by its wording.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    let is_declared = dossier.tasks.iter().any(|task| !task.serves.is_empty());
    // Without a declared relation the words decide; each task's are taken once.
    let words: Vec<Pairs> = dossier.tasks.iter().filter(|_| !is_declared).map(words_of).collect();
    dossier
        .objectives
        .iter()
        .enumerate()
        .map(|(index, objective)| {
            let subject = format!("绩效目标{}", index + 1);
            if dossier.tasks.is_empty() {
                return CHECK.could_not_check(subject, "没有填报任务和指标");
            }
            if is_declared {
                declared(case, objective, subject)
            } else {
                by_wording(case, objective, subject, &words)
            }
        })
        .collect()
}

fn declared(case: &Case<'_>, objective: &Objective, subject: String) -> Obligation {
    let is_measured = case
        .dossier
        .tasks
        .iter()
        .any(|task| task.serves.contains(&objective.id) && !task.indicators.is_empty());
    if is_measured {
        return CHECK.passed(subject);
    }
    let message = format!("{subject}没有任何有指标的任务对应，是否达到无从判断。");
    found(case, objective, subject, message)
}

fn by_wording(
    case: &Case<'_>,
    objective: &Objective,
    subject: String,
    tasks: &[Pairs],
) -> Obligation {
    let wording = pairs(&objective.text);
    let is_carried = case.dossier.tasks.iter().zip(tasks).any(|(task, words)| {
        !task.indicators.is_empty() && Overlap::of(&wording, words).is_at_least(CARRIED_PERCENT)
    });
    if is_carried {
        return CHECK.passed(subject);
    }
    let missing = unheard_of(tasks, objective);
    let listed = if missing.is_empty() {
        String::new()
    } else {
        format!("；任务和指标中都没有提到：{}", missing.join("、"))
    };
    let message = format!("{subject}在任务和指标中找不到对应的内容{listed}。");
    found(case, objective, subject, message)
}

fn found(case: &Case<'_>, objective: &Objective, subject: String, message: String) -> Obligation {
    let fact = FactId::new(["objective", &objective.id]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, &subject, &objective.text), vec![]),
        figures: vec![],
        message,
        remedy: "请为这个目标设定指标，或说明由哪些指标衡量。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// What a task speaks of: name, objective, and names and targets of its indicators.
fn words_of(task: &Task) -> Pairs {
    let mut parts = vec![task.name.as_str(), &task.objective];
    for indicator in &task.indicators {
        parts.extend([indicator.name.as_str(), &indicator.target]);
    }
    pairs(&parts.join("。"))
}

/// The clauses of an objective of which hardly anything stands in any task.
fn unheard_of<'o>(tasks: &[Pairs], objective: &'o Objective) -> Vec<&'o str> {
    let all = Pairs::union(tasks);
    clauses(&objective.text)
        .filter(|clause| {
            let wording = pairs(clause);
            wording.count() > 2 && !Overlap::of(&wording, &all).is_at_least(CLAUSE_PERCENT)
        })
        .collect()
}
