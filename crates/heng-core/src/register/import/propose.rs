//! Proposes a mapping by what headings say and what the cells below them look like.

use std::collections::BTreeMap;

use super::day;
use super::layout::{HeadingCells, WITHIN, heading_at};
use super::mapping::{MappedColumn, Mapping, Source};
use super::rows::is_total;
use super::synonyms::are_synonyms;
use super::{Content, Grid, Row, bare};
use crate::figure::Unit;
use crate::register::heading::is_heading;
use crate::register::schema::{Column, ColumnKind, Schema, WrittenUnit};
use crate::register::value::fold;

/// How many rows below the heading are looked at.
const LOOKED_AT: usize = 200;
/// What a heading must score to be taken for a column, out of a hundred.
const ENOUGH: usize = 60;

/// A mapping that is proposed, with what speaks for it (导入对应建议).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// For each of its columns why, in the same order.
    pub grounds: Vec<Grounds>,
    /// How many headings name a column, for choosing among sheets.
    pub fit: usize,
}

/// What speaks for a column of a mapping (对应的依据).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grounds {
    /// The heading is the column's.
    Same,
    /// The heading is another word for it.
    Synonym,
    /// The heading reads alike.
    Alike,
    /// The cells look like the column's.
    Cells,
}

impl Grounds {
    /// The grounds in Chinese.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "表头相同",
            Self::Synonym => "表头同义",
            Self::Alike => "表头相近，请核对",
            Self::Cells => "由内容推测，请核对",
        }
    }
}

/// A heading that may be a column.
struct Candidate {
    score: usize,
    /// Position among the headings, and of the column.
    heading: usize,
    column: usize,
    grounds: Grounds,
}

/// Proposes a mapping; nothing where no row looks like the heading of the register.
#[must_use]
pub fn propose(grid: &Grid, schema: &Schema) -> Option<Proposal> {
    let (fit, heading_row, heading) = heading(grid, schema)?;
    let below = grid.rows.iter().skip_while(|row| row.number <= heading_row);
    let below: Vec<&Row> = below.take(LOOKED_AT).collect();
    let year = stated_year(grid, heading_row);
    let mut candidates = Vec::new();
    for (position, (at, words)) in heading.iter().enumerate() {
        for (column_at, column) in schema.columns.iter().enumerate() {
            let (score, grounds) = by_name(words, column);
            let fit = Fit::of(grid, &below, *at, column, year);
            let (score, grounds) = fit.judge(score, grounds, column);
            if score >= ENOUGH {
                candidates.push(Candidate { score, heading: position, column: column_at, grounds });
            }
        }
    }
    // Where two fit as well, the one further left is taken.
    candidates.sort_by_key(|one| (std::cmp::Reverse(one.score), one.heading, one.column));
    let mut chosen: BTreeMap<usize, (usize, Grounds)> = BTreeMap::new();
    for candidate in candidates {
        let is_taken = chosen.values().any(|(heading, _)| *heading == candidate.heading);
        if !is_taken && !chosen.contains_key(&candidate.column) {
            chosen.insert(candidate.column, (candidate.heading, candidate.grounds));
        }
    }
    let stated = stated_unit(grid, heading_row);
    let mut mapping = Mapping {
        register: schema.id.clone(),
        sheet: grid.sheet.clone(),
        heading_row: Some(heading_row),
        year,
        ..Mapping::default()
    };
    let mut grounds = Vec::new();
    for (column_at, (position, why)) in &chosen {
        let found = schema.columns.get(*column_at).zip(heading.get(*position));
        let Some((column, (at, words))) = found else { continue };
        mapping.columns.push(MappedColumn {
            to: column.id.clone(),
            source: Source::Heading(words.clone()),
            unit: unit(words, column, stated.as_ref()),
            values: translations(&below, *at, column),
        });
        grounds.push(*why);
    }
    let is_used = |position: usize| chosen.values().any(|(heading, _)| *heading == position);
    let unused = heading.iter().enumerate().filter(|(position, _)| !is_used(*position));
    mapping.ignored = unused.map(|(_, (_, words))| words.clone()).collect();
    Some(Proposal { mapping, grounds, fit })
}

/// Of the first rows the one in which most headings name a column, with how many do.
fn heading(grid: &Grid, schema: &Schema) -> Option<(usize, usize, HeadingCells)> {
    let named = |(_, words): &&(usize, String)| {
        schema.columns.iter().any(|column| by_name(words, column).0 >= ENOUGH)
    };
    let rows = grid.rows.iter().take(WITHIN).map(|row| {
        let heading = heading_at(grid, row.number);
        (heading.iter().filter(named).count(), row.number, heading)
    });
    // Of equals the first: below the heading words may be alike by chance.
    let most = rows.rev().max_by_key(|(count, ..)| *count);
    most.filter(|(count, ..)| *count > 0)
}

/// How well a heading names a column, out of a hundred, by words alone.
fn by_name(words: &str, column: &Column) -> (usize, Grounds) {
    let (heading, label) = (bare(words), bare(&column.label));
    if is_heading(words, column) || heading == label {
        return (100, Grounds::Same);
    }
    if heading.is_empty() {
        return (0, Grounds::Alike);
    }
    if are_synonyms(&heading, &label) {
        return (90, Grounds::Synonym);
    }
    let longer = heading.chars().count().max(label.chars().count()).max(1);
    let distance = strsim::damerau_levenshtein(&heading, &label);
    let alike = longer.saturating_sub(distance).saturating_mul(85) / longer;
    let holds = label.chars().count() > 1 && heading.contains(&label)
        || heading.chars().count() > 1 && label.contains(&heading);
    (if holds { alike.max(65) } else { alike }, Grounds::Alike)
}

/// How many of the cells below a heading could be a column's.
struct Fit {
    filled: usize,
    readable: usize,
}

impl Fit {
    fn of(grid: &Grid, rows: &[&Row], at: usize, column: &Column, year: Option<i16>) -> Self {
        let cells = rows.iter().filter_map(|row| row.content(at)).filter(|one| !one.is_blank());
        let (mut filled, mut readable) = (0_usize, 0_usize);
        for content in cells {
            filled = filled.saturating_add(1);
            readable =
                readable.saturating_add(usize::from(is_readable(grid, content, column, year)));
        }
        Self { filled, readable }
    }

    fn is_most(&self) -> bool {
        self.readable.saturating_mul(10) >= self.filled.saturating_mul(8) && self.filled > 0
    }

    /// Weighs what the heading says with what stands below it.
    fn judge(&self, score: usize, grounds: Grounds, column: &Column) -> (usize, Grounds) {
        // A closed list of words is a mark of its own; numbers and free words could be anything.
        let is_telling = matches!(&column.kind, ColumnKind::Text { choices } if choices.len() > 1);
        match grounds {
            // What is wrong below the right heading is listed row by row.
            Grounds::Same | Grounds::Synonym => (score, grounds),
            _ if score >= ENOUGH && (self.is_most() || self.filled == 0) => (score, grounds),
            _ if is_telling && self.is_most() && self.filled > 1 => (ENOUGH, Grounds::Cells),
            _ => (0, grounds),
        }
    }
}

fn is_readable(grid: &Grid, content: &Content, column: &Column, year: Option<i16>) -> bool {
    let words = content.words();
    match &column.kind {
        ColumnKind::Date => {
            matches!(content, Content::Day(_)) || day::read(&words, grid.epoch, year).is_ok()
        }
        ColumnKind::Text { choices } if choices.is_empty() => !matches!(content, Content::Day(_)),
        _ => column.read(&words).is_ok(),
    }
}

/// The unit of money that a heading states in brackets, or that stands above the heading.
fn unit(heading: &str, column: &Column, stated: Option<&WrittenUnit>) -> Option<WrittenUnit> {
    let own = column.unit.as_ref().filter(|own| own.unit == Unit::Yuan)?;
    let folded = fold(heading);
    let bracketed = folded.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let bracketed = bracketed.and_then(|(unit, _)| WrittenUnit::read(unit));
    let unit = bracketed.filter(|unit| unit.unit == own.unit).or_else(|| stated.cloned())?;
    (unit != *own).then_some(unit)
}

/// The words above the heading.
fn above(grid: &Grid, heading_row: usize) -> impl Iterator<Item = String> {
    let rows = grid.rows.iter().take_while(move |row| row.number < heading_row);
    rows.flat_map(|row| &row.cells).map(|cell| fold(&cell.content.words()).into_owned())
}

/// The unit of money that stands above the heading: `单位：万元`.
fn stated_unit(grid: &Grid, heading_row: usize) -> Option<WrittenUnit> {
    let unit = |words: String| {
        let (_, unit) = words.rsplit_once("单位:")?;
        WrittenUnit::read(unit.trim_end_matches(')')).filter(|unit| unit.unit == Unit::Yuan)
    };
    above(grid, heading_row).find_map(unit)
}

/// The only year that stands above the heading.
fn stated_year(grid: &Grid, heading_row: usize) -> Option<i16> {
    let mut years = Vec::new();
    for words in above(grid, heading_row) {
        for (before, _) in words.match_indices('年') {
            let digits = words.get(..before).unwrap_or_default();
            let digits = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default();
            if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                years
                    .extend(digits.parse::<i16>().ok().filter(|year| (1990..=2100).contains(year)));
            }
        }
    }
    years.dedup();
    match years.as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}

/// Words for 是 and 否 that a register does not know by themselves.
const YES: [&str; 5] = ["有", "√", "Y", "y", "对"];
const NO: [&str; 6] = ["无", "×", "N", "n", "没有", "不"];

/// What stands below a heading and the register has another word for, as far as that is certain.
fn translations(rows: &[&Row], at: usize, column: &Column) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for content in rows.iter().filter_map(|row| row.content(at)) {
        let words = content.words();
        let folded = fold(&words);
        if folded.is_empty() || is_total(&folded) || column.read(&words).is_ok() {
            continue;
        }
        let meant = match &column.kind {
            ColumnKind::Boolean if YES.contains(&folded.as_ref()) => Some("是".to_owned()),
            ColumnKind::Boolean if NO.contains(&folded.as_ref()) => Some("否".to_owned()),
            ColumnKind::Text { choices } => only_alike(&folded, choices),
            _ => None,
        };
        if let Some(meant) = meant {
            found.insert(folded.into_owned(), meant);
        }
    }
    found
}

/// The one of the choices that is a part of the words, or the other way round; of several none.
fn only_alike(words: &str, choices: &[String]) -> Option<String> {
    let is_long = |one: &str| one.chars().count() > 1;
    let mut alike = choices.iter().filter(|choice| {
        let choice = fold(choice);
        is_long(&choice) && words.contains(&*choice) || is_long(words) && choice.contains(words)
    });
    let only = alike.next().cloned();
    // 未支付 holds 支付 and means the contrary.
    let is_denied = words.contains(['未', '不', '非', '否']);
    only.filter(|_| alike.next().is_none() && !is_denied)
}
