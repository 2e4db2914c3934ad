//! Measures registers from csv files, one record at a time, and shows rows of them again.

mod lines;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::Measurements;
use heng_core::register::evaluate::{Evaluation, RegisterFile};
use heng_core::register::heading::{Heading, Keys};
use heng_core::register::measure::Measure;
use heng_core::register::schema::{Schema, Sensitivity};

use crate::error::Error;
use crate::file::unopened;
pub use lines::Encoding;
use lines::{Broken, NotText};
use rows::{Rows, Step};

/// The most problems of one file that are listed one by one; the rest is counted.
const MAX_PROBLEMS: usize = 200;

/// What a register's file gave (台账读入结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredFile {
    /// What each measure of the register gave; without value where the file could not be read.
    pub measurements: Measurements,
    /// What could not be read, in the order of the rows.
    pub problems: Vec<Problem>,
    /// How many records were taken.
    pub records: usize,
    /// How the file is encoded.
    pub encoding: Encoding,
    /// SHA-256 of the file, in lower-case hexadecimal; nothing where it could not be opened.
    pub sha256: Option<String>,
}

/// A row of a register as it is written (台账行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number; row 1 is the heading.
    pub number: usize,
    /// Heading and content of each cell that may be shown.
    pub cells: Vec<(String, String)>,
}

/// Measures a csv file; `name` is its path as messages and evidence give it.
///
/// A file that can't be opened or read to its end is a problem, and its measures give no value.
#[must_use]
pub fn measure_file(
    path: &Path,
    name: &str,
    schema: &Schema,
    measures: &[Measure],
    fiscal_year: i16,
) -> MeasuredFile {
    let failure = match File::open(path) {
        Ok(file) => match measure(name, file, schema, measures, fiscal_year) {
            Ok(file) => return file,
            Err(Error::ReadRegister { source, .. } | Error::ReadFile { source, .. }) => source,
        },
        Err(error) => error,
    };
    MeasuredFile {
        measurements: unread(name, schema, measures),
        problems: vec![*unopened(name, &failure)],
        records: 0,
        encoding: Encoding::Utf8,
        sha256: None,
    }
}

/// Measures a csv text in UTF-8 or GB18030; all measures in one pass, no record is kept.
///
/// # Errors
/// The source fails. Whatever is wrong in what it holds is a problem in the result.
pub fn measure(
    name: &str,
    source: impl Read,
    schema: &Schema,
    measures: &[Measure],
    fiscal_year: i16,
) -> Result<MeasuredFile, Error> {
    let failed = |source| Error::ReadRegister { file: name.to_owned(), source };
    let mut rows = Rows::new(source);
    let mut evaluation = Evaluation::new(schema, measures, fiscal_year);
    let mut problems = Problems::default();
    let taken = take(name, &mut rows, schema, &mut evaluation, &mut problems).map_err(failed)?;
    let encoding = rows.encoding();
    let sha256 = rows.sha256().map_err(failed)?;
    let measurements = match taken {
        Some(_) => {
            evaluation.finish(&RegisterFile { path: name.to_owned(), sha256: sha256.clone() })
        }
        None => unread(name, schema, measures),
    };
    Ok(MeasuredFile {
        measurements,
        problems: problems.list(name),
        records: taken.unwrap_or_default(),
        encoding,
        sha256: Some(sha256),
    })
}

/// The measures of a register whose file gave nothing.
fn unread(name: &str, schema: &Schema, measures: &[Measure]) -> Measurements {
    let own = measures.iter().filter(|measure| measure.schema().id == schema.id);
    let reason = format!("台账文件 {name} 没有读入");
    Measurements::without_value(own.map(Measure::id), &reason)
}

/// Takes all records; returns how many, or nothing where the file can't be read as this register.
fn take(
    name: &str,
    rows: &mut Rows<impl Read>,
    schema: &Schema,
    evaluation: &mut Evaluation<'_>,
    problems: &mut Problems,
) -> io::Result<Option<usize>> {
    let heading = match rows.step()? {
        Step::Row(_) => {
            let (heading, found) = Heading::read(name, schema, &rows.cells());
            problems.extend(found);
            heading
        }
        Step::End => {
            problems.last(empty(name));
            None
        }
        Step::Broken(broken) => {
            problems.last(unreadable(name, broken));
            None
        }
    };
    let Some(heading) = heading else {
        return Ok(None);
    };
    evaluation.refuse_without(|column| heading.has(column));
    let mut keys = Keys::default();
    let mut records = 0_usize;
    loop {
        let number = match rows.step()? {
            Step::Row(number) => number,
            Step::End => return Ok(Some(records)),
            Step::Broken(broken) => {
                problems.last(unreadable(name, broken));
                return Ok(None);
            }
        };
        let cells = rows.cells();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let record = match heading.record(number, &cells) {
            Ok(record) => record,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        if let Err(problem) = keys.admit(&heading, number, &record) {
            problems.extend([*problem]);
            continue;
        }
        evaluation.take(number, &record);
        records = records.saturating_add(1);
    }
}

/// Rows of a csv text as they are written, with the columns up to a sensitivity.
///
/// Rows that are not there, or behind a place that can't be read, are left out.
///
/// # Errors
/// The source fails.
pub fn rows(
    name: &str,
    source: impl Read,
    schema: &Schema,
    wanted: &[usize],
    up_to: Sensitivity,
) -> Result<Vec<Row>, Error> {
    let failed = |source| Error::ReadRegister { file: name.to_owned(), source };
    let mut wanted: BTreeSet<usize> = wanted.iter().copied().collect();
    let mut found = Vec::new();
    let mut rows = Rows::new(source);
    let heading = match rows.step().map_err(failed)? {
        Step::Row(_) => Heading::read(name, schema, &rows.cells()).0,
        Step::End | Step::Broken(_) => None,
    };
    let Some(heading) = heading else {
        return Ok(found);
    };
    while !wanted.is_empty() {
        let Step::Row(number) = rows.step().map_err(failed)? else {
            break;
        };
        if !wanted.remove(&number) {
            continue;
        }
        let cells = rows.cells();
        let shown = heading.cells(&cells).filter(|(column, _)| column.sensitivity <= up_to);
        found.push(Row {
            number,
            cells: shown
                .map(|(column, cell)| (column.label.clone(), cell.trim().to_owned()))
                .collect(),
        });
    }
    Ok(found)
}

/// Problems of one file, the first of them listed and the rest counted.
#[derive(Default)]
struct Problems {
    listed: Vec<Problem>,
    more: usize,
}

impl Problems {
    fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            if self.listed.len() < MAX_PROBLEMS {
                self.listed.push(problem);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    /// Lists what leaves the whole file unread, however many problems there are.
    fn last(&mut self, problem: Problem) {
        self.listed.push(problem);
    }

    fn list(mut self, name: &str) -> Vec<Problem> {
        if self.more > 0 {
            self.listed.push(Problem {
                kind: ProblemKind::UnreadableRow,
                place: Place::File { file: name.to_owned() },
                excerpt: name.to_owned(),
                message: format!("另有 {} 处读不出，没有逐一列出，也没有计入。", self.more),
                remedy: "请先改正已列出的各处，再读一次。".to_owned(),
            });
        }
        self.listed
    }
}

fn empty(name: &str) -> Problem {
    Problem {
        kind: ProblemKind::MissingKey,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: "台账文件是空的，连表头也没有。".to_owned(),
        remedy: "请核对文件，重新导出。".to_owned(),
    }
}

fn unreadable(name: &str, broken: Broken) -> Problem {
    match broken {
        Broken::NotText { line, offset, excerpt, what } => {
            let what = match what {
                NotText::Utf16 => "是 UTF-16 编码",
                NotText::Nul => "是空字符（NUL），这不是文本文件",
                NotText::NotUtf8 => "不是 UTF-8，而前面的文字是",
                NotText::NotGb18030 => "不是 GB18030，而前面的文字是",
                NotText::Neither => "既不是 UTF-8，也不是 GB18030",
            };
            Problem {
                kind: ProblemKind::WrongEncoding,
                place: Place::Line { file: name.to_owned(), line, column: 1 },
                excerpt,
                message: format!("字节偏移 {offset} 处起{what}，整个台账没有计入。"),
                remedy: "请用 Excel 或 WPS 打开原表，另存为“CSV UTF-8（逗号分隔）”。".to_owned(),
            }
        }
        Broken::RecordTooLong { line } => Problem {
            kind: ProblemKind::UnreadableRow,
            place: Place::Line { file: name.to_owned(), line, column: 1 },
            excerpt: name.to_owned(),
            message: "从这一行起的一条记录超过 1 MiB，整个台账没有计入。".to_owned(),
            remedy: "请检查这一行的英文引号是否成对。".to_owned(),
        },
    }
}
