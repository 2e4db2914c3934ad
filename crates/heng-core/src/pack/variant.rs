//! Sets of weights of which one holds, by the indicators that there are.

use std::borrow::Cow;

use super::read::{self, basis};
use super::{Pack, Weight};
use crate::basis::Basis;
use crate::reader::{Entry, ProblemKind};

/// The dimension whose indicators make a set of indicators one with cost indicators.
pub const COST: &str = "cost";

/// The dimension whose indicators make it one with satisfaction indicators.
pub const SATISFACTION: &str = "satisfaction";

/// A set of weights with the condition under which it holds (分值方案).
///
/// What is not said about a dimension does not matter; one set holds for every combination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// Name, which says when it holds.
    pub label: String,
    /// Whether there have to be cost indicators.
    pub has_cost: Option<bool>,
    /// Whether there have to be satisfaction indicators.
    pub has_satisfaction: Option<bool>,
    /// The weights.
    pub weights: Vec<Weight>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// Which of the dimensions that decide have indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// There are cost indicators (成本指标).
    pub cost: bool,
    /// There are satisfaction indicators (满意度指标).
    pub satisfaction: bool,
}

impl Presence {
    const ALL: [Self; 4] = [
        Self { cost: true, satisfaction: true },
        Self { cost: true, satisfaction: false },
        Self { cost: false, satisfaction: true },
        Self { cost: false, satisfaction: false },
    ];

    /// Looks which dimensions indicators are in.
    pub fn among<'d>(dimensions: impl Iterator<Item = &'d str>) -> Self {
        let none = Self { cost: false, satisfaction: false };
        dimensions.fold(none, |seen, dimension| Self {
            cost: seen.cost || dimension == COST,
            satisfaction: seen.satisfaction || dimension == SATISFACTION,
        })
    }
}

impl std::fmt::Display for Presence {
    /// Says it in Chinese.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = |has: bool| if has { "有" } else { "没有" };
        write!(f, "{}成本指标，{}满意度指标", word(self.cost), word(self.satisfaction))
    }
}

impl Variant {
    /// Says whether the set holds.
    #[must_use]
    pub fn holds(&self, presence: Presence) -> bool {
        self.has_cost.is_none_or(|wanted| wanted == presence.cost)
            && self.has_satisfaction.is_none_or(|wanted| wanted == presence.satisfaction)
    }
}

impl Pack {
    /// The pack with the weights that hold for indicators of these dimensions.
    ///
    /// A pack with one set of weights is what it was.
    pub fn suited<'d>(&self, dimensions: impl Iterator<Item = &'d str>) -> Cow<'_, Self> {
        if self.variants.is_empty() {
            return Cow::Borrowed(self);
        }
        let presence = Presence::among(dimensions);
        let Some(variant) = self.variants.iter().find(|one| one.holds(presence)) else {
            return Cow::Borrowed(self);
        };
        let mut pack = self.clone();
        pack.weights.clone_from(&variant.weights);
        pack.chosen = Some((variant.clone(), presence));
        Cow::Owned(pack)
    }
}

/// Reads one `[[variant]]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<Variant> {
    let (id, label) = (entry.required_text("id"), entry.required_text("label"));
    let has_cost = entry.boolean("has_cost");
    let has_satisfaction = entry.boolean("has_satisfaction");
    let basis = basis(entry)?;
    let rule = format!("{pack}/variant/{id}");
    let weights = entry.entries("weights");
    let weights = weights.iter().filter_map(|weight| {
        let (dimension, label) = (weight.required_text("dimension"), weight.required_text("label"));
        Some(Weight {
            entry: rule.clone(),
            dimension,
            label,
            points: read::required_decimal(weight, "points")?,
            basis: basis.clone(),
        })
    });
    let weights = weights.collect();
    Some(Variant { entry: rule, id, label, has_cost, has_satisfaction, weights, basis })
}

/// Reports combinations for which no set of weights holds, or more than one.
pub(super) fn check(root: &Entry<'_>, variants: &[Variant]) {
    if variants.is_empty() {
        return;
    }
    for presence in Presence::ALL {
        let holding: Vec<&str> =
            variants.iter().filter(|one| one.holds(presence)).map(|one| one.id.as_str()).collect();
        let message = match holding.as_slice() {
            [_] => continue,
            [] => format!("{presence}时，没有一套分值方案适用。"),
            several => format!("{presence}时，{}都适用。", several.join("、")),
        };
        let remedy = "请用 has_cost、has_satisfaction 让每种情形恰有一套方案。";
        root.report(ProblemKind::NotUnderstood, "variant", message, remedy);
    }
}
