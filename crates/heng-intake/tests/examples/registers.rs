//! The registers of the demo dossier: what is committed is what the generator gives; and what
//! measuring one of them gives, in two encodings and row by row.

use std::fs;

use heng_core::register::evaluate::Terms;
use heng_core::register::measure::{self, Measure};
use heng_core::register::reference::References;
use heng_core::register::revision::History;
use heng_core::register::schema::{Schema, Sensitivity};
use heng_core::register::template;
use heng_intake::file::read_text;
use heng_intake::register::{Encoding, MeasuredFile, measure, measure_file, rows};

use crate::{demo_folder, generated};

const CSV: &str = "registers/training_sessions.csv";

fn schema() -> Schema {
    let schemas = template::schemas();
    let found = schemas.iter().find(|schema| schema.id == "training_sessions");
    found.unwrap().clone()
}

fn measures() -> Vec<Measure> {
    let text = read_text(&demo_folder().join("measures.toml"), "measures.toml").unwrap();
    let (set, problems) = measure::read("measures.toml", &text, template::schemas());
    assert_eq!(problems, []);
    set.measures
}

fn terms(references: &References) -> Terms<'_> {
    Terms { fiscal_year: 2023, references }
}

fn outline(file: &MeasuredFile) -> Vec<String> {
    let one = |(id, result): (&String, &Result<heng_core::register::Measured, String>)| {
        let measured = result.as_ref().unwrap();
        format!("{id} {} {}", measured.figure(), measured.rows.len())
    };
    file.measurements.0.iter().map(one).collect()
}

const VALUES: [&str; 8] = [
    "cadres_in_higher_courses 99人 6",
    "cost_per_attendance 403.7元 14",
    "initial_training_coverage 98.51% 2",
    "leadership_courses_held 2期 2",
    "mean_training_attendance 466.4人次 14",
    "training_attendance 6530人次 14",
    "training_cost 317.51万元 25",
    "training_sessions_held 14期 14",
];

/// The register that the generator writes under this name.
fn generated(id: &str) -> String {
    generated::registers().find(|(known, _)| *known == id).unwrap().1
}

#[test]
fn the_committed_registers_are_what_the_generator_gives() {
    let held = fs::read_dir(demo_folder().join("registers")).unwrap();
    let mut bytes = 0;
    for file in held.flatten() {
        let id = file.path().file_stem().unwrap().to_string_lossy().into_owned();
        let text = generated(&id);
        let is_same = fs::read_to_string(file.path()).unwrap() == text;
        assert!(is_same, "{id}: run cargo run -p heng-intake --example generate_demo");
        bytes += text.len();
    }
    assert!(bytes < 700_000, "{bytes}");
    let department = fs::read_to_string(demo_folder().join("dossier.toml")).unwrap();
    for (path, text) in generated::units::texts(&department) {
        let committed = fs::read_to_string(demo_folder().join(&path)).unwrap();
        let is_same = committed == text;
        assert!(is_same, "{path}: run cargo run -p heng-intake --example generate_demo");
    }
}

#[test]
fn the_measures_have_their_values() {
    let references = References::default();
    let path = demo_folder().join(CSV);
    let file = measure_file(&path, CSV, &schema(), &measures(), terms(&references));
    assert_eq!(file.problems, []);
    assert_eq!(file.records, 59);
    assert_eq!(file.encoding, Encoding::Utf8);
    assert_eq!(outline(&file), VALUES);
}

#[test]
fn gb18030_gives_the_same_values() {
    let text = generated("training_sessions");
    let (bytes, _, unmappable) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}'));
    assert!(!unmappable);
    let references = References::default();
    let terms = terms(&references);
    let file = measure(CSV, bytes.as_ref(), &schema(), &measures(), terms).unwrap();
    assert_eq!(file.problems, []);
    assert_eq!(file.encoding, Encoding::Gb18030);
    assert_eq!(outline(&file), VALUES);
}

#[test]
fn evidence_rows_show_what_may_be_seen() {
    let text = generated("training_sessions");
    let history = History::default();
    let shown = |up_to| {
        let found = rows(CSV, text.as_bytes(), &schema(), &[3, 60, 999], up_to, &history).unwrap();
        let words = |row: &heng_intake::register::Row| {
            let cells = row.cells.iter().map(|cell| format!("{}={}", cell.label, cell.in_words()));
            format!("{}: {}", row.number, cells.collect::<Vec<_>>().join(" "))
        };
        found.iter().map(words).collect::<Vec<_>>()
    };
    let public = shown(Sensitivity::Public);
    assert_eq!(public.len(), 2);
    assert!(public[0].starts_with("3: 期次编号=LJ2022-Z01 名称=2022年"), "{public:?}");
    assert!(public[0].ends_with(" 经费=【不公开】"), "{public:?}");
    let internal = shown(Sensitivity::Internal);
    assert!(internal[0].contains(" 经费=") && !internal[0].contains("不公开"), "{internal:?}");
}
