//! The section of indicators that forms share: by dimension, with points, scores and their total.

use std::borrow::Cow;

use heng_core::derivation::{Derivation, Step};
use heng_core::dossier::{Indicator, Review};
use heng_core::fact::FactId;
use heng_core::figure::{Figure, Relation, scan};
use heng_core::pack::{Asked, Weight};
use heng_core::score::{Giver, Score, Scoring};
use heng_core::table::Cell;
use rust_decimal::{Decimal, RoundingStrategy};

use super::super::{Composer, Row, Scored, cell, heading_cell, text_cell};
use super::cells;
use super::columns::{Column, REVIEWS, Shows};
use super::money::ExecutionCells;
use crate::document::{Align, CellContent, CellReference, CellRole, Inline};
use crate::error::Error;

/// An indicator with the name of its task, where it has one.
pub(super) type Owned<'d> = (Option<&'d str>, &'d Indicator);

/// The indicators of one dimension.
struct Group<'d> {
    label: String,
    indicators: Vec<Owned<'d>>,
}

/// Where the form shows the execution rate.
#[derive(Clone, Copy)]
pub(super) enum Execution {
    /// In the table before the section.
    Above(ExecutionCells),
    /// In a row before the indicators, as one of them.
    AmongIndicators,
}

/// The section of one form.
pub(super) struct Section<'d> {
    columns: Vec<Column>,
    indicators: Vec<Owned<'d>>,
    scored: Scored<'d>,
    execution: Execution,
    /// The total as stated, where heng has none.
    stated_total: Option<Decimal>,
}

impl<'d> Section<'d> {
    /// A section with the reviewers' columns where they gave scores.
    pub(super) fn new(
        layout: &[Column],
        indicators: Vec<Owned<'d>>,
        scored: Scored<'d>,
        execution: Execution,
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

    /// Where points or score of the execution rate stand, if they do in the table before.
    fn execution_above(&self, shows: Shows) -> Option<CellReference> {
        let Execution::Above(ExecutionCells { row, points, score }) = self.execution else {
            return None;
        };
        let column = if shows == Shows::Points { points } else { score };
        Some(CellReference { tables_back: 1, column, row })
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
        if matches!(section.execution, Execution::AmongIndicators) {
            rows.extend(self.execution_row(section));
        }
        for group in self.groups(section) {
            for (index, (level2, span, indicator)) in by_subdimension(&group).enumerate() {
                let first = (index == 0).then_some((group.label.as_str(), group.indicators.len()));
                let number = rows.len();
                let above =
                    Levels { number, level1: first, level2: span.map(|span| (level2, span)) };
                rows.push(self.indicator_row(section, indicator, above));
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

    fn indicator_row(
        &mut self,
        section: &Section<'_>,
        indicator: &Indicator,
        above: Levels<'_>,
    ) -> Row {
        let mut row = Row::new();
        let level = |(name, span)| Cell::new(text_cell(name, Align::Centre)).over_rows(span);
        for shows in section.columns.iter().map(|column| column.shows) {
            match shows {
                Shows::Dimension => row.extend(above.level1.map(level)),
                Shows::Subdimension => row.extend(above.level2.map(level)),
                Shows::Ordinal => {
                    row.push(Cell::new(text_cell(&above.number.to_string(), Align::Centre)));
                }
                _ => row.push(Cell::new(self.indicator_cell(section, indicator, shows))),
            }
        }
        row
    }

    /// The execution rate as a row like those of indicators, where the pack scores it.
    fn execution_row(&mut self, section: &Section<'_>) -> Option<Row> {
        let (method, _) = section.scored.pack?.execution_rate_method()?;
        let [points, score] = self.execution_cells(&section.scored);
        let reached = self.execution_result();
        let label = "预算执行率";
        let cell_of = |shows| match shows {
            Shows::Ordinal => text_cell("1", Align::Centre),
            Shows::Dimension => text_cell(label, Align::Centre),
            Shows::Subdimension => text_cell("—", Align::Centre),
            Shows::Name => text_cell("部门整体支出预算执行率", Align::Left),
            Shows::Definition => text_cell("全年执行数÷全年预算数×100%", Align::Left),
            Shows::Standard => text_cell(&method.label, Align::Left),
            Shows::StandardAndResult => {
                let standard = vec![Inline::Text(method.label.clone())];
                cells::paragraphs([vec![standard], reached.clone()].concat())
            }
            Shows::Result => cells::paragraphs(reached.clone()),
            Shows::Points => points.clone(),
            // The execution rate is not reviewed; what follows from the pack counts in every column.
            Shows::Score | Shows::DepartmentScore | Shows::FinanceScore => score.clone(),
            _ => cells::empty(),
        };
        Some(section.columns.iter().map(|column| Cell::new(cell_of(column.shows))).collect())
    }

    /// Budget, expenditure and rate of the whole, then what explains them.
    fn execution_result(&mut self) -> Vec<Vec<Inline>> {
        let whole = FactId::new(["budget", "whole"]);
        let mut words = self.phrase("全年预算数", &whole.child("budget"), "，");
        words.extend(self.phrase("全年执行数", &whole.child("expenditure"), "，"));
        words.extend(self.phrase("执行率", &whole.child("rate"), "。"));
        let explanation = self.evaluation.dossier.budget.whole.explanation.as_deref();
        let explanation = explanation.map(|text| self.typed(text));
        std::iter::once(words).chain(explanation).filter(|line| !line.is_empty()).collect()
    }

    fn indicator_cell(
        &mut self,
        section: &Section<'_>,
        indicator: &Indicator,
        shows: Shows,
    ) -> CellContent {
        let body = |inlines| cell(inlines, Align::Left, CellRole::Body);
        match shows {
            Shows::Dimension | Shows::Subdimension | Shows::Ordinal => cells::empty(),
            Shows::Name => text_cell(&indicator.name, Align::Left),
            Shows::Target => body(self.cell_text(&indicator.target, &indicator.fact("target"))),
            Shows::Nature => text_cell(Split::of(&indicator.target).nature, Align::Centre),
            Shows::TargetAmount => {
                let amount = Split::of(&indicator.target).amount;
                body(self.cell_text(&amount, &indicator.fact("target")))
            }
            Shows::ApprovedAmount | Shows::AdjustedAmount => {
                self.approved_or_adjusted(indicator, shows)
            }
            Shows::Unit => text_cell(&Split::of(&indicator.target).unit, Align::Centre),
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
            Shows::Coefficient => self.coefficient_cell(section, indicator),
            Shows::Definition => {
                text_cell(indicator.definition.as_deref().unwrap_or("—"), Align::Left)
            }
            Shows::Standard => text_cell(standard(section, indicator).unwrap_or("—"), Align::Left),
            Shows::StandardAndResult => {
                let standard =
                    standard(section, indicator).map(|text| vec![Inline::Text(text.to_owned())]);
                cells::paragraphs(standard.into_iter().chain(self.result(indicator)).collect())
            }
            Shows::Result => cells::paragraphs(self.result(indicator)),
            Shows::Explanation => cells::paragraphs(self.explanation(indicator)),
            // Nothing in a dossier says it; the cell is there to be written in.
            Shows::ByHand => text_cell("", Align::Centre),
        }
    }

    /// The target as approved, or as it was adjusted; without a seal what was filed counts as approved.
    fn approved_or_adjusted(&mut self, indicator: &Indicator, shows: Shows) -> CellContent {
        let baseline = self.evaluation.dossier.baseline.as_ref();
        let sealed = baseline
            .and_then(|baseline| baseline.targets.iter().find(|one| one.indicator == indicator.id));
        let adjusted_from = sealed.filter(|sealed| sealed.target != indicator.target);
        let (target, fact) = match (shows, adjusted_from) {
            (Shows::ApprovedAmount, Some(sealed)) => {
                (&sealed.target, FactId::new(["baseline", &sealed.indicator, "target"]))
            }
            (Shows::ApprovedAmount, None) | (_, Some(_)) => {
                (&indicator.target, indicator.fact("target"))
            }
            (_, None) => return cells::empty(),
        };
        let inlines = self.cell_text(&Split::of(target).amount, &fact);
        cell(inlines, Align::Left, CellRole::Body)
    }

    /// The score as a share of the points, in percent to two decimals.
    fn coefficient_cell(&mut self, section: &Section<'_>, indicator: &Indicator) -> CellContent {
        let line = section.scored.sheet.and_then(|sheet| sheet.indicator(&indicator.id));
        let score = line.and_then(|line| line.scoring.score());
        let Some(derivation) = score.and_then(coefficient) else { return cells::empty() };
        let fact = FactId::new(["score", "indicator", &indicator.id, "coefficient"]);
        self.percent_cell(&fact, &derivation)
    }

    /// Target and actual in one line, then what explains them.
    fn result(&mut self, indicator: &Indicator) -> Vec<Vec<Inline>> {
        let text = |text: &str| Inline::Text(text.to_owned());
        let mut line = vec![text("年度指标值：")];
        line.extend(self.cell_text(&indicator.target, &indicator.fact("target")));
        line.push(text("；实际完成值："));
        line.extend(self.actual_inlines(indicator));
        std::iter::once(line).chain(self.explanation(indicator)).collect()
    }

    /// What explains target, actual and scores: the department's words, then those of who judged.
    fn explanation(&mut self, indicator: &Indicator) -> Vec<Vec<Inline>> {
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
        lines
    }

    /// The foot: points and scores added up, and the grade in the last column that has no sum.
    fn total_row(&mut self, section: &Section<'_>, end: usize) -> Row {
        let shown: Vec<Shows> = section.columns.iter().map(|column| column.shows).collect();
        let label = shown.iter().take_while(|shows| !shows.is_summed()).count();
        let last = shown.iter().rposition(|shows| !shows.is_summed()).filter(|last| *last >= label);
        let grade = section.scored.sheet.and_then(|sheet| sheet.grade.as_ref());
        let grade = grade.map(|grade| format!("等级：{}", grade.label)).unwrap_or_default();
        let mut row = vec![Cell::new(heading_cell("总分")).over_columns(label)];
        for (column, shows) in shown.iter().copied().enumerate().skip(label) {
            if !shows.is_summed() {
                let words = if Some(column) == last { grade.as_str() } else { "" };
                row.push(Cell::new(text_cell(words, Align::Left)));
                continue;
            }
            let own = (1..end).map(|row| CellReference { tables_back: 0, column, row });
            let mut content = self.total_cell(section, shows);
            if let Some(number) = &mut content.number
                && (shows != Shows::Score || section.is_scored())
            {
                number.sum_of = section.execution_above(shows).into_iter().chain(own).collect();
            }
            row.push(Cell::new(content));
        }
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

/// Where an indicator stands among the levels above it; the first below each carries its name.
#[derive(Clone, Copy)]
struct Levels<'g> {
    number: usize,
    level1: Option<(&'g str, usize)>,
    level2: Option<(&'g str, usize)>,
}

/// How an indicator is scored, in words: its own, the scheme's, or what its method is called.
fn standard<'s>(section: &'s Section<'_>, indicator: &'s Indicator) -> Option<&'s str> {
    let pack = section.scored.pack;
    let of_scheme = || pack?.standard(&indicator.name)?.clause.as_deref();
    let of_method = || {
        let target = indicator.target_figure();
        let asked = Asked {
            method: indicator.method.as_deref(),
            name: &indicator.name,
            dimension: indicator.dimension.as_deref(),
            target: target.as_ref(),
        };
        pack?.method_for(asked).ok().map(|method| method.label.as_str())
    };
    indicator.standard.as_deref().or_else(of_scheme).or_else(of_method)
}

/// A score by its points, in percent (得分系数).
fn coefficient(score: &Score) -> Option<Derivation> {
    let quotient = score.value().checked_div(score.points())?;
    let percent = quotient.checked_mul(Decimal::ONE_HUNDRED)?;
    let value = percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let (own, points) = (score.value().normalize(), score.points().normalize());
    Some(Derivation {
        label: "得分系数".to_owned(),
        value,
        shown: format!("{}%", value.normalize()),
        step: Step::Computed {
            formula: format!("{own}÷{points}×100%，四舍五入到2位小数")
        },
        basis: None,
        inputs: vec![score.derivation().clone()],
    })
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

/// A target in columns of its own for nature, amount and unit.
struct Split<'d> {
    nature: &'static str,
    amount: Cow<'d, str>,
    unit: Cow<'d, str>,
}

impl<'d> Split<'d> {
    /// Splits a target that is nothing but a figure; of others the words stay together.
    fn of(target: &'d str) -> Self {
        let Some((_, figure)) = scan::figures(target).next() else {
            return Self { nature: "定性", amount: target.into(), unit: "—".into() };
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
        match amount_of(target, &figure) {
            Some((amount, unit)) => {
                Self { nature, amount: Cow::Owned(amount), unit: Cow::Owned(unit) }
            }
            None => Self { nature, amount: target.into(), unit: "—".into() },
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
