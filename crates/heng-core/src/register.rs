//! Registers: tables of records, and the values measured from them.
//!
//! A [`schema::Schema`] says what a register's columns hold, a [`heading::Heading`] how a file lays
//! them out, a [`measure::Measure`] what is counted, and an [`evaluate::Evaluation`] takes the
//! records [batch](batch::Batch) by batch and gives [`Measurements`].

pub mod batch;
pub mod draft;
pub mod epoch;
pub mod evaluate;
mod exact;
pub mod heading;
pub mod import;
mod interner;
pub mod journal;
pub mod keys;
pub mod measure;
pub mod merkle;
pub mod observe;
pub mod reference;
pub mod revision;
pub mod rows;
pub mod sample;
pub mod schema;
pub mod template;
#[cfg(test)]
mod tests;
pub mod value;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::derivation::{Derivation, Step};
use crate::figure::{Figure, Relation, Unit};
pub use rows::Rows;
use schema::WrittenUnit;

/// What a measure gave (度量结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Identifier of the measure.
    pub measure: String,
    /// What it measures, in Chinese.
    pub label: String,
    /// The value in its unit, without multiplier; rounded only where the counting rule says so.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// The power of ten of the multiplier it is written with: 4 for 万元, 0 for 元.
    pub power: u32,
    /// How many decimals it is written with.
    pub decimals: u32,
    /// The counting rule, in Chinese (口径).
    pub counting_rule: String,
    /// Path of the register's file.
    pub register: String,
    /// The sheet of the workbook, where the file is one.
    pub sheet: Option<String>,
    /// SHA-256 of the register's file, in lower-case hexadecimal.
    pub register_sha256: String,
    /// The rows that are the evidence; row 1 is the heading.
    pub rows: Rows,
    /// For a share: the rows of the whole that `rows` is the part of.
    pub whole_rows: Option<Rows>,
    /// For a share: the fewest rows of the whole of which it says something, where that is stated.
    pub minimum_rows: Option<usize>,
    /// Rows that the conditions select but whose cell is blank, so that they add nothing.
    pub blank_rows: Rows,
    /// Days on which rows of the evidence were revised, by row.
    pub revised: BTreeMap<usize, BTreeSet<Date>>,
    /// For a measure of the fiscal year: the rows that nothing but their year keeps out.
    pub outside_year: Option<OutsideYear>,
}

/// Rows that a measure would count if they were of its fiscal year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideYear {
    /// Those with an earlier day.
    pub before: Rows,
    /// Those with a later one.
    pub after: Rows,
}

impl Measured {
    /// The way to the value: its counting rule and the rows that are the evidence.
    #[must_use]
    pub fn derivation(&self) -> Derivation {
        let figure = self.figure();
        Derivation {
            label: self.label.clone(),
            value: figure.value(),
            shown: figure.text().to_owned(),
            step: Step::Measured {
                measure: self.measure.clone(),
                counting_rule: self.counting_rule.clone(),
                rows: self.rows.clone(),
                register: self.register.clone(),
                sheet: self.sheet.clone(),
            },
            basis: None,
            inputs: Vec::new(),
        }
    }

    /// The value as a figure with its unit.
    #[must_use]
    pub fn figure(&self) -> Figure {
        let unit = WrittenUnit { unit: self.unit.clone(), power: self.power };
        let written = || {
            let amount = exact::shift(self.value, -i32::try_from(self.power).ok()?)?;
            let amount = exact::with_decimals(amount, self.decimals)?;
            let text = format!("{amount}{unit}");
            let exactly = Relation::Exactly;
            Figure::new(&text, amount, self.power, self.unit.clone(), exactly)
        };
        written().unwrap_or_else(|| Figure::counted(self.value, self.unit.clone()))
    }
}

/// What all measures of a dossier gave, by identifier (度量结果).
///
/// A measure that gave no value says why, in Chinese.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measurements(pub BTreeMap<String, Result<Measured, String>>);

impl Measurements {
    /// What a measure gave, where it gave a value.
    #[must_use]
    pub fn get(&self, measure: &str) -> Option<&Measured> {
        self.0.get(measure)?.as_ref().ok()
    }

    /// Measurements without values: each of the measures gives the same reason, in Chinese.
    #[must_use]
    pub fn without_value<'m>(measures: impl IntoIterator<Item = &'m str>, reason: &str) -> Self {
        let refuse = |measure: &str| (measure.to_owned(), Err(reason.to_owned()));
        Self(measures.into_iter().map(refuse).collect())
    }

    /// Notes on which days rows were revised, with each measure that has such a row as evidence.
    pub fn note_revisions(&mut self, revised: impl Iterator<Item = (usize, Date)>) {
        for (row, day) in revised {
            let all = self.0.values_mut().filter_map(|result| result.as_mut().ok());
            let having = |one: &Measured| {
                one.rows.contains(row)
                    || one.whole_rows.as_ref().is_some_and(|all| all.contains(row))
            };
            for measured in all.filter(|measured| having(measured)) {
                measured.revised.entry(row).or_default().insert(day);
            }
        }
    }

    /// Adds what other measures gave; a measure that is there already stays.
    pub fn add(&mut self, other: Self) {
        for (measure, result) in other.0 {
            self.0.entry(measure).or_insert(result);
        }
    }
}
