//! The files of a batch: found in order, worked on by all cores, handed on in order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use super::answers::is_beside;
use crate::error::Error;
use crate::progress::Progress;

/// A file of the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// What results call it: the path as it was given.
    pub name: String,
}

impl InputFile {
    /// SHA-256 of the file; nothing where it can't be read.
    pub fn hash(&self) -> Option<String> {
        heng_intake::file::sha256(&self.path, &self.name).ok()
    }
}

/// All files that paths lead to, in the order given; those of a folder by their names.
///
/// Hidden files and folders, links and what is kept beside reports are passed over.
///
/// # Errors
/// A path leads to nothing, or a folder can't be read.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<InputFile>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files)?;
        } else if path.exists() {
            files.push(input(path.clone()));
        } else {
            let source = std::io::ErrorKind::NotFound.into();
            return Err(Error::Read { path: path.clone(), source });
        }
    }
    Ok(files)
}

fn input(path: PathBuf) -> InputFile {
    let name = path.to_string_lossy().into_owned();
    InputFile { path, name }
}

fn walk(folder: &Path, files: &mut Vec<InputFile>) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut entries = std::fs::read_dir(folder)
        .map_err(failed)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().map_err(failed)?;
        if is_hidden || kind.is_symlink() || is_beside(&entry.path()) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), files)?;
        } else {
            files.push(input(entry.path()));
        }
    }
    Ok(())
}

/// How many results may wait for one before them; so many reports are held at most.
const WAITING: usize = 64;

/// Works on all files with all cores, and takes what came of each in the order of the files.
///
/// # Errors
/// What `take` returns; the rest is then left undone.
pub(super) fn each<R: Send>(
    files: &[InputFile],
    progress: &Progress,
    work: impl Fn(&InputFile) -> R + Sync,
    mut take: impl FnMut(&InputFile, R) -> Result<(), Error>,
) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    // How many results were taken; a worker that is far ahead sleeps until more are.
    let taken = (Mutex::new(0_usize), Condvar::new());
    let have_taken = |count: usize| {
        *taken.0.lock().unwrap_or_else(PoisonError::into_inner) = count;
        taken.1.notify_all();
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(files.len().max(1));
    thread::scope(|scope| {
        let (done, results) = mpsc::channel::<(usize, R)>();
        for _ in 0..workers {
            let (done, next, taken, work) = (done.clone(), &next, &taken, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { break };
                    let is_ahead = |taken: &mut usize| index > taken.saturating_add(WAITING);
                    let so_far = taken.0.lock().unwrap_or_else(PoisonError::into_inner);
                    drop(taken.1.wait_while(so_far, is_ahead));
                    if done.send((index, work(file))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut waiting: BTreeMap<usize, R> = BTreeMap::new();
        let mut at = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some((file, result)) = files.get(at).zip(waiting.remove(&at)) {
                progress.say(format!("{}/{} {}", at + 1, files.len(), file.name));
                if let Err(error) = take(file, result) {
                    next.store(files.len(), Ordering::Relaxed);
                    have_taken(files.len());
                    return Err(error);
                }
                at += 1;
                have_taken(at);
            }
        }
        Ok(())
    })
}
