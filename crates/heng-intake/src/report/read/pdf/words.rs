//! Glyphs into words and printed lines.

use super::canvas::Glyph;
use super::radicals;

/// Characters that one run shows side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    pub left: i32,
    pub right: i32,
    pub baseline: i32,
    pub size: i32,
    /// Whether a space stands before it.
    pub is_spaced: bool,
}

impl Word {
    /// The middle of its letters, which says where it belongs.
    pub fn middle(&self) -> (i32, i32) {
        (i32::midpoint(self.left, self.right), self.baseline - share(self.size, 38))
    }

    pub fn top(&self) -> i32 {
        self.baseline - share(self.size, 88)
    }

    pub fn bottom(&self) -> i32 {
        self.baseline + share(self.size, 12)
    }
}

/// A printed line: words on one baseline, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub words: Vec<Word>,
}

/// A part of a length in hundredths.
pub(super) fn share(length: i32, hundredths: i32) -> i32 {
    length.saturating_mul(hundredths) / 100
}

impl Line {
    pub fn left(&self) -> i32 {
        self.words.iter().map(|word| word.left).min().unwrap_or_default()
    }

    pub fn right(&self) -> i32 {
        self.words.iter().map(|word| word.right).max().unwrap_or_default()
    }

    pub fn top(&self) -> i32 {
        self.words.iter().map(Word::top).min().unwrap_or_default()
    }

    pub fn bottom(&self) -> i32 {
        self.words.iter().map(Word::bottom).max().unwrap_or_default()
    }

    pub fn baseline(&self) -> i32 {
        self.words.first().map(|word| word.baseline).unwrap_or_default()
    }

    /// Size of its largest letters.
    pub fn size(&self) -> i32 {
        self.words.iter().map(|word| word.size).max().unwrap_or_default()
    }

    /// Its text; white space only stands between words that are not Chinese.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if before.is_some_and(|before| has_space_between(before, word)) {
                text.push(' ');
            }
            text.push_str(&word.text);
            before = Some(word);
        }
        text
    }

    /// Parts it where more white space stands than `hundredths` of the size.
    pub fn parted(&self, hundredths: i32) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        for word in &self.words {
            match parts.last_mut() {
                Some(part) if word.left - part.right() <= share(word.size, hundredths) => {
                    part.words.push(word.clone());
                }
                _ => parts.push(Self { words: vec![word.clone()] }),
            }
        }
        parts
    }
}

fn has_space_between(before: &Word, word: &Word) -> bool {
    let narrow = |character: Option<char>| character.is_some_and(|c| c < '\u{2000}');
    if !narrow(before.text.chars().next_back()) || !narrow(word.text.chars().next()) {
        return false;
    }
    let gap = word.left - before.right;
    let size = before.size.min(word.size);
    gap > share(size, 60) || (word.is_spaced && gap > share(size, 12))
}

/// Joins the text of the next printed line to what stands before it.
pub(super) fn join(text: &mut String, next: &str) {
    let is_letter = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphabetic());
    if is_letter(text.chars().next_back()) && is_letter(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Puts glyphs together that one run shows side by side.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<u32> = None;
    let mut is_spaced = false;
    for glyph in glyphs {
        let character = radicals::fold(glyph.character);
        if character.is_whitespace() {
            open = None;
            is_spaced = true;
            continue;
        }
        if is_without_form(character) {
            continue;
        }
        match words.last_mut() {
            Some(word) if open == Some(glyph.run) && continues(word, glyph) => {
                word.text.push(character);
                word.right = word.right.max(glyph.right);
            }
            _ => words.push(Word {
                text: character.to_string(),
                left: glyph.left,
                right: glyph.right,
                baseline: glyph.baseline,
                size: glyph.size,
                is_spaced,
            }),
        }
        open = Some(glyph.run);
        is_spaced = false;
    }
    words
}

/// Characters that show nothing and mean nothing here: joiners, marks of order, soft hyphens.
fn is_without_form(character: char) -> bool {
    let is_mark = ('\u{200B}'..='\u{200F}').contains(&character)
        || ('\u{2028}'..='\u{202E}').contains(&character);
    is_mark || matches!(character, '\u{AD}' | '\u{2060}' | '\u{FEFF}')
}

fn continues(word: &Word, glyph: &Glyph) -> bool {
    let gap = glyph.left - word.right;
    let near = share(glyph.size, 30);
    (glyph.baseline - word.baseline).abs() <= share(glyph.size, 10)
        && (-near..=near).contains(&gap)
        && glyph.size == word.size
}

/// Puts words on printed lines, from top to bottom; words printed twice are taken once.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by_key(|word| word.baseline);
    let mut lines: Vec<Line> = Vec::new();
    // Baseline of the first word of the line and size of its largest letters.
    let (mut baseline, mut size) = (0, 0);
    for word in words {
        size = word.size.max(size);
        match lines.last_mut() {
            Some(line) if word.baseline - baseline <= share(size, 35) => line.words.push(word),
            _ => {
                (baseline, size) = (word.baseline, word.size);
                lines.push(Line { words: vec![word] });
            }
        }
    }
    for line in &mut lines {
        line.words.sort_by_key(|word| word.left);
        let words = std::mem::take(&mut line.words);
        for word in words {
            if !line.words.iter().rev().take(8).any(|before| is_printed_again(before, &word)) {
                line.words.push(word);
            }
        }
    }
    lines
}

/// Bold is printed by some writers as the same text twice, a hair apart.
fn is_printed_again(before: &Word, word: &Word) -> bool {
    let hair = share(word.size, 15);
    before.text == word.text
        && (word.left - before.left).abs() <= hair
        && (word.baseline - before.baseline).abs() <= hair
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(runs: &[(i32, &str)]) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for (run, (left, text)) in (0..).zip(runs) {
            let mut left = *left;
            for character in text.chars() {
                let width = if character < '\u{2000}' { 500 } else { 1000 };
                let right = left + width;
                glyphs.push(Glyph { character, left, right, baseline: 5000, size: 1000, run });
                left = right;
            }
        }
        glyphs
    }

    #[test]
    fn white_space_stands_only_where_it_parts_words() {
        let cases: [(&[(i32, &str)], &str); 6] = [
            (&[(0, "共培训"), (3250, "1,202.95"), (7500, "万元")], "共培训1,202.95万元"),
            (&[(0, "PDF file")], "PDF file"),
            (&[(0, "2023 年")], "2023年"),
            (&[(0, "12"), (1700, "34")], "12 34"),
            (&[(0, "合计"), (30, "合计")], "合计"),
            (&[(0, "11"), (1000, "1")], "111"),
        ];
        for (runs, expected) in cases {
            let lines = lines(words(&glyphs(runs)));
            let text: Vec<String> = lines.iter().map(Line::text).collect();
            assert_eq!(text, [expected], "{runs:?}");
        }
    }

    #[test]
    fn a_line_is_parted_at_wide_gaps() {
        let line = lines(words(&glyphs(&[(0, "单位名称"), (9000, "单位：万元")]))).remove(0);
        let parts: Vec<String> = line.parted(300).iter().map(Line::text).collect();
        assert_eq!(parts, ["单位名称", "单位：万元"]);
    }

    #[test]
    fn lines_join_without_white_space_but_between_letters() {
        for (before, next, expected) in
            [("8257.", "88万元", "8257.88万元"), ("see the", "file", "see the file")]
        {
            let mut text = before.to_owned();
            join(&mut text, next);
            assert_eq!(text, expected);
        }
    }
}
