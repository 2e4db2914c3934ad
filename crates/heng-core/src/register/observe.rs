//! What is seen of a register's records beside its measures: gaps, missing periods, outliers.
//!
//! Nothing of a cell that not everybody may see is kept: of such columns only rows and counts are told.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::schema::{Column, Every, Quality, Recurrence, Retention, Schema};
use super::value::Value;

/// Fewer running numbers than these make no sequence.
const SEQUENCE_LEAST: usize = 10;
/// A sequence with more numbers missing than one for so many that are there was never kept in order.
const SEQUENCE_PRESENT_FOR_MISSING: u64 = 4;
/// Fewer values than these have no outliers.
const VALUES_LEAST: usize = 20;
/// How many interquartile ranges beyond the quartiles an outlier lies, at least.
const RANGES: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// More outliers than these, and more than one among so many values, are no mistakes: the numbers
/// of the column differ that much, as those of payments do.
const OUTLIERS_MOST: usize = 3;
const VALUES_FOR_OUTLIER: usize = 200;
/// Missing keys and outlying rows that are named; the rest is counted.
const NAMED: usize = 3;

/// What was seen of a register (台账观察).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Identifier of the register.
    pub register: String,
    /// Its title.
    pub title: String,
    /// Path of its file.
    pub file: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// How many records it has.
    pub records: usize,
    /// For how long they are kept, where that is stated.
    pub retention: Option<Retention>,
    /// What is said of the quality of its data.
    pub quality: Option<Quality>,
    /// The sequences that its keys run in; nothing where they do not end in running numbers.
    pub sequences: Vec<Sequence>,
    /// The periods in which a record is expected; nothing where none is.
    pub periods: Option<Periods>,
    /// The columns with enough numbers to have outliers.
    pub outliers: Vec<Outliers>,
}

/// Keys that differ in a running number (连续编号).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// Heading of the key's column.
    pub label: String,
    /// The first of the keys that are missing in between.
    pub named: Vec<String>,
    /// How many are missing.
    pub missing: u64,
}

/// The periods of the fiscal year in which a record is expected (应有记录的期间).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// Heading of the column with the day.
    pub label: String,
    /// Those without a record, in Chinese.
    pub missing: Vec<String>,
}

/// What lies far from the other numbers of a column (离群值).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outliers {
    /// Heading of the column.
    pub label: String,
    /// The quartiles in words; nothing where not everybody may see the numbers.
    pub quartiles: Option<(String, String)>,
    /// The first of the rows, each with its number where everybody may see it.
    pub named: Vec<(usize, Option<String>)>,
    /// How many rows there are.
    pub count: usize,
}

/// A register while its records are looked at, one by one.
#[derive(Debug)]
pub struct Observing<'s> {
    schema: &'s Schema,
    fiscal_year: i16,
    records: usize,
    /// The running numbers by what stands before them; nothing once a key ends in none.
    numbers: Option<BTreeMap<String, Numbers>>,
    days: BTreeSet<i8>,
    /// The numbers of each column with their rows.
    values: Vec<(usize, Vec<(Decimal, usize)>)>,
}

#[derive(Debug, Default)]
struct Numbers {
    /// Digits of the shortest.
    width: usize,
    all: BTreeSet<u64>,
    /// Those of rows that stand in the file and are no records.
    left_out: BTreeSet<u64>,
}

impl<'s> Observing<'s> {
    /// Begins with the periods of a fiscal year.
    #[must_use]
    pub fn new(schema: &'s Schema, fiscal_year: i16) -> Self {
        let columns = schema.columns.iter().enumerate();
        let numbers = columns.filter(|(at, one)| one.kind.is_number() && !schema.key.contains(at));
        Self {
            schema,
            fiscal_year,
            records: 0,
            numbers: (schema.key.len() == 1).then(BTreeMap::new),
            days: BTreeSet::new(),
            values: numbers.map(|(at, _)| (at, Vec::new())).collect(),
        }
    }

    /// Looks at a record and the number of its row.
    pub fn take(&mut self, row: usize, record: &[Option<Value<'_>>]) {
        self.records = self.records.saturating_add(1);
        let cell = |at: usize| record.get(at).and_then(Option::as_ref);
        let key = self.schema.key.first().and_then(|at| cell(*at));
        if let (Some(numbers), Some(key)) = (&mut self.numbers, key)
            && !add_number(numbers, &key.text())
        {
            self.numbers = None;
        }
        if let Some(Value::Date(day)) = self.schema.every.and_then(|every| cell(every.column))
            && day.year() == self.fiscal_year
        {
            self.days.insert(day.month());
        }
        for (at, values) in &mut self.values {
            if let Some(Value::Number(number)) = cell(*at) {
                values.push((*number, row));
            }
        }
    }

    /// Looks at the key of a row that stands in the file and is no record, because it was refused
    /// or withdrawn: where keys run in numbers, its number is none that is missing.
    pub fn leave_out(&mut self, key: &str) {
        if let Some(numbers) = &mut self.numbers
            && let Some((before, _, number)) = running_number(key)
            && let Some(of_run) = numbers.get_mut(before)
        {
            of_run.left_out.insert(number);
        }
    }

    /// What was seen, in a file or a sheet of it.
    #[must_use]
    pub fn finish(self, file: &str, sheet: Option<String>) -> Observed {
        let schema = self.schema;
        let column = |at: usize| schema.columns.get(at);
        let key = schema.key.first().and_then(|at| column(*at));
        let numbers = self.numbers.unwrap_or_default();
        let sequence = |(before, numbers): (&String, &Numbers)| sequence(key?, before, numbers);
        let outliers =
            self.values.into_iter().filter_map(|(at, values)| outliers(column(at)?, values));
        let periods =
            schema.every.and_then(|every| Some(periods(column(every.column)?, every, &self.days)));
        Observed {
            register: schema.id.clone(),
            title: schema.title.clone(),
            file: file.to_owned(),
            sheet,
            records: self.records,
            retention: schema.retention,
            quality: schema.quality.clone(),
            sequences: numbers.iter().filter_map(sequence).collect(),
            periods: periods.filter(|_| self.records > 0),
            outliers: outliers.collect(),
        }
    }
}

/// Adds the running number of a key; says whether it has one.
fn add_number(numbers: &mut BTreeMap<String, Numbers>, key: &str) -> bool {
    let Some((before, digits, number)) = running_number(key) else { return false };
    let numbers = numbers.entry(before.to_owned()).or_default();
    let is_shorter = numbers.all.is_empty() || digits.len() < numbers.width;
    if is_shorter {
        numbers.width = digits.len();
    }
    numbers.all.insert(number);
    true
}

/// A key without the digits at its end, these digits and their number.
fn running_number(key: &str) -> Option<(&str, &str, u64)> {
    let before = key.trim_end_matches(|c: char| c.is_ascii_digit());
    // More digits are no running number but a code with a number at its end.
    let digits = key.strip_prefix(before).filter(|digits| digits.len() < 18)?;
    Some((before, digits, digits.parse().ok()?))
}

/// The sequence that keys run in; nothing where too few are, or too many are missing.
fn sequence(key: &Column, before: &str, numbers: &Numbers) -> Option<Sequence> {
    let (first, last) = (*numbers.all.first()?, *numbers.all.last()?);
    let left_out = numbers.left_out.range(first..=last).filter(|one| !numbers.all.contains(one));
    let present = u64::try_from(numbers.all.len().saturating_add(left_out.count())).ok()?;
    let missing = (last - first).saturating_add(1).saturating_sub(present);
    if numbers.all.len() < SEQUENCE_LEAST || missing > present / SEQUENCE_PRESENT_FOR_MISSING {
        return None;
    }
    let is_missing =
        |number: &u64| !numbers.all.contains(number) && !numbers.left_out.contains(number);
    let width = numbers.width;
    let named = (first..=last).filter(is_missing).take(NAMED);
    let named = named.map(|number| format!("{before}{number:0width$}"));
    let named = if key.is_hidden() { Vec::new() } else { named.collect() };
    Some(Sequence { label: key.label.clone(), named, missing })
}

fn periods(column: &Column, every: Every, months: &BTreeSet<i8>) -> Periods {
    let quarters = ["第一季度", "第二季度", "第三季度", "第四季度"];
    let missing = match every.period {
        Recurrence::Month => {
            let missing = (1..=12).filter(|month| !months.contains(month));
            missing.map(|month| format!("{month}月")).collect()
        }
        Recurrence::Quarter => {
            let has_record = |last: i8| (last - 2..=last).any(|month| months.contains(&month));
            let quarters = quarters.into_iter().zip([3, 6, 9, 12]);
            quarters
                .filter(|(_, last)| !has_record(*last))
                .map(|(name, _)| name.to_owned())
                .collect()
        }
    };
    Periods { label: column.label.clone(), missing }
}

/// What lies beyond three interquartile ranges from the quartiles.
///
/// A quartile lies a quarter of the way through the values in order, in between two of them in
/// proportion. Four times each is exact without a division. Values that hardly differ, so that the
/// quartiles are one, have no outliers; nor have those too large to be computed with.
fn outliers(column: &Column, mut values: Vec<(Decimal, usize)>) -> Option<Outliers> {
    if values.len() < VALUES_LEAST {
        return None;
    }
    values.sort_unstable();
    let (low, high) = (fourfold_quartile(&values, 1)?, fourfold_quartile(&values, 3)?);
    let range = high.checked_sub(low)?;
    let reach = range.checked_mul(RANGES)?;
    let (least, most) = (low.checked_sub(reach)?, high.checked_add(reach)?);
    let mut rows = Vec::new();
    for (value, row) in values.iter().filter(|_| !range.is_zero()) {
        let fourfold = value.checked_mul(Decimal::from(4))?;
        if fourfold < least || fourfold > most {
            rows.push((*row, *value));
        }
    }
    if rows.len() > OUTLIERS_MOST.max(values.len() / VALUES_FOR_OUTLIER) {
        rows.clear();
    }
    rows.sort_unstable();
    let is_hidden = column.is_hidden();
    let unit = column.unit.as_ref().map(ToString::to_string).unwrap_or_default();
    let words = |value: Decimal| format!("{}{unit}", value.normalize());
    let quarter = |fourfold: Decimal| fourfold.checked_div(Decimal::from(4)).map(words);
    let quartiles = quarter(low).zip(quarter(high)).filter(|_| !is_hidden);
    let named = rows.iter().take(NAMED);
    Some(Outliers {
        label: column.label.clone(),
        quartiles,
        named: named.map(|(row, value)| (*row, (!is_hidden).then(|| words(*value)))).collect(),
        count: rows.len(),
    })
}

/// Four times the quartile of values in order, the first or the third.
fn fourfold_quartile(values: &[(Decimal, usize)], quarters: usize) -> Option<Decimal> {
    let place = values.len().checked_sub(1)?.checked_mul(quarters)?;
    let (at, part) = (place / 4, place % 4);
    let (below, _) = values.get(at)?;
    let (above, _) = values.get(at + usize::from(part > 0))?;
    let weighed = |value: &Decimal, weight: usize| value.checked_mul(Decimal::from(weight));
    weighed(below, 4 - part)?.checked_add(weighed(above, part)?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::register::schema;

    const SCHEMA: &str = "\
        [register]\nid = 'cases'\ntitle = '台账'\nkey = ['number']\n\
        every = { column = 'day', period = 'quarter' }\n\
        [[column]]\nid = 'number'\nlabel = '编号'\ntype = 'text'\nsensitivity = 'public'\n\
        [[column]]\nid = 'day'\nlabel = '日期'\ntype = 'date'\nsensitivity = 'public'\n\
        [[column]]\nid = 'pages'\nlabel = '页数'\ntype = 'integer'\nunit = '页'\nsensitivity = 'public'\n";

    fn observed(schema: &str, rows: &[(&str, Option<Date>, Option<i64>)]) -> Observed {
        let schema = schema::read("cases.toml", schema).0.unwrap();
        let mut observing = Observing::new(&schema, 2023);
        for (row, (number, day, pages)) in (2..).zip(rows) {
            let pages = pages.map(|pages| Value::Number(Decimal::from(pages)));
            let number = Some(Value::Text((*number).into()));
            observing.take(row, &[number, day.map(Value::Date), pages]);
        }
        observing.finish("cases.csv", None)
    }

    fn keys(keys: &[String]) -> Vec<(String, u64)> {
        let rows: Vec<_> = keys.iter().map(|key| (key.as_str(), None, None)).collect();
        let found = observed(SCHEMA, &rows).sequences.into_iter();
        found.map(|one| (one.named.join("、"), one.missing)).collect()
    }

    #[test]
    fn gaps_are_those_of_running_numbers() {
        let run = |before: &str, numbers: &[u64]| -> Vec<String> {
            numbers.iter().map(|number| format!("{before}{number:03}")).collect()
        };
        let whole: Vec<u64> = (1..=12).collect();
        let without = |left_out: &[u64]| -> Vec<u64> {
            whole.iter().copied().filter(|number| !left_out.contains(number)).collect()
        };
        let some = |named: &str, missing| vec![(named.to_owned(), missing)];
        assert_eq!(keys(&run("甲-", &whole)), some("", 0));
        assert_eq!(keys(&run("甲-", &without(&[4, 9]))), some("甲-004、甲-009", 2));
        // Too few to run, or too many missing.
        assert_eq!(keys(&run("甲-", &without(&[4, 5, 9]))), vec![]);
        assert_eq!(keys(&run("", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 101])), vec![]);
        // A key without a number: they do not run.
        assert_eq!(keys(&[run("甲-", &whole), vec!["甲".to_owned()]].concat()), vec![]);
        let two = [run("甲-", &without(&[3])), run("乙-", &whole)].concat();
        assert_eq!(keys(&two), [some("", 0), some("甲-003", 1)].concat());
        // A row that stands in the file and is no record leaves no gap; nor does it make a run longer.
        let schema = schema::read("cases.toml", SCHEMA).0.unwrap();
        let mut observing = Observing::new(&schema, 2023);
        for key in run("甲-", &without(&[4, 9])) {
            observing.take(2, &[Some(Value::Text(key.into())), None, None]);
        }
        for key in ["甲-009", "甲-003", "甲-900", "乙-001", "合计"] {
            observing.leave_out(key);
        }
        let found = observing.finish("cases.csv", None).sequences;
        assert_eq!((found[0].named.as_slice(), found[0].missing), (&["甲-004".to_owned()][..], 1));
        let long: Vec<String> = (0..12).map(|last| format!("3211021990010112{last:03}")).collect();
        assert_eq!(keys(&long), vec![]);
    }

    #[test]
    fn periods_without_a_record_of_the_year_are_missing() {
        let day = |year, month| Some(jiff::civil::date(year, month, 15));
        let rows =
            [("a", day(2023, 1), None), ("b", day(2023, 9), None), ("c", day(2022, 5), None)];
        let missing =
            |schema: &str| observed(schema, &rows).periods.map(|one| one.missing.join("、"));
        assert_eq!(missing(SCHEMA), Some("第二季度、第四季度".to_owned()));
        let monthly = SCHEMA.replace("quarter", "month");
        let expected = "2月、3月、4月、5月、6月、7月、8月、10月、11月、12月";
        assert_eq!(missing(&monthly), Some(expected.to_owned()));
        let without = SCHEMA.replace("every = { column = 'day', period = 'quarter' }\n", "");
        assert_eq!(missing(&without), None);
        assert_eq!(observed(SCHEMA, &[]).periods, None);
    }

    fn outlying(schema: &str, values: &[i64]) -> Vec<Outliers> {
        let rows: Vec<_> = values.iter().map(|value| ("甲", None, Some(*value))).collect();
        observed(schema, &rows).outliers
    }

    #[test]
    fn outliers_lie_beyond_three_ranges() {
        // The quartiles of 1 to 20 and one more are 6 and 16, so the bounds are -24 and 46.
        let with = |last: i64| -> Vec<i64> { (1..=20).chain([last]).collect() };
        for (last, count) in [(46, 0), (47, 1), (-24, 0)] {
            let found = outlying(SCHEMA, &with(last));
            assert_eq!(found.first().map(|one| one.count), Some(count), "{last}");
        }
        let found = outlying(SCHEMA, &with(900)).remove(0);
        assert_eq!(found.named, [(22, Some("900页".to_owned()))]);
        assert_eq!(found.quartiles, Some(("6页".to_owned(), "16页".to_owned())));
        let hidden =
            SCHEMA.replace("unit = '页'\nsensitivity = 'public'", "sensitivity = 'internal'");
        let found = outlying(&hidden, &with(900)).remove(0);
        assert_eq!((found.named, found.quartiles, found.count), (vec![(22, None)], None, 1));
        // Too few, or hardly different.
        assert_eq!(outlying(SCHEMA, &with(900)[2..]), vec![]);
        let alike: Vec<i64> = [7; 30].into_iter().chain([900]).collect();
        assert_eq!(outlying(SCHEMA, &alike)[0].count, 0);
        // So many far apart that they belong to the column.
        let many = |count: usize| -> Vec<i64> { (1..=40).chain(vec![900; count]).collect() };
        let counts = [3, 4].map(|count| outlying(SCHEMA, &many(count))[0].count);
        assert_eq!(counts, [3, 0]);
        // Quartiles between two values: 1 to 20 has 5.75 and 15.25.
        let whole: Vec<i64> = (1..=20).collect();
        let quartiles = Some(("5.75页".to_owned(), "15.25页".to_owned()));
        assert_eq!(outlying(SCHEMA, &whole)[0].quartiles, quartiles);
    }
}
