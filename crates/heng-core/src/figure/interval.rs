//! Exact intervals of decimals.

use rust_decimal::Decimal;

/// One end of an [`Interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// There is no end.
    Unbounded,
    /// The end belongs to the interval.
    Closed(Decimal),
    /// The end does not belong to the interval.
    Open(Decimal),
}

impl Bound {
    /// The end as a number, where there is one.
    #[must_use]
    pub fn value(self) -> Option<Decimal> {
        match self {
            Self::Unbounded => None,
            Self::Closed(value) | Self::Open(value) => Some(value),
        }
    }

    /// Combines two ends: the result is open where either is, and unbounded where either is.
    fn combine(self, other: Self, operation: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Self {
        let (Some(one), Some(two)) = (self.value(), other.value()) else {
            return Self::Unbounded;
        };
        match (operation(one, two), self, other) {
            (None, ..) => Self::Unbounded,
            (Some(value), Self::Closed(_), Self::Closed(_)) => Self::Closed(value),
            (Some(value), ..) => Self::Open(value),
        }
    }
}

/// All numbers between two ends (区间).
///
/// Arithmetic never loses a number: a result that can't be held exactly widens to unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Lower end.
    pub low: Bound,
    /// Upper end.
    pub high: Bound,
}

impl Interval {
    /// The interval of one number.
    #[must_use]
    pub fn point(value: Decimal) -> Self {
        Self { low: Bound::Closed(value), high: Bound::Closed(value) }
    }

    /// The closed interval between two numbers.
    #[must_use]
    pub fn between(low: Decimal, high: Decimal) -> Self {
        Self { low: Bound::Closed(low), high: Bound::Closed(high) }
    }

    /// All sums of a number of this interval and one of the other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.combine(other.low, Decimal::checked_add),
            high: self.high.combine(other.high, Decimal::checked_add),
        }
    }

    /// All quotients of a number of this interval by one of the other, both of positive numbers.
    ///
    /// Division is rounded at the 28th digit, far below any digit that a document prints.
    /// Returns nothing where the divisor may be zero or either may be negative.
    #[must_use]
    pub fn divided_by(self, divisor: Self) -> Option<Self> {
        let low_ends = [self.low.value()?, divisor.low.value()?];
        if low_ends.iter().any(Decimal::is_sign_negative) || low_ends.last()?.is_zero() {
            return None;
        }
        Some(Self {
            low: match divisor.high {
                Bound::Unbounded => Bound::Open(Decimal::ZERO),
                high => self.low.combine(high, Decimal::checked_div),
            },
            high: self.high.combine(divisor.low, Decimal::checked_div),
        })
    }

    /// Says whether some number lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        reaches(self.low, other.high) && reaches(other.low, self.high)
    }

    /// Says whether the number lies in the interval.
    #[must_use]
    pub fn contains(self, value: Decimal) -> bool {
        self.overlaps(Self::point(value))
    }
}

/// Says whether some number lies at or above `low` and at or below `high`.
fn reaches(low: Bound, high: Bound) -> bool {
    let (Some(from), Some(to)) = (low.value(), high.value()) else {
        return true;
    };
    match (low, high) {
        (Bound::Closed(_), Bound::Closed(_)) => from <= to,
        _ => from < to,
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.low {
            Bound::Unbounded => write!(f, "(-∞, ")?,
            Bound::Closed(low) => write!(f, "[{low}, ")?,
            Bound::Open(low) => write!(f, "({low}, ")?,
        }
        match self.high {
            Bound::Unbounded => write!(f, "∞)"),
            Bound::Closed(high) => write!(f, "{high}]"),
            Bound::Open(high) => write!(f, "{high})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: i64, high: i64) -> Interval {
        Interval::between(Decimal::from(low), Decimal::from(high))
    }

    #[test]
    fn ends_follow_their_kind() {
        let above_ten = Interval { low: Bound::Open(Decimal::TEN), high: Bound::Unbounded };
        assert!(!above_ten.contains(Decimal::TEN));
        assert!(above_ten.contains(Decimal::ONE_HUNDRED));
        assert!(!above_ten.overlaps(interval(5, 10)));
        assert!(interval(5, 10).overlaps(interval(10, 12)));
        assert_eq!(above_ten.plus(interval(1, 2)).to_string(), "(11, ∞)");
    }

    #[test]
    fn quotients_take_the_far_ends() {
        let quotient = interval(6, 8).divided_by(interval(2, 4)).map(|q| q.to_string());
        assert_eq!(quotient.as_deref(), Some("[1.50, 4]"));
        assert_eq!(interval(6, 8).divided_by(interval(0, 4)), None);
        assert_eq!(interval(-6, 8).divided_by(interval(1, 4)), None);
    }
}
