//! Everything in the examples that is generated: registers, the demo's units, and the flawed dossier.

mod annual_reports;
mod archives;
mod assets;
mod budget_allocations;
mod budget_ledger;
mod cadres;
mod draws;
mod films;
pub mod flaws;
mod institution_registrations;
mod institutions;
mod learning;
mod media_coverage;
mod party;
mod platform;
mod recruitment;
mod talent_visits;
mod talents;
mod training_attendance;
mod training_sessions;
pub mod units;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// Identifier of a register, and the function that writes its csv text.
type Register = (&'static str, fn() -> String);

/// A register for each template, by identifier.
const REGISTERS: [Register; 39] = [
    ("annual_reports", annual_reports::text),
    ("archive_requests", archives::requests),
    ("archives", archives::batches),
    ("assessment_items", institutions::items),
    ("branch_reviews", party::reviews),
    ("budget_allocations", budget_allocations::text),
    ("budget_ledger", budget_ledger::text),
    ("cadre_adjustments", cadres::adjustments),
    ("civil_service_recruitment", recruitment::text),
    ("dormant_institutions", institutions::dormant),
    ("establishment", institutions::establishment),
    ("establishment_pool", institutions::pool),
    ("exit_applications", cadres::exits),
    ("films", films::text),
    ("fixed_assets", assets::assets),
    ("hotline_cases", cadres::cases),
    ("institution_registrations", institution_registrations::text),
    ("leader_assessments", cadres::assessments),
    ("livelihood_matters", party::matters),
    ("media_coverage", media_coverage::text),
    ("member_admissions", party::admissions),
    ("online_courses", learning::courses),
    ("online_service_days", learning::service_days),
    ("party_events", party::events),
    ("party_organisations", party::organisations),
    ("platform_availability", platform::availability),
    ("procurement", assets::procurement),
    ("satisfaction_survey", platform::survey),
    ("selection_supervision", cadres::supervision),
    ("service_stations", party::stations),
    ("talent_applications", talents::applications),
    ("talent_events", talents::events),
    ("talent_recruits", talents::recruits),
    ("talent_schemes", talents::schemes),
    ("talent_visits", talent_visits::text),
    ("training_attendance", training_attendance::text),
    ("training_roster", learning::roster),
    ("training_sessions", training_sessions::text),
    ("unit_assessments", institutions::results),
];

/// The samples of the templates: identifier and csv text, the same on every run.
pub fn registers() -> impl Iterator<Item = (&'static str, String)> {
    REGISTERS.into_iter().map(|(id, text)| (id, text()))
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
