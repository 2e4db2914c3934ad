//! The lines of a long batch, kept as they come, so that a run that was broken off can go on.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::batch::InputFile;
use crate::error::Error;
use crate::{Ending, output};

/// What a line says of how it was made; lines of one file agree in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    /// Version of heng.
    pub heng: &'static str,
    /// The packs with their hashes.
    pub packs: [String; 2],
    /// What was compared with.
    pub against: Option<String>,
}

impl Settings {
    /// Adds to the line of a file how it was made, and the hash of the file.
    pub fn sign(&self, line: &mut Value, hash: Option<&str>) {
        let Some(line) = line.as_object_mut() else { return };
        line.insert("hash".to_owned(), hash.into());
        line.extend(self.marks().map(|(key, mark)| (key.to_owned(), mark)));
    }

    fn have_made(&self, line: &Value) -> bool {
        self.marks().iter().all(|(key, mark)| line.get(key) == Some(mark))
    }

    fn marks(&self) -> [(&'static str, Value); 3] {
        [
            ("heng", self.heng.into()),
            ("packs", self.packs.to_vec().into()),
            ("against", self.against.as_deref().into()),
        ]
    }
}

/// A file of lines that gets its name only when all of them are there.
pub(super) struct Kept {
    part: PathBuf,
    target: PathBuf,
    lines: File,
    /// How many files at the front of the batch have their line already.
    pub done: usize,
    /// What came of them together.
    pub ending: Ending,
}

impl Kept {
    /// Begins a file of lines, or goes on with the one that was broken off.
    ///
    /// A line is taken over while the files before it had theirs, and its own has not changed since.
    ///
    /// # Errors
    /// The file is there already; one was broken off and nobody says whether to go on with it; or it
    /// was made with other packs, another comparison or another version.
    pub fn begin(
        target: &Path,
        goes_on: bool,
        settings: &Settings,
        files: &[InputFile],
    ) -> Result<Self, Error> {
        output::check_new(target)?;
        let mut name: OsString = target.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let failed = |source| Error::Write { path: part.clone(), source };
        if part.exists() && !goes_on {
            return Err(Error::BrokenOff { part });
        }
        let lines = OpenOptions::new().read(true).append(true).create(true).open(&part);
        let lines = lines.map_err(failed)?;
        let (mut done, mut length, mut ending) = (0, 0_u64, Ending::Clean);
        let mut reader = BufReader::new(&lines);
        let mut bytes = Vec::new();
        for file in files {
            bytes.clear();
            reader.read_until(b'\n', &mut bytes).map_err(failed)?;
            // What was broken off within a line is none.
            let Ok(line) = serde_json::from_slice::<Value>(&bytes) else { break };
            if !bytes.ends_with(b"\n") {
                break;
            }
            if !settings.have_made(&line) {
                return Err(Error::OtherSettings { part: part.clone() });
            }
            let is_of_file = text(&line, "file") == Some(&file.name);
            if !is_of_file || text(&line, "hash") != file.hash().as_deref() {
                break;
            }
            done += 1;
            length = length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            ending = ending.max(ending_of(&line));
        }
        lines.set_len(length).map_err(failed)?;
        Ok(Self { part, target: target.to_owned(), lines, done, ending })
    }

    /// Adds the line of the next file; it is in the file when this returns.
    ///
    /// # Errors
    /// The disk can't be written.
    pub fn put(&mut self, line: &Value) -> Result<(), Error> {
        let bytes = format!("{line}\n").into_bytes();
        let failed = |source| Error::Write { path: self.part.clone(), source };
        self.lines.write_all(&bytes).map_err(failed)
    }

    /// Gives the file its name: all lines are there.
    ///
    /// # Errors
    /// The disk can't be written, or the file was made by somebody else meanwhile.
    pub fn finish(self) -> Result<(), Error> {
        output::check_new(&self.target)?;
        let failed = |source| Error::Write { path: self.target.clone(), source };
        self.lines.sync_all().map_err(failed)?;
        std::fs::rename(&self.part, &self.target).map_err(failed)
    }
}

fn text<'v>(line: &'v Value, key: &str) -> Option<&'v str> {
    line.get(key)?.as_str()
}

fn ending_of(line: &Value) -> Ending {
    let mut findings = line.get("findings").and_then(Value::as_array).into_iter().flatten();
    if line.get("readable") == Some(&Value::Bool(false)) {
        Ending::Unread
    } else if findings.any(|one| text(one, "severity") == Some("error")) {
        Ending::ErrorsFound
    } else {
        Ending::Clean
    }
}
