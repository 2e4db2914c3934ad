//! Sums, shares and changes at the precision that was printed.

use rust_decimal::Decimal;

use super::Term;
use crate::figure::{Figure, Relation, Unit};

/// The least and the greatest amount that a writing allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The least.
    pub low: Decimal,
    /// The greatest.
    pub high: Decimal,
}

impl Spread {
    /// What a figure without a relation word may stand for; nothing for `约` or `超`.
    #[must_use]
    pub fn of(figure: &Figure) -> Option<Self> {
        if figure.relation() != Relation::Exactly {
            return None;
        }
        let half = figure.half_last_digit();
        let value = figure.value();
        Some(Self { low: value.checked_sub(half)?, high: value.checked_add(half)? })
    }

    fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_sub(other.high)?,
            high: self.high.checked_sub(other.low)?,
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    /// Distances from zero.
    fn absolute(self) -> Self {
        let (low, high) = (self.low.abs(), self.high.abs());
        let crosses = self.low.is_sign_negative() != self.high.is_sign_negative();
        Self { low: if crosses { Decimal::ZERO } else { low.min(high) }, high: low.max(high) }
    }

    /// Quotients by amounts above zero; nothing where the divisor may be zero.
    fn over(self, divisor: Self) -> Option<Self> {
        if divisor.low <= Decimal::ZERO {
            return None;
        }
        Some(Self {
            low: self.low.max(Decimal::ZERO).checked_div(divisor.high)?,
            high: self.high.checked_div(divisor.low)?,
        })
    }

    /// Says whether some amount lies in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// How a printed rate fits its figures (相符程度).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is the quotient, rounded.
    Rounded,
    /// It is the quotient, cut off after the last digit.
    CutOff,
    /// It is another number.
    Differs,
}

/// How a printed rate fits a part and its whole; nothing where they can't be compared.
#[must_use]
pub fn rate_fit(rate: &Figure, part: &Figure, whole: &Figure) -> Option<Fit> {
    let (part, whole) = Figure::in_one_unit(part, whole)?;
    fit(rate, Spread::of(&part)?.over(Spread::of(&whole)?)?)
}

/// How a printed rate of change fits the difference and the base that it is measured by.
#[must_use]
pub fn change_rate_fit(rate: &Figure, difference: Spread, base: Spread) -> Option<Fit> {
    fit(rate, difference.absolute().over(base)?)
}

fn fit(rate: &Figure, quotient: Spread) -> Option<Fit> {
    let scale = match rate.unit() {
        Unit::Percent | Unit::Unstated => Decimal::ONE_HUNDRED,
        Unit::Permille => Decimal::ONE_THOUSAND,
        _ => return None,
    };
    let quotient =
        Spread { low: quotient.low.checked_mul(scale)?, high: quotient.high.checked_mul(scale)? };
    if rate.relation() != Relation::Exactly {
        return None;
    }
    let value = rate.value().abs();
    // A rate is never exact, even where it is written without decimals and without a sign.
    let half = rate.half_last_digit().max(if rate.value().scale() == 0 {
        Decimal::new(5, 1)
    } else {
        Decimal::ZERO
    });
    let last_digit = half.checked_add(half)?;
    let rounded = Spread { low: value.checked_sub(half)?, high: value.checked_add(half)? };
    let cut_off = Spread { low: value, high: value.checked_add(last_digit)? };
    Some(if quotient.meets(rounded) {
        Fit::Rounded
    } else if quotient.meets(cut_off) {
        Fit::CutOff
    } else {
        Fit::Differs
    })
}

/// A sum of parts beside its total (尾差).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residue {
    /// The sum of the parts.
    pub sum: Decimal,
    /// How far the sum lies above the total, or below where it is negative.
    pub above: Decimal,
    /// How much of that rounding explains.
    pub explained: Decimal,
}

impl Residue {
    /// Adds up the parts; nothing where units differ, or where one is no exact amount.
    #[must_use]
    pub fn of(total: &Term, parts: &[Term]) -> Option<Self> {
        let mut sum = Decimal::ZERO;
        let mut explained = total.figure.half_last_digit();
        for part in parts {
            if !part.figure.unit().is_comparable(total.figure.unit()) {
                return None;
            }
            Spread::of(&part.figure)?;
            sum = sum.checked_add(part.figure.value())?;
            explained = explained.checked_add(part.figure.half_last_digit())?;
        }
        Spread::of(&total.figure)?;
        Some(Self { sum, above: sum.checked_sub(total.figure.value())?, explained })
    }

    /// Says whether rounding explains the residue.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.above.abs() <= self.explained
    }
}

impl super::Change {
    /// The amount less what it is compared with, by a value and what else is printed.
    #[must_use]
    pub fn moved(&self, value: &Term) -> Option<Spread> {
        if let Some(base) = &self.base {
            let (value, base) = Figure::in_one_unit(&value.figure, &base.figure)?;
            return Spread::of(&value)?.minus(Spread::of(&base)?);
        }
        Spread::of(self.difference.as_ref()?).map(Spread::absolute)
    }

    /// The amount that a value is compared with: as printed, or what value and difference make it.
    #[must_use]
    pub fn base_of(&self, value: &Term) -> Option<Spread> {
        if let Some(base) = &self.base {
            return Spread::of(&base.figure);
        }
        let difference = self.difference.as_ref()?;
        let (value, difference) = Figure::in_one_unit(&value.figure, difference)?;
        let (value, difference) = (Spread::of(&value)?, Spread::of(&difference)?.absolute());
        match self.direction {
            std::cmp::Ordering::Less => value.plus(difference),
            _ => value.minus(difference),
        }
    }
}
