//! Puts stated and measured values into a method and keeps how the score follows.

mod execution;
mod met;
mod steps;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::formula::{Direction, Formula};
use super::{Method, Rounding, number};
use crate::derivation::{Derivation, Step};
use crate::figure::{Figure, Relation};

/// A figure that a method uses, with where it comes from (计分所用数值).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The figure.
    pub figure: Figure,
    /// Where it comes from.
    pub leaf: Arc<Derivation>,
}

/// What one indicator brings to its method (计分输入).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// What the score is called, e.g. `预算执行率得分`.
    pub label: String,
    /// What actual by target is.
    pub rate: RateKind,
    /// The points available.
    pub points: Arc<Derivation>,
    /// The target, where it states a figure.
    pub target: Option<Quantity>,
    /// The actual, where it states a figure.
    pub actual: Option<Quantity>,
    /// The words of the actual, for reasons why it can't be scored.
    pub actual_text: String,
    /// Why it can't be told which amounts answer each other, where it can't.
    pub ambiguous: Option<String>,
    /// The share that a person judged; its step gives the reason.
    pub judgement: Option<Arc<Derivation>>,
    /// Whether the work is completed, 1 or 0, where somebody says so.
    pub completed: Option<Arc<Derivation>>,
    /// How far each indicator was completed of which the method takes the mean, from 0 to 1.
    pub members: Vec<Arc<Derivation>>,
}

/// What actual by target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateKind {
    /// Expenditure by budget.
    Execution,
    /// What an indicator reached by what it was to reach.
    Achievement,
}

impl RateKind {
    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Execution => "预算执行率",
            Self::Achievement => "完成率",
        }
    }
}

/// Why something is not scored (未计分原因).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotScored {
    /// No points are filed.
    #[error("未填报分值")]
    NoPoints,
    /// The points are negative.
    #[error("分值{0}为负数")]
    NegativePoints(Decimal),
    /// Neither the indicator nor the pack names a method.
    #[error("指标未指定计分方法，规则包也没有对应的默认方法")]
    NoMethod,
    /// The pack has no such method.
    #[error("规则包中没有计分方法「{id}」{}", .near.as_ref().map_or_else(String::new, |near| {
        format!("，是否应为「{near}」")
    }))]
    UnknownMethod {
        /// The method named.
        id: String,
        /// The nearest that there is.
        near: Option<String>,
    },
    /// The pack scores the other kind of subject.
    #[error("规则包「{pack}」用于{wanted}，不用于{given}")]
    OtherSubject {
        /// The pack.
        pack: String,
        /// What it scores.
        wanted: &'static str,
        /// What it was given.
        given: &'static str,
    },
    /// The budget is missing.
    #[error("未填报预算数")]
    NoBudget,
    /// The expenditure is missing.
    #[error("未填报执行数")]
    NoExpenditure,
    /// The target states no figure.
    #[error("年度指标值中没有数字，「{method}」无法计分")]
    NoTarget {
        /// Name of the method.
        method: String,
    },
    /// The actual states no figure.
    #[error("实际完成值「{text}」中没有可与目标相比的数字")]
    NoActual {
        /// The words of the actual.
        text: String,
    },
    /// A measure gave no value.
    #[error("度量「{measure}」没有得出数值：{why}")]
    NotMeasured {
        /// The measure.
        measure: String,
        /// Why, in Chinese.
        why: String,
    },
    /// Target and actual state different things.
    #[error("目标「{target}」与实际「{actual}」不是同一事物的数量，无法相比")]
    DifferentThings {
        /// The target.
        target: String,
        /// The actual.
        actual: String,
    },
    /// A figure is only approximate.
    #[error("「{0}」是约数，不能据以计分")]
    Vague(String),
    /// A figure bounds the actual on the side that helps it.
    #[error("「{0}」只给出有利一侧的界限，不能据以计分")]
    BoundOnWrongSide(String),
    /// It can't be told which amounts answer each other.
    #[error("{why}")]
    Ambiguous {
        /// Why, in Chinese.
        why: String,
    },
    /// The actual is exactly the amount that the target wants passed (`超过30篇` and `30篇`).
    #[error("目标为“{target}”，完成值恰为{actual}，是否算完成规则包没有规定")]
    AtStrictBound {
        /// The target.
        target: String,
        /// The amount of the actual.
        actual: String,
    },
    /// The method gives all points although the target is not met.
    #[error(
        "实际「{actual}」没有达到目标「{target}」，按「{method}」却得满分，以哪个为准规则包没有规定"
    )]
    FullThoughUnmet {
        /// The target.
        target: String,
        /// The actual.
        actual: String,
        /// Name of the method.
        method: String,
    },
    /// More was spent than budgeted, for which the method has no score.
    #[error(
        "执行数「{expenditure}」超过预算数「{budget}」，「{method}」没有规定此时怎样计分，须说明原因"
    )]
    OverBudget {
        /// The budget.
        budget: String,
        /// The expenditure.
        expenditure: String,
        /// Name of the method.
        method: String,
    },
    /// The method's direction contradicts the target's relation.
    #[error("目标「{target}」与「{method}」的方向相反，无法计分")]
    AgainstTarget {
        /// The target.
        target: String,
        /// Name of the method.
        method: String,
    },
    /// The target is a range, and the method compares with one amount.
    #[error("目标「{target}」是一个区间，「{method}」没有规定按哪一端计分")]
    RangeTarget {
        /// The target.
        target: String,
        /// Name of the method.
        method: String,
    },
    /// The target is negative.
    #[error("目标「{0}」为负数，无法按比例计分")]
    NegativeTarget(String),
    /// The target is zero, and the method gives no score then.
    #[error("目标为零，「{method}」规定此时不计分")]
    ZeroTarget {
        /// Name of the method.
        method: String,
    },
    /// A person has to judge and did not.
    #[error("「{method}」须由人评判并说明理由，尚未评判")]
    NotJudged {
        /// Name of the method.
        method: String,
    },
    /// A judgement has no reason.
    #[error("评判没有说明理由")]
    NoReason,
    /// A judged share is in none of the tiers.
    #[error("评判比例{share}不在「{method}」的任何一个等级内")]
    OutsideTiers {
        /// The share, as a percentage.
        share: String,
        /// Name of the method.
        method: String,
    },
    /// The number of items met is no whole number of the list.
    #[error("「{actual}」不是 0 到 {items} 之间的整数，无法按清单计分")]
    NotACount {
        /// The actual.
        actual: String,
        /// Number of items of the list.
        items: usize,
    },
    /// The score depends on whether the work is completed, which the figures don't say.
    #[error("「{method}」取决于工作是否已在预算内完成，填报数据未说明")]
    CompletionUnknown {
        /// Name of the method.
        method: String,
    },
    /// There is no budget, and nothing was spent.
    #[error("没有预算，也没有支出，执行率不适用")]
    NothingBudgeted,
    /// There is no budget, and something was spent.
    #[error("预算数为零，执行数却为「{expenditure}」：无预算的支出不能计分，请核对预算数和执行数")]
    SpentWithoutBudget {
        /// The expenditure.
        expenditure: String,
    },
    /// No indicator is there of which the mean could be taken.
    #[error("没有归入「{of}」的指标，「{method}」无从求平均")]
    NoMembers {
        /// Name of the method.
        method: String,
        /// The dimension whose indicators are averaged.
        of: String,
    },
    /// The indicator counts in the mean of another.
    #[error("计入「{0}」的平均完成率，不单独计分")]
    CountedInMean(String),
    /// The pack does not give a total.
    #[error("规则包「{pack}」不给总分：{why}")]
    NoTotal {
        /// The pack.
        pack: String,
        /// Why, in Chinese.
        why: String,
    },
    /// A rate that the actual is taken from has no value.
    #[error("「{rate}」没有得出数值：{why}")]
    NotDerived {
        /// The rate.
        rate: String,
        /// Why, in Chinese.
        why: String,
    },
    /// A number is too large to be held exactly.
    #[error("数字过大，无法精确计算")]
    TooLarge,
    /// Parts that a sum needs are not scored.
    #[error("{0}")]
    Incomplete(String),
}

impl NotScored {
    /// The name of the reason, in English kebab case, as worked cases write it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoPoints => "no-points",
            Self::NegativePoints(_) => "negative-points",
            Self::NoMethod => "no-method",
            Self::UnknownMethod { .. } => "unknown-method",
            Self::OtherSubject { .. } => "other-subject",
            Self::NoBudget => "no-budget",
            Self::NoExpenditure => "no-expenditure",
            Self::NoTarget { .. } => "no-target",
            Self::NoActual { .. } => "no-actual",
            Self::NotMeasured { .. } => "not-measured",
            Self::DifferentThings { .. } => "different-things",
            Self::Vague(_) => "vague",
            Self::BoundOnWrongSide(_) => "bound-on-wrong-side",
            Self::Ambiguous { .. } => "ambiguous",
            Self::AtStrictBound { .. } => "at-strict-bound",
            Self::FullThoughUnmet { .. } => "full-though-unmet",
            Self::OverBudget { .. } => "over-budget",
            Self::AgainstTarget { .. } => "against-target",
            Self::RangeTarget { .. } => "range-target",
            Self::NegativeTarget(_) => "negative-target",
            Self::ZeroTarget { .. } => "zero-target",
            Self::NotJudged { .. } => "not-judged",
            Self::NoReason => "no-reason",
            Self::OutsideTiers { .. } => "outside-tiers",
            Self::NotACount { .. } => "not-a-count",
            Self::CompletionUnknown { .. } => "completion-unknown",
            Self::NothingBudgeted => "nothing-budgeted",
            Self::SpentWithoutBudget { .. } => "spent-without-budget",
            Self::NoMembers { .. } => "no-members",
            Self::CountedInMean(_) => "counted-in-mean",
            Self::NoTotal { .. } => "no-total",
            Self::NotDerived { .. } => "not-derived",
            Self::TooLarge => "too-large",
            Self::Incomplete(_) => "incomplete",
        }
    }
}

/// Points before they are rounded, with how they follow.
struct Unrounded {
    points: Decimal,
    formula: String,
    inputs: Vec<Arc<Derivation>>,
}

impl Method {
    /// Scores one indicator: from nothing to its points, rounded as the pack says.
    ///
    /// An indicator that misses its target never gets all points, not even by rounding.
    ///
    /// # Errors
    /// [`NotScored`] says why no score follows.
    pub fn score(&self, rounding: &Rounding, inputs: &Inputs) -> Result<Derivation, NotScored> {
        let available = inputs.points.value;
        if available.is_sign_negative() && !available.is_zero() {
            return Err(NotScored::NegativePoints(available));
        }
        let unrounded = self.unrounded(inputs)?;
        let value = unrounded.points.clamp(Decimal::ZERO, available);
        let mut below = vec![inputs.points.clone()];
        below.extend(unrounded.inputs);
        let computed = Derivation {
            label: format!("{}（修约前）", inputs.label),
            value,
            shown: number::points(value),
            step: Step::Computed { formula: unrounded.formula },
            basis: Some(self.basis.clone()),
            inputs: below,
        };
        // Points such as 3.335 must not be rounded above themselves.
        let mut rounded = rounding.round(value).min(available);
        let mut how = format!("{}，在每项指标上进行一次，不超过分值", rounding.label());
        if rounded == available
            && !available.is_zero()
            && let Some(missed) = self.missed(inputs)
        {
            if value == available {
                return Err(missed);
            }
            rounded = value.trunc_with_scale(rounding.places);
            how.push_str("，没有达到目标的不进到满分");
        }
        Ok(Derivation {
            label: inputs.label.clone(),
            value: rounded,
            shown: format!("{}分", rounded.normalize()),
            step: Step::Rounded { how },
            basis: Some(rounding.basis.clone()),
            inputs: vec![computed.into()],
        })
    }

    /// How far an indicator was completed: the share of its points that the formula gives.
    ///
    /// # Errors
    /// [`NotScored`] says why none follows.
    pub fn completion(&self, label: &str, inputs: &Inputs) -> Result<Derivation, NotScored> {
        let one = Derivation {
            value: Decimal::ONE,
            shown: number::points(Decimal::ONE),
            ..(*inputs.points).clone()
        };
        let inputs = Inputs { points: one.into(), ..inputs.clone() };
        let unrounded = self.unrounded(&inputs)?;
        let value = unrounded.points.clamp(Decimal::ZERO, Decimal::ONE);
        Ok(Derivation {
            label: format!("“{label}”完成程度"),
            value,
            shown: number::percent(value),
            step: Step::Computed { formula: format!("以1分计：{}", unrounded.formula) },
            basis: Some(self.basis.clone()),
            inputs: unrounded.inputs,
        })
    }

    /// Applies the formula.
    fn unrounded(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        match &self.formula {
            Formula::Binary => self.binary(inputs),
            Formula::Equal | Formula::ProportionalCapped => self.proportional(inputs),
            Formula::ProportionalAboveFloor { floor } => self.above_floor(*floor, inputs),
            Formula::Banded { of, direction, bands, when_completed } => {
                self.banded(*of, *direction, bands, *when_completed, inputs)
            }
            Formula::ReverseRatio => self.reverse_ratio(inputs),
            Formula::ReverseLinear => self.reverse_linear(inputs),
            Formula::Tiers { tiers } => self.tiered(tiers, inputs),
            Formula::PerUnitDeduction { .. } => self.deducted(inputs),
            Formula::Checklist { items } => self.listed(items, inputs),
            Formula::MeanCompletion { of } => self.mean(of, inputs),
            Formula::ManualWithReason => self.judged(inputs),
        }
    }

    /// Identifier of a part of the method, for rule leaves.
    fn part(&self, name: &str) -> String {
        format!("{}/{name}", self.entry)
    }
}

/// Target and actual of one indicator, ready to be compared.
struct Pair<'i> {
    target: &'i Quantity,
    actual: &'i Quantity,
    target_value: Decimal,
    /// The amount that counts: for a bound, the bound.
    actual_value: Decimal,
}

impl Pair<'_> {
    /// The actual as a step: a bound says that it counts with its amount.
    fn actual_step(&self) -> Arc<Derivation> {
        counted(self.actual, self.actual_value)
    }

    /// Actual by target, as a step.
    fn rate_step(&self, kind: RateKind) -> Option<Arc<Derivation>> {
        let rate = self.actual_value.checked_div(self.target_value)?;
        Some(Arc::new(Derivation {
            label: kind.label().to_owned(),
            value: rate,
            shown: number::percent(rate),
            step: Step::Computed {
                formula: format!("{} ÷ {}", self.actual_text(), self.target_text()),
            },
            basis: None,
            inputs: vec![self.actual_step(), self.target.leaf.clone()],
        }))
    }

    /// The actual's amount as text; a negative one counts as zero.
    fn actual_text(&self) -> String {
        if self.actual_value == self.actual.figure.value() {
            return number::nominal(&self.actual.figure);
        }
        self.actual_value.to_string()
    }

    fn target_text(&self) -> String {
        number::nominal(&self.target.figure)
    }
}

/// A quantity as a step, with a word where it does not count as it stands.
fn counted(quantity: &Quantity, value: Decimal) -> Arc<Derivation> {
    let figure = &quantity.figure;
    let reason = if value != figure.value() {
        "负数按零计"
    } else if figure.relation() != Relation::Exactly {
        "只给出界限，按界限计"
    } else {
        return quantity.leaf.clone();
    };
    let shown = if value == figure.value() { number::nominal(figure) } else { value.to_string() };
    Arc::new(Derivation {
        label: format!("{}（计分用）", quantity.leaf.label),
        value,
        step: Step::Computed { formula: format!("「{figure}」{reason}：{shown}") },
        shown,
        basis: None,
        inputs: vec![quantity.leaf.clone()],
    })
}

/// The amount of an actual, where a bound lies on the side that does not help.
fn usable(actual: &Quantity, direction: Direction) -> Result<Decimal, NotScored> {
    let figure = &actual.figure;
    let text = || figure.text().to_owned();
    match (figure.relation(), direction) {
        (Relation::About, _) => Err(NotScored::Vague(text())),
        (Relation::Exactly, _) | (Relation::Between, Direction::Rising) => Ok(figure.value()),
        (relation, Direction::Rising) if relation.is_floor() => Ok(figure.value()),
        (relation, Direction::Falling) if relation.is_ceiling() => Ok(figure.value()),
        _ => Err(NotScored::BoundOnWrongSide(text())),
    }
}

#[cfg(test)]
mod tests;
