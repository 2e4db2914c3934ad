//! Tables of a Word document.

use std::collections::BTreeMap;

use heng_core::fact::Place;
use heng_core::page::{Block, Content};
use heng_core::reader::{Problem, ProblemKind};

use super::line::Line;
use super::{Reading, is_mark_deleted, is_wrapper};
use crate::report::read::grid::{self, Placed};
use crate::report::read::words;
use crate::xml::Element;

/// What a table's cells hold besides their words; it is read after the table.
#[derive(Default)]
struct Behind<'d> {
    lines: Vec<(usize, Line<'d>)>,
    tables: Vec<&'d Element<'d>>,
}

/// How a cell is merged with the one above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    Begins,
    GoesOn,
}

impl Reading<'_> {
    /// Reads a table; inner tables and what hangs on its paragraphs follow as blocks of their own.
    pub(super) fn table(&mut self, element: &Element<'_>) {
        let rows = rows(element);
        if let [row] = rows.as_slice()
            && let [cell] = cells(row).as_slice()
        {
            // A frame around text is no table.
            self.blocks(cell);
            return;
        }
        self.tables += 1;
        let number = self.tables;
        let mut behind = Behind::default();
        let mut placed: Vec<Vec<Placed>> = Vec::new();
        // For each column where a cell that may go on below began: its row, index and width.
        let mut open: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
        for row in rows {
            let mut column = grid_columns(row.child("trPr"), "gridBefore", 0);
            let mut line: Vec<Placed> = Vec::new();
            for cell in cells(row) {
                let properties = cell.child("tcPr");
                let width = grid_columns(properties, "gridSpan", 1).max(1);
                let text = self.cell(cell, placed.len(), &mut behind);
                if merge(properties, "hMerge") == Merge::GoesOn
                    && let Some(left) = line.last_mut()
                {
                    left.columns = left.columns.saturating_add(width);
                    column = column.saturating_add(width);
                    continue;
                }
                let owner = open.get(&column).copied().filter(|(.., wide)| *wide == width);
                let merge = merge(properties, "vMerge");
                if let (Merge::GoesOn, Some((above, index, _))) = (merge, owner) {
                    let rows = placed.len().saturating_sub(above).saturating_add(1);
                    if let Some(cell) = placed.get_mut(above).and_then(|row| row.get_mut(index)) {
                        cell.rows = rows;
                    }
                } else {
                    open.retain(|at, (.., wide)| {
                        at.saturating_add(*wide) <= column || *at >= column.saturating_add(width)
                    });
                    if merge != Merge::None {
                        open.insert(column, (placed.len(), line.len(), width));
                    }
                    let column = Some(column);
                    line.push(Placed { column, columns: width, ..Placed::new(text) });
                }
                column = column.saturating_add(width);
            }
            placed.push(line);
        }
        self.place_table(number, placed);
        self.read_behind(number, behind);
    }

    /// The words of a cell: its paragraphs, and the cells of small tables in it.
    fn cell<'d>(&mut self, cell: &'d Element<'d>, row: usize, behind: &mut Behind<'d>) -> String {
        let mut lines = Vec::new();
        self.cell_lines(cell, row, behind, &mut lines);
        words::joined(lines.iter().flat_map(|line| line.split('\n')))
    }

    fn cell_lines<'d>(
        &mut self,
        parent: &'d Element<'d>,
        row: usize,
        behind: &mut Behind<'d>,
        lines: &mut Vec<String>,
    ) {
        for element in parent.elements() {
            match element.name() {
                "p" => {
                    let paragraph = self.words(element);
                    if is_mark_deleted(element) {
                        self.carried = paragraph.text;
                    } else {
                        lines.push(paragraph.text);
                    }
                    behind.lines.push((row, paragraph.line));
                }
                "tbl" if is_table(element) => behind.tables.push(element),
                "tbl" => {
                    for cell in self::rows(element).into_iter().flat_map(cells) {
                        self.cell_lines(cell, row, behind, lines);
                    }
                }
                name if is_wrapper(name) => self.cell_lines(element, row, behind, lines),
                _ => {}
            }
        }
        // What the last paragraph of a cell carries on has nowhere else to go.
        lines.extend((!self.carried.is_empty()).then(|| std::mem::take(&mut self.carried)));
    }

    fn place_table(&mut self, number: usize, rows: Vec<Vec<Placed>>) {
        let file = self.name;
        let place = |row: usize, column: usize| Place::TableCell {
            file: file.to_owned(),
            table: number,
            row: row + 1,
            column: column + 1,
        };
        let begins = place(0, 0);
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        let gridded = grid::table(rows, |spot| place(spot.row, spot.column));
        let left_out = gridded.as_ref().is_none_or(|gridded| gridded.left_out > 0);
        if left_out {
            self.problems.push(too_wide(begins.clone()));
        }
        if let Some(gridded) = gridded {
            let content = Content::Table(gridded.table);
            self.blocks.push(Block { content, place: begins, doubt: None });
        }
    }

    fn read_behind(&mut self, number: usize, behind: Behind<'_>) {
        for (row, line) in behind.lines {
            let file = self.name.to_owned();
            let place = Place::TableCell { file, table: number, row: row + 1, column: 1 };
            self.asides(line, &place);
        }
        for table in behind.tables {
            self.table(table);
        }
    }
}

/// The problem of a table that is larger than what is read.
pub(in crate::report::read) fn too_wide(place: Place) -> Problem {
    Problem {
        kind: ProblemKind::TooLarge,
        excerpt: place.to_string(),
        place,
        message: format!("表格超过 {} 列或过大，超出的部分没有读入。", grid::MOST_COLUMNS),
        remedy: "请拆成几张表后再读入。".to_owned(),
    }
}

/// The rows of a table that are not deleted.
fn rows<'e, 'd>(table: &'e Element<'d>) -> Vec<&'e Element<'d>> {
    let mut found = members(table, "tr");
    found.retain(|row| row.child("trPr").is_none_or(|one| one.child("del").is_none()));
    found
}

/// The cells of a row that are not deleted.
fn cells<'e, 'd>(row: &'e Element<'d>) -> Vec<&'e Element<'d>> {
    let mut found = members(row, "tc");
    found.retain(|cell| cell.child("tcPr").is_none_or(|one| one.child("cellDel").is_none()));
    found
}

/// The elements of this name in an element or in wrappers there.
fn members<'e, 'd>(parent: &'e Element<'d>, name: &str) -> Vec<&'e Element<'d>> {
    let mut found = Vec::new();
    for element in parent.elements() {
        if element.name() == name {
            found.push(element);
        } else if is_wrapper(element.name()) {
            found.extend(members(element, name));
        }
    }
    found
}

/// Says whether a table inside a cell is one by itself: it has rows and columns.
fn is_table(element: &Element<'_>) -> bool {
    let rows = rows(element);
    rows.len() > 1 && rows.iter().any(|row| cells(row).len() > 1)
}

fn grid_columns(properties: Option<&Element<'_>>, name: &str, default: usize) -> usize {
    let value = properties.and_then(|one| one.child(name)?.attribute("val"));
    value.and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn merge(properties: Option<&Element<'_>>, name: &str) -> Merge {
    match properties.and_then(|one| one.child(name)) {
        None => Merge::None,
        Some(one) if one.attribute("val").as_deref() == Some("restart") => Merge::Begins,
        Some(_) => Merge::GoesOn,
    }
}
