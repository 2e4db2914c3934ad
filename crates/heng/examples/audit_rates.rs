//! Counts, for each check and format, the mistakes planted into rendered documents that are found, and
//! the errors found in documents that are right. Prints a table; with a folder, writes the right ones there.
//!
//! `cargo run -p heng --example audit_rates -- [FOLDER]`

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::print_stdout,
    missing_docs,
    reason = "it shares its documents with a test, and prints what it counts"
)]

#[path = "../tests/round_trip/compare.rs"]
mod compare;
#[path = "../tests/round_trip/dossiers.rs"]
mod dossiers;
#[path = "../tests/round_trip/filed.rs"]
mod filed;
#[path = "../tests/round_trip/mistakes.rs"]
mod mistakes;

use std::collections::BTreeMap;
use std::path::PathBuf;

use heng_core::finding::{Finding, Severity};

use filed::{Format, Kind, audited, evaluated};

const DOSSIERS: u64 = 40;
/// Mistakes go through PDF in so many dossiers, which are slow to typeset.
const TYPESET: u64 = 4;

/// What was planted, found, and found where nothing is wrong.
#[derive(Default, Clone, Copy)]
struct Count {
    planted: usize,
    found: usize,
    false_errors: usize,
}

#[derive(Default)]
struct Counts {
    by_check: BTreeMap<(&'static str, Format), Count>,
    cells: BTreeMap<Format, (usize, usize)>,
}

fn main() {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let mut counts = Counts::default();
    for seed in 0..DOSSIERS {
        let (toml, conclusion) = dossiers::dossier(seed);
        let evaluation = evaluated(&toml, &conclusion);
        for kind in Kind::ALL {
            let document = kind.compose(&evaluation);
            for format in kind.formats() {
                let bytes = format.write(&document);
                if let Some(folder) = &folder {
                    let name = format!("{seed:02}-{kind:?}.{}", format.name());
                    std::fs::create_dir_all(folder).unwrap();
                    std::fs::write(folder.join(name), &bytes).unwrap();
                }
                let audit = audited(bytes, format.name());
                let cells = compare::compared(kind, &evaluation, &audit.report.dossier);
                let all = counts.cells.entry(*format).or_default();
                all.0 += cells.iter().filter(|cell| cell.is_equal()).count();
                all.1 += cells.len();
                let before = audit.findings();
                for finding in before.iter().filter(|one| one.severity == Severity::Error) {
                    counts.by_check.entry((finding.code, *format)).or_default().false_errors += 1;
                }
                if *format != Format::Pdf || seed < TYPESET {
                    counts.plant(kind, *format, &document, &before);
                }
            }
        }
    }
    counts.print();
}

impl Counts {
    fn plant(
        &mut self,
        kind: Kind,
        format: Format,
        document: &heng_render::document::Document,
        before: &[Finding],
    ) {
        for mistake in mistakes::MISTAKES.iter().filter(|mistake| mistake.kind == kind) {
            let Some(spoiled) = mistakes::planted(document, &mistake.edit) else { continue };
            let after = audited(format.write(&spoiled), format.name()).findings();
            let is_new = |one: &Finding| !before.iter().any(|other| other.message == one.message);
            let code = after
                .iter()
                .find(|one| is_new(one) && mistake.codes.contains(&one.code))
                .map(|one| one.code);
            let count =
                self.by_check.entry((code.unwrap_or(mistake.codes[0]), format)).or_default();
            count.planted += 1;
            count.found += usize::from(code.is_some());
        }
    }

    fn print(&self) {
        println!("{DOSSIERS} dossiers; found of planted, and errors where nothing is wrong");
        println!("| check | docx | html | xlsx | pdf | false errors |");
        println!("| --- | --- | --- | --- | --- | --- |");
        let mut codes: Vec<&str> = self.by_check.keys().map(|(code, _)| *code).collect();
        codes.dedup();
        let mut total = [Count::default(); 4];
        for code in codes {
            let mut shown = Vec::new();
            let mut false_errors = 0;
            for (at, format) in Format::ALL.iter().enumerate() {
                let count = self.by_check.get(&(code, *format)).copied().unwrap_or_default();
                shown.push(of(count));
                false_errors += count.false_errors;
                total[at].planted += count.planted;
                total[at].found += count.found;
                total[at].false_errors += count.false_errors;
            }
            println!("| {code} | {} | {false_errors} |", shown.join(" | "));
        }
        let false_errors: usize = total.iter().map(|count| count.false_errors).sum();
        println!("| all | {} | {false_errors} |", total.map(of).join(" | "));
        for (format, (equal, all)) in &self.cells {
            println!("{}: {equal} of {all} figures and cells read back equal", format.name());
        }
    }
}

fn of(count: Count) -> String {
    if count.planted == 0 {
        "—".to_owned()
    } else {
        format!("{} / {}", count.found, count.planted)
    }
}
