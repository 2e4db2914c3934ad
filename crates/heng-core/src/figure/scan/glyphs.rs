//! A text as the scanner sees it: without blanks, and with one form for each sign.

use std::ops::Range;

use super::numeral::is_numeral;

/// One character of the text that counts: blanks are left out, full-width forms are folded. A line
/// break stays, because no figure goes over it.
#[derive(Clone, Copy)]
struct Glyph {
    folded: char,
    start: usize,
    end: usize,
}

/// The characters of a text that count.
pub(super) struct Glyphs<'t> {
    text: &'t str,
    all: Vec<Glyph>,
    /// Index behind the last mention; words before it belong to that one.
    taken: usize,
}

impl<'t> Glyphs<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        // Most characters take three bytes, digits and signs one.
        let mut all = Vec::with_capacity(text.len() / 2 + 1);
        all.extend(
            text.char_indices()
                .filter(|(_, c)| *c == '\n' || !c.is_whitespace())
                .map(|(start, c)| Glyph { folded: fold(c), start, end: start + c.len_utf8() }),
        );
        Self { text, all, taken: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Marks everything before the index as part of a mention.
    pub(super) fn take_to(&mut self, index: usize) {
        self.taken = index;
    }

    pub(super) fn at(&self, index: usize) -> Option<char> {
        self.all.get(index).map(|glyph| glyph.folded)
    }

    /// The character before the index.
    pub(super) fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|previous| self.at(previous))
    }

    /// Whether the word, in folded characters, stands at the index; returns the index behind it.
    pub(super) fn word(&self, index: usize, word: &str) -> Option<usize> {
        let mut end = index;
        for c in word.chars() {
            if self.at(end)? != c {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Whether one of the words stands at the index; returns the index behind it.
    pub(super) fn one_of(&self, index: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(index, word))
    }

    /// Whether the word ends just before the index and is free; returns where it begins.
    pub(super) fn word_before(&self, index: usize, word: &str) -> Option<usize> {
        let mut start = index;
        for c in word.chars().rev() {
            start = start.checked_sub(1)?;
            if self.at(start)? != c {
                return None;
            }
        }
        (start >= self.taken).then_some(start)
    }

    /// The index behind the run of such characters that begins at the index.
    pub(super) fn run_of(&self, index: usize, is_such: impl Fn(char) -> bool) -> usize {
        let mut end = index;
        while self.at(end).is_some_and(&is_such) {
            end += 1;
        }
        end
    }

    /// The place of glyphs in bytes of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.all.get(start).map_or(self.text.len(), |glyph| glyph.start);
        let to =
            end.checked_sub(1).and_then(|last| self.all.get(last)).map_or(from, |glyph| glyph.end);
        from..to
    }

    /// The text of glyphs without its white space.
    pub(super) fn words(&self, start: usize, end: usize) -> String {
        self.text
            .get(self.span(start, end))
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    }
}

/// Whether a character is a digit or a numeral, one of which stands in each mention.
pub(super) fn is_in_mentions(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９') || is_numeral(c)
}

/// Folds full-width digits and signs, and the many forms of hyphen and tilde, to one form.
fn fold(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '．'
        | '／'
        | '％'
        | '＞'
        | '＜'
        | '＝'
        | '（'
        | '）' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '－' | '−' | '‐' | '‑' => '-',
        '～' | '〜' | '∼' => '~',
        '﹪' => '%',
        '﹥' => '>',
        '﹤' => '<',
        _ => c,
    }
}
