//! Loads a dossier with its packs and evaluates it.

use std::path::Path;

use heng_core::dossier::Dossier;
use heng_core::evaluation::{self, Evaluation, Loaded};
use heng_core::fact::FactId;
use heng_core::pack::{Pack, Subject};
use heng_intake::folder::{self, Step};
use jiff::civil::Date;

use crate::error::Error;
use crate::packs::Packs;
use crate::progress::Progress;

/// Reads a dossier's folder; fails where there is no folder or no dossier in it that can be read.
pub fn load(path: &Path, progress: &Progress) -> Result<Loaded, Error> {
    load_as_of(path, None, progress)
}

/// The same with the registers as they were on a day.
pub fn load_as_of(path: &Path, as_of: Option<Date>, progress: &Progress) -> Result<Loaded, Error> {
    if path.is_file() {
        return Err(Error::NotAFolder { path: path.to_owned() });
    }
    if !path.is_dir() {
        return Err(Error::NoFolder { folder: path.to_owned() });
    }
    progress.say("读取卷宗");
    let loaded = folder::load_as_of(path, as_of, &mut |step| match step {
        Step::Register(file) => progress.say(format!("度量台账 {file}")),
        Step::Evidence(file) => progress.say(format!("核对佐证 {file}")),
    });
    let is_unread = loaded
        .problems
        .iter()
        .any(|problem| problem.kind.leaves_file_unread() && problem.place.file() == "dossier.toml");
    if is_unread {
        return Err(Error::UnreadDossier { problems: loaded.problems });
    }
    Ok(loaded)
}

/// Reads and evaluates a dossier with the built-in packs, its own, and those of a folder.
pub fn evaluate(
    path: &Path,
    packs: Option<&Path>,
    progress: &Progress,
) -> Result<Evaluation, Error> {
    let mut loaded = load(path, progress)?;
    loaded.observed = folder::observe(path, &loaded.dossier, &loaded.places);
    let packs = Packs::with_dossier(packs, path)?;
    let choice = loaded.dossier.packs.clone();
    let take = |id: &str, wanted| pack(&packs, &loaded, id, wanted);
    let (whole, project) = match (loaded.dossier.subject, choice.department, choice.project) {
        (Subject::Department, Some(id), project) => {
            let project = project.map(|id| take(&id, Subject::Project)).transpose()?;
            (take(&id, Subject::Department)?, project)
        }
        // A project that stands alone has its pack for the whole.
        (Subject::Project, _, Some(id)) => {
            let pack = take(&id, Subject::Project)?;
            (pack.clone(), Some(pack))
        }
        _ => return Err(Error::UnreadDossier { problems: loaded.problems }),
    };
    progress.say("计分、核查");
    Ok(evaluation::evaluate(loaded, whole, project))
}

/// The pack that the dossier names for a subject, in force on the last day of its fiscal year.
fn pack(packs: &Packs, loaded: &Loaded, id: &str, wanted: Subject) -> Result<Pack, Error> {
    let key = match wanted {
        Subject::Department => "department",
        Subject::Project => "project",
    };
    let place = loaded.places.of(&FactId::new(["packs", key]));
    let place = place.map_or_else(|| "dossier.toml".to_owned(), ToString::to_string);
    match packs.load(id, last_day(&loaded.dossier)) {
        Ok(pack) if pack.subject == wanted => Ok(pack),
        Ok(pack) => Err(Error::WrongPack { place, id: id.to_owned(), wanted, given: pack.subject }),
        Err(source) => Err(Error::LoadPack { place, source }),
    }
}

/// The last day of the fiscal year; nothing where the year could not be read.
fn last_day(dossier: &Dossier) -> Option<Date> {
    let year = Some(dossier.fiscal_year).filter(|year| *year > 0)?;
    Date::new(year, 12, 31).ok()
}
