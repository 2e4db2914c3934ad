//! The columns of a workbook: what each asks for, and what a cell says as text.

use rust_decimal::Decimal;

use super::value;
use crate::pack::Subject;

/// A column of a sheet, or a line of a sheet whose columns stand below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Identifier; with the row's fact before it, the name of the fact.
    pub key: &'static str,
    /// Heading, in Chinese.
    pub heading: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// What it offers to choose from.
    pub choices: Choices,
    /// Width in characters.
    pub width: u16,
    /// How to fill it in.
    pub hint: &'static str,
    /// What stands in the example row.
    pub example: &'static str,
    /// Whether it must be filled in.
    pub need: Need,
    /// Whether it stays in a blank workbook.
    pub asks: Asks,
}

/// What kind of value a column takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word or a sentence.
    Text,
    /// Money; a number without unit is in 万元.
    Money,
    /// A percentage.
    Rate,
    /// A score with or without 分.
    Score,
    /// Any figure with its unit.
    Figure,
    /// A number without unit.
    Decimal,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// Several words, one a line.
    List,
}

/// What a column offers to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// Nothing.
    Free,
    /// A closed list of identifiers with their Chinese names.
    Closed(&'static [(&'static str, &'static str)]),
    /// The dimensions of the pack for a subject.
    Dimensions(Subject),
    /// The methods of the pack for a subject.
    Methods(Subject),
    /// The grades of the department's pack.
    Grades,
    /// The offices of the department; others may be typed.
    Offices,
    /// The rows of another sheet.
    Rows(Rows),
}

/// Rows of a sheet that other sheets point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Objectives of the department.
    Objectives,
    /// Tasks.
    Tasks,
    /// Projects.
    Projects,
    /// Issues.
    Issues,
    /// Lines of the budget, and projects.
    Money,
}

/// Whether a column must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may stay empty.
    Open,
    /// It must be filled in.
    Required,
}

/// Whether a column stays in a blank workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// What was planned; it stays.
    Plan,
    /// What was reached; it is asked for.
    Answer,
}

/// The digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;
/// The unit of money typed without one.
const MONEY_UNIT: &str = "万元";

impl Kind {
    /// What a number in a cell of this kind says, as text.
    ///
    /// `number` is in plain digits. Money is shown with two decimals, so it says them.
    #[must_use]
    pub fn text_of(self, number: &str) -> String {
        let decimal = Decimal::from_str_exact(number);
        match (self, decimal) {
            (Self::Money, Ok(mut amount)) => {
                if amount.scale() < 2 {
                    amount.rescale(2);
                }
                format!("{amount}{MONEY_UNIT}")
            }
            // Below 2 it could be a quotient as well as hundredths: that is asked, not guessed.
            (Self::Rate, Ok(amount)) if amount >= Decimal::TWO => format!("{number}%"),
            _ => number.to_owned(),
        }
    }

    /// Says whether two cells of this kind say the same.
    ///
    /// How days and plain numbers are written does not count, nor do white space and characters
    /// that a spreadsheet drops.
    #[must_use]
    pub fn says_the_same(self, one: &str, two: &str) -> bool {
        one == two || self.plain(one) == self.plain(two)
    }

    fn plain(self, text: &str) -> String {
        let read = match self {
            Self::Day => value::day(text).ok().map(|day| day.to_string()),
            Self::Decimal => value::decimal(text).ok().map(|it| it.normalize().to_string()),
            Self::Whole => value::whole(text).ok().map(|it| it.to_string()),
            Self::Money => value::money(text).ok().map(|figure| figure.to_string()),
            Self::Text | Self::Rate | Self::Score | Self::Figure | Self::List => None,
        };
        let kept = |c: &char| !c.is_whitespace() && !c.is_control();
        read.unwrap_or_else(|| text.chars().filter(kept).collect())
    }

    /// The number that a cell may hold instead of the text, where nothing is lost by it.
    #[must_use]
    pub fn number_of(self, text: &str) -> Option<Decimal> {
        let digits = match self {
            Self::Money => text.strip_suffix(MONEY_UNIT)?,
            Self::Decimal | Self::Whole | Self::Score => text,
            Self::Text | Self::Rate | Self::Figure | Self::Day | Self::List => return None,
        };
        let number = Decimal::from_str_exact(digits).ok()?.normalize();
        let is_kept = number.mantissa().to_string().trim_start_matches('-').len() <= DIGITS;
        (is_kept && self.text_of(&number.to_string()) == text).then_some(number)
    }
}

/// A value as a cell says it.
///
/// What a cell would not keep (spaces at the edges, a text that is there and empty) is written
/// behind a backslash, in which `\n` is a line break and `\\` a backslash.
pub(super) fn cell_text(value: &str) -> String {
    let is_kept = !value.is_empty()
        && value.trim() == value
        && !value.starts_with('\\')
        && !value.contains('\r');
    if is_kept { value.to_owned() } else { verbatim(value) }
}

/// A value as one line of a cell.
pub(super) fn line_text(value: &str) -> String {
    if value.contains('\n') { verbatim(value) } else { cell_text(value) }
}

/// A value behind a backslash: nothing in it is trimmed, looked up or guessed.
pub(super) fn verbatim(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    // The end of the cell would be trimmed where it is a space.
    let end = if escaped.ends_with(char::is_whitespace) { "\\." } else { "" };
    format!("\\{escaped}{end}")
}

/// What a cell, or a line of it, says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// As somebody typed it.
    Typed(String),
    /// To be taken as it stands.
    Verbatim(String),
}

impl Words {
    /// Reads the text of a cell; nothing where it is blank.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let trimmed = cell.trim();
        let Some(rest) = trimmed.strip_prefix('\\') else {
            return (!trimmed.is_empty()).then(|| Self::Typed(trimmed.to_owned()));
        };
        let mut value = String::new();
        let mut characters = rest.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n') => value.push('\n'),
                    Some('r') => value.push('\r'),
                    Some('.') => {}
                    Some(other) => value.push(other),
                    None => value.push('\\'),
                },
                other => value.push(other),
            }
        }
        Some(Self::Verbatim(value))
    }

    /// The words themselves.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Typed(text) | Self::Verbatim(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_what_they_say() {
        let odd = ["", " ", "\\", "a\\nb", " a", "a ", "\u{3000}a\n", "\\ a", "a\rb", "\n", "。\\"];
        for value in odd.into_iter().chain(["一", "一\n二", "a b"]) {
            for cell in [cell_text(value), line_text(value), verbatim(value)] {
                assert_eq!(cell.trim(), cell, "{value:?}");
                assert_eq!(Words::read(&cell).map(Words::into_text).as_deref(), Some(value));
            }
            assert!(!line_text(value).contains('\n'), "{value:?}");
        }
        assert_eq!(cell_text("一\n二"), "一\n二");
        assert_eq!(Words::read(" \u{3000}\n"), None);
        assert_eq!(Words::read(" 14期 "), Some(Words::Typed("14期".to_owned())));
    }

    #[test]
    fn cells_say_the_same_however_they_are_written() {
        let cases = [
            (Kind::Day, "2023年6月30日", "2023-06-30", true),
            (Kind::Day, "2023-06-30", "2023-07-30", false),
            (Kind::Decimal, "5.0", "５分", true),
            (Kind::Money, "3186.40", "3186.40万元", true),
            (Kind::Money, "3186.4万元", "3186.40万元", false),
            (Kind::Text, "一 二\r\n三", "一二\n三", true),
            (Kind::Text, "14期", "14", false),
            (Kind::List, "", " ", true),
        ];
        for (kind, one, two, expected) in cases {
            assert_eq!(kind.says_the_same(one, two), expected, "{one} {two}");
        }
    }

    #[test]
    fn numbers_stand_in_cells_where_nothing_is_lost() {
        let cases = [
            (Kind::Money, "3186.40万元", Some("3186.4")),
            (Kind::Money, "3186万元", None),
            (Kind::Money, "3186.405万元", Some("3186.405")),
            (Kind::Money, "3186.4050万元", None),
            (Kind::Money, "2.83亿元", None),
            (Kind::Money, "12345678901234567.89万元", None),
            (Kind::Decimal, "5", Some("5")),
            (Kind::Decimal, "5.0", None),
            (Kind::Whole, "-3", Some("-3")),
            (Kind::Score, "95.5分", None),
            (Kind::Score, "95.5", Some("95.5")),
            (Kind::Text, "14", None),
            (Kind::Rate, "96%", None),
        ];
        for (kind, text, number) in cases {
            let found = kind.number_of(text).map(|number| number.to_string());
            assert_eq!(found.as_deref(), number, "{kind:?} {text}");
        }
        assert_eq!(Kind::Rate.text_of("96.5"), "96.5%");
        assert_eq!(Kind::Rate.text_of("0.965"), "0.965");
    }
}
