//! Which encoding the bytes of a csv file are in, and where they stop being text.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8};

use crate::file::bytes_excerpt;

/// How the content of a register is written (文字编码).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
    /// Cells of a workbook (xlsx).
    Workbook,
}

/// Why the rows end before the file does.
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
    RecordTooLong { row: usize },
    /// A quote that is never closed, or closed in the middle of a cell.
    Quote { row: usize, excerpt: String },
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

/// Where in a file some bytes stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// How many bytes, lines and rows come before them.
    pub offset: u64,
    pub lines: usize,
    pub rows: usize,
}

/// The encoding, decided by the first line that is not plain ASCII; nothing while there is none.
pub(super) fn encoding_of(bytes: &[u8]) -> Option<Encoding> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        return Some(Encoding::Utf8);
    }
    let at = bytes.iter().position(|byte| !byte.is_ascii())?;
    let (start, end) = line_around(bytes, at);
    let line = bytes.get(start..end).unwrap_or_default();
    let is_utf8 = std::str::from_utf8(line).is_ok();
    Some(if is_utf8 { Encoding::Utf8 } else { Encoding::Gb18030 })
}

const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The bytes as text; where they stop being text, the lines before and what is wrong there.
pub(super) fn decode(
    bytes: &[u8],
    start: Start,
    encoding: Option<Encoding>,
) -> (Cow<'_, str>, Option<Broken>) {
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if start.offset == 0 && is_utf16 {
        return (Cow::Borrowed(""), Some(not_text(bytes, start, 0, NotText::Utf16)));
    }
    let mark = if start.offset == 0 { BYTE_ORDER_MARK } else { &[] };
    let content = bytes.strip_prefix(mark).unwrap_or(bytes);
    let known = if encoding == Some(Encoding::Gb18030) { GB18030 } else { UTF_8 };
    if memchr::memchr(0, bytes).is_none()
        && let Some(text) = known.decode_without_bom_handling_and_without_replacement(content)
    {
        return (text, None);
    }
    let Some((at, what)) = first_not_text(bytes, encoding) else {
        return (Cow::Borrowed(""), None);
    };
    // Up to the line before the fault everything is text.
    let (line, _) = line_around(bytes, at);
    let before = bytes.get(..line).unwrap_or_default();
    (decode(before, start, encoding).0, Some(not_text(bytes, start, at, what)))
}

/// The first byte that is not text, and why.
fn first_not_text(bytes: &[u8], encoding: Option<Encoding>) -> Option<(usize, NotText)> {
    let nul = memchr::memchr(0, bytes).map(|at| (at, NotText::Nul));
    let fault = if encoding == Some(Encoding::Gb18030) {
        first_not_gb18030(bytes).map(|at| {
            // The line that decided for GB18030 may be neither.
            let is_first = bytes.get(..at).is_some_and(<[u8]>::is_ascii);
            (at, if is_first { NotText::Neither } else { NotText::NotGb18030 })
        })
    } else {
        let error = std::str::from_utf8(bytes).err();
        error.map(|error| (error.valid_up_to(), NotText::NotUtf8))
    };
    match (nul, fault) {
        (Some(nul), Some(fault)) if nul.0 < fault.0 => Some(nul),
        (nul, None) => nul,
        (_, fault) => fault,
    }
}

/// The offset of the first byte with which the text stops being GB18030.
fn first_not_gb18030(bytes: &[u8]) -> Option<usize> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut read_before = 0_usize;
    loop {
        text.clear();
        text.reserve(1 << 12);
        let rest = bytes.get(read_before..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        let read = read_before.saturating_add(read);
        match result {
            encoding_rs::DecoderResult::InputEmpty => return None,
            encoding_rs::DecoderResult::OutputFull => read_before = read,
            // The malformed sequence and what follows it have been read already.
            encoding_rs::DecoderResult::Malformed(length, after) => {
                return Some(
                    read.saturating_sub(usize::from(length)).saturating_sub(usize::from(after)),
                );
            }
        }
    }
}

/// Where the line around an offset begins and ends, with its line break.
fn line_around(bytes: &[u8], at: usize) -> (usize, usize) {
    let (before, from) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1));
    let end = memchr::memchr(b'\n', from).map_or(from.len(), |at| at.saturating_add(1));
    (start, at.saturating_add(end))
}

fn not_text(bytes: &[u8], start: Start, at: usize, what: NotText) -> Broken {
    let before = bytes.get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before).count();
    let (_, end) = line_around(bytes, at);
    Broken::NotText {
        line: start.lines.saturating_add(lines).saturating_add(1),
        offset: start.offset.saturating_add(u64::try_from(at).unwrap_or(u64::MAX)),
        excerpt: bytes_excerpt(bytes.get(..end).unwrap_or_default(), at),
        what,
    }
}
