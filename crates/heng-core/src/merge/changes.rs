//! What a merged dossier says otherwise than before.

use std::collections::BTreeMap;

use super::{label, text};
use crate::fact::Place;
use crate::form::{Form, Layout, Part, Row};

/// One thing that the answers changed (填报变动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the sheet.
    pub sheet: &'static str,
    /// What the row is about.
    pub row: String,
    /// Where it was said.
    pub place: Option<Place>,
    /// What is different.
    pub difference: Difference,
}

/// How something is different from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A cell says something else.
    Cell {
        /// Heading of the column.
        column: &'static str,
        /// What it said.
        before: String,
        /// What it says.
        after: String,
    },
    /// A row was added; all that it says.
    Added(String),
    /// A row was taken out; all that it said.
    Removed(String),
}

/// The changes from one form to another; `settled` has the places of what was answered.
pub(super) fn between(before: &Form, after: &Form, settled: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    for sheet in &after.sheets {
        let part = sheet.part;
        let rows = |form: &'_ Form| -> BTreeMap<String, Row> {
            let rows = form.sheet(part.key).map_or(&[][..], |sheet| &sheet.rows);
            rows.iter().filter_map(|row| Some((row.id.clone()?, row.clone()))).collect()
        };
        let (old, answered) = (rows(before), rows(settled));
        let added = settled.sheet(part.key).map_or(&[][..], |sheet| &sheet.rows);
        let is_new = |row: &&Row| row.id.as_deref().is_none_or(|id| !old.contains_key(id));
        let added: Vec<&Row> = added.iter().filter(is_new).collect();
        let place_of = |row: &Row| {
            let (words, label) = (row.words(part), label(part, row));
            let same = added.iter().find(|one| one.words(part) == words);
            let alike = || added.iter().find(|one| super::label(part, one) == label);
            same.or_else(alike).and_then(|one| one.place.clone())
        };
        for row in &sheet.rows {
            let id = row.id.as_deref().unwrap_or_default();
            match old.get(id) {
                Some(old) => changes.extend(cells(part, old, row, answered.get(id))),
                None => changes.push(Change {
                    sheet: part.title,
                    row: label(part, row),
                    place: place_of(row),
                    difference: Difference::Added(row.words(part)),
                }),
            }
        }
        let left = rows(after);
        let gone = old.iter().filter(|(id, _)| !left.contains_key(*id));
        changes.extend(gone.map(|(_, row)| Change {
            sheet: part.title,
            row: label(part, row),
            place: None,
            difference: Difference::Removed(row.words(part)),
        }));
    }
    changes
}

fn cells(part: &Part, old: &Row, new: &Row, answered: Option<&Row>) -> Vec<Change> {
    let columns = part.columns();
    let row = if part.layout == Layout::Fields { String::new() } else { label(part, new) };
    let change = |index: usize| {
        let (column, before, after) =
            (columns.get(index)?, text(old.cells.get(index)?), text(new.cells.get(index)?));
        let cell = answered.and_then(|row| row.cells.get(index));
        (before != after).then(|| Change {
            sheet: part.title,
            row: row.clone(),
            place: cell.and_then(|cell| cell.place.clone()),
            difference: Difference::Cell {
                column: column.heading,
                before: before.to_owned(),
                after: after.to_owned(),
            },
        })
    };
    (0..columns.len()).filter_map(change).collect()
}
