//! Writes a folder of files whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use heng_core::hash::sha256;

use crate::error::Error;
use crate::manifest::{self, FILE as MANIFEST};

/// Name of the file that makes a folder a dossier.
const DOSSIER: &str = "dossier.toml";

/// Refuses a folder into which nothing could be written, before any work is done for it.
///
/// # Errors
/// The folder holds something else, or is no place for a whole folder.
pub fn check(folder: &Path) -> Result<(), Error> {
    let target = Target::find(folder)?;
    refuse_foreign(folder, &target.path)
}

/// The path of an output folder, absolute and without links as far as it exists.
///
/// # Errors
/// It is no place for a whole folder.
pub fn path(folder: &Path) -> Result<PathBuf, Error> {
    Ok(Target::find(folder)?.path)
}

/// Writes a file, which appears complete or stays as it was.
///
/// # Errors
/// The disk can't be written.
pub fn write_file(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let staging = beside(path, "partial");
    let result = fs::write(&staging, bytes).and_then(|()| fs::rename(&staging, path));
    if result.is_err() {
        // What is half-written goes; the first error is the one that counts.
        let _ = fs::remove_file(&staging);
    }
    result.map_err(failed)
}

/// Puts files into a folder, which appears complete or stays as it was.
///
/// A folder that is there is replaced only where heng wrote everything in it and nobody changed it.
///
/// # Errors
/// The folder holds something else, is no place for a whole folder, or the disk can't be written.
pub fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    fill_folder(folder, |staged| files.iter().try_for_each(|(name, bytes)| staged.put(name, bytes)))
}

/// Like [`write_folder`], of files that are made one after the other and not held together.
///
/// # Errors
/// What `fill` fails with, and what [`write_folder`] does.
pub fn fill_folder<T>(
    folder: &Path,
    fill: impl FnOnce(&Staged) -> Result<T, Error>,
) -> Result<T, Error> {
    let target = Target::find(folder)?;
    refuse_foreign(folder, &target.path)?;
    let staged = Staged(beside(&target.path, "partial"));
    let failed = |source| Error::Write { path: staged.0.clone(), source };
    let result = target
        .make_parents()
        .and_then(|()| fs::create_dir(&staged.0).map_err(failed))
        .and_then(|()| fill(&staged))
        .and_then(|filled| swap(&staged.0, &target).map(|()| filled));
    if result.is_err() {
        // What is half-written goes; the first error is the one that counts.
        let _ = fs::remove_dir_all(&staged.0);
        target.remove_parents();
    }
    result
}

/// A folder that is being filled and does not stand in its place yet.
pub struct Staged(PathBuf);

impl Staged {
    /// Puts a file into the folder.
    ///
    /// # Errors
    /// The disk can't be written.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.0.join(name);
        fs::write(&path, bytes).map_err(|source| Error::Write { path, source })
    }
}

/// Makes a folder that is absent or empty, with the folders above it; it appears filled or not at all.
///
/// # Errors
/// What `fill` fails with, or the disk can't be written.
pub fn create_folder(
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<(), Error>,
) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    let absolute = std::path::absolute(folder).map_err(failed(folder))?;
    let staging = beside(&absolute, "partial");
    let parent = absolute.parent().unwrap_or(&absolute);
    let result = fs::create_dir_all(parent)
        .map_err(failed(parent))
        .and_then(|()| fs::create_dir(&staging).map_err(failed(&staging)))
        .and_then(|()| fill(&staging))
        .and_then(|()| {
            if absolute.exists() {
                fs::remove_dir(&absolute).map_err(failed(&absolute))?;
            }
            fs::rename(&staging, &absolute).map_err(failed(&absolute))
        });
    if result.is_err() {
        // What is half-written goes; the first error is the one that counts.
        let _ = fs::remove_dir_all(&staging);
    }
    result
}

/// A name beside a path that nothing else has.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{what}-{}", std::process::id()))
}

/// Writes one file that is not there yet, whole or not at all.
///
/// # Errors
/// The file is there already, or the disk can't be written.
pub fn write_new(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    check_new(path)?;
    write_file(path, bytes)
}

/// Refuses a file that is there already, before any work is done for it.
///
/// # Errors
/// The file is there.
pub fn check_new(path: &Path) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::AlreadyThere { path: path.to_owned() });
    }
    Ok(())
}

/// The folder to write, however its path was given.
struct Target {
    /// Its absolute path, without links where it exists.
    path: PathBuf,
    /// The folders above it that do not exist yet, the uppermost first.
    parents: Vec<PathBuf>,
}

impl Target {
    fn find(folder: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Write { path: folder.to_owned(), source };
        let unfit =
            |reason, remedy| Err(Error::UnfitTarget { path: folder.to_owned(), reason, remedy });
        let (path, parents) = if folder.exists() {
            (folder.canonicalize().map_err(failed)?, Vec::new())
        } else {
            absent(folder).map_err(failed)?
        };
        if path.parent().is_none() || path.file_name().is_none() {
            return unfit("这里不能作输出文件夹。", "请写明一个文件夹的名称，如 -o 输出。");
        }
        if path.ancestors().any(|one| one.join(DOSSIER).exists()) {
            return unfit(
                "这里是卷宗文件夹，或在卷宗文件夹里；输出会混入卷宗。",
                "请把输出文件夹放在卷宗之外。",
            );
        }
        let current = std::env::current_dir().and_then(|current| current.canonicalize());
        if current.is_ok_and(|current| current == path) {
            return unfit(
                "这是当前所在的文件夹，不能整个替换。",
                "请在别的文件夹里运行，或写明另一个文件夹。",
            );
        }
        Ok(Self { path, parents })
    }

    fn make_parents(&self) -> Result<(), Error> {
        for path in &self.parents {
            fs::create_dir(path).map_err(|source| Error::Write { path: path.clone(), source })?;
        }
        Ok(())
    }

    /// Takes away the folders made, as far as nothing else has come into them.
    fn remove_parents(&self) {
        for path in self.parents.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

/// The path of a folder that does not exist, and the folders above it that do not exist either.
fn absent(folder: &Path) -> io::Result<(PathBuf, Vec<PathBuf>)> {
    let absolute = std::path::absolute(folder)?;
    let mut names = Vec::new();
    let mut above = absolute.as_path();
    while above.symlink_metadata().is_err() {
        // A way up from a folder that does not exist has no name, and leads nowhere.
        names.push(above.file_name().ok_or(io::ErrorKind::NotFound)?);
        above = above.parent().ok_or(io::ErrorKind::NotFound)?;
    }
    let mut path = above.canonicalize()?;
    let mut parents = Vec::new();
    while let Some(name) = names.pop() {
        path.push(name);
        if !names.is_empty() {
            parents.push(path.clone());
        }
    }
    Ok((path, parents))
}

fn swap(staging: &Path, target: &Target) -> Result<(), Error> {
    let folder = &target.path;
    let failed = |source| Error::Write { path: folder.clone(), source };
    if !folder.exists() {
        return fs::rename(staging, folder).map_err(failed);
    }
    let old = beside(&target.path, "old");
    fs::rename(folder, &old).map_err(failed)?;
    if let Err(source) = fs::rename(staging, folder) {
        // The old folder goes back to its place, so that nothing is lost.
        let _ = fs::rename(&old, folder);
        return Err(failed(source));
    }
    fs::remove_dir_all(&old).map_err(failed)
}

/// Refuses a folder with anything in it that no manifest of heng lists, or that is not as listed.
///
/// `given` is the path as the message gives it.
fn refuse_foreign(given: &Path, folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: given.to_owned(), source };
    let occupied =
        |found: &str| Error::Occupied { path: given.to_owned(), found: found.to_owned() };
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(occupied("一个文件"));
    }
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    let listed = manifest::read(&text).map(|manifest| manifest.files);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(listed) = &listed else { return Err(occupied(&name)) };
        if name == MANIFEST {
            continue;
        }
        let Some(hash) = listed.get(&name) else { return Err(occupied(&name)) };
        if !entry.file_type().map_err(failed)?.is_file() {
            return Err(occupied(&name));
        }
        if sha256(fs::read(entry.path()).map_err(failed)?) != *hash {
            return Err(Error::Edited { path: given.to_owned(), file: name });
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

    /// The manifest of a folder with these files.
    fn manifest(files: &[(String, Vec<u8>)]) -> (String, Vec<u8>) {
        let output = |(name, bytes): &(String, Vec<u8>)| {
            format!("\n[[output]]\nfile = \"{name}\"\nsha256 = \"{}\"\n", sha256(bytes))
        };
        let outputs: String = files.iter().map(output).collect();
        file(MANIFEST, &format!("format = 1\nheng = \"0\"\n{outputs}"))
    }

    /// Writes one file with its manifest.
    fn write(folder: &Path, name: &str, text: &str) -> Result<(), Error> {
        let one = file(name, text);
        let manifest = manifest(std::slice::from_ref(&one));
        write_folder(folder, &[one, manifest])
    }

    #[test]
    fn a_folder_of_heng_is_replaced_whole() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        write(&folder, "a.txt", "1").unwrap();
        write(&folder, "b.txt", "2").unwrap();
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

    #[test]
    fn what_somebody_changed_stays() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("out");
        write(&folder, "a.txt", "1").unwrap();
        fs::write(folder.join("a.txt"), "edited by hand").unwrap();
        let error = write(&folder, "a.txt", "2").unwrap_err();
        assert!(matches!(error, Error::Edited { ref file, .. } if file == "a.txt"), "{error}");
        assert_eq!(fs::read_to_string(folder.join("a.txt")).unwrap(), "edited by hand");
        assert_eq!(names(parent.path()), ["out"]);
        // One that was moved away is no loss.
        fs::remove_file(folder.join("a.txt")).unwrap();
        write(&folder, "a.txt", "2").unwrap();
        assert_eq!(names(&folder), ["a.txt", MANIFEST]);
    }

    #[test]
    fn a_manifest_of_something_else_gives_no_leave() {
        let others = [
            "",
            "name = \"a.txt\"\n",
            "file = \"a.txt\"\n",
            "format = 1\n[[output]]\nfile = \"a.txt\"\n",
            "format = 2\n",
            "format = 1\n[[output]\n",
            "format = 1\nheng = \"0\"\n[[output]]\nfile = \"a.txt\"\n",
        ];
        for other in others {
            let parent = tempfile::tempdir().unwrap();
            let folder = parent.path().join("out");
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join(MANIFEST), other).unwrap();
            let error = write(&folder, "a.txt", "1").unwrap_err();
            assert!(matches!(error, Error::Occupied { .. }), "{other}: {error}");
            assert_eq!(fs::read_to_string(folder.join(MANIFEST)).unwrap(), other);
        }
    }

    #[test]
    fn parents_are_made_and_go_again_where_nothing_is_written() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b/out/");
        assert!(write_folder(&folder, &[file("no/such/folder", "1")]).is_err());
        assert_eq!(names(parent.path()), Vec::<String>::new());
        write(&folder, "a.txt", "1").unwrap();
        write(&folder, "a.txt", "2").unwrap();
        assert_eq!(names(&folder), ["a.txt", MANIFEST]);
        assert_eq!(names(&parent.path().join("a/b")), ["out"]);
        let roundabout = parent.path().join("a/../a/b/out/../out");
        write(&roundabout, "a.txt", "3").unwrap();
        assert_eq!(fs::read_to_string(folder.join("a.txt")).unwrap(), "3");
        assert!(write(&parent.path().join("nowhere/.."), "a.txt", "1").is_err());
        assert_eq!(names(parent.path()), ["a"]);
    }

    #[test]
    fn some_places_are_no_output_folder() {
        let parent = tempfile::tempdir().unwrap();
        let dossier = parent.path().join("dossier");
        fs::create_dir_all(dossier.join("evidence")).unwrap();
        fs::write(dossier.join(DOSSIER), "format = 1\n").unwrap();
        for inside in ["", "out", "evidence", "evidence/a/b", "evidence/.."] {
            let error = write(&dossier.join(inside), "a.txt", "1").unwrap_err();
            assert!(matches!(error, Error::UnfitTarget { .. }), "{inside}: {error}");
            assert_eq!(error.exit_code(), 2);
        }
        assert_eq!(names(&dossier), [DOSSIER, "evidence"]);
        assert_eq!(names(&dossier.join("evidence")), Vec::<String>::new());
        // The folder above holds the dossier, which heng did not write.
        let error = write(parent.path(), "a.txt", "1").unwrap_err();
        assert!(
            matches!(error, Error::Occupied { ref found, .. } if found == "dossier"),
            "{error}"
        );
        for place in [".", "/"] {
            let error = write(Path::new(place), "a.txt", "1").unwrap_err();
            assert!(matches!(error, Error::UnfitTarget { .. }), "{place}: {error}");
        }
        let file = dossier.with_file_name("file");
        fs::write(&file, "1").unwrap();
        assert!(matches!(write(&file, "a.txt", "1").unwrap_err(), Error::Occupied { .. }));
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a.toml");
        write_file(&path, "1").unwrap();
        write_file(&path, "2").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "2");
        let folder = parent.path().join("folder");
        fs::create_dir_all(folder.join("full")).unwrap();
        assert!(write_file(&folder, "3").is_err());
        assert!(write_file(&parent.path().join("no/such/a.toml"), "3").is_err());
        assert_eq!(names(parent.path()), ["a.toml", "folder"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_stays_a_link() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, link) = (parent.path().join("out"), parent.path().join("link"));
        write(&folder, "a.txt", "1").unwrap();
        std::os::unix::fs::symlink(&folder, &link).unwrap();
        write(&link, "a.txt", "2").unwrap();
        assert!(link.symlink_metadata().unwrap().file_type().is_symlink());
        assert_eq!(fs::read_to_string(folder.join("a.txt")).unwrap(), "2");
        assert_eq!(names(parent.path()), ["link", "out"]);
    }
}
