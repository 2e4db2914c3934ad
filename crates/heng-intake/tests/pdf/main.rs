//! PDFs written by hand, and published ones where they lie beside the repository: what is read of them,
//! and what is refused.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "the tests know the files that they read"
)]
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

mod paper;
mod published;
mod refused;
mod tables;
mod text;

use heng_core::page::{Content, PageCell, Pages};
use heng_core::table::{Slot, Table};
use heng_intake::report::read::read;

use paper::Paper;

/// What is read of a paper, a line a block: level of a heading, and the rows of tables.
fn outline(paper: &Paper) -> Vec<String> {
    let pages = read(paper.bytes(), "报告.pdf");
    assert_eq!(pages.problems, []);
    blocks(&pages)
}

fn blocks(pages: &Pages) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &pages.blocks {
        match &block.content {
            Content::Heading { level, text } => lines.push(format!("{level} {text}")),
            Content::Paragraph(text) => lines.push(text.clone()),
            Content::Aside(text) => lines.push(format!("aside {text}")),
            Content::Table(table) => lines.extend(rows(table)),
        }
    }
    lines
}

/// The rows of a table; `<` and `^` are covered from the left and from above.
fn rows(table: &Table<PageCell>) -> Vec<String> {
    let slot = |slot: &Slot<PageCell>| match slot {
        Slot::Begins(cell) => cell.content.text.clone(),
        Slot::CoveredFromLeft => "<".to_owned(),
        Slot::CoveredFromAbove { .. } => "^".to_owned(),
    };
    let row = |slots: &Vec<Slot<PageCell>>| slots.iter().map(slot).collect::<Vec<_>>().join("|");
    table.grid().iter().map(row).collect()
}
