//! 部门整体支出绩效自评表: the form of a department, in the layout of its scheme.

use std::sync::Arc;

use heng_core::derivation::{Derivation, Step};
use heng_core::dossier::{BudgetLine, FundingSource, Task};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::figure::Figure;
use heng_core::pack::DepartmentForm;
use heng_core::table::Cell;
use rust_decimal::Decimal;

use super::super::{Composer, Row, Scored, heading_cell, heading_row, text_cell};
use super::cells;
use super::columns::{self, Column};
use super::indicators::{Execution, Section};
use super::money::{ExecutionCells, MoneyLine};
use super::signing::Signing;
use crate::document::{Align, CellContent, Document, Orientation};
use crate::error::Error;

/// Widths of the columns of tasks and their money.
const CENTRAL_WIDTHS: [u32; 10] = [9, 19, 19, 9, 9, 9, 9, 5, 7, 6];
/// Widths of the columns of Chongqing's names, execution and objectives.
const CHONGQING_WIDTHS: [u32; 7] = [12, 16, 15, 15, 14, 14, 14];

/// Composes the self-evaluation form of the department (部门整体支出绩效自评表).
pub fn form(evaluation: &Evaluation, layout: DepartmentForm) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title = format!("部门整体支出绩效自评表（{}年度）", dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Landscape);
    composer.annex(1);
    let scored = composer.department_scores();
    let (columns, execution): (&[Column], Execution) = match layout {
        DepartmentForm::Central => (&columns::NATIONAL, composer.central(&scored)?),
        DepartmentForm::Chongqing => (&columns::CHONGQING, composer.chongqing(&scored)?),
        DepartmentForm::Anhui => (&columns::ANHUI, composer.name_above()?),
        DepartmentForm::Hunan => (&columns::HUNAN, composer.name_above()?),
    };
    let indicators = dossier.task_indicators().map(|(task, one)| (Some(task.name.as_str()), one));
    let section =
        Section::new(columns, indicators.collect(), scored, execution, composer.stated_total());
    composer.indicator_table(&section)?;
    composer.signing(Signing::Department, &dossier.contact)?;
    if layout == DepartmentForm::Central && !dossier.tasks.is_empty() {
        composer.note("卷宗不按任务分列资金，各项任务的金额留空。");
    }
    if let Some(why) = evaluation.scores.total.why_not() {
        composer.note(format!("{why}。"));
    }
    Ok(composer.document)
}

impl Composer<'_> {
    fn stated_total(&self) -> Option<Decimal> {
        self.evaluation.dossier.self_evaluation.total_score.as_ref().map(Figure::value)
    }

    /// The name alone: what follows is one table of indicators, the execution rate among them.
    fn name_above(&mut self) -> Result<Execution, Error> {
        let name = text_cell(&self.evaluation.dossier.department.name, Align::Left);
        let row = vec![Cell::new(heading_cell("部门（单位）名称")), Cell::new(name)];
        self.grid(None, &[12, 88], 0, vec![row])?;
        Ok(Execution::AmongIndicators)
    }

    /// The layout of the central departments: tasks with money, then objectives.
    fn central(&mut self, scored: &Scored<'_>) -> Result<Execution, Error> {
        let dossier = &self.evaluation.dossier;
        let name = text_cell(&dossier.department.name, Align::Left);
        let mut rows = vec![vec![
            Cell::new(heading_cell("部门（单位）名称")),
            Cell::new(name).over_columns(9),
        ]];
        let execution = self.tasks_with_money(&mut rows, scored);
        for (_, name, line) in dossier.budget.lines() {
            if line.explanation.is_some() {
                let text = self.typed_cell(line.explanation.as_deref());
                let label = Cell::new(heading_cell(&format!("{name}说明")));
                rows.push(vec![label, Cell::new(text).over_columns(9)]);
            }
        }
        let (expected, reached) = self.department_objectives();
        rows.extend([
            vec![
                Cell::new(heading_cell("年度总体目标")).over_rows(2),
                Cell::new(heading_cell("预期目标")).over_columns(4),
                Cell::new(heading_cell("实际完成情况")).over_columns(5),
            ],
            vec![Cell::new(expected).over_columns(4), Cell::new(reached).over_columns(5)],
        ]);
        self.grid(None, &CENTRAL_WIDTHS, 0, rows)?;
        Ok(Execution::Above(execution))
    }

    /// The year's tasks, then the money of the whole: the first of its lines carries points and score.
    fn tasks_with_money(&mut self, rows: &mut Vec<Row>, scored: &Scored<'_>) -> ExecutionCells {
        let dossier = &self.evaluation.dossier;
        let lines = dossier.budget.lines();
        let heading = |text: &str| Cell::new(heading_cell(text));
        let label = heading("年度主要任务").over_rows(dossier.tasks.len() + lines.len() + 2);
        let mut first =
            vec![label, heading("任务名称").over_rows(2), heading("完成情况").over_rows(2)];
        first.push(heading("预算数（万元）").over_columns(3));
        let further = ["执行数（万元）", "分值", "执行率", "得分"];
        first.extend(further.map(|text| heading(text).over_rows(2)));
        rows.extend([first, heading_row(&["合计", "财政拨款", "其他资金"])]);
        for task in &dossier.tasks {
            let mut row = vec![text_cell(&task.name, Align::Left), self.task_completion(task)];
            row.extend(std::iter::repeat_with(cells::empty).take(7));
            rows.push(row.into_iter().map(Cell::new).collect());
        }
        let execution = ExecutionCells { row: rows.len(), points: 7, score: 9 };
        for (id, name, line) in lines {
            let fact = FactId::new(["budget", id]);
            let label = if id == "whole" { name.to_owned() } else { format!("其中：{name}") };
            let [_, _, budget, expenditure, rate] =
                self.money_cells(&MoneyLine::whole(name, fact.clone(), line));
            let [granted, other] = self.granted_and_other(&fact, line);
            let [points, score] = match id {
                "whole" => self.execution_cells(scored),
                _ => [cells::empty(), cells::empty()],
            };
            let label = Cell::new(text_cell(&label, Align::Left)).over_columns(2);
            let row = [budget, granted, other, expenditure, points, rate, score];
            rows.push(std::iter::once(label).chain(row.map(Cell::new)).collect());
        }
        execution
    }

    /// How many of a task's indicators have all their points.
    fn task_completion(&self, task: &Task) -> CellContent {
        let scores = &self.evaluation.scores;
        let lines = task.indicators.iter().filter_map(|one| scores.indicator(&one.id));
        let own: Vec<_> = lines.filter_map(|line| line.scoring.score()).collect();
        let full = own.iter().filter(|score| score.value() == score.points()).count();
        let all = task.indicators.len();
        let words = match (all, own.len()) {
            (0, _) => return cells::empty(),
            (_, 0) => format!("{all}项指标，均未计分"),
            (_, some) if some < all => {
                format!("{all}项指标，{full}项得满分，{}项未计分", all - some)
            }
            _ => format!("{all}项指标，{full}项得满分"),
        };
        text_cell(&words, Align::Left)
    }

    /// The budget by what the treasury grants and all else, as far as the line lists its sources.
    fn granted_and_other(&mut self, fact: &FactId, line: &BudgetLine) -> [CellContent; 2] {
        let is_granted = |source| source == FundingSource::Appropriation;
        let granted = line.sources.iter().find(|one| is_granted(one.source));
        let source = fact.child("source");
        let fact_of = |one: FundingSource| source.child(one.id()).child("budget");
        let first = granted.map_or_else(cells::empty, |one| {
            self.amount_cell(&fact_of(one.source), one.budget.as_ref())
        });
        let others = line.sources.iter().filter(|one| !is_granted(one.source));
        let others = others.map(|one| Some((fact_of(one.source), one.budget.as_ref()?)));
        let second = others.collect::<Option<Vec<_>>>().and_then(|all| sum(&all));
        let second = second.map_or_else(cells::empty, |sum| {
            self.money_cell(&source.child("other_than_appropriation"), &sum)
        });
        [first, second]
    }

    /// The layout of Chongqing: head, execution and objectives.
    fn chongqing(&mut self, scored: &Scored<'_>) -> Result<Execution, Error> {
        let dossier = &self.evaluation.dossier;
        let stated = self.stated_total();
        let total = scored.sheet.map(|sheet| &sheet.total);
        let total = self.score_cell(&scored.fact.child("total"), total, stated);
        let heading = |text: &str| Cell::new(heading_cell(text));
        let contact = [&dossier.contact.preparer, &dossier.contact.phone];
        let contact: Vec<&str> = contact.into_iter().filter_map(Option::as_deref).collect();
        let name = text_cell(&dossier.department.name, Align::Left);
        let mut rows = vec![
            vec![
                heading("主管部门"),
                Cell::new(name).over_columns(3),
                heading("财政处室"),
                // Whose desk the form goes to, nobody files.
                Cell::new(text_cell("", Align::Left)).over_columns(2),
            ],
            vec![
                heading("自评总分"),
                Cell::new(total).over_columns(3),
                heading("联系人／电话"),
                Cell::new(text_cell(&contact.join("／"), Align::Left)).over_columns(2),
            ],
        ];
        let execution = self.chongqing_money(&mut rows, scored);
        let (expected, reached) = self.department_objectives();
        rows.extend([
            vec![
                heading("当年绩效目标").over_rows(2),
                heading("年初绩效目标").over_columns(2),
                heading("调整绩效目标").over_columns(2),
                heading("实际完成情况").over_columns(2),
            ],
            vec![
                Cell::new(expected).over_columns(2),
                Cell::new(cells::empty()).over_columns(2),
                Cell::new(reached).over_columns(2),
            ],
        ]);
        self.grid(None, &CHONGQING_WIDTHS, 0, rows)?;
        Ok(Execution::Above(execution))
    }

    /// Execution in one row, as it stands for the whole.
    fn chongqing_money(&mut self, rows: &mut Vec<Row>, scored: &Scored<'_>) -> ExecutionCells {
        let dossier = &self.evaluation.dossier;
        let line = &dossier.budget.whole;
        let headings = [
            "年初预算数",
            "全年（调整）预算数",
            "全年执行数",
            "执行率",
            "执行率权重",
            "执行率得分",
        ];
        let label = Cell::new(heading_cell("预算执行（万元）")).over_rows(2);
        rows.push(std::iter::once(label).chain(heading_row(&headings)).collect());
        let execution = ExecutionCells { row: rows.len(), points: 5, score: 6 };
        let whole = MoneyLine::whole("", FactId::new(["budget", "whole"]), line);
        let [_, approved, budget, expenditure, rate] = self.money_cells(&whole);
        let [points, score] = self.execution_cells(scored);
        let row = [approved, budget, expenditure, rate, points, score];
        rows.push(row.map(Cell::new).to_vec());
        if line.explanation.is_some() {
            let text = self.typed_cell(line.explanation.as_deref());
            let label = Cell::new(heading_cell("执行情况说明"));
            rows.push(vec![label, Cell::new(text).over_columns(6)]);
        }
        execution
    }

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

/// The sum of amounts in yuan, with the way to it; nothing where there are none.
fn sum(parts: &[(FactId, &Figure)]) -> Option<Derivation> {
    let values = parts.iter().map(|(_, figure)| figure.value());
    let value = values.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?;
    let (_, first) = parts.first()?;
    let terms: Vec<&str> = parts.iter().map(|(_, figure)| figure.text()).collect();
    let leaf = |(fact, figure): &(FactId, &Figure)| {
        Derivation::stated("预算数", fact.clone(), figure.value(), figure.text())
    };
    Some(Derivation {
        label: "财政拨款以外的资金".to_owned(),
        value,
        shown: first.rescaled(value),
        step: Step::Computed { formula: terms.join("＋") },
        basis: None,
        inputs: parts.iter().map(leaf).map(Arc::new).collect(),
    })
}
