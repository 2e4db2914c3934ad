//! Reports beside other documents: approved targets, last year's report, the dossier they were made from;
//! what was said of findings before; and a new year that starts from a report.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod run;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use run::{contents, copy, demo, heng};

const LAST: &str = "临江区档案局2022年度部门整体支出绩效自评报告
一、基本情况
（一）部门概况
临江区档案局主管全区档案工作。内设科室2个，分别是办公室、业务科。
（二）年度总体工作和重点工作任务
部门整体支出绩效目标：
1．完成馆藏档案数字化年度任务。
2．办好档案法宣传活动。
（三）部门整体收支情况
2022年，部门整体支出预算数1200.00万元，执行数1150.00万元。
二、综合评价分析
年度主要任务|任务（政策）的绩效目标|任务（政策）关键指标|年度指标值|实际完成指标值
档案整理|完成年度整理任务|整理档案|≥500卷|510卷
档案整理|完成年度整理任务|数字化率|≥90%|91%
档案宣传|扩大影响|举办宣传活动|≥3次|3次
三、存在的问题
2022年，个别科室对绩效管理认识不足，指标设置不够细化量化，预算执行前松后紧，年末集中支付的情况仍然存在，需要进一步改进。
";

/// This year's report: last year's with the year put forward, and what else is changed.
fn report(changes: &[(&str, &str)]) -> String {
    let next = LAST.replace("2022", "2023");
    page(&changes.iter().fold(next, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    }))
}

/// A report as a web page; lines with bars are the rows of a table.
fn page(text: &str) -> String {
    let row = |line: &str| format!("<tr><td>{}</td></tr>", line.replace('|', "</td><td>"));
    let element = |line: &str| {
        if line.contains('|') {
            format!("<table>{}</table>", row(line))
        } else {
            format!("<p>{line}</p>")
        }
    };
    let body: Vec<String> = text.lines().map(element).collect();
    format!("<html><body>{}</body></html>", body.concat().replace("</table><table>", ""))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_report_is_compared_with_approved_targets_and_last_year() {
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = place.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let own = file(
        "自评报告.html",
        &report(&[("≥500卷", "≥450卷"), ("举办宣传活动|≥3次|3次", "接待查档|≥900人次|910人次")]),
    );
    let approved = file(
        "目标申报表.html",
        "<h1>临江区档案局2023年度部门整体支出绩效目标申报表</h1><table>\
         <tr><td>一级指标</td><td>三级指标</td><td>指标值</td></tr>\
         <tr><td>产出</td><td>整理档案</td><td>≥500卷</td></tr>\
         <tr><td>产出</td><td>数字化率</td><td>90%</td></tr>\
         <tr><td>效益</td><td>举办宣传活动</td><td>≥3次</td></tr></table>",
    );
    let last = file("上年报告.html", &page(LAST));
    let (_, printed, errors) = heng(&["audit", text(&own), "--against", text(&approved)]);
    for expected in
        ["TGT220", "指标值由「≥500卷」变为「≥450卷」", "TGT221", "“举办宣传活动”（≥3次）"]
    {
        assert!(printed.contains(expected), "{expected}: {printed}{errors}");
    }
    assert_eq!(printed.matches("TGT220").count(), 1, "{printed}");
    let (_, printed, errors) = heng(&["audit", text(&own), "--against", text(&last)]);
    assert!(
        printed.contains("疑问 TXT520") && printed.contains("个别科室对绩效管理认识不足"),
        "{printed}{errors}"
    );
    assert!(!printed.contains("TGT220"), "targets of another year are not compared: {printed}");
    let (_, printed, _) = heng(&["audit", text(&own)]);
    for code in ["TGT220", "TGT221", "TXT520", "AMT130"] {
        assert!(!printed.contains(code), "{code} needs a document to compare with: {printed}");
    }
}

#[test]
fn what_can_not_be_compared_with_is_said() {
    let place = tempfile::tempdir().unwrap();
    let own = place.path().join("自评报告.html");
    fs::write(&own, report(&[])).unwrap();
    let rubbish = place.path().join("坏.docx");
    fs::write(&rubbish, b"PK\x03\x04rubbish").unwrap();
    let empty = place.path().join("空文件夹");
    fs::create_dir(&empty).unwrap();
    let absent = place.path().join("没有.xlsx");
    let before = contents(place.path());
    for (against, message) in
        [(&rubbish, "比对文件"), (&empty, "dossier.toml"), (&absent, "比对文件")]
    {
        let (code, printed, errors) = heng(&["audit", text(&own), "--against", text(against)]);
        assert_eq!(code, 3, "{against:?}: {printed}{errors}");
        assert!(errors.contains(message), "{against:?}: {errors}");
    }
    let cases: [(&[&str], i32, &str); 4] = [
        (&["--against", text(&own), "--into", text(&empty)], 2, "--into"),
        (&["--dismiss", "TXT507", "--reason", "已核"], 2, "没有能对应的"),
        (&["--dismiss", "TXT507"], 2, "--reason"),
        (&["--at", "第1段"], 2, "--dismiss"),
    ];
    for (further, expected, message) in cases {
        let arguments = [&["audit", text(&own)], further].concat();
        let (code, printed, errors) = heng(&arguments);
        assert_eq!(code, expected, "{arguments:?}: {printed}{errors}");
        assert!(errors.contains(message), "{arguments:?}: {errors}");
    }
    let (code, _, errors) =
        heng(&["audit", text(place.path()), "--dismiss", "TXT507", "--reason", "已核"]);
    assert!(code == 2 && errors.contains("一份报告"), "{errors}");
    assert!(contents(place.path()) == before, "something was written");
}

/// Replaces words in the body of a docx.
fn edit(docx: &Path, changes: &[(&str, &str)]) {
    let bytes = fs::read(docx).unwrap();
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(fs::File::create(docx).unwrap());
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let mut body = String::from_utf8(content).unwrap();
            for (old, new) in changes {
                assert!(body.contains(old), "the report holds {old}");
                body = body.replacen(old, new, 1);
            }
            content = body.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap();
}

#[test]
fn edits_of_a_report_are_listed_and_its_text_goes_back() {
    let (place, dossier) = demo();
    let out = place.path().join("out");
    let arguments =
        ["build", text(&dossier), "-o", text(&out), "--only", "report", "--format", "docx"];
    let (_, _, errors) = heng(&arguments);
    let docx = out.join("自评报告.docx");
    assert!(docx.exists(), "{errors}");
    let (_, printed, errors) = heng(&["audit", text(&docx), "--against", text(&dossier)]);
    let edits =
        |printed: &str| printed.matches("AMT132").count() + printed.matches("TXT521").count();
    assert_eq!(edits(&printed), 0, "nothing was edited: {printed}{errors}");
    edit(
        &docx,
        &[
            ("综合科对照佐证逐项复核", "综合科对照佐证逐项核实"),
            ("退回补充4项", "退回补充5项"),
            ("失分较多的有四处", "失分较多的共有四处"),
        ],
    );
    let before = contents(&dossier);
    let both = ["audit", text(&docx), "--against", text(&dossier)];
    let (_, printed, errors) = heng(&both);
    assert!(
        printed.contains("疑问 AMT132") && printed.contains("退回补充5项"),
        "{printed}{errors}"
    );
    assert!(printed.contains("提示 TXT521") && printed.contains("失分较多的共有四处"), "{printed}");
    assert_eq!(edits(&printed), 2, "one for each paragraph: {printed}");
    assert!(contents(&dossier) == before, "listing changes nothing");

    let (_, printed, errors) = heng(&[&both[..], &["--into", text(&dossier)]].concat());
    assert!(printed.contains("没有带回（改动了数字）"), "{printed}{errors}");
    assert!(printed.contains("带回1处正文改动"), "{printed}{errors}");
    let read = |file: &str| fs::read_to_string(dossier.join(file)).unwrap();
    let conclusion = read("narrative/conclusion.md");
    assert!(conclusion.contains("失分较多的共有四处"), "{conclusion}");
    assert!(conclusion.contains("{{indicator/talent_satisfaction/actual}}"), "{conclusion}");
    assert!(read("narrative/management.md").contains("退回补充4项"));
    let changed = |after: &[(std::path::PathBuf, Option<Vec<u8>>)]| {
        let is_same = |one: &&(std::path::PathBuf, Option<Vec<u8>>)| !before.contains(one);
        after.iter().filter(is_same).count()
    };
    assert_eq!(changed(&contents(&dossier)), 1, "only one text was written");
}

#[test]
fn a_finding_set_aside_is_remembered_until_its_words_change() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("报送");
    fs::create_dir(&folder).unwrap();
    let own = folder.join("自评报告.html");
    let last = place.path().join("上年报告.html");
    fs::write(&own, report(&[])).unwrap();
    fs::write(&last, page(LAST)).unwrap();
    let both = ["audit", text(&own), "--against", text(&last)];
    let (_, printed, _) = heng(&both);
    assert!(printed.contains("疑问 TXT520"), "{printed}");
    let said = ["--dismiss", "TXT520", "--reason", "问题尚未整改完", "--by", "绩效科"];
    let (code, printed, errors) = heng(&[&both[..], &said].concat());
    assert_eq!(code, 0, "{printed}{errors}");
    let beside = folder.join("自评报告.html.heng.toml");
    let kept = fs::read_to_string(&beside).unwrap();
    for line in
        ["[[dismissed]]", "code = \"TXT520\"", "reason = \"问题尚未整改完\"", "by = \"绩效科\""]
    {
        assert!(kept.contains(line), "{line}: {kept}");
    }
    let (_, printed, _) = heng(&both);
    assert!(printed.contains("提示 TXT520") && printed.contains("问题尚未整改完"), "{printed}");
    let (_, printed, _) = heng(&[&both[..], &said].concat());
    assert!(printed.contains("没有改动"), "{printed}");
    assert_eq!(fs::read_to_string(&beside).unwrap(), kept);
    let (_, printed, _) = heng(&["audit", text(&folder), "--format", "jsonl"]);
    assert_eq!(printed.lines().count(), 1, "what is kept beside a report is no report: {printed}");

    fs::write(&own, report(&[("需要进一步改进", "将于年内改进")])).unwrap();
    let (_, printed, _) = heng(&both);
    assert!(printed.contains("INP007") && printed.contains("已没有对应的发现"), "{printed}");
    fs::write(&beside, "[[dismissed]\n").unwrap();
    let (code, _, errors) = heng(&[&both[..], &said].concat());
    assert!(code == 3 && errors.contains("没有写入"), "{errors}");
}

#[test]
fn a_year_starts_from_a_report() {
    let place = tempfile::tempdir().unwrap();
    let last = place.path().join("上年报告.html");
    fs::write(&last, page(LAST)).unwrap();
    let new = place.path().join("2023年卷宗");
    let (code, printed, errors) = heng(&["new", text(&new), "--from", text(&last)]);
    assert_eq!(code, 0, "{printed}{errors}");
    assert!(printed.contains("内设科室2个") && printed.contains("指标3个"), "{printed}");
    assert!(printed.contains("没有认出，请补填"), "{printed}");
    let toml = fs::read_to_string(new.join("dossier.toml")).unwrap();
    for kept in
        ["fiscal_year = 2023\n", "临江区档案局", "办公室", "整理档案", "档案宣传", "馆藏档案数字化"]
    {
        assert!(toml.contains(kept), "{kept}: {toml}");
    }
    for gone in ["500卷", "510卷", "1200.00", "1150.00", "认识不足", "2022"] {
        assert!(!toml.contains(gone), "{gone}: {toml}");
    }
    let (code, _, errors) = heng(&["check", text(&new)]);
    assert!(code <= 1, "the draft is read again: {errors}");
    let (code, _, errors) = heng(&["new", text(&new), "--from", text(&last)]);
    assert!(code == 4 && errors.contains("没有覆盖"), "{errors}");

    let other = place.path().join("通知.txt");
    fs::write(&other, "关于召开会议的通知\n请各科室准时参加。\n").unwrap();
    let picture = place.path().join("扫描.png");
    fs::write(&picture, b"\x89PNG\r\n\x1a\n").unwrap();
    for file in [&other, &picture] {
        let target = place.path().join("不应出现");
        let (code, _, errors) = heng(&["new", text(&target), "--from", text(file)]);
        assert!(code == 3 && errors.contains("没有新建卷宗"), "{file:?}: {errors}");
        assert!(!target.exists());
    }
}

#[test]
fn a_dossier_of_another_year_is_last_years_report() {
    let (place, dossier) = demo();
    let later = place.path().join("later");
    copy(&dossier, &later);
    let own = place.path().join("自评报告.html");
    fs::write(&own, report(&[])).unwrap();
    let (code, printed, errors) = heng(&["audit", text(&own), "--against", text(&later)]);
    assert!(code <= 1, "{errors}");
    assert!(printed.contains("不是同一单位"), "{printed}");
}
