//! Methods: a formula with the parameters and the basis that a pack gives it.

use rust_decimal::Decimal;

use super::formula::{self, Direction, Formula};
use super::{number, read};
use crate::basis::Basis;
use crate::reader::{Entry, ProblemKind};

/// How an indicator is scored (计分方法).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// The formula with its parameters.
    pub formula: Formula,
    /// What a target of zero does, where the formula divides by the target.
    pub zero_target: Option<ZeroTarget>,
    /// What passing the target by much takes off, where the scheme takes something off.
    pub over_deduct: Option<OverDeduct>,
    /// What the rule rests on.
    pub basis: Basis,
    /// What single parameters rest on, where that is something else.
    pub parameters: Vec<ParameterBasis>,
}

/// What one parameter of a method rests on, where it is not what the method rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterBasis {
    /// Identifier of the parameter, with its method and pack.
    pub entry: String,
    /// The key of the parameter, e.g. `zero_target`.
    pub parameter: String,
    /// What it rests on.
    pub basis: Basis,
}

impl Method {
    /// Which way is better for an indicator that is scored so, where the method itself says it.
    ///
    /// A binary method leaves it to the target's relation, a judged one to whoever judges.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        self.formula.direction()
    }

    /// What a parameter rests on: its own basis, or else the method's.
    ///
    /// `bands/2` is a part of the parameter `bands`.
    #[must_use]
    pub fn basis_of(&self, parameter: &str) -> &Basis {
        let key = parameter.split('/').next().unwrap_or_default();
        let own = self.parameters.iter().find(|one| one.parameter == key);
        own.map_or(&self.basis, |one| &one.basis)
    }
}

/// What a target of zero does where a formula would divide by it (目标值为零时).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZeroTarget {
    /// The indicator is not scored (不计分).
    NotScored,
    /// All points: a target of zero is reached in any case (得满分).
    Full,
    /// All points where the actual is zero or less, else none (实际为零得满分).
    FullIfActualIsZero,
}

/// What passing the target by much takes off, which only a scheme's own choice can say (超额扣减).
///
/// From `r` times the target on: `w × max(floor, 1 − k × (B ÷ A − r))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverDeduct {
    /// `r`: actual by target above which points are taken off, at least 1.
    pub from: Decimal,
    /// `k`: the share of the points taken off for each time the target.
    pub factor: Decimal,
    /// The least share of the points that is left.
    pub floor: Decimal,
}

/// Reads one `[[method]]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<Method> {
    let id = entry.required_text("id");
    let label = entry.required_text("label");
    let basis = read::basis(entry);
    let formula = formula::read(entry);
    let formula = formula?;
    let zero_target = zero_target(entry, &formula);
    let over_deduct = over_deduct(entry, &formula);
    let rule = format!("{pack}/method/{id}");
    let parameters = parameters(entry, &rule);
    let own = parameters.iter().find(|one| one.parameter == "over_deduct");
    if over_deduct.is_some() && !matches!(own.map(|one| &one.basis), Some(Basis::Scheme { .. })) {
        let message = "超额扣减没有出处可引，须写明是方案自定。".to_owned();
        let remedy = "请写 parameter_basis.over_deduct = { kind = \"scheme\", reason = … }。";
        entry.report(ProblemKind::MissingKey, "over_deduct", message, remedy);
    }
    let gives_points = zero_target.is_some_and(|effect| effect != ZeroTarget::NotScored);
    if gives_points && !parameters.iter().any(|one| one.parameter == "zero_target") {
        // That a target of zero gives points is seldom said where the formula is.
        entry.missing("parameter_basis.zero_target");
    }
    Some(Method {
        entry: rule,
        id,
        label,
        formula,
        zero_target,
        over_deduct,
        basis: basis?,
        parameters,
    })
}

/// Reads what passing the target by much takes off; only a formula that caps points at it may.
fn over_deduct(entry: &Entry<'_>, formula: &Formula) -> Option<OverDeduct> {
    if !matches!(formula, Formula::Equal | Formula::ProportionalCapped) {
        return None;
    }
    let below = entry.entry("over_deduct")?;
    let number = |key: &str| {
        if !below.has(key) {
            below.missing(key);
        }
        number::ratio(&below, key)
    };
    let (from, factor, floor) = (number("from"), number("factor"), number("floor"));
    let read = OverDeduct { from: from?, factor: factor?, floor: floor? };
    let is_sound = read.from >= Decimal::ONE
        && read.factor > Decimal::ZERO
        && read.floor >= Decimal::ZERO
        && read.floor <= Decimal::ONE;
    if !is_sound {
        let message =
            "「over_deduct」的 from 须不小于 1，factor 须大于 0，floor 须在 0 到 1 之间。";
        entry.not_understood("over_deduct", message.to_owned(), "请改正取值。");
        return None;
    }
    Some(read)
}

/// The keys of methods that are parameters.
const PARAMETERS: [&str; 13] = [
    "zero_target",
    "floor",
    "of",
    "better",
    "bands",
    "when_completed",
    "tiers",
    "start",
    "step",
    "deduction",
    "partial",
    "items",
    "over_deduct",
];

/// Reads what single parameters rest on.
fn parameters(entry: &Entry<'_>, method: &str) -> Vec<ParameterBasis> {
    let Some(below) = entry.entry("parameter_basis") else {
        return Vec::new();
    };
    let mut bases = Vec::new();
    for key in below.keys() {
        if !PARAMETERS.contains(&key.as_str()) || !entry.has(&key) {
            let message = format!("「parameter_basis」所写的「{key}」不是这个方法写明的参数。");
            let remedy = "请写这个方法里已有的参数名，如 zero_target。";
            below.report(ProblemKind::UnknownReference, &key, message, remedy);
        } else if let Some(basis) = read::basis_at(&below, &key) {
            bases.push(ParameterBasis { entry: format!("{method}/{key}"), parameter: key, basis });
        }
    }
    bases
}

/// Reads what a target of zero does, which must be said exactly where the formula divides by it.
///
/// Only what keeps scores monotone may be said: a rising formula can't give points for an actual of
/// zero and take them away for more.
fn zero_target(entry: &Entry<'_>, formula: &Formula) -> Option<ZeroTarget> {
    if !formula.divides_by_target() {
        return None;
    }
    if !entry.has("zero_target") {
        entry.missing("zero_target");
    }
    let not_scored = ("not-scored", ZeroTarget::NotScored);
    let if_zero = ("full-if-actual-is-zero", ZeroTarget::FullIfActualIsZero);
    let full = ("full", ZeroTarget::Full);
    let rises = formula.direction() == Some(formula::Direction::Rising);
    match formula {
        Formula::Equal => entry.choice("zero_target", &[not_scored, if_zero]),
        _ if rises => entry.choice("zero_target", &[not_scored, full]),
        _ => entry.choice("zero_target", &[not_scored, if_zero]),
    }
}
