//! 绩效自评表: the forms of a department and of its projects, made of sections that they share.

mod cells;
mod indicators;
mod money;
mod project;
mod signing;
mod summary;

pub use project::projects;

use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::figure::Figure;
use heng_core::table::Cell;

use self::indicators::Section;
use self::money::{MoneyLine, source_lines};
use self::signing::Signing;
use super::{Composer, Row, heading_cell, text_cell};
use crate::document::{Align, CellContent, Document, Orientation};
use crate::error::Error;

/// Widths of the columns of names, money and objectives.
const WIDTHS: [u32; 8] = [12, 19, 13, 13, 13, 8, 11, 11];

/// Composes the self-evaluation form of the department (部门整体支出绩效自评表).
pub fn form(evaluation: &Evaluation) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title = format!("部门整体支出绩效自评表（{}年度）", dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Landscape);
    composer.annex(1);
    let scored = composer.department_scores();
    let mut rows = vec![vec![
        Cell::new(heading_cell("部门（单位）名称")),
        Cell::new(text_cell(&dossier.department.name, Align::Left)).over_columns(7),
    ]];
    let mut lines = Vec::new();
    for (id, name, line) in dossier.budget.lines() {
        let fact = FactId::new(["budget", id]);
        lines.push(MoneyLine::whole(name, fact.clone(), line));
        lines.extend(source_lines(&fact, line, &[]));
    }
    let execution = composer.money_rows(&mut rows, "收支情况（万元）", &scored, &lines);
    for (_, name, line) in dossier.budget.lines() {
        if line.explanation.is_some() {
            let text = composer.typed_cell(line.explanation.as_deref());
            rows.push(labelled(&format!("{name}说明"), text));
        }
    }
    let (expected, reached) = composer.department_objectives();
    rows.extend(objective_rows(expected, reached));
    composer.grid(None, &WIDTHS, 0, rows)?;
    let indicators = dossier.task_indicators().map(|(task, one)| (Some(task.name.as_str()), one));
    let stated = dossier.self_evaluation.total_score.as_ref().map(Figure::value);
    let section =
        Section::new(&indicators::NATIONAL, indicators.collect(), scored, execution, stated);
    composer.indicator_table(&section)?;
    composer.signing(Signing::Department, &dossier.contact)?;
    if let Some(why) = evaluation.scores.total.why_not() {
        composer.note(format!("{why}。"));
    }
    Ok(composer.document)
}

/// A row of a label and what belongs to it.
fn labelled(label: &str, content: CellContent) -> Row {
    vec![Cell::new(heading_cell(label)), Cell::new(content).over_columns(7)]
}

/// What was to be achieved beside what was.
fn objective_rows(expected: CellContent, reached: CellContent) -> [Row; 2] {
    [
        vec![
            Cell::new(heading_cell("年度总体目标")).over_rows(2),
            Cell::new(heading_cell("预期目标")).over_columns(3),
            Cell::new(heading_cell("实际完成情况")).over_columns(4),
        ],
        vec![Cell::new(expected).over_columns(3), Cell::new(reached).over_columns(4)],
    ]
}

impl Composer<'_> {
    /// The objectives beside their outcomes; where no outcome was filed, beside what was achieved.
    fn department_objectives(&mut self) -> (CellContent, CellContent) {
        let dossier = &self.evaluation.dossier;
        let expected: Vec<&str> = dossier.objectives.iter().map(|one| one.text.as_str()).collect();
        let outcomes = dossier.objectives.iter().map(|one| one.outcome.as_deref());
        let reached: Vec<&str> = if outcomes.clone().any(|outcome| outcome.is_some()) {
            outcomes.map(|outcome| outcome.unwrap_or("—")).collect()
        } else {
            dossier.achievements.iter().map(|one| one.title.as_str()).collect()
        };
        (self.listed_cell(&expected), self.listed_cell(&reached))
    }
}
