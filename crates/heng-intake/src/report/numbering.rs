//! How items and headings are numbered.

/// How an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// `（一）`
    BracketedNumeral,
    /// `一、`
    Numeral,
    /// `（1）`
    BracketedDigit,
    /// `1.` or `1、`
    Digit,
}

/// How a text is numbered, and what stands behind the number.
pub(crate) fn numbered(text: &str) -> Option<(Numbering, &str)> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let text = text.trim_start();
    let inner = text.strip_prefix(['（', '(']);
    let body = inner.unwrap_or(text);
    let digits = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let numerals = body.trim_start_matches(|c: char| NUMERALS.contains(c));
    let is_digit = digits.len() < body.len();
    let rest = if is_digit { digits } else { numerals };
    if rest.len() == body.len() {
        return None;
    }
    let (numbering, rest) = match (inner, is_digit) {
        (Some(_), true) => (Numbering::BracketedDigit, rest.strip_prefix(['）', ')'])?),
        (Some(_), false) => (Numbering::BracketedNumeral, rest.strip_prefix(['）', ')'])?),
        (None, true) => (Numbering::Digit, rest.strip_prefix(['.', '．', '、'])?),
        (None, false) => (Numbering::Numeral, rest.strip_prefix('、')?),
    };
    let is_decimal =
        numbering == Numbering::Digit && rest.starts_with(|c: char| c.is_ascii_digit());
    (!is_decimal).then_some((numbering, rest.trim_start()))
}

/// Says whether a text begins as an item or heading does that is numbered.
pub(crate) fn is_numbered(text: &str) -> bool {
    numbered(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_told_from_decimals() {
        for text in ["一、概况", "（二）收支", "1.目标", "12、目标", "(3)目标"] {
            assert!(is_numbered(text), "{text}");
        }
        for text in ["1.5万元", "二十大", "（境）管理", "一是", "100%", "十"] {
            assert!(!is_numbered(text), "{text}");
        }
    }
}
