//! Sets of row numbers, kept as one bit a row: evidence of a million rows is small.

/// How many rows a word holds.
pub(super) const BITS: usize = 64;

/// Numbers of rows, in ascending order (行号).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Rows {
    /// Bit `n % 64` of word `n / 64` stands for row `n`; the last word is never zero.
    words: Vec<u64>,
}

impl Rows {
    /// Adds a row; says whether it is new.
    #[inline]
    pub fn insert(&mut self, row: usize) -> bool {
        let (at, bit) = (row / BITS, 1_u64 << (row % BITS));
        if at >= self.words.len() {
            self.words.resize(at.saturating_add(1), 0);
        }
        let Some(word) = self.words.get_mut(at) else { return false };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Adds the rows of one word.
    #[inline]
    pub(super) fn insert_word(&mut self, at: usize, rows: u64) {
        if rows == 0 {
            return;
        }
        if at >= self.words.len() {
            self.words.resize(at.saturating_add(1), 0);
        }
        if let Some(word) = self.words.get_mut(at) {
            *word |= rows;
        }
    }

    /// Adds the rows of another set.
    pub fn extend_with(&mut self, other: &Self) {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (own, other) in self.words.iter_mut().zip(&other.words) {
            *own |= other;
        }
    }

    /// Says whether a row is among them.
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / BITS).is_some_and(|word| word & (1 << (row % BITS)) != 0)
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.words.clear();
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let ones = self.words.iter().map(|word| u64::from(word.count_ones()));
        usize::try_from(ones.sum::<u64>()).unwrap_or(usize::MAX)
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The rows, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.words.iter().zip((0..).step_by(BITS));
        words.flat_map(|(word, first)| bits(*word).map(move |bit| bit.saturating_add(first)))
    }
}

/// The places of the bits that are set, in ascending order.
#[inline]
pub(super) fn bits(word: u64) -> impl Iterator<Item = usize> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let bit = usize::try_from(rest.trailing_zeros()).ok().filter(|_| rest != 0)?;
        rest &= rest.wrapping_sub(1);
        Some(bit)
    })
}

impl FromIterator<usize> for Rows {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut rows = Self::default();
        for number in numbers {
            rows.insert(number);
        }
        rows
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_a_set_of_numbers(
            one in proptest::collection::vec(0_usize..300, 0..40),
            two in proptest::collection::vec(0_usize..300, 0..40),
        ) {
            let mut rows: Rows = one.iter().copied().collect();
            let mut set: BTreeSet<usize> = one.iter().copied().collect();
            prop_assert!(rows.iter().eq(set.iter().copied()));
            rows.extend_with(&two.iter().copied().collect());
            set.extend(&two);
            prop_assert!(rows.iter().eq(set.iter().copied()));
            prop_assert_eq!((rows.len(), rows.is_empty()), (set.len(), set.is_empty()));
            prop_assert!((0..310).all(|row| rows.contains(row) == set.contains(&row)));
            prop_assert_eq!(rows.insert(7), !set.contains(&7));
            rows.clear();
            prop_assert_eq!(rows, Rows::default());
        }
    }
}
