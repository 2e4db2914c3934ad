//! TGT205: the target asks for an amount and the actual gives none of that thing.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Row, Run, figures};
use crate::answer::{Answer, answer_to};
use crate::figure::scan::{Mention, MentionKind};
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};
use crate::wording::titles;

pub(super) static CHECK: Check = Check {
    code: "TGT205",
    name: "quantified-target-answered-without-number",
    since: "0.1.0",
    page: include_str!("quantified_target_answered_without_number.md"),
    run: Run::Dossier(run),
};

/// Looks for the number that answers each number asked for, in the target cell or else in the name.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.rows.iter().map(|row| look(case, row)).collect()
}

fn look(case: &Case<'_>, row: &Row<'_>) -> Obligation {
    let (indicator, subject) = (row.indicator, row.label.clone());
    let Some(asked) = asked(row) else {
        return CHECK.does_not_apply(subject, "目标没有数量");
    };
    let Some(actual) = row.actual else {
        return CHECK.could_not_check(subject, "完成值没有度量出来");
    };
    let answered = if figures(&row.mentions.target).next().is_some() {
        row.answer.clone()
    } else {
        answer_to(&asked, indicator, row.mentions, case.measurements)
    };
    let (message, severity) = match answered {
        Answer::Figures { .. } | Answer::NotQuantified => return CHECK.passed(subject),
        Answer::Ambiguous { why } => return CHECK.could_not_check(subject, why),
        Answer::DifferentThings { actual: other, .. } => (
            format!("目标为{asked}，完成值答以{other}：数的不是同一事物，无法判断是否完成。"),
            Severity::Warning,
        ),
        Answer::NoFigure { .. } if is_single_occasion(&asked) => {
            if names_the_occasion(row) {
                return CHECK.passed(subject);
            }
            let message =
                format!("目标为{asked}，完成值「{actual}」没有写明次数，也没有日期或名称可核。");
            (message, Severity::Note)
        }
        Answer::NoFigure { .. } => (
            format!("目标为{asked}，完成值「{actual}」没有数字，无法判断是否达到。"),
            Severity::Warning,
        ),
    };
    let draft = Draft {
        severity,
        spots: (
            case.row_spot(row, "actual", actual),
            vec![case.row_spot(row, "target", &indicator.target)],
        ),
        figures: vec![asked.text().to_owned()],
        message,
        remedy: "请按目标的单位填写实际完成的数；能由台账度量的，请改为度量。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// The amount asked for: the target cell's, or the name's where the cell has neither amount nor day.
///
/// A name with several amounts, or with one that qualifies (`60岁以上老人`, `24小时值守`), asks for none.
pub(super) fn asked(row: &Row<'_>) -> Option<Figure> {
    if let Some(figure) = figures(&row.mentions.target).next() {
        return Some(figure.clone());
    }
    let is_day = |one: &Mention| matches!(one.kind, MentionKind::Day { .. });
    if row.mentions.target.iter().any(is_day) {
        return None;
    }
    named_amount(row)
}

/// The one amount that a name asks for.
pub(super) fn named_amount(row: &Row<'_>) -> Option<Figure> {
    let name = row.indicator.name.as_str();
    let mut amounts = row.mentions.name.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Figure(figure) => Some((&mention.span, figure)),
        _ => None,
    });
    let (span, figure) = amounts.next()?;
    let qualifies = matches!(figure.unit(), Unit::Counted(word) if ["岁", "小时", "年"].contains(&word.as_str()));
    let after = name.get(span.end..).unwrap_or_default();
    // `7×24小时`: a product is the name of a mode of service.
    let is_product = name.get(..span.start).is_some_and(|before| before.trim_end().ends_with('×'));
    let stands_last = after.trim().is_empty();
    let is_only = amounts.next().is_none();
    (is_only && !is_product && (stands_last || !qualifies)).then(|| figure.clone())
}

fn is_single_occasion(figure: &Figure) -> bool {
    figure.value() == Decimal::ONE && matches!(figure.unit(), Unit::Counted(_))
}

/// Says whether an answer names what took place, so that one occasion can be looked up.
fn names_the_occasion(row: &Row<'_>) -> bool {
    let is_day = |one: &Mention| matches!(one.kind, MentionKind::Day { .. });
    !titles(row.said()).is_empty()
        || row.said().contains('“')
        || row.mentions.actual.iter().any(is_day)
}
