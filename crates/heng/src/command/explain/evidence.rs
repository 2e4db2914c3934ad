//! What a value rests on in the end: rows of registers, and files of evidence.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use heng_core::derivation::{Derivation, Step};
use heng_core::dossier::{Actual, Indicator};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::register::schema::{Schema, Sensitivity};
use heng_intake::folder;
use heng_intake::register::{Row, RowCell};
use serde_json::{Value, json};

use crate::error::Error;

/// Rows of a register that are shown for one measure; the rest is counted.
const ROWS_SHOWN: usize = 10;

/// Which rows are shown, and which of their columns.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The columns up to this level; cells of others are masked.
    pub up_to: Sensitivity,
    /// How many rows of each measure.
    pub rows: RowsShown,
}

/// How many rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsShown {
    /// The first few.
    First,
    /// All.
    All,
}

/// The rows of one register that a value rests on.
pub(super) struct RegisterRows {
    file: String,
    sheet: Option<String>,
    /// Those that are shown.
    shown: Vec<Row>,
    /// How many there are.
    count: usize,
}

/// The rows of each register that a derivation rests on.
pub(super) fn rows(
    folder: &Path,
    evaluation: &Evaluation,
    schemas: &[Schema],
    derivation: &Derivation,
    view: View,
) -> Result<Vec<RegisterRows>, Error> {
    let mut measured = Vec::new();
    derivation.walk(&mut |_, node| {
        if let Step::Measured { rows, register, sheet, .. } = &node.step {
            measured.push((register.clone(), sheet.clone(), rows.clone()));
        }
    });
    let mut found = Vec::new();
    for (file, sheet, rows) in measured {
        let schema = folder::schema_of(&evaluation.dossier, &file, schemas);
        let Some(schema) = schema else { continue };
        let most = if view.rows == RowsShown::All { usize::MAX } else { ROWS_SHOWN };
        let wanted: Vec<usize> = rows.iter().take(most).collect();
        let shown = folder::rows(folder, &file, schema, &wanted, view.up_to, None)?;
        found.push(RegisterRows { file, sheet, shown, count: rows.len() });
    }
    Ok(found)
}

impl RegisterRows {
    /// Prints the rows, each with file, number and content.
    pub(super) fn print(&self, out: &mut dyn Write) -> Result<(), Error> {
        let Self { file, sheet, shown, count } = self;
        let sheet = sheet.as_ref().map(|sheet| format!("「{sheet}」")).unwrap_or_default();
        writeln!(out, "依据行　{file}{sheet}　共{count}行")?;
        for row in shown {
            let words = |cell: &RowCell| format!("{}：{}", cell.label, cell.in_words());
            let cells: Vec<String> = row.cells.iter().map(words).collect();
            writeln!(out, "  第{}行　{}", row.number, cells.join("，"))?;
        }
        if *count > shown.len() {
            let more = count.saturating_sub(shown.len());
            writeln!(out, "  ……还有{more}行，用 --all 全部列出。")?;
        }
        Ok(())
    }

    pub(super) fn json(&self) -> Value {
        let row = |row: &Row| {
            let cells = row.cells.iter().map(|cell| (cell.label.clone(), json!(cell.text)));
            let revised = row.cells.iter().filter(|cell| !cell.revised_on.is_empty());
            let revised = revised.map(|cell| {
                let days = cell.revised_on.iter().map(ToString::to_string);
                (cell.label.clone(), days.collect::<Value>())
            });
            json!({
                "number": row.number,
                "cells": cells.collect::<Value>(),
                "revised": revised.collect::<Value>(),
            })
        };
        json!({
            "register": self.file,
            "sheet": self.sheet,
            "count": self.count,
            "rows": self.shown.iter().map(row).collect::<Vec<_>>(),
        })
    }
}

/// The files of evidence of the indicators that a fact belongs to or that its measures give.
pub(super) fn files<'e>(
    evaluation: &'e Evaluation,
    fact: &FactId,
    derivation: &Derivation,
) -> BTreeSet<&'e str> {
    let mut measures = BTreeSet::new();
    derivation.walk(&mut |_, node| {
        if let Step::Measured { measure, .. } = &node.step {
            measures.insert(measure.clone());
        }
    });
    let is_of_fact = |id: &str| fact.as_str().split('/').any(|part| part == id);
    let is_measured = |one: &Indicator| match &one.actual {
        Actual::Measured(measure) => measures.contains(measure),
        Actual::Typed(_) | Actual::Derived(_) => false,
    };
    let indicators = evaluation.dossier.indicators().map(|(_, one)| one);
    let own = indicators.filter(|one| is_of_fact(&one.id) || is_measured(one));
    own.flat_map(|one| &one.evidence).map(String::as_str).collect()
}

/// Prints files of evidence with their hashes, as far as they are there.
pub(super) fn print_files(
    evaluation: &Evaluation,
    files: &BTreeSet<&str>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for file in files {
        let held = evaluation.dossier.evidence.iter().find(|one| one.file == *file);
        let hash = held.map_or("不在卷宗里", |one| one.sha256.as_str());
        writeln!(out, "佐证　{file}　{hash}")?;
    }
    Ok(())
}
