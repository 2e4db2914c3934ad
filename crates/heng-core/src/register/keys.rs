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
        self.key.clear();
        for value in key.clone() {
            let bytes = Bytes::of(value);
            self.key.extend_from_slice(&bytes);
            if heading.key().len() > 1 {
                // The length keeps `ab` with `c` apart from `a` with `bc`.
                self.key.extend_from_slice(&bytes.len().to_le_bytes());
            }
        }
        let problem = match self.known.add(&self.key) {
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
                let mut own = own.iter().peekable();
                others.iter().all(|other| {
                    while own.next_if(|own| *own < other).is_some() {}
                    own.peek() != Some(&other)
                })
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
