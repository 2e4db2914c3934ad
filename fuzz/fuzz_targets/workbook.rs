//! Any bytes as a workbook, and as the sheet or the shared strings inside a sound one: its cells are
//! read, or it is said why not. And as answers typed into a workbook that was handed out, with what
//! stands there moved about: each is merged into the dossier, or it is said where it stands.

#![no_main]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use heng_core::dossier::{self, Dossier};
use heng_core::form::{self, CellContent, Layout, Lists, MARK_SHEET, Mark, RawSheet, locate};
use heng_core::merge::{self, Returned};
use heng_intake::sheet::{Limits, Workbook};
use heng_intake::workbook;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const WORKBOOK: &[u8] = br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
const STRINGS: &[u8] = b"<sst><si><t>a</t></si></sst>";

fuzz_target!(|bytes: &[u8]| {
    let _ = workbook::read_bytes(bytes.to_vec(), "a.xlsx");
    answered(&String::from_utf8_lossy(bytes));
    walk(bytes.to_vec());
    let _ = packed(bytes, STRINGS).map(walk);
    let _ = packed(SHEET, bytes).map(walk);
});

/// A workbook of one sheet with these parts.
fn packed(sheet: &[u8], strings: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ] {
        archive.start_file(name, stored)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn walk(bytes: Vec<u8>) {
    let Ok(mut workbook) = Workbook::open(bytes) else { return };
    let names: Vec<String> = workbook.sheets().map(str::to_owned).collect();
    for name in names {
        let _ = workbook.merged(&name);
        let _ = workbook.visit(&name, Limits::FORMAT, |row| {
            for cell in &row.cells {
                let _ = cell.content.text();
            }
            ControlFlow::Continue(())
        });
    }
}

const DOSSIER: &str = "\
format = 1
fiscal_year = 2023
packs = { department = 'p', project = 'q' }
department = { name = '示例局', offices = ['办公室', '业务科'] }
[budget.whole]
budget = '100.00万元'
[[objective]]
id = 'o'
text = '办好培训。'
[[task]]
id = 't'
name = '培训'
office = '业务科'
serves = ['o']
[[task.indicator]]
id = 'i'
name = '期数'
target = '≥12期'
actual = '14期'
points = '5'
[[project]]
id = 'p'
name = '专项'
budget = '10.00万元'
[[issue]]
id = 's'
title = '问题'
[[improvement]]
id = 'm'
title = '措施'
answers = ['s']
[[evidence]]
file = 'evidence/a.txt'
dated = 2023-12-01
";

/// The dossier and the sheets of its workbook.
static HANDED_OUT: LazyLock<(Dossier, Vec<RawSheet>)> = LazyLock::new(|| {
    let base = dossier::read("dossier.toml", DOSSIER, &[]).dossier;
    let sheets = handed_out(&base);
    (base, sheets)
});

/// Types answers into a workbook that was handed out and reads it. Each line is one cell: a byte for
/// the sheet, one for the row, one for the column, then what is typed there, or nothing to clear it.
fn answered(text: &str) {
    let (base, sheets) = &*HANDED_OUT;
    let mut sheets = sheets.clone();
    let number = sheets.len();
    for line in text.lines() {
        let mut chars = line.chars();
        let mut next = || chars.next().map(u32::from);
        let (Some(sheet), Some(row), Some(column)) = (next(), next(), next()) else { continue };
        let Some(sheet) = sheets.get_mut(sheet as usize % number) else { continue };
        let (cell, typed) = ((row % 12 + 1, column % 24), chars.as_str());
        if typed.is_empty() {
            sheet.cells.remove(&cell);
        } else {
            sheet.cells.insert(cell, CellContent::Text(typed.to_owned()));
        }
    }
    let Ok(located) = locate("a.xlsx", &sheets) else { return };
    let answers = [Returned { file: "a.xlsx".to_owned(), located }];
    let merged = merge::merge(base, &Lists::default(), &answers);
    // What was taken can be written and read again.
    let written = dossier::write(&merged.dossier);
    let _ = dossier::read("dossier.toml", &written.toml, &written.narrative);
}

/// The sheets of a workbook as it was handed out, with their headings in the first row.
fn handed_out(base: &Dossier) -> Vec<RawSheet> {
    let form = form::fill(base, &Lists::default());
    let mark = Mark { version: form::TEMPLATE_VERSION.to_owned(), ..Mark::default() };
    let hidden = raw(MARK_SHEET, mark.rows(&form));
    let sheets = form.sheets.iter().map(|sheet| {
        let columns = sheet.part.columns();
        let said = |cell: &form::Cell| cell.text.clone().unwrap_or_default();
        let rows = if sheet.part.layout == Layout::Fields {
            let cells = sheet.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
            let line = |(column, cell): (&form::Column, &form::Cell)| {
                vec![column.heading.to_owned(), said(cell), column.hint.to_owned()]
            };
            let headings = form::FIELD_HEADINGS.map(str::to_owned).to_vec();
            std::iter::once(headings).chain(columns.iter().zip(cells).map(line)).collect()
        } else {
            let id = form::id_heading(sheet.part.layout).to_owned();
            let headings = columns.iter().map(|column| column.heading.to_owned());
            let line = |row: &form::Row| {
                std::iter::once(row.id_cell()).chain(row.cells.iter().map(said)).collect()
            };
            let headings: Vec<String> = std::iter::once(id).chain(headings).collect();
            std::iter::once(headings).chain(sheet.rows.iter().map(line)).collect()
        };
        raw(sheet.part.title, rows)
    });
    sheets.chain([hidden]).collect()
}

fn raw(name: &str, rows: Vec<Vec<String>>) -> RawSheet {
    let cells = (1..).zip(rows).flat_map(|(row, cells)| {
        (0..).zip(cells).map(move |(column, text)| ((row, column), CellContent::Text(text)))
    });
    let cells: BTreeMap<_, _> =
        cells.filter(|(_, cell)| *cell != CellContent::Text(String::new())).collect();
    RawSheet { name: name.to_owned(), cells, merged: Vec::new() }
}
