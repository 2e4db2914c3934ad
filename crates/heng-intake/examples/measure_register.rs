//! Measures one register and prints what the bench compares: values, rows of evidence, time, memory.
//!
//! Arguments: the schema, the measures, the register.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example stops where it can't go on"
)]

use std::path::Path;
use std::time::Instant;

use heng_core::register::evaluate::Terms;
use heng_core::register::reference::References;
use heng_core::register::{measure, schema};
use heng_intake::register::measure_file;

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

fn in_seconds(millis: u128) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}

/// The processor time of all threads so far, which the system counts in hundredths of a second.
fn cpu_millis() -> u128 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let ticks = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u128>().unwrap());
    ticks.sum::<u128>() * 10
}

/// The most memory that the process held, as the system tells it.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}
