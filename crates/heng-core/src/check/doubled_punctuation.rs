//! TXT515: a mark of punctuation stands twice.

use super::printed::printed;
use super::{Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT515",
    name: "doubled-punctuation",
    since: "0.1.0",
    page: include_str!("doubled_punctuation.md"),
    run: Run::Report(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Note,
    subject: "重复的标点（{n}处）",
    message: "{n}处标点重复：{list}。",
    remedy: "请删去多余的标点。",
};

/// Two marks that don't stand beside each other.
const PAIRS: [&str; 9] = ["。。", "，，", "；；", "、、", "：：", "，。", "。，", "、。", "；。"];

/// Looks for marks that stand twice, and for marks that contradict each other.
fn run(report: &Report) -> Vec<Obligation> {
    let mut group = Group::default();
    for one in &printed(report) {
        let found = PAIRS.iter().find_map(|pair| Some((*pair, one.text.find(pair)?)));
        let Some((pair, at)) = found else { continue };
        // Three and more are an ellipsis that somebody typed.
        let is_ellipsis = one.text.get(at + pair.len()..).is_some_and(|rest| {
            pair.chars().next().is_some_and(|mark| mark == '。' && rest.starts_with(mark))
        });
        if !is_ellipsis {
            let words = one.around(at);
            group.add(one.spot(words), format!("「{words}」"));
        }
    }
    let found = group.ask(&CHECK, &QUESTION);
    vec![found.unwrap_or_else(|| CHECK.passed("标点没有重复"))]
}
