//! Words of scoring tables in one way of writing, and the numbers in them.

use rust_decimal::Decimal;

/// The text without white space, with half-width digits and brackets and one dash.
pub(super) fn normal(text: &str) -> String {
    let mut normal: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    for (written, plain) in [
        ("——", "-"),
        ("一个百分点", "1个百分点"),
        ("每一个", "每1个"),
        ("小于等于", "≤"),
        ("小于或等于", "≤"),
        ("大于等于", "≥"),
        ("大于或等于", "≥"),
        ("零分", "0分"),
        ("率x", "率×"),
        ("率X", "率×"),
        ("值x", "值×"),
        ("值X", "值×"),
        ("分x", "分×"),
        ("分X", "分×"),
        (")x", ")×"),
        (")X", ")×"),
    ] {
        normal = normal.replace(written, plain);
    }
    normal
}

fn plain(c: char) -> char {
    match c {
        '０'..='９' | '％' | '＋' | '＝' | '＜' | '＞' | '［' | '］' | '．' | '／' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '（' => '(',
        '）' => ')',
        '【' => '[',
        '】' => ']',
        '～' | '~' | '—' | '–' | '－' | '-' | '−' => '-',
        '*' | '＊' | '✕' => '×',
        '≧' => '≥',
        '≦' => '≤',
        ',' => '，',
        c => c,
    }
}

const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The number that a text begins with, a Chinese one from 一 to 十 included, and what follows it.
pub(super) fn number(text: &str) -> Option<(Decimal, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (written, rest) = text.split_at_checked(digits)?;
    if let Ok(value) = written.parse() {
        return Some((value, rest));
    }
    let first = text.chars().next()?;
    let at = NUMERALS.iter().position(|numeral| *numeral == first)?;
    Some((Decimal::from(at.checked_add(1)?), text.get(first.len_utf8()..)?))
}

/// The numbers in digits of a text: where each begins, its value, and what follows it.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (usize, Decimal, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let begin = at + rest.find(|c: char| c.is_ascii_digit())?;
            let (value, behind) = number(text.get(begin..)?)?;
            at = text.len() - behind.len();
            if at > begin {
                return Some((begin, value, behind));
            }
        }
    })
}
