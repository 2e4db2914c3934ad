//! Registers from the command line: lists, seals, opened rows, and what leaves at which level.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

mod run;

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use calamine::{Reader as _, Xlsx, open_workbook};
use heng_core::register::measure;
use heng_core::register::schema::{self, Column, ColumnKind, Sensitivity};
use heng_core::register::template::{self, TEMPLATES, Template};
use run::{change, contents, demo, heng};

/// Runs heng with a dossier for `{}` and the folder above it for `{above}`; gives code and all text.
fn with(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let above = folder.parent().unwrap().to_str().unwrap();
    let fill = |one: &&str| one.replace("{}", folder.to_str().unwrap()).replace("{above}", above);
    let arguments: Vec<String> = arguments.iter().map(fill).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (code, printed, errors) = heng(&arguments);
    (code, printed + &errors)
}

#[test]
fn templates_and_registers_are_listed() {
    let (_place, folder) = demo();
    let (code, printed) = with(&folder, &["register", "list"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("films　党员教育片台账　11列　"), "{printed}");
    let (code, printed) = with(&folder, &["register", "list", "{}"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("条记录（registers/films.csv）"), "{printed}");
    change(&folder, "registers/films.csv", "已完成", "完了");
    let (code, printed) = with(&folder, &["register", "list", "{}"]);
    assert!(code == 1 && printed.contains("有1处读不出来"), "{printed}");
    let listed = with(&folder, &["register", "list", "{}", "--format", "jsonl"]).1;
    let lines = listed.lines().map(|line| serde_json::from_str(line).unwrap());
    let films = lines.map(|line: serde_json::Value| line).find(|line| line["id"] == "films");
    assert!(films.unwrap()["records"].as_u64().unwrap() > 0);
}

const SEAL: [&str; 7] =
    ["register", "sample", "seal", "{}", "talent_visits", "-o", "{above}/v.seal.toml"];
const OPEN: [&str; 13] = [
    "register",
    "sample",
    "open",
    "{}",
    "talent_visits",
    "--seal",
    "{above}/v.seal.toml",
    "--seed",
    "2024年第7号",
    "--count",
    "5",
    "-o",
    "{above}/opened.toml",
];
const VERIFY: [&str; 9] = [
    "register",
    "sample",
    "verify",
    "{above}/v.seal.toml",
    "{above}/opened.toml",
    "--seed",
    "2024年第7号",
    "--count",
    "5",
];

#[test]
fn rows_drawn_by_a_seed_are_opened_and_verified() {
    for algorithm in ["sha256", "sm3"] {
        let (_place, folder) = demo();
        let above = folder.parent().unwrap();
        let (code, printed) = with(&folder, &[&SEAL[..], &["--algorithm", algorithm]].concat());
        assert!(code == 0 && printed.contains("根哈希"), "{printed}");
        assert_eq!(with(&folder, &SEAL).0, 4, "a seal is not overwritten");
        // Records that come later leave the seal whole.
        let path = folder.join("registers/talent_visits.csv");
        let text = fs::read_to_string(&path).unwrap();
        let (first, last) = (text.lines().nth(1).unwrap(), text.lines().last().unwrap());
        let key = |line: &str| line.split(',').next().unwrap().to_owned();
        let later = last.replacen(&key(last), "Z-9999", 1);
        fs::write(&path, format!("{}\n{later}\n", text.trim_end())).unwrap();
        let (code, printed) = with(&folder, &OPEN);
        assert!(code == 0 && printed.contains("已开示5行"), "{printed}");
        let (code, printed) = with(&folder, &VERIFY);
        assert_eq!((code, printed.matches("未改动").count()), (0, 5), "{printed}");
        assert!(printed.contains("不说明登记属实"), "{printed}");
        let (code, printed) = with(&folder, &VERIFY[..5]);
        assert!(code == 0 && printed.contains("种子和行数取自开示文件"), "{printed}");
        let other = VERIFY.map(|one| if one == "5" { "6" } else { one });
        let (code, printed) = with(&folder, &other);
        assert!(code == 1 && printed.contains("抽中了这一行，但没有开示"), "{printed}");
        // A register that was changed behind the seal can't be opened.
        fs::remove_file(above.join("opened.toml")).unwrap();
        let changed = first.replacen(&key(first), "Z-0000", 1);
        fs::write(&path, text.replacen(first, &changed, 1)).unwrap();
        let (code, printed) = with(&folder, &OPEN);
        assert!(code == 1 && printed.contains("封存以后被改动过"), "{printed}");
        assert!(!above.join("opened.toml").exists());
    }
}

#[test]
fn a_file_of_opened_rows_that_was_tampered_with_is_refused() {
    let (_place, folder) = demo();
    let above = folder.parent().unwrap();
    assert_eq!(with(&folder, &SEAL).0, 0);
    assert_eq!(with(&folder, &OPEN).0, 0);
    let opened = fs::read_to_string(above.join("opened.toml")).unwrap();
    let text = opened.lines().find(|line| line.starts_with("text = \"20")).unwrap();
    let year = text.replacen("20", "19", 1);
    let proof = opened.lines().find(|line| line.starts_with("proof = ")).unwrap();
    let digit = if &proof[10..11] == "0" { "1" } else { "0" };
    let changed_proof = format!("{}{digit}{}", &proof[..10], &proof[11..]);
    let cases = [
        (text, year.as_str(), 1, "不符：与封存时的不一致"),
        (proof, &changed_proof, 1, "与封存时的不一致"),
        ("seed = \"2024", "seed = \"2025", 1, "种子或行数与抽样要求不同"),
        ("count = 5", "cuont = 5", 3, "是否应为「count」"),
        ("format = 1", "format = 2", 3, "格式版本不是 1"),
    ];
    for (from, to, code, words) in cases {
        fs::write(above.join("opened.toml"), opened.replacen(from, to, 1)).unwrap();
        let (found, printed) = with(&folder, &VERIFY);
        assert!(found == code && printed.contains(words), "{from}: {printed}");
    }
}

#[test]
fn a_secret_stays_out_of_the_dossier_and_a_register_that_is_not_whole_unsealed() {
    let (_place, folder) = demo();
    let inside = SEAL.map(|one| if one.starts_with("{above}") { "{}/v.seal.toml" } else { one });
    let (code, printed) = with(&folder, &inside);
    assert!(code == 2 && printed.contains("密钥不能放在卷宗里"), "{printed}");
    let unknown = SEAL.map(|one| if one == "talent_visits" { "talent_visit" } else { one });
    let (code, printed) = with(&folder, &unknown);
    assert!(code == 2 && printed.contains("是否应为「talent_visits」"), "{printed}");
    change(&folder, "registers/talent_visits.csv", "已走访", "已去过");
    let (code, printed) = with(&folder, &SEAL);
    assert!(code == 3 && printed.contains("没有写出任何文件"), "{printed}");
}

/// What stands in cells that must not leave: words, a number and a day found nowhere else.
const MARK: &str = "绝密标记甲";
const NUMBER: &str = "918273";
const DAY: &str = "2023-08-27";

/// A schema whose hidden columns take any words, so that a mark can stand in them.
fn without_hidden_choices(schema: &str) -> String {
    let blocks = schema.split("\n[[column]]").map(|block| {
        let is_public = !block.contains("sensitivity = ") || block.contains("\"public\"");
        let is_kept = |line: &&str| is_public || !line.starts_with("choices");
        block.lines().filter(is_kept).collect::<Vec<_>>().join("\n")
    });
    blocks.collect::<Vec<_>>().join("\n[[column]]")
}

/// A cell that its column takes; a mark in a hidden one.
fn filled(column: &Column, row: usize, is_key: bool) -> String {
    let number = |least: usize| format!("{}", least + row);
    match (&column.kind, column.is_hidden()) {
        (ColumnKind::Text { .. }, true) if is_key => format!("{MARK}{row}"),
        (ColumnKind::Text { .. }, true) => MARK.to_owned(),
        (ColumnKind::Text { choices }, false) => {
            // Two rows have the same choices, so that no sum is one cell alone.
            let choice = choices.get(row / 2 % choices.len().max(1)).cloned();
            choice.unwrap_or_else(|| format!("A-{row}"))
        }
        (kind, true) if kind.is_number() => NUMBER.to_owned(),
        (kind, false) if kind.is_number() => number(1),
        (ColumnKind::Date, true) => DAY.to_owned(),
        (ColumnKind::Date, false) => format!("2023-{:02}-{}", row % 12 + 1, row / 12 + 11),
        _ => ["是", "否"][row % 2].to_owned(),
    }
}

/// A dossier with one register made by a template, some rows of which can't be read.
fn with_register(template: &Template, place: &Path) -> PathBuf {
    let folder = place.join(template.id);
    fs::create_dir_all(folder.join("registers")).unwrap();
    let schema_text = without_hidden_choices(template.schema);
    let (schema, problems) = schema::read("register.toml", &schema_text);
    assert_eq!(problems, [], "{}", template.id);
    let schema = schema.unwrap();
    let labels: Vec<&str> = schema.columns.iter().map(|one| one.label.as_str()).collect();
    let mut csv = labels.join(",") + "\n";
    for row in 0..24 {
        let cell = |(at, column)| filled(column, row, schema.key.contains(&at));
        let cells: Vec<String> = schema.columns.iter().enumerate().map(cell).collect();
        csv += &(cells.join(",") + "\n");
        if row == 20 {
            csv += &(cells.join(",") + "\n");
        }
    }
    // What can't be read must not be quoted: a wrong number, a cell too many.
    let wrong = |column: &Column| match &column.kind {
        ColumnKind::Text { .. } => MARK.to_owned(),
        _ => format!("{NUMBER}{MARK}"),
    };
    let cell = |column: &Column| if column.is_hidden() { wrong(column) } else { String::new() };
    let cells: Vec<String> = schema.columns.iter().map(cell).collect();
    if schema.has_hidden() {
        let cells = cells.join(",");
        write!(csv, "{cells}\n{cells},{MARK}\n").unwrap();
    }
    fs::write(folder.join(format!("registers/{}.toml", template.id)), schema_text).unwrap();
    fs::write(folder.join(format!("registers/{}.csv", template.id)), csv).unwrap();
    fs::write(folder.join("measures.toml"), template.measures).unwrap();
    let (set, _) = measure::read("measures.toml", template.measures, template::schemas());
    let mut dossier = format!(
        "format = 1\nfiscal_year = 2023\npacks = {{ department = 'example-department' }}\n\
         department = {{ name = '临江区档案局' }}\n\
         [[register]]\nid = '{0}'\nfile = 'registers/{0}.csv'\n[[task]]\nid = 't'\nname = '工作'\n",
        template.id
    );
    for measure in &set.measures {
        write!(
            dossier,
            "[[task.indicator]]\nid = '{0}'\nname = '{0}'\ntarget = '≥1{1}'\nmeasure = '{0}'\n",
            measure.id(),
            measure.unit()
        )
        .unwrap();
    }
    fs::write(folder.join("dossier.toml"), dossier).unwrap();
    folder
}

/// All that a folder of documents holds, as text: archives unpacked, the rest as it is.
fn text_of(folder: &Path) -> String {
    let mut text = String::new();
    for (_, bytes) in contents(folder) {
        let Some(bytes) = bytes else { continue };
        if bytes.starts_with(b"PK") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for at in 0..archive.len() {
                let mut part = Vec::new();
                archive.by_index(at).unwrap().read_to_end(&mut part).unwrap();
                text += &String::from_utf8_lossy(&part);
            }
        } else {
            text += &String::from_utf8_lossy(&bytes);
        }
    }
    text
}

#[test]
fn nothing_above_public_leaves_by_any_way() {
    let mut hidden = 0;
    for template in TEMPLATES {
        let place = tempfile::tempdir().unwrap();
        let folder = with_register(template, place.path());
        let schema = without_hidden_choices(template.schema);
        let schema = schema::read("register.toml", &schema).0.unwrap();
        let is_hidden = schema.has_hidden();
        hidden += usize::from(is_hidden);
        let mut printed = String::new();
        for arguments in [
            "check {} --ledger",
            "check {} --format jsonl",
            "measure {}",
            "measure {} --format jsonl",
            "score {} --tree",
            "register list {}",
            "explain {}",
            "explain {} --format jsonl",
            "build {} -o {above}/out",
        ] {
            let arguments: Vec<&str> = arguments.split(' ').collect();
            let (code, text) = with(&folder, &arguments);
            assert!(code <= 1, "{arguments:?}: {text}");
            printed += &text;
        }
        printed += &text_of(&place.path().join("out"));
        let (set, _) = measure::read("m", template.measures, template::schemas());
        for measure in &set.measures {
            let id = measure.id();
            let fact = format!("measure/{id}");
            let explain = ["explain", "{}", &fact, "--level", "public", "--all"];
            printed += &with(&folder, &explain).1;
            printed += &with(&folder, &[&explain[..], &["--format", "jsonl"]].concat()).1;
            let rows = format!("{{above}}/rows/{id}.xlsx");
            fs::create_dir_all(place.path().join("rows")).unwrap();
            let write = ["measure", "{}", "--rows", id, "-o", &rows, "--level", "public"];
            printed += &with(&folder, &write).1;
        }
        printed += &text_of(&place.path().join("rows"));
        assert!(printed.contains("不公开") == is_hidden, "{}", template.id);
        // An export for disclosure takes a register without problems.
        let path = folder.join(format!("registers/{}.csv", template.id));
        let csv = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = csv.lines().take(22).collect();
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        let (code, text) = with(&folder, &["register", "export", "{}", "-o", "{above}/package"]);
        assert!(code == 0, "{}: {text}", template.id);
        printed += &(text + &text_of(&place.path().join("package")));
        for mark in [MARK, NUMBER, DAY, "2023年8月27日"] {
            let at = printed.find(mark);
            let around = at.map(|at| {
                let before: String = printed[..at].chars().rev().take(80).collect();
                before.chars().rev().collect::<String>() + mark
            });
            assert_eq!(around, None, "{}", template.id);
        }
        // The mark is there to be seen by the department.
        if schema.columns.iter().any(|one| one.sensitivity == Sensitivity::Internal) {
            let export = ["register", "export", "{}", "-o", "{above}/own", "--level", "internal"];
            assert_eq!(with(&folder, &export).0, 0);
            let own = text_of(&place.path().join("own"));
            assert!([MARK, NUMBER, DAY].iter().any(|mark| own.contains(mark)), "{}", template.id);
        }
    }
    assert!(hidden > 2);
}

#[test]
fn a_figure_leads_to_rows_with_their_content_and_to_evidence() {
    let (_place, folder) = demo();
    let rows = |more: &[&str]| {
        let (code, printed) =
            with(&folder, &[&["explain", "{}", "measure/training_cost"], more].concat());
        assert_eq!(code, 0, "{printed}");
        printed
    };
    let first = rows(&[]);
    assert_eq!(first.matches("\n  第").count(), 10, "{first}");
    assert!(first.contains("共25行") && first.contains("还有15行，用 --all 全部列出"), "{first}");
    assert!(first.contains("经费：") && !first.contains("【不公开】"), "{first}");
    let all = rows(&["--all", "--level", "public"]);
    assert_eq!(all.matches("，经费：【不公开】").count(), 25, "{all}");
    assert!(!all.contains("还有"), "{all}");
    let line = rows(&["--format", "jsonl"]);
    let object: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(object["registers"][0]["count"], 25);
    assert_eq!(object["registers"][0]["rows"].as_array().unwrap().len(), 10);
    // An indicator leads on to its files of evidence with their hashes.
    let dossier = fs::read_to_string(folder.join("dossier.toml")).unwrap();
    let file = dossier.split("evidence = [\"").nth(1).unwrap().split('"').next().unwrap();
    let before = dossier.split("evidence = [\"").next().unwrap();
    let id = before.rsplit("\nid = \"").next().unwrap().split('"').next().unwrap();
    let (code, printed) = with(&folder, &["explain", "{}", id]);
    let hash = heng_core::hash::sha256(fs::read(folder.join(file)).unwrap());
    assert!(code == 0 && printed.contains(&format!("佐证　{file}　{hash}")), "{printed}");
}

#[test]
fn rows_of_a_measure_are_written_as_a_workbook() {
    let (_place, folder) = demo();
    let write = ["measure", "{}", "--rows", "training_cost", "-o", "{above}/rows.xlsx"];
    let (code, printed) = with(&folder, &write);
    assert!(code == 0 && printed.contains("共25行"), "{printed}");
    let path = folder.parent().unwrap().join("rows.xlsx");
    let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
    let about = workbook.worksheet_range("度量").unwrap();
    let about: Vec<String> = about.rows().map(|row| format!("{}：{}", row[0], row[1])).collect();
    assert!(
        about.iter().any(|line| line.starts_with("口径：《公务员及干部培训班台账》中")),
        "{about:?}"
    );
    let rows = workbook.worksheet_range("依据行").unwrap();
    let heading: Vec<String> =
        rows.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(heading[..3], ["文件", "行号", "期次编号"]);
    // Each row is the row of that number in the file.
    let text = fs::read_to_string(folder.join("registers/training_sessions.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(rows.rows().count(), 26);
    for row in rows.rows().skip(1) {
        let number: usize = row[1].to_string().parse().unwrap();
        assert!(lines[number - 1].starts_with(&format!("{},", row[2])), "{row:?}");
    }
    assert_eq!(with(&folder, &write).0, 4, "a file is not overwritten");
    let unknown = ["measure", "{}", "--rows", "training_costs", "-o", "{above}/other.xlsx"];
    let (code, printed) = with(&folder, &unknown);
    assert!(code == 2 && printed.contains("是否应为「training_cost」"), "{printed}");
}

#[test]
fn a_data_package_says_what_its_columns_hold() {
    let (_place, folder) = demo();
    let export =
        ["register", "export", "{}", "training_sessions", "annual_reports", "-o", "{above}/p"];
    let (code, printed) = with(&folder, &export);
    assert!(code == 0 && printed.contains("1列不公开，没有导出"), "{printed}");
    let place = folder.parent().unwrap().join("p");
    let package = fs::read_to_string(place.join("datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&package).unwrap();
    assert_eq!(package["profile"], "tabular-data-package");
    let sessions = &package["resources"][0];
    let csv = fs::read_to_string(place.join("training_sessions.csv")).unwrap();
    assert_eq!(sessions["hash"], format!("sha256:{}", heng_core::hash::sha256(&csv)));
    assert_eq!(sessions["schema"]["primaryKey"], serde_json::json!(["session_id"]));
    let fields = sessions["schema"]["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(csv.lines().next().unwrap(), names.join(","));
    assert!(!names.contains(&"cost"));
    let field = |name: &str| fields.iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(field("status")["constraints"]["enum"][0], "已举办");
    assert_eq!(field("attendance")["constraints"]["minimum"], "0");
    assert_eq!(
        (&field("attendance")["type"], &field("held_on")["type"]),
        (&"integer".into(), &"date".into())
    );
    // What was exported is read again by heng, to the same number of records.
    let original = fs::read_to_string(folder.join("registers/training_sessions.csv")).unwrap();
    assert_eq!(csv.lines().count(), original.lines().count());
    let (code, printed) = with(&folder, &export);
    assert!(code == 4 && printed.contains("没有覆盖"), "{printed}");
}
