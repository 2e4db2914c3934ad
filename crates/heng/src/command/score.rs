//! `heng score`: scores by the dossier's packs, with those given by others beside them.

use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Evaluation;
use heng_core::score::{LineItem, ScoreSheet, Scoring, SheetSubject};

use crate::cli::Format;
use crate::error::Error;
use crate::progress::Progress;
use crate::{Detail, Ending, evaluate, json};

/// Scores a dossier and prints each line, the dimensions, the totals and the grades.
pub fn run(
    folder: &Path,
    packs: Option<&Path>,
    detail: Detail,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(folder, packs, &progress)?;
    drop(progress);
    match format {
        Format::Text => print(&evaluation, detail, out)?,
        Format::Jsonl => print_lines(&evaluation, detail, out)?,
    }
    Ok(if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean })
}

/// The sheets beside the first one, which may be that of a project that stands alone.
fn others(evaluation: &Evaluation) -> impl Iterator<Item = &ScoreSheet> {
    let sheets = evaluation.project_scores.iter();
    sheets.filter(|sheet| sheet.subject != evaluation.scores.subject)
}

fn print_lines(evaluation: &Evaluation, detail: Detail, out: &mut dyn Write) -> Result<(), Error> {
    for sheet in std::iter::once(&evaluation.scores).chain(others(evaluation)) {
        json::line(&json::sheet(&evaluation.dossier.department.name, sheet, detail), out)?;
    }
    Ok(())
}

fn print(evaluation: &Evaluation, detail: Detail, out: &mut dyn Write) -> Result<(), Error> {
    print_sheet(evaluation, &evaluation.scores, detail, out)?;
    let (with, without): (Vec<_>, Vec<_>) = others(evaluation).partition(|it| has_indicators(it));
    for sheet in with {
        writeln!(out)?;
        print_sheet(evaluation, sheet, detail, out)?;
    }
    print_without_indicators(evaluation, &without, out)
}

fn has_indicators(sheet: &ScoreSheet) -> bool {
    sheet.lines.iter().any(|line| matches!(line.item, LineItem::Indicator { .. }))
}

/// Prints the projects that have no total of their own, a line each: what is scored, what was stated.
fn print_without_indicators(
    evaluation: &Evaluation,
    sheets: &[&ScoreSheet],
    out: &mut dyn Write,
) -> Result<(), Error> {
    if sheets.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n没有自己的指标、不能得出总分的项目{}个", sheets.len())?;
    for sheet in sheets {
        let project = evaluation.dossier.projects.iter().find(|one| sheet.is_of(&one.id));
        let Some(project) = project else { continue };
        let stated = project.stated_score.map_or_else(
            || "没有填报得分".to_owned(),
            |score| format!("填报得分{}", score.normalize()),
        );
        for line in &sheet.lines {
            let label = format!("{}·{}；{stated}", project.name, line.label);
            print_line((&label, ""), &line.scoring, Detail::Brief, out)?;
        }
    }
    Ok(())
}

fn print_sheet(
    evaluation: &Evaluation,
    sheet: &ScoreSheet,
    detail: Detail,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let name = match &sheet.subject {
        SheetSubject::Department => &evaluation.dossier.department.name,
        SheetSubject::Project { name, .. } => name,
    };
    writeln!(out, "{name}　规则包 {} 第{}版", sheet.pack, sheet.pack_version)?;
    if let Some((variant, presence)) = &sheet.variant {
        writeln!(out, "分值方案　{}（{presence}）", variant.label)?;
    }
    if !sheet.columns.is_empty() {
        let givers = sheet.columns.iter().map(|column| column.giver.label());
        writeln!(out, "各栏　算得、{}", givers.collect::<Vec<_>>().join("、"))?;
    }
    for (index, line) in sheet.lines.iter().enumerate() {
        let given = sheet.columns.iter().map(|column| column.scores.get(index).copied().flatten());
        let given: String =
            given.map(|score| given_text(score.map(|one| one.normalize()))).collect();
        print_line((&line.label, &given), &line.scoring, detail, out)?;
    }
    writeln!(out, "—— 小计 ——")?;
    for sum in &sheet.dimensions {
        print_line((&sum.label, ""), &sum.scoring, Detail::Brief, out)?;
    }
    print_line(("总分", ""), &sheet.total, detail, out)?;
    if let Some(grade) = &sheet.grade {
        writeln!(out, "等级　{}", grade.label)?;
    }
    for column in &sheet.columns {
        let label = format!("{}总分", column.giver.label());
        print_line((&label, ""), &column.total, detail, out)?;
        if let Some(grade) = &column.grade {
            writeln!(out, "{}等级　{}", column.giver.label(), grade.label)?;
        }
    }
    Ok(())
}

/// A score that somebody gave, in its column.
fn given_text(score: Option<impl std::fmt::Display>) -> String {
    score.map_or_else(|| format!("{:>7}", "—"), |score| format!("{score:>7}"))
}

/// Prints what was scored, or why it was not, with the scores given by others behind it.
fn print_line(
    (label, given): (&str, &str),
    scoring: &Scoring,
    detail: Detail,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match scoring {
        Scoring::Scored(score) => {
            let (value, points) = (score.value().normalize(), score.points().normalize());
            writeln!(out, "{value:>7}{given} / {points:<4} {label}")?;
            if detail == Detail::Full {
                for line in score.derivation().to_string().lines() {
                    writeln!(out, "        {line}")?;
                }
            }
        }
        Scoring::NotScored(why) => writeln!(out, "{:>7}{given}        {label}（{why}）", "—")?,
    }
    Ok(())
}
