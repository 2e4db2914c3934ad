//! Which boundaries of a pack have a worked case, found from the pack itself.

use rust_decimal::Decimal;

use super::{CaseResult, Probe, Tried};
use crate::figure::Figure;
use crate::pack::formula::{Band, BandOf, Direction, Formula, Tier};
use crate::pack::{Method, Pack, RateKind};

/// The boundaries of a pack that no worked case tries, in Chinese.
///
/// A boundary is where a score or grade changes its rule: both the boundary itself and what lies
/// just on its worse side want a case.
#[must_use]
pub fn boundaries_without_case(pack: &Pack, results: &[CaseResult]) -> Vec<String> {
    let mut wanted = Wanted { results, missing: Vec::new() };
    wanted.grades(pack);
    for method in &pack.methods {
        wanted.method(method);
    }
    if pack.execution_rate.is_some() {
        let of = |one: &Tried| one.kind == RateKind::Execution;
        let nothing =
            |figure: &Option<Figure>| figure.as_ref().is_some_and(|one| one.value().is_zero());
        wanted.score(None, "预算为零而没有支出", |one| {
            of(one) && nothing(&one.target) && nothing(&one.actual)
        });
        wanted.score(None, "预算为零而有支出", |one| {
            of(one) && nothing(&one.target) && !nothing(&one.actual)
        });
    }
    for variant in &pack.variants {
        let chosen = Probe::Variant { variant: Some(variant.id.clone()) };
        wanted.probe(&format!("分值方案「{}」", variant.id), |probe| *probe == chosen);
    }
    for rate in &pack.rates {
        for (what, wants_zero) in [("有数值", false), ("除数为零", true)] {
            wanted.probe(&format!("算式「{}」：{what}", rate.id), |probe| {
                matches!(probe, Probe::Rate { rate: id, by_zero }
                    if *id == rate.id && *by_zero == wants_zero)
            });
        }
    }
    wanted.missing
}

/// What is wanted of the cases, and what they leave open.
struct Wanted<'r> {
    results: &'r [CaseResult],
    missing: Vec<String>,
}

fn actual_of(one: &Tried) -> Option<Decimal> {
    Some(one.actual.as_ref()?.value())
}

fn target_of(one: &Tried) -> Option<Decimal> {
    Some(one.target.as_ref()?.value())
}

/// Actual by target in percent.
fn rate_of(one: &Tried) -> Option<Decimal> {
    actual_of(one)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(target_of(one)?)
}

impl Wanted<'_> {
    fn probe(&mut self, what: &str, is_met: impl Fn(&Probe) -> bool) {
        if !self.results.iter().any(|one| is_met(&one.probe)) {
            self.missing.push(what.to_owned());
        }
    }

    /// Wants a case about a score, of a method where one is named.
    fn score(&mut self, method: Option<&str>, what: &str, is_met: impl Fn(&Tried) -> bool) {
        let is_of = |one: &&CaseResult| method.is_none() || one.method.as_deref() == method;
        let is_met = |one: &CaseResult| match &one.probe {
            Probe::Score(tried) => is_met(tried),
            Probe::Grade { .. } | Probe::Rate { .. } | Probe::Variant { .. } => false,
        };
        if !self.results.iter().filter(is_of).any(is_met) {
            self.missing.push(what.to_owned());
        }
    }

    fn grades(&mut self, pack: &Pack) {
        let digit = pack.rounding.last_digit();
        for grade in &pack.grades {
            let mut ends = vec![("下限", Some(grade.at_least))];
            if !grade.at_least.is_zero() {
                ends.push(("下限之下", grade.at_least.checked_sub(digit)));
            }
            for (what, wanted) in ends {
                self.probe(
                    &format!("等级「{}」：{what}", grade.label),
                    |probe| matches!(probe, Probe::Grade { total } if Some(*total) == wanted),
                );
            }
        }
    }

    fn method(&mut self, method: &Method) {
        self.formula(method);
        if method.formula.divides_by_target() {
            self.of(method, "目标为零", |one| {
                target_of(one).is_some_and(|target| target.is_zero())
            });
        }
        if let Some(rule) = method.over_deduct {
            let edge = rule.from.checked_mul(Decimal::ONE_HUNDRED);
            self.of(method, "恰在超额扣减起点", |one| {
                rate_of(one).is_some() && rate_of(one) == edge
            });
            self.of(method, "过了超额扣减起点", |one| rate_of(one) > edge);
        }
    }

    /// Wants a case of a method.
    fn of(&mut self, method: &Method, what: &str, is_met: impl Fn(&Tried) -> bool) {
        let label = format!("方法「{}」：{what}", method.id);
        self.score(Some(&method.id), &label, is_met);
    }

    fn formula(&mut self, method: &Method) {
        let is_equal = |one: &Tried| actual_of(one).is_some() && actual_of(one) == target_of(one);
        match &method.formula {
            Formula::Binary
            | Formula::Equal
            | Formula::ProportionalCapped
            | Formula::ReverseRatio => self.of(method, "恰为目标", is_equal),
            Formula::ReverseLinear => {
                self.of(method, "恰为目标", is_equal);
                self.of(method, "恰为目标的两倍", |one| {
                    rate_of(one) == Some(Decimal::from(200))
                });
            }
            Formula::ProportionalAboveFloor { floor } => {
                self.of(method, "恰为目标", is_equal);
                let edge = floor.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
                self.edge(method, "及格线", edge, Direction::Rising, rate_of);
            }
            Formula::Banded { of, direction, bands, when_completed } => {
                self.bands(method, (*of, *direction), bands);
                if when_completed.is_some() {
                    self.of(method, "已在预算内完成", |one| one.finished == Some(true));
                    self.of(method, "未完成", |one| one.finished == Some(false));
                    self.of(method, "是否完成不明", |one| one.finished.is_none());
                    self.of(method, "超过预算", |one| {
                        rate_of(one) > Some(Decimal::ONE_HUNDRED)
                    });
                }
            }
            Formula::Tiers { tiers } => self.tiers(method, tiers),
            Formula::PerUnitDeduction { start, step, direction, .. } => {
                let begin = |one: &Tried| start.as_ref().map(Figure::value).or(target_of(one));
                let beyond = |one: &Tried| match direction {
                    Direction::Falling => actual_of(one)?.checked_sub(begin(one)?),
                    Direction::Rising => begin(one)?.checked_sub(actual_of(one)?),
                };
                self.of(method, "恰在起扣点", |one| beyond(one) == Some(Decimal::ZERO));
                self.of(method, "过起扣点一个单位", |one| beyond(one) == Some(*step));
                self.of(method, "扣完", |one| one.score == Some(Decimal::ZERO));
            }
            Formula::Checklist { items } => {
                let all = Decimal::from(items.len());
                self.of(method, "全部做到", |one| actual_of(one) == Some(all));
                self.of(method, "少一项", |one| actual_of(one) == all.checked_sub(Decimal::ONE));
                self.of(method, "一项没有", |one| actual_of(one) == Some(Decimal::ZERO));
            }
            Formula::MeanCompletion { .. } => {
                self.of(method, "有几项指标", |one| one.members > 1);
                self.of(method, "没有指标", |one| one.members == 0);
            }
            Formula::ManualWithReason => {
                self.of(method, "已评判", |one| one.judged.is_some());
                self.of(method, "没有评判", |one| one.judged.is_none());
            }
        }
    }

    fn bands(&mut self, method: &Method, by: (BandOf, Direction), bands: &[Band]) {
        let (of, direction) = by;
        for band in bands {
            let what = format!("「{}」一档", band.edge);
            let value = match of {
                BandOf::AchievementRate => rate_of,
                BandOf::Actual => actual_of,
            };
            self.edge(method, &what, band.edge.value(), direction, value);
        }
    }

    fn tiers(&mut self, method: &Method, tiers: &[Tier]) {
        for tier in tiers {
            let judged = |one: &Tried| one.judged?.checked_mul(Decimal::ONE_HUNDRED);
            let edge = tier.at_least.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
            self.edge(method, &format!("「{}」一等", tier.label), edge, Direction::Rising, judged);
        }
    }

    /// Wants a case at an edge and one less than a unit on its worse side.
    ///
    /// Below nothing there is no worse side.
    fn edge(
        &mut self,
        method: &Method,
        what: &str,
        edge: Decimal,
        direction: Direction,
        value: impl Fn(&Tried) -> Option<Decimal>,
    ) {
        self.of(method, &format!("{what}的边界"), |one| value(one) == Some(edge));
        if direction == Direction::Rising && edge.is_zero() {
            return;
        }
        let is_just_worse = |value: Decimal| {
            let beyond = match direction {
                Direction::Rising => edge.checked_sub(value),
                Direction::Falling => value.checked_sub(edge),
            };
            beyond.is_some_and(|beyond| beyond > Decimal::ZERO && beyond <= Decimal::ONE)
        };
        self.of(method, &format!("{what}的边界之外"), |one| {
            value(one).is_some_and(is_just_worse)
        });
    }
}
