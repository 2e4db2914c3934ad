//! The keys of a register's records, so that no record is counted twice.

use super::heading::Heading;
use super::interner::{Bytes, Interner, Met, Values};
use super::value::Value;
use crate::reader::Problem;

/// The keys of the records taken so far, each with its row (主键).
#[derive(Debug, Clone, Default)]
pub struct Keys {
    known: Known,
    rows: Vec<usize>,
    /// The key at hand.
    key: Vec<u8>,
}

/// Keys as they came.
#[derive(Debug, Clone)]
enum Known {
    /// Each was greater than the one before, as in most registers: a new one is if it is too.
    Ascending(Values),
    Mixed(Interner),
}

impl Default for Known {
    fn default() -> Self {
        Self::Ascending(Values::default())
    }
}

impl Keys {
    /// Admits a record whose key is new.
    ///
    /// # Errors
    /// The record is the second with its key; it must not be counted again.
    pub fn admit(
        &mut self,
        heading: &Heading<'_>,
        number: usize,
        record: &[Option<Value<'_>>],
    ) -> Result<(), Box<Problem>> {
        let key = heading.key().iter().filter_map(|position| record.get(*position)?.as_ref());
        let met = if let ([_], Some(only)) = (heading.key(), key.clone().next()) {
            self.known.add(&Bytes::of(only))
        } else {
            self.key.clear();
            for value in key.clone() {
                let bytes = Bytes::of(value);
                self.key.extend_from_slice(&bytes);
                // The length keeps `ab` with `c` apart from `a` with `bc`.
                self.key.extend_from_slice(&bytes.len().to_le_bytes());
            }
            self.known.add(&self.key)
        };
        let problem = match met {
            Some(Met::New(_)) => {
                self.rows.push(number);
                return Ok(());
            }
            Some(Met::Before(first)) => {
                let first = self.rows.get(first).copied().unwrap_or_default();
                heading.duplicate(number, first, key)
            }
            None => heading.one_too_many(number),
        };
        Err(Box::new(problem))
    }

    /// Says whether no key of another part of the register is among these.
    #[must_use]
    pub fn are_apart_from(&self, other: &Self) -> bool {
        match (&self.known, &other.known) {
            (Known::Ascending(own), Known::Ascending(others)) => {
                have_nothing_in_common(own, others)
            }
            (Known::Mixed(own), Known::Ascending(others)) => {
                others.iter().all(|other| !own.contains(other))
            }
            (Known::Mixed(own), Known::Mixed(others)) => {
                others.values().iter().all(|other| !own.contains(other))
            }
            (Known::Ascending(_), Known::Mixed(_)) => other.are_apart_from(self),
        }
    }
}

/// Says whether no value stands in both of two ascending lists.
///
/// Parts of a file take turns of many rows, so that one list is skipped up to the other's next.
fn have_nothing_in_common(one: &Values, other: &Values) -> bool {
    let (mut skipped, mut others_skipped) = (0, 0);
    while let Some(value) = one.get(skipped) {
        others_skipped = first_from(other, others_skipped, value);
        match other.get(others_skipped) {
            None => return true,
            Some(found) if found == value => return false,
            Some(next) => skipped = first_from(one, skipped, next),
        }
    }
    true
}

/// The position, from `start` on, of the first of ascending values that is not below another.
fn first_from(values: &Values, start: usize, bound: &[u8]) -> usize {
    let is_below = |at: usize| values.get(at).is_some_and(|value| value < bound);
    let (mut low, mut step) = (start, 1_usize);
    while is_below(low.saturating_add(step)) {
        low = low.saturating_add(step);
        step = step.saturating_mul(2);
    }
    let mut high = low.saturating_add(step);
    // What stands before `low` is below, what stands at `high` is not.
    while low < high {
        let middle = low.midpoint(high);
        if is_below(middle) {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    low
}

impl Known {
    /// Adds a key; nothing where there are more than can be told apart.
    fn add(&mut self, key: &[u8]) -> Option<Met> {
        if let Self::Ascending(values) = self {
            if values.last().is_none_or(|last| last < key) {
                values.push(key)?;
                return Some(Met::New(values.len().saturating_sub(1)));
            }
            *self = Self::Mixed(Interner::of(values)?);
        }
        match self {
            Self::Mixed(interner) => interner.intern(key),
            Self::Ascending(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn known(keys: &[u8]) -> (Keys, Vec<bool>) {
        let mut known = Keys::default();
        let is_new = |key: &u8| matches!(known.known.add(&[*key]), Some(Met::New(_)));
        let new = keys.iter().map(is_new).collect();
        (known, new)
    }

    proptest! {
        #[test]
        fn keys_are_new_once_in_whatever_order_they_come(
            mut one in proptest::collection::vec(0_u8..60, 0..30),
            mut other in proptest::collection::vec(0_u8..60, 0..30),
            are_sorted in any::<(bool, bool)>(),
        ) {
            if are_sorted.0 { one.sort_unstable(); one.dedup(); }
            if are_sorted.1 { other.sort_unstable(); other.dedup(); }
            let mut set = BTreeSet::new();
            let (own, new) = known(&one);
            prop_assert_eq!(new, one.iter().map(|key| set.insert(*key)).collect::<Vec<_>>());
            let (others, _) = known(&other);
            let are_apart = other.iter().all(|key| !set.contains(key));
            prop_assert_eq!(own.are_apart_from(&others), are_apart);
        }
    }
}
