//! A table that an extraction took apart: its cells stand one below another, each line by line.
//!
//! The columns are known by their headers. Where each cell ends is found by weighing: a line breaks
//! where the next word would not have fitted, the first line of a cell is indented, a row's target takes
//! up the words of its name and the actual those of the target. The cells of a row that a page cuts go
//! on, column by column, at the top of the next page.

mod atoms;
mod fit;
mod rows;

use std::ops::Range;

use heng_core::fact::Place;
use heng_core::page::{Block, Content, PageCell};
use heng_core::table::{Cell, Table};

use super::line::{Line, width};
use crate::report::column::{self, Meaning};
use crate::report::numbering::is_numbered;
use atoms::Atoms;
use rows::rows;

/// The most lines that the headers of a table take.
const HEADER_LINES: usize = 24;
/// The widest that a line of a cell may be, in half characters; wider ones are running text again.
const WIDEST: usize = 36;
/// The fewest columns for which a run of headers is taken for a table.
const FEWEST_COLUMNS: usize = 4;

/// A table that was put together again.
pub(super) struct Found {
    /// The lines that it was made of.
    pub lines: Range<usize>,
    /// The table, and behind it what could not be placed in it.
    pub blocks: Vec<Block>,
}

/// Puts the table together whose headers begin at a line, where they do.
pub(super) fn find(lines: &[Line<'_>], from: usize, file: &str) -> Option<Found> {
    let (headers, body) = headers(lines.get(from..)?)?;
    let body = from + body;
    let end =
        lines.get(body..)?.iter().position(is_outside).map_or(lines.len(), |offset| body + offset);
    let lines_of_cells = lines.get(body..end)?;
    let atoms = Atoms::of(lines_of_cells, &headers, lines);
    let rows = rows(&atoms, &headers)?;
    let place = |line: usize| Place::Line { file: file.to_owned(), line, column: 1 };
    let first = lines.get(from)?.number;
    let table = table(&atoms, &headers, &rows, &place, first)?;
    let mut blocks =
        vec![Block { content: Content::Table(table), place: place(first), doubt: None }];
    blocks.extend(rows.unplaced.iter().filter_map(|at| {
        let atom = atoms.get(*at)?;
        let doubt = Some("这一行夹在表格里，分不清属于哪一格。".to_owned());
        Some(Block { doubt, ..Block::paragraph(atom.text, place(atom.line)) })
    }));
    Some(Found { lines: from..end, blocks })
}

/// The headers that begin at the first line, with the number of lines that they take.
fn headers(lines: &[Line<'_>]) -> Option<(Vec<Meaning>, usize)> {
    let mut run = String::new();
    let mut found = None;
    for (index, line) in lines.iter().take(HEADER_LINES).enumerate() {
        run.push_str(&column::bare(line.text));
        let Some(meanings) = column::meanings(&run) else { continue };
        if is_table(&meanings) {
            found = Some((meanings, index + 1));
        }
    }
    found
}

/// Says whether columns make an indicator table: a name, a target or actual, each once.
fn is_table(meanings: &[Meaning]) -> bool {
    let mut sorted = meanings.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len() == meanings.len()
        && meanings.len() >= FEWEST_COLUMNS
        && meanings.contains(&Meaning::Name)
        && (meanings.contains(&Meaning::Target) || meanings.contains(&Meaning::Actual))
}

/// Says whether a line can't belong to a cell: running text, or a heading.
fn is_outside(line: &Line<'_>) -> bool {
    let is_heading = is_numbered(line.text)
        && !line.text.contains(|c: char| c.is_ascii_digit())
        && width(line.text) >= 16;
    is_heading || line.text.split_whitespace().any(|field| width(field) > WIDEST)
}

/// The table of the rows, with label cells merged over the rows that belong to them.
fn table(
    atoms: &Atoms<'_>,
    headers: &[Meaning],
    rows: &rows::Rows,
    place: &impl Fn(usize) -> Place,
    first: usize,
) -> Option<Table<PageCell>> {
    let header = headers.iter().map(|meaning| {
        let text = meaning.header().to_owned();
        Cell::new(PageCell { text, number: None, place: place(first) })
    });
    let mut all = vec![header.collect::<Vec<_>>()];
    for index in 0..rows.all.len() {
        let columns = (0..headers.len()).filter(|column| rows.begins(index, *column));
        let cells = columns.map(|column| {
            let pieces: Vec<_> = rows.pieces(index, column).cloned().collect();
            let line = pieces.first().and_then(|piece| atoms.get(piece.start));
            let place = place(line.map_or(first, |atom| atom.line));
            let text = pieces.into_iter().map(|piece| atoms.words(piece)).collect();
            let cell = Cell::new(PageCell { text, number: None, place });
            cell.over_rows(rows.span(index, column))
        });
        all.push(cells.collect());
    }
    Table::new(headers.len(), all).ok()
}
