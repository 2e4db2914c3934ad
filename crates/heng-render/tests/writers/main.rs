//! The writers, read back: every word there, spans right, the same bytes twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    missing_docs,
    reason = "a test stops where something is not as it should be, and says what it skips"
)]

mod docx;
mod html;
mod odd;
mod pdf;
mod sample;
mod xlsx;

use heng_render::document::{Block, Document, Grid, Inline};

/// Everything that a reader of the document must find, in order.
fn words(document: &Document) -> Vec<String> {
    let mut words: Vec<String> = document.annex.clone().into_iter().collect();
    words.push(document.title.clone());
    words.extend(document.draft.clone());
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } | Block::Addressed(text) | Block::Note(text) => {
                words.push(text.clone());
            }
            Block::Part { name, title } => words.extend([name.clone(), title.clone()]),
            Block::Signed(lines) => words.extend(lines.clone()),
            Block::Paragraph(inlines) => words.push(line(inlines)),
            Block::Grid(grid) => {
                words.extend(grid.caption.clone());
                words.extend(cell_words(grid));
            }
            Block::Chart(chart) => {
                words.push(chart.caption.clone());
                for (name, amounts) in &chart.groups {
                    words.push(name.clone());
                    words.extend(amounts.iter().map(ToString::to_string));
                }
            }
        }
    }
    words
}

fn line(inlines: &[Inline]) -> String {
    inlines.iter().map(Inline::text).collect()
}

fn cell_words(grid: &Grid) -> Vec<String> {
    let cells = grid.table.rows().iter().flatten();
    cells.flat_map(|cell| cell.content.paragraphs.iter().map(|inlines| line(inlines))).collect()
}

/// Checks that all the words stand in the text in their order.
fn assert_in_order(text: &str, words: &[String]) {
    let mut rest = text;
    for word in words {
        match rest.split_once(word.as_str()) {
            Some((_, after)) => rest = after,
            None => panic!("{word:?} is not where it belongs, before: {rest:.200}"),
        }
    }
}
