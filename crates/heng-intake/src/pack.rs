//! Rule packs from folders: those of a bureau, and those that a dossier brings along.

use std::path::Path;

use heng_core::fact::Place;
use heng_core::pack::PackSource;
use heng_core::reader::{Problem, ProblemKind};

use crate::inside;

/// The folder below a dossier that holds its own packs.
pub const FOLDER: &str = "packs";

/// The file that makes a folder a pack.
pub const PACK: &str = "pack.toml";

/// The file that says who adopted a pack.
pub const ADOPTION: &str = "adoption.toml";

/// The texts of one pack's folder.
///
/// Without a `pack.toml` it is only the adoption record of a pack that lies elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFolder {
    /// Identifier of the pack: the name of the folder, up to `@` where versions lie side by side.
    pub id: String,
    /// The folder, as messages show it.
    pub folder: String,
    /// Text of `pack.toml`.
    pub pack: Option<String>,
    /// Text of `cases.toml`.
    pub cases: Option<String>,
    /// Text of `adoption.toml`.
    pub adoption: Option<String>,
    /// Text of `README.md`.
    pub readme: Option<String>,
}

impl PackFolder {
    /// The texts as the loader takes them, where there is a `pack.toml`.
    #[must_use]
    pub fn source(&self) -> Option<PackSource<'_>> {
        Some(PackSource {
            id: &self.id,
            folder: &self.folder,
            pack: self.pack.as_deref()?,
            cases: self.cases.as_deref(),
            adoption: self.adoption.as_deref(),
            readme: self.readme.as_deref(),
        })
    }
}

/// Says whether a folder is a pack.
#[must_use]
pub fn is_pack(folder: &Path) -> bool {
    folder.join(PACK).is_file()
}

/// Reads one pack's folder; links in it are not followed.
///
/// # Errors
/// A file that is there can't be read.
pub fn read(folder: &Path) -> Result<PackFolder, Box<Problem>> {
    let shown = folder.to_string_lossy();
    let text = |name: &str| {
        if folder.join(name).symlink_metadata().is_err() {
            return Ok(None);
        }
        let found = inside::read_text(folder, name).map_err(|mut problem| {
            // The place is in the pack's folder, wherever that is.
            problem.place = Place::File { file: format!("{shown}/{name}") };
            problem
        });
        found.map(Some)
    };
    // A path such as `.` has no name of its own.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let id = name.split_once('@').map_or(name.as_str(), |(id, _)| id);
    Ok(PackFolder {
        id: id.to_owned(),
        folder: shown.trim_end_matches('/').to_owned(),
        pack: text(PACK)?,
        cases: text("cases.toml")?,
        adoption: text(ADOPTION)?,
        readme: text("README.md")?,
    })
}

/// Reads all packs of a folder, by name; a folder that is itself a pack is the only one.
///
/// # Errors
/// The folder or a file of a pack can't be read.
pub fn read_all(folder: &Path) -> Result<Vec<PackFolder>, Box<Problem>> {
    if is_pack(folder) {
        return Ok(vec![read(folder)?]);
    }
    let shown = folder.to_string_lossy().into_owned();
    let unread = |error: std::io::Error| Problem {
        kind: ProblemKind::MissingFile,
        place: Place::File { file: shown.clone() },
        excerpt: shown.clone(),
        message: format!("读不出这个规则包文件夹：{error}。"),
        remedy: "请核对路径；里面应是以规则包标识命名的文件夹，各有 pack.toml。".to_owned(),
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        let is_there = |name: &str| path.join(name).is_file();
        if is_there(PACK) || is_there(ADOPTION) {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}
