//! Folders as people hand them in: what is read of them, and what is said of the rest.

#![allow(clippy::unwrap_used, reason = "what the tests share may panic as they do")]

use std::fs;
use std::path::Path;

use heng_core::dossier::{Dossier, baseline, digest};
use heng_core::evaluation::Loaded;
use heng_core::fact::FactId;
use heng_core::register::journal::csv_line;
use heng_core::register::revision::JOURNAL;
use heng_core::register::schema::Sensitivity;
use heng_intake::folder;
use jiff::civil::date;

const DOSSIER: &str = "format = 1
fiscal_year = 2023
packs = { department = 'example-department' }
department = { name = '临江区档案局' }
register = [{ id = 'visits', file = 'registers/visits.csv' }]
";

const SCHEMA: &str = "[register]
id = 'visits'
title = '走访台账'
key = ['number']
[[column]]
id = 'number'
label = '编号'
type = 'text'
sensitivity = 'public'
";

const MEASURES: &str = "[[measure]]
id = 'visits'
label = '走访次数'
register = 'visits'
value = { count = 'rows' }
unit = '次'
";

/// A folder with these files beside a dossier with one register of two rows.
fn made(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let usual = [
        ("dossier.toml", DOSSIER),
        ("measures.toml", MEASURES),
        ("registers/visits.toml", SCHEMA),
        ("registers/visits.csv", "编号\na\nb\n"),
    ];
    for (name, text) in usual.iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &Path) -> Loaded {
    folder::load(folder, &mut |_| {})
}

/// What the measures gave, and the problems with code, place and message.
fn outline(loaded: &Loaded) -> Vec<String> {
    let values = loaded.measurements.0.values().map(|result| match result {
        Ok(measured) => measured.figure().to_string(),
        Err(reason) => reason.clone(),
    });
    let problems = loaded.problems.iter();
    let problems = problems.map(|one| format!("{} {} {}", one.kind.code(), one.place, one.message));
    values.chain(problems).collect()
}

const VISITORS: &str = "[register]
id = 'visitors'
title = '走访人员台账'
key = ['visit']
[[column]]
id = 'visit'
label = '走访编号'
type = 'text'
sensitivity = 'public'
";

const VISITED: &str = "[[measure]]
id = 'visited'
label = '有记录的走访'
register = 'visits'
where = [{ column = 'number', exists_in = 'visitors' }]
value = { count = 'rows' }
unit = '次'
";

#[test]
fn a_condition_looks_into_another_register_wherever_it_stands() {
    let both = DOSSIER.replace(
        "register = [",
        "register = [{ id = 'visitors', file = 'registers/visitors.csv' }, ",
    );
    let last = DOSSIER.replace(" }]", " }, { id = 'visitors', file = 'registers/visitors.csv' }]");
    let files = |dossier| {
        [
            ("dossier.toml", dossier),
            ("measures.toml", VISITED),
            ("registers/visitors.toml", VISITORS),
            ("registers/visitors.csv", "走访编号\nb\nc\n"),
        ]
    };
    for dossier in [&both, &last] {
        let folder = made(&files(dossier));
        let loaded = load(folder.path());
        assert_eq!(loaded.problems, []);
        let visited = loaded.measurements.get("visited").unwrap();
        assert_eq!(visited.rows.iter().collect::<Vec<_>>(), [3]);
        assert_eq!(
            visited.counting_rule,
            "《走访台账》中编号见于《走访人员台账》的走访编号的记录数"
        );
    }
    let folder = made(&files(DOSSIER));
    let loaded = load(folder.path());
    let reason = loaded.measurements.0["visited"].clone().unwrap_err();
    assert_eq!(reason, "所参照的台账《走访人员台账》没有读入「走访编号」列");
}

#[test]
fn counting_rules_are_part_of_the_hash() {
    let plain = load(made(&[]).path());
    assert_eq!(outline(&plain), ["2次"]);
    let files: Vec<&str> = plain.dossier.rules.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files, ["measures.toml", "registers/visits.toml"]);
    let measures = MEASURES.replace("count = 'rows'", "count_distinct = 'number'");
    let schema = SCHEMA.replace("走访台账", "走访登记");
    for changed in [("measures.toml", measures), ("registers/visits.toml", schema)] {
        let other = load(made(&[(changed.0, &changed.1)]).path());
        assert_eq!(outline(&other), ["2次"]);
        assert_ne!(digest(&other.dossier), digest(&plain.dossier), "{}", changed.0);
    }
    assert_eq!(digest(&load(made(&[]).path()).dossier), digest(&plain.dossier));
}

#[test]
fn a_schema_of_its_own_goes_before_the_template() {
    let own = |text: &str| text.replace("'visits'", "'training_sessions'");
    let register = "register = [{ id = 'training_sessions', file = 'registers/visits.csv' }]";
    let dossier =
        DOSSIER.replace("register = [{ id = 'visits', file = 'registers/visits.csv' }]", register);
    let measures = own(MEASURES);
    let schema = own(SCHEMA);
    let files = [
        ("dossier.toml", dossier.as_str()),
        ("measures.toml", measures.as_str()),
        ("registers/visits.toml", schema.as_str()),
    ];
    let folder = made(&files);
    assert_eq!(outline(&load(folder.path())), ["2次"]);
    // A broken one does not bring the template back.
    fs::write(folder.path().join("registers/visits.toml"), format!("{schema}colour = 1\n"))
        .unwrap();
    let found = outline(&load(folder.path()));
    assert!(found.iter().any(|line| line.starts_with("INP002 registers/visits.toml:10:1")));
    assert!(found.iter().any(|line| line.starts_with("INP007 dossier.toml:5:")), "{found:?}");
}

#[test]
fn two_schemas_with_one_identifier_are_told_apart() {
    let second = SCHEMA.replace("number", "code");
    let folder = made(&[("registers/visits_2.toml", &second)]);
    let expected = "INP006 registers/visits_2.toml:2:6 台账格式「visits」在 registers/visits.toml \
        里已经有了，只采用了 registers/visits.toml，没有采用 registers/visits_2.toml。";
    assert_eq!(outline(&load(folder.path())), ["2次", expected]);
}

#[test]
fn a_section_has_one_file() {
    let files = [("narrative/management.md", "新"), ("narrative/old/management.md", "旧")];
    let loaded = load(made(&files).path());
    let expected = "INP006 narrative/old/management.md 「narrative/old/management.md」与\
        「narrative/management.md」是同一节的正文，只采用了「narrative/management.md」。";
    assert_eq!(outline(&loaded), ["2次", expected]);
    assert_eq!(loaded.dossier.narrative.first().unwrap().text, "新");
}

#[test]
fn what_is_hidden_is_left_out() {
    let files = [
        ("evidence/.git/config", "x"),
        ("evidence/.DS_Store", "x"),
        ("evidence/a/b.txt", "x"),
        ("narrative/.old/management.md", "旧"),
        ("registers/.old/visits.toml", SCHEMA),
    ];
    let loaded = load(made(&files).path());
    assert_eq!(outline(&loaded), ["2次"]);
    let evidence: Vec<&str> = loaded.dossier.evidence.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(evidence, ["evidence/a/b.txt"]);
    assert!(loaded.dossier.narrative.is_empty());
}

#[test]
fn a_file_stands_where_a_folder_should() {
    let folder = made(&[("evidence", "x")]);
    let expected = "INP008 evidence 读不出这个文件或文件夹：这里应是一个文件夹。";
    assert_eq!(outline(&load(folder.path())), ["2次", expected]);
}

#[cfg(unix)]
#[test]
fn links_are_named_and_not_followed() {
    use std::os::unix::fs::symlink;
    // What becomes a link, where it is reported, and what the measure gives then.
    let cases = [
        ("registers/visits.csv", "registers/visits.csv", "台账文件 registers/visits.csv 没有读入"),
        ("registers", "registers", "度量的定义有问题"),
        ("measures.toml", "measures.toml", ""),
        ("narrative", "narrative", "2次"),
        ("narrative/management.md", "narrative/management.md", "2次"),
        ("evidence", "evidence", "2次"),
        ("evidence/a", "evidence/a", "2次"),
        ("dossier.toml", "dossier.toml", ""),
    ];
    let files = [("narrative/management.md", "文"), ("evidence/a/b.txt", "x")];
    for (name, place, value) in cases {
        let (outside, folder) = (made(&files), made(&files));
        let link = folder.path().join(name);
        if link.is_dir() {
            fs::remove_dir_all(&link).unwrap();
        } else {
            fs::remove_file(&link).unwrap();
        }
        symlink(outside.path().join(name), &link).unwrap();
        let found = outline(&load(folder.path()));
        let expected =
            format!("INP008 {place} 读不出这个文件或文件夹：这是一个链接，卷宗只收文件本身。");
        let count = found.iter().filter(|line| **line == expected).count();
        assert_eq!(count, 1, "{name}: {found:?}");
        assert!(found.first().unwrap().starts_with(value), "{name}: {found:?}");
        // A link that leads nowhere is named as well.
        fs::remove_file(&link).unwrap();
        symlink(outside.path().join("nowhere"), &link).unwrap();
        let found = outline(&load(folder.path()));
        assert!(found.contains(&expected), "{name}: {found:?}");
    }
    // The dossier's folder itself may be one.
    let (folder, place) = (made(&files), tempfile::tempdir().unwrap());
    symlink(folder.path(), place.path().join("link")).unwrap();
    assert_eq!(outline(&load(&place.path().join("link"))), ["2次"]);
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let text =
        format!("{DOSSIER}\n[[issue]]\nid = 'a'\ntitle = '甲'\ntext = \"\"\"\n一\n\n二\"\"\"\n");
    let narrative = "第一段。\n\n第二段。\n";
    let plain = made(&[("dossier.toml", &text), ("narrative/management.md", narrative)]);
    let from_windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let (text, narrative) = (from_windows(&text), from_windows(narrative));
    let saved = made(&[("dossier.toml", &text), ("narrative/management.md", &narrative)]);
    let (plain, saved) = (load(plain.path()), load(saved.path()));
    assert_eq!(outline(&saved), ["2次"]);
    assert_eq!(saved.dossier, plain.dossier);
    assert_eq!(saved.places, plain.places);
}

#[test]
fn empty_files_are_named_or_empty() {
    let cases = [
        ("measures.toml", None),
        ("narrative/management.md", None),
        ("evidence/a.txt", None),
        ("registers/visits.toml", Some("INP004 registers/visits.toml:1:1 缺少「register」。")),
        (
            "registers/visits.csv",
            Some("INP004 registers/visits.csv 台账文件是空的，连表头也没有。"),
        ),
        ("dossier.toml", Some("INP004 dossier.toml:1:1 缺少「packs」。")),
    ];
    for (name, expected) in cases {
        let found = outline(&load(made(&[(name, "")]).path()));
        let is_problem = |line: &&String| line.starts_with("INP");
        match expected {
            None => assert_eq!(found.iter().find(is_problem), None, "{name}"),
            Some(line) => assert!(found.iter().any(|one| one == line), "{name}: {found:?}"),
        }
    }
}

const UNIT: &str = "[[unit]]\nid = 'archives'\nname = '区档案馆'\nfolder = 'units/archives'\n";

/// The dossier of a unit that spent so much.
fn unit_dossier(more: &str) -> String {
    format!("{}{more}", DOSSIER.replace("register = ", "# register = "))
}

#[test]
fn units_are_loaded_with_their_places_and_problems() {
    let register = "[[register]]\nid = 'training_sessions'\nfile = 'registers/missing.csv'\n";
    let own = unit_dossier(&format!("[budget.whole]\nbudget = '5.00万元'\n{register}"));
    let department = unit_dossier(UNIT);
    let files = [("dossier.toml", department.as_str()), ("units/archives/dossier.toml", &own)];
    let folder = made(&files);
    fs::remove_dir_all(folder.path().join("registers")).unwrap();
    fs::remove_file(folder.path().join("measures.toml")).unwrap();
    let loaded = load(folder.path());
    let expected = "INP008 units/archives/registers/missing.csv 没有找到这个文件。";
    assert_eq!(outline(&loaded), [expected]);
    let unit = loaded.dossier.units.first().unwrap();
    assert_eq!(unit.digest, unit.dossier.as_ref().map(|dossier| digest(dossier)));
    assert!(unit.digest.is_some());
    let fact = FactId::new(["unit", "archives", "budget", "whole", "budget"]);
    let place = loaded.places.of(&fact).unwrap().to_string();
    assert_eq!(place, "units/archives/dossier.toml:7:10");
    // A change in the unit is one of the department.
    let before = digest(&loaded.dossier);
    fs::write(folder.path().join("units/archives/dossier.toml"), own.replace("5.00", "6.00"))
        .unwrap();
    assert_ne!(digest(&load(folder.path()).dossier), before);
}

#[test]
fn folders_that_are_no_units_are_named_and_not_summed() {
    let own = unit_dossier("");
    let other = own.replace("2023", "2022");
    let cases: [(&str, &str, &str); 8] = [
        ("units/archives", "", "INP008 units/archives/dossier.toml 没有找到这个文件。"),
        ("units/archives", &other, "INP005 dossier.toml:6:1 单位“区档案馆”的卷宗是2022年度"),
        ("units/archives", "format = = 1", "INP001 units/archives/dossier.toml:1:10"),
        (".", &own, "INP005 dossier.toml:6:1 单位卷宗的文件夹「.」不在 units/ 里"),
        ("../archives", &own, "INP005 dossier.toml:6:1 单位卷宗的文件夹「../archives」不在"),
        ("units", &own, "INP005 dossier.toml:6:1 单位卷宗的文件夹「units」不在"),
        ("units/..", &own, "INP005 dossier.toml:6:1 单位卷宗的文件夹「units/..」不在"),
        ("units/other", &own, "INP002 units/archives 卷宗没有登记单位文件夹「units/archives」"),
    ];
    for (name, text, expected) in cases {
        let department = unit_dossier(&UNIT.replace("units/archives", name));
        let folder = made(&[("dossier.toml", &department)]);
        fs::create_dir_all(folder.path().join("units/archives")).unwrap();
        if !text.is_empty() {
            fs::write(folder.path().join("units/archives/dossier.toml"), text).unwrap();
        }
        let loaded = load(folder.path());
        let found = outline(&loaded);
        assert!(found.iter().any(|line| line.starts_with(expected)), "{expected}: {found:?}");
        assert!(loaded.dossier.units.iter().all(|unit| unit.dossier.is_none()), "{name}");
    }
    let twice = unit_dossier(&format!("{UNIT}{}", UNIT.replace("'archives'", "'again'")));
    let loaded =
        load(made(&[("dossier.toml", &twice), ("units/archives/dossier.toml", &own)]).path());
    let expected = "INP005 dossier.toml:10:1 文件夹「units/archives」已经登记给另一个单位";
    assert!(outline(&loaded).iter().any(|line| line.starts_with(expected)));
}

#[test]
fn units_lie_at_most_four_levels_deep() {
    let text = unit_dossier(UNIT);
    let depths = ["", "units/archives/", "units/archives/units/archives/"];
    let mut names: Vec<String> =
        depths.iter().map(|depth| format!("{depth}dossier.toml")).collect();
    for _ in 0..4 {
        names.push(format!("units/archives/{}", names.last().unwrap()));
    }
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), text.as_str())).collect();
    let found = outline(&load(made(&files).path()));
    let deep = "units/archives/".repeat(4);
    let expected = format!("INP005 {deep}dossier.toml:6:1 单位卷宗嵌套超过4级");
    assert!(found.iter().any(|line| line.starts_with(&expected)), "{found:?}");
}

#[test]
fn sealed_targets_and_recorded_hashes_are_read() {
    let hash = "0".repeat(64);
    let record = format!("format = 1\n[[evidence]]\nfile = 'evidence/a.txt'\nsha256 = '{hash}'\n");
    let sealed = baseline::write(&baseline::seal(&Dossier::default(), date(2023, 2, 10), None));
    let broken = sealed.replace("02-10", "02-11");
    let cases = [(&sealed, None), (&broken, Some("INP020 baseline.toml 批复目标封存以后被改动过"))];
    for (text, problem) in cases {
        let files = [
            ("baseline.toml", text.as_str()),
            ("evidence.toml", &record),
            ("baseline-1.toml", "x"),
        ];
        let loaded = load(made(&files).path());
        let found = outline(&loaded);
        let problems: Vec<&String> = found.iter().filter(|line| line.starts_with("INP")).collect();
        assert_eq!(problems.len(), usize::from(problem.is_some()), "{found:?}");
        assert!(problem.is_none_or(|begin| problems.iter().all(|line| line.starts_with(begin))));
        assert!(loaded.dossier.baseline.is_some());
        let record = loaded.dossier.evidence_records.first().unwrap();
        assert_eq!(record.sha256.as_deref(), Some(hash.as_str()));
    }
    let found = outline(&load(made(&[("baseline.toml", "a = \0")]).path()));
    assert!(found.iter().any(|line| line.starts_with("INP009 baseline.toml:1:5")), "{found:?}");
}

const COUNTED: &str = "[register]
id = 'visits'
title = '走访台账'
key = ['number']
[[column]]
id = 'number'
label = '编号'
type = 'text'
sensitivity = 'public'
[[column]]
id = 'persons'
label = '人数'
type = 'integer'
sensitivity = 'public'
[[column]]
id = 'note'
label = '备注'
type = 'text'
sensitivity = 'internal'
";

/// A journal of revisions from their cells: day, key, column, what stood there, what stands there.
fn revisions(changes: &[[&str; 5]]) -> String {
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for change in changes {
        let cells: Vec<String> =
            change.iter().chain(&["更正", "办公室"]).map(|cell| (*cell).to_owned()).collect();
        rows.extend(JOURNAL.added(&rows, &cells).into_iter().map(|cells| (0, cells)));
    }
    rows.iter().map(|(_, cells)| csv_line(cells)).collect()
}

/// Thirty visits of a few persons, with the ninth of 900.
fn visits() -> String {
    let persons = |row: usize| if row == 9 { 900 } else { row % 7 + 1 };
    let line = |row: usize| format!("V-{row:03},{}\n", persons(row));
    "编号,人数,备注\n".to_owned() + &(1..=30).map(line).collect::<String>()
}

#[test]
fn what_is_seen_of_a_register_is_seen_of_its_records_as_revised() {
    let journal = revisions(&[
        ["2023-05-01", "V-009", "人数", "900", "9"],
        ["2023-06-01", "V-012", "作废", "", ""],
    ]);
    // The row of one key can't be read, and one key was never there.
    let csv = visits().replace("V-020,7", "V-020,七").replace("V-025,5\n", "");
    let files = [("registers/visits.toml", COUNTED), ("registers/visits.csv", &csv)];
    let seen = |files: &[(&str, &str)]| {
        let made = made(files);
        let loaded = folder::load(made.path(), &mut |_| ());
        let observed = folder::observe(made.path(), &loaded.dossier, &loaded.places).remove(0);
        let gaps: Vec<String> =
            observed.sequences.iter().flat_map(|one| one.named.clone()).collect();
        (observed.records, gaps.join("、"), observed.outliers[0].count)
    };
    assert_eq!(seen(&files), (28, "V-025".to_owned(), 1));
    let revised = [&files[..], &[("registers/visits.revisions.csv", journal.as_str())]].concat();
    assert_eq!(seen(&revised), (27, "V-025".to_owned(), 0));
}

#[test]
fn rows_are_shown_as_revised_up_to_a_day() {
    let journal = revisions(&[
        ["2023-05-01", "V-002", "备注", "", "补记"],
        ["2023-05-01", "V-009", "人数", "900", "90"],
        ["2023-07-01", "V-009", "人数", "90", "9"],
        ["2023-07-02", "V-009", "备注", "甲", "乙"],
    ]);
    let csv = visits();
    let folder = made(&[
        ("registers/visits.toml", COUNTED),
        ("registers/visits.csv", &csv),
        ("registers/visits.revisions.csv", &journal),
    ]);
    let (schemas, _) = folder::schemas(folder.path());
    let schema = schemas.iter().find(|schema| schema.id == "visits").unwrap();
    let shown = |up_to, as_of| {
        let (file, wanted) = ("registers/visits.csv", [3, 4, 10]);
        let rows = folder::rows(folder.path(), file, schema, &wanted, up_to, as_of).unwrap();
        let words = |row: &heng_intake::register::Row| {
            let cells = row.cells.iter().map(heng_intake::register::RowCell::in_words);
            cells.collect::<Vec<_>>().join(" ")
        };
        rows.iter().map(words).collect::<Vec<_>>()
    };
    // What a revision corrects must stand there: the last of them is not applied.
    let now = [
        "V-002 3 补记（修订于 2023-05-01）",
        "V-003 4 ",
        "V-009 9（修订于 2023-05-01、2023-07-01） ",
    ];
    assert_eq!(shown(Sensitivity::Internal, None), now);
    let then = ["V-002 3 补记（修订于 2023-05-01）", "V-003 4 ", "V-009 90（修订于 2023-05-01） "];
    assert_eq!(shown(Sensitivity::Internal, Some(date(2023, 6, 30))), then);
    let before = ["V-002 3 ", "V-003 4 ", "V-009 900 "];
    assert_eq!(shown(Sensitivity::Internal, Some(date(2023, 4, 30))), before);
    let public = shown(Sensitivity::Public, None);
    assert_eq!(public[0], "V-002 3 【不公开】（修订于 2023-05-01）");
}
