//! Gives equal values equal numbers, so that a value is kept once however often it occurs.

use std::hash::BuildHasher;
use std::ops::Deref;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::value::{Value, is_same};

/// Values as bytes, one behind the other in a single piece of memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    bytes: Vec<u8>,
    /// Where each ends; 4 GiB of values is more than a register has.
    ends: Vec<u32>,
}

impl Values {
    /// Adds a value; nothing where there is no more room.
    pub(super) fn push(&mut self, value: &[u8]) -> Option<()> {
        let end = u32::try_from(self.bytes.len().checked_add(value.len())?).ok()?;
        self.bytes.extend_from_slice(value);
        self.ends.push(end);
        Some(())
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<&[u8]> {
        let end = usize::try_from(*self.ends.get(at)?).ok()?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        self.bytes.get(usize::try_from(start.copied().unwrap_or_default()).ok()?..end)
    }

    #[inline]
    fn is_at(&self, at: usize, value: &[u8]) -> bool {
        self.get(at).is_some_and(|known| is_same(known, value))
    }

    pub(super) fn last(&self) -> Option<&[u8]> {
        self.get(self.ends.len().checked_sub(1)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }
}

/// Values with their numbers, from 0 in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub(super) struct Interner {
    hasher: FixedState,
    /// Half the hash and the number of each value; the hash spares most looks at the values.
    numbers: HashTable<(u32, u32)>,
    values: Values,
}

/// The number of a value, and whether it was met before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Met {
    New(usize),
    Before(usize),
}

impl Met {
    pub(super) fn number(self) -> usize {
        match self {
            Self::New(number) | Self::Before(number) => number,
        }
    }
}

impl Interner {
    /// Numbers values that are all different; nothing where there are too many.
    pub(super) fn of(values: &Values) -> Option<Self> {
        let mut interner = Self::default();
        values.iter().try_for_each(|value| interner.intern(value).map(|_| ()))?;
        Some(interner)
    }

    /// The number of a value; nothing where there are more values than can be numbered.
    pub(super) fn intern(&mut self, value: &[u8]) -> Option<Met> {
        self.intern_hashed(value, self.hash(value))
    }

    /// The same for a value whose hash was made before.
    pub(super) fn intern_hashed(&mut self, value: &[u8], hash: u32) -> Option<Met> {
        if let Some(number) = self.find(hash, value) {
            return Some(Met::Before(number));
        }
        let number = self.values.len();
        let entry = (hash, u32::try_from(number).ok()?);
        self.values.push(value)?;
        self.numbers.insert_unique(widened(hash), entry, |(hash, _)| widened(*hash));
        Some(Met::New(number))
    }

    pub(super) fn contains(&self, value: &[u8]) -> bool {
        self.find(self.hash(value), value).is_some()
    }

    /// The values in the order of their numbers.
    pub(super) fn values(&self) -> &Values {
        &self.values
    }

    #[inline]
    pub(super) fn hash(&self, value: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(value);
        u32::try_from(hash >> 32).unwrap_or_default()
    }

    /// The number of the value that has this hash, as far as hashes tell.
    #[inline]
    pub(super) fn likely(&self, hash: u32) -> Option<usize> {
        self.numbers.find(widened(hash), |entry| entry.0 == hash).copied().map(number)
    }

    /// Says whether the value of this number begins and ends like another.
    #[inline]
    pub(super) fn is_alike(&self, number: usize, value: &[u8]) -> bool {
        let known = self.values.get(number).unwrap_or_default();
        (known.first() == value.first()) & (known.last() == value.last())
    }

    /// Says whether a value has this number.
    #[inline]
    pub(super) fn is_at(&self, number: usize, value: &[u8]) -> bool {
        self.values.is_at(number, value)
    }

    #[inline]
    fn find(&self, hash: u32, value: &[u8]) -> Option<usize> {
        let is_same =
            |entry: &(u32, u32)| entry.0 == hash && self.values.is_at(number(*entry), value);
        self.numbers.find(widened(hash), is_same).copied().map(number)
    }
}

fn number((_, number): (u32, u32)) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The table takes its place from the low and its mark from the high bits.
#[inline]
fn widened(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

/// A value as bytes; equal values of one column have equal bytes.
pub(super) enum Bytes<'v> {
    Text(&'v [u8]),
    /// The mantissa and the decimals of a number without trailing zeros.
    Number([u8; 20]),
    Date([u8; 4]),
    Boolean([u8; 1]),
}

impl<'v> Bytes<'v> {
    #[inline]
    pub(super) fn of(value: &'v Value<'_>) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.as_bytes()),
            Value::Number(number) => {
                let number = number.normalize();
                let mut bytes = [0; 20];
                let (mantissa, scale) = bytes.split_at_mut(16);
                mantissa.copy_from_slice(&number.mantissa().to_le_bytes());
                scale.copy_from_slice(&number.scale().to_le_bytes());
                Self::Number(bytes)
            }
            Value::Date(date) => {
                let [low, high] = date.year().to_le_bytes();
                let (month, day) = (date.month().cast_unsigned(), date.day().cast_unsigned());
                Self::Date([low, high, month, day])
            }
            Value::Boolean(boolean) => Self::Boolean([u8::from(*boolean)]),
        }
    }
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Text(bytes) => bytes,
            Self::Number(bytes) => bytes,
            Self::Date(bytes) => bytes,
            Self::Boolean(bytes) => bytes,
        }
    }
}
