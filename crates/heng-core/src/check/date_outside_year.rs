//! TXT506: a result bears a date outside the fiscal year.

use super::{Case, Check, Group, Question, Row, Run};
use crate::dossier::Actual;
use crate::fact::FactId;
use crate::figure::scan::MentionKind;
use crate::finding::{Obligation, Severity};
use crate::stated::clause_around;

pub(super) static CHECK: Check = Check {
    code: "TXT506",
    name: "date-outside-year",
    since: "0.1.0",
    page: include_str!("date_outside_year.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "年度以外的{n}处日期",
    message: "{n}处结果的日期不在本年度：{list}。",
    remedy: "请核对日期；属于往年或次年的结果不计入本年度，请说明。",
};

/// Words of a clause that speaks of another year on purpose.
const ON_PURPOSE: [&str; 17] = [
    "上年",
    "去年",
    "往年",
    "同比",
    "比",
    "较",
    "以来",
    "自",
    "结转",
    "计划",
    "拟",
    "将",
    "年度至",
    "规划",
    "印发",
    "《",
    "〔",
];

/// Groups all results with a day or a year outside the fiscal year; the day of the headcount too.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut group = Group::default();
    let year = case.dossier.fiscal_year;
    let mut obligations: Vec<Obligation> =
        case.rows.iter().filter_map(|row| look(case, row, &mut group)).collect();
    let subject = "人员情况的日期";
    obligations.extend(match &case.dossier.department.headcount {
        None => Some(CHECK.does_not_apply(subject, "没有填报人员情况")),
        Some(headcount) if headcount.as_of.year() == year => Some(CHECK.passed(subject)),
        Some(headcount) => {
            let day = headcount.as_of.to_string();
            let fact = FactId::new(["department", "headcount"]);
            group.add(case.spot(fact, subject, &day), format!("{subject}是{day}"));
            None
        }
    });
    obligations.extend(group.ask(&CHECK, &QUESTION));
    obligations
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let Actual::Typed(actual) = &row.indicator.actual else {
        return Some(CHECK.does_not_apply(subject, "完成值不是手填的"));
    };
    let mut dated = row.mentions.actual.iter().filter_map(|mention| match mention.kind {
        MentionKind::Year(year) => Some((year, mention)),
        MentionKind::Day { year, .. } => Some((year?, mention)),
        _ => None,
    });
    let outside = dated.find(|(year, mention)| {
        let clause = clause_around(actual, &mention.span);
        *year != case.dossier.fiscal_year && !ON_PURPOSE.iter().any(|word| clause.contains(word))
    });
    let Some((_, mention)) = outside.filter(|_| !row.is_explained()) else {
        return Some(CHECK.passed(subject));
    };
    let clause = clause_around(actual, &mention.span).trim();
    group.figures.push(actual.get(mention.span.clone()).unwrap_or_default().to_owned());
    let line = format!("“{}”「{clause}」", row.indicator.name);
    group.add(case.row_spot(row, "actual", actual), line);
    None
}
