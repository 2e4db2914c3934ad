//! Adds lines up to dimensions and dimensions up to the total, where nothing is missing.

use rust_decimal::Decimal;

use super::{DimensionSum, Score, ScoreLine, Scoring};
use crate::derivation::{Derivation, Step};
use crate::pack::{NotScored, Pack, Weight, number};

/// The sum of each dimension of the pack.
pub(super) fn dimensions(lines: &[ScoreLine], pack: &Pack) -> Vec<DimensionSum> {
    pack.weights.iter().map(|weight| dimension(lines, weight)).collect()
}

fn dimension(lines: &[ScoreLine], weight: &Weight) -> DimensionSum {
    let own: Vec<&ScoreLine> =
        lines.iter().filter(|line| line.dimension.as_deref() == Some(&weight.dimension)).collect();
    let points = own
        .iter()
        .try_fold(Decimal::ZERO, |sum, line| sum.checked_add(line.points.unwrap_or_default()));
    DimensionSum {
        dimension: weight.dimension.clone(),
        label: weight.label.clone(),
        weight: weight.points,
        points,
        scoring: match dimension_score(&own, weight, points) {
            Ok(score) => Scoring::Scored(score),
            Err(why) => Scoring::NotScored(why),
        },
    }
}

fn dimension_score(
    own: &[&ScoreLine],
    weight: &Weight,
    points: Option<Decimal>,
) -> Result<Score, NotScored> {
    let label = &weight.label;
    let missing = own.iter().filter(|line| line.scoring.score().is_none());
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
    sum(&format!("{label}得分"), points, scores)
}

/// The total, where every line is scored and every dimension has its points.
pub(super) fn total(lines: &[ScoreLine], dimensions: &[DimensionSum], pack: &Pack) -> Scoring {
    let stray = lines.iter().find(|line| {
        let dimension = line.dimension.as_deref();
        dimension.is_none_or(|dimension| pack.weight(dimension).is_none())
    });
    let missing = dimensions
        .iter()
        .filter_map(|dimension| dimension.scoring.why_not())
        .map(ToString::to_string);
    let mut reasons: Vec<String> = missing.collect();
    if let Some(line) = stray {
        reasons.push(format!("“{}”未归入规则包的任何一级指标", line.label));
    }
    if !reasons.is_empty() {
        let reason = format!("不能得出总分：{}", reasons.join("；"));
        return Scoring::NotScored(NotScored::Incomplete(reason));
    }
    let scores = dimensions.iter().filter_map(|one| one.scoring.score());
    match sum("总分", pack.points_total, scores) {
        Ok(score) => Scoring::Scored(score),
        Err(why) => Scoring::NotScored(why),
    }
}

/// Adds scores up.
fn sum<'s>(
    label: &str,
    points: Decimal,
    scores: impl Iterator<Item = &'s Score>,
) -> Result<Score, NotScored> {
    let inputs: Vec<Derivation> = scores.map(|score| score.derivation().clone()).collect();
    let value = inputs
        .iter()
        .try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.value))
        .ok_or(NotScored::TooLarge)?;
    let terms: Vec<String> = inputs.iter().map(|one| one.value.normalize().to_string()).collect();
    let formula = if terms.is_empty() { "没有分项".to_owned() } else { terms.join(" + ") };
    Ok(Score {
        points,
        derivation: Box::new(Derivation {
            label: label.to_owned(),
            value,
            shown: format!("{}分", value.normalize()),
            step: Step::Computed { formula },
            basis: None,
            inputs,
        }),
    })
}
