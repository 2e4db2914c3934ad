//! `heng register list`: the templates, and the registers of a dossier.

use std::io::Write;
use std::path::Path;

use heng_core::register::measure::{self, Measure};
use heng_core::register::schema::Schema;
use heng_core::register::template::{self, TEMPLATES};
use heng_intake::folder;
use serde_json::json;

use super::registers;
use crate::cli::Format;
use crate::error::Error;
use crate::{Ending, json};

/// A register as the list shows it.
struct Line<'l> {
    schema: &'l Schema,
    measures: usize,
    /// Path and number of records, of a register in a dossier.
    file: Option<(&'l str, usize)>,
}

/// Lists the templates, or the registers of a dossier with their records.
pub fn run(folder: Option<&Path>, format: Format, out: &mut dyn Write) -> Result<Ending, Error> {
    match folder {
        None => templates(format, out),
        Some(folder) => of_dossier(folder, format, out),
    }
}

fn templates(format: Format, out: &mut dyn Write) -> Result<Ending, Error> {
    let schemas = template::schemas();
    for (template, schema) in TEMPLATES.iter().zip(schemas) {
        let (set, _) = measure::read("measures.toml", template.measures, schemas);
        let line = Line { schema, measures: set.measures.len(), file: None };
        line.print(format, out)?;
    }
    Ok(Ending::Clean)
}

fn of_dossier(folder: &Path, format: Format, out: &mut dyn Write) -> Result<Ending, Error> {
    let registers = registers(folder)?;
    let (schemas, _) = folder::schemas(folder);
    let (set, _) = folder::measures(folder, &schemas);
    let mut ending = Ending::Clean;
    for found in &registers {
        let schema = &found.schema;
        let of_register = |one: &&Measure| one.schema().id == schema.id;
        let read = found.records(folder, &mut |_, _| {});
        Line {
            schema,
            measures: set.measures.iter().filter(of_register).count(),
            file: Some((&found.file, read.records)),
        }
        .print(format, out)?;
        if !read.problems.is_empty() {
            ending = Ending::ErrorsFound;
            if format == Format::Text {
                let count = read.problems.len();
                writeln!(out, "  有{count}处读不出来，见 heng check。")?;
            }
        }
    }
    Ok(ending)
}

impl Line<'_> {
    fn print(&self, format: Format, out: &mut dyn Write) -> Result<(), Error> {
        let Self { schema, measures, file } = self;
        let retention = schema.retention.map(|retention| retention.to_string());
        if format == Format::Jsonl {
            let line = json!({
                "id": schema.id,
                "title": schema.title,
                "columns": schema.columns.len(),
                "measures": measures,
                "retention": retention,
                "has_quality": schema.quality.is_some(),
                "file": file.map(|(file, _)| file),
                "records": file.map(|(_, records)| records),
            });
            return json::line(&line, out);
        }
        write!(out, "{}　{}　{}列", schema.id, schema.title, schema.columns.len())?;
        if let Some((file, records)) = file {
            write!(out, "　{records}条记录（{file}）")?;
        }
        write!(out, "　{measures}个度量　")?;
        match retention {
            Some(retention) => write!(out, "保存{retention}")?,
            None => write!(out, "没有写明保存期限")?,
        }
        let quality = if schema.quality.is_some() { "" } else { "　没有数据质量说明" };
        Ok(writeln!(out, "{quality}")?)
    }
}
