//! How much room words take: an estimate, for formats that do not lay out their text themselves.

use heng_core::table::Cell;

use super::{Placed, plain};
use crate::document::{CellContent, Grid};

/// More rows than this, and the words of a merged cell stand at its top, where it is seen first.
const LONG_ROW_SPAN: usize = 12;
/// More lines than this, and a row may be split over two pages.
const TALL_LINES: usize = 12;

/// Width of a text in half characters: a Chinese character takes two, a Latin one takes one.
pub(super) fn half_characters(text: &str) -> usize {
    text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

/// Number of lines that a cell's words take in a column of so many half characters.
pub(super) fn lines(content: &CellContent, column: usize) -> usize {
    let column = column.max(2);
    let of = |paragraph: &Vec<_>| half_characters(&plain(paragraph)).div_ceil(column).max(1);
    content.paragraphs.iter().map(of).sum::<usize>().max(1)
}

/// Where the words of a cell stand between its upper and lower edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Height {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
}

/// Says where the words of a cell stand: at the top of cells that reach over a page or more.
pub(super) fn height(cell: &Cell<CellContent>) -> Height {
    if cell.row_span > LONG_ROW_SPAN { Height::Top } else { Height::Middle }
}

/// Shares out `whole` among the columns of a grid by their widths; what rounding leaves goes to
/// the last column.
pub(super) fn column_widths(grid: &Grid, whole: usize) -> Vec<usize> {
    let columns = grid.table.columns();
    let part = |column: usize| -> usize {
        grid.widths.get(column).and_then(|width| usize::try_from(*width).ok()).unwrap_or(1).max(1)
    };
    let sum: usize = (0..columns).map(part).sum();
    let mut widths: Vec<usize> =
        (0..columns).map(|column| whole * part(column) / sum.max(1)).collect();
    let rest = whole.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}

/// Width of a cell over the columns that it covers.
pub(super) fn cell_width(placed: &Placed<'_>, widths: &[usize]) -> usize {
    widths.iter().skip(placed.column).take(placed.cell.column_span).sum()
}

/// Says of each row whether its words are so many that it may be split over two pages.
pub(super) fn tall_rows(grid: &Grid, half_characters_across: usize) -> Vec<bool> {
    let widths = column_widths(grid, half_characters_across);
    let mut tall = vec![false; grid.table.rows().len()];
    for placed in super::placed(&grid.table) {
        // A cell merged over rows is split between them.
        let single = placed.cell.row_span == 1;
        if single && lines(&placed.cell.content, cell_width(&placed, &widths)) > TALL_LINES {
            if let Some(row) = tall.get_mut(placed.row) {
                *row = true;
            }
        }
    }
    tall
}
