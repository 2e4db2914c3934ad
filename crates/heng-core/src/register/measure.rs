//! Measures: a typed filter over the records of a register and a declared aggregate.

mod condition;
mod read;

use std::sync::Arc;

use jiff::civil::Date;

use super::Measurements;
use super::reference::{Reference, Values};
use super::schema::{Column, Schema, WrittenUnit};
use super::value::Value;
pub(super) use condition::days;
pub use read::read;

/// What is counted in a register, and how (度量).
///
/// It is made by [`read`] only, so that its columns and types agree with its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) schema: Arc<Schema>,
    pub(super) conditions: Vec<Condition>,
    pub(super) aggregate: Aggregate,
    pub(super) unit: WrittenUnit,
    pub(super) minimum_rows: Option<usize>,
}

impl Measure {
    /// Identifier.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it measures, in Chinese.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The register it is taken from, as it was when the measure was read.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The unit of its value.
    #[must_use]
    pub fn unit(&self) -> &WrittenUnit {
        &self.unit
    }

    /// The columns that its conditions and its aggregate look at.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        let of_conditions = self.all_conditions().flat_map(Condition::columns);
        let positions = of_conditions.chain(self.aggregate.columns().into_iter().flatten());
        positions.filter_map(|position| self.schema.columns.get(position))
    }
}

impl Measure {
    /// The columns of other registers that its conditions look into.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.all_conditions().filter_map(|condition| condition.test.reference())
    }

    fn all_conditions(&self) -> impl Iterator<Item = &Condition> {
        let part = match &self.aggregate {
            Aggregate::Share { part, .. } => part.as_slice(),
            _ => &[],
        };
        self.conditions.iter().chain(part)
    }
}

/// What a text of measures gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureSet {
    /// The measures that can be evaluated, in the order written.
    pub measures: Vec<Measure>,
    /// Those that can't, each with the reason.
    pub refused: Measurements,
}

/// A condition that a record must meet (条件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// Position of the column in the schema.
    pub column: usize,
    pub test: Test,
}

/// What a condition asks of a cell, or of a number of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Is(Value<'static>),
    In(Vec<Value<'static>>),
    Not(Box<Test>),
    AtLeast(Value<'static>),
    Above(Value<'static>),
    AtMost(Value<'static>),
    Below(Value<'static>),
    /// Both ends belong to it.
    Between(Value<'static>, Value<'static>),
    Within(Period, Option<Date>),
    /// What is asked of the days since the day in the column at that position.
    DaysSince(usize, Box<Test>),
    /// A record of another register has the value.
    ExistsIn(ExistsIn),
    Present,
    Missing,
}

/// Where a value must occur for a condition to be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ExistsIn {
    pub reference: Reference,
    /// Title of the register and heading of its column.
    pub title: String,
    pub label: String,
    /// The values there, once they were gathered.
    pub values: Option<Arc<Values>>,
}

/// A part of the fiscal year that a measure is evaluated for (期间).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    FiscalYear,
    /// 1 or 2.
    Half(i8),
    /// 1 to 4.
    Quarter(i8),
    /// 1 to 12.
    Month(i8),
}

/// What is made of the records that meet the conditions (汇总方式); columns by position in the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aggregate {
    Count,
    CountDistinct(usize),
    Sum(usize),
    Mean {
        of: usize,
        decimals: u32,
    },
    /// Records that meet further conditions, divided by all.
    Share {
        part: Vec<Condition>,
        decimals: u32,
    },
    /// One sum divided by another.
    Ratio {
        of: usize,
        to: usize,
        decimals: u32,
    },
    /// The cell of the record with the last day.
    Latest {
        of: usize,
        by: usize,
    },
}

impl Aggregate {
    fn columns(&self) -> [Option<usize>; 2] {
        match *self {
            Self::Count | Self::Share { .. } => [None, None],
            Self::CountDistinct(of) | Self::Sum(of) | Self::Mean { of, .. } => [Some(of), None],
            Self::Ratio { of, to: other, .. } | Self::Latest { of, by: other } => {
                [Some(of), Some(other)]
            }
        }
    }
}
