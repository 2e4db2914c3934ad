//! Tables with cells merged over rows and columns.

use docx_rs::{
    AlignmentType, BorderType, Docx, Paragraph, Table, TableBorder, TableBorderPosition,
    TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};
use heng_core::table::{Cell, Slot};

use super::{run, styled};
use crate::document::{Align, CellContent, CellRole, Grid};
use crate::write::extent::{self, Height};
use crate::write::plain;

/// Columns up to which a table is set in the larger of the two sizes.
const FEW_COLUMNS: usize = 5;
/// Half a character of the smaller size, in twentieths of a point.
const HALF_CHARACTER: usize = 105;
const BORDER_EIGHTHS: usize = 4;
const INSET_SIDE: usize = 80;
const INSET_TOP: usize = 40;

/// Adds a table with its caption, and notes how many of its rows are repeated.
pub(super) fn add(
    mut docx: Docx,
    grid: &Grid,
    across: usize,
    heading_rows: &mut Vec<usize>,
) -> Docx {
    if let Some(caption) = &grid.caption {
        docx = docx.add_paragraph(styled("Caption", caption));
    }
    if grid.table.rows().iter().all(Vec::is_empty) {
        // Word refuses a table without cells.
        return docx;
    }
    heading_rows.push(extent::heading_rows(grid));
    let widths = extent::column_widths(grid, across);
    let tall = extent::tall_rows(grid, across / HALF_CHARACTER);
    let style = if grid.table.columns() <= FEW_COLUMNS { "TableLarger" } else { "TableSmaller" };
    let is_small = extent::is_small(grid, across / HALF_CHARACTER);
    let slots = grid.table.grid();
    let mut rows = Vec::new();
    for (index, (slots_of_row, tall)) in slots.iter().zip(tall).enumerate() {
        // Word keeps a row with the next where its paragraphs say so.
        let is_kept = is_small && index + 1 < slots.len();
        let next = if is_kept { Next::Kept } else { Next::Free };
        let row = TableRow::new(cells(slots_of_row, &widths, style, next));
        rows.push(if tall { row } else { row.cant_split() });
    }
    let table = Table::new(rows)
        .set_grid(widths)
        .width(across, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .set_borders(borders())
        .margins(TableCellMargins::new().margin(INSET_TOP, INSET_SIDE, INSET_TOP, INSET_SIDE));
    // Two tables without a paragraph between them would become one.
    docx.add_table(table).add_paragraph(Paragraph::new().style("Colophon"))
}

fn borders() -> TableBorders {
    [
        TableBorderPosition::Top,
        TableBorderPosition::Left,
        TableBorderPosition::Bottom,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ]
    .into_iter()
    .fold(TableBorders::with_empty(), |borders, position| {
        let border = TableBorder::new(position);
        borders.set(border.border_type(BorderType::Single).size(BORDER_EIGHTHS).color("000000"))
    })
}

/// Whether a row is kept on one page with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Kept,
    Free,
}

impl Next {
    fn paragraph(self, style: &str) -> Paragraph {
        let paragraph = Paragraph::new().style(style);
        if self == Self::Kept { paragraph.keep_next(true) } else { paragraph }
    }
}

fn cells(
    slots: &[Slot<'_, CellContent>],
    widths: &[usize],
    style: &str,
    next: Next,
) -> Vec<TableCell> {
    let mut cells = Vec::new();
    for (column, slot) in slots.iter().enumerate() {
        let (span, cell) = match slot {
            Slot::Begins(cell) => {
                let mut filled = filled(&cell.content, style, next).vertical_align(height(cell));
                if cell.row_span > 1 {
                    filled = filled.vertical_merge(VMergeType::Restart);
                }
                (cell.column_span, filled)
            }
            Slot::CoveredFromAbove { column_span } => {
                let empty = TableCell::new().add_paragraph(next.paragraph(style));
                (*column_span, empty.vertical_merge(VMergeType::Continue))
            }
            Slot::CoveredFromLeft => continue,
        };
        let width = widths.iter().skip(column).take(span).sum();
        let cell = cell.width(width, WidthType::Dxa);
        cells.push(if span > 1 { cell.grid_span(span) } else { cell });
    }
    cells
}

fn height(cell: &Cell<CellContent>) -> VAlignType {
    match extent::height(cell) {
        Height::Top => VAlignType::Top,
        Height::Middle => VAlignType::Center,
    }
}

fn filled(content: &CellContent, style: &str, next: Next) -> TableCell {
    let align = match content.align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    };
    let mut cell = TableCell::new();
    for inlines in &content.paragraphs {
        let words = run(&plain(inlines));
        let words = match content.role {
            CellRole::Heading => words.style("TableHeading"),
            CellRole::Body => words,
        };
        cell = cell.add_paragraph(next.paragraph(style).align(align).add_run(words));
    }
    // Word refuses a cell without a paragraph.
    if content.paragraphs.is_empty() {
        cell = cell.add_paragraph(next.paragraph(style));
    }
    cell
}
