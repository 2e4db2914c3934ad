//! Columns of a sheet that several tables of different columns share.

use std::collections::BTreeSet;

use crate::document::Grid;
use crate::write::{Placed, extent};

/// The sheet's width in the parts that positions of edges are counted in, more than a sheet can
/// have columns.
const WHOLE: usize = 100_000;
/// Edges of different tables that are nearer than this become one.
const NEAR: usize = WHOLE / 80;

/// The columns of a sheet, and which of them each table's columns cover.
pub(super) struct Columns {
    widths: Vec<usize>,
    /// For each table the sheet's column at which each of its columns begins, and the end.
    begins: Vec<Vec<usize>>,
}

impl Columns {
    /// Lays the columns of all tables over each other on a sheet so many characters wide.
    pub(super) fn of(grids: &[Grid], characters: usize) -> Self {
        let mut edges = BTreeSet::from([0, WHOLE]);
        let tables: Vec<Vec<usize>> = grids.iter().map(|grid| snapped(grid, &mut edges)).collect();
        let edges: Vec<usize> = edges.into_iter().collect();
        let place = |edge: &usize| edges.binary_search(edge).unwrap_or(0);
        let begins = tables.iter().map(|table| table.iter().map(place).collect()).collect();
        let widths = edges
            .iter()
            .zip(edges.iter().skip(1))
            .map(|(left, right)| ((right - left) * characters / WHOLE).max(1))
            .collect();
        Self { widths, begins }
    }

    /// Number of the sheet's columns, at least 1.
    pub(super) fn count(&self) -> usize {
        self.widths.len()
    }

    /// Widths of the sheet's columns in characters.
    pub(super) fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// The sheet's column at which a column of a table begins.
    pub(super) fn first(&self, grid: usize, column: usize) -> usize {
        self.begins.get(grid).and_then(|begins| begins.get(column)).copied().unwrap_or(0)
    }

    /// The sheet's first and last column below a cell.
    pub(super) fn covered(&self, grid: usize, placed: &Placed<'_>) -> (usize, usize) {
        let left = self.first(grid, placed.column);
        let end = self.first(grid, placed.column + placed.cell.column_span);
        (left, end.saturating_sub(1).max(left))
    }

    /// Characters from one of the sheet's columns to another.
    pub(super) fn width(&self, left: usize, right: usize) -> usize {
        self.widths.iter().take(right + 1).skip(left).sum()
    }
}

/// The edges of a table's columns, each moved to an edge that is near and new to the sheet only
/// where none is; a table's own edges stay apart.
fn snapped(grid: &Grid, edges: &mut BTreeSet<usize>) -> Vec<usize> {
    let mut own = vec![0];
    let mut at = 0;
    let widths = extent::column_widths(grid, WHOLE);
    let columns = widths.len();
    for (column, width) in widths.into_iter().enumerate() {
        at += width;
        if column + 1 == columns {
            own.push(WHOLE);
            break;
        }
        let last = own.last().copied().unwrap_or(0);
        // Every column that is still to come needs a part.
        let limit = WHOLE.saturating_sub(columns - 1 - column);
        let near = edges
            .range(at.saturating_sub(NEAR)..=at + NEAR)
            .filter(|edge| **edge > last && **edge <= limit)
            .min_by_key(|edge| edge.abs_diff(at))
            .copied();
        let edge = near.unwrap_or_else(|| at.max(last + 1).min(limit));
        edges.insert(edge);
        own.push(edge);
    }
    own
}

#[cfg(test)]
mod tests {
    use heng_core::table::{Cell, Table};

    use super::*;
    use crate::document::{Align, CellContent, CellRole};

    fn grid(widths: &[u32]) -> Grid {
        let (align, role) = (Align::Left, CellRole::Body);
        let content = CellContent { paragraphs: Vec::new(), align, role, number: None };
        let row = widths.iter().map(|_| Cell::new(content.clone())).collect();
        let table = Table::new(widths.len(), vec![row]).unwrap();
        Grid { caption: None, widths: widths.to_vec(), heading_rows: 0, table }
    }

    /// Widths of the sheet's columns, and where the columns of each table begin.
    fn layout(tables: &[&[u32]]) -> (Vec<usize>, Vec<Vec<usize>>) {
        let grids: Vec<Grid> = tables.iter().map(|widths| grid(widths)).collect();
        let columns = Columns::of(&grids, 100);
        (columns.widths, columns.begins)
    }

    #[test]
    fn equal_tables_share_their_columns() {
        let expected = (vec![30, 70], vec![vec![0, 1, 2], vec![0, 1, 2]]);
        assert_eq!(layout(&[&[3, 7], &[30, 70]]), expected);
    }

    #[test]
    fn near_edges_become_one_and_far_ones_stay() {
        let expected = (vec![30, 70], vec![vec![0, 1, 2], vec![0, 1, 2]]);
        assert_eq!(layout(&[&[30, 70], &[31, 69]]), expected);
        let expected = (vec![30, 5, 65], vec![vec![0, 1, 3], vec![0, 2, 3]]);
        assert_eq!(layout(&[&[30, 70], &[35, 65]]), expected);
    }

    #[test]
    fn the_edges_of_one_table_stay_apart() {
        let (widths, begins) = layout(&[&[1000, 1, 1, 1000], &[1, 1]]);
        assert_eq!(
            begins,
            [vec![0, 1, 2, 3, 4].as_slice(), vec![0, 2, 4].as_slice()].map(<[usize]>::to_vec)
        );
        assert_eq!(widths.len(), 4);
        let (_, begins) = layout(&[&[4_000_000, 1, 1, 1]]);
        assert_eq!(begins, [[0, 1, 2, 3, 4]]);
    }

    #[test]
    fn a_sheet_without_tables_has_one_column() {
        assert_eq!(layout(&[]), (vec![100], vec![]));
    }
}
