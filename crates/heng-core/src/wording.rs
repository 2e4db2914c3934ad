//! Compares Chinese wording where nothing but words can be compared.

use std::collections::BTreeSet;

/// The text without white space and punctuation, for comparing words; signs of figures stay.
#[must_use]
pub fn bare(text: &str) -> String {
    let is_sign = |c: &char| matches!(c, '%' | '％' | '‰' | '≥' | '≤' | '＞' | '＜' | '>' | '<');
    text.chars().filter(|c| c.is_alphanumeric() || is_sign(c)).collect()
}

/// The clauses of a text: what stands between marks of punctuation and numbering.
pub fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(['，', '。', '；', '：', '！', '？', '、', ',', ';', '\n'])
        .map(|clause| {
            clause.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || c == '.')
        })
        .filter(|clause| !clause.is_empty())
}

/// The pairs of neighbouring characters in a text, as a measure of what it speaks of.
///
/// Pairs don't reach over punctuation, nor over digits: figures are compared as figures.
#[must_use]
pub fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let mut pairs = BTreeSet::new();
    let mut previous: Option<char> = None;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let is_word = c.is_alphabetic();
        if let (Some(before), true) = (previous, is_word) {
            pairs.insert((before, c));
        }
        previous = is_word.then_some(c);
    }
    pairs
}

/// How much of one wording stands in another: pairs found, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Pairs that stand in both.
    pub shared: usize,
    /// Pairs of the wording that is looked for.
    pub of: usize,
}

impl Overlap {
    /// Measures how much of `wording` stands in `other`.
    #[must_use]
    pub fn of(wording: &BTreeSet<(char, char)>, other: &BTreeSet<(char, char)>) -> Self {
        Self { shared: wording.intersection(other).count(), of: wording.len() }
    }

    /// Says whether at least so many percent stand there.
    #[must_use]
    pub fn is_at_least(self, percent: usize) -> bool {
        self.shared.saturating_mul(100) >= self.of.saturating_mul(percent)
    }
}

/// The names of works and documents in a text, `《》` included.
#[must_use]
pub fn titles(text: &str) -> Vec<&str> {
    let mut titles = Vec::new();
    let mut rest = text;
    while let Some((_, opened)) = rest.split_once('《') {
        let Some((title, after)) = opened.split_once('》') else {
            break;
        };
        titles.push(title);
        rest = after;
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_white_space_and_marks() {
        assert_eq!(bare("完成 12 项，“按时”。"), bare("完成12项按时"));
        assert_ne!(bare("完成率95%"), bare("完成率95"));
        assert_ne!(bare("≥12家"), bare("12家"));
        assert_eq!(clauses("1.做好培训，管好队伍。").collect::<Vec<_>>(), ["做好培训", "管好队伍"]);
        assert_eq!(titles("制定《甲办法》和《乙细则》"), ["甲办法", "乙细则"]);
        assert_eq!(titles("《没有写完"), Vec::<&str>::new());
    }

    #[test]
    fn overlap_counts_pairs_within_clauses() {
        let overlap = Overlap::of(&pairs("干部培训工作"), &pairs("加强干部培训"));
        assert_eq!(overlap, Overlap { shared: 3, of: 5 });
        assert!(overlap.is_at_least(60) && !overlap.is_at_least(61));
        assert!(pairs("甲，乙").is_empty());
    }
}
