//! The text of the documents that heng writes, read back without heng's own code.

#![allow(dead_code, reason = "each test uses its part of this module")]

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader};
use quick_xml::events::Event;

/// The text without white space, for comparing what extraction breaks over lines.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words of a docx file's body, cells and paragraphs on lines of their own.
pub fn docx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    words(&xml, |name| name == "w:t", |name| name == "w:p")
}

/// The words of an html page, without its styles and scripts.
pub fn html(text: &str) -> String {
    let mut rest = text.to_owned();
    for (open, close) in [("<style", "</style>"), ("<script", "</script>"), ("<title", "</title>")]
    {
        while let Some(start) = rest.find(open) {
            let end = rest[start..].find(close).map_or(rest.len(), |end| start + end + close.len());
            rest.replace_range(start..end, "");
        }
    }
    let mut words = String::new();
    let mut in_tag = false;
    for c in rest.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => words.push(c),
            _ => {}
        }
    }
    for (entity, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        words = words.replace(entity, c);
    }
    words
}

/// The text of a pdf file through `pdftotext`; nothing where that is not installed.
pub fn pdf(path: &Path) -> Option<String> {
    let output = Command::new("pdftotext").arg("-raw").arg(path).arg("-").output().ok()?;
    assert!(output.status.success(), "pdftotext reads {}", path.display());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The cells of a workbook: words as they are, numbers with `#` and formulas with `=` before them.
pub fn xlsx(bytes: &[u8]) -> Vec<String> {
    let mut workbook = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut cells = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).unwrap();
        for (_, _, cell) in range.used_cells() {
            match cell {
                Data::String(text) => cells.push(text.clone()),
                Data::Float(number) => cells.push(format!("#{number}")),
                Data::Int(number) => cells.push(format!("#{number}")),
                _ => {}
            }
        }
        let formulas = workbook.worksheet_formula(&name).unwrap();
        cells.extend(formulas.used_cells().map(|(_, _, formula)| format!("={formula}")));
    }
    cells
}

fn words(xml: &str, is_text: impl Fn(&str) -> bool, ends_line: impl Fn(&str) -> bool) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut words = String::new();
    let mut is_inside = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => is_inside = is_text(tag.name().as_ref()),
            Event::End(tag) => {
                is_inside = false;
                if ends_line(tag.name().as_ref()) {
                    words.push('\n');
                }
            }
            Event::Text(text) if is_inside => words.push_str(&text),
            Event::GeneralRef(entity) if is_inside => match &*entity {
                "lt" => words.push('<'),
                "gt" => words.push('>'),
                "amp" => words.push('&'),
                "quot" => words.push('"'),
                "apos" => words.push('\''),
                other => panic!("an entity that heng does not write: {other}"),
            },
            Event::Eof => return words,
            _ => {}
        }
    }
}
