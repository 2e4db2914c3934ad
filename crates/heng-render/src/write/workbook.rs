//! A workbook for filling in, for Excel and WPS.

use heng_core::dossier::Dossier;
use heng_core::form::{
    Choices, Column, EXAMPLE_ID, FIELD_HEADINGS, Form, GUIDE_SHEET, GUIDE_TITLE, Kind, LIST_SHEET,
    Layout, Lists, MARK_SHEET, Mark, Need, Sheet, cell_name, id_heading,
};
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    ColNum, Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, ProtectionOptions, RowNum, Workbook, Worksheet,
};

use super::extent;
use crate::Error;

/// The paper's number for A4.
const A4: u8 = 9;
/// Excel's longest text in a cell, in UTF-16.
const CELL_LENGTH_MAX: usize = 32_767;
/// The longest list that a validation holds itself, in characters.
const LIST_LENGTH_MAX: usize = 250;
/// Empty rows below those that are filled in, ready to be typed into.
const EMPTY_ROWS: u32 = 40;
/// How many of them are printed.
const EMPTY_ROWS_PRINTED: u32 = 5;
const LINE_POINTS: usize = 15;
const ROW_POINTS_MAX: usize = 240;
const FONT: &str = "宋体";

/// A form with what it is handed out as.
#[derive(Debug, Clone, Copy)]
pub struct Handout<'h> {
    /// The sheets and rows.
    pub form: &'h Form,
    /// What the workbook says of itself.
    pub mark: &'h Mark,
    /// The dossier, for what its drop-downs offer.
    pub dossier: &'h Dossier,
    /// What the packs offer.
    pub lists: &'h Lists,
    /// The day that the file bears, so that equal forms give equal bytes.
    pub dated: Date,
}

/// Writes a workbook for filling in.
///
/// # Errors
/// A text is longer than a cell can hold, or the workbook can't be packed.
pub fn write(handout: &Handout<'_>) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(handout)?);
    guide(workbook.add_worksheet(), handout)?;
    let mut offers = Offers::default();
    for sheet in &handout.form.sheets {
        let mut painter = Painter { handout, sheet, worksheet: workbook.add_worksheet() };
        painter.paint(&mut offers)?;
    }
    offers.write(&mut workbook)?;
    mark(workbook.add_worksheet(), handout)?;
    Ok(workbook.save_to_buffer()?)
}

fn properties(handout: &Handout<'_>) -> Result<DocProperties, Error> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let date = handout.dated;
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    let created = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
    Ok(DocProperties::new().set_title(GUIDE_TITLE).set_creation_datetime(&created))
}

fn words() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::Top).set_text_wrap()
}

fn bordered() -> Format {
    words().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF))
}

fn heading() -> Format {
    bordered()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00DD_E6F0))
}

fn example() -> Format {
    bordered()
        .set_italic()
        .set_font_color(Color::RGB(0x0080_8080))
        .set_background_color(Color::RGB(0x00F2_F2F2))
}

/// The format of a cell to be filled in.
fn input(kind: Kind) -> Format {
    let format = bordered().set_unlocked();
    match kind {
        Kind::Money => format.set_num_format("0.00").set_align(FormatAlign::Right),
        Kind::Decimal | Kind::Whole | Kind::Score | Kind::Rate => {
            format.set_align(FormatAlign::Right)
        }
        Kind::Figure | Kind::Day | Kind::Text | Kind::List => format,
    }
}

/// Lays a sheet out on A4 on its side, over so many pages in width.
fn set_page(worksheet: &mut Worksheet, across: u16) {
    worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(across, 0);
    worksheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    worksheet.set_footer("&C&A　第 &P 页，共 &N 页");
}

/// Writes words into a cell as words, whatever they begin with.
fn put(
    worksheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    text: &str,
    format: &Format,
) -> Result<(), Error> {
    let units = text.encode_utf16().count();
    if units > CELL_LENGTH_MAX {
        let cell = cell_name(row.saturating_add(1), u32::from(column));
        return Err(Error::CellTooLong { sheet: worksheet.name(), cell, units });
    }
    if text.is_empty() {
        worksheet.write_blank(row, column, format)?;
    } else {
        worksheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

fn set_height(worksheet: &mut Worksheet, row: RowNum, lines: usize) -> Result<(), Error> {
    let points = (lines.max(1) * LINE_POINTS + 5).min(ROW_POINTS_MAX);
    worksheet.set_row_height(row, u32::try_from(points).unwrap_or(0))?;
    Ok(())
}

fn lines(text: &str, width: u16) -> usize {
    let width = usize::from(width).saturating_sub(1).max(1);
    text.split('\n').map(|line| extent::half_characters(line).div_ceil(width).max(1)).sum()
}

/// The first sheet: how to fill in the others.
fn guide(worksheet: &mut Worksheet, handout: &Handout<'_>) -> Result<(), Error> {
    const LABEL_WIDTH: u16 = 16;
    const TEXT_WIDTH: u16 = 96;
    worksheet.set_name(GUIDE_SHEET)?;
    set_page(worksheet, 1);
    worksheet.set_print_fit_to_pages(1, 1);
    worksheet.set_column_width(0, LABEL_WIDTH)?.set_column_width(1, TEXT_WIDTH)?;
    put(worksheet, (0, 0), GUIDE_TITLE, &title())?;
    worksheet.set_row_height(0, 30)?;
    for ((label, text), row) in handout.mark.guide(handout.form).into_iter().zip(2..) {
        put(worksheet, (row, 0), &label, &words().set_bold())?;
        put(worksheet, (row, 1), &text, &words())?;
        set_height(worksheet, row, lines(&text, TEXT_WIDTH))?;
    }
    Ok(())
}

fn title() -> Format {
    Format::new().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::VerticalCenter)
}

/// The last sheet, which nobody sees.
fn mark(worksheet: &mut Worksheet, handout: &Handout<'_>) -> Result<(), Error> {
    worksheet.set_name(MARK_SHEET)?.set_very_hidden(true);
    for (line, row) in handout.mark.rows(handout.form).iter().zip(0..) {
        for (text, column) in line.iter().zip(0..) {
            if !text.is_empty() {
                put(worksheet, (row, column), text, &Format::new())?;
            }
        }
    }
    Ok(())
}

/// The lists of drop-downs that are too long to stand in the cell's rule.
#[derive(Default)]
struct Offers {
    columns: Vec<Vec<String>>,
}

impl Offers {
    /// The rule that offers a list.
    fn rule(&mut self, list: Vec<String>) -> Result<DataValidation, Error> {
        let length: usize = list.iter().map(|word| word.chars().count() + 1).sum();
        let is_short =
            length <= LIST_LENGTH_MAX && !list.iter().any(|word| word.contains([',', '"']));
        if is_short {
            return Ok(DataValidation::new().allow_list_strings(&list)?);
        }
        let known = self.columns.iter().position(|one| *one == list);
        let column = known.unwrap_or(self.columns.len());
        let rows = u32::try_from(list.len()).unwrap_or(1);
        if known.is_none() {
            self.columns.push(list);
        }
        let letters = cell_name(1, u32::try_from(column).unwrap_or(0));
        let letters = letters.trim_end_matches('1');
        let range = format!("={LIST_SHEET}!${letters}$1:${letters}${rows}");
        Ok(DataValidation::new().allow_list_formula(Formula::new(range)))
    }

    fn write(&self, workbook: &mut Workbook) -> Result<(), Error> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(LIST_SHEET)?.set_very_hidden(true);
        for (list, column) in self.columns.iter().zip(0..) {
            for (word, row) in list.iter().zip(0..) {
                put(worksheet, (row, column), word, &Format::new())?;
            }
        }
        Ok(())
    }
}

/// One sheet while it is painted.
struct Painter<'p> {
    handout: &'p Handout<'p>,
    sheet: &'p Sheet,
    worksheet: &'p mut Worksheet,
}

impl Painter<'_> {
    fn paint(&mut self, offers: &mut Offers) -> Result<(), Error> {
        let part = self.sheet.part;
        self.worksheet.set_name(part.title)?;
        put(self.worksheet, (0, 1), part.title, &title())?;
        put(self.worksheet, (1, 1), part.about, &words().unset_text_wrap())?;
        self.worksheet.set_row_height(0, 26)?;
        match part.layout {
            Layout::Fields => self.fields(offers),
            Layout::Table | Layout::NumberedTable | Layout::FixedTable => self.table(offers),
        }
    }

    fn fields(&mut self, offers: &mut Offers) -> Result<(), Error> {
        const WIDTHS: [u16; 3] = [24, 60, 44];
        set_page(self.worksheet, 1);
        self.worksheet.set_column_hidden(0)?;
        for ((title, width), column) in FIELD_HEADINGS.iter().zip(WIDTHS).zip(1..) {
            self.worksheet.set_column_width(column, width)?;
            put(self.worksheet, (2, column), title, &heading())?;
        }
        self.worksheet.set_freeze_panes(3, 0)?.set_repeat_rows(2, 2)?;
        let cells = self.sheet.rows.first().map_or(&[][..], |row| &row.cells);
        for ((column, cell), row) in self.sheet.part.columns().iter().zip(cells).zip(3..) {
            let text = cell.text.as_deref().unwrap_or_default();
            put(self.worksheet, (row, 0), column.key, &words())?;
            put(self.worksheet, (row, 1), &starred(column), &bordered())?;
            let format = input(column.kind).set_align(FormatAlign::Left);
            self.cell((row, 2), column, text, &format)?;
            put(self.worksheet, (row, 3), column.hint, &bordered())?;
            self.offer((row, row), 2, column, offers)?;
            let [label, content, hint] = WIDTHS;
            let texts = [(column.heading, label), (text, content), (column.hint, hint)];
            let height = texts.iter().map(|(text, width)| lines(text, *width)).max();
            set_height(self.worksheet, row, height.unwrap_or(1))?;
        }
        self.protect();
        Ok(())
    }

    fn table(&mut self, offers: &mut Offers) -> Result<(), Error> {
        let part = self.sheet.part;
        let columns = part.columns();
        let has_example = part.layout != Layout::FixedTable;
        put(self.worksheet, (2, 0), id_heading(part.layout), &heading())?;
        if part.layout == Layout::NumberedTable {
            self.worksheet.set_column_width(0, 18)?;
        } else {
            self.worksheet.set_column_hidden(0)?;
        }
        let mut heading_lines = 1;
        for (column, at) in columns.iter().zip(1..) {
            self.worksheet.set_column_width(at, column.width)?;
            let title = starred(column);
            put(self.worksheet, (2, at), &title, &heading())?;
            heading_lines = heading_lines.max(lines(&title, column.width));
        }
        set_height(self.worksheet, 2, heading_lines)?;
        if has_example {
            self.example(&columns)?;
        }
        let first: RowNum = if has_example { 4 } else { 3 };
        let mut next = first;
        for row in &self.sheet.rows {
            let id = if part.layout == Layout::NumberedTable { bordered() } else { words() };
            put(self.worksheet, (next, 0), &row.id_cell(), &id)?;
            let mut height = 1;
            for ((column, cell), at) in columns.iter().zip(&row.cells).zip(1..) {
                let text = cell.text.as_deref().unwrap_or_default();
                self.cell((next, at), column, text, &input(column.kind))?;
                height = height.max(lines(text, column.width));
            }
            set_height(self.worksheet, next, height)?;
            next = next.saturating_add(1);
        }
        let filled = next;
        if part.layout == Layout::FixedTable {
            self.protect();
        } else {
            next = self.empty_rows(&columns, next)?;
        }
        for (column, at) in columns.iter().zip(1..) {
            self.offer((first, next.saturating_sub(1)), at, column, offers)?;
        }
        self.keep_in_sight(&columns)?;
        let printed = filled.saturating_add(EMPTY_ROWS_PRINTED).min(next).saturating_sub(1);
        let last = ColNum::try_from(columns.len()).unwrap_or(ColNum::MAX);
        self.worksheet.set_print_area(0, 0, printed, last)?;
        Ok(())
    }

    /// Keeps headings, and the columns that say what a row is about, on the screen and on each page.
    fn keep_in_sight(&mut self, columns: &[Column]) -> Result<(), Error> {
        const CHARACTERS_ACROSS: u16 = 150;
        let named = columns
            .iter()
            .position(|column| column.need == Need::Required && column.choices == Choices::Free);
        let named = named.unwrap_or(0).saturating_add(1);
        let width = |columns: &[Column]| columns.iter().map(|column| column.width).sum::<u16>();
        let kept = columns.get(..named).map_or(0, width);
        let is_narrow = kept <= CHARACTERS_ACROSS / 2;
        let frozen = ColNum::try_from(named.saturating_add(1)).unwrap_or(0);
        self.worksheet.set_freeze_panes(3, if is_narrow { frozen } else { 0 })?;
        self.worksheet.set_repeat_rows(2, 2)?;
        let across = if is_narrow && width(columns) > CHARACTERS_ACROSS {
            self.worksheet.set_repeat_columns(0, frozen.saturating_sub(1))?;
            let further = width(columns).saturating_sub(kept);
            further.div_ceil(CHARACTERS_ACROSS.saturating_sub(kept))
        } else {
            1
        };
        set_page(self.worksheet, across);
        Ok(())
    }

    fn example(&mut self, columns: &[Column]) -> Result<(), Error> {
        put(self.worksheet, (3, 0), EXAMPLE_ID, &example())?;
        let mut height = 1;
        for (column, at) in columns.iter().zip(1..) {
            height = height.max(lines(column.example, column.width));
            put(self.worksheet, (3, at), column.example, &example())?;
        }
        set_height(self.worksheet, 3, height)
    }

    /// Rows to type into; gives the row behind them.
    fn empty_rows(&mut self, columns: &[Column], first: RowNum) -> Result<RowNum, Error> {
        let last = first.saturating_add(EMPTY_ROWS);
        for row in first..last {
            for (column, at) in columns.iter().zip(1..) {
                self.worksheet.write_blank(row, at, &input(column.kind))?;
            }
            if self.sheet.part.layout == Layout::NumberedTable {
                self.worksheet.write_blank(row, 0, &bordered())?;
            }
        }
        Ok(last)
    }

    /// Writes what a cell says: as a number where nothing is lost by it.
    fn cell(
        &mut self,
        at: (RowNum, ColNum),
        column: &Column,
        text: &str,
        format: &Format,
    ) -> Result<(), Error> {
        let number = column.kind.number_of(text).and_then(|number| number.to_f64());
        match number {
            Some(number) => {
                self.worksheet.write_number_with_format(at.0, at.1, number, format)?;
                Ok(())
            }
            None => put(self.worksheet, at, text, format),
        }
    }

    /// Lets cells offer a list, and say how they are filled in.
    fn offer(
        &mut self,
        (first, last): (RowNum, RowNum),
        at: ColNum,
        column: &Column,
        offers: &mut Offers,
    ) -> Result<(), Error> {
        if last < first {
            return Ok(());
        }
        let mut offered = self.handout.lists.offers(column, self.handout.dossier);
        offered.retain(|word| !word.trim().is_empty());
        let mut rule = if offered.is_empty() || column.kind == Kind::List {
            if column.hint.is_empty() {
                return Ok(());
            }
            DataValidation::new()
        } else {
            offers.rule(offered)?
        };
        // What is not in the list may be typed: reading says what became of it.
        rule = rule.ignore_blank(true).set_error_style(DataValidationErrorStyle::Warning);
        rule = rule
            .set_error_title("不在列表中")?
            .set_error_message("这一项不在下拉列表中，仍要填写吗？")?;
        if !column.hint.is_empty() && self.sheet.part.layout != Layout::Fields {
            rule = rule.set_input_message(column.hint)?;
        }
        self.worksheet.add_data_validation(first, at, last, at, &rule)?;
        Ok(())
    }

    /// Guards headings and labels against slips; there is no password.
    fn protect(&mut self) {
        let allowed = ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        };
        self.worksheet.protect_with_options(&allowed);
    }
}

fn starred(column: &Column) -> String {
    match column.need {
        Need::Required => format!("{}*", column.heading),
        Need::Open => column.heading.to_owned(),
    }
}
