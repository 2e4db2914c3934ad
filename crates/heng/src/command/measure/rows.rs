//! `heng measure --rows`: the rows that are the evidence of a measure, as a workbook.

use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Loaded;
use heng_core::reader::meant_or_all;
use heng_core::register::Measured;
use heng_core::register::schema::Sensitivity;
use heng_intake::folder;
use heng_intake::register::Row;
use heng_render::document::{Entry, Listing};
use heng_render::write::xlsx;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::error::Error;
use crate::{Ending, output};

/// Characters of Chinese that a column is wide.
const WIDTH: u32 = 12;
/// Those of the columns that explain the measure.
const WIDE: u32 = 60;

/// Which measure is written where.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'r> {
    /// Identifier of the measure.
    pub measure: &'r str,
    /// The workbook.
    pub output: &'r Path,
    /// The columns up to this level; cells of others are masked.
    pub up_to: Sensitivity,
}

/// Writes the rows of a measure, with what it is on a sheet of its own.
pub fn write(
    folder: &Path,
    loaded: &Loaded,
    wanted: Rows<'_>,
    as_of: Option<Date>,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let Rows { measure, output, up_to } = wanted;
    output::check_new(output)?;
    let measured = match loaded.measurements.0.get(measure) {
        Some(Ok(measured)) => measured,
        Some(Err(reason)) => {
            writeln!(out, "{measure}：没有得出值（{reason}），没有写出文件。")?;
            return Ok(Ending::ErrorsFound);
        }
        None => return Err(unknown(loaded, measure)),
    };
    let listings = [about(measured), evidence(folder, loaded, measured, (up_to, as_of))?];
    let date =
        loaded.dossier.report_date.or_else(|| Date::new(loaded.dossier.fiscal_year, 12, 31).ok());
    let bytes = xlsx::listings(&measured.label, date.unwrap_or_default(), &listings)?;
    output::write_new(output, bytes)?;
    let count = measured.rows.len();
    writeln!(out, "{} = {}　共{count}行：{}", measured.label, measured.figure(), output.display())?;
    Ok(Ending::Clean)
}

fn unknown(loaded: &Loaded, measure: &str) -> Error {
    let known = loaded.measurements.0.keys().map(String::as_str);
    let remedy = meant_or_all(measure, known, "有的度量");
    Error::UnknownMeasure { id: measure.to_owned(), remedy }
}

/// What the measure is and what it gave.
fn about(measured: &Measured) -> Listing {
    let count = measured.rows.len().to_string();
    let lines = [
        ("度量", measured.label.clone()),
        ("标识", measured.measure.clone()),
        ("值", measured.figure().text().to_owned()),
        ("口径", measured.counting_rule.clone()),
        ("台账", measured.register.clone()),
        ("台账哈希", measured.register_sha256.clone()),
        ("依据行数", count),
    ];
    let row =
        |(name, words): (&str, String)| vec![Entry::Words(name.to_owned()), Entry::Words(words)];
    Listing {
        name: "度量".to_owned(),
        columns: vec![("项目".to_owned(), WIDTH), ("内容".to_owned(), WIDE)],
        rows: lines.map(row).to_vec(),
    }
}

/// The rows, each with its file, its number and its content.
fn evidence(
    folder: &Path,
    loaded: &Loaded,
    measured: &Measured,
    (up_to, as_of): (Sensitivity, Option<Date>),
) -> Result<Listing, Error> {
    let file = &measured.register;
    let (schemas, _) = folder::schemas(folder);
    let rows = match folder::schema_of(&loaded.dossier, file, &schemas) {
        Some(schema) => {
            let wanted: Vec<usize> = measured.rows.iter().collect();
            folder::rows(folder, file, schema, &wanted, up_to, as_of)?
        }
        None => Vec::new(),
    };
    let mut columns = vec![("文件".to_owned(), WIDTH * 2), ("行号".to_owned(), WIDTH / 2)];
    let labels = rows.first().map(|row| row.cells.iter().map(|cell| (cell.label.clone(), WIDTH)));
    columns.extend(labels.into_iter().flatten());
    let row = |row: Row| {
        let number = Entry::Number(Decimal::from(row.number));
        let cells = row.cells.iter().map(|cell| Entry::Words(cell.in_words()));
        [Entry::Words(file.clone()), number].into_iter().chain(cells).collect()
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Listing { name: "依据行".to_owned(), columns, rows })
}
