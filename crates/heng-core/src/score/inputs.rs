//! Gathers what a method needs from a dossier, each value with where it comes from.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::answer::Answer;
use crate::basis::Basis;
use crate::derivation::{Derivation, Step};
use crate::dossier::{Actual, BudgetLine, Judgement, ManagementFact};
use crate::fact::FactId;
use crate::figure::{Figure, Relation, Unit};
use crate::pack::{Inputs, NotScored, Pack, Quantity, RateKind, number};
use crate::reading::Reading;
use crate::register::Measurements;

/// Where values come from that nobody typed into an indicator.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'s> {
    /// What registers gave.
    pub(crate) measurements: &'s Measurements,
    /// What rates are formed from.
    pub(crate) management: &'s [ManagementFact],
    /// The pack, which says how they are formed.
    pub(crate) pack: &'s Pack,
}

/// What the execution rate is scored from: the budget is the target, the expenditure the actual.
pub(crate) fn execution_rate(
    money: &BudgetLine,
    fact: &FactId,
    pack: &Pack,
) -> Result<Inputs, NotScored> {
    let budget = money.budget.as_ref().ok_or(NotScored::NoBudget)?;
    let expenditure = money.expenditure.as_ref();
    let expenditure = expenditure.ok_or(NotScored::NoExpenditure)?;
    let rule = pack.execution_rate.as_ref().ok_or(NotScored::NoMethod)?;
    let weight = pack.weight(&rule.dimension);
    let (entry, basis, points) = match (rule.points, weight) {
        (Some(points), _) => (rule.entry.clone(), rule.basis.clone(), points),
        (None, Some(weight)) => (weight.entry.clone(), weight.basis.clone(), weight.points),
        (None, None) => return Err(NotScored::NoPoints),
    };
    Ok(Inputs {
        label: "预算执行率得分".to_owned(),
        rate: RateKind::Execution,
        points: ruled_points(points, entry, basis),
        target: Some(stated("预算数", fact.child("budget"), budget.clone())),
        actual: Some(stated("执行数", fact.child("expenditure"), expenditure.clone())),
        actual_text: expenditure.text().to_owned(),
        ambiguous: None,
        judgement: None,
        completed: money.finished.map(|finished| finished_leaf(finished, fact)),
        members: Vec::new(),
    })
}

/// What an indicator is scored from.
pub(crate) fn indicator(
    reading: &Reading<'_>,
    points: Decimal,
    sources: Sources<'_>,
) -> Result<Inputs, NotScored> {
    let indicator = reading.indicator;
    let mut actual = match &indicator.actual {
        Actual::Typed(_) => reading
            .answering_figure()
            .map(|figure| stated("实际完成值", indicator.fact("actual"), figure.clone())),
        Actual::Measured(measure) => Some(measured(measure, sources.measurements)?),
        Actual::Derived(rate) => Some(derived(rate, sources)?),
    };
    let mut target = reading
        .target()
        .map(|figure| stated("年度指标值", indicator.fact("target"), figure.clone()));
    if let (Some(target), Some(actual)) = (&mut target, &mut actual) {
        bring_into_one_unit(target, actual);
    }
    let ambiguous = match &reading.answer {
        Answer::Ambiguous { why } => Some(why.clone()),
        Answer::Figures { .. }
        | Answer::NoFigure { .. }
        | Answer::DifferentThings { .. }
        | Answer::NotQuantified => None,
    };
    let listed = sources.pack.standard(&indicator.name).filter(|_| indicator.points.is_none());
    Ok(Inputs {
        label: format!("“{}”得分", indicator.name),
        rate: RateKind::Achievement,
        points: listed.map_or_else(
            || {
                let fact = indicator.fact("points");
                Derivation::stated("分值", fact, points, &number::points(points)).into()
            },
            |listed| ruled_points(points, listed.entry.clone(), listed.basis.clone()),
        ),
        target,
        actual,
        actual_text: reading.actual.as_deref().unwrap_or_default().to_owned(),
        ambiguous,
        judgement: indicator.judgement.as_ref().map(judged),
        completed: None,
        members: Vec::new(),
    })
}

/// Brings target and actual into one unit, where theirs differ by a factor; the leaves stay as they
/// were stated.
fn bring_into_one_unit(target: &mut Quantity, actual: &mut Quantity) {
    if let Some(alike) = Figure::in_one_unit(&target.figure, &actual.figure) {
        (target.figure, actual.figure) = alike;
    }
}

/// A rate that the pack forms from management facts.
pub(super) fn derived(id: &str, sources: Sources<'_>) -> Result<Quantity, NotScored> {
    let no_value = |why: String| NotScored::NotDerived { rate: id.to_owned(), why };
    let rate = sources.pack.rate(id);
    let rate = rate.ok_or_else(|| no_value("规则包没有这个算式".to_owned()))?;
    let fact = |id: &str| {
        let found = sources.management.iter().find(|one| one.id == id);
        found.ok_or_else(|| no_value(format!("缺少管理数据「{id}」")))
    };
    let (of, to) = (fact(&rate.of)?, fact(&rate.to)?);
    for one in [of, to] {
        if one.value.relation() != Relation::Exactly {
            return Err(no_value(format!("“{}”的「{}」不是确数", one.label, one.value)));
        }
    }
    let in_one_unit = Figure::in_one_unit(&of.value, &to.value);
    let (of_value, to_value) = in_one_unit
        .ok_or_else(|| no_value(format!("「{}」与「{}」单位不同，不能相除", of.value, to.value)))?;
    let leaf = |one: &ManagementFact, figure: &Figure| {
        let fact = FactId::new(["management", &one.id]);
        Derivation::stated(&one.label, fact, figure.value(), one.value.text()).into()
    };
    let (of, to) = (leaf(of, &of_value), leaf(to, &to_value));
    let derived = rate.value(&of, &to, &sources.pack.rounding);
    let derived = derived.map_err(|why| no_value(why.to_string()))?;
    let (shown, value) = (&derived.shown, derived.value);
    let figure = Figure::new(shown, value, 0, Unit::Percent, Relation::Exactly);
    Ok(Quantity { figure: figure.ok_or(NotScored::TooLarge)?, leaf: derived.into() })
}

/// Points that the pack gives.
fn ruled_points(points: Decimal, entry: String, basis: Basis) -> Arc<Derivation> {
    Arc::new(Derivation {
        label: "分值".to_owned(),
        value: points,
        shown: number::points(points),
        step: Step::Rule { entry },
        basis: Some(basis),
        inputs: Vec::new(),
    })
}

fn finished_leaf(finished: bool, money: &FactId) -> Arc<Derivation> {
    let (value, shown) = if finished { (Decimal::ONE, "是") } else { (Decimal::ZERO, "否") };
    Derivation::stated("是否完成", money.child("finished"), value, shown).into()
}

fn measured(measure: &str, measurements: &Measurements) -> Result<Quantity, NotScored> {
    let not_measured =
        |why: &str| NotScored::NotMeasured { measure: measure.to_owned(), why: why.to_owned() };
    match measurements.0.get(measure) {
        None => Err(not_measured("没有这个度量")),
        Some(Err(why)) => Err(not_measured(why)),
        Some(Ok(measured)) => {
            let leaf = Derivation { label: "实际完成值".to_owned(), ..measured.derivation() };
            Ok(Quantity { leaf: leaf.into(), figure: measured.figure() })
        }
    }
}

fn stated(label: &str, fact: FactId, figure: Figure) -> Quantity {
    let leaf = Derivation::stated(label, fact, figure.value(), figure.text());
    Quantity { leaf: leaf.into(), figure }
}

fn judged(judgement: &Judgement) -> Arc<Derivation> {
    Arc::new(Derivation {
        label: "评判比例".to_owned(),
        value: judgement.share,
        shown: number::percent(judgement.share),
        step: Step::Judged { reason: judgement.reason.clone() },
        basis: None,
        inputs: Vec::new(),
    })
}
