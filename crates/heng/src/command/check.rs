//! `heng check`: findings, and the ledger of what was checked.

use std::io::Write;
use std::path::Path;

use heng_core::check::CHECKS;
use heng_core::finding::{Finding, Severity, Verdict};

use crate::error::Error;
use crate::evaluate;
use crate::progress::Progress;
use crate::{Detail, Ending};

/// Checks a dossier and prints its findings, the heavier first, then the ledger.
pub fn run(folder: &Path, detail: Detail, out: &mut dyn Write) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(folder, &progress)?;
    drop(progress);
    let findings = evaluation.findings();
    for finding in &findings {
        print_finding(finding, out)?;
    }
    let count = |severity| findings.iter().filter(|one| one.severity == severity).count();
    writeln!(
        out,
        "错误{}项、疑问{}项、提示{}项。",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    )?;
    let mut tally = [0_usize; 4];
    for check in CHECKS {
        let own = evaluation.obligations.iter().filter(|one| one.code == check.code);
        for obligation in own {
            let [passed, found, does_not_apply, could_not] = &mut tally;
            let (slot, why) = match &obligation.verdict {
                Verdict::Passed => (passed, ""),
                Verdict::Found(_) => (found, ""),
                Verdict::DoesNotApply { why } => (does_not_apply, why.as_str()),
                Verdict::CouldNotCheck { why } => (could_not, why.as_str()),
            };
            *slot += 1;
            let is_open = matches!(obligation.verdict, Verdict::CouldNotCheck { .. });
            if detail == Detail::Full || is_open {
                let why = if why.is_empty() { String::new() } else { format!("（{why}）") };
                let label = obligation.verdict.label();
                writeln!(out, "{} {label}：{}{why}", check.code, obligation.subject)?;
            }
        }
    }
    let [passed, found, does_not_apply, could_not] = tally;
    writeln!(
        out,
        "核查{}个事项：通过{passed}、有发现{found}、不适用{does_not_apply}、无法核查{could_not}。",
        evaluation.obligations.len()
    )?;
    Ok(if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean })
}

/// Prints a finding: place, excerpt, explanation, remedy.
pub fn print_finding(finding: &Finding, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "{} {} {}", finding.severity.label(), finding.code, finding.spot.label)?;
    for spot in finding.spots() {
        let place = spot.place.as_ref().map_or_else(String::new, ToString::to_string);
        if finding.further.is_empty() {
            writeln!(out, "  {place} | {}", spot.excerpt)?;
        } else {
            writeln!(out, "  {place} | {}：{}", spot.label, spot.excerpt)?;
        }
    }
    writeln!(out, "  {}", finding.message)?;
    writeln!(out, "  → {}", finding.remedy)?;
    if let Some(basis) = &finding.basis {
        writeln!(out, "  依据：{basis}")?;
    }
    writeln!(out)?;
    Ok(())
}
