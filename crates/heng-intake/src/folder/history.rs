//! What stands beside the file of a register: its revisions and the journal of imports.

use std::path::Path;

use heng_core::reader::Problem;
use heng_core::register::revision::{self, History};
use heng_core::register::schema::Schema;
use jiff::civil::Date;

use crate::inside;
use crate::register::table::csv_rows;

/// How the file of revisions ends.
pub const REVISIONS: &str = ".revisions.csv";
/// How the journal of imports ends.
pub const IMPORTS: &str = ".imports.csv";

/// The path of what stands beside a register's file: `registers/films.revisions.csv`.
#[must_use]
pub fn beside(file: &str, ending: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("{stem}{ending}")
}

/// The rows of a journal beside a register; one that is not there has none.
///
/// # Errors
/// The file can't be read.
pub fn journal(folder: &Path, name: &str) -> Result<Vec<(usize, Vec<String>)>, Box<Problem>> {
    let path = inside::path(folder, name)?;
    if path.symlink_metadata().is_err() {
        return Ok(Vec::new());
    }
    csv_rows(&path, name)
}

/// The history of a register: its revisions up to a day, or all of them.
#[must_use]
pub fn history(
    folder: &Path,
    file: &str,
    schema: &Schema,
    as_of: Option<Date>,
) -> (History, Vec<Problem>) {
    let name = beside(file, REVISIONS);
    match journal(folder, &name) {
        Ok(rows) => {
            let (revisions, problems) = revision::read(&name, &rows, schema, as_of);
            (History { revisions, as_of }, problems)
        }
        Err(problem) => (History { as_of, ..History::default() }, vec![*problem]),
    }
}
