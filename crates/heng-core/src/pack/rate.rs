//! Rates: how an indicator's actual follows from two management facts.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::read::basis;
use super::{Rounding, number};
use crate::basis::Basis;
use crate::derivation::{Derivation, Step};
use crate::reader::{Entry, ProblemKind};

/// How an indicator's actual follows from two amounts, as a percentage (指标算式).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// Name of what it gives.
    pub label: String,
    /// Which of its forms.
    pub form: RateForm,
    /// Identifier of the management fact that is looked at.
    pub of: String,
    /// Identifier of the management fact that it is held against.
    pub to: String,
    /// Digits behind the point of the percentage.
    pub decimals: u32,
    /// What the rule rests on.
    pub basis: Basis,
}

/// The forms of rates; `a` is the fact looked at, `b` the one it is held against (算式形式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateForm {
    /// `a ÷ b` (占比).
    Share,
    /// `(a − b) ÷ b` (变动率).
    Growth,
    /// `(b − a) ÷ b` (节约率).
    Saving,
}

/// Why a rate has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    /// What it is held against is nothing.
    #[error("「{0}」为零，不能作除数")]
    ZeroDenominator(String),
    /// What it is held against is negative.
    #[error("「{0}」为负数，不能作除数")]
    NegativeDenominator(String),
    /// A number is too large to be held exactly.
    #[error("数字过大，无法精确计算")]
    TooLarge,
}

impl Rate {
    /// The rate of two amounts in percent, rounded to the formula's digits as the pack rounds.
    ///
    /// # Errors
    /// [`NoRate`] where nothing can be divided.
    pub fn value(
        &self,
        of: &Arc<Derivation>,
        to: &Arc<Derivation>,
        rounding: &Rounding,
    ) -> Result<Derivation, NoRate> {
        if to.value.is_zero() {
            return Err(NoRate::ZeroDenominator(to.label.clone()));
        }
        if to.value.is_sign_negative() {
            return Err(NoRate::NegativeDenominator(to.label.clone()));
        }
        let (above, words) = match self.form {
            RateForm::Share => (Some(of.value), of.shown.clone()),
            RateForm::Growth => {
                (of.value.checked_sub(to.value), format!("（{} − {}）", of.shown, to.shown))
            }
            RateForm::Saving => {
                (to.value.checked_sub(of.value), format!("（{} − {}）", to.shown, of.shown))
            }
        };
        let hundredths = above.and_then(|above| above.checked_mul(Decimal::ONE_HUNDRED));
        let exact = hundredths.and_then(|hundredths| hundredths.checked_div(to.value));
        let exact = exact.ok_or(NoRate::TooLarge)?;
        let digits = Rounding { places: self.decimals, ..rounding.clone() };
        let mut rounded = digits.round(exact);
        rounded.rescale(self.decimals);
        let computed = Derivation {
            label: format!("{}（修约前）", self.label),
            value: exact,
            shown: format!("{}%", number::shown(exact)),
            step: Step::Computed { formula: format!("{words} ÷ {} × 100%", to.shown) },
            basis: Some(self.basis.clone()),
            inputs: vec![of.clone(), to.clone()],
        };
        Ok(Derivation {
            label: self.label.clone(),
            value: rounded,
            shown: format!("{rounded}%"),
            step: Step::Rounded { how: digits.label() },
            basis: None,
            inputs: vec![computed.into()],
        })
    }
}

/// Reads one `[[formula]]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<Rate> {
    let (id, label) = (entry.required_text("id"), entry.required_text("label"));
    for key in ["form", "decimals"] {
        if !entry.has(key) {
            entry.missing(key);
        }
    }
    let forms =
        [("share", RateForm::Share), ("growth", RateForm::Growth), ("saving", RateForm::Saving)];
    let form = entry.choice("form", &forms);
    let (of, to) = (entry.required_text("of"), entry.required_text("to"));
    let decimals = entry.integer("decimals");
    let basis = basis(entry);
    let decimals = match decimals.map(u32::try_from)? {
        Ok(decimals) if decimals <= 6 => decimals,
        _ => {
            let message = "「decimals」须在 0 到 6 之间。".to_owned();
            let remedy = "请写百分数保留的小数位数，如 2。";
            entry.report(ProblemKind::NotUnderstood, "decimals", message, remedy);
            return None;
        }
    };
    let entry = format!("{pack}/formula/{id}");
    Some(Rate { entry, id, label, form: form?, of, to, decimals, basis: basis? })
}
