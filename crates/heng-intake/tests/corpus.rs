//! Labelled excerpts and published documents: what is found of what is wrong, and what is found besides.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use std::path::PathBuf;

use heng_core::check;
use heng_core::finding::{Finding, Severity};
use heng_intake::report::read::read;
use heng_intake::report::recognise;
use serde_json::Value;
use toml::de::{DeTable, DeValue};

/// A folder of documents with their truth beside the repository; nothing where it is absent.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no {folder} beside the repository");
    None
}

fn findings(path: &std::path::Path) -> Vec<Finding> {
    let report = recognise(read(std::fs::read(path).unwrap(), "report"));
    let obligations = check::run_report(&report);
    check::findings(&obligations).into_iter().cloned().collect()
}

/// All that a finding says, without white space.
fn words(finding: &Finding) -> String {
    let excerpts: Vec<&str> = finding.spots().map(|spot| spot.excerpt.as_str()).collect();
    let all = format!("{}{}{}", finding.message, excerpts.concat(), finding.figures.concat());
    all.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The numbers of a text, as printed.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|number| number.trim_matches('.').to_owned())
        .filter(|number| number.len() >= 2)
        .collect();
    numbers.dedup();
    numbers
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list(value: &Value, key: &str) -> Vec<Value> {
    value.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// A value of TOML as one of JSON, as far as labels need it.
fn as_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Array(items) => items.iter().map(|item| as_json(item.get_ref())).collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref())))
            .collect(),
        _ => Value::Null,
    }
}

/// Whether a finding is about a label: it names most of the numbers of the label's quote.
fn is_about(finding: &Finding, label: &Value) -> bool {
    let said = words(finding);
    if text(label, "kind") == "unfilled_template" {
        let blank = text(label, "quote").trim_matches(['(', ')']);
        return said.contains(blank);
    }
    let quoted = numbers(text(label, "quote"));
    let named = quoted.iter().filter(|number| said.contains(number.as_str())).count();
    let needed = if quoted.len() > 2 { quoted.len().div_ceil(2) } else { quoted.len() };
    named >= needed.max(1)
}

#[test]
fn nine_tenths_of_the_labelled_findings_are_found_and_nothing_else_is_an_error() {
    let Some(folder) = shared("corpus") else { return };
    let index = std::fs::read_to_string(folder.join("index.toml")).unwrap();
    let index = as_json(&DeValue::Table(DeTable::parse(&index).unwrap().into_inner()));
    let (mut labelled, mut reached, mut wrong) = (0, 0, Vec::new());
    println!(
        "{:<5} {:<11} {:>6} {:>5} {:>7} {:>5}",
        "file", "verdict", "labels", "found", "errors", "other"
    );
    for report in list(&index, "report") {
        let findings = findings(&folder.join(text(&report, "file")));
        let labels: Vec<Value> = list(&report, "findings")
            .into_iter()
            .filter(|label| text(label, "confidence") != "low")
            .collect();
        let found = labels
            .iter()
            .filter(|label| findings.iter().any(|finding| is_about(finding, label)))
            .count();
        let errors: Vec<&Finding> =
            findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        let verdict = text(&report, "verdict");
        println!(
            "{:<5} {verdict:<11} {:>6} {found:>5} {:>7} {:>5}",
            text(&report, "id"),
            labels.len(),
            errors.len(),
            findings.len() - errors.len()
        );
        labelled += labels.len();
        reached += found;
        if verdict != "findings" {
            wrong.extend(
                errors.iter().map(|error| format!("{}: {}", text(&report, "id"), error.message)),
            );
        }
    }
    println!("found {reached} of {labelled} labelled findings");
    assert_eq!(wrong, Vec::<String>::new(), "errors where there are none");
    assert!(reached * 10 >= labelled * 9, "found {reached} of {labelled}");
}

/// Whether a finding is about an error or a trap: it names its figures, its words or its excerpt.
fn concerns(finding: &Finding, item: &Value) -> bool {
    let said = words(finding);
    let excerpt: String = text(item, "excerpt").chars().filter(|c| !c.is_whitespace()).collect();
    let figures = list(item, "figures");
    let names_all = !figures.is_empty()
        && figures.iter().all(|figure| said.contains(figure.as_str().unwrap_or_default()));
    let words = list(item, "words");
    let has_words = !words.is_empty()
        && words.iter().all(|word| said.contains(word.as_str().unwrap_or_default()));
    names_all || has_words || (!excerpt.is_empty() && said.contains(&excerpt))
}

#[test]
fn every_provable_error_of_published_documents_is_found_and_no_trap() {
    let Some(folder) = shared("published") else { return };
    let (mut missed, mut raised, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let lines = std::fs::read_to_string(folder.join("truth.jsonl")).unwrap();
    for line in lines.lines() {
        let document: &Value = &serde_json::from_str(line).unwrap();
        let findings = findings(&folder.join(text(document, "file")));
        let errors: Vec<&Finding> =
            findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        println!("{}", text(document, "file"));
        for truth in list(document, "errors") {
            let is_provable = text(&truth, "confidence") == "provable";
            let found = if is_provable {
                errors.iter().any(|error| concerns(error, &truth))
            } else {
                findings.iter().any(|finding| concerns(finding, &truth))
            };
            println!(
                "  {} {:<12} {}",
                text(&truth, "id"),
                text(&truth, "kind"),
                if found { "found" } else { "-" }
            );
            if is_provable && !found {
                missed.push(text(&truth, "id").to_owned());
            }
        }
        let real: Vec<Value> = list(document, "errors");
        for error in errors {
            if real.iter().any(|truth| concerns(error, truth)) {
                continue;
            }
            let is_trap = list(document, "traps").iter().any(|trap| concerns(error, trap));
            let heap = if is_trap { &mut raised } else { &mut others };
            heap.push(format!("{}: {}", text(document, "file"), error.message));
        }
    }
    println!("other errors: {others:#?}");
    assert_eq!(missed, Vec::<String>::new(), "provable errors that were missed");
    assert_eq!(raised, Vec::<String>::new(), "traps raised as errors");
    assert!(others.len() <= 2, "{others:#?}");
}
