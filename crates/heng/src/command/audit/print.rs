//! An audit for reading in the terminal.

use std::collections::BTreeMap;
use std::io::Write;

use heng_core::audit::Audit;
use heng_core::finding::{Severity, count_in_words};

use crate::command::check::{print_finding, print_obligations, print_tally};
use crate::error::Error;

/// Prints what was found in a report, the heavier first, then what could not be checked and the ledger.
pub(super) fn audit(audit: &Audit, ledger: bool, out: &mut dyn Write) -> Result<(), Error> {
    heading(audit, out)?;
    let findings = audit.findings();
    let (notes, asked): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.severity == Severity::Note);
    for finding in asked {
        print_finding(finding, out)?;
    }
    for note in notes {
        let place = note.spot.place.as_ref().map_or_else(String::new, ToString::to_string);
        writeln!(out, "{} {} {place} {}", note.severity.label(), note.code, note.message)?;
        for dismissal in &note.dismissals {
            writeln!(out, "  不采纳：{}", dismissal.reason)?;
        }
    }
    if audit.is_unread() {
        return Ok(());
    }
    writeln!(out, "{}。", count_in_words(&findings))?;
    unchecked(audit, out)?;
    if ledger {
        print_obligations(&audit.obligations, out)?;
    }
    print_tally(&audit.obligations, out)?;
    writeln!(out)?;
    Ok(())
}

/// The file, and what it was taken for.
fn heading(audit: &Audit, out: &mut dyn Write) -> Result<(), Error> {
    let report = &audit.report;
    writeln!(out, "== {}", report.pages.file)?;
    if audit.is_unread() {
        return Ok(());
    }
    let year =
        report.fiscal_year.map_or_else(|| "年度不明".to_owned(), |year| format!("{year}年度"));
    let department = report.department.as_deref().unwrap_or("单位不明");
    writeln!(out, "{}，{department}，{year}。\n", report.kind.label())?;
    Ok(())
}

/// What could not be checked, by reason: one line each.
fn unchecked(audit: &Audit, out: &mut dyn Write) -> Result<(), Error> {
    let mut by_reason: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (obligation, why) in audit.unchecked() {
        by_reason.entry((obligation.code, why)).or_default().push(&obligation.subject);
    }
    for ((code, why), subjects) in by_reason {
        match subjects.as_slice() {
            [subject] => writeln!(out, "{code} 无法核查：{subject}（{why}）")?,
            [first, ..] => {
                writeln!(out, "{code} 无法核查：{first}等{}项（{why}）", subjects.len())?;
            }
            [] => {}
        }
    }
    Ok(())
}
