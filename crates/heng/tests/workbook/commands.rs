//! Workbooks on the command line: three offices fill in, one conflict is left, and a report is built.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::book::Book;

/// Runs heng in a folder and gives exit code, output and messages.
fn heng(place: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_heng"))
        .args(arguments)
        .current_dir(place)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const TABLE: &str = "任务指标";

/// Three offices of the dossier below, each with the task that it fills in.
const OFFICES: [(&str, &str); 3] =
    [("干部教育科", "干部培训"), ("人才工作室", "人才引进"), ("干部监督室", "干部监督")];

/// A place with the folder `dossier`, in which three offices have a task with two indicators each.
fn dossier() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("dossier");
    let mut toml = "# 手写的说明\nformat = 1\nfiscal_year = 2023\nreport_date = 2024-03-15\n\
        packs = { department = 'example-department', project = 'example-project' }\n\
        [department]\nname = '临江区档案局'\noffices = ['干部教育科', '人才工作室', '干部监督室', '综合科']\n\
        [budget.whole]\nbudget = '3186.40万元'\nexpenditure = '3052.17万元'\n"
        .to_owned();
    for ((office, task), number) in OFFICES.into_iter().zip(1..) {
        write!(toml, "[[task]]\nid = 't{number}'\nname = '{task}'\noffice = '{office}'\n").unwrap();
        for (name, target) in [("完成数量", "≥12期"), ("完成比例", "≥95%")] {
            write!(
                toml,
                "[[task.indicator]]\nid = 't{number}-{name}'\nname = '{task}{name}'\n\
                 dimension = 'output'\ntarget = '{target}'\nactual = ''\npoints = '5'\n"
            )
            .unwrap();
        }
    }
    fs::create_dir_all(folder.join("evidence")).unwrap();
    fs::create_dir_all(folder.join("narrative")).unwrap();
    fs::write(folder.join("dossier.toml"), toml).unwrap();
    fs::write(folder.join("narrative/conclusion.md"), "总体情况良好。\n").unwrap();
    fs::write(folder.join("evidence/总结.txt"), "总结").unwrap();
    place
}

fn fill(from: &Path, to: &Path, edit: impl Fn(&mut Book)) {
    let mut book = Book::read(&fs::read(from).unwrap());
    edit(&mut book);
    fs::write(to, book.bytes()).unwrap();
}

/// Everything in a folder that is seen, with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn three_offices_fill_in_and_one_conflict_is_left() {
    let place = dossier();
    let at = |name: &str| place.path().join(name);
    let export =
        ["workbook", "export", "dossier", "-o", "out", "--all-offices", "--due", "2024-02-29"];
    let (code, printed, errors) = heng(place.path(), &export);
    assert_eq!(code, 0, "{errors}");
    assert!(printed.contains("综合科　没有归它填报的内容"), "{printed}");
    for (office, task) in OFFICES {
        fill(&at(&format!("out/{office}.xlsx")), &at(&format!("{office}.xlsx")), |book| {
            book.fill(TABLE, &format!("{task}完成数量"), "实际完成值", "14期");
            book.fill(TABLE, &format!("{task}完成比例"), "实际完成值", "96%");
        });
    }
    fill(&at("out/干部教育科.xlsx"), &at("另一份.xlsx"), |book| {
        book.fill(TABLE, "干部培训完成数量", "实际完成值", "13期");
        book.put(TABLE, (0, 8), "请核");
    });
    let files = ["干部教育科.xlsx", "人才工作室.xlsx", "干部监督室.xlsx", "另一份.xlsx"];
    let merge = [&["workbook", "merge", "dossier"], files.as_slice()].concat();
    let into_new = [merge.as_slice(), &["-o", "merged", "--format", "jsonl"]].concat();
    let before = contents(&at("dossier"));
    let (code, printed, errors) = heng(place.path(), &into_new);
    assert_eq!((code, errors.as_str()), (1, ""), "{printed}");
    assert_eq!(contents(&at("dossier")), before);
    let objects: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = objects.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["change", "change", "change", "change", "change", "conflict", "problem", "summary"]
    );
    let conflict = &objects[5];
    assert_eq!(conflict["row"], "干部培训完成数量");
    assert_eq!(conflict["column"], "实际完成值");
    assert_eq!(conflict["says"][0]["text"], "14期");
    assert_eq!(conflict["says"][0]["place"], "干部教育科.xlsx「任务指标」G5");
    assert_eq!(conflict["says"][1]["text"], "13期");
    assert_eq!(objects[6]["place"], "另一份.xlsx「任务指标」I1");
    assert_eq!(objects[6]["excerpt"], "请核");
    let list = fs::read_to_string(at("merged-冲突清单.csv")).unwrap();
    assert!(list.starts_with('\u{feff}') && list.contains("\"14期\"") && list.contains("\"请核\""));
    assert_eq!(fs::read_to_string(at("merged/evidence/总结.txt")).unwrap(), "总结");

    // The same into the dossier itself; what was there stays beside it, and a second time is silent.
    let (code, _, _) = heng(place.path(), &merge);
    assert_eq!(code, 1);
    let text = |path: &str| fs::read_to_string(at(path)).unwrap();
    assert_eq!(text("dossier/dossier.toml"), text("merged/dossier.toml"));
    assert!(text("dossier/.dossier.toml.previous").starts_with("# 手写的说明"));
    assert_eq!(text("dossier/narrative/conclusion.md"), "总体情况良好。\n");
    let (_, printed, _) = heng(place.path(), &merge);
    assert!(printed.contains("变动0处，冲突1处，需要处理1处。"), "{printed}");

    // The conflict is settled in the whole workbook, and the report is built.
    assert_eq!(heng(place.path(), &["workbook", "export", "dossier", "-o", "all.xlsx"]).0, 0);
    fill(&at("all.xlsx"), &at("settled.xlsx"), |book| {
        book.fill(TABLE, "干部培训完成数量", "实际完成值", "14期");
    });
    let (code, printed, _) =
        heng(place.path(), &["workbook", "import", "settled.xlsx", "--into", "dossier"]);
    assert_eq!(code, 0, "{printed}");
    assert!(
        printed.contains("任务指标「干部培训完成数量」·实际完成值：（空） → 「14期」"),
        "{printed}"
    );
    let (_, printed, _) =
        heng(place.path(), &["explain", "dossier", "indicator/t1-完成数量/actual"]);
    assert!(printed.contains("14期"), "{printed}");
}

#[test]
fn a_workbook_alone_makes_a_dossier() {
    let place = dossier();
    assert_eq!(heng(place.path(), &["workbook", "export", "dossier", "-o", "all.xlsx"]).0, 0);
    let (code, printed, errors) =
        heng(place.path(), &["workbook", "import", "all.xlsx", "-o", "new"]);
    assert_eq!(code, 0, "{printed}{errors}");
    let name = |path: &str| fs::read_to_string(place.path().join(path)).unwrap();
    assert_eq!(name("new/narrative/conclusion.md"), "总体情况良好。\n");
    assert!(name("new/dossier.toml").contains("name = \"人才引进完成比例\""));
    // A blank one keeps what was planned and asks for the rest.
    let blank = ["workbook", "export", "dossier", "-o", "blank.xlsx", "--blank"];
    assert_eq!(heng(place.path(), &blank).0, 0);
    let mut book = Book::read(&fs::read(place.path().join("blank.xlsx")).unwrap());
    let (row, _) = book.find("收支情况", "部门整体支出");
    let (_, spent) = book.find("收支情况", "执行数（万元）");
    assert!(!book.holds("收支情况", (row, spent)));
    assert!(!book.holds("正文", (4, 2)));
    book.find("任务指标", "≥12期");
}

#[test]
fn what_cannot_be_read_leaves_everything_as_it_was() {
    let place = dossier();
    let at = |name: &str| place.path().join(name);
    let run = |arguments: &[&str]| heng(place.path(), arguments);
    assert_eq!(run(&["workbook", "export", "dossier", "-o", "all.xlsx"]).0, 0);
    let office = ["workbook", "export", "dossier", "-o", "a.xlsx", "--office", "人才工作室"];
    assert_eq!(run(&office).0, 0);
    fs::write(at("empty.xlsx"), "").unwrap();
    fs::write(at("words.xlsx"), "这不是表格").unwrap();
    let header = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    fs::write(at("locked.xlsx"), header.into_iter().chain(name).collect::<Vec<u8>>()).unwrap();
    fs::write(at("other.xlsx"), Book::plain().bytes()).unwrap();
    fill(&at("all.xlsx"), &at("version.xlsx"), |book| book.put("heng", (0, 1), "2"));
    copy(&at("dossier"), &at("amiss"));
    let toml = fs::read_to_string(at("amiss/dossier.toml")).unwrap();
    fs::write(at("amiss/dossier.toml"), format!("{toml}\n[note]\nwords = '要保留'\n")).unwrap();
    let cases: [(&[&str], i32, &str); 14] = [
        (
            &["merge", "dossier", "all.xlsx", "missing.xlsx"],
            3,
            "missing.xlsx\n  | missing.xlsx\n  没有找到这个文件",
        ),
        (
            &["merge", "dossier", "all.xlsx", "empty.xlsx"],
            3,
            "empty.xlsx\n  | empty.xlsx\n  文件是空的",
        ),
        (&["merge", "dossier", "words.xlsx"], 3, "这不是 xlsx 工作簿"),
        (&["merge", "dossier", "locked.xlsx"], 3, "工作簿设有打开密码"),
        (&["merge", "dossier", "other.xlsx"], 3, "这不是填报工作簿"),
        (&["import", "version.xlsx", "--into", "dossier"], 3, "填报模板的版本为「2」"),
        (&["import", "all.xlsx", "--into", "nowhere"], 3, "没有这个卷宗文件夹"),
        (&["import", "all.xlsx", "--into", "amiss"], 3, "改写会丢失"),
        (&["import", "all.xlsx", "-o", "dossier"], 4, "没有覆盖"),
        (&["import", "a.xlsx", "-o", "new"], 2, "请用 --into"),
        (&["import", "all.xlsx"], 2, "缺少参数"),
        (&["export", "dossier", "-o", "all.xlsx"], 4, "已有这个文件，没有覆盖"),
        (
            &["export", "dossier", "-o", "b.xlsx", "--office", "人材工作室"],
            2,
            "是否应为「人才工作室」？",
        ),
        (
            &["export", "dossier", "-o", "dossier/out", "--all-offices"],
            2,
            "请把输出文件夹放在卷宗之外",
        ),
    ];
    let before = contents(place.path());
    for (arguments, code, message) in cases {
        let (found, printed, errors) = run(&[&["workbook"], arguments].concat());
        assert_eq!(found, code, "{arguments:?}: {printed}{errors}");
        assert!(errors.contains(message), "{arguments:?}: {errors}");
        assert!(contents(place.path()) == before, "{arguments:?} wrote something");
    }
}

#[test]
fn a_year_starts_from_the_last_one() {
    let place = tempfile::tempdir().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo");
    let last = place.path().join("2023");
    copy(&demo, &last);
    let (code, printed, errors) = heng(place.path(), &["new", "2024", "--from", "2023"]);
    assert_eq!(code, 0, "{errors}");
    assert!(printed.contains("2024 年度卷宗"), "{printed}");
    let text = fs::read_to_string(place.path().join("2024/dossier.toml")).unwrap();
    assert!(text.contains("fiscal_year = 2024\n") && text.contains("target = \"≥40人\""));
    assert!(text.contains("measure = \"training_sessions_held\""));
    for gone in
        ["46人", "expenditure", "explanation", "evidence", "judgement", "report_date", "[[issue]]"]
    {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(place.path().join("2024/measures.toml").exists());
    assert!(!place.path().join("2024/registers/training_sessions.csv").exists());
    let (code, _, errors) = heng(place.path(), &["new", "2024", "--from", "2023"]);
    assert!(code == 4 && errors.contains("没有覆盖"), "{errors}");
    let (code, _, errors) = heng(place.path(), &["new", "x", "--from", "nowhere"]);
    assert!(code == 3 && errors.contains("没有这个卷宗文件夹"), "{errors}");
    let (_, printed, _) = heng(place.path(), &["new", "later", "--from", "2023", "--year", "2030"]);
    assert!(printed.contains("2030 年度"), "{printed}");
}

#[test]
fn evidence_recorded_anew_after_an_import_has_one_hash() {
    let place = dossier();
    let at = |name: &str| place.path().join(name);
    let heng = |arguments: &[&str]| {
        let (code, printed, errors) = heng(place.path(), arguments);
        assert_eq!(code, 0, "{arguments:?}: {printed}{errors}");
        printed
    };
    heng(&["seal", "dossier", "--evidence"]);
    heng(&["workbook", "export", "dossier", "-o", "all.xlsx"]);
    fill(&at("all.xlsx"), &at("filled.xlsx"), |book| {
        book.fill(TABLE, "干部培训完成数量", "实际完成值", "14期");
    });
    heng(&["workbook", "import", "filled.xlsx", "--into", "dossier"]);
    let text = fs::read_to_string(at("dossier/dossier.toml")).unwrap();
    assert!(text.contains("14期") && !text.contains("sha256"), "{text}");
    fs::write(at("dossier/evidence/总结.txt"), "改过的总结").unwrap();
    heng(&["seal", "dossier", "--evidence", "--replace"]);
    let (_, printed, _) = self::heng(place.path(), &["check", "dossier"]);
    assert!(!printed.contains("INP") && !printed.contains("EVD402"), "{printed}");
}
