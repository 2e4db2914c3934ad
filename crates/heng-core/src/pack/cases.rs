//! Worked cases: examples of a scheme that are run against its pack.

mod boundary;
mod question;
mod read;

use rust_decimal::Decimal;

use super::{Pack, PackError, PackSource, RateKind};
use crate::fact::Place;
use crate::figure::Figure;
pub use boundary::boundaries_without_case;
use question::Question;

/// What came of one worked case (算例结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Name of the case.
    pub name: String,
    /// The pack that brings the case.
    pub pack: String,
    /// Where the case stands.
    pub place: Place,
    /// The method that it ran, where it is about one.
    pub method: Option<String>,
    /// What it tried, from which follows which boundaries have a case.
    pub probe: Probe,
    /// What the case expects, in Chinese.
    pub expected: String,
    /// What the pack gave, in Chinese.
    pub found: String,
}

/// What a worked case tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// The grade of a total.
    Grade {
        /// The total.
        total: Decimal,
    },
    /// The score of an indicator or of the execution rate.
    Score(Box<Tried>),
    /// The value of a rate.
    Rate {
        /// Identifier of the rate.
        rate: String,
        /// Whether it was held against nothing.
        by_zero: bool,
    },
    /// Which set of weights holds.
    Variant {
        /// Identifier of the set that the pack chose.
        variant: Option<String>,
    },
}

/// What a worked case about a score tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Whether it is the execution rate's or an indicator's.
    pub kind: RateKind,
    /// The target or budget.
    pub target: Option<Figure>,
    /// The actual or expenditure.
    pub actual: Option<Figure>,
    /// The share that a person judged.
    pub judged: Option<Decimal>,
    /// Whether the work is finished, where the case says so.
    pub finished: Option<bool>,
    /// Number of indicators of which a mean is taken.
    pub members: usize,
    /// The score, where there is one.
    pub score: Option<Decimal>,
}

impl CaseResult {
    /// Says whether the pack gave what the case expects.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expected == self.found
    }
}

/// Runs the worked cases of a pack and, where it extends others, theirs.
///
/// A parent's case runs only where what it rests on (method, rounding, grades) was not overridden.
///
/// # Errors
/// [`PackError::Content`] where a `cases.toml` has mistakes.
pub fn run(pack: &Pack, sources: &[PackSource<'_>]) -> Result<Vec<CaseResult>, PackError> {
    let mut results = Vec::new();
    for (id, folder) in pack.lineage.iter().zip(&pack.folders) {
        let Some(source) = sources.iter().find(|source| source.folder == folder) else {
            continue;
        };
        for case in read::cases(source)? {
            if *id == pack.id || !case.is_overridden(pack, id) {
                results.push(case.run(pack));
            }
        }
    }
    Ok(results)
}

/// The methods of a pack that no case ran.
#[must_use]
pub fn methods_without_case<'p>(pack: &'p Pack, results: &[CaseResult]) -> Vec<&'p str> {
    let ran = |id: &str| results.iter().any(|one| one.method.as_deref() == Some(id));
    let ids = pack.methods.iter().map(|method| method.id.as_str());
    ids.filter(|id| !ran(id)).collect()
}

/// One row of a `cases.toml`.
struct Case {
    name: String,
    pack: String,
    place: Place,
    question: Question,
    expected: String,
}

impl Case {
    /// Whether the pack overrides or drops something that a case of its ancestor rests on.
    fn is_overridden(&self, pack: &Pack, ancestor: &str) -> bool {
        let place = pack.lineage.iter().position(|id| id == ancestor);
        let nearer = pack.lineage.iter().take(place.unwrap_or(0));
        let is_nearer = |entry: &str| {
            let owner = entry.split('/').next();
            nearer.clone().any(|id| Some(id.as_str()) == owner)
        };
        match &self.question {
            Question::Grade { .. } => {
                pack.grades.is_empty() || pack.grades.iter().any(|grade| is_nearer(&grade.entry))
            }
            Question::Score { asked, .. } => {
                let names_none = asked.method.is_none();
                let from_nearer = match asked.method(pack) {
                    Ok(method) => is_nearer(&method.entry),
                    // A method that is gone was dropped.
                    Err(_) => !names_none,
                };
                let by_nearer_default = names_none && is_nearer(&pack.defaults.entry);
                from_nearer || by_nearer_default || is_nearer(&pack.rounding.entry)
            }
            Question::Execution { .. } => pack.execution_rate.as_ref().is_none_or(|rule| {
                let method = pack.method(&rule.method);
                let parts = [Some(&rule.entry), method.map(|method| &method.entry)];
                parts.into_iter().flatten().any(|entry| is_nearer(entry))
                    || is_nearer(&pack.rounding.entry)
            }),
            Question::Rate { rate, .. } => {
                pack.rate(rate).is_none_or(|rate| is_nearer(&rate.entry))
                    || is_nearer(&pack.rounding.entry)
            }
            Question::Variant { .. } => {
                pack.variants.is_empty() || pack.variants.iter().any(|one| is_nearer(&one.entry))
            }
        }
    }

    fn run(self, pack: &Pack) -> CaseResult {
        let answer = self.question.answer(pack);
        CaseResult {
            name: self.name,
            pack: self.pack,
            place: self.place,
            method: answer.method,
            probe: answer.probe,
            expected: self.expected,
            found: answer.found,
        }
    }
}
