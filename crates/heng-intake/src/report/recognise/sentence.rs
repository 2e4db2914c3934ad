//! The figures of a sentence, each with the words that say what it is.

use std::cmp::Ordering;

use heng_core::fact::Place;
use heng_core::figure::scan::{MentionKind, scan};
use heng_core::figure::{Figure, Unit};
use heng_core::report::claim::Term;

/// A sentence with its figures in order (语句).
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    pub text: &'t str,
    pub said: Vec<Said<'t>>,
}

/// A figure with the words around it.
#[derive(Debug)]
pub(super) struct Said<'t> {
    pub figure: Figure,
    /// Where it stands in the sentence, in bytes.
    pub start: usize,
    pub end: usize,
    /// Everything between the figure before and this one.
    pub gap: &'t str,
    /// The words of the clause up to the figure.
    pub lead: &'t str,
    pub role: Role,
    pub when: When,
}

/// What the words before a figure make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// An amount.
    Amount,
    /// By how much something changed.
    Difference(Ordering),
    /// The rate of a change.
    ChangeRate(Ordering),
    /// Another rate.
    Rate,
}

/// The year that the words before a figure name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Unsaid,
    Year(i16),
    /// 上年, 去年
    LastYear,
}

const RISES: [&str; 10] =
    ["增加", "增长", "上升", "提高", "增幅", "增长率", "同比增", "上涨", "增", "超支"];
const FALLS: [&str; 10] =
    ["减少", "下降", "降低", "减幅", "降幅", "缩减", "压减", "压缩", "减", "降"];

/// Marks between clauses.
const MARKS: [char; 13] = ['，', '。', '；', '：', '、', ',', ';', ':', '！', '？', '|', '—', '\n'];

impl<'t> Sentence<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut said = Vec::new();
        let mut before = 0;
        let mentions = scan(text);
        for mention in &mentions {
            let MentionKind::Figure(figure) = &mention.kind else { continue };
            let (start, end) = (mention.span.start, mention.span.end);
            if is_code_of_a_class(text, start, end) {
                continue;
            }
            let gap = text.get(before..start).unwrap_or_default();
            let lead = lead(gap);
            let year = mentions.iter().rev().find_map(|other| match other.kind {
                MentionKind::Year(year)
                    if other.span.end <= start && other.span.start + lead.len() >= start =>
                {
                    Some(year)
                }
                _ => None,
            });
            let when = match year {
                Some(year) => When::Year(year),
                None if lead.contains("上年") || lead.contains("去年") => When::LastYear,
                None => When::Unsaid,
            };
            let role = role(figure, lead);
            said.push(Said { figure: figure.clone(), start, end, gap, lead, role, when });
            before = end;
        }
        Self { text, said }
    }

    /// The words between two places.
    pub fn between(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Said<'_> {
    /// What the figure is called.
    pub fn label(&self) -> String {
        label(self.lead)
    }

    pub fn term(&self, place: &Place) -> Term {
        Term { label: self.label(), figure: self.figure.clone(), place: place.clone() }
    }

    pub fn is_money(&self) -> bool {
        *self.figure.unit() == Unit::Yuan
    }

    pub fn is_amount(&self) -> bool {
        self.role == Role::Amount
    }
}

/// `（204类）`, `（06款）`, `（01项）`: what classes of expenditure are numbered by.
fn is_code_of_a_class(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let words = text.get(start..end).unwrap_or_default();
    before.ends_with(['（', '('])
        && after.starts_with(['）', ')'])
        && words.ends_with(['类', '款', '项'])
}

/// The clause that leads up to a figure; a bracket that closed again belongs to it.
fn lead(gap: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in gap.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' if depth == 0 => return gap.get(at + c.len_utf8()..).unwrap_or_default(),
            '（' | '(' => depth -= 1,
            '、' if depth == 0 && joins_both_sides(gap, at) => {}
            c if depth == 0 && MARKS.contains(&c) => {
                return gap.get(at + c.len_utf8()..).unwrap_or_default();
            }
            _ => {}
        }
    }
    gap.trim_start_matches(['）', ')'])
}

/// `收、支总计` and `收入、支出总计` name one total.
fn joins_both_sides(gap: &str, at: usize) -> bool {
    let before = gap.get(..at).unwrap_or_default();
    let after = gap.get(at + '、'.len_utf8()..).unwrap_or_default();
    before.ends_with(['收', '入']) && after.starts_with('支')
}

/// Words that make a difference of an amount behind a comparison: `比预算节约`.
const SAVED: [&str; 5] = ["节约", "节省", "节余", "结余", "少支"];

fn role(figure: &Figure, lead: &str) -> Role {
    let is_rate = matches!(figure.unit(), Unit::Percent | Unit::Permille);
    let is_saved = lead.contains(['比', '较']) && SAVED.iter().any(|word| lead.ends_with(word));
    match direction_at_end(lead).or(is_saved.then_some(Ordering::Less)) {
        Some(direction) if is_rate => Role::ChangeRate(direction),
        Some(direction) => Role::Difference(direction),
        None if is_rate => Role::Rate,
        None => Role::Amount,
    }
}

/// The words that say which way something went, the longer before those that they end in.
pub(super) fn direction_words() -> impl Iterator<Item = &'static str> {
    RISES.into_iter().chain(FALLS)
}

/// Which way the last words of a clause say that something went.
pub(super) fn direction_at_end(lead: &str) -> Option<Ordering> {
    let words = lead.trim_end_matches(['了', '约', '为', '达', '近', '比', '率', '共', '额', '数']);
    let ends = |list: &[&str]| list.iter().any(|word| words.ends_with(word));
    if ends(&RISES) {
        Some(Ordering::Greater)
    } else if ends(&FALLS) {
        Some(Ordering::Less)
    } else {
        None
    }
}

/// Words between a name and its figure.
const VERBS: [&str; 12] =
    ["为", "是", "共计", "达到", "达", "约", "共", "有", "各", "均", "分别", "（含）"];

/// What a figure is called: the clause without years, connecting words and the verb before the figure.
pub(super) fn label(lead: &str) -> String {
    let year = scan(lead).into_iter().rfind(|one| matches!(one.kind, MentionKind::Year(_)));
    let words = year.and_then(|year| lead.get(year.span.end..)).map_or(lead, |behind| {
        behind.strip_prefix("年度").unwrap_or(behind).trim_start_matches('度')
    });
    let words = without_number(words);
    let mut words = ["其中", "包括", "另", "及", "和", "与", "以及", "共有", "现有", "末"]
        .iter()
        .fold(words, |words, first| words.strip_prefix(first).unwrap_or(words));
    while let Some(shorter) = VERBS.iter().find_map(|verb| words.strip_suffix(verb)) {
        if shorter.is_empty() {
            break;
        }
        words = shorter;
    }
    words.to_owned()
}

/// Words without the number of order before them: `（一）`, `2.`.
pub(super) fn without_number(words: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let inside = words.trim_start_matches(['（', '(']);
    let rest = inside.trim_start_matches(is_number);
    let (is_bracketed, is_numbered) = (inside.len() < words.len(), rest.len() < inside.len());
    let ends: &[char] = if is_bracketed { &['）', ')'] } else { &['、', '.', '．', '）', ')'] };
    match rest.strip_prefix(ends) {
        Some(rest) if is_numbered => rest,
        _ => words,
    }
}

/// Whether two names are of one thing: equal without what is often left out.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (essence(one), essence(other));
    !one.is_empty() && one == other
}

/// A name without the words that budgets and accounts put in or leave out.
pub(super) fn essence(name: &str) -> String {
    let mut name: String = name.chars().filter(|c| !"“”\"'「」（）()的".contains(*c)).collect();
    for word in ["当年", "年度", "本部门", "本单位", "部门", "单位", "我局", "总额", "金额", "资金"]
    {
        name = name.replace(word, "");
    }
    name = name.replace("调整后", "调整");
    for end in ["数", "安排", "为", "总数"] {
        if let Some(shorter) = name.strip_suffix(end).filter(|shorter| !shorter.is_empty()) {
            name = shorter.to_owned();
        }
    }
    name
}
