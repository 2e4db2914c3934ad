//! TGT205: the target asks for an amount and the actual gives none of that thing.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, indicator_label};
use crate::answer::{Answer, actual_text, answer, answer_to};
use crate::dossier::{Indicator, Owner};
use crate::figure::scan::{self, MentionKind, scan};
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};
use crate::wording::titles;

pub(super) static CHECK: Check = Check {
    code: "TGT205",
    name: "quantified-target-answered-without-number",
    since: "0.1.0",
    page: include_str!("quantified_target_answered_without_number.md"),
    run,
};

/// Looks for the number that answers each number asked for, in the target cell or else in the name.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.dossier.indicators().map(|(owner, indicator)| look(case, owner, indicator)).collect()
}

fn look(case: &Case<'_>, owner: Owner<'_>, indicator: &Indicator) -> Obligation {
    let subject = indicator_label(owner, indicator);
    let Some(asked) = asked(indicator) else {
        return CHECK.does_not_apply(subject, "目标没有数量");
    };
    let Some(actual) = actual_text(indicator, case.measurements) else {
        return CHECK.could_not_check(subject, "完成值没有度量出来");
    };
    let answered = if indicator.target_figure().is_some() {
        answer(indicator, case.measurements)
    } else {
        answer_to(asked.clone(), indicator, case.measurements)
    };
    let (message, severity) = match answered {
        Answer::Figures { .. } | Answer::NotQuantified => return CHECK.passed(subject),
        Answer::Ambiguous { why } => return CHECK.could_not_check(subject, why),
        Answer::DifferentThings { actual: other, .. } => (
            format!("目标为{asked}，完成值答以{other}：数的不是同一事物，无法判断是否完成。"),
            Severity::Warning,
        ),
        Answer::NoFigure { .. } if is_single_occasion(&asked) => {
            if names_the_occasion(&actual) {
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
            case.indicator_spot(owner, indicator, "actual", &actual),
            vec![case.indicator_spot(owner, indicator, "target", &indicator.target)],
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
pub(super) fn asked(indicator: &Indicator) -> Option<Figure> {
    if let Some(figure) = indicator.target_figure() {
        return Some(figure);
    }
    let has_day =
        scan(&indicator.target).iter().any(|one| matches!(one.kind, MentionKind::Day { .. }));
    if has_day {
        return None;
    }
    named_amount(&indicator.name)
}

/// The one amount that a name asks for.
pub(super) fn named_amount(name: &str) -> Option<Figure> {
    let mut figures = scan::figures(name);
    let (span, figure) = figures.next()?;
    let qualifies = matches!(figure.unit(), Unit::Counted(word) if ["岁", "小时", "年"].contains(&word.as_str()));
    let after = name.get(span.end..).unwrap_or_default();
    // `7×24小时`: a product is the name of a mode of service.
    let is_product = name.get(..span.start).is_some_and(|before| before.trim_end().ends_with('×'));
    let stands_last = after.trim().is_empty();
    let is_only = figures.next().is_none();
    (is_only && !is_product && (stands_last || !qualifies)).then_some(figure)
}

fn is_single_occasion(figure: &Figure) -> bool {
    figure.value() == Decimal::ONE && matches!(figure.unit(), Unit::Counted(_))
}

/// Says whether an answer names what took place, so that one occasion can be looked up.
fn names_the_occasion(actual: &str) -> bool {
    !titles(actual).is_empty()
        || actual.contains('“')
        || scan(actual).iter().any(|one| matches!(one.kind, MentionKind::Day { .. }))
}
