//! Documents as a workbook: one sheet a document, laid out as its form, with real numbers.

mod columns;
mod listing;

pub use listing::listings;

use std::borrow::Cow;
use std::collections::BTreeSet;

use heng_core::table::Cell;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, RowNum,
    Workbook, Worksheet, utility,
};

use self::columns::Columns;
use super::extent::{self, Height};
use super::{Placed, clean, placed, plain};
use crate::document::{
    Align, Block, CellContent, CellNumber, CellReference, CellRole, Document, Grid, NumberFormat,
    Orientation,
};
use crate::{Error, chart};

/// The paper's number for A4.
const A4: u8 = 9;
/// Characters across the sheet, upright and on its side.
const ACROSS_PORTRAIT: usize = 88;
const ACROSS_LANDSCAPE: usize = 128;
/// Height of a line in points, and the most that a row can have.
const LINE_POINTS: usize = 15;
const ROW_POINTS_MAX: usize = 409;
/// Excel's longest text in a cell.
const CELL_LENGTH_MAX: usize = 32_767;
/// Excel's longest name of a sheet.
const SHEET_NAME_CHARACTERS: usize = 31;

/// Writes documents as one workbook, each of their parts on a sheet of its own.
///
/// The workbook's title, author and date are those of the first document.
pub fn write(documents: &[&Document]) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    if let Some(first) = documents.first() {
        workbook.set_properties(&properties(first)?);
    }
    let mut names = BTreeSet::new();
    for document in documents {
        for part in parts(document) {
            let worksheet = workbook.add_worksheet();
            worksheet.set_name(sheet_name(part.name, &mut names))?;
            fill(worksheet, document, &part)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// What stands on one sheet.
struct Part<'d> {
    name: &'d str,
    mark: Option<&'d str>,
    title: &'d str,
    blocks: &'d [Block],
}

/// The parts of a document, the first one being that before any [`Block::Part`].
fn parts(document: &Document) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = document.blocks.as_slice();
    let mut part = (document.title.as_str(), document.annex.as_deref(), document.title.as_str());
    loop {
        let next = rest.iter().position(|block| matches!(block, Block::Part { .. }));
        let (blocks, after) = rest.split_at(next.unwrap_or(rest.len()));
        let (name, mark, title) = part;
        parts.push(Part { name, mark, title, blocks });
        let Some((Block::Part { name, title }, further)) = after.split_first() else {
            return parts;
        };
        part = (name, Some(name), title);
        rest = further;
    }
}

fn properties(document: &Document) -> Result<DocProperties, Error> {
    let date = document.date;
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    // Excel's time begins in 1900.
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    let created = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
    Ok(DocProperties::new()
        .set_title(clean(&document.title))
        .set_author(clean(&document.author))
        .set_creation_datetime(&created))
}

/// Makes a name that Excel accepts and that no other sheet has.
fn sheet_name(title: &str, names: &mut BTreeSet<String>) -> String {
    let allowed = |character: &char| !matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let title: String = clean(title).chars().filter(allowed).collect();
    let title =
        title.trim_matches(|character: char| character == '\'' || character.is_whitespace());
    let title = if title.is_empty() { "文档" } else { title };
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("（{number}）") };
        let room = SHEET_NAME_CHARACTERS - suffix.chars().count();
        let name: String = title.chars().take(room).chain(suffix.chars()).collect();
        // Excel does not tell names apart by upper and lower case.
        if names.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

fn fill(worksheet: &mut Worksheet, document: &Document, part: &Part<'_>) -> Result<(), Error> {
    let across = match document.orientation {
        Orientation::Portrait => ACROSS_PORTRAIT,
        Orientation::Landscape => ACROSS_LANDSCAPE,
    };
    // A chart stands here as the table of its amounts.
    let mut grids = Vec::new();
    for block in part.blocks {
        match block {
            Block::Grid(grid) => grids.push(grid.clone()),
            Block::Chart(chart) => grids.push(chart::as_grid(chart)?),
            _ => {}
        }
    }
    let columns = Columns::of(&grids, across);
    set_page(worksheet, document);
    for (column, width) in columns.widths().iter().enumerate() {
        let width = u32::try_from(*width).unwrap_or(u32::MAX).min(255);
        worksheet.set_column_width(column_number(column), width)?;
    }
    let mut sheet =
        Sheet { worksheet, columns: &columns, row: 0, tops: Vec::new(), repeated: None };
    sheet.blocks(document, part, &grids)?;
    // Excel repeats rows on every page after them, so only those of one table can be meant.
    if let Some((first, last)) = sheet.repeated {
        worksheet.set_repeat_rows(first, last)?;
    }
    Ok(())
}

fn set_page(worksheet: &mut Worksheet, document: &Document) {
    worksheet.set_paper_size(A4);
    match document.orientation {
        Orientation::Portrait => worksheet.set_portrait(),
        Orientation::Landscape => worksheet.set_landscape(),
    };
    // As many pages down as it takes, one across; margins in inches.
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.79, 0.79, 0.98, 0.79, 0.4, 0.4);
    worksheet.set_print_center_horizontally(true);
    worksheet.set_footer("&C— &P —");
    if let Some(draft) = &document.draft {
        // A header has commands that begin with &.
        worksheet.set_header(format!("&R{}", clean(draft).replace('&', "&&")));
    }
}

fn column_number(column: usize) -> ColNum {
    ColNum::try_from(column).unwrap_or(ColNum::MAX)
}

fn row_number(row: usize) -> RowNum {
    RowNum::try_from(row).unwrap_or(RowNum::MAX)
}

/// A sheet as far as it is filled.
struct Sheet<'w> {
    worksheet: &'w mut Worksheet,
    columns: &'w Columns,
    row: usize,
    /// Where each table so far begins.
    tops: Vec<usize>,
    /// First and last heading row of the last table that has any.
    repeated: Option<(RowNum, RowNum)>,
}

impl Sheet<'_> {
    fn blocks(
        &mut self,
        document: &Document,
        part: &Part<'_>,
        grids: &[Grid],
    ) -> Result<(), Error> {
        let left = || words_format().set_align(FormatAlign::Left);
        let centred = |name, points: u32| {
            let format = words_format().set_align(FormatAlign::Center);
            format.set_font_name(name).set_font_size(points)
        };
        if let Some(mark) = part.mark {
            self.across(mark, &left().set_font_name("黑体"), 1)?;
        }
        self.across(part.title, &centred("方正小标宋简体", 18), 2)?;
        if let Some(draft) = &document.draft {
            self.across(draft, &centred("黑体", 12), 1)?;
        }
        let mut grids = grids.iter().enumerate();
        for block in part.blocks {
            match block {
                Block::Part { .. } => {}
                Block::Heading { text, .. } => {
                    self.across(text, &left().set_font_name("黑体"), 1)?;
                }
                Block::Paragraph(inlines) => self.across(&plain(inlines), &left(), 1)?,
                Block::Addressed(text) | Block::Note(text) => self.across(text, &left(), 1)?,
                Block::Signed(lines) => {
                    let right = words_format().set_align(FormatAlign::Right);
                    for line in lines {
                        self.across(line, &right, 1)?;
                    }
                }
                Block::Grid(_) | Block::Chart(_) => {
                    if let Some((index, grid)) = grids.next() {
                        if let Some(caption) = &grid.caption {
                            self.across(caption, &centred("黑体", 11), 1)?;
                        }
                        self.grid(index, grid)?;
                    }
                }
            }
        }
        for (label, value) in &document.colophon {
            self.across(&format!("{label}：{value}"), &left().set_font_size(9), 1)?;
        }
        Ok(())
    }

    /// Writes words over the whole width of the sheet.
    fn across(&mut self, text: &str, format: &Format, line_height: usize) -> Result<(), Error> {
        let (row, last) = (row_number(self.row), column_number(self.columns.count() - 1));
        let width: usize = self.columns.widths().iter().sum();
        let lines = extent::half_characters(text).div_ceil(width.max(1)).max(1);
        self.cells(row, 0, row, last, &clean(text), format)?;
        self.set_height(self.row, lines * line_height)?;
        self.row += 1;
        Ok(())
    }

    fn grid(&mut self, index: usize, grid: &Grid) -> Result<(), Error> {
        let top = self.row;
        self.tops.push(top);
        let rows = grid.table.rows().len();
        let mut heights = vec![1; rows];
        for placed in placed(&grid.table) {
            let (left, right) = self.columns.covered(index, &placed);
            let width = self.columns.width(left, right);
            let content = &placed.cell.content;
            if placed.cell.row_span == 1 {
                let lines = extent::lines(content, width);
                if let Some(height) = heights.get_mut(placed.row) {
                    *height = lines.max(*height);
                }
            }
            self.cell(index, top, &placed, (left, right))?;
        }
        for (row, lines) in heights.into_iter().enumerate() {
            self.set_height(top + row, lines)?;
        }
        let heading_rows = extent::heading_rows(grid);
        let last = top + heading_rows.saturating_sub(1);
        if heading_rows > 0 {
            self.repeated = Some((row_number(top), row_number(last)));
        }
        self.row += rows;
        Ok(())
    }

    fn cell(
        &mut self,
        grid: usize,
        top: usize,
        placed: &Placed<'_>,
        (left, right): (usize, usize),
    ) -> Result<(), Error> {
        let content = &placed.cell.content;
        let format = cell_format(placed.cell);
        let (first_row, last_row) =
            (row_number(top + placed.row), row_number(top + placed.row + placed.cell.row_span - 1));
        let (first, last) = (column_number(left), column_number(right));
        let paragraphs: Vec<String> =
            content.paragraphs.iter().map(|inlines| plain(inlines)).collect();
        self.cells(first_row, first, last_row, last, &paragraphs.join("\n"), &format)?;
        match &content.number {
            None => Ok(()),
            Some(number) => self.number(grid, (first_row, first), number, &format),
        }
    }

    /// Writes a number, or a sum over other cells, in place of the words.
    fn number(
        &mut self,
        grid: usize,
        (row, column): (RowNum, ColNum),
        number: &CellNumber,
        format: &Format,
    ) -> Result<(), Error> {
        if number.sum_of.is_empty() {
            // A workbook knows no decimals: any editor makes the nearest binary number of it.
            if let Some(value) = number.value.to_f64() {
                self.worksheet.write_number_with_format(row, column, value, format)?;
            }
            return Ok(());
        }
        let parts: Vec<String> = runs(&number.sum_of)
            .into_iter()
            .filter_map(|(first, last)| {
                // A reference that leads before the first table refers to nothing.
                let table = grid.checked_sub(first.tables_back)?;
                let top = self.tops.get(table)?;
                let column = column_number(self.columns.first(table, first.column));
                let (from, to) = (row_number(top + first.row), row_number(top + last.row));
                Some(utility::cell_range(from, column, to, column))
            })
            .collect();
        let formula = Formula::new(format!("=SUM({})", parts.join(",")))
            .set_result(number.value.normalize().to_string());
        self.worksheet.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    fn cells(
        &mut self,
        first_row: RowNum,
        first: ColNum,
        last_row: RowNum,
        last: ColNum,
        text: &str,
        format: &Format,
    ) -> Result<(), Error> {
        let text = &*held(text);
        if first_row == last_row && first == last {
            // As a string, so that words beginning with an equals sign are never a formula.
            self.worksheet.write_string_with_format(first_row, first, text, format)?;
        } else {
            self.worksheet.merge_range(first_row, first, last_row, last, text, format)?;
        }
        Ok(())
    }

    fn set_height(&mut self, row: usize, lines: usize) -> Result<(), Error> {
        // Other fonts than ours are wider; of many lines one more is allowed for every five.
        let lines = lines + lines / 5;
        let points = (lines * LINE_POINTS + 4).min(ROW_POINTS_MAX);
        let points = u32::try_from(points).unwrap_or(0);
        self.worksheet.set_row_height(row_number(row), points)?;
        Ok(())
    }
}

/// The words that a cell of Excel can hold; where they are cut, it is said.
fn held(text: &str) -> Cow<'_, str> {
    // Excel counts in UTF-16.
    if text.encode_utf16().count() <= CELL_LENGTH_MAX {
        return Cow::Borrowed(text);
    }
    let note = "……（过长，全文见报告）";
    let kept = text.chars().take(CELL_LENGTH_MAX / 2 - note.chars().count());
    Cow::Owned(kept.chain(note.chars()).collect())
}

/// Gathers cells into runs down a column: first and last cell of each.
fn runs(cells: &[CellReference]) -> Vec<(CellReference, CellReference)> {
    let mut cells = cells.to_vec();
    cells.sort_unstable();
    cells.dedup();
    let mut runs: Vec<(CellReference, CellReference)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((_, last)) if CellReference { row: last.row + 1, ..*last } == cell => *last = cell,
            _ => runs.push((cell, cell)),
        }
    }
    runs
}

fn words_format() -> Format {
    Format::new()
        .set_font_name("仿宋")
        .set_font_size(11)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn cell_format(cell: &Cell<CellContent>) -> Format {
    let content = &cell.content;
    let align = match content.align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let mut format = words_format().set_align(align).set_border(FormatBorder::Thin);
    if extent::height(cell) == Height::Top {
        format = format.set_align(FormatAlign::Top);
    }
    if content.role == CellRole::Heading {
        format = format.set_font_name("黑体");
    }
    match content.number.as_ref().map(|number| number.format) {
        None => format,
        Some(NumberFormat::Decimals(places)) => format.set_num_format(decimals(places)),
        Some(NumberFormat::Percent(places)) => {
            format.set_num_format(format!("{}%", decimals(places)))
        }
    }
}

fn decimals(places: u32) -> String {
    let places = usize::try_from(places).unwrap_or(0).min(28);
    if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) }
}
