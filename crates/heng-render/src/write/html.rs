//! Documents as one self-contained page that shows where each figure comes from.

use std::fmt::Write;

use heng_core::derivation::Derivation;
use heng_core::table::Cell;

use super::escape;
use super::extent::{self, Height};
use crate::document::{
    Align, Block, CellContent, CellRole, Chart, Document, Grid, Inline, Orientation,
};
use crate::{Error, chart};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Writes a document as an HTML page with nothing outside itself.
pub fn write(document: &Document) -> Result<String, Error> {
    let (orientation, margin) = match document.orientation {
        Orientation::Portrait => ("portrait", "37mm 26mm 35mm 28mm"),
        Orientation::Landscape => ("landscape", "28mm 37mm 26mm 35mm"),
    };
    let mut page = Page::default();
    let title = escape(&document.title);
    page.line(&format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"author\" content=\"{author}\">\n<meta name=\"date\" content=\"{date}\">\n\
         <title>{title}</title>\n\
         <style>\n{STYLE}@page {{ size: A4 {orientation}; margin: {margin}; }}\n</style>\n</head>",
        author = escape(&document.author),
        date = document.date,
    ));
    page.line(&format!("<body class=\"{orientation}\">"));
    let draft = document.draft.as_deref().map(escape);
    if let Some(draft) = &draft {
        page.line(&format!("<p class=\"draft-bar\">{draft}</p>"));
    }
    page.line("<main>");
    if let Some(annex) = &document.annex {
        page.line(&format!("<p class=\"annex\">{}</p>", escape(annex)));
    }
    page.line(&format!("<h1>{title}</h1>"));
    if let Some(draft) = &draft {
        page.line(&format!("<p class=\"draft\">{draft}</p>"));
    }
    page.contents(document);
    for (index, block) in document.blocks.iter().enumerate() {
        page.block(index, block, document)?;
    }
    page.colophon(&document.colophon);
    page.line("</main>");
    page.derivations(&document.derivations);
    page.line(&format!("<script>\n{SCRIPT}</script>\n</body>\n</html>"));
    Ok(page.text)
}

/// The page as far as it is written. Writing to a string cannot fail.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Lists the headings, each with a link.
    fn contents(&mut self, document: &Document) {
        let headings =
            document.blocks.iter().enumerate().filter_map(|(index, block)| match block {
                Block::Heading { level, text } => Some((index, *level, text)),
                Block::Part { name, .. } => Some((index, 1, name)),
                _ => None,
            });
        let mut items = String::new();
        for (index, level, text) in headings {
            let text = escape(text);
            let link = format!("<a href=\"#section-{index}\">{text}</a>");
            let _ = writeln!(items, "<li class=\"level-{level}\">{link}</li>");
        }
        if !items.is_empty() {
            self.line("<nav aria-label=\"目录\">\n<p class=\"contents-title\">目录</p>\n<ul>");
            self.text.push_str(&items);
            self.line("</ul>\n</nav>");
        }
    }

    fn block(&mut self, index: usize, block: &Block, document: &Document) -> Result<(), Error> {
        match block {
            Block::Heading { level, text } => {
                // The document's title is the page's only heading of level 1.
                let level = (*level).clamp(1, 3) + 1;
                let text = escape(text);
                self.line(&format!("<h{level} id=\"section-{index}\">{text}</h{level}>"));
            }
            Block::Paragraph(inlines) => {
                self.line(&format!("<p>{}</p>", words(inlines, document)));
            }
            Block::Part { name, title } => {
                let (name, title) = (escape(name), escape(title));
                self.line(&format!("<p class=\"annex part\">{name}</p>"));
                self.line(&format!("<h2 class=\"title\" id=\"section-{index}\">{title}</h2>"));
            }
            Block::Addressed(text) => {
                self.line(&format!("<p class=\"addressed\">{}</p>", escape(text)));
            }
            Block::Note(text) => self.line(&format!("<p class=\"note\">{}</p>", escape(text))),
            Block::Signed(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
                self.line(&format!("<p class=\"signed\">{}</p>", lines.join("<br>")));
            }
            Block::Grid(grid) => self.table(grid, document),
            Block::Chart(chart) => self.chart(chart)?,
        }
        Ok(())
    }

    fn chart(&mut self, chart: &Chart) -> Result<(), Error> {
        let picture = chart::svg(chart)?;
        let caption = escape(&chart.caption);
        self.line(&format!("<figure>\n{picture}<figcaption>{caption}</figcaption>\n</figure>"));
        Ok(())
    }

    fn table(&mut self, grid: &Grid, document: &Document) {
        self.line("<div class=\"table\">\n<table>");
        if let Some(caption) = &grid.caption {
            self.line(&format!("<caption>{}</caption>", escape(caption)));
        }
        self.line("<colgroup>");
        for width in extent::column_widths(grid, 1000) {
            self.line(&format!("<col style=\"width:{}.{}%\">", width / 10, width % 10));
        }
        self.line("</colgroup>");
        let (heads, body) = grid.table.rows().split_at(extent::heading_rows(grid));
        for (part, rows) in [("thead", heads), ("tbody", body)] {
            if rows.is_empty() {
                continue;
            }
            self.line(&format!("<{part}>"));
            for row in rows {
                let cells: String = row.iter().map(|item| cell(item, part, document)).collect();
                // Printed, a row is kept on one page unless a cell of it goes on below.
                let spans = row.iter().any(|cell| cell.row_span > 1);
                let tag = if spans { "<tr>" } else { "<tr class=\"whole\">" };
                self.line(&format!("{tag}{cells}</tr>"));
            }
            self.line(&format!("</{part}>"));
        }
        self.line("</table>\n</div>");
    }

    fn colophon(&mut self, colophon: &[(String, String)]) {
        if colophon.is_empty() {
            return;
        }
        self.line("<footer>\n<dl>");
        for (label, value) in colophon {
            self.line(&format!("<dt>{}</dt><dd>{}</dd>", escape(label), escape(value)));
        }
        self.line("</dl>\n</footer>");
    }

    /// Writes all derivations at the end, where links lead without a script; the script shows
    /// them in a panel beside the text instead.
    fn derivations(&mut self, derivations: &[Derivation]) {
        if derivations.is_empty() {
            return;
        }
        self.line("<section id=\"derivations\" aria-label=\"数字出处\">\n<h2>数字出处</h2>");
        for (index, derivation) in derivations.iter().enumerate() {
            let mut tree = String::new();
            nested(derivation, &mut tree);
            self.line(&format!(
                "<div class=\"derivation\" id=\"derivation-{index}\"><ul>{tree}</ul></div>"
            ));
        }
        self.line("</section>");
    }
}

/// The words of a paragraph; a figure is a link to its derivation, which the script makes a button.
fn words(inlines: &[Inline], document: &Document) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Figure { text, derivation } if *derivation < document.derivations.len() => {
                let text = escape(text);
                let link = format!("href=\"#derivation-{derivation}\" title=\"查看出处\"");
                let _ = write!(words, "<a class=\"figure\" {link}>{text}</a>");
            }
            Inline::Link { text, file } => {
                let (text, file) = (escape(text), link(file));
                let _ = write!(words, "<a href=\"{file}\">{text}</a>");
            }
            inline => words.push_str(&escape(inline.text())),
        }
    }
    words
}

/// The name of a file as a link that leads to it: what has a meaning in addresses is written in hexadecimal.
pub(super) fn link(file: &str) -> String {
    let mut link = String::from("./");
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            link.push(char::from(byte));
        } else {
            let _ = write!(link, "%{byte:02X}");
        }
    }
    link
}

fn cell(cell: &Cell<CellContent>, part: &str, document: &Document) -> String {
    let content = &cell.content;
    let (tag, scope) = match (content.role, part) {
        (CellRole::Heading, "thead") => ("th", " scope=\"col\""),
        (CellRole::Heading, _) => ("th", ""),
        (CellRole::Body, _) => ("td", ""),
    };
    let align = match content.align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "right",
    };
    let height = match extent::height(cell) {
        Height::Top => " top",
        Height::Middle => "",
    };
    let span = |name: &str, count: usize| {
        if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
    };
    let paragraphs: Vec<String> =
        content.paragraphs.iter().map(|inlines| words(inlines, document)).collect();
    format!(
        "<{tag}{scope} class=\"{align}{height}\"{rows}{columns}>{words}</{tag}>",
        rows = span("rowspan", cell.row_span),
        columns = span("colspan", cell.column_span),
        words = paragraphs.join("<br>"),
    )
}

/// One step of a derivation as a list item, with the steps it rests on as a list inside.
fn nested(derivation: &Derivation, tree: &mut String) {
    let _ = write!(
        tree,
        "<li><span class=\"label\">{}</span> = <strong>{}</strong> <span class=\"step\">{}</span>",
        escape(&derivation.label),
        escape(&derivation.shown),
        escape(&derivation.step.to_string()),
    );
    if let Some(basis) = &derivation.basis {
        let basis = escape(&basis.to_string());
        let _ = write!(tree, " <span class=\"basis\">依据：{basis}</span>");
    }
    if !derivation.inputs.is_empty() {
        tree.push_str("<ul>");
        for input in &derivation.inputs {
            nested(input, tree);
        }
        tree.push_str("</ul>");
    }
    tree.push_str("</li>");
}
