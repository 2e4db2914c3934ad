//! The text of a register's file with new records behind those that it has.

use jiff::civil::Date;

use super::rows::Taken;
use crate::register::heading::{Heading, Origin};
use crate::register::journal::csv_line;
use crate::register::revision::ENTERED_ON;
use crate::register::schema::{Column, Schema};
use crate::register::value::{Value, fold};

/// The heading of a column in a new file: its label, and its unit in brackets.
#[must_use]
pub fn heading(column: &Column) -> String {
    column
        .unit
        .as_ref()
        .map_or_else(|| column.label.clone(), |unit| format!("{}（{unit}）", column.label))
}

/// The csv text of a register, with a byte order mark, so that spreadsheets read it as UTF-8.
///
/// `rows` is what its file holds, each row with its number; nothing where it is new. Rows stay as
/// they are; columns that the file lacks come behind the others. Nothing where the heading of the
/// file can't be read.
#[must_use]
pub fn append(
    rows: &[(usize, Vec<String>)],
    schema: &Schema,
    taken: &[Taken],
    entered_on: Date,
) -> Option<String> {
    let mut text = "\u{feff}".to_owned();
    let mut slots: Vec<Slot> = Vec::new();
    if rows.is_empty() {
        slots.extend((0..schema.columns.len()).map(Slot::Column));
        slots.push(Slot::EnteredOn);
        text.push_str(&csv_line(&headings(schema, &slots)));
    } else {
        let (row, known) = slots_of(rows, schema)?;
        let width = known.len();
        slots = known;
        for column in 0..schema.columns.len() {
            let is_filled = |one: &Taken| one.record.get(column).is_some_and(Option::is_some);
            if !slots.contains(&Slot::Column(column)) && taken.iter().any(is_filled) {
                slots.push(Slot::Column(column));
            }
        }
        if !slots.contains(&Slot::EnteredOn) {
            slots.push(Slot::EnteredOn);
        }
        let added = headings(schema, slots.get(width..).unwrap_or_default());
        let mut next = 1;
        for (number, cells) in rows {
            while next < *number {
                text.push('\n');
                next = next.saturating_add(1);
            }
            next = number.saturating_add(1);
            let mut cells = cells.clone();
            if *number == row && !added.is_empty() {
                cells.resize(width, String::new());
                cells.extend(added.iter().cloned());
            }
            text.push_str(&csv_line(&cells));
        }
    }
    for one in taken {
        let cells: Vec<String> = slots
            .iter()
            .map(|slot| match slot {
                Slot::Column(column) => {
                    let value = one.record.get(*column).and_then(Option::as_ref);
                    value.map(Value::text).unwrap_or_default()
                }
                Slot::EnteredOn => entered_on.to_string(),
                Slot::Other => String::new(),
            })
            .collect();
        text.push_str(&csv_line(&cells));
    }
    Some(text)
}

/// What a cell of a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// The column of the register with that position.
    Column(usize),
    /// The day on which the record was entered.
    EnteredOn,
    /// Something that the register does not know.
    Other,
}

/// The row of the heading, and what its cells stand for.
fn slots_of(rows: &[(usize, Vec<String>)], schema: &Schema) -> Option<(usize, Vec<Slot>)> {
    let first = rows.iter().take_while(|(number, _)| *number <= Heading::WITHIN);
    let borrowed = first.map(|(at, row)| (*at, row.iter().map(String::as_str).collect()));
    let first: Vec<(usize, Vec<&str>)> = borrowed.collect();
    let heading = Heading::read(Origin { file: "", sheet: None }, schema, &first).0?;
    let (_, cells) = first.iter().find(|(number, _)| *number == heading.row())?;
    let slot = |(at, words): (usize, &&str)| {
        let column = heading.column(at).and_then(|column| schema.column(&column.id));
        match column {
            Some((position, _)) => Slot::Column(position),
            None if fold(words) == ENTERED_ON => Slot::EnteredOn,
            None => Slot::Other,
        }
    };
    Some((heading.row(), cells.iter().enumerate().map(slot).collect()))
}

fn headings(schema: &Schema, slots: &[Slot]) -> Vec<String> {
    let words = |slot: &Slot| match slot {
        Slot::Column(column) => schema.columns.get(*column).map(heading).unwrap_or_default(),
        Slot::EnteredOn => ENTERED_ON.to_owned(),
        Slot::Other => String::new(),
    };
    slots.iter().map(words).collect()
}
