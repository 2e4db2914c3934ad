//! Reads xlsx workbooks row by row within limits; only cells that hold something cost anything.
//!
//! The parts of the file are read here and not by a spreadsheet library, because a file of a few
//! bytes can name a cell, a count or a range that makes those run out of memory or stop. Numbers
//! stay decimal: what the file says in digits is never a binary fraction.

mod cells;
mod number;
mod package;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::ControlFlow;

use jiff::civil::Date;

use cells::Walk;
pub use heng_core::register::epoch::Epoch;
pub(crate) use number::{Shown, plain, shown};
pub(crate) use package::resolved;
use package::{CellFormat, Package, SheetPart, Strings};

/// A workbook that has been opened (工作簿).
#[derive(Debug)]
pub struct Workbook {
    package: Package,
    sheets: Vec<SheetPart>,
    strings: Strings,
    /// How each cell format shows numbers.
    formats: Vec<CellFormat>,
    epoch: Epoch,
}

/// The most rows and columns that a reader is ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The last row that may hold something.
    pub rows: u32,
    /// How many columns may hold something.
    pub columns: u32,
}

impl Limits {
    /// What a sheet can hold at most.
    pub const FORMAT: Self = Self { rows: 1 << 20, columns: 1 << 14 };
}

/// A row of a sheet with the cells that hold something, from left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a sheet that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its column, from 0.
    pub column: u32,
    /// What it holds.
    pub content: Content,
    /// Its format, as an index into [`Workbook::formats`].
    pub format: Option<usize>,
}

/// What a cell of a sheet holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words as they are typed.
    Text(String),
    /// A number in plain digits such as `-1234.5`, whatever its format shows; at most 15 digits
    /// count where it has a fraction, as in the spreadsheet.
    Number(String),
    /// A number that is shown in hundredths, with its sign: `95%`.
    Percent(String),
    /// A number that is formatted as a day; a time of day is left out.
    Date(Date),
    /// Yes or no.
    Boolean(bool),
    /// A formula that went wrong, such as `#REF!`.
    Error(String),
    /// A formula whose result was not saved.
    NoResult,
}

impl Content {
    /// The content as somebody would have typed it; nothing where a formula has no value.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Percent(text) => {
                Some(Cow::Borrowed(text))
            }
            Self::Date(day) => Some(Cow::Owned(day.to_string())),
            Self::Boolean(true) => Some(Cow::Borrowed("是")),
            Self::Boolean(false) => Some(Cow::Borrowed("否")),
            Self::Error(_) | Self::NoResult => None,
        }
    }
}

/// A rectangle of merged cells, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// Its rows, from 1.
    pub rows: (u32, u32),
    /// Its columns, from 0.
    pub columns: (u32, u32),
}

impl Region {
    /// Says whether a cell lies in it.
    #[must_use]
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row)
            && (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// Why a workbook or a sheet of it can't be read, in Chinese (工作簿读不出的原因).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// There is nothing in the file.
    #[error("文件是空的")]
    Empty,
    /// It is locked by a password.
    #[error("工作簿设有打开密码，读不出内容")]
    Encrypted,
    /// It is a workbook of the time before xlsx.
    #[error("这是旧的 xls 格式（或其他 Office 旧格式），不是 xlsx")]
    OldFormat,
    /// It is something else.
    #[error("这不是 xlsx 工作簿")]
    NotAWorkbook,
    /// A part of it is not as it should be.
    #[error("工作簿的「{part}」已损坏：{what}")]
    Damaged {
        /// Name of the part inside the file.
        part: String,
        /// What is wrong.
        what: String,
    },
    /// A part of it is larger than any workbook that people fill in.
    #[error("工作簿的「{part}」解开后超过 {mebibytes} MiB")]
    TooLarge {
        /// Name of the part inside the file.
        part: String,
        /// The most that is read.
        mebibytes: u64,
    },
    /// Cells are filled in where none is expected.
    #[error("工作表「{sheet}」的 {cell} 超出可读入的范围（{} 行、{} 列）", limits.rows, limits.columns)]
    BeyondLimits {
        /// The sheet.
        sheet: String,
        /// The first such cell, such as `XFD1048576`.
        cell: String,
        /// The range that is read.
        limits: Limits,
    },
    /// It has no sheet of that name.
    #[error("工作簿里没有工作表「{sheet}」")]
    NoSheet {
        /// The name looked for.
        sheet: String,
        /// Those that it has.
        sheets: Vec<String>,
    },
}

impl SheetError {
    /// What would mend it, in Chinese.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Empty | Self::Damaged { .. } => {
                "请用 Excel 或 WPS 打开核对；打不开的，请重新导出或索取原件。".to_owned()
            }
            Self::Encrypted => "请取消打开密码，另存后再读入。".to_owned(),
            Self::OldFormat | Self::NotAWorkbook => {
                "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”。".to_owned()
            }
            Self::TooLarge { .. } => "请删去无关的工作表和图片，或分成几个文件。".to_owned(),
            Self::BeyondLimits { .. } => "请清除表格以外多余的单元格，另存后再读入。".to_owned(),
            Self::NoSheet { sheets, .. } => {
                format!("工作表的名称可能改过；现有：「{}」。", sheets.join("」「"))
            }
        }
    }
}

impl Workbook {
    /// Opens a workbook from its bytes.
    ///
    /// # Errors
    /// The bytes are no workbook that can be read.
    pub fn open(bytes: Vec<u8>) -> Result<Self, SheetError> {
        let mut package = Package::open(bytes)?;
        let book = package.book()?;
        let strings = package.strings(&book)?;
        let formats = package.formats(&book)?;
        Ok(Self { package, sheets: book.sheets, strings, formats, epoch: book.epoch })
    }

    /// The names of its sheets, in order.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    /// The names of the sheets that are not hidden, in order.
    pub fn visible_sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().filter(|sheet| !sheet.is_hidden).map(|sheet| sheet.name.as_str())
    }

    /// The codes of the cell formats, such as `#,##0.00`.
    #[must_use]
    pub fn formats(&self) -> Vec<String> {
        self.formats.iter().map(|format| format.code.clone()).collect()
    }

    /// The day from which it counts days.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Hands out the rows of a sheet in which something stands, from the top, until `each` breaks.
    ///
    /// # Errors
    /// There is no such sheet, it is damaged, or something stands beyond the limits; the rows
    /// before that have been handed out by then.
    pub fn visit(
        &mut self,
        sheet: &str,
        limits: Limits,
        mut each: impl FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        self.walk(sheet, limits)?.rows(&mut |row| each(row))
    }

    /// Hands out all rows of a sheet to be taken, and gives its merged regions.
    ///
    /// # Errors
    /// As those of [`Workbook::visit`] and [`Workbook::merged`].
    pub fn take(
        &mut self,
        sheet: &str,
        limits: Limits,
        mut each: impl FnMut(&mut Row),
    ) -> Result<Vec<Region>, SheetError> {
        let mut walk = self.walk(sheet, limits)?;
        walk.rows(&mut |row| {
            each(row);
            ControlFlow::Continue(())
        })?;
        // They stand behind the rows, in the same part.
        cells::merged(walk.xml)
    }

    fn walk<'w>(&'w mut self, sheet: &'w str, limits: Limits) -> Result<Walk<'w>, SheetError> {
        let part = self.part(sheet)?;
        Ok(Walk {
            xml: self.package.xml(&part, package::SHEET_MEBIBYTES)?,
            sheet,
            limits,
            strings: &self.strings,
            formats: &self.formats,
            epoch: self.epoch,
        })
    }

    /// The merged regions of a sheet, in the order of the file.
    ///
    /// # Errors
    /// There is no such sheet, or it is damaged.
    pub fn merged(&mut self, sheet: &str) -> Result<Vec<Region>, SheetError> {
        let part = self.part(sheet)?;
        cells::merged(self.package.xml(&part, package::SHEET_MEBIBYTES)?)
    }

    fn part(&self, sheet: &str) -> Result<String, SheetError> {
        let found = self.sheets.iter().find(|one| one.name == sheet);
        found.map(|one| one.part.clone()).ok_or_else(|| SheetError::NoSheet {
            sheet: sheet.to_owned(),
            sheets: self.sheets().map(str::to_owned).collect(),
        })
    }
}

/// The name of a cell such as `C5`; rows from 1, columns from 0.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while let Some(last) = rest.checked_sub(1) {
        let letter = u8::try_from(last % 26).unwrap_or_default();
        letters.push(char::from(b'A'.saturating_add(letter)));
        rest = last / 26;
    }
    let column: String = letters.iter().rev().collect();
    format!("{column}{row}")
}

/// What a format that every spreadsheet has, by its number, shows, and how it is written out.
pub(crate) fn built_in(format: u32) -> (Shown, &'static str) {
    (number::built_in(format), number::built_in_code(format))
}
