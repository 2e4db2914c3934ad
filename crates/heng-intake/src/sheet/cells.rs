//! The rows and cells of one sheet, in the order of its part.

use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::number::Shown;
use super::package::{CellFormat, Strings, Xml, attribute, unescaped};
use super::{Cell, Content, Epoch, Limits, Region, Row, SheetError, cell_name, number};

/// A walk through the rows of a sheet.
pub(super) struct Walk<'w> {
    pub xml: Xml<'w>,
    pub sheet: &'w str,
    pub limits: Limits,
    pub strings: &'w Strings,
    pub formats: &'w [CellFormat],
    pub epoch: Epoch,
}

/// What the attributes of a cell say.
struct Kind {
    name: TypeName,
    format: Option<usize>,
    shown: Shown,
    at: At,
}

/// Where a cell says that it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Behind the cell before.
    Next,
    /// In this column.
    Column(u32),
    /// In no place that there is.
    Nowhere,
}

/// The type of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TypeName {
    /// A number, or no type.
    Number,
    /// A text that stands among the shared ones.
    Shared,
    /// The text that a formula gave.
    Formula,
    Boolean,
    Error,
    Date,
    Other,
}

impl Kind {
    fn of(element: &BytesStart<'_>, formats: &[CellFormat]) -> Self {
        let mut kind =
            Self { name: TypeName::Number, format: None, shown: Shown::default(), at: At::Next };
        // None of these values is ever written with an entity.
        for one in element.attributes().with_checks(false).flatten() {
            match one.key.local_name().as_ref() {
                "r" => kind.at = position(&one.value).map_or(At::Nowhere, |(_, at)| At::Column(at)),
                "s" => kind.format = one.value.parse().ok(),
                "t" => {
                    kind.name = match one.value.as_ref() {
                        "n" => TypeName::Number,
                        "s" => TypeName::Shared,
                        "str" => TypeName::Formula,
                        "b" => TypeName::Boolean,
                        "e" => TypeName::Error,
                        "d" => TypeName::Date,
                        _ => TypeName::Other,
                    }
                }
                _ => {}
            }
        }
        let shown = kind.format.and_then(|format| formats.get(format)).map(|format| format.shown);
        kind.shown = shown.unwrap_or_default();
        kind
    }
}

impl Walk<'_> {
    /// Hands out the rows until `each` breaks.
    pub(super) fn rows(
        &mut self,
        each: &mut impl FnMut(&mut Row) -> ControlFlow<()>,
    ) -> Result<(), SheetError> {
        let mut row = Row::default();
        let mut column = 0_u32;
        while let Some(event) = self.xml.next()? {
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let written = attribute(&element, "r");
                        row.cells.clear();
                        row.number = self.row_number(row.number, written.as_deref())?;
                        column = 0;
                    }
                    "c" => {
                        let kind = Kind::of(&element, self.formats);
                        let at = self.column(column, kind.at)?;
                        column = at.saturating_add(1);
                        if let Some(content) = self.content(&kind)? {
                            self.admit(row.number, at)?;
                            let format = kind.format;
                            row.cells.push(Cell { column: at, content, format });
                        }
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" if !row.cells.is_empty() && each(&mut row).is_break() => return Ok(()),
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                _ => {}
            }
        }
        Err(self.xml.damaged("内容不完整"))
    }

    /// The number of a row; where none is written, the one behind the row before.
    fn row_number(&self, before: u32, written: Option<&str>) -> Result<u32, SheetError> {
        let next = before.checked_add(1);
        let number = written.map_or(next, |written| written.parse().ok());
        let number = number.filter(|number| *number > before && *number <= Limits::FORMAT.rows);
        number.ok_or_else(|| self.xml.damaged("行号不对"))
    }

    /// The column of a cell; where none is written, the next one.
    fn column(&self, next: u32, written: At) -> Result<u32, SheetError> {
        let column = match written {
            At::Next => Some(next),
            At::Column(column) => Some(column),
            At::Nowhere => None,
        };
        let column = column.filter(|at| *at >= next && *at < Limits::FORMAT.columns);
        column.ok_or_else(|| self.xml.damaged("单元格的位置不对"))
    }

    fn admit(&self, row: u32, column: u32) -> Result<(), SheetError> {
        if row <= self.limits.rows && column < self.limits.columns {
            return Ok(());
        }
        Err(SheetError::BeyondLimits {
            sheet: self.sheet.to_owned(),
            cell: cell_name(row, column),
            limits: self.limits,
        })
    }

    /// What a cell that has begun holds; nothing where it is blank.
    fn content(&mut self, kind: &Kind) -> Result<Option<Content>, SheetError> {
        let (mut value, mut words, mut is_formula) = (None, None, false);
        loop {
            match self.xml.next()? {
                None => return Err(self.xml.damaged("内容不完整")),
                Some(Event::Start(element)) => match element.local_name().as_ref() {
                    "v" => value = Some(self.xml.value("v")?),
                    "is" => words = Some(self.xml.words("is")?),
                    "f" => {
                        is_formula = true;
                        self.xml.value("f")?;
                    }
                    _ => {}
                },
                Some(Event::End(element)) if element.local_name().as_ref() == "c" => break,
                Some(_) => {}
            }
        }
        let value = value.filter(|value| !value.is_empty());
        let content = match (words, value) {
            (Some(words), _) => Some(Content::Text(words)),
            (None, Some(value)) => Some(self.read(kind, value)?),
            // A formula whose result is an empty text says so by its type.
            (None, None) if is_formula && kind.name != TypeName::Formula => Some(Content::NoResult),
            (None, None) => None,
        };
        Ok(content.filter(|content| !matches!(content, Content::Text(text) if text.is_empty())))
    }

    fn read(&self, kind: &Kind, value: String) -> Result<Content, SheetError> {
        Ok(match kind.name {
            TypeName::Shared => {
                let index = value.trim().parse().ok();
                let shared = index.and_then(|index| self.strings.get(index));
                let shared = shared.ok_or_else(|| self.xml.damaged("缺少单元格的文字"))?;
                Content::Text(shared.to_owned())
            }
            TypeName::Boolean => Content::Boolean(matches!(value.trim(), "1" | "true")),
            TypeName::Error => Content::Error(value),
            TypeName::Date => {
                let day = value.get(..10).and_then(|day| day.parse().ok());
                day.map_or(Content::Text(value), Content::Date)
            }
            TypeName::Number => match number::plain(value.trim()) {
                Some(number) => match kind.shown {
                    Shown::Plain => Content::Number(number),
                    Shown::Percent => number::plain(&format!("{number}e2"))
                        .map_or(Content::Number(number), |hundredths| {
                            Content::Percent(format!("{hundredths}%"))
                        }),
                    Shown::Day => {
                        self.epoch.day(&number).map_or(Content::Number(number), Content::Date)
                    }
                },
                None => Content::Text(value),
            },
            TypeName::Formula | TypeName::Other => Content::Text(unescaped(value)),
        })
    }
}

/// Row from 1 and column from 0 of a cell's name such as `C5`.
fn position(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A').filter(|digit| *digit < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(digit))?.checked_add(1)?;
    }
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

/// The merged regions of a sheet.
pub(super) fn merged(mut xml: Xml<'_>) -> Result<Vec<Region>, SheetError> {
    let mut regions = Vec::new();
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        if element.local_name().as_ref() != "mergeCell" {
            continue;
        }
        let range = attribute(&element, "ref").unwrap_or_default();
        let (first, last) = range.split_once(':').unwrap_or((&range, &range));
        let region = position(first).zip(position(last)).map(|(first, last)| Region {
            rows: (first.0.min(last.0), first.0.max(last.0)),
            columns: (first.1.min(last.1), first.1.max(last.1)),
        });
        regions.push(region.ok_or_else(|| xml.damaged("合并区域的位置不对"))?);
    }
    Ok(regions)
}
