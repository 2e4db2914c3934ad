//! TGT215: a satisfaction rate of which it is not known how many were asked.

use super::{Case, Check, Group, Question, Row, Run};
use crate::dossier::Actual;
use crate::figure::scan;
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT215",
    name: "satisfaction-without-sample",
    since: "0.1.0",
    page: include_str!("satisfaction_without_sample.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有样本数的{n}项满意度",
    message: "{n}项满意度没有写明调查了多少人，也没有佐证：{list}。",
    remedy: "请写明发放和收回的问卷数、调查的对象，或附上调查汇总。",
};

/// Measure words of those who are asked and of what they fill in.
const SAMPLES: [&str; 9] = ["人", "名", "位", "份", "户", "家", "人次", "件", "张"];

/// Groups all satisfaction rates without a sample into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let indicator = row.indicator;
    let Actual::Typed(actual) = &indicator.actual else {
        return Some(CHECK.does_not_apply(subject, "完成值不是手填的"));
    };
    let is_satisfaction = indicator.name.contains("满意")
        && super::figures(&row.mentions.actual).any(|one| *one.unit() == Unit::Percent);
    if !is_satisfaction {
        return Some(CHECK.does_not_apply(subject, "不是以比率答的满意度指标"));
    }
    let texts = [&indicator.definition, &indicator.data_source, &indicator.explanation];
    let mut texts = texts.into_iter().flatten().map(String::as_str).chain([actual.as_str()]);
    let is_sample = |figure: &Figure| match figure.unit() {
        Unit::Counted(word) => SAMPLES.contains(&word.as_str()),
        _ => false,
    };
    let has_sample = texts.any(|text| scan::figures(text).any(|(_, one)| is_sample(&one)));
    if has_sample || !indicator.evidence.is_empty() {
        return Some(CHECK.passed(subject));
    }
    group.add(case.row_spot(row, "actual", actual), format!("“{}”{actual}", indicator.name));
    None
}
