//! SCR302: the points of a dimension's indicators differ from its weight.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, grouped};
use crate::finding::Obligation;
use crate::pack::Weight;

pub(super) static CHECK: Check = Check {
    code: "SCR302",
    name: "points-do-not-add-up",
    since: "0.1.0",
    page: include_str!("points_do_not_add_up.md"),
    run,
};

/// Adds up the points of each dimension that is scored by indicators.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let by_rate = case.pack.execution_rate.as_ref().map(|rate| rate.dimension.as_str());
    let weights = case.pack.weights.iter();
    weights
        .filter(|weight| Some(weight.dimension.as_str()) != by_rate)
        .map(|weight| add_up(case, weight))
        .collect()
}

fn add_up(case: &Case<'_>, weight: &Weight) -> Obligation {
    let subject = format!("“{}”的分值之和", weight.label);
    let mut sum = Decimal::ZERO;
    let mut spots = Vec::new();
    for (task, indicator) in case.dossier.task_indicators() {
        if indicator.dimension.as_deref() != Some(weight.dimension.as_str()) {
            continue;
        }
        let Some(points) = indicator.points else {
            return CHECK.could_not_check(subject, format!("指标“{}”没有分值", indicator.name));
        };
        let Some(next) = sum.checked_add(points) else {
            return CHECK.could_not_check(subject, "数字过大");
        };
        sum = next;
        spots.push(case.indicator_spot(task, indicator, "points", &points.to_string()));
    }
    let Some(spots) = grouped(spots) else {
        return CHECK.could_not_check(subject, "没有归入这个维度的指标");
    };
    if sum == weight.points {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: case.duty(),
        spots,
        figures: vec![format!("{}分", sum.normalize()), format!("{}分", weight.points.normalize())],
        message: format!(
            "“{}”各指标的分值合计{}分，规则包规定为{}分。",
            weight.label,
            sum.normalize(),
            weight.points.normalize()
        ),
        remedy: "请调整各指标的分值，使合计等于规定的权重。".to_owned(),
        basis: Some(weight.basis.clone()),
    };
    CHECK.found(subject, draft)
}
