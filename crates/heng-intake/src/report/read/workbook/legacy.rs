//! Workbooks of Excel 97 to 2003 (xls): a stream of records, read within the bounds of its bytes.

use heng_core::fact::Place;
use heng_core::reader::Problem;
use rust_decimal::Decimal;

use super::tables::{Sheet, SheetCell};
use super::{LIMITS, Sheets, beyond_limits, cell_place, problem, shown, without_value};
use crate::report::read::compound::{Compound, number16, number32};
use crate::report::read::refusal::Refusal;
use crate::sheet::{Cell, Content, Epoch, Region, Shown, built_in, plain};

const SUBJECT: &str = "工作簿";
/// The version of the records that Excel has written since 97.
const VERSION: u16 = 0x0600;

/// Kinds of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000A;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const PASSWORD: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const COMPRESSED_NUMBERS: u16 = 0x00BD;
    pub(super) const RICH_STRING: u16 = 0x00D6;
    pub(super) const CELL_FORMAT: u16 = 0x00E0;
    pub(super) const MERGED: u16 = 0x00E5;
    pub(super) const SHARED_STRINGS: u16 = 0x00FC;
    pub(super) const SHARED_STRING: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const TRUTH_OR_ERROR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const COMPRESSED_NUMBER: u16 = 0x027E;
    pub(super) const NUMBER_FORMAT: u16 = 0x041E;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// A record with where the next one begins.
#[derive(Debug, Clone, Copy)]
struct Record<'b> {
    kind: u16,
    data: &'b [u8],
    end: usize,
}

fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let (kind, length) = (number16(stream, at)?, number16(stream, at.checked_add(2)?)?);
    let start = at.checked_add(4)?;
    let end = start.checked_add(usize::from(length))?;
    Some(Record { kind, data: stream.get(start..end)?, end })
}

/// What the first records of a workbook say of its sheets.
#[derive(Debug, Default)]
struct Book {
    /// Name and beginning of each sheet that is shown.
    sheets: Vec<(String, usize)>,
    strings: Vec<String>,
    /// Formats that the workbook writes out, by their numbers.
    codes: Vec<(u16, String)>,
    /// The number of the format of each cell format.
    formats: Vec<u16>,
    epoch: Epoch,
}

pub(super) fn sheets(compound: &Compound<'_>, name: &str) -> Result<Sheets, Refusal> {
    let stream = match compound.stream("Workbook") {
        Some(stream) => stream,
        None if compound.has("Book") => return Err(Refusal::OldWorkbook),
        None => return Err(Refusal::damaged(SUBJECT, "缺少内容")),
    };
    let book = Book::read(&stream)?;
    let file = Place::File { file: name.to_owned() };
    let mut read = Sheets::default();
    for (sheet, start) in &book.sheets {
        let sheet = Sheet { name: sheet.clone(), ..Sheet::default() };
        let (awaits, beyond, read_so_far) = (None, None, &mut read);
        let mut reading =
            Reading { book: &book, file: &file, sheet, read: read_so_far, awaits, beyond };
        reading.records(&stream, *start);
        let Reading { mut sheet, beyond, .. } = reading;
        read.problems.extend(beyond);
        // Cells are written in order, but nothing makes a program do so.
        sheet.rows.sort_by_key(|(row, _)| *row);
        sheet.rows.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            if is_same {
                earlier.1.append(&mut later.1);
            }
            is_same
        });
        for (_, cells) in &mut sheet.rows {
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
        }
        read.sheets.push(sheet);
    }
    Ok(read)
}

impl Book {
    fn read(stream: &[u8]) -> Result<Self, Refusal> {
        let damaged = || Refusal::damaged(SUBJECT, "内容不完整");
        let first = record(stream, 0).filter(|one| one.kind == kind::BEGIN).ok_or_else(damaged)?;
        if number16(first.data, 0) != Some(VERSION) {
            return Err(Refusal::OldWorkbook);
        }
        let mut book = Self::default();
        let mut at = first.end;
        while let Some(one) = record(stream, at) {
            at = one.end;
            match one.kind {
                kind::PASSWORD => return Err(Refusal::Encrypted),
                kind::DATE_MODE if number16(one.data, 0) == Some(1) => {
                    book.epoch = Epoch::Year1904;
                }
                kind::SHEET => book.sheets.extend(sheet_of(one.data)),
                kind::NUMBER_FORMAT => {
                    let code = number16(one.data, 0).zip(string(one.data, 2));
                    book.codes.extend(code);
                }
                kind::CELL_FORMAT => book.formats.push(number16(one.data, 2).unwrap_or_default()),
                kind::SHARED_STRINGS => book.strings = Strings::new(stream, one).all(),
                kind::END => return Ok(book),
                _ => {}
            }
        }
        Err(damaged())
    }

    /// A cell as it is shown.
    fn shown(&self, column: u32, format: u16, content: Content) -> SheetCell {
        let number = self.formats.get(usize::from(format)).copied().unwrap_or_default();
        let own = self.codes.iter().rfind(|(one, _)| *one == number);
        let (shown, code) = match own {
            Some((_, code)) => (crate::sheet::shown(code), code.as_str()),
            None => built_in(u32::from(number)),
        };
        let content = match (content, shown) {
            (Content::Number(digits), Shown::Day) => {
                self.epoch.day(&digits).map_or(Content::Number(digits), Content::Date)
            }
            (content, _) => content,
        };
        self::shown(&Cell { column, content, format: None }, code)
    }
}

/// Name and beginning of a sheet of cells that is not hidden.
fn sheet_of(data: &[u8]) -> Option<(String, usize)> {
    let (state, kind) = (data.get(4)?, data.get(5)?);
    if state & 3 != 0 || *kind != 0 {
        return None;
    }
    let length = usize::from(*data.get(6)?);
    let name = characters(data.get(7..)?, length)?;
    Some((name, usize::try_from(number32(data, 0)?).ok()?))
}

/// A text with its length in two bytes before it.
fn string(data: &[u8], at: usize) -> Option<String> {
    let length = usize::from(number16(data, at)?);
    characters(data.get(at.checked_add(2)?..)?, length)
}

/// So many characters behind a byte that says how they are written.
fn characters(data: &[u8], length: usize) -> Option<String> {
    let (flags, data) = data.split_first()?;
    Some(decoded(data, length, flags & 1 != 0))
}

fn decoded(data: &[u8], length: usize, is_wide: bool) -> String {
    if is_wide {
        let pairs = data.chunks_exact(2).take(length);
        let units: Vec<u16> = pairs.filter_map(|pair| number16(pair, 0)).collect();
        String::from_utf16_lossy(&units)
    } else {
        data.iter().take(length).map(|byte| char::from(*byte)).collect()
    }
}

/// The texts that cells share; they go on from one record to the next.
struct Strings<'b> {
    stream: &'b [u8],
    data: &'b [u8],
    end: usize,
    count: u32,
}

impl<'b> Strings<'b> {
    fn new(stream: &'b [u8], first: Record<'b>) -> Self {
        let data = first.data.get(8..).unwrap_or_default();
        Self { stream, data, end: first.end, count: number32(first.data, 4).unwrap_or_default() }
    }

    fn all(mut self) -> Vec<String> {
        let mut strings = Vec::new();
        for _ in 0..self.count {
            let Some(string) = self.next_string() else { break };
            strings.push(string);
        }
        strings
    }

    /// Goes on in the next record where this one is used up.
    fn refill(&mut self) -> Option<()> {
        let next = record(self.stream, self.end).filter(|one| one.kind == kind::CONTINUE)?;
        (self.data, self.end) = (next.data, next.end);
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        if self.data.is_empty() {
            self.refill()?;
        }
        let (taken, rest) = self.data.split_at_checked(count)?;
        self.data = rest;
        Some(taken)
    }

    fn next_string(&mut self) -> Option<String> {
        let mut left = usize::from(number16(self.take(2)?, 0)?);
        let flags = *self.take(1)?.first()?;
        let runs = if flags & 8 != 0 { number16(self.take(2)?, 0)? } else { 0 };
        let extension = if flags & 4 != 0 { number32(self.take(4)?, 0)? } else { 0 };
        let mut is_wide = flags & 1 != 0;
        let mut text = String::new();
        while left > 0 {
            if self.data.is_empty() {
                self.refill()?;
                // The rest of a text says anew how it is written.
                is_wide = self.take(1)?.first()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = left.min(self.data.len() / width);
            if here == 0 {
                return None;
            }
            let taken = self.take(here * width)?;
            text.push_str(&decoded(taken, here, is_wide));
            left -= here;
        }
        self.skip(usize::from(runs).checked_mul(4)?)?;
        self.skip(usize::try_from(extension).ok()?)?;
        Some(text)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.data.is_empty() {
                self.refill()?;
            }
            let here = count.min(self.data.len());
            self.take(here)?;
            count -= here;
        }
        Some(())
    }
}

/// A sheet while its records are read.
struct Reading<'r> {
    book: &'r Book,
    file: &'r Place,
    sheet: Sheet,
    read: &'r mut Sheets,
    /// The cell whose formula gave a text, which the next record holds.
    awaits: Option<(u32, u32, u16)>,
    /// The problem of the first cell beyond the limits.
    beyond: Option<Problem>,
}

impl Reading<'_> {
    fn records(&mut self, stream: &[u8], start: usize) {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(one) = record(stream, at) {
            at = one.end;
            match one.kind {
                // Charts lie inside a sheet and have an end of their own.
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => return,
                kind::END => depth -= 1,
                // A record that is too short holds nothing that could be shown.
                _ if depth == 1 => self.take(one).unwrap_or_default(),
                _ => {}
            }
        }
    }

    /// Takes a record; nothing where it is none of a cell, or too short.
    fn take(&mut self, one: Record<'_>) -> Option<()> {
        let data = one.data;
        match one.kind {
            kind::SHARED_STRING => {
                let index = usize::try_from(number32(data, 6)?).ok()?;
                let text = self.book.strings.get(index)?.clone();
                self.cell(data, Content::Text(text))
            }
            kind::LABEL | kind::RICH_STRING => {
                let text = string(data, 6)?;
                self.cell(data, Content::Text(text))
            }
            kind::NUMBER => self.cell(data, floating(data.get(6..14)?)?),
            kind::COMPRESSED_NUMBER => self.cell(data, compressed(number32(data, 6)?)?),
            kind::COMPRESSED_NUMBERS => {
                let (row, first) = (number16(data, 0)?, number16(data, 2)?);
                let cells = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, cell) in (u32::from(first)..).zip(cells) {
                    let (format, number) = (number16(cell, 0)?, number32(cell, 2)?);
                    self.put(u32::from(row), column, format, compressed(number)?);
                }
                Some(())
            }
            kind::TRUTH_OR_ERROR => {
                let content = truth_or_error(*data.get(6)?, *data.get(7)? != 0);
                self.cell(data, content)
            }
            kind::FORMULA => self.formula(data),
            kind::STRING => {
                let (row, column, format) = self.awaits.take()?;
                self.put(row, column, format, Content::Text(string(data, 0)?));
                Some(())
            }
            kind::MERGED => {
                for four in data.get(2..)?.chunks_exact(8) {
                    let at = |index| number16(four, index).map(u32::from);
                    self.sheet.merged.push(Region {
                        rows: (at(0)?.saturating_add(1), at(2)?.saturating_add(1)),
                        columns: (at(4)?, at(6)?.max(at(4)?)),
                    });
                }
                Some(())
            }
            _ => None,
        }
    }

    fn formula(&mut self, data: &[u8]) -> Option<()> {
        let result = data.get(6..14)?;
        if number16(result, 6)? != 0xFFFF {
            return self.cell(data, floating(result)?);
        }
        let value = *result.get(2)?;
        match *result.first()? {
            0 => {
                let (row, column) = (number16(data, 0)?, number16(data, 2)?);
                self.awaits = Some((u32::from(row), u32::from(column), number16(data, 4)?));
                Some(())
            }
            1 => self.cell(data, truth_or_error(value, false)),
            2 => self.cell(data, truth_or_error(value, true)),
            _ => Some(()),
        }
    }

    /// Puts what the cell at the beginning of a record holds.
    fn cell(&mut self, data: &[u8], content: Content) -> Option<()> {
        let (row, column, format) = (number16(data, 0)?, number16(data, 2)?, number16(data, 4)?);
        self.put(u32::from(row), u32::from(column), format, content);
        Some(())
    }

    /// Puts a cell; rows of records are counted from 0.
    fn put(&mut self, row: u32, column: u32, format: u16, content: Content) {
        let row = row.saturating_add(1);
        if row > LIMITS.rows || column >= LIMITS.columns {
            let beyond = beyond_limits(&self.sheet.name, row, column);
            self.beyond.get_or_insert_with(|| problem(self.file.file(), &beyond));
            return;
        }
        if let Content::Error(_) = content {
            let place = cell_place(self.file, &self.sheet.name, row, column);
            self.read.problems.push(without_value(place, &content));
        }
        let cell = self.book.shown(column, format, content);
        match self.sheet.rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => self.sheet.rows.push((row, vec![cell])),
        }
    }
}

/// A number in eight bytes; its shortest decimal is what was typed or computed.
fn floating(bytes: &[u8]) -> Option<Content> {
    let number = f64::from_le_bytes(bytes.try_into().ok()?);
    Some(plain(&number.to_string()).map_or(Content::NoResult, Content::Number))
}

/// A number in four bytes: a whole number or the upper half of a fraction, perhaps in hundredths.
fn compressed(written: u32) -> Option<Content> {
    let is_hundredths = written & 1 != 0;
    let digits = if written & 2 != 0 {
        let whole = i32::from_le_bytes(written.to_le_bytes()) >> 2;
        whole.to_string()
    } else {
        let bits = u64::from(written & !3) << 32;
        f64::from_bits(bits).to_string()
    };
    let mut number: Decimal = plain(&digits)?.parse().ok()?;
    if is_hundredths {
        number = number.checked_div(Decimal::ONE_HUNDRED)?;
    }
    Some(Content::Number(plain(&number.to_string())?))
}

fn truth_or_error(value: u8, is_error: bool) -> Content {
    if !is_error {
        return Content::Boolean(value != 0);
    }
    let error = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Content::Error(error.to_owned())
}
