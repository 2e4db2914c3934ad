//! All packs that a command may use: those inside the binary and those from folders.

use std::path::Path;

use heng_core::pack::{self, Pack, PackSource, builtin};
use heng_intake::pack::{FOLDER, PackFolder, is_pack, read, read_all};
use jiff::civil::Date;

use crate::error::Error;

/// The packs inside the binary with those of folders beside them.
#[derive(Default)]
pub struct Packs {
    folders: Vec<PackFolder>,
}

impl Packs {
    /// The built-in packs, and those of a folder where one is given.
    ///
    /// # Errors
    /// A pack of the folder can't be read, or takes the place of another.
    pub fn with(folder: Option<&Path>) -> Result<Self, Error> {
        let mut packs = Self::default();
        if let Some(folder) = folder {
            packs.add(read_all(folder).map_err(|problem| Error::PackFolder { problem })?)?;
        }
        Ok(packs)
    }

    /// The same with the packs that a dossier brings along.
    ///
    /// # Errors
    /// As [`Packs::with`].
    pub fn with_dossier(folder: Option<&Path>, dossier: &Path) -> Result<Self, Error> {
        let mut packs = Self::with(folder)?;
        let own = dossier.join(FOLDER);
        if own.is_dir() {
            packs.add(read_all(&own).map_err(|problem| Error::PackFolder { problem })?)?;
        }
        Ok(packs)
    }

    /// Adds what one name on the command line means, an identifier or a pack's folder; gives the
    /// identifier.
    ///
    /// # Errors
    /// As [`Packs::with`].
    pub fn named(&mut self, name: &str) -> Result<String, Error> {
        let folder = Path::new(name);
        if !is_pack(folder) {
            return Ok(name.to_owned());
        }
        let found = read(folder).map_err(|problem| Error::PackFolder { problem })?;
        let id = found.id.clone();
        // The same folder may have come with `--packs` already.
        let is_known = |one: &PackFolder| one.id == id && one.pack == found.pack;
        if !self.folders.iter().any(is_known) {
            self.add(vec![found])?;
        }
        Ok(id)
    }

    /// No pack silently takes the place of another: not of a built-in one, nor of one added before.
    fn add(&mut self, folders: Vec<PackFolder>) -> Result<(), Error> {
        for folder in folders {
            let is_taken = |other: &PackFolder| {
                let name = |one: &PackFolder| one.folder.rsplit('/').next().map(str::to_owned);
                other.id == folder.id && name(other) == name(&folder)
            };
            let is_builtin = folder.pack.is_some() && builtin::ids().any(|id| id == folder.id);
            if is_builtin || self.folders.iter().any(is_taken) {
                let (folder, id) = (folder.folder, folder.id);
                return Err(Error::PackTaken { folder, id });
            }
            self.folders.push(folder);
        }
        Ok(())
    }

    /// The texts of all packs, each with the adoption record that lies elsewhere where one does.
    #[must_use]
    pub fn sources(&self) -> Vec<PackSource<'_>> {
        let own = self.folders.iter().filter_map(PackFolder::source);
        let mut sources: Vec<PackSource<'_>> =
            builtin::sources().iter().copied().chain(own).collect();
        for record in self.folders.iter().filter(|one| one.pack.is_none()) {
            for source in sources.iter_mut().filter(|source| source.id == record.id) {
                source.adoption = record.adoption.as_deref();
            }
        }
        sources
    }

    /// The identifiers of all packs, the built-in ones first.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = builtin::ids().collect();
        for folder in self.folders.iter().filter(|one| one.pack.is_some()) {
            if !ids.contains(&folder.id.as_str()) {
                ids.push(&folder.id);
            }
        }
        ids
    }

    /// Loads a pack.
    ///
    /// # Errors
    /// [`pack::PackError`] says why it can't be loaded.
    pub fn load(&self, id: &str, on: Option<Date>) -> Result<Pack, pack::PackError> {
        pack::load(id, on, &self.sources())
    }
}
