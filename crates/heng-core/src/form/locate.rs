//! Finds in a workbook, as people hand it back, the cells that a form asks for.
//!
//! Sheets are known by name and columns by heading, wherever they have moved; what has no place is
//! a problem with all its words, so that nothing typed is lost.

mod heading;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use super::mark::{GUIDE_LABELS, LIST_SHEET, MARK_SHEET, Mark, TEMPLATE_VERSION};
use super::{Form, Layout, PARTS, Part, Sheet};
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind};

/// Name of the sheet that says how to fill in the others.
pub const GUIDE_SHEET: &str = "说明";
/// Headings of a sheet whose fields stand below each other.
pub const FIELD_HEADINGS: [&str; 3] = ["填报项目", "填报内容", "填写说明"];
/// What the hidden cell of an example row holds.
pub const EXAMPLE_ID: &str = "示例";

/// The heading of the column that holds identifiers.
#[must_use]
pub fn id_heading(layout: Layout) -> &'static str {
    match layout {
        Layout::NumberedTable => "编号",
        Layout::Fields | Layout::Table | Layout::FixedTable => "行标识（勿改）",
    }
}

/// The name of a cell such as `C5`; rows from 1, columns from 0.
#[must_use]
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while let Some(last) = rest.checked_sub(1) {
        letters.push(char::from_digit(last % 26 + 10, 36).unwrap_or('?').to_ascii_uppercase());
        rest = last / 26;
    }
    let column: String = letters.iter().rev().collect();
    format!("{column}{row}")
}

/// A sheet of a workbook as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawSheet {
    /// Its name.
    pub name: String,
    /// What its cells hold, by row (from 1) and column (from 0); blank ones are left out.
    pub cells: BTreeMap<(u32, u32), CellContent>,
    /// Its merged cells.
    pub merged: Vec<CellRange>,
}

/// What a cell of a workbook holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellContent {
    /// Words, a day as `2023-12-31`, or a percentage as `95%`.
    Text(String),
    /// A number in plain digits.
    Number(String),
    /// Nothing that can be used, and why, in Chinese.
    Fault(String),
}

/// Merged cells, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellRange {
    /// Rows, from 1.
    pub rows: (u32, u32),
    /// Columns, from 0.
    pub columns: (u32, u32),
}

/// What a workbook says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// The rows that were found.
    pub form: Form,
    /// What the workbook was handed out as, where it still says so.
    pub mark: Option<Mark>,
    /// What it was handed out with.
    pub sent: Option<Form>,
    /// What could not be read or placed.
    pub problems: Vec<Problem>,
}

/// Finds the rows of a form in the sheets of a workbook; `file` is its name in messages.
///
/// # Errors
/// The workbook is none of ours, or of a version that is not known.
pub fn locate(file: &str, sheets: &[RawSheet]) -> Result<Located, Box<Problem>> {
    let mark = sheets.iter().find(|sheet| sheet.name == MARK_SHEET).and_then(Mark::read);
    let (mark, sent) = mark.unzip();
    if let Some(mark) = mark.as_ref().filter(|mark| mark.version != TEMPLATE_VERSION) {
        return Err(other_version(file, &mark.version));
    }
    let mut problems = Vec::new();
    let is_shown = |sheet: &&RawSheet| ![MARK_SHEET, LIST_SHEET].contains(&sheet.name.as_str());
    let visible: Vec<&RawSheet> = sheets.iter().filter(is_shown).collect();
    let found = parts(file, &visible, &mut problems);
    if found.is_empty() {
        return Err(not_ours(file, &visible));
    }
    let mut form = Form::default();
    for part in PARTS {
        let Some(sheet) = found.iter().find(|(known, _)| *known == part).map(|(_, sheet)| *sheet)
        else {
            continue;
        };
        let mut grid = Grid { file, sheet, problems: &mut problems };
        let rows = match part.layout {
            Layout::Fields => Some(grid.fields(part)),
            Layout::Table | Layout::FixedTable | Layout::NumberedTable => grid.table(part),
        };
        form.sheets.extend(rows.map(|rows| Sheet { part, rows }));
    }
    for sheet in visible {
        if !found.iter().any(|(_, one)| one.name == sheet.name) {
            let own = if sheet.name == GUIDE_SHEET {
                guide_lines(sheet, mark.as_ref())
            } else {
                BTreeSet::new()
            };
            Grid { file, sheet, problems: &mut problems }.left_over(&own);
        }
    }
    match &sent {
        Some(sent) => problems.extend(missing_parts(file, sent, &form)),
        None => problems.push(unmarked(file)),
    }
    Ok(Located { form, mark, sent, problems })
}

/// The words that the sheet that explains was handed out with.
fn guide_lines(sheet: &RawSheet, mark: Option<&Mark>) -> BTreeSet<String> {
    let all = Form { sheets: PARTS.map(|part| Sheet { part, rows: Vec::new() }).to_vec() };
    let guide = mark.cloned().unwrap_or_default().guide(&all);
    let mut lines: BTreeSet<String> = guide.into_iter().flat_map(|(one, two)| [one, two]).collect();
    lines.insert(GUIDE_TITLE.to_owned());
    // Without its mark it is not known what stood behind its first labels.
    for ((row, column), content) in sheet.cells.iter().filter(|_| mark.is_none()) {
        let label = sheet.cells.get(&(*row, 0));
        let is_label = |text: &str| GUIDE_LABELS.contains(&text);
        if let (1, CellContent::Text(text), Some(CellContent::Text(label))) =
            (column, content, label)
            && is_label(label)
        {
            lines.insert(text.clone());
        }
    }
    lines
}

/// A sheet while it is read.
struct Grid<'g> {
    file: &'g str,
    sheet: &'g RawSheet,
    problems: &'g mut Vec<Problem>,
}

impl Grid<'_> {
    fn place(&self, row: u32, column: u32) -> Place {
        Place::Cell {
            file: self.file.to_owned(),
            sheet: self.sheet.name.clone(),
            cell: cell_name(row, column),
        }
    }

    /// Reports what cells of one row say and nobody asked for.
    fn not_placed(&mut self, row: u32, columns: &[u32], message: &str, remedy: &str) {
        let said = columns.iter().filter_map(|column| {
            let words = match self.sheet.cells.get(&(row, *column))? {
                CellContent::Text(text) | CellContent::Number(text) => text.as_str(),
                CellContent::Fault(fault) => fault.as_str(),
            };
            (!words.trim().is_empty()).then(|| (*column, words.trim()))
        });
        let said: Vec<(u32, &str)> = said.collect();
        let Some((first, _)) = said.first() else { return };
        let excerpt = match said.as_slice() {
            [(_, only)] => (*only).to_owned(),
            several => {
                let cell = |(column, words): &(u32, &str)| {
                    format!("{}「{words}」", cell_name(row, *column))
                };
                several.iter().map(cell).collect::<Vec<_>>().join("，")
            }
        };
        self.problems.push(Problem {
            kind: ProblemKind::NotPlaced,
            place: self.place(row, *first),
            excerpt,
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        });
    }

    /// Reports everything on a sheet that no part is found on, but what was written there itself.
    fn left_over(&mut self, own: &BTreeSet<String>) {
        let is_own = |content: &CellContent| match content {
            CellContent::Text(text) | CellContent::Number(text) => own.contains(text),
            CellContent::Fault(_) => false,
        };
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for ((row, column), content) in &self.sheet.cells {
            if !is_own(content) {
                rows.entry(*row).or_default().push(*column);
            }
        }
        for (row, columns) in rows {
            self.not_placed(
                row,
                &columns,
                "这里的内容不在填报的表格里，没有采用。",
                "请移到应填的表格里，再读入一次。",
            );
        }
    }
}

/// The title of the sheet that says how to fill in the others.
pub const GUIDE_TITLE: &str = "预算绩效自评填报工作簿";

/// The sheet of each part that has one; a renamed one is found by its likeness or its headings.
fn parts<'s>(
    file: &str,
    sheets: &[&'s RawSheet],
    problems: &mut Vec<Problem>,
) -> Vec<(&'static Part, &'s RawSheet)> {
    let mut found: Vec<(&'static Part, &RawSheet)> = Vec::new();
    let is_free = |found: &[(&Part, &RawSheet)], sheet: &RawSheet| {
        sheet.name != GUIDE_SHEET && !found.iter().any(|(_, one)| one.name == sheet.name)
    };
    let ways: [fn(&Part, &RawSheet) -> bool; 3] = [
        |part, sheet| sheet.name.trim() == part.title,
        |part, sheet| heading::are_alike(&sheet.name, part.title),
        table::has_headings_of,
    ];
    for (number, way) in ways.into_iter().enumerate() {
        for part in PARTS {
            if found.iter().any(|(known, _)| *known == part) {
                continue;
            }
            let sheet = sheets.iter().find(|sheet| is_free(&found, sheet) && way(part, sheet));
            let Some(sheet) = sheet else { continue };
            if number > 0 {
                problems.push(renamed(file, sheet, part));
            }
            found.push((part, sheet));
        }
    }
    found
}

fn problem(kind: ProblemKind, file: &str, excerpt: &str, message: String, remedy: &str) -> Problem {
    Problem {
        kind,
        place: Place::File { file: file.to_owned() },
        excerpt: excerpt.to_owned(),
        message,
        remedy: remedy.to_owned(),
    }
}

fn renamed(file: &str, sheet: &RawSheet, part: &Part) -> Problem {
    let message = format!("工作表「{}」按「{}」读入，它的名称改过。", sheet.name, part.title);
    let remedy = format!("请把工作表的名称改回“{}”。", part.title);
    let place =
        Place::Cell { file: file.to_owned(), sheet: sheet.name.clone(), cell: cell_name(1, 0) };
    let problem = problem(ProblemKind::UnknownKey, file, &sheet.name, message, &remedy);
    Problem { place, ..problem }
}

fn missing_parts(file: &str, sent: &Form, form: &Form) -> Vec<Problem> {
    // A sheet without rows leaves nothing behind.
    let filled = sent.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    let missing = filled.filter(|sheet| form.sheet(sheet.part.key).is_none());
    let missing = missing.map(|sheet| {
        let title = sheet.part.title;
        let message = format!("工作簿里没有「{title}」表，这一部分保持原样。");
        problem(ProblemKind::MissingKey, file, title, message, "不是有意删去的，请补交这张表。")
    });
    missing.collect()
}

fn unmarked(file: &str) -> Problem {
    problem(
        ProblemKind::MissingKey,
        file,
        MARK_SHEET,
        "工作簿里没有发放时的标记（隐藏的工作表已删去），看不出是哪个科室的、改动了哪些内容；\
         填写的内容按全部门的工作簿读入。"
            .to_owned(),
        "请在发放的工作簿上填写，不要把内容复制到新建的工作簿里。",
    )
}

fn other_version(file: &str, version: &str) -> Box<Problem> {
    Box::new(problem(
        ProblemKind::NotUnderstood,
        file,
        version,
        format!("填报模板的版本为「{version}」，本程序只认识版本 {TEMPLATE_VERSION}，没有读入。"),
        "请用发放这个模板的 heng 版本读入，或用本程序重新导出工作簿再填写。",
    ))
}

fn not_ours(file: &str, sheets: &[&RawSheet]) -> Box<Problem> {
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    Box::new(problem(
        ProblemKind::NotUnderstood,
        file,
        &names.join("、"),
        "这不是填报工作簿：没有一张工作表是填报的表格，没有读入。".to_owned(),
        "请核对文件；填报工作簿用 heng workbook export 导出。",
    ))
}
