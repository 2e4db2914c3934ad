//! The rows of a table, and the lines of fields below each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellContent, EXAMPLE_ID, FIELD_HEADINGS, Grid, RawSheet, heading, id_heading};
use crate::form::column::{Choices, Column, Kind};
use crate::form::{Cell, Layout, Part, Row, id_of_cell};
use crate::reader::{Problem, ProblemKind};

/// Headings are looked for in so many rows from the top.
const HEADING_ROWS: u32 = 60;
/// What people write in a row that sums up others.
const SUMS: [&str; 4] = ["合计", "总计", "小计", "合 计"];

/// Where the columns of a part stand on a sheet.
struct Heading {
    row: u32,
    /// The sheet's column of each column of the part.
    columns: Vec<Option<u32>>,
    id: Option<u32>,
}

/// Says whether a sheet has most of the headings of a part in one row.
pub(super) fn has_headings_of(part: &Part, sheet: &RawSheet) -> bool {
    let columns = part.columns();
    let best = heading_row(sheet, &columns);
    let enough = columns.len().saturating_mul(3) / 5;
    part.layout != Layout::Fields && best.is_some_and(|(_, count)| count >= enough.max(2))
}

/// The row with most of the headings, and how many those are.
fn heading_row(sheet: &RawSheet, columns: &[Column]) -> Option<(u32, usize)> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for ((row, _), content) in sheet.cells.range(..(HEADING_ROWS, 0)) {
        let CellContent::Text(text) = content else { continue };
        if columns.iter().any(|column| heading::are_equal(text, column.heading)) {
            let count = counts.entry(*row).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts.into_iter().max_by_key(|(row, count)| (*count, std::cmp::Reverse(*row)))
}

impl Grid<'_> {
    /// The rows of a table; nothing where its headings are not found.
    pub(super) fn table(&mut self, part: &Part) -> Option<Vec<Row>> {
        let columns = part.columns();
        let Some(heading) = self.heading(part, &columns) else {
            let place = self.place(1, 0);
            self.report(
                ProblemKind::MissingKey,
                place,
                &columns.iter().map(|column| column.heading).collect::<Vec<_>>().join("、"),
                "没有找到这张表的表头，表里的内容没有采用。",
                "请恢复表头，再读入一次。",
            );
            let examples = columns.iter().map(|column| column.example);
            let own = examples.chain([part.title, part.about, EXAMPLE_ID]).map(str::to_owned);
            self.left_over(&own.collect());
            return None;
        };
        let merged = self.merged_below(&heading);
        let mut numbers: BTreeSet<u32> = BTreeSet::new();
        let below = (heading.row.saturating_add(1), 0)..;
        numbers.extend(self.sheet.cells.range(below).map(|((row, _), _)| *row));
        let mut taken = BTreeSet::new();
        let mut rows = Vec::new();
        for number in numbers {
            self.strays(number, &heading);
            rows.extend(self.row(part, &columns, &heading, &merged, number, &mut taken));
        }
        self.above(part, &heading);
        Some(rows)
    }

    fn heading(&mut self, part: &Part, columns: &[Column]) -> Option<Heading> {
        let (row, _) = heading_row(self.sheet, columns)
            .filter(|(_, count)| *count >= columns.len().div_ceil(4).min(2))?;
        let headings: Vec<(u32, &str)> = self
            .sheet
            .cells
            .range((row, 0)..=(row, u32::MAX))
            .filter_map(|((_, column), content)| match content {
                CellContent::Text(text) => Some((*column, text.as_str())),
                CellContent::Number(_) | CellContent::Fault(_) => None,
            })
            .collect();
        let id = id_heading(part.layout);
        let id = headings.iter().find(|(_, text)| heading::are_equal(text, id));
        let id = id.map(|(column, _)| *column);
        let mut found: Vec<Option<u32>> = columns.iter().map(|_| None).collect();
        let ways = [heading::are_equal, heading::are_alike];
        for (way, is_like) in ways.into_iter().zip([false, true]) {
            for (column, found_at) in columns.iter().zip(0..) {
                if found.get(found_at).copied().flatten().is_some() {
                    continue;
                }
                let is_free = |at: u32| Some(at) != id && !found.contains(&Some(at));
                let known =
                    |text: &str| columns.iter().any(|one| heading::are_equal(text, one.heading));
                let here = headings.iter().find(|(at, text)| {
                    is_free(*at) && way(text, column.heading) && (!is_like || !known(text))
                });
                let Some((at, text)) = here else { continue };
                if is_like {
                    let place = self.place(row, *at);
                    let message = format!("表头「{}」按「{}」读入。", text.trim(), column.heading);
                    let remedy = format!("请核对；表头请改回“{}”。", column.heading);
                    self.report(ProblemKind::UnknownKey, place, text.trim(), &message, &remedy);
                }
                if let Some(slot) = found.get_mut(found_at) {
                    *slot = Some(*at);
                }
            }
        }
        self.missing_columns(part, columns, &found, row);
        Some(Heading { row, columns: found, id })
    }

    fn missing_columns(
        &mut self,
        part: &Part,
        columns: &[Column],
        found: &[Option<u32>],
        row: u32,
    ) {
        let missing = columns.iter().zip(found).filter(|(_, at)| at.is_none());
        let missing: Vec<&str> = missing.map(|(column, _)| column.heading).collect();
        if !missing.is_empty() {
            let place = self.place(row, 0);
            let list = missing.join("、");
            let message = format!("「{}」表里没有「{list}」栏，这些内容保持原样。", part.title);
            let remedy = "请恢复删去或改名的表头，再读入一次。";
            self.report(ProblemKind::MissingKey, place, &list, &message, remedy);
        }
    }

    /// For each cell below another that it is merged with, where their words stand.
    fn merged_below(&self, heading: &Heading) -> BTreeMap<(u32, u32), (u32, u32)> {
        let mut merged = BTreeMap::new();
        for range in &self.sheet.merged {
            let (first, column) = (range.rows.0, range.columns.0);
            let is_ours = first > heading.row && heading.columns.contains(&Some(column));
            let last = self.sheet.cells.keys().next_back().map_or(0, |(row, _)| *row);
            if is_ours && self.sheet.cells.contains_key(&(first, column)) {
                let below = first.saturating_add(1)..=range.rows.1.min(last);
                merged.extend(below.map(|row| ((row, column), (first, column))));
            }
        }
        merged
    }

    fn row(
        &mut self,
        part: &Part,
        columns: &[Column],
        heading: &Heading,
        merged: &BTreeMap<(u32, u32), (u32, u32)>,
        number: u32,
        taken: &mut BTreeSet<String>,
    ) -> Option<Row> {
        let id = heading.id.and_then(|at| self.words(number, at));
        let own = |at: &u32| self.words(number, *at).is_some();
        let is_filled = heading.columns.iter().flatten().any(own);
        if !is_filled && id.as_deref().is_none_or(|id| id == EXAMPLE_ID) {
            return None;
        }
        let is_example = id.as_deref() == Some(EXAMPLE_ID);
        if is_example && self.is_example(columns, heading, number) {
            return None;
        }
        let mut id = id.filter(|_| !is_example).and_then(|id| id_of_cell(&id));
        if id.is_none() && self.is_sum(heading, number) {
            let columns: Vec<u32> = heading.columns.iter().flatten().copied().collect();
            self.not_placed(
                number,
                &columns,
                "这一行是合计，没有采用。",
                "合计由程序计算，请删去。",
            );
            return None;
        }
        if part.layout == Layout::FixedTable && id.is_none() {
            id = self.fixed_id(columns, heading, number);
        }
        // A row that was copied brings along the identifier of the first.
        let id = id.filter(|id| taken.insert(id.clone()));
        let first = heading.columns.iter().flatten().min().copied().unwrap_or(0);
        let place = self.place(number, first);
        if is_example {
            self.report(
                ProblemKind::NotPlaced,
                place.clone(),
                EXAMPLE_ID,
                "内容写在示例行上，已作为新增的一行采用；没有改动的格子里仍是示例的内容。",
                "请核对这一行的每一格；增加内容请写在空行里。",
            );
        }
        let mut cells = Vec::new();
        for (column, at) in columns.iter().zip(&heading.columns) {
            cells.push(at.map_or_else(Cell::default, |at| {
                let (row, at) = merged.get(&(number, at)).copied().unwrap_or((number, at));
                self.cell(column, row, at)
            }));
        }
        Some(Row { id, cells, place: Some(place), ..Row::default() })
    }

    /// The words of a cell, without white space around them; nothing where it is blank.
    fn words(&self, row: u32, column: u32) -> Option<String> {
        let text = match self.sheet.cells.get(&(row, column))? {
            CellContent::Text(text) | CellContent::Number(text) | CellContent::Fault(text) => text,
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn cell(&mut self, column: &Column, row: u32, at: u32) -> Cell {
        let place = self.place(row, at);
        let text = match self.sheet.cells.get(&(row, at)) {
            None => String::new(),
            Some(CellContent::Text(text)) => text.trim().to_owned(),
            Some(CellContent::Number(number)) => column.kind.text_of(number),
            Some(CellContent::Fault(fault)) => {
                let message = format!("「{}」：{fault}，没有采用，保持原值。", column.heading);
                let words = self.words(row, at).unwrap_or_default();
                let remedy = "请改正公式，或直接填写结果。";
                self.report(ProblemKind::NotUnderstood, place.clone(), &words, &message, remedy);
                return Cell { text: None, place: Some(place) };
            }
        };
        Cell { text: Some(text), place: Some(place) }
    }

    /// Says whether a row still holds nothing but the example.
    fn is_example(&self, columns: &[Column], heading: &Heading, number: u32) -> bool {
        columns.iter().zip(&heading.columns).all(|(column, at)| {
            let words = at.and_then(|at| self.words(number, at));
            words.is_none_or(|words| {
                let shown = column.kind.text_of(&words);
                words == column.example
                    || (column.kind == Kind::Money && shown == column.kind.text_of(column.example))
            })
        })
    }

    fn is_sum(&self, heading: &Heading, number: u32) -> bool {
        let cells = heading.columns.iter().flatten().filter_map(|at| self.words(number, *at));
        cells.into_iter().any(|words| SUMS.contains(&words.as_str()))
    }

    /// The identifier of a row of a table that has no others, by its first cell.
    fn fixed_id(&self, columns: &[Column], heading: &Heading, number: u32) -> Option<String> {
        let words = self.words(number, heading.columns.first().copied().flatten()?)?;
        let Choices::Closed(list) = columns.first()?.choices else { return None };
        let known = list.iter().find(|(id, label)| *id == words || *label == words);
        known.map(|(id, _)| (*id).to_owned())
    }

    /// Reports what stands in a row beside the columns.
    fn strays(&mut self, row: u32, heading: &Heading) {
        let is_ours = |at: u32| heading.columns.contains(&Some(at)) || heading.id == Some(at);
        let in_row = self.sheet.cells.range((row, 0)..=(row, u32::MAX));
        let strays = in_row.map(|((_, at), _)| *at).filter(|at| !is_ours(*at)).collect::<Vec<_>>();
        self.not_placed(
            row,
            &strays,
            "这里不是表格的栏目，内容没有采用。",
            "请移到应填的栏目里，再读入一次。",
        );
    }

    /// Reports what somebody wrote above the headings.
    fn above(&mut self, part: &Part, heading: &Heading) {
        let own = [part.title, part.about];
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for ((row, column), content) in self.sheet.cells.range(..(heading.row, 0)) {
            let is_own = matches!(content, CellContent::Text(text) if own.contains(&text.trim()));
            if !is_own {
                rows.entry(*row).or_default().push(*column);
            }
        }
        for (row, columns) in rows {
            self.not_placed(
                row,
                &columns,
                "这里在表格之外，内容没有采用。",
                "请移到应填的栏目里，再读入一次。",
            );
        }
    }

    /// The one record of a sheet whose fields stand below each other.
    pub(super) fn fields(&mut self, part: &Part) -> Vec<Row> {
        let columns = part.columns();
        let [_, content, _] = FIELD_HEADINGS;
        let heading = self.sheet.cells.iter().find(|(_, cell)| {
            matches!(cell, CellContent::Text(text) if heading::are_equal(text, content))
        });
        let heading = heading.map(|(place, _)| *place);
        let mut cells: Vec<Cell> = columns.iter().map(|_| Cell::default()).collect();
        let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        self.sheet.cells.keys().for_each(|(row, at)| rows.entry(*row).or_default().push(*at));
        for (row, ats) in rows {
            let found = self.field_of(&columns, heading, row, &ats);
            let Some((index, column, label_at)) = found else {
                let own = FIELD_HEADINGS.iter().copied().chain([part.title, part.about]);
                let own: Vec<&str> = own.chain([id_heading(part.layout)]).collect();
                let ats = ats.into_iter().filter(|at| {
                    self.words(row, *at).is_some_and(|words| !own.contains(&words.as_str()))
                });
                let ats: Vec<u32> = ats.collect();
                self.not_placed(
                    row,
                    &ats,
                    "没有这个填报项目，内容没有采用。",
                    "请移到应填的项目后面。",
                );
                continue;
            };
            let value_at = heading.map_or(label_at.saturating_add(1), |(_, at)| at);
            if cells.get(index).is_some_and(|cell| cell.place.is_some()) {
                let remedy = "请删去重复的一行，保留要填的一行。";
                self.not_placed(row, &[value_at], "这个填报项目上面已有，没有采用。", remedy);
                continue;
            }
            let cell = self.cell(column, row, value_at);
            if let Some(slot) = cells.get_mut(index) {
                *slot = cell;
            }
            let is_own = |words: &str| {
                words == column.key
                    || words == column.hint
                    || heading::are_equal(words, column.heading)
            };
            let strays = ats.into_iter().filter(|at| {
                let words = self.words(row, *at).unwrap_or_default();
                *at != value_at && *at != label_at && !is_own(&words)
            });
            let strays: Vec<u32> = strays.collect();
            self.not_placed(
                row,
                &strays,
                "这里不是填报内容一栏，没有采用。",
                "请移到“填报内容”栏。",
            );
        }
        let place = Some(self.place(1, 0));
        vec![Row { id: Some(String::new()), cells, place, ..Row::default() }]
    }

    /// The field of a line, by its hidden key or its label: index, column, and where the label stands.
    fn field_of<'c>(
        &self,
        columns: &'c [Column],
        heading: Option<(u32, u32)>,
        row: u32,
        ats: &[u32],
    ) -> Option<(usize, &'c Column, u32)> {
        let labels = ats.iter().filter(|at| heading.is_none_or(|(_, value_at)| **at < value_at));
        let labels = labels.filter_map(|at| Some((*at, self.words(row, *at)?)));
        let labels: Vec<(u32, String)> = labels.collect();
        let ways: [fn(&str, &Column) -> bool; 3] = [
            |words, column| words == column.key,
            |words, column| heading::are_equal(words, column.heading),
            |words, column| heading::are_alike(words, column.heading),
        ];
        ways.into_iter().find_map(|is_meant| {
            let meant = |(index, column): (usize, &'c Column)| {
                let label = labels.iter().find(|(_, words)| is_meant(words, column));
                label.map(|_| (index, column))
            };
            let (index, column) = columns.iter().enumerate().find_map(meant)?;
            Some((index, column, labels.last().map_or(0, |(at, _)| *at)))
        })
    }

    fn report(
        &mut self,
        kind: ProblemKind,
        place: crate::fact::Place,
        excerpt: &str,
        message: &str,
        remedy: &str,
    ) {
        self.problems.push(Problem {
            kind,
            place,
            excerpt: excerpt.to_owned(),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        });
    }
}
