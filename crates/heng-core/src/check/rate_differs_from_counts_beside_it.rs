//! AMT113: a rate in an actual differs from the two counts that stand beside it in brackets.

use super::{Case, Check, Draft, Row, Run};
use crate::figure::scan::{Mention, MentionKind};
use crate::figure::{Figure, Interval, Relation, Unit};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT113",
    name: "rate-differs-from-counts-beside-it",
    since: "0.1.0",
    page: include_str!("rate_differs_from_counts_beside_it.md"),
    run: Run::Dossier(run),
};

/// Recomputes each rate that explains itself by two counts.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.rows.iter().map(|row| look(case, row)).collect()
}

fn look(case: &Case<'_>, row: &Row<'_>) -> Obligation {
    let subject = row.label.clone();
    let Some((rate, [one, two])) = rate_with_counts(row) else {
        return CHECK.does_not_apply(subject, "完成值不是后附两个数的比率");
    };
    let (part, whole) = if one.value() <= two.value() { (one, two) } else { (two, one) };
    let (Some(stated), Some(computed)) = (rate.interval(), share(part, whole)) else {
        return CHECK.could_not_check(subject, "数字的写法不能比较");
    };
    // The smaller count may be what is left out: 320 of which 9 failed.
    let rest = whole.value().checked_sub(part.value());
    let rest = rest.map(|rest| Figure::counted(rest, whole.unit().clone()));
    let complement = rest.and_then(|rest| share(&rest, whole));
    if stated.overlaps(computed) || complement.is_some_and(|it| stated.overlaps(it)) {
        return CHECK.passed(subject);
    }
    let nominal = computed.low.value().unwrap_or_default().round_dp(2).normalize();
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.row_spot(row, "actual", row.said()), vec![]),
        figures: [rate, part, whole].map(|figure| figure.text().to_owned()).to_vec(),
        message: format!("完成值写作{rate}，按其后的两个数计，{part}÷{whole}＝{nominal}%。"),
        remedy: "请核对比率和所附的两个数；不是分子、分母的，请在文字上区分。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// The first rate of an actual with the two counts of one thing in the brackets behind it.
fn rate_with_counts<'r>(row: &'r Row<'_>) -> Option<(&'r Figure, [&'r Figure; 2])> {
    let mentions = &row.mentions.actual;
    let is_rate = |one: &&Mention| match &one.kind {
        MentionKind::Figure(figure) => *figure.unit() == Unit::Percent,
        _ => false,
    };
    let rate = mentions.iter().find(is_rate)?;
    let after = row.said().get(rate.span.end..)?;
    let inside = after.trim_start().strip_prefix(['（', '('])?;
    let begin = row.said().len() - inside.len();
    let end = begin + inside.find(['）', ')'])?;
    let counts: Vec<&Figure> = mentions
        .iter()
        .filter(|one| one.span.start >= begin && one.span.end <= end)
        .filter_map(|one| match &one.kind {
            MentionKind::Figure(it) if is_count(it) => Some(it),
            _ => None,
        })
        .collect();
    let MentionKind::Figure(rate) = &rate.kind else { return None };
    match counts.as_slice() {
        [one, two] if one.unit().is_comparable(two.unit()) => Some((rate, [one, two])),
        _ => None,
    }
}

fn is_count(figure: &Figure) -> bool {
    let Unit::Counted(word) = figure.unit() else { return false };
    let qualifies = ["岁", "年", "天", "日", "个月", "小时", "分钟"];
    figure.relation() == Relation::Exactly && !qualifies.contains(&word.as_str())
}

/// The quotient of two counts in percent.
fn share(part: &Figure, whole: &Figure) -> Option<Interval> {
    let quotient = part.value().checked_div(whole.value())?;
    Some(Interval::point(quotient.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?))
}
