//! Names of facts and the places where they stand.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// The name of one fact of a dossier, stable over revisions (事实标识).
///
/// A path of identifiers such as `budget/whole/expenditure` or `indicator/sessions/actual`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(String);

impl FactId {
    /// Makes the name from its parts.
    pub fn new<'p>(parts: impl IntoIterator<Item = &'p str, IntoIter: Clone>) -> Self {
        let mut parts = parts.into_iter();
        let mut path = String::with_capacity(parts.clone().map(|part| part.len() + 1).sum());
        path.push_str(parts.next().unwrap_or_default());
        for part in parts {
            path.push('/');
            path.push_str(part);
        }
        Self(path)
    }

    /// The name of a fact below this one.
    #[must_use]
    pub fn child(&self, part: &str) -> Self {
        Self::new([self.as_str(), part])
    }

    /// The name of the fact in the dossier of the department that the unit belongs to.
    #[must_use]
    pub fn of_unit(&self, unit: &str) -> Self {
        Self(format!("unit/{unit}/{}", self.0))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for FactId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for FactId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where something stands in the input (位置).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A whole file.
    File {
        /// Path of the file, relative to the dossier's folder where it is inside.
        file: String,
    },
    /// A position in a text file; lines and columns are counted from 1, columns in characters.
    Line {
        /// Path of the file.
        file: String,
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// A row of a register.
    Row {
        /// Path of the file.
        file: String,
        /// The sheet, where the file is a workbook.
        sheet: Option<String>,
        /// Row.
        row: usize,
        /// Heading of the column, where one cell is meant.
        column: Option<String>,
    },
    /// A cell of a workbook.
    Cell {
        /// Path of the file.
        file: String,
        /// Name of the sheet.
        sheet: String,
        /// The cell as the spreadsheet names it, such as `B7`.
        cell: String,
    },
    /// A place on a printed page.
    Page {
        /// Path of the file.
        file: String,
        /// Page, counted from 1.
        page: usize,
        /// The box around it, where it is known.
        area: Option<Area>,
    },
    /// A paragraph of a document without pages, counted from 1 over the running text.
    Paragraph {
        /// Path of the file.
        file: String,
        /// Paragraph.
        paragraph: usize,
    },
    /// A cell of a table of a document without pages; all are counted from 1.
    TableCell {
        /// Path of the file.
        file: String,
        /// Table.
        table: usize,
        /// Row.
        row: usize,
        /// Column of the grid where the cell begins.
        column: usize,
    },
}

/// A box on a page in points, from the upper left corner of the page as it is shown (区域).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Place {
    /// Path of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::File { file }
            | Self::Line { file, .. }
            | Self::Row { file, .. }
            | Self::Cell { file, .. }
            | Self::Page { file, .. }
            | Self::Paragraph { file, .. }
            | Self::TableCell { file, .. } => file,
        }
    }

    /// The same place, seen from a folder above: `folder` leads from there to where it was seen from.
    #[must_use]
    pub fn below(mut self, folder: &str) -> Self {
        match &mut self {
            Self::File { file }
            | Self::Line { file, .. }
            | Self::Row { file, .. }
            | Self::Cell { file, .. }
            | Self::Page { file, .. }
            | Self::Paragraph { file, .. }
            | Self::TableCell { file, .. } => {
                *file = format!("{folder}/{file}");
            }
        }
        self
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File { file } => write!(f, "{file}"),
            Self::Line { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Self::Row { file, sheet, row, column } => {
                f.write_str(file)?;
                if let Some(sheet) = sheet {
                    write!(f, "「{sheet}」")?;
                }
                write!(f, " 第{row}行")?;
                column.as_ref().map_or(Ok(()), |column| write!(f, "「{column}」列"))
            }
            Self::Cell { file, sheet, cell } => write!(f, "{file}「{sheet}」{cell}"),
            Self::Page { file, page, .. } => write!(f, "{file} 第{page}页"),
            Self::Paragraph { file, paragraph } => write!(f, "{file} 第{paragraph}段"),
            Self::TableCell { file, table, row, column } => {
                write!(f, "{file} 表{table}第{row}行第{column}列")
            }
        }
    }
}

/// Where each fact of a dossier was read (各事实的位置).
///
/// It is kept apart from the dossier, so that dossiers from different inputs stay comparable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<FactId, Place>);

impl FromIterator<(FactId, Place)> for Places {
    /// Notes where facts stand, as [`Places::note`] does one by one.
    fn from_iter<N: IntoIterator<Item = (FactId, Place)>>(notes: N) -> Self {
        let mut notes: Vec<(FactId, Place)> = notes.into_iter().collect();
        notes.sort_by(|(one, _), (other, _)| one.cmp(other));
        notes.dedup_by(|(one, _), (other, _)| one == other);
        Self(notes.into_iter().collect())
    }
}

impl Places {
    /// Notes where a fact stands; the first note of a fact stays.
    pub fn note(&mut self, fact: FactId, place: Place) {
        self.0.entry(fact).or_insert(place);
    }

    /// Notes where the facts of a unit's dossier stand, which lies in `folder`.
    pub fn note_unit(&mut self, unit: &str, folder: &str, places: Self) {
        for (fact, place) in places.0 {
            let place = place.below(folder);
            // The department lists its units' projects behind its own.
            if let Some(project) = fact.as_str().strip_prefix("project/") {
                self.note(FactId(format!("project/{unit}/{project}")), place.clone());
            }
            self.note(fact.of_unit(unit), place);
        }
    }

    /// Where a fact, or else the nearest fact above it, stands.
    #[must_use]
    pub fn of(&self, fact: &FactId) -> Option<&Place> {
        let mut path = fact.as_str();
        loop {
            if let Some(place) = self.0.get(path) {
                return Some(place);
            }
            path = path.rsplit_once('/')?.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_note_of_a_fact_stays() {
        let notes = ["b", "a", "c", "a", "b"].into_iter().enumerate();
        let notes = notes.map(|(line, fact)| {
            let place = Place::Line { file: "f".to_owned(), line, column: 1 };
            (FactId::new(["x", fact]), place)
        });
        let mut one_by_one = Places::default();
        notes.clone().for_each(|(fact, place)| one_by_one.note(fact, place));
        let places: Places = notes.collect();
        assert_eq!(places, one_by_one);
        let place = |fact: &str| places.of(&FactId::new(["x", fact])).map(ToString::to_string);
        assert_eq!(place("a/target").as_deref(), Some("f:1:1"));
        assert_eq!(place("d"), None);
    }
}
