//! The tables of a Word document (docx), cell by cell.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::xml::push_text;

/// The most that is read of a document's text, in MiB.
const TEXT_MEBIBYTES: u64 = 64;
/// The most columns that a table may have; more is a damaged file.
const MOST_COLUMNS: usize = 256;

/// Why the tables of a document can't be read, in Chinese (文档读不出的原因).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It is not a docx file.
    #[error("这不是 docx 文档")]
    NotADocument,
    /// It is not as it should be.
    #[error("文档已损坏：{what}")]
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// It is larger than anything that a person writes.
    #[error("文档的文字超过 {TEXT_MEBIBYTES} MiB")]
    TooLarge,
}

impl DocumentError {
    /// What the user can do.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotADocument => "请用 Word 或 WPS 打开后另存为 docx（旧的 doc 格式也请另存）。",
            Self::Damaged { .. } => "请用 Word 或 WPS 打开后另存一份再试。",
            Self::TooLarge => "请只留下要导入的表格，另存后再试。",
        }
    }
}

/// The outermost tables of a document in order: rows of cells as text.
///
/// A cell that covers several columns stands in the first of them, the others are empty; so are the
/// cells below one that covers several rows.
///
/// # Errors
/// [`DocumentError`] where the file is no docx, is damaged or too large.
pub fn tables(bytes: Vec<u8>) -> Result<Vec<Vec<Vec<String>>>, DocumentError> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentError::NotADocument)?;
    let part = archive.by_name("word/document.xml").map_err(|_| DocumentError::NotADocument)?;
    let limit = TEXT_MEBIBYTES.saturating_mul(1 << 20);
    let mut reader = Reader::from_reader(BufReader::new(part.take(limit)));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut reading = Reading::default();
    loop {
        buffer.clear();
        let is_cut_off = reader.get_ref().get_ref().limit() == 0;
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) if is_cut_off => return Err(DocumentError::TooLarge),
            Ok(Event::Eof) => return Ok(reading.tables),
            Ok(event) => reading.take(&event)?,
            Err(error) => return Err(damaged(&error.to_string())),
        }
    }
}

fn damaged(what: &str) -> DocumentError {
    DocumentError::Damaged { what: what.to_owned() }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    tables: Vec<Vec<Vec<String>>>,
    /// How many tables are open; what stands in an inner one belongs to the outer one's cell.
    depth: usize,
    row: Vec<String>,
    cell: String,
    columns: usize,
    is_covered: bool,
    is_text: bool,
}

impl Reading {
    fn take(&mut self, event: &Event<'_>) -> Result<(), DocumentError> {
        match event {
            Event::Start(element) => self.begin(element)?,
            Event::End(element) => self.end(element.local_name().as_ref()),
            event if self.is_text => push_text(event, &mut self.cell),
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), DocumentError> {
        let is_outer = self.depth == 1;
        match element.local_name().as_ref() {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables.push(Vec::new());
                }
            }
            "tr" if is_outer => self.row.clear(),
            "tc" if is_outer => {
                self.cell.clear();
                (self.columns, self.is_covered) = (1, false);
            }
            "gridSpan" if is_outer => {
                let columns = value(element).and_then(|value| value.parse().ok());
                self.columns = columns
                    .filter(|columns| (1..=MOST_COLUMNS).contains(columns))
                    .ok_or_else(|| damaged("单元格所占的列数不对"))?;
            }
            "vMerge" if is_outer => {
                self.is_covered = value(element).as_deref() != Some("restart");
            }
            "t" => self.is_text = self.depth > 0,
            "br" | "tab" if self.depth > 0 => self.cell.push(' '),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, element: &str) {
        let is_outer = self.depth == 1;
        match element {
            "t" => self.is_text = false,
            "p" if self.depth > 0 && !self.cell.is_empty() => self.cell.push(' '),
            "tc" if is_outer => {
                let text = std::mem::take(&mut self.cell);
                let text = if self.is_covered { "" } else { text.trim() };
                self.row.push(text.to_owned());
                let covered = std::iter::repeat_n(String::new(), self.columns - 1);
                self.row.extend(covered.take(MOST_COLUMNS.saturating_sub(self.row.len())));
            }
            "tr" if is_outer => {
                if let Some(table) = self.tables.last_mut() {
                    table.push(std::mem::take(&mut self.row));
                }
            }
            "tbl" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The attribute `val` of an element.
fn value(element: &BytesStart<'_>) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == "val")?;
    String::from_utf8(found.value.as_bytes().to_vec()).ok()
}
