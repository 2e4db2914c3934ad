//! A table with every place filled: merged cells stand in each of theirs.

use heng_core::page::PageCell;
use heng_core::table::{Slot, Table};

/// The full grid of a table (表格网格).
pub(super) struct Grid<'t> {
    rows: Vec<Vec<Option<&'t PageCell>>>,
}

impl<'t> Grid<'t> {
    pub fn of(table: &'t Table<PageCell>) -> Self {
        let mut rows: Vec<Vec<Option<&PageCell>>> = Vec::new();
        for slots in table.grid() {
            let mut row: Vec<Option<&PageCell>> = Vec::new();
            for (column, slot) in slots.iter().enumerate() {
                let above = || rows.last().and_then(|above| above.get(column)).copied().flatten();
                row.push(match slot {
                    Slot::Begins(cell) => Some(&cell.content),
                    // Covered from the left in this row, or from a cell above that is wide.
                    Slot::CoveredFromLeft => row.last().copied().flatten().or_else(above),
                    Slot::CoveredFromAbove { .. } => above(),
                });
            }
            rows.push(row);
        }
        Self { rows }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn row(&self, row: usize) -> &[Option<&'t PageCell>] {
        self.rows.get(row).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<&'t PageCell> {
        self.row(row).get(column).copied().flatten()
    }

    /// The cells of a row from left to right, each once, with the column where it begins.
    pub fn cells(&self, row: usize) -> Vec<(usize, &'t PageCell)> {
        let mut cells: Vec<(usize, &PageCell)> = Vec::new();
        for (column, cell) in self.row(row).iter().enumerate() {
            let Some(cell) = cell else { continue };
            if cells.last().is_none_or(|(_, last)| !std::ptr::eq(*last, *cell)) {
                cells.push((column, cell));
            }
        }
        cells
    }
}
