//! A mapping put to a table: which cell of a row, in which unit, gives which column.

use std::collections::BTreeMap;

use super::mapping::{Mapping, Source};
use super::{Grid, bare};
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind, meant_or_all};
use crate::register::schema::{Column, Presence, Schema};
use crate::register::value::{Value, fold};

/// The heading stands within so many rows at the top.
pub const WITHIN: usize = 30;

/// How the rows of a table become records (导入布局).
#[derive(Debug, Clone)]
pub struct Layout<'s> {
    /// The row of the heading.
    pub heading_row: usize,
    /// For each column of the register how it is filled.
    pub feeds: Vec<Feed<'s>>,
    /// The year of days that are written without one.
    pub year: Option<i16>,
    /// The heading with the column of each cell.
    pub(super) heading: HeadingCells,
}

/// How a column of the register is filled.
#[derive(Debug, Clone)]
pub enum Feed<'s> {
    /// From a cell of the row.
    Cell(Box<CellFeed<'s>>),
    /// With the same value for each record.
    Constant(Value<'static>),
    /// Not at all.
    Nothing,
}

/// How a cell becomes a value.
#[derive(Debug, Clone)]
pub struct CellFeed<'s> {
    /// The column of the table, from 0.
    pub at: usize,
    /// Its heading.
    pub heading: String,
    /// The column of the register.
    pub column: &'s Column,
    /// The same column in the unit of the file, and the power of ten between them.
    pub(super) other_unit: Option<(Column, i32)>,
    /// Words of the file, without white space, with those of the register.
    pub(super) values: BTreeMap<String, String>,
}

/// The cells of a heading, each with its column.
pub(in crate::register) type HeadingCells = Vec<(usize, String)>;

/// The heading in a row: what stands there, and what a merged cell brings down to it.
pub(in crate::register) fn heading_at(grid: &Grid, number: usize) -> HeadingCells {
    let mut heading: BTreeMap<usize, String> = BTreeMap::new();
    for region in &grid.merged {
        let reaches = region.rows.0 < number && number <= region.rows.1;
        let above = grid.rows.iter().take(WITHIN).find(|row| row.number == region.rows.0);
        if let (true, Some(content)) =
            (reaches, above.and_then(|row| row.content(region.columns.0)))
        {
            heading.insert(region.columns.0, content.words().trim().to_owned());
        }
    }
    let row =
        grid.rows.iter().take_while(|row| row.number <= number).find(|row| row.number == number);
    for cell in row.map(|row| row.cells.as_slice()).unwrap_or_default() {
        let words = cell.content.words();
        if !fold(&words).is_empty() {
            heading.insert(cell.column, words.trim().to_owned());
        }
    }
    heading.retain(|_, words| !words.is_empty());
    heading.into_iter().collect()
}

impl<'s> Layout<'s> {
    /// Puts a mapping to a table; `file` is the mapping's path as messages give it.
    ///
    /// # Errors
    /// What of the mapping has no place in the table, or what the register needs and neither gives.
    pub fn of(
        mapping: &Mapping,
        file: &str,
        grid: &Grid,
        schema: &'s Schema,
    ) -> Result<Self, Vec<Problem>> {
        let place = || Place::File { file: file.to_owned() };
        let Some((heading_row, heading)) = heading(mapping, grid) else {
            return Err(vec![Problem {
                kind: ProblemKind::MissingKey,
                place: place(),
                excerpt: grid.file.clone(),
                message: format!("{} 里没有找到对应表所写的表头，没有导入。", grid.file),
                remedy:
                    "请核对工作表和 heading_row（表头所在的行）；也可删去 heading_row，由系统去找。"
                        .to_owned(),
            }]);
        };
        let mut problems = Vec::new();
        let mut feeds = Vec::new();
        for column in &schema.columns {
            let mapped = mapping.columns.iter().find(|one| one.to == column.id);
            feeds.push(match mapped.map(|mapped| (&mapped.source, mapped)) {
                None => Feed::Nothing,
                Some((Source::Constant(words), _)) => match column.read(words) {
                    Ok(Some(value)) => Feed::Constant(value.into_owned()),
                    Ok(None) => Feed::Nothing,
                    Err(reason) => {
                        problems.push(Problem {
                            kind: ProblemKind::NotUnderstood,
                            place: place(),
                            excerpt: words.clone(),
                            message: format!("「{}」列的固定内容{reason}。", column.label),
                            remedy: reason.remedy(),
                        });
                        Feed::Nothing
                    }
                },
                Some((Source::Heading(words), mapped)) => match position(&heading, words) {
                    Ok((at, heading)) => {
                        let unit =
                            mapped.unit.as_ref().filter(|unit| column.unit.as_ref() != Some(*unit));
                        let own = column.unit.as_ref().map_or(0, |unit| unit.power);
                        let other_unit = unit.map(|unit| {
                            let power = unit.power.cast_signed().saturating_sub(own.cast_signed());
                            let unit = Some(unit.clone());
                            (Column { unit, minimum: None, ..column.clone() }, power)
                        });
                        let values = mapped.values.iter();
                        let values = values.map(|(from, to)| (fold(from).into_owned(), to.clone()));
                        Feed::Cell(Box::new(CellFeed {
                            at,
                            heading,
                            column,
                            other_unit,
                            values: values.collect(),
                        }))
                    }
                    Err((kind, message, remedy)) => {
                        let excerpt = format!("from = \"{words}\"");
                        problems.push(Problem { kind, place: place(), excerpt, message, remedy });
                        Feed::Nothing
                    }
                },
            });
        }
        for (column, feed) in schema.columns.iter().zip(&feeds) {
            let is_reported = mapping.columns.iter().any(|one| one.to == column.id);
            if matches!(feed, Feed::Nothing)
                && column.presence == Presence::Required
                && !is_reported
            {
                problems.push(Problem {
                    kind: ProblemKind::MissingKey,
                    place: place(),
                    excerpt: column.label.clone(),
                    message: format!("台账必填的「{}」没有来源，没有导入。", column.label),
                    remedy: format!(
                        "请在对应表写明 to = \"{}\" 来自哪个表头（from），或写固定的内容（constant）。",
                        column.id
                    ),
                });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { heading_row, feeds, year: mapping.year, heading })
    }

    /// The headings of the table that no column of the register is filled from.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        let is_used = |at: usize| {
            self.feeds.iter().any(|feed| matches!(feed, Feed::Cell(cell) if cell.at == at))
        };
        let headings = self.heading.iter().filter(move |(at, _)| !is_used(*at));
        headings.map(|(_, heading)| heading.as_str())
    }
}

/// The row that the mapping names, or the first in which all of its headings stand.
fn heading(mapping: &Mapping, grid: &Grid) -> Option<(usize, HeadingCells)> {
    let wanted = || {
        mapping.columns.iter().filter_map(|column| match &column.source {
            Source::Heading(heading) => Some(heading),
            Source::Constant(_) => None,
        })
    };
    let at = |number: usize| {
        let heading = heading_at(grid, number);
        let count = wanted().filter(|words| position(&heading, words).is_ok()).count();
        (count, number, heading)
    };
    if let Some(number) = mapping.heading_row {
        let (count, number, heading) = at(number);
        return (count > 0 && !heading.is_empty()).then_some((number, heading));
    }
    let rows = grid.rows.iter().take(WITHIN).map(|row| at(row.number));
    let most = rows.rev().max_by_key(|(count, ..)| *count)?;
    let (count, number, heading) = most;
    (count > 0).then_some((number, heading))
}

/// The column with a heading; white space makes no difference, and its unit only where it must.
fn position(
    heading: &[(usize, String)],
    words: &str,
) -> Result<(usize, String), (ProblemKind, String, String)> {
    let wanted = fold(words);
    let exact: Vec<&(usize, String)> =
        heading.iter().filter(|(_, one)| fold(one) == wanted).collect();
    match exact.as_slice() {
        [(at, found)] => Ok((*at, found.clone())),
        [] => {
            let listed = heading.iter().map(|(_, one)| one.as_str());
            Err((
                ProblemKind::UnknownReference,
                format!("文件的表头里没有「{words}」，没有导入。"),
                meant_or_all(words, listed, "文件的表头有"),
            ))
        }
        _ => Err((
            ProblemKind::DuplicateId,
            format!("文件的表头里「{}」出现了不止一次，不知道用哪一列，没有导入。", bare(words)),
            "请改正文件的表头，使各列名称不同。".to_owned(),
        )),
    }
}
