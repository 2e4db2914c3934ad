//! Indicators by the tables that list them, whatever order their columns stand in.

use heng_core::dossier::{Actual, Indicator, Task};
use heng_core::fact::Place;
use heng_core::page::PageCell;
use rust_decimal::Decimal;

use super::Reading;
use super::forms::Owner;
use super::grid::Grid;
use super::total::{Tally, Total, numbered};
use crate::report::column::{Meaning, meaning};

/// Headers take at most so many rows.
const HEADER_ROWS: usize = 3;

/// The rows of a table below headers of indicators (指标表).
pub(super) struct Indicators<'t> {
    headers: Vec<Option<Meaning>>,
    /// The task of the rows before, by the cell that they share.
    last_task: Option<(&'t PageCell, usize)>,
}

impl<'t> Indicators<'t> {
    /// What the columns mean where headers stand in a row, and the row in which the indicators begin.
    pub fn begin(grid: &Grid<'_>, row: usize) -> Option<(Self, usize)> {
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
        Some((Self { headers, last_task: None }, body))
    }

    /// Says whether other headers are these again.
    pub fn has_headers_of(&self, other: &Self) -> bool {
        self.headers == other.headers
    }

    /// Reads a row: an indicator, or the total of those above it, which is given back.
    pub fn read(
        &mut self,
        grid: &Grid<'t>,
        row: usize,
        owner: Owner,
        reading: &mut Reading,
        tally: &mut Tally<'t>,
    ) -> Option<Total<'t>> {
        let cells = Cells { grid, headers: &self.headers, row };
        let name = cells.text(Meaning::Name)?;
        if is_total(name) {
            return Some(total(&cells));
        }
        let id = format!("row-{}", reading.dossier.indicators().count() + 1);
        let indicator = indicator(id.clone(), name, &cells);
        let [points, score] = [Meaning::Points, Meaning::Score].map(|it| cells.cell(it));
        tally.indicator(name, points, score, cells.cell(Meaning::Dimension));
        match owner {
            Owner::Department => {
                let index = task_of(&cells, &mut self.last_task, reading)?;
                reading.dossier.tasks.get_mut(index)?.indicators.push(indicator);
            }
            Owner::Project(index) => {
                reading.dossier.projects.get_mut(index)?.indicators.push(indicator);
            }
        }
        note(&id, &cells, reading);
        None
    }
}

/// The task of a row: whether rows have one task shows in that they share its cell.
fn task_of<'t>(
    cells: &Cells<'_, 't>,
    last_task: &mut Option<(&'t PageCell, usize)>,
    reading: &mut Reading,
) -> Option<usize> {
    let task = cells.cell(Meaning::Task).or_else(|| cells.cell(Meaning::Name))?;
    let has_tasks = cells.headers.contains(&Some(Meaning::Task));
    if let Some((cell, index)) = *last_task
        && (!has_tasks || std::ptr::eq(cell, task))
    {
        return Some(index);
    }
    let index = begin_task(cells, has_tasks, reading);
    *last_task = Some((task, index));
    Some(index)
}

fn total<'t>(cells: &Cells<'_, 't>) -> Total<'t> {
    let of = |meaning| cells.cell(meaning).and_then(numbered);
    let last = cells.grid.cells(cells.row).last().map(|(_, cell)| cell.text.trim());
    let grade = last.and_then(|text| text.split_once("等级")).map(|(_, grade)| {
        grade.trim_start_matches(['：', ':', '为']).trim_matches(['“', '”', '。', ' ']).to_owned()
    });
    Total { points: of(Meaning::Points), score: of(Meaning::Score), grade }
}

fn of_row(grid: &Grid<'_>, row: usize) -> Vec<Option<Meaning>> {
    let mut seen = Vec::new();
    grid.row(row)
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
        self.cell(wanted).and_then(numbered).map(|(number, _)| number)
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
        target: target(cells),
        actual: Actual::Typed(cells.owned(Meaning::Actual).unwrap_or_default()),
        points: cells.number(Meaning::Points),
        stated_score: cells.number(Meaning::Score),
        explanation: cells.owned(Meaning::Explanation),
        ..Indicator::default()
    }
}

/// The target, put together where its relation and its unit stand in columns of their own.
fn target(cells: &Cells<'_, '_>) -> String {
    let amount = cells.text(Meaning::Target).unwrap_or_default();
    let is_number = amount.starts_with(|c: char| c.is_ascii_digit());
    if !is_number || !cells.headers.contains(&Some(Meaning::Unit)) {
        return amount.to_owned();
    }
    let is_relation = |text: &&str| ["≥", "≤", "＞", "＜", ">", "<", "约"].contains(text);
    let nature = cells.text(Meaning::Nature).filter(is_relation).unwrap_or_default();
    let unit = cells.text(Meaning::Unit).filter(|unit| !is_blank(unit)).unwrap_or_default();
    let unit = if amount.ends_with(unit) { "" } else { unit };
    format!("{nature}{amount}{unit}")
}

/// Says whether a cell holds nothing but a dash.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '—' | '-' | '－' | '/'))
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
