//! A table with merged cells, shared by what heng reads and what it writes.

/// A rectangular table whose cells may span rows and columns (表格).
///
/// Rows list only the cells that begin in them, left to right; [`Table::new`] refuses rows
/// that overlap or leave a hole, so that every writer can rely on a full grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<T> {
    columns: usize,
    rows: Vec<Vec<Cell<T>>>,
}

/// A cell of a [`Table`], covering `row_span` × `column_span` places of the grid (单元格).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<T> {
    /// What stands in the cell.
    pub content: T,
    /// Number of rows that the cell covers, at least 1.
    pub row_span: usize,
    /// Number of columns that the cell covers, at least 1.
    pub column_span: usize,
}

impl<T> Cell<T> {
    /// Makes a cell of one row and one column.
    pub fn new(content: T) -> Self {
        Self { content, row_span: 1, column_span: 1 }
    }

    /// Makes the cell cover `rows` rows.
    #[must_use]
    pub fn over_rows(self, rows: usize) -> Self {
        Self { row_span: rows, ..self }
    }

    /// Makes the cell cover `columns` columns.
    #[must_use]
    pub fn over_columns(self, columns: usize) -> Self {
        Self { column_span: columns, ..self }
    }
}

/// Why a list of rows is not a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row} of the table does not fill {columns} columns exactly")]
pub struct NotATable {
    /// Index of the first row that is wrong, from 0.
    pub row: usize,
    /// Number of columns that the table has.
    pub columns: usize,
}

/// What one place of a table's grid holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Slot<'t, T> {
    /// A cell begins here.
    Begins(&'t Cell<T>),
    /// The place is covered from the left by a cell of the same row.
    CoveredFromLeft,
    /// The place is covered from above, by a cell `column_span` columns wide that begins in this column.
    CoveredFromAbove {
        /// Width of the covering cell.
        column_span: usize,
    },
}

impl<T> Table<T> {
    /// Makes a table of `columns` columns.
    ///
    /// # Errors
    /// [`NotATable`] names the first row whose cells overlap or leave a hole.
    pub fn new(columns: usize, rows: Vec<Vec<Cell<T>>>) -> Result<Self, NotATable> {
        // How many further rows each column is covered from above.
        let mut covered = vec![0_usize; columns];
        for (row, cells) in rows.iter().enumerate() {
            let wrong = NotATable { row, columns };
            let mut cells = cells.iter();
            let mut next = vec![0_usize; columns];
            let mut column = 0;
            while column < columns {
                if let Some(rest) = covered.get(column).copied().filter(|rest| *rest > 0) {
                    if let Some(slot) = next.get_mut(column) {
                        *slot = rest - 1;
                    }
                    column += 1;
                    continue;
                }
                let cell = cells.next().ok_or_else(|| wrong.clone())?;
                if cell.row_span == 0 || cell.column_span == 0 {
                    return Err(wrong);
                }
                for covered_column in column..column.saturating_add(cell.column_span) {
                    if covered.get(covered_column) != Some(&0) {
                        return Err(wrong);
                    }
                    if let Some(slot) = next.get_mut(covered_column) {
                        *slot = cell.row_span - 1;
                    }
                }
                column += cell.column_span;
            }
            if cells.next().is_some() {
                return Err(wrong);
            }
            covered = next;
        }
        if covered.iter().any(|rest| *rest > 0) {
            return Err(NotATable { row: rows.len(), columns });
        }
        Ok(Self { columns, rows })
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The rows, each with only the cells that begin in it.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell<T>>] {
        &self.rows
    }

    /// Lays the table out as a full grid: one slot for every row and column.
    #[must_use]
    pub fn grid(&self) -> Vec<Vec<Slot<'_, T>>> {
        // For each column: rows still covered from above, and the covering cell's width where it begins.
        let mut above: Vec<(usize, Option<usize>)> = vec![(0, None); self.columns];
        let mut grid = Vec::with_capacity(self.rows.len());
        for cells in &self.rows {
            let mut cells = cells.iter();
            let mut slots = Vec::with_capacity(self.columns);
            while slots.len() < self.columns {
                let column = slots.len();
                match above.get(column).copied() {
                    Some((rest, width)) if rest > 0 => {
                        if let Some(entry) = above.get_mut(column) {
                            entry.0 = rest - 1;
                        }
                        slots.push(match width {
                            Some(column_span) => Slot::CoveredFromAbove { column_span },
                            None => Slot::CoveredFromLeft,
                        });
                    }
                    _ => {
                        let Some(cell) = cells.next() else { break };
                        for offset in 0..cell.column_span {
                            if let Some(entry) = above.get_mut(column + offset) {
                                let width = (offset == 0).then_some(cell.column_span);
                                *entry = (cell.row_span - 1, width);
                            }
                            slots.push(if offset == 0 {
                                Slot::Begins(cell)
                            } else {
                                Slot::CoveredFromLeft
                            });
                        }
                    }
                }
            }
            grid.push(slots);
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(table: &Table<&str>) -> String {
        let line = |slots: &Vec<Slot<&str>>| -> String {
            slots
                .iter()
                .map(|slot| match slot {
                    Slot::Begins(cell) => cell.content.to_owned(),
                    Slot::CoveredFromLeft => "<".to_owned(),
                    Slot::CoveredFromAbove { column_span } => format!("^{column_span}"),
                })
                .collect::<Vec<_>>()
                .join(" ")
        };
        table.grid().iter().map(line).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn grid_places_spans() {
        let rows = vec![
            vec![Cell::new("a").over_rows(2), Cell::new("b").over_columns(2).over_rows(2)],
            vec![],
            vec![Cell::new("c"), Cell::new("d"), Cell::new("e")],
        ];
        let table = Table::new(3, rows).unwrap();
        assert_eq!(outline(&table), "a b < / ^1 ^2 < / c d e");
    }

    #[test]
    fn holes_overlaps_and_overhang_are_refused() {
        let hole = vec![vec![Cell::new("a")]];
        assert_eq!(Table::new(2, hole), Err(NotATable { row: 0, columns: 2 }));
        let wide = vec![vec![Cell::new("a").over_columns(3)]];
        assert_eq!(Table::new(2, wide), Err(NotATable { row: 0, columns: 2 }));
        let overlap = vec![
            vec![Cell::new("a"), Cell::new("b").over_rows(2)],
            vec![Cell::new("c").over_columns(2)],
        ];
        assert_eq!(Table::new(2, overlap), Err(NotATable { row: 1, columns: 2 }));
        let overhang = vec![vec![Cell::new("a").over_rows(2), Cell::new("b")]];
        assert_eq!(Table::new(2, overhang), Err(NotATable { row: 1, columns: 2 }));
    }
}
