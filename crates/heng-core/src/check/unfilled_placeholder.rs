//! TXT504: a blank of the template that nobody filled in.

use super::typed::texts;
use super::{Case, Check, Group, Question, Run};
use crate::finding::{Obligation, Severity, Spot};

pub(super) static CHECK: Check = Check {
    code: "TXT504",
    name: "unfilled-placeholder",
    since: "0.1.0",
    page: include_str!("unfilled_placeholder.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有填写的{n}处空白",
    message: "{n}处还留着模板的空白：{list}。",
    remedy: "请填写内容，或删去这句话。",
};

/// Words that only a template has.
const WORDS: [&str; 10] = [
    "此处填写",
    "在此填写",
    "请填写",
    "待补充",
    "待填写",
    "【填写",
    "（填写",
    "【请",
    "【待",
    "{{unbound}}",
];

/// Signs of which two or more in a row are a blank.
const SIGNS: [char; 7] = ['×', '✕', '╳', '○', '□', '_', '＿'];

/// Looks through every text and cell that somebody typed.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut group = Group::default();
    let mut obligations = Vec::new();
    for typed in texts(case.dossier) {
        match blank(typed.text) {
            None => obligations.push(CHECK.passed(typed.label)),
            Some(blank) => {
                let spot = case.spot(typed.fact.clone(), &typed.label, typed.text);
                gather(&mut group, spot, blank);
            }
        }
    }
    for row in case.rows {
        let indicator = row.indicator;
        let explanation = indicator.explanation.as_deref().unwrap_or_default();
        let cells = [
            ("name", indicator.name.as_str()),
            ("target", &indicator.target),
            ("actual", row.said()),
            ("explanation", explanation),
        ];
        match cells.into_iter().find_map(|(cell, text)| Some((cell, text, blank(text)?))) {
            None => obligations.push(CHECK.passed(row.label.clone())),
            Some((cell, text, blank)) => {
                gather(&mut group, case.row_spot(row, cell, text), blank);
            }
        }
    }
    obligations.extend(group.ask(&CHECK, &QUESTION));
    obligations
}

fn gather(group: &mut Group, spot: Spot, blank: &str) {
    let line = format!("{}「{blank}」", spot.label);
    group.add(spot, line);
}

/// The first blank of a text.
fn blank(text: &str) -> Option<&str> {
    WORDS.iter().find(|word| text.contains(**word)).copied().or_else(|| run_of_signs(text))
}

/// The first run of two or more equal signs, or of the letters XX standing alone.
fn run_of_signs(text: &str) -> Option<&str> {
    let mut start = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|other| other != c).unwrap_or(rest.len());
        let run = rest.get(..length)?;
        let before = text.get(..start).and_then(|it| it.chars().next_back());
        let after = rest.get(length..).and_then(|it| it.chars().next());
        let least = if matches!(c, '_' | '＿') { 3 } else { 2 };
        let is_sign = SIGNS.contains(&c) && run.chars().count() >= least;
        // `二○○二年` writes a year with circles.
        let is_year = c == '○' && [before, after].into_iter().flatten().any(is_numeral);
        let stands_alone = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_letters = matches!(run, "XX" | "XXX" | "XXXX" | "xx" | "xxx")
            && stands_alone(before)
            && stands_alone(after);
        if (is_sign && !is_year) || is_letters {
            return Some(run);
        }
        start += length;
        rest = rest.get(length..)?;
    }
    None
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九零〇".contains(c)
}
