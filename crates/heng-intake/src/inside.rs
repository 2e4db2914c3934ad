//! What lies in a dossier's folder itself: links lead elsewhere and are not followed.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};

use crate::file;

/// A file of the folder.
pub(crate) struct File {
    /// Its path there, parted by `/`, as messages give it.
    pub name: String,
    /// Where to open it; its bytes need not be text.
    pub path: PathBuf,
}

/// Reads a text file of the folder; `name` is its path there, parted by `/`.
pub(crate) fn read_text(folder: &Path, name: &str) -> Result<String, Box<Problem>> {
    file::read_text(&path(folder, name)?, name)
}

/// The path of a file of the folder, where no part of it below the folder is a link.
///
/// A file that is not there has a path too; opening it says so.
pub(crate) fn path(folder: &Path, name: &str) -> Result<PathBuf, Box<Problem>> {
    let mut path = folder.to_owned();
    for part in Path::new(name).components() {
        path.push(part);
        match path.symlink_metadata() {
            Ok(found) if is_link(&found) => {
                return Err(Box::new(linked(&relative(folder, &path))));
            }
            Ok(found) if !found.is_file() && !found.is_dir() => {
                return Err(Box::new(unread(name, "这不是一个普通的文件")));
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Ok(folder.join(name))
}

/// All files below a part of the folder, sorted, each with its name; what is hidden is left out.
pub(crate) fn files_below(folder: &Path, part: &str, problems: &mut Vec<Problem>) -> Vec<File> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.join(part)];
    while let Some(path) = waiting.pop() {
        let name = relative(folder, &path);
        let is_top = name == part;
        match path.symlink_metadata() {
            Ok(found) if is_link(&found) => problems.push(linked(&name)),
            Ok(found) if found.is_dir() => match entries(&path) {
                Ok(entries) => waiting.extend(entries),
                Err(error) => problems.push(unread(&name, &error.to_string())),
            },
            Ok(_) if is_top => problems.push(unread(&name, "这里应是一个文件夹")),
            Ok(found) if found.is_file() => files.push(path),
            Ok(_) => problems.push(unread(&name, "这不是一个普通的文件")),
            // Without the part there is nothing below it.
            Err(error) if is_top && error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => problems.push(unread(&name, &error.to_string())),
        }
    }
    files.sort();
    files.into_iter().map(|path| File { name: relative(folder, &path), path }).collect()
}

/// What stands in a folder and is not hidden.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

fn is_link(found: &Metadata) -> bool {
    found.file_type().is_symlink()
}

fn linked(name: &str) -> Problem {
    let remedy = "请换成文件或文件夹本身。".to_owned();
    Problem { remedy, ..unread(name, "这是一个链接，卷宗只收文件本身") }
}

/// The problem of a file or folder that can't be read.
pub(crate) fn unread(name: &str, reason: &str) -> Problem {
    Problem {
        kind: ProblemKind::MissingFile,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: format!("读不出这个文件或文件夹：{reason}。"),
        remedy: "请检查它是否完好、是否有读取的权限。".to_owned(),
    }
}

/// The path as messages give it: relative to the dossier, parted by `/`.
fn relative(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> =
        inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
