//! AMT127: a number of things times a price is not what it is said to come to.

use super::claims::{claims_with, gravity, spot};
use super::{Check, Draft, Run};
use crate::figure::{Figure, Relation};
use crate::finding::Obligation;
use crate::report::Report;
use crate::report::claim::{Assertion, Claim, Spread, Term};

pub(super) static CHECK: Check = Check {
    code: "AMT127",
    name: "product-differs-from-its-factors",
    since: "0.1.0",
    page: include_str!("product_differs_from_its_factors.md"),
    run: Run::Report(run),
};

/// Multiplies what is said to be multiplied.
fn run(report: &Report) -> Vec<Obligation> {
    let products = claims_with(report, |assertion| match assertion {
        Assertion::Product { count, price, product } => Some((count, price, product)),
        _ => None,
    });
    let mut obligations: Vec<Obligation> = products
        .map(|(claim, (count, price, product))| judge(claim, count, price, product))
        .collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("单价与数量", "没有写出数量、单价和金额的算式"));
    }
    obligations
}

fn judge(claim: &Claim, count: &Figure, price: &Figure, product: &Term) -> Obligation {
    let subject = claim.subject.as_str();
    let is_exact = count.relation() == Relation::Exactly && price.relation() == Relation::Exactly;
    let computed = count.value().checked_mul(price.value()).filter(|_| is_exact);
    let (Some(computed), Some(printed)) = (computed, Spread::of(&product.figure)) else {
        return CHECK.could_not_check(subject, "有的不是确数");
    };
    // The price is rounded too where it is written with 万.
    let loose = count.value().checked_mul(
        if price.value().fract().is_zero() && price.text().ends_with("万元") {
            price.half_last_digit()
        } else {
            rust_decimal::Decimal::ZERO
        },
    );
    let loose = loose.unwrap_or_default();
    if printed.meets(Spread { low: computed - loose, high: computed + loose }) {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: gravity(claim),
        spots: (spot(claim), vec![]),
        figures: [count, price, &product.figure].map(|it| it.text().to_owned()).to_vec(),
        message: format!(
            "{count}×{price}＝{}，写作{}。",
            product.figure.rescaled(computed),
            product.figure
        ),
        remedy: "请核对数量、单价和金额，改正有误的一个。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
