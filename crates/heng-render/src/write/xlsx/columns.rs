//! Columns of a sheet that several tables of different columns share.

use std::collections::BTreeSet;

use crate::document::Grid;
use crate::write::{Placed, extent};

/// Positions of edges are counted in thousandths of the sheet's width.
const WHOLE: usize = 1000;
/// Edges of different tables that are nearer than this become one.
const NEAR: usize = 12;

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
        let near = edges
            .range(at.saturating_sub(NEAR)..=at + NEAR)
            .filter(|edge| **edge > last && **edge < WHOLE)
            .min_by_key(|edge| edge.abs_diff(at))
            .copied();
        let edge = near.unwrap_or_else(|| at.clamp(last + 1, WHOLE - 1));
        edges.insert(edge);
        own.push(edge);
    }
    own
}
