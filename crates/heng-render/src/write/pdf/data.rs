//! A document as the template reads it: data only, so that no word of it is taken for markup.

use serde_json::{Value, json};

use super::fonts::{Fonts, Role};
use crate::Error;
use crate::chart;
use crate::document::{Align, Block, CellContent, CellRole, Document, Grid, Inline, Orientation};
use crate::write::extent::{self, Height};
use crate::write::{clean, placed, plain};

/// Half characters of 10.5 pt across the type area, upright and on its side.
const ACROSS_PORTRAIT: usize = 84;
const ACROSS_LANDSCAPE: usize = 121;

/// Columns up to which a table is set in the larger of the two sizes.
const FEW_COLUMNS: usize = 5;

/// Makes the template's data file.
pub(super) fn of(document: &Document, fonts: &Fonts) -> Result<String, Error> {
    let across = match document.orientation {
        Orientation::Portrait => ACROSS_PORTRAIT,
        Orientation::Landscape => ACROSS_LANDSCAPE,
    };
    let blocks: Result<Vec<Value>, Error> =
        document.blocks.iter().map(|item| block(item, across)).collect();
    let colophon: Vec<Value> = document
        .colophon
        .iter()
        .map(|(label, value)| json!([clean(label), clean(value)]))
        .collect();
    let data = json!({
        "annex": document.annex.as_deref().map(clean),
        "title": clean(&document.title),
        "author": clean(&document.author),
        "date": {
            "year": document.date.year(),
            "month": document.date.month(),
            "day": document.date.day(),
        },
        "landscape": document.orientation == Orientation::Landscape,
        "draft": document.draft.as_deref().map(clean),
        "fonts": faces(fonts),
        "blocks": blocks?,
        "colophon": colophon,
    });
    Ok(data.to_string())
}

/// For each role its families, the chosen one first and the others after it for characters that
/// it lacks, and its weight.
fn faces(fonts: &Fonts) -> Value {
    let mut faces = serde_json::Map::new();
    for chosen in fonts.chosen() {
        let name = match chosen.role {
            Role::Title => "title",
            Role::Body | Role::Supplement => "body",
            Role::Heading => "heading",
            Role::Subheading => "subheading",
            Role::PageNumber => "number",
        };
        let mut families = vec![chosen.family.as_str()];
        for other in fonts.chosen() {
            if !families.contains(&other.family.as_str()) {
                families.push(&other.family);
            }
        }
        faces.insert(name.to_owned(), json!({ "font": families, "weight": chosen.weight }));
    }
    Value::Object(faces)
}

fn block(block: &Block, across: usize) -> Result<Value, Error> {
    Ok(match block {
        Block::Heading { level, text } => {
            json!({ "kind": "heading", "level": (*level).clamp(1, 3), "text": clean(text) })
        }
        Block::Paragraph(inlines) => json!({ "kind": "paragraph", "text": plain(inlines) }),
        Block::Part { name, title } => {
            json!({ "kind": "part", "name": clean(name), "title": clean(title) })
        }
        Block::Addressed(text) => json!({ "kind": "addressed", "text": clean(text) }),
        Block::Note(text) => json!({ "kind": "note", "text": clean(text) }),
        Block::Signed(lines) => {
            let lines: Vec<_> = lines.iter().map(|line| clean(line)).collect();
            json!({ "kind": "signed", "lines": lines })
        }
        Block::Grid(grid) => table(grid, across),
        Block::Chart(chart) => json!({
            "kind": "chart",
            "picture": chart::svg(chart)?,
            "caption": clean(&chart.caption),
            "description": clean(&chart.description),
        }),
    })
}

fn table(grid: &Grid, across: usize) -> Value {
    let kept = extent::kept_together(grid, across);
    let cells: Vec<Value> = placed(&grid.table)
        .into_iter()
        .zip(kept)
        .map(|(placed, whole)| {
            let cell = placed.cell;
            // Words in the middle of a cell that pages cut would be missing from its first part.
            let may_be_cut = cell.row_span > 1 && !whole;
            json!({
                "x": placed.column,
                "y": placed.row,
                "rowspan": cell.row_span,
                "colspan": cell.column_span,
                "whole": whole,
                "align": align(cell.content.align),
                "height": match extent::height(cell) {
                    Height::Middle if !may_be_cut => "horizon",
                    Height::Top | Height::Middle => "top",
                },
                "heading": cell.content.role == CellRole::Heading,
                "paragraphs": paragraphs(&cell.content),
            })
        })
        .collect();
    let columns = grid.table.columns();
    json!({
        "kind": "grid",
        "caption": grid.caption.as_deref().map(clean),
        "widths": extent::column_widths(grid, 10_000),
        "size": if columns <= FEW_COLUMNS { "larger" } else { "smaller" },
        "heading_rows": extent::heading_rows(grid),
        "small": extent::is_small(grid, across),
        "cells": cells,
    })
}

fn paragraphs(content: &CellContent) -> Vec<String> {
    content.paragraphs.iter().map(|inlines: &Vec<Inline>| plain(inlines)).collect()
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}
