//! 部门整体支出绩效自评表: money, objectives, indicators with points and scores, total.

use heng_core::dossier::{BudgetLine, Dossier, Indicator, Task};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::table::{Cell, NotATable, Table};
use rust_decimal::Decimal;

use super::{Composer, cell, heading_cell, text_cell};
use crate::document::{
    Align, Block, CellContent, CellNumber, CellReference, CellRole, Document, Grid, Inline,
    NumberFormat, Orientation,
};
use crate::error::Error;

/// Number of columns of the form, and their widths.
const WIDTHS: [u32; 8] = [9, 9, 20, 15, 18, 6, 6, 22];
const POINTS_COLUMN: usize = 5;
const SCORE_COLUMN: usize = 6;

type Row = Vec<Cell<CellContent>>;

/// Composes the self-evaluation form of the department (部门整体支出绩效自评表).
pub fn form(evaluation: &Evaluation) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title = format!("部门整体支出绩效自评表（{}年度）", dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Landscape);
    let mut rows = vec![vec![
        Cell::new(heading_cell("部门（单位）名称")).over_columns(2),
        Cell::new(text_cell(&dossier.department.name, Align::Left)).over_columns(6),
    ]];
    let execution_row = composer.money_rows(&mut rows);
    composer.objective_rows(&mut rows);
    composer.table(rows, 0)?;
    let mut rows = Vec::new();
    let indicator_rows = composer.indicator_rows(&mut rows);
    let execution = execution_row.into_iter().map(|row| (1, row));
    let parts: Vec<(usize, usize)> =
        execution.chain(indicator_rows.into_iter().map(|row| (0, row))).collect();
    composer.total_row(&mut rows, &parts);
    rows.push(vec![
        Cell::new(text_cell("填表人：", Align::Left)).over_columns(2),
        Cell::new(text_cell("联系电话：", Align::Left)),
        Cell::new(text_cell("单位负责人（签字）：", Align::Left)).over_columns(2),
        Cell::new(text_cell("单位（盖章）：　　　　年　　月　　日", Align::Left)).over_columns(3),
    ]);
    composer.table(rows, 1)?;
    if let Some(why) = evaluation.scores.total.why_not() {
        composer.block(Block::Note(format!("{why}。")));
    }
    Ok(composer.document)
}

impl Composer<'_> {
    fn table(&mut self, rows: Vec<Row>, heading_rows: usize) -> Result<(), Error> {
        let table = Table::new(WIDTHS.len(), rows)
            .map_err(|NotATable { row, .. }| Error::LayOutTable { row })?;
        let widths = WIDTHS.to_vec();
        self.block(Block::Grid(Grid { caption: None, widths, heading_rows, table }));
        Ok(())
    }

    /// The rows of money; returns the row that carries the score of the execution rate.
    fn money_rows(&mut self, rows: &mut Vec<Row>) -> Option<usize> {
        let lines = self.evaluation.dossier.budget.lines();
        let headings = ["项目", "预算数（万元）", "执行数（万元）", "分值", "得分", "执行率"];
        let mut first = vec![Cell::new(heading_cell("收支情况")).over_columns(2).over_rows(4)];
        first.extend(headings.map(|text| Cell::new(heading_cell(text))));
        rows.push(first);
        let score_row = rows.len();
        for (id, name, line) in lines {
            let fact = FactId::new(["budget", id]);
            let mut row = vec![Cell::new(text_cell(name, Align::Left))];
            row.extend(self.money_cells(&fact, line));
            let (points, score) = if id == "whole" {
                let points = self.evaluation.pack.execution_rate_method().map(|(_, points)| points);
                (points_cell(points), self.score_cell(&FactId::new(["score", "budget_execution"])))
            } else {
                (text_cell("—", Align::Centre), text_cell("—", Align::Centre))
            };
            row.extend([Cell::new(points), Cell::new(score), Cell::new(self.rate_cell(&fact))]);
            rows.push(row);
        }
        self.evaluation
            .facts
            .contains_key(&FactId::new(["score", "budget_execution"]))
            .then_some(score_row)
    }

    fn money_cells(&mut self, fact: &FactId, line: &BudgetLine) -> [Cell<CellContent>; 2] {
        [("budget", &line.budget), ("expenditure", &line.expenditure)].map(|(key, figure)| {
            let ten_thousands = figure
                .as_ref()
                .and_then(|figure| figure.value().checked_div(Decimal::from(10_000)));
            let Some(value) = ten_thousands else {
                return Cell::new(text_cell("—", Align::Centre));
            };
            let places = value.normalize().scale().max(2);
            let mut shown = value;
            shown.rescale(places);
            let figure = self.bound(&fact.child(key), shown.to_string());
            let number =
                CellNumber { value, format: NumberFormat::Decimals(places), sum_of: Vec::new() };
            Cell::new(numbered(figure, number))
        })
    }

    fn rate_cell(&mut self, fact: &FactId) -> CellContent {
        let fact = fact.child("rate");
        let Some(figure) = self.figure(&fact) else { return text_cell("—", Align::Centre) };
        let percent = self.evaluation.facts.get(&fact).map(|fact| fact.derivation.value);
        let Some(value) = percent.and_then(|value| value.checked_div(Decimal::ONE_HUNDRED)) else {
            return cell(vec![figure], Align::Right, CellRole::Body);
        };
        let places = percent.map_or(0, |percent| percent.normalize().scale());
        let number =
            CellNumber { value, format: NumberFormat::Percent(places), sum_of: Vec::new() };
        numbered(figure, number)
    }

    fn score_cell(&mut self, fact: &FactId) -> CellContent {
        let value = self.evaluation.facts.get(fact).map(|fact| fact.derivation.value);
        let Some(value) = value else { return text_cell("—", Align::Centre) };
        // The column says that these are points; the number stands alone.
        let figure = self.bound(fact, value.normalize().to_string());
        numbered(figure, plain_number(value))
    }

    fn objective_rows(&mut self, rows: &mut Vec<Row>) {
        let dossier = &self.evaluation.dossier;
        let objectives: Vec<&str> =
            dossier.objectives.iter().map(|one| one.text.as_str()).collect();
        let titles: Vec<&str> = dossier.achievements.iter().map(|one| one.title.as_str()).collect();
        let (expected, reached) = (self.listed(&objectives), self.listed(&titles));
        let content = |paragraphs| CellContent {
            paragraphs,
            align: Align::Left,
            role: CellRole::Body,
            number: None,
        };
        rows.push(vec![
            Cell::new(heading_cell("年度总体目标")).over_columns(2).over_rows(2),
            Cell::new(heading_cell("预期目标")).over_columns(3),
            Cell::new(heading_cell("实际完成情况")).over_columns(3),
        ]);
        rows.push(vec![
            Cell::new(content(expected)).over_columns(3),
            Cell::new(content(reached)).over_columns(3),
        ]);
    }

    /// Numbered paragraphs, with their bindings put in.
    fn listed(&mut self, texts: &[&str]) -> Vec<Vec<Inline>> {
        if texts.is_empty() {
            return vec![vec![Inline::Text("—".to_owned())]];
        }
        let mut paragraphs = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let mut line = vec![Inline::Text(format!("{}．", index + 1))];
            line.extend(self.typed(text));
            paragraphs.push(line);
        }
        paragraphs
    }

    /// The rows of indicators; returns the rows that carry points.
    fn indicator_rows(&mut self, rows: &mut Vec<Row>) -> Vec<usize> {
        let headings = [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ];
        rows.push(headings.map(|text| Cell::new(heading_cell(text))).to_vec());
        let begin = rows.len();
        for (label, group) in grouped(self.evaluation) {
            for (index, (level2, span, indicator)) in by_subdimension(&group).enumerate() {
                let mut row = Row::new();
                if index == 0 {
                    let level1 = text_cell(&label, Align::Centre);
                    row.push(Cell::new(level1).over_rows(group.len()));
                }
                if let Some(span) = span {
                    row.push(Cell::new(text_cell(level2, Align::Centre)).over_rows(span));
                }
                row.extend(self.indicator_row(indicator));
                rows.push(row);
            }
        }
        (begin..rows.len()).collect()
    }

    fn indicator_row(&mut self, indicator: &Indicator) -> Vec<Cell<CellContent>> {
        let target = self.cell_text(&indicator.target, &indicator.fact("target"));
        let actual = self.actual_inlines(indicator);
        let name = vec![Inline::Text(indicator.name.clone())];
        let mut row = [name, target, actual]
            .map(|inlines| Cell::new(cell(inlines, Align::Left, CellRole::Body)))
            .to_vec();
        row.push(Cell::new(points_cell(indicator.points)));
        let scored = FactId::new(["score", "indicator", &indicator.id]);
        // What heng can't score stands as the department states it.
        row.push(Cell::new(match indicator.stated_score {
            Some(stated) if !self.evaluation.facts.contains_key(&scored) => {
                points_cell(Some(stated))
            }
            _ => self.score_cell(&scored),
        }));
        let explanation = indicator.explanation.as_deref().unwrap_or_default();
        let explanation = self.typed(explanation);
        row.push(Cell::new(cell(explanation, Align::Left, CellRole::Body)));
        row
    }

    fn total_row(&mut self, rows: &mut Vec<Row>, parts: &[(usize, usize)]) {
        let execution = self.evaluation.pack.execution_rate_method().map(|(_, points)| points);
        let points = self.evaluation.dossier.task_indicators().filter_map(|(_, one)| one.points);
        // Points too large to be added up leave the cell empty.
        let points = points.chain(execution).try_fold(Decimal::ZERO, Decimal::checked_add);
        let sum_of = |column: usize| {
            let reference = |(tables_back, row): &(usize, usize)| CellReference {
                tables_back: *tables_back,
                column,
                row: *row,
            };
            parts.iter().map(reference).collect()
        };
        let mut points_cell = points_cell(points);
        if let Some(number) = &mut points_cell.number {
            number.sum_of = sum_of(POINTS_COLUMN);
        }
        let mut score = self.score_cell(&FactId::new(["score", "total"]));
        if let Some(number) = &mut score.number {
            number.sum_of = sum_of(SCORE_COLUMN);
        }
        let grade =
            self.evaluation.scores.grade.as_ref().map(|grade| format!("等级：{}", grade.label));
        rows.push(vec![
            Cell::new(heading_cell("总分")).over_columns(5),
            Cell::new(points_cell),
            Cell::new(score),
            Cell::new(text_cell(&grade.unwrap_or_default(), Align::Left)),
        ]);
    }
}

/// The indicators of a group with those of one subdimension together; the first of each carries
/// how many there are.
fn by_subdimension<'d>(
    group: &[(&'d Task, &'d Indicator)],
) -> impl Iterator<Item = (&'d str, Option<usize>, &'d Indicator)> {
    let mut parts: Vec<(&str, Vec<&Indicator>)> = Vec::new();
    for (task, indicator) in group {
        let name = indicator.subdimension.as_deref().unwrap_or(match indicator.dimension {
            Some(_) => task.name.as_str(),
            None => "—",
        });
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, own)) => own.push(indicator),
            None => parts.push((name, vec![indicator])),
        }
    }
    parts.into_iter().flat_map(|(name, own)| {
        let count = own.len();
        own.into_iter()
            .enumerate()
            .map(move |(index, indicator)| (name, (index == 0).then_some(count), indicator))
    })
}

/// The indicators by dimension in the pack's order; those without one stand by task.
fn grouped(evaluation: &Evaluation) -> Vec<(String, Vec<(&Task, &Indicator)>)> {
    let dossier: &Dossier = &evaluation.dossier;
    let mut groups = Vec::new();
    for weight in &evaluation.pack.weights {
        let group: Vec<_> = dossier
            .task_indicators()
            .filter(|(_, one)| one.dimension.as_deref() == Some(weight.dimension.as_str()))
            .collect();
        groups.push((format!("{}（{}分）", weight.label, weight.points.normalize()), group));
    }
    let is_known = |indicator: &Indicator| {
        indicator.dimension.as_deref().is_some_and(|one| evaluation.pack.weight(one).is_some())
    };
    for task in &dossier.tasks {
        let rest: Vec<_> =
            task.indicators.iter().filter(|one| !is_known(one)).map(|one| (task, one)).collect();
        groups.push((task.name.clone(), rest));
    }
    groups.retain(|(_, group)| !group.is_empty());
    groups
}

fn numbered(figure: Inline, number: CellNumber) -> CellContent {
    CellContent { number: Some(number), ..cell(vec![figure], Align::Right, CellRole::Body) }
}

fn plain_number(value: Decimal) -> CellNumber {
    let places = value.normalize().scale();
    CellNumber { value, format: NumberFormat::Decimals(places), sum_of: Vec::new() }
}

fn points_cell(points: Option<Decimal>) -> CellContent {
    let Some(points) = points else { return text_cell("—", Align::Centre) };
    numbered(Inline::Text(points.normalize().to_string()), plain_number(points))
}
