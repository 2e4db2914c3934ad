//! Ranges of values as scoring tables write them: `80%(含)-90%`, `≥90%`, `低于60%`, `(0,10%]`.

use rust_decimal::Decimal;

use self::Token as T;
use super::text::number;

/// A range of values with up to two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Range {
    /// The lower end.
    pub(super) low: Option<Edge>,
    /// The upper end.
    pub(super) high: Option<Edge>,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// The number as written.
    pub(super) value: Decimal,
    /// Written in percent.
    pub(super) is_percent: bool,
    /// Whether the number itself belongs to the range, where the words say so.
    pub(super) is_inclusive: Option<bool>,
}

impl std::fmt::Display for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.value.normalize(), if self.is_percent { "%" } else { "" })
    }
}

/// A piece of a range's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number {
        value: Decimal,
        is_percent: bool,
    },
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    Equal,
    To,
    /// 含 behind a number.
    Included,
    /// 不含 behind a number.
    Excluded,
    /// 以上 behind a number.
    Above,
    /// 以下 behind a number.
    Below,
    Open,
    OpenExclusive,
    Close,
    CloseExclusive,
}

/// Words and signs of ranges; of two that begin alike the longer stands first.
const WORDS: [(&str, Token); 40] = [
    ("≥", Token::AtLeast),
    ("不低于", Token::AtLeast),
    ("不少于", Token::AtLeast),
    ("不小于", Token::AtLeast),
    ("达到", Token::AtLeast),
    (">", Token::MoreThan),
    ("大于", Token::MoreThan),
    ("高于", Token::MoreThan),
    ("≤", Token::AtMost),
    ("不超过", Token::AtMost),
    ("不高于", Token::AtMost),
    ("不大于", Token::AtMost),
    ("超过", Token::MoreThan),
    ("<", Token::LessThan),
    ("小于", Token::LessThan),
    ("低于", Token::LessThan),
    ("不足", Token::LessThan),
    ("未达到", Token::LessThan),
    ("=", Token::Equal),
    ("等于", Token::Equal),
    ("(不含)", Token::Excluded),
    ("(不含本数)", Token::Excluded),
    ("不含", Token::Excluded),
    ("(含)", Token::Included),
    ("(含本数)", Token::Included),
    ("含", Token::Included),
    ("及以上", Token::Above),
    ("以上(含)", Token::Above),
    ("以上", Token::Above),
    ("及以下", Token::Below),
    ("以下(含)", Token::Below),
    ("以下", Token::Below),
    ("以内", Token::Below),
    ("-", Token::To),
    ("至", Token::To),
    ("到", Token::To),
    ("[", Token::Open),
    ("(", Token::OpenExclusive),
    ("]", Token::Close),
    (")", Token::CloseExclusive),
];

impl Range {
    /// Reads the one range that the words state; nothing where there is none or a doubt.
    pub(super) fn read(words: &str) -> Option<Self> {
        let tokens = tokens(words)?;
        let edge = |value: Decimal, is_percent: bool, is_inclusive: Option<bool>| {
            Some(Edge { value, is_percent, is_inclusive })
        };
        let (low, high) = match *tokens.as_slice() {
            [T::AtLeast, T::Number { value, is_percent }]
            | [T::Number { value, is_percent }, T::Included, T::Above]
            | [T::AtLeast, T::Number { value, is_percent }, T::Included | T::Above]
            | [T::AtLeast, T::Number { value, is_percent }, T::Included, T::Above]
            | [T::Number { value, is_percent }, T::AtMost] => {
                (edge(value, is_percent, Some(true)), None)
            }
            [T::MoreThan, T::Number { value, is_percent }]
            | [T::Number { value, is_percent }, T::LessThan] => {
                (edge(value, is_percent, Some(false)), None)
            }
            [T::Number { value, is_percent }, T::Above] => {
                let said = words.contains("及以上") || words.contains("以上(含)");
                (edge(value, is_percent, said.then_some(true)), None)
            }
            [T::AtMost, T::Number { value, is_percent }]
            | [T::AtMost, T::Number { value, is_percent }, T::Below]
            | [T::Number { value, is_percent }, T::Included, T::Below]
            | [T::Number { value, is_percent }, T::AtLeast] => {
                (None, edge(value, is_percent, Some(true)))
            }
            [T::LessThan, T::Number { value, is_percent }]
            | [T::Number { value, is_percent }, T::MoreThan] => {
                (None, edge(value, is_percent, Some(false)))
            }
            [T::Number { value, is_percent }, T::Below] => {
                let said = words.contains("及以下")
                    || words.contains("以下(含)")
                    || words.contains("以内");
                (None, edge(value, is_percent, said.then_some(true)))
            }
            [T::Number { value, is_percent }] | [T::Equal, T::Number { value, is_percent }] => {
                let both = edge(value, is_percent, Some(true));
                (both.clone(), both)
            }
            _ => two_ends(&tokens)?,
        };
        let is_ordered = match (&low, &high) {
            (Some(low), Some(high)) => low.value <= high.value,
            _ => true,
        };
        is_ordered.then_some(Self { low, high })
    }
}

/// A range with both ends: `80%(含)-90%`, `[80%，90%)`, `80%≤X<90%`, also from high to low.
fn two_ends(tokens: &[Token]) -> Option<(Option<Edge>, Option<Edge>)> {
    let mut numbers = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Token::Number { value, is_percent } = *token else { continue };
        let before = index.checked_sub(1).and_then(|at| tokens.get(at));
        let is_inclusive = match (before, tokens.get(index + 1)) {
            (Some(Token::Open | Token::AtMost | Token::AtLeast), _)
            | (_, Some(Token::Close | Token::Included | Token::AtMost | Token::AtLeast)) => {
                Some(true)
            }
            (Some(Token::OpenExclusive | Token::LessThan | Token::MoreThan), _)
            | (
                _,
                Some(Token::CloseExclusive | Token::Excluded | Token::LessThan | Token::MoreThan),
            ) => Some(false),
            _ => None,
        };
        numbers.push(Edge { value, is_percent, is_inclusive });
    }
    let [one, two] = <[Edge; 2]>::try_from(numbers).ok()?;
    let (mut low, mut high) = if one.value <= two.value { (one, two) } else { (two, one) };
    // `0-10%` writes the sign once.
    let is_percent = low.is_percent || high.is_percent;
    (low.is_percent, high.is_percent) = (is_percent, is_percent);
    Some((Some(low), Some(high)))
}

/// The tokens of the words; other words between them are left out.
fn tokens(words: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let (value, behind) = number(rest)?;
            let is_percent = behind.starts_with('%');
            rest = behind.trim_start_matches('%');
            tokens.push(Token::Number { value, is_percent });
            continue;
        }
        let known = WORDS.iter().filter(|(word, _)| rest.starts_with(word));
        match known.max_by_key(|(word, _)| word.len()) {
            Some((word, token)) => {
                tokens.push(*token);
                rest = rest.get(word.len()..)?;
            }
            None => rest = rest.get(first.len_utf8()..)?,
        }
    }
    // Brackets around words that are no range stay out.
    let has_bracket = tokens.iter().any(|token| matches!(token, Token::Open | Token::Close));
    if !has_bracket {
        let numbers = tokens.iter().filter(|one| matches!(one, Token::Number { .. })).count();
        let exclusive = tokens.iter().filter(|one| matches!(one, Token::OpenExclusive)).count();
        if numbers != 2 || exclusive != 1 {
            tokens.retain(|token| !matches!(token, Token::OpenExclusive | Token::CloseExclusive));
        }
    }
    Some(tokens)
}
