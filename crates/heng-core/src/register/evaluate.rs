//! Evaluates all measures of a register in one pass over its records.

use std::collections::HashSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::exact::{self, Exact, Undivided};
use super::measure::{Aggregate, Condition, Measure};
use super::schema::{Schema, WrittenUnit};
use super::value::Value;
use super::wording::counting_rule;
use super::{Measured, Measurements};
use crate::figure::Unit;

/// A file that the records of a register came from (台账文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFile {
    /// Path.
    pub path: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// Measures on the way through the records of one register (度量计算).
///
/// Records are taken one by one in any order; nothing of them is kept but what the measures need.
#[derive(Debug)]
pub struct Evaluation<'m> {
    running: Vec<Running<'m>>,
    fiscal_year: i16,
}

/// One measure with what it has gathered so far.
#[derive(Debug)]
struct Running<'m> {
    measure: &'m Measure,
    /// The conditions, their periods as days.
    conditions: Vec<Condition>,
    part: Vec<Condition>,
    /// Why there will be no value.
    refused: Option<String>,
    rows: Vec<usize>,
    whole_rows: Vec<usize>,
    blank_rows: Vec<usize>,
    distinct: HashSet<Value<'static>>,
    sum: Option<Exact>,
    divisor: Option<Exact>,
    latest: Option<Latest>,
}

/// The records with the last day so far.
#[derive(Debug, PartialEq, Eq)]
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

impl<'m> Evaluation<'m> {
    /// Begins with those of the measures that are taken from this register.
    #[must_use]
    pub fn new(schema: &Schema, measures: &'m [Measure], fiscal_year: i16) -> Self {
        let own = measures.iter().filter(|measure| measure.schema.id == schema.id);
        Self {
            running: own.map(|measure| Running::new(measure, schema, fiscal_year)).collect(),
            fiscal_year,
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

    /// Takes one record: its cells in the order of the schema's columns; row 1 is the heading.
    pub fn take(&mut self, row: usize, record: &[Option<Value<'_>>]) {
        for running in &mut self.running {
            running.take(row, record);
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

fn cell<'r, 't>(record: &'r [Option<Value<'t>>], column: usize) -> Option<&'r Value<'t>> {
    record.get(column)?.as_ref()
}

fn number(record: &[Option<Value<'_>>], column: usize) -> Option<Decimal> {
    match cell(record, column)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn are_met(conditions: &[Condition], record: &[Option<Value<'_>>]) -> bool {
    conditions.iter().all(|condition| condition.test.is_met_by(cell(record, condition.column)))
}

impl<'m> Running<'m> {
    fn new(measure: &'m Measure, schema: &Schema, fiscal_year: i16) -> Self {
        let part: &[Condition] = match &measure.aggregate {
            Aggregate::Share { part, .. } => part,
            _ => &[],
        };
        let mut running = Self {
            measure,
            conditions: Vec::new(),
            part: Vec::new(),
            refused: None,
            rows: Vec::new(),
            whole_rows: Vec::new(),
            blank_rows: Vec::new(),
            distinct: HashSet::new(),
            sum: Some(Exact::ZERO),
            divisor: Some(Exact::ZERO),
            latest: None,
        };
        if *measure.schema != *schema {
            running.refuse("度量是按另一版台账格式定义的".to_owned());
        }
        let resolve = |conditions: &[Condition]| -> Result<Vec<Condition>, String> {
            let resolve = |condition: &Condition| {
                Ok(Condition {
                    column: condition.column,
                    test: condition.test.for_year(fiscal_year)?,
                })
            };
            conditions.iter().map(resolve).collect()
        };
        match (resolve(&measure.conditions), resolve(part)) {
            (Ok(conditions), Ok(part)) => {
                running.conditions = conditions;
                running.part = part;
            }
            (Err(reason), _) | (_, Err(reason)) => running.refuse(reason),
        }
        running
    }

    /// Notes why there will be no value; the first reason stays.
    fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
    }

    fn take(&mut self, row: usize, record: &[Option<Value<'_>>]) {
        if self.refused.is_some() || !are_met(&self.conditions, record) {
            return;
        }
        let gathered = match &self.measure.aggregate {
            Aggregate::Count => Some(()),
            Aggregate::Share { .. } => {
                self.whole_rows.push(row);
                if !are_met(&self.part, record) {
                    return;
                }
                Some(())
            }
            Aggregate::CountDistinct(of) => cell(record, *of).map(|value| {
                if !self.distinct.contains(value) {
                    self.distinct.insert(value.clone().into_owned());
                }
            }),
            Aggregate::Sum(of) | Aggregate::Mean { of, .. } => number(record, *of).map(|amount| {
                self.sum = self.sum.and_then(|sum| sum.plus(amount));
            }),
            Aggregate::Ratio { of, to, .. } => {
                number(record, *of).zip(number(record, *to)).map(|(amount, base)| {
                    self.sum = self.sum.and_then(|sum| sum.plus(amount));
                    self.divisor = self.divisor.and_then(|sum| sum.plus(base));
                })
            }
            Aggregate::Latest { of, by } => {
                let day = match cell(record, *by) {
                    Some(Value::Date(day)) => Some(*day),
                    _ => None,
                };
                match day.zip(number(record, *of)) {
                    Some((day, amount)) => {
                        self.take_latest(row, day, amount);
                        return;
                    }
                    None => None,
                }
            }
        };
        match gathered {
            Some(()) => self.rows.push(row),
            None => self.blank_rows.push(row),
        }
    }

    fn take_latest(&mut self, row: usize, day: Date, amount: Decimal) {
        match &mut self.latest {
            Some(latest) if latest.day > day => return,
            Some(latest) if latest.day == day => {
                if latest.amount != amount {
                    latest.agreement = Agreement::Differ;
                }
            }
            latest => {
                self.rows.clear();
                *latest = Some(Latest { day, amount, agreement: Agreement::Agree });
            }
        }
        self.rows.push(row);
    }

    fn finish(mut self, source: &RegisterFile, fiscal_year: i16) -> Result<Measured, String> {
        if let Some(reason) = self.refused {
            return Err(reason);
        }
        // Rows come in any order; the evidence is the same.
        self.rows.sort_unstable();
        self.whole_rows.sort_unstable();
        self.blank_rows.sort_unstable();
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
            register_sha256: source.sha256.clone(),
            rows: self.rows,
            whole_rows: is_share.then_some(self.whole_rows),
            blank_rows: self.blank_rows,
        })
    }

    /// The amount in the measure's unit as written, and how many decimals it is written with.
    fn amount(&self) -> Result<(Decimal, u32), String> {
        let unit = &self.measure.unit;
        let sum = || self.sum.ok_or_else(too_large);
        match &self.measure.aggregate {
            Aggregate::Count => exactly(Decimal::from(self.rows.len()), 0, unit),
            Aggregate::CountDistinct(_) => exactly(Decimal::from(self.distinct.len()), 0, unit),
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
