//! `heng seal`: the targets as approved, or the evidence as filed, sealed against later change.

use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::dossier::{Dossier, baseline, evidence};
use heng_core::evaluation::Loaded;
use heng_core::hash::sha256;
use heng_core::reader::{Problem, ProblemKind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{self, TimeZone};

use crate::error::Error;
use crate::progress::Progress;
use crate::{Ending, evaluate, output};

/// What to do where something was sealed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    /// Leave it as it is.
    Keep,
    /// Put it aside and seal anew.
    Replace,
}

/// The approval that a seal stands for.
pub struct Approval {
    /// The day; today where none is given.
    pub on: Option<Date>,
    /// The number of the document.
    pub document: Option<String>,
}

/// Seals the targets of a dossier as they stand.
pub fn targets(
    folder: &Path,
    approval: Approval,
    former: Former,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let dossier = dossier(folder)?;
    if dossier.indicators().next().is_none() {
        return Err(Error::NothingToSeal { folder: folder.to_owned(), what: "绩效指标" });
    }
    let path = folder.join(baseline::FILE);
    let kept = put_aside(folder, &path, former)?;
    let on = approval.on.unwrap_or_else(today);
    let sealed = baseline::seal(&dossier, on, approval.document);
    output::write_file(&path, baseline::write(&sealed))?;
    if let Some(kept) = kept {
        writeln!(out, "原来的一份留存为 {}。", kept.display())?;
    }
    writeln!(out, "已封存{}项指标的批复目标：{}", sealed.targets.len(), path.display())?;
    writeln!(out, "封存日期　{}", sealed.sealed_on)?;
    writeln!(out, "封存哈希　{}", sealed.sha256)?;
    Ok(Ending::Clean)
}

/// Records the hash of each file of evidence as it is.
pub fn evidence(folder: &Path, former: Former, out: &mut dyn Write) -> Result<Ending, Error> {
    let dossier = dossier(folder)?;
    if dossier.evidence.is_empty() {
        return Err(Error::NothingToSeal { folder: folder.to_owned(), what: "佐证材料" });
    }
    let path = folder.join(evidence::FILE);
    let kept = put_aside(folder, &path, former)?;
    let text = evidence::write(&dossier.evidence);
    output::write_file(&path, &text)?;
    if let Some(kept) = kept {
        writeln!(out, "原来的一份留存为 {}。", kept.display())?;
    }
    writeln!(out, "已登记{}件佐证材料的哈希：{}", dossier.evidence.len(), path.display())?;
    writeln!(out, "登记哈希　{}", sha256(text))?;
    Ok(Ending::Clean)
}

/// The dossier, where nothing of its main file or its evidence stays unread or unclear.
fn dossier(folder: &Path) -> Result<Dossier, Error> {
    let progress = Progress::begin();
    let Loaded { dossier, problems, .. } = evaluate::load(folder, &progress)?;
    // What is not there yet can be added later; what can't be read can't be sealed.
    let stands_in_the_way = |one: &Problem| {
        let file = one.place.file();
        let is_of_dossier = file == "dossier.toml" && one.kind != ProblemKind::UnknownReference;
        is_of_dossier || file.starts_with("evidence/")
    };
    let problems: Vec<Problem> = problems.into_iter().filter(stands_in_the_way).collect();
    if problems.is_empty() { Ok(dossier) } else { Err(Error::UnreadDossier { problems }) }
}

/// Copies what was sealed before to a name of its own, where it may be replaced.
///
/// It stays in its place until the new one takes it, so that there is always one.
fn put_aside(folder: &Path, path: &Path, former: Former) -> Result<Option<PathBuf>, Error> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    if former == Former::Keep {
        return Err(Error::AlreadySealed { path: path.to_owned() });
    }
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let names = (1_u32..).map(|number| folder.join(format!("{stem}-{number}.toml")));
    let free = names.into_iter().find(|name| name.symlink_metadata().is_err());
    let kept = free.ok_or_else(|| failed(std::io::ErrorKind::AlreadyExists.into()))?;
    output::write_file(&kept, &text)?;
    Ok(Some(kept))
}

/// The day in China, which has one time.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::fixed(tz::offset(8))).date()
}
