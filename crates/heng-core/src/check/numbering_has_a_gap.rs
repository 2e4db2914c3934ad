//! TXT508: an enumeration leaves out a number.

use super::typed::texts;
use super::{Case, Check, Draft, Run};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TXT508",
    name: "numbering-has-a-gap",
    since: "0.1.0",
    page: include_str!("numbering_has_a_gap.md"),
    run: Run::Dossier(run),
};

const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// Follows 一是, 二是, 三是 through each typed text.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = Vec::new();
    for typed in texts(case.dossier) {
        let numbers = numbers(typed.text);
        if numbers.is_empty() {
            continue;
        }
        let mut last = 0;
        let gap = numbers.iter().find(|number| {
            let follows = **number == last + 1 || **number == 1;
            if follows {
                last = **number;
            }
            !follows
        });
        obligations.push(match gap.and_then(|number| Some((*number, word(*number)?))) {
            None => CHECK.passed(typed.label),
            Some((_, wrong)) => {
                let before = word(last).map_or_else(String::new, |word| format!("{word}是之后"));
                let draft = Draft {
                    severity: Severity::Note,
                    spots: (case.spot(typed.fact, &typed.label, typed.text), vec![]),
                    figures: vec![],
                    message: format!("{before}接着写{wrong}是，中间缺项，或序号写错。"),
                    remedy: "请核对序号，补上缺的一项。".to_owned(),
                    basis: None,
                };
                CHECK.found(typed.label, draft)
            }
        });
    }
    if obligations.is_empty() {
        obligations.push(CHECK.does_not_apply("列举的序号", "没有以一是、二是列举的文字"));
    }
    obligations
}

fn word(number: usize) -> Option<char> {
    NUMERALS.get(number.checked_sub(1)?).copied()
}

/// The numbers of the items that begin a clause: `一是` is 1.
fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut before = '。';
    let mut characters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    while let Some(c) = characters.next() {
        let begins = matches!(before, '。' | '；' | '：' | '，' | ';' | ':' | '.');
        let number = NUMERALS.iter().position(|numeral| *numeral == c);
        if let (true, Some(number), Some('是')) = (begins, number, characters.peek()) {
            numbers.push(number + 1);
        }
        before = c;
    }
    numbers
}
