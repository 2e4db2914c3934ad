//! What the columns of a table hold: codes, names, money, rates.

use super::grid::{Grid, number};

/// One side of a table: names with the money beside them.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    pub codes: Vec<usize>,
    pub name: Option<usize>,
    pub money: Vec<usize>,
    pub rates: Vec<usize>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Name,
    Money,
    Rate,
    /// Numbers of lines, counts and columns without anything.
    Other,
}

/// The sides of a table of money from left to right; nothing where it is no such table.
pub(super) fn sides(grid: &Grid) -> Vec<Side> {
    let kinds: Vec<Kind> = (0..grid.columns()).map(|column| kind(grid, column)).collect();
    let mut sides: Vec<Side> = Vec::new();
    let mut side = Side::default();
    for (column, kind) in kinds.iter().enumerate() {
        match kind {
            Kind::Code | Kind::Name if !side.money.is_empty() => {
                sides.push(std::mem::take(&mut side));
                side.put(column, *kind);
            }
            _ => side.put(column, *kind),
        }
    }
    sides.push(side);
    sides.retain(|side| !side.money.is_empty());
    sides
}

impl Side {
    fn put(&mut self, column: usize, kind: Kind) {
        match kind {
            Kind::Code => self.codes.push(column),
            Kind::Name => self.name = Some(column),
            Kind::Money => self.money.push(column),
            Kind::Rate => self.rates.push(column),
            Kind::Other => {}
        }
    }
}

fn kind(grid: &Grid, column: usize) -> Kind {
    let path = grid.header(column);
    let header = path.concat();
    let last = path.last().map(String::as_str).unwrap_or_default();
    let cells: Vec<&str> = grid
        .data()
        .filter_map(|row| row.get(column))
        .filter(|cell| cell.begins && !cell.text.is_empty() && cell.text != "无")
        .map(|cell| cell.text.as_str())
        .collect();
    let numbers = cells.iter().filter(|text| number(text).is_some()).count();
    let is_code =
        |text: &&&str| (2..=7).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    let codes = cells.iter().filter(is_code).count();
    let says_code = ["编码", "代码"].iter().any(|word| header.contains(word))
        || matches!(last, "类" | "款" | "项");
    let words = cells.iter().filter(|text| text.chars().any(|c| c > '\u{2e80}')).count();
    if ["序号", "行次", "栏次"].iter().any(|word| header.contains(word)) {
        Kind::Other
    } else if says_code && codes * 2 > cells.len() && cells.iter().all(|text| !text.contains('.')) {
        Kind::Code
    } else if words * 2 > cells.len() {
        Kind::Name
    } else if is_rate(last, &cells) {
        Kind::Rate
    } else if numbers > 0 && numbers * 3 >= cells.len() * 2 {
        if codes == cells.len() && looks_like_codes(&cells) {
            Kind::Code
        } else if is_count(last) {
            Kind::Other
        } else {
            Kind::Money
        }
    } else {
        Kind::Other
    }
}

fn is_rate(header: &str, cells: &[&str]) -> bool {
    let with_sign = cells.iter().filter(|text| text.ends_with(['%', '％'])).count();
    ["率", "占比", "比例", "比重", "进度", "%", "％", "百分比"]
        .iter()
        .any(|word| header.contains(word))
        || with_sign * 2 > cells.len()
}

fn is_count(header: &str) -> bool {
    ["人数", "数量", "辆", "个数", "批次", "人次", "分值", "得分", "权重", "年份", "电话"]
        .iter()
        .any(|word| header.contains(word))
}

/// Codes of the classes of expenditure begin with 2, those of its economic nature with 3 or 5.
fn looks_like_codes(cells: &[&str]) -> bool {
    let begins =
        |text: &&&str| text.len() >= 3 && text.starts_with(['2', '3', '5']) && text.len() % 2 == 1;
    cells.len() > 2 && cells.iter().filter(begins).count() == cells.len()
}
