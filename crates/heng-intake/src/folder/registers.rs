//! The registers of a dossier, found but not read.

use std::path::{Path, PathBuf};

use heng_core::dossier;
use heng_core::reader::Problem;
use heng_core::register::observe::{Observed, Observing};
use heng_core::register::schema::Schema;
use heng_core::register::value::Value;

use super::{DOSSIER, is_inside, outside, schemas, unknown_register};
use crate::inside::{self, read_text};
use crate::register::records;

/// A register of a dossier, with what is needed to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRegister {
    /// Path of its file in the dossier.
    pub file: String,
    /// Where the file lies.
    pub path: PathBuf,
    /// Its schema.
    pub schema: Schema,
}

/// Finds the registers that a dossier names, in the order named.
///
/// Those without a schema, and those whose file lies elsewhere, are among the problems; whether a
/// file can be read shows when it is.
#[must_use]
pub fn registers(folder: &Path) -> (Vec<FoundRegister>, Vec<Problem>) {
    let text = match read_text(folder, DOSSIER) {
        Ok(text) => text,
        Err(problem) => return (Vec::new(), vec![*problem]),
    };
    // What is wrong with the rest of the dossier is for those who read it whole.
    let read = dossier::read(DOSSIER, &text, &[]);
    let (schemas, mut problems) = schemas(folder);
    let mut found = Vec::new();
    for source in read.dossier.registers {
        let Some(schema) = schemas.iter().find(|schema| schema.id == source.id) else {
            problems.push(unknown_register(&source.id, &read.places, &schemas));
            continue;
        };
        if !is_inside(&source.file) {
            problems.push(outside(&source, &read.places));
            continue;
        }
        match inside::path(folder, &source.file) {
            Ok(path) => {
                found.push(FoundRegister { path, schema: schema.clone(), file: source.file });
            }
            Err(problem) => problems.push(*problem),
        }
    }
    (found, problems)
}

/// Looks at the records of each register, beside what is measured.
///
/// What can't be read is reported where the registers are measured.
#[must_use]
pub fn observe(folder: &Path, fiscal_year: i16) -> Vec<Observed> {
    let (registers, _) = registers(folder);
    let observe = |FoundRegister { file, path, schema }: &FoundRegister| {
        let mut observing = Observing::new(schema, fiscal_year);
        let mut take = |row: usize, record: &[Option<Value<'_>>]| observing.take(row, record);
        let sheet = records(path, file, schema, &mut take).sheet;
        observing.finish(file, sheet)
    };
    registers.iter().map(observe).collect()
}
