//! Bad input, end to end: each case ends with its exit code, says where, what and what to do, and
//! leaves everything as it was.

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

use std::fs;
use std::path::Path;
use std::process::Command;

use run::{ROOT, contents, heng, told};

const DOSSIER: &str = "format = 1
fiscal_year = 2023
packs = { department = 'example-department', project = 'example-project' }
department = { name = '临江区档案局', functions = '临江区档案局负责档案工作。' }
register = [{ id = 'visits', file = 'registers/visits.csv' }]
[budget.whole]
budget = '100.00万元'
expenditure = '95.00万元'
[[task]]
id = 't'
name = '走访服务'
[[task.indicator]]
id = 'i'
name = '走访企业次数'
target = '≥2次'
measure = 'visits'
points = '5'
[[issue]]
id = 'q'
title = '走访记录不全'
[[improvement]]
id = 'm'
title = '当月登记'
answers = ['q']
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
[[column]]
id = 'hours'
label = '时长'
type = 'decimal'
sensitivity = 'public'
";
const MEASURES: &str = "[[measure]]
id = 'visits'
label = '走访次数'
register = 'visits'
value = { count = 'rows' }
unit = '次'
";

/// How the folder of a good dossier is spoiled.
enum Spoil {
    /// Nothing is spoiled; the arguments are.
    Nothing,
    /// A file has other bytes.
    Bytes(&'static str, Vec<u8>),
    /// A text is put in the place of another.
    Text(&'static str, &'static str, String),
    /// A file or folder is gone.
    Gone(&'static str),
    /// A folder stands where a file should.
    Folder(&'static str),
    /// A file leads elsewhere.
    #[cfg(unix)]
    Link(&'static str),
}

struct Case {
    spoil: Spoil,
    /// The arguments; `{D}` is the dossier's folder, `{P}` the folder around it.
    arguments: &'static str,
    code: i32,
    words: &'static [&'static str],
}

fn case(spoil: Spoil, arguments: &'static str, code: i32, words: &'static [&'static str]) -> Case {
    Case { spoil, arguments, code, words }
}

fn made(place: &Path) -> std::path::PathBuf {
    let folder = place.join("dossier");
    for (name, text) in [
        ("dossier.toml", DOSSIER),
        ("measures.toml", MEASURES),
        ("registers/visits.toml", SCHEMA),
        ("registers/visits.csv", "编号,时长\na,1.5\nb,2\n"),
        ("evidence/走访记录.txt", "走访记录"),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn spoil(folder: &Path, spoil: &Spoil) {
    match spoil {
        Spoil::Nothing => {}
        Spoil::Bytes(name, bytes) => {
            fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
            fs::write(folder.join(name), bytes).unwrap();
        }
        Spoil::Text(name, from, to) => run::change(folder, name, from, to),
        Spoil::Gone(name) if folder.join(name).is_dir() => {
            fs::remove_dir_all(folder.join(name)).unwrap();
        }
        Spoil::Gone(name) => fs::remove_file(folder.join(name)).unwrap(),
        Spoil::Folder(name) => {
            fs::remove_file(folder.join(name)).unwrap();
            fs::create_dir(folder.join(name)).unwrap();
        }
        #[cfg(unix)]
        Spoil::Link(name) => {
            let elsewhere = folder.with_file_name("elsewhere");
            fs::rename(folder.join(name), &elsewhere).unwrap();
            std::os::unix::fs::symlink(elsewhere, folder.join(name)).unwrap();
        }
    }
}

/// Runs all cases and fails with everything that was not as it should be.
fn all_answer(cases: Vec<Case>) {
    let mut failures = Vec::new();
    for Case { spoil: spoiled, arguments, code, words } in cases {
        let place = tempfile::tempdir().unwrap();
        let folder = made(place.path());
        spoil(&folder, &spoiled);
        let before = contents(place.path());
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        let arguments: Vec<String> = arguments
            .split(' ')
            .map(|one| one.replace("{D}", &path(&folder)).replace("{P}", &path(place.path())))
            .collect();
        let given: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (found, printed, errors) = heng(&given);
        let said = format!("{printed}{errors}");
        let mut fail = |what: String| failures.push(format!("{arguments:?}: {what}\n{said}"));
        if found != code {
            fail(format!("ends with {found} instead of {code}"));
        }
        for word in words.iter().filter(|word| !said.contains(**word)) {
            fail(format!("does not say {word}"));
        }
        if said.contains("panicked") || said.contains("内部出错") {
            fail("panics".to_owned());
        }
        if contents(place.path()) != before {
            fail("leaves something behind".to_owned());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn files_that_are_no_text_are_named_with_the_byte() {
    let utf16 = vec![0xFF, 0xFE, b'a', 0];
    let gb18030 = b"format = 1\nname = '\xC1\xD9\xBD\xAD'\n".to_vec();
    let bytes = Spoil::Bytes;
    let (dossier, csv) = ("dossier.toml", "registers/visits.csv");
    all_answer(vec![
        case(bytes(dossier, vec![]), "check {D}", 3, &["dossier.toml:1:1", "缺少「packs」"]),
        case(
            bytes(dossier, b"a = 1\n\0".to_vec()),
            "check {D}",
            3,
            &["dossier.toml:2:1", "字节偏移 6", "NUL", "另存为 UTF-8"],
        ),
        case(bytes(dossier, utf16), "score {D}", 3, &["dossier.toml:1:1", "UTF-16"]),
        case(
            bytes(dossier, gb18030),
            "build {D} -o {P}/out",
            3,
            &["dossier.toml:2:9", "字节偏移 19", "GB18030", "另存为 UTF-8"],
        ),
        case(bytes(dossier, b"PK\x03\x04\x14\0".to_vec()), "check {D}", 3, &["dossier.toml:1:6"]),
        case(bytes("measures.toml", b"\0".to_vec()), "measure {D}", 1, &["measures.toml:1:1"]),
        case(
            bytes("narrative/management.md", b"a\xFF".to_vec()),
            "check {D}",
            1,
            &["INP009", "narrative/management.md:1:2", "字节偏移 1"],
        ),
        case(bytes("baseline.toml", b"\xFF".to_vec()), "check {D}", 1, &["baseline.toml:1:1"]),
        case(bytes("evidence.toml", b"x".to_vec()), "check {D}", 1, &["evidence.toml:1:"]),
        // A register may be in GB18030, and nothing else besides UTF-8.
        case(
            bytes(csv, b"\xB1\xE0\xBA\xC5,\xCA\xB1\xB3\xA4\na,1\nb,2\n".to_vec()),
            "measure {D}",
            0,
            &["走访次数 = 2次"],
        ),
        case(
            bytes(csv, b"\xE7\xBC\x96\xE5\x8F\xB7\na\n\xFF\x80\n".to_vec()),
            "measure {D}",
            1,
            &["INP009", "registers/visits.csv", "字节"],
        ),
        case(bytes(csv, b"".to_vec()), "measure {D}", 1, &["registers/visits.csv", "空的"]),
        case(bytes(csv, "编号\na\0b\n".into()), "measure {D}", 1, &["registers/visits.csv", "NUL"]),
    ]);
}

#[test]
fn texts_that_say_what_cannot_be_are_named_with_line_and_column() {
    let text = |name, from, to: &str| Spoil::Text(name, from, to.to_owned());
    let dossier = |from, to: &str| text("dossier.toml", from, to);
    let long = format!("budget = '{}亿元'", "9".repeat(40));
    let large = format!("points = '{}'", "7".repeat(29));
    let deep = format!("format = 1\na = {}", "[".repeat(20_000));
    let tables = format!("format = 1\n[{}a]\nb = 1", "a.".repeat(20_000));
    all_answer(vec![
        case(
            dossier("budget = '100.00万元'", &long),
            "check {D}",
            1,
            &["INP005", "dossier.toml:7:10"],
        ),
        case(dossier("points = '5'", &large), "score {D}", 0, &["走访企业次数", "总分"]),
        case(dossier("points = '5'", "points = '-5'"), "check {D}", 0, &["分值-5为负数"]),
        case(
            dossier("fiscal_year = 2023", "fiscal_year = 99999999999999999999"),
            "check {D}",
            1,
            &["INP005", "dossier.toml:2:15", "太大"],
        ),
        case(
            dossier("fiscal_year = 2023", "fiscal_year = 9223372036854775807"),
            "check {D}",
            1,
            &["INP005", "1990—2100"],
        ),
        case(dossier("format = 1", &deep), "check {D}", 3, &["dossier.toml:2:", "嵌套太深"]),
        case(dossier("format = 1", &tables), "check {D}", 3, &["dossier.toml:1:1", "嵌套太深"]),
        case(dossier("format = 1", "format = 7"), "check {D}", 1, &["INP005", "dossier.toml:1:10"]),
        case(
            dossier("'example-project'", "'example-projekt'"),
            "check {D}",
            3,
            &["dossier.toml:3:", "example-projekt", "example-project"],
        ),
        case(
            dossier("'≥2次'", "'≥2次'\ntarget = '3'"),
            "check {D}",
            3,
            &["dossier.toml:16:", "写了两次"],
        ),
        case(
            text("measures.toml", "count = 'rows'", "sum = 'houres'"),
            "measure {D}",
            1,
            &["measures.toml:5:", "houres", "是否应为「hours」？"],
        ),
        case(
            text("measures.toml", "count = 'rows'", "sum = 'number'"),
            "measure {D}",
            1,
            &["measures.toml:5:", "number"],
        ),
        case(
            text("measures.toml", "register = 'visits'", "register = 'visit'"),
            "measure {D}",
            1,
            &["measures.toml:4:", "visits"],
        ),
        case(
            text("registers/visits.csv", "a,1.5", &format!("a,{}", "9".repeat(40))),
            "measure {D}",
            1,
            &["INP010", "第2行「时长」列"],
        ),
        case(
            text("registers/visits.csv", "时长", "时长长"),
            "measure {D}",
            1,
            &["registers/visits.csv", "时长长"],
        ),
        case(
            text("registers/visits.csv", "b,2", "a,2"),
            "measure {D}",
            1,
            &["registers/visits.csv 第3行"],
        ),
    ]);
}

#[test]
fn files_and_folders_that_are_not_what_they_should_be_are_named() {
    use Spoil::{Folder, Gone, Nothing};
    all_answer(vec![
        case(Nothing, "check {P}/nowhere", 3, &["nowhere", "没有这个卷宗文件夹", "heng new"]),
        case(
            Nothing,
            "check {D}/dossier.toml",
            3,
            &["dossier.toml", "这里是一个文件", "写明文件夹"],
        ),
        case(Nothing, "check {P}", 3, &["dossier.toml", "没有找到", "核对"]),
        case(Gone("dossier.toml"), "seal {D}", 3, &["dossier.toml", "没有找到"]),
        case(Folder("dossier.toml"), "check {D}", 3, &["dossier.toml", "这里是一个文件夹"]),
        case(
            Gone("registers/visits.csv"),
            "measure {D}",
            1,
            &["INP008", "registers/visits.csv", "没有找到"],
        ),
        case(Folder("registers/visits.csv"), "measure {D}", 1, &["INP008", "registers/visits.csv"]),
        case(Folder("measures.toml"), "measure {D}", 1, &["INP008", "measures.toml", "文件夹"]),
        case(
            Spoil::Bytes("narrative", b"x".to_vec()),
            "check {D}",
            1,
            &["INP008", "narrative", "应是一个文件夹"],
        ),
        case(
            Spoil::Bytes("units/a/dossier.toml", vec![]),
            "check {D}",
            1,
            &["INP002", "units/a", "没有登记"],
        ),
        case(Gone("evidence"), "seal {D} --evidence", 3, &["没有佐证材料"]),
        case(
            Spoil::Bytes("baseline.toml", b"format = 1\n".to_vec()),
            "seal {D}",
            4,
            &["baseline.toml", "没有覆盖", "--replace"],
        ),
        case(
            Spoil::Text("dossier.toml", "id = 'i'", "id = ''".into()),
            "seal {D} --on 2023-13-01",
            2,
            &["2023-13-01"],
        ),
        case(Nothing, "verify {D}", 3, &["manifest.toml", "heng build"]),
        case(Nothing, "verify {P}/nowhere", 3, &["nowhere", "manifest.toml"]),
        case(Nothing, "verify {D}/dossier.toml", 3, &["这里是一个文件"]),
        case(Nothing, "build {D} -o {D}/out", 2, &["out", "请把输出文件夹放在卷宗之外"]),
        case(Nothing, "build {D} -o {D}", 2, &["请把输出文件夹放在卷宗之外"]),
        case(Nothing, "build {D} -o {P}", 4, &["dossier", "没有覆盖"]),
        case(Nothing, "build {P}/nowhere -o {P}/out", 3, &["没有这个卷宗文件夹"]),
        case(
            Spoil::Bytes("../file", b"x".to_vec()),
            "build {D} -o {P}/file",
            4,
            &["一个文件", "没有覆盖"],
        ),
        case(Spoil::Bytes("../file", b"x".to_vec()), "build {D} -o {P}/file/out", 4, &["写不出来"]),
        case(Spoil::Bytes("../file", b"x".to_vec()), "new {P}/file --year 2023", 4, &["写不出来"]),
        case(Nothing, "new {D} --year 2023", 4, &["没有覆盖"]),
        case(Nothing, "new {P}/new --year 1066", 2, &["1066", "--help"]),
        case(Nothing, "explain {D} budget/whole/bugdet", 2, &["是否应为「budget/whole/budget」？"]),
        case(Nothing, "explain AMT999", 2, &["AMT999"]),
        case(Nothing, "pack show example-departmint", 3, &["example-departmint"]),
        case(Nothing, "check {D} --format yaml", 2, &["yaml", "--help"]),
    ]);
}

#[test]
fn files_that_are_no_workbooks_are_named() {
    const IMPORT: &str = "pack import {D}/table.xlsx --id a --title t --issuer i --document d \
                          --from 2023-01-01 --for project -o {P}/packs";
    let bytes = |bytes: &[u8]| Spoil::Bytes("table.xlsx", bytes.to_vec());
    let encrypted: Vec<u8> = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    all_answer(vec![
        case(Spoil::Nothing, IMPORT, 3, &["table.xlsx", "没有找到"]),
        case(bytes(b""), IMPORT, 3, &["table.xlsx", "文件是空的"]),
        case(bytes(b"not a workbook"), IMPORT, 3, &["table.xlsx", "不是 xlsx"]),
        case(bytes(b"PK\x03\x04 cut off"), IMPORT, 3, &["table.xlsx"]),
        case(bytes(&encrypted), IMPORT, 3, &["table.xlsx", "打开密码"]),
    ]);
}

#[test]
fn packs_that_cannot_be_loaded_are_named() {
    let text = include_str!("../../../packs/example-project/pack.toml");
    let own = |text: &str| Spoil::Bytes("../packs/own/pack.toml", text.into());
    let renamed = text.replacen("id = \"example-project\"", "id = \"own\"", 1);
    let circular = renamed.replacen("\"cn-mof-2020-10\"", "\"own\"", 1);
    let orphan = renamed.replacen("\"cn-mof-2020-10\"", "\"cn-mof-2020-11\"", 1);
    assert_ne!(circular, renamed);
    let show = "pack show own --packs {P}/packs";
    all_answer(vec![
        case(own(&renamed), show, 0, &["own → cn-mof-2020-10"]),
        case(own(&circular), show, 3, &["规则包循环继承：own → own", "删去 extends"]),
        case(
            own(&orphan),
            show,
            3,
            &["pack.toml:", "cn-mof-2020-11", "是否应为「cn-mof-2020-10」？"],
        ),
        case(own("[pack"), show, 3, &["pack.toml:1:"]),
        case(own("\0"), show, 3, &["pack.toml", "NUL"]),
        case(own(""), show, 3, &["pack.toml"]),
        case(Spoil::Nothing, "pack list --packs {P}/nowhere", 3, &["nowhere"]),
    ]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use Spoil::Link;
    all_answer(vec![
        case(Link("dossier.toml"), "check {D}", 3, &["dossier.toml", "链接"]),
        case(Link("measures.toml"), "measure {D}", 1, &["INP008", "measures.toml", "链接"]),
        case(Link("registers/visits.csv"), "measure {D}", 1, &["INP008", "visits.csv", "链接"]),
        case(Link("evidence/走访记录.txt"), "seal {D} --evidence", 3, &["走访记录.txt", "链接"]),
    ]);
}

/// Runs heng below a shell that first does something.
#[cfg(unix)]
fn below_shell(first: &str, arguments: &str) -> (i32, String) {
    let script = format!("{first}; exec {} {arguments}", env!("CARGO_BIN_EXE_heng"));
    let mut shell = Command::new("sh");
    let (code, printed, errors) =
        told(&shell.arg("-c").arg(script).current_dir(ROOT).output().unwrap());
    (code, printed + &errors)
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = made(place.path());
    let before = contents(place.path());
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    // No file may grow above a few blocks, and the signal that says so is not heard: writing fails.
    let full = "ulimit -f 8; trap '' XFSZ";
    let out = path(&place.path().join("out"));
    let (code, said) = below_shell(full, &format!("build {} -o {out}", path(&folder)));
    assert!(code == 4 && said.contains("写不出来") && said.contains("磁盘空间"), "{code}: {said}");
    assert_eq!(contents(place.path()), before);
    let (code, said) = below_shell("ulimit -f 0; trap '' XFSZ", &format!("seal {}", path(&folder)));
    assert!(code == 4 && said.contains("baseline.toml") && said.contains("写不出来"), "{said}");
    assert_eq!(contents(place.path()), before);
    if Path::new("/dev/full").exists() {
        let (code, said) = below_shell("exec > /dev/full", &format!("check {}", path(&folder)));
        assert!(code == 4 && said.contains("输出中断"), "{said}");
    } else {
        println!("skipped: this system has no /dev/full");
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let folder = made(place.path());
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    let dossier = folder.join("dossier.toml");
    mode(&dossier, 0o000).unwrap();
    if fs::read(&dossier).is_ok() {
        println!("skipped: this user may read and write everything");
        return;
    }
    let (code, _, errors) = heng(&["check", folder.to_str().unwrap()]);
    assert!(code == 3 && errors.contains("没有读取这个文件的权限"), "{errors}");
    mode(&dossier, 0o644).unwrap();
    let closed = place.path().join("closed");
    fs::create_dir(&closed).unwrap();
    mode(&closed, 0o555).unwrap();
    let out = closed.join("out");
    let arguments = ["build", folder.to_str().unwrap(), "-o", out.to_str().unwrap()];
    let (code, _, errors) = heng(&arguments);
    assert!(code == 4 && errors.contains("写不出来"), "{errors}");
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 0);
    mode(&closed, 0o755).unwrap();
}
