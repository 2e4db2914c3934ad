//! Printed lines into paragraphs and headings.

use std::collections::BTreeMap;

use super::words::{Line, join, share};

/// A paragraph or heading, with where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub text: String,
    /// Level, where it is a heading.
    pub level: Option<u8>,
    /// Index of the page where it begins, from 0.
    pub page: usize,
    /// Left, top, right and bottom on that page.
    pub bounds: (i32, i32, i32, i32),
    last: Last,
}

/// What the last line of a paragraph says about whether it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Last {
    page: usize,
    left: i32,
    right: i32,
    baseline: i32,
    size: i32,
    lines: usize,
}

/// The measure of the running text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// Left and right edge of full lines.
    left: i32,
    right: i32,
    /// Size of most letters.
    size: i32,
    /// Distance of most lines of a size.
    pitches: BTreeMap<i32, i32>,
}

impl Measure {
    /// Takes the measure of lines of pages of one width.
    pub(super) fn of<'l>(width: i32, lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
        let mut lefts: Vec<i32> = Vec::new();
        let mut rights: Vec<i32> = Vec::new();
        let mut distances: BTreeMap<i32, BTreeMap<i32, usize>> = BTreeMap::new();
        let mut before: Option<&Line> = None;
        for line in lines {
            let letters: usize = line.words.iter().map(|word| word.text.chars().count()).sum();
            *sizes.entry(line.size()).or_default() += letters;
            lefts.push(line.left());
            rights.push(line.right());
            if let Some(before) = before.filter(|before| before.size() == line.size()) {
                let distance = (line.baseline() - before.baseline()) / STEP;
                if distance > 0 {
                    *distances.entry(line.size()).or_default().entry(distance).or_default() += 1;
                }
            }
            before = Some(line);
        }
        let most = |counts: &BTreeMap<i32, usize>| {
            counts.iter().max_by_key(|(_, count)| **count).map_or(0, |(value, _)| *value)
        };
        let size = most(&sizes);
        lefts.sort_unstable();
        rights.sort_unstable_by_key(|right| std::cmp::Reverse(*right));
        let left = outermost(&lefts, size);
        // Where no line comes near a margin like the left one, none is full.
        let least = width - left - share(width, 15);
        let right = outermost(&rights, size);
        Self {
            left,
            right: if right < least { width - left } else { right },
            size,
            pitches: distances.iter().map(|(size, of)| (*size, most(of) * STEP)).collect(),
        }
    }

    /// The distance from line to line in text of a size.
    fn pitch(&self, size: i32) -> i32 {
        let known = self.pitches.get(&size).copied().unwrap_or_default();
        // Lines nearer than this would touch, and further apart they are not set as one text.
        known.clamp(share(size, 120), share(size, 240))
    }
}

/// Distances of lines are counted in steps of half a point.
const STEP: i32 = 50;

/// The outermost position that another one bears out; one line alone may hang over.
fn outermost(positions: &[i32], size: i32) -> i32 {
    positions
        .windows(2)
        .find_map(|pair| match pair {
            [one, other] if (one - other).abs() <= share(size, 60) => Some(*one),
            _ => None,
        })
        .or_else(|| positions.first().copied())
        .unwrap_or_default()
}

impl Paragraph {
    pub(super) fn new(line: &Line, page: usize) -> Self {
        Self {
            text: line.text(),
            level: None,
            page,
            bounds: (line.left(), line.top(), line.right(), line.bottom()),
            last: Last {
                page,
                left: line.left(),
                right: line.right(),
                baseline: line.baseline(),
                size: line.size(),
                lines: 1,
            },
        }
    }

    /// Takes the next printed line, where it goes on with the paragraph.
    pub(super) fn take(&mut self, line: &Line, page: usize, measure: &Measure) -> bool {
        if !self.goes_on_with(line, page, measure) {
            return false;
        }
        join(&mut self.text, &line.text());
        if page == self.page {
            let (left, top, right, bottom) = self.bounds;
            self.bounds =
                (left.min(line.left()), top, right.max(line.right()), bottom.max(line.bottom()));
        }
        self.last = Last {
            page,
            left: line.left(),
            right: line.right(),
            baseline: line.baseline(),
            size: line.size(),
            lines: self.last.lines + 1,
        };
        true
    }

    fn goes_on_with(&self, line: &Line, page: usize, measure: &Measure) -> bool {
        let last = &self.last;
        let same_size = (last.size - line.size()).abs() <= share(last.size, 12);
        if !same_size || !self.is_near(line, page, measure) {
            return false;
        }
        let text = line.text();
        if self.is_title_over_lines(line, measure) {
            return numbering(&self.text).is_none() && numbering(&text).is_none();
        }
        // Where the next piece would still have found room, the writer began anew.
        let next = share(line.size(), first_piece(&text));
        let is_full = last.right + next > measure.right - share(line.size(), 50);
        let indent = line.left() - if last.lines > 1 { last.left } else { measure.left };
        let is_indented = indent > share(line.size(), 100);
        let begins_item = numbering(&text).is_some() && ends_sentence(&self.text);
        is_full && !is_indented && !begins_item
    }

    /// Says whether the line stands right below the last one, or on top of the next page.
    fn is_near(&self, line: &Line, page: usize, measure: &Measure) -> bool {
        if page != self.last.page {
            return page == self.last.page + 1 && !ends_sentence(&self.text);
        }
        let pitch = measure.pitch(line.size());
        let distance = line.baseline() - self.last.baseline;
        (1..=share(pitch, 140)).contains(&distance)
    }

    /// Says whether two lines in large letters are one title, set in the middle.
    fn is_title_over_lines(&self, line: &Line, measure: &Measure) -> bool {
        let middle = |left: i32, right: i32| i32::midpoint(left, right);
        let axis = middle(measure.left, measure.right);
        let is_centred = |left: i32, right: i32| {
            (middle(left, right) - axis).abs() <= line.size() && left > measure.left + line.size()
        };
        line.size() > share(measure.size, 115)
            && is_centred(self.last.left, self.last.right)
            && is_centred(line.left(), line.right())
    }

    /// Decides whether it is a heading.
    pub(super) fn finish(mut self, measure: &Measure) -> Self {
        self.level = self.heading_level(measure);
        self
    }

    fn heading_level(&self, measure: &Measure) -> Option<u8> {
        let count = self.text.chars().count();
        let is_short = count <= 60 && self.last.lines <= 2;
        let runs_on =
            self.text.contains(['。', '；', ';']) || self.text.ends_with(['，', '、', '：']);
        let is_entry = self.text.contains("……") || self.text.contains("....");
        if !is_short || runs_on || is_entry {
            return None;
        }
        if let Some(level) = numbering(&self.text) {
            return Some(level);
        }
        let is_large = self.last.size >= share(measure.size, 115);
        let has_word = self.text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        (is_large && has_word).then_some(1)
    }
}

/// Width of the piece with which a text begins that no line end parts, in hundredths of its size.
fn first_piece(text: &str) -> i32 {
    let mut width = 0;
    let mut is_number = false;
    for (index, character) in text.chars().enumerate() {
        let is_narrow = character.is_ascii_graphic();
        let closes =
            matches!(character, '，' | '。' | '、' | '；' | '：' | '）' | '”' | '》' | '％');
        if index > 0 && !closes && !(is_number && is_narrow) {
            break;
        }
        is_number = is_narrow;
        width += if is_narrow { 50 } else { 100 };
    }
    width
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '）'])
}

/// Level of a heading by the number that it begins with.
fn numbering(text: &str) -> Option<u8> {
    const CHINESE: [char; 13] =
        ['〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百'];
    let is_number = |number: &str| {
        (1..=4).contains(&number.chars().count())
            && (number.chars().all(|c| CHINESE.contains(&c))
                || number.chars().all(|c| c.is_ascii_digit()))
    };
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, _)) = rest.split_once(['部', '章', '篇'])
        && is_number(number)
    {
        return Some(1);
    }
    if let Some((number, _)) = text.split_once('、')
        && is_number(number)
    {
        return Some(if number.is_ascii() { 3 } else { 1 });
    }
    for (open, close) in [('（', '）'), ('(', ')'), ('（', ')'), ('(', '）')] {
        if let Some((number, _)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close))
            && is_number(number)
        {
            return Some(if number.is_ascii() { 4 } else { 2 });
        }
    }
    let (number, rest) = text.split_once(['.', '．'])?;
    // 1.5 is an amount and 2.2023年 the second item.
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let is_item = number.is_ascii()
        && is_number(number)
        && number.len() <= 2
        && (digits == 0 || (digits == 4 && rest.chars().nth(4) == Some('年')));
    is_item.then_some(3)
}

#[cfg(test)]
mod tests {
    use super::super::words::Word;
    use super::*;

    /// Lines of ten-point letters, 16 points apart, given by their indent in letters and their text.
    fn paragraphs(lines: &[(i32, &str)]) -> Vec<String> {
        let lines: Vec<Line> = (1..)
            .zip(lines)
            .map(|(row, (indent, text))| {
                let width: i32 = text.chars().map(|c| if c.is_ascii() { 500 } else { 1000 }).sum();
                let left = 1000 + indent * 1000;
                let word = Word {
                    text: (*text).to_owned(),
                    left,
                    right: left + width,
                    baseline: row * 1600,
                    size: 1000,
                    is_spaced: false,
                };
                Line { words: vec![word] }
            })
            .collect();
        let pitches = BTreeMap::from([(1000, 1600)]);
        let measure = Measure { left: 1000, right: 11_000, size: 1000, pitches };
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for line in &lines {
            if !paragraphs.last_mut().is_some_and(|open| open.take(line, 0, &measure)) {
                paragraphs.push(Paragraph::new(line, 0));
            }
        }
        paragraphs
            .into_iter()
            .map(|paragraph| {
                let paragraph = paragraph.finish(&measure);
                match paragraph.level {
                    Some(level) => format!("{level} {}", paragraph.text),
                    None => paragraph.text,
                }
            })
            .collect()
    }

    #[test]
    fn lines_become_paragraphs() {
        type Case<'c> = (&'c [(i32, &'c str)], &'c [&'c str]);
        let cases: [Case; 6] = [
            // A figure that the line end cuts is whole again.
            (
                &[(2, "全年支出共计8257."), (0, "88万元，比上年减少。")],
                &["全年支出共计8257.88万元，比上年减少。"],
            ),
            // An indent begins a paragraph, and so does a line after one that is not full.
            (
                &[(2, "本年度共培训三期。"), (2, "参训人员共五十人。")],
                &["本年度共培训三期。", "参训人员共五十人。"],
            ),
            (&[(0, "共培训三期。"), (0, "参训五十人。")], &["共培训三期。", "参训五十人。"]),
            // A line may end early where a number would not have fitted.
            (&[(2, "全年预算共"), (0, "123,456,789.00元。")], &["全年预算共123,456,789.00元。"]),
            (
                &[(0, "一、基本情况"), (0, "（一）机构设置"), (0, "1.人员")],
                &["1 一、基本情况", "2 （一）机构设置", "3 1.人员"],
            ),
            (
                &[(0, "（一）秘书科负责文件收发。"), (0, "（二）人事科。")],
                &["（一）秘书科负责文件收发。", "（二）人事科。"],
            ),
        ];
        for (lines, expected) in cases {
            assert_eq!(paragraphs(lines), expected);
        }
    }

    #[test]
    fn numbers_that_begin_a_sentence_are_no_headings() {
        for (text, expected) in [
            ("第三部分 决算情况", Some(1)),
            ("十二、其他", Some(1)),
            ("(3)数量指标", Some(4)),
            ("12．质量指标", Some(3)),
            ("1.5万元", None),
            ("2023.12.31", None),
            ("2.2023年收入预算表", Some(3)),
            ("一般公共预算", None),
            ("第一季度", None),
        ] {
            assert_eq!(numbering(text), expected, "{text}");
        }
    }
}
