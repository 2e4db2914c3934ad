//! TGT210: a target differs from the one that was approved.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Check, Draft, Row, Run};
use crate::basis::Basis;
use crate::dossier::{Baseline, SealedTarget};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity, Spot};
use crate::pack::Occasion;
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "TGT210",
    name: "target-changed-after-approval",
    since: "0.1.0",
    page: include_str!("target_changed_after_approval.md"),
    run: Run::Dossier(run),
};

/// Words by which an explanation speaks of a change of the target.
const WORDS: [&str; 4] = ["调整", "变更", "调增", "调减"];

/// Compares each indicator with the target sealed for it, and each sealed target with what was filed.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let Some(baseline) = &case.dossier.baseline else {
        return vec![CHECK.does_not_apply("批复的绩效目标", "没有封存的批复目标")];
    };
    let sealed: BTreeMap<&str, &SealedTarget> =
        baseline.targets.iter().map(|one| (one.indicator.as_str(), one)).collect();
    let is_sealed = |row: &&Row<'_>| sealed.contains_key(row.indicator.id.as_str());
    let scopes: BTreeSet<Option<&str>> =
        case.rows.iter().filter(is_sealed).map(Row::scope).collect();
    let mut obligations: Vec<Obligation> = case
        .rows
        .iter()
        .map(|row| match sealed.get(row.indicator.id.as_str()) {
            Some(target) => compare(case, baseline, row, target),
            None if scopes.contains(&row.scope()) => added(case, baseline, row),
            None => CHECK.does_not_apply(row.label.clone(), "批复目标不含这个项目的指标"),
        })
        .collect();
    let filed: BTreeSet<&str> = case.rows.iter().map(|row| row.indicator.id.as_str()).collect();
    let dropped = baseline.targets.iter().filter(|one| !filed.contains(one.indicator.as_str()));
    obligations.extend(dropped.map(|target| left_out(case, baseline, target)));
    obligations
}

fn compare(
    case: &Case<'_>,
    baseline: &Baseline,
    row: &Row<'_>,
    sealed: &SealedTarget,
) -> Obligation {
    let indicator = row.indicator;
    let is_same_target = bare(&sealed.target) == bare(&indicator.target);
    let is_same_points = sealed.points == indicator.points;
    let mut changes = Vec::new();
    if !is_same_target {
        changes.push(format!("年度指标值由「{}」改为「{}」", sealed.target, indicator.target));
    }
    if !is_same_points {
        let points = |points: Option<rust_decimal::Decimal>| {
            points.map_or_else(|| "未定".to_owned(), |points| format!("{}分", points.normalize()))
        };
        changes.push(format!("分值由{}改为{}", points(sealed.points), points(indicator.points)));
    }
    let says_why = indicator
        .explanation
        .as_deref()
        .is_some_and(|text| WORDS.iter().any(|word| text.contains(word)));
    if changes.is_empty() || says_why {
        return CHECK.passed(row.label.clone());
    }
    let cell = if is_same_target { "points" } else { "target" };
    let spot = case.row_spot(row, cell, &indicator.target);
    let message = format!("与{}的批复目标相比，{}。", source(baseline), changes.join("，"));
    let basis = case.demand(row.owner, Occasion::TargetChanged);
    found(row.label.to_string(), (spot, vec![]), message, basis)
}

fn added(case: &Case<'_>, baseline: &Baseline, row: &Row<'_>) -> Obligation {
    let spot = case.row_spot(row, "name", &row.indicator.name);
    let message = format!("{}的批复目标中没有这项指标。", source(baseline));
    let basis = case.demand(row.owner, Occasion::TargetChanged);
    found(row.label.to_string(), (spot, vec![]), message, basis)
}

fn left_out(case: &Case<'_>, baseline: &Baseline, sealed: &SealedTarget) -> Obligation {
    let label = format!("批复指标“{}”", sealed.name);
    let fact = FactId::new(["baseline", &sealed.indicator]);
    let message = format!("{}批复的这项指标没有填报。", source(baseline));
    found(label.clone(), (case.spot(fact, &label, &sealed.target), vec![]), message, None)
}

fn source(baseline: &Baseline) -> String {
    match &baseline.document {
        Some(document) => format!("{}封存（{document}）", baseline.sealed_on),
        None => format!("{}封存", baseline.sealed_on),
    }
}

fn found(
    subject: String,
    spots: (Spot, Vec<Spot>),
    message: String,
    basis: Option<Basis>,
) -> Obligation {
    let draft = Draft {
        severity: Severity::Warning,
        spots,
        figures: vec![],
        message,
        remedy: "请在偏差说明中写明何时由谁批准调整，或恢复批复的目标。".to_owned(),
        basis,
    };
    CHECK.found(subject, draft)
}
