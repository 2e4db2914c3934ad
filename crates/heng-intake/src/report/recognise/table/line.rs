//! The lines of a table: code, name and amounts.

use std::collections::BTreeMap;

use heng_core::fact::Place;
use heng_core::figure::{Figure, Relation, Unit};
use heng_core::report::claim::Term;

use super::column::Side;
use super::grid::{Grid, GridCell, number};

/// A line of one side of a table (表中一行).
#[derive(Debug, Clone)]
pub(in crate::report::recognise) struct Line {
    /// Index of the side.
    pub side: usize,
    /// The code of its class, levels joined: `2040601`; empty where it has none.
    pub code: String,
    pub name: String,
    /// Its amounts with their places, by column.
    pub amounts: BTreeMap<usize, (Figure, Place)>,
    /// Its rates as written by column.
    pub rates: BTreeMap<usize, String>,
    /// Whether a cell of money could not be read.
    pub has_unread: bool,
    pub place: Place,
}

impl Line {
    /// The amount of a column under the name of the line.
    pub fn term(&self, column: usize) -> Option<Term> {
        let (figure, place) = self.amounts.get(&column)?.clone();
        Some(Term { label: self.label(), figure, place })
    }

    pub fn label(&self) -> String {
        if self.code.is_empty() { self.name.clone() } else { format!("{}{}", self.code, self.name) }
    }

    /// Whether it is the total of the lines of its side.
    pub fn is_total(&self) -> bool {
        self.code.is_empty() && is_total(&self.name)
    }
}

/// `合计`, `本年支出合计`, `支出总计`.
pub(super) fn is_total(name: &str) -> bool {
    let name = name.trim_start_matches("本年").trim_start_matches("财政拨款");
    matches!(
        name,
        "合计"
            | "总计"
            | "收入合计"
            | "支出合计"
            | "收入总计"
            | "支出总计"
            | "汇总"
            | "总合计"
            | "收支总计"
    )
}

/// The lines of all sides, row by row.
pub(super) fn lines(grid: &Grid, sides: &[Side], unit: Option<u32>) -> Vec<Line> {
    let mut lines = Vec::new();
    for cells in grid.data() {
        for (index, side) in sides.iter().enumerate() {
            lines.extend(line(cells, side, index, unit));
        }
    }
    lines
}

fn line(cells: &[GridCell], side: &Side, index: usize, unit: Option<u32>) -> Option<Line> {
    let place = cells.iter().find_map(|cell| cell.place.clone())?;
    let mut name = side
        .name
        .and_then(|column| cells.get(column))
        .map(|cell| cell.text.clone())
        .unwrap_or_default();
    let mut code = code(side.codes.iter().filter_map(|column| cells.get(*column)));
    // A total is often written over the columns of codes, or across the whole row.
    let spoken =
        side.codes.iter().filter_map(|column| cells.get(*column)).find(|cell| is_total(&cell.text));
    if let Some(cell) = spoken {
        name.clone_from(&cell.text);
        code.clear();
    }
    if code.is_empty()
        && let Some((digits, rest)) = code_in_name(&name)
    {
        (code, name) = (digits, rest);
    }
    let mut amounts = BTreeMap::new();
    let mut has_unread = false;
    for column in &side.money {
        let Some(cell) = cells.get(*column).filter(|cell| cell.begins && !cell.text.is_empty())
        else {
            continue;
        };
        match amount(&cell.text, unit) {
            Some(figure) => {
                let place = cell.place.clone().unwrap_or_else(|| place.clone());
                amounts.insert(*column, (figure, place));
            }
            None => has_unread |= !BLANK.contains(&cell.text.as_str()),
        }
    }
    let rates = side
        .rates
        .iter()
        .filter_map(|column| Some((*column, cells.get(*column)?)))
        .filter(|(_, cell)| cell.begins && !cell.text.is_empty())
        .map(|(column, cell)| (column, cell.text.clone()))
        .collect();
    let line = Line { side: index, code, name, amounts, rates, has_unread, place };
    (!line.amounts.is_empty() || !line.name.is_empty() || !line.code.is_empty()).then_some(line)
}

/// What stands in a cell that holds no amount.
const BLANK: [&str; 6] = ["-", "—", "－", "/", "无", "--"];

/// An amount in the unit of the table.
pub(super) fn amount(text: &str, unit: Option<u32>) -> Option<Figure> {
    let amount = number(text)?;
    let (power, unit) = unit.map_or((0, Unit::Unstated), |power| (power, Unit::Yuan));
    let word = match (power, &unit) {
        (8, _) => "亿元",
        (4, _) => "万元",
        (3, _) => "千元",
        (_, Unit::Yuan) => "元",
        _ => "",
    };
    Figure::new(&format!("{text}{word}"), amount, power, unit, Relation::Exactly)
}

/// The code of a line: `204`, `06`, `01` in three cells, `2040601` in one, or the whole code again in each.
fn code<'c>(cells: impl Iterator<Item = &'c GridCell>) -> String {
    let mut code = String::new();
    for cell in cells {
        let digits: String = cell.text.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() || digits.len() < cell.text.chars().count() {
            continue;
        }
        if !code.is_empty() && digits.len() > 2 && digits.starts_with(&code) {
            code = digits;
        } else {
            code.push_str(&digits);
        }
    }
    code
}

/// `2040601行政运行`, `[20406]司法`.
fn code_in_name(name: &str) -> Option<(String, String)> {
    let words = name.trim_start_matches(['[', '【', '（', '(']);
    let digits: String = words.chars().take_while(char::is_ascii_digit).collect();
    let rest = words.get(digits.len()..)?;
    let rest = rest.trim_start_matches([']', '】', '）', ')', '-', '－', '—', ' ', '　']);
    let is_code = matches!(digits.len(), 3 | 5 | 7) && rest.starts_with(|c: char| c > '\u{2e80}');
    // `100万元以上` begins with digits too.
    let is_name = !rest.starts_with(['万', '元', '年', '个', '人', '亿', '号']);
    (is_code && is_name).then(|| (digits, rest.to_owned()))
}
