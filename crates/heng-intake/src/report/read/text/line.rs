//! Printed lines of a text: their width, and what may stand at their ends.

/// A printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its words.
    pub text: &'t str,
    /// Whether a page ends before it.
    pub begins_page: bool,
}

/// The lines of a text that are not empty.
///
/// A page ends where a form feed stands, or where more empty lines stand than between the lines of a page.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut seen: Vec<(Line<'_>, usize)> = Vec::new();
    let mut empty = 0;
    let mut is_fed = false;
    for (index, raw) in text.lines().enumerate() {
        is_fed |= raw.starts_with('\u{c}');
        let text = raw.trim();
        if text.is_empty() {
            empty += 1;
            continue;
        }
        let number = index + 1;
        seen.push((Line { number, text, begins_page: is_fed && !seen.is_empty() }, empty));
        (empty, is_fed) = (0, false);
    }
    let usual = usual(seen.iter().skip(1).map(|(_, empty)| *empty));
    for (line, empty) in seen.iter_mut().skip(1) {
        line.begins_page |= *empty >= usual + 2;
    }
    seen.into_iter().map(|(line, _)| line).collect()
}

/// The commonest of some numbers, the larger one where two are as common.
fn usual(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(number, count)| (*count, *number))
        .map_or(0, |(number, _)| number)
}

/// How wide a text is printed, in half Chinese characters; white space is not counted, because
/// extraction puts it between Chinese and digits.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    match c {
        c if c.is_whitespace() => 0,
        // Curly quotation marks and dashes are printed as wide as Chinese characters.
        '“' | '”' | '‘' | '’' | '—' | '…' | '×' | '·' | '≥' | '≤' | '①'..='⑳' => {
            2
        }
        c if u32::from(c) < 0x1100 => 1,
        _ => 2,
    }
}

/// How much of a text goes onto a line at least: a word of letters and digits is not taken apart, a closing
/// mark stays with what stands before it, an opening one with what follows.
pub(super) fn first_unit(text: &str) -> usize {
    let mut wide = 0;
    let mut is_word = false;
    let mut is_done = false;
    for c in text.chars() {
        let goes_on = c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-');
        if is_done && !(is_word && goes_on) && !never_begins(c) {
            break;
        }
        wide += char_width(c);
        is_word = goes_on;
        is_done = !never_ends(c);
    }
    wide
}

/// Says whether a character never begins a printed line.
pub(super) fn never_begins(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '”'
            | '’'
            | '】'
            | '〕'
            | '%'
            | '％'
            | ','
            | ')'
    )
}

/// Says whether a character never ends a printed line.
fn never_ends(c: char) -> bool {
    matches!(c, '（' | '《' | '“' | '‘' | '【' | '〔' | '(')
}

/// Says whether a text ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '）', ')', '》']);
    text.ends_with(['。', '！', '？', '；', '：', ';', ':', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_end_where_lines_stand_further_apart() {
        let text = "甲\n\n乙\n\n丙\n\n\n\n丁\n\n\u{c}戊\n";
        let seen: Vec<_> = lines(text)
            .into_iter()
            .map(|line| (line.number, line.text, line.begins_page))
            .collect();
        assert_eq!(
            seen,
            [
                (1, "甲", false),
                (3, "乙", false),
                (5, "丙", false),
                (9, "丁", true),
                (11, "戊", true)
            ]
        );
    }

    #[test]
    fn a_unit_keeps_words_and_marks_together() {
        for (text, expected) in [
            ("一二", 2),
            ("100%以上", 4),
            ("”，甲", 4),
            ("“甲乙", 4),
            ("甲。乙", 4),
            ("", 0),
            ("12 人", 2),
        ] {
            assert_eq!(first_unit(text), expected, "{text}");
        }
    }
}
