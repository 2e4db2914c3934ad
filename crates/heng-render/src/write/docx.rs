//! Documents as docx, on the page of GB/T 9704-2012.

mod arrange;
mod page;
mod table;

use std::io::{Cursor, Write};

use docx_rs::{Docx, Paragraph, Run, RunFonts, XMLDocx};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{clean, escape, plain};
use crate::document::{Block, Document};
use crate::{Error, chart};

/// The styles that the document's parts name; they hold all its type and spacing.
const STYLES: &str = include_str!("docx/styles.xml");
const SETTINGS: &str = include_str!("docx/settings.xml");

/// Writes a document as docx.
pub fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let across = page::type_area_width(document.orientation);
    let mut docx = page::set(Docx::new(), document);
    // Rows that Word repeats at the head of each page, for each table in order.
    let mut heading_rows = Vec::new();
    if let Some(annex) = &document.annex {
        docx = docx.add_paragraph(styled("Annex", annex));
    }
    docx = docx.add_paragraph(styled("Title", &document.title));
    if let Some(draft) = &document.draft {
        docx = docx.add_paragraph(styled("DraftMark", draft));
    }
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                let style = format!("Heading{}", (*level).clamp(1, 3));
                docx = docx.add_paragraph(styled(&style, text));
            }
            Block::Paragraph(inlines) => {
                docx = docx.add_paragraph(styled("BodyText", &plain(inlines)));
            }
            Block::Part { name, title } => {
                docx = docx
                    .add_paragraph(styled("PartName", name))
                    .add_paragraph(styled("Title", title));
            }
            Block::Addressed(text) => docx = docx.add_paragraph(styled("Addressed", text)),
            Block::Note(text) => docx = docx.add_paragraph(styled("Note", text)),
            Block::Signed(lines) => {
                docx = docx.add_paragraph(Paragraph::new().style("BodyText"));
                for line in lines {
                    docx = docx.add_paragraph(styled("Signed", line));
                }
            }
            Block::Grid(grid) => docx = table::add(docx, grid, across, &mut heading_rows),
            Block::Chart(chart) => {
                docx = table::add(docx, &chart::as_grid(chart)?, across, &mut heading_rows);
            }
        }
    }
    if !document.colophon.is_empty() {
        docx = docx.add_paragraph(Paragraph::new().style("Colophon"));
    }
    for (label, value) in &document.colophon {
        docx = docx.add_paragraph(styled("Colophon", &format!("{label}：{value}")));
    }
    pack(parts(docx.build(), document, &heading_rows)?, document)
}

fn styled(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(run(text))
}

/// Words whose quotation marks and dashes are Chinese ones wherever a font has both.
fn run(text: &str) -> Run {
    Run::new().fonts(RunFonts::new().hint("eastAsia")).add_text(clean(text))
}

/// The parts of the package in the order in which they are packed.
fn parts(
    xml: XMLDocx,
    document: &Document,
    heading_rows: &[usize],
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let arranged = |part: &str, xml: &[u8]| {
        arrange::arrange(xml, heading_rows)
            .map_err(|source| Error::ArrangeDocxPart { part: part.to_owned(), source })
    };
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), xml.content_type),
        ("_rels/.rels".to_owned(), xml.rels),
        ("docProps/app.xml".to_owned(), xml.doc_props.app),
        ("docProps/core.xml".to_owned(), core_properties(document).into_bytes()),
        ("docProps/custom.xml".to_owned(), xml.doc_props.custom),
        ("word/_rels/document.xml.rels".to_owned(), xml.document_rels),
        ("word/document.xml".to_owned(), arranged("word/document.xml", &xml.document)?),
        ("word/styles.xml".to_owned(), STYLES.as_bytes().to_vec()),
        ("word/settings.xml".to_owned(), SETTINGS.as_bytes().to_vec()),
        ("word/fontTable.xml".to_owned(), xml.font_table),
        ("word/comments.xml".to_owned(), xml.comments),
        ("word/numbering.xml".to_owned(), xml.numberings),
        ("word/commentsExtended.xml".to_owned(), xml.comments_extended),
    ];
    for (kind, contents) in [("header", xml.headers), ("footer", xml.footers)] {
        for (index, content) in contents.into_iter().enumerate() {
            let name = format!("word/{kind}{}.xml", index + 1);
            let content = arranged(&name, &content)?;
            parts.push((name, content));
        }
    }
    Ok(parts)
}

/// Title, author and date; the library has no way to say the first two.
fn core_properties(document: &Document) -> String {
    let date = document.date;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <dc:language>zh-CN</dc:language><cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
         <cp:revision>1</cp:revision>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified>\
         </cp:coreProperties>",
        title = escape(&document.title),
        author = escape(&document.author),
    )
}

/// Packs the parts; every entry carries the document's date.
fn pack(parts: Vec<(String, Vec<u8>)>, document: &Document) -> Result<Vec<u8>, Error> {
    let date = document.date;
    let day = |number: i8| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.year()).unwrap_or(1980);
    // A zip file knows no date before 1980.
    let time = DateTime::from_date_and_time(year, day(date.month()), day(date.day()), 0, 0, 0)
        .unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, options)?;
        zip.write_all(&content).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}
