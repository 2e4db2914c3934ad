//! TGT216: the day of the result lies behind the deadline of the target.

use super::{Case, Check, Draft, Row, Run};
use crate::figure::scan::{Deadline, Mention, MentionKind};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT216",
    name: "deadline-missed",
    since: "0.1.0",
    page: include_str!("deadline_missed.md"),
    run: Run::Dossier(run),
};

/// A day; one without a year lies in the fiscal year.
type Day = (i16, u8, u8);

/// Compares the day in each actual with the deadline in its target, or else in its name.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.rows.iter().map(|row| look(case, row)).collect()
}

fn look(case: &Case<'_>, row: &Row<'_>) -> Obligation {
    let subject = row.label.clone();
    let year = case.dossier.fiscal_year;
    let deadline = |mentions: &[Mention]| days(mentions, year, Deadline::Before).last().copied();
    let deadline = deadline(&row.mentions.target).or_else(|| deadline(&row.mentions.name));
    let Some(deadline) = deadline else {
        return CHECK.does_not_apply(subject, "目标没有截止日期");
    };
    let reached = days(&row.mentions.actual, year, Deadline::On);
    let [reached] = reached.as_slice() else {
        return CHECK.could_not_check(subject, "完成值没有写明日期，或写了几个日期");
    };
    if *reached <= deadline || row.is_explained() {
        return CHECK.passed(subject);
    }
    let words = |(year, month, day): Day| format!("{year}年{month}月{day}日");
    let draft = Draft {
        severity: Severity::Warning,
        spots: (
            case.row_spot(row, "actual", row.said()),
            vec![case.row_spot(row, "target", &row.indicator.target)],
        ),
        figures: vec![words(deadline), words(*reached)],
        message: format!(
            "目标的截止日期是{}，完成值写的是{}，晚于截止日期，没有说明。",
            words(deadline),
            words(*reached)
        ),
        remedy: "请核对日期，并说明推迟的原因。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

fn days(mentions: &[Mention], fiscal_year: i16, wanted: Deadline) -> Vec<Day> {
    mentions
        .iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Day { year, month, day, deadline } if deadline == wanted => {
                Some((year.unwrap_or(fiscal_year), month, day))
            }
            _ => None,
        })
        .collect()
}
