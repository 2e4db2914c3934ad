//! Tables as offices keep them become records of a register.
//!
//! A [`Grid`] is what a file holds, a [`Mapping`](mapping::Mapping) says which of its columns are
//! those of the register, and [`rows::sort`] sorts its rows: taken, set aside with the reason, or
//! refused with what is wrong. No row is in two of these, and none is in none of them.

pub mod append;
pub mod day;
pub mod layout;
pub mod mapping;
pub mod propose;
pub mod rows;
mod synonyms;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::civil::Date;

use super::epoch::Epoch;
use super::value::{fold, is_blank, short};

/// What a sheet or a csv file holds, with the numbers that the spreadsheet shows (待导入的表).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Path of the file as messages give it.
    pub file: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// The rows in which something stands, from the top.
    pub rows: Vec<Row>,
    /// Merged cells of more than one cell.
    pub merged: Vec<Merged>,
    /// From when the workbook counts days.
    pub epoch: Epoch,
}

/// A row with the cells that hold something, from left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its column, from 0.
    pub column: usize,
    /// What it holds.
    pub content: Content,
}

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words as somebody would type them.
    Words(String),
    /// A number of a spreadsheet in plain digits.
    Number(String),
    /// A day of a spreadsheet.
    Day(Date),
    /// A formula that went wrong, with what it shows.
    Error(String),
    /// A formula whose result was not saved.
    NoResult,
}

impl Content {
    /// The content as somebody would have typed it; a formula without a value has no words.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Words(words) | Self::Number(words) => Cow::Borrowed(words),
            Self::Day(day) => Cow::Owned(day.to_string()),
            Self::Error(_) | Self::NoResult => Cow::Borrowed(""),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Words(words) if is_blank(words))
    }
}

/// Cells that are merged into one; first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merged {
    /// Its rows, from 1.
    pub rows: (usize, usize),
    /// Its columns, from 0.
    pub columns: (usize, usize),
}

impl Row {
    /// What the cell in a column holds.
    #[must_use]
    pub fn content(&self, column: usize) -> Option<&Content> {
        // Most rows have no gaps before a cell.
        let straight = self.cells.get(column).filter(|cell| cell.column == column);
        let found = straight.or_else(|| {
            let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
            self.cells.get(at)
        });
        found.map(|cell| &cell.content)
    }

    /// The cells that are not blank.
    fn filled(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| !cell.content.is_blank())
    }

    fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }

    /// The row in few words, for a list.
    fn excerpt(&self) -> String {
        let words: Vec<Cow<'_, str>> = self.filled().map(|cell| cell.content.words()).collect();
        short(&words.join("，"))
    }
}

/// The words of a heading without white space, breaks, stars for required columns and its unit.
pub(super) fn bare(heading: &str) -> String {
    let folded = fold(heading);
    let bare = folded.split('(').next().unwrap_or_default();
    bare.trim_matches(['*', ':']).to_owned()
}
