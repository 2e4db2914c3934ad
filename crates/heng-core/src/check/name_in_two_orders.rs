//! TXT525: one fund, project or activity whose name has its words in two orders.

use std::collections::BTreeMap;

use super::printed::printed;
use super::{Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT525",
    name: "name-in-two-orders",
    since: "0.1.0",
    page: include_str!("name_in_two_orders.md"),
    run: Run::Report(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "同一名称的两种写法（{n}处）",
    message: "名称的用词相同而次序不同，看来是同一事项：{list}。",
    remedy: "请统一名称；确是两个事项的，请在文中区分。",
};

/// What the names of funds, projects and activities end with, the longer word first.
const ENDINGS: [&str; 10] = [
    "专项资金",
    "专项经费",
    "补助资金",
    "扶持资金",
    "引导资金",
    "专项工作",
    "资金",
    "项目",
    "工程",
    "活动",
];
/// How many words of two characters stand before the ending.
const WORDS: std::ops::RangeInclusive<usize> = 3..=5;

/// Compares the names of a report by the words in them.
fn run(report: &Report) -> Vec<Obligation> {
    let printed = printed(report);
    let mut seen: BTreeMap<(Vec<&str>, &str), (&str, usize)> = BTreeMap::new();
    let mut group = Group::default();
    let mut told: Vec<(&str, &str)> = Vec::new();
    for (index, one) in printed.iter().enumerate() {
        for (words, ending, name) in names(&one.text) {
            let (first, first_index) = *seen.entry((words, ending)).or_insert((name, index));
            let is_told =
                told.iter().any(|(one, other)| first.ends_with(one) && name.ends_with(other));
            if first == name || is_told {
                continue;
            }
            told.push((first, name));
            if let Some(before) = printed.get(first_index) {
                group.spots.push(before.spot(first));
            }
            group.add(one.spot(name), format!("“{first}”和“{name}”"));
        }
    }
    let found = group.ask(&CHECK, &QUESTION);
    vec![found.unwrap_or_else(|| CHECK.passed("名称的写法前后一致"))]
}

/// The names in a text: their words in the order of the alphabet, the ending, and the name as it stands.
///
/// Where a name begins no mark says; each likely beginning is one.
fn names(text: &str) -> Vec<(Vec<&str>, &'static str, &str)> {
    let mut names = Vec::new();
    for ending in ENDINGS {
        for (at, _) in text.match_indices(ending) {
            let before = text.get(..at).unwrap_or_default();
            // A shorter ending stands at the end of a longer one too.
            let is_part = ENDINGS.iter().any(|longer| {
                longer.len() > ending.len()
                    && text.get(..at + ending.len()).is_some_and(|upto| upto.ends_with(longer))
            });
            for count in WORDS.filter(|_| !is_part) {
                let begin = before.char_indices().rev().nth(count * 2 - 1).map(|(begin, _)| begin);
                let Some(begin) = begin else { break };
                let stem = before.get(begin..).unwrap_or_default();
                if !stem.chars().all(char::is_alphabetic) || !stem.chars().all(|c| !c.is_ascii()) {
                    break;
                }
                let mut words = in_pairs(stem);
                words.sort_unstable();
                let name = text.get(begin..at + ending.len()).unwrap_or_default();
                names.push((words, ending, name));
            }
        }
    }
    names
}

/// A text in words of two characters.
fn in_pairs(text: &str) -> Vec<&str> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(2).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end)).collect()
}
