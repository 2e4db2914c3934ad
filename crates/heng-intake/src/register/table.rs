//! Files that are to be imported, as tables of cells.

use std::path::Path;

use heng_core::hash::sha256;
use heng_core::reader::Problem;
use heng_core::register::import::{Cell, Content, Grid, Merged, Row};

use super::blocks::{Block, Blocks};
use super::part::{broken_off, empty, too_long};
use super::rows::{Rows, Step};
use super::text::decode;
use super::{is_workbook, workbook};
use crate::file::unopened;
use crate::sheet::{self, Limits, Region, SheetError, Workbook};

/// A file with the tables in it (导入文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// The tables in which something stands: the one of a csv file, or those of a workbook's sheets.
    pub grids: Vec<Grid>,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// Reads the tables of a csv file or workbook; `name` is its path as messages give it.
///
/// # Errors
/// The file can't be opened or read to its end, or has nothing in it; nothing of it is used then.
pub fn tables(path: &Path, name: &str) -> Result<Tables, Box<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| unopened(name, &error))?;
    tables_of(name, bytes)
}

/// Reads the tables of a file from its bytes.
///
/// # Errors
/// As those of [`tables`].
pub fn tables_of(name: &str, bytes: Vec<u8>) -> Result<Tables, Box<Problem>> {
    let sha256 = sha256(&bytes);
    let grids = if is_workbook(name, &bytes) {
        sheets(name, bytes).map_err(|error| Box::new(workbook::unreadable(name, &error)))?
    } else {
        vec![text(name, &bytes)?]
    };
    let grids: Vec<Grid> = grids.into_iter().filter(|grid| !grid.rows.is_empty()).collect();
    if grids.is_empty() { Err(Box::new(empty(name))) } else { Ok(Tables { grids, sha256 }) }
}

/// Reads the rows of a csv file with their numbers, each cell as it is meant.
///
/// # Errors
/// As those of [`tables`], but a file without rows has none.
pub fn csv_rows(path: &Path, name: &str) -> Result<Vec<(usize, Vec<String>)>, Box<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| unopened(name, &error))?;
    let mut rows = Vec::new();
    let read = each_row(name, &bytes, |number, cells| rows.push((number, cells)));
    // What stands in the row may not be for everybody.
    read.map(|()| rows)
        .map_err(|problem| Box::new(Problem { excerpt: name.to_owned(), ..*problem }))
}

fn sheets(name: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, SheetError> {
    let mut workbook = Workbook::open(bytes)?;
    let names: Vec<String> = workbook.sheets().map(str::to_owned).collect();
    let epoch = workbook.epoch();
    let mut grids = Vec::new();
    for sheet in names {
        let mut rows = Vec::new();
        let limits = Limits { columns: workbook::LIMITS.columns, ..Limits::FORMAT };
        let merged = workbook.take(&sheet, limits, |row| {
            let cells = std::mem::take(&mut row.cells).into_iter().map(cell).collect();
            rows.push(Row { number: whole(row.number), cells });
        })?;
        let merged = merged.into_iter().map(region).collect();
        grids.push(Grid { file: name.to_owned(), sheet: Some(sheet), rows, merged, epoch });
    }
    Ok(grids)
}

fn cell(cell: sheet::Cell) -> Cell {
    let content = match cell.content {
        sheet::Content::Text(words) | sheet::Content::Percent(words) => Content::Words(words),
        sheet::Content::Number(number) => Content::Number(number),
        sheet::Content::Date(day) => Content::Day(day),
        sheet::Content::Boolean(true) => Content::Words("是".to_owned()),
        sheet::Content::Boolean(false) => Content::Words("否".to_owned()),
        sheet::Content::Error(shown) => Content::Error(shown),
        sheet::Content::NoResult => Content::NoResult,
    };
    Cell { column: whole(cell.column), content }
}

fn region(region: Region) -> Merged {
    let pair = |(first, last)| (whole(first), whole(last));
    Merged { rows: pair(region.rows), columns: pair(region.columns) }
}

fn whole(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn text(name: &str, bytes: &[u8]) -> Result<Grid, Box<Problem>> {
    let mut grid = Grid { file: name.to_owned(), ..Grid::default() };
    each_row(name, bytes, |number, cells| {
        let filled = cells.into_iter().enumerate().filter(|(_, words)| !words.is_empty());
        let cells = filled.map(|(column, words)| Cell { column, content: Content::Words(words) });
        grid.rows.push(Row { number, cells: cells.collect() });
    })?;
    Ok(grid)
}

/// Hands out the rows of a csv text in which something stands.
fn each_row(
    name: &str,
    bytes: &[u8],
    mut each: impl FnMut(usize, Vec<String>),
) -> Result<(), Box<Problem>> {
    let mut blocks = Blocks::new(bytes);
    let mut block = Block::default();
    // Reading from memory does not fail.
    while blocks.next(&mut block).unwrap_or_default() {
        let (text, broken) = decode(&block.bytes, block.start, block.encoding);
        if let Some(broken) = broken.or_else(|| too_long(&block)) {
            return Err(Box::new(broken_off(name, broken, |words| words)));
        }
        let mut rows = Rows::new(&text, block.start.rows);
        loop {
            match rows.step() {
                Step::Row(number) => each(number, rows.plain()),
                Step::Broken(broken) => {
                    return Err(Box::new(broken_off(name, broken, |words| words)));
                }
                Step::End => break,
            }
        }
    }
    Ok(())
}
