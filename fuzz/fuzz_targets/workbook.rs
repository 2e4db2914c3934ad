//! Any bytes as a workbook, and as the sheet or the shared strings inside a sound one: its cells are
//! read, or it is said why not.

#![no_main]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use heng_intake::sheet::{Limits, Workbook};
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const WORKBOOK: &[u8] = br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SHEET: &[u8] = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
const STRINGS: &[u8] = b"<sst><si><t>a</t></si></sst>";

fuzz_target!(|bytes: &[u8]| {
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
