//! The counting rule of a measure in Chinese (口径), made from its filter and its aggregate.

use jiff::civil::Date;

use super::measure::{self, Aggregate, Condition, Measure, Period, Test};
use super::schema::{Column, ColumnKind, Presence, Schema};
use super::value::Value;

/// Says in Chinese what the measure counts in that fiscal year.
pub(super) fn counting_rule(measure: &Measure, fiscal_year: i16) -> String {
    let schema = &measure.schema;
    let column = |position: &usize| schema.columns.get(*position);
    let label = |position: &usize| column(position).map_or("", |column| column.label.as_str());
    let blanks = |positions: &[&usize]| {
        let has_blanks = |position: &&&usize| {
            column(position).is_some_and(|column| column.presence == Presence::Optional)
        };
        let labels: Vec<&str> =
            positions.iter().filter(has_blanks).map(|position| label(position)).collect();
        if labels.is_empty() {
            String::new()
        } else {
            format!("（{}为空的不计）", labels.join("或"))
        }
    };
    let all = conditions(&measure.conditions, schema, fiscal_year);
    let records =
        if all.is_empty() { "全部记录".to_owned() } else { format!("{all}的记录") };
    let what = match &measure.aggregate {
        Aggregate::Count => format!("{records}数"),
        Aggregate::CountDistinct(of) => {
            format!("{records}，按{}去重计数{}", label(of), blanks(&[of]))
        }
        Aggregate::Sum(of) => format!("{records}，{}合计{}", label(of), blanks(&[of])),
        Aggregate::Mean { of, decimals } => {
            format!("{records}，{}平均值{}，{}", label(of), blanks(&[of]), rounding(*decimals))
        }
        Aggregate::Share { part, decimals } => format!(
            "{records}，其中{}的所占比例，{}",
            conditions(part, schema, fiscal_year),
            rounding(*decimals)
        ),
        Aggregate::Ratio { of, to, decimals } => format!(
            "{records}，{}合计与{}合计之比{}，{}",
            label(of),
            label(to),
            blanks(&[of, to]),
            rounding(*decimals)
        ),
        Aggregate::Latest { of, by } => {
            format!("{records}，{}最近一条的{}{}", label(by), label(of), blanks(&[of, by]))
        }
    };
    format!("《{}》中{what}", schema.title)
}

fn rounding(decimals: u32) -> String {
    if decimals == 0 {
        "四舍五入取整".to_owned()
    } else {
        format!("四舍五入保留{decimals}位小数")
    }
}

fn conditions(conditions: &[Condition], schema: &Schema, fiscal_year: i16) -> String {
    let word = |condition: &Condition| {
        let column = schema.columns.get(condition.column)?;
        let Test::DaysSince(since, days) = &condition.test else {
            return Some(format!("{}{}", column.label, test(&condition.test, column, fiscal_year)));
        };
        let since = &schema.columns.get(*since)?.label;
        let asked = test(days, &measure::days(), fiscal_year);
        Some(format!("{since}至{}的天数{asked}", column.label))
    };
    let words: Vec<String> = conditions.iter().filter_map(word).collect();
    words.join("、")
}

fn test(test: &Test, column: &Column, fiscal_year: i16) -> String {
    let one = |value: &Value<'_>| words(value, column);
    let many = |values: &[Value<'_>], or: &str| {
        let values: Vec<String> = values.iter().map(one).collect();
        values.join(or)
    };
    let is_date = column.kind == ColumnKind::Date;
    let bound = |of_number: &str, of_date: &str, value: &Value<'_>| {
        format!("{}{}", if is_date { of_date } else { of_number }, one(value))
    };
    match test {
        Test::Is(value) => format!("为{}", one(value)),
        Test::In(values) => format!("为{}", many(values, "或")),
        Test::AtLeast(value) => bound("不低于", "不早于", value),
        Test::Above(value) => bound("高于", "晚于", value),
        Test::AtMost(value) => bound("不高于", "不晚于", value),
        Test::Below(value) => bound("低于", "早于", value),
        Test::Between(low, high) => format!("在{}至{}之间（含两端）", one(low), one(high)),
        Test::Within(period, as_of) => format!("在{}", period_words(*period, *as_of, fiscal_year)),
        Test::ExistsIn(exists) => format!("见于《{}》的{}", exists.title, exists.label),
        // Days are worded with the two columns that they lie between: see `conditions`.
        Test::DaysSince(..) => String::new(),
        Test::Present => "不为空".to_owned(),
        Test::Missing => "为空".to_owned(),
        Test::Not(inner) => match inner.as_ref() {
            Test::Is(value) => format!("不为{}", one(value)),
            Test::In(values) => format!("不为{}", many(values, "、也不为")),
            Test::AtLeast(value) => bound("低于", "早于", value),
            Test::Above(value) => bound("不高于", "不晚于", value),
            Test::AtMost(value) => bound("高于", "晚于", value),
            Test::Below(value) => bound("不低于", "不早于", value),
            other => format!("不{}", self::test(other, column, fiscal_year)),
        },
    }
}

fn period_words(period: Period, as_of: Option<Date>, fiscal_year: i16) -> String {
    let part = match period {
        Period::FiscalYear => format!("{fiscal_year}年度"),
        Period::Half(1) => format!("{fiscal_year}年上半年"),
        Period::Half(_) => format!("{fiscal_year}年下半年"),
        Period::Quarter(1) => format!("{fiscal_year}年第一季度"),
        Period::Quarter(2) => format!("{fiscal_year}年第二季度"),
        Period::Quarter(3) => format!("{fiscal_year}年第三季度"),
        Period::Quarter(_) => format!("{fiscal_year}年第四季度"),
        Period::Month(month) => format!("{fiscal_year}年{month}月"),
    };
    match as_of {
        Some(day) => format!("{part}内（截至{}）", date_words(day)),
        None => format!("{part}内"),
    }
}

fn words(value: &Value<'_>, column: &Column) -> String {
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Number(number) => {
            let unit = column.unit.as_ref().map(ToString::to_string);
            format!("{number}{}", unit.unwrap_or_default())
        }
        Value::Date(date) => date_words(*date),
        Value::Boolean(true) => "“是”".to_owned(),
        Value::Boolean(false) => "“否”".to_owned(),
    }
}

fn date_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
