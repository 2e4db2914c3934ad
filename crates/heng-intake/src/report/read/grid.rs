//! A full grid of rows whose cells may leave holes, overlap or reach too far.

use std::collections::BTreeSet;

use heng_core::fact::Place;
use heng_core::page::PageCell;
use heng_core::table::{Cell, Table};
use rust_decimal::Decimal;

/// The most columns of a table; what stands further right is not read, and that is said.
pub(super) const MOST_COLUMNS: usize = 256;
/// The most places of a table's grid.
const MOST_PLACES: usize = 4_000_000;

/// A cell as a file describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Placed {
    /// The column where it begins, from 0; the next free one where the file says nothing.
    pub column: Option<usize>,
    /// Number of columns that it covers.
    pub columns: usize,
    /// Number of rows that it covers.
    pub rows: usize,
    /// The words as shown.
    pub text: String,
    /// The number behind the words.
    pub number: Option<Decimal>,
}

impl Placed {
    /// A cell of one place in the next free column.
    pub(super) fn new(text: String) -> Self {
        Self { column: None, columns: 1, rows: 1, text, number: None }
    }
}

/// Where a cell of the grid begins, all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Row.
    pub row: usize,
    /// Column of the table.
    pub column: usize,
    /// Column of the file, which counts columns in which no cell begins too.
    pub written: usize,
}

/// What became of rows of cells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gridded {
    /// The table.
    pub table: Table<PageCell>,
    /// How many cells with words lay beyond the bounds and are not in it.
    pub left_out: usize,
}

/// A cell with the place that it got.
struct Settled {
    row: usize,
    column: usize,
    columns: usize,
    rows: usize,
    cell: Placed,
}

/// Makes a full grid: cells that overlap are cut short, holes are filled with empty cells, and
/// columns in which no cell begins are gone. Nothing where no cell is left.
pub(super) fn table(rows: Vec<Vec<Placed>>, place: impl Fn(Spot) -> Place) -> Option<Gridded> {
    let count = rows.len();
    let (settled, left_out) = settle(rows);
    let mut edges: BTreeSet<usize> = settled.iter().map(|one| one.column).collect();
    let width = settled.iter().map(|one| one.column + one.columns).max()?;
    edges.extend(settled.iter().map(|one| one.column + one.columns));
    edges.insert(0);
    edges.remove(&width);
    let edges: Vec<usize> = edges.into_iter().collect();
    if edges.len().saturating_mul(count) > MOST_PLACES {
        return None;
    }
    let narrowed = |column: usize| edges.partition_point(|edge| *edge < column);
    let spot =
        |row, column| Spot { row, column, written: edges.get(column).copied().unwrap_or_default() };
    let mut covered = vec![0_usize; edges.len()];
    let mut settled = settled.into_iter().peekable();
    let mut grid = Vec::with_capacity(count);
    for row in 0..count {
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some(above) = covered.get_mut(column) {
            if *above > 0 {
                *above -= 1;
                column += 1;
                continue;
            }
            let starts = |one: &Settled| one.row == row && narrowed(one.column) == column;
            let next = settled.next_if(starts);
            let content = |text, number| PageCell { text, number, place: place(spot(row, column)) };
            let cell = match next {
                Some(one) => {
                    let columns = narrowed(one.column + one.columns) - column;
                    Cell::new(content(one.cell.text, one.cell.number))
                        .over_columns(columns)
                        .over_rows(one.rows)
                }
                None => Cell::new(content(String::new(), None)),
            };
            let end = column + cell.column_span;
            for below in covered.get_mut(column..end).into_iter().flatten() {
                *below = cell.row_span - 1;
            }
            column = end;
            cells.push(cell);
        }
        grid.push(cells);
    }
    Some(Gridded { table: Table::new(edges.len(), grid).ok()?, left_out })
}

/// Gives each cell a place of its own, in reading order.
fn settle(rows: Vec<Vec<Placed>>) -> (Vec<Settled>, usize) {
    let count = rows.len();
    let mut settled = Vec::new();
    let mut left_out = 0_usize;
    // For each column how many rows from here on are covered from above.
    let mut covered = [0_usize; MOST_COLUMNS];
    for (row, cells) in rows.into_iter().enumerate() {
        let mut free = 0;
        let mut begun = Vec::new();
        for cell in cells {
            let from = cell.column.unwrap_or_default().max(free);
            let is_free = |column: &usize| covered.get(*column) == Some(&0);
            let Some(column) = (from..MOST_COLUMNS).find(is_free) else {
                left_out = left_out.saturating_add(usize::from(!cell.text.is_empty()));
                continue;
            };
            let end = column.saturating_add(cell.columns.max(1)).min(MOST_COLUMNS);
            let columns = (column..end).take_while(is_free).count();
            let rows = cell.rows.max(1).min(count - row);
            free = column + columns;
            begun.push((column, columns, rows));
            settled.push(Settled { row, column, columns, rows, cell });
        }
        for above in &mut covered {
            *above = above.saturating_sub(1);
        }
        for (column, columns, rows) in begun {
            for above in covered.iter_mut().skip(column).take(columns) {
                *above = rows - 1;
            }
        }
    }
    (settled, left_out)
}

#[cfg(test)]
mod tests {
    use heng_core::table::Slot;
    use proptest::prelude::*;

    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> Placed {
        Placed { columns, rows, ..Placed::new(text.to_owned()) }
    }

    fn place(spot: Spot) -> Place {
        let Spot { row, column, .. } = spot;
        Place::TableCell { file: String::new(), table: 1, row: row + 1, column: column + 1 }
    }

    fn outline(rows: Vec<Vec<Placed>>) -> String {
        let gridded = table(rows, place).unwrap();
        let lines = gridded.table.grid().into_iter().map(|slots| {
            let slots = slots.iter().map(|slot| match slot {
                Slot::Begins(cell) if cell.content.text.is_empty() => "·",
                Slot::Begins(cell) => cell.content.text.as_str(),
                Slot::CoveredFromLeft => "<",
                Slot::CoveredFromAbove { .. } => "^",
            });
            slots.collect::<Vec<_>>().join(" ")
        });
        let lines: Vec<String> = lines.collect();
        lines.join(" / ")
    }

    #[test]
    fn spans_holes_and_overlaps_become_a_full_grid() {
        let cases = [
            (
                vec![
                    vec![cell("a", 1, 2), cell("b", 2, 1)],
                    vec![cell("c", 1, 1), cell("d", 1, 1)],
                ],
                "a b < / ^ c d",
            ),
            (vec![vec![cell("a", 1, 1), cell("b", 1, 1)], vec![cell("c", 1, 1)]], "a b / c ·"),
            (vec![vec![cell("a", 99, 99)], vec![cell("b", 1, 1)]], "a · / ^ b"),
            (
                vec![
                    vec![cell("a", 3, 1), cell("b", 2, 1)],
                    vec![cell("c", 3, 1), cell("d", 2, 1)],
                ],
                "a b / c d",
            ),
            (
                vec![vec![Placed { column: Some(1), ..cell("a", 1, 1) }], vec![cell("b", 2, 1)]],
                "· a / b <",
            ),
        ];
        for (rows, expected) in cases {
            assert_eq!(outline(rows), expected);
        }
        assert_eq!(table(vec![], place), None);
    }

    #[test]
    fn cells_beyond_the_bounds_are_counted() {
        let row = vec![Placed::new("a".to_owned()); MOST_COLUMNS + 3];
        assert_eq!(table(vec![row], place).unwrap().left_out, 3);
    }

    proptest! {
        #[test]
        fn any_cells_become_a_grid_that_has_them_all(
            rows in proptest::collection::vec(
                proptest::collection::vec((proptest::option::of(0_usize..9), 0_usize..5, 0_usize..5), 0..5),
                1..6,
            )
        ) {
            let mut words = 0;
            let rows: Vec<Vec<Placed>> = rows.into_iter().map(|cells| {
                cells.into_iter().map(|(column, columns, rows)| {
                    words += 1;
                    Placed { column, ..cell("x", columns, rows) }
                }).collect()
            }).collect();
            if words == 0 {
                prop_assert_eq!(table(rows, place), None);
            } else {
                let gridded = table(rows, place).unwrap();
                let cells = gridded.table.rows().iter().flatten();
                prop_assert_eq!(cells.filter(|cell| cell.content.text == "x").count(), words);
            }
        }
    }
}
