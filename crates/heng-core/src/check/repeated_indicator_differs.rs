//! AMT114: a project repeats an indicator of a task with another value.

use std::collections::BTreeMap;

use super::{Case, Check, Draft, Row, Run, figures};
use crate::answer::Answer;
use crate::figure::Figure;
use crate::finding::{Obligation, Severity};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "AMT114",
    name: "repeated-indicator-differs",
    since: "0.1.0",
    page: include_str!("repeated_indicator_differs.md"),
    run: Run::Dossier(run),
};

/// Compares the indicators of projects with those of tasks that have the same name.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut of_tasks: BTreeMap<String, &Row<'_>> = BTreeMap::new();
    for row in case.rows.iter().filter(|row| row.scope().is_none()) {
        of_tasks.entry(bare(&row.indicator.name)).or_insert(row);
    }
    let of_projects = case.rows.iter().filter(|row| row.scope().is_some());
    of_projects
        .map(|row| match of_tasks.get(&bare(&row.indicator.name)) {
            None => CHECK.does_not_apply(row.label.clone(), "任务中没有同名指标"),
            Some(task) => compare(case, row, task),
        })
        .collect()
}

fn compare(case: &Case<'_>, row: &Row<'_>, task: &Row<'_>) -> Obligation {
    let subject = row.label.clone();
    let (Some(own), Some(other)) = (actual(row), actual(task)) else {
        return CHECK.does_not_apply(subject, "完成值不是数量");
    };
    if own.unit() != other.unit() {
        return CHECK.does_not_apply(subject, "与同名指标的计量单位不同");
    }
    let (Some(here), Some(there)) = (own.interval(), other.interval()) else {
        return CHECK.could_not_check(subject, "“约”没有确数，不能比较");
    };
    if here.overlaps(there) {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: Severity::Warning,
        spots: (
            case.row_spot(row, "actual", row.said()),
            vec![case.row_spot(task, "actual", task.said())],
        ),
        figures: vec![own.text().to_owned(), other.text().to_owned()],
        message: format!("指标“{}”在项目中完成{own}，在任务中完成{other}。", row.indicator.name),
        remedy: "请核实哪个数正确并统一；项目只是任务的一部分的，请在名称上区分。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// The amount that an indicator reached.
fn actual<'r>(row: &'r Row<'_>) -> Option<&'r Figure> {
    match &row.answer {
        Answer::Figures { actual, .. } => Some(actual),
        Answer::NotQuantified => figures(&row.mentions.actual).next(),
        Answer::NoFigure { .. } | Answer::DifferentThings { .. } | Answer::Ambiguous { .. } => None,
    }
}
