//! Items of a budget whose first words state the amount that a sentence behind them states again.

use heng_core::fact::Place;
use heng_core::report::claim::{Assertion, Binding, Claim};

use super::sentence::{Said, Sentence, When, without_number};

/// Words for the amount of the year that the heading states.
const AGAIN: [&str; 7] =
    ["预算安排", "预算数", "年预算", "当年预算", "年初预算", "预算", "安排预算"];

/// The amount of an item's heading beside that of its sentence.
pub(super) fn heading_and_sentence(
    sentences: &[Sentence<'_>],
    fiscal_year: Option<i16>,
    place: &Place,
) -> Option<Claim> {
    let (heading, rest) = sentences.split_first()?;
    let [said] = heading.said.as_slice() else { return None };
    let is_heading = said.is_money()
        && said.is_amount()
        && is_numbered(heading.text)
        && matches!(heading.text.get(said.end..), Some("。" | ""))
        && ["项", "科目", "款", "支出"].iter().any(|word| said.gap.contains(word));
    if !is_heading {
        return None;
    }
    let again = rest.iter().find_map(|sentence| {
        let mut of_year = sentence.said.iter().filter(|said| is_again(said, fiscal_year));
        let one = of_year.next()?;
        of_year.next().is_none().then_some((sentence, one))
    });
    let (sentence, again) = again?;
    let mut first = said.term(place);
    first.label = name_of(&first.label);
    Some(Claim {
        subject: first.label.clone(),
        excerpt: sentence.between(again.start - again.lead.len(), again.end).to_owned(),
        assertion: Assertion::Restated { here: again.term(place), elsewhere: vec![first] },
        place: place.clone(),
        binding: Binding::Certain,
    })
}

fn is_again(said: &Said<'_>, fiscal_year: Option<i16>) -> bool {
    let When::Year(year) = said.when else { return false };
    let label = said.label();
    said.is_money()
        && said.is_amount()
        && fiscal_year == Some(year)
        && AGAIN.contains(&label.as_str())
        && !said.lead.contains(['比', '较'])
}

/// The last class of the item that a numbered passage is about.
pub(super) fn item_named(text: &str) -> Option<String> {
    let ends = ["项）", "项)", "科目"];
    let end = ends.iter().filter_map(|end| Some(text.find(end)? + end.len())).min()?;
    let heading = text.get(..end).filter(|_| is_numbered(text))?;
    Some(name_of(without_number(heading))).filter(|name| (2..=30).contains(&name.chars().count()))
}

/// `12、`, `3.`, `（一）`.
pub(super) fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(']);
    let digits =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    digits.len() < rest.len() && digits.starts_with(['、', '.', '．', '）', ')', ' '])
}

/// The last class of an item: `住房公积金` of `住房保障支出（221类）住房改革支出（02款）住房公积金（01项）`.
pub(super) fn name_of(label: &str) -> String {
    let label = label.trim_end_matches("科目");
    let label = label.trim_matches(['“', '”', '"', '「', '」']);
    let mut names: Vec<String> = Vec::new();
    let mut name = String::new();
    let mut bracket = String::new();
    let mut depth = 0_usize;
    for c in label.chars() {
        match c {
            '（' | '(' => {
                depth += 1;
                bracket.push(c);
            }
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                bracket.push(c);
                if depth == 0 {
                    if is_level(&bracket) {
                        names.push(std::mem::take(&mut name));
                    } else {
                        name.push_str(&bracket);
                    }
                    bracket.clear();
                }
            }
            _ if depth > 0 => bracket.push(c),
            '-' | '－' | '—' | '–' => names.push(std::mem::take(&mut name)),
            '.' | '、' if name.chars().all(|c| c.is_ascii_digit()) => name.clear(),
            c => name.push(c),
        }
    }
    names.push(name);
    let last = names.iter().rev().find(|name| !name.trim().is_empty());
    last.map(|name| name.trim_matches(['“', '”', '"']).to_owned()).unwrap_or_default()
}

/// `（类）`, `（06款）`, `（项）`.
fn is_level(bracket: &str) -> bool {
    let inside = bracket.trim_matches(['（', '）', '(', ')']);
    let word = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(word, "类" | "款" | "项")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_item_is_its_last_class() {
        let cases = [
            ("住房保障支出（221类）住房改革支出（02款）住房公积金（01项）", "住房公积金"),
            ("“教育支出-普通教育-小学教育”科目", "小学教育"),
            ("教育支出（类）普通教育（款）小学教育（项）", "小学教育"),
            ("因公出国（境）费", "因公出国（境）费"),
        ];
        for (label, expected) in cases {
            assert_eq!(name_of(label), expected, "{label}");
        }
    }
}
