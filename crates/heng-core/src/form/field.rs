//! A column together with the field that it shows: one description for writing and reading.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::column::{Asks, Choices, Column, Kind, Need, Words, cell_text, line_text, verbatim};
use super::lists::{Lookup, Resolved};
use super::value::{self, Refusal};
use super::{Cell, Lists, Notes, Row};
use crate::dossier::Dossier;
use crate::fact::{FactId, Place};
use crate::figure::Figure;
use crate::reader::{Problem, ProblemKind};

/// A column of rows `R`.
pub(super) struct Field<R: 'static> {
    pub column: Column,
    access: Access<R>,
}

/// The way from a row to the field of one of its columns.
enum Access<R> {
    Text(fn(&mut R) -> &mut String),
    Optional(fn(&mut R) -> &mut Option<String>),
    Figure(fn(&mut R) -> &mut Option<Figure>),
    Decimal(fn(&mut R) -> &mut Option<Decimal>),
    Whole(fn(&mut R) -> &mut Option<i64>),
    Day(fn(&mut R) -> &mut Option<Date>),
    YesNo(fn(&mut R) -> &mut Option<bool>),
    List(fn(&mut R) -> &mut Vec<String>),
}

const fn field<R>(
    key: &'static str,
    heading: &'static str,
    kind: Kind,
    width: u16,
    access: Access<R>,
) -> Field<R> {
    let column = Column {
        key,
        heading,
        kind,
        choices: Choices::Free,
        width,
        hint: "",
        example: "",
        need: Need::Open,
        asks: Asks::Plan,
    };
    Field { column, access }
}

/// A column of texts; an empty one and none are the same.
pub(super) const fn text<R>(
    key: &'static str,
    heading: &'static str,
    width: u16,
    at: fn(&mut R) -> &mut String,
) -> Field<R> {
    field(key, heading, Kind::Text, width, Access::Text(at))
}

/// A column of texts that may be missing.
pub(super) const fn optional<R>(
    key: &'static str,
    heading: &'static str,
    width: u16,
    at: fn(&mut R) -> &mut Option<String>,
) -> Field<R> {
    field(key, heading, Kind::Text, width, Access::Optional(at))
}

/// A column of figures of a kind.
pub(super) const fn figure<R>(
    key: &'static str,
    heading: &'static str,
    kind: Kind,
    at: fn(&mut R) -> &mut Option<Figure>,
) -> Field<R> {
    field(key, heading, kind, 14, Access::Figure(at))
}

/// A column of numbers without unit.
pub(super) const fn decimal<R>(
    key: &'static str,
    heading: &'static str,
    at: fn(&mut R) -> &mut Option<Decimal>,
) -> Field<R> {
    field(key, heading, Kind::Decimal, 9, Access::Decimal(at))
}

/// A column of whole numbers.
pub(super) const fn whole<R>(
    key: &'static str,
    heading: &'static str,
    at: fn(&mut R) -> &mut Option<i64>,
) -> Field<R> {
    field(key, heading, Kind::Whole, 9, Access::Whole(at))
}

/// A column of days.
pub(super) const fn day<R>(
    key: &'static str,
    heading: &'static str,
    at: fn(&mut R) -> &mut Option<Date>,
) -> Field<R> {
    field(key, heading, Kind::Day, 13, Access::Day(at))
}

/// What a column of yes or no offers.
const YES_NO: [(&str, &str); 2] = [("true", "是"), ("false", "否")];

/// A column of yes or no.
pub(super) const fn yes_no<R>(
    key: &'static str,
    heading: &'static str,
    at: fn(&mut R) -> &mut Option<bool>,
) -> Field<R> {
    field(key, heading, Kind::Text, 9, Access::YesNo(at)).from(Choices::Closed(&YES_NO))
}

/// A column of lists of words.
pub(super) const fn list<R>(
    key: &'static str,
    heading: &'static str,
    width: u16,
    at: fn(&mut R) -> &mut Vec<String>,
) -> Field<R> {
    field(key, heading, Kind::List, width, Access::List(at))
}

impl<R> Field<R> {
    pub(super) const fn hint(mut self, hint: &'static str) -> Self {
        self.column.hint = hint;
        self
    }

    pub(super) const fn like(mut self, example: &'static str) -> Self {
        self.column.example = example;
        self
    }

    pub(super) const fn from(mut self, choices: Choices) -> Self {
        self.column.choices = choices;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.column.need = Need::Required;
        self
    }

    /// What is asked for anew in a blank workbook.
    pub(super) const fn answer(mut self) -> Self {
        self.column.asks = Asks::Answer;
        self
    }

    /// What the cell of a row shows.
    fn shown(&self, draft: &mut R, lookup: &Lookup) -> String {
        let shown = |value: &str, plain: fn(&str) -> String| {
            if lookup.is_free() {
                return plain(value);
            }
            let label = lookup.label(value);
            let reads_back = lookup.resolve(label) == Resolved::Known(value.to_owned());
            if reads_back && plain(label) == label { label.to_owned() } else { verbatim(value) }
        };
        match self.access {
            // An empty text and no cell are the same here.
            Access::Text(at) if at(draft).is_empty() => String::new(),
            Access::Text(at) => shown(at(draft), cell_text),
            Access::Optional(at) => {
                at(draft).as_deref().map_or_else(String::new, |value| shown(value, cell_text))
            }
            Access::Figure(at) => at(draft).as_ref().map(ToString::to_string).unwrap_or_default(),
            Access::Decimal(at) => at(draft).map(|it| it.to_string()).unwrap_or_default(),
            Access::Whole(at) => at(draft).map(|it| it.to_string()).unwrap_or_default(),
            Access::Day(at) => at(draft).map(|it| it.to_string()).unwrap_or_default(),
            Access::YesNo(at) => {
                at(draft).map(|it| lookup.label(&it.to_string()).to_owned()).unwrap_or_default()
            }
            Access::List(at) => {
                let lines: Vec<String> =
                    at(draft).iter().map(|value| shown(value, line_text)).collect();
                lines.join("\n")
            }
        }
    }

    /// Puts what a cell says into a row; what is not understood leaves the row as it was.
    fn put(&self, draft: &mut R, cell: &str, reading: &mut Reading<'_>) -> Result<(), Refusal> {
        let words = Words::read(cell);
        match self.access {
            Access::List(at) => *at(draft) = reading.list(cell)?,
            Access::Text(at) => {
                *at(draft) = words.map_or(Ok(String::new()), |words| reading.word(words))?;
            }
            Access::Optional(at) => {
                *at(draft) = words.map(|words| reading.word(words)).transpose()?;
            }
            Access::YesNo(at) => {
                let word = words.map(|words| reading.word(words)).transpose()?;
                *at(draft) = word.map(|word| word == "true");
            }
            Access::Figure(at) => {
                let parse = match self.column.kind {
                    Kind::Money => value::money,
                    Kind::Rate => value::rate,
                    Kind::Score => value::score,
                    _ => value::figure,
                };
                *at(draft) = words.map(|words| parse(&words.into_text())).transpose()?;
            }
            Access::Decimal(at) => {
                *at(draft) = words.map(|words| value::decimal(&words.into_text())).transpose()?;
            }
            Access::Whole(at) => {
                *at(draft) = words.map(|words| value::whole(&words.into_text())).transpose()?;
            }
            Access::Day(at) => {
                *at(draft) = words.map(|words| value::day(&words.into_text())).transpose()?;
            }
        }
        Ok(())
    }
}

/// The reading of one cell against what its column offers.
struct Reading<'r> {
    lookup: &'r Lookup,
    /// What was taken although nothing known is called so.
    unknown: Vec<Refusal>,
}

impl Reading<'_> {
    fn word(&mut self, words: Words) -> Result<String, Refusal> {
        let typed = match words {
            Words::Verbatim(text) => return Ok(text),
            Words::Typed(text) => text,
        };
        match self.lookup.resolve(&typed) {
            Resolved::Known(id) => Ok(id),
            Resolved::Refused(refusal) => Err(refusal),
            Resolved::Unknown(refusal) => {
                self.unknown.push(refusal);
                Ok(typed)
            }
        }
    }

    /// One word a line; known names may also stand in one line, parted by commas.
    fn list(&mut self, cell: &str) -> Result<Vec<String>, Refusal> {
        let mut list = Vec::new();
        for words in cell.split('\n').filter_map(Words::read) {
            if let Words::Typed(line) = &words
                && let Some(several) = self.several(line)
            {
                list.extend(several);
            } else {
                list.push(self.word(words)?);
            }
        }
        Ok(list)
    }

    fn several(&self, line: &str) -> Option<Vec<String>> {
        if self.lookup.is_free() || matches!(self.lookup.resolve(line), Resolved::Known(_)) {
            return None;
        }
        let known = |part: &str| match self.lookup.resolve(part.trim()) {
            Resolved::Known(id) => Some(id),
            Resolved::Unknown(_) | Resolved::Refused(_) => None,
        };
        line.split(['、', '，', ',', '；', ';'])
            .filter(|part| !part.trim().is_empty())
            .map(known)
            .collect()
    }
}

/// The columns of a part, ready to write and read its rows.
pub(super) struct Fields<R: 'static> {
    fields: &'static [Field<R>],
    lookups: Vec<Lookup>,
}

impl<R> Fields<R> {
    /// Gets the columns ready; references lead to what the dossier holds so far.
    pub(super) fn new(fields: &'static [Field<R>], dossier: &Dossier, lists: &Lists) -> Self {
        let lookups = fields.iter().map(|field| Lookup::of(field.column.choices, dossier, lists));
        Self { fields, lookups: lookups.collect() }
    }

    /// The row that shows a draft.
    pub(super) fn row(&self, id: &str, office: Option<&str>, mut draft: R) -> Row {
        let columns = self.fields.iter().zip(&self.lookups);
        let cells = columns.map(|(field, lookup)| Cell::said(field.shown(&mut draft, lookup)));
        Row {
            id: Some(id.to_owned()),
            office: office.map(str::to_owned),
            owner: None,
            cells: cells.collect(),
            place: None,
        }
    }

    /// Puts what a row says into a draft, and notes where each of its facts stands.
    pub(super) fn read(&self, row: &Row, mut draft: R, fact: &FactId, notes: &mut Notes) -> R {
        if let Some(place) = &row.place {
            notes.places.note(fact.clone(), place.clone());
        }
        for ((field, lookup), cell) in self.fields.iter().zip(&self.lookups).zip(&row.cells) {
            let column = &field.column;
            if let Some(place) = &cell.place {
                notes.places.note(fact.child(column.key), place.clone());
            }
            let Some(text) = &cell.text else { continue };
            let mut reading = Reading { lookup, unknown: Vec::new() };
            let result = field.put(&mut draft, text, &mut reading);
            let mut report = |kind, refusal: Refusal| {
                notes.problems.push(problem(kind, cell, column.heading, refusal));
            };
            if let Err(refusal) = result {
                report(ProblemKind::NotUnderstood, refusal);
            } else if column.need == Need::Required && Words::read(text).is_none() {
                let message = "这一格是必填的，没有填写。".to_owned();
                report(ProblemKind::MissingKey, Refusal { message, remedy: "请补填。".to_owned() });
            }
            for refusal in reading.unknown {
                report(ProblemKind::UnknownReference, refusal);
            }
        }
        draft
    }
}

fn problem(kind: ProblemKind, cell: &Cell, heading: &str, refusal: Refusal) -> Problem {
    let unplaced = || Place::File { file: "dossier.toml".to_owned() };
    Problem {
        kind,
        place: cell.place.clone().unwrap_or_else(unplaced),
        excerpt: cell.text.clone().unwrap_or_default(),
        message: format!("「{heading}」：{}", refusal.message),
        remedy: refusal.remedy,
    }
}
