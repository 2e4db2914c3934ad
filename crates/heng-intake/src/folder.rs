//! A dossier from its folder: `dossier.toml`, `measures.toml`, `narrative/`, `registers/`, `evidence/`.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use heng_core::dossier::{self, Actual, Dossier, EvidenceFile, NarrativeFile, RegisterSource};
use heng_core::evaluation::Loaded;
use heng_core::fact::{FactId, Place, Places};
use heng_core::reader::{Problem, ProblemKind, nearest};
use heng_core::register::Measurements;
use heng_core::register::measure::{self, MeasureSet};
use heng_core::register::schema::{self, Schema};
use heng_core::register::template;

use crate::file;
use crate::register;

/// A step of loading that takes time, for progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A register is measured; its path.
    Register(String),
    /// A file of evidence is hashed; its path.
    Evidence(String),
}

/// Loads a dossier from its folder and measures its registers.
///
/// Loading never fails on content: whatever can't be read or placed is among the problems.
/// `on_step` hears of each step that takes time before it is taken.
#[must_use]
pub fn load(folder: &Path, on_step: &mut dyn FnMut(Step)) -> Loaded {
    let mut problems = Vec::new();
    let narrative = narrative(folder, &mut problems);
    let text = match file::read_text(&folder.join("dossier.toml"), "dossier.toml") {
        Ok(text) => text,
        Err(problem) => {
            problems.push(*problem);
            return Loaded {
                dossier: Dossier::default(),
                places: Places::default(),
                measurements: Measurements::default(),
                problems,
            };
        }
    };
    let read = dossier::read("dossier.toml", &text, &narrative);
    let (mut dossier, places) = (read.dossier, read.places);
    problems.extend(read.problems);
    dossier.evidence = evidence(folder, &mut problems, on_step);
    let measurements = measured(folder, &mut dossier, &places, &mut problems, on_step);
    problems.extend(unknown_measures(&dossier, &places, &measurements));
    problems.extend(missing_evidence(&dossier, &places));
    problems.extend(unknown_files(folder));
    Loaded { dossier, places, measurements, problems }
}

/// The schemas that registers of a dossier may have: the templates, and the dossier's own.
#[must_use]
pub fn schemas(folder: &Path) -> (Vec<Schema>, Vec<Problem>) {
    let mut schemas = template::schemas();
    let mut problems = Vec::new();
    for path in files_below(folder, "registers", &mut problems) {
        let name = relative(folder, &path);
        if path.extension().is_some_and(|ending| ending == "toml") {
            match file::read_text(&path, &name) {
                Ok(text) => {
                    let (schema, found) = schema::read(&name, &text);
                    problems.extend(found);
                    schemas.extend(schema);
                }
                Err(problem) => problems.push(*problem),
            }
        }
    }
    (schemas, problems)
}

/// The registers that a dossier names; nothing where it can't be read.
#[must_use]
pub fn sources(folder: &Path) -> Vec<RegisterSource> {
    let text = file::read_text(&folder.join("dossier.toml"), "dossier.toml");
    text.map(|text| dossier::read("dossier.toml", &text, &[]).dossier.registers).unwrap_or_default()
}

/// The measures of a dossier, from `measures.toml` where there is one.
#[must_use]
pub fn measures(folder: &Path, schemas: &[Schema]) -> (MeasureSet, Vec<Problem>) {
    let path = folder.join("measures.toml");
    if !path.exists() {
        return (MeasureSet::default(), Vec::new());
    }
    match file::read_text(&path, "measures.toml") {
        Ok(text) => measure::read("measures.toml", &text, schemas),
        Err(problem) => (MeasureSet::default(), vec![*problem]),
    }
}

fn measured(
    folder: &Path,
    dossier: &mut Dossier,
    places: &Places,
    problems: &mut Vec<Problem>,
    on_step: &mut dyn FnMut(Step),
) -> Measurements {
    let (schemas, found) = schemas(folder);
    problems.extend(found);
    let (set, found) = measures(folder, &schemas);
    problems.extend(found);
    let mut measurements = set.refused;
    let year = dossier.fiscal_year;
    for source in &mut dossier.registers {
        let Some(schema) = schemas.iter().find(|schema| schema.id == source.id) else {
            problems.push(unknown_register(&source.id, places, &schemas));
            continue;
        };
        if !is_inside(&source.file) {
            problems.push(outside(source, places));
            continue;
        }
        on_step(Step::Register(source.file.clone()));
        let path = folder.join(&source.file);
        let result = register::measure_file(&path, &source.file, schema, &set.measures, year);
        problems.extend(result.problems);
        source.sha256 = result.sha256;
        measurements.add(result.measurements);
    }
    let left: Vec<&str> = set
        .measures
        .iter()
        .map(measure::Measure::id)
        .filter(|id| !measurements.0.contains_key(*id))
        .collect();
    let reason = "卷宗没有登记它所用的台账（[[register]]）";
    measurements.add(Measurements::without_value(left, reason));
    measurements
}

/// Says whether a path leads to a place in the folder.
fn is_inside(file: &str) -> bool {
    let mut parts = Path::new(file).components();
    !file.is_empty() && parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn outside(source: &RegisterSource, places: &Places) -> Problem {
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: place(places, &FactId::new(["register", &source.id])),
        excerpt: source.file.clone(),
        message: format!("台账文件「{}」不在卷宗里，没有读入。", source.file),
        remedy: "请把文件放入 registers/，写成 registers/….csv。".to_owned(),
    }
}

fn unknown_register(id: &str, places: &Places, schemas: &[Schema]) -> Problem {
    let known = schemas.iter().map(|schema| schema.id.as_str());
    let near = nearest(id, known.clone());
    Problem {
        kind: ProblemKind::UnknownReference,
        place: place(places, &FactId::new(["register", id])),
        excerpt: id.to_owned(),
        message: format!("没有「{id}」这种台账，它的文件没有读入。"),
        remedy: near.map_or_else(
            || format!("已有的台账：{}。", known.collect::<Vec<_>>().join("、")),
            |near| format!("是否应为「{near}」？"),
        ),
    }
}

/// The indicators whose measure does not exist or gave no value.
fn unknown_measures(
    dossier: &Dossier,
    places: &Places,
    measurements: &Measurements,
) -> Vec<Problem> {
    let indicators = dossier.indicators().map(|(_, one)| one);
    let mut problems = Vec::new();
    for indicator in indicators {
        let Actual::Measured(measure) = &indicator.actual else { continue };
        let (message, remedy) = match measurements.0.get(measure) {
            Some(Ok(_)) => continue,
            Some(Err(reason)) => (
                format!("指标“{}”的度量「{measure}」没有得出值：{reason}。", indicator.name),
                "请先解决上述问题。".to_owned(),
            ),
            None => {
                let near = nearest(measure, measurements.0.keys().map(String::as_str));
                (
                    format!("指标“{}”所用的度量「{measure}」不存在。", indicator.name),
                    near.map_or_else(
                        || "请在 measures.toml 中写明这个度量。".to_owned(),
                        |near| format!("是否应为「{near}」？"),
                    ),
                )
            }
        };
        problems.push(Problem {
            kind: ProblemKind::UnknownReference,
            place: place(places, &indicator.fact("actual")),
            excerpt: format!("measure = \"{measure}\""),
            message,
            remedy,
        });
    }
    problems
}

/// The evidence that indicators name and the folder does not hold.
fn missing_evidence(dossier: &Dossier, places: &Places) -> Vec<Problem> {
    let held: BTreeSet<&str> = dossier.evidence.iter().map(|one| one.file.as_str()).collect();
    let indicators = dossier.indicators().map(|(_, one)| one);
    let named = indicators.flat_map(|one| one.evidence.iter().map(move |file| (one, file)));
    named
        .filter(|(_, file)| !held.contains(file.as_str()))
        .map(|(indicator, file)| Problem {
            kind: ProblemKind::MissingFile,
            place: place(places, &FactId::new(["indicator", &indicator.id])),
            excerpt: file.clone(),
            message: format!("指标“{}”的佐证材料「{file}」不在卷宗里。", indicator.name),
            remedy: nearest(file, held.iter().copied()).map_or_else(
                || "请把文件放入 evidence/，或删去这一条。".to_owned(),
                |near| format!("是否应为「{near}」？"),
            ),
        })
        .collect()
}

fn place(places: &Places, fact: &FactId) -> Place {
    places.of(fact).cloned().unwrap_or(Place::File { file: "dossier.toml".to_owned() })
}

/// What stands in the folder and has no part in a dossier.
fn unknown_files(folder: &Path) -> Vec<Problem> {
    const KNOWN: [&str; 6] =
        ["dossier.toml", "measures.toml", "narrative", "registers", "evidence", "README.md"];
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
        .into_iter()
        .filter(|name| !KNOWN.contains(&name.as_str()) && !name.starts_with('.'))
        .map(|name| Problem {
            kind: ProblemKind::UnknownKey,
            place: Place::File { file: name.clone() },
            excerpt: name.clone(),
            message: format!("卷宗里的「{name}」没有用处，它的内容没有被采用。"),
            remedy: nearest(&name, KNOWN.into_iter()).map_or_else(
                || "请移出卷宗；佐证材料应放在 evidence/ 里。".to_owned(),
                |near| format!("是否应为「{near}」？"),
            ),
        })
        .collect()
}

fn narrative(folder: &Path, problems: &mut Vec<Problem>) -> Vec<NarrativeFile> {
    let mut files = Vec::new();
    for path in files_below(folder, "narrative", problems) {
        let name = relative(folder, &path);
        match file::read_text(&path, &name) {
            Ok(text) => files.push(NarrativeFile { file: name, text }),
            Err(problem) => problems.push(*problem),
        }
    }
    files
}

fn evidence(
    folder: &Path,
    problems: &mut Vec<Problem>,
    on_step: &mut dyn FnMut(Step),
) -> Vec<EvidenceFile> {
    let mut files = Vec::new();
    for path in files_below(folder, "evidence", problems) {
        let name = relative(folder, &path);
        on_step(Step::Evidence(name.clone()));
        match file::sha256(&path, &name) {
            Ok(sha256) => files.push(EvidenceFile { file: name, sha256 }),
            Err(error) => problems.push(unread(&name, &error.to_string())),
        }
    }
    files
}

/// All files below a part of the folder, sorted; hidden files are left out.
fn files_below(folder: &Path, part: &str, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.join(part)];
    while let Some(current) = folders.pop() {
        if !current.exists() {
            continue;
        }
        let entries = match std::fs::read_dir(&current) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(unread(&relative(folder, &current), &error.to_string()));
                continue;
            }
        };
        for entry in entries.flatten() {
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            // Links are not followed: what they lead to is not part of the dossier, and may be a circle.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && !is_hidden => files.push(entry.path()),
                Ok(kind) if kind.is_symlink() => {
                    let name = relative(folder, &entry.path());
                    problems.push(unread(&name, "这是一个链接，卷宗只收文件本身"));
                }
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn unread(name: &str, reason: &str) -> Problem {
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
