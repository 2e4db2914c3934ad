//! `heng pack adopt`: the record of who put exactly this text of a pack into force.

use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::pack::{Adoption, cases};
use heng_intake::pack::{ADOPTION, is_pack};

use crate::cli::Adopt;
use crate::error::Error;
use crate::packs::Packs;
use crate::{Ending, output};

/// Writes the adoption record of a pack whose worked cases all agree.
pub fn run(adopt: &Adopt, out: &mut dyn Write) -> Result<Ending, Error> {
    let mut packs = Packs::with(adopt.packs.as_deref())?;
    let id = packs.named(&adopt.pack)?;
    let pack = packs.load(&id, Some(adopt.on))?;
    if super::print_failed(&cases::run(&pack, &packs.sources())?, out)? > 0 {
        writeln!(out, "{id}：算例不相符，没有写采用记录。")?;
        return Ok(Ending::ErrorsFound);
    }
    let record = Adoption {
        pack: id.clone(),
        pack_hash: pack.hash().to_owned(),
        adopted_by: adopt.by.clone(),
        document: adopt.document.clone(),
        date: adopt.on,
    };
    let path = target(adopt, &id)?;
    if let Some(folder) = path.parent() {
        let failed = |source| Error::Write { path: path.clone(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    output::write_new(&path, record.text())?;
    writeln!(out, "{}", path.display())?;
    writeln!(out, "已由{}采用：{id}　第{}版　哈希 {}", adopt.by, pack.version, pack.hash())?;
    Ok(Ending::Clean)
}

/// Where the record goes: beside the pack or, below the folder given, under the pack's identifier.
fn target(adopt: &Adopt, id: &str) -> Result<PathBuf, Error> {
    let folder = Path::new(&adopt.pack);
    match &adopt.output {
        Some(output) => Ok(output.join(id).join(ADOPTION)),
        None if is_pack(folder) => Ok(folder.join(ADOPTION)),
        None => Err(Error::NoPlaceForRecord { id: id.to_owned() }),
    }
}
