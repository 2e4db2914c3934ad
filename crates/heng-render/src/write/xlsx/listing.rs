//! Lists as a workbook to work with: headings that stay in sight, a filter, real numbers.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::{column_number, decimals, held, row_number, sheet_name, words_format};
use crate::Error;
use crate::document::{Entry, Listing};
use crate::write::{clean, extent};

/// Characters of Chinese to units of width, which are digits wide.
const DIGITS_PER_CHARACTER: u32 = 2;
/// Lines up to which a row grows; the rest of a longer text is seen in its cell.
const LINES_MAX: usize = 8;

/// Writes lists as one workbook, each on a sheet of its own; `date` is the workbook's.
///
/// # Errors
/// The workbook can't be written, such as one with more rows than a sheet holds.
pub fn listings(title: &str, date: Date, listings: &[Listing]) -> Result<Vec<u8>, Error> {
    let mut workbook = Workbook::new();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    // Excel's time begins in 1900.
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    let created = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))?;
    let properties = DocProperties::new().set_title(clean(title)).set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let mut names = std::collections::BTreeSet::new();
    for listing in listings {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet_name(&listing.name, &mut names))?;
        fill(worksheet, listing)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill(worksheet: &mut Worksheet, listing: &Listing) -> Result<(), Error> {
    worksheet.set_landscape().set_paper_size(super::A4).set_print_fit_to_pages(1, 0);
    worksheet.set_footer("&C— &P —");
    let heading = words_format()
        .set_font_name("黑体")
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E4_E9EE));
    for (column, (name, width)) in listing.columns.iter().enumerate() {
        let column = column_number(column);
        worksheet.write_string_with_format(0, column, clean(name), &heading)?;
        worksheet.set_column_width(column, width.saturating_mul(DIGITS_PER_CHARACTER).min(255))?;
    }
    let words = words_format()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let number = words.clone().set_align(FormatAlign::Right);
    for (row, entries) in listing.rows.iter().enumerate() {
        worksheet.set_row_height(row_number(row + 1), height(listing, entries))?;
        for (column, entry) in entries.iter().enumerate() {
            let (row, column) = (row_number(row + 1), column_number(column));
            write(worksheet, (row, column), entry, &words, &number)?;
        }
    }
    let last = column_number(listing.columns.len().saturating_sub(1));
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_repeat_rows(0, 0)?;
    worksheet.autofilter(0, 0, row_number(listing.rows.len()), last)?;
    Ok(())
}

/// Height of a row in points: as many lines as its longest words take, up to what stays easy to look through.
fn height(listing: &Listing, entries: &[Entry]) -> u32 {
    let lines = entries.iter().zip(&listing.columns).map(|(entry, (_, width))| match entry {
        Entry::Words(text) => {
            let across = usize::try_from(width.saturating_mul(DIGITS_PER_CHARACTER)).unwrap_or(1);
            let lines =
                text.lines().map(|line| extent::half_characters(line).div_ceil(across.max(1)));
            lines.map(|lines| lines.max(1)).sum::<usize>()
        }
        Entry::Nothing | Entry::Number(_) => 1,
    });
    let lines = lines.max().unwrap_or(1).clamp(1, LINES_MAX);
    u32::try_from(lines * super::LINE_POINTS + 4).unwrap_or(0)
}

fn write(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    entry: &Entry,
    words: &Format,
    number: &Format,
) -> Result<(), Error> {
    match entry {
        Entry::Nothing => worksheet.write_blank(row, column, words)?,
        // As a string, so that words beginning with an equals sign are never a formula.
        Entry::Words(text) => {
            worksheet.write_string_with_format(row, column, &*held(&clean(text)), words)?
        }
        Entry::Number(value) => {
            let format = number.clone().set_num_format(decimals(value.scale()));
            // A workbook knows no decimals: any editor makes the nearest binary number of it.
            match value.to_f64() {
                Some(value) => worksheet.write_number_with_format(row, column, value, &format)?,
                None => {
                    worksheet.write_string_with_format(row, column, value.to_string(), words)?
                }
            }
        }
    };
    Ok(())
}
