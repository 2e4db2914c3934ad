//! Turns the structured truth of a published report into a dossier folder, for trying heng on real data.
//!
//! `cargo run -p heng --example seed_dossier -- TRUTH.toml FOLDER`
//!
//! Only the fields of the truth's conventions are known here; every word and figure comes from the file.

use std::path::Path;

use heng_core::dossier::{
    Actual, Budget, BudgetLine, Department, Dossier, Headcount, Improvement, Indicator, KeyTask,
    Objective, PackChoice, Passage, Project, Section, SelfEvaluation, Statement, Task, write,
};
use heng_core::figure::Figure;
use heng_core::reader::{self, Entry};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [truth, folder] = arguments.as_slice() else {
        return Err("usage: seed_dossier TRUTH.toml FOLDER".into());
    };
    let dossier = dossier(&std::fs::read_to_string(truth)?);
    save(&dossier, Path::new(folder))?;
    Ok(())
}

/// Writes a dossier into a folder.
pub fn save(dossier: &Dossier, folder: &Path) -> std::io::Result<()> {
    let written = write(dossier);
    std::fs::create_dir_all(folder.join("narrative"))?;
    std::fs::write(folder.join("dossier.toml"), written.toml)?;
    for narrative in written.narrative {
        std::fs::write(folder.join(narrative.file), narrative.text)?;
    }
    Ok(())
}

/// Makes the dossier that the truth states: typed values, no points, no dimensions, as published.
#[must_use]
pub fn dossier(truth: &str) -> Dossier {
    let (dossier, _) = reader::read("truth.toml", truth, |root| {
        let report = root.entry("report");
        let said = |key: &str| report.as_ref().and_then(|report| report.integer(key));
        Dossier {
            fiscal_year: said("fiscal_year").and_then(|it| i16::try_from(it).ok()).unwrap_or(0),
            packs: PackChoice {
                department: Some("example-department".to_owned()),
                project: Some("example-project".to_owned()),
            },
            department: root.entry("department").map(|it| department(&it)).unwrap_or_default(),
            objectives: root
                .entries("objective")
                .iter()
                .map(|it| Objective {
                    id: id("objective", it),
                    text: it.required_text("text"),
                    outcome: None,
                })
                .collect(),
            key_task: root.entry("key_work").map(|it| KeyTask {
                name: it.required_text("name"),
                contents: texts(&it, "content"),
            }),
            budget: budget(root),
            self_evaluation: self_evaluation(root),
            tasks: root.entries("task").iter().map(task).collect(),
            projects: root.entries("key_project").iter().map(project).collect(),
            achievements: root.entries("achievement").iter().map(|it| achievement(it)).collect(),
            issues: root.entries("issue").iter().map(|it| statement("issue", it)).collect(),
            improvements: root
                .entries("improvement")
                .iter()
                .map(|it| Improvement {
                    statement: statement("improvement", it),
                    ..Improvement::default()
                })
                .collect(),
            narrative: narrative(root),
            ..Dossier::default()
        }
    });
    dossier
}

fn id(kind: &str, entry: &Entry<'_>) -> String {
    format!("{kind}-{}", entry.integer("n").unwrap_or_default())
}

fn texts(entry: &Entry<'_>, key: &str) -> Vec<String> {
    entry.entries(key).iter().map(|it| it.required_text("text")).collect()
}

fn department(entry: &Entry<'_>) -> Department {
    let names = |key: &str| entry.entry(key).map(|it| it.texts("names")).unwrap_or_default();
    Department {
        name: entry.required_text("name"),
        functions: entry.required_text("functions"),
        units: names("subordinate_units"),
        offices: names("sections"),
        headcount: entry.entry("headcount").and_then(|it| {
            Some(Headcount {
                as_of: it.date("as_of")?,
                active: it.integer("active"),
                retired: it.integer("retired"),
                non_establishment: it.integer("non_establishment"),
            })
        }),
    }
}

/// A figure that the truth states without its unit.
fn figure(entry: &Entry<'_>, key: &str, unit: &str) -> Option<Figure> {
    let text = entry.text(key)?;
    Figure::parse(&format!("{text}{unit}")).ok()
}

fn budget_line(entry: &Entry<'_>, unit: &str) -> BudgetLine {
    BudgetLine {
        budget: figure(entry, "budget", unit),
        expenditure: figure(entry, "expenditure", unit),
        rate: figure(entry, "rate", ""),
        ..BudgetLine::default()
    }
}

fn budget(root: &Entry<'_>) -> Budget {
    let Some(budget) = root.entry("budget") else { return Budget::default() };
    let unit = budget.required_text("unit");
    let line = |key: &str| budget.entry(key).map(|it| budget_line(&it, &unit)).unwrap_or_default();
    Budget { whole: line("whole"), basic: line("basic"), project: line("project") }
}

fn self_evaluation(root: &Entry<'_>) -> SelfEvaluation {
    let Some(entry) = root.entry("self_evaluation") else { return SelfEvaluation::default() };
    SelfEvaluation {
        project_count: entry.integer("project_count"),
        amount: figure(&entry, "amount", &entry.required_text("amount_unit")),
        amount_excludes: entry.text("amount_excludes"),
        share: figure(&entry, "share", ""),
        share_base: entry.text("share_base"),
        total_score: figure(&entry, "total_score", "分"),
        ..SelfEvaluation::default()
    }
}

fn task(entry: &Entry<'_>) -> Task {
    Task {
        id: id("task", entry),
        name: entry.required_text("name"),
        objective: entry.required_text("objective"),
        indicators: entry.entries("indicator").iter().map(indicator).collect(),
        ..Task::default()
    }
}

fn indicator(entry: &Entry<'_>) -> Indicator {
    Indicator {
        id: format!("row-{}", entry.integer("row").unwrap_or_default()),
        name: entry.required_text("name"),
        target: entry.required_text("target"),
        actual: Actual::Typed(entry.required_text("actual")),
        ..Indicator::default()
    }
}

fn project(entry: &Entry<'_>) -> Project {
    let unit = entry.required_text("unit");
    Project {
        id: "key-project".to_owned(),
        name: entry.required_text("name"),
        overview: entry.required_text("overview"),
        money: budget_line(entry, &unit),
        evaluated_amount: figure(entry, "evaluated_amount", &unit),
        completed: texts(entry, "completed"),
        ..Project::default()
    }
}

fn statement(kind: &str, entry: &Entry<'_>) -> Statement {
    Statement {
        id: id(kind, entry),
        title: entry.required_text("title"),
        text: entry.required_text("text"),
    }
}

fn achievement(entry: &Entry<'_>) -> Statement {
    Statement {
        id: id("achievement", entry),
        title: entry.required_text("heading"),
        text: entry.required_text("text"),
    }
}

fn narrative(root: &Entry<'_>) -> Vec<Passage> {
    let text = |key: &str| root.entry(key).map(|entry| entry.required_text("text"));
    // The first line of the conclusion is the standard paragraph, which heng writes itself.
    let conclusion = text("self_evaluation").and_then(|it| Some(it.split_once('\n')?.1.to_owned()));
    let all = [
        (Section::Management, text("management")),
        (Section::Conclusion, conclusion),
        (Section::Attachments, text("attachments")),
    ];
    all.into_iter().filter_map(|(section, text)| Some(Passage { section, text: text? })).collect()
}
