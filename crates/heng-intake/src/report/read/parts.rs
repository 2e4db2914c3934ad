//! The parts of a file that is a zip archive, unpacked within bounds.

use std::io::{Cursor, Read};

use encoding_rs::UTF_8;
use zip::ZipArchive;
use zip::result::ZipError;

use super::refusal::Refusal;
use crate::sheet::resolved;
use crate::xml::Element;

/// The most that is unpacked of one part, in MiB.
const PART_MEBIBYTES: u64 = 64;
/// The most that is unpacked of all parts of a file, in MiB.
const ALL_MEBIBYTES: u64 = 256;
/// Parts up to this size may be packed as tightly as they like, in bytes.
const SMALL: u64 = 4 << 20;
/// How many times larger than its packed bytes a part may be; text of tables is packed by 60.
const TIGHTEST: u64 = 200;

/// A file that consists of parts.
#[derive(Debug)]
pub(super) struct Parts {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// What the file is called in messages.
    subject: &'static str,
    unpacked: u64,
}

/// A relationship from one part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relationship {
    pub id: String,
    /// The last word of its type, such as `styles`.
    pub kind: String,
    /// Name of the part that is meant.
    pub target: String,
}

impl Parts {
    /// Opens a file.
    ///
    /// # Errors
    /// It is no zip archive, or a damaged one.
    pub(super) fn open(bytes: Vec<u8>, subject: &'static str) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|_| Refusal::damaged(subject, "压缩包的目录读不出来"))?;
        Ok(Self { archive, subject, unpacked: 0 })
    }

    /// What the file is called in messages from now on.
    pub(super) fn name_subject(&mut self, subject: &'static str) {
        self.subject = subject;
    }

    /// Says whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Says whether there is a part whose name begins so.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.archive.file_names().flatten().any(|name| name.starts_with(folder))
    }

    /// The text of a part; nothing where there is no such part.
    ///
    /// # Errors
    /// It is locked, damaged, too large or packed like a bomb.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Refusal::Encrypted);
            }
            Err(error) => return Err(Refusal::damaged(self.subject, error.to_string())),
        };
        let tightest = part.compressed_size().saturating_mul(TIGHTEST).max(SMALL);
        let mebibyte = 1 << 20;
        let left = (ALL_MEBIBYTES * mebibyte).saturating_sub(self.unpacked);
        let most = (PART_MEBIBYTES * mebibyte).min(left);
        let mut bytes = Vec::new();
        let limit = most.min(tightest);
        let read = part.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| Refusal::damaged(self.subject, error.to_string()))?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > limit {
            let part = name.to_owned();
            return Err(if limit < most {
                Refusal::Bomb { part }
            } else {
                Refusal::TooLarge { part, mebibytes: PART_MEBIBYTES }
            });
        }
        self.unpacked = self.unpacked.saturating_add(length);
        // A byte order mark decides; without one parts are UTF-8.
        let (text, ..) = UTF_8.decode(&bytes);
        Ok(Some(text.into_owned()))
    }

    /// The relationships of a part; those of the file itself where its name is empty.
    ///
    /// # Errors
    /// They are damaged.
    pub(super) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Refusal> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{separator}_rels/{name}.rels");
        let Some(text) = self.text(&path)? else { return Ok(Vec::new()) };
        let root = self.parsed(&path, &text)?;
        let attribute = |one: &Element<'_>, name| one.attribute(name).unwrap_or_default();
        let related = root.elements().filter(|one| one.name() == "Relationship").map(|one| {
            let kind = attribute(one, "Type");
            Relationship {
                id: attribute(one, "Id"),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolved(folder, &attribute(one, "Target")),
            }
        });
        Ok(related.collect())
    }

    /// The root of a part's text.
    ///
    /// # Errors
    /// It is no sound XML.
    pub(super) fn parsed<'x>(&self, part: &str, text: &'x str) -> Result<Element<'x>, Refusal> {
        Element::parse(text).map_err(|error| Refusal::xml(self.subject, part, &error))
    }
}
