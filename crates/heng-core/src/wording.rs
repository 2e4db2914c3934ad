//! Compares Chinese wording where nothing but words can be compared.

use std::cmp::Ordering;

/// The text without white space and punctuation, for comparing words; signs of figures stay.
#[must_use]
pub fn bare(text: &str) -> String {
    let is_sign = |c: &char| matches!(c, '%' | '％' | '‰' | '≥' | '≤' | '＞' | '＜' | '>' | '<');
    let is_word = |c: &char| is_ideograph(*c) || c.is_alphanumeric();
    let mut bare = String::with_capacity(text.len());
    bare.extend(text.chars().filter(|c| is_word(c) || is_sign(c)));
    bare
}

/// Whether a character is a usual Chinese one; asked first, because the table of all letters is long.
fn is_ideograph(c: char) -> bool {
    matches!(c, '一'..='鿿')
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<u64>);

/// The pairs of neighbouring characters in a text.
///
/// Pairs don't reach over punctuation, nor over digits: figures are compared as figures.
#[must_use]
pub fn pairs(text: &str) -> Pairs {
    Pairs::of(neighbours(text).collect())
}

/// The pairs of neighbouring characters, as they come.
fn neighbours(text: &str) -> impl Iterator<Item = u64> {
    let mut previous: Option<char> = None;
    text.chars().filter(|c| !c.is_whitespace()).filter_map(move |c| {
        let is_word = is_ideograph(c) || c.is_alphabetic();
        let before = std::mem::replace(&mut previous, is_word.then_some(c));
        let before = before.filter(|_| is_word)?;
        Some((u64::from(u32::from(before)) << 32) | u64::from(u32::from(c)))
    })
}

impl Pairs {
    fn of(mut pairs: Vec<u64>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    /// The pairs of several wordings together.
    #[must_use]
    pub fn union<'p>(all: impl IntoIterator<Item = &'p Self>) -> Self {
        Self::of(all.into_iter().flat_map(|pairs| &pairs.0).copied().collect())
    }

    /// Those of the pairs that stand in one of the texts.
    #[must_use]
    pub fn standing_in<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let is_asked = |pair: &u64| self.0.binary_search(pair).is_ok();
        Self::of(texts.into_iter().flat_map(neighbours).filter(is_asked).collect())
    }

    /// How many different pairs there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    fn shared_with(&self, other: &Self) -> usize {
        let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some(left), Some(right)) = (one.peek(), two.peek()) {
            match left.cmp(right) {
                Ordering::Less => drop(one.next()),
                Ordering::Greater => drop(two.next()),
                Ordering::Equal => {
                    shared += 1;
                    one.next();
                    two.next();
                }
            }
        }
        shared
    }
}

/// Wordings in which others are looked for, by the pairs that stand in them.
#[derive(Debug, Clone, Default)]
pub struct PairIndex<'p> {
    wordings: Vec<&'p Pairs>,
    /// Each pair with the place of each wording in which it stands, in order.
    places: Vec<(u64, usize)>,
}

impl<'p> PairIndex<'p> {
    /// Indexes wordings; each is known by its place among them.
    #[must_use]
    pub fn new(wordings: Vec<&'p Pairs>) -> Self {
        let each = wordings.iter().enumerate();
        let each = each.flat_map(|(place, pairs)| pairs.0.iter().map(move |it| (*it, place)));
        let mut places: Vec<(u64, usize)> = each.collect();
        places.sort_unstable();
        Self { wordings, places }
    }

    /// The places of the wordings in which a pair stands.
    fn places(&self, pair: u64) -> &[(u64, usize)] {
        let start = self.places.partition_point(|(one, _)| *one < pair);
        let from = self.places.get(start..).unwrap_or_default();
        from.get(..from.partition_point(|(one, _)| *one == pair)).unwrap_or_default()
    }

    /// The wordings in which at least `least` pairs and so many percent of a wording stand, in order.
    ///
    /// A wording that shares so many pairs shares one of the rarest, however those are chosen, so
    /// that only these are looked up.
    #[must_use]
    pub fn holding(&self, wording: &Pairs, least: usize, percent: usize) -> Vec<(usize, Overlap)> {
        let needed = wording.count().saturating_mul(percent).div_ceil(100).max(least).max(1);
        let Some(spare) = wording.count().checked_sub(needed) else { return Vec::new() };
        let mut rarest: Vec<&[(u64, usize)]> =
            wording.0.iter().map(|pair| self.places(*pair)).collect();
        rarest.sort_by_key(|places| places.len());
        let mut candidates: Vec<usize> =
            rarest.iter().take(spare + 1).copied().flatten().map(|(_, place)| *place).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let overlap = |place: usize| {
            let overlap = Overlap::of(wording, self.wordings.get(place)?);
            (overlap.shared >= needed).then_some((place, overlap))
        };
        candidates.into_iter().filter_map(overlap).collect()
    }
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
    pub fn of(wording: &Pairs, other: &Pairs) -> Self {
        Self { shared: wording.shared_with(other), of: wording.count() }
    }

    /// How much stands there, in percent, rounded down.
    #[must_use]
    pub fn percent(self) -> usize {
        self.shared.saturating_mul(100).checked_div(self.of).unwrap_or_default()
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
        assert_eq!(pairs("甲，乙").count(), 0);
    }

    #[test]
    fn an_index_finds_what_comparing_one_by_one_finds() {
        let texts = ["干部培训工作", "干部监督工作", "加强干部培训", "档案管理", "培训经费", ""];
        let wordings: Vec<Pairs> = texts.iter().map(|text| pairs(text)).collect();
        let index = PairIndex::new(wordings.iter().collect());
        for text in ["干部培训", "干部工作", "档案", "举办干部培训工作会", "没有的词", ""]
        {
            for (least, percent) in [(1, 50), (2, 30), (3, 100), (1, 0)] {
                let wording = pairs(text);
                let all = wordings.iter().map(|other| Overlap::of(&wording, other)).enumerate();
                let is_held = |(_, overlap): &(usize, Overlap)| {
                    overlap.shared >= least && overlap.is_at_least(percent)
                };
                let held: Vec<(usize, Overlap)> = all.filter(is_held).collect();
                assert_eq!(
                    index.holding(&wording, least, percent),
                    held,
                    "{text} {least} {percent}"
                );
            }
        }
    }
}
