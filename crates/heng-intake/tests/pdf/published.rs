//! Published budgets and accounts, where they lie beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use heng_core::page::{Content, PageCell, Pages};
use heng_core::table::Table;
use heng_intake::report::read::read;

use super::rows;

/// A file, its number of tables, and cells: how their row begins, their column, and what stands there.
type Read = (&'static str, usize, &'static [(&'static str, usize, &'static str)]);

/// What stands on the printed pages.
const READ: [Read; 3] = [
    (
        "budget-2025-b.pdf",
        9,
        &[
            ("一、财政拨款收入|", 1, "91,016,775.35"),
            ("收入总计|", 6, "66,410,000.00"),
            ("201|03|99|", 4, "20,120,000.00"),
            ("208|05|99|", 3, "其他行政事业单位养老支出"),
        ],
    ),
    (
        "budget-2026-a.pdf",
        9,
        &[
            ("204|06|04|", 4, "21703947.00"),
            ("一、财政拨款收入|", 3, "87,267,272.44"),
            ("210|11|01|", 4, "1149678.00"),
        ],
    ),
    (
        "accounts-2024-c.pdf",
        10,
        &[
            ("201|一般公共服务支出|264.87|62.63|", 4, "202.24"),
            ("30113|", 4, "因公出国（境）费用"),
            // The row stands on the second page of its table.
            ("||十九、住房保障支出|", 3, "29.42"),
        ],
    ),
];

fn published(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/published").join(name);
    let is_there = path.is_file();
    if !is_there {
        eprintln!("skipped: {name} is not there");
    }
    is_there.then_some(path)
}

fn tables(pages: &Pages) -> Vec<&Table<PageCell>> {
    pages.blocks.iter().filter_map(|block| block.table()).collect()
}

#[test]
fn tables_of_published_files_are_whole() {
    for (name, count, cells) in READ {
        let Some(path) = published(name) else { continue };
        let pages = read(std::fs::read(path).unwrap(), name);
        assert_eq!(pages.problems, [], "{name}");
        let tables = tables(&pages);
        assert_eq!(tables.len(), count, "{name}");
        let rows: Vec<String> = tables.iter().flat_map(|table| rows(table)).collect();
        for (start, column, expected) in cells {
            let row = rows.iter().find(|row| row.starts_with(start));
            let cell = row.and_then(|row| row.split('|').nth(*column));
            assert_eq!(cell, Some(*expected), "{name}: {start}");
        }
    }
}

#[test]
fn every_figure_that_poppler_finds_is_in_the_text() {
    for (name, ..) in READ {
        let Some(path) = published(name) else { continue };
        let Ok(poppler) = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output()
        else {
            eprintln!("skipped: pdftotext is not there");
            return;
        };
        let pages = read(std::fs::read(&path).unwrap(), name);
        let found = figures(&text(&pages));
        let expected = figures(&String::from_utf8(poppler.stdout).unwrap());
        assert!(expected.len() > 100, "{name}");
        for (figure, count) in expected {
            assert!(found.get(&figure) >= Some(&count), "{name}: {figure} stands {count} times");
        }
    }
}

/// All text, a line a block or cell.
fn text(pages: &Pages) -> String {
    let mut text = String::new();
    for block in &pages.blocks {
        match &block.content {
            Content::Table(table) => {
                for cell in table.rows().iter().flatten() {
                    text += &cell.content.text;
                    text.push('\n');
                }
            }
            _ => text += block.text().unwrap_or_default(),
        }
        text.push('\n');
    }
    text
}

/// How often each figure stands in a text.
fn figures(text: &str) -> BTreeMap<String, usize> {
    let mut figures = BTreeMap::new();
    for figure in text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.') {
        let figure = figure.trim_matches(['.', ',']);
        if !figure.is_empty() {
            *figures.entry(figure.to_owned()).or_default() += 1;
        }
    }
    figures
}
