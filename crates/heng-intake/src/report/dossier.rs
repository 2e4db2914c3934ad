//! As much of a dossier as a self-evaluation states, by the sections of its outline.

mod evaluation;
mod forms;
mod grid;
mod indicators;
mod money;
mod money_table;
mod outline;
mod people;
mod projects;
mod statements;
mod total;

use heng_core::dossier::{Dossier, Improvement, Objective, Passage, Section};
use heng_core::fact::{FactId, Place, Places};
use heng_core::pack::Subject;
use heng_core::page::Pages;
use heng_core::report::{Claim, ReportKind};

use outline::{Outline, Topic};

/// Reads the dossier that pages state, with where each fact stands and what the totals of its forms claim.
///
/// What no section or table says for certain stays out of it.
#[must_use]
pub fn dossier(
    pages: &Pages,
    kind: ReportKind,
    department: Option<&str>,
    fiscal_year: Option<i16>,
) -> (Dossier, Places, Vec<Claim>) {
    let outline = Outline::of(pages);
    let mut reading =
        Reading { dossier: Dossier::default(), places: Places::default(), claims: Vec::new() };
    let dossier = &mut reading.dossier;
    dossier.fiscal_year = fiscal_year.unwrap_or_default();
    department.unwrap_or_default().clone_into(&mut dossier.department.name);
    if kind == ReportKind::Project {
        dossier.subject = Subject::Project;
    }
    people::read(&outline, &mut reading);
    read_objectives(&outline, &mut reading);
    money::read(&outline, &mut reading);
    evaluation::read(&outline, &mut reading);
    projects::read(&outline, &mut reading);
    forms::read(pages, kind, &mut reading);
    read_statements(&outline, &mut reading);
    read_narrative(&outline, &mut reading);
    (reading.dossier, reading.places, reading.claims)
}

/// The dossier as far as it was read.
struct Reading {
    dossier: Dossier,
    places: Places,
    claims: Vec<Claim>,
}

impl Reading {
    /// Notes where a fact stands.
    fn note<'p>(
        &mut self,
        fact: impl IntoIterator<Item = &'p str, IntoIter: Clone>,
        place: &Place,
    ) {
        self.places.note(FactId::new(fact), place.clone());
    }
}

fn read_objectives(outline: &Outline<'_>, reading: &mut Reading) {
    let lines = outline.lines(Topic::Objectives);
    let (goals, task) = statements::goals_and_key_task(&lines);
    for (index, (text, place)) in goals.into_iter().enumerate() {
        let id = format!("objective-{}", index + 1);
        reading.note(["objective", &id], place);
        reading.dossier.objectives.push(Objective { id, text, outcome: None });
    }
    if let Some((task, place)) = task {
        reading.note(["key_task"], place);
        reading.dossier.key_task = Some(task);
    }
}

fn read_statements(outline: &Outline<'_>, reading: &mut Reading) {
    let mut of = |topic: Topic, kind: &str, title| {
        let all = statements::statements(&outline.lines(topic), kind, title);
        for (statement, place) in &all {
            reading.note([kind, &statement.id], place);
        }
        all.into_iter().map(|(statement, _)| statement).collect::<Vec<_>>()
    };
    let achievements = of(Topic::Achievements, "achievement", statements::Title::Kept);
    let issues = of(Topic::Issues, "issue", statements::Title::Apart);
    let improvements = of(Topic::Improvements, "improvement", statements::Title::Apart);
    let dossier = &mut reading.dossier;
    (dossier.achievements, dossier.issues) = (achievements, issues);
    dossier.improvements = improvements
        .into_iter()
        .map(|statement| Improvement { statement, ..Improvement::default() })
        .collect();
}

fn read_narrative(outline: &Outline<'_>, reading: &mut Reading) {
    let topics = [
        (Section::Management, Topic::Management, 0),
        // The first paragraph is the standard one, which states the figures of the evaluation.
        (Section::Conclusion, Topic::Conclusion, 1),
        (Section::Attachments, Topic::Attachments, 0),
    ];
    for (section, topic, skipped) in topics {
        let lines = outline.lines(topic);
        let kept = lines.get(skipped..).unwrap_or_default();
        let Some(first) = kept.first() else { continue };
        reading.note(["narrative", section.file_stem()], first.place);
        let text: Vec<&str> = kept.iter().map(|line| line.text).collect();
        reading.dossier.narrative.push(Passage { section, text: text.join("\n\n") });
    }
}
