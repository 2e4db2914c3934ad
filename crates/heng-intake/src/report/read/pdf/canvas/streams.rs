//! Measures what the streams of a PDF unfold to, before hayro holds any of it in memory.
//!
//! hayro unfolds whole streams, and opening a file already unfolds some of them. So the file is looked
//! through as it lies there first, and once more object by object, where filters and encryption are known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{Filter, Pdf};
use memchr::memmem;

use super::Refusal;

/// Bytes of a file.
const MAX_FILE: usize = 256 << 20;
/// Bytes that one stream unfolds to; embedded Chinese fonts have up to 30 MB.
const MAX_STREAM: u64 = 64 << 20;
/// Bytes of a picture, which is measured and never unfolded.
const MAX_PICTURE: u64 = 256 << 20;
/// Bytes of all streams but pictures together.
const MAX_STREAMS: u64 = 384 << 20;
/// Bytes of a stream of which other things are made: a table of characters or what a page draws.
const MAX_PROGRAM: u64 = 8 << 20;
/// Bytes of text that one operator of a page shows.
const MAX_TEXT: usize = 64 << 10;
/// The longest row of a predictor and the widest range of character widths.
const MAX_SPAN: i64 = 1 << 20;
/// Sum of the ranges of widths of one font.
const MAX_WIDTHS: i64 = 1 << 26;
/// How deep objects inside one another are looked at.
const MAX_DEPTH: usize = 64;
/// How many bytes before a stream its dictionary is looked for.
const DICTIONARY: usize = 4096;

/// How much longer data can become at most by undoing a coding.
const FLATE: u64 = 1032;
const LZW: u64 = 1340;
const RUN_LENGTH: u64 = 64;
const ASCII_85: u64 = 4;

/// What is known of a file's streams.
pub(super) struct Limits {
    sizes: BTreeMap<ObjectIdentifier, u64>,
    /// Bytes of pages' contents that hayro may still keep.
    left: u64,
    /// Bytes of the largest form.
    pub largest_form: u64,
}

impl Limits {
    /// Says whether the contents of a page may be unfolded, and counts them.
    pub(super) fn admit(&mut self, page: &Page<'_>) -> Result<(), Refusal> {
        let size: u64 = contents(page.raw())
            .iter()
            .map(|id| self.sizes.get(id).copied().unwrap_or_default())
            .fold(0, u64::saturating_add);
        if size > MAX_PROGRAM {
            return Err(Refusal::TooLarge);
        }
        self.left = self.left.checked_sub(size).ok_or(Refusal::TooLarge)?;
        page.page_stream().map_or(Ok(()), check_text)
    }
}

/// The streams of a page's contents.
fn contents(page: &Dict<'_>) -> Vec<ObjectIdentifier> {
    if let Some(stream) = page.get::<Stream<'_>>(b"Contents") {
        return vec![stream.obj_id()];
    }
    page.get::<Array<'_>>(b"Contents").map_or_else(Vec::new, |array| {
        array.iter::<Stream<'_>>().map(|stream| stream.obj_id()).collect()
    })
}

/// Refuses contents in which one operator shows more text than a page holds: hayro gathers it first.
fn check_text(content: &[u8]) -> Result<(), Refusal> {
    if content.len() <= MAX_TEXT {
        return Ok(());
    }
    let mut instructions = TypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        let length = match instruction {
            TypedInstruction::ShowText(show) => show.0.as_bytes().len(),
            TypedInstruction::ShowTexts(show) => show
                .0
                .iter::<hayro_syntax::object::String<'_>>()
                .map(|text| text.as_bytes().len())
                .sum(),
            _ => 0,
        };
        if length > MAX_TEXT {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(())
}

/// Looks through a file as it lies there: everything that stands behind the word `stream`.
pub(super) fn check_file(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MAX_FILE {
        return Err(Refusal::TooLarge);
    }
    let is_encrypted = memmem::find(bytes, b"/Encrypt").is_some();
    let mut total = 0_u64;
    let mut measured = 0_u64;
    let mut end = 0;
    for word in memmem::find_iter(bytes, b"stream") {
        let (before, behind) = bytes.split_at(word);
        let Some(start) = data_start(behind) else { continue };
        if before.ends_with(b"end") {
            continue;
        }
        let start = word + start;
        if end < start {
            let rest = bytes.get(start..).unwrap_or_default();
            end = memmem::find(rest, b"endstream").map_or(bytes.len(), |length| start + length);
        }
        let data = bytes.get(start..end).unwrap_or_default();
        let dictionary = dictionary_before(before);
        let is_picture = holds(dictionary, b"Image");
        let size = if is_encrypted && !holds(dictionary, b"XRef") {
            // What it unfolds to shows once it is opened, which unfolds streams of objects only.
            let growth = if holds(dictionary, b"ObjStm") { FLATE } else { 1 };
            length(data).saturating_mul(growth)
        } else {
            unfolded(data, &codings(dictionary, data))?
        };
        admit_size(size, is_picture, &mut total)?;
        // Words inside of data make the same data be looked at again.
        measured = measured.saturating_add(length(data)).saturating_add(size);
        if measured > 8 * MAX_PICTURE {
            return Err(Refusal::TooLarge);
        }
    }
    Ok(())
}

fn holds(dictionary: &[u8], word: &[u8]) -> bool {
    memmem::find(dictionary, word).is_some()
}

/// Where the data begin behind the word `stream`.
fn data_start(behind: &[u8]) -> Option<usize> {
    match behind.get(b"stream".len()..)? {
        [b'\r', b'\n', ..] => Some(b"stream\r\n".len()),
        [b'\n' | b'\r', ..] => Some(b"stream\n".len()),
        _ => None,
    }
}

/// The dictionary that stands before a stream.
fn dictionary_before(before: &[u8]) -> &[u8] {
    let near = before.get(before.len().saturating_sub(DICTIONARY)..).unwrap_or_default();
    let start = memmem::rfind(near, b"obj").unwrap_or_default();
    near.get(start..).unwrap_or_default()
}

/// The codings that a dictionary names, in its order; where it names none, what the data look like.
fn codings(dictionary: &[u8], data: &[u8]) -> Vec<Filter> {
    let names = dictionary.split(|byte| *byte == b'/').skip(1).filter_map(|name| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"[]<>()/".contains(byte);
        let name = name.split(ends).next().unwrap_or_default();
        Some(match unescaped(name).as_slice() {
            b"FlateDecode" | b"Fl" => Filter::FlateDecode,
            b"LZWDecode" | b"LZW" => Filter::LzwDecode,
            b"RunLengthDecode" | b"RL" => Filter::RunLengthDecode,
            b"ASCII85Decode" | b"A85" => Filter::Ascii85Decode,
            b"ASCIIHexDecode" | b"AHx" => Filter::AsciiHexDecode,
            b"DCTDecode" | b"DCT" => Filter::DctDecode,
            b"JPXDecode" => Filter::JpxDecode,
            b"CCITTFaxDecode" | b"CCF" => Filter::CcittFaxDecode,
            b"JBIG2Decode" => Filter::Jbig2Decode,
            _ => return None,
        })
    });
    let names: Vec<Filter> = names.collect();
    if names.is_empty() && is_zlib(data) { vec![Filter::FlateDecode] } else { names }
}

/// A name with its `#` escapes undone.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((byte, behind)) = rest.split_first() {
        let escaped = (*byte == b'#')
            .then(|| behind.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    bytes
}

/// Counts a stream; refuses it where it or all together are too large.
fn admit_size(size: u64, is_picture: bool, total: &mut u64) -> Result<(), Refusal> {
    if is_picture {
        return if size > MAX_PICTURE { Err(Refusal::TooLarge) } else { Ok(()) };
    }
    *total = total.saturating_add(size);
    if size > MAX_STREAM || *total > MAX_STREAMS {
        return Err(Refusal::TooLarge);
    }
    Ok(())
}

/// Looks through the objects of an opened file, and notes how large its streams are.
pub(super) fn check_objects(pdf: &Pdf) -> Result<Limits, Refusal> {
    let mut limits = Limits { sizes: BTreeMap::new(), left: MAX_STREAMS, largest_form: 0 };
    let mut total = 0;
    for object in pdf.objects() {
        check_object(&object, 0)?;
        let Object::Stream(stream) = object else { continue };
        let subtype = stream.dict().get::<Name<'_>>(b"Subtype");
        let is = |kind: &[u8]| subtype.as_ref().is_some_and(|name| name.as_ref() == kind);
        let size = unfolded(&stream.raw_data(), &stream.filters())?;
        admit_size(size, is(b"Image"), &mut total)?;
        if is(b"Form") {
            if size > MAX_PROGRAM {
                return Err(Refusal::TooLarge);
            }
            limits.largest_form = limits.largest_form.max(size);
            check_text(&stream.decoded_data().unwrap_or_default())?;
        }
        limits.sizes.insert(stream.obj_id(), size);
    }
    Ok(limits)
}

/// Refuses numbers in dictionaries that hayro would make room for, however large they are.
fn check_object(object: &Object<'_>, depth: usize) -> Result<(), Refusal> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    let dict = match object {
        Object::Dict(dict) => dict,
        Object::Stream(stream) => stream.dict(),
        Object::Array(array) => {
            return array
                .raw_iter()
                .filter_map(inner)
                .try_for_each(|object| check_object(&object, depth + 1));
        }
        _ => return Ok(()),
    };
    let columns = dict.get::<hayro_syntax::object::Number>(b"Columns");
    if columns.is_some_and(|columns| columns.as_i64() > MAX_SPAN) {
        return Err(Refusal::TooLarge);
    }
    for key in [b"W".as_slice(), b"W2"] {
        dict.get::<Array<'_>>(key).map_or(Ok(()), |widths| check_widths(&widths))?;
    }
    for key in [b"ToUnicode".as_slice(), b"Encoding"] {
        if let Some(table) = dict.get::<Stream<'_>>(key)
            && unfolded(&table.raw_data(), &table.filters())? > MAX_PROGRAM
        {
            return Err(Refusal::TooLarge);
        }
    }
    dict.entries()
        .filter_map(|(_, entry)| inner(entry))
        .try_for_each(|object| check_object(&object, depth + 1))
}

/// An object that stands there itself; one that is referred to is looked at on its own.
fn inner(entry: MaybeRef<Object<'_>>) -> Option<Object<'_>> {
    match entry {
        MaybeRef::Ref(_) => None,
        MaybeRef::NotRef(object) => Some(object),
    }
}

/// Refuses ranges of character widths that no font has.
fn check_widths(widths: &Array<'_>) -> Result<(), Refusal> {
    let mut sum = 0_i64;
    let mut before = None;
    for item in widths.iter::<Object<'_>>() {
        let number = item.into_number().map(|number| number.as_i64());
        if let (Some(from), Some(to)) = (before, number) {
            let span = to.saturating_sub(from).max(0);
            sum = sum.saturating_add(span);
            if span > MAX_SPAN || sum > MAX_WIDTHS {
                return Err(Refusal::TooLarge);
            }
        }
        before = number;
    }
    Ok(())
}

/// What data unfold to, or more: only the first packed coding is unpacked, the others are bounded.
fn unfolded(raw: &[u8], codings: &[Filter]) -> Result<u64, Refusal> {
    let mut data = Cow::Borrowed(raw);
    let mut codings = codings.iter();
    while let Some(coding) = codings.next() {
        match coding {
            Filter::Ascii85Decode => data = Cow::Owned(from_ascii_85(&data)),
            Filter::AsciiHexDecode => data = Cow::Owned(from_hex(&data)),
            Filter::Crypt => {}
            packed => {
                let size = match packed {
                    Filter::FlateDecode => inflated(&data)?,
                    other => length(&data).saturating_mul(growth(*other)),
                };
                return Ok(codings.copied().map(growth).fold(size, u64::saturating_mul));
            }
        }
    }
    Ok(length(&data))
}

/// How much longer data can become by undoing a coding; pictures are not undone.
fn growth(coding: Filter) -> u64 {
    match coding {
        Filter::FlateDecode => FLATE,
        Filter::LzwDecode => LZW,
        Filter::RunLengthDecode => RUN_LENGTH,
        Filter::Ascii85Decode => ASCII_85,
        Filter::AsciiHexDecode
        | Filter::Crypt
        | Filter::CcittFaxDecode
        | Filter::Jbig2Decode
        | Filter::DctDecode
        | Filter::JpxDecode => 1,
    }
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..]
        if method & 0x0F == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31))
}

/// How long packed data become, counted without keeping them.
///
/// hayro goes on behind a mistake in the data, and what it makes of the rest is not known: a long rest
/// is refused as damaged.
fn inflated(data: &[u8]) -> Result<u64, Refusal> {
    let mut unpacker = Decompress::new(is_zlib(data));
    let mut piece = vec![0_u8; 32 << 10];
    let mut rest = data;
    loop {
        let (read, written) = (unpacker.total_in(), unpacker.total_out());
        if written > MAX_PICTURE {
            return Ok(written);
        }
        let status = unpacker.decompress(rest, &mut piece, FlushDecompress::None);
        let consumed = usize::try_from(unpacker.total_in() - read).unwrap_or(usize::MAX);
        rest = rest.get(consumed..).unwrap_or_default();
        match status {
            Ok(Status::StreamEnd) => return Ok(unpacker.total_out()),
            Ok(_) if consumed > 0 || unpacker.total_out() > written => {}
            Ok(_) => return Ok(unpacker.total_out()),
            Err(_) => {
                let most = length(rest).saturating_mul(FLATE).saturating_add(unpacker.total_out());
                return if most > MAX_STREAM { Err(Refusal::Damaged) } else { Ok(most) };
            }
        }
    }
}

fn from_hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

fn from_ascii_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(from_group(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(from_group(&group).into_iter().take(kept));
    }
    bytes
}

fn from_group(group: &[u8]) -> [u8; 4] {
    let value = group
        .iter()
        .fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)));
    value.to_be_bytes()
}

fn length(data: &[u8]) -> u64 {
    u64::try_from(data.len()).unwrap_or(u64::MAX)
}
