//! Conditions: how they are read, and whether a record meets them.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Condition, ExistsIn, Period, Test};
use crate::figure::Unit;
use crate::reader::{Entry, ProblemKind, nearest};
use crate::register::batch::Batch;
use crate::register::evaluate::Terms;
use crate::register::reference::Reference;
use crate::register::schema::{Column, ColumnKind, Presence, Schema, Sensitivity, WrittenUnit};
use crate::register::value::{Value, is_same};

/// The keys of a condition that say what is asked of the cell.
const TESTS: [&str; 11] = [
    "is",
    "in",
    "not",
    "at_least",
    "above",
    "at_most",
    "below",
    "between",
    "within",
    "exists_in",
    "cell",
];

/// The registers that a condition may speak of: its own, and all others.
#[derive(Clone, Copy)]
pub(super) struct Registers<'s> {
    pub own: &'s Schema,
    pub all: &'s [Arc<Schema>],
}

/// Reads a list of conditions; one that can't be used is reported and left out.
pub(super) fn conditions(entry: &Entry<'_>, key: &str, registers: Registers<'_>) -> Vec<Condition> {
    let read = |entry: &Entry<'_>| condition(entry, registers);
    entry.entries(key).iter().filter_map(read).collect()
}

fn condition(entry: &Entry<'_>, registers: Registers<'_>) -> Option<Condition> {
    let column = registers.own.column_named(entry, "column");
    // Without a column the test can't be read; its keys count as known all the same.
    let asked = TESTS.iter().filter(|key| entry.has(key)).count();
    let companions = [("within", "as_of"), ("exists_in", "key")];
    for (_, companion) in companions.iter().filter(|(key, _)| entry.has(key)) {
        let _ = entry.has(companion);
    }
    let counts_days = entry.has("days_since");
    let (position, column) = column?;
    let test = if counts_days {
        days_since(entry, registers.own, column, asked)?
    } else {
        test(entry, column, registers, asked)?
    };
    Some(Condition { column: position, test })
}

/// Days from the day in another column to the day in this one.
fn days_since(entry: &Entry<'_>, schema: &Schema, column: &Column, asked: usize) -> Option<Test> {
    let (since, earlier) = schema.column_named(entry, "days_since")?;
    for one in [column, earlier] {
        if one.kind != ColumnKind::Date {
            wrong_kind(entry, "days_since", one, "日期");
            return None;
        }
    }
    let days = days();
    let registers = Registers { own: schema, all: &[] };
    let inner = test(entry, &days, registers, asked)?;
    // A number of days is never blank: without one of the days there is no such number.
    if matches!(inner, Test::Present | Test::Missing | Test::ExistsIn(_)) {
        let message = "天数须与一个数比较。".to_owned();
        entry.report(ProblemKind::NotUnderstood, "days_since", message, "请改用 at_most 等比较。");
        return None;
    }
    Some(Test::DaysSince(since, Box::new(inner)))
}

/// The numbers of days as if they stood in a column.
pub(in crate::register) fn days() -> Column {
    Column {
        id: "days".to_owned(),
        label: "天数".to_owned(),
        kind: ColumnKind::Integer,
        unit: Some(WrittenUnit { unit: Unit::Counted("天".to_owned()), power: 0 }),
        minimum: None,
        presence: Presence::Optional,
        sensitivity: Sensitivity::Public,
    }
}

fn test(
    entry: &Entry<'_>,
    column: &Column,
    registers: Registers<'_>,
    asked: usize,
) -> Option<Test> {
    let present: Vec<&str> = TESTS.into_iter().filter(|key| entry.has(key)).collect();
    let key = match (present.as_slice(), asked) {
        ([key], 1) => *key,
        ([], _) => {
            entry.report(
                ProblemKind::MissingKey,
                "column",
                format!("没有写明「{}」列应满足什么。", column.label),
                &format!("请写出其中一种：{}。", TESTS.join("、")),
            );
            return None;
        }
        ([_, second, ..] | [second], _) => {
            let message = format!("一个条件只能有一种判断，这里有：{}。", present.join("、"));
            let remedy = "请拆成几个条件，它们须同时满足。";
            entry.report(ProblemKind::NotUnderstood, second, message, remedy);
            return None;
        }
    };
    match key {
        "is" => Some(Test::Is(operand(entry, key, column)?)),
        "in" => {
            let values = operands(entry, key, column)?;
            if values.is_empty() {
                let message = "列表是空的，没有记录会满足。".to_owned();
                entry.not_understood(key, message, "请写出至少一个值。");
                return None;
            }
            Some(Test::In(values))
        }
        "not" => negated(entry, column, registers),
        "between" => between(entry, column),
        "within" => within(entry, column),
        "exists_in" => exists_in(entry, column, registers),
        "cell" => {
            let cells = [("present", Test::Present), ("missing", Test::Missing)];
            entry.choice(key, &cells)
        }
        _ => {
            let value = ordered(entry, key, column).and_then(|()| operand(entry, key, column))?;
            Some(match key {
                "at_least" => Test::AtLeast(value),
                "above" => Test::Above(value),
                "at_most" => Test::AtMost(value),
                _ => Test::Below(value),
            })
        }
    }
}

fn negated(entry: &Entry<'_>, column: &Column, registers: Registers<'_>) -> Option<Test> {
    let inner = entry.entry("not")?;
    let asked = TESTS.iter().filter(|key| inner.has(key)).count();
    match test(&inner, column, registers, asked)? {
        // A blank cell meets `missing` and nothing else; said the other way round it would.
        Test::Present | Test::Missing => {
            let message = "「not」之下不能再写「cell」。".to_owned();
            let remedy = "请直接写 cell = \"present\" 或 cell = \"missing\"。";
            inner.not_understood("cell", message, remedy);
            None
        }
        Test::Not(_) => {
            let message = "「not」之下不能再写「not」。".to_owned();
            inner.not_understood("not", message, "请去掉两个「not」。");
            None
        }
        inner => Some(Test::Not(Box::new(inner))),
    }
}

fn between(entry: &Entry<'_>, column: &Column) -> Option<Test> {
    ordered(entry, "between", column)?;
    let values = operands(entry, "between", column)?;
    let Ok([low, high]) = <[Value<'static>; 2]>::try_from(values) else {
        let message = "「between」须有起、止两个值。".to_owned();
        entry.not_understood("between", message, "请写成 [\"起\", \"止\"]，两端都包含在内。");
        return None;
    };
    if low > high {
        let message = "「between」的起点大于终点，没有记录会满足。".to_owned();
        entry.not_understood("between", message, "请对调两个值。");
        return None;
    }
    Some(Test::Between(low, high))
}

fn within(entry: &Entry<'_>, column: &Column) -> Option<Test> {
    if column.kind != ColumnKind::Date {
        wrong_kind(entry, "within", column, "日期");
        return None;
    }
    let periods = [
        ("fiscal_year", Period::FiscalYear),
        ("first_half", Period::Half(1)),
        ("second_half", Period::Half(2)),
        ("first_quarter", Period::Quarter(1)),
        ("second_quarter", Period::Quarter(2)),
        ("third_quarter", Period::Quarter(3)),
        ("fourth_quarter", Period::Quarter(4)),
        ("january", Period::Month(1)),
        ("february", Period::Month(2)),
        ("march", Period::Month(3)),
        ("april", Period::Month(4)),
        ("may", Period::Month(5)),
        ("june", Period::Month(6)),
        ("july", Period::Month(7)),
        ("august", Period::Month(8)),
        ("september", Period::Month(9)),
        ("october", Period::Month(10)),
        ("november", Period::Month(11)),
        ("december", Period::Month(12)),
    ];
    let period = entry.choice("within", &periods)?;
    let as_of = entry.date("as_of");
    if as_of.is_none() && entry.has("as_of") {
        return None;
    }
    Some(Test::Within(period, as_of))
}

/// Looks the value up in a column of another register, its key where none is named.
fn exists_in(entry: &Entry<'_>, column: &Column, registers: Registers<'_>) -> Option<Test> {
    let id = entry.text("exists_in")?;
    let others = || registers.all.iter().filter(|one| one.id != registers.own.id);
    let Some(other) = others().find(|one| one.id == id) else {
        let near = nearest(&id, others().map(|one| one.id.as_str()));
        let message = if id == registers.own.id {
            "条件所参照的就是本台账，总会满足。".to_owned()
        } else {
            format!("没有所参照的台账「{id}」的格式。")
        };
        let remedy = near.map_or_else(
            || "请写另一个台账的标识。".to_owned(),
            |near| format!("是否应为「{near}」？"),
        );
        entry.report(ProblemKind::UnknownReference, "exists_in", message, &remedy);
        return None;
    };
    let target = match (entry.has("key"), other.key.as_slice()) {
        (true, _) => other.column_named(entry, "key")?.1,
        (false, [only]) => other.columns.get(*only)?,
        (false, _) => {
            let message = format!("台账「{}」的主键不止一列。", other.title);
            let remedy = "请用 key 写明参照哪一列。";
            entry.report(ProblemKind::MissingKey, "exists_in", message, remedy);
            return None;
        }
    };
    let is_same_kind = std::mem::discriminant(&target.kind) == std::mem::discriminant(&column.kind);
    if !is_same_kind || target.unit != column.unit {
        let message = format!(
            "「{}」列与台账「{}」的「{}」列类型或单位不同，无法对照。",
            column.label, other.title, target.label
        );
        entry.report(ProblemKind::WrongType, "exists_in", message, "请参照类型相同的列。");
        return None;
    }
    Some(Test::ExistsIn(ExistsIn {
        reference: Reference { register: other.id.clone(), column: target.id.clone() },
        title: other.title.clone(),
        label: target.label.clone(),
        values: None,
    }))
}

/// Reports where the values of a column have no order.
fn ordered(entry: &Entry<'_>, key: &str, column: &Column) -> Option<()> {
    if column.kind.is_number() || column.kind == ColumnKind::Date {
        return Some(());
    }
    wrong_kind(entry, key, column, "数字、金额或日期");
    None
}

fn wrong_kind(entry: &Entry<'_>, key: &str, column: &Column, wanted: &str) {
    entry.report(
        ProblemKind::WrongType,
        key,
        format!("「{key}」只能用于{wanted}列，而「{}」是{}列。", column.label, column.kind.name()),
        "请改用 is、in 或 not，或换一列。",
    );
}

/// The value that cells of the column are compared with.
fn operand(entry: &Entry<'_>, key: &str, column: &Column) -> Option<Value<'static>> {
    match column.kind {
        ColumnKind::Text { .. } => from_cell(entry, key, column, &entry.text(key)?),
        // An amount of money is written with its unit, so that nobody takes 万元 for 元.
        ColumnKind::Money => {
            let text = entry.text(key)?;
            if !text.trim_end().ends_with('元') {
                let message = format!("金额「{text}」没有写单位。");
                entry.not_understood(key, message, "请写成如 \"5万元\" 的形式。");
                return None;
            }
            from_cell(entry, key, column, &text)
        }
        ColumnKind::Integer | ColumnKind::Decimal => {
            Some(Value::Number(entry.decimal(key)?.normalize()))
        }
        ColumnKind::Date => entry.date(key).map(Value::Date),
        ColumnKind::Boolean => entry.boolean(key).map(Value::Boolean),
    }
}

fn operands(entry: &Entry<'_>, key: &str, column: &Column) -> Option<Vec<Value<'static>>> {
    let texts = entry.texts(key);
    let values = texts.iter().map(|text| from_cell(entry, key, column, text));
    values.collect()
}

fn from_cell(entry: &Entry<'_>, key: &str, column: &Column, text: &str) -> Option<Value<'static>> {
    match column.read(text) {
        Ok(Some(value)) => Some(value.into_owned()),
        Ok(None) => {
            let message = "值是空的，没有记录会满足。".to_owned();
            entry.not_understood(key, message, "空白的单元格请用 cell = \"missing\"。");
            None
        }
        Err(unreadable) => {
            let message = format!("「{}」列不会有「{text}」：{unreadable}。", column.label);
            entry.not_understood(key, message, &unreadable.remedy());
            None
        }
    }
}

impl Condition {
    /// The columns that it looks at.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> + use<> {
        let since = match self.test {
            Test::DaysSince(since, _) => Some(since),
            _ => None,
        };
        std::iter::once(self.column).chain(since)
    }

    /// The same condition with its period as days and the values of other registers at hand.
    pub(in crate::register) fn on(&self, terms: Terms<'_>) -> Result<Self, String> {
        Ok(Self { column: self.column, test: self.test.on(terms)? })
    }

    /// First and last day of the fiscal year, where the condition asks for a day in it.
    pub(in crate::register) fn year(&self, fiscal_year: i16) -> Option<(Date, Date)> {
        match self.test {
            Test::Within(Period::FiscalYear, _) => Period::FiscalYear.days(fiscal_year),
            _ => None,
        }
    }

    /// The rows of a batch whose records meet it.
    pub(in crate::register) fn rows(&self, batch: &Batch<'_>) -> u64 {
        let rows = batch.taken();
        // Most conditions ask for a word or a period, so that these have loops of their own.
        match &self.test {
            Test::Is(Value::Text(wanted)) => batch.rows_where(rows, |record| {
                matches!(record.get(self.column), Some(Some(Value::Text(text)))
                    if is_same(text.as_bytes(), wanted.as_bytes()))
            }),
            Test::Between(Value::Date(first), Value::Date(last)) => {
                let (first, last) = (in_order(*first), in_order(*last));
                batch.rows_where(rows, |record| {
                    matches!(record.get(self.column), Some(Some(Value::Date(day)))
                        if (first <= in_order(*day)) & (in_order(*day) <= last))
                })
            }
            _ => batch.rows_where(rows, |record| self.is_met_by(record)),
        }
    }

    /// Whether a record meets it; a blank cell meets only `missing`.
    #[inline]
    fn is_met_by(&self, record: &[Option<Value<'_>>]) -> bool {
        let cell = |column: usize| record.get(column).and_then(Option::as_ref);
        let Test::DaysSince(since, test) = &self.test else {
            return self.test.is_met_by(cell(self.column));
        };
        let (Some(Value::Date(day)), Some(Value::Date(earlier))) =
            (cell(self.column), cell(*since))
        else {
            return false;
        };
        let days = day.duration_since(*earlier).as_hours() / 24;
        test.is_met_by(Some(&Value::Number(Decimal::from(days))))
    }
}

impl Test {
    fn on(&self, terms: Terms<'_>) -> Result<Self, String> {
        match self {
            Self::Within(period, as_of) => {
                let year = terms.fiscal_year;
                let (first, last) = period
                    .days(year)
                    .ok_or_else(|| format!("年度「{year}」不在可以计算的范围内"))?;
                let last = as_of.map_or(last, |day| day.min(last));
                Ok(Self::Between(Value::Date(first), Value::Date(last)))
            }
            Self::ExistsIn(exists) => {
                let values = terms.references.values(&exists.reference);
                let values = values.ok_or_else(|| {
                    format!("所参照的台账《{}》没有读入「{}」列", exists.title, exists.label)
                })?;
                Ok(Self::ExistsIn(ExistsIn { values: Some(Arc::clone(values)), ..exists.clone() }))
            }
            Self::Not(inner) => Ok(Self::Not(Box::new(inner.on(terms)?))),
            other => Ok(other.clone()),
        }
    }

    /// The column of another register that it looks into.
    pub(super) fn reference(&self) -> Option<&Reference> {
        match self {
            Self::ExistsIn(exists) => Some(&exists.reference),
            Self::Not(inner) => inner.reference(),
            _ => None,
        }
    }

    /// Whether a cell meets the test; a blank one meets only `missing`.
    #[inline]
    fn is_met_by(&self, cell: Option<&Value<'_>>) -> bool {
        let Some(value) = cell else {
            return *self == Self::Missing;
        };
        match self {
            Self::Is(wanted) => is_equal(value, wanted),
            Self::In(wanted) => wanted.iter().any(|wanted| is_equal(value, wanted)),
            Self::Not(inner) => !inner.is_met_by(cell),
            Self::AtLeast(bound) => value >= bound,
            Self::Above(bound) => value > bound,
            Self::AtMost(bound) => value <= bound,
            Self::Below(bound) => value < bound,
            Self::Between(low, high) => low <= value && value <= high,
            Self::ExistsIn(exists) => {
                exists.values.as_ref().is_some_and(|values| values.contains(value))
            }
            Self::Present => true,
            // A period is days by the time that records are taken, and days are asked of two cells.
            Self::Missing | Self::Within(..) | Self::DaysSince(..) => false,
        }
    }
}

/// A number that is greater for each later day.
#[inline]
fn in_order(day: Date) -> i32 {
    (i32::from(day.year()) << 16) | (i32::from(day.month()) << 8) | i32::from(day.day())
}

#[inline]
fn is_equal(value: &Value<'_>, wanted: &Value<'_>) -> bool {
    match (value, wanted) {
        (Value::Text(value), Value::Text(wanted)) => is_same(value.as_bytes(), wanted.as_bytes()),
        _ => value == wanted,
    }
}

impl Period {
    /// First and last day in that fiscal year, which is the calendar year.
    fn days(self, fiscal_year: i16) -> Option<(Date, Date)> {
        let (first, last) = match self {
            Self::FiscalYear => (1, 12),
            Self::Half(1) => (1, 6),
            Self::Half(_) => (7, 12),
            Self::Quarter(quarter) => {
                let last = quarter.checked_mul(3)?;
                (last.checked_sub(2)?, last)
            }
            Self::Month(month) => (month, month),
        };
        let first = Date::new(fiscal_year, first, 1).ok()?;
        let last = Date::new(fiscal_year, last, 1).ok()?.last_of_month();
        Some((first, last))
    }
}
