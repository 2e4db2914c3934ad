//! A sheet parted into its tables, with the lines before and behind each of them.

use heng_core::fact::Place;
use heng_core::page::{Block, Content};
use heng_core::reader::Problem;
use rust_decimal::Decimal;

use crate::report::read::grid::{self, MOST_COLUMNS, Placed};
use crate::report::read::word::too_wide;
use crate::report::read::{outline, words};
use crate::sheet::{Region, cell_name};

/// The most merged regions of a sheet that are looked at.
const MOST_REGIONS: usize = 50_000;
/// The most words that a line of labels has.
const MOST_LABELS: usize = 6;

/// A sheet as it was read: rows from the top, cells from the left.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub rows: Vec<(u32, Vec<SheetCell>)>,
    pub merged: Vec<Region>,
}

/// A cell that shows something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetCell {
    /// Its column, from 0.
    pub column: u32,
    pub text: String,
    pub number: Option<Decimal>,
}

/// A row with the cells that are shown.
struct Line {
    row: u32,
    /// The last row that one of its cells covers.
    last: u32,
    items: Vec<Item>,
}

/// A cell with what it covers.
struct Item {
    column: u32,
    columns: u32,
    last_row: u32,
    text: String,
    number: Option<Decimal>,
}

/// The blocks of a sheet in reading order, and what could not be placed.
pub(super) fn blocks(sheet: Sheet, file: &str) -> (Vec<Block>, Vec<Problem>) {
    let page = Page { file, sheet: &sheet.name };
    let (mut blocks, mut problems) = (Vec::new(), Vec::new());
    for band in bands(lines(sheet.rows, sheet.merged)) {
        page.band(band, &mut blocks, &mut problems);
    }
    (blocks, problems)
}

/// Puts cells and merged regions together; what a region covers is not shown.
fn lines(rows: Vec<(u32, Vec<SheetCell>)>, mut merged: Vec<Region>) -> Vec<Line> {
    merged.truncate(MOST_REGIONS);
    merged.sort_unstable();
    let mut waiting = merged.into_iter().peekable();
    let mut active: Vec<Region> = Vec::new();
    let mut lines = Vec::new();
    for (row, cells) in rows {
        while let Some(region) = waiting.next_if(|region| region.rows.0 <= row) {
            active.push(region);
        }
        active.retain(|region| region.rows.1 >= row);
        // Regions that do not overlap are no more than the columns.
        active.truncate(MOST_COLUMNS);
        let mut items = Vec::new();
        for cell in cells.into_iter().filter(|cell| !cell.text.trim().is_empty()) {
            let region = active.iter().find(|region| region.contains(row, cell.column));
            let begins = |region: &&Region| region.rows.0 == row && region.columns.0 == cell.column;
            if region.is_some_and(|region| !begins(&region)) {
                continue;
            }
            items.push(Item {
                column: cell.column,
                columns: region.map_or(1, |one| one.columns.1 - one.columns.0 + 1),
                last_row: region.map_or(row, |one| one.rows.1),
                text: cell.text,
                number: cell.number,
            });
        }
        if let Some(last) = items.iter().map(|item| item.last_row).max() {
            lines.push(Line { row, last, items });
        }
    }
    lines
}

/// Parts lines where rows are empty and where a title begins a new table.
fn bands(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut bands: Vec<Vec<Line>> = Vec::new();
    let mut covered = 0;
    for line in lines {
        let is_apart = line.row > covered + 1;
        covered = line.last.max(if is_apart { 0 } else { covered });
        match bands.last_mut() {
            Some(band) if !is_apart && !begins_table(&line, band) => band.push(line),
            Some(band) if is_apart && goes_on(&line, band) => band.push(line),
            _ => bands.push(vec![line]),
        }
    }
    bands
}

/// Says whether a line is the title of a further table.
fn begins_table(line: &Line, band: &[Line]) -> bool {
    let Some(title) = line.lone() else { return false };
    let text = words::tidy(&title.text);
    let is_title = text.ends_with('表') || ["附件", "附表"].iter().any(|one| text.starts_with(one));
    let (first, last) = extent(band);
    let is_wide = title.column <= first && title.column + title.columns >= last;
    is_title && is_wide && band.iter().any(|line| line.items.len() > 1)
}

/// Says whether a line behind an empty row belongs to the table before it: it has figures and no
/// heading of its own, in the same columns.
fn goes_on(line: &Line, band: &[Line]) -> bool {
    let (first, last) = extent(band);
    let is_inside = line.items.iter().all(|item| (first..last).contains(&item.column));
    let has_figures = line.items.iter().any(|item| item.number.is_some());
    line.items.len() > 1 && has_figures && is_inside && band.iter().any(|one| one.items.len() > 1)
}

/// The first column of some lines, and the one behind their last.
fn extent(lines: &[Line]) -> (u32, u32) {
    let items = || lines.iter().flat_map(|line| &line.items);
    let first = items().map(|item| item.column).min().unwrap_or_default();
    let last = items().map(|item| item.column.saturating_add(item.columns)).max();
    (first, last.unwrap_or_default())
}

impl Line {
    /// The only cell of the line.
    fn lone(&self) -> Option<&Item> {
        match self.items.as_slice() {
            [item] if item.last_row == self.row => Some(item),
            _ => None,
        }
    }

    /// Says whether the line holds labels with what they name: `填报单位：甲局  单位：万元`.
    fn is_labels(&self) -> bool {
        let is_label = |item: &Item| {
            let label = item.text.split_once(['：', ':']).map(|(label, _)| label);
            item.number.is_none() && label.is_some_and(|label| !label.contains(['（', '(']))
        };
        self.items.len() <= MOST_LABELS && self.items.iter().all(is_label)
    }
}

/// Where blocks of a sheet stand.
struct Page<'p> {
    file: &'p str,
    sheet: &'p str,
}

impl Page<'_> {
    fn place(&self, row: u32, column: u32) -> Place {
        Place::Cell {
            file: self.file.to_owned(),
            sheet: self.sheet.to_owned(),
            cell: cell_name(row, column),
        }
    }

    fn band(&self, mut band: Vec<Line>, blocks: &mut Vec<Block>, problems: &mut Vec<Problem>) {
        let (first, last) = extent(&band);
        let is_row = |line: &Line| line.lone().is_none() && !line.is_labels();
        let Some(begin) = band.iter().position(is_row) else {
            self.all_paragraphs(&band, blocks);
            return;
        };
        let behind = |line: &Line| {
            let note = line.lone().is_some_and(|item| is_note(item, first, last));
            note || (line.items.len() > 1 && line.is_labels())
        };
        let end = band.iter().rposition(|line| !behind(line)).map_or(band.len(), |end| end + 1);
        let notes = band.split_off(end.max(begin));
        let table = band.split_off(begin);
        self.all_paragraphs(&band, blocks);
        self.table(table, blocks, problems);
        self.all_paragraphs(&notes, blocks);
    }

    fn all_paragraphs(&self, lines: &[Line], blocks: &mut Vec<Block>) {
        for line in lines {
            self.paragraphs(line, blocks);
        }
    }

    fn paragraphs(&self, line: &Line, blocks: &mut Vec<Block>) {
        for item in &line.items {
            for text in words::statements(&item.text) {
                let place = self.place(line.row, item.column);
                blocks.push(Block { content: outline::content(text), place, doubt: None });
            }
        }
    }

    fn table(&self, lines: Vec<Line>, blocks: &mut Vec<Block>, problems: &mut Vec<Problem>) {
        let (first, _) = extent(&lines);
        let numbers: Vec<u32> = lines.iter().map(|line| line.row).collect();
        let placed = |item: Item, above: usize| {
            let end = numbers.partition_point(|row| *row <= item.last_row);
            Placed {
                column: usize::try_from(item.column - first).ok(),
                columns: usize::try_from(item.columns).unwrap_or(1),
                rows: end.saturating_sub(above).max(1),
                text: words::joined(item.text.split('\n')),
                number: item.number,
            }
        };
        let rows = lines.into_iter().enumerate();
        let rows: Vec<Vec<Placed>> = rows
            .map(|(index, line)| line.items.into_iter().map(|item| placed(item, index)).collect())
            .collect();
        let place = |row: usize, written: usize| {
            let column = u32::try_from(written).unwrap_or_default().saturating_add(first);
            self.place(numbers.get(row).copied().unwrap_or_default(), column)
        };
        let gridded = grid::table(rows, |spot| place(spot.row, spot.written));
        if gridded.as_ref().is_none_or(|gridded| gridded.left_out > 0) {
            problems.push(too_wide(place(0, 0)));
        }
        if let Some(gridded) = gridded {
            let content = Content::Table(gridded.table);
            blocks.push(Block { content, place: place(0, 0), doubt: None });
        }
    }
}

/// Says whether a line of one cell below a table is a note: it says so, or is as wide as the table.
fn is_note(item: &Item, first: u32, last: u32) -> bool {
    const NOTES: [&str; 10] =
        ["注", "备注", "说明", "填报", "填表", "制表", "审核", "单位负责人", "联系", "附"];
    let text = words::tidy(&item.text);
    NOTES.iter().any(|note| text.starts_with(note))
        || (item.column <= first
            && item.column.saturating_add(item.columns) >= last
            && item.columns > 1)
}
