//! `heng pack import`: from a scoring table in a Word document to a pack that heng loads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Runs the import into `out` of the folder and gives exit code, output and messages.
fn import(folder: &Path, id: &str, file: &str) -> (i32, String, String) {
    let about = [
        "--title",
        "临江区评分方案",
        "--issuer",
        "临江区财政局",
        "--document",
        "临财绩〔2023〕3号",
    ];
    let output = Command::new(env!("CARGO_BIN_EXE_heng"))
        .args(["pack", "import", file, "--id", id, "--from", "2023-01-01", "--for", "department"])
        .args(about)
        .args(["-o", "out"])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn document(path: &Path, rows: &[[&str; 4]]) {
    let cell = |text: &&str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row =
        |cells: &[&str; 4]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let text =
        format!("<w:document xmlns:w='w'><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>");
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap();
}

#[test]
fn a_scoring_table_becomes_a_pack_that_says_what_each_clause_became() {
    let place = tempfile::tempdir().unwrap();
    let rows = [
        ["一级指标", "三级指标", "分值", "评分标准"],
        ["过程", "预算执行率", "60", "得分=执行率×分值"],
        ["", "管理规范", "40", "酌情评分"],
        ["", "公开", "若干", "按时公开得满分，否则不得分"],
    ];
    document(&place.path().join("表.docx"), &rows);
    let (code, out, messages) = import(place.path(), "linjiang-2023", "表.docx");
    assert_eq!((code, messages.as_str()), (0, ""));
    for words in [
        "成为：按完成比例得分，至多满分",
        "成为：人工评分：没有认出固定的公式",
        "指标「公开」的分值「若干」读不成一个正数，这一行没有采用。",
        "共2项指标：1项认出了公式，1项人工评分；1行没有采用。",
    ] {
        assert!(out.contains(words), "{words} is missing in\n{out}");
    }
    let pack = fs::read_to_string(place.path().join("out/linjiang-2023/pack.toml")).unwrap();
    assert!(pack.contains("formula = \"proportional-capped\""));
    // What is there already is not overwritten.
    let (code, _, messages) = import(place.path(), "linjiang-2023", "表.docx");
    assert_eq!(code, 2);
    assert!(messages.contains("没有覆盖"), "{messages}");
}

#[test]
fn what_is_no_scoring_table_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    document(&place.path().join("空.docx"), &[["姓名", "电话", "地址", "备注"]]);
    let cases = [
        ("linjiang-2023", "空.docx", 3, "没有找到评分表"),
        ("linjiang-2023", "不在.docx", 3, "没有找到这个文件"),
        ("../外面", "空.docx", 2, "标识「../外面」不合用"),
    ];
    for (id, file, expected, words) in cases {
        let (code, _, messages) = import(place.path(), id, file);
        assert_eq!(code, expected, "{file}: {messages}");
        assert!(messages.contains(words), "{messages}");
        assert!(!place.path().join("out").exists());
    }
}
