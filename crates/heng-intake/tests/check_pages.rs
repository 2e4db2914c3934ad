//! Every page of a check that looks at reports is run: its examples give exactly the verdicts that it shows.
//!
//! `UPDATE_EXPECT=1 cargo test -p heng-intake --test check_pages` rewrites the verdicts in the pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use heng_core::check::{CHECKS, Check, Run};
use heng_core::finding::{Obligation, Verdict};
use heng_core::report::{Comparand, Origin};
use heng_intake::report::read::read;
use heng_intake::report::recognise;

const HEADINGS: [&str; 4] = ["## 检查什么", "## 为什么", "## 依据", "## 示例"];

/// Runs one check on one example; lines with bars are a table as they are in a text file.
///
/// What a report is compared with stands between the example and its verdicts, in a block headed `comparand`,
/// or `rendered` where it is what the dossier of the report gives.
fn run(check: &Check, example: &str, between: &str) -> String {
    let recognised = |text: &str, name: &str| recognise(read(text.as_bytes().to_vec(), name));
    let report = recognised(example, "report.txt");
    let obligations = match check.run {
        Run::Dossier(_) => panic!("{} looks at a report", check.code),
        Run::Report(look) => look(&report),
        Run::Comparison(look) => {
            let of = |head: &str| Some(between.split_once(head)?.1.split_once("```")?.0);
            let (origin, text) = match (of("```comparand\n"), of("```rendered\n")) {
                (Some(text), _) => (Origin::Document, text),
                (None, text) => (Origin::Rendered, text.expect("a comparand follows")),
            };
            look(&report, &Comparand { report: recognised(text, "comparand.txt"), origin })
        }
    };
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
            let severity = finding.severity.label();
            writeln!(text, "{severity}：{subject}\n  {}\n  {}", finding.message, finding.remedy)
                .unwrap();
        }
    }
    text
}

/// The page with the verdicts of its examples put in anew, and whether they find and pass something.
fn rewritten(check: &Check) -> (String, bool, bool) {
    let mut page = String::new();
    let mut all = String::new();
    let mut rest = check.page;
    while let Some((before, after)) = rest.split_once("```report\n") {
        let (example, after) = after.split_once("```\n").expect("the example ends");
        let (between, after) = after.split_once("```text\n").expect("verdicts follow");
        let (_, after) = after.split_once("```").expect("the verdicts end");
        let verdicts = run(check, example, between);
        write!(page, "{before}```report\n{example}```\n{between}```text\n{verdicts}```").unwrap();
        all.push_str(&verdicts);
        rest = after;
    }
    page.push_str(rest);
    let begins =
        |words: &[&str]| all.lines().any(|line| words.iter().any(|word| line.starts_with(word)));
    (page, begins(&["错误：", "疑问：", "提示："]), begins(&["通过：", "不适用：", "无法核查："]))
}

#[test]
fn pages_show_what_the_checks_of_reports_say() {
    for check in CHECKS.iter().filter(|check| !matches!(check.run, Run::Dossier(_))) {
        for heading in HEADINGS {
            assert!(check.page.contains(heading), "{} has {heading}", check.code);
        }
        let (page, finds, passes) = rewritten(check);
        assert!(finds, "{} shows what it finds:\n{page}", check.code);
        assert!(passes, "{} shows what it does not find:\n{page}", check.code);
        if page == check.page {
            continue;
        }
        let file = check.name.replace('-', "_");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../heng-core/src/check/{file}.md"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(path, page).unwrap();
        } else {
            panic!("{} shows other verdicts; run with UPDATE_EXPECT=1:\n{page}", check.code);
        }
    }
}
