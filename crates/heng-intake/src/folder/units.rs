//! The dossiers of subordinate units, each in a folder of its own below `units/`.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use heng_core::dossier::{Dossier, UnitDossier, digest};
use heng_core::evaluation::Loaded;
use heng_core::fact::{FactId, Place, Places};
use heng_core::reader::{Problem, ProblemKind};
use jiff::civil::Date;

use super::{Step, load_at, place};
use crate::inside;

/// The folder that holds those of units.
pub(super) const FOLDER: &str = "units";

/// How deep units may lie in one another.
///
/// A unit's folder always lies deeper than its department's, so that no dossier contains itself; the
/// limit keeps a mistaken copy from being walked for long.
const LEVELS: usize = 4;

/// Loads the dossiers of all units, notes their places and gives their problems as the department
/// sees them.
pub(super) fn load(
    folder: &Path,
    (level, as_of): (usize, Option<Date>),
    dossier: &mut Dossier,
    places: &mut Places,
    on_step: &mut dyn FnMut(Step),
) -> Vec<Problem> {
    let mut problems = unnamed(folder, dossier);
    let mut taken = BTreeSet::new();
    let year = dossier.fiscal_year;
    for unit in &mut dossier.units {
        let place = place(places, &FactId::new(["unit", &unit.id]));
        if let Err(problem) = fit(folder, unit, level, &mut taken) {
            problems.push(Problem { place, ..*problem });
            continue;
        }
        let Loaded { dossier, places: own, problems: found, .. } =
            load_at(&folder.join(&unit.folder), level.saturating_add(1), as_of, &mut |step| {
                on_step(step.below(&unit.folder));
            });
        let is_unread = found
            .iter()
            .any(|one| one.kind.leaves_file_unread() && one.place.file() == super::DOSSIER);
        problems.extend(found.into_iter().map(|one| {
            let place = one.place.below(&unit.folder);
            Problem { place, ..one }
        }));
        if is_unread {
            continue;
        }
        places.note_unit(&unit.id, &unit.folder, own);
        unit.digest = Some(digest(&dossier));
        if dossier.fiscal_year == year {
            unit.dossier = Some(Box::new(dossier));
        } else {
            problems.push(Problem { place, ..*other_year(unit, dossier.fiscal_year, year) });
        }
    }
    problems
}

/// Refuses a folder that is no unit's, another unit's, a link, or too deep.
fn fit(
    folder: &Path,
    unit: &UnitDossier,
    level: usize,
    taken: &mut BTreeSet<String>,
) -> Result<(), Box<Problem>> {
    let parts: Vec<Component<'_>> = Path::new(&unit.folder).components().collect();
    let is_below_units = matches!(
        parts.as_slice(),
        [Component::Normal(first), Component::Normal(_)] if *first == FOLDER
    );
    if !is_below_units {
        let message = format!("单位卷宗的文件夹「{}」不在 {FOLDER}/ 里，没有读入。", unit.folder);
        return Err(refused(unit, message, "请把单位的卷宗放入 units/，写成 units/…。"));
    }
    if !taken.insert(unit.folder.clone()) {
        let message = format!("文件夹「{}」已经登记给另一个单位，没有重复汇总。", unit.folder);
        return Err(refused(unit, message, "请写明各单位自己的文件夹，或删去重复的一条。"));
    }
    if level >= LEVELS {
        let message = format!("单位卷宗嵌套超过{LEVELS}级，「{}」没有读入。", unit.folder);
        return Err(refused(unit, message, "请核对是否误将卷宗复制到了自己里面。"));
    }
    inside::path(folder, &unit.folder).map(drop)
}

fn refused(unit: &UnitDossier, message: String, remedy: &str) -> Box<Problem> {
    Box::new(Problem {
        kind: ProblemKind::NotUnderstood,
        place: Place::File { file: unit.folder.clone() },
        excerpt: unit.folder.clone(),
        message,
        remedy: remedy.to_owned(),
    })
}

fn other_year(unit: &UnitDossier, own: i16, department: i16) -> Box<Problem> {
    let message =
        format!("单位“{}”的卷宗是{own}年度，部门是{department}年度，没有汇总。", unit.name);
    refused(unit, message, "请放入同一年度的单位卷宗。")
}

/// What lies in `units/` and is no unit's folder.
fn unnamed(folder: &Path, dossier: &Dossier) -> Vec<Problem> {
    let Ok(entries) = std::fs::read_dir(folder.join(FOLDER)) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut paths: Vec<String> = names
        .filter(|name| !name.starts_with('.'))
        .map(|name| format!("{FOLDER}/{name}"))
        .filter(|path| dossier.units.iter().all(|unit| unit.folder != *path))
        .collect();
    paths.sort();
    let problem = |path: String| Problem {
        kind: ProblemKind::UnknownKey,
        place: Place::File { file: path.clone() },
        message: format!("卷宗没有登记单位文件夹「{path}」，它没有读入。"),
        excerpt: path,
        remedy: "请在 dossier.toml 里用 [[unit]] 登记，或移出卷宗。".to_owned(),
    };
    paths.into_iter().map(problem).collect()
}
