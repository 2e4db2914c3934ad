//! The section of money that forms share: approved, budget, expenditure, rate and its score.

use heng_core::dossier::{BudgetLine, FundingSource};
use heng_core::fact::FactId;
use heng_core::figure::Figure;
use heng_core::table::Cell;

use super::super::{Composer, Row, Scored, heading_cell, text_cell};
use super::cells;
use crate::document::{Align, CellContent};

/// One line of money as a form shows it.
pub(super) struct MoneyLine<'d> {
    label: String,
    fact: FactId,
    columns: [(&'static str, Option<&'d Figure>); 3],
}

impl<'d> MoneyLine<'d> {
    /// A line of a budget or a project.
    pub(super) fn whole(label: &str, fact: FactId, line: &'d BudgetLine) -> Self {
        Self { label: label.to_owned(), fact, columns: line.columns() }
    }
}

/// Where the form shows points and score of the execution rate.
#[derive(Clone, Copy)]
pub(super) struct ExecutionCells {
    pub(super) row: usize,
    pub(super) points: usize,
    pub(super) score: usize,
}

/// The sources that a form lists, each with its name there.
pub(super) type Sources = [(FundingSource, &'static str)];

/// The sources of the national layout.
pub(super) const NATIONAL: [(FundingSource, &str); 3] = [
    (FundingSource::Appropriation, "本年财政拨款"),
    (FundingSource::CarriedOver, "上年结转资金"),
    (FundingSource::Other, "其他资金"),
];
/// The sources of the layout of Sichuan.
pub(super) const SICHUAN: [(FundingSource, &str); 4] = [
    (FundingSource::Appropriation, "财政资金"),
    (FundingSource::SpecialAccount, "财政专户管理资金"),
    (FundingSource::UnitFunds, "单位资金"),
    (FundingSource::Other, "其他资金"),
];
/// The sources of a transfer payment.
pub(super) const TRANSFER: [(FundingSource, &str); 3] = [
    (FundingSource::Central, "中央财政资金"),
    (FundingSource::Local, "地方资金"),
    (FundingSource::Other, "其他资金"),
];

/// The lines of a budget line's sources: those that the form lists, and those that were filed beside.
pub(super) fn source_lines<'d>(
    fact: &FactId,
    line: &'d BudgetLine,
    listed: &Sources,
) -> Vec<MoneyLine<'d>> {
    let further = FundingSource::ALL.iter().map(|(_, label, source)| (*source, *label));
    let further = further.filter(|(source, _)| {
        let is_filed = line.sources.iter().any(|one| one.source == *source);
        is_filed && listed.iter().all(|(one, _)| one != source)
    });
    let mut lines: Vec<MoneyLine<'d>> = Vec::new();
    for (source, label) in listed.iter().copied().chain(further) {
        let filed = line.sources.iter().find(|one| one.source == source);
        let columns = filed.map_or_else(|| BLANK.columns(), |one| one.columns());
        let begin = if lines.is_empty() { "其中：" } else { "　　　" };
        let fact = fact.child("source").child(source.id());
        lines.push(MoneyLine { label: format!("{begin}{label}"), fact, columns });
    }
    lines
}

/// A line in which nothing was filed.
static BLANK: BudgetLine = BudgetLine {
    approved: None,
    budget: None,
    expenditure: None,
    rate: None,
    finished: None,
    explanation: None,
    sources: Vec::new(),
};

impl Composer<'_> {
    /// Label, the three amounts and the rate of a line.
    pub(super) fn money_cells(&mut self, line: &MoneyLine<'_>) -> [CellContent; 5] {
        let [approved, budget, expenditure] =
            line.columns.map(|(key, figure)| self.amount_cell(&line.fact.child(key), figure));
        let rate = self.rate_cell(&line.fact.child("rate"));
        [text_cell(&line.label, Align::Left), approved, budget, expenditure, rate]
    }

    /// Points and score of the execution rate.
    pub(super) fn execution_cells(&mut self, scored: &Scored<'_>) -> [CellContent; 2] {
        let points = scored.pack.and_then(|pack| pack.execution_rate_method());
        let line = scored.sheet.and_then(|sheet| sheet.execution_rate());
        let fact = scored.fact.child("budget_execution");
        let score = self.score_cell(&fact, line.map(|line| &line.scoring), None);
        [cells::number(points.map(|(_, points)| points)), score]
    }

    /// The rows of the national layout, below one label: the first line carries points and score.
    pub(super) fn money_rows(
        &mut self,
        rows: &mut Vec<Row>,
        label: &str,
        scored: &Scored<'_>,
        lines: &[MoneyLine<'_>],
    ) -> ExecutionCells {
        let headings = ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"];
        let mut first = vec![Cell::new(heading_cell(label)).over_rows(lines.len() + 1)];
        first.extend(headings.map(|text| Cell::new(heading_cell(text))));
        rows.push(first);
        let execution = ExecutionCells { row: rows.len(), points: 5, score: 7 };
        for (index, line) in lines.iter().enumerate() {
            let [name, approved, budget, expenditure, rate] = self.money_cells(line);
            let [points, score] = if index == 0 {
                self.execution_cells(scored)
            } else {
                [cells::empty(), cells::empty()]
            };
            let row = [name, approved, budget, expenditure, points, rate, score];
            rows.push(row.map(Cell::new).to_vec());
        }
        execution
    }
}
