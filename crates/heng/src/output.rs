//! Writes a folder of files whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Name of the file that lists what heng wrote into a folder.
pub const MANIFEST: &str = "manifest.toml";

/// Puts files into a folder, which appears complete or stays as it was.
///
/// A folder that is there is replaced only where heng wrote everything in it.
///
/// # Errors
/// The folder holds something else, or the disk can't be written.
pub fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    refuse_foreign(folder)?;
    let staging = beside(folder, "partial");
    let result = stage(&staging, files).and_then(|()| swap(&staging, folder));
    if result.is_err() {
        // What is half-written goes; the first error is the one that counts.
        let _ = fs::remove_dir_all(&staging);
    }
    result
}

/// A name beside the folder that nothing else has.
fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| "out".to_owned());
    folder.with_file_name(format!(".{name}.{what}-{}", std::process::id()))
}

fn stage(staging: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    fs::create_dir_all(staging).map_err(failed(staging))?;
    for (name, bytes) in files {
        let path = staging.join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    Ok(())
}

fn swap(staging: &Path, folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    if !folder.exists() {
        return fs::rename(staging, folder).map_err(failed);
    }
    let old = beside(folder, "old");
    fs::rename(folder, &old).map_err(failed)?;
    if let Err(source) = fs::rename(staging, folder) {
        // The old folder goes back to its place, so that nothing is lost.
        let _ = fs::rename(&old, folder);
        return Err(failed(source));
    }
    fs::remove_dir_all(&old).map_err(failed)
}

/// Refuses a folder with anything in it that no manifest of heng lists.
fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    if !folder.exists() {
        return Ok(());
    }
    let manifest = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let own: BTreeSet<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("file = \"")?.strip_suffix('"'))
        .chain([MANIFEST])
        .collect();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if !own.contains(name.as_str()) || (name == MANIFEST && manifest.is_empty()) {
            return Err(Error::Occupied { path: folder.to_owned(), found: name });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> (String, Vec<u8>) {
        (name.to_owned(), text.as_bytes().to_vec())
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_of_heng_is_replaced_whole() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        let manifest = file(MANIFEST, "file = \"a.txt\"\n");
        write_folder(&folder, &[file("a.txt", "1"), manifest]).unwrap();
        let manifest = file(MANIFEST, "file = \"b.txt\"\n");
        write_folder(&folder, &[file("b.txt", "2"), manifest]).unwrap();
        assert_eq!(names(&folder), ["b.txt", MANIFEST]);
        assert_eq!(names(parent.path()), ["out"]);
    }

    #[test]
    fn what_heng_did_not_write_stays() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("信件.docx"), "important").unwrap();
        let error = write_folder(&folder, &[file("a.txt", "1")]).unwrap_err();
        assert!(matches!(error, Error::Occupied { ref found, .. } if found == "信件.docx"));
        assert_eq!(names(&folder), ["信件.docx"]);
        assert_eq!(names(parent.path()), ["out"]);
    }

    #[test]
    fn nothing_appears_where_a_file_cannot_be_written() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        let error = write_folder(&folder, &[file("a.txt", "1"), file("no/such/folder", "2")]);
        assert!(error.is_err());
        assert_eq!(names(parent.path()), Vec::<String>::new());
    }
}
