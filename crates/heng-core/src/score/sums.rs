//! Adds lines up to dimensions and dimensions up to the total, where nothing is missing.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{DimensionSum, LineItem, Score, ScoreLine, Scoring};
use crate::derivation::{Derivation, Step};
use crate::pack::{ExecutionRate, NotScored, Pack, TotalRule, Weight, number};

/// The sum of each dimension of the pack.
pub(super) fn dimensions(lines: &[ScoreLine], pack: &Pack) -> Vec<DimensionSum> {
    pack.weights.iter().map(|weight| dimension(lines, weight, pack)).collect()
}

fn dimension(lines: &[ScoreLine], weight: &Weight, pack: &Pack) -> DimensionSum {
    let exempt = exempt(lines, pack);
    let own: Vec<&ScoreLine> =
        lines.iter().filter(|line| line.dimension.as_deref() == Some(&weight.dimension)).collect();
    let points = own
        .iter()
        .try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.points.unwrap_or_default()));
    let is_exempt = |line: &&ScoreLine| exempt.is_some_and(|exempt| std::ptr::eq(exempt, *line));
    let scoring = match own.as_slice() {
        [only] if is_exempt(only) => Err(NotScored::NothingBudgeted),
        _ => dimension_score(&own, weight, points, &is_exempt),
    };
    DimensionSum {
        dimension: weight.dimension.clone(),
        label: weight.label.clone(),
        weight: weight.points,
        points,
        scoring: match scoring {
            Ok(score) => Scoring::Scored(score),
            Err(why) => Scoring::NotScored(why),
        },
    }
}

fn dimension_score(
    own: &[&ScoreLine],
    weight: &Weight,
    points: Option<Decimal>,
    is_exempt: &dyn Fn(&&ScoreLine) -> bool,
) -> Result<Score, NotScored> {
    let label = &weight.label;
    let missing = own.iter().filter(|line| line.scoring.score().is_none() && !is_exempt(line));
    let missing: Vec<&str> = missing.map(|line| line.label.as_str()).collect();
    if let Some(first) = missing.first() {
        let what = match missing.len() {
            1 => format!("“{first}”"),
            count => format!("“{first}”等{count}项"),
        };
        return Err(NotScored::Incomplete(format!("「{label}」中{what}未计分")));
    }
    let points = points.ok_or(NotScored::TooLarge)?;
    if points != weight.points {
        return Err(NotScored::Incomplete(format!(
            "「{label}」各项分值合计{}，规则包为{}",
            number::points(points),
            number::points(weight.points),
        )));
    }
    let scores = own.iter().filter_map(|line| line.scoring.score());
    let scores = scores.map(|score| Arc::clone(score.derivation())).collect();
    Ok(Score { points, derivation: Arc::new(sum(&format!("{label}得分"), scores)?) })
}

/// The line whose points are shared out among the rest: an execution rate that does not apply.
fn exempt<'l>(lines: &'l [ScoreLine], pack: &Pack) -> Option<&'l ScoreLine> {
    let is_shared_out = pack.execution_rate.as_ref().is_some_and(ExecutionRate::is_shared_out);
    let line = lines.iter().find(|line| line.item == LineItem::ExecutionRate)?;
    let applies = line.scoring.why_not() != Some(&NotScored::NothingBudgeted);
    (is_shared_out && !applies).then_some(line)
}

/// The points that are shared out among the rest.
pub(super) fn exempt_points(lines: &[ScoreLine], pack: &Pack) -> Option<Decimal> {
    exempt(lines, pack)?.points
}

/// The points in all.
pub(super) fn points_total(pack: &Pack) -> Result<Decimal, NotScored> {
    match &pack.total {
        TotalRule::OutOf(points) => Ok(*points),
        TotalRule::Refused { reason, .. } => {
            Err(NotScored::NoTotal { pack: pack.id.clone(), why: reason.clone() })
        }
    }
}

/// The total, where every line is scored and every dimension has its points.
pub(super) fn total(lines: &[ScoreLine], dimensions: &[DimensionSum], pack: &Pack) -> Scoring {
    match total_score(lines, dimensions, pack) {
        Ok(score) => Scoring::Scored(score),
        Err(why) => Scoring::NotScored(why),
    }
}

fn total_score(
    lines: &[ScoreLine],
    dimensions: &[DimensionSum],
    pack: &Pack,
) -> Result<Score, NotScored> {
    let points = points_total(pack)?;
    let stray = lines.iter().find(|line| {
        let counts_elsewhere = matches!(line.scoring.why_not(), Some(NotScored::CountedInMean(_)));
        let dimension = line.dimension.as_deref();
        let is_placed = dimension.is_some_and(|dimension| pack.weight(dimension).is_some());
        !is_placed && !counts_elsewhere
    });
    let exempt = exempt_points(lines, pack);
    let is_missing = |why: &&NotScored| exempt.is_none() || **why != NotScored::NothingBudgeted;
    let missing = dimensions.iter().filter_map(|dimension| dimension.scoring.why_not());
    let mut reasons: Vec<String> = missing.filter(is_missing).map(ToString::to_string).collect();
    if let Some(line) = stray {
        reasons.push(format!("“{}”未归入规则包的任何一级指标", line.label));
    }
    if !reasons.is_empty() {
        let reason = format!("不能得出总分：{}", reasons.join("；"));
        return Err(NotScored::Incomplete(reason));
    }
    let scores = dimensions.iter().filter_map(|one| one.scoring.score());
    let parts = scores.map(|score| Arc::clone(score.derivation())).collect();
    of_parts("总分", points, parts, exempt, pack)
}

/// A total of its parts, scaled up where points are shared out, with the set of weights it is by.
pub(super) fn of_parts(
    label: &str,
    points: Decimal,
    parts: Vec<Arc<Derivation>>,
    exempt: Option<Decimal>,
    pack: &Pack,
) -> Result<Score, NotScored> {
    let mut total = sum(label, parts)?;
    if let Some(exempt) = exempt {
        total = shared_out(total, points, exempt, pack)?;
    }
    if let Some((variant, presence)) = pack.chosen() {
        let chosen = Derivation {
            label: "分值方案".to_owned(),
            value: points,
            shown: format!("{}（{presence}）", variant.label),
            step: Step::Rule { entry: variant.entry.clone() },
            basis: Some(variant.basis.clone()),
            inputs: Vec::new(),
        };
        total.inputs.push(chosen.into());
    }
    Ok(Score { points, derivation: Arc::new(total) })
}

/// The sum of the rest, scaled up to all points.
fn shared_out(
    rest: Derivation,
    points: Decimal,
    exempt: Decimal,
    pack: &Pack,
) -> Result<Derivation, NotScored> {
    let scaled = || {
        let left = points.checked_sub(exempt)?;
        rest.value.checked_mul(points)?.checked_div(left)
    };
    let value = scaled().ok_or(NotScored::TooLarge)?;
    let rule = pack.execution_rate.as_ref().and_then(|rule| rule.zero_budget.as_ref());
    let (points, exempt) = (number::points(points), number::points(exempt));
    let label = rest.label.clone();
    let formula = format!("预算执行率不适用：{} × {points} ÷（{points} − {exempt}）", rest.shown);
    let computed = Derivation {
        label: format!("{label}（修约前）"),
        value,
        shown: number::points(value),
        step: Step::Computed { formula },
        basis: rule.map(|rule| rule.basis.clone()),
        inputs: vec![Derivation { label: "其余各项得分".to_owned(), ..rest }.into()],
    };
    let rounded = pack.rounding.round(value);
    Ok(Derivation {
        label,
        value: rounded,
        shown: format!("{}分", rounded.normalize()),
        step: Step::Rounded { how: pack.rounding.label() },
        basis: Some(pack.rounding.basis.clone()),
        inputs: vec![computed.into()],
    })
}

/// Adds scores up.
fn sum(label: &str, inputs: Vec<Arc<Derivation>>) -> Result<Derivation, NotScored> {
    let value = inputs
        .iter()
        .try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.value))
        .ok_or(NotScored::TooLarge)?;
    let terms: Vec<String> = inputs.iter().map(|one| one.value.normalize().to_string()).collect();
    let formula = if terms.is_empty() { "没有分项".to_owned() } else { terms.join(" + ") };
    Ok(Derivation {
        label: label.to_owned(),
        value,
        shown: format!("{}分", value.normalize()),
        step: Step::Computed { formula },
        basis: None,
        inputs,
    })
}
