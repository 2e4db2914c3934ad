//! What heng renders is read back: nothing is lost, nothing that is right is found wrong, and what is
//! wrong is found.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints what it counted"
)]

mod compare;
mod dossiers;
mod filed;
mod mistakes;

use std::path::Path;

use heng_core::evaluation::{Evaluation, evaluate};
use heng_core::finding::{Finding, Severity};
use heng_render::document::Document;

use compare::compared;
use filed::{Format, Kind, audited, evaluated, packs};
use mistakes::{MISTAKES, planted};

/// Dossiers that go through the formats which are quick to write, and through all of them.
const DOSSIERS: u64 = 40;
const TYPESET: u64 = 3;

fn demo() -> Evaluation {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo");
    let loaded = heng_intake::folder::load(&folder, &mut |_| {});
    let (department, project) = packs();
    evaluate(loaded, department, Some(project))
}

/// Cells that were read as they were filed and all cells, with the first that differ and the errors.
fn gone_round(
    name: &str,
    evaluation: &Evaluation,
    formats: &[Format],
) -> (usize, usize, Vec<String>) {
    let (mut equal, mut all, mut wrong) = (0, 0, Vec::new());
    for kind in Kind::ALL {
        let document = kind.compose(evaluation);
        for format in kind.formats().iter().filter(|format| formats.contains(format)) {
            let file = format!("{name}-{kind:?}.{}", format.name());
            let audit = audited(format.write(&document), &file);
            let cells = compared(kind, evaluation, &audit.report.dossier);
            assert!(!cells.is_empty(), "{file} shows something");
            all += cells.len();
            equal += cells.iter().filter(|cell| cell.is_equal()).count();
            for cell in cells.iter().filter(|cell| !cell.is_equal()) {
                wrong.push(format!("{file} {}: {} read as {}", cell.what, cell.filed, cell.read));
            }
            for finding in audit.findings() {
                if finding.severity == Severity::Error {
                    wrong.push(format!("{file} {} {}", finding.code, finding.message));
                }
            }
        }
    }
    (equal, all, wrong)
}

#[test]
fn the_demo_is_read_back() {
    let (equal, all, wrong) = gone_round("demo", &demo(), &Format::ALL);
    println!("demo: {equal} of {all}\n{}", wrong.join("\n"));
    assert!(equal == all && wrong.is_empty(), "{equal} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn generated_dossiers_are_read_back() {
    let quick = [Format::Docx, Format::Html, Format::Xlsx];
    let (mut equal, mut all, mut wrong) = (0, 0, Vec::new());
    for seed in 0..DOSSIERS {
        let (toml, conclusion) = dossiers::dossier(seed);
        let evaluation = evaluated(&toml, &conclusion);
        let formats = if seed < TYPESET { &Format::ALL[..] } else { &quick[..] };
        let (own, cells, lost) = gone_round(&seed.to_string(), &evaluation, formats);
        (equal, all) = (equal + own, all + cells);
        wrong.extend(lost);
    }
    println!("generated: {equal} of {all}");
    assert!(equal * 100 >= all * 99 && wrong.is_empty(), "{equal} of {all}\n{}", wrong.join("\n"));
}

/// Dossiers that mistakes are put into; the first of them goes through PDF too.
const SPOILED: u64 = 3;

#[test]
fn planted_mistakes_are_found_in_every_format() {
    let mut missed = Vec::new();
    let mut count = 0;
    for seed in 0..SPOILED {
        let (toml, conclusion) = dossiers::dossier(seed);
        let evaluation = evaluated(&toml, &conclusion);
        for kind in Kind::ALL {
            let document = kind.compose(&evaluation);
            for format in kind.formats() {
                if *format == Format::Pdf && seed > 0 {
                    continue;
                }
                let findings =
                    |document: &Document| audited(format.write(document), format.name()).findings();
                let before = findings(&document);
                for mistake in MISTAKES.iter().filter(|mistake| mistake.kind == kind) {
                    let Some(spoiled) = planted(&document, &mistake.edit) else {
                        assert!(seed > 0, "{} has its place", mistake.name);
                        continue;
                    };
                    count += 1;
                    let after = findings(&spoiled);
                    let is_new =
                        |one: &&Finding| !before.iter().any(|other| other.message == one.message);
                    let found: Vec<&str> =
                        after.iter().filter(is_new).map(|one| one.code).collect();
                    if !found.iter().any(|code| mistake.codes.contains(code)) {
                        missed.push(format!(
                            "{seed}-{kind:?}.{} {}: {found:?}",
                            format.name(),
                            mistake.name
                        ));
                    }
                }
            }
        }
    }
    println!("planted: {} of {count} found", count - missed.len());
    assert!(missed.is_empty(), "of {count} missed {}\n{}", missed.len(), missed.join("\n"));
}
