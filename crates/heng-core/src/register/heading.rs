//! How a file lays out the columns of a register, and how its rows become records.

use jiff::civil::Date;

use super::batch::Record;
use super::epoch::Epoch;
use super::import;
use super::revision::ENTERED_ON;
use super::schema::{Column, Presence, Schema, Sensitivity, WrittenUnit};
use super::value::{Unreadable, Value, fold, is_blank, short};
use crate::fact::Place;
use crate::figure::Unit;
use crate::reader::{Problem, ProblemKind, nearest};

/// Which cell of a row holds which column (表头).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'s> {
    schema: &'s Schema,
    file: String,
    sheet: Option<String>,
    /// The row in which it stands.
    row: usize,
    /// For each cell of the heading the position of its column, where it is known.
    cells: Vec<Option<usize>>,
    /// The first cell behind the last heading that is filled in.
    width: usize,
    /// The cell with the day on which a record was entered, where the file has it.
    entered_on: Option<usize>,
}

/// Where a register stands: its file, and the sheet where the file is a workbook.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    /// Path of the file as messages give it.
    pub file: &'o str,
    /// The sheet.
    pub sheet: Option<&'o str>,
}

impl<'s> Heading<'s> {
    /// How many rows at the top may hold a title before the heading comes.
    pub const WITHIN: usize = 5;

    /// Matches a row with the columns, by heading or identifier.
    ///
    /// Of the first rows, which are handed in with their numbers, the heading is the one in which
    /// most columns are named; titles may stand above it. Full-width forms, white space and the
    /// unit in brackets make no difference. There is no heading where a required column is missing
    /// or one stands twice, or where the rows above state another unit of money.
    #[must_use]
    pub fn read(
        origin: Origin<'_>,
        schema: &'s Schema,
        rows: &[(usize, Vec<&str>)],
    ) -> (Option<Self>, Vec<Problem>) {
        let named = |(_, row): &(usize, Vec<&str>)| {
            let is_named = |cell: &&&str| schema.columns.iter().any(|one| is_heading(cell, one));
            row.iter().filter(is_named).count()
        };
        let most = rows.iter().map(named).max().unwrap_or_default();
        let Some(at) = rows.iter().position(|row| named(row) == most) else {
            return (None, Vec::new());
        };
        let (above, rest) = rows.split_at_checked(at).unwrap_or_default();
        let Some((number, row)) = rest.first() else { return (None, Vec::new()) };
        let heading = Self {
            schema,
            file: origin.file.to_owned(),
            sheet: origin.sheet.map(str::to_owned),
            row: *number,
            cells: Vec::new(),
            width: 0,
            entered_on: None,
        };
        let (heading, mut problems) = heading.matched(row);
        let mut is_sound = heading.is_sound(row, &mut problems);
        for (number, row) in above {
            if let Some(problem) = heading.other_unit(*number, row) {
                is_sound = false;
                problems.push(problem);
            }
        }
        (is_sound.then_some(heading), problems)
    }

    /// Notes which cell of the heading names which column.
    fn matched(mut self, row: &[&str]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        for cell in row {
            let columns = &self.schema.columns;
            let found = columns.iter().position(|column| is_heading(cell, column));
            if found.is_some() && self.cells.contains(&found) {
                problems.push(Problem {
                    kind: ProblemKind::DuplicateId,
                    place: self.place(self.row, Some(cell.trim())),
                    excerpt: cell.trim().to_owned(),
                    message: "表头中这一列出现了不止一次，无法确定以哪一列为准。".to_owned(),
                    remedy: "请删去多余的一列，或改正它的表头。".to_owned(),
                });
            }
            if found.is_none() && fold(cell) == ENTERED_ON {
                self.entered_on = Some(self.cells.len());
            }
            self.cells.push(found);
        }
        let last = row.iter().rposition(|cell| !fold(cell).is_empty());
        self.width = last.map_or(0, |last| last.saturating_add(1));
        (self, problems)
    }

    /// Says whether records can be read under it; what can't be placed is reported.
    fn is_sound(&self, row: &[&str], problems: &mut Vec<Problem>) -> bool {
        // A column that stands twice was reported before.
        let mut is_sound = problems.is_empty();
        let absent: Vec<&Column> = absent(self.schema, &self.cells).collect();
        for (cell, _) in row.iter().zip(&self.cells).filter(|(_, found)| found.is_none()) {
            if !fold(cell).is_empty() && fold(cell) != ENTERED_ON {
                problems.push(self.unknown(cell, &absent));
            }
        }
        for column in absent {
            if column.presence == Presence::Required {
                is_sound = false;
                problems.push(self.missing(column, row));
            }
        }
        is_sound
    }

    /// The schema whose columns it names.
    #[must_use]
    pub fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// The row in which it stands.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Says whether the file has the column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        let found = self.schema.column(column);
        found.is_some_and(|(position, _)| self.cells.contains(&Some(position)))
    }

    /// The day on which the record of a row was entered; nothing where none is written.
    ///
    /// # Errors
    /// The cell holds no day.
    pub fn entered_on(&self, number: usize, row: &[&str]) -> Result<Option<Date>, Box<Problem>> {
        let cell = self.entered_on.and_then(|at| row.get(at)).filter(|cell| !is_blank(cell));
        let Some(cell) = cell else { return Ok(None) };
        let day = import::day::read(cell, Epoch::default(), None);
        day.map(Some).map_err(|_| {
            Box::new(Problem {
                kind: ProblemKind::UnreadableRow,
                place: self.place(number, Some(ENTERED_ON)),
                excerpt: short(cell),
                message: format!("「{ENTERED_ON}」不是一个有效日期，所以这一行没有计入。"),
                remedy: Unreadable::NotADate.remedy(),
            })
        })
    }

    /// Says whether the file has the days on which records were entered.
    #[must_use]
    pub fn has_entered_on(&self) -> bool {
        self.entered_on.is_some()
    }

    /// The cells of a row by column, as they are written; empty where the row ends before them.
    pub fn cells<'r>(&self, row: &'r [&'r str]) -> impl Iterator<Item = (&'s Column, &'r str)> {
        let column = |(at, position): (usize, &Option<usize>)| {
            let column = self.schema.columns.get((*position)?)?;
            Some((column, row.get(at).copied().unwrap_or_default()))
        };
        self.cells.iter().enumerate().filter_map(column)
    }

    /// Reads a row as a record: its values in the order of the schema's columns.
    ///
    /// # Errors
    /// Every cell that can't be taken; the row is no record then, and must not be counted.
    pub fn record<'r>(&self, number: usize, row: &[&'r str]) -> Result<Record<'r>, Vec<Problem>> {
        let mut record = Vec::new();
        self.fill(number, row, &mut record).map(|()| record)
    }

    /// Reads a row into a record that is empty or was filled under this heading before.
    ///
    /// # Errors
    /// As those of [`Heading::record`]; what the record holds then means nothing.
    pub fn fill<'r>(
        &self,
        number: usize,
        row: &[&'r str],
        record: &mut Record<'r>,
    ) -> Result<(), Vec<Problem>> {
        if is_total(row) {
            return Err(vec![self.total(number, row)]);
        }
        let surplus = row.get(self.width..).unwrap_or_default();
        if let Some(cell) = surplus.iter().find(|cell| !is_blank(cell)) {
            return Err(vec![self.surplus(number, row.len(), cell)]);
        }
        record.resize_with(self.schema.columns.len(), || None);
        let mut problems = Vec::new();
        for (at, position) in self.cells.iter().enumerate() {
            let Some(position) = *position else { continue };
            let column = self.schema.columns.get(position);
            let Some((column, slot)) = column.zip(record.get_mut(position)) else { continue };
            // A row may end before the heading does.
            let cell = row.get(at).copied().unwrap_or_default();
            if let Err(reason) = column.read_into(slot, cell) {
                problems.push(self.unreadable(number, column, cell, reason));
            }
        }
        if !problems.is_empty() {
            // A cell that can't be read is blank here, and reported already.
            return Err(problems);
        }
        for (column, value) in self.schema.columns.iter().zip(&*record) {
            if value.is_none() && column.presence == Presence::Required {
                problems.push(self.unreadable(number, column, "", Unreadable::Blank));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The column that a cell of a row belongs to, by the cell's position.
    #[must_use]
    pub fn column(&self, cell: usize) -> Option<&'s Column> {
        self.schema.columns.get((*self.cells.get(cell)?)?)
    }

    /// The place of a row, or of the cell in a column of it.
    #[must_use]
    pub fn place(&self, row: usize, column: Option<&str>) -> Place {
        Place::Row {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row,
            column: column.map(str::to_owned),
        }
    }

    fn surplus(&self, number: usize, cells: usize, cell: &str) -> Problem {
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: self.place(number, None),
            // It may be a cell of any column that got out of place.
            excerpt: if self.schema.has_hidden() {
                Sensitivity::MASK.to_owned()
            } else {
                short(cell)
            },
            message: format!(
                "这一行有 {cells} 格，表头只有 {} 格，各格可能错位，所以没有计入。",
                self.width
            ),
            remedy: "请检查是否有文字中的逗号没有用引号括起。".to_owned(),
        }
    }

    fn unreadable(
        &self,
        number: usize,
        column: &Column,
        cell: &str,
        reason: Unreadable,
    ) -> Problem {
        let reason = if column.is_hidden() { reason.masked() } else { reason };
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: self.place(number, Some(&column.label)),
            excerpt: quoted(column, cell),
            message: format!(
                "「{}」列应为{}，这里{reason}，所以这一行没有计入。",
                column.label,
                column.kind.name()
            ),
            remedy: reason.remedy(),
        }
    }

    fn unknown(&self, cell: &str, absent: &[&Column]) -> Problem {
        let names = absent.iter().map(|column| column.label.as_str());
        let near = nearest(cell.trim(), names);
        // The unit in a heading is where 元 and 万元 get confused, so it is worth a word of its own.
        let folded = fold(cell);
        let bare = folded.split('(').next().unwrap_or_default();
        let other_unit = absent
            .iter()
            .find(|column| fold(&column.label) == bare)
            .and_then(|column| column.unit.as_ref().map(|unit| (column, unit)));
        let remedy = match (other_unit, near) {
            (Some((column, unit)), _) => format!(
                "本台账的「{}」以「{unit}」计；请换算后把表头改为「{}」。",
                column.label, column.label
            ),
            (None, Some(near)) => format!("是否应为「{near}」？"),
            (None, None) => "不需要的列可以删去；需要的列请对照台账格式改正表头。".to_owned(),
        };
        let name = if self.may_be_record() { Sensitivity::MASK } else { cell.trim() };
        Problem {
            kind: ProblemKind::UnknownKey,
            place: self.place(self.row, Some(name)),
            excerpt: short(name),
            message: format!("台账格式中没有「{name}」列，这一列没有读入。"),
            remedy,
        }
    }

    /// Says whether the row taken for the heading names no column, so that it may be a record with
    /// cells that not everybody may see.
    fn may_be_record(&self) -> bool {
        self.schema.has_hidden() && self.cells.iter().all(Option::is_none)
    }

    fn missing(&self, column: &Column, row: &[&str]) -> Problem {
        let headings: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
        let joined = headings.join("，");
        let remedy = if row.len() == 1 && joined.contains(['\t', ';', '，', '；']) {
            "各列似乎不是用英文逗号隔开的；请另存为以逗号分隔的 CSV。".to_owned()
        } else {
            format!("第{}行应是表头；请补上「{}」列。", self.row, column.label)
        };
        Problem {
            kind: ProblemKind::MissingKey,
            place: self.place(self.row, None),
            excerpt: if self.may_be_record() {
                Sensitivity::MASK.to_owned()
            } else {
                short(&joined)
            },
            message: format!("表头中没有必填的「{}」列，整个台账没有计入。", column.label),
            remedy,
        }
    }

    /// What a row above the heading says of the unit of money, where it is another than a column's.
    fn other_unit(&self, number: usize, row: &[&str]) -> Option<Problem> {
        let stated = row.iter().find_map(|cell| {
            let cell = fold(cell);
            let (_, unit) = cell.rsplit_once("单位:")?;
            let unit = WrittenUnit::read(unit.trim_end_matches(')'))?;
            (unit.unit == Unit::Yuan).then_some(unit)
        })?;
        let mut columns = self.schema.columns.iter();
        let (column, unit) = columns.find_map(|column| {
            let unit = column.unit.as_ref()?;
            (unit.unit == Unit::Yuan && *unit != stated).then_some((column, unit))
        })?;
        Some(Problem {
            kind: ProblemKind::NotUnderstood,
            place: self.place(number, None),
            excerpt: format!("单位：{stated}"),
            message: format!(
                "表头上方写明以「{stated}」计，而本台账的「{}」以「{unit}」计，整个台账没有计入。",
                column.label
            ),
            remedy: format!("请换算成以「{unit}」计，并改正这一行。"),
        })
    }

    /// The columns of the key, by position in the schema.
    pub(super) fn key(&self) -> &'s [usize] {
        &self.schema.key
    }

    pub(super) fn duplicate<'v>(
        &self,
        number: usize,
        first: usize,
        key: impl Iterator<Item = &'v Value<'v>>,
    ) -> Problem {
        let word = |(column, value): (&Column, &'v Value<'v>)| {
            if column.is_hidden() { Sensitivity::MASK.to_owned() } else { value.text() }
        };
        let words: Vec<String> = self.schema.key_columns().zip(key).map(word).collect();
        Problem {
            kind: ProblemKind::DuplicateId,
            place: self.place(number, Some(&self.schema.key_label())),
            excerpt: words.join("、"),
            message: format!("与第{first}行重复，只计入第{first}行，这一行没有计入。"),
            remedy: "请核对两行：同一条记录请删去一行，不同的记录请改正编号。".to_owned(),
        }
    }

    pub(super) fn one_too_many(&self, number: usize) -> Problem {
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: self.place(number, None),
            excerpt: String::new(),
            message: "记录过多，无法核对主键是否重复，这一行没有计入。".to_owned(),
            remedy: "请把台账分成几个文件。".to_owned(),
        }
    }

    fn total(&self, number: usize, row: &[&str]) -> Problem {
        let filled = row.iter().find(|cell| !cell.trim().is_empty());
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: self.place(number, None),
            excerpt: filled.map_or_else(String::new, |cell| short(cell)),
            message: "这一行像是合计行，不是一条记录，所以没有计入。".to_owned(),
            remedy: "请删去合计行；合计由系统计算。".to_owned(),
        }
    }
}

pub(super) fn is_heading(cell: &str, column: &Column) -> bool {
    let cell = fold(cell);
    let label = fold(&column.label);
    let with_unit = column.unit.as_ref().map(|unit| format!("{label}({unit})"));
    cell == label || *cell == column.id || with_unit.is_some_and(|with_unit| *cell == with_unit)
}

fn absent<'s>(schema: &'s Schema, cells: &[Option<usize>]) -> impl Iterator<Item = &'s Column> {
    let columns = schema.columns.iter().enumerate();
    columns.filter(|(position, _)| !cells.contains(&Some(*position))).map(|(_, column)| column)
}

fn is_total(row: &[&str]) -> bool {
    let filled = row.iter().find(|cell| !is_blank(cell));
    filled.filter(|cell| !cell.is_ascii()).is_some_and(|cell| {
        let word = fold(cell);
        matches!(word.trim_end_matches(':'), "合计" | "总计" | "小计" | "共计")
    })
}

/// The words of a cell as findings quote them; those that not everybody may see are not quoted.
fn quoted(column: &Column, cell: &str) -> String {
    if column.is_hidden() && !is_blank(cell) { Sensitivity::MASK.to_owned() } else { short(cell) }
}
