//! What each rule of a pack rests on.

use super::{Pack, TotalRule};
use crate::basis::Basis;

/// How many rules of a pack rest on each kind of basis (依据统计).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Read in a public source.
    pub cited: usize,
    /// Done so somewhere.
    pub attested: usize,
    /// Not confirmed.
    pub unconfirmed: usize,
    /// The scheme's own choice.
    pub scheme: usize,
}

impl RuleCount {
    /// All rules.
    #[must_use]
    pub fn all(self) -> usize {
        self.cited + self.attested + self.unconfirmed + self.scheme
    }
}

impl Pack {
    /// What each rule rests on, with the rule's identifier; a parameter of a method that rests on
    /// something else than the method is a rule of its own.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Basis)> {
        let mut rules: Vec<(&str, &Basis)> = vec![(&self.rounding.entry, &self.rounding.basis)];
        if let TotalRule::Refused { entry, basis, .. } = &self.total {
            rules.push((entry, basis));
        }
        // The weights of a variant rest on what the variant rests on.
        if self.variants.is_empty() {
            rules.extend(self.weights.iter().map(|one| (&*one.entry, &one.basis)));
        }
        rules.extend(self.variants.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.standards.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.rates.iter().map(|one| (&*one.entry, &one.basis)));
        for method in &self.methods {
            rules.push((&method.entry, &method.basis));
            rules.extend(method.parameters.iter().map(|one| (&*one.entry, &one.basis)));
        }
        if let Some(execution) = &self.execution_rate {
            rules.push((&execution.entry, &execution.basis));
            rules.extend(execution.zero_budget.iter().map(|one| (&*one.entry, &one.basis)));
        }
        rules.push((&self.defaults.entry, &self.defaults.basis));
        rules.extend(self.grades.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.grading.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.thresholds.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.explanations.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.sections.iter().map(|one| (&*one.entry, &one.basis)));
        rules.extend(self.form.iter().map(|one| (&*one.entry, &one.basis)));
        rules.into_iter()
    }

    /// How many rules rest on each kind of basis.
    #[must_use]
    pub fn rule_count(&self) -> RuleCount {
        let mut count = RuleCount::default();
        for (_, basis) in self.rules() {
            match basis {
                Basis::Cited(_) => count.cited += 1,
                Basis::Attested(_) => count.attested += 1,
                Basis::Unconfirmed(_) => count.unconfirmed += 1,
                Basis::Scheme { .. } => count.scheme += 1,
            }
        }
        count
    }

    /// The rules that were not read in a public source, each with what it rests on.
    #[must_use]
    pub fn rules_not_cited(&self) -> Vec<(&str, &Basis)> {
        self.rules().filter(|(_, basis)| !basis.is_cited()).collect()
    }
}
