//! Finds figures and days in running Chinese text.
//!
//! The scanner knows what is not a quantity: ordinals, anniversaries, years, set phrases, model names
//! and bare numbers without a unit are returned as such or left alone, never as amounts.
//!
//! It goes through a text once, from left to right; whatever was looked at and is no mention is passed
//! over whole.

mod day;
mod glyphs;
mod measure;
mod number;
mod numeral;
mod quantity;
mod relation;

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Figure, Relation, Unit};
use glyphs::Glyphs;
pub(super) use number::multiplier_word;
use numeral::is_numeral;

/// One thing with digits or numerals that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// What it is.
    pub kind: MentionKind,
}

/// What a [`Mention`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MentionKind {
    /// An amount.
    Figure(Figure),
    /// A day, with the year where one is written.
    Day {
        /// Year.
        year: Option<i16>,
        /// Month, 1 to 12.
        month: u8,
        /// Day, 1 to 31.
        day: u8,
        /// Whether the day is a deadline (`7月31日前`).
        deadline: Deadline,
    },
    /// A year (`2022年`, `22年度`, `二〇二二年`).
    Year(i16),
    /// A number of order (`第2届`, `第二届`) or an anniversary (`101周年`).
    Ordinal,
    /// A number that is a name, a code or without a unit: not an amount.
    Label,
    /// What looks like an amount or a day and can't be read for certain: `1，200人`, `几十次`,
    /// `2月30日`. Its words are the text of the span.
    Unread,
}

impl MentionKind {
    /// Says whether it is an amount or a day, or what may be one and can't be read for certain.
    #[must_use]
    pub fn states_something(&self) -> bool {
        matches!(self, Self::Figure(_) | Self::Day { .. } | Self::Unread)
    }
}

/// Whether a day is the event itself or the last day for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// The day of the event.
    On,
    /// The last day (`前`).
    Before,
}

/// Finds everything with digits or numerals in the text, from left to right.
///
/// Spans do not overlap. Numerals that count nothing (`进一步`, `一是`) are left out.
#[must_use]
pub fn scan(text: &str) -> Vec<Mention> {
    if !text.chars().any(glyphs::is_in_mentions) {
        return Vec::new();
    }
    let mut glyphs = Glyphs::new(text);
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < glyphs.len() {
        match glyphs.seen(at) {
            None => at += 1,
            Some(Seen::Nothing { end }) => at = end.max(at + 1),
            Some(Seen::Mention { start, end, kind }) => {
                mentions.push(Mention { span: glyphs.span(start, end), kind });
                at = end.max(at + 1);
                glyphs.take_to(at);
            }
        }
    }
    mentions
}

/// The amounts among the mentions of a text, with their places in bytes.
pub fn figures(text: &str) -> impl Iterator<Item = (Range<usize>, Figure)> {
    scan(text).into_iter().filter_map(|mention| match mention.kind {
        MentionKind::Figure(figure) => Some((mention.span, figure)),
        _ => None,
    })
}

/// What the scanner sees at a place.
enum Seen {
    /// A mention; a relation word may stand before the place.
    Mention { start: usize, end: usize, kind: MentionKind },
    /// Nothing up to an end.
    Nothing { end: usize },
}

impl Seen {
    fn figure(start: usize, end: usize, figure: Figure) -> Self {
        Self::Mention { start, end, kind: MentionKind::Figure(figure) }
    }

    fn unread(start: usize, end: usize) -> Self {
        Self::Mention { start, end, kind: MentionKind::Unread }
    }

    fn label(start: usize, end: usize) -> Self {
        Self::Mention { start, end, kind: MentionKind::Label }
    }

    fn ordinal(start: usize, end: usize) -> Self {
        Self::Mention { start, end, kind: MentionKind::Ordinal }
    }
}

/// Nouns that follow 零 where it states the amount zero (`零投诉`).
const NOUNS_AFTER_ZERO: &[&str] = &[
    "投诉", "事故", "差错", "失误", "违纪", "违规", "上访", "延误", "缺陷", "次", "起", "件", "例",
    "宗",
];

impl Glyphs<'_> {
    /// What begins at the index.
    fn seen(&self, index: usize) -> Option<Seen> {
        let first = self.at(index)?;
        if first.is_ascii_digit() {
            return Some(self.in_digits(index));
        }
        if first.is_ascii_alphabetic() {
            return Some(self.identifier(index));
        }
        if first == '零'
            && let Some(zero) = self.zero(index)
        {
            return Some(zero);
        }
        is_numeral(first).then(|| self.in_numerals(index))
    }

    /// What a number in digits is.
    fn in_digits(&self, index: usize) -> Seen {
        let digits = match self.digits(index) {
            Ok(digits) => digits,
            Err(end) => return Seen::unread(index, end),
        };
        if let Some(day) = self.day(index) {
            return day;
        }
        if self.before(index) == Some('第') || self.word(digits.end, "周年").is_some() {
            return Seen::ordinal(index, self.listed_end(digits.end));
        }
        let end = self.run_of(digits.end, |c| c.is_ascii_alphanumeric());
        if end > digits.end {
            return Seen::label(index, end);
        }
        if let Some(end) = self.loose_thousands_end(&digits) {
            return Seen::unread(index, end);
        }
        self.quantity(index)
    }

    /// What Chinese numerals are; most of them stand in words and count nothing.
    fn in_numerals(&self, index: usize) -> Seen {
        let end = self.run_of(index, is_numeral);
        if let Some(day) = self.day(index) {
            return day;
        }
        if self.before(index) == Some('第') || self.word(end, "周年").is_some() {
            return Seen::ordinal(index, end);
        }
        if let Some(start) = self.vague_before(index) {
            let (_, after) = self.unit(end, true);
            return if after > end { Seen::unread(start, after) } else { Seen::Nothing { end } };
        }
        if self.is_part_of_a_word(index) {
            return Seen::Nothing { end };
        }
        self.quantity(index)
    }

    /// Where `几` or `数` of `几十次` stands, before numerals that it makes vague.
    fn vague_before(&self, index: usize) -> Option<usize> {
        let is_place = self.at(index).is_some_and(|c| numeral::digit_of(c).is_none() && c != '两');
        is_place.then(|| self.word_before(index, "几").or_else(|| self.word_before(index, "数")))?
    }

    /// A name or code with letters and digits, such as a model.
    fn identifier(&self, index: usize) -> Seen {
        let mut end = self.run_of(index, |c| c.is_ascii_alphanumeric());
        // `PM2.5` is one name.
        while self.at(end) == Some('.') && self.at(end + 1).is_some_and(|c| c.is_ascii_digit()) {
            end = self.run_of(end + 1, |c| c.is_ascii_digit());
        }
        let has_digit = (index..end).any(|i| self.at(i).is_some_and(|c| c.is_ascii_digit()));
        if has_digit { Seen::label(index, end) } else { Seen::Nothing { end } }
    }

    /// `零投诉`: the amount zero, with what is counted as its unit.
    fn zero(&self, index: usize) -> Option<Seen> {
        let (noun, end) = NOUNS_AFTER_ZERO
            .iter()
            .find_map(|noun| self.word(index + 1, noun).map(|end| (*noun, end)))?;
        let unit = Unit::Counted(noun.to_owned());
        let text = self.words(index, end);
        let figure = Figure::new(&text, Decimal::ZERO, 0, unit, Relation::Exactly)?;
        Some(Seen::figure(index, end, figure))
    }

    /// Where a list of numbers of order ends: `第3、4期`, `第1—3期`.
    fn listed_end(&self, mut end: usize) -> usize {
        while self.at(end).is_some_and(|c| c == '、' || quantity::is_range_sign(c))
            && self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            end = self.run_of(end + 1, |c| c.is_ascii_digit());
        }
        end
    }
}

#[cfg(test)]
mod tests;
