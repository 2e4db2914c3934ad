//! Totals of lines: classes with their items, numbered lines with their total.

use std::collections::BTreeMap;

use heng_core::report::Claim;
use heng_core::report::claim::{Assertion, Binding, Closure, Residue, Term};

use super::column::Side;
use super::grid::Grid;
use super::line::Line;

/// The sums that the lines of a table claim.
pub(super) fn sums(title: &str, grid: &Grid, lines: &[Line], sides: &[Side]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, side) in sides.iter().enumerate() {
        let own: Vec<&Line> = lines.iter().filter(|line| line.side == index).collect();
        let has_codes = own.iter().any(|line| line.code.len() >= 3);
        for column in &side.money {
            if own.iter().any(|line| line.has_unread) {
                continue;
            }
            let of_column = if has_codes {
                classes(title, &own, *column)
            } else {
                numbered(title, &own, *column)
            };
            claims.extend(of_column.into_iter().map(|claim| named(claim, grid, side, *column)));
        }
        if !has_codes && !own.iter().any(|line| level(&line.name) == Level::Top) {
            claims.extend(plain(title, grid, &own, side));
        }
    }
    claims.extend(personnel_and_running(title, lines, sides));
    claims.extend(two_totals(title, lines, sides));
    claims
}

/// The claim with the heading of its column, where the side has more than one.
fn named(mut claim: Claim, grid: &Grid, side: &Side, column: usize) -> Claim {
    if side.money.len() > 1
        && let Some(heading) = grid.header(column).pop()
    {
        claim.subject = format!("{}（{heading}）", claim.subject);
    }
    claim
}

/// Each class against its items, and the total against the classes.
fn classes(title: &str, lines: &[&Line], column: usize) -> Vec<Claim> {
    let mut by_code: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.code.is_empty()) {
        by_code.entry(line.code.as_str()).or_default().push(line);
    }
    // A code that stands twice belongs to a list of units or of projects, not of classes.
    if by_code.values().any(|lines| lines.len() > 1) {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (code, line) in &by_code {
        let children: Vec<&Line> = by_code
            .iter()
            .filter(|(other, _)| other.starts_with(code) && other.len() == code.len() + 2)
            .flat_map(|(_, lines)| lines.iter().copied())
            .collect();
        if let Some(parent) = line.first().filter(|_| !children.is_empty()) {
            claims.extend(claim(title, parent, &children, column, Binding::Certain));
        }
    }
    let tops: Vec<&Line> = lines.iter().copied().filter(|line| line.code.len() == 3).collect();
    let has_orphans = by_code
        .keys()
        .any(|code| code.len() > 3 && !code.get(..3).is_some_and(|top| by_code.contains_key(top)));
    // Lines beside the classes, such as what is carried over, may be part of the total.
    let has_others = lines
        .iter()
        .any(|line| line.code.is_empty() && !line.is_total() && line.amounts.contains_key(&column));
    let binding = if has_others { Binding::Likely } else { Binding::Certain };
    let mut totals = lines.iter().filter(|line| line.is_total());
    if let (Some(total), None, false) =
        (totals.next(), totals.next(), tops.is_empty() || has_orphans)
    {
        claims.extend(claim(title, total, &tops, column, binding));
    }
    claims
}

fn claim(
    title: &str,
    total: &Line,
    parts: &[&Line],
    column: usize,
    binding: Binding,
) -> Option<Claim> {
    let total_term = total.term(column)?;
    let parts: Vec<Term> = parts.iter().filter_map(|line| line.term(column)).collect();
    (!parts.is_empty()).then(|| sum(title, total_term, parts, binding))
}

/// A sum of a table as a claim.
pub(super) fn sum(title: &str, total: Term, parts: Vec<Term>, binding: Binding) -> Claim {
    let named = if title.is_empty() { String::new() } else { format!("{title}·") };
    Claim {
        subject: format!("{named}{}", total.label),
        excerpt: format!("{}{}", total.label, total.figure),
        place: total.place.clone(),
        assertion: Assertion::Sum { total, parts, closure: Closure::Complete },
        binding,
    }
}

/// How a line is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// `一、`
    Top,
    /// `1.`, `（一）`, `其中：`
    Below,
    None,
}

fn level(name: &str) -> Level {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let after = name.trim_start_matches(is_numeral);
    if after.len() < name.len() && after.starts_with(['、', '.', '．']) {
        return Level::Top;
    }
    let digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_below = name.starts_with(['（', '(', '①'])
        || (digits.len() < name.len() && digits.starts_with(['、', '.', '．', ' ', '）']))
        || ["其中", "小计", "＃", "#"].iter().any(|word| name.starts_with(word));
    if is_below { Level::Below } else { Level::None }
}

/// `一、` … `十、` against the first total, and that with what stands between against the second.
fn numbered(title: &str, lines: &[&Line], column: usize) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut tops: Vec<Term> = Vec::new();
    let mut between: Vec<Term> = Vec::new();
    let mut first: Option<Term> = None;
    let mut is_clear = true;
    for line in lines {
        let term = line.term(column);
        if line.is_total() {
            let Some(total) = term else { continue };
            match &first {
                None if !tops.is_empty() && between.is_empty() => {
                    claims.push(sum(
                        title,
                        total.clone(),
                        std::mem::take(&mut tops),
                        Binding::Certain,
                    ));
                }
                Some(before) if is_clear => {
                    let mut parts = vec![before.clone()];
                    parts.append(&mut between);
                    claims.push(sum(title, total.clone(), parts, Binding::Certain));
                }
                _ => {}
            }
            first = Some(total);
            continue;
        }
        let level = level(&line.name);
        is_clear &= !(level == Level::None && first.is_none() && term.is_some());
        match (level, &first) {
            (Level::Top, None) => tops.extend(term),
            // Below the first total numbered lines are parts of the line before them.
            (Level::Top | Level::Below, _) | (Level::None, None) => {}
            (Level::None, Some(_)) => between.extend(term),
        }
    }
    if !is_clear {
        claims.clear();
    }
    claims.extend(funds(title, lines, column));
    claims
}

/// The funds that together are the appropriation, where they stand as lines below it.
fn funds(title: &str, lines: &[&Line], column: usize) -> Option<Claim> {
    let at = lines
        .iter()
        .position(|line| line.name.contains("财政拨款收入") && level(&line.name) == Level::Top)?;
    let parent = lines.get(at)?;
    let below: Vec<&Line> = lines
        .iter()
        .skip(at + 1)
        .take_while(|line| level(&line.name) == Level::Below)
        .copied()
        .collect();
    let has = |word: &str| below.iter().filter(|line| line.name.contains(word)).count() == 1;
    let are_all =
        below.len() == 3 && has("一般公共预算") && has("政府性基金") && has("国有资本经营");
    are_all.then(|| claim(title, parent, &below, column, Binding::Certain))?
}

/// A total over lines without codes and numbering; certain only where other columns bear it out.
fn plain(title: &str, grid: &Grid, lines: &[&Line], side: &Side) -> Vec<Claim> {
    let mut totals = lines.iter().filter(|line| line.is_total());
    let (Some(total), None) = (totals.next(), totals.next()) else { return Vec::new() };
    let parts: Vec<&Line> = lines.iter().copied().filter(|line| !line.is_total()).collect();
    let is_mixed = parts.iter().any(|line| {
        level(&line.name) != Level::None || line.name.contains("合计") || line.name.contains("小计")
    });
    if is_mixed || parts.len() < 2 {
        return Vec::new();
    }
    let of_column = |column: &usize| {
        let claim = claim(title, total, &parts, *column, Binding::Likely)?;
        Some(named(claim, grid, side, *column))
    };
    let mut claims: Vec<Claim> = side.money.iter().filter_map(of_column).collect();
    let holding = claims.iter().filter(|claim| holds(claim)).count();
    let is_borne_out = holding * 2 > claims.len() && holding > 1;
    // What holds nowhere is no sum of these lines.
    if holding == 0 {
        return Vec::new();
    }
    for claim in &mut claims {
        claim.binding = if is_borne_out { Binding::Certain } else { Binding::Likely };
    }
    claims
}

/// Whether a sum holds.
pub(super) fn holds(claim: &Claim) -> bool {
    match &claim.assertion {
        Assertion::Sum { total, parts, .. } => {
            Residue::of(total, parts).is_some_and(|residue| residue.is_explained())
        }
        _ => true,
    }
}

/// `人员经费合计` and `公用经费合计` against the economic classes that they comprise.
fn personnel_and_running(title: &str, lines: &[Line], sides: &[Side]) -> Vec<Claim> {
    const CLASSES: [(&str, &[&str]); 2] = [
        ("人员经费合计", &["301", "303"]),
        ("公用经费合计", &["302", "307", "308", "309", "310", "311", "312", "313", "399"]),
    ];
    let mut claims = Vec::new();
    for (name, codes) in CLASSES {
        let mut named = lines.iter().filter(|line| line.name == name);
        let (Some(total), None) = (named.next(), named.next()) else { continue };
        let Some(at) = sides.get(total.side).and_then(|side| side.money.first()) else { continue };
        let Some(total) = total.term(*at) else { continue };
        let parts: Vec<Term> = lines
            .iter()
            .filter(|line| codes.contains(&line.code.as_str()))
            .filter_map(|line| {
                let column = sides.get(line.side)?.money.first()?;
                line.term(*column)
            })
            .collect();
        if !parts.is_empty() && sides.iter().all(|side| side.money.len() == 1) {
            claims.push(sum(title, total, parts, Binding::Certain));
        }
    }
    claims
}

/// Income and expenditure of one table come to the same total.
fn two_totals(title: &str, lines: &[Line], sides: &[Side]) -> Option<Claim> {
    let last_total = |index: usize| -> Option<Term> {
        let column = sides.get(index)?.money.first()?;
        let line = lines
            .iter()
            .rfind(|line| line.side == index && line.is_total() && line.name.ends_with("总计"))?;
        line.term(*column)
    };
    let is_of_both = title.contains('收') && title.contains('支');
    if sides.len() != 2 || !is_of_both {
        return None;
    }
    let (mut income, mut expenditure) = (last_total(0)?, last_total(1)?);
    "收入总计".clone_into(&mut income.label);
    "支出总计".clone_into(&mut expenditure.label);
    Some(Claim {
        subject: format!("{title}·收支总计"),
        excerpt: format!("{income}，{expenditure}"),
        place: income.place.clone(),
        assertion: Assertion::Restated { here: expenditure, elsewhere: vec![income] },
        binding: Binding::Certain,
    })
}
