//! How a file lays out the columns of a register, and how its rows become records.

use std::borrow::Cow;
use std::collections::HashMap;

use super::schema::{Column, Presence, Schema};
use super::value::{Unreadable, Value, fold};
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind, nearest};

/// Which cell of a row holds which column (表头).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'s> {
    schema: &'s Schema,
    file: String,
    /// For each cell of the heading the position of its column, where it is known.
    cells: Vec<Option<usize>>,
    /// The first cell behind the last heading that is filled in.
    width: usize,
}

impl<'s> Heading<'s> {
    /// Matches the cells of row 1 with the columns, by heading or identifier.
    ///
    /// Full-width forms, white space and the unit in brackets make no difference. There is no
    /// heading where a required column is missing or one stands twice.
    #[must_use]
    pub fn read(file: &str, schema: &'s Schema, row: &[&str]) -> (Option<Self>, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut cells: Vec<Option<usize>> = Vec::new();
        let mut is_sound = true;
        for cell in row {
            let found = schema.columns.iter().position(|column| is_heading(cell, column));
            if found.is_some() && cells.contains(&found) {
                is_sound = false;
                problems.push(Problem {
                    kind: ProblemKind::DuplicateId,
                    place: place(file, 1, Some(cell.trim())),
                    excerpt: cell.trim().to_owned(),
                    message: "表头中这一列出现了不止一次，无法确定以哪一列为准。".to_owned(),
                    remedy: "请删去多余的一列，或改正它的表头。".to_owned(),
                });
            }
            cells.push(found);
        }
        let absent: Vec<&Column> = absent(schema, &cells).collect();
        for (cell, _) in row.iter().zip(&cells).filter(|(_, found)| found.is_none()) {
            if !fold(cell).is_empty() {
                problems.push(unknown_heading(file, cell, &absent));
            }
        }
        for column in absent {
            if column.presence == Presence::Required {
                is_sound = false;
                problems.push(missing_heading(file, column, row));
            }
        }
        let last = row.iter().rposition(|cell| !fold(cell).is_empty());
        let heading = Self {
            schema,
            file: file.to_owned(),
            cells,
            width: last.map_or(0, |last| last.saturating_add(1)),
        };
        (is_sound.then_some(heading), problems)
    }

    /// Says whether the file has the column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        let found = self.schema.column(column);
        found.is_some_and(|(position, _)| self.cells.contains(&Some(position)))
    }

    /// The cells of a row by column, as they are written.
    pub fn cells<'r>(&self, row: &'r [&'r str]) -> impl Iterator<Item = (&'s Column, &'r str)> {
        let column = |(position, cell): (&Option<usize>, &&'r str)| {
            Some((self.schema.columns.get((*position)?)?, *cell))
        };
        self.cells.iter().zip(row).filter_map(column)
    }

    /// Reads a row as a record: its values in the order of the schema's columns.
    ///
    /// # Errors
    /// Every cell that can't be taken; the row is no record then, and must not be counted.
    pub fn record<'r>(
        &self,
        number: usize,
        row: &[&'r str],
    ) -> Result<Vec<Option<Value<'r>>>, Vec<Problem>> {
        if is_total(row) {
            return Err(vec![self.total(number, row)]);
        }
        let mut record: Vec<Option<Value<'r>>> = vec![None; self.schema.columns.len()];
        let mut problems = Vec::new();
        let mut surplus = row.iter().skip(self.width);
        if let Some(cell) = surplus.find(|cell| !cell.trim().is_empty()) {
            problems.push(Problem {
                kind: ProblemKind::UnreadableRow,
                place: place(&self.file, number, None),
                excerpt: excerpt(cell),
                message: format!(
                    "这一行有 {} 格，表头只有 {} 格，各格可能错位，所以没有计入。",
                    row.len(),
                    self.width
                ),
                remedy: "请检查是否有文字中的逗号没有用引号括起。".to_owned(),
            });
            return Err(problems);
        }
        for (position, cell) in self.cells.iter().zip(row) {
            let Some(column) = position.and_then(|at| self.schema.columns.get(at)) else {
                continue;
            };
            match column.read(cell) {
                Ok(value) => {
                    if let Some(slot) = position.and_then(|at| record.get_mut(at)) {
                        *slot = value;
                    }
                }
                Err(reason) => problems.push(self.unreadable(number, column, cell, &reason)),
            }
        }
        let unread = problems.len();
        for (column, value) in self.schema.columns.iter().zip(&record) {
            let is_blank = value.is_none() && column.presence == Presence::Required;
            // A cell that can't be read is reported already.
            if is_blank && unread == 0 {
                problems.push(self.unreadable(number, column, "", &Unreadable::Blank));
            }
        }
        if problems.is_empty() { Ok(record) } else { Err(problems) }
    }

    fn unreadable(
        &self,
        number: usize,
        column: &Column,
        cell: &str,
        reason: &Unreadable,
    ) -> Problem {
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: place(&self.file, number, Some(&column.label)),
            excerpt: excerpt(cell),
            message: format!(
                "「{}」列应为{}，这里{reason}，所以这一行没有计入。",
                column.label,
                column.kind.name()
            ),
            remedy: reason.remedy(),
        }
    }

    fn total(&self, number: usize, row: &[&str]) -> Problem {
        let filled = row.iter().find(|cell| !cell.trim().is_empty());
        Problem {
            kind: ProblemKind::UnreadableRow,
            place: place(&self.file, number, None),
            excerpt: filled.map_or_else(String::new, |cell| excerpt(cell)),
            message: "这一行像是合计行，不是一条记录，所以没有计入。".to_owned(),
            remedy: "请删去合计行；合计由系统计算。".to_owned(),
        }
    }
}

/// The keys of the records taken so far, each with its row (主键).
#[derive(Debug, Clone, Default)]
pub struct Keys {
    rows: HashMap<String, usize>,
    /// The key at hand; kept, so that a key that is there already costs no memory.
    key: String,
}

impl Keys {
    /// Admits a record whose key is new.
    ///
    /// # Errors
    /// The record is the second with its key; it must not be counted again.
    pub fn admit(
        &mut self,
        heading: &Heading<'_>,
        number: usize,
        record: &[Option<Value<'_>>],
    ) -> Result<(), Box<Problem>> {
        let key = heading.schema.key.iter();
        let values = key.clone().filter_map(|position| record.get(*position)?.as_ref());
        self.key.clear();
        for value in values.clone() {
            let words = in_words(value);
            // The length keeps `ab` with `c` apart from `a` with `bc`.
            self.key.push_str(&words.len().to_string());
            self.key.push(':');
            self.key.push_str(&words);
        }
        let Some(first) = self.rows.get(&self.key) else {
            self.rows.insert(self.key.clone(), number);
            return Ok(());
        };
        let columns = key.filter_map(|position| heading.schema.columns.get(*position));
        let labels: Vec<&str> = columns.map(|column| column.label.as_str()).collect();
        let words: Vec<Cow<'_, str>> = values.map(in_words).collect();
        Err(Box::new(Problem {
            kind: ProblemKind::DuplicateId,
            place: place(&heading.file, number, Some(&labels.join("、"))),
            excerpt: words.join("、"),
            message: format!("与第{first}行重复，只计入第{first}行，这一行没有计入。"),
            remedy: "请核对两行：同一条记录请删去一行，不同的记录请改正编号。".to_owned(),
        }))
    }
}

fn in_words<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Date(date) => Cow::Owned(date.to_string()),
        Value::Boolean(true) => Cow::Borrowed("是"),
        Value::Boolean(false) => Cow::Borrowed("否"),
    }
}

fn is_heading(cell: &str, column: &Column) -> bool {
    let cell = fold(cell);
    let label = fold(&column.label);
    let with_unit = column.unit.as_ref().map(|unit| format!("{label}({unit})"));
    cell == label || *cell == column.id || with_unit.is_some_and(|with_unit| *cell == with_unit)
}

fn absent<'s>(schema: &'s Schema, cells: &[Option<usize>]) -> impl Iterator<Item = &'s Column> {
    let columns = schema.columns.iter().enumerate();
    columns.filter(|(position, _)| !cells.contains(&Some(*position))).map(|(_, column)| column)
}

fn unknown_heading(file: &str, cell: &str, absent: &[&Column]) -> Problem {
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
    Problem {
        kind: ProblemKind::UnknownKey,
        place: place(file, 1, Some(cell.trim())),
        excerpt: excerpt(cell),
        message: format!("台账格式中没有「{}」列，这一列没有读入。", cell.trim()),
        remedy,
    }
}

fn missing_heading(file: &str, column: &Column, row: &[&str]) -> Problem {
    let headings: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
    let joined = headings.join("，");
    let remedy = if row.len() == 1 && joined.contains(['\t', ';', '，', '；']) {
        "各列似乎不是用英文逗号隔开的；请另存为以逗号分隔的 CSV。".to_owned()
    } else {
        format!("第1行应是表头；请补上「{}」列。", column.label)
    };
    Problem {
        kind: ProblemKind::MissingKey,
        place: place(file, 1, None),
        excerpt: excerpt(&joined),
        message: format!("表头中没有必填的「{}」列，整个台账没有计入。", column.label),
        remedy,
    }
}

fn is_total(row: &[&str]) -> bool {
    let filled = row.iter().find(|cell| !cell.trim().is_empty());
    filled.is_some_and(|cell| {
        let word = fold(cell);
        matches!(word.trim_end_matches(':'), "合计" | "总计" | "小计" | "共计")
    })
}

fn place(file: &str, row: usize, column: Option<&str>) -> Place {
    Place::Row { file: file.to_owned(), row, column: column.map(str::to_owned) }
}

/// The words of a cell, cut to a readable length.
fn excerpt(cell: &str) -> String {
    let cell = cell.trim();
    let mut excerpt: String = cell.chars().take(40).collect();
    if cell.chars().count() > 40 {
        excerpt.push('…');
    }
    excerpt
}
