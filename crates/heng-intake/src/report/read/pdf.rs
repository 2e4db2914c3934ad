//! PDF into pages: what is drawn becomes lines, paragraphs and tables again.
//!
//! A PDF says which glyph stands where and nothing else for certain, so everything here goes by places:
//! [`canvas`] gives glyphs and rules, [`words`] makes lines of them, [`lattice`] and [`grid`] tables,
//! [`layout`] puts a page in order, [`stitch`] joins tables over pages, and [`paragraphs`] joins lines.

mod canvas;
mod grid;
mod lattice;
mod layout;
mod paragraphs;
mod radicals;
mod refusal;
mod stitch;
mod stripes;
mod unruled;
mod words;

use std::collections::BTreeMap;

use heng_core::fact::{Area, Place};
use heng_core::page::{Block, Content, Format, PageCell, Pages};
use heng_core::table::{Cell, Table};

use canvas::{Drawn, Glyph, Sheet};
use grid::{Grid, GridCell};
use layout::{Item, Layout};
use paragraphs::{Measure, Paragraph};

/// Reads a PDF.
///
/// What can't be read is among the problems of the pages: the whole file where it is protected, damaged,
/// without text or full of characters that nobody can tell, else the pages concerned.
/// Time and memory are bounded, whatever the file holds.
pub(super) fn read(bytes: Vec<u8>, name: &str) -> Pages {
    match canvas::draw(bytes) {
        Ok(drawn) => pages(&drawn, name),
        Err(refusal) => Pages::unread(name, Format::Pdf, refusal::of_file(refusal, name)),
    }
}

fn pages(drawn: &Drawn, name: &str) -> Pages {
    let count = Some(drawn.sheets.len());
    if let Some(problem) = refusal::garbled(drawn, name) {
        return Pages { count, ..Pages::unread(name, Format::Pdf, problem) };
    }
    let blank = Sheet::default();
    let sheets: Vec<&Sheet> =
        drawn.sheets.iter().map(|sheet| sheet.as_ref().unwrap_or(&blank)).collect();
    let mut layouts: Vec<Layout> =
        sheets.iter().enumerate().map(|(page, sheet)| layout::layout(sheet, page)).collect();
    let heights: Vec<i32> = sheets.iter().map(|sheet| sheet.height).collect();
    layout::drop_margins(&mut layouts, &heights);
    let has_text: Vec<bool> = layouts.iter().map(|layout| !layout.items.is_empty()).collect();
    let problems = refusal::of_pages(drawn, &has_text, name);
    let mut writer = Writer::new(&sheets, &layouts, name);
    for (page, layout) in layouts.into_iter().enumerate() {
        writer.take_page(layout, page);
    }
    Pages { file: name.to_owned(), format: Format::Pdf, count, blocks: writer.finish(), problems }
}

/// What is put together and may still go on.
enum Open {
    Nothing,
    Paragraph(Paragraph),
    /// A table, with the index of the page where it ends so far.
    Grid(Grid, usize),
}

/// Makes blocks of the lines and tables of all pages, in order.
struct Writer<'s> {
    sheets: &'s [&'s Sheet],
    measures: BTreeMap<i32, Measure>,
    name: &'s str,
    open: Open,
    blocks: Vec<Block>,
}

impl<'s> Writer<'s> {
    fn new(sheets: &'s [&'s Sheet], layouts: &[Layout], name: &'s str) -> Self {
        let mut widths: Vec<i32> = sheets.iter().map(|sheet| sheet.width).collect();
        widths.sort_unstable();
        widths.dedup();
        let measure = |width: i32| {
            let lines = layouts
                .iter()
                .zip(sheets)
                .filter(|(_, sheet)| sheet.width == width)
                .flat_map(|(layout, _)| &layout.items)
                .filter_map(|item| match item {
                    Item::Line(line) => Some(line),
                    Item::Grid(_) => None,
                });
            (width, Measure::of(width, lines))
        };
        let measures = widths.into_iter().map(measure).collect();
        Self { sheets, measures, name, open: Open::Nothing, blocks: Vec::new() }
    }

    fn measure(&self, page: usize) -> Measure {
        let width = self.sheets.get(page).map_or(0, |sheet| sheet.width);
        self.measures.get(&width).cloned().unwrap_or_default()
    }

    fn take_page(&mut self, layout: Layout, page: usize) {
        for item in layout.items {
            match item {
                Item::Line(line) => {
                    let measure = self.measure(page);
                    if let Open::Paragraph(open) = &mut self.open
                        && open.take(&line, page, &measure)
                    {
                        continue;
                    }
                    self.close();
                    self.open = Open::Paragraph(Paragraph::new(&line, page));
                }
                Item::Grid(grid) => self.take_grid(grid, page),
            }
        }
        self.take_askew(page);
    }

    fn take_grid(&mut self, grid: Grid, page: usize) {
        let other = match &mut self.open {
            Open::Grid(open, end) if *end + 1 == page => {
                *end = page;
                stitch::join_next(open, grid)
            }
            _ => Some(grid),
        };
        if let Some(grid) = other {
            self.close();
            self.open = Open::Grid(grid, page);
        }
    }

    /// Text that runs in another direction stands outside the running text.
    fn take_askew(&mut self, page: usize) {
        let Some(sheet) = self.sheets.get(page) else { return };
        let Some(first) = sheet.askew.first() else { return };
        let text: String =
            sheet.askew.iter().map(|glyph| radicals::fold(glyph.character)).collect();
        self.close();
        self.blocks.push(Block {
            content: Content::Aside(text.split_whitespace().collect()),
            place: self.place(page, around(first)),
            doubt: Some("这段文字的方向与正文不同，字的先后可能有误。".to_owned()),
        });
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Paragraph(paragraph) => {
                let measure = self.measure(paragraph.page);
                let paragraph = paragraph.finish(&measure);
                let place = self.place(paragraph.page, paragraph.bounds);
                let doubt = self.doubt(paragraph.page, &paragraph.text);
                let text = paragraph.text;
                let content = match paragraph.level {
                    Some(level) => Content::Heading { level, text },
                    None => Content::Paragraph(text),
                };
                self.blocks.push(Block { content, place, doubt });
            }
            Open::Grid(grid, _) => {
                let block = self.table(&grid);
                self.blocks.push(block);
            }
        }
    }

    fn table(&self, grid: &Grid) -> Block {
        let first = grid.cells.first();
        let page = first.map_or(0, |cell| cell.page);
        let left = grid.xs.first().copied().unwrap_or_default();
        let right = grid.xs.last().copied().unwrap_or_default();
        let place = self.place(page, (left, grid.edges.0, right, grid.edges.1));
        let unsure = grid.cells.iter().find_map(|cell| self.doubt(cell.page, &cell.text));
        let doubt = grid.doubt.map(str::to_owned).or(unsure);
        let columns = grid.columns();
        let content = Table::new(columns, self.rows(grid, |cell| (cell.rows, cell.columns)))
            .or_else(|_| Table::new(columns, self.single_cells(grid)));
        let content = content.map_or_else(|_| Content::Paragraph(joined(grid)), Content::Table);
        Block { content, place, doubt }
    }

    fn rows(
        &self,
        grid: &Grid,
        span: impl Fn(&GridCell) -> (usize, usize),
    ) -> Vec<Vec<Cell<PageCell>>> {
        (0..grid.rows)
            .map(|row| {
                let cells = grid.row(row).map(|cell| {
                    let (rows, columns) = span(cell);
                    Cell::new(self.cell(cell)).over_rows(rows).over_columns(columns)
                });
                cells.collect()
            })
            .collect()
    }

    /// Every place of the grid as a cell of its own, where the merged cells do not fit together.
    fn single_cells(&self, grid: &Grid) -> Vec<Vec<Cell<PageCell>>> {
        let cell = |row: usize, column: usize| {
            let found = grid.cells.iter().find(|cell| cell.row == row && cell.column == column);
            let empty = PageCell {
                text: String::new(),
                number: None,
                place: Place::File { file: self.name.to_owned() },
            };
            Cell::new(found.map_or(empty, |cell| self.cell(cell)))
        };
        (0..grid.rows)
            .map(|row| (0..grid.columns()).map(|column| cell(row, column)).collect())
            .collect()
    }

    fn cell(&self, cell: &GridCell) -> PageCell {
        let place = self.place(cell.page, cell.bounds);
        PageCell { text: cell.text.clone(), number: None, place }
    }

    fn doubt(&self, page: usize, text: &str) -> Option<String> {
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return Some("有的字认不出来，以「\u{FFFD}」代替。".to_owned());
        }
        let sheet = self.sheets.get(page)?;
        sheet.is_recognised.then(|| "文字来自扫描件的识别层，可能认错。".to_owned())
    }

    /// A place as the page is shown, in whole points.
    fn place(&self, page: usize, bounds: (i32, i32, i32, i32)) -> Place {
        let sheet = self.sheets.get(page);
        let (left, top, right, bottom) = sheet.map_or(bounds, |sheet| sheet.shown(bounds));
        let area = Area {
            left: left.div_euclid(100),
            top: top.div_euclid(100),
            right: right.div_euclid(100) + 1,
            bottom: bottom.div_euclid(100) + 1,
        };
        Place::Page { file: self.name.to_owned(), page: page + 1, area: Some(area) }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}

/// The texts of all cells, where they make no table.
fn joined(grid: &Grid) -> String {
    let texts: Vec<&str> = grid.cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" ")
}

fn around(glyph: &Glyph) -> (i32, i32, i32, i32) {
    (glyph.left, glyph.baseline - glyph.size, glyph.right, glyph.baseline)
}
