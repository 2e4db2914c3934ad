//! The closed set of formulas that methods put parameters into.

use rust_decimal::Decimal;

use super::number::ratio;
use super::share::Share;
use crate::figure::{Figure, Unit};
use crate::reader::{Entry, ProblemKind};

/// How points follow from target and actual; parameters come from the pack (计分公式).
///
/// `w` is the points, `A` the target, `B` the actual. A negative actual counts as zero where it is
/// divided by the target. What a target of zero does, the method says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// All points where the target is met as its relation says, else none; a target of zero is a
    /// target like any other. Without figures a person judges 0 or 1.
    Binary,
    /// `w` where `B ≥ A`, else `w × B ÷ A`; made for targets without a relation word.
    Equal,
    /// `w × min(1, B ÷ A)`, as forms of several places print it for the execution rate.
    ProportionalCapped,
    /// `w × (B ÷ A − f) ÷ (1 − f)` above the floor `f`, nothing below, at most `w`; the shape of an
    /// example of 财预〔2021〕101号 (unconfirmed).
    ProportionalAboveFloor {
        /// The achievement rate up to which no points are given, below 1.
        floor: Decimal,
    },
    /// A share of `w` by the band in which the achievement rate or the actual lies; none outside.
    Banded {
        /// What the bands divide.
        of: BandOf,
        /// Which way is better.
        direction: Direction,
        /// The bands, the best first, each edge inclusive.
        bands: Vec<Band>,
        /// The share where the work is done within the budget, whatever the rate.
        ///
        /// The bands are then those of unfinished work. Whether it is done is not in the figures,
        /// so that what lies between needs a person, and beyond the target nothing is scored.
        when_completed: Option<Share>,
    },
    /// `w` where `B ≤ A`, else `w × A ÷ B`; in use, prescribed nowhere that is confirmed.
    ReverseRatio,
    /// `w` where `B ≤ A`, else `w × (1 − (B − A) ÷ A)`, none from `2A` on; in use likewise.
    ReverseLinear,
    /// `w` times a share that a person judges, inside one of the tiers.
    Tiers {
        /// The tiers, the best first; each reaches up to the one above.
        tiers: Vec<Tier>,
    },
    /// `w` less a deduction for each unit on the wrong side of the start, at least nothing.
    PerUnitDeduction {
        /// Which way is better.
        direction: Direction,
        /// Where deducting starts; absent: at the target.
        start: Option<Figure>,
        /// Size of a unit, in the unit of the figures.
        step: Decimal,
        /// Points deducted for a unit.
        deduction: Decimal,
        /// What a part of a unit deducts.
        partial: PartialStep,
    },
    /// An equal share of `w` for each item met; the actual is the number of items met.
    Checklist {
        /// The items.
        items: Vec<String>,
    },
    /// `w` times the mean of how far each indicator of a dimension was completed, at most `w`.
    ///
    /// How far one was completed is the share of its points that its own method gives.
    MeanCompletion {
        /// Identifier of the dimension; its indicators have no points of their own.
        of: String,
    },
    /// `w` times a share that a person judges and gives a reason for.
    ManualWithReason,
}

/// Which way is better (指标方向).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better (正向).
    Rising,
    /// Less is better (反向).
    Falling,
}

/// What bands divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandOf {
    /// Actual by target (完成率).
    AchievementRate,
    /// The actual itself, such as a satisfaction rate (实际完成值).
    Actual,
}

/// One band of a banded formula (分档).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The edge, which belongs to the band.
    pub edge: Figure,
    /// Share of the points.
    pub share: Share,
}

/// One tier of a judged formula (评判等级).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// Name of the tier.
    pub label: String,
    /// The lowest share that belongs to it.
    pub at_least: Decimal,
}

/// What a part of a unit deducts (不足一个单位时).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialStep {
    /// Its part of the deduction (按比例).
    ProRata,
    /// Nothing (不计).
    Dropped,
    /// As much as a whole unit (按一个单位计).
    Counted,
}

/// The names of formulas in packs.
pub(super) const NAMES: [&str; 13] = [
    "binary",
    "equal",
    "proportional-capped",
    "proportional-above-floor",
    "banded",
    "reverse-ratio",
    "reverse-linear",
    "tiers",
    "satisfaction",
    "mean-completion",
    "per-unit-deduction",
    "checklist",
    "manual-with-reason",
];

impl Formula {
    /// Says whether target and actual are divided, so that a target of zero needs a rule.
    #[must_use]
    pub fn divides_by_target(&self) -> bool {
        match self {
            Self::Equal
            | Self::ProportionalCapped
            | Self::ProportionalAboveFloor { .. }
            | Self::ReverseRatio
            | Self::ReverseLinear => true,
            Self::Banded { of, .. } => *of == BandOf::AchievementRate,
            Self::Binary
            | Self::Tiers { .. }
            | Self::PerUnitDeduction { .. }
            | Self::Checklist { .. }
            | Self::MeanCompletion { .. }
            | Self::ManualWithReason => false,
        }
    }

    /// Which way is better, where the formula itself says so.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::Equal
            | Self::ProportionalCapped
            | Self::ProportionalAboveFloor { .. }
            | Self::Checklist { .. } => Some(Direction::Rising),
            Self::ReverseRatio | Self::ReverseLinear => Some(Direction::Falling),
            Self::Banded { direction, .. } | Self::PerUnitDeduction { direction, .. } => {
                Some(*direction)
            }
            Self::Binary
            | Self::Tiers { .. }
            | Self::MeanCompletion { .. }
            | Self::ManualWithReason => None,
        }
    }
}

/// Reads the formula of a method with its parameters; problems are reported at the entry.
pub(super) fn read(entry: &Entry<'_>) -> Option<Formula> {
    if !entry.has("formula") {
        entry.missing("formula");
    }
    let choices: Vec<(&str, &str)> = NAMES.iter().map(|name| (*name, *name)).collect();
    let formula = match entry.choice("formula", &choices)? {
        "binary" => Formula::Binary,
        "equal" => Formula::Equal,
        "proportional-capped" => Formula::ProportionalCapped,
        "proportional-above-floor" => {
            Formula::ProportionalAboveFloor { floor: share(entry, "floor")? }
        }
        "banded" => banded(entry)?,
        "reverse-ratio" => Formula::ReverseRatio,
        "reverse-linear" => Formula::ReverseLinear,
        "tiers" => Formula::Tiers { tiers: tiers(entry) },
        "satisfaction" => satisfaction(entry)?,
        "mean-completion" => Formula::MeanCompletion { of: entry.required_text("of") },
        "per-unit-deduction" => per_unit_deduction(entry)?,
        "checklist" => checklist(entry)?,
        _ => Formula::ManualWithReason,
    };
    match &formula {
        Formula::ProportionalAboveFloor { floor } if *floor >= Decimal::ONE => {
            let message = "「floor」须小于 1，否则无法按比例计分。".to_owned();
            entry.not_understood("floor", message, "请写成如 \"60%\" 的比率。");
            None
        }
        _ => Some(formula),
    }
}

/// Reads a share from 0 to 1 that must be there.
fn share(entry: &Entry<'_>, key: &str) -> Option<Decimal> {
    if !entry.has(key) {
        entry.missing(key);
    }
    let share = ratio(entry, key)?;
    if share.is_sign_negative() || share > Decimal::ONE {
        let message = format!("「{key}」的值{share}不在 0 到 1 之间。");
        entry.not_understood(key, message, "请写成如 \"0.8\" 或 \"80%\" 的形式。");
        return None;
    }
    Some(share)
}

/// Reads a positive number that must be there.
fn positive(entry: &Entry<'_>, key: &str) -> Option<Decimal> {
    if !entry.has(key) {
        entry.missing(key);
    }
    let number = entry.decimal(key)?;
    if number <= Decimal::ZERO {
        let message = format!("「{key}」须大于 0，这里是{number}。");
        entry.not_understood(key, message, "请改为正数。");
        return None;
    }
    Some(number)
}

/// Reads which way is better.
fn direction(entry: &Entry<'_>) -> Option<Direction> {
    if !entry.has("better") {
        entry.missing("better");
    }
    let choices = [("more", Direction::Rising), ("less", Direction::Falling)];
    entry.choice("better", &choices)
}

fn banded(entry: &Entry<'_>) -> Option<Formula> {
    if !entry.has("of") {
        entry.missing("of");
    }
    let choices = [("achievement-rate", BandOf::AchievementRate), ("actual", BandOf::Actual)];
    let of = entry.choice("of", &choices);
    let direction = direction(entry);
    let when_completed = if entry.has("when_completed") {
        Some(Share::read(entry, "when_completed")?)
    } else {
        None
    };
    let (of, direction) = (of?, direction?);
    let bands = bands(entry, of, direction)?;
    Some(Formula::Banded { of, direction, bands, when_completed })
}

/// Reads a banded formula of a satisfaction rate itself, where more is better.
fn satisfaction(entry: &Entry<'_>) -> Option<Formula> {
    let (of, direction) = (BandOf::Actual, Direction::Rising);
    let bands = bands(entry, of, direction)?;
    if bands.iter().any(|band| *band.edge.unit() != Unit::Percent) {
        let message = "满意度的各档边界须写成百分数。".to_owned();
        entry.not_understood("bands", message, "请写成如 \"90%\" 的形式。");
        return None;
    }
    Some(Formula::Banded { of, direction, bands, when_completed: None })
}

/// Reads bands in their order, the best first.
fn bands(entry: &Entry<'_>, of: BandOf, direction: Direction) -> Option<Vec<Band>> {
    let edge_key = match direction {
        Direction::Rising => "at_least",
        Direction::Falling => "at_most",
    };
    let bands: Vec<Band> = entry
        .entries("bands")
        .iter()
        .filter_map(|band| {
            if !band.has(edge_key) {
                band.missing(edge_key);
            }
            let (edge, share) = (band.figure(edge_key), Share::read(band, "share"));
            Some(Band { edge: edge?, share: share? })
        })
        .collect();
    if let Some(message) = disorder(of, direction, &bands) {
        let remedy = "请由好到差排列各档，边界逐档变差，得分比例不增加。";
        entry.report(ProblemKind::NotUnderstood, "bands", message, remedy);
        return None;
    }
    Some(bands)
}

/// What is wrong with the order of bands, if anything.
fn disorder(of: BandOf, direction: Direction, bands: &[Band]) -> Option<String> {
    if bands.is_empty() {
        return Some("「bands」里没有一档。".to_owned());
    }
    let rates = bands.iter().all(|band| *band.edge.unit() == Unit::Percent);
    if of == BandOf::AchievementRate && !rates {
        return Some("按完成率分档时，各档边界须写成百分数。".to_owned());
    }
    let follows = |one: &Band, two: &Band| {
        let falls = match direction {
            Direction::Rising => two.edge.value() < one.edge.value(),
            Direction::Falling => two.edge.value() > one.edge.value(),
        };
        falls && !two.share.exceeds(one.share) && one.edge.unit() == two.edge.unit()
    };
    let pairs = bands.iter().zip(bands.iter().skip(1));
    pairs
        .filter(|(one, two)| !follows(one, two))
        .map(|(one, two)| format!("「{}」一档与「{}」一档的次序或单位不对。", one.edge, two.edge))
        .next()
}

fn tiers(entry: &Entry<'_>) -> Vec<Tier> {
    let tiers: Vec<Tier> = entry
        .entries("tiers")
        .iter()
        .filter_map(|tier| {
            Some(Tier { label: tier.required_text("label"), at_least: share(tier, "at_least")? })
        })
        .collect();
    let pairs = tiers.iter().zip(tiers.iter().skip(1));
    let in_order = pairs.clone().all(|(one, two)| two.at_least < one.at_least);
    if tiers.is_empty() || !in_order {
        let message = "「tiers」须由高到低列出至少一个等级。".to_owned();
        entry.not_understood("tiers", message, "请按 at_least 由大到小排列。");
    }
    tiers
}

fn per_unit_deduction(entry: &Entry<'_>) -> Option<Formula> {
    if !entry.has("partial") {
        entry.missing("partial");
    }
    let choices = [
        ("pro-rata", PartialStep::ProRata),
        ("dropped", PartialStep::Dropped),
        ("counted", PartialStep::Counted),
    ];
    let partial = entry.choice("partial", &choices);
    let start = entry.figure("start");
    let (direction, step) = (direction(entry), positive(entry, "step"));
    let deduction = positive(entry, "deduction");
    Some(Formula::PerUnitDeduction {
        direction: direction?,
        start,
        step: step?,
        deduction: deduction?,
        partial: partial?,
    })
}

fn checklist(entry: &Entry<'_>) -> Option<Formula> {
    let items = entry.texts("items");
    if items.is_empty() {
        entry.missing("items");
        return None;
    }
    Some(Formula::Checklist { items })
}
