//! What worked cases ask, and what a pack answers.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Probe, Tried};
use crate::derivation::{Derivation, Step};
use crate::fact::FactId;
use crate::figure::{Figure, scan};
use crate::pack::variant::{COST, SATISFACTION};
use crate::pack::{
    Asked, Formula, Inputs, Method, NoRate, NotScored, Pack, Presence, Quantity, RateKind, number,
};

/// What a case asks.
pub(super) enum Question {
    /// The grade of a total.
    Grade { total: Decimal },
    /// The score of an indicator; without points, the scheme's own for it.
    Score { asked: Given, points: Option<Decimal>, members: Vec<Given> },
    /// The score of the execution rate.
    Execution { budget: String, expenditure: String, finished: Option<bool> },
    /// The value of a rate.
    Rate { rate: String, of: Figure, to: Figure },
    /// Which set of weights holds.
    Variant { presence: Presence },
}

/// What a case says of one indicator.
#[derive(Default)]
pub(super) struct Given {
    pub(super) method: Option<String>,
    /// Identifier of the scheme's own indicator.
    pub(super) indicator: Option<String>,
    pub(super) dimension: Option<String>,
    pub(super) target: String,
    pub(super) actual: String,
    pub(super) judgement: Option<(Decimal, String)>,
    pub(super) finished: Option<bool>,
}

/// What a pack answers.
pub(super) struct Answer {
    pub(super) method: Option<String>,
    pub(super) probe: Probe,
    pub(super) found: String,
}

pub(super) fn scored(score: Decimal) -> String {
    format!("{}分", score.normalize())
}

pub(super) fn not_scored(name: &str) -> String {
    format!("未计分（{name}）")
}

pub(super) fn of_grade(label: &str) -> String {
    format!("等级「{label}」")
}

pub(super) fn of_variant(id: &str) -> String {
    format!("分值方案「{id}」")
}

pub(super) fn no_rate(name: &str) -> String {
    format!("没有数值（{name}）")
}

impl Question {
    pub(super) fn answer(&self, pack: &Pack) -> Answer {
        match self {
            Self::Grade { total } => {
                let grade = pack.grade(*total).map(|grade| of_grade(&grade.label));
                Answer {
                    method: None,
                    probe: Probe::Grade { total: *total },
                    found: grade.unwrap_or_else(|| "没有等级".to_owned()),
                }
            }
            Self::Score { asked, points, members } => score(asked, *points, members, pack),
            Self::Execution { budget, expenditure, finished } => {
                execution([budget, expenditure], *finished, pack)
            }
            Self::Rate { rate, of, to } => of_rate(rate, of, to, pack),
            Self::Variant { presence } => {
                let dimensions = [(presence.cost, COST), (presence.satisfaction, SATISFACTION)];
                let dimensions = dimensions.into_iter().filter(|(has, _)| *has);
                let suited = pack.suited(dimensions.map(|(_, dimension)| dimension));
                let variant = suited.chosen().map(|(variant, _)| variant.id.clone());
                let found = variant.as_deref().map(of_variant);
                Answer {
                    method: None,
                    probe: Probe::Variant { variant },
                    found: found.unwrap_or_else(|| "没有分值方案".to_owned()),
                }
            }
        }
    }
}

fn score(asked: &Given, points: Option<Decimal>, members: &[Given], pack: &Pack) -> Answer {
    let listed = asked.listed(pack).and_then(|listed| listed.points);
    let points = points.or(listed).unwrap_or_default();
    let mut inputs = asked.inputs(points);
    let method = asked.method(pack);
    let found = (|| {
        let method = method.clone()?;
        if matches!(method.formula, Formula::MeanCompletion { .. }) {
            inputs.members = members
                .iter()
                .map(|one| one.completion(pack).map(Arc::new))
                .collect::<Result<_, _>>()?;
        }
        method.score(&pack.rounding, &inputs)
    })();
    Answer {
        method: method.ok().map(|method| method.id.clone()),
        probe: asked.probe(RateKind::Achievement, members.len(), found.as_ref().ok()),
        found: shown(found),
    }
}

fn execution(money: [&str; 2], finished: Option<bool>, pack: &Pack) -> Answer {
    let [budget, expenditure] = money.map(ToOwned::to_owned);
    let given = Given { target: budget, actual: expenditure, finished, ..Given::default() };
    let rule = pack.execution_rate.as_ref().zip(pack.execution_rate_method());
    let found = rule.ok_or(NotScored::NoMethod).and_then(|(rule, (method, points))| {
        let inputs = Inputs { rate: RateKind::Execution, ..given.inputs(points) };
        rule.score(method, &pack.rounding, &inputs)
    });
    Answer {
        method: rule.map(|(_, (method, _))| method.id.clone()),
        probe: given.probe(RateKind::Execution, 0, found.as_ref().ok()),
        found: shown(found),
    }
}

fn of_rate(id: &str, of: &Figure, to: &Figure, pack: &Pack) -> Answer {
    let leaf = |name: &str, figure: &Figure| {
        Derivation::stated(name, FactId::new(["case", name]), figure.value(), figure.text()).into()
    };
    let found = match pack.rate(id) {
        None => no_rate("unknown"),
        Some(rate) => match rate.value(&leaf("of", of), &leaf("to", to), &pack.rounding) {
            Ok(value) => value.shown,
            Err(NoRate::ZeroDenominator(_)) => no_rate("zero-denominator"),
            Err(NoRate::NegativeDenominator(_)) => no_rate("negative-denominator"),
            Err(NoRate::TooLarge) => no_rate("too-large"),
        },
    };
    let probe = Probe::Rate { rate: id.to_owned(), by_zero: to.value().is_zero() };
    Answer { method: None, probe, found }
}

fn shown(score: Result<Derivation, NotScored>) -> String {
    match score {
        Ok(derivation) => scored(derivation.value),
        Err(why) => not_scored(why.name()),
    }
}

fn first_figure(text: &str) -> Option<Figure> {
    scan::figures(text).next().map(|(_, figure)| figure)
}

impl Given {
    fn listed<'p>(&self, pack: &'p Pack) -> Option<&'p crate::pack::Standard> {
        let id = self.indicator.as_ref()?;
        pack.standards.iter().find(|one| one.id == *id)
    }

    /// The method that the case names, or the pack's for its indicator, dimension and target.
    pub(super) fn method<'p>(&self, pack: &'p Pack) -> Result<&'p Method, NotScored> {
        pack.method_for(Asked {
            method: self.method.as_deref(),
            name: self.listed(pack).map_or("", |listed| &listed.label),
            dimension: self.dimension.as_deref(),
            target: first_figure(&self.target).as_ref(),
        })
    }

    fn completion(&self, pack: &Pack) -> Result<Derivation, NotScored> {
        self.method(pack)?.completion("算例", &self.inputs(Decimal::ONE))
    }

    fn probe(&self, kind: RateKind, members: usize, score: Option<&Derivation>) -> Probe {
        Probe::Score(Box::new(Tried {
            kind,
            target: first_figure(&self.target),
            actual: first_figure(&self.actual),
            judged: self.judgement.as_ref().map(|(share, _)| *share),
            finished: self.finished,
            members,
            score: score.map(|score| score.value),
        }))
    }

    fn inputs(&self, points: Decimal) -> Inputs {
        let leaf = |label: &str, name: &str, value: Decimal, shown: &str| {
            Arc::new(Derivation::stated(label, FactId::new(["case", name]), value, shown))
        };
        let quantity = |label: &str, name: &str, figure: Figure| Quantity {
            leaf: leaf(label, name, figure.value(), figure.text()),
            figure,
        };
        let finished = self.finished.map(i32::from);
        Inputs {
            label: "得分".to_owned(),
            rate: RateKind::Achievement,
            points: leaf("分值", "points", points, &number::points(points)),
            target: first_figure(&self.target).map(|one| quantity("年度指标值", "target", one)),
            actual: first_figure(&self.actual).map(|one| quantity("实际完成值", "actual", one)),
            actual_text: self.actual.clone(),
            ambiguous: None,
            judgement: self.judgement.clone().map(|(share, reason)| judged(share, reason)),
            completed: finished.map(|one| leaf("是否完成", "finished", Decimal::from(one), "")),
            members: Vec::new(),
        }
    }
}

fn judged(share: Decimal, reason: String) -> Arc<Derivation> {
    Arc::new(Derivation {
        label: "评判比例".to_owned(),
        value: share,
        shown: number::percent(share),
        step: Step::Judged { reason },
        basis: None,
        inputs: Vec::new(),
    })
}
