//! SCR310: a reviewer gave another score and did not say why, or one that can't be.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Row, Run, is_filled};
use crate::dossier::Review;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "SCR310",
    name: "review-differs-without-reason",
    since: "0.1.0",
    page: include_str!("review_differs_without_reason.md"),
    run: Run::Dossier(run),
};

/// Compares each reviewer's score with the one before it.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for row in case.rows {
        let own = row.line.and_then(|line| line.scoring.score()).map(crate::score::Score::value);
        let own = row.indicator.stated_score.or(own);
        let reviews = &row.indicator.reviews;
        let mut before = own.map(|score| ("自评得分", score));
        for (name, cell, review) in [
            ("主管部门复核得分", "department_review", &reviews.department),
            ("财政部门复核得分", "finance_review", &reviews.finance),
        ] {
            let Some(review) = review else { continue };
            obligations.push(look(case, row, (name, cell, review), before));
            before = Some((name, review.score));
        }
    }
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("复核得分", "还没有复核"));
    }
    obligations
}

fn look(
    case: &Case<'_>,
    row: &Row<'_>,
    (name, cell, review): (&str, &str, &Review),
    before: Option<(&str, Decimal)>,
) -> Obligation {
    let subject = format!("{}的{name}", row.label);
    let score = review.score.normalize();
    let outside = match row.indicator.points {
        Some(points) if review.score > points => Some(points),
        _ if review.score.is_sign_negative() => row.indicator.points,
        _ => None,
    };
    let (severity, message, remedy) = match (outside, before) {
        (Some(points), _) => (
            Severity::Error,
            format!("{name}{score}不在0到分值{}之间。", points.normalize()),
            "请核对复核得分。",
        ),
        (None, None) => return CHECK.could_not_check(subject, "没有可比的自评得分"),
        (None, Some((_, before))) if before == review.score => return CHECK.passed(subject),
        (None, Some(_)) if is_filled(review.reason.as_deref()) => return CHECK.passed(subject),
        (None, Some((other, before))) => (
            Severity::Warning,
            format!("{name}{score}与{other}{}不同，没有写明理由。", before.normalize()),
            "请复核人写明理由。",
        ),
    };
    let draft = Draft {
        severity,
        spots: (case.row_spot(row, cell, &score.to_string()), vec![]),
        figures: vec![format!("{score}分")],
        message,
        remedy: remedy.to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
