//! Numbers with their multipliers, in digits and in numerals.

use rust_decimal::Decimal;

use super::glyphs::Glyphs;

/// Multipliers with their powers of ten, the longer ones before those they begin with.
const MULTIPLIERS: [(&str, u32); 9] = [
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
];

/// Characters after 千 that make a unit or another word of it.
const NO_THOUSAND_BEFORE: &str = "克米瓦伏卡赫帕";

/// Digits that a number may have: with two more for rounding and a multiplier it is still exact.
const MOST_DIGITS: usize = 24;

/// A run of digits with what it amounts to.
pub(super) struct Digits {
    amount: Decimal,
    count: usize,
    is_integer: bool,
    pub(super) end: usize,
}

/// In which characters a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Digits,
    Numerals,
    /// Numerals for money that can't be altered (大写).
    Formal,
}

/// How a number is written out, as far as it matters to what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `12`, `十二`.
    Usual,
    /// `020`: a code.
    Code,
    /// `2022`: maybe a year.
    FourDigits,
    /// `一` alone, in most words no count.
    One,
    /// `二` alone, which no measure word follows (`两次`).
    Two,
}

/// A number with its multiplier.
#[derive(Debug, Clone)]
pub(super) struct Count {
    /// The amount before the multiplier.
    pub(super) amount: Decimal,
    /// The multiplier as a power of ten.
    pub(super) power: u32,
    /// For `500余` how much may be added, in the same power.
    pub(super) open: Option<Decimal>,
    pub(super) is_integer: bool,
    pub(super) script: Script,
    pub(super) form: Form,
    pub(super) end: usize,
}

/// The multiplier for a power of ten.
pub(in crate::figure) fn multiplier_word(power: u32) -> &'static str {
    MULTIPLIERS.iter().find(|(_, other)| *other == power).map_or("", |(word, _)| word)
}

impl Glyphs<'_> {
    /// Digits with thousands separators and a fraction; an error says where those end that are too many
    /// to be exact.
    pub(super) fn digits(&self, index: usize) -> Result<Digits, usize> {
        let mut digits = String::new();
        let mut end = index;
        let mut is_integer = true;
        while let Some(c) = self.at(end) {
            let digit = |offset: usize| self.at(end + offset).is_some_and(|c| c.is_ascii_digit());
            let separates = c == ',' && digit(1) && digit(2) && digit(3) && !digit(4);
            if c.is_ascii_digit() {
                digits.push(c);
            } else if c == '.' && is_integer && digit(1) {
                is_integer = false;
                digits.push(c);
            } else if !(separates && is_integer) {
                break;
            }
            end += 1;
        }
        let count = digits.chars().filter(char::is_ascii_digit).count();
        let amount = Decimal::from_str_exact(&digits).ok().filter(|_| count <= MOST_DIGITS);
        Ok(Digits { amount: amount.ok_or(end)?, count, is_integer, end })
    }

    /// The number that begins at the index; an error says where one ends that can't be read.
    pub(super) fn count(&self, index: usize) -> Result<Count, usize> {
        let mut count = if self.at(index).is_some_and(|c| c.is_ascii_digit()) {
            self.count_in_digits(index)?
        } else {
            self.count_in_numerals(index)?
        };
        if let Some(end) = self.one_of(count.end, &["余", "多"]) {
            let step = last_digit(count.amount).ok_or(end)?;
            count.open = Some(step);
            count.end = end;
            if count.power == 0 {
                (count.power, count.end) = self.multiplier(end);
            }
        }
        Ok(count)
    }

    fn count_in_digits(&self, index: usize) -> Result<Count, usize> {
        let first = self.digits(index)?;
        let (power, end) = self.multiplier(first.end);
        let is_code = first.count > 1 && first.is_integer && self.at(index) == Some('0');
        let form = match first.count {
            _ if is_code => Form::Code,
            4 if power == 0 && first.is_integer => Form::FourDigits,
            _ => Form::Usual,
        };
        let (script, is_integer) = (Script::Digits, first.is_integer);
        let amount = first.amount;
        let mut count = Count { amount, power, open: None, is_integer, script, form, end };
        // `39万2696元`: what follows a multiplier directly is less than it.
        while count.power > 0 && self.at(count.end).is_some_and(|c| c.is_ascii_digit()) {
            let next = self.digits(count.end)?;
            let (power, end) = self.multiplier(next.end);
            let joined = next.is_integer.then(|| join(&count, next.amount, power)).flatten();
            count.amount = joined.ok_or(end)?;
            (count.power, count.end) = (power, end);
        }
        Ok(count)
    }

    fn count_in_numerals(&self, index: usize) -> Result<Count, usize> {
        let numeral = self.numeral(index).ok_or(index)?;
        let is_alone = numeral.end == index + 1;
        Ok(Count {
            amount: numeral.amount,
            power: numeral.power,
            open: None,
            is_integer: numeral.amount.scale() == 0,
            script: if numeral.is_formal { Script::Formal } else { Script::Numerals },
            form: match self.at(index) {
                Some('一') if is_alone => Form::One,
                Some('二') if is_alone => Form::Two,
                _ => Form::Usual,
            },
            end: numeral.end,
        })
    }

    /// The multiplier at the index and where it ends.
    fn multiplier(&self, index: usize) -> (u32, usize) {
        let found = MULTIPLIERS.iter().find_map(|(word, power)| {
            let end = self.word(index, word)?;
            let is_unit =
                *word == "千" && self.at(end).is_some_and(|c| NO_THOUSAND_BEFORE.contains(c));
            (!is_unit).then_some((*power, end))
        });
        found.unwrap_or((0, index))
    }

    /// Where a number ends whose thousands are parted by the comma of sentences: `1，200人`.
    pub(super) fn loose_thousands_end(&self, first: &Digits) -> Option<usize> {
        let mut end = first.end;
        while self.at(end) == Some('，')
            && self.run_of(end + 1, |c| c.is_ascii_digit()) == end + 4
            && first.count <= 3
            && first.is_integer
        {
            end += 4;
        }
        (end > first.end).then(|| self.unit(end, true).1)
    }
}

/// A number with a multiplier and the smaller one behind it, in the power of the smaller one.
fn join(count: &Count, next: Decimal, power: u32) -> Option<Decimal> {
    let ten = |power: u32| 10_u64.checked_pow(power).map(Decimal::from);
    let between = ten(count.power.checked_sub(power).filter(|_| power < count.power)?)?;
    if next >= between || !count.is_integer {
        return None;
    }
    count.amount.checked_mul(between)?.checked_add(next)
}

/// What one of the last digit that is not zero stands for: 100 in 500, 0.1 in 1.5.
fn last_digit(amount: Decimal) -> Option<Decimal> {
    let short = amount.normalize();
    if short.is_zero() {
        return None;
    }
    if short.scale() > 0 {
        return Some(Decimal::new(1, short.scale()));
    }
    let mut step = Decimal::ONE;
    let next = |step: Decimal| step.checked_mul(Decimal::TEN);
    while let Some(larger) = next(step).filter(|larger| (short % larger).is_zero()) {
        step = larger;
    }
    Some(step)
}
