//! `heng register export`: registers as a Frictionless Data Package (Tabular Data Package, version 1).
//!
//! Fields bear the identifiers of the columns as their names and the headings as their titles, so
//! that heng reads the csv files again. What a package can't say by itself stands in keys of its
//! own: `unit`, `retention`, `quality`.

use std::fs;
use std::io::Write;
use std::path::Path;

use heng_core::hash::sha256;
use heng_core::register::journal::csv_cells;
use heng_core::register::schema::{Column, ColumnKind, Presence, Schema, Sensitivity};
use heng_core::register::value::Value;
use heng_intake::folder::FoundRegister;
use serde_json::json;

use super::{register, registers};
use crate::cli::Export;
use crate::dossier_folder::refuse_occupied;
use crate::error::Error;
use crate::{Ending, output};

/// Writes a folder with the descriptor and a csv file for each register.
pub fn run(export: &Export, out: &mut dyn Write) -> Result<Ending, Error> {
    let Export { folder, ids, output, level } = export;
    let all = registers(folder)?;
    let wanted: Vec<&FoundRegister> = if ids.is_empty() {
        all.iter().collect()
    } else {
        ids.iter().map(|id| register(&all, id)).collect::<Result<_, _>>()?
    };
    refuse_occupied(output)?;
    let read = |found| Table::read(folder, found, (*level).into());
    let tables: Vec<Table<'_>> = wanted.iter().copied().map(read).collect::<Result<_, _>>()?;
    let resources: Vec<serde_json::Value> = tables.iter().map(Table::resource).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "registers",
        "resources": resources,
    });
    output::create_folder(output, |staged| {
        let put = |name: &str, text: &str| {
            let path = staged.join(name);
            fs::write(&path, text).map_err(|source| Error::Write { path, source })
        };
        for table in &tables {
            put(&table.file(), &table.csv)?;
        }
        put("datapackage.json", &format!("{package:#}\n"))
    })?;
    for table in &tables {
        let hidden = table.schema.columns.len().saturating_sub(table.columns.len());
        let left_out = if hidden == 0 {
            String::new()
        } else {
            format!("，{hidden}列不公开，没有导出")
        };
        writeln!(out, "{}　{}行{left_out}", table.schema.title, table.rows)?;
    }
    writeln!(out, "数据包　{}", output.join("datapackage.json").display())?;
    Ok(Ending::Clean)
}

/// A register with the columns that may leave, as csv.
struct Table<'t> {
    schema: &'t Schema,
    columns: Vec<(usize, &'t Column)>,
    csv: String,
    rows: usize,
}

impl<'t> Table<'t> {
    /// Reads a register whole, as it was revised; one with rows that can't be read does not leave in
    /// part.
    fn read(folder: &Path, found: &'t FoundRegister, up_to: Sensitivity) -> Result<Self, Error> {
        let schema = &found.schema;
        let columns = schema.columns.iter().enumerate();
        let columns: Vec<(usize, &Column)> =
            columns.filter(|(_, column)| column.sensitivity <= up_to).collect();
        let mut csv = line(columns.iter().map(|(_, column)| column.id.clone()));
        let read = found.records(folder, &mut |_, record| {
            let cells = columns.iter().map(|(at, _)| {
                let value = record.get(*at).and_then(Option::as_ref);
                value.map(physical).unwrap_or_default()
            });
            csv.push_str(&line(cells));
        });
        if !read.problems.is_empty() {
            return Err(Error::UnfitRegister { problems: read.problems });
        }
        Ok(Self { schema, columns, csv, rows: read.records })
    }

    fn file(&self) -> String {
        format!("{}.csv", self.schema.id)
    }

    fn resource(&self) -> serde_json::Value {
        let Self { schema, columns, csv, .. } = self;
        let fields: Vec<serde_json::Value> =
            columns.iter().map(|(_, column)| field(column)).collect();
        let mut table = json!({ "fields": fields, "missingValues": [""] });
        let key = schema.key.iter().map(|at| columns.iter().find(|(column, _)| column == at));
        let key: Option<Vec<&str>> =
            key.map(|found| found.map(|(_, column)| column.id.as_str())).collect();
        // A key of which a part may not leave tells no records apart.
        if let Some(key) = key {
            put(&mut table, "primaryKey", json!(key));
        }
        let mut resource = json!({
            "profile": "tabular-data-resource",
            "name": schema.id,
            "title": schema.title,
            "path": self.file(),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": csv.len(),
            "hash": format!("sha256:{}", sha256(csv)),
            "schema": table,
        });
        if let Some(retention) = schema.retention {
            put(&mut resource, "retention", json!(retention.to_string()));
        }
        if let Some(quality) = &schema.quality {
            put(
                &mut resource,
                "quality",
                json!({
                    "verification": quality.verification,
                    "sources": quality.sources,
                    "accuracy": quality.accuracy,
                    "limits": quality.limits,
                    "compensation": quality.compensation,
                }),
            );
        }
        resource
    }
}

/// A column as a field: its type with what its cells have to be.
fn field(column: &Column) -> serde_json::Value {
    let (kind, choices) = match &column.kind {
        ColumnKind::Text { choices } => ("string", choices.as_slice()),
        ColumnKind::Integer => ("integer", [].as_slice()),
        ColumnKind::Decimal | ColumnKind::Money => ("number", [].as_slice()),
        ColumnKind::Date => ("date", [].as_slice()),
        ColumnKind::Boolean => ("boolean", [].as_slice()),
    };
    let mut constraints = json!({});
    if column.presence == Presence::Required {
        put(&mut constraints, "required", json!(true));
    }
    if !choices.is_empty() {
        put(&mut constraints, "enum", json!(choices));
    }
    if let Some(minimum) = column.minimum {
        put(&mut constraints, "minimum", json!(minimum.normalize().to_string()));
    }
    let mut field = json!({
        "name": column.id,
        "title": column.label,
        "type": kind,
        "constraints": constraints,
    });
    if let Some(unit) = &column.unit {
        put(&mut field, "unit", json!(unit.to_string()));
    }
    field
}

fn put(object: &mut serde_json::Value, key: &str, value: serde_json::Value) {
    if let serde_json::Value::Object(map) = object {
        map.insert(key.to_owned(), value);
    }
}

/// A value as the package's types are written.
fn physical(value: &Value<'_>) -> String {
    match value {
        Value::Boolean(boolean) => boolean.to_string(),
        other => other.text(),
    }
}

/// A line of csv, with the end that RFC 4180 gives it.
fn line(cells: impl Iterator<Item = String>) -> String {
    format!("{}\r\n", csv_cells(&cells.collect::<Vec<_>>()))
}
