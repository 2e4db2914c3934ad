//! Documents into bytes, one module a format.

pub mod docx;
mod extent;
pub mod html;
pub mod pdf;
pub mod review;
pub mod workbook;
pub mod xlsx;

use std::borrow::Cow;

use heng_core::table::{Cell, Slot, Table};

use crate::document::{CellContent, Inline};

/// A cell with the place of its upper left corner in the grid.
struct Placed<'t> {
    row: usize,
    column: usize,
    cell: &'t Cell<CellContent>,
}

/// The cells of a table with their places, row by row.
fn placed(table: &Table<CellContent>) -> Vec<Placed<'_>> {
    let mut cells = Vec::new();
    for (row, slots) in table.grid().into_iter().enumerate() {
        for (column, slot) in slots.into_iter().enumerate() {
            if let Slot::Begins(cell) = slot {
                cells.push(Placed { row, column, cell });
            }
        }
    }
    cells
}

/// The words of a paragraph without what its figures are bound to.
fn plain(paragraph: &[Inline]) -> String {
    paragraph.iter().map(|inline| clean(inline.text())).collect()
}

/// The words without control characters, which no format can hold: each becomes a space.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let forbidden =
        |character: char| character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// The words as they may stand in XML and HTML, in text and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
