//! A table as a full grid of words.

use heng_core::fact::Place;
use heng_core::page::PageCell;
use heng_core::table::{Slot, Table};
use rust_decimal::Decimal;

use super::super::passage::squeezed;

/// A table whose merged cells stand in each place that they cover.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    rows: Vec<Vec<GridCell>>,
    /// How many rows at the top are headings.
    heads: usize,
}

/// A place of the grid.
#[derive(Debug, Clone)]
pub(super) struct GridCell {
    pub text: String,
    pub place: Option<Place>,
    /// Whether the cell begins here.
    pub begins: bool,
}

impl Grid {
    pub fn of(table: &Table<PageCell>) -> Self {
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        for slots in table.grid() {
            let mut row: Vec<GridCell> = Vec::new();
            for slot in &slots {
                let column = row.len();
                let cell = match slot {
                    Slot::Begins(cell) => GridCell {
                        text: squeezed(&cell.content.text),
                        place: Some(cell.content.place.clone()),
                        begins: true,
                    },
                    Slot::CoveredFromAbove { .. } => {
                        covered(rows.last().and_then(|row| row.get(column)))
                    }
                    Slot::CoveredFromLeft => {
                        let above = rows.last().and_then(|row| row.get(column));
                        let left = row.last();
                        covered(left.filter(|left| !left.text.is_empty()).or(above))
                    }
                };
                row.push(cell);
            }
            rows.push(row);
        }
        Self::new(rows)
    }

    pub fn new(rows: Vec<Vec<GridCell>>) -> Self {
        let heads = rows.iter().position(|row| is_data(row)).unwrap_or(rows.len());
        Self { rows, heads }
    }

    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// The rows below the headings, without those that number the columns.
    pub fn data(&self) -> impl Iterator<Item = &Vec<GridCell>> {
        self.rows.iter().skip(self.heads).filter(|row| !numbers_columns(row))
    }

    /// The headings of a column from top to bottom, each once.
    pub fn header(&self, column: usize) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        for row in self.rows.iter().take(self.heads).filter(|row| !numbers_columns(row)) {
            let Some(cell) = row.get(column).filter(|cell| !cell.text.is_empty()) else { continue };
            if path.last() != Some(&cell.text) {
                path.push(cell.text.clone());
            }
        }
        path
    }

    /// The power of ten of the unit that the headings name.
    pub fn unit(&self) -> Option<u32> {
        let words: Vec<&str> =
            self.rows.iter().take(self.heads).flatten().map(|cell| cell.text.as_str()).collect();
        words.iter().find_map(|text| super::unit_named(text)).or_else(|| {
            let has = |unit: &str| {
                words.iter().any(|text| {
                    text.ends_with(&format!("（{unit}）")) || text.ends_with(&format!("({unit})"))
                })
            };
            [("亿元", 8), ("万元", 4), ("元", 0)]
                .iter()
                .find_map(|(unit, power)| has(unit).then_some(*power))
        })
    }

    /// Whether another grid is the rest of this one, behind a page break.
    pub fn takes(&self, other: &Self) -> bool {
        let words = |grid: &Self| -> Vec<Vec<String>> {
            (0..grid.columns()).map(|column| grid.header(column)).collect()
        };
        let has_total = self
            .rows
            .iter()
            .skip(self.heads)
            .flatten()
            .any(|cell| matches!(cell.text.as_str(), "合计" | "总计"));
        let repeats = words(self) == words(other);
        let goes_on = other.heads == 0;
        self.columns() == other.columns()
            && (goes_on || (repeats && other.heads > 0))
            && !(has_total && repeats && !self.begins_with_total())
    }

    /// Whether the total stands above the lines that it sums.
    fn begins_with_total(&self) -> bool {
        let first = self.rows.get(self.heads);
        first
            .is_some_and(|row| row.iter().any(|cell| matches!(cell.text.as_str(), "合计" | "总计")))
    }

    pub fn append(&mut self, other: Self) {
        self.rows.extend(other.rows.into_iter().skip(other.heads));
    }
}

fn covered(by: Option<&GridCell>) -> GridCell {
    GridCell {
        text: by.map(|cell| cell.text.clone()).unwrap_or_default(),
        place: by.and_then(|cell| cell.place.clone()),
        begins: false,
    }
}

/// A number as tables print it: `1,234.50`, `-3.2`.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '−', '－']).unwrap_or(text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        && digits.matches('.').count() <= 1
        && has_thousands_in_place(digits);
    if !is_number {
        return None;
    }
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let amount: Decimal = plain.parse().ok()?;
    Some(if digits.len() < text.len() { -amount } else { amount })
}

/// Whether commas stand only between groups of three digits.
fn has_thousands_in_place(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3))
}

/// Whether a row holds data: a number that is neither a code nor the number of a column.
fn is_data(row: &[GridCell]) -> bool {
    if numbers_columns(row) {
        return false;
    }
    row.iter().any(|cell| cell.begins && number(&cell.text).is_some())
}

/// `栏次 | 1 | 2 | 3`: the row that numbers the columns.
fn numbers_columns(row: &[GridCell]) -> bool {
    let texts: Vec<&str> = row
        .iter()
        .filter(|cell| cell.begins)
        .map(|cell| cell.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    if texts.iter().any(|text| matches!(*text, "栏次" | "行次" | "列次")) {
        return true;
    }
    let numbers: Vec<u32> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    let is_run = numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1));
    numbers.len() >= 3
        && numbers.len() == texts.len()
        && is_run
        && numbers.first().is_some_and(|one| *one <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_has_digits_only() {
        let cases = [
            ("1,234.50", Some("1234.50")),
            ("-3.2", Some("-3.2")),
            ("0", Some("0")),
            ("7,00.0,77", None),
            ("12.5%", None),
            ("3人", None),
            ("2.3.1", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
        }
    }
}
