//! A dossier from its folder: `dossier.toml`, `measures.toml`, `baseline.toml`, `evidence.toml`,
//! `narrative/`, `registers/`, `evidence/`, `units/`.

pub mod history;
mod registers;
mod sealed;
mod units;

use std::collections::BTreeSet;
use std::path::{Component, Path};

use heng_core::dossier::{
    self, Actual, Dossier, EvidenceFile, NarrativeFile, RegisterSource, RuleFile,
};
use heng_core::evaluation::Loaded;
use heng_core::fact::{FactId, Place, Places};
use heng_core::reader::{self, Problem, ProblemKind, meant_or_all, nearest};
use heng_core::register::Measurements;
use heng_core::register::evaluate::Terms;
use heng_core::register::measure::{self, Measure, MeasureSet};
use heng_core::register::reference::References;
use heng_core::register::schema::{self, Schema};
use heng_core::register::template;
use jiff::civil::Date;

use crate::inside::{self, File, read_text, unread};
use crate::{file, register};
use history::{IMPORTS, REVISIONS, beside};
pub use registers::{FoundRegister, observe, registers, rows};

/// The file that makes a folder a dossier.
const DOSSIER: &str = "dossier.toml";

/// The file of a dossier's measures.
const MEASURES: &str = "measures.toml";

/// A step of loading that takes time, for progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A register is measured; its path.
    Register(String),
    /// A file of evidence is hashed; its path.
    Evidence(String),
}

impl Step {
    /// The same step, seen from a folder above.
    fn below(self, folder: &str) -> Self {
        match self {
            Self::Register(file) => Self::Register(format!("{folder}/{file}")),
            Self::Evidence(file) => Self::Evidence(format!("{folder}/{file}")),
        }
    }
}

/// Loads a dossier from its folder and measures its registers; so with the dossiers of its units.
///
/// Loading never fails on content: whatever can't be read or placed is among the problems.
/// `on_step` hears of each step that takes time before it is taken.
#[must_use]
pub fn load(folder: &Path, on_step: &mut dyn FnMut(Step)) -> Loaded {
    load_as_of(folder, None, on_step)
}

/// Loads a dossier with its registers as they were on a day, where one is named: without records
/// that were entered later, and with the revisions made up to then.
#[must_use]
pub fn load_as_of(folder: &Path, day: Option<Date>, on_step: &mut dyn FnMut(Step)) -> Loaded {
    load_at(folder, 0, day, on_step)
}

/// Loads a dossier that lies so many levels below the department's.
fn load_at(
    folder: &Path,
    level: usize,
    as_of: Option<Date>,
    on_step: &mut dyn FnMut(Step),
) -> Loaded {
    let mut problems = Vec::new();
    let narrative = narrative(folder, &mut problems);
    let text = match read_text(folder, DOSSIER) {
        Ok(text) => text,
        Err(problem) => {
            problems.push(*problem);
            return Loaded {
                dossier: Dossier::default(),
                places: Places::default(),
                measurements: Measurements::default(),
                observed: Vec::new(),
                problems,
            };
        }
    };
    let read = dossier::read(DOSSIER, &text, &narrative);
    let (mut dossier, mut places) = (read.dossier, read.places);
    problems.extend(read.problems);
    problems.extend(sealed::read(folder, &mut dossier, &mut places));
    dossier.rules = rules(folder);
    dossier.evidence = evidence(folder, &mut problems, on_step);
    let measurements = measured(folder, &mut dossier, &places, as_of, &mut problems, on_step);
    problems.extend(unknown_measures(&dossier, &places, &measurements));
    problems.extend(missing_evidence(&dossier, &places));
    problems.extend(unknown_files(folder));
    problems.extend(unnamed_registers(folder, &dossier));
    problems.extend(units::load(folder, (level, as_of), &mut dossier, &mut places, on_step));
    Loaded { dossier, places, measurements, observed: Vec::new(), problems }
}

/// The schemas that registers of a dossier may have: its own, and the templates that it does not
/// replace by one of its own.
#[must_use]
pub fn schemas(folder: &Path) -> (Vec<Schema>, Vec<Problem>) {
    let mut schemas: Vec<Schema> = Vec::new();
    let mut problems = Vec::new();
    // The identifiers taken, each with its file. One whose schema can't be used is taken as well:
    // the register is not counted by a template that the dossier has replaced.
    let mut taken: Vec<(String, String)> = Vec::new();
    for File { name, path } in own_schemas(folder, &mut problems) {
        let text = match file::read_text(&path, &name) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(*problem);
                continue;
            }
        };
        let (schema, found) = schema::read(&name, &text);
        problems.extend(found);
        let Some((id, place)) = identifier(&name, &text) else { continue };
        if let Some((_, first)) = taken.iter().find(|(one, _)| *one == id) {
            problems.push(second_schema(&id, place, first));
            continue;
        }
        taken.push((id, name));
        schemas.extend(schema);
    }
    let is_free = |schema: &&Schema| taken.iter().all(|(id, _)| *id != schema.id);
    schemas.extend(template::schemas().iter().filter(is_free).cloned());
    (schemas, problems)
}

/// The schema of the register that a dossier has in a file.
#[must_use]
pub fn schema_of<'s>(dossier: &Dossier, file: &str, schemas: &'s [Schema]) -> Option<&'s Schema> {
    let source = dossier.registers.iter().find(|one| one.file == file)?;
    schemas.iter().find(|schema| schema.id == source.id)
}

/// The files of the dossier's own schemas.
fn own_schemas(folder: &Path, problems: &mut Vec<Problem>) -> Vec<File> {
    let mut files = inside::files_below(folder, "registers", problems);
    files.retain(|file| file.path.extension().is_some_and(|ending| ending == "toml"));
    files
}

/// The identifier of a schema and where it stands, whatever else is wrong with it.
fn identifier(name: &str, text: &str) -> Option<(String, Place)> {
    let take = |root: &reader::Entry<'_>| {
        let entry = root.entry("register")?;
        Some((entry.text("id")?, entry.place_of("id")))
    };
    reader::read(name, text, take).0
}

fn second_schema(id: &str, place: Place, first: &str) -> Problem {
    Problem {
        kind: ProblemKind::DuplicateId,
        message: format!(
            "台账格式「{id}」在 {first} 里已经有了，只采用了 {first}，没有采用 {}。",
            place.file()
        ),
        place,
        excerpt: id.to_owned(),
        remedy: "请为其中一个另取标识，或删去多余的一个。".to_owned(),
    }
}

/// The measures of a dossier, from `measures.toml` where there is one.
#[must_use]
pub fn measures(folder: &Path, schemas: &[Schema]) -> (MeasureSet, Vec<Problem>) {
    if folder.join(MEASURES).symlink_metadata().is_err() {
        return (MeasureSet::default(), Vec::new());
    }
    match read_text(folder, MEASURES) {
        Ok(text) => measure::read(MEASURES, &text, schemas),
        Err(problem) => (MeasureSet::default(), vec![*problem]),
    }
}

/// The files that say how registers are counted; those that can't be read are reported where
/// they are used.
fn rules(folder: &Path) -> Vec<RuleFile> {
    let measures = inside::path(folder, MEASURES).ok();
    let measures = measures.map(|path| File { name: MEASURES.to_owned(), path });
    let hashed = |File { name, path }: File| {
        Some(RuleFile { sha256: file::sha256(&path, &name).ok()?, file: name })
    };
    let own = own_schemas(folder, &mut Vec::new());
    let mut beside = inside::files_below(folder, "registers", &mut Vec::new());
    beside.retain(|file| file.name.ends_with(REVISIONS) || file.name.ends_with(IMPORTS));
    measures.into_iter().chain(own).chain(beside).filter_map(hashed).collect()
}

fn measured(
    folder: &Path,
    dossier: &mut Dossier,
    places: &Places,
    as_of: Option<Date>,
    problems: &mut Vec<Problem>,
    on_step: &mut dyn FnMut(Step),
) -> Measurements {
    let (schemas, found) = schemas(folder);
    problems.extend(found);
    let (set, found) = measures(folder, &schemas);
    problems.extend(found);
    let mut measurements = set.refused;
    let year = dossier.fiscal_year;
    let references = references(folder, dossier, &schemas, &set.measures, as_of);
    for source in &mut dossier.registers {
        let Some(schema) = schemas.iter().find(|schema| schema.id == source.id) else {
            problems.push(unknown_register(&source.id, places, &schemas));
            continue;
        };
        if !is_inside(&source.file) {
            problems.push(outside(source, places));
            continue;
        }
        let path = match inside::path(folder, &source.file) {
            Ok(path) => path,
            Err(problem) => {
                // What lies in registers/ is looked through for schemas, and named already.
                if !problems.contains(&problem) {
                    problems.push(*problem);
                }
                let own = set.measures.iter().filter(|one| one.schema().id == source.id);
                let reason = format!("台账文件 {} 没有读入", source.file);
                measurements.add(Measurements::without_value(own.map(Measure::id), &reason));
                continue;
            }
        };
        on_step(Step::Register(source.file.clone()));
        let terms = Terms { fiscal_year: year, references: &references };
        let (history, found) = history::history(folder, &source.file, schema, as_of);
        problems.extend(found);
        let measures = &set.measures;
        let result = register::measure_past(&path, &source.file, schema, measures, terms, &history);
        problems.extend(result.problems);
        source.sha256 = result.sha256;
        measurements.add(result.measurements);
    }
    let left: Vec<&str> = set
        .measures
        .iter()
        .map(Measure::id)
        .filter(|id| !measurements.0.contains_key(*id))
        .collect();
    let reason = "卷宗没有登记它所用的台账（[[register]]）";
    measurements.add(Measurements::without_value(left, reason));
    measurements
}

/// The values that conditions look for in other registers than their own.
fn references(
    folder: &Path,
    dossier: &Dossier,
    schemas: &[Schema],
    measures: &[Measure],
    as_of: Option<Date>,
) -> References {
    let wanted = References::wanted(measures);
    let mut references = References::default();
    for source in &dossier.registers {
        let is_wanted = wanted.iter().any(|one| one.register == source.id);
        let schema = schemas.iter().find(|schema| schema.id == source.id);
        let path = inside::path(folder, &source.file).ok();
        // What can't be read is reported where the register is measured.
        let path = path.filter(|_| is_wanted && is_inside(&source.file));
        if let (Some(schema), Some(path)) = (schema, path) {
            let (history, _) = history::history(folder, &source.file, schema, as_of);
            register::gather(&path, &source.file, schema, &wanted, &history, &mut references);
        }
    }
    references
}

/// Says whether a path leads to a place in the folder.
fn is_inside(file: &str) -> bool {
    let mut parts = Path::new(file).components();
    !file.is_empty() && parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn outside(source: &RegisterSource, places: &Places) -> Problem {
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: register_place(places, &source.id),
        excerpt: source.file.clone(),
        message: format!("台账文件「{}」不在卷宗里，没有读入。", source.file),
        remedy: "请把文件放入 registers/，写成 registers/….csv 或 registers/….xlsx。".to_owned(),
    }
}

fn unknown_register(id: &str, places: &Places, schemas: &[Schema]) -> Problem {
    let known = schemas.iter().map(|schema| schema.id.as_str());
    Problem {
        kind: ProblemKind::UnknownReference,
        place: register_place(places, id),
        excerpt: id.to_owned(),
        message: format!("没有「{id}」这种台账（或它的格式有误），它的文件没有读入。"),
        remedy: meant_or_all(id, known, "已有的台账"),
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
            kind: ProblemKind::UnknownReference,
            place: place(places, &FactId::new(["indicator", &indicator.id])),
            excerpt: file.clone(),
            message: format!("指标“{}”的佐证材料「{file}」不在卷宗里。", indicator.name),
            // Another document is no likely misspelling: only a name nearly alike is offered.
            remedy: nearest(file, held.iter().copied())
                .filter(|near| near.chars().zip(file.chars()).filter(|(a, b)| a != b).count() <= 2)
                .map_or_else(
                    || "请把文件放入 evidence/，或删去这一条。".to_owned(),
                    |near| format!("是否应为「{near}」？"),
                ),
        })
        .collect()
}

fn register_place(places: &Places, id: &str) -> Place {
    place(places, &FactId::new(["register", id]))
}

fn place(places: &Places, fact: &FactId) -> Place {
    places.of(fact).cloned().unwrap_or(Place::File { file: DOSSIER.to_owned() })
}

/// What stands in the folder and has no part in a dossier.
fn unknown_files(folder: &Path) -> Vec<Problem> {
    const KNOWN: [&str; 10] = [
        DOSSIER,
        MEASURES,
        dossier::baseline::FILE,
        dossier::evidence::FILE,
        "narrative",
        "registers",
        "evidence",
        units::FOLDER,
        "packs",
        "README.md",
    ];
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
        .into_iter()
        .filter(|name| !KNOWN.contains(&name.as_str()) && !name.starts_with('.'))
        .filter(|name| !sealed::is_former(name))
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

/// The files of `registers/` that the dossier does not name.
fn unnamed_registers(folder: &Path, dossier: &Dossier) -> Vec<Problem> {
    // What can't be walked was reported when the schemas were looked for.
    let files = inside::files_below(folder, "registers", &mut Vec::new());
    files
        .into_iter()
        .filter(|file| file.path.extension().is_none_or(|ending| ending != "toml"))
        .filter(|file| !dossier.registers.iter().any(|register| belongs_to(file, register)))
        .map(|File { name, .. }| Problem {
            kind: ProblemKind::UnknownKey,
            place: Place::File { file: name.clone() },
            excerpt: name.clone(),
            message: format!("卷宗没有登记台账文件「{name}」，它没有读入。"),
            remedy: "请在 dossier.toml 里用 [[register]] 登记，或移出卷宗。".to_owned(),
        })
        .collect()
}

/// Says whether a file is that of a register, or one that stands beside it.
fn belongs_to(file: &File, register: &RegisterSource) -> bool {
    let is_beside = |ending| file.name == beside(&register.file, ending);
    file.name == register.file || is_beside(REVISIONS) || is_beside(IMPORTS)
}

fn narrative(folder: &Path, problems: &mut Vec<Problem>) -> Vec<NarrativeFile> {
    let mut files = Vec::new();
    for File { name, path } in inside::files_below(folder, "narrative", problems) {
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
    for File { name, path } in inside::files_below(folder, "evidence", problems) {
        on_step(Step::Evidence(name.clone()));
        match file::sha256(&path, &name) {
            Ok(sha256) => files.push(EvidenceFile { file: name, sha256 }),
            Err(error) => problems.push(unread(&name, &error.to_string())),
        }
    }
    files
}
