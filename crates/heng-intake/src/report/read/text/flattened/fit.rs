//! How well some words fit as one cell.

use std::ops::Range;

use super::super::line::{ends_sentence, never_begins, width};
use super::atoms::{Atom, Atoms};
use crate::report::column::Meaning;
use crate::report::numbering::is_numbered;

/// What is held against a reading; the reading with the least is taken.
pub(super) type Cost = usize;

/// Words stand in a cell of numbers that are none.
const NOT_A_NUMBER: Cost = 60;
/// A line is wider than the cell, for each half character.
const TOO_WIDE: Cost = 20;
/// A line ends though the next word would have fitted.
const ENDS_EARLY: Cost = 6;
/// The same, for each half character that was left.
const EARLY_BY: Cost = 4;
/// A cell has another paragraph that is not numbered.
const PARAGRAPH: Cost = 10;
/// White space stands between Chinese characters.
const PARTED: Cost = 3;
/// A cell ends in the middle of a sentence.
const CUT_SENTENCE: Cost = 15;
/// A cell ends in the middle of what may be a word.
const WORD_CUT: Cost = 6;
/// A cell begins with a mark that never begins one.
const BEGINS_WRONG: Cost = 60;
/// A cell ends with a line that is full and no end of a sentence.
const ENDS_FULL: Cost = 1;
/// Brackets are opened and not closed.
const UNBALANCED: Cost = 12;
/// A cell begins in the middle of a line.
const BESIDE: Cost = 2;
/// A cell of several lines ends in the middle of a line.
const LINES_BESIDE: Cost = 10;
/// What a number counts stands in another cell than the number.
const UNIT_APART: Cost = 20;
/// A label that is none of the words that label columns hold.
const UNKNOWN_LABEL: Cost = 40;

/// A cell is nothing but the end of a sentence.
const FRAGMENT: Cost = 20;
/// So wide is such an end, in half characters.
const FRAGMENT_WIDTH: usize = 8;
/// Words that name nothing stand where a name should.
const NO_NAME: Cost = 30;
/// So many characters a name has at least.
const SHORTEST_NAME: usize = 2;
/// The name of a task is no longer, in half characters.
const WIDEST_TASK: usize = 60;

/// The room that a cell has, in half characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Of its first line, which may be indented.
    pub first: usize,
    /// Of the lines below.
    pub rest: usize,
}

/// Which part of a cell some words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole cell.
    Whole,
    /// The cell up to the end of a page, over which it may go on.
    Beginning,
    /// What stands of it on the next page.
    Rest,
}

/// What is held against words being one cell of a column; above the limit, at least so much of it.
pub(super) fn cost(
    atoms: &Atoms<'_>,
    span: Range<usize>,
    meaning: Meaning,
    room: Option<Room>,
    part: Part,
    limit: Cost,
) -> Cost {
    let mut cost = lines(atoms, span.clone(), meaning, room, part);
    if cost > limit {
        return cost;
    }
    let words = atoms.words(span.clone());
    if words.starts_with(never_begins) && part != Part::Rest {
        cost += BEGINS_WRONG;
    }
    if words.ends_with(['，', '、', '（', '《', '“', '：']) && part != Part::Beginning {
        cost += CUT_SENTENCE;
    }
    if part == Part::Whole
        && !meaning.is_label()
        && atoms.cuts_a_word(span.end.saturating_sub(1), span.end)
    {
        cost += WORD_CUT;
    }
    if part == Part::Whole {
        cost += unbalanced(&words) * UNBALANCED;
    }
    if meaning.is_number() && !is_number(&words) {
        cost += NOT_A_NUMBER;
    }
    if matches!(meaning, Meaning::Dimension | Meaning::Subdimension) && !is_dimension(&words) {
        cost += UNKNOWN_LABEL;
    }
    if ends_sentence(&words) {
        cost += match part {
            Part::Whole if width(&words) <= FRAGMENT_WIDTH => FRAGMENT,
            Part::Rest if width(&words) <= FRAGMENT_WIDTH / 2 => FRAGMENT / 4,
            _ => 0,
        };
    }
    let is_name = matches!(meaning, Meaning::Task | Meaning::Name) && part == Part::Whole;
    if is_name && words.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST_NAME {
        cost += NO_NAME;
    }
    let is_counted = words.starts_with(|c: char| c.is_ascii_digit());
    if meaning == Meaning::Task
        && (is_counted || ends_sentence(&words) || width(&words) > WIDEST_TASK)
    {
        cost += UNKNOWN_LABEL;
    }
    // Of cells that stand side by side each has its line there, so that none has several.
    let ends_beside = atoms.get(span.end).is_some_and(|atom| !atom.begins_line);
    if ends_beside && atoms.slice(span.clone()).iter().skip(1).any(|atom| atom.begins_line) {
        cost += LINES_BESIDE;
    }
    let begins_beside = atoms.get(span.start).is_some_and(|atom| !atom.begins_line);
    let before = span.start.checked_sub(1).and_then(|before| atoms.get(before));
    let is_counted = before.is_some_and(|atom| atom.text.ends_with(|c: char| c.is_ascii_digit()));
    if begins_beside && is_counted && !meaning.is_number() {
        cost += UNIT_APART;
    }
    // At the top of a page what goes on of several cells stands side by side.
    cost + if begins_beside && part != Part::Rest { BESIDE } else { 0 }
}

/// What is held against every cell that begins with these words and goes on behind them.
pub(super) fn least(
    atoms: &Atoms<'_>,
    span: Range<usize>,
    meaning: Meaning,
    room: Option<Room>,
    part: Part,
) -> Cost {
    let last_line = atoms.slice(span.clone()).iter().rposition(|atom| atom.begins_line);
    let before = span.start + last_line.unwrap_or_default();
    if before == span.start { 0 } else { lines(atoms, span.start..before, meaning, room, part) }
}

/// What is held against the lines of a cell: how wide they are, and where they end.
fn lines(
    atoms: &Atoms<'_>,
    span: Range<usize>,
    meaning: Meaning,
    room: Option<Room>,
    part: Part,
) -> Cost {
    let cell = atoms.slice(span.clone());
    let lines: Vec<_> = cell.chunk_by(|_, next| !next.begins_line).collect();
    let mut cost: Cost = lines.iter().map(|line| parted(line.iter().map(|atom| atom.text))).sum();
    let Some(room) = room else {
        // Where no line is ever broken, each line is a cell of its own.
        return cost + (lines.len() - 1) * ENDS_EARLY * 4;
    };
    for (index, line) in lines.iter().enumerate() {
        let is_first = index == 0 && part != Part::Rest;
        let room = if is_first { room.first } else { room.rest };
        let wide: usize = line.iter().map(|atom| atom.wide).sum();
        let ends = line.last().is_some_and(|atom| ends_sentence(atom.text));
        // A closing mark may hang over the edge; digits are a little narrower or wider than half.
        let hangs = line.last().is_some_and(|atom| atom.text.ends_with(never_begins));
        cost += wide.saturating_sub(room + if hangs { 3 } else { 1 }) * TOO_WIDE;
        match lines.get(index + 1).and_then(|next| next.first()) {
            Some(next) if is_numbered(next.text) && meaning == Meaning::Objective => {}
            Some(next) => match ends_early(wide, room, next) {
                early if ends => cost += early.min(PARAGRAPH),
                early => cost += early,
            },
            None => {
                let following = atoms.get(span.end).map_or(0, |next| next.unit);
                let is_full = wide + following > room;
                cost += if is_full && !ends && part != Part::Beginning { ENDS_FULL } else { 0 };
            }
        }
    }
    cost
}

/// What is held against a line that ends though what follows would have fitted.
pub(super) fn ends_early(line: usize, room: usize, next: &Atom<'_>) -> Cost {
    room.checked_sub(line + next.unit).map_or(0, |left| ENDS_EARLY + EARLY_BY * left)
}

/// What is held against white space within a line; beside numbers and marks it means nothing.
fn parted<'t>(line: impl Iterator<Item = &'t str>) -> Cost {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '.' | '”' | '“');
    let words: Vec<&str> = line.collect();
    let gaps = words.iter().zip(words.iter().skip(1));
    gaps.filter(|(before, after)| !before.ends_with(is_sign) && !after.starts_with(is_sign)).count()
        * PARTED
}

/// How many kinds of brackets are opened and not closed.
fn unbalanced(words: &str) -> usize {
    const PAIRS: [(char, char); 4] = [('（', '）'), ('《', '》'), ('“', '”'), ('(', ')')];
    let count = |wanted: char| words.chars().filter(|c| *c == wanted).count();
    PAIRS.iter().filter(|(open, close)| count(*open) != count(*close)).count()
}

fn is_number(words: &str) -> bool {
    let digits = words.strip_suffix(['分', '%']).unwrap_or(words);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Says whether words name a dimension or subdimension of indicators.
fn is_dimension(words: &str) -> bool {
    const WORDS: [&str; 20] = [
        "产出",
        "效益",
        "满意",
        "成本",
        "数量",
        "质量",
        "时效",
        "经济",
        "社会",
        "生态",
        "可持续",
        "环境",
        "投入",
        "过程",
        "管理",
        "履职",
        "效率",
        "预算",
        "效果",
        "决策",
    ];
    width(words) <= 24 && WORDS.iter().any(|word| words.contains(word))
}
