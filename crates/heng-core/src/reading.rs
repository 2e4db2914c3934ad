//! What the cells of indicators say, each read once for all who ask: scores, facts and checks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::answer::{Answer, actual_text, answer, answer_derived};
use crate::dossier::{Actual, Dossier, Indicator, Owner, Task};
use crate::figure::Figure;
use crate::figure::scan::{Mention, MentionKind, scan};
use crate::halves::in_halves;
use crate::register::{Measured, Measurements};
use crate::score::{LineItem, ScoreSheet};

/// The indicators of a dossier, each read once (各指标读数).
#[derive(Debug, Clone)]
pub struct Readings<'d> {
    /// The dossier.
    pub dossier: &'d Dossier,
    /// What its registers gave.
    pub measurements: &'d Measurements,
    of_tasks: Vec<Reading<'d>>,
    /// Those of each project, in the order filed.
    of_projects: Vec<Vec<Reading<'d>>>,
}

impl<'d> Readings<'d> {
    /// Reads the indicators of a dossier.
    #[must_use]
    pub fn of(dossier: &'d Dossier, measurements: &'d Measurements) -> Self {
        let read = |indicators: &[&'d Indicator]| {
            in_halves(indicators, 1, |one, all| all.push(Reading::of(one, measurements)))
        };
        let of_tasks: Vec<&Indicator> = dossier.task_indicators().map(|(_, one)| one).collect();
        let of_projects = dossier.projects.iter().map(|project| project.indicators.iter());
        Self {
            dossier,
            measurements,
            of_tasks: read(&of_tasks),
            of_projects: of_projects.map(|own| read(&own.collect::<Vec<_>>())).collect(),
        }
    }

    /// Takes up what formulas of the packs gave, which stands in the score sheets.
    pub fn derive<'s>(&mut self, sheets: impl IntoIterator<Item = &'s ScoreSheet>) {
        let lines = sheets.into_iter().flat_map(|sheet| &sheet.lines);
        let derived: BTreeMap<&str, Figure> = lines
            .filter_map(|line| match &line.item {
                LineItem::Indicator { id } => {
                    let figure = Figure::parse(&line.derived.as_ref()?.shown).ok()?;
                    Some((id.as_str(), figure))
                }
                LineItem::ExecutionRate => None,
            })
            .collect();
        if derived.is_empty() {
            return;
        }
        for reading in self.of_tasks.iter_mut().chain(self.of_projects.iter_mut().flatten()) {
            if let Some(figure) = derived.get(reading.indicator.id.as_str()) {
                reading.derive(figure);
            }
        }
    }

    /// Those of tasks, in the order filed.
    #[must_use]
    pub fn of_tasks(&self) -> &[Reading<'d>] {
        &self.of_tasks
    }

    /// Those of tasks, each with its task.
    pub fn with_tasks(&self) -> impl Iterator<Item = (&'d Task, &Reading<'d>)> {
        self.dossier.task_indicators().map(|(task, _)| task).zip(&self.of_tasks)
    }

    /// Those of each project, in the order filed.
    #[must_use]
    pub fn of_projects(&self) -> &[Vec<Reading<'d>>] {
        &self.of_projects
    }

    /// All of them with their owners, in the order of [`Dossier::indicators`].
    pub fn all(&self) -> impl Iterator<Item = (Owner<'d>, &Reading<'d>)> {
        let owners = self.dossier.indicators().map(|(owner, _)| owner);
        owners.zip(self.of_tasks.iter().chain(self.of_projects.iter().flatten()))
    }
}

/// What the cells of one indicator say (指标读数).
#[derive(Debug, Clone)]
pub struct Reading<'d> {
    /// The indicator.
    pub indicator: &'d Indicator,
    /// The words of its actual; nothing where a measure or a formula gave no value.
    pub actual: Option<Cow<'d, str>>,
    /// What stands with digits in its name, its target and its actual.
    pub mentions: Mentions,
    /// How its actual answers its target.
    pub answer: Answer,
    measured: Option<Figure>,
}

/// What stands with digits in the cells of an indicator.
#[derive(Debug, Clone)]
pub struct Mentions {
    /// In its name.
    pub name: Vec<Mention>,
    /// In its target.
    pub target: Vec<Mention>,
    /// In its actual.
    pub actual: Vec<Mention>,
}

impl<'d> Reading<'d> {
    /// Reads the cells of an indicator.
    #[must_use]
    pub fn of(indicator: &'d Indicator, measurements: &Measurements) -> Self {
        let actual = actual_text(indicator, measurements);
        let mentions = Mentions {
            name: scan(&indicator.name),
            target: scan(&indicator.target),
            actual: actual.as_deref().map(scan).unwrap_or_default(),
        };
        let measured = match &indicator.actual {
            Actual::Measured(measure) => measurements.get(measure).map(Measured::figure),
            Actual::Typed(_) | Actual::Derived(_) => None,
        };
        let answer = answer(indicator, &mentions, measurements);
        Self { indicator, actual, mentions, answer, measured }
    }

    /// Takes up what a formula of the pack gave for the actual.
    pub fn derive(&mut self, figure: &Figure) {
        self.mentions.actual = scan(figure.text());
        self.actual = Some(Cow::Owned(figure.text().to_owned()));
        self.answer = answer_derived(figure, self.indicator, &self.mentions);
    }

    /// The one amount that the target cell states: the first, where it has several.
    #[must_use]
    pub fn target(&self) -> Option<&Figure> {
        figures(&self.mentions.target).next()
    }

    /// The figure of the actual that stands for the indicator: the one that answers the target, or
    /// else the first one.
    #[must_use]
    pub fn answering_figure(&self) -> Option<&Figure> {
        match &self.answer {
            Answer::Figures { actual, .. } | Answer::DifferentThings { actual, .. } => Some(actual),
            Answer::NoFigure { .. } => None,
            Answer::Ambiguous { .. } | Answer::NotQuantified => match &self.indicator.actual {
                Actual::Typed(_) => figures(&self.mentions.actual).next(),
                Actual::Measured(_) => self.measured.as_ref(),
                Actual::Derived(_) => None,
            },
        }
    }
}

/// The amounts among what stands with digits.
pub fn figures(mentions: &[Mention]) -> impl Iterator<Item = &Figure> {
    mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Figure(figure) => Some(figure),
        _ => None,
    })
}
