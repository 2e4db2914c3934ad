//! Measures: a typed filter over the records of a register and a declared aggregate.

mod condition;
mod read;

use std::sync::Arc;

use jiff::civil::Date;

use super::Measurements;
use super::schema::{Column, Schema, WrittenUnit};
use super::value::Value;
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
        let part = match &self.aggregate {
            Aggregate::Share { part, .. } => part.as_slice(),
            _ => &[],
        };
        let conditions = self.conditions.iter().chain(part);
        let of_conditions = conditions.map(|condition| condition.column);
        let positions = of_conditions.chain(self.aggregate.columns().into_iter().flatten());
        positions.filter_map(|position| self.schema.columns.get(position))
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

/// What a condition asks of a cell.
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
    Present,
    Missing,
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
