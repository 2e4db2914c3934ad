//! Numbers of a sheet in plain digits, and the formats that show them as days.

/// The digits that a spreadsheet computes with.
const DIGITS: usize = 15;
/// Exponents beyond this are of no amount; the number is left as it is written.
const MAX_EXPONENT: i32 = 400;

/// Writes a number of a sheet in plain digits; nothing where it is no number.
///
/// A fraction with more digits than a spreadsheet computes with is what binary arithmetic left
/// over, such as 16.859999999999999: it is rounded to those digits. Whole numbers stay as written.
pub(crate) fn plain(written: &str) -> Option<String> {
    if is_plain(written) {
        return Some(written.to_owned());
    }
    let (sign, unsigned) = match written.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", written.strip_prefix('+').unwrap_or(written)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    if !is_number || exponent.abs() > MAX_EXPONENT {
        return None;
    }
    // The number is its digits times ten to the power of `point`.
    let mut point = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.drain(..zeros);
    if point < 0 && digits.len() > DIGITS {
        let dropped = digits.len().checked_sub(DIGITS)?;
        point = point.checked_add(i32::try_from(dropped).ok()?)?;
        let rounds_up = digits.get(DIGITS).is_some_and(|digit| *digit >= b'5');
        digits.truncate(DIGITS);
        if rounds_up {
            increment(&mut digits);
        }
    }
    while point < 0 && digits.last() == Some(&b'0') {
        digits.pop();
        point = point.checked_add(1)?;
    }
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = "0".repeat(usize::try_from(point).unwrap_or(0));
    let places = usize::try_from(point.checked_neg()?).unwrap_or(0);
    let leading = "0".repeat(places.saturating_add(1).saturating_sub(digits.len()));
    let digits = format!("{leading}{}{zeros}", String::from_utf8(digits).ok()?);
    let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(places)?)?;
    let dot = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{dot}{fraction}"))
}

/// Says whether a number is written in plain digits already, as nearly all are.
fn is_plain(written: &str) -> bool {
    let mut points = 0_usize;
    let are_digits = written.bytes().all(|byte| {
        points = points.saturating_add(usize::from(byte == b'.'));
        byte.is_ascii_digit() || byte == b'.'
    });
    let ends = (written.as_bytes().first(), written.as_bytes().last());
    let (Some(b'1'..=b'9'), Some(last)) = ends else { return false };
    let is_whole = points == 0 && last.is_ascii_digit();
    let is_fraction = points == 1 && !matches!(last, b'0' | b'.');
    are_digits && written.len() <= DIGITS && (is_whole || is_fraction)
}

/// Adds one to the last of the digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit = digit.saturating_add(1);
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// What a format shows numbers as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Themselves.
    #[default]
    Plain,
    /// Hundredths.
    Percent,
    /// Days.
    Day,
}

/// What a format that every spreadsheet has, by its number, shows; those from 27 on are the formats
/// of East Asian editions.
pub(super) fn built_in(format: u32) -> Shown {
    match format {
        9 | 10 => Shown::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day,
        _ => Shown::Plain,
    }
}

/// How such a format is written out; empty for the general one and those that are hardly used.
pub(super) fn built_in_code(format: u32) -> &'static str {
    match format {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 | 37 | 38 => "#,##0;-#,##0",
        7 | 8 | 39 | 40 => "#,##0.00;-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 | 30 => "yyyy/m/d",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        _ => "",
    }
}

/// What a format written out, such as `yyyy"年"m"月"`, shows.
pub(crate) fn shown(code: &str) -> Shown {
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => while characters.next().is_some_and(|c| c != '"') {},
            '[' => while characters.next().is_some_and(|c| c != ']') {},
            // What follows stands for itself.
            '\\' | '_' | '*' => {
                characters.next();
            }
            'y' | 'Y' | 'd' | 'D' => return Shown::Day,
            '%' => return Shown::Percent,
            _ => {}
        }
    }
    Shown::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_plain_digits() {
        let cases = [
            ("0", "0"),
            ("-0.0", "0"),
            ("12.50", "12.5"),
            ("-1234.5", "-1234.5"),
            ("007", "7"),
            (".5", "0.5"),
            ("1.2E-3", "0.0012"),
            ("1.2e3", "1200"),
            ("1E+2", "100"),
            ("16.859999999999999", "16.86"),
            ("0.30000000000000004", "0.3"),
            ("9.9999999999999999", "10"),
            ("99999.9999999999999", "100000"),
            ("370102199001011234", "370102199001011234"),
            ("1.234567890123456789E+18", "1234567890123456789"),
        ];
        for (written, expected) in cases {
            assert_eq!(plain(written).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "-", ".", "1e", "1.2.3", "NaN", "inf", "１", "1e999999"] {
            assert_eq!(plain(written), None, "{written}");
        }
    }

    #[test]
    fn formats_show_days_percentages_or_numbers() {
        let cases = [
            ("General", Shown::Plain),
            ("#,##0.00", Shown::Plain),
            ("yyyy/m/d", Shown::Day),
            ("yyyy\"年\"m\"月\"", Shown::Day),
            ("m\"月\"d\"日\"", Shown::Day),
            ("h:mm:ss", Shown::Plain),
            ("0.00%", Shown::Percent),
            ("0.0\"%\"", Shown::Plain),
            ("\"USD\" 0.00", Shown::Plain),
            ("[Red]0.0_d", Shown::Plain),
            ("[$-804]yyyy\\-mm", Shown::Day),
        ];
        for (code, expected) in cases {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
