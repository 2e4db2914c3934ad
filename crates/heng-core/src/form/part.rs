//! The parts of a dossier, one a sheet.

mod general;
mod money;
mod words;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, Fields};
use super::{Column, Form, Lists, Notes, Row, Sheet};
use crate::dossier::Dossier;
use crate::fact::FactId;
use crate::reader::{Problem, ProblemKind};

/// A part of a dossier that has a sheet of its own (填报表).
pub struct Part {
    /// Identifier.
    pub key: &'static str,
    /// Name of the sheet.
    pub title: &'static str,
    /// How to fill it in, in a sentence.
    pub about: &'static str,
    /// How it is laid out.
    pub layout: Layout,
    /// Who gets it.
    pub sharing: Sharing,
    pub(super) blank: Blank,
    columns: fn() -> Vec<Column>,
    pub(super) fill: fn(&Dossier, &Lists) -> Vec<Row>,
    pub(super) take: fn(&Input<'_>, &mut Dossier, &mut Notes),
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One record, its fields below each other.
    Fields,
    /// A record a row; rows may be added.
    Table,
    /// A record a row, and no others.
    FixedTable,
    /// A record a row, whose identifier others refer to and so is seen.
    NumberedTable,
}

/// Who gets a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Whoever fills in for the whole department.
    Department,
    /// Each office too, with its own rows.
    Offices,
    /// Each office too, to add rows.
    Additions,
}

/// What a blank workbook shows of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    /// Its rows, without the answers.
    WithRows,
    /// No rows: they are answers as a whole.
    WithoutRows,
}

/// What the rows of a sheet are read from.
pub(super) struct Input<'i> {
    pub form: &'i Form,
    pub sheet: &'i Sheet,
    pub lists: &'i Lists,
}

/// All parts, in the order of the workbook; what others refer to stands before them.
pub static PARTS: [&Part; 18] = [
    &general::GENERAL,
    &general::UNITS,
    &words::OBJECTIVES,
    &money::BUDGET,
    &work::TASKS,
    &work::TASK_INDICATORS,
    &work::PROJECTS,
    &work::PROJECT_INDICATORS,
    &money::SOURCES,
    &work::TRANSFERS,
    &money::MANAGEMENT,
    &general::SELF_EVALUATION,
    &words::ACHIEVEMENTS,
    &words::ISSUES,
    &words::IMPROVEMENTS,
    &words::NARRATIVE,
    &words::EVIDENCE,
    &words::DISMISSED,
];

impl Part {
    /// Its columns, from left to right; of [`Layout::Fields`], its lines.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        (self.columns)()
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({})", self.key)
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Part {}

fn columns<R>(fields: &'static [Field<R>]) -> Vec<Column> {
    fields.iter().map(|field| field.column).collect()
}

impl Input<'_> {
    fn fields<R>(&self, fields: &'static [Field<R>], dossier: &Dossier) -> Fields<R> {
        Fields::new(fields, dossier, self.lists)
    }

    /// The identifiers of the rows; one that somebody added gets the next free number behind its stem.
    ///
    /// `taken` are identifiers given elsewhere.
    fn ids(
        &self,
        stems: impl Iterator<Item = String>,
        taken: impl Iterator<Item = String>,
    ) -> Vec<String> {
        let mut taken: BTreeSet<String> = taken.collect();
        taken.extend(self.sheet.rows.iter().filter_map(|row| row.id.clone()));
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut ids = Vec::new();
        for (row, stem) in self.sheet.rows.iter().zip(stems) {
            let count = counts.entry(stem.clone()).or_default();
            *count = count.saturating_add(1);
            let mut free = (*count..).map(|number| format!("{stem}-{number}"));
            let next = || free.find(|id| !taken.contains(id)).unwrap_or_default();
            let id = row.id.clone().unwrap_or_else(next);
            taken.insert(id.clone());
            ids.push(id);
        }
        ids
    }

    /// Rows of records that have an identifier of their own; what no column shows is kept.
    fn keyed<R>(
        &self,
        fields: &Fields<R>,
        (kind, stem): (&str, &str),
        old: Vec<R>,
        blank: impl Fn(String) -> R,
        id_of: fn(&R) -> &str,
        notes: &mut Notes,
    ) -> Vec<R> {
        let mut old: BTreeMap<String, R> =
            old.into_iter().map(|one| (id_of(&one).to_owned(), one)).collect();
        let ids = self.ids(std::iter::repeat(stem.to_owned()), old.keys().cloned());
        let read = |(row, id): (&Row, String)| {
            let fact = FactId::new([kind, &id]);
            let start = old.remove(&id).unwrap_or_else(|| blank(id));
            fields.read(row, start, &fact, notes)
        };
        self.sheet.rows.iter().zip(ids).map(read).collect()
    }
}

/// Identifiers for records that have none: what they are about, numbered where it repeats.
fn numbered(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let number = |name: String| {
        let count = counts.entry(name.clone()).or_default();
        *count = count.saturating_add(1);
        if *count == 1 { name } else { format!("{name}#{count}") }
    };
    names.map(number).collect()
}

/// Notes a row that belongs nowhere, with all that it says.
fn unplaced(row: &Row, part: &Part, message: &str, remedy: &str, notes: &mut Notes) {
    let place = row.place.clone().or_else(|| row.cells.iter().find_map(|cell| cell.place.clone()));
    notes.problems.push(Problem {
        kind: ProblemKind::NotPlaced,
        place: place
            .unwrap_or_else(|| crate::fact::Place::File { file: "dossier.toml".to_owned() }),
        excerpt: row.words(part),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    });
}

impl Row {
    /// All that the row says, each cell behind its heading.
    #[must_use]
    pub fn words(&self, part: &Part) -> String {
        let cells = part.columns().into_iter().zip(&self.cells);
        let said = cells.filter_map(|(column, cell)| {
            let text = cell.text.as_deref().filter(|text| !text.is_empty())?;
            Some(format!("{}：{text}", column.heading))
        });
        said.collect::<Vec<_>>().join("；")
    }
}
