//! The registers of a dossier, found but not read.

use std::fs::File;
use std::path::{Path, PathBuf};

use heng_core::dossier::{self, Dossier};
use heng_core::fact::Places;
use heng_core::reader::Problem;
use heng_core::register::observe::{Observed, Observing};
use heng_core::register::schema::{Schema, Sensitivity};
use heng_core::register::value::Value;
use jiff::civil::Date;

use super::history::history;
use super::{DOSSIER, is_inside, outside, schemas, unknown_register};
use crate::error::Error;
use crate::inside::{self, read_text};
use crate::register::{self, OnRecord, ReadRecords, Row};

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

impl FoundRegister {
    /// Shows each record as its revisions leave it; `folder` is the dossier.
    ///
    /// What is wrong with the revisions is among the problems.
    pub fn records<'r>(&self, folder: &Path, on_record: &'r mut OnRecord<'r>) -> ReadRecords {
        let Self { file, path, schema } = self;
        let (history, mut problems) = history(folder, file, schema, None);
        let mut read = register::records(path, file, schema, &history, on_record);
        problems.append(&mut read.problems);
        ReadRecords { problems, ..read }
    }
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
    named(folder, &read.dossier, &read.places)
}

/// The registers that a dossier which was read names.
fn named(folder: &Path, dossier: &Dossier, places: &Places) -> (Vec<FoundRegister>, Vec<Problem>) {
    if dossier.registers.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (schemas, mut problems) = schemas(folder);
    let mut found = Vec::new();
    for source in &dossier.registers {
        let Some(schema) = schemas.iter().find(|schema| schema.id == source.id) else {
            problems.push(unknown_register(&source.id, places, &schemas));
            continue;
        };
        if !is_inside(&source.file) {
            problems.push(outside(source, places));
            continue;
        }
        match inside::path(folder, &source.file) {
            Ok(path) => {
                let (schema, file) = (schema.clone(), source.file.clone());
                found.push(FoundRegister { file, path, schema });
            }
            Err(problem) => problems.push(*problem),
        }
    }
    (found, problems)
}

/// Rows of a register of a dossier as they are written and revised, up to a day or by now; cells
/// of columns above a sensitivity are masked.
///
/// # Errors
/// The file can't be read. What is wrong with it or with its revisions is reported where it is
/// measured.
pub fn rows(
    folder: &Path,
    file: &str,
    schema: &Schema,
    wanted: &[usize],
    up_to: Sensitivity,
    as_of: Option<Date>,
) -> Result<Vec<Row>, Error> {
    let (history, _) = history(folder, file, schema, as_of);
    let failed = |source| Error::ReadRegister { file: file.to_owned(), source };
    let source = File::open(folder.join(file)).map_err(failed)?;
    register::rows(file, source, schema, wanted, up_to, &history)
}

/// Looks at the records of each register of a dossier that was read, beside what is measured.
///
/// What can't be read is reported where the registers are measured.
#[must_use]
pub fn observe(folder: &Path, dossier: &Dossier, places: &Places) -> Vec<Observed> {
    let (registers, _) = named(folder, dossier, places);
    let observe = |found: &FoundRegister| {
        let mut observing = Observing::new(&found.schema, dossier.fiscal_year);
        let mut take = |row: usize, record: &[Option<Value<'_>>]| observing.take(row, record);
        let read = found.records(folder, &mut take);
        read.left_out.iter().for_each(|key| observing.leave_out(key));
        observing.finish(&found.file, read.sheet)
    };
    registers.iter().map(observe).collect()
}
