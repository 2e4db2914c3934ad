//! The parts of an xlsx file: which sheets there are, the shared strings and the cell formats.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read, Take};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::number::{self, Shown};
use super::{Epoch, SheetError};
use crate::xml::push_text;

/// The most that is read of a part other than a sheet, in MiB.
const PART_MEBIBYTES: u64 = 256;
/// The most that is read of a sheet, in MiB; it is read row by row and never kept.
pub(super) const SHEET_MEBIBYTES: u64 = 1024;

/// How a file begins in which older editions of Office, and encrypted workbooks, are kept.
const COMPOUND_FILE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// An xlsx file: a zip archive of parts.
#[derive(Debug)]
pub(super) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

/// What the part of the workbook says of the others.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub sheets: Vec<SheetPart>,
    pub epoch: Epoch,
    strings: Option<String>,
    styles: Option<String>,
}

/// A sheet and the part that holds it.
#[derive(Debug)]
pub(super) struct SheetPart {
    pub name: String,
    pub part: String,
    pub is_hidden: bool,
}

/// How a cell format shows numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct CellFormat {
    pub shown: Shown,
    /// As it is written out, such as `0.00%`; empty for the general one.
    pub code: String,
}

/// The texts that cells share, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(start.copied().unwrap_or_default()..end)
    }
}

/// A relationship from one part to another.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl Package {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, SheetError> {
        if bytes.is_empty() {
            return Err(SheetError::Empty);
        }
        if bytes.starts_with(&COMPOUND_FILE) {
            // Names in a compound file are in UTF-16.
            let name: Vec<u8> =
                "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
            return Err(if is_encrypted { SheetError::Encrypted } else { SheetError::OldFormat });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::NotAWorkbook)?;
        Ok(Self { archive })
    }

    /// Reads which parts the workbook has.
    pub(super) fn book(&mut self) -> Result<Book, SheetError> {
        let roots = self.relationships("")?;
        let root = roots.iter().find(|one| one.kind.ends_with("/officeDocument"));
        let root = root.map(|one| one.target.clone()).ok_or(SheetError::NotAWorkbook)?;
        let related = self.relationships(&root)?;
        let mut book = Book::default();
        let target = |kind: &str| {
            let found = related.iter().find(|one| one.kind.ends_with(kind));
            found.map(|one| one.target.clone())
        };
        (book.strings, book.styles) = (target("/sharedStrings"), target("/styles"));
        let mut xml = self.xml(&root, PART_MEBIBYTES)?;
        let mut is_workbook = false;
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            match element.local_name().as_ref() {
                "workbook" => is_workbook = true,
                "workbookPr" => {
                    let is_later = attribute(&element, "date1904");
                    if matches!(is_later.as_deref(), Some("1" | "true")) {
                        book.epoch = Epoch::Year1904;
                    }
                }
                "sheet" => {
                    let id = attribute(&element, "id");
                    let found = related.iter().find(|one| Some(&one.id) == id.as_ref());
                    // A sheet that only shows a chart has no rows.
                    let part = found.filter(|one| one.kind.ends_with("/worksheet"));
                    if let (Some(name), Some(part)) = (attribute(&element, "name"), part) {
                        let state = attribute(&element, "state");
                        book.sheets.push(SheetPart {
                            name,
                            part: part.target.clone(),
                            is_hidden: state.is_some_and(|state| state != "visible"),
                        });
                    }
                }
                _ => {}
            }
        }
        if is_workbook { Ok(book) } else { Err(SheetError::NotAWorkbook) }
    }

    pub(super) fn strings(&mut self, book: &Book) -> Result<Strings, SheetError> {
        let mut strings = Strings::default();
        let Some(part) = &book.strings else { return Ok(strings) };
        let mut xml = self.xml(part, PART_MEBIBYTES)?;
        while let Some(event) = xml.next()? {
            if matches!(&event, Event::Start(element) if element.local_name().as_ref() == "si") {
                let text = xml.words("si")?;
                strings.text.push_str(&text);
                strings.ends.push(strings.text.len());
            }
        }
        Ok(strings)
    }

    /// How each cell format shows numbers.
    pub(super) fn formats(&mut self, book: &Book) -> Result<Vec<CellFormat>, SheetError> {
        let Some(part) = &book.styles else { return Ok(Vec::new()) };
        let mut xml = self.xml(part, PART_MEBIBYTES)?;
        let (mut own, mut formats) = (Vec::new(), Vec::new());
        let mut is_in_cell_formats = false;
        while let Some(event) = xml.next()? {
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&element, "numFmtId");
                        let code = attribute(&element, "formatCode").unwrap_or_default();
                        own.push((id, CellFormat { shown: number::shown(&code), code }));
                    }
                    "cellXfs" => is_in_cell_formats = true,
                    "xf" if is_in_cell_formats => {
                        let id = attribute(&element, "numFmtId");
                        let known = own.iter().find(|(one, _)| *one == id);
                        let known = known.map(|(_, format)| format.clone());
                        let built_in = || {
                            id.and_then(|id| id.parse().ok()).map(|id| CellFormat {
                                shown: number::built_in(id),
                                code: number::built_in_code(id).to_owned(),
                            })
                        };
                        formats.push(known.or_else(built_in).unwrap_or_default());
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                    is_in_cell_formats = false;
                }
                _ => {}
            }
        }
        Ok(formats)
    }

    /// The parts that a part refers to; those of the file itself where its name is empty.
    fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, SheetError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let mut xml = self.xml(&format!("{folder}{separator}_rels/{name}.rels"), PART_MEBIBYTES)?;
        let mut found = Vec::new();
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            if element.local_name().as_ref() == "Relationship" {
                let target = attribute(&element, "Target").unwrap_or_default();
                found.push(Relationship {
                    id: attribute(&element, "Id").unwrap_or_default(),
                    kind: attribute(&element, "Type").unwrap_or_default(),
                    target: resolved(folder, &target),
                });
            }
        }
        Ok(found)
    }

    /// Begins to read a part.
    pub(super) fn xml(&mut self, part: &str, mebibytes: u64) -> Result<Xml<'_>, SheetError> {
        let limit = mebibytes.saturating_mul(1 << 20);
        let file = self.archive.by_name(part).map_err(|error| match error {
            // Without its first parts a zip archive is something else.
            ZipError::FileNotFound if part == "_rels/.rels" => SheetError::NotAWorkbook,
            ZipError::FileNotFound => damaged(part, "缺少这一部分"),
            error => damaged(part, &error.to_string()),
        })?;
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, file.take(limit)));
        reader.config_mut().expand_empty_elements = true;
        Ok(Xml { reader, buffer: Vec::new(), part: part.to_owned(), mebibytes })
    }
}

/// A target as written in a folder's part, as the name of a part.
pub(crate) fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

pub(super) fn damaged(part: &str, what: &str) -> SheetError {
    SheetError::Damaged { part: part.to_owned(), what: what.to_owned() }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// A part while it is unpacked, up to a limit.
type PartReader<'p> = BufReader<Take<ZipFile<'p, Cursor<Vec<u8>>>>>;

/// The elements and texts of one part, one by one.
pub(super) struct Xml<'p> {
    reader: Reader<PartReader<'p>>,
    buffer: Vec<u8>,
    part: String,
    mebibytes: u64,
}

impl Xml<'_> {
    /// The next event; nothing at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Event<'_>>, SheetError> {
        self.buffer.clear();
        let is_cut_off = self.reader.get_ref().get_ref().limit() == 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) | Err(_) if is_cut_off => {
                Err(SheetError::TooLarge { part: self.part.clone(), mebibytes: self.mebibytes })
            }
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event)),
            Err(error) => Err(damaged(&self.part, &error.to_string())),
        }
    }

    /// The words up to the end of an element that has begun; readings (拼音) are left out.
    pub(super) fn words(&mut self, element: &str) -> Result<String, SheetError> {
        let mut words = String::new();
        let (mut is_text, mut is_reading) = (false, false);
        loop {
            match self.next()? {
                None => return Err(self.damaged("内容不完整")),
                Some(Event::Start(start)) => match start.local_name().as_ref() {
                    "t" => is_text = true,
                    "rPh" => is_reading = true,
                    _ => {}
                },
                Some(Event::End(end)) => match end.local_name().as_ref() {
                    name if name == element => return Ok(unescaped(words)),
                    "t" => is_text = false,
                    "rPh" => is_reading = false,
                    _ => {}
                },
                Some(event) if is_text && !is_reading => push_text(&event, &mut words),
                Some(_) => {}
            }
        }
    }

    /// The text up to the end of an element that has begun.
    pub(super) fn value(&mut self, element: &str) -> Result<String, SheetError> {
        let mut value = String::new();
        loop {
            match self.next()? {
                None => return Err(self.damaged("内容不完整")),
                Some(Event::End(end)) if end.local_name().as_ref() == element => return Ok(value),
                Some(event) => push_text(&event, &mut value),
            }
        }
    }

    pub(super) fn damaged(&self, what: &str) -> SheetError {
        damaged(&self.part, what)
    }
}

/// Characters that XML can't hold are written as `_x000D_`.
pub(super) fn unescaped(words: String) -> String {
    if !words.contains("_x") {
        return words;
    }
    let mut plain = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let escape = after.split_once('_').filter(|(digits, _)| digits.len() == 4);
        let escape = escape.and_then(|(digits, behind)| {
            let code = u32::from_str_radix(digits, 16).ok()?;
            Some((char::from_u32(code)?, behind))
        });
        if let Some((character, behind)) = escape {
            plain.push(character);
            rest = behind;
        } else {
            plain.push_str("_x");
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}
