//! TXT516: a bracket or quotation mark without its counterpart.

use super::printed::printed;
use super::{Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT516",
    name: "marks-not-paired",
    since: "0.1.0",
    page: include_str!("marks_not_paired.md"),
    run: Run::Report(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Note,
    subject: "不成对的标点（{n}处）",
    message: "{n}处括号或引号不成对：{list}。",
    remedy: "请补上缺少的一半，或删去多余的一半。",
};

/// Marks that come in pairs; brackets of document numbers are often lost in copies and left out.
const OPENING: [char; 3] = ['（', '“', '《'];
const CLOSING: [char; 3] = ['）', '”', '》'];

/// How many paragraphs a bracket may stay open in: a page break tears paragraphs apart.
const REACH: usize = 2;

/// More single marks than this come from reading, not from writing.
const MANY: usize = 8;

/// A mark that was opened: which one, in which paragraph, where.
struct Opened {
    kind: usize,
    paragraph: usize,
    at: usize,
}

/// Pairs the marks of the running text.
fn run(report: &Report) -> Vec<Obligation> {
    let all = printed(report);
    let mut single: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<Opened> = Vec::new();
    for (paragraph, one) in all.iter().enumerate() {
        for (at, c) in one.text.char_indices() {
            let c = folded(c);
            if let Some(kind) = OPENING.iter().position(|mark| *mark == c) {
                open.push(Opened { kind, paragraph, at });
            } else if let Some(kind) = CLOSING.iter().position(|mark| *mark == c) {
                let counterpart = open
                    .iter()
                    .rposition(|one| one.kind == kind && one.paragraph + REACH > paragraph);
                match counterpart {
                    Some(index) => {
                        single.extend(open.drain(index + 1..).map(|one| (one.paragraph, one.at)));
                        open.pop();
                    }
                    None if numbers(&one.text, at) => {}
                    None => single.push((paragraph, at)),
                }
            }
        }
    }
    single.extend(open.iter().map(|one| (one.paragraph, one.at)));
    single.sort_unstable();
    if single.len() > MANY {
        let why = "不成对的太多，多半是文字没有按原样读出";
        return vec![CHECK.could_not_check("括号和引号", why)];
    }
    let mut group = Group::default();
    for (paragraph, at) in single {
        if let Some(one) = all.get(paragraph) {
            let words = one.around(at);
            group.add(one.spot(words), format!("「{words}」"));
        }
    }
    let found = group.ask(&CHECK, &QUESTION);
    vec![found.unwrap_or_else(|| CHECK.passed("括号和引号成对"))]
}

/// Brackets of half width are taken for the full ones.
fn folded(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// Whether a bracket closes a number of order: `1）`, `二)`, `①)`.
fn numbers(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let number: String = before
        .chars()
        .rev()
        .take_while(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(*c))
        .collect();
    (1..=3).contains(&number.chars().count())
}
