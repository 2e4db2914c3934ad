//! `heng check`: findings, and the ledger of what was checked.

use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Evaluation;
use heng_core::finding::{Finding, Obligation, Verdict, count_in_words, tally};

use crate::cli::Format;
use crate::error::Error;
use crate::progress::Progress;
use crate::{Detail, Ending, evaluate, json};

/// Checks a dossier and prints its findings, the heavier first, then the ledger.
pub fn run(
    folder: &Path,
    packs: Option<&Path>,
    detail: Detail,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(folder, packs, &progress)?;
    drop(progress);
    match format {
        Format::Text => print(&evaluation, detail, out)?,
        Format::Jsonl => {
            json::line(&json::checked(&folder.to_string_lossy(), &evaluation, detail), out)?;
        }
    }
    let ending = if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean };
    // The process ends here: the system takes the memory back faster than we could piece by piece.
    std::mem::forget(evaluation);
    Ok(ending)
}

fn print(evaluation: &Evaluation, detail: Detail, out: &mut dyn Write) -> Result<(), Error> {
    let findings = evaluation.findings();
    for finding in &findings {
        print_finding(finding, out)?;
    }
    writeln!(out, "{}。", count_in_words(&findings))?;
    let is_unchecked = |one: &&Obligation| matches!(one.verdict, Verdict::CouldNotCheck { .. });
    let listed = evaluation.obligations.iter();
    print_obligations(listed.filter(|one| detail == Detail::Full || is_unchecked(one)), out)?;
    print_tally(&evaluation.obligations, out)
}

/// Prints obligations with what came of them, a line each.
pub fn print_obligations<'o>(
    obligations: impl IntoIterator<Item = &'o Obligation>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for one in obligations {
        let why = match &one.verdict {
            Verdict::CouldNotCheck { why } | Verdict::DoesNotApply { why } => format!("（{why}）"),
            Verdict::Passed | Verdict::Found(_) => String::new(),
        };
        writeln!(out, "{} {}：{}{why}", one.code, one.verdict.label(), one.subject)?;
    }
    Ok(())
}

/// Prints how many obligations there were, and what came of them.
pub fn print_tally(obligations: &[Obligation], out: &mut dyn Write) -> Result<(), Error> {
    let [passed, found, does_not_apply, could_not] = tally(obligations);
    writeln!(
        out,
        "核查{}个事项：通过{passed}、有发现{found}、不适用{does_not_apply}、无法核查{could_not}。",
        obligations.len()
    )?;
    Ok(())
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
    for dismissal in &finding.dismissals {
        writeln!(out, "  不采纳：{}", dismissal.reason)?;
    }
    if let Some(basis) = &finding.basis {
        writeln!(out, "  依据：{basis}")?;
    }
    writeln!(out)?;
    Ok(())
}
