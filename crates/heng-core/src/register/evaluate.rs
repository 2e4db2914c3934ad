//! Evaluates all measures of a register in one pass over its records.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::batch::Batch;
use super::exact::{self, Exact, Undivided};
use super::interner::{Bytes, Interner, Met};
use super::measure::{Aggregate, Condition, Measure};
use super::reference::References;
use super::rows::Rows;
use super::schema::{Schema, WrittenUnit};
use super::value::Value;
use super::wording::counting_rule;
use super::{Measured, Measurements, OutsideYear};
use crate::figure::Unit;

/// A file that the records of a register came from (台账文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFile {
    /// Path.
    pub path: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// Measures on the way through the records of one register (度量计算).
///
/// Records are taken in batches of any order; nothing of them is kept but what the measures need.
/// No two of them have the same key, which [`Keys`](super::keys::Keys) sees to.
#[derive(Debug, Clone)]
pub struct Evaluation<'m> {
    running: Vec<Running<'m>>,
    questions: Vec<Question>,
    /// The columns whose values are told apart.
    distinct: Vec<Distinct>,
    fiscal_year: i16,
}

/// What measures ask of a record, once for all that ask it.
#[derive(Debug, Clone)]
struct Question {
    /// Its period is days.
    condition: Condition,
    /// The rows of the batch at hand that answer with yes.
    answered: u64,
}

/// The values of one column with their numbers.
#[derive(Debug, Clone)]
struct Distinct {
    column: usize,
    values: Interner,
    /// Those in the batch at hand, as far as a measure counts them.
    at_hand: Vec<Numbered>,
}

/// A value in the batch at hand.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    /// Its row, as a bit of the batch.
    row: u64,
    hash: u32,
    /// Nothing where there are too many values to be numbered.
    number: Option<usize>,
}

impl Distinct {
    /// Numbers the values in some rows of a batch.
    ///
    /// Looked up one after the other, each would have the processor wait for memory. So all are
    /// hashed, then looked for by their hashes, then touched, and compared last: in each round
    /// many wait at once.
    fn number(&mut self, batch: &Batch<'_>, rows: u64) {
        let Self { column, values, at_hand } = self;
        let cells =
            || batch.among(rows).filter_map(|(bit, record)| Some((bit, cell(record, *column)?)));
        at_hand.clear();
        at_hand.extend(cells().map(|(bit, cell)| {
            let hash = values.hash(&Bytes::of(cell));
            Numbered { row: 1 << bit, hash, number: None }
        }));
        for value in at_hand.iter_mut() {
            value.number = values.likely(value.hash);
        }
        for (value, (_, cell)) in at_hand.iter_mut().zip(cells()) {
            let bytes = Bytes::of(cell);
            value.number = value.number.filter(|number| values.is_alike(*number, &bytes));
        }
        for (value, (_, cell)) in at_hand.iter_mut().zip(cells()) {
            let bytes = Bytes::of(cell);
            let is_known = value.number.is_some_and(|number| values.is_at(number, &bytes));
            if !is_known {
                value.number = values.intern_hashed(&bytes, value.hash).map(Met::number);
            }
        }
    }
}

/// One measure with what it has gathered so far.
#[derive(Debug, Clone)]
struct Running<'m> {
    measure: &'m Measure,
    /// Positions of the questions that a record must answer with yes, and those of a share's part.
    conditions: Vec<usize>,
    part: Vec<usize>,
    year: Option<Year>,
    /// The rows of the batch at hand that meet the conditions.
    met: u64,
    /// Why there will be no value.
    refused: Option<String>,
    rows: Rows,
    whole_rows: Rows,
    blank_rows: Rows,
    /// Position in the evaluation's distinct columns, where values are counted; a column that is
    /// the key holds each but once.
    distinct: Option<usize>,
    /// The numbers of the values met.
    values: Rows,
    sum: Option<Exact>,
    divisor: Option<Exact>,
    latest: Option<Latest>,
}

/// The condition that a day is of the fiscal year, and the records that nothing else keeps out.
#[derive(Debug, Clone)]
struct Year {
    column: usize,
    days: (Date, Date),
    /// Positions of the other questions.
    others: Vec<usize>,
    outside: OutsideYear,
}

/// The records with the last day so far.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Latest {
    day: Date,
    amount: Decimal,
    /// Whether all records of that day have this amount.
    agreement: Agreement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Agree,
    Differ,
}

/// The terms under which the measures of a register are evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'t> {
    /// The fiscal year.
    pub fiscal_year: i16,
    /// What conditions need from other registers.
    pub references: &'t References,
}

impl<'m> Evaluation<'m> {
    /// Begins with those of the measures that are taken from this register.
    #[must_use]
    pub fn new(schema: &Schema, measures: &'m [Measure], terms: Terms<'_>) -> Self {
        let mut evaluation = Self {
            running: Vec::new(),
            questions: Vec::new(),
            distinct: Vec::new(),
            fiscal_year: terms.fiscal_year,
        };
        let mut asked = Vec::new();
        for measure in measures.iter().filter(|measure| measure.schema.id == schema.id) {
            let mut running = Running::new(measure);
            if *measure.schema != *schema {
                running.refuse("度量是按另一版台账格式定义的".to_owned());
            }
            running.conditions = questions(&measure.conditions, &mut asked);
            running.year = Year::of(&measure.conditions, &running.conditions, terms);
            if let Aggregate::Share { part, .. } = &measure.aggregate {
                running.part = questions(part, &mut asked);
            }
            if let Aggregate::CountDistinct(column) = measure.aggregate
                && schema.key != [column]
            {
                running.distinct = Some(evaluation.distinct_column(column));
            }
            evaluation.running.push(running);
        }
        for (position, condition) in asked.into_iter().enumerate() {
            let condition = condition.on(terms).unwrap_or_else(|reason| {
                evaluation.refuse_asking(position, &reason);
                condition.clone()
            });
            evaluation.questions.push(Question { condition, answered: 0 });
        }
        evaluation
    }

    fn distinct_column(&mut self, column: usize) -> usize {
        let known = self.distinct.iter().position(|distinct| distinct.column == column);
        known.unwrap_or_else(|| {
            let (values, at_hand) = (Interner::default(), Vec::new());
            self.distinct.push(Distinct { column, values, at_hand });
            self.distinct.len().saturating_sub(1)
        })
    }

    /// Refuses the measures that ask a question which has no answer.
    fn refuse_asking(&mut self, position: usize, reason: &str) {
        for running in &mut self.running {
            if running.conditions.contains(&position) || running.part.contains(&position) {
                running.refuse(reason.to_owned());
            }
        }
    }

    /// Refuses the measures that look at a column which the file does not have.
    pub fn refuse_without(&mut self, is_there: impl Fn(&str) -> bool) {
        for running in &mut self.running {
            let absent = running.measure.columns().find(|column| !is_there(&column.id));
            if let Some(column) = absent {
                running.refuse(format!("台账中没有「{}」列", column.label));
            }
        }
    }

    /// Takes the records of a batch.
    pub fn take(&mut self, batch: &Batch<'_>) {
        for Question { condition, answered } in &mut self.questions {
            *answered = condition.rows(batch);
        }
        for running in self.running.iter_mut().filter(|running| running.refused.is_none()) {
            running.met = answering(batch.taken(), &running.conditions, &self.questions);
            if let Some(year) = &mut running.year {
                let others = answering(batch.taken(), &year.others, &self.questions);
                year.note(batch, others & !running.met);
            }
        }
        for (position, distinct) in self.distinct.iter_mut().enumerate() {
            let counting = self.running.iter().filter(|one| one.distinct == Some(position));
            distinct.number(batch, counting.fold(0, |rows, one| rows | one.met));
        }
        for running in self.running.iter_mut().filter(|running| running.met != 0) {
            running.take(batch, &self.questions, &self.distinct);
        }
    }

    /// Adds what another evaluation of the same measures gathered from other records.
    pub fn merge(&mut self, other: Self) {
        let renumbered: Vec<Vec<Option<usize>>> = self
            .distinct
            .iter_mut()
            .zip(&other.distinct)
            .map(|(own, other)| {
                let number = |value: &[u8]| own.values.intern(value).map(Met::number);
                other.values.values().iter().map(number).collect()
            })
            .collect();
        for (own, other) in self.running.iter_mut().zip(other.running) {
            let numbers = own.distinct.and_then(|position| renumbered.get(position));
            let numbers = numbers.map(Vec::as_slice);
            own.merge(&other, numbers.unwrap_or_default());
        }
    }

    /// What each measure gave.
    #[must_use]
    pub fn finish(self, source: &RegisterFile) -> Measurements {
        let year = self.fiscal_year;
        let finish =
            |running: Running<'m>| (running.measure.id.clone(), running.finish(source, year));
        Measurements(self.running.into_iter().map(finish).collect())
    }
}

/// The positions of the questions that conditions ask; those not asked before are added.
fn questions<'c>(conditions: &'c [Condition], asked: &mut Vec<&'c Condition>) -> Vec<usize> {
    let position = |condition: &'c Condition| {
        let known = asked.iter().position(|one| *one == condition);
        known.unwrap_or_else(|| {
            asked.push(condition);
            asked.len().saturating_sub(1)
        })
    };
    conditions.iter().map(position).collect()
}

/// Those of the rows that answer all questions at these positions with yes.
fn answering(rows: u64, positions: &[usize], questions: &[Question]) -> u64 {
    let asked = positions.iter().filter_map(|position| questions.get(*position));
    asked.fold(rows, |rows, question| rows & question.answered)
}

fn cell<'r, 't>(record: &'r [Option<Value<'t>>], column: usize) -> Option<&'r Value<'t>> {
    record.get(column)?.as_ref()
}

fn number(record: &[Option<Value<'_>>], column: usize) -> Option<Decimal> {
    match cell(record, column)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn day(record: &[Option<Value<'_>>], column: usize) -> Option<Date> {
    match cell(record, column)? {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// Those of the rows in which a column holds a number.
fn with_numbers(batch: &Batch<'_>, rows: u64, column: usize) -> u64 {
    batch.rows_where(rows, |record| number(record, column).is_some())
}

/// Adds what a column holds in some rows; nothing where the sum no longer fits.
fn plus_all(sum: Option<Exact>, batch: &Batch<'_>, rows: u64, column: usize) -> Option<Exact> {
    let mut amounts = batch.among(rows).filter_map(|(_, record)| number(record, column));
    sum.and_then(|sum| amounts.try_fold(sum, Exact::plus))
}

impl Year {
    /// The first of the conditions that asks for a day of the fiscal year.
    fn of(conditions: &[Condition], positions: &[usize], terms: Terms<'_>) -> Option<Self> {
        let mut asked = conditions.iter().zip(positions);
        let (condition, position, days) = asked.find_map(|(condition, position)| {
            Some((condition, *position, condition.year(terms.fiscal_year)?))
        })?;
        Some(Self {
            column: condition.column,
            days,
            others: positions.iter().copied().filter(|one| *one != position).collect(),
            outside: OutsideYear::default(),
        })
    }

    /// Notes those of the rows whose day lies outside the year.
    fn note(&mut self, batch: &Batch<'_>, rows: u64) {
        let (first, last) = self.days;
        let in_column = |record: &[Option<Value<'_>>]| day(record, self.column);
        let before =
            batch.rows_where(rows, |record| in_column(record).is_some_and(|day| day < first));
        let after =
            batch.rows_where(rows, |record| in_column(record).is_some_and(|day| day > last));
        self.outside.before.insert_word(batch.word(), before);
        self.outside.after.insert_word(batch.word(), after);
    }
}

impl<'m> Running<'m> {
    fn new(measure: &'m Measure) -> Self {
        Self {
            measure,
            conditions: Vec::new(),
            part: Vec::new(),
            year: None,
            met: 0,
            refused: None,
            rows: Rows::default(),
            whole_rows: Rows::default(),
            blank_rows: Rows::default(),
            distinct: None,
            values: Rows::default(),
            sum: Some(Exact::ZERO),
            divisor: Some(Exact::ZERO),
            latest: None,
        }
    }

    /// Notes why there will be no value; the first reason stays.
    fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
        self.met = 0;
    }

    /// Takes those records of a batch that meet the conditions.
    fn take(&mut self, batch: &Batch<'_>, questions: &[Question], distinct: &[Distinct]) {
        let met = self.met;
        let filled = match self.measure.aggregate {
            Aggregate::Count => met,
            Aggregate::Share { .. } => {
                self.whole_rows.insert_word(batch.word(), met);
                self.rows.insert_word(batch.word(), answering(met, &self.part, questions));
                return;
            }
            Aggregate::CountDistinct(column) => match self.distinct {
                Some(position) => self.take_values(distinct.get(position)),
                None => batch.rows_where(met, |record| cell(record, column).is_some()),
            },
            Aggregate::Sum(of) | Aggregate::Mean { of, .. } => {
                let filled = with_numbers(batch, met, of);
                self.sum = plus_all(self.sum, batch, filled, of);
                filled
            }
            Aggregate::Ratio { of, to, .. } => {
                let filled = with_numbers(batch, with_numbers(batch, met, of), to);
                self.sum = plus_all(self.sum, batch, filled, of);
                self.divisor = plus_all(self.divisor, batch, filled, to);
                filled
            }
            Aggregate::Latest { of, by } => {
                let filled = with_numbers(batch, met, of);
                let filled = batch.rows_where(filled, |record| day(record, by).is_some());
                for (bit, record) in batch.among(filled) {
                    let Some((day, amount)) = day(record, by).zip(number(record, of)) else {
                        continue;
                    };
                    if self.take_latest(Latest { day, amount, agreement: Agreement::Agree }) {
                        self.rows.insert_word(batch.word(), 1 << bit);
                    }
                }
                self.blank_rows.insert_word(batch.word(), met & !filled);
                return;
            }
        };
        self.rows.insert_word(batch.word(), filled);
        self.blank_rows.insert_word(batch.word(), met & !filled);
    }

    /// Notes which values stand in the rows at hand; gives those rows that are not blank.
    fn take_values(&mut self, column: Option<&Distinct>) -> u64 {
        let met = self.met;
        let values = column.into_iter().flat_map(|column| &column.at_hand);
        values.filter(|value| value.row & met != 0).fold(0, |filled, value| {
            self.take_number(value.number);
            filled | value.row
        })
    }

    fn take_number(&mut self, number: Option<usize>) {
        match number {
            Some(number) => {
                self.values.insert(number);
            }
            None => self.refuse("不同的值过多，无法去重计数".to_owned()),
        }
    }

    /// Takes the last records of others into account; says whether their rows count.
    fn take_latest(&mut self, other: Latest) -> bool {
        match &mut self.latest {
            Some(own) if own.day > other.day => return false,
            Some(own) if own.day == other.day => {
                if own.amount != other.amount || other.agreement == Agreement::Differ {
                    own.agreement = Agreement::Differ;
                }
            }
            own => {
                self.rows.clear();
                *own = Some(other);
            }
        }
        true
    }

    /// Adds what the same measure gathered elsewhere; `numbers` are our numbers of its values.
    fn merge(&mut self, other: &Self, numbers: &[Option<usize>]) {
        if let Some(reason) = &other.refused {
            self.refuse(reason.clone());
        }
        self.whole_rows.extend_with(&other.whole_rows);
        self.blank_rows.extend_with(&other.blank_rows);
        if let (Some(own), Some(other)) = (&mut self.year, &other.year) {
            own.outside.before.extend_with(&other.outside.before);
            own.outside.after.extend_with(&other.outside.after);
        }
        for number in other.values.iter() {
            self.take_number(numbers.get(number).copied().flatten());
        }
        let plus = |own: Option<Exact>, other: Option<Exact>| own?.plus_exact(other?);
        self.sum = plus(self.sum, other.sum);
        self.divisor = plus(self.divisor, other.divisor);
        let counts = match &other.latest {
            Some(latest) => self.take_latest(latest.clone()),
            None => true,
        };
        if counts {
            self.rows.extend_with(&other.rows);
        }
    }

    fn finish(self, source: &RegisterFile, fiscal_year: i16) -> Result<Measured, String> {
        if let Some(reason) = self.refused {
            return Err(reason);
        }
        let unit = &self.measure.unit;
        let (amount, decimals) = self.amount()?;
        let power = unit.power.cast_signed();
        let value = exact::shift(amount, power).ok_or_else(too_large)?;
        let is_share = matches!(self.measure.aggregate, Aggregate::Share { .. });
        Ok(Measured {
            measure: self.measure.id.clone(),
            label: self.measure.label.clone(),
            value,
            unit: unit.unit.clone(),
            power: unit.power,
            decimals,
            counting_rule: counting_rule(self.measure, fiscal_year),
            register: source.path.clone(),
            sheet: source.sheet.clone(),
            register_sha256: source.sha256.clone(),
            rows: self.rows,
            whole_rows: is_share.then_some(self.whole_rows),
            minimum_rows: self.measure.minimum_rows,
            blank_rows: self.blank_rows,
            revised: BTreeMap::new(),
            outside_year: self.year.map(|year| year.outside),
        })
    }

    /// The amount in the measure's unit as written, and how many decimals it is written with.
    fn amount(&self) -> Result<(Decimal, u32), String> {
        let unit = &self.measure.unit;
        let sum = || self.sum.ok_or_else(too_large);
        match &self.measure.aggregate {
            Aggregate::Count => exactly(Decimal::from(self.rows.len()), 0, unit),
            Aggregate::CountDistinct(_) => {
                let values = if self.distinct.is_some() { &self.values } else { &self.rows };
                exactly(Decimal::from(values.len()), 0, unit)
            }
            Aggregate::Sum(of) => {
                let total = sum()?.decimal().ok_or_else(too_large)?;
                exactly(total, self.power_of(*of), unit)
            }
            Aggregate::Latest { of, .. } => match &self.latest {
                None => Err("没有符合条件的记录".to_owned()),
                Some(latest) if latest.agreement == Agreement::Differ => {
                    Err(format!("{}有不止一条记录，数值不同，无法确定取哪一条", latest.day))
                }
                Some(latest) => exactly(latest.amount, self.power_of(*of), unit),
            },
            Aggregate::Mean { of, decimals } => {
                let count = counted(self.rows.len())?;
                self.quotient(sum()?, count, self.power_of(*of), *decimals)
            }
            Aggregate::Share { decimals, .. } => {
                let part = counted(self.rows.len())?;
                self.quotient(part, counted(self.whole_rows.len())?, 0, *decimals)
            }
            Aggregate::Ratio { of, to, decimals } => {
                let by = self.divisor.ok_or_else(too_large)?;
                let power = self.power_of(*of).saturating_sub(self.power_of(*to));
                self.quotient(sum()?, by, power, *decimals)
            }
        }
    }

    /// The power of ten of the multiplier that a column's numbers are written with.
    fn power_of(&self, column: usize) -> i32 {
        let column = self.measure.schema.columns.get(column);
        column.and_then(|column| column.unit.as_ref()).map_or(0, |unit| unit.power.cast_signed())
    }

    fn quotient(
        &self,
        sum: Exact,
        by: Exact,
        power: i32,
        decimals: u32,
    ) -> Result<(Decimal, u32), String> {
        let unit = &self.measure.unit;
        let rate = match unit.unit {
            Unit::Percent => 2,
            Unit::Permille => 3,
            _ => 0,
        };
        let power = power.saturating_add(rate).saturating_sub(unit.power.cast_signed());
        match sum.quotient(by, power, decimals) {
            Ok(quotient) => Ok((quotient, decimals)),
            Err(Undivided::TooLarge) => Err(too_large()),
            Err(Undivided::ByZero) if self.rows.is_empty() && self.whole_rows.is_empty() => {
                Err("没有符合条件的记录，无法相除".to_owned())
            }
            Err(Undivided::ByZero) => Err("除数为零，无法相除".to_owned()),
        }
    }
}

/// An amount with that multiplier in another unit, with all its decimals; money has at least two.
fn exactly(amount: Decimal, power: i32, unit: &WrittenUnit) -> Result<(Decimal, u32), String> {
    let power = power.saturating_sub(unit.power.cast_signed());
    let amount = exact::shift(amount, power).ok_or_else(too_large)?;
    let least = if unit.unit == Unit::Yuan { 2 } else { 0 };
    Ok((amount, amount.scale().max(least)))
}

fn counted(rows: usize) -> Result<Exact, String> {
    Exact::ZERO.plus(Decimal::from(rows)).ok_or_else(too_large)
}

fn too_large() -> String {
    "数值过大，无法精确计算".to_owned()
}
