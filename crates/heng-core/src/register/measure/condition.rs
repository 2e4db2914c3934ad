//! Conditions: how they are read, and whether a cell meets them.

use jiff::civil::Date;

use super::{Condition, Period, Test};
use crate::reader::{Entry, ProblemKind};
use crate::register::schema::{Column, ColumnKind, Schema};
use crate::register::value::Value;

/// The keys of a condition that say what is asked of the cell.
const TESTS: [&str; 10] =
    ["is", "in", "not", "at_least", "above", "at_most", "below", "between", "within", "cell"];

/// Reads a list of conditions; one that can't be used is reported and left out.
pub(super) fn conditions(entry: &Entry<'_>, key: &str, schema: &Schema) -> Vec<Condition> {
    let read = |entry: &Entry<'_>| {
        let column = schema.column_named(entry, "column");
        // Without a column the test can't be read; its keys count as known all the same.
        let asked = TESTS.iter().filter(|key| entry.has(key)).count();
        if column.is_none() && entry.has("within") {
            let _ = entry.has("as_of");
        }
        let (position, column) = column?;
        Some(Condition { column: position, test: test(entry, column, asked)? })
    };
    entry.entries(key).iter().filter_map(read).collect()
}

fn test(entry: &Entry<'_>, column: &Column, asked: usize) -> Option<Test> {
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
        "not" => negated(entry, column),
        "between" => between(entry, column),
        "within" => within(entry, column),
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

fn negated(entry: &Entry<'_>, column: &Column) -> Option<Test> {
    let inner = entry.entry("not")?;
    let asked = TESTS.iter().filter(|key| inner.has(key)).count();
    match test(&inner, column, asked)? {
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

impl Test {
    /// The same test with its period as days of that fiscal year.
    pub(in crate::register) fn for_year(&self, fiscal_year: i16) -> Result<Self, String> {
        match self {
            Self::Within(period, as_of) => {
                let (first, last) = period
                    .days(fiscal_year)
                    .ok_or_else(|| format!("年度「{fiscal_year}」不在可以计算的范围内"))?;
                let last = as_of.map_or(last, |day| day.min(last));
                Ok(Self::Between(Value::Date(first), Value::Date(last)))
            }
            Self::Not(inner) => Ok(Self::Not(Box::new(inner.for_year(fiscal_year)?))),
            other => Ok(other.clone()),
        }
    }

    /// Whether a cell meets the test; a blank one meets only `missing`.
    pub(in crate::register) fn is_met_by(&self, cell: Option<&Value<'_>>) -> bool {
        let Some(value) = cell else {
            return *self == Self::Missing;
        };
        match self {
            Self::Is(wanted) => value == wanted,
            Self::In(wanted) => wanted.iter().any(|wanted| value == wanted),
            Self::Not(inner) => !inner.is_met_by(cell),
            Self::AtLeast(bound) => value >= bound,
            Self::Above(bound) => value > bound,
            Self::AtMost(bound) => value <= bound,
            Self::Below(bound) => value < bound,
            Self::Between(low, high) => low <= value && value <= high,
            Self::Present => true,
            // A period is days by the time that records are taken: see `for_year`.
            Self::Missing | Self::Within(..) => false,
        }
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
