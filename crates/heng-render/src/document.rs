//! What is written: headings, paragraphs with bound figures, tables and charts.

use heng_core::derivation::Derivation;
use heng_core::table::Table;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// One document, independent of the format it is written in (文档).
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The mark of an annex (附件), printed at the head of the first page.
    pub annex: Option<String>,
    /// Title, printed centred on the first page and kept as metadata.
    pub title: String,
    /// Whose document it is; metadata.
    pub author: String,
    /// The document's date; file formats that carry times get it.
    pub date: Date,
    /// The page for the whole document.
    pub orientation: Orientation,
    /// Marked as a draft that nobody has adopted (示例): printed under the title and on every page.
    pub draft: Option<String>,
    /// What stands in the document, in order.
    pub blocks: Vec<Block>,
    /// Where everything came from: label and value, printed small at the end (出处).
    pub colophon: Vec<(String, String)>,
    /// The derivations that figures point at by index.
    pub derivations: Vec<Derivation>,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Upright (纵向).
    Portrait,
    /// On its side (横向), for wide tables.
    Landscape,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, numbered in its text: `一、` (level 1), `（一）` (2), `1.` (3).
    Heading {
        /// Level, 1 to 3.
        level: u8,
        /// The heading with its number.
        text: String,
    },
    /// Begins a further part with a title of its own: on a new page, or on a new sheet.
    Part {
        /// What tells the part from the others, in bookmarks and on the tabs of sheets.
        name: String,
        /// The title, printed like that of the document.
        title: String,
    },
    /// A paragraph of running text.
    Paragraph(Vec<Inline>),
    /// To whom the document goes (主送机关), flush left above the text.
    Addressed(String),
    /// Small print below a table or chart.
    Note(String),
    /// Who signs the document and when (落款), one line each, to the right.
    Signed(Vec<String>),
    /// A table.
    Grid(Grid),
    /// A chart.
    Chart(Chart),
}

/// Part of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// A figure that is bound to a fact, a measure or a score (有出处的数字).
    Figure {
        /// The figure as printed, with unit.
        text: String,
        /// Index into [`Document::derivations`].
        derivation: usize,
    },
    /// Words that lead to a file beside the document, where the format has links.
    Link {
        /// The words.
        text: String,
        /// Name of the file.
        file: String,
    },
}

impl Inline {
    /// The words, without what a figure is bound to.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Figure { text, .. } | Self::Link { text, .. } => text,
        }
    }
}

/// A table with the width of its columns (表格).
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Caption above the table.
    pub caption: Option<String>,
    /// Widths of the columns, in parts of their sum.
    pub widths: Vec<u32>,
    /// Number of heading rows at the top, repeated on every page.
    pub heading_rows: usize,
    /// The cells.
    pub table: Table<CellContent>,
}

/// What stands in one cell of a [`Grid`].
#[derive(Debug, Clone, PartialEq)]
pub struct CellContent {
    /// The words, one list a paragraph.
    pub paragraphs: Vec<Vec<Inline>>,
    /// How they are aligned.
    pub align: Align,
    /// Whether the cell is a heading of rows or columns.
    pub role: CellRole,
    /// The cell's number, where it is one: formats with numbers (xlsx) write it as such.
    pub number: Option<CellNumber>,
}

/// The number that a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellNumber {
    /// The value as the format computes with it; a rate of 95.87% is 0.9587.
    pub value: Decimal,
    /// How it is shown.
    pub format: NumberFormat,
    /// A sum over other cells: formats with formulas (xlsx) write the formula, with `value` as
    /// its cached result.
    pub sum_of: Vec<CellReference>,
}

/// Another cell of the same document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellReference {
    /// How many tables back the cell stands; 0 is the same table.
    pub tables_back: usize,
    /// Column in the grid of its table, from 0.
    pub column: usize,
    /// Row in the grid of its table, from 0.
    pub row: usize,
}

/// How a number in a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFormat {
    /// With so many decimals.
    Decimals(u32),
    /// As a percentage with so many decimals.
    Percent(u32),
}

/// Whether a cell is a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// A heading.
    Heading,
    /// Content.
    Body,
}

/// How the content of a cell is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

/// A table on a sheet of its own, to be filtered and sorted (清单).
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Name of the sheet.
    pub name: String,
    /// Heading of each column, and how many characters of Chinese it is wide.
    pub columns: Vec<(String, u32)>,
    /// The rows, one entry a column.
    pub rows: Vec<Vec<Entry>>,
}

/// What stands in one place of a [`Listing`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing.
    Nothing,
    /// Words.
    Words(String),
    /// A number, as it was written.
    Number(Decimal),
}

/// A bar chart of a few amounts (图表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Caption below the chart.
    pub caption: String,
    /// Unit of the amounts.
    pub unit: String,
    /// Names of the series, e.g. 预算数 and 执行数.
    pub series: Vec<String>,
    /// The groups of bars: name, and one amount for each series.
    pub groups: Vec<(String, Vec<Decimal>)>,
    /// The chart in words, for readers who do not see it.
    pub description: String,
}
