//! Workbooks (xlsx, xls, ods) into pages: the tables of each sheet with what stands around them.

mod format;
mod legacy;
mod open;
mod tables;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use heng_core::fact::Place;
use heng_core::page::{Block, Format, Pages};
use heng_core::reader::{Problem, ProblemKind};
use rust_decimal::Decimal;

use super::compound::Compound;
use super::parts::Parts;
use super::refusal::Refusal;
use crate::sheet::{Cell, Content, Limits, SheetError, Workbook, cell_name};
use tables::{Sheet, SheetCell};

/// The cells that are read of a sheet; a published table has no more.
const LIMITS: Limits = Limits { rows: 50_000, columns: 256 };

/// Sheets as they were read, and what went wrong in them.
#[derive(Debug, Default)]
struct Sheets {
    sheets: Vec<Sheet>,
    problems: Vec<Problem>,
}

/// Reads a workbook of today (xlsx).
pub(super) fn xlsx(bytes: Vec<u8>, name: &str) -> Pages {
    match sheets(bytes, name) {
        Ok(sheets) => pages(sheets, name),
        Err(error) => Pages::unread(name, Format::Workbook, problem(name, &error)),
    }
}

/// Reads a workbook of the time before xlsx (xls).
pub(super) fn xls(compound: &Compound<'_>, name: &str) -> Pages {
    let sheets = legacy::sheets(compound, name);
    sheets.map_or_else(|refusal| refusal.pages(name, Format::Workbook), |one| pages(one, name))
}

/// Reads an `OpenDocument` workbook (ods).
pub(super) fn ods(parts: Parts, name: &str) -> Pages {
    let sheets = open::sheets(parts, name);
    sheets.map_or_else(|refusal| refusal.pages(name, Format::Workbook), |one| pages(one, name))
}

fn pages(read: Sheets, name: &str) -> Pages {
    let count = read.sheets.len();
    let mut problems = read.problems;
    let mut blocks: Vec<Block> = Vec::new();
    for sheet in read.sheets {
        let (of_sheet, unplaced) = tables::blocks(sheet, name);
        blocks.extend(of_sheet);
        problems.extend(unplaced);
    }
    if blocks.is_empty() && problems.is_empty() {
        return Refusal::NoText.pages(name, Format::Workbook);
    }
    Pages { file: name.to_owned(), format: Format::Workbook, count: Some(count), blocks, problems }
}

fn sheets(bytes: Vec<u8>, name: &str) -> Result<Sheets, SheetError> {
    let mut book = Workbook::open(bytes)?;
    let formats = book.formats();
    let names: Vec<String> = book.visible_sheets().map(str::to_owned).collect();
    let mut read = Sheets::default();
    for sheet_name in names {
        let mut sheet = Sheet { name: sheet_name, ..Sheet::default() };
        let file = Place::File { file: name.to_owned() };
        let limits = Limits { columns: Limits::FORMAT.columns, ..LIMITS };
        let mut beyond = None;
        let taken = book.visit(&sheet.name, limits, |row| {
            let mut cells = Vec::new();
            for cell in &row.cells {
                if cell.column >= LIMITS.columns {
                    beyond
                        .get_or_insert_with(|| beyond_limits(&sheet.name, row.number, cell.column));
                    continue;
                }
                let code = cell.format.and_then(|format| formats.get(format));
                cells.push(shown(cell, code.map_or("", String::as_str)));
                if let Content::Error(_) | Content::NoResult = cell.content {
                    let place = cell_place(&file, &sheet.name, row.number, cell.column);
                    read.problems.push(without_value(place, &cell.content));
                }
            }
            sheet.rows.push((row.number, cells));
            ControlFlow::Continue(())
        });
        match taken {
            Ok(()) => {}
            // What stands before that row has been read.
            Err(error @ SheetError::BeyondLimits { .. }) => beyond = Some(error),
            Err(error) => return Err(error),
        }
        read.problems.extend(beyond.map(|error| problem(name, &error)));
        sheet.merged = book.merged(&sheet.name)?;
        read.sheets.push(sheet);
    }
    Ok(read)
}

fn beyond_limits(sheet: &str, row: u32, column: u32) -> SheetError {
    SheetError::BeyondLimits {
        sheet: sheet.to_owned(),
        cell: cell_name(row, column),
        limits: LIMITS,
    }
}

/// A cell as it is shown.
fn shown(cell: &Cell, code: &str) -> SheetCell {
    let (text, number) = match &cell.content {
        Content::Text(text) => (text.clone(), None),
        Content::Number(digits) => number(digits, code),
        Content::Percent(hundredths) => {
            let value = format!("{}e-2", hundredths.trim_end_matches('%'));
            Decimal::from_scientific(&value).map_or_else(
                |_| (hundredths.clone(), None),
                |value| (format::number(value, code), Some(value.normalize())),
            )
        }
        Content::Date(day) => (format::day(*day, code), None),
        Content::Error(error) => (error.clone(), None),
        Content::Boolean(_) | Content::NoResult => {
            (cell.content.text().unwrap_or_default().into_owned(), None)
        }
    };
    SheetCell { column: cell.column, text, number }
}

/// A number in plain digits as it is shown, with its exact value.
fn number(digits: &str, code: &str) -> (String, Option<Decimal>) {
    match digits.parse() {
        Ok(number) => (format::number(number, code), Some(number)),
        Err(_) => (digits.to_owned(), None),
    }
}

fn cell_place(file: &Place, sheet: &str, row: u32, column: u32) -> Place {
    Place::Cell {
        file: file.file().to_owned(),
        sheet: sheet.to_owned(),
        cell: cell_name(row, column),
    }
}

fn without_value(place: Place, content: &Content) -> Problem {
    let (excerpt, message) = match content {
        Content::Error(error) => {
            (error.clone(), format!("单元格的公式出错，显示为「{error}」，没有数值。"))
        }
        _ => (place.to_string(), "单元格的公式没有保存计算结果，没有数值。".to_owned()),
    };
    Problem {
        kind: ProblemKind::NotUnderstood,
        place,
        excerpt,
        message,
        remedy: "请在表格里改正公式，重新计算并保存后再读入。".to_owned(),
    }
}

fn problem(name: &str, error: &SheetError) -> Problem {
    let kind = match error {
        SheetError::Empty | SheetError::Damaged { .. } | SheetError::NoSheet { .. } => {
            ProblemKind::Damaged
        }
        SheetError::Encrypted => ProblemKind::Encrypted,
        SheetError::OldFormat | SheetError::NotAWorkbook => ProblemKind::UnknownFormat,
        SheetError::TooLarge { .. } | SheetError::BeyondLimits { .. } => ProblemKind::TooLarge,
    };
    Problem {
        kind,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: format!("{error}，没有读入。"),
        remedy: error.remedy(),
    }
}
