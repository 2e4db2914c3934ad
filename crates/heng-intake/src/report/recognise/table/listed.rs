//! Lines of text that are rows of a table: `合计: 12.5；甲 8.0；乙 4.5`, one below the other.

use heng_core::fact::Place;
use heng_core::page::Pages;

use super::MoneyTable;
use super::grid::{Grid, GridCell, number};

/// The tables that lines of text make, where at least three lines name the same columns.
pub(super) fn listed(pages: &Pages) -> Vec<MoneyTable> {
    let mut tables = Vec::new();
    let mut run: Vec<Row> = Vec::new();
    for block in &pages.blocks {
        let row = block.text().and_then(|text| row(text, &block.place));
        let goes_on = match (&row, run.first()) {
            (Some(row), Some(first)) => row.names == first.names,
            _ => false,
        };
        if !goes_on {
            tables.extend(table(&std::mem::take(&mut run)));
        }
        run.extend(row);
    }
    tables.extend(table(&run));
    tables
}

/// A line with a name, a total and named parts.
struct Row {
    name: String,
    names: Vec<String>,
    values: Vec<String>,
    place: Place,
}

fn row(text: &str, place: &Place) -> Option<Row> {
    let (name, rest) = text.split_once([':', '：'])?;
    let mut names = Vec::new();
    let mut values = Vec::new();
    for (index, part) in rest.split([';', '；']).enumerate() {
        let part = part.trim().trim_end_matches('。');
        let begin = part.find(|c: char| c.is_ascii_digit())?;
        let (name, value) = part.split_at_checked(begin)?;
        number(value)?;
        names.push(if index == 0 { "合计".to_owned() } else { name.trim().to_owned() });
        values.push(value.to_owned());
    }
    // `本级(含结转)` in one line is `本级` in the next.
    for name in &mut names {
        if let Some(at) = name.find(['(', '（']) {
            name.truncate(at);
        }
    }
    let is_row = values.len() >= 3 && names.iter().all(|name| !name.is_empty());
    is_row.then(|| Row { name: name.trim().to_owned(), names, values, place: place.clone() })
}

fn table(rows: &[Row]) -> Option<MoneyTable> {
    let first = rows.first().filter(|_| rows.len() >= 3)?;
    let cell = |text: &str, place: &Place| GridCell {
        text: text.to_owned(),
        place: Some(place.clone()),
        begins: true,
    };
    let mut grid = vec![
        std::iter::once("项目")
            .chain(first.names.iter().map(String::as_str))
            .map(|text| cell(text, &first.place))
            .collect::<Vec<_>>(),
    ];
    grid.extend(rows.iter().map(|row| {
        std::iter::once(&row.name).chain(&row.values).map(|text| cell(text, &row.place)).collect()
    }));
    super::understood(String::new(), None, &Grid::new(grid))
}
