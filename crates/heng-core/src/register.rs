//! Registers: tables of records, and the values measured from them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figure::{Figure, Unit};

/// What a measure gave (度量结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Identifier of the measure.
    pub measure: String,
    /// What it measures, in Chinese.
    pub label: String,
    /// The value, exact.
    pub value: Decimal,
    /// Its unit.
    pub unit: Unit,
    /// The counting rule, in Chinese (口径).
    pub counting_rule: String,
    /// Path of the register's file.
    pub register: String,
    /// SHA-256 of the register's file, in lower-case hexadecimal.
    pub register_sha256: String,
    /// The rows that are the evidence; row 1 is the heading.
    pub rows: Vec<usize>,
    /// For a share: the rows of the whole that `rows` is the part of.
    pub whole_rows: Option<Vec<usize>>,
}

impl Measured {
    /// The value as a figure with its unit.
    #[must_use]
    pub fn figure(&self) -> Figure {
        Figure::counted(self.value, self.unit.clone())
    }
}

/// What all measures of a dossier gave, by identifier; a measure that gave no value says why, in Chinese.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measurements(pub BTreeMap<String, Result<Measured, String>>);

impl Measurements {
    /// What a measure gave, where it gave a value.
    #[must_use]
    pub fn get(&self, measure: &str) -> Option<&Measured> {
        self.0.get(measure)?.as_ref().ok()
    }
}
