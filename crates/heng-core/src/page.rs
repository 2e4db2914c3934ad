//! What was read of a file before anybody asks what it means: blocks in reading order, each with its place.

use rust_decimal::Decimal;

use crate::fact::Place;
use crate::reader::Problem;
use crate::table::Table;

/// What was read of one file (读出的内容).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Path of the file, as findings name it.
    pub file: String,
    /// What kind of file it is.
    pub format: Format,
    /// Number of pages or sheets, where the format has them.
    pub count: Option<usize>,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What could not be read, or not for certain.
    pub problems: Vec<Problem>,
}

/// Kinds of files that reports come in (文件格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Word document (docx).
    Word,
    /// Workbook (xlsx, xls, ods).
    Workbook,
    /// PDF.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
    /// Web page.
    Html,
    /// Plain text.
    Text,
}

/// A piece of what was read, with its place (内容块).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub content: Content,
    /// Where it begins.
    pub place: Place,
    /// Why its reading is uncertain, in Chinese, where it is.
    pub doubt: Option<String>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A heading by its style or its numbering; level 1 is the title of a chapter.
    Heading {
        /// Level, from 1.
        level: u8,
        /// The words, numbering included.
        text: String,
    },
    /// A paragraph: printed lines are joined, white space between Chinese characters is gone.
    Paragraph(String),
    /// A table.
    Table(Table<PageCell>),
    /// A footnote, endnote or text box, which stands outside the running text.
    Aside(String),
}

/// A cell of a table that was read (读出的单元格).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCell {
    /// The words as shown, lines of the cell joined.
    pub text: String,
    /// The number behind the words, where the format keeps one (a cell of a workbook).
    pub number: Option<Decimal>,
    /// Where it stands.
    pub place: Place,
}

impl Pages {
    /// What was read of a file of which nothing could be read.
    #[must_use]
    pub fn unread(file: &str, format: Format, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            format,
            count: None,
            blocks: Vec::new(),
            problems: vec![problem],
        }
    }
}

impl Block {
    /// Makes a paragraph whose reading is certain.
    #[must_use]
    pub fn paragraph(text: impl Into<String>, place: Place) -> Self {
        Self { content: Content::Paragraph(text.into()), place, doubt: None }
    }

    /// The running words of the block; nothing for a table.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Heading { text, .. } | Content::Paragraph(text) | Content::Aside(text) => {
                Some(text)
            }
            Content::Table(_) => None,
        }
    }

    /// The table, where the block is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table<PageCell>> {
        match &self.content {
            Content::Table(table) => Some(table),
            _ => None,
        }
    }
}
