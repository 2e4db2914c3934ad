//! The execution rate where there is no budget.

use rust_decimal::Decimal;

use super::{Inputs, NotScored};
use crate::derivation::{Derivation, Step};
use crate::pack::{ExecutionRate, Method, Rounding, ZeroBudgetEffect, number};

impl ExecutionRate {
    /// Scores the execution rate: by its method where there is a budget, else as the pack says.
    ///
    /// # Errors
    /// [`NotScored`] says why no score follows; [`NotScored::NothingBudgeted`] that none has to.
    pub fn score(
        &self,
        method: &Method,
        rounding: &Rounding,
        inputs: &Inputs,
    ) -> Result<Derivation, NotScored> {
        let (Some(budget), Some(spent)) = (&inputs.target, &inputs.actual) else {
            return method.score(rounding, inputs);
        };
        if !budget.figure.value().is_zero() {
            return method.score(rounding, inputs);
        }
        if spent.figure.value() > Decimal::ZERO {
            let expenditure = spent.figure.text().to_owned();
            return Err(NotScored::SpentWithoutBudget { expenditure });
        }
        match &self.zero_budget {
            Some(rule) if rule.effect == ZeroBudgetEffect::Full => Ok(Derivation {
                label: inputs.label.clone(),
                value: inputs.points.value,
                shown: number::points(inputs.points.value),
                step: Step::Computed {
                    formula: "没有预算，也没有支出，得满分".to_owned()
                },
                basis: Some(rule.basis.clone()),
                inputs: vec![inputs.points.clone(), budget.leaf.clone(), spent.leaf.clone()],
            }),
            _ => Err(NotScored::NothingBudgeted),
        }
    }

    /// Says whether the points of a rate that does not apply are shared out among the rest.
    #[must_use]
    pub fn is_shared_out(&self) -> bool {
        let effect = self.zero_budget.as_ref().map(|rule| rule.effect);
        effect == Some(ZeroBudgetEffect::Redistribute)
    }
}
