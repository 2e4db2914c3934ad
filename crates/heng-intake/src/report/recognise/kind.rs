//! What kind of document a report is, whose, and of which year.

use std::collections::BTreeMap;

use heng_core::figure::scan::{MentionKind, scan};
use heng_core::page::Pages;
use heng_core::report::ReportKind;

use super::passage::{Passage, squeezed};

/// How many passages a title may stand behind.
const FIRST: usize = 14;

/// Words of a title and the kind that they mean, the surer ones first.
const TITLES: [(&[&str], ReportKind); 22] = [
    (&["抽查"], ReportKind::Summary),
    (&["监控", "表"], ReportKind::Monitoring),
    (&["目标", "申报"], ReportKind::Objectives),
    (&["绩效目标表"], ReportKind::Objectives),
    // One department's list of its projects, before their forms.
    (&["项目支出", "自评汇总表"], ReportKind::Form),
    (&["自评", "汇总"], ReportKind::Summary),
    (&["转移支付", "自评报告"], ReportKind::Transfer),
    (&["整体支出", "自评报告"], ReportKind::Department),
    (&["整体", "绩效自评报告"], ReportKind::Department),
    (&["整体支出", "评价", "自评"], ReportKind::Department),
    (&["自评表"], ReportKind::Form),
    (&["项目", "自评报告"], ReportKind::Project),
    (&["资金", "自评报告"], ReportKind::Transfer),
    (&["自评", "报告"], ReportKind::Department),
    (&["评价报告"], ReportKind::Evaluation),
    (&["绩效评价"], ReportKind::Evaluation),
    (&["部门决算"], ReportKind::Accounts),
    (&["单位决算"], ReportKind::Accounts),
    (&["决算公开"], ReportKind::Accounts),
    (&["部门预算"], ReportKind::Budget),
    (&["单位预算"], ReportKind::Budget),
    (&["预算公开"], ReportKind::Budget),
];

/// What the first lines of a document say that it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub kind: Option<ReportKind>,
    pub title: Option<String>,
    pub department: Option<String>,
    pub fiscal_year: Option<i16>,
}

pub(super) fn front(pages: &Pages, passages: &[Passage]) -> Front {
    let lines: Vec<&str> = passages
        .iter()
        .take(FIRST)
        .map(|one| one.text.as_str())
        .filter(|line| !line.starts_with("http"))
        .collect();
    let (kind, title) = title(&lines).unzip();
    let name = squeezed(&pages.file);
    let year = title
        .as_deref()
        .and_then(year_of)
        .or_else(|| lines.iter().take(6).find_map(|line| year_of(line)))
        .or_else(|| year_of(&name))
        .or_else(|| most_named(passages));
    let department = title
        .as_deref()
        .and_then(department_of)
        .or_else(|| lines.iter().find_map(|line| labelled(line)));
    Front { kind, title, department, fiscal_year: year }
}

/// The title: the first line, or two or three printed lines of it, that name a kind.
fn title(lines: &[&str]) -> Option<(ReportKind, String)> {
    for begin in 0..lines.len() {
        for length in 1..=3 {
            let Some(part) = lines.get(begin..begin + length) else { continue };
            let is_short = |line: &&str| {
                line.chars().count() <= 60
                    && !line.ends_with(['。', '；', '，'])
                    && !line.contains("……")
            };
            if !part.iter().all(is_short) {
                break;
            }
            let words = part.concat();
            let kind = TITLES
                .iter()
                .find(|(all, _)| all.iter().all(|word| words.contains(word)))
                .map(|(_, kind)| *kind);
            if let Some(kind) = kind {
                return Some((kind, cleaned(&words)));
            }
        }
    }
    None
}

/// A title without the label of an annex before it and the contents behind it.
fn cleaned(words: &str) -> String {
    let words = words.strip_suffix("目录").unwrap_or(words);
    let words = words.strip_prefix("附件").map_or(words, |rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "-—：:.、一二三四五".contains(c))
    });
    words.to_owned()
}

/// The year of a title: `2022年度`, `二〇二二年`; of several the last before the kind is the fiscal year.
fn year_of(text: &str) -> Option<i16> {
    scan(text).into_iter().find_map(|mention| match mention.kind {
        MentionKind::Year(year) if (2000..2100).contains(&year) => Some(year),
        _ => None,
    })
}

/// The year that most passages speak of, where it is clear.
fn most_named(passages: &[Passage]) -> Option<i16> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for passage in passages {
        for mention in scan(&passage.text) {
            if let MentionKind::Year(year) = mention.kind
                && (2000..2100).contains(&year)
            {
                *counts.entry(year).or_default() += 1;
            }
        }
    }
    let mut by_count: Vec<(i16, usize)> = counts.into_iter().collect();
    by_count.sort_by_key(|(year, count)| (std::cmp::Reverse(*count), *year));
    match by_count.as_slice() {
        [(year, count), (_, next), ..] if count > next => Some(*year),
        [(year, _)] => Some(*year),
        _ => None,
    }
}

/// What stands before the year in a title: `临江区教育局` of `临江区教育局2023年度部门决算`.
fn department_of(title: &str) -> Option<String> {
    let year = scan(title).into_iter().find(|one| matches!(one.kind, MentionKind::Year(_)))?;
    let before = title.get(..year.span.start)?.trim_matches(['《', '关', '于', '“']);
    let ends = [
        "局", "委", "办", "部", "院", "中心", "处", "会", "校", "厅", "站", "馆", "队", "所", "府",
        "室",
    ];
    let name = before.trim_end_matches(['年', '度']);
    (ends.iter().any(|end| name.ends_with(end)) && name.chars().count() >= 4)
        .then(|| name.to_owned())
}

/// `预算主管部门：临江区教育局`.
fn labelled(line: &str) -> Option<String> {
    let (label, name) = line.split_once(['：', ':'])?;
    let is_label =
        ["编制部门", "编制单位", "预算主管部门", "预算单位", "单位名称", "部门名称", "填报单位"]
            .contains(&label);
    let name = name.split(['单', '（']).next().unwrap_or(name).trim();
    (is_label && name.chars().count() >= 4).then(|| name.to_owned())
}
