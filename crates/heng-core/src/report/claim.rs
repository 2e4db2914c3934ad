//! What a report says of its own figures, as claims that arithmetic can hold against each other.

mod arithmetic;

pub use arithmetic::{Fit, Residue, Spread, change_rate_fit, rate_fit};

use std::cmp::Ordering;

use crate::fact::Place;
use crate::figure::Figure;

/// Something that a report says of its figures, in a sentence or by the lines of a table (表述).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is said.
    pub assertion: Assertion,
    /// What it is said of, in the report's words.
    pub subject: String,
    /// The words in which it is said.
    pub excerpt: String,
    /// Where they stand.
    pub place: Place,
    /// How sure it is which figures are meant.
    pub binding: Binding,
}

/// How sure it is which figures a claim is about (指代).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// No other reading is sensible.
    Certain,
    /// The words leave another reading open.
    Likely,
    /// What was read contradicts itself so often that it was hardly read as printed.
    Doubtful,
}

/// A figure with what it is called where it stands (用语).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What it is called, in the report's words; empty where it has no name.
    pub label: String,
    /// The figure.
    pub figure: Figure,
    /// Where it stands.
    pub place: Place,
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.label, self.figure)
    }
}

/// What a [`Claim`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assertion {
    /// A rate of a part in a whole, or of what was spent in what was budgeted.
    Rate {
        /// The rate as printed.
        rate: Figure,
        /// The part.
        part: Term,
        /// What may be the whole, the likeliest first; never empty.
        wholes: Vec<Term>,
        /// Other figures beside them that may be meant, for the message only.
        beside: Vec<Term>,
    },
    /// A change against an earlier or another amount.
    Change(Change),
    /// A total with parts.
    Sum {
        /// The total.
        total: Term,
        /// Its parts.
        parts: Vec<Term>,
        /// What the parts are to the total.
        closure: Closure,
    },
    /// A number of things at a price each.
    Product {
        /// The number of things.
        count: Figure,
        /// The price of each.
        price: Figure,
        /// What they come to.
        product: Term,
    },
    /// One amount said to be smaller than, equal to or greater than another.
    Order {
        /// What is said.
        said: Ordering,
        /// The amount that is said to be so.
        one: Term,
        /// What it may be compared with; never empty.
        others: Vec<Term>,
    },
    /// One thing of which the amount is stated more than once.
    Restated {
        /// The statement in question.
        here: Term,
        /// Other statements of the same.
        elsewhere: Vec<Term>,
    },
    /// Income and expenditure added up as if they were one total.
    Joint {
        /// The joint total.
        total: Term,
        /// Income or expenditure alone.
        side: Term,
    },
    /// A year compared with a year.
    Years {
        /// The year that is spoken of.
        year: i16,
        /// The year that it is compared with.
        against: i16,
        /// What is compared, such as 预算; the same on both sides.
        what: String,
    },
}

/// A change against another amount (增减).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which way the words say that it goes.
    pub direction: Ordering,
    /// Whether the words for the difference and for the rate say opposite ways.
    pub conflicts: bool,
    /// What may be the amount that changed, the likeliest first; never empty.
    pub values: Vec<Term>,
    /// The amount that it is compared with, where it is printed.
    pub base: Option<Term>,
    /// By how much it changed.
    pub difference: Option<Figure>,
    /// The change as a rate of the base.
    pub rate: Option<Figure>,
    /// The words for what it is compared with.
    pub against: String,
}

/// What parts are to their total (分项范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closure {
    /// All parts, none in another: they come to the total.
    Complete,
    /// Some parts, none in another: they come to no more than the total.
    Disjoint,
    /// Some parts, which may lie in one another: none is greater than the total.
    Open,
}

/// Doubts the claims of a table most of whose sums fail: it was hardly read as it is printed.
pub fn doubt_if_most_fail(claims: &mut [Claim]) {
    let fails = |claim: &&mut Claim| match &claim.assertion {
        Assertion::Sum { total, parts, closure: Closure::Complete } => {
            Residue::of(total, parts).is_none_or(|residue| !residue.is_explained())
        }
        _ => false,
    };
    let is_sum = |claim: &Claim| matches!(claim.assertion, Assertion::Sum { .. });
    let sums = claims.iter().filter(|claim| is_sum(claim)).count();
    let failed = claims.iter_mut().filter(fails).count();
    if failed > 1 && failed * 2 > sums {
        for claim in claims.iter_mut() {
            claim.binding = Binding::Doubtful;
        }
    }
}
