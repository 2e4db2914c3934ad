//! The indicators that a scheme itself lists.

use rust_decimal::Decimal;

use super::read::{basis, required_decimal, unknown};
use super::{ExecutionRate, Weight};
use crate::basis::Basis;
use crate::reader::{Entry, ProblemKind};

/// An indicator that the scheme lists, with its standard (方案所列指标).
///
/// An indicator of a dossier with the same name is scored by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// Name, as the level-3 indicator is called.
    pub label: String,
    /// Identifier of the dimension, or its name where the pack gives no weights (一级指标).
    pub dimension: Option<String>,
    /// Name of the subdimension (二级指标).
    pub subdimension: Option<String>,
    /// Its points, where the scheme gives them.
    pub points: Option<Decimal>,
    /// Identifier of the method that scores it.
    pub method: Option<String>,
    /// Identifier of the pack's `[[formula]]` that gives its actual.
    pub rate: Option<String>,
    /// How it is scored, in words.
    pub clause: Option<String>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// What the rest of the pack has, for references.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) methods: &'k [&'k str],
    pub(super) rates: &'k [&'k str],
    pub(super) weights: &'k [Weight],
}

/// Reads one `[[indicator]]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str, known: Known<'_>) -> Option<Standard> {
    let (id, label) = (entry.required_text("id"), entry.required_text("label"));
    let dimension = entry.text("dimension");
    let dimensions = || known.weights.iter().map(|weight| weight.dimension.as_str());
    if let Some(dimension) = &dimension
        && !known.weights.is_empty()
        && dimensions().all(|one| one != dimension)
    {
        unknown(entry, "dimension", dimension, dimensions());
    }
    let refer = |key: &str, words: &[&str]| {
        let word = entry.text(key)?;
        if !words.contains(&word.as_str()) {
            unknown(entry, key, &word, words.iter().copied());
        }
        Some(word)
    };
    let (method, rate) = (refer("method", known.methods), refer("formula", known.rates));
    let points = if entry.has("points") { Some(required_decimal(entry, "points")?) } else { None };
    Some(Standard {
        entry: format!("{pack}/indicator/{id}"),
        id,
        label,
        dimension,
        subdimension: entry.text("subdimension"),
        points,
        method,
        rate,
        clause: entry.text("clause"),
        basis: basis(entry)?,
    })
}

/// Reports dimensions whose listed indicators do not have the dimension's points in all.
pub(super) fn check(
    root: &Entry<'_>,
    standards: &[Standard],
    weights: &[Weight],
    execution: Option<&ExecutionRate>,
) {
    for weight in weights {
        let own = standards.iter().filter(|one| one.dimension.as_ref() == Some(&weight.dimension));
        let points: Option<Vec<Decimal>> = own.map(|one| one.points).collect();
        let Some(points) = points.filter(|points| !points.is_empty()) else { continue };
        let rate = execution.filter(|one| one.dimension == weight.dimension);
        let rate = rate.map_or(Decimal::ZERO, |one| one.points.unwrap_or(weight.points));
        let sum = points.iter().try_fold(rate, |sum, one| sum.checked_add(*one));
        if sum != Some(weight.points) {
            let shown = sum.map_or_else(|| "过大".to_owned(), |sum| format!("为{sum}"));
            let message =
                format!("「{}」所列指标的分值之和{shown}，应为{}。", weight.label, weight.points);
            let remedy = "请核对每个 [[indicator]] 的 points。";
            root.report(ProblemKind::NotUnderstood, "indicator", message, remedy);
        }
    }
}
