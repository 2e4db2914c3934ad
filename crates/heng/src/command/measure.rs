//! `heng measure`: what the registers give.

mod origin;
mod rows;

use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Loaded;
use heng_core::finding::Finding;
use jiff::civil::Date;

use crate::cli::Format;
use crate::command::check::print_finding;
use crate::error::Error;
use crate::progress::Progress;
use crate::{Ending, evaluate, json};

pub use rows::Rows;

/// Measures all registers of a dossier and prints value, counting rule and evidence; or writes the
/// rows that are the evidence of one measure.
pub fn run(
    folder: &Path,
    rows: Option<Rows<'_>>,
    as_of: Option<Date>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let loaded = evaluate::load_as_of(folder, as_of, &progress)?;
    drop(progress);
    if let Some(wanted) = rows {
        return rows::write(folder, &loaded, wanted, as_of, out);
    }
    match format {
        Format::Text => print(&loaded, out)?,
        Format::Jsonl => print_lines(&loaded, out)?,
    }
    Ok(if loaded.problems.is_empty() { Ending::Clean } else { Ending::ErrorsFound })
}

/// A line for each measure, then one for each indicator, then one for each problem.
fn print_lines(loaded: &Loaded, out: &mut dyn Write) -> Result<(), Error> {
    for (id, measured) in &loaded.measurements.0 {
        json::line(&json::measured(id, measured), out)?;
    }
    origin::print_lines(loaded, out)?;
    for problem in &loaded.problems {
        json::line(&json::finding(&Finding::from(problem)), out)?;
    }
    Ok(())
}

fn print(loaded: &Loaded, out: &mut dyn Write) -> Result<(), Error> {
    if loaded.measurements.0.is_empty() {
        writeln!(out, "卷宗没有度量（measures.toml）。")?;
    }
    for (id, measured) in &loaded.measurements.0 {
        match measured {
            Ok(measured) => {
                writeln!(out, "{} = {}", measured.label, measured.figure())?;
                writeln!(out, "  度量：{id}")?;
                writeln!(out, "  口径：{}", measured.counting_rule)?;
                let sheet = measured.sheet.as_ref().map(|sheet| format!("「{sheet}」"));
                let sheet = sheet.unwrap_or_default();
                let count = measured.rows.len();
                writeln!(out, "  依据：{}{sheet} 共{count}行", measured.register)?;
                for (row, days) in &measured.revised {
                    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                    writeln!(out, "  第{row}行曾于 {} 修订", days.join("、"))?;
                }
                writeln!(out, "  台账哈希：{}", measured.register_sha256)?;
            }
            Err(reason) => writeln!(out, "{id}：没有得出值（{reason}）")?,
        }
    }
    origin::print(loaded, out)?;
    for problem in &loaded.problems {
        print_finding(&Finding::from(problem), out)?;
    }
    Ok(())
}
