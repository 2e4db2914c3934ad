//! TXT519: a date or a name of the form that nobody filled in.

use super::printed::printed;
use super::{Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT519",
    name: "date-left-blank",
    since: "0.1.0",
    page: include_str!("date_left_blank.md"),
    run: Run::Report(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有填写的日期（{n}处）",
    message: "{n}处日期没有填写：{list}。",
    remedy: "请填写日期，或删去这一处。",
};

/// Looks for dates that have signs where digits belong.
fn run(report: &Report) -> Vec<Obligation> {
    let mut group = Group::default();
    for one in &printed(report) {
        if let Some(at) = blank_date(&one.text) {
            let words = one.around(at);
            group.add(one.spot(words), format!("「{words}」"));
        }
    }
    let found = group.ask(&CHECK, &QUESTION);
    vec![found.unwrap_or_else(|| CHECK.passed("日期都已填写"))]
}

/// Where `-年-月-日`, `××年×月×日` or `年月日` with nothing between stands.
fn blank_date(text: &str) -> Option<usize> {
    const SIGNS: [char; 10] = ['-', '—', '×', '✕', '_', '＿', 'X', 'x', '*', '－'];
    text.match_indices('月').map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + '月'.len_utf8()..).unwrap_or_default();
        let has_day = after.trim_start_matches(SIGNS).starts_with('日');
        let year = before.trim_end_matches(SIGNS);
        let has_signs = year.len() < before.len() && after.starts_with(SIGNS);
        // Behind a year nothing at all is a blank too; `出生年月日` is a name.
        let has_nothing = before.len() == year.len()
            && after.starts_with('日')
            && year.trim_end_matches('年').ends_with(|c: char| c.is_ascii_digit());
        has_day && (has_signs || has_nothing) && year.ends_with('年')
    })
}
