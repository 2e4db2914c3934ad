//! Tables that go on over a page: the repeated header is dropped, cut rows and merged labels are joined.

use super::grid::{Grid, GridCell};
use super::words::join;

/// How far the edges of columns may differ from page to page.
const NEAR: i32 = 500;
/// Rows of a header that a page may repeat.
const MAX_HEADER: usize = 5;
/// Share of rows, in hundredths, in which a column is filled that is never left blank.
const FILLED: usize = 80;

/// Joins the table of the next page to one; gives it back where it is another table.
pub(super) fn join_next(grid: &mut Grid, mut next: Grid) -> Option<Grid> {
    if grid.is_aligned() != next.is_aligned() {
        return Some(next);
    }
    let Some(columns) = shared_columns(&grid.xs, &next.xs) else { return Some(next) };
    let header = repeated_header(grid, &next);
    if header == 0 && has_other_header(grid, &next) {
        return Some(next);
    }
    grid.doubt = grid.doubt.or(next.doubt);
    widen(grid, &mut next, &columns);
    drop_rows(&mut next, header);
    if next.rows == 0 {
        return None;
    }
    let is_cut = is_row_cut(grid, &next);
    if is_cut {
        join_cut_row(grid, &mut next);
    }
    append(grid, next);
    None
}

/// The edges of the columns of both, where one has all edges of the other.
fn shared_columns(one: &[i32], other: &[i32]) -> Option<Vec<i32>> {
    let (more, fewer) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let is_among = |x: &i32| more.iter().any(|edge| (edge - x).abs() <= NEAR);
    let same_frame = [more.first().zip(fewer.first()), more.last().zip(fewer.last())]
        .into_iter()
        .all(|ends| ends.is_some_and(|(one, other)| (one - other).abs() <= NEAR));
    (same_frame && fewer.iter().all(is_among)).then(|| more.to_vec())
}

/// Number of rows at the top of the next page that repeat those at the top of the table.
fn repeated_header(grid: &Grid, next: &Grid) -> usize {
    let same = |row: &usize| {
        let (one, other) = (grid.outline(*row), next.outline(*row));
        let words = |row: &[(usize, usize, &str)]| -> Vec<String> {
            row.iter().map(|(_, _, text)| (*text).to_owned()).filter(|t| !t.is_empty()).collect()
        };
        words(&one) == words(&other)
    };
    let limit = MAX_HEADER.min(next.rows).min(grid.rows);
    let count = (0..limit).take_while(same).count();
    // Rows that are empty on both pages say nothing.
    let says = (0..count).any(|row| next.row(row).any(|cell| !cell.text.is_empty()));
    if says { count } else { 0 }
}

/// Says whether the next page begins with a header of its own: words where the table has figures.
fn has_other_header(grid: &Grid, next: &Grid) -> bool {
    let has_figure = |grid: &Grid, row: usize| {
        grid.row(row).any(|cell| cell.text.chars().any(|c| c.is_ascii_digit()))
    };
    let first_is_wordy = !has_figure(next, 0) && next.row(0).all(|cell| !cell.text.is_empty());
    let begins_alike = !has_figure(grid, 0) && grid.row(0).all(|cell| !cell.text.is_empty());
    let ends_in_figures = grid.rows > 1 && has_figure(grid, grid.rows - 1);
    first_is_wordy
        && begins_alike
        && ends_in_figures
        && next.rows > 1
        && has_figure(next, next.rows - 1)
}

/// Gives both tables the same columns.
fn widen(grid: &mut Grid, next: &mut Grid, columns: &[i32]) {
    for table in [grid, next] {
        let place = |index: usize| {
            let x = table.xs.get(index).copied().unwrap_or_default();
            columns
                .iter()
                .enumerate()
                .min_by_key(|(_, edge)| (*edge - x).abs())
                .map_or(0, |(i, _)| i)
        };
        let places: Vec<usize> = (0..table.xs.len()).map(place).collect();
        for cell in &mut table.cells {
            let begin = places.get(cell.column).copied().unwrap_or_default();
            let end = places.get(cell.column + cell.columns).copied().unwrap_or_default();
            cell.column = begin;
            cell.columns = end.saturating_sub(begin).max(1);
        }
        table.xs = columns.to_vec();
    }
}

/// Drops rows from the top; a cell that reaches further down stays with the rest of its rows.
fn drop_rows(grid: &mut Grid, count: usize) {
    grid.cells.retain_mut(|cell| {
        let end = cell.row + cell.rows;
        if end <= count {
            return false;
        }
        cell.row = cell.row.saturating_sub(count);
        cell.rows = end - count - cell.row;
        true
    });
    grid.rows = grid.rows.saturating_sub(count);
}

/// The cell of one column and row, where it begins in that column.
fn cell_at(grid: &Grid, row: usize, column: usize) -> Option<&GridCell> {
    grid.cells
        .iter()
        .find(|cell| cell.column == column && (cell.row..cell.row + cell.rows).contains(&row))
}

/// Says whether the end of the page cuts a row.
///
/// A column that is hardly ever blank is blank on one side of the cut, and where both sides have text,
/// the upper one fills its line to the end.
fn is_row_cut(grid: &Grid, next: &Grid) -> bool {
    let Some(last) = grid.rows.checked_sub(1) else { return false };
    let mut has_blank = false;
    let mut goes_on = false;
    for column in 0..grid.columns() {
        let (Some(above), Some(below)) = (cell_at(grid, last, column), cell_at(next, 0, column))
        else {
            continue;
        };
        if above.columns != below.columns {
            return false;
        }
        match (above.text.is_empty(), below.text.is_empty()) {
            (false, false) if above.rows > 1 => {}
            (false, false) if above.is_full => goes_on = true,
            (false, false) => return false,
            (false, true) | (true, false) if above.rows == 1 => {
                has_blank |= is_hardly_ever_blank(grid, column);
            }
            _ => {}
        }
    }
    has_blank && goes_on
}

fn is_hardly_ever_blank(grid: &Grid, column: usize) -> bool {
    // The row in question does not count.
    let last = grid.rows.saturating_sub(1);
    let cells: Vec<&GridCell> =
        grid.cells.iter().filter(|cell| cell.column == column && cell.row < last).collect();
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    !cells.is_empty() && filled * 100 >= cells.len() * FILLED
}

/// Moves the texts of the first row to the last row of the table.
fn join_cut_row(grid: &mut Grid, next: &mut Grid) {
    let last = grid.rows.saturating_sub(1);
    for cell in next.cells.iter().filter(|cell| cell.row == 0 && !cell.text.is_empty()) {
        let above = grid
            .cells
            .iter_mut()
            .find(|above| above.column == cell.column && above.row + above.rows == last + 1);
        if let Some(above) = above
            && (above.rows == 1 || above.text != cell.text)
            && (cell.rows == 1 || above.text.is_empty())
        {
            join(&mut above.text, &cell.text);
            above.is_full = cell.is_full;
        }
    }
    for cell in next.cells.iter().filter(|cell| cell.row == 0 && cell.rows > 1) {
        // A label beside the cut row goes on beside the rows that follow.
        let above = grid
            .cells
            .iter_mut()
            .find(|above| above.column == cell.column && above.row + above.rows == last + 1);
        if let Some(above) = above {
            above.rows += cell.rows - 1;
        }
    }
    next.cells.retain(|cell| cell.row > 0);
    for cell in &mut next.cells {
        cell.row -= 1;
    }
    next.rows = next.rows.saturating_sub(1);
}

/// Puts the rows of the next page below; a label that goes on covers them too.
fn append(grid: &mut Grid, next: Grid) {
    let offset = grid.rows;
    let never_blank: Vec<bool> =
        (0..grid.columns()).map(|column| is_never_blank(grid, &next, column)).collect();
    // Labels stand at the left, and one goes on only beside those that go on.
    let mut labels = 0;
    for mut cell in next.cells {
        let above = grid.cells.iter_mut().find(|above| {
            above.column == cell.column
                && above.columns == cell.columns
                && above.row + above.rows == offset
        });
        if let Some(above) = above
            && cell.row == 0
            && goes_on(above, &cell, labels, &never_blank)
        {
            labels = cell.column + cell.columns;
            above.rows += cell.rows;
            if above.text.is_empty() {
                above.text = cell.text;
            }
            continue;
        }
        cell.row += offset;
        grid.cells.push(cell);
    }
    grid.rows = offset + next.rows;
    grid.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// Says whether a cell goes on over the page: it says nothing new, and it is merged or a label.
fn goes_on(above: &GridCell, cell: &GridCell, labels: usize, never_blank: &[bool]) -> bool {
    let is_label =
        cell.column <= labels && never_blank.get(cell.column).copied().unwrap_or_default();
    let is_merged = cell.rows > 1 || above.rows > 1;
    match (above.text.is_empty(), cell.text.is_empty()) {
        (false, true) => (is_merged || is_label) && !is_figure(&above.text),
        (true, false) => is_merged && is_label,
        (false, false) => is_merged && above.text == cell.text && !is_figure(&above.text),
        (true, true) => false,
    }
}

/// Says whether all cells of a column are filled but those at the page break.
fn is_never_blank(grid: &Grid, next: &Grid, column: usize) -> bool {
    let above =
        grid.cells.iter().filter(|cell| cell.column == column && cell.row + cell.rows < grid.rows);
    let below = next.cells.iter().filter(|cell| cell.column == column && cell.row > 0);
    let mut filled = above.chain(below).map(|cell| !cell.text.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|is_filled| is_filled)
}

fn is_figure(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%'))
}
