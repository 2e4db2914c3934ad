//! Workbooks in the `OpenDocument` format (ods): cells carry the words that are shown.

use heng_core::fact::Place;

use super::tables::{Sheet, SheetCell};
use super::{LIMITS, Sheets, cell_place, without_value};
use crate::report::read::parts::Parts;
use crate::report::read::refusal::Refusal;
use crate::sheet::{Content, Region};
use crate::xml::{Element, Node};

const SUBJECT: &str = "工作簿";
/// The most cells of a workbook; a repeated row counts as often as it is repeated.
const MOST_CELLS: usize = 1_000_000;

pub(super) fn sheets(mut parts: Parts, name: &str) -> Result<Sheets, Refusal> {
    let manifest = parts.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Refusal::Encrypted);
    }
    let text = parts.text("content.xml")?;
    let text = text.ok_or_else(|| Refusal::damaged(SUBJECT, "缺少内容"))?;
    let root = parts.parsed("content.xml", &text)?;
    let mut reading = Reading { file: Place::File { file: name.to_owned() }, ..Reading::new() };
    for table in root.all("table") {
        let name = table.attribute("name").unwrap_or_default();
        reading.sheet = Sheet { name, ..Sheet::default() };
        reading.row = 0;
        reading.rows(table)?;
        reading.read.sheets.push(std::mem::take(&mut reading.sheet));
    }
    Ok(reading.read)
}

struct Reading {
    file: Place,
    read: Sheets,
    sheet: Sheet,
    /// The row that was read last, from 1.
    row: u32,
    cells: usize,
}

impl Reading {
    fn new() -> Self {
        Self {
            file: Place::File { file: String::new() },
            read: Sheets::default(),
            sheet: Sheet::default(),
            row: 0,
            cells: 0,
        }
    }

    fn rows(&mut self, parent: &Element<'_>) -> Result<(), Refusal> {
        for element in parent.elements() {
            match element.name() {
                "table-row" => self.repeated_row(element)?,
                "table-header-rows" | "table-row-group" | "table-rows" => self.rows(element)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn repeated_row(&mut self, element: &Element<'_>) -> Result<(), Refusal> {
        let times = count(element, "number-rows-repeated");
        let cells = self.row_cells(element)?;
        if cells.is_empty() {
            self.row = self.row.saturating_add(times);
            return Ok(());
        }
        for _ in 0..times {
            self.row = self.row.saturating_add(1);
            self.cells = self.cells.saturating_add(cells.len());
            if self.cells > MOST_CELLS || self.row > LIMITS.rows {
                return Err(Refusal::TooDeep { part: self.sheet.name.clone() });
            }
            self.sheet.rows.push((self.row, cells.clone()));
        }
        Ok(())
    }

    fn row_cells(&mut self, element: &Element<'_>) -> Result<Vec<SheetCell>, Refusal> {
        let row = self.row.saturating_add(1);
        let mut cells = Vec::new();
        let mut column = 0_u32;
        for element in element.elements() {
            let times = count(element, "number-columns-repeated");
            if element.name() != "table-cell" {
                let is_covered = element.name() == "covered-table-cell";
                column = column.saturating_add(if is_covered { times } else { 0 });
                continue;
            }
            let text = words(element);
            if text.trim().is_empty() {
                column = column.saturating_add(times);
                continue;
            }
            let error = is_error(&text).then(|| Content::Error(text.clone()));
            let (rows, columns) =
                (count(element, "number-rows-spanned"), count(element, "number-columns-spanned"));
            if rows > 1 || columns > 1 {
                self.sheet.merged.push(Region {
                    rows: (row, row.saturating_add(rows - 1)),
                    columns: (column, column.saturating_add(columns - 1)),
                });
            }
            for _ in 0..times {
                if column >= LIMITS.columns {
                    return Err(Refusal::TooDeep { part: self.sheet.name.clone() });
                }
                if let Some(error) = &error {
                    let place = cell_place(&self.file, &self.sheet.name, row, column);
                    self.read.problems.push(without_value(place, error));
                }
                let number = element.attribute("value").and_then(|value| value.parse().ok());
                cells.push(SheetCell { column, text: text.clone(), number });
                column = column.saturating_add(1);
            }
        }
        Ok(cells)
    }
}

/// A count that an element states, at least 1.
fn count(element: &Element<'_>, name: &str) -> u32 {
    element.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// How programs show formulas that went wrong.
fn is_error(text: &str) -> bool {
    text.starts_with("Err:") || (text.starts_with('#') && text.ends_with(['!', '?', 'A']))
}

/// The words of a cell, paragraph by paragraph.
fn words(cell: &Element<'_>) -> String {
    let mut text = String::new();
    for paragraph in cell.elements().filter(|one| one.name() == "p") {
        if !text.is_empty() {
            text.push('\n');
        }
        add_words(paragraph, &mut text);
    }
    text
}

fn add_words(element: &Element<'_>, text: &mut String) {
    for node in element.content() {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(child) => match child.name() {
                "s" | "tab" => text.push(' '),
                "line-break" => text.push('\n'),
                "annotation" | "ruby-text" => {}
                _ => add_words(child, text),
            },
        }
    }
}
