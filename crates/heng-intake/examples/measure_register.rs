//! Measures one register and prints what the bench compares: values, rows of evidence, time, memory.
//!
//! Arguments: the schema, the measures, the register.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example stops where it can't go on"
)]

mod resources;

use std::path::Path;
use std::time::Instant;

use heng_core::register::evaluate::Terms;
use heng_core::register::reference::References;
use heng_core::register::{measure, schema};
use heng_intake::register::measure_file;
use resources::{cpu_millis, in_seconds, peak_mebibytes};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schema, measures, register] = arguments.as_slice() else {
        println!("usage: measure_register register.toml measures.toml register.csv");
        return;
    };
    let schema = schema::read(schema, &std::fs::read_to_string(schema).unwrap()).0.unwrap();
    let text = std::fs::read_to_string(measures).unwrap();
    let (set, problems) = measure::read(measures, &text, std::slice::from_ref(&schema));
    assert_eq!(problems, []);
    let references = References::default();
    let terms = Terms { fiscal_year: 2023, references: &references };

    let (begin, used) = (Instant::now(), cpu_millis());
    let file = measure_file(Path::new(register), register, &schema, &set.measures, terms);
    let (millis, used) = (begin.elapsed().as_millis(), cpu_millis() - used);

    assert_eq!(file.problems, []);
    for measure in &set.measures {
        let given = file.measurements.get(measure.id()).unwrap();
        let sum: usize = given.rows.iter().sum();
        let figure = given.figure();
        let value = figure.text().trim_end_matches(|c: char| !c.is_ascii_digit());
        println!("{}\t{value}\t{}\t{sum}", measure.id(), given.rows.len());
    }
    println!("#\t{}\t{}\t{}", in_seconds(millis), in_seconds(used), peak_mebibytes());
}
