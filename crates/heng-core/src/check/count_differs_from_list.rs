//! TXT507: a stated count differs from the list that follows it.

use super::typed::texts;
use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::figure::scan::{MentionKind, scan};
use crate::figure::{Figure, Relation, Unit};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TXT507",
    name: "count-differs-from-list",
    since: "0.1.0",
    page: include_str!("count_differs_from_list.md"),
    run: Run::Dossier(run),
};

/// Signs and words between a count and its list.
const LEADS: [&str; 10] = ["分别是", "分别为", "包括", "分别", "即", "是", "为", "：", ":", "有"];

/// Counts the items of each list that a count announces, in typed texts and in actuals.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let typed = texts(case.dossier);
    let of_texts = typed.iter().map(|it| (it.fact.clone(), it.label.clone(), it.text));
    let of_rows = case
        .rows
        .iter()
        .map(|row| (row.indicator.fact("actual"), row.label.to_string(), row.said()));
    let announced = of_texts.chain(of_rows).flat_map(|(fact, label, text)| {
        lists(text).into_iter().map(move |list| (fact.clone(), label.clone(), list))
    });
    let mut obligations: Vec<Obligation> =
        announced.map(|(fact, label, list)| compare(case, fact, label, &list)).collect();
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("列举的事项", "没有先说个数再逐一列举的文字"));
    }
    obligations
}

/// A count with the items that are listed behind it.
struct List<'t> {
    count: Figure,
    items: Vec<&'t str>,
    text: &'t str,
}

fn compare(case: &Case<'_>, fact: FactId, label: String, list: &List<'_>) -> Obligation {
    let List { count, items, text } = list;
    let listed = rust_decimal::Decimal::from(items.len());
    if count.value() == listed {
        return CHECK.passed(label);
    }
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, &label, text), vec![]),
        figures: vec![count.text().to_owned(), format!("{listed}项")],
        message: format!("写明{count}，其后列举了{listed}项：{}。", items.join("、")),
        remedy: "请核对个数和所列的名称；没有列全的，请在末尾写“等”。".to_owned(),
        basis: None,
    };
    CHECK.found(label, draft)
}

/// The lists of a text that a count of things announces.
fn lists(text: &str) -> Vec<List<'_>> {
    // Without a mark between items there is nothing to count.
    if !text.contains('、') {
        return Vec::new();
    }
    let announced = scan(text).into_iter().filter_map(|mention| {
        let MentionKind::Figure(count) = mention.kind else { return None };
        let is_count =
            matches!(count.unit(), Unit::Counted(word) if THINGS.contains(&word.as_str()));
        if !is_count || count.relation() != Relation::Exactly {
            return None;
        }
        let after = text.get(mention.span.end..)?;
        let list = listed(after)?;
        let end = mention.span.end + after.find(list)? + list.len();
        Some(List { count, items: items(list)?, text: text.get(mention.span.start..end)? })
    });
    announced.collect()
}

/// Measure words of things that are listed by name.
const THINGS: [&str; 9] = ["个", "项", "家", "部", "场", "类", "所", "件", "次"];

/// The list behind a count: after a lead, at most a short noun away, up to the end of the clause.
fn listed(after: &str) -> Option<&str> {
    let lead = after.char_indices().take(9).find_map(|(at, _)| {
        let rest = after.get(at..)?;
        let lead = LEADS.iter().find(|lead| rest.starts_with(**lead))?;
        Some((at, at + lead.len()))
    });
    let (at, begin) = lead?;
    let noun = after.get(..at)?;
    let has_mark = noun.contains(['。', '；', '、', '\n', '（', '(']);
    let list = after.get(begin..)?.trim_start_matches([':', '：']);
    // Only these leads end in a mark; a bare 是 or 为 announces other things too.
    let is_sure =
        after.get(at..begin).is_some_and(|lead| !["是", "为", "有", "即"].contains(&lead));
    if has_mark || !is_sure {
        return None;
    }
    let end = list.find(['。', '；', ';', '\n', '：', ':']).unwrap_or(list.len());
    list.get(..end)
}

/// The items of a list; nothing where it is not complete, or where its items can't be told apart.
fn items(list: &str) -> Option<Vec<&str>> {
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut begin = 0;
    for (at, c) in list.char_indices() {
        match c {
            '（' | '(' | '《' | '“' | '「' => depth += 1,
            '）' | ')' | '》' | '”' | '」' => depth = depth.saturating_sub(1),
            '、' if depth == 0 => {
                items.push(list.get(begin..at)?);
                begin = at + c.len_utf8();
            }
            // A comma, or a word that joins two, leaves it open where an item ends.
            '，' | ',' | '和' | '及' | '与' | '等' if depth == 0 => return None,
            _ => {}
        }
    }
    items.push(list.get(begin..)?);
    (items.len() > 1 && items.iter().all(|item| !item.trim().is_empty())).then_some(items)
}
