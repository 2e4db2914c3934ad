//! Documents that no composer should make, written all the same.

use heng_core::table::{Cell, Table};
use heng_render::document::{Align, Block, CellContent, Document, Grid, Inline, Orientation};
use heng_render::write;
use rust_decimal::Decimal;

use crate::{pdf, sample};

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "残缺".to_owned(),
        author: String::new(),
        orientation: Orientation::Portrait,
        blocks,
        colophon: Vec::new(),
        ..sample::form()
    }
}

fn grid(columns: usize, heading_rows: usize, rows: Vec<Vec<Cell<CellContent>>>) -> Block {
    let table = Table::new(columns, rows).unwrap();
    Block::Grid(Grid { caption: Some("表".to_owned()), widths: Vec::new(), heading_rows, table })
}

fn cell(text: &str) -> Cell<CellContent> {
    Cell::new(sample::body(text, Align::Left))
}

fn odd_documents() -> Vec<(&'static str, Document)> {
    let mut chart = sample::chart();
    chart.groups[0].1[0] = Decimal::MAX;
    chart.groups[1].1[0] = Decimal::MIN;
    let mut tall = sample::chart();
    tall.groups = (0..60).map(|_| tall.groups[2].clone()).collect();
    let empty = CellContent { paragraphs: Vec::new(), ..sample::head("") };
    let wide = (0..24).map(|column| cell(&format!("列{column}"))).collect();
    vec![
        ("no blocks", document(Vec::new())),
        ("no title", Document { title: String::new(), ..document(Vec::new()) }),
        ("no rows", document(vec![grid(2, 1, Vec::new()), grid(1, 1, vec![vec![cell("甲")]])])),
        ("no columns", document(vec![grid(0, 0, Vec::new())])),
        ("an empty cell", document(vec![grid(1, 0, vec![vec![Cell::new(empty)]])])),
        (
            "a row that is covered whole",
            document(vec![grid(
                2,
                0,
                vec![vec![cell("甲").over_rows(2), cell("乙").over_rows(2)], vec![]],
            )]),
        ),
        (
            "a cell that reaches out of the heading",
            document(vec![grid(
                2,
                1,
                vec![vec![cell("甲").over_rows(2), cell("乙")], vec![cell("丙")]],
            )]),
        ),
        ("a heading and no more", document(vec![grid(1, 3, vec![vec![cell("甲")]])])),
        (
            "a cell longer than a page",
            document(vec![grid(2, 0, vec![vec![cell("甲"), cell(&"很长的说明。".repeat(600))]])]),
        ),
        ("many columns", document(vec![grid(24, 0, vec![wide])])),
        (
            "control characters and rare ones",
            document(vec![Block::Paragraph(vec![Inline::Text(
                "甲\u{0}\u{b}乙\n丙\t𠮷\u{e000}\u{10ffff}".to_owned(),
            )])]),
        ),
        ("a heading too deep", document(vec![Block::Heading { level: 9, text: "九".to_owned() }])),
        ("a chart higher than a page", document(vec![Block::Chart(tall)])),
        ("enormous amounts", document(vec![Block::Chart(chart)])),
    ]
}

#[test]
fn odd_documents_are_written_in_all_formats() {
    for (name, document) in odd_documents() {
        write::docx::write(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        write::html::write(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        write::xlsx::write(&[&document]).unwrap_or_else(|error| panic!("{name}: {error}"));
        let Some(fonts) = pdf::fonts() else { continue };
        write::pdf::write(&document, fonts).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn characters_that_no_font_shows_are_marked_and_listed() {
    let Some(fonts) = pdf::fonts() else { return };
    let words = "\u{e000}甲\u{200b}\u{e000}\u{10ffff}".to_owned();
    let document = document(vec![Block::Note(words)]);
    let pdf = write::pdf::write(&document, fonts).unwrap();
    assert_eq!(pdf.missing, ['\u{e000}', '\u{10ffff}']);
    assert!(write::pdf::write(&sample::report(), fonts).unwrap().missing.is_empty());
}

#[test]
fn a_workbook_of_no_documents_is_one() {
    assert!(write::xlsx::write(&[]).is_ok());
}
