//! Days and years: `2022年7月12日`, `2022-07-12`, `二〇二二年七月十二日`, `7月31日前`, `22年度`.

use jiff::civil::Date;

use super::glyphs::Glyphs;
use super::numeral::{digit_of, is_numeral};
use super::{Deadline, MentionKind, Seen, quantity};

/// Words that make a day a deadline.
const DEADLINES: [&str; 3] = ["之前", "以前", "前"];
/// Characters after 前 that make another word of it: `7月12日前期准备`.
const NO_DEADLINE_BEFORE: &str = "期后往来台夕述";
/// Years that are written with four digits and no 年.
const BARE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;
/// A leap year, which has every day that some year has.
const ANY_YEAR: i16 = 2024;

impl Glyphs<'_> {
    /// The day or year that begins at the index.
    pub(super) fn day(&self, index: usize) -> Option<Seen> {
        if let Some((year, digits, after)) = self.year(index) {
            if let Some((month, day, end)) = self.month_and_day(after) {
                return Some(self.dated(index, Some(year), month, day, end));
            }
            let is_year = digits == 4 || self.at(after) == Some('度');
            let kind = MentionKind::Year(year);
            return is_year.then_some(Seen::Mention { start: index, end: after, kind });
        }
        if let Some((year, month, day, end)) = self.numeric_day(index) {
            return Some(self.dated(index, Some(year), month, day, end));
        }
        let (month, day, end) = self.month_and_day(index)?;
        Some(self.dated(index, None, month, day, end))
    }

    /// A day with what belongs to it, if there is such a day.
    fn dated(&self, start: usize, year: Option<i16>, month: u8, day: u8, end: usize) -> Seen {
        let in_year = year.unwrap_or(ANY_YEAR);
        if Date::new(in_year, month.cast_signed(), day.cast_signed()).is_err() {
            return Seen::unread(start, end);
        }
        let (deadline, end) = self.deadline(end);
        let end = if deadline == Deadline::On { self.last_day_end(end) } else { end };
        Seen::Mention { start, end, kind: MentionKind::Day { year, month, day, deadline } }
    }

    fn deadline(&self, end: usize) -> (Deadline, usize) {
        self.one_of(end, &DEADLINES)
            .filter(|after| !self.at(*after).is_some_and(|c| NO_DEADLINE_BEFORE.contains(c)))
            .map_or((Deadline::On, end), |after| (Deadline::Before, after))
    }

    /// Where `—15日` ends behind `7月12日`: the days from one to another in a month are one mention.
    fn last_day_end(&self, end: usize) -> usize {
        let last_day = || {
            self.at(end).filter(|c| quantity::is_range_sign(*c))?;
            let (_, after) = self.small(end + 1)?;
            self.one_of(after, &["日", "号"])
        };
        last_day().unwrap_or(end)
    }

    /// A year with its 年: the year, how many digits it has, and the index behind.
    fn year(&self, index: usize) -> Option<(i16, usize, usize)> {
        let end = match self.at(index)? {
            c if c.is_ascii_digit() => self.run_of(index, |c| c.is_ascii_digit()),
            _ => self.run_of(index, is_numeral),
        };
        let after = self.word(end, "年")?;
        let digits = end - index;
        let number = self.plain_number(index, end)?;
        match digits {
            4 => Some((number, digits, after)),
            2 if self.at(index).is_some_and(|c| c.is_ascii_digit()) => {
                Some((number + 2000, digits, after))
            }
            _ => None,
        }
    }

    /// A number of up to four digits, Arabic or Chinese, one glyph a digit.
    fn plain_number(&self, index: usize, end: usize) -> Option<i16> {
        if end - index > 4 {
            return None;
        }
        (index..end).try_fold(0_i16, |number, at| {
            let c = self.at(at)?;
            let digit = c.to_digit(10).or_else(|| digit_of(c))?;
            number.checked_mul(10)?.checked_add(i16::try_from(digit).ok()?)
        })
    }

    /// `2022-07-12`, `2022/7/12`, `2022.7.12`.
    fn numeric_day(&self, index: usize) -> Option<(i16, u8, u8, usize)> {
        let end = self.run_of(index, |c| c.is_ascii_digit());
        let year = self.plain_number(index, end).filter(|year| BARE_YEARS.contains(year))?;
        let sign = self.at(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
        let (month, after) = self.small(end + 1)?;
        if self.at(after) != Some(sign) {
            return None;
        }
        let (day, end) = self.small(after + 1)?;
        let goes_on =
            self.at(end) == Some(sign) && self.at(end + 1).is_some_and(|c| c.is_ascii_digit());
        (!goes_on).then_some((year, month, day, end))
    }

    fn month_and_day(&self, index: usize) -> Option<(u8, u8, usize)> {
        let (month, after) = self.small(index)?;
        let (day, after) = self.small(self.word(after, "月")?)?;
        Some((month, day, self.one_of(after, &["日", "号"])?))
    }

    /// A number of one or two digits, or of numerals up to a hundred.
    fn small(&self, index: usize) -> Option<(u8, usize)> {
        let end = self.run_of(index, |c| c.is_ascii_digit());
        match end - index {
            0 => {
                let end = self.run_of(index, is_numeral);
                let numeral = self.numeral(index).filter(|it| it.end == end && it.power == 0)?;
                let value = u8::try_from(numeral.amount).ok()?;
                (value < 100).then_some((value, end))
            }
            1 | 2 => Some((u8::try_from(self.plain_number(index, end)?).ok()?, end)),
            _ => None,
        }
    }
}
