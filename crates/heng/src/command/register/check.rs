//! `heng register check`: a register with its schema, by itself.

use std::io::Write;
use std::path::Path;

use heng_core::reader::Problem;
use heng_core::register::revision::History;
use heng_core::register::schema::{self, Schema};
use heng_intake::folder::history::{IMPORTS, beside, history, journal};
use heng_intake::{folder, register};

use super::import::JOURNAL as IMPORT_JOURNAL;
use super::{register as named, registers, unknown};
use crate::Ending;
use crate::cli::CheckRegister;
use crate::error::Error;

/// Checks the registers of a dossier, or one file.
pub fn run(arguments: &CheckRegister, out: &mut dyn Write) -> Result<Ending, Error> {
    let path = &arguments.path;
    if path.is_file() {
        return file(path, arguments.register.as_deref(), out);
    }
    let registers = registers(path)?;
    let chosen = match &arguments.register {
        Some(id) => std::slice::from_ref(named(&registers, id)?),
        None => registers.as_slice(),
    };
    let mut ending = Ending::Clean;
    for found in chosen {
        let (history, mut problems) = history(path, &found.file, &found.schema, None);
        // Measured by no measure: what can't be taken shows all the same, and what was revised.
        let read = register::check(&found.path, &found.file, &found.schema, &history);
        problems.extend(read.problems);
        let imports = beside(&found.file, IMPORTS);
        match journal(path, &imports) {
            Ok(rows) => problems.extend(IMPORT_JOURNAL.read(&imports, &rows).1),
            Err(problem) => problems.push(*problem),
        }
        ending = ending.max(print(&found.schema, &found.file, read.records, &problems, out)?);
    }
    Ok(ending)
}

/// Checks a schema, or a register's file against the schema of a template.
fn file(path: &Path, id: Option<&str>, out: &mut dyn Write) -> Result<Ending, Error> {
    let name = path.display().to_string();
    if path.extension().is_some_and(|ending| ending == "toml") {
        let text = heng_intake::file::read_text(path, &name)
            .map_err(|problem| Error::unfit_register(*problem))?;
        let (schema, problems) = schema::read(&name, &text);
        let Some(schema) = schema else {
            for problem in &problems {
                writeln!(out, "{problem}")?;
            }
            return Ok(Ending::ErrorsFound);
        };
        writeln!(out, "{}（{name}）　格式没有问题，共{}列", schema.title, schema.columns.len())?;
        notes(&schema, out)?;
        return Ok(Ending::Clean);
    }
    let beside = path.parent().and_then(Path::parent).unwrap_or(Path::new("."));
    let (schemas, _) = folder::schemas(beside);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let id = id.map(str::to_owned).or(stem).unwrap_or_default();
    let known = schemas.iter().map(|schema| schema.id.as_str());
    let schema = schemas.iter().find(|schema| schema.id == id);
    let schema = schema.ok_or_else(|| unknown(&id, known))?;
    let read = register::check(path, &name, schema, &History::default());
    print(schema, &name, read.records, &read.problems, out)
}

fn print(
    schema: &Schema,
    file: &str,
    records: usize,
    problems: &[Problem],
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    writeln!(out, "{}（{file}）　{records}条记录，{}处问题", schema.title, problems.len())?;
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    notes(schema, out)?;
    Ok(if problems.is_empty() { Ending::Clean } else { Ending::ErrorsFound })
}

/// What the schema might say besides.
fn notes(schema: &Schema, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "  主键：{}", schema.key_label())?;
    if schema.retention.is_none() {
        writeln!(out, "  提示：没有写保存期限（[register] 的 retention）。")?;
    }
    if schema.quality.is_none() {
        writeln!(out, "  提示：没有写数据质量（[quality] 的五项说明）。")?;
    }
    Ok(())
}
