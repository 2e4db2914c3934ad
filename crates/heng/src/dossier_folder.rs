//! Writes the folder of a dossier whole or not at all; what heng does not write there stays.

use std::path::Path;
use std::{fs, io};

use heng_core::dossier::{Dossier, Written, evidence, write};
use heng_core::evaluation::Loaded;
use heng_core::reader::ProblemKind;

use crate::error::Error;
use crate::progress::Progress;
use crate::{evaluate, output};

/// Name of the file that makes a folder a dossier.
const MAIN: &str = "dossier.toml";
/// Name of the folder of typed text.
const NARRATIVE: &str = "narrative";
/// The folders that every dossier has.
const PARTS: [&str; 3] = [NARRATIVE, "registers", "evidence"];
/// Where the text before the last change is kept; hidden, so that it is no part of the dossier.
const PREVIOUS: &str = ".dossier.toml.previous";

/// Loads a dossier that is to be written anew: everything in its texts must have been understood.
///
/// # Errors
/// There is no dossier, or something in it would be lost.
pub fn load(folder: &Path) -> Result<Loaded, Error> {
    let progress = Progress::begin();
    let loaded = evaluate::load(folder, &progress)?;
    let is_lost = |kind| match kind {
        ProblemKind::MissingKey
        | ProblemKind::UnknownReference
        | ProblemKind::BrokenSeal
        | ProblemKind::RevisionUnmatched => false,
        ProblemKind::Syntax
        | ProblemKind::UnknownKey
        | ProblemKind::WrongType
        | ProblemKind::NotUnderstood
        | ProblemKind::DuplicateId
        | ProblemKind::MissingFile
        | ProblemKind::WrongEncoding
        | ProblemKind::UnreadableRow
        | ProblemKind::NotPlaced
        | ProblemKind::UnknownFormat
        | ProblemKind::Encrypted
        | ProblemKind::Damaged
        | ProblemKind::NoTextLayer
        | ProblemKind::Garbled
        | ProblemKind::TooLarge => true,
    };
    let problems: Vec<_> = loaded
        .problems
        .iter()
        .filter(|one| {
            let file = one.place.file();
            (file == MAIN || Path::new(file).starts_with(NARRATIVE)) && is_lost(one.kind)
        })
        .cloned()
        .collect();
    if problems.is_empty() { Ok(loaded) } else { Err(Error::WouldLose { problems }) }
}

/// What a new dossier takes over from another folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping<'k> {
    /// Nothing.
    Nothing,
    /// Measures, schemas and packs: how registers are counted and results scored, without records.
    Rules(&'k Path),
    /// All but the texts that are written anew.
    Everything(&'k Path),
}

/// Makes the folder of a dossier, which appears complete or not at all.
///
/// # Errors
/// There is something in the folder already, or the disk can't be written.
pub fn create(folder: &Path, dossier: &Dossier, keeping: Keeping<'_>) -> Result<(), Error> {
    refuse_occupied(folder)?;
    output::create_folder(folder, |staging| stage(staging, dossier, keeping))
}

/// Refuses a folder in which something stands.
///
/// # Errors
/// It names what stands there.
pub fn refuse_occupied(folder: &Path) -> Result<(), Error> {
    if !folder.exists() {
        return Ok(());
    }
    let occupied = |found: String| Err(Error::Occupied { path: folder.to_owned(), found });
    if !folder.is_dir() {
        return occupied("一个文件".to_owned());
    }
    let mut entries = fs::read_dir(folder).map_err(failed(folder))?;
    match entries.next() {
        Some(entry) => {
            let name = entry.map_err(failed(folder))?.file_name();
            occupied(name.to_string_lossy().into_owned())
        }
        None => Ok(()),
    }
}

fn stage(staging: &Path, dossier: &Dossier, keeping: Keeping<'_>) -> Result<(), Error> {
    for part in PARTS {
        let path = staging.join(part);
        fs::create_dir(&path).map_err(failed(&path))?;
    }
    let is_kept: fn(&Path) -> bool = match keeping {
        Keeping::Nothing => |_| false,
        Keeping::Rules(_) => |path| {
            path == Path::new("measures.toml")
                || path.starts_with("packs")
                || path.starts_with("registers") && path.extension().is_some_and(|it| it == "toml")
        },
        Keeping::Everything(_) => |path| path != Path::new(MAIN) && !path.starts_with(NARRATIVE),
    };
    if let Keeping::Rules(from) | Keeping::Everything(from) = keeping {
        copy(from, Path::new(""), staging, is_kept)?;
    }
    write_texts(staging, &written_beside(staging, dossier)?)
}

/// Copies the files below a folder that are kept; links and what is hidden are left out.
fn copy(from: &Path, inside: &Path, to: &Path, is_kept: fn(&Path) -> bool) -> Result<(), Error> {
    let folder = from.join(inside);
    for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
        let entry = entry.map_err(failed(&folder))?;
        let kind = entry.file_type().map_err(failed(&folder))?;
        let path = inside.join(entry.file_name());
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            copy(from, &path, to, is_kept)?;
        } else if kind.is_file() && is_kept(&path) {
            let target = to.join(&path);
            let parent = target.parent().unwrap_or(to);
            fs::create_dir_all(parent).map_err(failed(parent))?;
            fs::copy(entry.path(), &target).map_err(failed(&target))?;
        }
    }
    Ok(())
}

/// The texts of a dossier; the hashes that stand in the folder's record of evidence stay there alone.
fn written_beside(folder: &Path, dossier: &Dossier) -> Result<Written, Error> {
    let record = folder.join(evidence::FILE);
    if record.symlink_metadata().is_err() {
        return Ok(write(dossier));
    }
    let text = fs::read_to_string(&record).map_err(failed(&record))?;
    Ok(write(&evidence::without_recorded(dossier, &text)))
}

fn write_texts(folder: &Path, written: &Written) -> Result<(), Error> {
    let main = folder.join(MAIN);
    fs::write(&main, &written.toml).map_err(failed(&main))?;
    for file in &written.narrative {
        let path = folder.join(&file.file);
        fs::write(&path, &file.text).map_err(failed(&path))?;
    }
    Ok(())
}

/// Writes a dossier into the folder that it is in: all of its texts or none.
///
/// The main text as it was stays beside the new one, hidden.
///
/// # Errors
/// The disk can't be written; the folder is then as it was.
pub fn update(folder: &Path, dossier: &Dossier) -> Result<(), Error> {
    let staging = folder.join(format!(".partial-{}", std::process::id()));
    let result = update_from(folder, &staging, dossier);
    let _ = fs::remove_dir_all(&staging);
    result
}

fn update_from(folder: &Path, staging: &Path, dossier: &Dossier) -> Result<(), Error> {
    let (new, old) = (staging.join("new"), staging.join("old"));
    for path in [staging, &new, &old, &new.join(NARRATIVE)] {
        fs::create_dir(path).map_err(failed(path))?;
    }
    write_texts(&new, &written_beside(folder, dossier)?)?;
    let main = folder.join(MAIN);
    let previous = folder.join(PREVIOUS);
    fs::copy(&main, &previous).map_err(failed(&previous))?;
    let narrative = folder.join(NARRATIVE);
    let had_narrative = narrative.exists();
    if had_narrative {
        fs::rename(&narrative, old.join(NARRATIVE)).map_err(failed(&narrative))?;
    }
    let put = |name: &str| fs::rename(new.join(name), folder.join(name));
    let result = put(NARRATIVE).and_then(|()| put(MAIN));
    if let Err(source) = result {
        // The old text goes back to its place, so that nothing is lost.
        let _ = fs::remove_dir_all(&narrative);
        if had_narrative {
            let _ = fs::rename(old.join(NARRATIVE), &narrative);
        }
        return Err(Error::Write { path: main, source });
    }
    Ok(())
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}
