//! The amounts of a report by what they are called, for sentences that name an amount printed elsewhere.

use std::collections::BTreeMap;

use heng_core::report::claim::Term;

use super::sentence::{Sentence, When, essence};
use heng_core::fact::Place;

/// Amounts by name (名称索引).
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, Vec<Term>>);

impl Names {
    /// Takes up the amounts of a sentence that have a name and are not of another year.
    pub fn add(&mut self, sentence: &Sentence<'_>, fiscal_year: Option<i16>, place: &Place) {
        for said in sentence.said.iter().filter(|said| said.is_amount() && said.is_money()) {
            let is_of_year = match said.when {
                When::Unsaid => true,
                When::Year(year) => fiscal_year.is_none_or(|fiscal| fiscal == year),
                When::LastYear => false,
            };
            let term = said.term(place);
            let name = essence(&term.label);
            if is_of_year && name.chars().count() >= 2 {
                self.0.entry(name).or_default().push(term);
            }
        }
    }

    /// The amount of a name, where all statements of it agree.
    pub fn only(&self, name: &str) -> Option<&Term> {
        let terms = self.0.get(&essence(name))?;
        let first = terms.first()?;
        terms.iter().all(|term| term.figure.value() == first.figure.value()).then_some(first)
    }
}
