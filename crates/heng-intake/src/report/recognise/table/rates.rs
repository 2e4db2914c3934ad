//! Rates in a column beside the figures that they follow from.

use heng_core::figure::{Figure, Relation, Unit};
use heng_core::report::Claim;
use heng_core::report::claim::{Assertion, Binding, Term};
use rust_decimal::Decimal;

use super::super::kin::{Kin, kin};
use super::column::Side;
use super::grid::{Grid, number};
use super::line::Line;

/// The rates of execution in the columns of a table.
pub(super) fn rates(title: &str, grid: &Grid, lines: &[Line], sides: &[Side]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, side) in sides.iter().enumerate() {
        let header = |column: usize| grid.header(column).concat();
        let rates: Vec<usize> =
            side.rates.iter().copied().filter(|column| is_execution(&header(*column))).collect();
        let of_kin = |wanted: Kin| -> Vec<usize> {
            side.money.iter().copied().filter(|column| kin(&header(*column)) == wanted).collect()
        };
        let (spent, given) = (of_kin(Kin::Spent), of_kin(Kin::Given));
        let ([rate], [part], false) = (rates.as_slice(), spent.as_slice(), given.is_empty()) else {
            continue;
        };
        let mut given = given;
        given.sort_by_key(|column| {
            let words = header(*column);
            !["全年", "调整", "(A)", "（A）"].iter().any(|word| words.contains(word))
        });
        for line in lines.iter().filter(|line| line.side == index) {
            claims.extend(claim(title, line, *rate, *part, &given, &header));
        }
    }
    claims
}

fn is_execution(header: &str) -> bool {
    let is_rate =
        ["执行率", "完成率", "支付率", "支出率", "执行进度", "支出进度", "使用率", "预算完成"]
            .iter()
            .any(|word| header.contains(word));
    is_rate && !["增", "减", "得分", "分值"].iter().any(|word| header.contains(word))
}

fn claim(
    title: &str,
    line: &Line,
    rate: usize,
    part: usize,
    given: &[usize],
    header: &impl Fn(usize) -> String,
) -> Option<Claim> {
    let written = line.rates.get(&rate)?;
    let rate = rate_of(written)?;
    let term = |column: &usize| -> Option<Term> {
        let mut term = line.term(*column)?;
        term.label = header(*column);
        Some(term)
    };
    let part = term(&part)?;
    let wholes: Vec<Term> = given.iter().filter_map(term).collect();
    let first = wholes.first()?;
    let name = if line.name.is_empty() { "本行".to_owned() } else { line.label() };
    let named = if title.is_empty() { String::new() } else { format!("{title}·") };
    Some(Claim {
        subject: format!("{named}{name}执行率"),
        excerpt: format!("{first}，{part}，{rate}"),
        place: line.place.clone(),
        binding: if wholes.len() == 1 { Binding::Certain } else { Binding::Likely },
        assertion: Assertion::Rate { rate, part, wholes, beside: Vec::new() },
    })
}

/// A rate with its sign, or without it where it can be no fraction of one.
fn rate_of(written: &str) -> Option<Figure> {
    if let Ok(figure) = Figure::parse(written)
        && *figure.unit() == Unit::Percent
    {
        return Some(figure);
    }
    let amount = number(written).filter(|amount| *amount > Decimal::TWO)?;
    Figure::new(&format!("{written}%"), amount, 0, Unit::Percent, Relation::Exactly)
}
