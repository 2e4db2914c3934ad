//! Days in the ways in which offices write them.

use jiff::civil::Date;

use crate::register::epoch::Epoch;
use crate::register::value::{date, fold};

/// Reads a day; the year of `3月1日` is the one that was stated for the file.
///
/// `2023-03-01`, `2023/3/1`, `2023.3.1`, `2023年3月1日`, `20230301`, `二〇二三年三月一日`, and the
/// number of days that a spreadsheet counts.
///
/// # Errors
/// Why the words are no day.
pub fn read(words: &str, epoch: Epoch, year: Option<i16>) -> Result<Date, NoDay> {
    if let Some(day) = date(words) {
        return Ok(day);
    }
    let folded = fold(words);
    if folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return compact(&folded).or_else(|| serial(&folded, epoch)).ok_or(NoDay::Other);
    }
    let digits = in_digits(&folded).ok_or(NoDay::Other)?;
    if let Some(day) = date(&digits) {
        return Ok(day);
    }
    let Some((month, day)) = month_and_day(&digits) else { return Err(NoDay::Other) };
    let year = year.ok_or(NoDay::WithoutYear)?;
    Date::new(year, month, day).map_err(|_| NoDay::Other)
}

/// Why words are no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// The year is left out, and none is stated for the file.
    WithoutYear,
    /// They are something else.
    Other,
}

/// `20230301`.
fn compact(digits: &str) -> Option<Date> {
    if digits.len() != 8 || digits.contains('.') {
        return None;
    }
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let year: i16 = year.parse().ok()?;
    let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=2200).contains(&year).then_some(day)
}

/// The number of a day from 1954 to 2173: smaller ones would rather be something else.
fn serial(digits: &str, epoch: Epoch) -> Option<Date> {
    let whole = digits.split('.').next().unwrap_or_default();
    let is_likely = whole.len() == 5 && !whole.starts_with('0') && !whole.starts_with('1');
    is_likely.then(|| epoch.day(digits)).flatten()
}

/// Chinese numerals as digits: `二〇二三年十二月三十一日`; nothing where others stand there.
fn in_digits(words: &str) -> Option<String> {
    let mut digits = String::new();
    for part in words.split_inclusive(['年', '月', '日', '号']) {
        let mark = part.chars().next_back()?;
        let number = part.strip_suffix(['年', '月', '日', '号'])?;
        if number.is_empty() {
            return None;
        }
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            digits.push_str(number);
        } else if mark == '年' {
            for numeral in number.chars() {
                digits.push(char::from_digit(value(numeral)?, 10)?);
            }
        } else {
            digits.push_str(&below_hundred(number)?.to_string());
        }
        digits.push(if mark == '号' { '日' } else { mark });
    }
    Some(digits)
}

/// `三`, `十`, `十二`, `二十`, `三十一`.
fn below_hundred(numerals: &str) -> Option<u32> {
    let one = |numerals: &str, none: u32| {
        let mut numerals = numerals.chars();
        match (numerals.next(), numerals.next()) {
            (None, _) => Some(none),
            (Some(numeral), None) => value(numeral),
            _ => None,
        }
    };
    match numerals.split_once('十') {
        Some((tens, ones)) => one(tens, 1)?.checked_mul(10)?.checked_add(one(ones, 0)?),
        None => one(numerals, 0),
    }
}

fn value(numeral: char) -> Option<u32> {
    let at = "〇一二三四五六七八九".chars().position(|one| one == numeral);
    let at = at.or((numeral == '零' || numeral == '○').then_some(0));
    u32::try_from(at?).ok()
}

fn month_and_day(words: &str) -> Option<(i8, i8)> {
    let (month, rest) = words.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
