//! Measures registers and prints what the benches and the differential test compare.
//!
//! Arguments: a folder with a folder for each register, which holds `register.toml`,
//! `measures.toml` and `data.csv`; then `sums`, or `rows` for the number of each row of evidence;
//! then the registers that are measured, all where none is named. Conditions may look into any.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example stops where it can't go on"
)]

mod resources;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use heng_core::register::evaluate::Terms;
use heng_core::register::measure::{self, Measure};
use heng_core::register::reference::References;
use heng_core::register::revision::History;
use heng_core::register::rows::Rows;
use heng_core::register::schema::{self, Schema};
use heng_intake::register::{gather, measure_file};
use resources::{cpu_millis, in_seconds, peak_mebibytes};

const FISCAL_YEAR: i16 = 2023;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, shown, named @ ..] = arguments.as_slice() else {
        println!("usage: measure_registers FOLDER sums|rows [REGISTER…]");
        return;
    };
    let folder = Path::new(folder);
    let schemas = schemas(folder);
    let is_measured = |schema: &&Schema| named.is_empty() || named.contains(&schema.id);
    let (begin, used) = (Instant::now(), cpu_millis());
    let measured: Vec<String> = schemas
        .iter()
        .filter(is_measured)
        .map(|schema| measured(folder, schema, &schemas, shown == "rows"))
        .collect();
    let (millis, used) = (begin.elapsed().as_millis(), cpu_millis() - used);
    print!("{}", measured.concat());
    println!("#\t{}\t{}\t{}", in_seconds(millis), in_seconds(used), peak_mebibytes());
}

fn schemas(folder: &Path) -> Vec<Schema> {
    let mut folders: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let read = |folder: &PathBuf| {
        let path = folder.join("register.toml");
        let (schema, problems) =
            schema::read("register.toml", &std::fs::read_to_string(&path).unwrap());
        assert_eq!(problems, [], "{}", path.display());
        schema.unwrap()
    };
    folders.iter().map(read).collect()
}

/// A line for each measure: register, measure, value, rows of evidence, all rows of a share.
fn measured(folder: &Path, schema: &Schema, schemas: &[Schema], shows_rows: bool) -> String {
    let file = |id: &str, name: &str| folder.join(id).join(name);
    let text = std::fs::read_to_string(file(&schema.id, "measures.toml")).unwrap();
    let (set, problems) = measure::read("measures.toml", &text, schemas);
    assert_eq!(problems, [], "{}", schema.id);
    let mut references = References::default();
    let wanted = References::wanted(&set.measures);
    let looked_into: BTreeSet<&str> = wanted.iter().map(|one| one.register.as_str()).collect();
    for other in schemas.iter().filter(|other| looked_into.contains(other.id.as_str())) {
        let data = file(&other.id, "data.csv");
        gather(&data, &other.id, other, &wanted, &History::default(), &mut references);
    }
    let terms = Terms { fiscal_year: FISCAL_YEAR, references: &references };
    let data = file(&schema.id, "data.csv");
    let given = measure_file(&data, &schema.id, schema, &set.measures, terms);
    assert_eq!(given.problems, [], "{}", schema.id);
    let line = |measure: &Measure| {
        let id = measure.id();
        let shown =
            |rows: Option<&Rows>| rows.map_or_else(String::new, |rows| written(rows, shows_rows));
        let given = given.measurements.get(id);
        let value = given.map_or("none".to_owned(), |given| given.value.normalize().to_string());
        let evidence = shown(given.map(|given| &given.rows));
        let whole = shown(given.and_then(|given| given.whole_rows.as_ref()));
        format!("{}\t{id}\t{value}\t{evidence}\t{whole}\n", schema.id)
    };
    set.measures.iter().map(line).collect()
}

/// The numbers of the rows, or how many there are and their sum.
fn written(rows: &Rows, shows_rows: bool) -> String {
    if shows_rows {
        let numbers: Vec<String> = rows.iter().map(|row| row.to_string()).collect();
        return numbers.join(",");
    }
    format!("{},{}", rows.len(), rows.iter().sum::<usize>())
}
