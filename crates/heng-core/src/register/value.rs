//! What a cell of a register holds, and how it is read from what people write.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::exact;
use super::schema::{Column, ColumnKind, Sensitivity};
use crate::reader::nearest;

/// Numbers of a register stay below this: 18 digits before the point, far more than any amount has.
const TOO_LARGE: u128 = 1_000_000_000_000_000_000;
/// Decimals that a number of a register may have.
const MAX_DECIMALS: u32 = 9;

/// What a cell holds (单元格的值).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value<'t> {
    /// Words.
    Text(Cow<'t, str>),
    /// A number, in the unit of its column.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// Yes or no.
    Boolean(bool),
}

impl Value<'_> {
    /// The value in one way of writing: numbers without needless zeros, days as `2023-03-01`, 是 or 否.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Number(number) => number.normalize().to_string(),
            Self::Date(day) => day.to_string(),
            Self::Boolean(true) => "是".to_owned(),
            Self::Boolean(false) => "否".to_owned(),
        }
    }

    /// The same value, on its own.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Value::Number(number),
            Self::Date(date) => Value::Date(date),
            Self::Boolean(boolean) => Value::Boolean(boolean),
        }
    }
}

/// Why a cell can't be taken, in Chinese (单元格读不出的原因).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The words are not a number.
    #[error("不是一个数字")]
    NotANumber,
    /// A spreadsheet shortened the number.
    #[error("是科学计数法，原来的数字可能已经丢失几位")]
    Scientific,
    /// Commas stand where no thousands end.
    #[error("逗号的位置不像千位分隔")]
    Separators,
    /// The unit is another than the column's.
    #[error("带的单位是「{0}」，而本列的单位是「{1}」")]
    OtherUnit(String, String),
    /// The unit after the multiplier is left out, and the column has a multiplier of its own.
    #[error("说不清「{0}」之后是什么单位，因为本列以「{1}」计")]
    AmbiguousUnit(String, String),
    /// More digits than any amount has.
    #[error("位数过多（整数不超过 18 位，小数不超过 9 位）")]
    TooLong,
    /// A fraction where whole things are counted.
    #[error("不是整数")]
    NotWhole,
    /// The words are not a day.
    #[error("不是一个有效日期")]
    NotADate,
    /// The words are neither yes nor no.
    #[error("不是「是」或「否」")]
    NotABoolean,
    /// The words are none of those that the column takes.
    #[error("不在本列可填的内容之中")]
    NotAChoice {
        /// The one that may be meant.
        nearest: Option<String>,
        /// All of them.
        choices: Vec<String>,
    },
    /// A number below the least that the column takes.
    #[error("小于本列的最小值 {0}")]
    BelowMinimum(String),
    /// The column must be filled and is not.
    #[error("必填而为空")]
    Blank,
}

impl Unreadable {
    /// The same reason without words of the cell.
    #[must_use]
    pub(super) fn masked(self) -> Self {
        let mask = || Sensitivity::MASK.to_owned();
        match self {
            Self::OtherUnit(_, unit) => Self::OtherUnit(mask(), unit),
            Self::AmbiguousUnit(_, unit) => Self::AmbiguousUnit(mask(), unit),
            Self::NotAChoice { choices, .. } => Self::NotAChoice { nearest: None, choices },
            other => other,
        }
    }

    /// What would mend it, in Chinese.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::NotANumber | Self::Separators => {
                "请只填数字，如 1234.5 或 1,234.5；没有数据请留空。".to_owned()
            }
            Self::Scientific => "请把该列设为数值格式，按原始数据重填。".to_owned(),
            Self::OtherUnit(_, unit) => format!("请换算成以「{unit}」计的数字，单位不必填写。"),
            Self::AmbiguousUnit(_, unit) => {
                format!("请写全单位，或只填以「{unit}」计的数字。")
            }
            Self::TooLong => "请核对数字；编号应登记在文字列。".to_owned(),
            Self::NotWhole => "请填整数。".to_owned(),
            Self::NotADate => "请写成如 2022-03-01 或 2022年3月1日 的形式。".to_owned(),
            Self::NotABoolean => "请填「是」或「否」；没有数据请留空。".to_owned(),
            Self::NotAChoice { nearest: Some(nearest), .. } => format!("是否应为「{nearest}」？"),
            Self::NotAChoice { choices, .. } => format!("可填的有：{}。", choices.join("、")),
            Self::BelowMinimum(_) => "请核对数字；没有数据请留空。".to_owned(),
            Self::Blank => "请补填。".to_owned(),
        }
    }
}

impl Column {
    /// Reads a cell; a blank one holds nothing.
    ///
    /// # Errors
    /// [`Unreadable`] says why the cell can't be taken.
    pub fn read<'t>(&self, cell: &'t str) -> Result<Option<Value<'t>>, Unreadable> {
        let mut value = None;
        self.read_into(&mut value, cell).map(|()| value)
    }

    /// Reads a cell where its value is to stand, because moving it there takes as long as reading.
    #[inline]
    pub(super) fn read_into<'t>(
        &self,
        slot: &mut Option<Value<'t>>,
        cell: &'t str,
    ) -> Result<(), Unreadable> {
        let cell = trimmed(cell);
        *slot = match &self.kind {
            _ if cell.is_empty() => None,
            ColumnKind::Text { choices } if choices.is_empty() || is_choice(cell, choices) => {
                Some(Value::Text(Cow::Borrowed(cell)))
            }
            ColumnKind::Text { choices } => Some(Value::Text(Cow::Owned(choice(cell, choices)?))),
            ColumnKind::Integer => {
                let number = self.number(cell)?;
                if number.scale() > 0 {
                    return Err(Unreadable::NotWhole);
                }
                Some(Value::Number(number))
            }
            ColumnKind::Decimal | ColumnKind::Money => Some(Value::Number(self.number(cell)?)),
            ColumnKind::Date => Some(Value::Date(date(cell).ok_or(Unreadable::NotADate)?)),
            ColumnKind::Boolean => Some(Value::Boolean(boolean(cell)?)),
        };
        Ok(())
    }

    /// A number in the unit of the column, without trailing zeros.
    #[inline]
    fn number(&self, cell: &str) -> Result<Decimal, Unreadable> {
        let is_taken =
            |number: &Decimal| !self.minimum.is_some_and(|least| is_below(*number, least));
        match plain_number(cell).filter(is_taken) {
            Some(number) => Ok(number),
            None => self.careful_number(cell),
        }
    }

    fn careful_number(&self, cell: &str) -> Result<Decimal, Unreadable> {
        let number = self.written_number(cell)?;
        match self.minimum {
            Some(minimum) if is_below(number, minimum) => {
                let unit = self.unit.as_ref().map(ToString::to_string);
                let minimum = format!("{minimum}{}", unit.unwrap_or_default());
                Err(Unreadable::BelowMinimum(minimum))
            }
            _ => Ok(number),
        }
    }

    fn written_number(&self, cell: &str) -> Result<Decimal, Unreadable> {
        let folded = fold(cell);
        let (negative, rest) = match folded.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, folded.strip_prefix('+').unwrap_or(&folded)),
        };
        let end =
            rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
        let (digits, suffix) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if !digits.is_empty() && suffix.starts_with(['e', 'E']) {
            return Err(Unreadable::Scientific);
        }
        let amount =
            Decimal::from_str_exact(&without_separators(digits)?).map_err(|error| match error {
                rust_decimal::Error::ExceedsMaximumPossibleValue
                | rust_decimal::Error::Underflow => Unreadable::TooLong,
                _ => Unreadable::NotANumber,
            })?;
        let number = exact::shift(amount, self.power_of(suffix)?).ok_or(Unreadable::TooLong)?;
        let integer = number.trunc().mantissa().unsigned_abs();
        if integer >= TOO_LARGE || number.scale() > MAX_DECIMALS {
            return Err(Unreadable::TooLong);
        }
        Ok(if negative { -number } else { number })
    }

    /// The power of ten by which a number with this suffix counts in the unit of the column.
    fn power_of(&self, suffix: &str) -> Result<i32, Unreadable> {
        if suffix.is_empty() {
            return Ok(0);
        }
        let (power, word) = super::schema::multiplier(suffix);
        let Some(unit) = &self.unit else {
            return if word.is_empty() {
                Ok(power.cast_signed())
            } else {
                Err(Unreadable::NotANumber)
            };
        };
        if word == unit.unit.as_str() {
            return Ok(power.cast_signed().saturating_sub(unit.power.cast_signed()));
        }
        match (word, unit.power) {
            ("", 0) => Ok(power.cast_signed()),
            ("", _) => Err(Unreadable::AmbiguousUnit(suffix.to_owned(), unit.to_string())),
            _ => Err(Unreadable::OtherUnit(suffix.to_owned(), unit.to_string())),
        }
    }
}

/// The cell without white space at its ends, of which most have none.
#[inline]
fn trimmed(cell: &str) -> &str {
    // Chinese characters from 一 on begin with these bytes, and white space does not.
    let is_chinese = |byte: &u8| (0xE4..=0xE9).contains(byte);
    let begins = |byte: &u8| byte.is_ascii_graphic() || is_chinese(byte);
    let bytes = cell.as_bytes();
    let ends_plainly = match bytes {
        [.., last] if last.is_ascii_graphic() => true,
        [.., lead, _, _] => is_chinese(lead),
        _ => false,
    };
    if ends_plainly && bytes.first().is_some_and(begins) { cell } else { cell.trim() }
}

/// The words of a cell, cut to a readable length.
pub(super) fn short(words: &str) -> String {
    let words = words.trim();
    let mut short: String = words.chars().take(40).collect();
    if words.chars().count() > 40 {
        short.push('…');
    }
    short
}

/// Says whether a cell holds nothing but white space.
#[inline]
#[must_use]
pub fn is_blank(cell: &str) -> bool {
    trimmed(cell).is_empty()
}

/// Says whether a number is below a minimum, which nearly always is zero.
#[inline]
fn is_below(number: Decimal, minimum: Decimal) -> bool {
    if minimum.is_zero() {
        return number.is_sign_negative() && !number.is_zero();
    }
    number < minimum
}

/// Says whether two values are the same bytes; most are so short that calling out costs more than
/// comparing them.
#[inline]
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if let Some(are_same) = ends_are_same::<8>(one, other) {
        return are_same && one.as_chunks::<8>().0.iter().eq(other.as_chunks::<8>().0);
    }
    // Two ends of four bytes are all that there is.
    ends_are_same::<4>(one, other).unwrap_or_else(|| one.iter().eq(other))
}

/// Says whether the first and the last bytes are the same, where there are so many.
#[inline]
fn ends_are_same<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
    let are_same_first = one.first_chunk::<N>()? == other.first_chunk::<N>()?;
    Some(are_same_first && one.last_chunk::<N>() == other.last_chunk::<N>())
}

/// A number of plain digits, as nearly all are; nothing where more care is needed.
#[inline]
fn plain_number(cell: &str) -> Option<Decimal> {
    let (is_negative, digits) = match cell.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    // What has more characters may have more digits than are taken.
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut mantissa, mut scale, mut is_fraction) = (0_i64, 0_u32, false);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                scale += u32::from(is_fraction);
            }
            b'.' if !is_fraction => is_fraction = true,
            _ => return None,
        }
    }
    if (is_fraction && scale == 0) || scale > MAX_DECIMALS || digits.first() == Some(&b'.') {
        return None;
    }
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Some(Decimal::new(if is_negative { -mantissa } else { mantissa }, scale))
}

/// Full-width forms as half-width ones, without any white space.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    let half_width = |c: char| match c {
        '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '−' => '-',
        _ => c,
    };
    let is_shown = |c: &char| !c.is_whitespace() && *c != '\u{feff}' && *c != '\u{200b}';
    Cow::Owned(text.chars().filter(is_shown).map(half_width).collect())
}

fn without_separators(digits: &str) -> Result<Cow<'_, str>, Unreadable> {
    if !digits.contains(',') {
        return Ok(Cow::Borrowed(digits));
    }
    let integer = digits.split('.').next().unwrap_or_default();
    let in_fraction = digits.split_once('.').is_some_and(|(_, rest)| rest.contains(','));
    let mut groups = integer.split(',');
    let first = groups.next().unwrap_or_default();
    let are_thousands = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if in_fraction || !are_thousands {
        return Err(Unreadable::Separators);
    }
    Ok(Cow::Owned(digits.replace(',', "")))
}

#[inline]
fn is_choice(cell: &str, choices: &[String]) -> bool {
    choices.iter().any(|choice| is_same(choice.as_bytes(), cell.as_bytes()))
}

/// The choice that a cell means which is written otherwise.
fn choice(cell: &str, choices: &[String]) -> Result<String, Unreadable> {
    let folded = fold(cell);
    if let Some(choice) = choices.iter().find(|choice| fold(choice) == folded) {
        return Ok(choice.clone());
    }
    Err(Unreadable::NotAChoice {
        nearest: nearest(cell, choices.iter().map(String::as_str)).map(str::to_owned),
        choices: choices.to_vec(),
    })
}

/// `2022-03-01`, `2022/3/1`, `2022.3.1`, `2022年3月1日`; a time of day may follow.
pub(super) fn date(cell: &str) -> Option<Date> {
    plain_date(cell).or_else(|| written_date(cell))
}

/// `2022-03-01`, as nearly all are written.
#[inline]
fn plain_date(cell: &str) -> Option<Date> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = cell.as_bytes() else { return None };
    let digit = |byte: &u8| Some(*byte).filter(u8::is_ascii_digit).map(|byte| byte - b'0');
    let two = |tens: &u8, ones: &u8| Some((digit(tens)? * 10 + digit(ones)?).cast_signed());
    let year = i16::from(two(y0, y1)?) * 100 + i16::from(two(y2, y3)?);
    Date::new(year, two(m0, m1)?, two(d0, d1)?).ok()
}

fn written_date(cell: &str) -> Option<Date> {
    let (day, time) = match cell.split_once(char::is_whitespace) {
        // White space inside `2022年 3月 1日` parts nothing.
        Some((day, time)) if time.contains([':', '：']) => (day, fold(time)),
        _ => (cell, Cow::Borrowed("")),
    };
    if !time.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.') {
        return None;
    }
    let day = fold(day);
    let (year, month, day) = if let Some((year, rest)) = day.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        (year, month, rest.strip_suffix('日')?)
    } else {
        let separator = ['-', '/', '.'].into_iter().find(|c| day.contains(*c))?;
        let (year, rest) = day.split_once(separator)?;
        let (month, day) = rest.split_once(separator)?;
        (year, month, day)
    };
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn boolean(cell: &str) -> Result<bool, Unreadable> {
    match fold(cell).as_ref() {
        "是" | "true" | "TRUE" | "1" => Ok(true),
        "否" | "false" | "FALSE" | "0" => Ok(false),
        _ => Err(Unreadable::NotABoolean),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn white_space_at_the_ends_is_left_out(
            cell in "[\u{3000}\u{a0}\u{2028}\u{1680} \t一龥Ａ，a-]{0,5}"
        ) {
            prop_assert_eq!(trimmed(&cell), cell.trim());
        }

        #[test]
        fn plain_numbers_are_those_of_the_careful_reading(cell in "-?[0-9]{0,9}(\\.[0-9]{0,9})?") {
            let number = plain_number(&cell);
            let careful = Decimal::from_str_exact(&cell).ok().map(|number| number.normalize());
            prop_assert!(number.is_none() || number == careful, "{:?} {:?}", number, careful);
        }

        #[test]
        fn plain_days_are_those_of_the_careful_reading(cell in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]") {
            prop_assert_eq!(plain_date(&cell), written_date(&cell));
        }

        #[test]
        fn values_are_the_same_where_their_bytes_are(
            one in proptest::collection::vec(0_u8..2, 0..20),
            other in proptest::collection::vec(0_u8..2, 0..20),
        ) {
            prop_assert_eq!(is_same(&one, &other), one == other);
            prop_assert!(is_same(&one, &one.clone()));
        }
    }
}
