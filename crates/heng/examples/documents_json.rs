//! Writes what the documents of a dossier hold as JSON, for other programs that typeset the same.
//!
//! `cargo run -p heng --example documents_json -- DOSSIER > documents.json`
//!
//! A table is a list of its cells with places and spans; a chart is its picture and its amounts.

use std::io::Write;
use std::path::Path;

use heng_core::derivation::Derivation;
use heng_core::evaluation::{Evaluation, evaluate};
use heng_core::pack::{DepartmentForm, ProjectForm, builtin};
use heng_core::table::Slot;
use heng_render::chart;
use heng_render::compose;
use heng_render::document::{
    Align, Block, CellContent, CellRole, Document, Grid, Inline, NumberFormat, Orientation,
};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = std::env::args().nth(1).ok_or("usage: documents_json DOSSIER")?;
    let evaluation = evaluated(Path::new(&folder))?;
    let mut documents = vec![
        document("自评报告", "text", &compose::report(&evaluation)?)?,
        document("自评表", "form", &compose::form(&evaluation, DepartmentForm::Central)?)?,
    ];
    if let Some(projects) = compose::projects(&evaluation, ProjectForm::National)? {
        documents.push(document("项目自评表", "form", &projects)?);
    }
    writeln!(std::io::stdout(), "{}", Value::from(documents))?;
    Ok(())
}

fn evaluated(folder: &Path) -> Result<Evaluation, Failure> {
    let loaded = heng_intake::folder::load(folder, &mut |_| {});
    let packs = loaded.dossier.packs.clone();
    let department = builtin::load(&packs.department.ok_or("no pack is named")?, None)?;
    let project = packs.project.map(|id| builtin::load(&id, None)).transpose()?;
    Ok(evaluate(loaded, department, project))
}

fn document(name: &str, kind: &str, document: &Document) -> Result<Value, Failure> {
    let blocks: Result<Vec<Value>, Failure> = document.blocks.iter().map(block).collect();
    Ok(json!({
        "name": name,
        "kind": kind,
        "annex": document.annex,
        "title": document.title,
        "author": document.author,
        "landscape": document.orientation == Orientation::Landscape,
        "draft": document.draft,
        "blocks": blocks?,
        "colophon": document.colophon,
        "derivations": document.derivations.iter().map(derivation).collect::<Vec<_>>(),
    }))
}

fn block(block: &Block) -> Result<Value, Failure> {
    Ok(match block {
        Block::Heading { level, text } => {
            json!({ "kind": "heading", "level": level, "text": text })
        }
        Block::Part { name, title } => json!({ "kind": "part", "name": name, "title": title }),
        Block::Paragraph(inlines) => json!({ "kind": "paragraph", "inlines": words(inlines) }),
        Block::Addressed(text) => json!({ "kind": "addressed", "text": text }),
        Block::Note(text) => json!({ "kind": "note", "text": text }),
        Block::Signed(lines) => json!({ "kind": "signed", "lines": lines }),
        Block::Grid(grid) => table(grid),
        Block::Chart(chart) => json!({
            "kind": "chart",
            "caption": chart.caption,
            "picture": chart::svg(chart)?,
            "table": table(&chart::as_grid(chart)?),
        }),
    })
}

/// Each inline as its words, with the index of its derivation where it is a figure.
fn words(inlines: &[Inline]) -> Vec<Value> {
    let word = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Link { text, .. } => json!([text, null]),
        Inline::Figure { text, derivation } => json!([text, derivation]),
    };
    inlines.iter().map(word).collect()
}

fn table(grid: &Grid) -> Value {
    let mut cells = Vec::new();
    for (row, slots) in grid.table.grid().iter().enumerate() {
        for (column, slot) in slots.iter().enumerate() {
            if let Slot::Begins(cell) = slot {
                let place = [row, column, cell.row_span, cell.column_span];
                cells.push(cell_of(place, &cell.content));
            }
        }
    }
    json!({
        "kind": "grid",
        "caption": grid.caption,
        "widths": grid.widths,
        "heading_rows": grid.heading_rows,
        "rows": grid.table.rows().len(),
        "cells": cells,
    })
}

fn cell_of(place: [usize; 4], content: &CellContent) -> Value {
    let align = match content.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    };
    let number = content.number.as_ref().map(|number| {
        let (decimals, percent) = match number.format {
            NumberFormat::Decimals(decimals) => (decimals, ""),
            NumberFormat::Percent(decimals) => (decimals, "%"),
        };
        let sum: Vec<_> =
            number.sum_of.iter().map(|one| (one.tables_back, one.row, one.column)).collect();
        json!({
            "value": number.value.to_string(),
            "decimals": decimals,
            "percent": percent,
            "sum": sum,
        })
    });
    let paragraphs: Vec<_> = content.paragraphs.iter().map(|one| words(one)).collect();
    json!({
        "place": place,
        "align": align,
        "heading": content.role == CellRole::Heading,
        "paragraphs": paragraphs,
        "number": number,
    })
}

fn derivation(one: &Derivation) -> Value {
    json!({
        "label": one.label,
        "shown": one.shown,
        "step": one.step.to_string(),
        "basis": one.basis.as_ref().map(ToString::to_string),
        "inputs": one.inputs.iter().map(|one| derivation(one)).collect::<Vec<_>>(),
    })
}
