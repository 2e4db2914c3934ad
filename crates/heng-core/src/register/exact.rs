//! Arithmetic that is exact or says that it can't be.
//!
//! `Decimal`'s own addition and division round once 96 bits are full; here nothing rounds unasked.

use rust_decimal::Decimal;

/// The most decimals that a [`Decimal`] holds.
const MAX_SCALE: u32 = 28;

/// A sum that is kept exactly (精确合计): `mantissa` at `scale` decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    mantissa: i128,
    scale: u32,
}

impl Exact {
    pub(super) const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// Adds an amount; nothing where the sum no longer fits.
    #[inline]
    pub(super) fn plus(self, amount: Decimal) -> Option<Self> {
        self.plus_exact(Self { mantissa: amount.mantissa(), scale: amount.scale() })
    }

    /// Adds another sum; nothing where the whole no longer fits.
    #[inline]
    pub(super) fn plus_exact(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let own = rescaled(self.mantissa, self.scale, scale)?;
        let other = rescaled(other.mantissa, other.scale, scale)?;
        Some(Self { mantissa: own.checked_add(other)?, scale })
    }

    /// The sum without trailing zeros; nothing where it does not fit.
    pub(super) fn decimal(self) -> Option<Decimal> {
        let decimal = Decimal::try_from_i128_with_scale(self.mantissa, self.scale).ok()?;
        Some(decimal.normalize())
    }

    /// This divided by another, times ten to the `power`, rounded half away from zero (四舍五入).
    pub(super) fn quotient(
        self,
        by: Self,
        power: i32,
        decimals: u32,
    ) -> Result<Decimal, Undivided> {
        if by.mantissa == 0 {
            return Err(Undivided::ByZero);
        }
        self.rounded_quotient(by, power, decimals).ok_or(Undivided::TooLarge)
    }

    fn rounded_quotient(self, by: Self, power: i32, decimals: u32) -> Option<Decimal> {
        let exponent = i32::try_from(by.scale)
            .ok()?
            .checked_sub(i32::try_from(self.scale).ok()?)?
            .checked_add(power)?
            .checked_add(i32::try_from(decimals).ok()?)?;
        let ten = 10_u128.checked_pow(exponent.unsigned_abs())?;
        let (mut above, mut below) = (self.mantissa.unsigned_abs(), by.mantissa.unsigned_abs());
        if exponent >= 0 {
            above = above.checked_mul(ten)?;
        } else {
            below = below.checked_mul(ten)?;
        }
        let doubled = above.checked_mul(2)?.checked_add(below)?;
        let rounded = doubled.checked_div(below.checked_mul(2)?)?;
        let magnitude = i128::try_from(rounded).ok()?;
        let mantissa = if (self.mantissa < 0) == (by.mantissa < 0) {
            magnitude
        } else {
            magnitude.checked_neg()?
        };
        Decimal::try_from_i128_with_scale(mantissa, decimals).ok()
    }
}

/// Why a quotient could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undivided {
    /// The divisor is zero.
    ByZero,
    /// The numbers are too large to be divided exactly.
    TooLarge,
}

#[inline]
fn rescaled(mantissa: i128, from: u32, to: u32) -> Option<i128> {
    if from == to {
        return Some(mantissa);
    }
    let ten = 10_i128.checked_pow(to.checked_sub(from)?)?;
    mantissa.checked_mul(ten)
}

/// The amount times ten to the power, without trailing zeros; nothing where that can't be held.
pub(super) fn shift(amount: Decimal, power: i32) -> Option<Decimal> {
    let amount = amount.normalize();
    if power == 0 {
        return Some(amount);
    }
    let size = power.unsigned_abs();
    let (mantissa, scale) = if power < 0 {
        (amount.mantissa(), amount.scale().checked_add(size)?)
    } else if size <= amount.scale() {
        (amount.mantissa(), amount.scale().checked_sub(size)?)
    } else {
        let ten = 10_i128.checked_pow(size.checked_sub(amount.scale())?)?;
        (amount.mantissa().checked_mul(ten)?, 0)
    };
    if scale > MAX_SCALE {
        return None;
    }
    let shifted = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
    Some(shifted.normalize())
}

/// The same amount written with that many decimals; nothing where digits would be lost.
pub(super) fn with_decimals(amount: Decimal, decimals: u32) -> Option<Decimal> {
    let amount = amount.normalize();
    let mantissa = rescaled(amount.mantissa(), amount.scale(), decimals)?;
    Decimal::try_from_i128_with_scale(mantissa, decimals).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn exact(text: &str) -> Exact {
        Exact::ZERO.plus(decimal(text)).unwrap()
    }

    #[test]
    fn quotients_round_once_and_half_away_from_zero() {
        let cases = [
            ("1", "3", 2, 2, "33.33"),
            ("2", "3", 2, 2, "66.67"),
            ("1", "8", 0, 2, "0.13"),
            ("-1", "8", 0, 2, "-0.13"),
            ("12.5", "0.5", 0, 0, "25"),
            ("9.6", "1", -4, 2, "0.00"),
            // Rounding to 28 digits first would make this 0.5 and then 1.
            ("49999999999999999999999999999", "100000", -24, 0, "0"),
        ];
        for (above, below, power, decimals, expected) in cases {
            let quotient = exact(above).quotient(exact(below), power, decimals);
            assert_eq!(quotient.unwrap().to_string(), expected, "{above}/{below}");
        }
        assert_eq!(exact("1").quotient(Exact::ZERO, 0, 2), Err(Undivided::ByZero));
        let largest = Exact::ZERO.plus(Decimal::MAX).unwrap();
        assert_eq!(largest.quotient(exact("0.000000001"), 2, 6), Err(Undivided::TooLarge));
    }

    #[test]
    fn sums_say_when_they_no_longer_fit() {
        let twice = Exact::ZERO.plus(Decimal::MAX).unwrap().plus(Decimal::MAX);
        assert_eq!(twice.unwrap().decimal(), None);
        let mixed = Exact::ZERO.plus(decimal("0.0000000000000000000000000001")).unwrap();
        assert_eq!(mixed.plus(Decimal::MAX), None);
    }

    #[test]
    fn shifting_loses_no_digit() {
        assert_eq!(shift(decimal("12.50"), 4), Some(decimal("125000")));
        assert_eq!(shift(decimal("12.50"), -4), Some(decimal("0.00125")));
        assert_eq!(shift(Decimal::MAX, 1), None);
        assert_eq!(with_decimals(decimal("3.2"), 2).unwrap().to_string(), "3.20");
        assert_eq!(with_decimals(decimal("3.25"), 1), None);
    }
}
