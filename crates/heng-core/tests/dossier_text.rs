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
use heng_core::dossier::{
    Dossier, EvidenceFile, NarrativeFile, RuleFile, UnitDossier, baseline, digest, evidence, read,
    write,
};
use heng_core::fact::{FactId, Places};
use heng_core::facts::{Fact, facts};
use heng_core::reading::Readings;
use heng_core::register::Measurements;
use jiff::civil::date;
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
        let mut back = read("dossier.toml", &written.toml, &written.narrative);
        if let Some(text) = written.baseline {
            let (baseline, problems) = baseline::read(baseline::FILE, &text, &mut back.places);
            back.dossier.baseline = baseline;
            back.problems.extend(problems);
        }
        let missing = |problem: &&heng_core::reader::Problem| problem.kind.code() != "INP004";
        prop_assert_eq!(back.problems.iter().filter(missing).count(), 0, "{:?}", back.problems);
        prop_assert_eq!(digest(&back.dossier), digest(&dossier));
        prop_assert_eq!(back.dossier, dossier);
    }

    #[test]
    fn any_text_is_read_without_panic(toml in toml_like()) {
        let mut read = read("dossier.toml", &toml, &[]);
        let _ = baseline::read(baseline::FILE, &toml, &mut read.places);
        let _ = evidence::read_into(&mut read.dossier, &mut read.places, evidence::FILE, &toml);
    }

    #[test]
    fn a_sealed_text_cannot_be_changed_unseen(dossier in dossier(), at in 0_usize..200) {
        let sealed = baseline::seal(&dossier, date(2023, 2, 10), Some("临财预〔2023〕5号".into()));
        let text = baseline::write(&sealed);
        let changed: String =
            text.chars().enumerate().map(|(n, c)| if n == at { 'X' } else { c }).collect();
        let (back, problems) = baseline::read(baseline::FILE, &changed, &mut Places::default());
        // White space, quotes and the like may be written otherwise; nothing that is read may.
        prop_assert!(!problems.is_empty() || back == Some(sealed), "{}", changed);
    }
}

/// Two indicators with a target each, one of them without an amount.
const TARGETS: &str = "[[task]]\nid = 't'\nname = '培训'\n\
    [[task.indicator]]\nid = 'a'\nname = '培训期数'\ntarget = '不少于12期'\nactual = '14期'\npoints = '5'\n\
    [[task.indicator]]\nid = 'b'\nname = '培训效果'\ntarget = '明显提高'\nactual = '提高'\n";

#[test]
fn a_broken_seal_is_named_and_read_as_it_stands() {
    let dossier = read("dossier.toml", TARGETS, &[]).dossier;
    let sealed = baseline::seal(&dossier, date(2023, 2, 10), None);
    assert!(sealed.is_intact());
    assert_eq!(sealed.target("a").map(|one| one.target.as_str()), Some("不少于12期"));
    let text = baseline::write(&sealed);
    let cases = [
        ("不少于12期", "不少于10期", "INP020 baseline.toml"),
        ("points = \"5\"", "points = \"6\"", "INP020 baseline.toml"),
        ("2023-02-10", "2023-02-11", "INP020 baseline.toml"),
        ("明显提高", "", "INP020 baseline.toml"),
        ("format = 1", "format = 2", "INP005 baseline.toml:1:10"),
        ("sealed_on", "sealed", "INP002 baseline.toml:2:1 INP004 baseline.toml:1:1"),
        (
            "target = \"明显提高\"",
            "aim = \"明显提高\"",
            "INP002 baseline.toml:13:1 INP004 baseline.toml:10:1",
        ),
        ("[seal]", "[sea]", "INP002 baseline.toml:15:2 INP004 baseline.toml:1:1"),
    ];
    for (from, to, expected) in cases {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let mut places = Places::default();
        let (back, problems) = baseline::read(baseline::FILE, &changed, &mut places);
        let mut found: Vec<String> =
            problems.iter().map(|one| format!("{} {}", one.kind.code(), one.place)).collect();
        found.sort();
        assert_eq!(found.join(" "), expected, "{changed}");
        if expected.starts_with("INP020") {
            let place = places.of(&FactId::new(["baseline", "a", "target"])).unwrap();
            assert_eq!(place.to_string(), "baseline.toml:7:10");
            assert!(back.is_some_and(|one| !one.is_intact()));
        }
    }
}

#[test]
fn sealed_targets_are_facts_beside_those_filed_later() {
    let mut dossier = read("dossier.toml", TARGETS, &[]).dossier;
    dossier.baseline = Some(baseline::seal(&dossier, date(2023, 2, 10), None));
    dossier.tasks[0].indicators[0].target = "不少于10期".to_owned();
    let facts = facts(&Readings::of(&dossier, &Measurements::default()), []);
    let text = |fact: &str| facts.get(&FactId::new([fact])).map(Fact::text);
    assert_eq!(text("baseline/a/target"), Some("不少于12期"));
    assert_eq!(text("indicator/a/target"), Some("不少于10期"));
    assert_eq!(text("baseline/b/target"), None);
}

#[test]
fn recorded_hashes_join_the_records_of_the_dossier() {
    let hash = |digit: &str| digit.repeat(64);
    let toml = format!(
        "[[evidence]]\nfile = 'evidence/a.txt'\ntitle = '通知'\n\
         [[evidence]]\nfile = 'evidence/b.txt'\nsha256 = '{}'\n",
        hash("b")
    );
    let files = ["a", "b", "c"].map(|name| EvidenceFile {
        file: format!("evidence/{name}.txt"),
        sha256: hash(if name == "b" { "0" } else { name }),
    });
    let mut read = read("dossier.toml", &toml, &[]);
    let text = evidence::write(&files);
    let (dossier, places) = (&mut read.dossier, &mut read.places);
    let problems = evidence::read_into(dossier, places, evidence::FILE, &text);
    let lines: Vec<String> =
        problems.iter().map(|one| format!("{} {}", one.kind.code(), one.place)).collect();
    assert_eq!(lines, ["INP006 evidence.toml:9:10"]);
    let records: Vec<_> = dossier
        .evidence_records
        .iter()
        .map(|one| (one.file.as_str(), one.title.as_deref(), one.sha256.clone().unwrap()))
        .collect();
    let expected = [
        ("evidence/a.txt", Some("通知"), hash("a")),
        ("evidence/b.txt", None, hash("b")),
        ("evidence/c.txt", None, hash("c")),
    ];
    assert_eq!(records, expected);
    let place = places.of(&FactId::new(["evidence", "evidence/c.txt"])).unwrap();
    assert_eq!(place.to_string(), "evidence.toml:11:1");
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
fn the_hash_stands_for_each_part_of_the_folder() {
    let sealed = baseline::seal(&Dossier::default(), date(2023, 2, 10), None);
    let unit = UnitDossier { folder: "units/a".into(), ..UnitDossier::default() };
    let rule = RuleFile { file: "measures.toml".into(), sha256: "00".into() };
    let evidence = EvidenceFile { file: "measures.toml".into(), sha256: "00".into() };
    let changed = RuleFile { sha256: "01".into(), ..rule.clone() };
    let with = |change: &dyn Fn(&mut Dossier)| {
        let mut dossier = Dossier::default();
        change(&mut dossier);
        digest(&dossier)
    };
    let hashes = [
        with(&|_| {}),
        with(&|one| one.rules = vec![rule.clone()]),
        with(&|one| one.rules = vec![changed.clone()]),
        with(&|one| one.evidence = vec![evidence.clone()]),
        with(&|one| one.baseline = Some(sealed.clone())),
        with(&|one| one.units = vec![unit.clone()]),
        with(&|one| one.units = vec![UnitDossier { digest: Some("00".into()), ..unit.clone() }]),
    ];
    let different: std::collections::BTreeSet<&String> = hashes.iter().collect();
    assert_eq!(different.len(), hashes.len());
}
