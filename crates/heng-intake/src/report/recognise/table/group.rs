//! Columns that sum: 合计 beside 基本支出 and 项目支出 under one heading.

use heng_core::report::Claim;
use heng_core::report::claim::{Binding, Term};

use super::column::Side;
use super::grid::Grid;
use super::line::Line;
use super::sums::{holds, sum};

/// A column of totals with the columns of its parts.
struct Group {
    total: usize,
    parts: Vec<usize>,
    is_known: bool,
}

/// Names of columns that together make a total, by words in them.
const KNOWN: [&[&str]; 4] = [
    &["基本支出", "项目支出"],
    &["人员经费", "公用经费"],
    &["因公出国", "公务接待", "公务用车"],
    &["购置费", "运行"],
];

/// The sums that the columns of a table claim, line by line.
pub(super) fn groups(title: &str, grid: &Grid, lines: &[Line], sides: &[Side]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, side) in sides.iter().enumerate() {
        let own: Vec<&Line> =
            lines.iter().filter(|line| line.side == index && !line.has_unread).collect();
        for group in groups_of(grid, side) {
            let sums: Vec<Claim> =
                own.iter().filter_map(|line| group.claim(title, grid, line)).collect();
            let holding = sums.iter().filter(|claim| holds(claim)).count();
            // What fails in most lines is no sum of these columns; one line alone must be a known one.
            let is_borne_out = holding * 2 > sums.len() && sums.len() > 1;
            if is_borne_out || (group.is_known && sums.len() == 1) {
                claims.extend(sums);
            }
        }
    }
    claims
}

impl Group {
    fn claim(&self, title: &str, grid: &Grid, line: &Line) -> Option<Claim> {
        let name = if line.name.is_empty() { "本行".to_owned() } else { line.label() };
        let mut total = line.term(self.total)?;
        if name != "合计" {
            total.label = format!("{name}·合计");
        }
        let parts: Vec<Term> = self
            .parts
            .iter()
            .filter_map(|column| {
                let mut term = line.term(*column)?;
                term.label = grid.header(*column).pop().unwrap_or_default();
                Some(term)
            })
            .collect();
        (!parts.is_empty()).then(|| sum(title, total, parts, Binding::Certain))
    }
}

fn groups_of(grid: &Grid, side: &Side) -> Vec<Group> {
    let paths: Vec<(usize, Vec<String>)> =
        side.money.iter().map(|column| (*column, grid.header(*column))).collect();
    let is_total = |path: &[String]| {
        path.last().is_some_and(|last| {
            matches!(last.as_str(), "合计" | "小计" | "总计" | "本年支出合计" | "本年收入合计")
        })
    };
    let mut groups = Vec::new();
    for (total, path) in paths.iter().filter(|(_, path)| is_total(path)) {
        let Some(above) = path.len().checked_sub(1).and_then(|length| path.get(..length)) else {
            continue;
        };
        let inside: Vec<&(usize, Vec<String>)> = paths
            .iter()
            .filter(|(column, other)| {
                column != total && other.starts_with(above) && other.len() > above.len()
            })
            .collect();
        let mut parts: Vec<usize> = Vec::new();
        let mut seen: Vec<&String> = Vec::new();
        for (column, other) in &inside {
            let Some(next) = other.get(above.len()) else { continue };
            let family: Vec<&&(usize, Vec<String>)> =
                inside.iter().filter(|(_, path)| path.get(above.len()) == Some(next)).collect();
            if family.len() == 1 {
                parts.push(*column);
                continue;
            }
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            // A group below with a total of its own counts once.
            match family.iter().find(|(_, path)| is_total(path)) {
                Some((sub, _)) => parts.push(*sub),
                None => parts.extend(family.iter().map(|(column, _)| *column)),
            }
        }
        let words: Vec<String> = parts.iter().map(|column| grid.header(*column).concat()).collect();
        let is_known = KNOWN.iter().any(|names| {
            names.len() == words.len()
                && names
                    .iter()
                    .all(|name| words.iter().filter(|word| word.contains(name)).count() == 1)
        });
        if parts.len() >= 2 {
            groups.push(Group { total: *total, parts, is_known });
        }
    }
    groups
}
