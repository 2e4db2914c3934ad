//! The section of indicators that forms share: by dimension, with points, scores and their total.

use std::borrow::Cow;

use heng_core::dossier::{Indicator, Review};
use heng_core::fact::FactId;
use heng_core::figure::{Figure, Relation};
use heng_core::pack::Weight;
use heng_core::score::{Giver, Scoring};
use heng_core::table::Cell;
use rust_decimal::Decimal;

use super::super::{Composer, Row, Scored, cell, heading_cell, text_cell};
use super::cells;
use super::money::ExecutionCells;
use crate::document::{Align, CellContent, CellReference, CellRole, Inline};
use crate::error::Error;

/// What a column of the section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Dimension,
    Subdimension,
    Name,
    /// The target's relation, or that it is qualitative (指标性质).
    Nature,
    Target,
    /// The target without relation and unit.
    TargetAmount,
    Unit,
    Actual,
    Points,
    Score,
    DepartmentScore,
    FinanceScore,
    Explanation,
}

/// A column with heading and width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    shows: Shows,
    heading: &'static str,
    width: u32,
}

const fn column(shows: Shows, heading: &'static str, width: u32) -> Column {
    Column { shows, heading, width }
}

/// The columns of the national layout.
pub(super) const NATIONAL: [Column; 8] = [
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 19),
    column(Shows::Target, "年度指标值", 15),
    column(Shows::Actual, "实际完成值", 18),
    column(Shows::Points, "分值", 6),
    column(Shows::Score, "得分", 6),
    column(Shows::Explanation, "偏差原因分析及改进措施", 24),
];
/// The columns of the layout of Sichuan.
pub(super) const SICHUAN: [Column; 10] = [
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 17),
    column(Shows::Nature, "指标性质", 6),
    column(Shows::TargetAmount, "指标值", 12),
    column(Shows::Unit, "度量单位", 6),
    column(Shows::Actual, "完成值", 16),
    column(Shows::Points, "权重", 6),
    column(Shows::Score, "得分", 6),
    column(Shows::Explanation, "未完成原因分析", 18),
];
/// The columns of reviewers, shown where one of them gave a score.
const REVIEWS: [Column; 2] = [
    column(Shows::DepartmentScore, "主管部门复核", 7),
    column(Shows::FinanceScore, "财政部门复核", 7),
];

/// An indicator with the name of its task, where it has one.
pub(super) type Owned<'d> = (Option<&'d str>, &'d Indicator);

/// The indicators of one dimension.
struct Group<'d> {
    label: String,
    indicators: Vec<Owned<'d>>,
}

/// The section of one form.
pub(super) struct Section<'d> {
    columns: Vec<Column>,
    indicators: Vec<Owned<'d>>,
    scored: Scored<'d>,
    execution: ExecutionCells,
    /// The total as stated, where heng has none.
    stated_total: Option<Decimal>,
}

impl<'d> Section<'d> {
    /// A section whose execution rate stands in the table before it.
    pub(super) fn new(
        layout: &[Column],
        indicators: Vec<Owned<'d>>,
        scored: Scored<'d>,
        execution: ExecutionCells,
        stated_total: Option<Decimal>,
    ) -> Self {
        let mut columns = layout.to_vec();
        let is_reviewed =
            |column: &Column| indicators.iter().any(|(_, one)| review(one, column.shows).is_some());
        let reviews: Vec<Column> = REVIEWS.into_iter().filter(is_reviewed).collect();
        let after_score = columns.iter().position(|one| one.shows == Shows::Score);
        let at = after_score.map_or(columns.len(), |score| score + 1);
        columns.splice(at..at, reviews);
        Self { columns, indicators, scored, execution, stated_total }
    }

    /// Says whether the total is heng's own.
    fn is_scored(&self) -> bool {
        self.scored.sheet.is_some_and(|sheet| matches!(sheet.total, Scoring::Scored(_)))
    }
}

impl Composer<'_> {
    /// The table of indicators, with their total at its foot.
    pub(super) fn indicator_table(&mut self, section: &Section<'_>) -> Result<(), Error> {
        let headings = section.columns.iter().map(|column| heading_cell(column.heading));
        let mut rows: Vec<Row> = vec![headings.map(Cell::new).collect()];
        for group in self.groups(section) {
            for (index, (level2, span, indicator)) in by_subdimension(&group).enumerate() {
                let mut row = Row::new();
                if index == 0 {
                    let level1 = text_cell(&group.label, Align::Centre);
                    row.push(Cell::new(level1).over_rows(group.indicators.len()));
                }
                if let Some(span) = span {
                    row.push(Cell::new(text_cell(level2, Align::Centre)).over_rows(span));
                }
                let own = section.columns.iter().map(|column| column.shows);
                let own = own.filter(|it| !matches!(it, Shows::Dimension | Shows::Subdimension));
                row.extend(
                    own.map(|shows| Cell::new(self.indicator_cell(section, indicator, shows))),
                );
                rows.push(row);
            }
        }
        if section.indicators.is_empty() {
            let words = text_cell("（未填报绩效指标。）", Align::Left);
            rows.push(vec![Cell::new(words).over_columns(section.columns.len())]);
        }
        let total = self.total_row(section, rows.len());
        rows.push(total);
        let widths: Vec<u32> = section.columns.iter().map(|column| column.width).collect();
        self.grid(None, &widths, 1, rows)
    }

    fn indicator_cell(
        &mut self,
        section: &Section<'_>,
        indicator: &Indicator,
        shows: Shows,
    ) -> CellContent {
        let body = |inlines| cell(inlines, Align::Left, CellRole::Body);
        match shows {
            Shows::Dimension | Shows::Subdimension => cells::empty(),
            Shows::Name => text_cell(&indicator.name, Align::Left),
            Shows::Target => body(self.cell_text(&indicator.target, &indicator.fact("target"))),
            Shows::Nature => text_cell(Split::of(indicator).nature, Align::Centre),
            Shows::TargetAmount => {
                let amount = Split::of(indicator).amount;
                body(self.cell_text(&amount, &indicator.fact("target")))
            }
            Shows::Unit => text_cell(&Split::of(indicator).unit, Align::Centre),
            Shows::Actual => body(self.actual_inlines(indicator)),
            Shows::Points => cells::number(indicator.points),
            Shows::Score => {
                let fact = FactId::new(["score", "indicator", &indicator.id]);
                let line = section.scored.sheet.and_then(|sheet| sheet.indicator(&indicator.id));
                self.score_cell(&fact, line.map(|line| &line.scoring), indicator.stated_score)
            }
            Shows::DepartmentScore | Shows::FinanceScore => {
                cells::number(review(indicator, shows).map(|review| review.score))
            }
            Shows::Explanation => self.explanation_cell(indicator),
        }
    }

    /// What explains target, actual and scores: the department's words, then those of who judged.
    fn explanation_cell(&mut self, indicator: &Indicator) -> CellContent {
        let mut lines = Vec::new();
        if let Some(explanation) = &indicator.explanation {
            lines.push(self.typed(explanation));
        }
        let judged = indicator.judgement.as_ref().map(|one| ("评判理由", one.reason.as_str()));
        let reviews = [Shows::DepartmentScore, Shows::FinanceScore].map(|shows| {
            let column = REVIEWS.iter().find(|column| column.shows == shows)?;
            Some((column.heading, review(indicator, shows)?.reason.as_deref()?))
        });
        for (label, reason) in judged.into_iter().chain(reviews.into_iter().flatten()) {
            lines.push(vec![Inline::Text(format!("{label}：{reason}"))]);
        }
        cells::paragraphs(lines)
    }

    fn total_row(&mut self, section: &Section<'_>, end: usize) -> Row {
        let label = section.columns.iter().take_while(|column| column.shows != Shows::Points);
        let mut row = vec![Cell::new(heading_cell("总分")).over_columns(label.count())];
        for (column, shows) in section.columns.iter().map(|column| column.shows).enumerate() {
            let in_execution = match shows {
                Shows::Points => section.execution.points,
                Shows::Score | Shows::DepartmentScore | Shows::FinanceScore => {
                    section.execution.score
                }
                _ => continue,
            };
            let execution =
                CellReference { tables_back: 1, column: in_execution, row: section.execution.row };
            let own = (1..end).map(|row| CellReference { tables_back: 0, column, row });
            let mut content = self.total_cell(section, shows);
            if let Some(number) = &mut content.number
                && (shows != Shows::Score || section.is_scored())
            {
                number.sum_of = std::iter::once(execution).chain(own).collect();
            }
            row.push(Cell::new(content));
        }
        let grade = section.scored.sheet.and_then(|sheet| sheet.grade.as_ref());
        let grade = grade.map(|grade| format!("等级：{}", grade.label)).unwrap_or_default();
        row.push(Cell::new(text_cell(&grade, Align::Left)));
        row
    }

    fn total_cell(&mut self, section: &Section<'_>, shows: Shows) -> CellContent {
        let Scored { sheet, pack, fact } = &section.scored;
        match shows {
            Shows::Points => {
                let execution = pack.and_then(|pack| pack.execution_rate_method());
                let points = section.indicators.iter().filter_map(|(_, one)| one.points);
                let mut points = points.chain(execution.map(|(_, points)| points));
                // Points too large to be added up leave the cell empty.
                let sum = points.try_fold(Decimal::ZERO, Decimal::checked_add);
                cells::number(sum.filter(|_| !section.indicators.is_empty()))
            }
            Shows::Score => {
                let total = sheet.map(|sheet| &sheet.total);
                self.score_cell(&fact.child("total"), total, section.stated_total)
            }
            Shows::DepartmentScore => self.review_total(section, Giver::Department),
            _ => self.review_total(section, Giver::Finance),
        }
    }

    /// The total of a reviewer's scores, to which the execution rate adds what follows from it.
    fn review_total(&mut self, section: &Section<'_>, giver: Giver) -> CellContent {
        let Scored { sheet, fact, .. } = &section.scored;
        let mut columns = sheet.iter().flat_map(|sheet| &sheet.columns);
        let column = columns.find(|column| column.giver == giver);
        let fact = fact.child("total").child(giver.id());
        self.score_cell(&fact, column.map(|column| &column.total), None)
    }

    /// The indicators by dimension in the pack's order; those without one stand by task.
    fn groups<'d>(&self, section: &Section<'d>) -> Vec<Group<'d>> {
        let weights: &[Weight] = section.scored.pack.map_or(&[], |pack| &pack.weights);
        let is_of = |one: &Indicator, weight: &Weight| {
            one.dimension.as_deref() == Some(weight.dimension.as_str())
        };
        let mut groups: Vec<Group<'d>> = Vec::new();
        for weight in weights {
            let own = section.indicators.iter().filter(|(_, one)| is_of(one, weight));
            let label = format!("{}（{}分）", weight.label, weight.points.normalize());
            groups.push(Group { label, indicators: own.copied().collect() });
        }
        groups.retain(|group| !group.indicators.is_empty());
        let known = groups.len();
        for (task, indicator) in &section.indicators {
            if weights.iter().any(|weight| is_of(indicator, weight)) {
                continue;
            }
            let dimension = indicator.dimension.as_deref();
            let label = task.or(dimension.map(|one| self.evaluation.pack.dimension_label(one)));
            let label = label.unwrap_or("—");
            match groups.iter_mut().skip(known).find(|group| group.label == label) {
                Some(group) => group.indicators.push((*task, indicator)),
                None => groups
                    .push(Group { label: label.to_owned(), indicators: vec![(*task, indicator)] }),
            }
        }
        groups
    }
}

/// What a reviewer said, where the column is a reviewer's.
fn review(indicator: &Indicator, shows: Shows) -> Option<&Review> {
    match shows {
        Shows::DepartmentScore => indicator.reviews.department.as_ref(),
        Shows::FinanceScore => indicator.reviews.finance.as_ref(),
        _ => None,
    }
}

/// The indicators of a group with those of one subdimension together; the first of each carries
/// how many there are.
fn by_subdimension<'g>(
    group: &'g Group<'_>,
) -> impl Iterator<Item = (&'g str, Option<usize>, &'g Indicator)> {
    let mut parts: Vec<(&str, Vec<&Indicator>)> = Vec::new();
    for (task, indicator) in &group.indicators {
        let own = indicator.subdimension.as_deref();
        let name = own.or(task.filter(|_| indicator.dimension.is_some())).unwrap_or("—");
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

/// A target in the three columns of Sichuan.
struct Split<'d> {
    nature: &'static str,
    amount: Cow<'d, str>,
    unit: Cow<'d, str>,
}

impl<'d> Split<'d> {
    /// Splits a target that is nothing but a figure; of others the words stay together.
    fn of(indicator: &'d Indicator) -> Self {
        let target = Cow::Borrowed(indicator.target.as_str());
        let Some(figure) = indicator.target_figure() else {
            return Self { nature: "定性", amount: target, unit: "—".into() };
        };
        let nature = match figure.relation() {
            Relation::AtLeast => "≥",
            Relation::MoreThan => "＞",
            Relation::AtMost => "≤",
            Relation::LessThan => "＜",
            Relation::Exactly => "＝",
            Relation::About => "约",
            Relation::Between => "区间",
        };
        match amount_of(&indicator.target, &figure) {
            Some((amount, unit)) => {
                Self { nature, amount: Cow::Owned(amount), unit: Cow::Owned(unit) }
            }
            None => Self { nature, amount: target, unit: "—".into() },
        }
    }
}

/// Amount and unit of a target such as `≥95%`; nothing where further words stand in it.
fn amount_of(target: &str, figure: &Figure) -> Option<(String, String)> {
    let bare = target.trim().trim_start_matches(['≥', '≤', '＞', '＜', '>', '<', '=', '＝']);
    let bare = bare.trim();
    let digits = bare.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let (amount, unit) = bare.split_at_checked(digits.unwrap_or(bare.len()))?;
    let is_whole = figure.text() == target.trim() && !amount.is_empty();
    let unit = if unit.is_empty() { "—" } else { unit };
    is_whole.then(|| (amount.to_owned(), unit.to_owned()))
}
