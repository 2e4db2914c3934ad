//! Dismissals of a report's findings, kept in a file beside the report.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use heng_core::audit::Audit;
use heng_core::audit::dismissed::{self, ENDING, SetAside, asked, place_within};
use heng_core::check::CHECKS;
use heng_core::fact::Place;
use heng_core::finding::{Finding, Spot};
use heng_core::reader::{Problem, ProblemKind, nearest};

use crate::error::Error;
use crate::output;

/// What `heng audit --dismiss` is told.
pub(super) struct Dismiss<'d> {
    /// Code of the check.
    pub code: &'d str,
    /// The place as printed; nothing for all places of the only finding of the code.
    pub at: Option<&'d str>,
    /// Why.
    pub reason: &'d str,
    /// Who says so.
    pub by: Option<&'d str>,
}

/// The path of the file beside a report.
fn beside(report: &Path) -> PathBuf {
    let mut name = report.file_name().unwrap_or_default().to_owned();
    name.push(ENDING);
    report.with_file_name(name)
}

/// Says whether a file holds dismissals and is no report.
pub(super) fn is_beside(path: &Path) -> bool {
    path.to_string_lossy().ends_with(ENDING)
}

/// The audit with what was said of its findings before.
pub(super) fn taken_up(audit: Audit, report: &Path) -> Audit {
    let path = beside(report);
    let name = path.to_string_lossy();
    match fs::read_to_string(&path) {
        Ok(text) => {
            let (answers, problems) = dismissed::read(&name, &text);
            audit.answered(answers, problems)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => audit,
        Err(error) => audit.answered(Vec::new(), vec![unread(&name, &error)]),
    }
}

fn unread(name: &str, error: &io::Error) -> Problem {
    Problem {
        kind: ProblemKind::MissingFile,
        place: Place::File { file: name.to_owned() },
        excerpt: String::new(),
        message: format!("不采纳说明读不出来（{error}），没有计入。"),
        remedy: "请检查文件的编码（UTF-8）和读取的权限。".to_owned(),
    }
}

/// Sets a finding aside: writes down code, place, words and reason beside the report.
///
/// # Errors
/// There is no such finding, or the file can't be read or written.
pub(super) fn dismiss(
    audit: &Audit,
    report: &Path,
    said: &Dismiss<'_>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let path = beside(report);
    if let Some(problem) = audit.problems.first() {
        return Err(Error::UnreadAnswers { problem: Box::new(problem.clone()) });
    }
    let findings = audit.findings();
    let of_code: Vec<&Finding> = findings.iter().filter(|one| one.code == said.code).collect();
    let spots = meant(&of_code, said)?;
    let answers: Vec<SetAside> = spots.iter().map(|spot| answer(spot, said, &path)).collect();
    let is_new = |answer: &&SetAside| {
        let is_same =
            |one: &SetAside| (&one.place, &one.excerpt) == (&answer.place, &answer.excerpt);
        !audit.answers.iter().any(|one| one.code == answer.code && is_same(one))
    };
    let new: Vec<&SetAside> = answers.iter().filter(is_new).collect();
    if new.is_empty() {
        writeln!(out, "{} 已有这条说明，没有改动。", path.display())?;
        return Ok(());
    }
    let mut text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(Error::Read { path, source }),
    };
    for one in &new {
        text.push_str(&one.to_toml());
    }
    output::write_file(&path, text)?;
    writeln!(out, "已写入 {}：{} {}处。", path.display(), said.code, new.len())?;
    Ok(())
}

/// The places that are meant: those at the place named, or all of the only finding.
fn meant<'f>(of_code: &[&'f Finding], said: &Dismiss<'_>) -> Result<Vec<&'f Spot>, Error> {
    let spots: Vec<&Spot> = of_code.iter().flat_map(|one| asked(one)).collect();
    if spots.is_empty() {
        let remedy = match nearest(said.code, CHECKS.iter().map(|check| check.code)) {
            Some(near) if near != said.code => format!("是否应为「{near}」？"),
            _ => "请先不带 --dismiss 审核一遍，照打印的代码填写。".to_owned(),
        };
        return Err(Error::NothingToDismiss { code: said.code.to_owned(), remedy });
    }
    let printed = || {
        let places: Vec<String> =
            spots.iter().map(|spot| place_within(spot.place.as_ref())).collect();
        format!("请用 --at 写明其中一处：{}。", places.join("；"))
    };
    match said.at {
        None if of_code.len() == 1 => Ok(spots),
        None => Err(Error::NothingToDismiss { code: said.code.to_owned(), remedy: printed() }),
        Some(at) => {
            let is_there = |spot: &&Spot| {
                let whole = spot.place.as_ref().map(ToString::to_string).unwrap_or_default();
                [whole, place_within(spot.place.as_ref())].iter().any(|place| place == at.trim())
            };
            let there: Vec<&Spot> = spots.iter().copied().filter(is_there).collect();
            if there.is_empty() {
                let code = said.code.to_owned();
                return Err(Error::NothingToDismiss { code, remedy: printed() });
            }
            Ok(there)
        }
    }
}

fn answer(spot: &Spot, said: &Dismiss<'_>, path: &Path) -> SetAside {
    SetAside {
        code: said.code.to_owned(),
        place: place_within(spot.place.as_ref()),
        excerpt: spot.excerpt.clone(),
        reason: said.reason.to_owned(),
        by: said.by.map(str::to_owned),
        stands: Place::File { file: path.to_string_lossy().into_owned() },
    }
}
