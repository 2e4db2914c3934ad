//! A report that was read, and what was understood of it.

pub mod claim;
pub mod comparand;
pub mod edit;
mod kind;

pub use claim::Claim;
pub use comparand::{Comparand, Origin, YearAmount};
pub use kind::ReportKind;

use crate::dossier::Dossier;
use crate::fact::{Place, Places};
use crate::figure::Figure;
use crate::page::Pages;

/// A document that was read, with what was understood of it (报告).
///
/// What can't be bound to a meaning for certain is left alone: it stands in the pages and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was read.
    pub pages: Pages,
    /// What kind of document it is.
    pub kind: ReportKind,
    /// Its title, where one was found.
    pub title: Option<String>,
    /// Whose it is, where it says so.
    pub department: Option<String>,
    /// The fiscal year it is about, where it says so.
    pub fiscal_year: Option<i16>,
    /// The figures whose meaning is known, in reading order.
    pub amounts: Vec<Amount>,
    /// What it says of its own figures, in reading order.
    pub claims: Vec<Claim>,
    /// The amounts of money whose item and year are known, in reading order.
    pub year_amounts: Vec<YearAmount>,
    /// As much of a dossier as it states: objectives and indicators of declarations and budgets too.
    pub dossier: Dossier,
    /// Where the dossier's facts stand.
    pub places: Places,
}

/// A figure of a document whose meaning is known (已识别的数字).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// What it is.
    pub role: Role,
    /// What it is the amount of, in the document's words.
    pub label: String,
    /// The figure, with the unit of text, heading or caption; a unit that is not known stays empty.
    pub figure: Figure,
    /// The words in which it stands.
    pub excerpt: String,
    /// Where it stands.
    pub place: Place,
}

/// What a figure of a document is (数字的角色).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Budget as approved at the beginning of the year (年初预算数).
    Approved,
    /// Budget; where it was adjusted, after adjustment (预算数).
    Budget,
    /// What was spent (执行数).
    Expenditure,
    /// Income (收入).
    Income,
    /// A rate.
    Rate,
    /// A score (得分).
    Score,
    /// Points available (分值).
    Points,
    /// A number of persons (人数).
    Headcount,
    /// A number of things.
    Count,
    /// Another amount of money.
    Money,
}

impl Role {
    /// The English word of the stable output format.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Budget => "budget",
            Self::Expenditure => "expenditure",
            Self::Income => "income",
            Self::Rate => "rate",
            Self::Score => "score",
            Self::Points => "points",
            Self::Headcount => "headcount",
            Self::Count => "count",
            Self::Money => "money",
        }
    }
}
