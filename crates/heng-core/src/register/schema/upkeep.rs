//! How a register is kept: for how long, how often, and how good its data are.

use super::{Column, ColumnKind};
use crate::reader::{Entry, ProblemKind, nearest};

/// The longest retention that can be stated, in years.
const MOST_YEARS: u16 = 999;

/// For how long records are kept (保存期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// For ever.
    Permanent,
    /// For so many years.
    Years(u16),
}

impl Retention {
    /// Reads `永久` or a number of 年.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text == "永久" {
            return Some(Self::Permanent);
        }
        let years = text.strip_suffix('年')?;
        let is_number = years.bytes().all(|byte| byte.is_ascii_digit());
        let years = years.parse().ok().filter(|years| (1..=MOST_YEARS).contains(years));
        years.filter(|_| is_number).map(Self::Years)
    }
}

impl std::fmt::Display for Retention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Permanent => f.write_str("永久"),
            Self::Years(years) => write!(f, "{years}年"),
        }
    }
}

/// At least one record in each period of the fiscal year (登记频次).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    /// Position in the schema of the column with the day.
    pub column: usize,
    /// The period.
    pub period: Recurrence,
}

/// The periods in each of which a record is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
}

/// What is said of the quality of a register's data (数据质量).
///
/// The five fields are those that the law of the United States asks of agencies for the data in
/// their performance reports, 31 U.S.C. 1115(b)(8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quality {
    /// How the data are verified.
    pub verification: String,
    /// Where they come from.
    pub sources: String,
    /// The accuracy that their use needs.
    pub accuracy: String,
    /// Their known limits.
    pub limits: String,
    /// How the limits are compensated.
    pub compensation: String,
}

impl Quality {
    /// The fields with their names in Chinese, in the order in which they are told.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("核实办法", &self.verification),
            ("数据来源", &self.sources),
            ("所需准确程度", &self.accuracy),
            ("局限", &self.limits),
            ("弥补办法", &self.compensation),
        ]
    }
}

/// The retention that `[register]` states.
pub(super) fn retention(entry: &Entry<'_>) -> Option<Retention> {
    let text = entry.text("retention")?;
    let retention = Retention::read(&text);
    if retention.is_none() {
        let message = format!("「{text}」不是保存期限。");
        entry.not_understood("retention", message, "请写成 \"永久\" 或如 \"10年\" 的年数。");
    }
    retention
}

/// How often `[register]` wants a record.
pub(super) fn every(entry: &Entry<'_>, columns: &[Column]) -> Option<Every> {
    let every = entry.entry("every")?;
    let id = every.required_text("column");
    if !every.has("period") {
        every.missing("period");
    }
    let periods = [("month", Recurrence::Month), ("quarter", Recurrence::Quarter)];
    let period = every.choice("period", &periods);
    let found = columns.iter().enumerate().find(|(_, column)| column.id == id);
    match found {
        Some((column, Column { kind: ColumnKind::Date, .. })) => {
            Some(Every { column, period: period? })
        }
        Some((_, column)) => {
            let kind = column.kind.name();
            let message = format!("「column」须是日期列，而「{}」是{kind}列。", column.label);
            every.report(ProblemKind::WrongType, "column", message, "请写一个日期列的标识。");
            None
        }
        None => {
            if !id.is_empty() {
                let near = nearest(&id, columns.iter().map(|column| column.id.as_str()));
                let remedy = near.map_or_else(
                    || "请写列的标识。".to_owned(),
                    |near| format!("是否应为「{near}」？"),
                );
                let message = format!("「{id}」不是这个台账的列。");
                every.report(ProblemKind::UnknownReference, "column", message, &remedy);
            }
            None
        }
    }
}

/// What `[quality]` says; nothing where the schema has no such table.
pub(super) fn quality(root: &Entry<'_>) -> Option<Quality> {
    let entry = root.entry("quality")?;
    let field = |key: &str| {
        let text = entry.required_text(key);
        if entry.has(key) && text.trim().is_empty() {
            let remedy = "请用一句话写明；没有的，写明没有。";
            entry.not_understood(key, format!("「quality.{key}」是空的。"), remedy);
        }
        text
    };
    Some(Quality {
        verification: field("verification"),
        sources: field("sources"),
        accuracy: field("accuracy"),
        limits: field("limits"),
        compensation: field("compensation"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    const SCHEMA: &str = "\
        [register]\nid = 'hotline'\ntitle = '台账'\nkey = ['number']\n\
        {keys}\n\
        [[column]]\nid = 'number'\nlabel = '编号'\ntype = 'text'\nsensitivity = 'public'\n\
        [[column]]\nid = 'month'\nlabel = '月份'\ntype = 'date'\nsensitivity = 'public'\n";

    /// The schema with more keys, and its problems without their remedies.
    fn with(keys: &str) -> (Option<super::super::Schema>, Vec<String>) {
        let (schema, problems) = read("register.toml", &SCHEMA.replace("{keys}", keys));
        let line = |problem: &crate::reader::Problem| {
            format!("{} {} {}", problem.kind.code(), problem.place, problem.message)
        };
        (schema, problems.iter().map(line).collect())
    }

    const QUALITY: &str = "[quality]\nverification = '每季度抽查。'\nsources = '办案系统。'\n\
                           accuracy = '件数须准确。'\nlimits = '没有。'\ncompensation = '不需要。'\n";

    #[test]
    fn what_is_not_stated_is_nothing() {
        let schema = with("").0.unwrap();
        assert_eq!((schema.retention, schema.every, schema.quality), (None, None, None));
    }

    #[test]
    fn upkeep_is_read_as_it_stands() {
        let keys = "retention = '10年'\nevery = { column = 'month', period = 'quarter' }\n";
        let (schema, problems) = with(&format!("{keys}{QUALITY}"));
        assert_eq!(problems, Vec::<String>::new());
        let schema = schema.unwrap();
        assert_eq!(schema.retention, Some(Retention::Years(10)));
        assert_eq!(schema.every, Some(Every { column: 1, period: Recurrence::Quarter }));
        let quality = schema.quality.unwrap();
        let fields = quality.fields().map(|(name, text)| format!("{name}：{text}"));
        let expected = [
            "核实办法：每季度抽查。",
            "数据来源：办案系统。",
            "所需准确程度：件数须准确。",
            "局限：没有。",
            "弥补办法：不需要。",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn a_retention_is_for_ever_or_years() {
        for text in ["永久", "1年", "10年", "999年"] {
            assert_eq!(Retention::read(text).map(|one| one.to_string()), Some(text.to_owned()));
        }
        for text in ["", "年", "0年", "1000年", "十年", "+3年", "10", "-1年", "10 年"] {
            assert_eq!(Retention::read(text), None, "{text}");
        }
    }

    #[test]
    fn each_mistake_has_its_place() {
        let cases = [
            ("retention = '很久'", "INP005 register.toml:5:13 「很久」不是保存期限。"),
            (
                "retention = 10",
                "INP003 register.toml:5:13 「register.retention」应为带引号的文字，这里是整数。",
            ),
            (
                "every = { column = 'moth', period = 'month' }",
                "INP007 register.toml:5:20 「moth」不是这个台账的列。",
            ),
            (
                "every = { column = 'number', period = 'month' }",
                "INP003 register.toml:5:20 「column」须是日期列，而「编号」是文字列。",
            ),
            (
                "every = { column = 'month', period = 'week' }",
                "INP005 register.toml:5:38 「register.every.period」不认识「week」这个取值。",
            ),
            (
                "every = { column = 'month' }",
                "INP004 register.toml:5:9 缺少「register.every.period」。",
            ),
            (
                "every = { period = 'month' }",
                "INP004 register.toml:5:9 缺少「register.every.column」。",
            ),
        ];
        for (keys, expected) in cases {
            assert_eq!(with(keys), (None, vec![expected.to_owned()]), "{keys}");
        }
        let without = QUALITY.replace("limits = '没有。'\n", "");
        let expected = "INP004 register.toml:5:1 缺少「quality.limits」。";
        assert_eq!(with(&without), (None, vec![expected.to_owned()]));
        let blank = QUALITY.replace("'没有。'", "' '");
        let expected = "INP005 register.toml:9:10 「quality.limits」是空的。";
        assert_eq!(with(&blank), (None, vec![expected.to_owned()]));
    }
}
