//! Indicators by the tables that list them, whatever order their columns stand in.

use heng_core::dossier::{Actual, Indicator, Task};
use heng_core::fact::Place;
use heng_core::page::{PageCell, Pages};
use heng_core::table::{Slot, Table};
use rust_decimal::Decimal;

use super::Reading;
use crate::report::column::{Meaning, meaning};

/// Headers take at most so many rows.
const HEADER_ROWS: usize = 3;
/// Rows above the headers of an indicator table hold other things (`项目名称`, money).
const ROWS_ABOVE: usize = 30;

/// Reads all indicator tables.
pub(super) fn read(pages: &Pages, reading: &mut Reading) {
    for table in pages.blocks.iter().filter_map(|block| block.table()) {
        let grid = Grid::of(table);
        if let Some((headers, body)) = headers(&grid) {
            read_rows(&grid, &headers, body, reading);
        }
    }
}

/// A table with every place filled: merged cells stand in each of theirs.
struct Grid<'t> {
    rows: Vec<Vec<Option<&'t PageCell>>>,
}

impl<'t> Grid<'t> {
    fn of(table: &'t Table<PageCell>) -> Self {
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

    fn cell(&self, row: usize, column: usize) -> Option<&'t PageCell> {
        self.rows.get(row)?.get(column).copied().flatten()
    }
}

/// What the columns mean, and the row in which the indicators begin.
fn headers(grid: &Grid<'_>) -> Option<(Vec<Option<Meaning>>, usize)> {
    (0..grid.rows.len().min(ROWS_ABOVE)).find_map(|row| {
        let mut headers: Vec<Option<Meaning>> = of_row(grid, row);
        if !makes_a_table(&headers) {
            return None;
        }
        let mut body = row + 1;
        while body < row + HEADER_ROWS && makes_headers(&of_row(grid, body)) {
            // The lower of two headers says it more exactly.
            for (header, lower) in headers.iter_mut().zip(of_row(grid, body)) {
                *header = lower.or(*header);
            }
            body += 1;
        }
        Some((headers, body))
    })
}

fn of_row(grid: &Grid<'_>, row: usize) -> Vec<Option<Meaning>> {
    let cells = grid.rows.get(row).map(Vec::as_slice).unwrap_or_default();
    let mut seen = Vec::new();
    cells
        .iter()
        .map(|cell| {
            let meaning = meaning(&(*cell)?.text)?;
            // A merged header stands in each of its columns; the name is what its last column holds.
            let is_again = seen.contains(&meaning);
            seen.push(meaning);
            (!is_again).then_some(meaning)
        })
        .collect()
}

fn makes_a_table(headers: &[Option<Meaning>]) -> bool {
    let has = |wanted: Meaning| headers.contains(&Some(wanted));
    has(Meaning::Name) && (has(Meaning::Target) || has(Meaning::Actual))
}

fn makes_headers(headers: &[Option<Meaning>]) -> bool {
    headers.iter().flatten().count() >= 2 && headers.iter().flatten().count() * 2 >= headers.len()
}

/// The words of a row by what they mean.
struct Cells<'g, 't> {
    grid: &'g Grid<'t>,
    headers: &'g [Option<Meaning>],
    row: usize,
}

impl<'t> Cells<'_, 't> {
    fn cell(&self, wanted: Meaning) -> Option<&'t PageCell> {
        let column = self.headers.iter().position(|header| *header == Some(wanted))?;
        self.grid.cell(self.row, column)
    }

    fn text(&self, wanted: Meaning) -> Option<&'t str> {
        self.cell(wanted).map(|cell| cell.text.trim()).filter(|text| !text.is_empty())
    }

    fn owned(&self, wanted: Meaning) -> Option<String> {
        self.text(wanted).map(str::to_owned)
    }

    fn number(&self, wanted: Meaning) -> Option<Decimal> {
        let cell = self.cell(wanted)?;
        cell.number.or_else(|| cell.text.trim().trim_end_matches('分').parse().ok())
    }
}

fn read_rows(grid: &Grid<'_>, headers: &[Option<Meaning>], body: usize, reading: &mut Reading) {
    let mut last_task: Option<(&PageCell, usize)> = None;
    for row in body..grid.rows.len() {
        let cells = Cells { grid, headers, row };
        let Some(name) = cells.text(Meaning::Name) else { continue };
        if is_total(name) || is_repeated_header(grid, row) {
            continue;
        }
        // Whether rows have one task shows in that they share its cell.
        let task = cells.cell(Meaning::Task).or_else(|| cells.cell(Meaning::Name));
        let has_tasks = headers.contains(&Some(Meaning::Task));
        let index = match (last_task, task) {
            (Some((cell, index)), Some(task)) if !has_tasks || std::ptr::eq(cell, task) => index,
            (_, Some(task)) => {
                let index = begin_task(&cells, has_tasks, reading);
                last_task = Some((task, index));
                index
            }
            (_, None) => continue,
        };
        let id = format!("row-{}", reading.dossier.task_indicators().count() + 1);
        note(&id, &cells, reading);
        let indicator = indicator(id, name, &cells);
        if let Some(task) = reading.dossier.tasks.get_mut(index) {
            task.indicators.push(indicator);
        }
    }
}

fn begin_task(cells: &Cells<'_, '_>, has_tasks: bool, reading: &mut Reading) -> usize {
    let index = reading.dossier.tasks.len();
    let id = format!("task-{}", index + 1);
    if let Some(cell) = cells.cell(Meaning::Task) {
        reading.note(["task", &id], &cell.place);
    }
    let named = cells.owned(Meaning::Task).filter(|_| has_tasks);
    reading.dossier.tasks.push(Task {
        id,
        name: named.unwrap_or_else(|| "绩效指标".to_owned()),
        objective: cells.owned(Meaning::Objective).unwrap_or_default(),
        ..Task::default()
    });
    index
}

fn indicator(id: String, name: &str, cells: &Cells<'_, '_>) -> Indicator {
    Indicator {
        id,
        name: name.to_owned(),
        definition: cells.owned(Meaning::Definition),
        standard: cells.owned(Meaning::Standard),
        subdimension: cells.owned(Meaning::Subdimension),
        target: cells.owned(Meaning::Target).unwrap_or_default(),
        actual: Actual::Typed(cells.owned(Meaning::Actual).unwrap_or_default()),
        points: cells.number(Meaning::Points),
        stated_score: cells.number(Meaning::Score),
        explanation: cells.owned(Meaning::Explanation),
        ..Indicator::default()
    }
}

fn note(id: &str, cells: &Cells<'_, '_>, reading: &mut Reading) {
    let parts = [
        ("name", Meaning::Name),
        ("target", Meaning::Target),
        ("actual", Meaning::Actual),
        ("points", Meaning::Points),
        ("score", Meaning::Score),
        ("explanation", Meaning::Explanation),
    ];
    let first: Option<&Place> = cells.cell(Meaning::Name).map(|cell| &cell.place);
    if let Some(place) = first {
        reading.note(["indicator", id], place);
    }
    for (part, meaning) in parts {
        if let Some(cell) = cells.cell(meaning) {
            reading.note(["indicator", id, part], &cell.place);
        }
    }
}

/// Says whether a row sums others up.
fn is_total(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    ["合计", "总分", "总计", "小计", "得分合计"].contains(&bare.as_str())
}

fn is_repeated_header(grid: &Grid<'_>, row: usize) -> bool {
    makes_a_table(&of_row(grid, row))
}
