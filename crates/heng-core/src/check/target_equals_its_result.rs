//! TGT202: the target has the words of the result.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Row, Run, grouped};
use crate::dossier::Actual;
use crate::figure::scan::{Deadline, MentionKind};
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};
use crate::wording::{bare, titles};

pub(super) static CHECK: Check = Check {
    code: "TGT202",
    name: "target-equals-its-result",
    since: "0.1.0",
    page: include_str!("target_equals_its_result.md"),
    run: Run::Dossier(run),
};

/// Groups all targets that equal a specific result into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    let mut spots = Vec::new();
    let mut listed = Vec::new();
    // A target that was sealed before the event can't have been written after it.
    let year = case.dossier.fiscal_year;
    let in_time = case.dossier.baseline.iter().filter(|it| it.sealed_on.year() <= year);
    let baseline = in_time.flat_map(|baseline| &baseline.targets);
    let sealed: BTreeSet<(&str, &str)> =
        baseline.map(|one| (one.indicator.as_str(), one.target.as_str())).collect();
    for row in case.rows {
        let (indicator, subject) = (row.indicator, row.label.clone());
        let Actual::Typed(actual) = &indicator.actual else {
            obligations.push(CHECK.does_not_apply(subject, "完成值由台账度量"));
            continue;
        };
        if bare(&indicator.target) != bare(actual) || bare(actual).is_empty() {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        if sealed.contains(&(indicator.id.as_str(), indicator.target.as_str())) {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        match specific(row) {
            None => obligations.push(CHECK.does_not_apply(
                subject,
                "目标与完成值相同，但不含只有事后才会知道的数、日期或名称",
            )),
            Some(what) => {
                listed.push(format!("“{}”的{what}", indicator.name));
                spots.push(case.row_spot(row, "target", &indicator.target));
            }
        }
    }
    let count = spots.len();
    if let Some(spots) = grouped(spots) {
        let draft = Draft {
            severity: Severity::Warning,
            figures: spots.1.iter().chain([&spots.0]).map(|spot| spot.excerpt.clone()).collect(),
            spots,
            message: format!(
                "{count}项指标的年度指标值与实际完成值一字不差，且含年初难以预知的内容：{}。\
                 这些目标是否在事后填写？",
                listed.join("；")
            ),
            remedy: "请提供批复的绩效目标，或说明目标值的来历。".to_owned(),
            basis: None,
        };
        obligations.push(CHECK.found_in_each(format!("目标与结果相同的{count}项指标"), draft));
    }
    obligations
}

/// What in a text would hardly be known before the event: an odd amount, a day, the name of a work.
fn specific(row: &Row<'_>) -> Option<String> {
    let text = row.said();
    for mention in &row.mentions.actual {
        match &mention.kind {
            MentionKind::Figure(figure) if is_odd(figure, text) => {
                return Some(figure.text().to_owned());
            }
            MentionKind::Day { month, day, deadline: Deadline::On, .. }
                if !is_end_of_quarter(*month, *day) =>
            {
                return Some(format!("{month}月{day}日"));
            }
            _ => {}
        }
    }
    titles(text).first().map(|title| format!("《{title}》"))
}

fn is_end_of_quarter(month: u8, day: u8) -> bool {
    matches!((month, day), (1, 1) | (3 | 12, 31) | (6 | 9, 30))
}

/// Says whether an amount looks like an outcome rather than a plan.
///
/// Full rates, zero and single occasions are plans by nature. In a sentence that was repeated
/// word for word any amount from ten up is suspicious; in a bare cell only an unround one from a
/// hundred up: 12 and 52 are plans of a year.
fn is_odd(figure: &Figure, text: &str) -> bool {
    let five = Decimal::from(5);
    let is_round = (figure.value() % five).is_zero();
    if !figure.unit().is_whole() {
        return matches!(figure.unit(), Unit::Percent | Unit::Permille) && !is_round;
    }
    let is_bare_cell = bare(text) == bare(figure.text());
    let least = if is_bare_cell { Decimal::ONE_HUNDRED } else { Decimal::TEN };
    figure.value() >= least && (!is_bare_cell || !is_round)
}
