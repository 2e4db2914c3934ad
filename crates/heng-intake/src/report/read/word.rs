//! Word documents (docx) into pages: running text in order, tables with their merged cells, notes.

mod line;
mod numbering;
mod styles;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use heng_core::fact::Place;
use heng_core::page::{Block, Content, Format, Pages};
use heng_core::reader::{Problem, ProblemKind};

use super::parts::{Parts, Relationship};
use super::refusal::Refusal;
use super::{outline, words};
use crate::xml::Element;
use line::{Fields, Line, Note};
use numbering::Numbering;
use styles::Styles;
pub(super) use table::too_wide;

/// The most characters of a heading; longer text that a style calls a heading is none.
const LONGEST_HEADING: usize = 80;

/// Reads a document; tracked changes are taken as accepted, page headers and footers are left out.
#[must_use]
pub fn read(bytes: Vec<u8>, name: &str) -> Pages {
    pages(bytes, name).unwrap_or_else(|refusal| refusal.pages(name, Format::Word))
}

fn pages(bytes: Vec<u8>, name: &str) -> Result<Pages, Refusal> {
    let not_a_document = Refusal::NotA("docx 文档");
    let mut parts = Parts::open(bytes, "文档").map_err(|_| not_a_document.clone())?;
    let roots = parts.relationships("")?;
    let root = roots.into_iter().find(|one| one.kind == "officeDocument");
    let main = root.map_or_else(|| "word/document.xml".to_owned(), |one| one.target);
    let text = parts.text(&main)?.ok_or(not_a_document)?;
    let related = parts.relationships(&main)?;
    let root = parts.parsed(&main, &text)?;
    let body = root.child("body").ok_or_else(|| Refusal::damaged("文档", "缺少正文"))?;
    let mut reading = Reading::new(name);
    for kind in ["styles", "numbering", "footnotes", "endnotes"] {
        reading.take_part(kind, &mut parts, &related)?;
    }
    reading.blocks(body);
    reading.finish()
}

/// What has been read of a document so far.
struct Reading<'n> {
    name: &'n str,
    styles: Styles,
    numbering: Numbering,
    notes: BTreeMap<Note, String>,
    fields: Fields,
    /// Text of a paragraph whose end was deleted: the next paragraph goes on with it.
    carried: String,
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    paragraphs: usize,
    tables: usize,
    pictures: usize,
}

/// The words of a paragraph with what its properties say of them.
struct Paragraph<'d> {
    text: String,
    level: Option<u8>,
    is_contents: bool,
    line: Line<'d>,
}

impl<'n> Reading<'n> {
    fn new(name: &'n str) -> Self {
        Self {
            name,
            styles: Styles::default(),
            numbering: Numbering::default(),
            notes: BTreeMap::new(),
            fields: Fields::default(),
            carried: String::new(),
            blocks: Vec::new(),
            problems: Vec::new(),
            paragraphs: 0,
            tables: 0,
            pictures: 0,
        }
    }

    /// Reads a part that the document refers to.
    fn take_part(
        &mut self,
        kind: &str,
        parts: &mut Parts,
        related: &[Relationship],
    ) -> Result<(), Refusal> {
        let Some(part) = related.iter().find(|one| one.kind == kind) else { return Ok(()) };
        let Some(text) = parts.text(&part.target)? else { return Ok(()) };
        let root = parts.parsed(&part.target, &text)?;
        match kind {
            "styles" => self.styles = Styles::read(&root),
            "numbering" => self.numbering = Numbering::read(&root),
            _ => self.take_notes(&root),
        }
        Ok(())
    }

    fn take_notes(&mut self, root: &Element<'_>) {
        for element in root.elements() {
            let Some(id) = element.attribute("id") else { continue };
            let note = match element.name() {
                "footnote" => Note::Foot(id),
                "endnote" => Note::End(id),
                _ => continue,
            };
            let mut lines = Vec::new();
            for paragraph in element.all("p") {
                let mut line = Line::default();
                line.add(paragraph, &mut Fields::default());
                lines.push(line.text);
            }
            let text = words::joined(lines.iter().map(String::as_str));
            if !text.is_empty() {
                self.notes.insert(note, text);
            }
        }
    }

    /// Reads the paragraphs and tables of an element in order.
    fn blocks(&mut self, parent: &Element<'_>) {
        for element in parent.elements() {
            match element.name() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "altChunk" => self.report_embedded(),
                "AlternateContent" => element.elements().take(1).for_each(|one| self.blocks(one)),
                name if is_wrapper(name) => self.blocks(element),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element<'_>) {
        let paragraph = self.words(element);
        if is_mark_deleted(element) {
            self.carried = paragraph.text;
            return;
        }
        let text = match paragraph.level {
            Some(_) => words::tidy(&paragraph.text.replace('\n', "")),
            None => paragraph.text.clone(),
        };
        if !text.trim().is_empty() {
            self.paragraphs += 1;
        }
        let place = self.paragraph_place();
        for text in words::statements(&text) {
            let content = content(text, paragraph.level, paragraph.is_contents);
            self.blocks.push(Block { content, place: place.clone(), doubt: None });
        }
        self.asides(paragraph.line, &place);
    }

    /// The words of a paragraph with its automatic number; what hangs on it is not read yet.
    fn words<'d>(&mut self, element: &'d Element<'d>) -> Paragraph<'d> {
        let was_contents = self.fields.is_contents();
        let mut line = Line::default();
        line.add(element, &mut self.fields);
        let known = self.styles.of(element.child("pPr"));
        let is_contents = known.is_contents || was_contents || self.fields.is_contents();
        self.fields.end_paragraph();
        self.pictures += line.pictures;
        let list = known.traits.list.as_deref().filter(|list| *list != "0");
        let depth = known.traits.depth.unwrap_or_default();
        let label = list.and_then(|list| self.numbering.next(list, depth));
        let mut text = std::mem::take(&mut self.carried);
        text.push_str(&line.text);
        if let Some(label) = label {
            text = labelled(&label, &text);
        }
        Paragraph { text, level: known.traits.level(), is_contents, line }
    }

    /// Notes and text boxes, which stand outside the running text.
    fn asides(&mut self, line: Line<'_>, place: &Place) {
        for note in &line.notes {
            if let Some(text) = self.notes.get(note) {
                self.blocks.push(aside(text.clone(), place));
            }
        }
        for content in line.boxes {
            let first = self.blocks.len();
            self.blocks(content);
            for block in self.blocks.iter_mut().skip(first) {
                if let Some(text) = block.text() {
                    block.content = Content::Aside(text.to_owned());
                    block.place = place.clone();
                }
            }
        }
    }

    fn paragraph_place(&self) -> Place {
        Place::Paragraph { file: self.name.to_owned(), paragraph: self.paragraphs.max(1) }
    }

    fn report_embedded(&mut self) {
        let problem = Problem {
            kind: ProblemKind::UnknownFormat,
            place: self.paragraph_place(),
            excerpt: self.name.to_owned(),
            message: "这里嵌入了另一份文件，其中的内容没有读入。".to_owned(),
            remedy: "请用 Word 打开，另存为 docx 后再读入。".to_owned(),
        };
        self.problems.push(problem);
    }

    fn finish(self) -> Result<Pages, Refusal> {
        if self.blocks.is_empty() && self.problems.is_empty() {
            return Err(if self.pictures > 0 { Refusal::OnlyPictures } else { Refusal::NoText });
        }
        Ok(Pages {
            file: self.name.to_owned(),
            format: Format::Word,
            count: None,
            blocks: self.blocks,
            problems: self.problems,
        })
    }
}

/// Says whether an element only holds others: content controls, accepted insertions and the like.
fn is_wrapper(name: &str) -> bool {
    matches!(name, "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag")
}

/// Says whether the end of a paragraph was deleted, so that the next one goes on with it.
fn is_mark_deleted(paragraph: &Element<'_>) -> bool {
    let mark = paragraph.child("pPr").and_then(|properties| properties.child("rPr"));
    mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some())
}

/// A text behind its number; a space parts them where they would read as one number.
fn labelled(label: &str, text: &str) -> String {
    let text = text.trim_start();
    let is_closed = label.ends_with(['、', '）', ')', '.', '．']);
    let is_apart = is_closed && !text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let separator = if text.is_empty() || is_apart { "" } else { " " };
    format!("{label}{separator}{text}")
}

fn content(text: String, level: Option<u8>, is_contents: bool) -> Content {
    let is_long = text.chars().count() > LONGEST_HEADING || text.ends_with(['。', '；']);
    match level.filter(|_| !is_long) {
        _ if is_contents => Content::Paragraph(text),
        Some(level) => Content::Heading { level: outline::level(&text, level), text },
        None => outline::content(text),
    }
}

fn aside(text: String, place: &Place) -> Block {
    Block { content: Content::Aside(text), place: place.clone(), doubt: None }
}
