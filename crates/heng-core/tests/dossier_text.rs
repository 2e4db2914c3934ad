//! The text form of a dossier loses nothing, and reading it never panics.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

mod arbitrary;

use arbitrary::dossier;
use heng_core::dossier::{Dossier, EvidenceFile, NarrativeFile, RuleFile, digest, read, write};
use proptest::collection::vec;
use proptest::prelude::*;

/// Texts made of what a dossier is made of, and of anything else.
fn toml_like() -> impl Strategy<Value = String> {
    const HEADS: &str = "\\[\\[?(task|budget\\.whole|issue)\\]?\\]\n";
    const VALUES: &str = "(id|name|budget|actual) = ('[0-9万元]{0,30}'|3|1\\.5|\\{)\n";
    let piece = prop_oneof![HEADS, VALUES, "\\PC"];
    vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_dossier(dossier in dossier()) {
        let written = write(&dossier);
        let back = read("dossier.toml", &written.toml, &written.narrative);
        let missing = |problem: &&heng_core::reader::Problem| problem.kind.code() != "INP004";
        prop_assert_eq!(back.problems.iter().filter(missing).count(), 0, "{:?}", back.problems);
        prop_assert_eq!(digest(&back.dossier), digest(&dossier));
        prop_assert_eq!(back.dossier, dossier);
    }

    #[test]
    fn any_text_is_read_without_panic(toml in toml_like()) {
        let _ = read("dossier.toml", &toml, &[]);
    }
}

#[test]
fn references_and_identifiers_are_checked() {
    let toml = "format = 1\nfiscal_year = 2023\npacks = {department = 'p'}\n[department]\nname = '甲局'\n\
        [[issue]]\nid = 'a'\ntitle = '一'\n[[issue]]\nid = 'a'\ntitle = '二'\n\
        [[improvement]]\nid = 'm'\ntitle = '三'\nanswers = ['a', 'b']\n";
    let read = read("dossier.toml", toml, &[]);
    let lines: Vec<String> = read
        .problems
        .iter()
        .map(|problem| format!("{} {}", problem.kind.code(), problem.place))
        .collect();
    assert_eq!(lines, ["INP006 dossier.toml:10:6", "INP007 dossier.toml:15:11"]);
}

/// The least dossier, with more lines behind it; its problems with code, place and message.
fn problems_of(more: &str) -> Vec<String> {
    let least = "format = 1\nfiscal_year = 2023\npacks = {department = 'p'}\n\
        department = {name = '甲局'}\n";
    let read = read("dossier.toml", &format!("{least}{more}"), &[]);
    let line = |one: &heng_core::reader::Problem| {
        format!("{} {} {}", one.kind.code(), one.place, one.message)
    };
    read.problems.iter().map(line).collect()
}

#[test]
fn amounts_are_exact_and_in_their_unit() {
    let cases = [
        ("[budget.whole]\nbudget = '3186.40'", "INP005 dossier.toml:6:10 「budget.whole.budget」"),
        (
            "[budget.basic]\nexpenditure = '约3190万元'",
            "INP005 dossier.toml:6:15 「budget.basic.expenditure」",
        ),
        ("[budget.project]\nrate = '96'", "INP005 dossier.toml:6:8 「budget.project.rate」"),
        (
            "[self_evaluation]\namount = '503'",
            "INP005 dossier.toml:6:10 「self_evaluation.amount」",
        ),
        ("[self_evaluation]\nshare = '5元'", "INP005 dossier.toml:6:9 「self_evaluation.share」"),
        (
            "[self_evaluation]\ntotal_score = '95%'",
            "INP005 dossier.toml:6:15 「self_evaluation.total_score」",
        ),
        (
            "[[project]]\nid = 'a'\nname = '甲'\nevaluated_amount = '不少于3万元'",
            "INP005 dossier.toml:8:20 「project.evaluated_amount」",
        ),
    ];
    for (more, expected) in cases {
        let found = problems_of(more);
        assert_eq!(found.len(), 1, "{more}: {found:?}");
        assert!(found[0].starts_with(expected), "{found:?} instead of {expected}");
    }
}

#[test]
fn a_judgement_has_its_share() {
    let indicator = "[[task]]\nid = 't'\nname = '甲'\n[[task.indicator]]\nid = 'i'\nname = '乙'\n\
        target = '1项'\nactual = '1项'\njudgement = { reason = '属实' }";
    let expected = "INP004 dossier.toml:13:13 缺少「task.indicator.judgement.share」。";
    assert_eq!(problems_of(indicator), [expected]);
}

#[test]
fn a_section_has_one_file() {
    let file = |file: &str, text: &str| NarrativeFile { file: file.into(), text: text.into() };
    let files = [
        file("narrative/a/management.md", "旧"),
        file("narrative/conclusion.md", "结论"),
        file("narrative/management.md", "新"),
    ];
    let read = read("dossier.toml", "", &files);
    let texts: Vec<&str> = read.dossier.narrative.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["新", "结论"]);
    let second = read.problems.iter().find(|one| one.kind.code() == "INP006").unwrap();
    let message = "「narrative/a/management.md」与「narrative/management.md」是同一节的正文";
    assert!(second.message.starts_with(message), "{second}");
    assert_eq!(second.place.to_string(), "narrative/a/management.md");
}

#[test]
fn the_hash_stands_for_rules_and_evidence_each() {
    let rule = RuleFile { file: "measures.toml".into(), sha256: "00".into() };
    let evidence = EvidenceFile { file: "measures.toml".into(), sha256: "00".into() };
    let changed = RuleFile { sha256: "01".into(), ..rule.clone() };
    let dossiers = [
        Dossier::default(),
        Dossier { rules: vec![rule], ..Dossier::default() },
        Dossier { rules: vec![changed], ..Dossier::default() },
        Dossier { evidence: vec![evidence], ..Dossier::default() },
    ];
    let hashes: std::collections::BTreeSet<String> = dossiers.iter().map(digest).collect();
    assert_eq!(hashes.len(), dossiers.len());
}
