//! Reads a csv file in blocks of whole rows, hashing it on the way.
//!
//! Where a block ends is decided on bytes: in UTF-8 as in GB18030 no part of another character
//! looks like a comma, a quote or a line break.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::text::{Encoding, Start, encoding_of};

/// How much is read at a time.
const BLOCK_BYTES: u64 = 1 << 19;
/// The most bytes of one record: a quote that is never closed would swallow the rest of the file.
const MAX_RECORD_BYTES: usize = 1 << 20;

/// A file on its way through memory.
pub(super) struct Blocks<R> {
    source: R,
    /// How many bytes are read at a time.
    at_a_time: u64,
    digest: Sha256,
    encoding: Option<Encoding>,
    /// What was read behind the last whole row.
    rest: Vec<u8>,
    start: Start,
}

/// Some whole rows of a file.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub bytes: Vec<u8>,
    pub start: Start,
    /// How the file is encoded, as far as it is known.
    pub encoding: Option<Encoding>,
    /// Whether the block is the beginning of a record that is too long.
    pub is_cut_off: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R) -> Self {
        Self::with_blocks_of(source, BLOCK_BYTES)
    }

    pub(super) fn with_blocks_of(source: R, at_a_time: u64) -> Self {
        Self {
            source,
            at_a_time,
            digest: Sha256::new(),
            encoding: None,
            rest: Vec::new(),
            start: Start::default(),
        }
    }

    /// Reads the next rows; says whether there are any.
    pub(super) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        block.start = self.start;
        let (mut is_end, mut cut) = (false, Cut::default());
        while cut.end == 0 && !is_end && block.bytes.len() <= MAX_RECORD_BYTES {
            is_end = !self.read(&mut block.bytes)?;
            cut = Cut::of(&block.bytes, is_end);
        }
        block.is_cut_off = cut.end == 0 && !block.bytes.is_empty();
        if !block.is_cut_off {
            self.rest.extend_from_slice(block.bytes.get(cut.end..).unwrap_or_default());
            block.bytes.truncate(cut.end);
        }
        if self.encoding.is_none() {
            self.encoding = encoding_of(&block.bytes);
        }
        block.encoding = self.encoding;
        let length = u64::try_from(block.bytes.len()).unwrap_or(u64::MAX);
        self.start.offset = self.start.offset.saturating_add(length);
        self.start.lines = self.start.lines.saturating_add(cut.lines);
        self.start.rows = self.start.rows.saturating_add(cut.rows);
        Ok(!block.bytes.is_empty())
    }

    /// Reads some more bytes; says whether there were any.
    fn read(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let known = bytes.len();
        (&mut self.source).take(self.at_a_time).read_to_end(bytes)?;
        let read = bytes.get(known..).unwrap_or_default();
        self.digest.update(read);
        Ok(!read.is_empty())
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or(Encoding::Utf8)
    }

    /// SHA-256 of the file; what has not been handed out yet is read first.
    pub(super) fn sha256(mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        while self.read(&mut bytes)? {
            bytes.clear();
        }
        Ok(heng_core::hash::hexadecimal(self.digest.finalize()))
    }
}

/// How many whole rows and line breaks bytes hold, and where the last whole row ends.
#[derive(Debug, Default, PartialEq, Eq)]
struct Cut {
    end: usize,
    rows: usize,
    lines: usize,
}

impl Cut {
    fn of(bytes: &[u8], is_end: bool) -> Self {
        let is_plain = memchr::memchr2(b'"', b'\r', bytes).is_none();
        let mut cut = if is_plain {
            let rows = memchr::memchr_iter(b'\n', bytes).count();
            let end = memchr::memrchr(b'\n', bytes).map_or(0, |at| at.saturating_add(1));
            Self { end, rows, lines: rows }
        } else {
            Self::among_quotes(bytes, is_end)
        };
        if is_end && cut.end < bytes.len() {
            cut.end = bytes.len();
            cut.rows = cut.rows.saturating_add(1);
        }
        cut
    }

    /// Goes through the cells, because a line break inside quotes ends no row.
    fn among_quotes(bytes: &[u8], is_end: bool) -> Self {
        let (mut end, mut rows, mut at) = (0_usize, 0_usize, 0_usize);
        loop {
            if bytes.get(at) == Some(&b'"') {
                match behind_quotes(bytes, at) {
                    Some(behind) => at = behind,
                    None => break,
                }
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr3(b',', b'\n', b'\r', rest) else { break };
            at = at.saturating_add(found).saturating_add(1);
            match (rest.get(found), bytes.get(at)) {
                (Some(b','), _) => continue,
                // The line feed may still come.
                (Some(b'\r'), None) if !is_end => break,
                (Some(b'\r'), Some(b'\n')) => at = at.saturating_add(1),
                _ => {}
            }
            (end, rows) = (at, rows.saturating_add(1));
        }
        let lines = memchr::memchr_iter(b'\n', bytes.get(..end).unwrap_or_default()).count();
        Self { end, rows, lines }
    }
}

/// Where the closing quote of a cell stands that begins with one, plus one; doubled quotes are part
/// of the cell.
pub(super) fn behind_quotes(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start.checked_add(1)?;
    loop {
        at = at.checked_add(memchr::memchr(b'"', bytes.get(at..)?)?)?.checked_add(1)?;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at = at.checked_add(1)?;
    }
}
