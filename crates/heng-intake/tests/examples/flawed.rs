//! The flawed dossier: every mistake that was planted in it is found, and no error besides.

use std::collections::BTreeSet;
use std::fs;

use heng_core::finding::{Finding, Severity, Spot};

use crate::generated::flaws::{self, Expected, Flaw};
use crate::{demo_folder, evaluated, examples, generated};

fn list() -> Vec<Flaw> {
    let (flaws, problems) =
        flaws::read(&fs::read_to_string(examples().join("flawed-expected.toml")).unwrap());
    assert_eq!(problems, []);
    flaws
}

fn is_meant(expected: &Expected, finding: &Finding) -> bool {
    let is_there = |spot: &Spot| {
        let is_fact = spot.fact.as_ref().is_some_and(|fact| fact.as_str() == expected.at);
        let is_file = spot.place.as_ref().is_some_and(|place| place.file() == expected.at);
        let excerpt = expected.excerpt.as_deref().unwrap_or_default();
        (is_fact || is_file) && spot.excerpt.contains(excerpt)
    };
    finding.code == expected.code && finding.spots().any(is_there)
}

#[test]
fn the_committed_dossier_is_the_demo_with_the_flaws() {
    let planted = flaws::plant(&list(), generated::texts(&demo_folder()).unwrap());
    let (planted, committed) =
        (planted.unwrap(), generated::texts(&examples().join("flawed")).unwrap());
    let run = "run: cargo run -p heng-intake --example generate_demo";
    assert!(planted.keys().eq(committed.keys()), "{run}");
    for (name, text) in &planted {
        assert!(committed[name] == *text, "{name}: {run}");
    }
}

#[test]
fn there_are_flaws_of_every_family() {
    let flaws = list();
    assert!(flaws.len() >= 25, "{}", flaws.len());
    let codes = flaws.iter().flat_map(|flaw| &flaw.findings).map(|finding| finding.code.get(..3));
    let families: BTreeSet<&str> = codes.map(Option::unwrap).collect();
    assert_eq!(families, BTreeSet::from(["AMT", "EVD", "INP", "SCR", "TGT", "TXT"]));
    for flaw in &flaws {
        assert!(!flaw.changes.is_empty() && !flaw.findings.is_empty(), "{}", flaw.what);
    }
}

#[test]
fn every_flaw_is_found_at_its_place() {
    let findings = evaluated(&examples().join("flawed")).findings();
    let flaws = list();
    let missing = flaws
        .iter()
        .flat_map(|flaw| flaw.findings.iter().map(move |expected| (flaw, expected)))
        .filter(|(_, expected)| !findings.iter().any(|finding| is_meant(expected, finding)))
        .map(|(flaw, expected)| format!("{} at {}: {}", expected.code, expected.at, flaw.what));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn nothing_else_is_found() {
    let flaws = list();
    let expected: Vec<&Expected> = flaws.iter().flat_map(|flaw| &flaw.findings).collect();
    let findings = evaluated(&examples().join("flawed")).findings();
    let unexpected = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .filter(|finding| !expected.iter().any(|expected| is_meant(expected, finding)))
        .map(|finding| format!("{} {}: {}", finding.code, finding.spot.label, finding.message));
    assert_eq!(unexpected.collect::<Vec<_>>(), Vec::<String>::new());
}
