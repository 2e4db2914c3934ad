//! White space of Chinese text, and the lines of a paragraph or cell joined.

use super::outline;

/// How many half-width spaces a gap must be wide to part two statements on one line.
const WIDE: usize = 2;

/// Says whether a character is Chinese: a character or punctuation of Chinese text.
pub(super) fn is_chinese(character: char) -> bool {
    is_ideograph(character)
        || matches!(character,
            '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Says whether a character is an ideograph.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}')
}

/// Takes white space out between Chinese characters and leaves one space elsewhere.
///
/// A wide gap before a label (`单位：甲局　　年度：2023`) parts two statements and stays as one space.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut gap = 0_usize;
    for (start, character) in text.char_indices() {
        if character.is_whitespace() {
            gap = gap.saturating_add(width(character));
        } else if is_shown(character) {
            if let Some(before) = tidy.chars().next_back().filter(|_| gap > 0) {
                let is_inside = is_chinese(before) && is_chinese(character);
                let rest = text.get(start..).unwrap_or_default();
                if !is_inside || (gap >= WIDE && begins_with_label(rest)) {
                    tidy.push(' ');
                }
            }
            tidy.push(character);
            gap = 0;
        }
    }
    tidy
}

/// Says whether a character shows something; marks of width nothing and controls don't.
fn is_shown(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn width(space: char) -> usize {
    match space {
        '\t' => 4,
        '\u{3000}' | '\u{2003}' => 2,
        _ => 1,
    }
}

/// Says whether a text begins with words that a colon ends, such as `联系人：`.
fn begins_with_label(text: &str) -> bool {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let label = word.split_once(['：', ':']).map(|(label, _)| label);
    label.is_some_and(|label| label.chars().count() >= 2 && label.chars().all(is_chinese))
}

/// Joins the lines of a cell; numbers of different lines never run into one another.
pub(super) fn joined<'l>(lines: impl IntoIterator<Item = &'l str>) -> String {
    let mut words = String::new();
    for line in lines {
        let line = tidy(line);
        let ends = words.chars().next_back().zip(line.chars().next());
        if let Some((before, after)) = ends {
            let is_one = is_chinese(before) && is_chinese(after);
            if !is_one || outline::numbering(&line).is_some() {
                words.push(' ');
            }
        }
        words.push_str(&line);
    }
    words
}

/// The statements that line breaks part; a break in the middle of a sentence parts nothing.
pub(super) fn statements(text: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = tidy(line);
        if line.is_empty() {
            continue;
        }
        let goes_on = |before: &&mut String| {
            before.ends_with(['，', '、', '（', '(', '“'])
                || line.starts_with(['，', '。', '、', '；', '）', '”', '％', '%'])
        };
        match statements.last_mut().filter(goes_on) {
            Some(before) => before.push_str(&line),
            None => statements.push(line),
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_between_chinese_characters_is_gone() {
        let cases = [
            ("  合　　计 ", "合计"),
            ("部 门\n整\t体", "部门整体"),
            ("截至 2023 年", "截至 2023 年"),
            ("10   20", "10 20"),
            ("单位：临江区 某局　　年度：2023", "单位：临江区某局 年度：2023"),
            ("单　位：万元", "单位：万元"),
            ("零\u{200B}宽\u{FEFF}字", "零宽字"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(tidy(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_of_a_cell_are_joined() {
        let cases: [(&[&str], &str); 5] = [
            (&["年", "度", "目标"], "年度目标"),
            (&["10", "20"], "10 20"),
            (&["举办培训。", "1.完成"], "举办培训。 1.完成"),
            (&["一、甲", "二、乙"], "一、甲 二、乙"),
            (&["", "甲", ""], "甲"),
        ];
        for (lines, expected) in cases {
            assert_eq!(joined(lines.iter().copied()), expected, "{lines:?}");
        }
    }

    #[test]
    fn breaks_part_statements_but_no_sentence() {
        assert_eq!(statements("甲。\n乙，\n丙\n\n；丁"), ["甲。", "乙，丙；丁"]);
    }

    proptest! {
        #[test]
        fn only_white_space_and_what_is_not_shown_goes(text in "[ -~\\s　一-十，：\u{200B}]{0,40}") {
            let visible = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace() && is_shown(*c)).collect()
            };
            let tidied = tidy(&text);
            prop_assert_eq!(visible(&tidied), visible(&text));
            prop_assert_eq!(tidy(&tidied), tidied);
        }
    }
}
