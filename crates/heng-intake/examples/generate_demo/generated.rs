//! Everything in the examples that is generated: the demo's registers, and the flawed dossier.

mod annual_reports;
mod budget_ledger;
mod draws;
mod films;

mod institution_registrations;
mod media_coverage;
mod talent_visits;
mod training_attendance;
mod training_sessions;

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
