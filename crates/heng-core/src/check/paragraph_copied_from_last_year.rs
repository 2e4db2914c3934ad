//! TXT520: paragraphs of the report stand in last year's word for word, but for the year.

use std::collections::BTreeMap;

use super::against::apart;
use super::printed::{Printed, printed};
use super::{Check, Group, Question, Run};
use crate::figure::scan::{MentionKind, scan};
use crate::finding::{Obligation, Severity};
use crate::page::Content;
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "TXT520",
    name: "paragraph-copied-from-last-year",
    since: "0.1.0",
    page: include_str!("paragraph_copied_from_last_year.md"),
    run: Run::Comparison(run),
};

/// The fewest characters of a paragraph that nobody writes twice by chance.
const LONG: usize = 50;
/// Headings of sections that say the same every year.
const STANDING: [&str; 12] = [
    "概况",
    "基本情况",
    "职能",
    "职责",
    "机构设置",
    "名词解释",
    "评价依据",
    "评价方法",
    "评价原则",
    "评价目的",
    "组织实施",
    "指标体系",
];
/// How standard sentences begin.
const BEGINNINGS: [&str; 5] = ["根据", "按照", "依据", "为贯彻", "为进一步"];

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    const SUBJECT: &str = "照抄上年的段落";
    if let Some(verdict) = apart(&CHECK, SUBJECT, report, comparand) {
        return vec![verdict];
    }
    if !comparand.is_earlier_report(report) {
        return vec![CHECK.does_not_apply(SUBJECT, "比对文件不是往年的报告")];
    }
    let last: BTreeMap<String, Printed<'_>> = paragraphs(&comparand.report)
        .into_iter()
        .map(|one| (without_years(&one.text), one))
        .collect();
    let own = paragraphs(report);
    if own.is_empty() {
        return vec![CHECK.does_not_apply(SUBJECT, "没有足够长的段落")];
    }
    let mut group = Group::default();
    for one in &own {
        if let Some(before) = last.get(&without_years(&one.text)) {
            let begin: String = one.text.chars().take(24).collect();
            group.add(one.spot(&one.text), format!("「{begin}…」（上年见{}）", before.place));
        }
    }
    let question = Question {
        severity: Severity::Warning,
        subject: "照抄上年的段落，{n}段",
        message: "有{n}段文字除年份外与上年报告一字不差：{list}。本年的情况是否确实相同？",
        remedy: "请按本年实际情况改写；情况确实未变的，请说明。",
    };
    let count = own.len();
    let verdict = group.ask(&CHECK, &question);
    vec![verdict.unwrap_or_else(|| CHECK.passed(format!("与上年报告比较的{count}个段落")))]
}

/// The long paragraphs outside sections that say the same every year.
fn paragraphs(report: &Report) -> Vec<Printed<'_>> {
    let headings: BTreeMap<_, _> = report
        .pages
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Heading { text, .. } => Some((&block.place, text.as_str())),
            _ => None,
        })
        .collect();
    let mut stands = false;
    let mut found = Vec::new();
    for one in printed(report) {
        if let Some(heading) = headings.get(one.place) {
            stands = STANDING.iter().any(|word| heading.contains(word));
            continue;
        }
        let is_standard = BEGINNINGS.iter().any(|word| one.text.starts_with(word));
        if !stands && !is_standard && one.text.chars().count() >= LONG {
            found.push(one);
        }
    }
    found
}

/// The words with every year and day put out.
fn without_years(text: &str) -> String {
    let mut rest = 0;
    let mut words = String::new();
    for mention in scan(text) {
        if matches!(mention.kind, MentionKind::Year(_) | MentionKind::Day { .. }) {
            words.push_str(text.get(rest..mention.span.start).unwrap_or_default());
            rest = mention.span.end;
        }
    }
    words.push_str(text.get(rest..).unwrap_or_default());
    words
}
