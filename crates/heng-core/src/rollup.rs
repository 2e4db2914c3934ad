//! Subordinate units' dossiers rolled up into the department's: sums, each with its way to the units.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::derivation::{Derivation, Step};
use crate::dossier::{
    BudgetLine, Dossier, FundingLine, FundingSource, Headcount, Project, UnitDossier,
};
use crate::fact::FactId;
use crate::facts::{self, Facts, PERSONS, column_label};
use crate::figure::{Figure, Relation};
use crate::reading::Readings;
use crate::register::Measurements;

/// What the units of a department come to together (单位汇总).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollUp {
    /// Each fact that the units may be summed for, with the sum or why there is none.
    pub sums: BTreeMap<FactId, Result<Sum, String>>,
    /// The facts of which the dossier takes the sum, because it states nothing itself.
    pub taken: BTreeSet<FactId>,
    /// What the units state, below `unit/…`.
    pub units: Facts,
}

/// What one fact comes to over all units (汇总数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The sum, exact.
    pub figure: Figure,
    /// The way to it; its leaves are what the units state.
    pub derivation: Derivation,
}

impl Sum {
    /// By how much rounding of what the units state may explain a difference; nothing where that is
    /// too large to be held exactly.
    #[must_use]
    pub fn slack(&self) -> Option<Decimal> {
        let mut slack = Some(Decimal::ZERO);
        self.derivation.walk(&mut |_, node| {
            if let Step::Stated { .. } = node.step {
                let half = Figure::parse(&node.shown).map(|figure| figure.half_last_digit());
                slack = slack.and_then(|sum| sum.checked_add(half.unwrap_or_default()));
            }
        });
        slack
    }
}

/// Rolls up the units of a dossier, and theirs before them.
///
/// The dossier comes back with the sums where it states nothing itself, and with the projects of its
/// units behind its own. Their indicators stay with the units.
#[must_use]
pub fn roll_up(mut dossier: Dossier) -> (Dossier, RollUp) {
    let members: Vec<Member> = dossier.units.iter().map(Member::of).collect();
    let mut rolled = RollUp::default();
    if members.is_empty() {
        return (dossier, rolled);
    }
    let budget = &mut dossier.budget;
    for (key, name, line) in [
        ("whole", "部门整体支出", &mut budget.whole),
        ("basic", "基本支出", &mut budget.basic),
        ("project", "项目支出", &mut budget.project),
    ] {
        rolled.sum_line(&members, &FactId::new(["budget", key]), name, line);
    }
    rolled.sum_headcount(&members, &mut dossier.department.headcount);
    for member in members {
        rolled.units.extend(member.facts.unwrap_or_default());
        dossier.projects.extend(member.projects);
    }
    (dossier, rolled)
}

impl RollUp {
    /// Adds what the units state, and lets what rests on a sum rest on what was summed.
    pub fn complete(&self, facts: &mut Facts) {
        for fact in facts.values_mut() {
            self.ground(&mut fact.derivation);
        }
        facts.extend(self.units.clone());
    }

    /// Puts the way to a sum in the place of each leaf that takes one.
    pub fn ground(&self, derivation: &mut Arc<Derivation>) {
        if !self.rests_on_a_sum(derivation) {
            return;
        }
        let derivation = Arc::make_mut(derivation);
        if let Step::Stated { fact } = &derivation.step
            && self.taken.contains(fact)
            && let Some(Ok(sum)) = self.sums.get(fact)
        {
            derivation.step = sum.derivation.step.clone();
            derivation.inputs.clone_from(&sum.derivation.inputs);
            return;
        }
        for input in &mut derivation.inputs {
            self.ground(input);
        }
    }

    /// Says whether a leaf of the derivation takes a sum.
    fn rests_on_a_sum(&self, derivation: &Derivation) -> bool {
        let takes_sum = |step: &Step| match step {
            Step::Stated { fact } => self.taken.contains(fact),
            _ => false,
        };
        !self.taken.is_empty()
            && (takes_sum(&derivation.step)
                || derivation.inputs.iter().any(|input| self.rests_on_a_sum(input)))
    }

    /// Sums a line of the budget by its columns and, where every unit lists them, by its sources.
    fn sum_line(&mut self, units: &[Member], fact: &FactId, name: &str, line: &mut BudgetLine) {
        let all: Vec<&Member> = units.iter().collect();
        let columns = [&mut line.approved, &mut line.budget, &mut line.expenditure];
        self.sum_columns(&all, fact, name, columns);
        let sources = fact.child("source");
        if !units.iter().all(|unit| unit.states_below(&sources)) {
            return;
        }
        if line.sources.is_empty() {
            let listed = FundingSource::ALL.map(|(.., source)| source).into_iter();
            let listed = listed
                .filter(|one| units.iter().any(|it| it.states_below(&sources.child(one.id()))));
            line.sources.extend(listed.map(|source| FundingLine {
                source,
                approved: None,
                budget: None,
                expenditure: None,
            }));
        }
        for line in &mut line.sources {
            let fact = sources.child(line.source.id());
            // A unit that lists its sources without this one has nothing from it.
            let own: Vec<&Member> = units.iter().filter(|it| it.states_below(&fact)).collect();
            let name = format!("{name}·{}", line.source.label());
            let columns = [&mut line.approved, &mut line.budget, &mut line.expenditure];
            self.sum_columns(&own, &fact, &name, columns);
        }
    }

    fn sum_columns(
        &mut self,
        units: &[&Member],
        fact: &FactId,
        name: &str,
        columns: [&mut Option<Figure>; 3],
    ) {
        for (key, stated) in ["approved", "budget", "expenditure"].into_iter().zip(columns) {
            let summed = self.sum(units, &fact.child(key), &column_label(name, key));
            if stated.is_none() {
                stated.clone_from(&summed);
                self.taken.extend(summed.map(|_| fact.child(key)));
            }
        }
    }

    /// Sums the persons where all count them as of one day.
    fn sum_headcount(&mut self, units: &[Member], stated: &mut Option<Headcount>) {
        let days: BTreeSet<Date> = units.iter().filter_map(|unit| unit.counted_on).collect();
        let Some(as_of) = days.first().copied() else { return };
        let all: Vec<&Member> = units.iter().collect();
        let is_one_day = days.len() == 1 && stated.as_ref().is_none_or(|own| own.as_of == as_of);
        let mut headcount = stated.clone().unwrap_or(Headcount {
            as_of,
            active: None,
            retired: None,
            non_establishment: None,
        });
        let columns =
            [&mut headcount.active, &mut headcount.retired, &mut headcount.non_establishment];
        let mut is_taken = false;
        for ((key, label), own) in PERSONS.into_iter().zip(columns) {
            let fact = FactId::new(["department", "headcount", key]);
            if !is_one_day {
                self.sums.insert(fact, Err("各处人数的时点不同".to_owned()));
                continue;
            }
            let summed = self.sum(&all, &fact, label);
            let count = summed.and_then(|figure| i64::try_from(figure.value()).ok());
            if own.is_none() && count.is_some() {
                *own = count;
                self.taken.insert(fact);
                is_taken = true;
            }
        }
        if is_taken {
            *stated = Some(headcount);
        }
    }

    /// Sums one fact over units and keeps the sum, or why there is none; nothing where no unit states
    /// the fact.
    fn sum(&mut self, units: &[&Member], fact: &FactId, label: &str) -> Option<Figure> {
        if units.iter().all(|unit| unit.facts.is_some() && unit.derivation(fact).is_none()) {
            return None;
        }
        let sum = sum(units, fact, label);
        let figure = sum.as_ref().ok().map(|sum| sum.figure.clone());
        self.sums.insert(fact.clone(), sum);
        figure
    }
}

/// The sum of one fact over units that all state it in one unit of measure.
fn sum(units: &[&Member], fact: &FactId, label: &str) -> Result<Sum, String> {
    let mut inputs = Vec::new();
    let mut figures: Vec<Figure> = Vec::new();
    for unit in units {
        let name = &unit.name;
        if unit.facts.is_none() {
            return Err(format!("单位“{name}”的卷宗没有读入"));
        }
        let part = unit.derivation(fact).ok_or_else(|| format!("单位“{name}”没有填报"))?;
        let figure = Figure::parse(&part.shown).ok();
        let figure = figure.filter(|it| it.relation() == Relation::Exactly);
        figures.push(figure.ok_or_else(|| format!("单位“{name}”填报的不是确数"))?);
        inputs.push(Arc::clone(part));
    }
    let first = figures.first().ok_or("没有单位填报")?;
    if figures.iter().any(|figure| figure.unit() != first.unit()) {
        return Err("各单位的计量单位不同".to_owned());
    }
    let values = figures.iter().map(Figure::value);
    let total = values.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
    let figure = total.and_then(|total| {
        let written = Figure::parse(&first.rescaled(total)).ok();
        written.filter(|figure| figure.value() == total)
    });
    let figure = figure.ok_or("数字过大，无法准确相加")?;
    let terms: Vec<&str> = figures.iter().map(Figure::text).collect();
    let derivation = Derivation {
        label: label.to_owned(),
        value: figure.value(),
        shown: figure.text().to_owned(),
        step: Step::Computed { formula: terms.join("＋") },
        basis: None,
        inputs,
    };
    Ok(Sum { figure, derivation })
}

/// A unit as its department sees it.
struct Member {
    id: String,
    name: String,
    /// What it states or takes from its own units, below `unit/…`; nothing where it was not read.
    facts: Option<Facts>,
    counted_on: Option<Date>,
    projects: Vec<Project>,
}

impl Member {
    fn of(unit: &UnitDossier) -> Self {
        let mut member = Self {
            id: unit.id.clone(),
            name: unit.name.clone(),
            facts: None,
            counted_on: None,
            projects: Vec::new(),
        };
        let Some(dossier) = &unit.dossier else { return member };
        let (dossier, rolled) = roll_up((**dossier).clone());
        let mut stated = facts::facts(&Readings::of(&dossier, &Measurements::default()), []);
        rolled.complete(&mut stated);
        let wanted = ["budget/", "department/headcount/", "unit/"];
        stated.retain(|fact, _| wanted.iter().any(|begin| fact.as_str().starts_with(begin)));
        let stated = stated.into_iter().map(|(fact, mut value)| {
            let label = format!("{}·{}", unit.name, value.derivation.label);
            let derivation = Arc::make_mut(&mut value.derivation);
            below_unit(derivation, &unit.id);
            derivation.label = label;
            (fact.of_unit(&unit.id), value)
        });
        member.facts = Some(stated.collect());
        member.counted_on = dossier.department.headcount.as_ref().map(|it| it.as_of);
        member.projects =
            dossier.projects.into_iter().map(|project| of_unit(project, unit)).collect();
        member
    }

    fn derivation(&self, fact: &FactId) -> Option<&Arc<Derivation>> {
        let found = self.facts.as_ref()?.get(&fact.of_unit(&self.id));
        found.map(|fact| &fact.derivation)
    }

    /// Says whether it states anything below a fact.
    fn states_below(&self, fact: &FactId) -> bool {
        let begin = format!("{}/", fact.of_unit(&self.id));
        let facts = self.facts.iter().flatten();
        facts.into_iter().any(|(fact, _)| fact.as_str().starts_with(&begin))
    }
}

/// Lets the leaves of a unit's derivation name the unit's facts.
fn below_unit(derivation: &mut Derivation, unit: &str) {
    if let Step::Stated { fact } = &mut derivation.step {
        *fact = fact.of_unit(unit);
    }
    for input in &mut derivation.inputs {
        below_unit(Arc::make_mut(input), unit);
    }
}

/// A project as the department lists it for the unit that files it.
fn of_unit(mut project: Project, unit: &UnitDossier) -> Project {
    let filed_by = project.filed_by.map(|below| format!("{}/{below}", unit.id));
    project.filed_by = Some(filed_by.unwrap_or_else(|| unit.id.clone()));
    project.id = format!("{}/{}", unit.id, project.id);
    project.unit.get_or_insert_with(|| unit.name.clone());
    project.indicators.clear();
    project
}

#[cfg(test)]
mod tests;
