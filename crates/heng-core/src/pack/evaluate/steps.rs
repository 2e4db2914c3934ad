//! The formulas themselves, one function each.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::met::not_at_strict_bound;
use super::{Inputs, NotScored, Pair, Quantity, RateKind, Unrounded, counted, usable};
use crate::derivation::{Derivation, Step};
use crate::figure::{Figure, Relation};
use crate::pack::formula::{Band, BandOf, Direction, Formula, PartialStep, Tier};
use crate::pack::share::Share;
use crate::pack::{Method, ZeroTarget, number};

impl Method {
    /// `w` where the target is met as its relation says, else nothing.
    pub(super) fn binary(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let Some(target) = &inputs.target else {
            return self.binary_judged(inputs);
        };
        let relation = target.figure.relation();
        if relation == Relation::Between {
            return binary_in_range(target, actual_of(inputs)?, inputs);
        }
        let direction = match relation {
            Relation::About => return Err(NotScored::Vague(target.figure.text().to_owned())),
            relation if relation.is_ceiling() => Direction::Falling,
            _ => Direction::Rising,
        };
        let actual = actual_of(inputs)?;
        comparable(target, actual)?;
        let (a, b) = (target.figure.value(), usable(actual, direction)?);
        if relation == Relation::Exactly && actual.figure.relation() != Relation::Exactly {
            let text = actual.figure.text().to_owned();
            return Err(NotScored::BoundOnWrongSide(text));
        }
        // `超过5次` is met by `超5次`, whose bound is as strict.
        let is_as_strict = b == a && actual.figure.relation() == relation;
        let (sign, is_met) = match relation {
            Relation::AtLeast => ("≥", b >= a),
            Relation::MoreThan => ("＞", b > a || is_as_strict),
            Relation::AtMost => ("≤", b <= a),
            Relation::LessThan => ("＜", b < a || is_as_strict),
            Relation::Exactly | Relation::Between | Relation::About => ("=", a == b),
        };
        let texts = (number::nominal(&actual.figure), number::nominal(&target.figure));
        let (points, formula) = if is_as_strict && is_met && relation != Relation::Exactly {
            let (actual, target) = (&actual.figure, &target.figure);
            let formula = format!("「{actual}」在目标「{target}」之内，达标，得满分");
            (inputs.points.value, formula)
        } else if is_met {
            let formula = format!("{} {sign} {}，达标，得满分", texts.0, texts.1);
            (inputs.points.value, formula)
        } else {
            let formula = format!("不满足 {} {sign} {}，不得分", texts.0, texts.1);
            (Decimal::ZERO, formula)
        };
        Ok(Unrounded { points, formula, inputs: vec![counted(actual, b), target.leaf.clone()] })
    }

    /// A person says whether a target without figures is met: 0 or 1.
    fn binary_judged(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let judged = self.judged(inputs)?;
        match inputs.judgement.as_ref().map(|judgement| judgement.value) {
            Some(share) if share.is_zero() || share == Decimal::ONE => Ok(judged),
            share => Err(self.outside_tiers(share.unwrap_or_default())),
        }
    }

    /// `w × min(1, B ÷ A)`.
    pub(super) fn proportional(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let pair = self.pair(inputs, Direction::Rising)?;
        if pair.target_value.is_zero() {
            return self.zero_target(&pair, inputs);
        }
        if let Some(taken_off) = self.over_deducted(&pair, inputs) {
            return taken_off;
        }
        if pair.actual_value >= pair.target_value {
            return reached(Direction::Rising, &pair, inputs);
        }
        let points = inputs.points.value;
        let product = points.checked_mul(pair.actual_value);
        let quotient = product.and_then(|product| product.checked_div(pair.target_value));
        by_rate(
            quotient,
            &pair,
            format!("{} × {} ÷ {}", number::points(points), pair.actual_text(), pair.target_text()),
            inputs,
        )
    }

    /// The points where the target is passed by so much that the scheme takes some off.
    fn over_deducted(
        &self,
        pair: &Pair<'_>,
        inputs: &Inputs,
    ) -> Option<Result<Unrounded, NotScored>> {
        let rule = self.over_deduct.filter(|_| inputs.rate == RateKind::Achievement)?;
        let excess = || pair.actual_value.checked_sub(rule.from.checked_mul(pair.target_value)?);
        let Some(excess) = excess() else { return Some(Err(NotScored::TooLarge)) };
        if excess <= Decimal::ZERO {
            return None;
        }
        let points = inputs.points.value;
        // w × (A − k × (B − r × A)) ÷ A: one division, so that nothing is rounded before it.
        let left = || {
            let taken = rule.factor.checked_mul(excess)?;
            let left = pair.target_value.checked_sub(taken)?;
            let left = points.checked_mul(left)?.checked_div(pair.target_value)?;
            Some(left.max(points.checked_mul(rule.floor)?))
        };
        let formula = format!(
            "{} ×（1 − {} ×（{} ÷ {} − {}）），不低于分值的{}",
            number::points(points),
            number::shown(rule.factor),
            pair.actual_text(),
            pair.target_text(),
            number::shown(rule.from),
            number::percent(rule.floor),
        );
        let leaf = self.rule(
            "超额扣减起点",
            "over_deduct",
            rule.from,
            format!("{}倍", rule.from.normalize()),
        );
        Some(by_rate(left(), pair, formula, inputs).map(|mut computed| {
            computed.inputs.push(leaf);
            computed
        }))
    }

    /// `w` times the mean of how far each member was completed.
    pub(super) fn mean(&self, of: &str, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let members = &inputs.members;
        if members.is_empty() {
            return Err(NotScored::NoMembers { method: self.label.clone(), of: of.to_owned() });
        }
        let points = inputs.points.value;
        let count = Decimal::from(members.len());
        let mean = || {
            let sum = members.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.value));
            points.checked_mul(sum?)?.checked_div(count)
        };
        let terms: Vec<&str> = members.iter().map(|one| one.shown.as_str()).collect();
        let formula = format!("{} ×（{}）÷ {count}项", number::points(points), terms.join(" + "));
        Ok(Unrounded {
            points: mean().ok_or(NotScored::TooLarge)?,
            formula,
            inputs: members.clone(),
        })
    }

    /// `w × (B ÷ A − f) ÷ (1 − f)` above the floor.
    pub(super) fn above_floor(
        &self,
        floor: Decimal,
        inputs: &Inputs,
    ) -> Result<Unrounded, NotScored> {
        let pair = self.pair(inputs, Direction::Rising)?;
        if pair.target_value.is_zero() {
            return self.zero_target(&pair, inputs);
        }
        if pair.actual_value >= pair.target_value {
            return reached(Direction::Rising, &pair, inputs);
        }
        let points = inputs.points.value;
        let shown_floor = number::percent(floor);
        // w × (B − f × A) ÷ ((1 − f) × A): one division, so that nothing is rounded before it.
        let quotient = || {
            let least = floor.checked_mul(pair.target_value)?;
            let above = pair.actual_value.checked_sub(least)?.max(Decimal::ZERO);
            let span = pair.target_value.checked_sub(least)?;
            points.checked_mul(above)?.checked_div(span)
        };
        let formula = format!(
            "{} ×（{} ÷ {} − {shown_floor}）÷（1 − {shown_floor}），不低于零",
            number::points(points),
            pair.actual_text(),
            pair.target_text(),
        );
        let mut computed = by_rate(quotient(), &pair, formula, inputs)?;
        let leaf = self.rule("及格线", "floor", floor, shown_floor);
        computed.inputs.push(leaf);
        Ok(computed)
    }

    /// `w` where `B ≤ A`, else `w × A ÷ B`.
    pub(super) fn reverse_ratio(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let pair = self.pair(inputs, Direction::Falling)?;
        if pair.target_value.is_zero() {
            return self.zero_target(&pair, inputs);
        }
        if pair.actual_value <= pair.target_value {
            return reached(Direction::Falling, &pair, inputs);
        }
        let points = inputs.points.value;
        let product = points.checked_mul(pair.target_value);
        let quotient = product.and_then(|product| product.checked_div(pair.actual_value));
        by_rate(
            quotient,
            &pair,
            format!("{} × {} ÷ {}", number::points(points), pair.target_text(), pair.actual_text()),
            inputs,
        )
    }

    /// `w` where `B ≤ A`, else `w × (1 − (B − A) ÷ A)`, nothing from `2A` on.
    pub(super) fn reverse_linear(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let pair = self.pair(inputs, Direction::Falling)?;
        if pair.target_value.is_zero() {
            return self.zero_target(&pair, inputs);
        }
        if pair.actual_value <= pair.target_value {
            return reached(Direction::Falling, &pair, inputs);
        }
        let points = inputs.points.value;
        let (a, b) = (pair.target_value, pair.actual_value);
        let quotient = || {
            let left = a.checked_add(a)?.checked_sub(b)?.max(Decimal::ZERO);
            points.checked_mul(left)?.checked_div(a)
        };
        let formula = format!(
            "{} ×（1 −（{actual} − {target}）÷ {target}），不低于零",
            number::points(points),
            actual = pair.actual_text(),
            target = pair.target_text(),
        );
        by_rate(quotient(), &pair, formula, inputs)
    }

    /// A share of `w` by the band that the achievement rate or the actual lies in.
    pub(super) fn banded(
        &self,
        of: BandOf,
        direction: Direction,
        bands: &[Band],
        when_completed: Option<Share>,
        inputs: &Inputs,
    ) -> Result<Unrounded, NotScored> {
        let (step, holds): (Arc<Derivation>, Vec<bool>) = match of {
            BandOf::AchievementRate => {
                let pair = self.pair(inputs, direction)?;
                if pair.target_value.is_zero() {
                    return self.zero_target(&pair, inputs);
                }
                // Work within the budget has a score, and so has unfinished work; beyond the
                // budget it is neither.
                if when_completed.is_some() && pair.actual_value > pair.target_value {
                    return Err(NotScored::OverBudget {
                        budget: pair.target.figure.text().to_owned(),
                        expenditure: pair.actual.figure.text().to_owned(),
                        method: self.label.clone(),
                    });
                }
                let holds = bands.iter().map(|band| pair.lies_in(band, direction));
                let holds = holds.collect::<Option<Vec<bool>>>();
                let rate = pair.rate_step(inputs.rate);
                rate.zip(holds).ok_or(NotScored::TooLarge)?
            }
            BandOf::Actual => {
                let actual = actual_of(inputs)?;
                let value = usable(actual, direction)?;
                let holds = bands.iter().map(|band| {
                    comparable_figures(&band.edge, &actual.figure)?;
                    Ok(is_inside(value, band.edge.value(), direction))
                });
                let holds = holds.collect::<Result<Vec<bool>, NotScored>>()?;
                (counted(actual, value), holds)
            }
        };
        let found = bands.iter().zip(&holds).position(|(_, holds)| *holds);
        let band = found.and_then(|index| bands.get(index));
        let share = band.map_or(Share::NONE, |band| band.share);
        if let Some(share) = when_completed.filter(|completed| completed.exceeds(share)) {
            match &inputs.completed {
                None => {
                    let method = self.label.clone();
                    return Err(NotScored::CompletionUnknown { method });
                }
                Some(said) if !said.value.is_zero() => {
                    return self.completed(share, step, said, inputs);
                }
                Some(_) => {}
            }
        }
        let (name, words) = match (found, band) {
            (Some(index), Some(band)) => {
                let edge = edge_text(&band.edge, direction);
                (format!("bands/{}", index + 1), format!("在「{edge}」一档"))
            }
            _ => ("bands".to_owned(), "不在任何一档".to_owned()),
        };
        let mut shared = of_points(share, inputs)?;
        shared.formula = format!("{}，{words}：{}", step.shown, shared.formula);
        shared.inputs = vec![step, self.share(&name, share)];
        shared.inputs.extend(inputs.completed.clone().filter(|_| when_completed.is_some()));
        Ok(shared)
    }

    /// The share for work that is completed within the budget.
    fn completed(
        &self,
        share: Share,
        rate: Arc<Derivation>,
        said: &Arc<Derivation>,
        inputs: &Inputs,
    ) -> Result<Unrounded, NotScored> {
        let mut shared = of_points(share, inputs)?;
        shared.formula = format!("{}，在预算内完成：{}", rate.shown, shared.formula);
        shared.inputs = vec![rate, said.clone(), self.share("when_completed", share)];
        Ok(shared)
    }

    /// `w` times a judged share that lies in one of the tiers.
    pub(super) fn tiered(&self, tiers: &[Tier], inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let mut judged = self.judged(inputs)?;
        let share = inputs.judgement.as_ref().map_or(Decimal::ZERO, |one| one.value);
        let mut found = tiers.iter().zip(1..);
        let Some((tier, place)) = found.find(|(tier, _)| share >= tier.at_least) else {
            return Err(self.outside_tiers(share));
        };
        let name = format!("tiers/{place}");
        let shown = format!("{}（{}起）", tier.label, number::percent(tier.at_least));
        judged.formula = format!("{}，属「{}」", judged.formula, tier.label);
        judged.inputs.push(self.rule("评判等级", &name, tier.at_least, shown));
        Ok(judged)
    }

    /// `w` times a share that a person judged and gave a reason for.
    pub(super) fn judged(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let Some(judgement) = &inputs.judgement else {
            let method = self.label.clone();
            return Err(NotScored::NotJudged { method });
        };
        if matches!(&judgement.step, Step::Judged { reason } if reason.trim().is_empty()) {
            return Err(NotScored::NoReason);
        }
        let share = judgement.value;
        if share < Decimal::ZERO || share > Decimal::ONE {
            return Err(self.outside_tiers(share));
        }
        let mut shared = of_points(Share::of_one(share), inputs)?;
        shared.inputs = vec![judgement.clone()];
        Ok(shared)
    }

    /// `w` less a deduction for each unit on the wrong side of the start.
    pub(super) fn deducted(&self, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let Formula::PerUnitDeduction { direction, start, step, deduction, partial } =
            &self.formula
        else {
            return Err(NotScored::NoMethod);
        };
        let actual = actual_of(inputs)?;
        let begin = if let Some(start) = start {
            let leaf = self.rule("起扣点", "start", start.value(), start.text().to_owned());
            Quantity { figure: start.clone(), leaf }
        } else {
            let target = self.target(inputs, *direction)?;
            not_at_strict_bound(target, actual)?;
            target.clone()
        };
        comparable(&begin, actual)?;
        let value = usable(actual, *direction)?;
        let points = inputs.points.value;
        let left = || {
            let beyond = match direction {
                Direction::Falling => value.checked_sub(begin.figure.value())?,
                Direction::Rising => begin.figure.value().checked_sub(value)?,
            };
            let exact = beyond.max(Decimal::ZERO).checked_div(*step)?;
            let (units, words) = match partial {
                PartialStep::ProRata => (exact, "按比例扣"),
                PartialStep::Dropped => (exact.floor(), "不扣"),
                PartialStep::Counted => (exact.ceil(), "按一个单位扣"),
            };
            let part = units.checked_sub(exact.floor())?;
            let rule = self.rule("不足一个单位的部分", "partial", part, words.to_owned());
            let rule = (!exact.fract().is_zero()).then_some(rule);
            Some((units, points.checked_sub(units.checked_mul(*deduction)?)?, rule))
        };
        let (units, left, partial_rule) = left().ok_or(NotScored::TooLarge)?;
        let formula = format!(
            "{} − {} × {}，不低于零",
            number::points(points),
            number::shown(units),
            number::points(*deduction),
        );
        let shown = number::points(*deduction);
        let mut below = vec![
            counted(actual, value),
            begin.leaf,
            self.rule("每单位扣分", "deduction", *deduction, shown),
        ];
        below.extend(partial_rule);
        Ok(Unrounded { points: left.max(Decimal::ZERO), formula, inputs: below })
    }

    /// An equal share of `w` for each item met.
    pub(super) fn listed(&self, items: &[String], inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let actual = actual_of(inputs)?;
        let met = usable(actual, Direction::Rising)?;
        let all = Decimal::from(items.len());
        if met < Decimal::ZERO || met > all || !met.fract().is_zero() {
            return Err(NotScored::NotACount {
                actual: actual.figure.text().to_owned(),
                items: items.len(),
            });
        }
        let points = inputs.points.value;
        let product = points.checked_mul(met);
        let quotient = product.and_then(|product| product.checked_div(all));
        Ok(Unrounded {
            points: quotient.ok_or(NotScored::TooLarge)?,
            formula: format!(
                "{} × {} ÷ {all}项",
                number::points(points),
                number::nominal(&actual.figure)
            ),
            inputs: vec![
                counted(actual, met),
                self.rule("清单项数", "items", all, format!("{all}项")),
            ],
        })
    }

    /// The points where the target is zero, as the pack says.
    fn zero_target(&self, pair: &Pair<'_>, inputs: &Inputs) -> Result<Unrounded, NotScored> {
        let rule = self.zero_target.unwrap_or(ZeroTarget::NotScored);
        let all = Share::of_one(Decimal::ONE);
        let (share, words) = match rule {
            ZeroTarget::NotScored => {
                let method = self.label.clone();
                return Err(NotScored::ZeroTarget { method });
            }
            ZeroTarget::Full => (all, "目标为零，得满分"),
            ZeroTarget::FullIfActualIsZero if pair.actual_value <= Decimal::ZERO => {
                (all, "目标为零，实际为零，得满分")
            }
            ZeroTarget::FullIfActualIsZero => (Share::NONE, "目标为零，实际大于零，不得分"),
        };
        let mut shared = of_points(share, inputs)?;
        words.clone_into(&mut shared.formula);
        shared.inputs =
            vec![pair.actual_step(), pair.target.leaf.clone(), self.share("zero_target", share)];
        Ok(shared)
    }

    /// The target, where it is a figure that goes the way of the method.
    fn target<'i>(
        &self,
        inputs: &'i Inputs,
        direction: Direction,
    ) -> Result<&'i Quantity, NotScored> {
        let Some(target) = &inputs.target else {
            let method = self.label.clone();
            return Err(NotScored::NoTarget { method });
        };
        let relation = target.figure.relation();
        let is_against = match direction {
            Direction::Rising => relation.is_ceiling(),
            Direction::Falling => relation.is_floor(),
        };
        let text = target.figure.text().to_owned();
        if relation == Relation::About {
            return Err(NotScored::Vague(text));
        }
        if relation == Relation::Between {
            return Err(NotScored::RangeTarget { target: text, method: self.label.clone() });
        }
        if is_against {
            return Err(NotScored::AgainstTarget { target: text, method: self.label.clone() });
        }
        Ok(target)
    }

    /// Target and actual, where they can be divided by each other.
    fn pair<'i>(&self, inputs: &'i Inputs, direction: Direction) -> Result<Pair<'i>, NotScored> {
        let target = self.target(inputs, direction)?;
        let actual = actual_of(inputs)?;
        comparable(target, actual)?;
        let target_value = target.figure.value();
        if target_value < Decimal::ZERO {
            return Err(NotScored::NegativeTarget(target.figure.text().to_owned()));
        }
        not_at_strict_bound(target, actual)?;
        Ok(Pair {
            target,
            actual,
            target_value,
            actual_value: usable(actual, direction)?.max(Decimal::ZERO),
        })
    }

    /// A leaf that names a parameter of the method, with what that rests on.
    fn rule(&self, label: &str, name: &str, value: Decimal, shown: String) -> Arc<Derivation> {
        Arc::new(Derivation {
            label: label.to_owned(),
            value,
            shown,
            step: Step::Rule { entry: self.part(name) },
            basis: Some(self.basis_of(name).clone()),
            inputs: Vec::new(),
        })
    }

    /// A leaf that names a share of the points as a parameter of the method.
    fn share(&self, name: &str, share: Share) -> Arc<Derivation> {
        self.rule("得分比例", name, share.value(), share.to_string())
    }

    fn outside_tiers(&self, share: Decimal) -> NotScored {
        NotScored::OutsideTiers { share: number::percent(share), method: self.label.clone() }
    }
}

impl Pair<'_> {
    /// Whether actual by target lies in the band, compared without dividing.
    fn lies_in(&self, band: &Band, direction: Direction) -> Option<bool> {
        let edge = band.edge.quotient()?.checked_mul(self.target_value)?;
        Some(is_inside(self.actual_value, edge, direction))
    }
}

/// Whether a value lies at the edge or on its better side.
fn is_inside(value: Decimal, edge: Decimal, direction: Direction) -> bool {
    match direction {
        Direction::Rising => value >= edge,
        Direction::Falling => value <= edge,
    }
}

/// The edge of a band as words.
fn edge_text(edge: &Figure, direction: Direction) -> String {
    match direction {
        Direction::Rising => format!("{edge}及以上"),
        Direction::Falling => format!("{edge}及以下"),
    }
}

/// All points, because the target is reached.
fn reached(direction: Direction, pair: &Pair<'_>, inputs: &Inputs) -> Result<Unrounded, NotScored> {
    let is_over_budget =
        inputs.rate == RateKind::Execution && pair.actual_value > pair.target_value;
    let formula = format!(
        "{}，{}得满分{}",
        pair.reached_text(direction),
        if is_over_budget { "超过预算数，至多" } else { "" },
        number::points(inputs.points.value)
    );
    by_rate(Some(inputs.points.value), pair, formula, inputs)
}

/// Points that follow from actual by target.
fn by_rate(
    points: Option<Decimal>,
    pair: &Pair<'_>,
    formula: String,
    inputs: &Inputs,
) -> Result<Unrounded, NotScored> {
    let (Some(points), Some(rate)) = (points, pair.rate_step(inputs.rate)) else {
        return Err(NotScored::TooLarge);
    };
    Ok(Unrounded { points, formula, inputs: vec![rate] })
}

/// A share of the points.
fn of_points(share: Share, inputs: &Inputs) -> Result<Unrounded, NotScored> {
    let points = inputs.points.value;
    Ok(Unrounded {
        points: share.of(points).ok_or(NotScored::TooLarge)?,
        formula: format!("{} × {share}", number::points(points)),
        inputs: Vec::new(),
    })
}

/// All points where the actual lies in the range that the target is, else none.
fn binary_in_range(
    target: &Quantity,
    actual: &Quantity,
    inputs: &Inputs,
) -> Result<Unrounded, NotScored> {
    comparable(target, actual)?;
    if actual.figure.relation() != Relation::Exactly {
        return Err(NotScored::BoundOnWrongSide(actual.figure.text().to_owned()));
    }
    let range = target.figure.interval();
    let range = range.ok_or_else(|| NotScored::Vague(target.figure.text().to_owned()))?;
    let (points, words) = if range.contains(actual.figure.value()) {
        (inputs.points.value, "之内，达标，得满分")
    } else {
        (Decimal::ZERO, "之外，不得分")
    };
    Ok(Unrounded {
        points,
        formula: format!("{}在「{}」{words}", actual.figure, target.figure),
        inputs: vec![actual.leaf.clone(), target.leaf.clone()],
    })
}

/// The actual, where there is a figure.
fn actual_of(inputs: &Inputs) -> Result<&Quantity, NotScored> {
    if let Some(why) = &inputs.ambiguous {
        return Err(NotScored::Ambiguous { why: why.clone() });
    }
    inputs.actual.as_ref().ok_or_else(|| NotScored::NoActual { text: inputs.actual_text.clone() })
}

fn comparable(one: &Quantity, two: &Quantity) -> Result<(), NotScored> {
    comparable_figures(&one.figure, &two.figure)
}

fn comparable_figures(target: &Figure, actual: &Figure) -> Result<(), NotScored> {
    if target.unit().is_comparable(actual.unit()) {
        return Ok(());
    }
    Err(NotScored::DifferentThings {
        target: target.text().to_owned(),
        actual: actual.text().to_owned(),
    })
}
