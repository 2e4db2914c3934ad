//! The samples of the register templates: what the generator writes, read whole, and each measure of
//! the template says something of its sample.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use heng_core::evaluation::Loaded;
use heng_core::register::import::layout::Layout;
use heng_core::register::import::propose::{Grounds, propose};
use heng_core::register::import::rows::{Taken, sort};
use heng_core::register::revision::History;
use heng_core::register::template::{self, TEMPLATES};
use heng_core::register::value::Value;
use heng_intake::folder;
use heng_intake::register::records;
use heng_intake::register::table::tables;

use crate::{examples, generated};

/// The fewest records from which a reader sees what a register looks like.
const RECORDS: usize = 30;

const DOSSIER: &str = r#"
format = 1
fiscal_year = 2023

[packs]
department = "example-department"

[department]
name = "临江区"
"#;

fn sample(id: &str) -> PathBuf {
    examples().join(format!("../registers/{id}/sample.csv"))
}

/// A dossier of 2023 with every sample as a register and every measure of the templates.
fn measured() -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("registers")).unwrap();
    let mut dossier = DOSSIER.to_owned();
    let mut measures = String::new();
    for template in TEMPLATES {
        let id = template.id;
        fs::copy(sample(id), folder.path().join(format!("registers/{id}.csv"))).unwrap();
        write!(dossier, "\n[[register]]\nid = \"{id}\"\nfile = \"registers/{id}.csv\"\n").unwrap();
        measures += template.measures;
    }
    fs::write(folder.path().join("dossier.toml"), dossier).unwrap();
    fs::write(folder.path().join("measures.toml"), measures).unwrap();
    folder::load(folder.path(), &mut |_| {})
}

#[test]
fn each_template_has_the_sample_that_the_generator_gives() {
    let generated: Vec<(&str, String)> = generated::registers().collect();
    assert!(generated.iter().map(|(id, _)| *id).eq(TEMPLATES.iter().map(|template| template.id)));
    for (id, text) in generated {
        let is_same = fs::read_to_string(sample(id)).unwrap() == text;
        assert!(is_same, "{id}: run cargo run -p heng-intake --example generate_demo");
        assert!(text.lines().count() > RECORDS, "{id}");
    }
}

#[test]
fn every_row_of_the_samples_is_read() {
    assert_eq!(measured().problems, []);
}

#[test]
fn each_measure_of_a_template_says_something_of_its_sample() {
    for (id, measured) in measured().measurements.0 {
        let measured = measured.unwrap_or_else(|why| panic!("{id}: {why}"));
        assert!(!measured.rows.is_empty(), "{id} rests on no row");
        let figure = measured.figure();
        assert!(!figure.value().is_zero(), "{id} is {figure}");
    }
}

#[test]
fn each_sample_imports_by_its_headings_with_nothing_left_out() {
    for schema in template::schemas() {
        let id = &schema.id;
        let tables = tables(&sample(id), "sample.csv").unwrap();
        let grid = &tables.grids[0];
        let proposal = propose(grid, schema).unwrap();
        assert_eq!(proposal.mapping.columns.len(), schema.columns.len(), "{id}");
        assert!(proposal.grounds.iter().all(|one| *one == Grounds::Same), "{id}: {proposal:?}");
        let layout = Layout::of(&proposal.mapping, "mapping.toml", grid, schema).unwrap();
        assert_eq!(layout.left_out().collect::<Vec<_>>(), Vec::<&str>::new(), "{id}");
        let sorted = sort(grid, &layout, schema, &[]);
        assert_eq!(
            (sorted.refused.as_slice(), sorted.aside.as_slice()),
            (&[][..], &[][..]),
            "{id}"
        );
        // What is imported is what the sample holds as a register.
        let mut held = Vec::new();
        let mut take = |row: usize, record: &[Option<Value<'_>>]| {
            let own = |value: &Option<Value<'_>>| value.clone().map(Value::into_owned);
            held.push(Taken { row, record: record.iter().map(own).collect() });
        };
        let history = History::default();
        let read = records(&sample(id), "sample.csv", schema, &history, &mut take);
        assert_eq!(read.problems, []);
        assert!(sorted.taken == held, "{id}");
        assert!(held.len() >= RECORDS, "{id}");
    }
}

#[test]
fn no_sample_is_counted_whole_by_all_measures_of_its_template() {
    let measurements = measured().measurements;
    for template in TEMPLATES {
        let file = format!("registers/{}.csv", template.id);
        let records = fs::read_to_string(sample(template.id)).unwrap().lines().count() - 1;
        let measures = measurements.0.values().map(|measured| measured.as_ref().unwrap());
        let mut own = measures.filter(|measured| measured.register == file);
        assert!(own.any(|measured| measured.rows.len() < records), "{}", template.id);
    }
}
