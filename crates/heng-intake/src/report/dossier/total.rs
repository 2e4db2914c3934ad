//! The total of a form, held against the points and scores above it.

use heng_core::figure::{Figure, Relation, Unit};
use heng_core::page::PageCell;
use heng_core::report::Claim;
use heng_core::report::claim::{Assertion, Binding, Closure, Residue, Term};
use rust_decimal::Decimal;

use super::Reading;
use super::forms::Owner;

/// Points and score of one line of a form.
#[derive(Debug, Clone)]
struct Line<'t> {
    label: String,
    points: Option<(Decimal, &'t PageCell)>,
    score: Option<(Decimal, &'t PageCell)>,
}

/// What is added up in a form: its indicators, and the execution rate where it carries points.
#[derive(Debug, Default)]
pub(super) struct Tally<'t> {
    lines: Vec<Line<'t>>,
    execution: Option<Line<'t>>,
    /// The indicators that one cell with its points is merged over: `产出指标（50分）`.
    groups: Vec<(&'t PageCell, Vec<Line<'t>>)>,
}

/// The row of a form's total.
pub(super) struct Total<'t> {
    pub points: Option<(Decimal, &'t PageCell)>,
    pub score: Option<(Decimal, &'t PageCell)>,
    pub grade: Option<String>,
}

impl<'t> Tally<'t> {
    /// Takes the points and the score of the execution rate.
    pub fn execution(&mut self, points: Option<&'t PageCell>, score: Option<&'t PageCell>) {
        let line = Line {
            label: "预算执行率".to_owned(),
            points: points.and_then(numbered),
            score: score.and_then(numbered),
        };
        if line.points.is_some() {
            self.execution = Some(line);
        }
    }

    /// Takes an indicator with the cell of its dimension.
    pub fn indicator(
        &mut self,
        name: &str,
        points: Option<&'t PageCell>,
        score: Option<&'t PageCell>,
        dimension: Option<&'t PageCell>,
    ) {
        let line = Line {
            label: name.to_owned(),
            points: points.and_then(numbered),
            score: score.and_then(numbered),
        };
        if let Some(dimension) = dimension {
            match self.groups.last_mut() {
                Some((cell, lines)) if std::ptr::eq(*cell, dimension) => lines.push(line.clone()),
                _ => self.groups.push((dimension, vec![line.clone()])),
            }
        }
        self.lines.push(line);
    }

    /// What the total row claims; nothing where a line above it lacks its number.
    pub fn claims(&mut self, total: &Total<'t>) -> Vec<Claim> {
        let tally = std::mem::take(self);
        let points =
            total.points.and_then(|total| tally.sum("分值合计", total, |line| line.points));
        let score =
            total.score.and_then(|total| tally.sum("得分合计", total, |line| line.score));
        let mut claims: Vec<Claim> = points.into_iter().chain(score).collect();
        // Where the other column adds up, nothing is missing in this one.
        let holding = claims.iter().filter(|claim| holds(claim)).count();
        if holding > 0 {
            for claim in &mut claims {
                claim.binding = Binding::Certain;
            }
        }
        let mut levels: Vec<Claim> =
            tally.groups.iter().filter_map(|(cell, lines)| level(cell, lines)).collect();
        let holding = levels.iter().filter(|claim| holds(claim)).count();
        if holding * 2 > levels.len() {
            for claim in &mut levels {
                claim.binding = Binding::Certain;
            }
        }
        claims.extend(levels);
        claims
    }

    /// The lines that make the total: with the execution rate where its points belong to it.
    fn sum(
        &self,
        name: &str,
        (value, cell): (Decimal, &PageCell),
        of: impl Fn(&Line<'t>) -> Option<(Decimal, &'t PageCell)>,
    ) -> Option<Claim> {
        let indicators = terms(&self.lines, &of)?;
        let execution = match &self.execution {
            Some(line) => terms(std::slice::from_ref(line), &of)?,
            None => Vec::new(),
        };
        let all: Vec<Term> = execution.into_iter().chain(indicators.clone()).collect();
        let total =
            Term { label: name.to_owned(), figure: written(value)?, place: cell.place.clone() };
        let fits = |parts: &[Term]| {
            Residue::of(&total, parts).is_some_and(|residue| residue.is_explained())
        };
        let parts = if !fits(&all) && fits(&indicators) { indicators } else { all };
        (parts.len() > 1).then(|| claim(total, parts))
    }
}

impl Total<'_> {
    /// Keeps the total score as what the owner states.
    pub fn note(&self, owner: Owner, reading: &mut Reading) {
        let Some((score, cell)) = self.score else { return };
        match owner {
            Owner::Department => {
                let said = &mut reading.dossier.self_evaluation;
                let is_new = said.total_score.is_none();
                if is_new {
                    said.total_score = written(score);
                }
                if said.grade.is_none() {
                    said.grade.clone_from(&self.grade);
                }
                if is_new {
                    reading.note(["self_evaluation", "total_score"], &cell.place);
                }
            }
            Owner::Project(index) => {
                let Some(project) = reading.dossier.projects.get_mut(index) else { return };
                project.stated_score = Some(score);
                let id = project.id.clone();
                reading.note(["project", &id, "score"], &cell.place);
            }
        }
    }
}

/// The points that the cell of a dimension names, against those of its indicators.
fn level(cell: &PageCell, lines: &[Line<'_>]) -> Option<Claim> {
    let (before, rest) = cell.text.split_once(['（', '('])?;
    let (points, _) = rest.split_once('分')?;
    let points: Decimal = points.trim().parse().ok()?;
    let label = format!("“{}”分值", before.trim());
    let total = Term { label, figure: written(points)?, place: cell.place.clone() };
    Some(claim(total, terms(lines, &|line: &Line<'_>| line.points.map(|(it, _)| (it, cell)))?))
}

/// The figures of lines under their names; nothing where one has none.
fn terms<'t>(
    lines: &[Line<'t>],
    of: &impl Fn(&Line<'t>) -> Option<(Decimal, &'t PageCell)>,
) -> Option<Vec<Term>> {
    let term = |line: &Line<'t>| {
        let (value, cell) = of(line)?;
        let (label, place) = (line.label.clone(), cell.place.clone());
        Some(Term { label, figure: Figure::points(value), place })
    };
    lines.iter().map(term).collect()
}

fn claim(total: Term, parts: Vec<Term>) -> Claim {
    Claim {
        subject: total.label.clone(),
        excerpt: total.to_string(),
        place: total.place.clone(),
        binding: Binding::Likely,
        assertion: Assertion::Sum { total, parts, closure: Closure::Complete },
    }
}

fn holds(claim: &Claim) -> bool {
    match &claim.assertion {
        Assertion::Sum { total, parts, .. } => {
            Residue::of(total, parts).is_some_and(|residue| residue.is_explained())
        }
        _ => false,
    }
}

/// A score to the digit that it was written with.
fn written(value: Decimal) -> Option<Figure> {
    Figure::new(&format!("{value}分"), value, 0, Unit::Points, Relation::Exactly)
}

/// The number of a cell, as shown where the cell holds nothing but a number.
pub(super) fn numbered(cell: &PageCell) -> Option<(Decimal, &PageCell)> {
    let shown = cell.text.trim().trim_end_matches('分').replace(',', "");
    let value = shown.trim().parse().ok().or(cell.number)?;
    Some((value, cell))
}
