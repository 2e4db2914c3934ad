//! Every check's page is run: its examples give exactly the verdicts that it shows.
//!
//! `UPDATE_EXPECT=1 cargo test -p heng-core --test check_pages` rewrites the verdicts in the pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use heng_core::check::{self, CHECKS, Case, Check};
use heng_core::dossier;
use heng_core::finding::{Obligation, Verdict};
use heng_core::register::Measurements;
use heng_core::{facts, pack, score, stated};

const HEADINGS: [&str; 4] = ["## 检查什么", "## 为什么", "## 依据", "## 示例"];

/// Runs one check on one example, a dossier without its head.
fn run(check: &Check, example: &str) -> String {
    let toml = format!(
        "format = 1\nfiscal_year = 2023\ndepartment = {{ name = '示例局' }}\n\
         packs = {{ department = 'example-department' }}\n{example}"
    );
    let read = dossier::read("dossier.toml", &toml, &[]);
    assert_eq!(read.problems, [], "{}: {toml}", check.code);
    let measurements = Measurements::default();
    let pack = pack::builtin::load("example-department", None).unwrap();
    let project_pack = pack::builtin::load("example-project", None).unwrap();
    let scores = score::score(&read.dossier, &measurements, &pack);
    let project_scores = score::score_projects(&read.dossier, &measurements, &project_pack);
    let facts = facts::facts(&read.dossier, &measurements, [&scores]);
    let (stated, _) = stated::stated(&read.dossier, &read.places, &measurements, &facts);
    let sheets = std::iter::once(&scores).chain(&project_scores);
    let rows = check::rows(&read.dossier, &measurements, sheets);
    let obligations = (check.run)(&Case {
        dossier: &read.dossier,
        places: &read.places,
        measurements: &measurements,
        stated: &stated,
        pack: &pack,
        scores: &scores,
        project_pack: Some(&project_pack),
        project_scores: &project_scores,
        rows: &rows,
    });
    obligations.iter().map(outline).collect()
}

fn outline(obligation: &Obligation) -> String {
    let mut text = String::new();
    let Obligation { subject, verdict, .. } = obligation;
    let label = verdict.label();
    match verdict {
        Verdict::Passed => writeln!(text, "{label}：{subject}").unwrap(),
        Verdict::DoesNotApply { why } | Verdict::CouldNotCheck { why } => {
            writeln!(text, "{label}：{subject}（{why}）").unwrap();
        }
        Verdict::Found(finding) => {
            assert!(!finding.message.is_empty() && !finding.remedy.is_empty());
            writeln!(
                text,
                "{}：{subject}\n  {}\n  {}",
                finding.severity.label(),
                finding.message,
                finding.remedy
            )
            .unwrap();
        }
    }
    text
}

/// The page with the verdicts of its examples put in anew, and the verdicts by kind.
fn rewritten(check: &Check) -> (String, BTreeSet<&'static str>) {
    let mut page = String::new();
    let mut kinds = BTreeSet::new();
    let mut rest = check.page;
    while let Some((before, after)) = rest.split_once("```toml\n") {
        let (example, after) = after.split_once("```\n").expect("the example ends");
        let (between, after) = after.split_once("```text\n").expect("verdicts follow");
        let (_, after) = after.split_once("```").expect("the verdicts end");
        let verdicts = run(check, example);
        for kind in ["错误：", "疑问：", "提示：", "通过：", "不适用：", "无法核查："]
        {
            if verdicts.lines().any(|line| line.starts_with(kind)) {
                kinds.insert(kind);
            }
        }
        write!(page, "{before}```toml\n{example}```\n{between}```text\n{verdicts}```").unwrap();
        rest = after;
    }
    page.push_str(rest);
    (page, kinds)
}

#[test]
fn pages_show_what_the_checks_say() {
    let mut codes = BTreeSet::new();
    for check in CHECKS {
        assert!(codes.insert(check.code), "{} stands twice", check.code);
        let title = format!("# {} {}：", check.code, check.name);
        assert!(check.page.starts_with(&title), "the page begins with {title}");
        for heading in HEADINGS {
            assert!(check.page.contains(heading), "{} has {heading}", check.code);
        }
        let (page, kinds) = rewritten(check);
        let found = kinds.iter().any(|kind| ["错误：", "疑问：", "提示："].contains(kind));
        assert!(found, "{} shows what it finds", check.code);
        assert!(kinds.len() >= 2, "{} shows what it does not find", check.code);
        if page != check.page {
            let file = check.name.replace('-', "_");
            let path =
                PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("src/check/{file}.md"));
            assert!(path.exists(), "the page is named like the check: {}", path.display());
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(path, page).unwrap();
            } else {
                panic!("{} shows other verdicts; run with UPDATE_EXPECT=1:\n{page}", check.code);
            }
        }
    }
}
