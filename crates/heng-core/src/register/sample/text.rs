//! Seals and opened rows as TOML texts.

use super::{Challenge, Opened, OpenedCell, OpenedColumn, OpenedRow, Seal};
use crate::dossier::Lines;
use crate::hash::{Algorithm, Hash, from_hexadecimal, hexadecimal};
use crate::reader::{self, Entry, Problem};

/// The format version that is written and known.
const FORMAT: i64 = 1;

/// Writes a seal; reading it gives an equal one.
#[must_use]
pub fn write_seal(seal: &Seal) -> String {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    lines.text("register", Some(&seal.register));
    lines.text("title", Some(&seal.title));
    lines.text("file", Some(&seal.file));
    lines.date("sealed_on", Some(seal.sealed_on));
    lines.text("algorithm", Some(seal.algorithm.name()));
    lines.integer("rows", i64::try_from(seal.rows).ok());
    lines.text("columns", Some(&hexadecimal(seal.columns)));
    lines.text("root", Some(&hexadecimal(seal.root)));
    lines.into_text()
}

/// Reads a seal from its text, called `file` in messages.
#[must_use]
pub fn read_seal(file: &str, text: &str) -> (Option<Seal>, Vec<Problem>) {
    sound(reader::read(file, text, |root| {
        let format = is_known(root);
        let (register, title) = (root.required_text("register"), root.required_text("title"));
        let file = root.required_text("file");
        if !root.has("sealed_on") {
            root.missing("sealed_on");
        }
        let sealed_on = root.date("sealed_on");
        if !root.has("algorithm") {
            root.missing("algorithm");
        }
        let algorithm = root.choice("algorithm", &Algorithm::ALL);
        let (rows, columns) = (number(root, "rows"), hash(root, "columns"));
        let top = hash(root, "root");
        format.then_some(Seal {
            register,
            title,
            file,
            sealed_on: sealed_on?,
            algorithm: algorithm?,
            rows: rows?,
            columns: columns?,
            root: top?,
        })
    }))
}

/// Writes the secret of a seal, which the department keeps; reading it gives an equal one.
#[must_use]
pub fn write_secret(register: &str, secret: &Hash) -> String {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    lines.text("register", Some(register));
    lines.text("secret", Some(&hexadecimal(secret)));
    format!("# 封存密钥：由封存的单位自己保管，不交出去；没有它就不能开示。\n{}", lines.into_text())
}

/// Reads the secret of a seal from its text, called `file` in messages.
#[must_use]
pub fn read_secret(file: &str, text: &str) -> (Option<Hash>, Vec<Problem>) {
    sound(reader::read(file, text, |root| {
        let format = is_known(root);
        let _ = root.required_text("register");
        hash(root, "secret").filter(|_| format)
    }))
}

/// Writes opened rows; reading them gives equal ones.
#[must_use]
pub fn write_opened(opened: &Opened) -> String {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    lines.text("register", Some(&opened.register));
    lines.text("root", Some(&hexadecimal(opened.root)));
    lines.text("seed", Some(&opened.challenge.seed));
    lines.integer("count", i64::try_from(opened.challenge.count).ok());
    for column in &opened.columns {
        lines.row("column");
        lines.text("id", Some(&column.id));
        lines.text("label", Some(&column.label));
        lines.text("type", Some(&column.kind));
        lines.text("unit", Some(&column.unit));
    }
    for row in &opened.rows {
        lines.row("row");
        lines.integer("index", i64::try_from(row.index).ok());
        lines.integer("number", i64::try_from(row.number).ok());
        let proof: Vec<String> = row.proof.iter().map(hexadecimal).collect();
        lines.texts("proof", &proof);
        for cell in &row.cells {
            lines.row("row.cell");
            match cell {
                OpenedCell::Shown { text, salt } => {
                    lines.text("text", Some(text));
                    lines.text("salt", Some(&hexadecimal(salt)));
                }
                OpenedCell::Hidden(hash) => lines.text("hidden", Some(&hexadecimal(hash))),
            }
        }
    }
    lines.into_text()
}

/// Reads opened rows from their text, called `file` in messages.
#[must_use]
pub fn read_opened(file: &str, text: &str) -> (Option<Opened>, Vec<Problem>) {
    sound(reader::read(file, text, |root| {
        let format = is_known(root);
        let (register, top) = (root.required_text("register"), hash(root, "root"));
        let (seed, count) = (root.required_text("seed"), number(root, "count"));
        let columns = root.entries("column").iter().map(column).collect();
        let rows: Option<Vec<OpenedRow>> = root.entries("row").iter().map(row).collect();
        format.then_some(Opened {
            register,
            root: top?,
            challenge: Challenge { seed, count: count? },
            columns,
            rows: rows?,
        })
    }))
}

/// What has a problem is not used: it could not be verified.
fn sound<T>((read, problems): (Option<T>, Vec<Problem>)) -> (Option<T>, Vec<Problem>) {
    (read.filter(|_| problems.is_empty()), problems)
}

fn is_known(root: &Entry<'_>) -> bool {
    let format = root.integer("format");
    if format != Some(FORMAT) {
        let message = format!("格式版本不是 {FORMAT}。");
        root.not_understood("format", message, "请用写出它的 heng 版本打开。");
    }
    format == Some(FORMAT)
}

fn number(entry: &Entry<'_>, key: &str) -> Option<usize> {
    if !entry.has(key) {
        entry.missing(key);
    }
    let number = entry.integer(key)?;
    let counted = usize::try_from(number).ok();
    if counted.is_none() {
        entry.not_understood(key, format!("「{number}」不是行数。"), "请核对文件。");
    }
    counted
}

fn hash(entry: &Entry<'_>, key: &str) -> Option<Hash> {
    let text = entry.required_text(key);
    let hash = from_hexadecimal(&text);
    if hash.is_none() && entry.has(key) {
        let message = format!("「{text}」不是 64 位小写十六进制的哈希。");
        entry.not_understood(key, message, "请核对文件是否完整。");
    }
    hash
}

fn column(entry: &Entry<'_>) -> OpenedColumn {
    OpenedColumn {
        id: entry.required_text("id"),
        label: entry.required_text("label"),
        kind: entry.required_text("type"),
        unit: entry.required_text("unit"),
    }
}

fn row(entry: &Entry<'_>) -> Option<OpenedRow> {
    let (index, number) = (number(entry, "index"), number(entry, "number"));
    let proof = entry.texts("proof");
    let hashes: Option<Vec<Hash>> = proof.iter().map(|text| from_hexadecimal(text)).collect();
    if hashes.is_none() {
        let message = "证明里有不是哈希的内容。".to_owned();
        entry.not_understood("proof", message, "请核对文件是否完整。");
    }
    let cells: Option<Vec<OpenedCell>> = entry.entries("cell").iter().map(cell).collect();
    Some(OpenedRow { index: index?, number: number?, cells: cells?, proof: hashes? })
}

fn cell(entry: &Entry<'_>) -> Option<OpenedCell> {
    if entry.has("hidden") {
        return Some(OpenedCell::Hidden(hash(entry, "hidden")?));
    }
    let text = entry.required_text("text");
    Some(OpenedCell::Shown { text, salt: hash(entry, "salt")? })
}
