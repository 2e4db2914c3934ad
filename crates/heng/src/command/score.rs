//! `heng score`: scores by the dossier's packs.

use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Evaluation;
use heng_core::score::{ScoreSheet, Scoring, SheetSubject};

use crate::error::Error;
use crate::evaluate;
use crate::progress::Progress;
use crate::{Detail, Ending};

/// Scores a dossier and prints each line, the dimensions, the total and the grade.
pub fn run(folder: &Path, detail: Detail, out: &mut dyn Write) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(folder, &progress)?;
    drop(progress);
    print_sheet(&evaluation, &evaluation.scores, detail, out)?;
    for sheet in &evaluation.project_scores {
        writeln!(out)?;
        print_sheet(&evaluation, sheet, detail, out)?;
    }
    Ok(if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean })
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
    for line in &sheet.lines {
        print_line(&line.label, &line.scoring, detail, out)?;
    }
    writeln!(out, "—— 小计 ——")?;
    for sum in &sheet.dimensions {
        print_line(&sum.label, &sum.scoring, Detail::Brief, out)?;
    }
    print_line("总分", &sheet.total, Detail::Brief, out)?;
    if let Some(grade) = &sheet.grade {
        writeln!(out, "等级　{}", grade.label)?;
    }
    Ok(())
}

fn print_line(
    label: &str,
    scoring: &Scoring,
    detail: Detail,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match scoring {
        Scoring::Scored(score) => {
            let (value, points) = (score.value().normalize(), score.points().normalize());
            writeln!(out, "{value:>7} / {points:<4} {label}")?;
            if detail == Detail::Full {
                for line in score.derivation().to_string().lines() {
                    writeln!(out, "        {line}")?;
                }
            }
        }
        Scoring::NotScored(why) => writeln!(out, "{:>7}        {label}（{why}）", "—")?,
    }
    Ok(())
}
