//! What `heng audit` writes for people: pages, letters, a workbook and an overview of invented reports.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod outline;
mod run;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader};
use run::{contents, heng};
use serde_json::Value;

/// A report with errors, a doubt and notes; its words have what markup is made of.
const FLAWED: &str = "临江区档案局2023年度部门整体支出绩效自评报告\n\n\
一、基本情况\n（一）部门概况\n临江区档案局内设科室3个，分别是办公室、管理科。\n\
（二）预算执行情况\n2023年部门整体支出全年预算数200.00万元，执行数180.00万元，预算执行率95.00%。\
其中：基本支出执行数120.00万元，项目支出执行数70.00万元。\n\
2023年“三公”经费支出12.00万元，比上年的10.00万元增加2.00万元，增长10.00%。\n\
二、绩效自评\n本部门自评总分为99.50分，评价等级为“优”。\n\
三、存在问题\n（一）档案<数字化>进度偏慢。。\n四、改进措施\n加强管理（见附件。\n";
/// A text that says nothing of itself.
const PLAIN: &str = "临江区公园简介\n\n公园位于江边，常年开放。\n";

/// A folder with two reports and a file that can't be read, and room for what is written.
fn batch() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("报送 材料");
    fs::create_dir_all(folder.join("下级")).unwrap();
    fs::write(folder.join("甲#1.txt"), FLAWED).unwrap();
    fs::write(folder.join("乙.txt"), PLAIN).unwrap();
    fs::write(folder.join("下级/甲#1.txt"), FLAWED).unwrap();
    fs::write(folder.join("坏.bin"), [0_u8, 1, 2, 3, 255, 254, 7]).unwrap();
    (place, folder)
}

fn audit(path: &Path, format: &str, output: &Path) -> (i32, String, String) {
    let (path, output) = (path.to_str().unwrap(), output.to_str().unwrap());
    heng(&["audit", path, "--format", format, "-o", output, "--on", "2024-03-01"])
}

/// The findings as the stable format gives them: severity, code, message and remedy.
fn findings(path: &Path) -> Vec<[String; 4]> {
    let (_, lines, _) = heng(&["audit", path.to_str().unwrap(), "--format", "jsonl"]);
    let mut all = Vec::new();
    for line in lines.lines() {
        let result: Value = serde_json::from_str(line).unwrap();
        for one in result["findings"].as_array().unwrap() {
            let text = |key: &str| one[key].as_str().unwrap().to_owned();
            all.push([text("severity"), text("code"), text("message"), text("remedy")]);
        }
    }
    all
}

/// The values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let begin = format!(" {attribute}=\"");
    page.split(&begin).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_finding_leads_to_its_place_and_back() {
    let (place, folder) = batch();
    let report = folder.join("甲#1.txt");
    let out = place.path().join("out");
    let (code, said, errors) = audit(&report, "html", &out);
    assert_eq!(code, 1, "{errors}");
    assert!(said.contains("甲#1.txt.html") && !said.contains("总览"), "{said}");
    let page = read(&out.join("甲#1.txt.html"));
    let words = outline::squeezed(&outline::html(&page));
    let findings = findings(&report);
    let severities: BTreeSet<&str> = findings.iter().map(|one| one[0].as_str()).collect();
    assert_eq!(severities, BTreeSet::from(["error", "note", "warning"]));
    for [_, code, message, remedy] in &findings {
        for text in [code, message, remedy] {
            assert!(words.contains(&outline::squeezed(text)), "{text}");
        }
    }
    for line in FLAWED.lines() {
        // The number of a finding stands before its place, so a line may be parted by it.
        let original = &words[words.find("原文").unwrap()..];
        let has_all = line.chars().filter(|c| !c.is_whitespace()).all(|c| original.contains(c));
        assert!(has_all, "{line}");
    }
    let ids: BTreeSet<&str> = values(&page, "id").into_iter().collect();
    assert_eq!(ids.len(), values(&page, "id").len(), "each place has a name of its own");
    let links: Vec<&str> = values(&page, "href");
    let mut targets = links.iter().filter_map(|link| link.strip_prefix('#'));
    assert!(targets.clone().count() > findings.len());
    assert!(targets.all(|target| ids.contains(target)), "{links:?}");
    for number in 1..=findings.len() {
        assert!(ids.contains(format!("f{number}").as_str()), "finding {number}");
        // Each finding that has a place leads to it and is led back to.
        let to = links.contains(&format!("#p{number}-0").as_str());
        let back = links.contains(&format!("#f{number}").as_str());
        assert_eq!(to, back, "finding {number}");
    }
    assert_eq!(page.matches("<fieldset class=\"decision\"").count(), findings.len());
    for part in ["总分推算", "无法核查的事项", "无法核查不等于通过", "核查清单"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn words_of_reports_are_escaped_and_nothing_is_fetched_from_outside() {
    let (place, folder) = batch();
    let out = place.path().join("out");
    let (code, ..) = audit(&folder, "html", &out);
    assert_eq!(code, 3, "a file was not read");
    for (path, bytes) in contents(&out) {
        let Some(bytes) = bytes.filter(|_| path.extension().is_some_and(|it| it == "html")) else {
            continue;
        };
        let page = String::from_utf8(bytes).unwrap();
        assert!(!page.contains("<数字化>"), "{}", path.display());
        // The names of vocabularies are no addresses to fetch from.
        let page = page.replace("http://www.w3.org/2000/svg", "");
        for outside in ["http:", "https:", "<link", "<img", "<iframe", "src=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside} in {}", path.display());
        }
    }
    assert!(read(&out.join("甲#1.txt.html")).contains("&lt;数字化&gt;"));
}

#[test]
fn the_overview_leads_to_every_page_and_names_what_was_not_read() {
    let (place, folder) = batch();
    let out = place.path().join("out");
    audit(&folder, "html", &out);
    let overview = read(&out.join("总览.html"));
    let mut linked = BTreeSet::new();
    for link in values(&overview, "href") {
        let Some(name) = link.strip_prefix("./") else { continue };
        let name = decoded(name);
        assert!(out.join(&name).is_file(), "{name}");
        linked.insert(name);
    }
    let mut pages: BTreeSet<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "manifest.toml")
        .collect();
    assert!(pages.remove("总览.html"));
    assert_eq!(linked, pages);
    assert_eq!(pages.len(), 4, "two files of one name have two pages");
    for page in &pages {
        let page = read(&out.join(page));
        let back = values(&page, "href").into_iter().filter_map(|link| link.strip_prefix("./"));
        assert_eq!(back.map(decoded).collect::<Vec<_>>(), ["总览.html"]);
    }
    let words = outline::html(&overview);
    for text in ["共4个文件", "1个没有读出", "坏.bin", "99.5", "临江区档案局", "AMT117"]
    {
        assert!(words.contains(text), "{text}");
    }
    assert_eq!(overview.matches("<svg").count(), 2);
}

/// A name as it was before it became part of an address.
fn decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_report_goes_back_with_errors_to_mend_and_doubts_to_explain() {
    let (place, folder) = batch();
    let out = place.path().join("out");
    let (code, said, _) = audit(&folder, "docx", &out);
    assert_eq!(code, 3);
    assert!(said.contains("乙.txt：没有错误和疑问，不退回"), "{said}");
    let letter = outline::docx(&fs::read(out.join("甲#1.txt.退回意见书.docx")).unwrap());
    for text in [
        "关于《临江区档案局2023年度部门整体支出绩效自评报告》的退回意见书",
        "临江区档案局：",
        "甲#1.txt",
        "须更正的错误",
        "不作为错误认定",
        "180.00万元÷200.00万元＝90%",
        "所据数字：95.00%、180.00万元、200.00万元",
        "第7行",
        "请于　　　　年　　月　　日前",
        "2024年3月1日",
        "逐项答复表",
    ] {
        assert!(letter.contains(text), "{text} in {letter}");
    }
    let place_of = |text: &str| letter.find(text).unwrap();
    assert!(place_of("一、须更正的错误") < place_of("二、请予说明的事项"));
    assert!(place_of("二、请予说明的事项") < place_of("三、供参考的提示"));
    for [severity, _, message, remedy] in findings(&folder.join("甲#1.txt")) {
        let at = place_of(&message);
        assert!(letter.contains(&remedy), "{remedy}");
        let is_asked_as_error = at < place_of("二、请予说明的事项");
        assert_eq!(is_asked_as_error, severity == "error", "{message}");
    }
    let unread = outline::docx(&fs::read(out.join("坏.bin.退回意见书.docx")).unwrap());
    assert!(unread.contains("（单位名称）：") && unread.contains("无法读出的原因"), "{unread}");
    assert!(!unread.contains("须更正"), "{unread}");
    assert!(!out.join("乙.txt.退回意见书.docx").exists());
}

#[test]
fn the_workbook_has_a_row_a_report_and_a_row_a_finding() {
    let (place, folder) = batch();
    let path = place.path().join("审核.xlsx");
    let (code, ..) = audit(&folder, "xlsx", &path);
    assert_eq!(code, 3);
    let bytes = fs::read(&path).unwrap();
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(workbook.sheet_names(), ["报告", "发现"]);
    let reports = workbook.worksheet_range("报告").unwrap();
    let rows: Vec<&[Data]> = reports.rows().collect();
    let column = |heading: &str| {
        let at = rows[0].iter().position(|cell| *cell == heading);
        at.unwrap_or_else(|| panic!("{heading} in {:?}", rows[0]))
    };
    assert_eq!(rows.len(), 5);
    let row_of = |file: &str| {
        let is_it = |row: &&&[Data]| row[column("文件")].to_string().ends_with(file);
        *rows.iter().find(is_it).unwrap()
    };
    let flawed = row_of("材料/甲#1.txt");
    assert_eq!(flawed[column("自评总分")], Data::Float(99.5));
    assert_eq!(flawed[column("年度")], Data::Float(2023.0));
    assert_eq!(flawed[column("单位")].to_string(), "临江区档案局");
    assert_eq!(flawed[column("自评等级")].to_string(), "优");
    let of_report = findings(&folder.join("甲#1.txt"));
    for (heading, key) in [
        ("错误", "error"),
        ("疑问", "warning"),
        ("提示", "note"),
        ("资金 AMT", "AMT"),
        ("文字 TXT", "TXT"),
        ("得分 SCR", "SCR"),
    ] {
        let is_counted = |one: &&[String; 4]| one[0] == key || one[1].starts_with(key);
        let count = of_report.iter().filter(is_counted).count();
        let Data::Float(shown) = flawed[column(heading)] else { panic!("{heading} is a number") };
        assert_eq!(shown.to_string(), count.to_string(), "{heading}");
        assert!(count > 0, "{heading}");
    }
    let broken = row_of("坏.bin");
    assert_eq!(broken[column("能否读出")].to_string(), "不能");
    assert!(!broken[column("没有读出的内容和原因")].to_string().is_empty());
    let listed = workbook.worksheet_range("发现").unwrap();
    let all = findings(&folder);
    assert_eq!(listed.rows().count(), all.len() + 1);
    for [_, code, message, _] in &all {
        let has = |row: &[Data]| {
            let holds = |text: &str| row.iter().any(|cell| *cell == text);
            holds(code) && holds(message)
        };
        assert!(listed.rows().any(has), "{code} {message}");
    }
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let mut xml = String::new();
        archive.by_name(sheet).unwrap().read_to_string(&mut xml).unwrap();
        assert!(xml.contains("<autoFilter ") && xml.contains("state=\"frozen\""), "{sheet}");
    }
}

#[test]
fn equal_reports_give_equal_bytes_and_a_folder_is_written_anew() {
    let (place, folder) = batch();
    for format in ["html", "docx"] {
        let (one, two) = (place.path().join("一"), place.path().join("二"));
        audit(&folder, format, &one);
        audit(&folder, format, &two);
        let names = |folder: &Path| {
            let files = contents(folder)
                .into_iter()
                .map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes));
            files.collect::<Vec<_>>()
        };
        assert_eq!(names(&one), names(&two), "{format}");
        let (code, _, errors) = audit(&folder.join("乙.txt"), format, &one);
        assert_eq!((code, errors.as_str()), (0, ""), "heng's own folder is replaced");
        assert!(contents(&one).len() < contents(&two).len());
        fs::remove_dir_all(&one).unwrap();
        fs::remove_dir_all(&two).unwrap();
    }
    let (one, two) = (place.path().join("1.xlsx"), place.path().join("2.xlsx"));
    audit(&folder, "xlsx", &one);
    audit(&folder, "xlsx", &two);
    assert_eq!(fs::read(one).unwrap(), fs::read(two).unwrap());
}

#[test]
fn what_was_there_before_stays() {
    let (place, folder) = batch();
    let report = folder.join("乙.txt");
    for format in ["html", "docx", "xlsx"] {
        let (code, out, error) = heng(&["audit", report.to_str().unwrap(), "--format", format]);
        assert_eq!((code, out.as_str()), (2, ""), "{format}");
        assert!(error.contains("-o"), "{error}");
    }
    let before = contents(place.path());
    for format in ["html", "docx"] {
        assert_eq!(audit(&report, format, &folder).0, 4, "{format}: the folder holds reports");
    }
    for format in ["xlsx", "text", "jsonl"] {
        assert_eq!(audit(&report, format, &report).0, 4, "{format}: the file is there");
    }
    for format in ["html", "docx", "xlsx", "text"] {
        let missing = folder.join("没有.txt");
        assert_eq!(audit(&missing, format, &place.path().join("out")).0, 3, "{format}");
    }
    assert_eq!(contents(place.path()), before);
    let lines = place.path().join("结果.jsonl");
    assert_eq!(audit(&report, "jsonl", &lines), (0, String::new(), String::new()));
    assert_eq!(read(&lines).lines().count(), 1);
}

/// What is left of a batch of which only so many bytes were written.
fn break_off(lines: &Path, bytes: usize) -> PathBuf {
    let part = lines.with_extension("jsonl.part");
    fs::write(&part, &fs::read(lines).unwrap()[..bytes]).unwrap();
    fs::remove_file(lines).unwrap();
    part
}

#[test]
fn a_batch_that_was_broken_off_goes_on_where_it_was() {
    let (place, folder) = batch();
    let lines = place.path().join("结果.jsonl");
    let go_on = |more: &[&str]| {
        let mut arguments = vec!["audit", folder.to_str().unwrap(), "--format", "jsonl"];
        arguments.extend(["-o", lines.to_str().unwrap(), "--resume"]);
        arguments.extend(more);
        heng(&arguments)
    };
    assert_eq!(audit(&folder, "jsonl", &lines).0, 3);
    let whole = read(&lines);
    assert_eq!(whole.lines().count(), 4);
    let after_two = whole.match_indices('\n').nth(1).unwrap().0 + 1;

    // Within a line, after a line, before everything: what is there in the end is the same.
    for bytes in [after_two + 40, after_two, 0] {
        let part = break_off(&lines, bytes);
        let (code, _, message) = audit(&folder, "jsonl", &lines);
        assert_eq!(code, 4);
        assert!(message.contains("--resume") && part.exists() && !lines.exists());
        assert_eq!(go_on(&[]).0, 3);
        assert_eq!(read(&lines), whole);
        assert!(!part.exists());
    }

    // Under other packs nothing is taken over, nor is anything lost.
    let part = break_off(&lines, after_two);
    let (code, _, message) = go_on(&["--department-pack", "cn-hunan-yueyang"]);
    assert_eq!(code, 4);
    assert!(message.contains("规则包"));
    assert_eq!(read(&part), whole[..after_two]);

    // A line that is there is believed; a file that was changed since is audited again.
    let first = whole.lines().next().unwrap();
    let told = first.replacen("\"passed\":", "\"passed\":9", 1);
    fs::write(&part, whole[..after_two].replacen(first, &told, 1)).unwrap();
    let second: Value = serde_json::from_str(whole.lines().nth(1).unwrap()).unwrap();
    fs::write(second["file"].as_str().unwrap(), FLAWED).unwrap();
    assert_eq!(go_on(&[]).0, 3);
    let again = read(&lines);
    assert_eq!(again.lines().next().unwrap(), told);
    assert_ne!(again.lines().nth(1), whole.lines().nth(1));
    assert_eq!(again.lines().nth(2), whole.lines().nth(2));

    let (code, _, message) = heng(&["audit", "README.md", "-o", "无", "--resume"]);
    assert_eq!(code, 2);
    assert!(message.contains("jsonl"));
}
