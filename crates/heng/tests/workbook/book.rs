//! A workbook that a test fills in as a person would: read, changed cell by cell, written again.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

/// What a person puts into a cell.
#[derive(Debug, Clone)]
pub enum Typed {
    Words(String),
    Number(f64),
    /// A number shown in hundredths.
    Percent(f64),
    Day(u16, u8, u8),
    /// A formula with the result that the spreadsheet saved.
    Formula(&'static str, &'static str),
}

impl From<&str> for Typed {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

/// A sheet: its cells by row and column from 0, and the columns that are merged downwards.
#[derive(Debug, Default)]
struct Page {
    name: String,
    cells: BTreeMap<(u32, u16), Typed>,
    merged: Vec<(u32, u32, u16)>,
}

/// The sheets of a workbook.
#[derive(Debug)]
pub struct Book(Vec<Page>);

impl Book {
    pub fn read(bytes: &[u8]) -> Self {
        let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let mut pages = Vec::new();
        for name in xlsx.sheet_names() {
            let range = xlsx.worksheet_range(&name).unwrap();
            let (top, left) = range.start().unwrap_or_default();
            let mut page = Page { name, ..Page::default() };
            for (row, column, data) in range.used_cells() {
                let typed = match data {
                    Data::String(text) => Typed::Words(text.clone()),
                    Data::Float(number) => Typed::Number(*number),
                    other => panic!("{other:?}"),
                };
                let row = u32::try_from(row).unwrap() + top;
                let column = u16::try_from(column + usize::try_from(left).unwrap()).unwrap();
                page.cells.insert((row, column), typed);
            }
            pages.push(page);
        }
        Self(pages)
    }

    /// A workbook of something else.
    pub fn plain() -> Self {
        let cells = BTreeMap::from([((0, 0), "账目".into()), ((1, 0), Typed::Number(3.0))]);
        Self(vec![Page { name: "Sheet1".to_owned(), cells, merged: Vec::new() }])
    }

    fn page(&mut self, sheet: &str) -> &mut Page {
        let names: Vec<String> = self.0.iter().map(|page| page.name.clone()).collect();
        let page = self.0.iter_mut().find(|page| page.name == sheet);
        page.unwrap_or_else(|| panic!("no {sheet} in {names:?}"))
    }

    /// Where words stand on a sheet, the uppermost.
    pub fn find(&mut self, sheet: &str, words: &str) -> (u32, u16) {
        let page = self.page(sheet);
        let found = page
            .cells
            .iter()
            .find(|(_, typed)| matches!(typed, Typed::Words(text) if text == words));
        *found.unwrap_or_else(|| panic!("no {words} on {sheet}")).0
    }

    /// Says whether something stands in a cell.
    pub fn holds(&mut self, sheet: &str, at: (u32, u16)) -> bool {
        self.page(sheet).cells.contains_key(&at)
    }

    /// Types into a cell.
    pub fn put(&mut self, sheet: &str, at: (u32, u16), typed: impl Into<Typed>) {
        self.page(sheet).cells.insert(at, typed.into());
    }

    /// Types into the column with a heading, in the row with some words.
    pub fn fill(&mut self, sheet: &str, row: &str, heading: &str, typed: impl Into<Typed>) {
        let at = (self.find(sheet, row).0, self.find(sheet, heading).1);
        self.put(sheet, at, typed);
    }

    /// Types a row into the first empty one; each cell with its heading.
    pub fn add(&mut self, sheet: &str, cells: &[(&str, &str)]) {
        let last = *self.page(sheet).cells.keys().next_back().unwrap();
        for (heading, words) in cells {
            let at = (last.0 + 1, self.find(sheet, heading).1);
            self.put(sheet, at, *words);
        }
    }

    fn shift(&mut self, sheet: &str, to: impl Fn((u32, u16)) -> Option<(u32, u16)>) {
        let page = self.page(sheet);
        let cells = std::mem::take(&mut page.cells);
        page.cells = cells.into_iter().filter_map(|(at, it)| Some((to(at)?, it))).collect();
    }

    pub fn insert_rows(&mut self, sheet: &str, before: u32, count: u32) {
        self.shift(sheet, |(row, column)| {
            Some((if row >= before { row + count } else { row }, column))
        });
    }

    pub fn insert_column(&mut self, sheet: &str, before: u16) {
        self.shift(sheet, |(row, column)| {
            Some((row, if column >= before { column + 1 } else { column }))
        });
    }

    pub fn swap_columns(&mut self, sheet: &str, one: u16, two: u16) {
        self.shift(sheet, |(row, column)| {
            Some((
                row,
                if column == one {
                    two
                } else if column == two {
                    one
                } else {
                    column
                },
            ))
        });
    }

    pub fn delete_row(&mut self, sheet: &str, row: u32) {
        self.shift(sheet, |(at, column)| {
            (at != row).then_some((if at > row { at - 1 } else { at }, column))
        });
    }

    pub fn delete_column(&mut self, sheet: &str, column: u16) {
        self.shift(sheet, |(row, at)| {
            (at != column).then_some((row, if at > column { at - 1 } else { at }))
        });
    }

    /// Merges cells below each other; only the first keeps its words.
    pub fn merge_down(&mut self, sheet: &str, first: u32, last: u32, column: u16) {
        let page = self.page(sheet);
        page.cells.retain(|(row, at), _| *at != column || *row <= first || *row > last);
        page.merged.push((first, last, column));
    }

    pub fn rename(&mut self, sheet: &str, name: &str) {
        name.clone_into(&mut self.page(sheet).name);
    }

    pub fn remove(&mut self, sheet: &str) {
        self.0.retain(|page| page.name != sheet);
    }

    pub fn new_sheet(&mut self, name: &str) {
        self.0.push(Page { name: name.to_owned(), ..Page::default() });
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for page in &self.0 {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&page.name).unwrap();
            for (first, last, column) in &page.merged {
                sheet.merge_range(*first, *column, *last, *column, "", &Format::new()).unwrap();
            }
            for ((row, column), typed) in &page.cells {
                let (row, column) = (*row, *column);
                let percent = Format::new().set_num_format("0.0%");
                let day = Format::new().set_num_format("yyyy/m/d");
                match typed {
                    Typed::Words(words) => sheet.write_string(row, column, words),
                    Typed::Number(number) => sheet.write_number(row, column, *number),
                    Typed::Percent(number) => {
                        sheet.write_number_with_format(row, column, *number, &percent)
                    }
                    Typed::Day(year, month, date) => {
                        let date = ExcelDateTime::from_ymd(*year, *month, *date).unwrap();
                        sheet.write_datetime_with_format(row, column, &date, &day)
                    }
                    Typed::Formula(formula, result) => {
                        sheet.write_formula(row, column, Formula::new(*formula).set_result(*result))
                    }
                }
                .unwrap();
            }
        }
        workbook.save_to_buffer().unwrap()
    }
}
