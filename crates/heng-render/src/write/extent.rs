//! How much room words take: an estimate, for formats that do not lay out their text themselves.

use heng_core::table::Cell;

use super::{Placed, plain};
use crate::document::{CellContent, Grid};

/// More rows than this, and the words of a merged cell stand at its top, where it is seen first.
const LONG_ROW_SPAN: usize = 12;
/// Lines of rows under one merged cell that are still kept on one page.
const KEPT_LINES: usize = 16;
/// Lines of a table without heading rows that is still kept on one page.
const SMALL_LINES: usize = 10;
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
    let lines = row_lines(grid, half_characters_across);
    lines.into_iter().map(|lines| lines > TALL_LINES).collect()
}

/// Number of lines that each row takes.
fn row_lines(grid: &Grid, half_characters_across: usize) -> Vec<usize> {
    let widths = column_widths(grid, half_characters_across);
    let mut all = vec![1; grid.table.rows().len()];
    for placed in super::placed(&grid.table) {
        // A cell merged over rows is split between them.
        if placed.cell.row_span > 1 {
            continue;
        }
        let lines = lines(&placed.cell.content, cell_width(&placed, &widths));
        if let Some(row) = all.get_mut(placed.row) {
            *row = lines.max(*row);
        }
    }
    all
}

/// Says of each cell, in the order of [`super::placed`], whether it is kept on one page: a row that
/// is not tall, or rows under one merged cell that are not many lines together.
pub(super) fn kept_together(grid: &Grid, half_characters_across: usize) -> Vec<bool> {
    let rows = row_lines(grid, half_characters_across);
    let widths = column_widths(grid, half_characters_across);
    let kept = |placed: &Placed<'_>| {
        let below: usize = rows.iter().skip(placed.row).take(placed.cell.row_span).sum();
        if placed.cell.row_span == 1 {
            return below <= TALL_LINES;
        }
        let own = lines(&placed.cell.content, cell_width(placed, &widths));
        below.max(own) <= KEPT_LINES
    };
    super::placed(&grid.table).iter().map(kept).collect()
}

/// Says whether a table is so small that it is kept on one page as a whole.
pub(super) fn is_small(grid: &Grid, half_characters_across: usize) -> bool {
    let lines: usize = row_lines(grid, half_characters_across).iter().sum();
    grid.heading_rows == 0 && lines <= SMALL_LINES
}

/// Number of heading rows that can be repeated: all of them, unless a cell reaches out of them.
pub(super) fn heading_rows(grid: &Grid) -> usize {
    let mut count = grid.heading_rows.min(grid.table.rows().len());
    // From below: a cell that is cut at one place may begin above another cut.
    for placed in super::placed(&grid.table).iter().rev() {
        if placed.row < count && placed.row + placed.cell.row_span > count {
            count = placed.row;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use heng_core::table::Table;

    use super::*;
    use crate::document::{Align, CellRole, Inline};

    fn cell(text: &str) -> Cell<CellContent> {
        let paragraphs = vec![vec![Inline::Text(text.to_owned())]];
        let (align, role) = (Align::Left, CellRole::Body);
        Cell::new(CellContent { paragraphs, align, role, number: None })
    }

    fn grid(heading_rows: usize, rows: Vec<Vec<Cell<CellContent>>>) -> Grid {
        let table = Table::new(2, rows).unwrap();
        Grid { caption: None, widths: vec![1, 2], heading_rows, table }
    }

    #[test]
    fn columns_share_the_whole_width() {
        let grid = grid(0, vec![vec![cell("a"), cell("b")]]);
        assert_eq!(column_widths(&grid, 100), [33, 67]);
    }

    #[test]
    fn a_cell_that_reaches_out_of_the_heading_shortens_it() {
        let rows = || {
            vec![
                vec![cell("a"), cell("b")],
                vec![cell("c").over_rows(2), cell("d")],
                vec![cell("e")],
            ]
        };
        let counts: Vec<usize> = (0..5).map(|count| heading_rows(&grid(count, rows()))).collect();
        assert_eq!(counts, [0, 1, 1, 3, 3]);
    }

    #[test]
    fn only_rows_of_many_lines_are_tall() {
        let long = "字".repeat(200);
        let rows = vec![
            vec![cell("a"), cell(&long)],
            vec![cell("b"), cell("c")],
            vec![cell(&long).over_rows(2), cell("d")],
            vec![cell("e")],
        ];
        // The second column takes 30 half characters, so the long words take 14 lines.
        assert_eq!(tall_rows(&grid(0, rows), 45), [true, false, false, false]);
    }
}
