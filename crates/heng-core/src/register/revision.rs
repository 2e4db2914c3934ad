//! Corrections of records: the file stays as it was, and what was wrong is said beside it.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use jiff::civil::Date;

use super::batch::Record;
use super::journal::{Entry, Journal};
use super::schema::{Column, Presence, Schema, Sensitivity};
use super::value::{Value, fold};
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind, meant_or_all};

/// The file of a register's revisions.
pub const JOURNAL: Journal = Journal {
    headings: &["修订日期", "主键", "列", "原值", "新值", "原因", "修订人"],
};

/// The word in the column 列 that takes back a record.
pub const WITHDRAWN: &str = "作废";

/// The heading of the column with the day on which a record was entered.
pub const ENTERED_ON: &str = "录入日期";

/// A correction of one cell of a record (台账修订).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its row in the file of revisions.
    pub row: usize,
    /// The day.
    pub on: Date,
    /// The key of the record.
    pub key: String,
    /// What is corrected.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// What a revision changes in a record (修订内容).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The cell of a column.
    Cell {
        /// Position of the column in the schema.
        column: usize,
        /// What stood there.
        from: Option<Value<'static>>,
        /// What stands there now.
        to: Option<Value<'static>>,
    },
    /// The record is taken back.
    Withdrawn,
}

/// The revisions of a register, by key (台账修订表).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revisions {
    file: String,
    list: Vec<Revision>,
    by_key: HashMap<String, Vec<usize>, FixedState>,
}

/// What a register was at another time, and since (台账沿革).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The revisions up to the day.
    pub revisions: Revisions,
    /// The day; nothing where the register is taken as it is now.
    pub as_of: Option<Date>,
}

/// What became of the revisions while records were read (修订的落实).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// For each revision met, by position, the row of its record and whether it was applied.
    met: BTreeMap<usize, (usize, Outcome)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Applied,
    /// The cell holds something else than what the revision corrects.
    Unmatched,
}

/// What stands in a record after its revisions (修订后的记录).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is a record.
    Counts,
    /// It was taken back.
    Withdrawn,
}

/// Reads revisions from the rows of their file, each with its number; those up to `as_of`.
#[must_use]
pub fn read(
    file: &str,
    rows: &[(usize, Vec<String>)],
    schema: &Schema,
    as_of: Option<Date>,
) -> (Revisions, Vec<Problem>) {
    let (entries, mut problems) = JOURNAL.read(file, rows);
    let mut revisions = Revisions { file: file.to_owned(), ..Revisions::default() };
    for entry in entries {
        match revision(file, &entry, schema) {
            Ok(revision) if as_of.is_some_and(|day| revision.on > day) => {}
            Ok(revision) => revisions.push(revision),
            Err(problem) => problems.push(*problem),
        }
    }
    (revisions, problems)
}

fn revision(file: &str, entry: &Entry, schema: &Schema) -> Result<Revision, Box<Problem>> {
    let [on, key, column, from, to, reason, by] = entry.cells.as_slice() else {
        return Err(unfit(file, entry, "", "格数不对", "请恢复原来的文件。"));
    };
    let on = super::import::day::read(on, super::epoch::Epoch::default(), None).map_err(|_| {
        unfit(file, entry, on, "修订日期不是一个日期", "请写成如 2023-11-05 的形式。")
    })?;
    let change = if column == WITHDRAWN {
        Change::Withdrawn
    } else {
        let column = column_of(schema, column)
            .map_err(|remedy| unfit(file, entry, column, "台账没有这一列", &remedy))?;
        change(schema, column, from, to)
            .map_err(|(_, message, remedy)| unfit(file, entry, "", &message, &remedy))?
    };
    let (reason, by) = (reason.clone(), by.clone());
    Ok(Revision { row: entry.row, on, key: key.clone(), change, reason, by })
}

/// The position of a column by its label or identifier.
///
/// # Errors
/// There is none; the text says which may be meant.
pub fn column_of(schema: &Schema, name: &str) -> Result<usize, String> {
    let is_named = |column: &Column| column.id == name || fold(&column.label) == fold(name);
    schema.columns.iter().position(is_named).ok_or_else(|| {
        let labels = schema.columns.iter().map(|column| column.label.as_str());
        meant_or_all(name, labels, "可以修订的列")
    })
}

/// A change of a cell, from what is written of it.
///
/// # Errors
/// What is wrong: words, message and remedy.
pub fn change(
    schema: &Schema,
    column: usize,
    from: &str,
    to: &str,
) -> Result<Change, (String, String, String)> {
    let Some(found) = schema.columns.get(column) else {
        return Err((String::new(), "台账没有这一列".to_owned(), String::new()));
    };
    if schema.key.contains(&column) {
        let message = format!("「{}」是主键，不能修订", found.label);
        return Err((to.to_owned(), message, "编号写错的，作废这一条，另登一条。".to_owned()));
    }
    let value = |words: &str| {
        let value = found.read(words).map_err(|reason| {
            (words.to_owned(), format!("「{}」{reason}", found.label), reason.remedy())
        })?;
        Ok::<_, (String, String, String)>(value.map(Value::into_owned))
    };
    let (from, to) = (value(from)?, value(to)?);
    if to.is_none() && found.presence == Presence::Required {
        let message = format!("「{}」必填，不能改成空白", found.label);
        return Err((String::new(), message, "记录本身不该有的，请作废。".to_owned()));
    }
    Ok(Change::Cell { column, from, to })
}

/// The key of a record as revisions write it: its parts with 「；」 between.
#[must_use]
pub fn key(schema: &Schema, record: &[Option<Value<'_>>]) -> String {
    joined_key(schema, record, "；")
}

/// The parts of a record's key with a mark between.
pub(super) fn joined_key(schema: &Schema, record: &[Option<Value<'_>>], mark: &str) -> String {
    let parts = schema.key.iter().filter_map(|at| record.get(*at)?.as_ref()).map(Value::text);
    parts.collect::<Vec<_>>().join(mark)
}

impl Revisions {
    fn push(&mut self, revision: Revision) {
        self.by_key.entry(revision.key.clone()).or_default().push(self.list.len());
        self.list.push(revision);
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Those of one record, in the order in which they were made.
    pub fn of<'r>(&'r self, key: &str) -> impl Iterator<Item = &'r Revision> {
        let positions = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|at| self.list.get(*at))
    }

    /// Applies them to a record, and notes in the trace what became of them.
    pub fn apply(
        &self,
        schema: &Schema,
        row: usize,
        record: &mut Record<'_>,
        trace: &mut Trace,
    ) -> Standing {
        let mut standing = Standing::Counts;
        // Of most registers no record was ever revised, and naming each by its key takes time.
        if self.is_empty() {
            return standing;
        }
        let Some(positions) = self.by_key.get(&key(schema, record)) else { return standing };
        for position in positions {
            let Some(revision) = self.list.get(*position) else { continue };
            let outcome = match &revision.change {
                Change::Withdrawn => {
                    standing = Standing::Withdrawn;
                    Outcome::Applied
                }
                Change::Cell { column, from, to } => match record.get_mut(*column) {
                    Some(cell) if *cell == *from => {
                        cell.clone_from(to);
                        Outcome::Applied
                    }
                    _ => Outcome::Unmatched,
                },
            };
            trace.met.insert(*position, (row, outcome));
        }
        standing
    }

    /// Those that were applied, in the order in which they were made, each with its record's row.
    pub fn applied<'r>(&'r self, trace: &'r Trace) -> impl Iterator<Item = (usize, &'r Revision)> {
        let applied = trace.met.iter().filter(|(_, (_, outcome))| *outcome == Outcome::Applied);
        applied.filter_map(|(at, (row, _))| Some((*row, self.list.get(*at)?)))
    }

    /// What could not be applied: the record is not there, or holds something else.
    #[must_use]
    pub fn unapplied(&self, schema: &Schema, trace: &Trace) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (position, revision) in self.list.iter().enumerate() {
            let met = trace.met.get(&position);
            let (message, remedy) = match (met, &revision.change) {
                (Some((_, Outcome::Applied)), _) | (Some(_), Change::Withdrawn) => continue,
                (None, _) => (
                    format!(
                        "台账里没有主键为「{}」的记录，这项修订没有采用。",
                        revision.shown_key(schema)
                    ),
                    "请核对主键；记录已删去的，请恢复台账文件。".to_owned(),
                ),
                (Some((row, _)), Change::Cell { column, from, .. }) => (
                    format!(
                        "台账第{row}行「{}」现在不是修订所写的原值「{}」，这项修订没有采用。",
                        schema.columns.get(*column).map_or("", |column| column.label.as_str()),
                        shown(schema, *column, from.as_ref())
                    ),
                    "修订以后台账文件又被改动过：请恢复文件，更正另记一项修订。".to_owned(),
                ),
            };
            let row = revision.row;
            problems.push(Problem {
                kind: ProblemKind::RevisionUnmatched,
                place: Place::Row { file: self.file.clone(), sheet: None, row, column: None },
                excerpt: revision.in_words(schema),
                message,
                remedy,
            });
        }
        problems
    }
}

impl Revision {
    /// What was revised, in Chinese, as everybody may see it: `人数 12 → 13`.
    #[must_use]
    pub fn in_words(&self, schema: &Schema) -> String {
        let key = self.shown_key(schema);
        match &self.change {
            Change::Withdrawn => format!("{key} {WITHDRAWN}"),
            Change::Cell { column, from, to } => {
                let label = schema.columns.get(*column).map_or("", |column| column.label.as_str());
                let words = |value: &Option<Value<'_>>| shown(schema, *column, value.as_ref());
                format!("{key} {label} {} → {}", words(from), words(to))
            }
        }
    }

    fn shown_key(&self, schema: &Schema) -> &str {
        if schema.key_columns().any(Column::is_hidden) { Sensitivity::MASK } else { &self.key }
    }

    /// The cells of its line in the file.
    #[must_use]
    pub fn cells(&self, schema: &Schema) -> Vec<String> {
        let text = |value: &Option<Value<'_>>| value.as_ref().map(Value::text).unwrap_or_default();
        let (column, from, to) = match &self.change {
            Change::Withdrawn => (WITHDRAWN.to_owned(), String::new(), String::new()),
            Change::Cell { column, from, to } => {
                let label = schema.columns.get(*column).map(|column| column.label.clone());
                (label.unwrap_or_default(), text(from), text(to))
            }
        };
        let (reason, by) = (self.reason.clone(), self.by.clone());
        vec![self.on.to_string(), self.key.clone(), column, from, to, reason, by]
    }
}

/// A value as everybody may see it.
fn shown(schema: &Schema, column: usize, value: Option<&Value<'_>>) -> String {
    let is_hidden = schema.columns.get(column).is_none_or(Column::is_hidden);
    match value {
        _ if is_hidden => Sensitivity::MASK.to_owned(),
        Some(value) => value.text(),
        None => "空白".to_owned(),
    }
}

fn unfit(file: &str, entry: &Entry, words: &str, message: &str, remedy: &str) -> Box<Problem> {
    let row = entry.row;
    Box::new(Problem {
        kind: ProblemKind::UnreadableRow,
        place: Place::Row { file: file.to_owned(), sheet: None, row, column: None },
        excerpt: words.to_owned(),
        message: format!("{message}，这项修订没有采用。"),
        remedy: remedy.to_owned(),
    })
}
