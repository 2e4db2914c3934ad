//! Methods: a formula with the parameters and the basis that a pack gives it.

use super::formula::{self, Formula};
use super::read;
use crate::basis::Basis;
use crate::reader::Entry;

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
    /// What the rule rests on.
    pub basis: Basis,
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

/// Reads one `[[method]]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<Method> {
    let id = entry.required_text("id");
    let label = entry.required_text("label");
    let basis = read::basis(entry);
    let formula = formula::read(entry);
    let formula = formula?;
    let zero_target = zero_target(entry, &formula);
    Some(Method {
        entry: format!("{pack}/method/{id}"),
        id,
        label,
        formula,
        zero_target,
        basis: basis?,
    })
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
