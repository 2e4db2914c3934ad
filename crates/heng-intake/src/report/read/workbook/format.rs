//! Numbers and days as the format of their cell shows them.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

/// The most decimal places that a format shows.
const MOST_PLACES: u32 = 15;

/// A number as its format shows it; as it is where the format is of another kind.
pub(super) fn number(number: Decimal, code: &str) -> String {
    shown(number, code).unwrap_or_else(|| number.normalize().to_string())
}

fn shown(number: Decimal, code: &str) -> Option<String> {
    let sections = sections(code);
    let first = sections.first().filter(|section| !section.is_empty())?;
    let (section, is_own) = match sections.as_slice() {
        [_, below, ..] if number.is_sign_negative() && !number.is_zero() => (below, true),
        [_, _, zero, ..] if number.is_zero() => (zero, true),
        _ => (first, false),
    };
    let pattern = Pattern::read(section)?;
    // A section for numbers below nothing writes its sign itself.
    let sign = if number.is_sign_negative() && !is_own { "-" } else { "" };
    let digits = pattern.digits(number.abs())?;
    let is_nothing = !digits.contains(|c: char| ('1'..='9').contains(&c));
    let sign = if is_nothing { "" } else { sign };
    Some(format!("{sign}{}{digits}{}", pattern.before, pattern.behind))
}

/// What a section of a format consists of.
#[derive(Debug, Default)]
struct Pattern {
    before: String,
    behind: String,
    /// Places before the point that are shown even where they are nothing.
    whole: usize,
    least_places: u32,
    most_places: u32,
    has_digits: bool,
    has_point: bool,
    is_grouped: bool,
    /// By which power of ten the number is larger or smaller than shown.
    hundreds: u32,
    thousands: u32,
}

impl Pattern {
    /// Reads a section; nothing where it is no plain format of numbers.
    fn read(section: &str) -> Option<Self> {
        let mut pattern = Self::default();
        let mut commas = 0;
        let mut characters = section.chars();
        let mut is_behind = false;
        while let Some(character) = characters.next() {
            let literal = match character {
                '0' | '#' | '?' => {
                    if is_behind {
                        return None;
                    }
                    pattern.is_grouped |= commas > 0 && !pattern.has_point;
                    commas = 0;
                    pattern.take_digit(character);
                    continue;
                }
                '.' if pattern.has_digits || !pattern.has_point => {
                    (pattern.has_point, pattern.has_digits) = (true, true);
                    continue;
                }
                ',' if pattern.has_digits => {
                    commas += 1;
                    continue;
                }
                '%' => {
                    pattern.hundreds += 1;
                    "%".to_owned()
                }
                '"' => characters.by_ref().take_while(|c| *c != '"').collect(),
                '\\' => characters.next()?.to_string(),
                '_' | '*' => {
                    characters.next()?;
                    continue;
                }
                '[' => bracket(&characters.by_ref().take_while(|c| *c != ']').collect::<String>())?,
                'E' | 'e' | '/' | '@' | 'G' => return None,
                other => other.to_string(),
            };
            is_behind = pattern.has_digits;
            let side = if is_behind { &mut pattern.behind } else { &mut pattern.before };
            side.push_str(&literal);
        }
        pattern.thousands = commas;
        Some(pattern)
    }

    fn take_digit(&mut self, digit: char) {
        self.has_digits = true;
        if self.has_point {
            self.most_places += 1;
            if digit == '0' {
                self.least_places = self.most_places;
            }
        } else if digit == '0' {
            self.whole += 1;
        }
    }

    /// The digits of a number that is not below nothing.
    fn digits(&self, number: Decimal) -> Option<String> {
        if !self.has_digits {
            return Some(String::new());
        }
        let hundred = Decimal::ONE_HUNDRED;
        let mut scaled = number;
        for _ in 0..self.hundreds {
            scaled = scaled.checked_mul(hundred)?;
        }
        for _ in 0..self.thousands {
            scaled = scaled.checked_div(Decimal::ONE_THOUSAND)?;
        }
        let places = self.most_places.min(MOST_PLACES);
        let rounded = scaled.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let text = format!("{rounded:.0$}", usize::try_from(places).ok()?);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let least = usize::try_from(self.least_places).ok()?;
        let mut fraction = fraction.to_owned();
        while fraction.len() > least && fraction.ends_with('0') {
            fraction.pop();
        }
        let whole = whole.trim_start_matches('0');
        let zeros = "0".repeat(self.whole.saturating_sub(whole.len()));
        let whole = format!("{zeros}{whole}");
        let whole = if self.is_grouped { grouped(&whole) } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        Some(format!("{whole}{point}{fraction}"))
    }
}

/// What stands in brackets: a currency is shown, a colour is not; a condition is not understood.
fn bracket(inner: &str) -> Option<String> {
    match inner.strip_prefix('$') {
        Some(currency) => Some(currency.split('-').next().unwrap_or_default().to_owned()),
        None if inner.starts_with(['<', '>', '=']) || inner.starts_with("DBNum") => None,
        None => Some(String::new()),
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let rest = digits.len().saturating_sub(index);
        if index > 0 && rest.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The sections of a format: for numbers above, below and of nothing, and for words.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut is_quoted = false;
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        if character == ';' && !is_quoted {
            sections.push(String::new());
            continue;
        }
        is_quoted ^= character == '"';
        let Some(last) = sections.last_mut() else { continue };
        last.push(character);
        if character == '\\' && !is_quoted {
            last.extend(characters.next());
        }
    }
    sections
}

/// A day as its format shows it; year, month and day by hyphens where the format is of another kind.
pub(super) fn day(day: Date, code: &str) -> String {
    let mut shown = String::new();
    let section = sections(code).into_iter().next().unwrap_or_default();
    let mut characters = section.chars().peekable();
    let mut has_part = false;
    while let Some(character) = characters.next() {
        let lower = character.to_ascii_lowercase();
        match lower {
            'y' | 'm' | 'd' => {
                let mut length = 1;
                while characters.next_if(|c| c.to_ascii_lowercase() == lower).is_some() {
                    length += 1;
                }
                has_part = true;
                match (lower, length) {
                    ('y', 1 | 2) => shown.push_str(&two(day.year().rem_euclid(100))),
                    ('y', _) => shown.push_str(&day.year().to_string()),
                    ('m', 1) => shown.push_str(&day.month().to_string()),
                    ('m', 2) => shown.push_str(&two(day.month().into())),
                    ('d', 1) => shown.push_str(&day.day().to_string()),
                    ('d', 2) => shown.push_str(&two(day.day().into())),
                    _ => return day.to_string(),
                }
            }
            // A time of day is not kept.
            'h' | 's' => break,
            '"' => shown.extend(characters.by_ref().take_while(|c| *c != '"')),
            '\\' => shown.extend(characters.next()),
            '[' => while characters.next().is_some_and(|c| c != ']') {},
            '_' | '*' => {
                characters.next();
            }
            '@' | ';' => {}
            _ => shown.push(character),
        }
    }
    if has_part { shown.trim_end().to_owned() } else { day.to_string() }
}

/// A number of two digits.
fn two(number: i16) -> String {
    format!("{number:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_by_their_format() {
        let cases = [
            ("1234.5", "", "1234.5"),
            ("1234.50", "General", "1234.5"),
            ("1234.5", "#,##0.00", "1,234.50"),
            ("-1234.5", "#,##0.00", "-1,234.50"),
            ("1234567", "#,##0", "1,234,567"),
            ("0.965", "0.00%", "96.50%"),
            ("0.9655", "0%", "97%"),
            ("0.005", "0.00", "0.01"),
            ("0.5", "#.##", ".5"),
            ("2.5", "0.0#", "2.5"),
            ("-3", "0.00_);(0.00)", "(3.00)"),
            ("0", "#,##0;-#,##0;\"-\"", "-"),
            ("12", "0\"万元\"", "12万元"),
            ("12", "[$¥-804]#,##0.00", "¥12.00"),
            ("7", "000", "007"),
            ("-0.001", "0.00", "0.00"),
            ("1234567", "0.0,\"千元\"", "1234.6千元"),
            ("5", "0.00E+00", "5"),
            ("5", "[DBNum1]General", "5"),
            ("12", "@", "12"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(number(value.parse().unwrap(), code), expected, "{value} {code}");
        }
    }

    #[test]
    fn days_are_shown_by_their_format() {
        let cases = [
            ("yyyy/m/d", "2023/3/1"),
            ("yyyy\"年\"m\"月\"d\"日\"", "2023年3月1日"),
            ("yyyy\\-mm\\-dd;@", "2023-03-01"),
            ("[$-804]yyyy\"年\"m\"月\";@", "2023年3月"),
            ("yyyy/m/d h:mm", "2023/3/1"),
            ("d-mmm-yy", "2023-03-01"),
            ("", "2023-03-01"),
        ];
        for (code, expected) in cases {
            assert_eq!(day(Date::constant(2023, 3, 1), code), expected, "{code}");
        }
    }
}
