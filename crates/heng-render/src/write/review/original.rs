//! The text that was read, with the places of findings marked.

use std::collections::BTreeSet;
use std::fmt::Write;

use heng_core::fact::Place;
use heng_core::page::{Block, Content, PageCell};
use heng_core::table::{Cell, Table};

use super::super::escape;
use crate::compose::audit::review::{Mark, Review};

/// Writes what was read, block by block; a page or a sheet begins with its name.
pub(super) fn write(page: &mut String, review: &Review<'_>) {
    let _ = writeln!(page, "<section id=\"original\" aria-label=\"原文\">\n<h2>原文</h2>");
    let pages = &review.audit.report.pages;
    if pages.blocks.is_empty() {
        page.push_str("<p>没有读出任何内容。</p>\n");
    }
    let mut original = Original { page, review, text: 0 };
    let mut sheet = None;
    for block in &pages.blocks {
        let begins = sheet_of(&block.place);
        if begins.is_some() && begins != sheet {
            sheet = begins;
            let name = escape(sheet.as_deref().unwrap_or_default());
            let _ = writeln!(original.page, "<p class=\"sheet\">{name}</p>");
        }
        original.block(block);
    }
    page.push_str("</section>\n");
}

/// The page or sheet on which something stands, where the format has them.
fn sheet_of(place: &Place) -> Option<String> {
    match place {
        Place::Page { page, .. } => Some(format!("第{page}页")),
        Place::Cell { sheet, .. } => Some(format!("工作表「{sheet}」")),
        Place::File { .. }
        | Place::Line { .. }
        | Place::Row { .. }
        | Place::Paragraph { .. }
        | Place::TableCell { .. } => None,
    }
}

/// The original as far as it is written.
struct Original<'w> {
    page: &'w mut String,
    review: &'w Review<'w>,
    /// Index of the next text.
    text: usize,
}

impl Original<'_> {
    fn block(&mut self, block: &Block) {
        let doubt = block
            .doubt
            .as_deref()
            .map(|doubt| format!("<p class=\"doubt\">这一段的读取没有把握：{}</p>", escape(doubt)));
        self.page.push_str(&doubt.unwrap_or_default());
        match &block.content {
            Content::Heading { level, text } => {
                let level = usize::from(*level).clamp(1, 4) + 2;
                let words = self.words(text);
                let _ = writeln!(self.page, "<h{level}>{words}</h{level}>");
            }
            Content::Paragraph(text) => {
                let words = self.words(text);
                let _ = writeln!(self.page, "<p>{words}</p>");
            }
            Content::Aside(text) => {
                let words = self.words(text);
                let _ = writeln!(self.page, "<p class=\"aside\">{words}</p>");
            }
            Content::Table(table) => self.table(table),
        }
    }

    fn table(&mut self, table: &Table<PageCell>) {
        self.page.push_str("<div class=\"table\"><table>\n");
        for row in table.rows() {
            self.page.push_str("<tr>");
            for cell in row {
                self.cell(cell);
            }
            self.page.push_str("</tr>\n");
        }
        self.page.push_str("</table></div>\n");
    }

    fn cell(&mut self, cell: &Cell<PageCell>) {
        let span = |name: &str, count: usize| {
            if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
        };
        let (rows, columns) = (span("rowspan", cell.row_span), span("colspan", cell.column_span));
        let words = self.words(&cell.content.text);
        let _ = write!(self.page, "<td{rows}{columns}>{words}</td>");
    }

    /// The next text, escaped, with its marks.
    fn words(&mut self, text: &str) -> String {
        let index = self.text;
        self.text += 1;
        match self.review.marks.get(&index) {
            Some(marks) => self.marked(text, marks),
            None => escape(text),
        }
    }

    /// The text cut at the ends of its marks; each piece names the findings that it belongs to.
    fn marked(&self, text: &str, marks: &[Mark]) -> String {
        let ends = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]);
        let cuts: BTreeSet<usize> = ends.chain([0, text.len()]).collect();
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let mut words = String::new();
        for (at, next) in cuts.iter().zip(cuts.iter().skip(1).chain([&text.len()])) {
            for mark in marks.iter().filter(|mark| mark.range.start == *at) {
                words.push_str(&self.pin(mark));
            }
            let piece = escape(text.get(*at..*next).unwrap_or_default());
            let over: Vec<&Mark> = marks.iter().filter(|mark| mark.range.contains(at)).collect();
            if over.is_empty() || piece.is_empty() {
                words.push_str(&piece);
                continue;
            }
            let numbers: BTreeSet<usize> = over.iter().map(|mark| mark.finding + 1).collect();
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let _ = write!(
                words,
                "<mark class=\"{}\" data-findings=\"{}\">{piece}</mark>",
                self.weight(&over),
                numbers.join(" "),
            );
        }
        words
    }

    /// The number of a finding, which leads to it, and to which it leads.
    fn pin(&self, mark: &Mark) -> String {
        let number = mark.finding + 1;
        let weight = self.weight(&[mark]);
        format!(
            "<a class=\"pin {weight}\" id=\"p{number}-{}\" href=\"#f{number}\" \
             title=\"看第{number}项发现\">{number}</a>",
            mark.spot
        )
    }

    /// The weight of the heaviest finding.
    fn weight(&self, marks: &[&Mark]) -> &'static str {
        let findings = marks.iter().filter_map(|mark| self.review.findings.get(mark.finding));
        findings.map(|finding| finding.severity).max().map_or("note", |severity| severity.code())
    }
}
