//! 项目支出绩效自评汇总表: one row a project, with the sums of their money.

use std::sync::Arc;

use heng_core::derivation::{Derivation, Step};
use heng_core::dossier::Project;
use heng_core::fact::FactId;
use heng_core::table::Cell;
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::{Composer, Row, heading_cell, heading_row, text_cell};
use super::cells;
use crate::document::{Align, CellContent, CellReference};
use crate::error::Error;

const HEADINGS: [&str; 8] = [
    "序号",
    "项目名称",
    "实施单位",
    "全年预算数（万元）",
    "全年执行数（万元）",
    "执行率",
    "得分",
    "等级",
];
/// What is said where no pack scores the projects.
pub(super) const NO_PACK: &str = "卷宗没有写明项目规则包，得分按填报数列出。";
const WIDTHS: [u32; 8] = [6, 28, 24, 12, 12, 9, 8, 7];
/// The columns of money with the keys of their facts.
const MONEY: [(usize, &str, &str); 2] =
    [(3, "budget", "项目预算数合计"), (4, "expenditure", "项目执行数合计")];

impl Composer<'_> {
    /// The table of all projects.
    pub(super) fn summary_table(&mut self) -> Result<(), Error> {
        let projects = &self.evaluation.dossier.projects;
        let mut rows = vec![heading_row(&HEADINGS)];
        for (index, project) in projects.iter().enumerate() {
            rows.push(self.summary_row(index + 1, project));
        }
        rows.push(self.sums(projects.len()));
        self.grid(None, &WIDTHS, 1, rows)?;
        self.unscored();
        Ok(())
    }

    /// Why scores are missing, or stand as they were stated.
    fn unscored(&mut self) {
        let projects = &self.evaluation.dossier.projects;
        let mut without_indicators = Vec::new();
        let mut not_scored = Vec::new();
        for (index, project) in projects.iter().enumerate() {
            let Some(sheet) = self.project_scores(project).sheet else { continue };
            match sheet.total.why_not() {
                Some(_) if project.indicators.is_empty() => {
                    without_indicators.push((index + 1).to_string());
                }
                Some(why) => not_scored.push(format!("第{}项{why}。", index + 1)),
                None => {}
            }
        }
        if projects.iter().any(|project| self.project_scores(project).sheet.is_none()) {
            self.note(NO_PACK);
        }
        if !without_indicators.is_empty() {
            let numbers = without_indicators.join("、");
            self.note(format!("第{numbers}项没有填报绩效指标，得分按填报数列出。"));
        }
        if !not_scored.is_empty() {
            self.note(format!("未能计分的项目：{}", not_scored.join("")));
        }
    }

    fn summary_row(&mut self, number: usize, project: &Project) -> Row {
        let fact = FactId::new(["project", &project.id]);
        let scored = self.project_scores(project);
        let total = scored.sheet.map(|sheet| &sheet.total);
        let grade = scored.sheet.and_then(|sheet| sheet.grade.as_ref());
        let columns = project.money.columns();
        let mut row = vec![
            text_cell(&number.to_string(), Align::Centre),
            text_cell(&project.name, Align::Left),
            text_cell(&self.unit(project), Align::Left),
        ];
        for (_, key, _) in MONEY {
            let figure = columns.iter().find(|(column, _)| *column == key);
            let figure = figure.and_then(|(_, figure)| *figure);
            row.push(self.amount_cell(&fact.child(key), figure));
        }
        row.push(self.rate_cell(&fact.child("rate")));
        row.push(self.score_cell(&scored.fact.child("total"), total, project.stated_score));
        row.push(grade.map_or_else(cells::empty, |grade| text_cell(&grade.label, Align::Centre)));
        row.into_iter().map(Cell::new).collect()
    }

    /// The sums of money, and the rate that follows from them.
    fn sums(&mut self, projects: usize) -> Row {
        let [budget, expenditure] = MONEY.map(|(_, key, label)| self.sum(key, label));
        let rate = budget
            .as_ref()
            .zip(expenditure.as_ref())
            .and_then(|(budget, expenditure)| rate(budget, expenditure));
        let fact = |key: &str| FactId::new(["projects", key]);
        let mut row = vec![Cell::new(heading_cell("合计")).over_columns(3)];
        for ((column, key, _), sum) in MONEY.into_iter().zip([budget, expenditure]) {
            let content = sum.map(|sum| {
                let mut content = self.money_cell(&fact(key), &sum);
                if let Some(number) = &mut content.number {
                    let reference = |row| CellReference { tables_back: 0, column, row };
                    number.sum_of = (1..=projects).map(reference).collect();
                }
                content
            });
            row.push(Cell::new(content.unwrap_or_else(cells::empty)));
        }
        let rate: Option<CellContent> = rate.map(|rate| self.percent_cell(&fact("rate"), &rate));
        row.push(Cell::new(rate.unwrap_or_else(cells::empty)));
        row.extend([cells::empty(), cells::empty()].map(Cell::new));
        row
    }

    /// The sum of what all projects have in one column; nothing where none has anything.
    fn sum(&self, key: &str, label: &str) -> Option<Arc<Derivation>> {
        let facts = &self.evaluation.facts;
        let projects = self.evaluation.dossier.projects.iter();
        let names = projects.map(|project| FactId::new(["project", &project.id]).child(key));
        let inputs: Vec<Arc<Derivation>> =
            names.filter_map(|name| Some(facts.get(&name)?.derivation.clone())).collect();
        let values = inputs.iter().map(|one| one.value);
        let value = values.clone().try_fold(Decimal::ZERO, Decimal::checked_add)?;
        let parts: Vec<&str> = inputs.iter().map(|one| one.shown.as_str()).collect();
        let formula = parts.join("＋");
        let shown = format!("{}万元", value.checked_div(Decimal::from(10_000))?.normalize());
        let derivation = Derivation {
            label: label.to_owned(),
            value,
            shown,
            step: Step::Computed { formula },
            basis: None,
            inputs,
        };
        (!derivation.inputs.is_empty()).then(|| derivation.into())
    }
}

/// The execution rate of the sums, to two decimals (执行率＝执行数÷预算数).
fn rate(budget: &Arc<Derivation>, expenditure: &Arc<Derivation>) -> Option<Derivation> {
    let quotient = expenditure.value.checked_div(budget.value)?;
    let percent = quotient.checked_mul(Decimal::ONE_HUNDRED)?;
    let value = percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Some(Derivation {
        label: "项目支出执行率".to_owned(),
        value,
        shown: format!("{}%", value.normalize()),
        step: Step::Computed {
            formula: format!("{}÷{}×100%，四舍五入到2位小数", expenditure.shown, budget.shown),
        },
        basis: None,
        inputs: vec![Arc::clone(expenditure), Arc::clone(budget)],
    })
}
