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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::read;

    const LAST: &str = "\
format = 1
fiscal_year = 2023
report_date = 2024-03-01
packs = { department = 'd', project = 'p' }
[department]
name = '示例局'
offices = ['办公室']
headcount = { as_of = 2023-12-31, active = 12 }
[contact]
preparer = '甲'
[[unit]]
id = 'u'
name = '单位'
folder = 'units/u'
[[objective]]
id = 'o'
text = '办好培训。'
outcome = '办了14期。'
[budget.whole]
approved = '90.00万元'
budget = '100.00万元'
expenditure = '95.00万元'
rate = '95%'
budget_explanation = '采购结余。'
finished = true
[[budget.whole.source]]
kind = 'carried_over'
budget = '1.00万元'
[self_evaluation]
total_score = '99分'
share = '100%'
share_base = '项目支出'
[[task]]
id = 't'
name = '培训'
serves = ['o']
[[task.indicator]]
id = 'typed'
name = '办班'
target = '≥12期'
actual = '14期'
points = '5'
score = '5'
explanation = '多办2期。'
evidence = ['evidence/a.txt']
judgement = { share = '1.00', reason = '达成' }
finance_review = { score = '4' }
[[task.indicator]]
id = 'measured'
name = '人次'
target = '≥500人次'
measure = 'attendance'
method = 'm'
[[project]]
id = 'p'
name = '专项'
objective = '办班。'
outcome = '办了。'
completed = ['完成']
conclusion = '良好。'
issues = '有。'
improvements = '改。'
score = '98'
evaluated_amount = '95.00万元'
expenditure = '95.00万元'
management = [{ aspect = '分配', text = '按人数', issue = '慢' }]
[[achievement]]
id = 'a'
title = '成效'
[[issue]]
id = 'i'
title = '问题'
[[improvement]]
id = 'm'
title = '措施'
[[register]]
id = 'r'
file = 'registers/r.csv'
[[evidence]]
file = 'evidence/a.txt'
dated = 2023-12-01
[[dismissed]]
code = 'TGT201'
fact = 'indicator/typed/actual'
reason = '年初未料到。'
";

    /// What must stand in the dossier of the new year, and nothing else.
    const NEXT: &str = "\
format = 1
fiscal_year = 2024
packs = { department = 'd', project = 'p' }
[department]
name = '示例局'
offices = ['办公室']
[contact]
preparer = '甲'
[[unit]]
id = 'u'
name = '单位'
folder = 'units/u'
[[objective]]
id = 'o'
text = '办好培训。'
[[budget.whole.source]]
kind = 'carried_over'
[self_evaluation]
share_base = '项目支出'
[[task]]
id = 't'
name = '培训'
serves = ['o']
[[task.indicator]]
id = 'typed'
name = '办班'
target = '≥12期'
actual = ''
points = '5'
[[task.indicator]]
id = 'measured'
name = '人次'
target = '≥500人次'
measure = 'attendance'
method = 'm'
[[project]]
id = 'p'
name = '专项'
objective = '办班。'
management = [{ aspect = '分配' }]
[[register]]
id = 'r'
file = 'registers/r.csv'
";

    #[test]
    fn what_was_planned_is_kept_and_nothing_that_was_reached() {
        let dossier = |text: &str| {
            let read = read("dossier.toml", text, &[]);
            assert_eq!(read.problems, []);
            read.dossier
        };
        assert_eq!(next_year(&dossier(LAST), 2024), dossier(NEXT));
    }

    #[test]
    fn a_year_started_twice_is_the_same() {
        let last = read("dossier.toml", LAST, &[]).dossier;
        let next = next_year(&last, 2024);
        assert_eq!(next_year(&next, 2025), next_year(&last, 2025));
    }
}
