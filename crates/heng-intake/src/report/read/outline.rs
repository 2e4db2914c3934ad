//! Headings by their numbering, as official documents number them: 一、（一）1.（1）.

use heng_core::page::Content;

/// The most characters of a heading of the upper levels.
const LONGEST: usize = 40;
/// The most characters of a heading of the lower levels, where most numbered lines are items.
const LONGEST_ITEM: usize = 30;
/// The first level at which numbered lines are more often items than headings.
const ITEMS: u8 = 3;

/// Makes a heading of a text that reads as one, and a paragraph of any other.
pub(super) fn content(text: String) -> Content {
    match heading(&text) {
        Some(level) => Content::Heading { level, text },
        None => Content::Paragraph(text),
    }
}

/// Level of a heading to which the file gives a level: official numbering says more than the styles
/// that people pick.
pub(super) fn level(text: &str, styled: u8) -> u8 {
    let numbered = numbering(text).filter(|level| *level < ITEMS || *level < styled);
    numbered.unwrap_or(styled)
}

/// Level of a text that is a heading by its numbering.
pub(super) fn heading(text: &str) -> Option<u8> {
    let level = numbering(text)?;
    let length = text.chars().count();
    let (longest, ends) = if level < ITEMS {
        (LONGEST, ['。', '；', ';', '，', ',', '、', '？'].as_slice())
    } else {
        (LONGEST_ITEM, ['。', '；', ';', '，', ',', '、', '？', '：', ':'].as_slice())
    };
    let is_sentence = text.ends_with(ends) || text.contains(['。', '；']);
    (length <= longest && !is_sentence).then_some(level)
}

/// Level of the number with which a text begins: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）.
pub(super) fn numbering(text: &str) -> Option<u8> {
    let text = text.trim_start();
    let mut characters = text.chars();
    let first = characters.next()?;
    match first {
        '第' => {
            let rest = after_number(characters.as_str())?;
            let parts = ["部分", "章", "篇", "编"];
            if parts.iter().any(|part| rest.starts_with(part)) {
                Some(1)
            } else {
                rest.starts_with('节').then_some(2)
            }
        }
        '（' | '(' => {
            let inner = characters.as_str();
            let rest = after_number(inner)?;
            let level = if inner.starts_with(is_digit) { 4 } else { 2 };
            (rest.starts_with(['）', ')']) && has_words(rest)).then_some(level)
        }
        '①'..='⑳' => Some(5),
        '㈠'..='㈩' => Some(2),
        '⑴'..='⒇' => Some(4),
        _ if is_digit(first) => decimal(text),
        _ => {
            let rest = after_number(text)?;
            (rest.starts_with(['、', '．', '.']) && has_words(rest)).then_some(1)
        }
    }
}

/// Level of a number such as `1.`, `1、` or `1.2.3` before words.
fn decimal(text: &str) -> Option<u8> {
    let mut rest = text.trim_start_matches(is_digit);
    let mut level = ITEMS;
    loop {
        rest = rest.strip_prefix(['.', '．', '、'])?;
        if !rest.starts_with(is_digit) {
            break;
        }
        // 12.5万元 is an amount; only a number of three parts and more is sure to be none.
        rest = rest.trim_start_matches(is_digit);
        level = level.saturating_add(1);
        if !rest.starts_with(['.', '．', '、']) {
            let gap = rest.trim_start();
            let is_apart = gap.len() < rest.len() && gap.starts_with(super::words::is_ideograph);
            return (level > ITEMS + 1 || is_apart).then_some(level);
        }
    }
    let is_worded = rest.trim_start().starts_with(|c: char| !is_digit(c));
    is_worded.then_some(level)
}

fn has_words(rest: &str) -> bool {
    rest.chars().nth(1).is_some()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '０'..='９')
}

/// What follows a number in Chinese or Arabic digits; nothing where there is none.
fn after_number(text: &str) -> Option<&str> {
    let is_numeral = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let rest = if text.starts_with(is_digit) {
        text.trim_start_matches(is_digit)
    } else {
        text.trim_start_matches(is_numeral)
    };
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbering_tells_the_level() {
        let cases = [
            ("第一部分 部门概况", Some(1)),
            ("第2章 总则", Some(1)),
            ("第三节 绩效", Some(2)),
            ("一、基本情况", Some(1)),
            ("十二、其他", Some(1)),
            ("（一）部门职能", Some(2)),
            ("(三) 预算", Some(2)),
            ("1.产出指标", Some(3)),
            ("２．效益指标", Some(3)),
            ("（1）数量指标", Some(4)),
            ("①举办", Some(5)),
            ("1.2 绩效", Some(4)),
            ("1.2.3绩效", Some(5)),
            ("12.5万元", None),
            ("2023年", None),
            ("3个项目", None),
            ("（二〇二三年）", None),
            ("十分满意", None),
            ("一", None),
            ("（3）", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(numbering(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_and_long_lines_are_no_headings() {
        let cases = [
            ("一、基本情况", true),
            ("一、基本情况：", true),
            ("（二）2023年预算执行率为96.5%", true),
            ("一、本年度共举办培训12期。", false),
            ("1.完成培训；", false),
            ("1.主要做法：", false),
            ("（一）部门职能。负责本区培训工作", false),
            ("普通段落", false),
        ];
        for (text, expected) in cases {
            assert_eq!(heading(text).is_some(), expected, "{text}");
        }
        assert_eq!(heading(&format!("一、{}", "甲".repeat(LONGEST))), None);
    }

    #[test]
    fn numbering_corrects_the_level_of_a_style() {
        let cases = [
            ("一、概况", 3, 1),
            ("（一）职能", 1, 2),
            ("1.产出", 4, 3),
            ("1.总则", 1, 1),
            ("概况", 2, 2),
        ];
        for (text, styled, expected) in cases {
            assert_eq!(level(text, styled), expected, "{text}");
        }
    }
}
