//! SCR302: the points of a dimension's indicators differ from its weight.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Row, Run, duty, grouped};
use crate::finding::Obligation;
use crate::pack::{Pack, Weight};

pub(super) static CHECK: Check = Check {
    code: "SCR302",
    name: "points-do-not-add-up",
    since: "0.1.0",
    page: include_str!("points_do_not_add_up.md"),
    run: Run::Dossier(run),
};

/// Adds up the points of each dimension that is scored by indicators, for department and projects.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut rows: BTreeMap<Option<&str>, Vec<&Row<'_>>> = BTreeMap::new();
    for row in case.rows {
        rows.entry(row.scope()).or_default().push(row);
    }
    let of_tasks = rows.get(&None).map(Vec::as_slice).unwrap_or_default();
    let mut obligations = of_pack(case, case.pack, "", of_tasks);
    for project in &case.dossier.projects {
        let name = format!("项目“{}”", project.name);
        let own = rows.get(&Some(&*project.id)).map(Vec::as_slice).unwrap_or_default();
        match case.project_pack {
            _ if own.is_empty() => {
                obligations
                    .push(CHECK.does_not_apply(format!("{name}的分值之和"), "没有自己的指标"));
            }
            Some(pack) => obligations.extend(of_pack(case, pack, &name, own)),
            None => {
                let why = "没有写明项目支出所用的规则包";
                obligations.push(CHECK.could_not_check(format!("{name}的分值之和"), why));
            }
        }
    }
    obligations
}

fn of_pack(case: &Case<'_>, pack: &Pack, name: &str, rows: &[&Row<'_>]) -> Vec<Obligation> {
    let dimensions = rows.iter().filter_map(|row| row.indicator.dimension.as_deref());
    let pack = &*pack.suited(dimensions);
    let by_rate = pack.execution_rate.as_ref().map(|rate| rate.dimension.as_str());
    let weights = pack.weights.iter();
    weights
        .filter(|weight| Some(weight.dimension.as_str()) != by_rate)
        .map(|weight| add_up(case, (pack, weight), name, rows))
        .collect()
}

fn add_up(
    case: &Case<'_>,
    (pack, weight): (&Pack, &Weight),
    name: &str,
    rows: &[&Row<'_>],
) -> Obligation {
    let subject = format!("{name}“{}”的分值之和", weight.label);
    let mut sum = Decimal::ZERO;
    let mut own = Vec::new();
    for row in rows {
        let indicator = row.indicator;
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
        own.push((row, points));
    }
    if !own.is_empty() && sum == weight.points {
        return CHECK.passed(subject);
    }
    let spots = own.iter().map(|(row, points)| case.row_spot(row, "points", &points.to_string()));
    let Some(spots) = grouped(spots.collect()) else {
        return CHECK.could_not_check(subject, "没有归入这个维度的指标");
    };
    let draft = Draft {
        severity: duty(pack),
        spots,
        figures: vec![format!("{}分", sum.normalize()), format!("{}分", weight.points.normalize())],
        message: format!(
            "{name}“{}”各指标的分值合计{}分，规则包规定为{}分。",
            weight.label,
            sum.normalize(),
            weight.points.normalize()
        ),
        remedy: "请调整各指标的分值，使合计等于规定的权重。".to_owned(),
        basis: Some(weight.basis.clone()),
    };
    CHECK.found(subject, draft)
}
