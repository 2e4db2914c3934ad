//! A new year's dossier from last year's.

use super::{
    Actual, Budget, BudgetLine, Department, Dossier, FundingLine, Indicator, ManagementNote,
    Objective, Project, SelfEvaluation, Task,
};

/// Starts a fiscal year from the dossier of another one.
///
/// What was planned is kept to be revised: units, offices, contact, objectives, tasks, projects and
/// indicators with their targets, points, methods and where their actuals are taken from. What was
/// reached, spent, scored, explained, evidenced or said of the old year is left out; none of its
/// values becomes one of the new year's.
#[must_use]
pub fn next_year(last: &Dossier, fiscal_year: i16) -> Dossier {
    Dossier {
        subject: last.subject,
        fiscal_year,
        packs: last.packs.clone(),
        department: Department { headcount: None, ..last.department.clone() },
        units: last
            .units
            .iter()
            .cloned()
            .map(|unit| super::UnitDossier { digest: None, dossier: None, ..unit })
            .collect(),
        contact: last.contact.clone(),
        objectives: last.objectives.iter().map(objective).collect(),
        key_task: last.key_task.clone(),
        budget: Budget {
            whole: money(&last.budget.whole),
            basic: money(&last.budget.basic),
            project: money(&last.budget.project),
        },
        self_evaluation: SelfEvaluation {
            share_base: last.self_evaluation.share_base.clone(),
            ..SelfEvaluation::default()
        },
        tasks: last.tasks.iter().map(task).collect(),
        projects: last.projects.iter().map(project).collect(),
        registers: last
            .registers
            .iter()
            .cloned()
            .map(|one| super::RegisterSource { sha256: None, ..one })
            .collect(),
        ..Dossier::default()
    }
}

fn objective(last: &Objective) -> Objective {
    Objective { outcome: None, ..last.clone() }
}

/// The same sources, without their money.
fn money(last: &BudgetLine) -> BudgetLine {
    let blank = |one: &FundingLine| FundingLine {
        source: one.source,
        approved: None,
        budget: None,
        expenditure: None,
    };
    BudgetLine { sources: last.sources.iter().map(blank).collect(), ..BudgetLine::default() }
}

fn task(last: &Task) -> Task {
    Task { indicators: last.indicators.iter().map(indicator).collect(), ..last.clone() }
}

fn indicator(last: &Indicator) -> Indicator {
    let actual = match &last.actual {
        Actual::Typed(_) => Actual::default(),
        Actual::Measured(_) | Actual::Derived(_) => last.actual.clone(),
    };
    Indicator {
        id: last.id.clone(),
        name: last.name.clone(),
        office: last.office.clone(),
        definition: last.definition.clone(),
        standard: last.standard.clone(),
        data_source: last.data_source.clone(),
        dimension: last.dimension.clone(),
        subdimension: last.subdimension.clone(),
        target: last.target.clone(),
        actual,
        points: last.points,
        method: last.method.clone(),
        ..Indicator::default()
    }
}

fn project(last: &Project) -> Project {
    let note = |one: &ManagementNote| ManagementNote {
        aspect: one.aspect.clone(),
        ..ManagementNote::default()
    };
    Project {
        id: last.id.clone(),
        name: last.name.clone(),
        kind: last.kind,
        unit: last.unit.clone(),
        office: last.office.clone(),
        overview: last.overview.clone(),
        objective: last.objective.clone(),
        money: money(&last.money),
        management: last.management.iter().map(note).collect(),
        contact: last.contact.clone(),
        indicators: last.indicators.iter().map(indicator).collect(),
        ..Project::default()
    }
}
