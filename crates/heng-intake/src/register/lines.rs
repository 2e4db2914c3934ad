//! Hands out a csv file line by line as UTF-8, hashing it on the way.
//!
//! One line a call keeps the count of lines in step with the records that the csv reader gives, so
//! that rows have the numbers which a spreadsheet shows.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::GB18030;
use sha2::{Digest, Sha256};

use crate::file::bytes_excerpt;

/// The most bytes of one record: a quote that is never closed would swallow the rest of the file.
const MAX_RECORD_BYTES: u64 = 1 << 20;

/// How the text of a register is written in bytes (文字编码).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
}

/// Why the lines end before the file does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    /// Bytes that are not text.
    NotText {
        /// Line, from 1.
        line: usize,
        /// Offset in the file, from 0.
        offset: u64,
        /// The bytes there, in hexadecimal.
        excerpt: String,
        what: NotText,
    },
    /// A record with more bytes than any record has.
    RecordTooLong { line: usize },
}

/// What bytes are instead of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotText {
    Utf16,
    Nul,
    NotUtf8,
    NotGb18030,
    Neither,
}

pub(super) struct Lines<R> {
    source: BufReader<R>,
    digest: Sha256,
    /// Decided by the first line that is not plain ASCII.
    encoding: Option<Encoding>,
    handed_out: usize,
    offset: u64,
    /// Bytes handed out since the last record ended, and the line where they began.
    of_record: u64,
    record_line: usize,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    /// How much of `decoded` has been handed out.
    given: usize,
    broken: Option<Broken>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source: BufReader::with_capacity(1 << 16, source),
            digest: Sha256::new(),
            encoding: None,
            handed_out: 0,
            offset: 0,
            of_record: 0,
            record_line: 1,
            raw: Vec::new(),
            decoded: Vec::new(),
            given: 0,
            broken: None,
        }
    }

    /// How many lines have been handed out.
    pub(super) fn handed_out(&self) -> usize {
        self.handed_out
    }

    pub(super) fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or(Encoding::Utf8)
    }

    /// Notes that a record has ended.
    pub(super) fn end_record(&mut self) {
        self.of_record = 0;
        self.record_line = self.handed_out.saturating_add(1);
    }

    /// SHA-256 of the file; what has not been handed out yet is read first.
    pub(super) fn sha256(mut self) -> io::Result<String> {
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                return Ok(heng_core::hash::hexadecimal(self.digest.finalize()));
            }
            self.digest.update(buffer);
            let length = buffer.len();
            self.source.consume(length);
        }
    }

    /// Reads and decodes the next line; an empty one means that the file has ended.
    fn next_line(&mut self) -> io::Result<()> {
        self.raw.clear();
        self.decoded.clear();
        self.given = 0;
        let left = MAX_RECORD_BYTES.saturating_sub(self.of_record);
        let mut limited = (&mut self.source).take(left.saturating_add(1));
        limited.read_until(b'\n', &mut self.raw)?;
        if self.raw.is_empty() {
            return Ok(());
        }
        self.digest.update(&self.raw);
        let length = u64::try_from(self.raw.len()).unwrap_or(u64::MAX);
        self.of_record = self.of_record.saturating_add(length);
        if self.of_record > MAX_RECORD_BYTES {
            return Err(self.fail(Broken::RecordTooLong { line: self.record_line }));
        }
        self.decode()?;
        self.offset = self.offset.saturating_add(length);
        self.handed_out = self.handed_out.saturating_add(1);
        Ok(())
    }

    fn decode(&mut self) -> io::Result<()> {
        let mut start = 0;
        if self.offset == 0 {
            if self.raw.starts_with(&[0xFF, 0xFE]) || self.raw.starts_with(&[0xFE, 0xFF]) {
                return Err(self.not_text(0, NotText::Utf16));
            }
            if self.raw.starts_with(&[0xEF, 0xBB, 0xBF]) {
                self.encoding = Some(Encoding::Utf8);
                start = 3;
            }
        }
        let line = self.raw.get(start..).unwrap_or_default();
        if let Some(at) = line.iter().position(|byte| *byte == 0) {
            return Err(self.not_text(at.saturating_add(start), NotText::Nul));
        }
        if line.is_ascii() {
            self.decoded.extend_from_slice(line);
            return Ok(());
        }
        let invalid = std::str::from_utf8(line).err();
        let invalid = invalid.map(|error| error.valid_up_to().saturating_add(start));
        match (self.encoding, invalid) {
            (None | Some(Encoding::Utf8), None) => {
                self.encoding = Some(Encoding::Utf8);
                self.decoded.extend_from_slice(line);
                Ok(())
            }
            (Some(Encoding::Utf8), Some(at)) => Err(self.not_text(at, NotText::NotUtf8)),
            (None | Some(Encoding::Gb18030), _) => {
                match GB18030.decode_without_bom_handling_and_without_replacement(line) {
                    Some(text) => {
                        self.encoding = Some(Encoding::Gb18030);
                        self.decoded.extend_from_slice(text.as_bytes());
                        Ok(())
                    }
                    None if self.encoding.is_none() => {
                        Err(self.not_text(invalid.unwrap_or(start), NotText::Neither))
                    }
                    None => Err(self.not_text(first_not_gb18030(line), NotText::NotGb18030)),
                }
            }
        }
    }

    fn not_text(&mut self, at: usize, what: NotText) -> io::Error {
        let at_bytes = u64::try_from(at).unwrap_or(u64::MAX);
        self.fail(Broken::NotText {
            line: self.handed_out.saturating_add(1),
            offset: self.offset.saturating_add(at_bytes),
            excerpt: bytes_excerpt(&self.raw, at),
            what,
        })
    }

    fn fail(&mut self, broken: Broken) -> io::Error {
        self.decoded.clear();
        self.broken = Some(broken);
        io::Error::from(io::ErrorKind::InvalidData)
    }
}

/// The offset of the first byte with which the line stops being GB18030.
fn first_not_gb18030(line: &[u8]) -> usize {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(line.len().saturating_mul(3).saturating_add(16));
    let (result, read) = decoder.decode_to_string_without_replacement(line, &mut text, true);
    match result {
        // The malformed sequence and what follows it have been read already.
        encoding_rs::DecoderResult::Malformed(length, after) => {
            read.saturating_sub(usize::from(length)).saturating_sub(usize::from(after))
        }
        _ => read,
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.broken.is_some() {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        if self.given >= self.decoded.len() {
            self.next_line()?;
        }
        let mut rest = self.decoded.get(self.given..).unwrap_or_default();
        let length = rest.read(buffer)?;
        self.given = self.given.saturating_add(length);
        Ok(length)
    }
}
