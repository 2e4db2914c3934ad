//! Registers that are sheets of a workbook.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::batch::Batch;
use heng_core::register::heading::{Heading, Origin};
use heng_core::register::schema::{ColumnKind, Schema};

use super::part::{Part, Problems};
use crate::sheet::{Cell, Content, Epoch, Limits, Row, SheetError, Workbook};

/// A register has fewer columns than this; cells beyond are somebody's mistake.
pub(super) const LIMITS: Limits = Limits { rows: Limits::FORMAT.rows, columns: 256 };

/// A workbook with the sheet in which the register stands.
pub(super) struct RegisterSheet {
    workbook: Workbook,
    pub sheet: String,
    epoch: Epoch,
}

impl RegisterSheet {
    /// Opens a workbook and looks for the register: the sheet with its title, or the only one in
    /// which something stands. Other sheets with content are reported, because records in them
    /// would be missed.
    pub(super) fn open(
        name: &str,
        bytes: Vec<u8>,
        schema: &Schema,
    ) -> Result<(Self, Vec<Problem>), Box<Problem>> {
        let failed = |error: SheetError| Box::new(unreadable(name, &error));
        let mut workbook = Workbook::open(bytes).map_err(failed)?;
        let names: Vec<String> = workbook.sheets().map(str::to_owned).collect();
        let mut filled = Vec::new();
        for sheet in names {
            let mut is_filled = false;
            let look = |_: &Row| {
                is_filled = true;
                ControlFlow::Break(())
            };
            workbook.visit(&sheet, Limits::FORMAT, look).map_err(failed)?;
            if is_filled {
                filled.push(sheet);
            }
        }
        let titled = filled.iter().find(|sheet| **sheet == schema.title);
        let only = || filled.first().filter(|_| filled.len() == 1);
        let Some(sheet) = titled.or_else(only).cloned() else {
            return Err(Box::new(no_sheet(name, schema, &filled)));
        };
        let others = filled.iter().filter(|other| **other != sheet);
        let problems = others.map(|other| unread_sheet(name, other)).collect();
        let epoch = workbook.epoch();
        Ok((Self { workbook, sheet, epoch }, problems))
    }

    /// Reads the heading from the first rows.
    pub(super) fn heading<'s>(
        &mut self,
        name: &str,
        schema: &'s Schema,
    ) -> Result<(Option<Heading<'s>>, Vec<Problem>), Box<Problem>> {
        let mut first: Vec<(usize, Vec<String>)> = Vec::new();
        let take = |row: &Row| {
            let number = number(row);
            if number > Heading::WITHIN {
                return ControlFlow::Break(());
            }
            first.push((number, laid_out(&row.cells, |cell| cell.content.text())));
            ControlFlow::Continue(())
        };
        let visited = self.workbook.visit(&self.sheet, Limits::FORMAT, take);
        visited.map_err(|error| Box::new(unreadable(name, &error)))?;
        let borrowed =
            first.iter().map(|(at, row)| (*at, row.iter().map(String::as_str).collect()));
        let rows: Vec<(usize, Vec<&str>)> = borrowed.collect();
        Ok(Heading::read(Origin { file: name, sheet: Some(&self.sheet) }, schema, &rows))
    }

    /// Takes the records behind the heading.
    pub(super) fn take_all(&mut self, name: &str, part: &mut Part<'_, '_>) {
        let epoch = self.epoch;
        let mut batch = Batch::default();
        let take = |row: &Row| {
            if number(row) > part.heading.row() {
                take_row(part, row, epoch, &mut batch);
            }
            ControlFlow::Continue(())
        };
        let visited = self.workbook.visit(&self.sheet, LIMITS, take);
        part.take_batch(&mut batch);
        if let Err(error) = visited {
            part.is_broken = true;
            part.problems.last(unreadable(name, &error));
            return;
        }
        self.report_merged(part.heading, &mut part.problems);
    }

    /// Rows of the register as they are written.
    pub(super) fn rows(
        &mut self,
        heading: &Heading<'_>,
        wanted: &BTreeSet<usize>,
    ) -> Vec<(usize, Vec<String>)> {
        let epoch = self.epoch;
        let mut found = Vec::new();
        let take = |row: &Row| {
            if wanted.contains(&number(row)) {
                found.push((number(row), words(heading, row, epoch)));
            }
            if found.len() == wanted.len() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        // What stands behind a place that can't be read is left out.
        let _ = self.workbook.visit(&self.sheet, LIMITS, take);
        found
    }

    /// Merged rows look as if each held the value; only the first does.
    fn report_merged(&mut self, heading: &Heading<'_>, problems: &mut Problems) {
        let regions = self.workbook.merged(&self.sheet).unwrap_or_default();
        for region in regions {
            let (first, last) = region.rows;
            let column = usize::try_from(region.columns.0).ok();
            let column = column.and_then(|column| heading.column(column));
            let is_below = usize::try_from(first).is_ok_and(|first| first > heading.row());
            let (Some(column), true, true) = (column, is_below, first < last) else { continue };
            problems.extend([Problem {
                kind: ProblemKind::UnreadableRow,
                place: heading
                    .place(usize::try_from(first).unwrap_or_default(), Some(&column.label)),
                excerpt: format!("第{first}行至第{last}行"),
                message: "这几行合并成了一格，内容只属于第一行，其余各行按空白计。".to_owned(),
                remedy: "请取消合并，把内容填入每一行。".to_owned(),
            }]);
        }
    }
}

/// Takes a row as a record; a formula without a value leaves it out.
fn take_row(part: &mut Part<'_, '_>, row: &Row, epoch: Epoch, batch: &mut Batch<'_>) {
    let heading = part.heading;
    let mut faults = Vec::new();
    for cell in &row.cells {
        let (excerpt, message, remedy) = match &cell.content {
            Content::Error(error) => (
                error.as_str(),
                "公式出错，没有值，所以这一行没有计入。",
                "请改正公式，或直接填写数值。",
            ),
            Content::NoResult => (
                "（公式）",
                "公式的结果没有保存，所以这一行没有计入。",
                "请用 Excel 或 WPS 打开，重新计算并保存。",
            ),
            _ => continue,
        };
        let column = usize::try_from(cell.column).ok().and_then(|at| heading.column(at));
        faults.push(Problem {
            kind: ProblemKind::UnreadableRow,
            place: heading.place(number(row), column.map(|column| column.label.as_str())),
            excerpt: excerpt.to_owned(),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        });
    }
    if !faults.is_empty() {
        part.problems.extend(faults);
        return;
    }
    part.take_words(number(row), &words(heading, row, epoch), batch);
}

/// The cells of a row as somebody would have typed them.
fn words(heading: &Heading<'_>, row: &Row, epoch: Epoch) -> Vec<String> {
    laid_out(&row.cells, |cell| {
        let column = usize::try_from(cell.column).ok().and_then(|at| heading.column(at));
        match (&cell.content, column.map(|column| &column.kind)) {
            // A day whose cell has lost its format is a number of days.
            (Content::Number(number), Some(ColumnKind::Date)) => {
                epoch.day(number).map(|day| Cow::Owned(day.to_string())).or(cell.content.text())
            }
            _ => cell.content.text(),
        }
    })
}

fn number(row: &Row) -> usize {
    usize::try_from(row.number).unwrap_or(usize::MAX)
}

/// The words of cells by their column; blank cells in between are empty.
fn laid_out<'c>(
    cells: &'c [Cell],
    words: impl Fn(&'c Cell) -> Option<Cow<'c, str>>,
) -> Vec<String> {
    let mut row = Vec::new();
    for cell in cells.iter().filter(|cell| cell.column < LIMITS.columns) {
        let column = usize::try_from(cell.column).unwrap_or_default();
        row.resize(column.max(row.len()), String::new());
        row.push(words(cell).map(Cow::into_owned).unwrap_or_default());
    }
    row
}

/// The problem of a workbook that can't be read.
pub(super) fn unreadable(name: &str, error: &SheetError) -> Problem {
    Problem {
        kind: ProblemKind::WrongEncoding,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: format!("{error}，整个台账没有计入。"),
        remedy: error.remedy(),
    }
}

fn no_sheet(name: &str, schema: &Schema, filled: &[String]) -> Problem {
    let (message, remedy) = if filled.is_empty() {
        ("工作簿是空的，各工作表都没有内容。".to_owned(), "请核对文件，重新导出。".to_owned())
    } else {
        (
            format!("工作簿里没有工作表「{}」，不知道台账在哪一张，没有计入。", schema.title),
            format!(
                "请把台账所在的工作表改名为「{}」；现有：「{}」。",
                schema.title,
                filled.join("」「")
            ),
        )
    };
    Problem {
        kind: ProblemKind::MissingKey,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message,
        remedy,
    }
}

fn unread_sheet(name: &str, sheet: &str) -> Problem {
    Problem {
        kind: ProblemKind::UnknownKey,
        place: Place::File { file: name.to_owned() },
        excerpt: sheet.to_owned(),
        message: format!("工作表「{sheet}」不是台账所在的工作表，没有读入。"),
        remedy: "其中有台账记录的，请并入台账；没有的，请移出这个工作簿。".to_owned(),
    }
}
