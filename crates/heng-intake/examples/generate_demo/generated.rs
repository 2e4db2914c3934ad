//! Everything in the examples that is generated: the demo's registers and units, and the flawed dossier.

mod annual_reports;
mod budget_ledger;
mod draws;
mod films;
pub mod flaws;

mod institution_registrations;
mod media_coverage;
mod talent_visits;
mod training_attendance;
mod training_sessions;
pub mod units;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The registers of the demo dossier: identifier and csv text, the same on every run.
pub fn registers() -> [(&'static str, String); 8] {
    [
        ("annual_reports", annual_reports::text()),
        ("budget_ledger", budget_ledger::text()),
        ("films", films::text()),
        ("institution_registrations", institution_registrations::text()),
        ("media_coverage", media_coverage::text()),
        ("talent_visits", talent_visits::text()),
        ("training_attendance", training_attendance::text()),
        ("training_sessions", training_sessions::text()),
    ]
}

/// The texts of a folder by path: every file of an example is text.
///
/// # Errors
///
/// Fails where a file can't be read.
pub fn texts(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            texts.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(texts)
}
