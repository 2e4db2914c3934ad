//! Changes against a year before or another amount: `比上年增加12.5万元，增长5.1%`.

use std::cmp::Ordering;

use heng_core::fact::Place;
use heng_core::figure::{Figure, Relation, Unit};
use heng_core::report::claim::{Assertion, Binding, Change, Claim};

use super::comparison::{Comparison, comparisons};
use super::sentence::{Role, Said, Sentence, When, direction_words, essence, label};

/// The changes that a sentence states; `before` is the sentence before it in the same passage.
pub(super) fn changes(
    sentence: &Sentence<'_>,
    before: Option<&Sentence<'_>>,
    place: &Place,
) -> Vec<Claim> {
    let comparisons = comparisons(sentence.text);
    let mut claims = Vec::new();
    let mut at = 0;
    while let Some(first) = sentence.said.get(at) {
        let Some(moves) = Moves::at(sentence, at) else {
            at += 1;
            continue;
        };
        at += moves.length;
        let comparison = comparisons
            .iter()
            .rev()
            .find(|one| one.start < first.start && belongs(sentence, one, first));
        let bracketed = moves.is_bracketed.then_some(Comparison {
            start: first.start,
            end: first.start,
            against: "",
            when: When::LastYear,
        });
        let Some(comparison) = comparison.cloned().or(bracketed) else { continue };
        claims.extend(moves.claim(sentence, before, &comparison, place));
    }
    claims.extend(comparisons.iter().filter_map(|one| unchanged(sentence, one, place)));
    claims
}

/// The figures that state one change.
struct Moves {
    directions: Vec<Ordering>,
    difference: Option<Figure>,
    rate: Option<Figure>,
    /// How many figures these are.
    length: usize,
    start: usize,
    end: usize,
    /// The words before the verb: what changed.
    subject: String,
    is_bracketed: bool,
}

impl Moves {
    fn at(sentence: &Sentence<'_>, at: usize) -> Option<Self> {
        let first = sentence.said.get(at)?;
        let (Role::Difference(direction) | Role::ChangeRate(direction)) = first.role else {
            return None;
        };
        let opening = first.gap.trim_end_matches(first.lead);
        let mut moves = Self {
            directions: vec![direction],
            difference: None,
            rate: None,
            length: 1,
            start: first.start,
            end: first.end,
            subject: subject(first.lead),
            is_bracketed: opening.ends_with(['（', '(']) && first.lead.chars().count() <= 2,
        };
        moves.take(first);
        if let Some(second) = sentence.said.get(at + 1).filter(|second| moves.goes_on_in(second)) {
            if let Role::Difference(direction) | Role::ChangeRate(direction) = second.role {
                moves.directions.push(direction);
            }
            moves.take(second);
            moves.length = 2;
            moves.end = second.end;
        }
        Some(moves)
    }

    fn take(&mut self, said: &Said<'_>) {
        match said.figure.unit() {
            Unit::Percent | Unit::Permille => self.rate = Some(said.figure.clone()),
            _ => self.difference = Some(said.figure.clone()),
        }
    }

    /// Whether the next figure says the same change in the other way.
    fn goes_on_in(&self, second: &Said<'_>) -> bool {
        let is_rate = matches!(second.figure.unit(), Unit::Percent | Unit::Permille);
        let is_other = if is_rate { self.rate.is_none() } else { self.difference.is_none() };
        let words = second.gap.trim_matches(|c: char| "，,、；（(）)".contains(c));
        let is_change = matches!(second.role, Role::Difference(_) | Role::ChangeRate(_));
        let is_bare = self.is_bracketed && is_rate && words.is_empty();
        let is_short = words.chars().count() <= 8 && !words.contains('比') && !words.contains('较');
        is_other && (is_bare || (is_change && is_short && !second.gap.contains('；')))
    }

    fn claim(
        self,
        sentence: &Sentence<'_>,
        before: Option<&Sentence<'_>>,
        comparison: &Comparison<'_>,
        place: &Place,
    ) -> Option<Claim> {
        let unit = self.difference.as_ref().map(Figure::unit);
        let fits = |said: &&Said<'_>| {
            said.is_amount()
                && unit.is_none_or(|unit| said.figure.unit().is_comparable(unit))
                && said.figure.relation() == Relation::Exactly
        };
        let earlier: Vec<&Said<'_>> =
            sentence.said.iter().filter(|said| said.end <= self.start).filter(fits).collect();
        let within = earlier.iter().find(|said| {
            said.start >= comparison.start && said.end <= self.start && said.start <= comparison.end
        });
        let base = within.copied().or_else(|| base(sentence, &earlier, comparison));
        let mut values: Vec<&Said<'_>> = earlier
            .iter()
            .rev()
            .copied()
            .filter(|said| said.start < comparison.start)
            .filter(|said| base.is_none_or(|base| base.start != said.start))
            .filter(|said| said.when != comparison.when || said.when == When::Unsaid)
            .collect();
        let is_own = !values.is_empty();
        if !is_own && base.is_none() {
            values = before.map(|one| one.said.iter().filter(fits).collect()).unwrap_or_default();
        }
        if !self.subject.is_empty() {
            prefer(&mut values, &self.subject);
        }
        let first = *values.first()?;
        if base.is_none() && (self.difference.is_none() || self.rate.is_none()) {
            // With neither a base nor both ways of stating the change there is nothing to hold together.
            let has_two_ways = self.directions.windows(2).any(|pair| pair.first() != pair.last());
            if !has_two_ways && self.difference.is_none() {
                return None;
            }
        }
        let binding = if is_certain(&values, first, base, comparison, sentence, is_own) {
            Binding::Certain
        } else {
            Binding::Likely
        };
        let excerpt_start = if is_own { first.start - first.lead.len() } else { 0 };
        let excerpt_start =
            base.map_or(excerpt_start, |base| excerpt_start.min(base.start - base.lead.len()));
        let change = Change {
            direction: *self.directions.first()?,
            conflicts: self.directions.first() != self.directions.last(),
            values: values.iter().map(|said| said.term(place)).collect(),
            base: base.map(|said| said.term(place)),
            difference: self.difference,
            rate: self.rate,
            against: comparison.against.to_owned(),
        };
        let subject = if self.subject.is_empty() { first.label() } else { self.subject };
        Some(Claim {
            assertion: Assertion::Change(change),
            subject,
            excerpt: sentence.between(excerpt_start, self.end).to_owned(),
            place: place.clone(),
            binding,
        })
    }
}

/// What a clause says that changed: its words before the verb.
fn subject(lead: &str) -> String {
    let words = lead.trim_end_matches(['了', '约', '为', '达', '率', '额']);
    let verb = direction_words().find_map(|verb| words.strip_suffix(verb)).unwrap_or(words);
    let words = ["各", "均", "同比", "共"]
        .iter()
        .fold(verb, |words, last| words.strip_suffix(last).unwrap_or(words));
    if words.contains(['比', '较']) { String::new() } else { label(words) }
}

/// Whether a comparison speaks of the change at the figure: nothing but its own clause between them.
fn belongs(sentence: &Sentence<'_>, comparison: &Comparison<'_>, first: &Said<'_>) -> bool {
    let between = sentence.between(comparison.end, first.start);
    let is_explained =
        ["原因", "因为", "由于", "主要是", "因"].iter().any(|word| between.contains(word));
    let figures_between = sentence
        .said
        .iter()
        .filter(|said| said.start >= comparison.end && said.end <= first.start)
        .count();
    !is_explained && figures_between == 0 && between.matches(['，', ',', '；']).count() <= 1
}

/// The amount that a comparison names, among those printed before it.
fn base<'s, 't>(
    sentence: &Sentence<'_>,
    earlier: &[&'s Said<'t>],
    comparison: &Comparison<'_>,
) -> Option<&'s Said<'t>> {
    let name = essence(&label(comparison.against));
    let is_named = |said: &&&Said<'_>| {
        let label = essence(&said.label());
        match (said.when, comparison.when) {
            (When::Year(one), When::Year(other)) => {
                one == other && (name.is_empty() || label.contains(&name) || name.contains(&label))
            }
            (When::LastYear, When::LastYear) => {
                let name = name.replace("上年", "").replace("去年", "");
                name.is_empty() || label.contains(&name)
            }
            (_, When::Unsaid) => !name.is_empty() && label.contains(&name),
            _ => false,
        }
    };
    // Behind 其中 a part is spoken of, and amounts before it are of the whole.
    let is_of_same = |said: &&&Said<'_>| {
        let between = sentence.between(said.end, comparison.start);
        !["其中", "；", ";", "包括"].iter().any(|mark| between.contains(mark))
    };
    let named: Vec<_> = earlier.iter().filter(is_named).filter(is_of_same).collect();
    let last = named.last()?;
    // Two amounts of one name leave open which is meant.
    let is_one = named.iter().all(|said| said.figure.value() == last.figure.value());
    is_one.then_some(**last)
}

/// Puts amounts that are called like what changed before the others.
fn prefer(values: &mut [&Said<'_>], subject: &str) {
    let subject = essence(subject);
    values.sort_by_key(|said| {
        let label = essence(&said.label());
        !(label.contains(&subject) || (!label.is_empty() && subject.contains(&label)))
    });
}

fn is_certain(
    values: &[&Said<'_>],
    first: &Said<'_>,
    base: Option<&Said<'_>>,
    comparison: &Comparison<'_>,
    sentence: &Sentence<'_>,
    is_own: bool,
) -> bool {
    let is_only = values.iter().all(|said| said.figure.value() == first.figure.value());
    let is_listed = first.gap.starts_with(['、', '和', '及']);
    let between = sentence.between(first.end, comparison.start);
    let is_adjacent = is_own && between.chars().all(|c| "，,（(".contains(c)) && !is_listed;
    let has_years = base.is_some() && matches!(first.when, When::Year(_));
    is_only || is_adjacent || has_years
}

/// `2023年预算12万元，与2022年预算12万元持平`: two amounts that are said to be equal.
fn unchanged(sentence: &Sentence<'_>, comparison: &Comparison<'_>, place: &Place) -> Option<Claim> {
    let says = sentence.text.get(..comparison.end)?.ends_with("持平")
        || sentence.text.get(comparison.end..)?.starts_with("持平");
    let earlier: Vec<&Said<'_>> = sentence
        .said
        .iter()
        .filter(|said| said.is_amount() && said.end <= comparison.end)
        .collect();
    let within = earlier.iter().copied().find(|said| said.start >= comparison.start);
    let base = within.or_else(|| base(sentence, &earlier, comparison)).filter(|_| says)?;
    let value = earlier
        .iter()
        .rev()
        .copied()
        .find(|said| said.start < comparison.start && said.start != base.start)?;
    let is_same_kind = value.figure.unit() == base.figure.unit() && value.when != base.when;
    is_same_kind.then(|| Claim {
        assertion: Assertion::Change(Change {
            direction: Ordering::Equal,
            conflicts: false,
            values: vec![value.term(place)],
            base: Some(base.term(place)),
            difference: None,
            rate: None,
            against: comparison.against.to_owned(),
        }),
        subject: value.label(),
        excerpt: sentence.text.to_owned(),
        place: place.clone(),
        binding: Binding::Likely,
    })
}
