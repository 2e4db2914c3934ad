//! Measures registers from csv files and workbooks, and shows rows of them again.

mod blocks;
mod part;
mod rows;
pub mod table;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use heng_core::hash::hexadecimal;
use heng_core::reader::Problem;
use heng_core::register::Measurements;
use heng_core::register::batch::Record;
use heng_core::register::evaluate::{Evaluation, RegisterFile, Terms};
use heng_core::register::heading::{Heading, Origin};
use heng_core::register::measure::Measure;
use heng_core::register::reference::{Gathering, Reference, References};
use heng_core::register::revision::{Change, History, Revisions, Trace};
use heng_core::register::schema::{Column, Schema, Sensitivity};
use heng_core::register::value::Value;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::file::unopened;
use blocks::{Block, Blocks};
use part::{OnProblem, Part, Purpose, Visitor, empty, too_long, unreadable};
use rows::{Rows, Step};
pub use text::Encoding;
use text::decode;
use workbook::RegisterSheet;

/// Smaller files are read before a second thread would have begun.
const WORTH_TWO_THREADS: u64 = 4 << 20;

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

/// A row of a register as it is written and revised (台账行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file or sheet, from 1.
    pub number: usize,
    /// Its cells, in the order of the file.
    pub cells: Vec<RowCell>,
}

/// A cell of a row that is shown (台账行的一格).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCell {
    /// Heading of its column.
    pub label: String,
    /// What is written there, or what it was revised to; [masked](Sensitivity::MASK) where it may
    /// not be seen.
    pub text: String,
    /// The days on which it was revised (修订日期).
    pub revised_on: Vec<Date>,
}

impl RowCell {
    /// What stands in the cell, and when it was revised: `52（修订于 2023-11-05）`.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.revised_on.is_empty() {
            return self.text.clone();
        }
        let days: Vec<String> = self.revised_on.iter().map(ToString::to_string).collect();
        format!("{}（修订于 {}）", self.text, days.join("、"))
    }
}

/// Measures a csv file or workbook; `name` is its path as messages and evidence give it.
///
/// A file that can't be opened or read to its end is a problem, and its measures give no value.
/// Large csv files are read by two threads; where that meets any problem the file is read again
/// from the top, so that problems and duplicates are those of one thread.
#[must_use]
pub fn measure_file(
    path: &Path,
    name: &str,
    schema: &Schema,
    measures: &[Measure],
    terms: Terms<'_>,
) -> MeasuredFile {
    measure_past(path, name, schema, measures, terms, &History::default())
}

/// Measures a file as it was on a day, with the revisions made up to then.
///
/// A row that carries a later day in its column 录入日期 is left out; so is a record that was
/// withdrawn. A revision that can't be applied is a problem.
#[must_use]
pub fn measure_past(
    path: &Path,
    name: &str,
    schema: &Schema,
    measures: &[Measure],
    terms: Terms<'_>,
    history: &History,
) -> MeasuredFile {
    let purpose = || Purpose::Measures(Evaluation::new(schema, measures, terms));
    let open = || File::open(path).map_err(|source| read_error(name, source));
    let read = || -> Result<ReadFile<'_>, Error> {
        let file = open()?;
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        let is_plain = *history == History::default();
        if length >= WORTH_TWO_THREADS
            && is_plain
            && let Some(read) = read_in_parts(name, Blocks::new(file), schema, &purpose)?
        {
            return Ok(read);
        }
        read_whole(name, open()?, schema, &purpose, history)
    };
    match read() {
        Ok(read) => read.measured(name, schema, measures, history),
        Err(Error::ReadRegister { source, .. } | Error::ReadFile { source, .. }) => MeasuredFile {
            measurements: unread(name, schema, measures),
            problems: vec![*unopened(name, &source)],
            records: 0,
            encoding: Encoding::Utf8,
            sha256: None,
        },
    }
}

/// Measures a csv text in UTF-8 or GB18030, or a workbook; all measures in one pass, no record is
/// kept.
///
/// # Errors
/// The source fails. Whatever is wrong in what it holds is a problem in the result.
pub fn measure(
    name: &str,
    source: impl Read,
    schema: &Schema,
    measures: &[Measure],
    terms: Terms<'_>,
) -> Result<MeasuredFile, Error> {
    let purpose = || Purpose::Measures(Evaluation::new(schema, measures, terms));
    let history = History::default();
    let read = read_whole(name, source, schema, &purpose, &history)?;
    Ok(read.measured(name, schema, measures, &history))
}

/// Adds the values of the wanted columns of a register to the references.
///
/// Of a file that can't be read nothing is added; why, is reported where the file is measured.
pub fn gather(
    path: &Path,
    name: &str,
    schema: &Schema,
    wanted: &BTreeSet<Reference>,
    history: &History,
    references: &mut References,
) {
    let purpose = || Purpose::Values(Gathering::new(schema, wanted));
    let Ok(file) = File::open(path) else { return };
    let read = read_whole(name, file, schema, &purpose, history);
    if let Ok(ReadFile { purpose: Some(Purpose::Values(gathering)), .. }) = read {
        references.add(gathering);
    }
}

/// What is done with each record and the number of its row.
pub type OnRecord<'r> = dyn FnMut(usize, &[Option<Value<'_>>]) + Send + 'r;

/// What was seen of a register's records (台账记录读入结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRecords {
    /// What could not be read, in the order of the rows.
    pub problems: Vec<Problem>,
    /// How many records there were.
    pub records: usize,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// The keys of rows that stand in the file and are no records, because they were refused or
    /// withdrawn; none where several columns are the key.
    pub left_out: Vec<String>,
    /// SHA-256 of the file, in lower-case hexadecimal; nothing where it could not be opened.
    pub sha256: Option<String>,
}

/// Shows each record of a csv file or workbook as its revisions leave it, in the order of the rows.
///
/// `name` is its path as messages give it. A file that can't be opened is a problem, and so is a
/// revision that can't be applied. A record that was withdrawn is none.
pub fn records<'r>(
    path: &Path,
    name: &str,
    schema: &Schema,
    history: &History,
    on_record: &'r mut OnRecord<'r>,
) -> ReadRecords {
    let visitor = Cell::new(Some(Visitor(on_record)));
    // The purpose is asked for once, when the heading is known.
    let purpose = || match visitor.take() {
        Some(visitor) => Purpose::Records(visitor),
        None => Purpose::Values(Gathering::new(schema, &BTreeSet::new())),
    };
    let open = || File::open(path).map_err(|source| read_error(name, source));
    match open().and_then(|file| read_whole(name, file, schema, &purpose, history)) {
        Ok(read) => ReadRecords {
            problems: read.all_problems(schema, history),
            records: read.records,
            sheet: read.sheet,
            left_out: read.left_out,
            sha256: Some(read.sha256),
        },
        Err(Error::ReadRegister { source, .. } | Error::ReadFile { source, .. }) => ReadRecords {
            problems: vec![*unopened(name, &source)],
            records: 0,
            sheet: None,
            left_out: Vec::new(),
            sha256: None,
        },
    }
}

/// Reads a register with its history for what is wrong in it, without measuring anything.
#[must_use]
pub fn check(path: &Path, name: &str, schema: &Schema, history: &History) -> MeasuredFile {
    let references = References::default();
    measure_past(
        path,
        name,
        schema,
        &[],
        Terms { fiscal_year: 0, references: &references },
        history,
    )
}

/// What was read of a file.
struct ReadFile<'m> {
    /// What was made of the records; nothing where the file can't be read as this register.
    purpose: Option<Purpose<'m>>,
    problems: Vec<Problem>,
    records: usize,
    encoding: Encoding,
    sheet: Option<String>,
    sha256: String,
    trace: Trace,
    left_out: Vec<String>,
}

impl ReadFile<'_> {
    /// What could not be read, then the revisions that could not be applied.
    fn all_problems(&self, schema: &Schema, history: &History) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        if self.purpose.is_some() {
            problems.extend(history.revisions.unapplied(schema, &self.trace));
        }
        problems
    }

    fn measured(
        self,
        name: &str,
        schema: &Schema,
        measures: &[Measure],
        history: &History,
    ) -> MeasuredFile {
        let problems = self.all_problems(schema, history);
        let mut measurements = match self.purpose {
            Some(Purpose::Measures(evaluation)) => evaluation.finish(&RegisterFile {
                path: name.to_owned(),
                sheet: self.sheet,
                sha256: self.sha256.clone(),
            }),
            _ => unread(name, schema, measures),
        };
        let applied = history.revisions.applied(&self.trace);
        measurements.note_revisions(applied.map(|(row, revision)| (row, revision.on)));
        MeasuredFile {
            measurements,
            problems,
            records: self.records,
            encoding: self.encoding,
            sha256: Some(self.sha256),
        }
    }
}

/// The measures of a register whose file gave nothing.
fn unread(name: &str, schema: &Schema, measures: &[Measure]) -> Measurements {
    let own = measures.iter().filter(|measure| measure.schema().id == schema.id);
    let reason = format!("台账文件 {name} 没有读入");
    Measurements::without_value(own.map(Measure::id), &reason)
}

fn read_error(name: &str, source: std::io::Error) -> Error {
    Error::ReadRegister { file: name.to_owned(), source }
}

/// Leaves out what the file has no columns for.
fn prepared<'m>(purpose: Purpose<'m>, heading: &Heading<'_>) -> Purpose<'m> {
    match purpose {
        Purpose::Measures(mut evaluation) => {
            evaluation.refuse_without(|column| heading.has(column));
            Purpose::Measures(evaluation)
        }
        Purpose::Values(mut gathering) => {
            gathering.leave_out_without(|column| heading.has(column));
            Purpose::Values(gathering)
        }
        visitor @ Purpose::Records(_) => visitor,
    }
}

/// Reads a file of either format from the top to the end.
fn read_whole<'m>(
    name: &str,
    source: impl Read,
    schema: &Schema,
    purpose: &dyn Fn() -> Purpose<'m>,
    history: &History,
) -> Result<ReadFile<'m>, Error> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let begin = source.fill_buf().map_err(|source| read_error(name, source))?;
    if is_workbook(name, begin) {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).map_err(|source| read_error(name, source))?;
        return Ok(read_workbook(name, bytes, schema, purpose, history));
    }
    let mut blocks = Blocks::new(source);
    let mut block = Block::default();
    let failed = |source| read_error(name, source);
    blocks.next(&mut block).map_err(failed)?;
    let (heading, problems) = heading(name, &block, schema);
    let mut read = ReadFile {
        purpose: None,
        problems,
        records: 0,
        encoding: blocks.encoding(),
        sheet: None,
        sha256: String::new(),
        trace: Trace::default(),
        left_out: Vec::new(),
    };
    let blocks = Mutex::new(blocks);
    if let Some(heading) = &heading {
        let mut part = Part::new(heading, prepared(purpose(), heading));
        part.history = Some(history);
        part.take_all(name, &blocks, block, OnProblem::GoOn).map_err(failed)?;
        read.problems.extend(part.problems.list(name));
        read.records = part.records;
        read.trace = part.trace;
        read.left_out = part.left_out;
        read.purpose = (!part.is_broken).then_some(part.purpose);
    }
    let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.encoding = blocks.encoding();
    read.sha256 = blocks.sha256().map_err(failed)?;
    Ok(read)
}

/// Reads a csv file with two threads; nothing where one has to do it.
fn read_in_parts<'m>(
    name: &str,
    mut blocks: Blocks<impl Read + Send>,
    schema: &Schema,
    purpose: &dyn Fn() -> Purpose<'m>,
) -> Result<Option<ReadFile<'m>>, Error> {
    let failed = |source| read_error(name, source);
    let (mut first, mut second) = (Block::default(), Block::default());
    let has_two = blocks.next(&mut first).map_err(failed)?
        && !is_workbook(name, &first.bytes)
        && blocks.next(&mut second).map_err(failed)?;
    let (Some(heading), problems) = heading(name, &first, schema) else { return Ok(None) };
    if !has_two {
        return Ok(None);
    }
    let part = || Part::new(&heading, prepared(purpose(), &heading));
    let (mut one, mut other) = (part(), part());
    let blocks = Mutex::new(blocks);
    let (one_read, other_read) = std::thread::scope(|scope| {
        let other = &mut other;
        let blocks = &blocks;
        let other = scope.spawn(move || other.take_all(name, blocks, second, OnProblem::Stop));
        (one.take_all(name, blocks, first, OnProblem::Stop), other.join())
    });
    let (Ok(()), Ok(Ok(()))) = (one_read, other_read) else { return Ok(None) };
    let is_clean = one.problems.is_empty() && other.problems.is_empty();
    if !is_clean || !one.keys.are_apart_from(&other.keys) {
        return Ok(None);
    }
    let (Purpose::Measures(mut evaluation), Purpose::Measures(others)) =
        (one.purpose, other.purpose)
    else {
        return Ok(None);
    };
    evaluation.merge(others);
    let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Some(ReadFile {
        purpose: Some(Purpose::Measures(evaluation)),
        problems,
        records: one.records.saturating_add(other.records),
        encoding: blocks.encoding(),
        sheet: None,
        sha256: blocks.sha256().map_err(failed)?,
        trace: Trace::default(),
        left_out: Vec::new(),
    }))
}

/// Reads the heading from the first rows of a csv file.
fn heading<'s>(
    name: &str,
    block: &Block,
    schema: &'s Schema,
) -> (Option<Heading<'s>>, Vec<Problem>) {
    let (text, broken) = decode(&block.bytes, block.start, block.encoding);
    let mut broken = broken.or_else(|| too_long(block));
    let mut rows = Rows::new(&text, 0);
    let mut first = Vec::new();
    loop {
        match rows.step() {
            Step::Row(number) if number <= Heading::WITHIN => {
                first.push((number, rows.cells().to_vec()));
            }
            Step::Broken(quote) => {
                broken = Some(quote);
                break;
            }
            Step::Row(_) | Step::End => break,
        }
    }
    match (first.is_empty(), broken) {
        (true, Some(broken)) => (None, vec![unreadable(name, schema, broken)]),
        (true, None) => (None, vec![empty(name)]),
        _ => Heading::read(Origin { file: name, sheet: None }, schema, &first),
    }
}

/// Says whether a file is a workbook, by its name or by how it begins.
fn is_workbook(name: &str, begin: &[u8]) -> bool {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
    let ending = Path::new(name).extension().map(OsStr::to_ascii_lowercase);
    ending.is_some_and(|ending| ending == "xlsx" || ending == "xls" || ending == "et")
        || begin.starts_with(ZIP)
        || begin.starts_with(COMPOUND_FILE)
}

fn read_workbook<'m>(
    name: &str,
    bytes: Vec<u8>,
    schema: &Schema,
    purpose: &dyn Fn() -> Purpose<'m>,
    history: &History,
) -> ReadFile<'m> {
    let mut read = ReadFile {
        purpose: None,
        problems: Vec::new(),
        records: 0,
        encoding: Encoding::Workbook,
        sheet: None,
        sha256: hexadecimal(Sha256::digest(&bytes)),
        trace: Trace::default(),
        left_out: Vec::new(),
    };
    let (mut sheet, heading) = match open_sheet(name, bytes, schema, &mut read.problems) {
        Ok((sheet, Some(heading))) => (sheet, heading),
        Ok((_, None)) => return read,
        Err(problem) => {
            read.problems.push(*problem);
            return read;
        }
    };
    let mut part = Part::new(&heading, prepared(purpose(), &heading));
    part.history = Some(history);
    sheet.take_all(name, &mut part);
    read.problems.extend(part.problems.list(name));
    read.records = part.records;
    read.trace = part.trace;
    read.left_out = part.left_out;
    read.purpose = (!part.is_broken).then_some(part.purpose);
    read.sheet = Some(sheet.sheet);
    read
}

fn open_sheet<'s>(
    name: &str,
    bytes: Vec<u8>,
    schema: &'s Schema,
    problems: &mut Vec<Problem>,
) -> Result<(RegisterSheet, Option<Heading<'s>>), Box<Problem>> {
    let (mut sheet, others) = RegisterSheet::open(name, bytes, schema)?;
    problems.extend(others);
    let (heading, found) = sheet.heading(name, schema)?;
    problems.extend(found);
    Ok((sheet, heading))
}

/// Rows of a register as they are written and revised; cells of columns above a sensitivity are
/// masked.
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
    history: &History,
) -> Result<Vec<Row>, Error> {
    let revisions = &history.revisions;
    let wanted: BTreeSet<usize> = wanted.iter().copied().collect();
    let failed = |source| read_error(name, source);
    let mut source = BufReader::new(source);
    if is_workbook(name, source.fill_buf().map_err(failed)?) {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).map_err(failed)?;
        let opened = open_sheet(name, bytes, schema, &mut Vec::new());
        let Ok((mut sheet, Some(heading))) = opened else { return Ok(Vec::new()) };
        let found = sheet.rows(&heading, &wanted);
        return Ok(found
            .iter()
            .map(|(at, row)| shown(&heading, *at, row, up_to, revisions))
            .collect());
    }
    let mut blocks = Blocks::new(source);
    let mut block = Block::default();
    let mut found = Vec::new();
    blocks.next(&mut block).map_err(failed)?;
    let Some(heading) = heading(name, &block, schema).0 else { return Ok(found) };
    loop {
        let (text, broken) = decode(&block.bytes, block.start, block.encoding);
        let mut rows = Rows::new(&text, block.start.rows);
        while let Step::Row(number) = rows.step() {
            if wanted.contains(&number) {
                found.push(shown(&heading, number, &rows.plain(), up_to, revisions));
            }
        }
        if found.len() == wanted.len() || broken.is_some() {
            return Ok(found);
        }
        if !blocks.next(&mut block).map_err(failed)? {
            return Ok(found);
        }
    }
}

fn shown(
    heading: &Heading<'_>,
    number: usize,
    cells: &[String],
    up_to: Sensitivity,
    revisions: &Revisions,
) -> Row {
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let mut revised = revised(heading, number, &cells, revisions);
    let cell = |(column, cell): (&Column, &str)| {
        let (text, revised_on) = revised.remove(column.id.as_str()).unwrap_or_default();
        let text = if revised_on.is_empty() { cell.trim().to_owned() } else { text };
        let is_seen = column.sensitivity <= up_to;
        let text = if is_seen { text } else { Sensitivity::MASK.to_owned() };
        RowCell { label: column.label.clone(), text, revised_on }
    };
    Row { number, cells: heading.cells(&cells).map(cell).collect() }
}

/// The cells of a row that were revised, by column: what stands there now, and the days.
fn revised<'s>(
    heading: &Heading<'s>,
    number: usize,
    cells: &[&str],
    revisions: &Revisions,
) -> BTreeMap<&'s str, (String, Vec<Date>)> {
    let schema = heading.schema();
    let mut revised = BTreeMap::new();
    let (mut record, mut trace) = (Record::new(), Trace::default());
    if revisions.is_empty() || heading.fill(number, cells, &mut record).is_err() {
        return revised;
    }
    revisions.apply(schema, number, &mut record, &mut trace);
    for (_, revision) in revisions.applied(&trace) {
        let Change::Cell { column, to, .. } = &revision.change else { continue };
        let Some(column) = schema.columns.get(*column) else { continue };
        let (text, days): &mut (String, Vec<Date>) = revised.entry(column.id.as_str()).or_default();
        *text = to.as_ref().map(Value::text).unwrap_or_default();
        days.push(revision.on);
    }
    revised
}
