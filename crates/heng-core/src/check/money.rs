//! Lines of money, and sums held against their totals.

use rust_decimal::Decimal;

use crate::dossier::{BudgetLine, Dossier};
use crate::fact::FactId;
use crate::figure::{Figure, Interval, Relation};

/// A line of money with its name: the department's three, then one a project.
pub(super) struct MoneyLine<'d> {
    pub fact: FactId,
    pub name: &'d str,
    pub line: &'d BudgetLine,
    /// The identifier of the project, or nothing for the department itself.
    pub project: Option<&'d str>,
}

impl MoneyLine<'_> {
    /// Says whether the line explains itself in words.
    pub(super) fn is_explained(&self) -> bool {
        super::is_filled(self.line.explanation.as_deref())
    }
}

/// All lines of money of a dossier.
pub(super) fn lines(dossier: &Dossier) -> impl Iterator<Item = MoneyLine<'_>> {
    let department = dossier.budget.lines().into_iter().map(|(id, name, line)| MoneyLine {
        fact: FactId::new(["budget", id]),
        name,
        line,
        project: None,
    });
    let projects = dossier.projects.iter().map(|project| MoneyLine {
        fact: FactId::new(["project", &project.id]),
        name: &project.name,
        line: &project.money,
        project: Some(&project.id),
    });
    department.chain(projects)
}

/// A sum of parts beside the total that was written for it.
pub(super) struct TieOut {
    pub sum: Decimal,
    /// How far the sum lies above the total, or below where it is negative.
    pub residue: Decimal,
    /// How much of a residue rounding can explain.
    pub explained: Decimal,
}

impl TieOut {
    /// Adds up the parts of a total; the reason, in Chinese, where they can't be compared.
    pub(super) fn of(total: &Figure, parts: &[&Figure]) -> Result<Self, &'static str> {
        if parts.iter().any(|part| part.unit() != total.unit()) {
            return Err("各数的单位不同");
        }
        let all = || parts.iter().copied().chain([total]);
        if all().any(|figure| figure.relation() != Relation::Exactly) {
            return Err("有的数不是确数");
        }
        let sum = add(parts.iter().map(|part| part.value()));
        let residue = sum.and_then(|sum| sum.checked_sub(total.value()));
        let explained = add(all().map(Figure::half_last_digit));
        match (sum, residue, explained) {
            (Some(sum), Some(residue), Some(explained)) => Ok(Self { sum, residue, explained }),
            _ => Err("数字过大"),
        }
    }

    /// Says whether rounding explains the residue.
    pub(super) fn is_explained(&self) -> bool {
        self.residue.abs() <= self.explained
    }
}

/// The sum of numbers; nothing where it is too large to be held exactly.
pub(super) fn add(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// The quotient of two amounts of one unit.
pub(super) fn quotient(part: &Figure, whole: &Figure) -> Option<Interval> {
    if part.unit() != whole.unit() {
        return None;
    }
    part.interval()?.divided_by(whole.interval()?)
}
