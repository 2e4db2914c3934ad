//! SCR306: a stated score of a dimension, or their sum, differs from what it is made of.

use rust_decimal::Decimal;

use super::money::add;
use super::{Case, Check, Draft, Run};
use crate::dossier::DimensionScore;
use crate::fact::FactId;
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity, Spot};

pub(super) static CHECK: Check = Check {
    code: "SCR306",
    name: "level-sum-differs",
    since: "0.1.0",
    page: include_str!("level_sum_differs.md"),
    run: Run::Dossier(run),
};

/// Holds each dimension's score against its indicators and its points, and the sum against the total.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let stated = &case.dossier.self_evaluation.dimensions;
    if stated.is_empty() {
        return vec![CHECK.does_not_apply("一级指标得分", "没有填报一级指标得分")];
    }
    let mut obligations: Vec<Obligation> =
        stated.iter().map(|dimension| of_dimension(case, dimension)).collect();
    obligations.push(of_total(case, stated));
    obligations
}

fn of_dimension(case: &Case<'_>, stated: &DimensionScore) -> Obligation {
    let label = case.pack.dimension_label(&stated.dimension);
    let subject = format!("一级指标“{label}”得分");
    let Some(weight) = case.pack.weight(&stated.dimension) else {
        return CHECK.could_not_check(subject, "规则包没有这个一级指标");
    };
    if stated.score > weight.points || stated.score.is_sign_negative() {
        let message = format!(
            "“{label}”得分填为{}，应在0到{}之间。",
            stated.score.normalize(),
            weight.points.normalize()
        );
        return found(case, stated, subject, message, vec![]);
    }
    let mut scores = Vec::new();
    let mut spots = Vec::new();
    let of_dimension = case.rows.iter().filter(|row| {
        row.scope().is_none() && row.indicator.dimension.as_deref() == Some(&*stated.dimension)
    });
    for row in of_dimension {
        let Some(score) = row.indicator.stated_score else {
            let why = format!("指标“{}”没有填报得分", row.indicator.name);
            return CHECK.could_not_check(subject, why);
        };
        scores.push(score);
        spots.push(case.row_spot(row, "score", &score.to_string()));
    }
    let is_by_rate =
        case.pack.execution_rate.as_ref().is_some_and(|rate| rate.dimension == stated.dimension);
    if scores.is_empty() || is_by_rate {
        return CHECK.does_not_apply(subject, "这个一级指标不由各项指标的得分合计");
    }
    let Some(sum) = add(scores) else {
        return CHECK.could_not_check(subject, "数字过大");
    };
    if agrees(stated.score, sum) {
        return CHECK.passed(subject);
    }
    let message = format!(
        "“{label}”得分填为{}，各指标得分合计为{}。",
        stated.score.normalize(),
        sum.normalize()
    );
    found(case, stated, subject, message, spots)
}

/// All dimensions of the pack together make the total.
fn of_total(case: &Case<'_>, stated: &[DimensionScore]) -> Obligation {
    let subject = "各一级指标得分之和＝自评总分".to_owned();
    let Some(total) = &case.dossier.self_evaluation.total_score else {
        return CHECK.does_not_apply(subject, "没有填报自评总分");
    };
    let is_stated = |id: &str| stated.iter().any(|one| one.dimension == id);
    if !case.pack.weights.iter().all(|weight| is_stated(&weight.dimension)) {
        return CHECK.could_not_check(subject, "有的一级指标没有填报得分");
    }
    let Some(sum) = add(stated.iter().map(|one| one.score)) else {
        return CHECK.could_not_check(subject, "数字过大");
    };
    let Some(interval) = total.interval() else {
        return CHECK.could_not_check(subject, "自评总分不是确数");
    };
    if interval.contains(sum) {
        return CHECK.passed(subject);
    }
    let fact = FactId::new(["self_evaluation", "total_score"]);
    let draft = Draft {
        severity: Severity::Error,
        spots: (case.spot(fact, &subject, total.text()), vec![]),
        figures: vec![total.text().to_owned()],
        message: format!("各一级指标得分合计为{}分，自评总分填为{total}。", sum.normalize()),
        remedy: "请核对各一级指标得分和总分。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// Says whether a score is the sum at the precision that the score is written in.
fn agrees(stated: Decimal, sum: Decimal) -> bool {
    let half = Decimal::try_new(5, stated.scale().saturating_add(1)).unwrap_or_default();
    stated.checked_sub(sum).is_some_and(|residue| residue.abs() <= half)
}

fn found(
    case: &Case<'_>,
    stated: &DimensionScore,
    subject: String,
    message: String,
    further: Vec<Spot>,
) -> Obligation {
    let fact = FactId::new(["self_evaluation", "dimension", &stated.dimension]);
    let score = Figure::counted(stated.score, Unit::Points);
    let draft = Draft {
        severity: Severity::Error,
        spots: (case.spot(fact, &subject, score.text()), further),
        figures: vec![score.text().to_owned()],
        message,
        remedy: "请核对各指标得分和一级指标得分；也可不填，由本程序计算。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
