//! AMT117: a rate in the text or in a table differs from the quotient of its figures.

use rust_decimal::Decimal;

use super::claims::{claims_with, gravity, spot, spot_of};
use super::{Check, Draft, Run};
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};
use crate::report::Report;
use crate::report::claim::{Assertion, Binding, Claim, Fit, Term, rate_fit};

pub(super) static CHECK: Check = Check {
    code: "AMT117",
    name: "stated-rate-differs",
    since: "0.1.0",
    page: include_str!("stated_rate_differs.md"),
    run: Run::Report(run),
};

/// A rate with its part, what may be its whole, and other figures beside them.
type Rated<'r> = (&'r Figure, &'r Term, &'r [Term], &'r [Term]);

/// Recomputes each rate from the part and the whole that its sentence or its row names.
fn run(report: &Report) -> Vec<Obligation> {
    let rates = claims_with(report, |assertion| match assertion {
        Assertion::Rate { rate, part, wholes, beside } => {
            Some((rate, part, wholes.as_slice(), beside.as_slice()))
        }
        _ => None,
    });
    let mut obligations: Vec<Obligation> =
        rates.map(|(claim, rated)| compare(claim, rated)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("比率", "没有同时写明比率和所依据数字的语句"));
    }
    obligations
}

fn compare(claim: &Claim, (rate, part, wholes, beside): Rated<'_>) -> Obligation {
    let subject = claim.subject.as_str();
    let Some(whole) = wholes.first() else {
        return CHECK.could_not_check(subject, "没有写明以哪个数为基数");
    };
    if wholes.iter().all(|whole| whole.figure.value().is_zero()) {
        return of_nothing(claim, (rate, part, whole, beside));
    }
    let fits: Vec<Fit> =
        wholes.iter().filter_map(|whole| rate_fit(rate, &part.figure, &whole.figure)).collect();
    if fits.is_empty() {
        return CHECK.could_not_check(subject, "数字的写法不能比较");
    }
    if fits.contains(&Fit::Rounded) || fits_together(rate, part, wholes) {
        return CHECK.passed(subject);
    }
    if claim.binding == Binding::Doubtful {
        return CHECK.could_not_check(subject, "基数与部分数不在同一处，不能确定所指");
    }
    let computed = quotient(&part.figure, &whole.figure, rate);
    let (part, base) = (&part.figure, &whole.figure);
    let arithmetic = format!("{part}÷{base}＝{computed}");
    let (severity, message, remedy) = if fits.contains(&Fit::CutOff) {
        (
            Severity::Note,
            format!("{arithmetic}，写作{rate}：末位是截去的，没有四舍五入。"),
            "按四舍五入写，或注明末位的取法。",
        )
    } else {
        (
            gravity(claim),
            format!("比率与其数字不符：{arithmetic}，写作{rate}。"),
            "请核对这几个数字，改正有误的一个；基数另有所指的，请写明。",
        )
    };
    found(claim, severity, message, remedy, wholes)
}

/// Whether the rate is that of all possible wholes together: a budget with what was added to it.
fn fits_together(rate: &Figure, part: &Term, wholes: &[Term]) -> bool {
    let sum = wholes.iter().try_fold(Decimal::ZERO, |sum, whole| {
        Figure::in_one_unit(&part.figure, &whole.figure)?;
        sum.checked_add(whole.figure.value())
    });
    let whole = sum.map(|sum| Figure::counted(sum, part.figure.unit().clone()));
    wholes.len() > 1
        && whole.is_some_and(|whole| {
            matches!(rate_fit(rate, &part.figure, &whole), Some(Fit::Rounded | Fit::CutOff))
        })
}

/// A rate whose base is said to be zero.
fn of_nothing(
    claim: &Claim,
    (rate, part, whole, beside): (&Figure, &Term, &Term, &[Term]),
) -> Obligation {
    if part.figure.value().is_zero() || rate.value().is_zero() {
        return CHECK.does_not_apply(claim.subject.as_str(), "基数和执行数都是零");
    }
    let other = beside
        .iter()
        .find(|other| rate_fit(rate, &part.figure, &other.figure) == Some(Fit::Rounded));
    let hint = other
        .map(|other| format!("；{rate}是以{}{}为基数算得的", other.label, other.figure))
        .unwrap_or_default();
    let message = format!("{}为{}，不能作{rate}的基数{hint}。", whole.label, whole.figure);
    let remedy = "请写明比率以哪个数为基数。";
    found(claim, gravity(claim), message, remedy, std::slice::from_ref(whole))
}

fn found(
    claim: &Claim,
    severity: Severity,
    message: String,
    remedy: &str,
    wholes: &[Term],
) -> Obligation {
    let Assertion::Rate { rate, part, .. } = &claim.assertion else {
        return CHECK.does_not_apply(claim.subject.as_str(), "不是比率");
    };
    let mut figures = vec![rate.text().to_owned(), part.figure.text().to_owned()];
    figures.extend(wholes.iter().map(|whole| whole.figure.text().to_owned()));
    let mut further = vec![spot_of(part)];
    further.extend(wholes.iter().map(spot_of));
    let draft = Draft {
        severity,
        spots: (spot(claim), further),
        figures,
        message,
        remedy: remedy.to_owned(),
        basis: None,
    };
    CHECK.found(claim.subject.as_str(), draft)
}

/// The quotient in the unit of the rate, with a digit more than it is printed with.
fn quotient(part: &Figure, whole: &Figure, rate: &Figure) -> String {
    let (scale, sign) = match rate.unit() {
        Unit::Permille => (Decimal::ONE_THOUSAND, "‰"),
        _ => (Decimal::ONE_HUNDRED, "%"),
    };
    Figure::in_one_unit(part, whole)
        .and_then(|(part, whole)| part.value().checked_mul(scale)?.checked_div(whole.value()))
        .map(|value| {
            format!("{}{sign}", value.round_dp(rate.value().scale().max(2) + 1).normalize())
        })
        .unwrap_or_default()
}
