//! TXT518: the purpose of one item of expenditure stands under another.

use super::printed::{Printed, printed};
use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT518",
    name: "purpose-copied",
    since: "0.1.0",
    page: include_str!("purpose_copied.md"),
    run: Run::Report(run),
};

/// An item of expenditure with the words for what it is used for.
struct Item<'r> {
    /// The last class of its name.
    name: String,
    /// The first class of its name.
    class: String,
    purpose: String,
    printed: &'r Printed<'r>,
}

/// Looks for items with one purpose that speaks of one of them only.
fn run(report: &Report) -> Vec<Obligation> {
    let text = printed(report);
    let items = items(&text);
    if items.is_empty() {
        return vec![CHECK.does_not_apply("支出用途", "没有逐项写明用途的支出")];
    }
    let mut obligations = Vec::new();
    for item in &items {
        let subject = format!("“{}”的用途", item.name);
        let other = items.iter().find(|other| {
            other.purpose == item.purpose
                && other.class != item.class
                && shared(&other.purpose, &other.name) >= 3
                && shared(&item.purpose, &item.name) < 2
        });
        let Some(other) = other else {
            obligations.push(CHECK.passed(subject));
            continue;
        };
        let draft = Draft {
            severity: Severity::Warning,
            spots: (item.printed.spot(&item.purpose), vec![other.printed.spot(&other.purpose)]),
            figures: Vec::new(),
            message: format!(
                "“{}”的用途「{}」与“{}”的一字不差，是否照抄？",
                item.name, item.purpose, other.name
            ),
            remedy: format!("请写“{}”的用途。", item.name),
            basis: None,
        };
        obligations.push(CHECK.found(subject, draft));
    }
    obligations
}

/// The items that say what they are used for; the purpose may stand in the paragraph behind the name.
fn items<'r>(text: &'r [Printed<'r>]) -> Vec<Item<'r>> {
    const WORDS: &str = "主要用于";
    let mut items = Vec::new();
    for (at, one) in text.iter().enumerate() {
        let Some(begin) = one.text.find(WORDS) else { continue };
        let mut before = one.text.get(..begin).unwrap_or_default().to_owned();
        if before.is_empty()
            && let Some(previous) = at.checked_sub(1).and_then(|at| text.get(at))
        {
            before.clone_from(&previous.text);
        }
        let rest = one.text.get(begin + WORDS.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches([':', '：']);
        let end = rest.find(['。', '；']).unwrap_or(rest.len());
        let purpose = rest.get(..end).unwrap_or_default().to_owned();
        let Some((class, name)) = names(&before) else { continue };
        if purpose.chars().count() >= 6 {
            items.push(Item { name, class, purpose, printed: one });
        }
    }
    items
}

/// First and last class of `8、住房保障支出（类）住房改革支出（款）住房公积金（项）`.
fn names(heading: &str) -> Option<(String, String)> {
    let heading = heading.replace('(', "（").replace(')', "）");
    let is_level = |bracket: &str| bracket.ends_with(['类', '款', '项']);
    let mut names = Vec::new();
    let mut rest = heading.as_str();
    while let Some((name, after)) = rest.split_once('（') {
        let (bracket, after) = after.split_once('）')?;
        if is_level(bracket) {
            names
                .push(name.trim_start_matches(|c: char| c.is_ascii_digit() || "、.．".contains(c)));
        }
        rest = after;
    }
    Some(((*names.first()?).to_owned(), (*names.last()?).to_owned())).filter(|_| names.len() > 1)
}

/// Length of the longest run of characters that both have.
fn shared(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut longest = 0;
    for start in 0..one.len() {
        for against in 0..other.len() {
            let ahead = one.iter().skip(start).zip(other.iter().skip(against));
            longest = longest.max(ahead.take_while(|(left, right)| left == right).count());
        }
    }
    longest
}
