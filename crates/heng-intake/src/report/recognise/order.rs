//! Amounts said to be smaller or greater than others: `决算数小于预算数的主要原因`.

use std::cmp::Ordering;

use heng_core::fact::Place;
use heng_core::report::claim::{Assertion, Binding, Claim, Term};

use super::sentence::{Said, Sentence, When};

/// What may be compared, and with what.
const ONES: [&str; 6] = ["支出决算数", "支出决算", "决算数", "决算", "执行数", "支出数"];
const SAID: [(&str, Ordering); 8] = [
    ("大于", Ordering::Greater),
    ("高于", Ordering::Greater),
    ("超过", Ordering::Greater),
    ("多于", Ordering::Greater),
    ("小于", Ordering::Less),
    ("低于", Ordering::Less),
    ("少于", Ordering::Less),
    ("等于", Ordering::Equal),
];
const OTHERS: [(&str, &str); 8] = [
    ("年初预算", "年初"),
    ("全年预算", "全年"),
    ("调整后预算", "调整"),
    ("调整预算", "调整"),
    ("当年预算", ""),
    ("本年预算", ""),
    ("年度预算", ""),
    ("预算", ""),
];

/// What the sentences of a passage say of the accounts against the budget.
///
/// Only amounts since the last such saying count: each item of a passage has its own.
pub(super) fn orders(sentences: &[Sentence<'_>], place: &Place) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut scope: Vec<&Said<'_>> = Vec::new();
    for sentence in sentences {
        match saying(sentence.text) {
            Some(saying) => {
                let own = sentence.said.iter().filter(|said| said.end <= saying.start);
                scope.extend(own);
                claims.extend(claim(&saying, &scope, sentence, place));
                scope.clear();
                scope.extend(sentence.said.iter().filter(|said| said.start >= saying.end));
            }
            None => scope.extend(&sentence.said),
        }
    }
    claims
}

/// A saying with its place in the sentence, in bytes.
struct Saying {
    said: Ordering,
    /// Which budget is meant; empty where it isn't said.
    budget: &'static str,
    start: usize,
    end: usize,
}

fn saying(text: &str) -> Option<Saying> {
    for one in ONES {
        for (start, _) in text.match_indices(one) {
            let rest = text.get(start + one.len()..)?;
            let direct = SAID.iter().find_map(|(word, said)| {
                let rest = rest.strip_prefix(word)?;
                let (name, budget) = OTHERS.iter().find(|(name, _)| rest.starts_with(name))?;
                Some((*said, *budget, word.len() + name.len()))
            });
            let level = || {
                let rest = rest.strip_prefix('与').or_else(|| rest.strip_prefix('和'))?;
                let (name, budget) = OTHERS.iter().find(|(name, _)| rest.starts_with(name))?;
                let tail = rest.get(name.len()..)?.trim_start_matches('数');
                tail.starts_with("持平").then_some((Ordering::Equal, *budget, name.len() + 6))
            };
            if let Some((said, budget, length)) = direct.or_else(level) {
                return Some(Saying { said, budget, start, end: start + one.len() + length });
            }
        }
    }
    None
}

fn claim(
    saying: &Saying,
    scope: &[&Said<'_>],
    sentence: &Sentence<'_>,
    place: &Place,
) -> Option<Claim> {
    let amounts: Vec<(&&Said<'_>, String)> = scope
        .iter()
        .filter(|said| said.is_amount() && said.is_money() && said.when != When::LastYear)
        .map(|said| (said, said.label()))
        .collect();
    let spent: Vec<Term> = amounts
        .iter()
        .filter(|(_, label)| label.contains("决算") || label.ends_with("执行数"))
        .map(|(said, _)| said.term(place))
        .collect();
    let budgets: Vec<Term> = amounts
        .iter()
        .filter(|(_, label)| {
            label.contains("预算") && !label.contains("决算") && !label.contains("执行")
        })
        .filter(|(_, label)| label.contains(saying.budget))
        .map(|(said, _)| said.term(place))
        .collect();
    let one = spent.last()?.clone();
    if budgets.is_empty() {
        return None;
    }
    let is_certain = spent.len() == 1 && budgets.len() <= 2;
    let end = sentence.text.get(saying.start..)?;
    let end = end.find(['，', '。', '：', '；']).unwrap_or(end.len());
    Some(Claim {
        subject: one.label.clone(),
        assertion: Assertion::Order { said: saying.said, one, others: budgets },
        excerpt: sentence.between(saying.start, saying.start + end).to_owned(),
        place: place.clone(),
        binding: if is_certain { Binding::Certain } else { Binding::Likely },
    })
}
