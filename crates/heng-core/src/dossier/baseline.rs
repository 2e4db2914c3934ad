//! The targets as approved: sealed, written as a text, and read again with the seal verified.

use jiff::civil::Date;

use super::write::Lines;
use super::{Baseline, Dossier, SealedTarget};
use crate::fact::{FactId, Place, Places};
use crate::hash::sha256;
use crate::reader::{self, Entry, Problem, ProblemKind};

/// The name of the file in a dossier's folder.
pub const FILE: &str = "baseline.toml";

/// The format version that is written and known.
const FORMAT: i64 = 1;

/// Seals the targets of a dossier as they stand, in the order filed.
#[must_use]
pub fn seal(dossier: &Dossier, sealed_on: Date, document: Option<String>) -> Baseline {
    let target = |(_, indicator): (_, &super::Indicator)| SealedTarget {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        target: indicator.target.clone(),
        points: indicator.points,
    };
    let targets = dossier.indicators().map(target).collect();
    let open = Baseline { sealed_on, document, targets, sha256: String::new() };
    Baseline { sha256: sha256(sealed_text(&open)), ..open }
}

impl Baseline {
    /// Says whether the seal holds: nothing of what it stands for was changed since.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.sha256 == sha256(sealed_text(self))
    }

    /// The target of an indicator as it was approved.
    #[must_use]
    pub fn target(&self, indicator: &str) -> Option<&SealedTarget> {
        self.targets.iter().find(|target| target.indicator == indicator)
    }
}

/// Writes a baseline; reading it gives an equal one.
///
/// The seal is the last line: the SHA-256 of the text above the heading `[seal]`.
#[must_use]
pub fn write(baseline: &Baseline) -> String {
    format!("{}[seal]\nsha256 = \"{}\"\n", sealed_text(baseline), baseline.sha256)
}

fn sealed_text(baseline: &Baseline) -> String {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    lines.date("sealed_on", Some(baseline.sealed_on));
    lines.text("document", baseline.document.as_deref());
    for target in &baseline.targets {
        lines.row("target");
        lines.text("indicator", Some(&target.indicator));
        lines.text("name", Some(&target.name));
        lines.text("target", Some(&target.target));
        lines.decimal("points", target.points);
    }
    format!("{}\n", lines.into_text())
}

/// Reads a baseline from its text, called `file` in messages, and notes where its targets stand.
///
/// One whose seal is broken is read as it stands; that it is broken is among the problems.
#[must_use]
pub fn read(file: &str, text: &str, places: &mut Places) -> (Option<Baseline>, Vec<Problem>) {
    places.note(FactId::new(["baseline"]), Place::File { file: file.to_owned() });
    let (baseline, mut problems) = reader::read(file, text, |root| take(root, places));
    // What could not be read is named already; the seal says nothing more of it.
    if let Some(baseline) = baseline.as_ref().filter(|one| problems.is_empty() && !one.is_intact())
    {
        problems.push(broken(baseline, file));
    }
    (baseline, problems)
}

fn take(root: &Entry<'_>, places: &mut Places) -> Option<Baseline> {
    match root.integer("format") {
        Some(FORMAT) => {}
        Some(other) => root.not_understood(
            "format",
            format!("批复目标的格式版本为 {other}，本程序只认识版本 {FORMAT}。"),
            "请用封存时的 heng 版本打开。",
        ),
        None if !root.has("format") => root.missing("format"),
        None => {}
    }
    let sealed_on = root.date("sealed_on");
    if !root.has("sealed_on") {
        root.missing("sealed_on");
    }
    let document = root.text("document");
    let targets = root.entries("target").iter().map(|entry| take_target(entry, places)).collect();
    let seal = root.entry("seal");
    if seal.is_none() {
        root.missing("seal");
    }
    let sha256 = seal.map(|entry| entry.required_text("sha256"));
    Some(Baseline { sealed_on: sealed_on?, document, targets, sha256: sha256? })
}

fn take_target(entry: &Entry<'_>, places: &mut Places) -> SealedTarget {
    let indicator = entry.required_text("indicator");
    let fact = FactId::new(["baseline", &indicator]);
    places.note(fact.child("target"), entry.place_of("target"));
    places.note(fact, entry.place());
    SealedTarget {
        name: entry.required_text("name"),
        target: entry.required_text("target"),
        points: entry.decimal("points"),
        indicator,
    }
}

fn broken(baseline: &Baseline, file: &str) -> Problem {
    Problem {
        kind: ProblemKind::BrokenSeal,
        place: Place::File { file: file.to_owned() },
        excerpt: format!("sha256 = \"{}\"", baseline.sha256),
        message: "批复目标封存以后被改动过，封存已失效；以下仍按文件现有内容比较。".to_owned(),
        remedy: "请恢复封存时的文件；目标经批准调整的，用 heng seal --replace 重新封存。"
            .to_owned(),
    }
}
