//! How numbers of derivations are shown, and ratios of packs are read.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::figure::{Figure, Relation, Unit};
use crate::reader::Entry;

/// Digits behind the point that a number in a derivation shows before it is cut with `…`.
const DIGITS_SHOWN: u32 = 3;

/// A number as a derivation shows it: whole where it is short, else cut with `…`.
pub(crate) fn shown(value: Decimal) -> String {
    let short = value.normalize();
    if short.scale() <= DIGITS_SHOWN {
        return short.to_string();
    }
    let cut = short.round_dp_with_strategy(DIGITS_SHOWN, RoundingStrategy::ToZero);
    format!("{cut:.3}…")
}

/// A number of points as a derivation shows it.
pub(crate) fn points(value: Decimal) -> String {
    format!("{}分", shown(value))
}

/// A quotient as a percentage.
pub(crate) fn percent(quotient: Decimal) -> String {
    quotient
        .checked_mul(Decimal::ONE_HUNDRED)
        .map_or_else(|| shown(quotient), |hundredths| format!("{}%", shown(hundredths)))
}

/// The amount of a figure without its relation word: `超30篇次` is `30篇次`.
pub(crate) fn nominal(figure: &Figure) -> String {
    match (figure.relation(), figure.unit()) {
        (Relation::Exactly, _) => figure.text().to_owned(),
        (_, Unit::Yuan) => figure.rescaled(figure.value()),
        _ => Figure::counted(figure.value(), figure.unit().clone()).text().to_owned(),
    }
}

/// An amount of money in ten thousand yuan, exact.
pub(crate) fn yuan(value: Decimal) -> String {
    value
        .checked_div(Decimal::from(10_000))
        .map_or_else(|| format!("{value}元"), |wan| format!("{}万元", wan.normalize()))
}

/// Reads a ratio, written as `"0.8"` or `"80%"`.
pub(crate) fn ratio(entry: &Entry<'_>, key: &str) -> Option<Decimal> {
    let text = entry.text(key)?;
    let (digits, divisor) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits, Decimal::ONE_HUNDRED),
        None => (text.trim(), Decimal::ONE),
    };
    let parsed = Decimal::from_str_exact(digits).ok();
    let quotient = parsed.and_then(|number| number.checked_div(divisor));
    if quotient.is_none() {
        let message = format!("「{key}」的值「{text}」不是一个比率。");
        entry.not_understood(key, message, "请写成如 \"0.8\" 或 \"80%\" 的形式。");
    }
    quotient.map(|quotient| quotient.normalize())
}
