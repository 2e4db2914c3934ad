//! AMT112: amounts of money that look as if one was written in another unit.

use rust_decimal::Decimal;

use super::money::lines;
use super::{Case, Check, Draft, Run};
use crate::answer::Answer;
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity, Spot};

pub(super) static CHECK: Check = Check {
    code: "AMT112",
    name: "units-mixed",
    since: "0.1.0",
    page: include_str!("units_mixed.md"),
    run: Run::Dossier(run),
};

/// Compares the units of the amounts of each line, and of target and actual of each indicator.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let of_lines = lines(case.dossier).map(|money| {
        let columns = money.line.columns().into_iter();
        let amounts: Vec<(Spot, &Figure)> = columns
            .filter_map(|(key, figure)| {
                let figure = figure?;
                Some((case.spot(money.fact.child(key), money.name, figure.text()), figure))
            })
            .collect();
        compare(format!("{}各数的单位", money.name), &amounts)
    });
    let of_rows = case.rows.iter().filter_map(|row| {
        let Answer::Figures { target, actual } = &row.answer else { return None };
        if *target.unit() != Unit::Yuan {
            return None;
        }
        let target_spot = case.row_spot(row, "target", &row.indicator.target);
        let actual_spot = case.row_spot(row, "actual", row.said());
        Some(compare(row.label.to_string(), &[(target_spot, target), (actual_spot, actual)]))
    });
    of_lines.chain(of_rows).collect()
}

fn compare(subject: String, amounts: &[(Spot, &Figure)]) -> Obligation {
    let money: Vec<&(Spot, &Figure)> =
        amounts.iter().filter(|(_, figure)| *figure.unit() == Unit::Yuan).collect();
    let [first, others @ ..] = money.as_slice() else {
        return CHECK.does_not_apply(subject, "没有金额");
    };
    let other = others.iter().find(|other| multiplier(other.1) != multiplier(first.1));
    let Some(other) = other else {
        return CHECK.passed(subject);
    };
    let is_slip = looks_alike(first.1, other.1);
    let draft = Draft {
        severity: if is_slip { Severity::Warning } else { Severity::Note },
        spots: (other.0.clone(), vec![first.0.clone()]),
        figures: vec![first.1.text().to_owned(), other.1.text().to_owned()],
        message: if is_slip {
            format!("{}与{}数字相近而单位不同，是否有一个写错了单位？", first.1, other.1)
        } else {
            format!("{}与{}是同一项的数，所用单位不同。", first.1, other.1)
        },
        remedy: "请核对单位；同一张表、同一项指标宜用同一单位。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// The multiplier that an amount of money is written with.
fn multiplier(figure: &Figure) -> Decimal {
    let text = figure.text();
    Decimal::from(match (text.contains('亿'), text.contains('万')) {
        (true, true) => 1_000_000_000_000_i64,
        (true, false) => 100_000_000,
        (false, true) => 10_000,
        (false, false) => 1,
    })
}

/// Says whether two amounts are of one size only when their multipliers are left out.
fn looks_alike(one: &Figure, two: &Figure) -> bool {
    let written = |figure: &Figure| figure.value().checked_div(multiplier(figure));
    let quotient = |above: Option<Decimal>, below: Option<Decimal>| above?.checked_div(below?);
    let is_near = |quotient: Option<Decimal>| {
        quotient.is_some_and(|it| it >= Decimal::new(1, 1) && it <= Decimal::TEN)
    };
    is_near(quotient(written(one), written(two)))
        && !is_near(quotient(Some(one.value()), Some(two.value())))
}
