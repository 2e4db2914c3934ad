//! What a workbook for filling in contains: its sheets, columns and rows, and the way back.
//!
//! Each part of a dossier is described once: the same fields write the cells and read them, so that
//! a workbook handed out and one handed in can't drift apart.

mod column;
mod field;
mod lists;
mod locate;
mod mark;
mod part;
mod value;

pub use column::{Asks, Choices, Column, Kind, Need, Rows};
pub use lists::Lists;
pub use locate::{
    CellContent, CellRange, EXAMPLE_ID, FIELD_HEADINGS, GUIDE_SHEET, GUIDE_TITLE, Located,
    RawSheet, cell_name, id_heading, locate,
};
pub use mark::{LIST_SHEET, MARK_SHEET, Mark, TEMPLATE_VERSION};
pub use part::{Layout, PARTS, Part, Sharing};

use crate::dossier::Dossier;
use crate::fact::{Place, Places};
use crate::reader::Problem;

/// The sheets of a workbook with their rows (填报内容).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The sheets, in the order of [`PARTS`].
    pub sheets: Vec<Sheet>,
}

/// One sheet with its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the sheet is about.
    pub part: &'static Part,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What it is known by; nothing where somebody added it.
    pub id: Option<String>,
    /// The office that fills it in.
    pub office: Option<String>,
    /// The row that it belongs to, by part and identifier such as `tasks/training`.
    pub owner: Option<String>,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
    /// Where it stands in a workbook.
    pub place: Option<Place>,
}

/// One cell of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says; nothing where the workbook has no such cell or it can't be read.
    pub text: Option<String>,
    /// Where it stands in a workbook.
    pub place: Option<Place>,
}

impl Row {
    /// What its hidden cell holds: its identifier, so that nothing of it is lost.
    #[must_use]
    pub fn id_cell(&self) -> String {
        match self.id.as_deref() {
            Some(EXAMPLE_ID) => column::verbatim(EXAMPLE_ID),
            Some(id) => column::cell_text(id),
            None => String::new(),
        }
    }
}

/// The identifier that a hidden cell holds.
fn id_of_cell(cell: &str) -> Option<String> {
    column::Words::read(cell).map(column::Words::into_text)
}

impl Cell {
    /// A cell that says something.
    #[must_use]
    pub fn said(text: String) -> Self {
        Self { text: Some(text), place: None }
    }
}

/// What became of the rows of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The dossier.
    pub dossier: Dossier,
    /// Where its facts stand.
    pub places: Places,
    /// What was not understood.
    pub problems: Vec<Problem>,
}

/// What is noted while rows are read.
#[derive(Debug, Default)]
struct Notes {
    places: Places,
    problems: Vec<Problem>,
}

/// The whole form of a dossier.
#[must_use]
pub fn fill(dossier: &Dossier, lists: &Lists) -> Form {
    let sheet = |part: &'static Part| Sheet { part, rows: (part.fill)(dossier, lists) };
    Form { sheets: PARTS.iter().map(|part| sheet(part)).collect() }
}

/// Puts the rows of a form in place of those of a dossier.
///
/// Parts without a sheet, cells that say nothing readable and what no sheet shows (registers,
/// hashes, the sealed targets, scores of reviewers) stay as they are in `base`.
#[must_use]
pub fn take(form: &Form, base: &Dossier, lists: &Lists) -> Taken {
    let mut dossier = base.clone();
    let mut notes = Notes::default();
    for sheet in &form.sheets {
        (sheet.part.take)(&part::Input { form, sheet, lists }, &mut dossier, &mut notes);
    }
    Taken { dossier, places: notes.places, problems: notes.problems }
}

impl Form {
    /// The sheet of a part.
    #[must_use]
    pub fn sheet(&self, key: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.part.key == key)
    }

    /// What one office fills in: its own rows, and empty sheets for what every office may add.
    #[must_use]
    pub fn of_office(mut self, office: &str) -> Self {
        self.sheets.retain(|sheet| sheet.part.sharing != Sharing::Department);
        for sheet in &mut self.sheets {
            sheet.rows.retain(|row| row.office.as_deref() == Some(office));
        }
        self
    }

    /// The form with its answers taken out, so that they are given anew.
    #[must_use]
    pub fn blank(mut self) -> Self {
        for sheet in &mut self.sheets {
            if sheet.part.blank == part::Blank::WithoutRows {
                sheet.rows.clear();
            }
            let columns = sheet.part.columns();
            for row in &mut sheet.rows {
                let answers = row.cells.iter_mut().zip(&columns);
                for (cell, _) in answers.filter(|(_, column)| column.asks == Asks::Answer) {
                    *cell = Cell::said(String::new());
                }
            }
        }
        self
    }
}
