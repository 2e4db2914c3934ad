//! TGT206: results that nothing can measure, as one share.

use std::collections::BTreeMap;

use super::quantified_target_answered_without_number::asked;
use super::{Case, Check, Draft, Row, Run, grouped, states_something};
use crate::dossier::Actual;
use crate::finding::{Obligation, Severity};
use crate::wording::{bare, titles};

pub(super) static CHECK: Check = Check {
    code: "TGT206",
    name: "results-not-measurable",
    since: "0.1.0",
    page: include_str!("results_not_measurable.md"),
    run: Run::Dossier(run),
};

/// Verbs of making a document, and nouns for what was made.
const MAKING: [&str; 7] = ["出台", "制定", "制订", "印发", "发布", "修订", "编制"];
const DOCUMENTS: [&str; 14] = [
    "细则", "办法", "方案", "意见", "规定", "制度", "通知", "计划", "清单", "规划", "指引", "标准",
    "措施", "手册",
];

/// Counts the results that state no amount, day, name or document, and asks about them once.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    let mut spots = Vec::new();
    let mut wordings: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0_usize;
    for row in case.rows {
        all += 1;
        let (indicator, subject) = (row.indicator, row.label.clone());
        let Actual::Typed(actual) = &indicator.actual else {
            obligations.push(match row.actual {
                Some(_) => CHECK.passed(subject),
                None => CHECK.could_not_check(subject, "完成值没有度量出来"),
            });
            continue;
        };
        let has_substance = has_substance(row);
        if !has_substance && asked(row).is_some() {
            obligations.push(CHECK.does_not_apply(subject, "目标有数量，由 TGT205 核查"));
        } else if has_substance || !indicator.evidence.is_empty() {
            obligations.push(CHECK.passed(subject));
        } else {
            *wordings.entry(bare(actual)).or_default() += 1;
            spots.push(case.row_spot(row, "actual", actual));
        }
    }
    let count = spots.len();
    let repeated: Vec<String> = wordings
        .into_iter()
        .filter(|(wording, times)| *times > 1 && !wording.is_empty())
        .map(|(wording, times)| format!("「{wording}」用了{times}次"))
        .collect();
    if let Some(spots) = grouped(spots) {
        let again = if repeated.is_empty() {
            String::new()
        } else {
            format!("其中{}。", repeated.join("，"))
        };
        let draft = Draft {
            severity: Severity::Warning,
            spots,
            figures: vec![format!("{count}项"), format!("{all}项")],
            message: format!(
                "{all}项指标中有{count}项的完成值没有数量、日期、名称、文件或佐证，无法衡量。{again}"
            ),
            remedy: "请补充可以核实的结果：数量、日期、文件名称，或附上佐证材料。".to_owned(),
            basis: None,
        };
        obligations.push(CHECK.found_in_each(format!("无法衡量的{count}项结果"), draft));
    }
    obligations
}

/// Says whether a result can be looked up: an amount, a day, a named work, or a document that was made.
pub(super) fn has_substance(row: &Row<'_>) -> bool {
    let actual = row.said();
    let made = MAKING.iter().any(|verb| {
        actual
            .split_once(verb)
            .is_some_and(|(_, object)| DOCUMENTS.iter().any(|noun| object.contains(noun)))
    });
    states_something(&row.mentions.actual) || !titles(actual).is_empty() || made
}
