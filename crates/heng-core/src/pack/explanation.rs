//! What has to be explained in words, by the pack.

use rust_decimal::Decimal;

use super::Threshold;
use super::read::{basis, unknown};
use crate::basis::Basis;
use crate::reader::{Entry, ProblemKind};

/// An occasion on which the pack wants an explanation in words (须说明的情形).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// What has to be explained, in Chinese.
    pub label: String,
    /// When.
    pub when: Occasion,
    /// Identifier of the threshold that the occasion compares with, where it needs one.
    pub threshold: Option<String>,
    /// The threshold's number; `90%` is 0.9.
    pub limit: Option<Decimal>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// The closed set of occasions on which something has to be explained (说明情形).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The score is below the points (得分低于分值).
    ScoreBelowPoints,
    /// Actual by target is at the limit or above, where more is better (超额完成).
    OverAchieved,
    /// The target is zero and the actual at the limit or above, where more is better (零目标超额).
    OverAchievedAtZero,
    /// Actual by target is at the limit or below, where less is better (反向指标过低).
    ReverseUnder,
    /// The budget execution rate is below the limit (执行率过低).
    ExecutionBelow,
    /// The target differs from the one approved (目标有变动).
    TargetChanged,
    /// A person judged the indicator (定性评判).
    Qualitative,
}

impl Occasion {
    /// All occasions with their names in packs.
    const ALL: [(&'static str, Self); 7] = [
        ("score-below-points", Self::ScoreBelowPoints),
        ("over-achieved", Self::OverAchieved),
        ("over-achieved-at-zero", Self::OverAchievedAtZero),
        ("reverse-under", Self::ReverseUnder),
        ("execution-below", Self::ExecutionBelow),
        ("target-changed", Self::TargetChanged),
        ("qualitative", Self::Qualitative),
    ];

    /// Says whether the occasion compares with a threshold.
    #[must_use]
    pub fn needs_threshold(self) -> bool {
        match self {
            Self::OverAchieved
            | Self::OverAchievedAtZero
            | Self::ReverseUnder
            | Self::ExecutionBelow => true,
            Self::ScoreBelowPoints | Self::TargetChanged | Self::Qualitative => false,
        }
    }
}

/// Reads one `[[mandatory_explanation]]`; its limit is found when all thresholds are known.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<Explanation> {
    let (id, label) = (entry.required_text("id"), entry.required_text("label"));
    if !entry.has("when") {
        entry.missing("when");
    }
    let when = entry.choice("when", &Occasion::ALL);
    let threshold = entry.text("threshold");
    let basis = basis(entry);
    let when = when?;
    match (when.needs_threshold(), &threshold) {
        (true, None) => entry.missing("threshold"),
        (false, Some(_)) => {
            let message = "这种情形不与阈值比较。".to_owned();
            entry.report(ProblemKind::NotUnderstood, "threshold", message, "请删去 threshold。");
        }
        _ => {}
    }
    Some(Explanation {
        entry: format!("{pack}/mandatory_explanation/{id}"),
        id,
        label,
        when,
        threshold,
        limit: None,
        basis: basis?,
    })
}

/// Gives each explanation the number of its threshold.
pub(super) fn resolve(root: &Entry<'_>, own: &mut [Explanation], thresholds: &[Threshold]) {
    for explanation in own {
        let Some(id) = &explanation.threshold else { continue };
        let found = thresholds.iter().find(|one| one.id == *id);
        explanation.limit = found.map(|one| one.value);
        if found.is_none() {
            let known = thresholds.iter().map(|one| one.id.as_str());
            unknown(root, "mandatory_explanation", id, known);
        }
    }
}
