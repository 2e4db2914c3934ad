//! Records that are looked at together, one bit of a word for each.

use super::rows::{BITS, bits};
use super::value::Value;

/// What a row holds, in the order of the schema's columns.
pub type Record<'r> = Vec<Option<Value<'r>>>;

/// Records whose rows share a word of [`Rows`](super::Rows), so that what is found out about all of
/// them is such a word.
#[derive(Debug)]
pub struct Batch<'r> {
    /// The position of the word.
    word: usize,
    /// The rows of the word that are records.
    taken: u64,
    records: Vec<Record<'r>>,
}

impl Default for Batch<'_> {
    fn default() -> Self {
        Self { word: 0, taken: 0, records: vec![Vec::new(); BITS] }
    }
}

impl<'r> Batch<'r> {
    /// Says whether a row can be added: it belongs to the same word as the others.
    #[must_use]
    pub fn has_room_for(&self, row: usize) -> bool {
        self.taken == 0 || self.word == row / BITS
    }

    /// Where the record of a row is to be written before it is added.
    pub fn record(&mut self, row: usize) -> Option<&mut Record<'r>> {
        self.records.get_mut(row % BITS)
    }

    /// Adds a row whose record was written.
    pub fn add(&mut self, row: usize) {
        debug_assert!(self.has_room_for(row));
        self.word = row / BITS;
        self.taken |= 1 << (row % BITS);
    }

    /// Adds a row with its record.
    pub fn put(&mut self, row: usize, record: Record<'r>) {
        if let Some(slot) = self.record(row) {
            *slot = record;
            self.add(row);
        }
    }

    /// Forgets all records.
    pub fn clear(&mut self) {
        self.taken = 0;
    }

    /// The records with the numbers of their rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &Record<'r>)> {
        let first = self.word.saturating_mul(BITS);
        self.among(self.taken).map(move |(bit, record)| (first.saturating_add(bit), record))
    }

    /// The records, in the order of their rows.
    pub fn records(&self) -> impl Iterator<Item = &Record<'r>> {
        self.among(self.taken).map(|(_, record)| record)
    }

    pub(super) fn word(&self) -> usize {
        self.word
    }

    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The records of some of the rows, each with its place in the word.
    #[inline]
    pub(super) fn among(&self, rows: u64) -> impl Iterator<Item = (usize, &Record<'r>)> {
        bits(rows).filter_map(|bit| Some((bit, self.records.get(bit)?)))
    }

    /// Those of the rows whose records are as asked.
    #[inline]
    pub(super) fn rows_where(
        &self,
        rows: u64,
        is_so: impl Fn(&[Option<Value<'r>>]) -> bool,
    ) -> u64 {
        let row = |(bit, record): (usize, &Record<'r>)| u64::from(is_so(record)) << bit;
        self.among(rows).fold(0, |found, record| found | row(record))
    }
}
