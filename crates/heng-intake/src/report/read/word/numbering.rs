//! Automatic numbers of paragraphs, as Word prints them.

use std::collections::{BTreeMap, BTreeSet};

use crate::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract list.
    lists: BTreeMap<String, BTreeMap<usize, Level>>,
    /// Lists that have their levels from the list that carries the style of this name.
    links: BTreeMap<String, String>,
    /// The list that carries a style.
    carriers: BTreeMap<String, String>,
    /// What the numbers that paragraphs name stand for.
    numbers: BTreeMap<String, Number>,
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Which overrides have begun their count anew.
    begun: BTreeSet<(String, usize)>,
}

/// How one level of a list is numbered.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// The text with `%1` to `%9` in place of the numbers.
    text: String,
    is_legal: bool,
    keeps_counting: bool,
}

/// A list as paragraphs name it.
#[derive(Debug, Default)]
struct Number {
    list: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

impl Numbering {
    /// Reads the part of the lists.
    pub(super) fn read(root: &Element<'_>) -> Self {
        let mut numbering = Self::default();
        for element in root.elements() {
            match element.name() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    if let Some(style) = value(element, "styleLink") {
                        numbering.carriers.insert(style, id.clone());
                    }
                    if let Some(style) = value(element, "numStyleLink") {
                        numbering.links.insert(id.clone(), style);
                    }
                    let levels = element.elements().filter(|one| one.name() == "lvl");
                    numbering.lists.insert(id, levels.filter_map(level).collect());
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.numbers.insert(id, number(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// Counts one paragraph and gives the number that is printed before it; nothing where it is a
    /// bullet or none.
    pub(super) fn next(&mut self, id: &str, depth: usize) -> Option<String> {
        let number = self.numbers.get(id)?;
        let list = match self.links.get(&number.list) {
            Some(style) => self.carriers.get(style)?,
            None => &number.list,
        };
        let levels = self.lists.get(list);
        let level = |depth: usize| {
            number.levels.get(&depth).or_else(|| levels.and_then(|levels| levels.get(&depth)))
        };
        let counters = self.counters.entry(list.clone()).or_default();
        let own = level(depth)?;
        let start = number.starts.get(&depth).copied();
        let begins_anew = start.is_some() && self.begun.insert((id.to_owned(), depth));
        let counter = counters.get_mut(depth)?;
        *counter = match *counter {
            Some(count) if !begins_anew => Some(count.saturating_add(1)),
            _ => Some(start.unwrap_or(own.start)),
        };
        for (below, counter) in counters.iter_mut().enumerate().skip(depth.saturating_add(1)) {
            if !level(below).is_some_and(|level| level.keeps_counting) {
                *counter = None;
            }
        }
        let count = |depth: usize| {
            let level = level(depth)?;
            let count = counters.get(depth).copied().flatten().unwrap_or(level.start);
            let format = if own.is_legal { "decimal" } else { level.format.as_str() };
            Some(written(count, format))
        };
        label(own, count)
    }
}

/// The text of a level with the numbers put in.
fn label(level: &Level, count: impl Fn(usize) -> Option<String>) -> Option<String> {
    if level.format == "bullet" {
        return None;
    }
    let mut label = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(character) = characters.next() {
        let depth = characters.peek().and_then(|digit| digit.to_digit(10));
        let depth = depth.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        match depth.filter(|_| character == '%') {
            Some(depth) => {
                characters.next();
                label.push_str(&count(depth).unwrap_or_default());
            }
            None => label.push(character),
        }
    }
    let label = label.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

fn level(element: &Element<'_>) -> Option<(usize, Level)> {
    let depth = element.attribute("ilvl")?.parse().ok()?;
    let format = element.child("numFmt").or_else(|| {
        // Formats that came later stand in an alternative, with an old one beside it.
        element.child("AlternateContent")?.child("Choice")?.child("numFmt")
    });
    let level = Level {
        start: value(element, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: format.and_then(|one| one.attribute("val")).unwrap_or_else(|| "decimal".to_owned()),
        text: value(element, "lvlText").unwrap_or_default(),
        is_legal: element.child("isLgl").is_some(),
        keeps_counting: value(element, "lvlRestart").as_deref() == Some("0"),
    };
    Some((depth, level))
}

fn number(element: &Element<'_>) -> Number {
    let mut number =
        Number { list: value(element, "abstractNumId").unwrap_or_default(), ..Number::default() };
    for over in element.elements().filter(|one| one.name() == "lvlOverride") {
        let depth = over.attribute("ilvl").and_then(|depth| depth.parse().ok());
        let start = value(over, "startOverride").and_then(|start| start.parse().ok());
        if let Some((depth, start)) = depth.zip(start) {
            number.starts.insert(depth, start);
        }
        number.levels.extend(over.child("lvl").and_then(level));
    }
    number
}

/// The attribute `val` of an element below.
fn value(element: &Element<'_>, name: &str) -> Option<String> {
    element.child(name)?.attribute("val")
}

/// A count in the digits of a format.
fn written(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{count:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let digits = count.to_string();
            let wide = digits.bytes().filter_map(|digit| {
                char::from_u32(u32::from(digit).wrapping_sub(0x30).wrapping_add(0xFF10))
            });
            wide.collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(count, '①'),
        "decimalEnclosedParen" => enclosed(count, '⑴'),
        "decimalEnclosedFullstop" => enclosed(count, '⒈'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => counted(count, DIGITS, ["", "十", "百", "千"]),
        "chineseLegalSimplified" => counted(count, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographLegalTraditional" => {
            counted(count, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"])
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digits = count.to_string();
            let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
            digits.filter_map(|digit| nth("〇一二三四五六七八九", digit)).collect()
        }
        "ideographTraditional" => cycled(count, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycled(count, "子丑寅卯辰巳午未申酉戌亥"),
        "upperLetter" => lettered(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => lettered(count, "abcdefghijklmnopqrstuvwxyz"),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_ascii_lowercase(),
        _ => count.to_string(),
    }
}

const DIGITS: &str = "零一二三四五六七八九";

fn nth(characters: &str, index: u32) -> Option<char> {
    characters.chars().nth(usize::try_from(index).ok()?)
}

/// A count in Chinese numerals; beyond the thousands in Arabic ones.
fn counted(count: u32, digits: &str, places: [&str; 4]) -> String {
    if count == 0 || count > 9_999 {
        return count.to_string();
    }
    let mut words = String::new();
    let mut has_gap = false;
    for (place, unit) in [(1_000, 3), (100, 2), (10, 1), (1, 0)] {
        let digit = count / place % 10;
        if digit == 0 {
            has_gap = !words.is_empty();
            continue;
        }
        if has_gap {
            words.extend(nth(digits, 0));
        }
        has_gap = false;
        // Ten is 十 and not 一十.
        let is_ten = unit == 1 && digit == 1 && words.is_empty() && digits == DIGITS;
        if !is_ten {
            words.extend(nth(digits, digit));
        }
        words.push_str(places.get(unit).copied().unwrap_or_default());
    }
    words
}

/// A number in a circle or the like; from 21 on there are no such characters.
fn enclosed(count: u32, first: char) -> String {
    let offset = count.checked_sub(1).filter(|offset| *offset < 20);
    let enclosed = offset.and_then(|offset| char::from_u32(u32::from(first).checked_add(offset)?));
    enclosed.map_or_else(|| count.to_string(), String::from)
}

fn cycled(count: u32, characters: &str) -> String {
    let length = u32::try_from(characters.chars().count()).unwrap_or(u32::MAX);
    let index = count.checked_sub(1).map(|index| index % length);
    index.and_then(|index| nth(characters, index)).map_or_else(String::new, String::from)
}

/// A to Z, then AA to ZZ, as Word goes on.
fn lettered(count: u32, letters: &str) -> String {
    let Some(index) = count.checked_sub(1).filter(|index| *index < 26 * 9) else {
        return count.to_string();
    };
    let times = usize::try_from(index / 26).unwrap_or_default();
    nth(letters, index % 26).map_or_else(String::new, |letter| letter.to_string().repeat(times + 1))
}

fn roman(count: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > 3_999 {
        return count.to_string();
    }
    let mut rest = count;
    let mut words = String::new();
    for (step, letters) in STEPS {
        while let Some(less) = rest.checked_sub(step) {
            words.push_str(letters);
            rest = less;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_each_format() {
        let cases = [
            ("decimal", [1, 10, 21], ["1", "10", "21"]),
            ("decimalZero", [1, 10, 100], ["01", "10", "100"]),
            ("decimalFullWidth", [1, 10, 21], ["１", "１０", "２１"]),
            ("decimalEnclosedCircleChinese", [1, 20, 21], ["①", "⑳", "21"]),
            ("chineseCounting", [1, 10, 11], ["一", "十", "十一"]),
            ("chineseCountingThousand", [20, 105, 1_010], ["二十", "一百零五", "一千零一十"]),
            ("chineseLegalSimplified", [1, 10, 21], ["壹", "壹拾", "贰拾壹"]),
            ("ideographDigital", [1, 10, 21], ["一", "一〇", "二一"]),
            ("ideographTraditional", [1, 10, 11], ["甲", "癸", "甲"]),
            ("upperLetter", [1, 26, 28], ["A", "Z", "BB"]),
            ("lowerRoman", [4, 9, 21], ["iv", "ix", "xxi"]),
        ];
        for (format, counts, expected) in cases {
            assert_eq!(counts.map(|count| written(count, format)), expected, "{format}");
        }
    }

    #[test]
    fn lists_count_restart_and_share_their_count() {
        let level = |depth: u32, format: &str, text: &str| {
            format!(
                "<lvl ilvl='{depth}'><start val='1'/><numFmt val='{format}'/><lvlText val='{text}'/></lvl>"
            )
        };
        let text = format!(
            "<numbering><abstractNum abstractNumId='0'>{}{}{}</abstractNum>\
             <abstractNum abstractNumId='1'>{}</abstractNum>\
             <num numId='1'><abstractNumId val='0'/></num>\
             <num numId='2'><abstractNumId val='0'/></num>\
             <num numId='3'><abstractNumId val='0'/>\
             <lvlOverride ilvl='0'><startOverride val='5'/></lvlOverride></num>\
             <num numId='4'><abstractNumId val='1'/></num></numbering>",
            level(0, "chineseCounting", "%1、"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "decimal", "%1.%3"),
            level(0, "bullet", "●"),
        );
        let mut numbering = Numbering::read(&Element::parse(&text).unwrap());
        let cases = [
            ("1", 0, Some("一、")),
            ("1", 1, Some("（一）")),
            ("1", 1, Some("（二）")),
            ("2", 0, Some("二、")),
            ("1", 1, Some("（一）")),
            ("1", 2, Some("二.1")),
            ("3", 0, Some("五、")),
            ("3", 0, Some("六、")),
            ("4", 0, None),
            ("9", 0, None),
            ("1", 8, None),
        ];
        for (index, (id, depth, expected)) in cases.into_iter().enumerate() {
            assert_eq!(numbering.next(id, depth).as_deref(), expected, "paragraph {index}");
        }
    }
}
