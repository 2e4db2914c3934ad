//! Web pages into pages: what is said in them, without what leads elsewhere.

mod charset;
mod markup;
#[cfg(test)]
mod tests;

use heng_core::fact::Place;
use heng_core::page::{Block, Content, Format, Pages};
use heng_core::reader::Problem;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::grid::{self, Placed};
use super::refusal::Refusal;
use super::word::too_wide;
use super::{outline, words};
use markup::Kind;

/// The most bytes of a page.
const MOST_MEBIBYTES: usize = 16;
/// How deep elements may lie in one another; what lies deeper is read as plain words.
const DEEPEST: usize = 150;
/// A page with fewer characters than this around its pictures has only pictures.
const FEW_CHARACTERS: usize = 40;

/// Reads a page in the encoding that its bytes have.
pub(super) fn read(bytes: &[u8], name: &str) -> Pages {
    pages(bytes, name).unwrap_or_else(|refusal| refusal.pages(name, Format::Html))
}

fn pages(bytes: &[u8], name: &str) -> Result<Pages, Refusal> {
    if bytes.len() > MOST_MEBIBYTES << 20 {
        let (part, mebibytes) = (name.to_owned(), 16);
        return Err(Refusal::TooLarge { part, mebibytes });
    }
    let text = charset::decoded(bytes);
    if markup::is_excessive(&text) {
        return Err(Refusal::TooDeep { part: name.to_owned() });
    }
    let page = Html::parse_document(&text);
    let mut reading = Reading::new(name);
    reading.children(page.root_element(), 0);
    reading.end_paragraph();
    reading.take_title(&page);
    let characters: usize =
        reading.blocks.iter().filter_map(Block::text).map(|text| text.chars().count()).sum();
    let has_table = reading.blocks.iter().any(|block| block.table().is_some());
    if !has_table && characters < FEW_CHARACTERS && reading.pictures > 0 {
        return Err(Refusal::OnlyPictures);
    }
    if reading.blocks.is_empty() {
        return Err(Refusal::NoText);
    }
    Ok(Pages {
        file: name.to_owned(),
        format: Format::Html,
        count: None,
        blocks: reading.blocks,
        problems: reading.problems,
    })
}

/// What has been read of a page so far.
struct Reading<'n> {
    name: &'n str,
    /// The words since the last block began.
    line: String,
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    paragraphs: usize,
    tables: usize,
    pictures: usize,
}

impl<'n> Reading<'n> {
    fn new(name: &'n str) -> Self {
        Self {
            name,
            line: String::new(),
            blocks: Vec::new(),
            problems: Vec::new(),
            paragraphs: 0,
            tables: 0,
            pictures: 0,
        }
    }

    fn children(&mut self, parent: ElementRef<'_>, depth: usize) {
        if depth > DEEPEST {
            self.line.extend(parent.text());
            return;
        }
        for child in parent.children() {
            match child.value() {
                Node::Text(text) => self.line.push_str(&markup::collapsed(text)),
                Node::Element(_) => {
                    if let Some(element) = ElementRef::wrap(child) {
                        self.element(element, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, depth: usize) {
        match markup::kind(element) {
            Kind::LeftOut => {}
            Kind::Break => self.line.push('\n'),
            Kind::Picture => self.pictures += 1,
            Kind::Inline => self.children(element, depth),
            Kind::Heading(level) => {
                self.end_paragraph();
                self.children(element, depth);
                let text = words::tidy(&std::mem::take(&mut self.line));
                if !text.is_empty() {
                    self.push_heading(level, text);
                }
            }
            Kind::Table if markup::is_data(element) => {
                self.end_paragraph();
                self.table(element, depth);
            }
            Kind::Table | Kind::Block => {
                self.end_paragraph();
                self.children(element, depth);
                self.end_paragraph();
            }
        }
    }

    fn end_paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        for text in words::statements(&line) {
            self.paragraphs += 1;
            let content = outline::content(text);
            self.blocks.push(Block { content, place: self.paragraph_place(), doubt: None });
        }
    }

    fn push_heading(&mut self, level: u8, text: String) {
        self.paragraphs += 1;
        let content = Content::Heading { level: outline::level(&text, level), text };
        self.blocks.push(Block { content, place: self.paragraph_place(), doubt: None });
    }

    fn paragraph_place(&self) -> Place {
        Place::Paragraph { file: self.name.to_owned(), paragraph: self.paragraphs.max(1) }
    }

    /// Reads a table; inner tables with rows and columns follow as blocks of their own.
    fn table(&mut self, element: ElementRef<'_>, depth: usize) {
        self.tables += 1;
        let number = self.tables;
        let mut inner = Vec::new();
        if let Some(caption) = markup::caption(element) {
            self.children(caption, depth + 1);
            self.end_paragraph();
        }
        let rows = markup::rows(element);
        let rows: Vec<Vec<Placed>> = rows
            .into_iter()
            .map(|row| {
                let cells = markup::cells(row);
                cells.into_iter().map(|cell| self.cell(cell, depth, &mut inner)).collect()
            })
            .collect();
        let file = self.name;
        let place = |row: usize, column: usize| Place::TableCell {
            file: file.to_owned(),
            table: number,
            row: row + 1,
            column: column + 1,
        };
        let has_cells = rows.iter().any(|row| !row.is_empty());
        let gridded = grid::table(rows, |spot| place(spot.row, spot.column));
        if has_cells && gridded.as_ref().is_none_or(|gridded| gridded.left_out > 0) {
            self.problems.push(too_wide(place(0, 0)));
        }
        if let Some(gridded) = gridded {
            let content = Content::Table(gridded.table);
            self.blocks.push(Block { content, place: place(0, 0), doubt: None });
        }
        for table in inner {
            self.table(table, depth + 1);
        }
    }

    fn cell<'p>(
        &mut self,
        cell: ElementRef<'p>,
        depth: usize,
        inner: &mut Vec<ElementRef<'p>>,
    ) -> Placed {
        let mut text = String::new();
        self.cell_text(cell, depth, &mut text, inner);
        let span = |name: &str| {
            let value: Option<usize> =
                cell.value().attr(name).and_then(|one| one.trim().parse().ok());
            value.unwrap_or(1)
        };
        // A span of nothing reaches to the end of the table.
        let rows = if span("rowspan") == 0 { usize::MAX } else { span("rowspan") };
        let columns = span("colspan").clamp(1, grid::MOST_COLUMNS);
        Placed { columns, rows, ..Placed::new(words::joined(text.split('\n'))) }
    }

    fn cell_text<'p>(
        &mut self,
        parent: ElementRef<'p>,
        depth: usize,
        text: &mut String,
        inner: &mut Vec<ElementRef<'p>>,
    ) {
        if depth > DEEPEST {
            text.extend(parent.text());
            return;
        }
        for child in parent.children() {
            if let Node::Text(words) = child.value() {
                text.push_str(&markup::collapsed(words));
            }
            let Some(element) = ElementRef::wrap(child) else { continue };
            match markup::kind(element) {
                Kind::LeftOut => {}
                Kind::Break => text.push('\n'),
                Kind::Picture => self.pictures += 1,
                Kind::Inline => self.cell_text(element, depth + 1, text, inner),
                Kind::Table if markup::is_data(element) => inner.push(element),
                Kind::Heading(_) | Kind::Table | Kind::Block => {
                    text.push('\n');
                    self.cell_text(element, depth + 1, text, inner);
                    text.push('\n');
                }
            }
        }
    }

    /// Puts the title that the page states of itself first, where its text does not have it.
    fn take_title(&mut self, page: &Html) {
        let metas = page.tree.nodes().filter_map(|node| node.value().as_element());
        let stated = metas.filter(|element| element.name() == "meta").find_map(|element| {
            let is_title = |name: &str| name.eq_ignore_ascii_case("ArticleTitle");
            element.attr("name").is_some_and(is_title).then(|| element.attr("content"))?
        });
        let Some(title) = stated.map(words::tidy).filter(|title| !title.is_empty()) else { return };
        let is_there = |block: &Block| {
            block.text().is_some_and(|text| text.replace(' ', "").contains(&title.replace(' ', "")))
        };
        if !self.blocks.is_empty() && !self.blocks.iter().any(is_there) {
            let place = Place::Paragraph { file: self.name.to_owned(), paragraph: 1 };
            let content = Content::Heading { level: 1, text: title };
            self.blocks.insert(0, Block { content, place, doubt: None });
        }
    }
}

/// An attribute in lower case; empty where there is none.
fn lower(element: &Element, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_ascii_lowercase()
}
