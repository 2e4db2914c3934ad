//! The hashes of evidence as it was filed, recorded in a file of their own.
//!
//! A record in `dossier.toml` says what a file is; this file is written by heng alone, so that the
//! text that a person edits stays as it is.

use super::write::Lines;
use super::{Dossier, EvidenceFile, EvidenceRecord};
use crate::fact::{FactId, Places};
use crate::reader::{self, Entry, Problem, ProblemKind};

/// The name of the file in a dossier's folder.
pub const FILE: &str = "evidence.toml";

/// The format version that is written and known.
const FORMAT: i64 = 1;

/// Writes the record of files of evidence, each with its hash.
#[must_use]
pub fn write(files: &[EvidenceFile]) -> String {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    for EvidenceFile { file, sha256 } in files {
        lines.row("evidence");
        lines.text("file", Some(file));
        lines.text("sha256", Some(sha256));
    }
    lines.into_text()
}

/// The dossier without the hashes that the record, given as its text, holds too.
///
/// What `dossier.toml` says beside the record would stand against it once files are recorded anew.
#[must_use]
pub fn without_recorded(dossier: &Dossier, text: &str) -> Dossier {
    let mut recorded = Dossier::default();
    let _ = read_into(&mut recorded, &mut Places::default(), FILE, text);
    let is_recorded = |one: &EvidenceRecord| {
        let mut all = recorded.evidence_records.iter();
        all.any(|it| it.file == one.file && it.sha256 == one.sha256)
    };
    let mut dossier = dossier.clone();
    dossier.evidence_records.retain_mut(|record| {
        if !is_recorded(record) {
            return true;
        }
        record.sha256 = None;
        // What says no more than the record would be an empty entry.
        record.title.is_some() || record.dated.is_some()
    });
    dossier
}

/// Reads the record from its text, called `name` in messages, into the records of a dossier.
///
/// A file that `dossier.toml` gives a hash too has two, and the one that differs is a problem.
#[must_use]
pub fn read_into(
    dossier: &mut Dossier,
    places: &mut Places,
    name: &str,
    text: &str,
) -> Vec<Problem> {
    let ((), problems) = reader::read(name, text, |root| {
        if root.integer("format") != Some(FORMAT) {
            let message = format!("佐证登记的格式版本不是 {FORMAT}。");
            root.not_understood("format", message, "请用登记时的 heng 版本打开，或重新登记。");
        }
        for entry in root.entries("evidence") {
            take(&entry, &mut dossier.evidence_records, places);
        }
    });
    problems
}

fn take(entry: &Entry<'_>, records: &mut Vec<EvidenceRecord>, places: &mut Places) {
    let (file, sha256) = (entry.required_text("file"), entry.required_text("sha256"));
    let Some(record) = records.iter_mut().find(|record| record.file == file) else {
        places.note(FactId::new(["evidence", &file]), entry.place());
        records.push(EvidenceRecord { file, sha256: Some(sha256), ..EvidenceRecord::default() });
        return;
    };
    match &record.sha256 {
        Some(stated) if *stated != sha256 => entry.report(
            ProblemKind::DuplicateId,
            "sha256",
            format!("佐证材料「{file}」已有另一个登记的哈希，没有采用这一个。"),
            "请核对哪一个是当初登记的，删去另一个。",
        ),
        _ => record.sha256 = Some(sha256),
    }
}
