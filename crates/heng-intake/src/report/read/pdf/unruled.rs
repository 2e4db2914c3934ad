//! Rows that no rule parts: the figures of several columns stand on the same lines.

use super::lattice::Span;
use super::words::Line;

/// A cell with the lines in it.
pub(super) struct Filled {
    pub span: Span,
    /// Left, top, right and bottom.
    pub bounds: (i32, i32, i32, i32),
    pub lines: Vec<Line>,
}

/// How far the baselines of one row may differ.
const NEAR: i32 = 300;
/// Figures below one another, and columns of them, from which the lines are rows.
const MIN_FIGURES: usize = 3;
const MIN_COLUMNS: usize = 2;

/// Parts the rows of a table by their lines, where several columns are lists of figures.
///
/// Gives the number of rows, where any was parted.
pub(super) fn part_rows(cells: &mut Vec<Filled>, rows: usize) -> Option<usize> {
    let mut added = 0;
    for row in 0..rows {
        let row = row + added;
        let Some(baselines) = baselines(cells, row) else { continue };
        let more = baselines.len() - 1;
        let mut parted = Vec::new();
        for mut cell in std::mem::take(cells) {
            match cell.span.row.cmp(&row) {
                std::cmp::Ordering::Less => parted.push(cell),
                std::cmp::Ordering::Equal => parted.extend(part(cell, &baselines)),
                std::cmp::Ordering::Greater => {
                    cell.span.row += more;
                    parted.push(cell);
                }
            }
        }
        *cells = parted;
        cells.sort_by_key(|cell| cell.span);
        added += more;
    }
    (added > 0).then_some(rows + added)
}

/// The baselines of the rows inside one row of the grid, where there are several.
fn baselines(cells: &[Filled], row: usize) -> Option<Vec<i32>> {
    let covers = |cell: &&Filled| (cell.span.row..cell.span.row + cell.span.rows).contains(&row);
    let of_row: Vec<&Filled> = cells.iter().filter(covers).collect();
    if of_row.iter().any(|cell| cell.span.rows > 1) {
        return None;
    }
    let lists: Vec<&Filled> = of_row.into_iter().filter(|cell| is_list(cell)).collect();
    let longest = lists.iter().max_by_key(|cell| cell.lines.len())?;
    let baselines: Vec<i32> = longest.lines.iter().map(Line::baseline).collect();
    let is_row = |line: &Line| baselines.iter().any(|base| (base - line.baseline()).abs() <= NEAR);
    let agree = lists.iter().all(|cell| cell.lines.iter().all(is_row));
    (lists.len() >= MIN_COLUMNS && agree).then_some(baselines)
}

fn is_list(cell: &Filled) -> bool {
    let figures = cell.lines.iter().filter(|line| is_figure(&line.text())).count();
    figures >= MIN_FIGURES && figures + 1 >= cell.lines.len()
}

fn is_figure(text: &str) -> bool {
    let is_mark = |c: char| matches!(c, '.' | ',' | '-' | '—' | '%' | '％' | '+');
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || is_mark(c))
}

/// A cell of each row, with the lines that stand nearest to its baseline.
fn part(cell: Filled, baselines: &[i32]) -> Vec<Filled> {
    let (left, top, right, bottom) = cell.bounds;
    let middles: Vec<i32> = baselines
        .windows(2)
        .filter_map(|pair| pair.first().zip(pair.last()))
        .map(|(above, below)| i32::midpoint(*above, *below))
        .collect();
    let edge = |index: usize| middles.get(index).copied();
    let mut parts: Vec<Filled> = (0..baselines.len())
        .map(|index| Filled {
            span: Span { row: cell.span.row + index, ..cell.span },
            bounds: (
                left,
                index.checked_sub(1).and_then(edge).unwrap_or(top),
                right,
                edge(index).unwrap_or(bottom),
            ),
            lines: Vec::new(),
        })
        .collect();
    for line in cell.lines {
        let place = middles.partition_point(|middle| *middle < line.baseline());
        if let Some(part) = parts.get_mut(place) {
            part.lines.push(line);
        }
    }
    parts
}
