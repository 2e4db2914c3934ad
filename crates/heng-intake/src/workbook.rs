//! A workbook for filling in, as it was handed back.

use std::ops::ControlFlow;
use std::path::Path;

use heng_core::fact::Place;
use heng_core::form::{CellContent, CellRange, Located, MARK_SHEET, RawSheet, locate};
use heng_core::reader::{Problem, ProblemKind};

use crate::file::unopened;
use crate::sheet::{Content, Limits, Row, SheetError, Workbook};

/// The cells that are read of a sheet; nobody fills in more.
const LIMITS: Limits = Limits { rows: 20_000, columns: 100 };
/// The cells that are read of what the workbook was handed out with.
const MARK_LIMITS: Limits = Limits { rows: Limits::FORMAT.rows, columns: 2 };

/// Reads a workbook; `name` is its path as messages give it.
///
/// # Errors
/// The file can't be opened, is no workbook, or none of ours; nothing of it was read.
pub fn read(path: &Path, name: &str) -> Result<Located, Box<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| unopened(name, &error))?;
    read_bytes(bytes, name)
}

/// Reads a workbook from its bytes.
///
/// # Errors
/// The bytes are no workbook, or none of ours.
pub fn read_bytes(bytes: Vec<u8>, name: &str) -> Result<Located, Box<Problem>> {
    let unreadable = |error: SheetError| Box::new(problem(name, &error));
    let mut workbook = Workbook::open(bytes).map_err(unreadable)?;
    let names: Vec<String> = workbook.sheets().map(str::to_owned).collect();
    let mut problems = Vec::new();
    let mut sheets = Vec::new();
    for sheet in names {
        let limits = if sheet == MARK_SHEET { MARK_LIMITS } else { LIMITS };
        let mut raw = RawSheet { name: sheet.clone(), ..RawSheet::default() };
        let take = |row: &Row| {
            let cells = row.cells.iter();
            let cells = cells.map(|cell| ((row.number, cell.column), content(&cell.content)));
            raw.cells.extend(cells);
            ControlFlow::Continue(())
        };
        match workbook.visit(&sheet, limits, take) {
            Ok(()) => {}
            // What stands before that cell has been read.
            Err(error @ SheetError::BeyondLimits { .. }) => problems.push(problem(name, &error)),
            Err(error) => return Err(unreadable(error)),
        }
        let merged = workbook.merged(&sheet).map_err(unreadable)?;
        raw.merged = merged
            .into_iter()
            .map(|region| CellRange { rows: region.rows, columns: region.columns })
            .collect();
        sheets.push(raw);
    }
    let mut located = locate(name, &sheets)?;
    problems.append(&mut located.problems);
    Ok(Located { problems, ..located })
}

fn content(content: &Content) -> CellContent {
    match content {
        Content::Number(number) => CellContent::Number(number.clone()),
        Content::Error(error) => CellContent::Fault(format!("公式的结果是 {error}")),
        Content::NoResult => CellContent::Fault("公式没有保存结果".to_owned()),
        Content::Text(_) | Content::Percent(_) | Content::Date(_) | Content::Boolean(_) => {
            CellContent::Text(content.text().unwrap_or_default().into_owned())
        }
    }
}

fn problem(name: &str, error: &SheetError) -> Problem {
    let (place, excerpt) = match error {
        SheetError::BeyondLimits { sheet, cell, .. } => {
            let (file, sheet, cell) = (name.to_owned(), sheet.clone(), cell.clone());
            (Place::Cell { file, sheet, cell: cell.clone() }, cell)
        }
        SheetError::Empty
        | SheetError::Encrypted
        | SheetError::OldFormat
        | SheetError::NotAWorkbook
        | SheetError::Damaged { .. }
        | SheetError::TooLarge { .. }
        | SheetError::NoSheet { .. } => (Place::File { file: name.to_owned() }, name.to_owned()),
    };
    let kind = match error {
        SheetError::BeyondLimits { .. } => ProblemKind::NotPlaced,
        _ => ProblemKind::NotUnderstood,
    };
    Problem { kind, place, excerpt, message: format!("{error}。"), remedy: error.remedy() }
}
