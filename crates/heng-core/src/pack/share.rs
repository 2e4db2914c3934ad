//! Exact shares of points.

use rust_decimal::Decimal;

use super::number;
use crate::reader::Entry;

/// A share of the points from nothing to all of them, exact: `80%` or `2/3` (得分比例).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: Decimal,
    whole: Decimal,
}

impl Share {
    /// Nothing.
    pub const NONE: Self = Self { part: Decimal::ZERO, whole: Decimal::ONE };

    /// A decimal share, held between nothing and all.
    #[must_use]
    pub fn of_one(part: Decimal) -> Self {
        Self { part: part.clamp(Decimal::ZERO, Decimal::ONE), whole: Decimal::ONE }
    }

    /// A part of a whole, where it is from nothing to all of it.
    #[must_use]
    pub fn new(part: Decimal, whole: Decimal) -> Option<Self> {
        let is_share = part >= Decimal::ZERO && part <= whole && whole > Decimal::ZERO;
        is_share.then_some(Self { part, whole })
    }

    /// This share of the points: multiplied first, divided last.
    #[must_use]
    pub fn of(self, points: Decimal) -> Option<Decimal> {
        points.checked_mul(self.part)?.checked_div(self.whole)
    }

    /// Says whether it is more than another share.
    #[must_use]
    pub fn exceeds(self, other: Self) -> bool {
        match (self.part.checked_mul(other.whole), other.part.checked_mul(self.whole)) {
            (Some(own), Some(others)) => own > others,
            _ => self.value() > other.value(),
        }
    }

    /// The share as a decimal, which a fraction may only come near.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.part.checked_div(self.whole).unwrap_or_default()
    }

    /// Reads a share that must be there: `"80%"`, `"0.8"` or `"2/3"`.
    pub(super) fn read(entry: &Entry<'_>, key: &str) -> Option<Self> {
        if !entry.has(key) {
            entry.missing(key);
        }
        let text = entry.text(key)?;
        let share = match text.split_once('/') {
            Some((part, whole)) => {
                let number = |text: &str| Decimal::from_str_exact(text.trim()).ok();
                number(part).zip(number(whole)).and_then(|(part, whole)| Self::new(part, whole))
            }
            None => Self::new(number::ratio(entry, key)?, Decimal::ONE),
        };
        if share.is_none() {
            let message = format!("「{key}」的值「{text}」不在 0 到 1 之间。");
            entry.not_understood(key, message, "请写成如 \"0.8\"、\"80%\" 或 \"2/3\" 的形式。");
        }
        share
    }
}

impl std::fmt::Display for Share {
    /// Writes a decimal share as a percentage and another as a fraction.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.whole == Decimal::ONE {
            return write!(f, "{}", number::percent(self.part));
        }
        write!(f, "{}/{}", self.part.normalize(), self.whole.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact() {
        let share = |part: i64, whole: i64| Share::new(part.into(), whole.into());
        let two_thirds = share(2, 3).expect("a share");
        assert_eq!(two_thirds.of(Decimal::from(3)), Some(Decimal::TWO));
        assert_eq!(two_thirds.to_string(), "2/3");
        assert_eq!(Share::of_one(Decimal::new(8, 1)).to_string(), "80%");
        assert!(Share::of_one(Decimal::new(7, 1)).exceeds(two_thirds));
        assert!(!share(4, 6).expect("a share").exceeds(two_thirds));
        for none in [share(4, 3), share(-1, 3), share(0, 0)] {
            assert_eq!(none, None);
        }
    }
}
