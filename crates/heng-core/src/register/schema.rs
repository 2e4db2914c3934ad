//! What the columns of a register hold, and how it is kept.

mod upkeep;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::value::fold;
use crate::figure::Unit;
use crate::reader::{self, Entry, Problem, ProblemKind, nearest};
pub use upkeep::{Every, Quality, Recurrence, Retention};

/// What a register consists of: its columns and its key (台账格式).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Identifier.
    pub id: String,
    /// Name, in Chinese.
    pub title: String,
    /// The columns, in the order of a new file.
    pub columns: Vec<Column>,
    /// Positions in `columns` of those that together name a record.
    pub key: Vec<usize>,
    /// For how long records are kept, where that is stated.
    pub retention: Option<Retention>,
    /// How often a record is expected, where that is stated.
    pub every: Option<Every>,
    /// What is said of the quality of its data.
    pub quality: Option<Quality>,
}

/// A column of a register (列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Identifier.
    pub id: String,
    /// Heading in the file, in Chinese.
    pub label: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// The unit of its numbers, where one is stated.
    pub unit: Option<WrittenUnit>,
    /// The least that its numbers may be, in its unit; counts are not negative.
    pub minimum: Option<Decimal>,
    /// Whether each cell must be filled.
    pub presence: Presence,
    /// Who may see it.
    pub sensitivity: Sensitivity,
}

/// What the cells of a column hold (列的类型).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words; where choices are named, one of them.
    Text {
        /// The words that may be filled in.
        choices: Vec<String>,
    },
    /// Whole numbers.
    Integer,
    /// Decimals.
    Decimal,
    /// Money.
    Money,
    /// Days.
    Date,
    /// Yes or no.
    Boolean,
}

impl ColumnKind {
    /// The kind in Chinese.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "文字",
            Self::Integer => "整数",
            Self::Decimal => "小数",
            Self::Money => "金额",
            Self::Date => "日期",
            Self::Boolean => "是否",
        }
    }

    /// Says whether the cells are numbers.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Money)
    }
}

/// Whether each cell of a column must be filled (必填).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A record without it can't be taken.
    Required,
    /// A blank cell means that there is no value.
    Optional,
}

/// Who may see a column; each level includes those before it (敏感级别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// Everybody (公开).
    Public,
    /// The department and those who review it (内部).
    Internal,
    /// The office that keeps the register (限制).
    Restricted,
}

impl Sensitivity {
    /// What stands in place of a cell that may not be seen.
    pub const MASK: &str = "【不公开】";
}

/// A unit with the multiplier that it is written with, such as 万元 (计量单位及倍数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenUnit {
    /// The unit.
    pub unit: Unit,
    /// The power of ten of the multiplier: 4 for 万.
    pub power: u32,
}

impl WrittenUnit {
    /// Reads a unit as it is written; nothing where no unit is left.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let folded = fold(text);
        let (power, word) = multiplier(&folded);
        let unit = match word {
            "" => return None,
            "元" => Unit::Yuan,
            "%" => Unit::Percent,
            "‰" => Unit::Permille,
            "个百分点" | "百分点" => Unit::PercentagePoint,
            "分" => Unit::Points,
            word => Unit::Counted(word.to_owned()),
        };
        Some(Self { unit, power })
    }
}

impl std::fmt::Display for WrittenUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let multiplier = MULTIPLIERS.iter().find(|(_, power)| *power == self.power);
        let multiplier = multiplier.map_or("", |(word, _)| word);
        write!(f, "{multiplier}{}", self.unit.as_str())
    }
}

/// Words that multiply the unit behind them; the longer ones before those they begin with.
const MULTIPLIERS: [(&str, u32); 3] = [("万亿", 12), ("万", 4), ("亿", 8)];

/// Parts a suffix into the power of ten of its multiplier and the word behind it.
pub(super) fn multiplier(suffix: &str) -> (u32, &str) {
    let multiplied = |(word, power): &(&str, u32)| Some((*power, suffix.strip_prefix(word)?));
    MULTIPLIERS.iter().find_map(multiplied).unwrap_or((0, suffix))
}

impl Schema {
    /// Says whether the register has columns that not everybody may see.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        self.columns.iter().any(Column::is_hidden)
    }

    /// The columns of the key.
    pub fn key_columns(&self) -> impl Iterator<Item = &Column> + Clone {
        self.key.iter().filter_map(|at| self.columns.get(*at))
    }

    /// The headings of the key's columns, as messages name them: `部门、编号`.
    #[must_use]
    pub fn key_label(&self) -> String {
        let labels: Vec<&str> = self.key_columns().map(|column| column.label.as_str()).collect();
        labels.join("、")
    }

    /// The position and the column with that identifier.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<(usize, &Column)> {
        let mut columns = self.columns.iter().enumerate();
        columns.find(|(_, column)| column.id == id)
    }

    /// The column with that identifier; where there is none, that is reported at the key.
    pub(super) fn column_named(&self, entry: &Entry<'_>, key: &str) -> Option<(usize, &Column)> {
        if !entry.has(key) {
            entry.missing(key);
        }
        let id = entry.text(key)?;
        let found = self.column(&id);
        if found.is_none() {
            let known = self.columns.iter();
            let remedy = match (
                known.clone().find(|column| column.label == id),
                nearest(&id, known.clone().map(|column| column.id.as_str())),
            ) {
                (Some(labelled), _) => format!("这里写列的标识：{}。", labelled.id),
                (None, Some(near)) => format!("是否应为「{near}」？"),
                (None, None) => {
                    let ids: Vec<&str> = known.map(|column| column.id.as_str()).collect();
                    format!("这个台账的列有：{}。", ids.join("、"))
                }
            };
            let message = format!("台账「{}」没有「{id}」这一列。", self.title);
            entry.report(ProblemKind::UnknownReference, key, message, &remedy);
        }
        found
    }
}

impl Column {
    /// Says whether not everybody may see its cells.
    ///
    /// What is said of a register goes into reports, so no cell of such a column is ever quoted.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.sensitivity > Sensitivity::Public
    }
}

/// Reads a schema from the TOML text of a `register.toml`.
///
/// A schema with a problem is no schema: what it would read could not be trusted.
#[must_use]
pub fn read(file: &str, text: &str) -> (Option<Schema>, Vec<Problem>) {
    let (schema, problems) = reader::read(file, text, schema);
    (schema.filter(|_| problems.is_empty()), problems)
}

fn schema(root: &Entry<'_>) -> Option<Schema> {
    if !root.has("register") {
        root.missing("register");
    }
    let columns: Vec<Column> = root.entries("column").iter().filter_map(column).collect();
    let quality = upkeep::quality(root);
    let entry = root.entry("register")?;
    let id = entry.required_text("id");
    let title = entry.required_text("title");
    let mut taken = BTreeSet::new();
    for column in &columns {
        for name in [&column.id, &fold(&column.label).into_owned()] {
            if !taken.insert(name.clone()) {
                let message = format!("列的标识或名称「{name}」出现了不止一次。");
                root.report(ProblemKind::DuplicateId, "column", message, "请改成不同的名称。");
            }
        }
    }
    let key = entry.texts("key");
    if key.is_empty() {
        entry.missing("key");
    }
    let position = |id: &String| {
        let found = columns.iter().position(|column| column.id == *id);
        if found.is_none() {
            let near = nearest(id, columns.iter().map(|column| column.id.as_str()));
            let message = format!("主键「{id}」不是这个台账的列。");
            let remedy = near.map_or_else(
                || "请写列的标识。".to_owned(),
                |near| format!("是否应为「{near}」？"),
            );
            entry.report(ProblemKind::UnknownReference, "key", message, &remedy);
        }
        found
    };
    let key: Vec<usize> = key.iter().filter_map(position).collect();
    let retention = upkeep::retention(&entry);
    let every = upkeep::every(&entry, &columns);
    let mut columns = columns;
    for position in &key {
        if let Some(column) = columns.get_mut(*position) {
            // A record without its key can't be told from another.
            column.presence = Presence::Required;
        }
    }
    Some(Schema { id, title, columns, key, retention, every, quality })
}

fn column(entry: &Entry<'_>) -> Option<Column> {
    let id = entry.required_text("id");
    let label = entry.required_text("label");
    let kinds = [
        ("text", ColumnKind::Text { choices: Vec::new() }),
        ("integer", ColumnKind::Integer),
        ("decimal", ColumnKind::Decimal),
        ("money", ColumnKind::Money),
        ("date", ColumnKind::Date),
        ("boolean", ColumnKind::Boolean),
    ];
    let levels = [
        ("public", Sensitivity::Public),
        ("internal", Sensitivity::Internal),
        ("restricted", Sensitivity::Restricted),
    ];
    for key in ["type", "sensitivity"] {
        if !entry.has(key) {
            entry.missing(key);
        }
    }
    let sensitivity = entry.choice("sensitivity", &levels);
    let presence = match entry.boolean("required") {
        Some(true) => Presence::Required,
        _ => Presence::Optional,
    };
    let mut kind = entry.choice("type", &kinds)?;
    if let ColumnKind::Text { choices } = &mut kind {
        *choices = entry.texts("choices");
    }
    let unit = if kind.is_number() { unit(entry, &kind) } else { None };
    let minimum = if kind.is_number() { entry.decimal("minimum") } else { None };
    Some(Column { id, label, kind, unit, minimum, presence, sensitivity: sensitivity? })
}

fn unit(entry: &Entry<'_>, kind: &ColumnKind) -> Option<WrittenUnit> {
    let unit = entry.text("unit").and_then(|text| WrittenUnit::read(&text));
    let is_money = unit.as_ref().is_some_and(|unit| unit.unit == Unit::Yuan);
    match kind {
        ColumnKind::Money if !entry.has("unit") => entry.missing("unit"),
        ColumnKind::Money if !is_money => entry.not_understood(
            "unit",
            "金额列的单位应为「元」「万元」或「亿元」。".to_owned(),
            "请改正单位，或把列的类型改为 decimal。",
        ),
        ColumnKind::Integer | ColumnKind::Decimal if is_money => entry.not_understood(
            "unit",
            "以元计的列应是金额。".to_owned(),
            "请把列的类型改为 money。",
        ),
        _ => {}
    }
    unit
}
