//! Words that compare: `比2022年预算数`, `与上年决算数相比`, `同比`.

use heng_core::figure::scan::{MentionKind, scan};

use super::sentence::When;

/// What something is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison<'t> {
    /// Where the words begin in the text, in bytes, and where they end.
    pub start: usize,
    pub end: usize,
    /// The words for the other amount: `2022年预算数`.
    pub against: &'t str,
    /// The year among them.
    pub when: When,
}

/// Words that end what is compared with.
const VERBS: [&str; 14] = [
    "增加", "减少", "增长", "下降", "上升", "降低", "提高", "持平", "增幅", "减幅", "降幅", "压减",
    "缩减", "超支",
];

/// `比` and `较` are parts of these words.
const OTHER_WORDS: [&str; 20] = [
    "占比",
    "百分比",
    "对比",
    "评比",
    "比例",
    "比重",
    "比率",
    "比如",
    "比赛",
    "比较",
    "较好",
    "较大",
    "较多",
    "较快",
    "较高",
    "较低",
    "较少",
    "较小",
    "较强",
    "较为",
];

/// The comparisons of a text in order.
pub(super) fn comparisons(text: &str) -> Vec<Comparison<'_>> {
    let mut found = Vec::new();
    let mut free_from = 0;
    for (at, c) in text.char_indices() {
        if at < free_from {
            continue;
        }
        let comparison = match c {
            '比' | '较' if is_free(text, at, c) => compared(text, at, c.len_utf8()),
            '与' | '和' | '同' | '跟' => compared_with(text, at, c.len_utf8()),
            _ => None,
        };
        if let Some(comparison) = comparison {
            free_from = comparison.end;
            found.push(comparison);
        }
    }
    found
}

fn is_free(text: &str, at: usize, c: char) -> bool {
    !OTHER_WORDS.iter().any(|word| {
        let before = word.find(c).unwrap_or_default();
        at.checked_sub(before)
            .and_then(|start| text.get(start..start + word.len()))
            .is_some_and(|words| words == *word)
    })
}

/// `比…增加`, and `同比` with nothing between.
fn compared(text: &str, at: usize, width: usize) -> Option<Comparison<'_>> {
    let begin = at + width;
    let rest = text.get(begin..)?;
    let verb = VERBS.iter().filter_map(|verb| rest.find(verb)).min()?;
    let clause = rest.find(['，', '；', '。', ',', ';']).unwrap_or(rest.len());
    let is_of_same_period = text.get(..at).is_some_and(|before| before.ends_with('同'));
    // `较上年，…` leaves the verb to the next clause.
    let end = verb.min(clause);
    (verb < 120).then(|| comparison(text, at, begin, begin + end, is_of_same_period))
}

/// `与…相比` and `与…持平`.
fn compared_with(text: &str, at: usize, width: usize) -> Option<Comparison<'_>> {
    let begin = at + width;
    let rest = text.get(begin..)?;
    let clause = rest.find(['，', '；', '。', '、', ',', ';']).unwrap_or(rest.len());
    let words = rest.get(..clause)?;
    let (length, tail) = ["相比", "比较", "持平", "一致", "比"]
        .iter()
        .find_map(|tail| words.find(tail).map(|length| (length, tail.len())))?;
    let mut found = comparison(text, at, begin, begin + length, false);
    found.end = begin + length + tail;
    Some(found)
}

fn comparison(
    text: &str,
    start: usize,
    begin: usize,
    end: usize,
    is_of_same_period: bool,
) -> Comparison<'_> {
    let against = text.get(begin..end).unwrap_or_default();
    Comparison { start, end, against, when: when(against, is_of_same_period) }
}

/// The year that words name.
fn when(words: &str, is_of_same_period: bool) -> When {
    let year = scan(words).into_iter().find_map(|mention| match mention.kind {
        MentionKind::Year(year) => Some(year),
        _ => None,
    });
    match year {
        Some(year) => When::Year(year),
        None if is_of_same_period
            || ["上年", "去年", "上一年", "前年", "往年"]
                .iter()
                .any(|word| words.contains(word)) =>
        {
            When::LastYear
        }
        None => When::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compared_with_is_told_from_words_with_the_same_characters() {
        let cases: [(&str, &[&str]); 10] = [
            ("比2022年预算数增加3万元", &["2022年预算数"]),
            ("与2022年度相比，收、支总计各增加3万元", &["2022年度"]),
            ("较上年增长5%", &["上年"]),
            ("同比增长5%", &[""]),
            ("与上年决算数持平", &["上年决算数"]),
            ("比2022年19000万元增加1000万元", &["2022年19000万元"]),
            ("占比5%，评比表彰经费增加，比例为3%", &[]),
            ("成效较好，支出增加", &[]),
            ("与上年相比，减少3万元，比年初预算减少4万元", &["上年", "年初预算"]),
            ("由甲局与乙局共同承担", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = comparisons(text).iter().map(|one| one.against).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
