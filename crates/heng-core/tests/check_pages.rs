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

use heng_core::check::{self, CHECKS, Case, Check, Run};
use heng_core::dossier::{self, Baseline, EvidenceFile, NarrativeFile, SealedTarget};
use heng_core::figure::Figure;
use heng_core::finding::{Obligation, Verdict};
use heng_core::reading::Readings;
use heng_core::register::heading::{Heading, Origin};
use heng_core::register::observe::{Observed, Observing};
use heng_core::register::schema;
use heng_core::register::{Measured, Measurements, OutsideYear, Rows};
use heng_core::{facts, pack, rollup, score, stated};

const HEADINGS: [&str; 4] = ["## 检查什么", "## 为什么", "## 依据", "## 示例"];

/// The families of checks, in the order of reports.
const FAMILIES: [(&str, &str); 5] = [
    ("AMT", "money, rates, the same amount in two places"),
    ("SCR", "points, scores and the total"),
    ("TGT", "what was aimed at and how it was answered"),
    ("EVD", "what is to prove a result"),
    ("TXT", "what the report says in words"),
];

/// What lies beside `dossier.toml`, as comments of an example say it:
/// `# 正文 management 文字`, `# 佐证 evidence/a.pdf 哈希`, `# 批复 2023-02-20 文号`,
/// `# 批复指标 标识｜名称｜指标值｜分值`, `# 度量 标识｜名称｜值｜行｜空白行｜早于年度的行｜晚于年度的行｜全部行｜最少记录数`,
/// `# 台账 文件｜名称｜质量｜每月｜编号 甲、乙｜日期 2023-01-05、…｜人数 1、2`, all but the first two as needed.
#[derive(Default)]
struct Beside {
    narrative: Vec<NarrativeFile>,
    evidence: Vec<EvidenceFile>,
    baseline: Option<Baseline>,
    measurements: Measurements,
    observed: Vec<Observed>,
}

impl Beside {
    fn of(example: &str) -> Self {
        let mut beside = Self::default();
        for line in example.lines().filter_map(|line| line.strip_prefix("# ")) {
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (first, further) = rest.split_once(' ').unwrap_or((rest, ""));
            let cells: Vec<&str> = rest.split('｜').collect();
            match kind {
                "正文" => beside.narrative.push(NarrativeFile {
                    file: format!("narrative/{first}.md"),
                    text: further.to_owned(),
                }),
                "佐证" => beside
                    .evidence
                    .push(EvidenceFile { file: first.to_owned(), sha256: further.to_owned() }),
                "批复" => {
                    beside.baseline = Some(Baseline {
                        sealed_on: first.parse().unwrap(),
                        document: (!further.is_empty()).then(|| further.to_owned()),
                        targets: Vec::new(),
                        sha256: String::new(),
                    });
                }
                "批复指标" => beside.baseline.as_mut().unwrap().targets.push(SealedTarget {
                    indicator: cells[0].to_owned(),
                    name: cells[1].to_owned(),
                    target: cells[2].to_owned(),
                    points: cells.get(3).map(|points| points.parse().unwrap()),
                }),
                "度量" => {
                    let measured = measured(&cells);
                    beside.measurements.0.insert(cells[0].to_owned(), Ok(measured));
                }
                "台账" => beside.observed.push(observed(&cells)),
                _ => {}
            }
        }
        beside
    }
}

fn measured(cells: &[&str]) -> Measured {
    let figure = Figure::parse(cells[2]).unwrap();
    let rows = |cell: usize| -> Rows {
        let cell = cells.get(cell).copied().unwrap_or_default();
        cell.split('、').filter(|row| !row.is_empty()).map(|row| row.parse().unwrap()).collect()
    };
    Measured {
        measure: cells[0].to_owned(),
        label: cells[1].to_owned(),
        value: figure.value(),
        unit: figure.unit().clone(),
        power: 0,
        decimals: 0,
        counting_rule: "状态为「已举办」的记录的条数。".to_owned(),
        register: "registers/sessions.csv".to_owned(),
        sheet: None,
        register_sha256: String::new(),
        rows: rows(3),
        whole_rows: (cells.len() > 7).then(|| rows(7)),
        minimum_rows: cells.get(8).map(|rows| rows.parse().unwrap()),
        blank_rows: rows(4),
        revised: std::collections::BTreeMap::new(),
        outside_year: (cells.len() > 5).then(|| OutsideYear { before: rows(5), after: rows(6) }),
    }
}

/// Observes a register of made-up records.
fn observed(cells: &[&str]) -> Observed {
    let every = |period: &str| format!("every = {{ column = 'day', period = '{period}' }}\n");
    let (mut upkeep, mut quality) = (String::new(), "");
    let (mut keys, mut days, mut persons) = (Vec::new(), Vec::new(), Vec::new());
    for cell in &cells[2..] {
        let (name, list) = cell.split_once(' ').unwrap_or((cell, ""));
        let list = list.split('、');
        match name {
            "质量" => {
                quality = "[quality]\nverification = '抽查。'\nsources = '系统。'\n\
                           accuracy = '准确。'\nlimits = '没有。'\ncompensation = '不用。'\n";
            }
            "每月" => upkeep = every("month"),
            "每季度" => upkeep = every("quarter"),
            "编号" => keys = list.collect(),
            "日期" => days = list.collect(),
            "人数" => persons = list.collect(),
            other => panic!("{other}"),
        }
    }
    let column = |id: &str, label: &str, kind: &str| {
        format!(
            "[[column]]\nid = '{id}'\nlabel = '{label}'\ntype = '{kind}'\nsensitivity = 'public'\n"
        )
    };
    let schema = format!(
        "[register]\nid = 'cases'\ntitle = '{}'\nkey = ['number']\n{upkeep}{quality}{}{}{}",
        cells[1],
        column("number", "编号", "text"),
        column("day", "日期", "date"),
        column("persons", "人数", "integer"),
    );
    let (schema, problems) = schema::read("cases.toml", &schema);
    assert_eq!(problems, []);
    let schema = schema.unwrap();
    let heading = ["编号", "日期", "人数"].to_vec();
    let origin = Origin { file: cells[0], sheet: None };
    let heading = Heading::read(origin, &schema, &[(1, heading)]).0.unwrap();
    let mut observing = Observing::new(&schema, 2023);
    for at in 0..keys.len().max(days.len()).max(persons.len()) {
        let cell = |list: &[&str]| list.get(at).copied().unwrap_or_default().to_owned();
        // Where no keys are given, they are words without numbers.
        let word = char::from_u32(0x4E00 + u32::try_from(at).unwrap()).unwrap();
        let key = if keys.is_empty() { word.to_string() } else { cell(&keys) };
        let row = [key, cell(&days), cell(&persons)];
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        observing.take(at + 2, &heading.record(at + 2, &row).unwrap());
    }
    observing.finish(cells[0], None)
}

/// Reads an example, a dossier without its head.
fn read(example: &str) -> (dossier::Read, Measurements, Vec<Observed>) {
    let toml = format!(
        "format = 1\nfiscal_year = 2023\npacks = {{ department = 'example-department' }}\n{}{example}",
        if example.contains("[department]") { "" } else { "department = { name = '示例局' }\n" }
    );
    let beside = Beside::of(example);
    let mut read = dossier::read("dossier.toml", &toml, &beside.narrative);
    assert_eq!(read.problems, [], "{toml}");
    read.dossier.evidence = beside.evidence;
    read.dossier.baseline = beside.baseline;
    (read, beside.measurements, beside.observed)
}

/// Runs one check on one example with the units that follow it.
fn run(check: &Check, example: &str, units: &[(&str, &str)]) -> String {
    let (mut read, measurements, observed) = read(example);
    for unit in &mut read.dossier.units {
        let own = units.iter().find(|(folder, _)| *folder == unit.folder);
        unit.dossier = own.map(|(_, text)| Box::new(self::read(text).0.dossier));
    }
    let (dossier, rollup) = rollup::roll_up(read.dossier);
    let pack = pack::builtin::load("example-department", None).unwrap();
    let project_pack = pack::builtin::load("example-project", None).unwrap();
    let mut readings = Readings::of(&dossier, &measurements);
    let scores = score::score(&readings, &pack);
    let project_scores = score::score_projects(&readings, &project_pack);
    let facts = facts::facts(&readings, [&scores]);
    let (stated, _) = stated::stated(&readings, &read.places, &facts);
    let sheets = std::iter::once(&scores).chain(&project_scores);
    readings.derive(sheets.clone());
    let rows = check::rows(&readings, sheets);
    let Run::Dossier(look) = check.run else { panic!("{} looks at a dossier", check.code) };
    let mut obligations = look(&Case {
        dossier: &dossier,
        places: &read.places,
        measurements: &measurements,
        observed: &observed,
        stated: &stated,
        pack: &pack,
        scores: &scores,
        project_pack: Some(&project_pack),
        project_scores: &project_scores,
        rows: &rows,
        rollup: &rollup,
    });
    check::dismiss(&mut obligations, &dossier.dismissed);
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
            for dismissal in &finding.dismissals {
                writeln!(text, "  不采纳：{}", dismissal.reason).unwrap();
            }
        }
    }
    text
}

/// The dossiers of units that stand between an example and its verdicts, each with its folder.
fn units(between: &str) -> Vec<(&str, &str)> {
    let blocks = between.split("```toml ").skip(1);
    blocks.filter_map(|text| text.split_once("```")?.0.split_once('\n')).collect()
}

/// The page with the verdicts of its examples put in anew, and the verdicts by kind.
///
/// Examples of checks that look at reports are read by heng-intake and run there; here their verdicts are
/// taken as the page shows them.
fn rewritten(check: &Check) -> (String, BTreeSet<&'static str>) {
    if !matches!(check.run, Run::Dossier(_)) {
        return (check.page.to_owned(), shown(check.page));
    }
    let mut page = String::new();
    let mut kinds = BTreeSet::new();
    let mut rest = check.page;
    while let Some((before, after)) = rest.split_once("```toml\n") {
        let (example, after) = after.split_once("```\n").expect("the example ends");
        let (between, after) = after.split_once("```text\n").expect("verdicts follow");
        let (_, after) = after.split_once("```").expect("the verdicts end");
        let verdicts = run(check, example, &units(between));
        kinds.extend(kinds_in(&verdicts));
        write!(page, "{before}```toml\n{example}```\n{between}```text\n{verdicts}```").unwrap();
        rest = after;
    }
    page.push_str(rest);
    (page, kinds)
}

/// The kinds of verdicts in a block of them.
fn kinds_in(verdicts: &str) -> impl Iterator<Item = &'static str> {
    ["错误：", "疑问：", "提示：", "通过：", "不适用：", "无法核查："]
        .into_iter()
        .filter(|kind| verdicts.lines().any(|line| line.starts_with(kind)))
}

/// The kinds of verdicts in the blocks of a page, one behind each example.
fn shown(page: &str) -> BTreeSet<&'static str> {
    let examples = page.matches("```report\n").count();
    let blocks: Vec<&str> = page
        .split("```text\n")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("```")?.0))
        .collect();
    assert!(examples > 0 && examples == blocks.len(), "each example has its verdicts: {page}");
    assert!(!page.contains("```toml"), "an example of a report is no dossier: {page}");
    blocks.into_iter().flat_map(kinds_in).collect()
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

#[test]
fn the_list_of_checks_is_complete() {
    let mut list = String::from(
        "# Checks\n\nThis list is written by the test `the_list_of_checks_is_complete`.\n\
         What a check says and does not say stands on its page: `heng explain CODE`.\n\
         The last column says how grave its findings are, as far as the examples of its page show it.\n",
    );
    for (family, about) in FAMILIES {
        write!(list, "\n## {family}: {about}\n\n| code | name | 核查内容 | 严重程度 |\n").unwrap();
        list.push_str("| --- | --- | --- | --- |\n");
        for check in CHECKS.iter().filter(|check| check.code.starts_with(family)) {
            let (_, kinds) = rewritten(check);
            let severities = ["错误", "疑问", "提示"];
            let shown: Vec<&str> = severities
                .into_iter()
                .filter(|severity| kinds.contains(format!("{severity}：").as_str()))
                .collect();
            let page = format!("../crates/heng-core/src/check/{}.md", check.name.replace('-', "_"));
            let Check { code, name, .. } = check;
            let (title, shown) = (check.title(), shown.join("、"));
            writeln!(list, "| [{code}]({page}) | {name} | {title} | {shown} |").unwrap();
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &list).unwrap();
    } else {
        assert_eq!(written, list, "docs/checks.md is behind; run with UPDATE_EXPECT=1");
    }
    let listed = list.matches("| [").count();
    assert_eq!(listed, CHECKS.len(), "every check is of a family");
}

#[test]
fn the_check_that_the_docs_show_is_the_one_that_runs() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/adding-a-check.md")).unwrap();
    let (_, after) = page.split_once("```rust\n//! AMT104").expect("the page shows the check");
    let (shown, _) = after.split_once("```").unwrap();
    let source = root.join("crates/heng-core/src/check/expenditure_above_budget.rs");
    let source = std::fs::read_to_string(source).unwrap();
    assert_eq!(format!("//! AMT104{shown}"), source);
}
