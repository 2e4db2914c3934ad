//! Finds the first amount of an evenly spaced row for which something holds.

use rust_decimal::Decimal;

/// The first of `start`, `start + step`, `start + 2 step` … up to `end` for which `holds` is true.
///
/// `holds` must stay true once it is. A negative step goes down. Returns nothing where it holds
/// nowhere in the row, or a number can't be held exactly.
pub(super) fn first_where(
    start: Decimal,
    end: Decimal,
    step: Decimal,
    holds: impl Fn(Decimal) -> bool,
) -> Option<Decimal> {
    let at = |index: Decimal| start.checked_add(step.checked_mul(index)?);
    let last = end.checked_sub(start)?.checked_div(step)?.ceil();
    if last < Decimal::ZERO || !holds(at(last)?) {
        return None;
    }
    let (mut fails, mut holding) = (Decimal::NEGATIVE_ONE, last);
    while holding.checked_sub(fails)? > Decimal::ONE {
        let middle = fails.checked_add(holding)?.checked_div(Decimal::TWO)?.floor();
        if holds(at(middle)?) {
            holding = middle;
        } else {
            fails = middle;
        }
    }
    at(holding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_both_ways() {
        let number = |text: &str| Decimal::from_str_exact(text).expect("a decimal");
        let up = first_where(number("1"), number("9"), number("0.5"), |n| n >= number("3.2"));
        assert_eq!(up, Some(number("3.5")));
        let down = first_where(number("9"), number("1"), number("-0.5"), |n| n <= number("3.2"));
        assert_eq!(down, Some(number("3.0")));
        let nowhere = first_where(number("1"), number("2"), number("0.5"), |n| n > number("5"));
        assert_eq!(nowhere, None);
        let at_once = first_where(number("1"), number("2"), number("0.5"), |_| true);
        assert_eq!(at_once, Some(number("1.0")));
    }
}
