//! Budget and expenditure in the rows of forms and summaries.

use heng_core::dossier::{BudgetLine, FundingLine, FundingSource};
use heng_core::fact::FactId;
use heng_core::figure::{Figure, Relation, Unit};
use heng_core::page::PageCell;
use heng_core::report::claim::{Assertion, Binding, Term};
use heng_core::report::{Claim, ReportKind};
use rust_decimal::Decimal;

use super::Reading;
use super::forms::{self, Owner};
use super::grid::Grid;
use super::total::{Tally, numbered};
use crate::report::column::bare;

/// What a column of money holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Approved,
    Budget,
    Expenditure,
    Rate,
    Points,
    Score,
    /// The name of a project, in a list of projects.
    Project,
}

/// Headers in their variants, without white space, brackets and units.
const HEADERS: [(Shows, &[&str]); 7] = [
    (Shows::Approved, &["年初预算数", "年初预算", "年初批复预算数", "年初批复数", "批复预算数"]),
    (
        Shows::Budget,
        &[
            "全年预算数",
            "调整后预算数",
            "调整后全年预算数",
            "全年预算",
            "调整预算数",
            "年度预算数",
            "预算数",
            "预算金额",
        ],
    ),
    (
        Shows::Expenditure,
        &[
            "全年执行数",
            "预算执行数",
            "实际执行数",
            "执行数",
            "全年支出数",
            "实际支出数",
            "支出数",
            "执行金额",
        ],
    ),
    (Shows::Rate, &["执行率", "预算执行率", "全年执行率"]),
    (Shows::Points, &["分值", "权重"]),
    (Shows::Score, &["得分", "自评得分"]),
    (Shows::Project, &["项目名称"]),
];

/// Labels of lines, by words in them.
const WHOLE: [&str; 6] =
    ["年度资金总额", "资金总额", "总额", "部门整体支出", "整体支出", "年度预算总额"];
/// Names of sources in the forms, in their variants.
const SOURCES: [(FundingSource, &[&str]); 7] = [
    (
        FundingSource::Appropriation,
        &["本年财政拨款", "当年财政拨款", "财政拨款", "一般公共预算拨款", "财政资金"],
    ),
    (FundingSource::CarriedOver, &["上年结转资金", "上年结转", "上年结转结余", "结转资金"]),
    (FundingSource::SpecialAccount, &["财政专户管理资金", "财政专户资金"]),
    (FundingSource::UnitFunds, &["单位资金", "单位自有资金", "自有资金"]),
    (FundingSource::Central, &["中央财政资金", "中央补助", "中央资金"]),
    (FundingSource::Local, &["地方资金"]),
    (FundingSource::Other, &["其他资金"]),
];

/// Words of a lower header over the column that holds the whole.
const SUMS: [&str; 4] = ["合计", "小计", "总额", "总计"];

/// The rows of a table below headers of money (资金表).
pub(super) struct MoneyTable {
    columns: Vec<(usize, Shows)>,
    /// Columns beside that of the whole budget, by the source of which they hold the part.
    parts: Vec<(usize, FundingSource)>,
    /// The power of ten of the unit, where one is named.
    power: Option<u32>,
    lines: Lines,
}

/// Which lines were read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// None yet: rows about other things may stand above.
    None,
    /// A line whose sources may follow.
    Of(Scope),
    /// A line one of whose parts is no known source, so that its sources say nothing.
    Unclear(Scope),
    /// The money is over; other things follow.
    Over,
}

/// A line of the budget, or a project's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Whole,
    Basic,
    Project,
}

impl Scope {
    fn id(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Basic => "basic",
            Self::Project => "project",
        }
    }
}

impl MoneyTable {
    /// What the columns hold where headers of money stand in a row, and the row in which lines begin.
    ///
    /// A list of projects is read in forms only: reports list projects that they don't evaluate too.
    pub fn begin(
        grid: &Grid<'_>,
        row: usize,
        kind: ReportKind,
        unit_above: Option<u32>,
    ) -> Option<(Self, usize)> {
        let cells = grid.cells(row);
        let mut columns: Vec<(usize, Shows)> =
            cells.iter().filter_map(|(column, cell)| Some((*column, shows(&cell.text)?))).collect();
        let has = |wanted: Shows| columns.iter().any(|(_, shows)| *shows == wanted);
        let is_money = has(Shows::Expenditure) && (has(Shows::Budget) || has(Shows::Approved));
        if !is_money || (has(Shows::Project) && kind != ReportKind::Form) {
            return None;
        }
        let mut is_double = false;
        let mut parts = Vec::new();
        for (column, shows) in &mut columns {
            let above = grid.cell(row, *column)?;
            let below = grid
                .cells(row + 1)
                .into_iter()
                .filter(|(at, _)| grid.cell(row, *at).is_some_and(|it| std::ptr::eq(it, above)));
            let below: Vec<(usize, String)> =
                below.map(|(at, cell)| (at, bare(&cell.text))).collect();
            let sum = below.iter().find(|(_, text)| SUMS.contains(&text.as_str()));
            if let Some((at, _)) = sum {
                (*column, is_double) = (*at, true);
                if *shows == Shows::Budget {
                    parts.extend(below.iter().filter_map(|(at, text)| Some((*at, source(text)?))));
                }
            }
        }
        let power = cells.iter().find_map(|(_, cell)| power_of(&cell.text)).or(unit_above);
        let lines = Lines::None;
        Some((Self { columns, parts, power, lines }, row + 1 + usize::from(is_double)))
    }

    /// Reads a row as the money of a form's owner, or of the project that a list names.
    pub fn read<'t>(
        &mut self,
        grid: &Grid<'t>,
        row: usize,
        owner: Owner,
        reading: &mut Reading,
        tally: &mut Tally<'t>,
    ) {
        if self.column(Shows::Project).is_some() {
            self.read_listed(grid, row, reading);
            return;
        }
        let Some(label) = self.label(grid, row) else { return };
        let has_amounts = [Shows::Approved, Shows::Budget, Shows::Expenditure]
            .into_iter()
            .any(|column| self.amount(grid, row, column).is_some());
        match (scope(&label, owner), source(&label), self.lines) {
            (_, _, Lines::Over) => {}
            (Some(scope), ..) => {
                let is_first = self.lines == Lines::None;
                self.lines = Lines::Of(scope);
                self.take(grid, row, scope, owner, reading);
                self.take_parts(grid, row, scope, owner, reading);
                if is_first {
                    let cell = |shows| grid.cell(row, self.column(shows)?);
                    tally.execution(cell(Shows::Points), cell(Shows::Score));
                }
            }
            (None, Some(source), Lines::Of(scope)) if has_amounts => {
                self.take_source(grid, row, (scope, source), owner, reading);
            }
            (None, None, Lines::Of(scope)) if has_amounts => {
                self.lines = Lines::Unclear(scope);
                if let Some(line) = line_of(reading, owner, scope) {
                    line.sources.clear();
                }
            }
            (None, None, Lines::Of(_) | Lines::Unclear(_)) if !has_amounts => {
                self.lines = Lines::Over;
            }
            (None, ..) => {}
        }
    }

    fn column(&self, wanted: Shows) -> Option<usize> {
        self.columns.iter().find(|(_, shows)| *shows == wanted).map(|(column, _)| *column)
    }

    /// The words left of the amounts.
    fn label(&self, grid: &Grid<'_>, row: usize) -> Option<String> {
        let first = self.columns.iter().map(|(column, _)| *column).min()?;
        let text = &grid.cell(row, first.checked_sub(1)?)?.text;
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        Some(bare(text.strip_prefix("其中").unwrap_or(&text)))
    }

    fn amount<'t>(
        &self,
        grid: &Grid<'t>,
        row: usize,
        shows: Shows,
    ) -> Option<(Figure, &'t PageCell)> {
        self.amount_in(grid, row, self.column(shows)?)
    }

    fn amount_in<'t>(
        &self,
        grid: &Grid<'t>,
        row: usize,
        column: usize,
    ) -> Option<(Figure, &'t PageCell)> {
        let cell = grid.cell(row, column)?;
        let (amount, _) = numbered(cell)?;
        Some((money(cell.text.trim(), amount, self.power)?, cell))
    }

    fn rate<'t>(&self, grid: &Grid<'t>, row: usize) -> Option<(Figure, &'t PageCell)> {
        let cell = grid.cell(row, self.column(Shows::Rate)?)?;
        let figure = Figure::parse(cell.text.trim()).ok()?;
        (*figure.unit() == Unit::Percent).then_some((figure, cell))
    }

    fn take(&self, grid: &Grid<'_>, row: usize, scope: Scope, owner: Owner, reading: &mut Reading) {
        let amount = |shows| self.amount(grid, row, shows);
        let found = [
            ("approved", amount(Shows::Approved)),
            ("budget", amount(Shows::Budget)),
            ("expenditure", amount(Shows::Expenditure)),
            ("rate", self.rate(grid, row)),
        ];
        for (key, found) in found {
            let Some((figure, cell)) = found else { continue };
            let Some(line) = line_of(reading, owner, scope) else { continue };
            let slot = match key {
                "approved" => &mut line.approved,
                "budget" => &mut line.budget,
                "expenditure" => &mut line.expenditure,
                _ => &mut line.rate,
            };
            let before = slot.clone();
            if before.is_none() {
                *slot = Some(figure.clone());
            }
            let fact = fact(reading, owner, scope).child(key);
            match (before, owner) {
                (None, _) => reading.places.note(fact, cell.place.clone()),
                // What the text says of the department may be of other accounts.
                (Some(_), Owner::Department) => {}
                (Some(before), Owner::Project(index)) => {
                    reading.claims.extend(restated(
                        reading,
                        index,
                        key,
                        (before, &fact),
                        (figure, cell),
                    ));
                }
            }
        }
    }

    fn take_source(
        &self,
        grid: &Grid<'_>,
        row: usize,
        (scope, source): (Scope, FundingSource),
        owner: Owner,
        reading: &mut Reading,
    ) {
        let [approved, budget, expenditure] = [Shows::Approved, Shows::Budget, Shows::Expenditure]
            .map(|shows| self.amount(grid, row, shows));
        let fact = fact(reading, owner, scope).child("source").child(source.id());
        for (key, found) in
            [("approved", &approved), ("budget", &budget), ("expenditure", &expenditure)]
        {
            if let Some((_, cell)) = found {
                reading.places.note(fact.child(key), cell.place.clone());
            }
        }
        let Some(line) = line_of(reading, owner, scope) else { return };
        if line.sources.iter().any(|one| one.source == source) {
            return;
        }
        let figure = |found: Option<(Figure, &PageCell)>| found.map(|(figure, _)| figure);
        line.sources.push(FundingLine {
            source,
            approved: figure(approved),
            budget: figure(budget),
            expenditure: figure(expenditure),
        });
    }

    /// The parts of a budget that stand beside it by source, where none came from a table before.
    fn take_parts(
        &self,
        grid: &Grid<'_>,
        row: usize,
        scope: Scope,
        owner: Owner,
        reading: &mut Reading,
    ) {
        if line_of(reading, owner, scope).is_none_or(|line| !line.sources.is_empty()) {
            return;
        }
        for (column, source) in &self.parts {
            let Some((figure, cell)) = self.amount_in(grid, row, *column) else { continue };
            let fact = fact(reading, owner, scope).child("source").child(source.id());
            reading.places.note(fact.child("budget"), cell.place.clone());
            let Some(line) = line_of(reading, owner, scope) else { return };
            let (source, budget) = (*source, Some(figure));
            line.sources.push(FundingLine { source, approved: None, budget, expenditure: None });
        }
    }

    /// A row of a list of projects, with the score that it states.
    fn read_listed(&self, grid: &Grid<'_>, row: usize, reading: &mut Reading) {
        let Some(name) = self.column(Shows::Project).and_then(|column| grid.cell(row, column))
        else {
            return;
        };
        let words = bare(&name.text);
        if words.is_empty() || ["合计", "总计", "小计"].contains(&words.as_str()) {
            return;
        }
        let index = forms::project(&name.text, reading, name);
        self.take(grid, row, Scope::Whole, Owner::Project(index), reading);
        let score = self.column(Shows::Score).and_then(|column| numbered(grid.cell(row, column)?));
        if let Some((score, _)) = score
            && let Some(project) = reading.dossier.projects.get_mut(index)
        {
            project.stated_score.get_or_insert(score);
        }
    }
}

/// A figure of a project in its form, beside the same one in the list of projects.
fn restated(
    reading: &Reading,
    project: usize,
    key: &str,
    (before, fact): (Figure, &FactId),
    (figure, cell): (Figure, &PageCell),
) -> Option<Claim> {
    let name = &reading.dossier.projects.get(project)?.name;
    let column = match key {
        "approved" => "年初预算数",
        "budget" => "预算数",
        "expenditure" => "执行数",
        _ => "执行率",
    };
    let label = format!("{name}{column}");
    let here = Term { label: label.clone(), figure, place: cell.place.clone() };
    let place = reading.places.of(fact)?.clone();
    Some(Claim {
        subject: label.clone(),
        excerpt: here.to_string(),
        place: here.place.clone(),
        binding: Binding::Certain,
        assertion: Assertion::Restated {
            here,
            elsewhere: vec![Term { label, figure: before, place }],
        },
    })
}

fn fact(reading: &Reading, owner: Owner, scope: Scope) -> FactId {
    match owner {
        Owner::Department => FactId::new(["budget", scope.id()]),
        Owner::Project(index) => {
            let project = reading.dossier.projects.get(index);
            FactId::new(["project", project.map(|one| one.id.as_str()).unwrap_or_default()])
        }
    }
}

fn line_of(reading: &mut Reading, owner: Owner, scope: Scope) -> Option<&mut BudgetLine> {
    let budget = &mut reading.dossier.budget;
    Some(match (owner, scope) {
        (Owner::Project(index), _) => &mut reading.dossier.projects.get_mut(index)?.money,
        (Owner::Department, Scope::Whole) => &mut budget.whole,
        (Owner::Department, Scope::Basic) => &mut budget.basic,
        (Owner::Department, Scope::Project) => &mut budget.project,
    })
}

/// What a column holds, by its header.
fn shows(header: &str) -> Option<Shows> {
    let whole = bare(header);
    let before = header.split(['（', '(']).next().map(bare).unwrap_or_default();
    let is = |words: &&[&str]| words.iter().any(|word| whole == *word || before == *word);
    HEADERS.iter().find(|(_, words)| is(words)).map(|(shows, _)| *shows)
}

/// Which line a label names.
fn scope(label: &str, owner: Owner) -> Option<Scope> {
    match (label, owner) {
        ("基本支出", Owner::Department) => Some(Scope::Basic),
        ("项目支出", Owner::Department) => Some(Scope::Project),
        _ => WHOLE.contains(&label).then_some(Scope::Whole),
    }
}

fn source(label: &str) -> Option<FundingSource> {
    let known = SOURCES.iter().find(|(_, names)| names.contains(&label));
    known.map(|(source, _)| *source)
}

/// The power of ten of the unit that words name in brackets or behind `单位：`.
pub(super) fn power_of(text: &str) -> Option<u32> {
    let text = bare(text);
    [("亿元", 8), ("万元", 4), ("千元", 3), ("元", 0)]
        .iter()
        .find_map(|(unit, power)| text.ends_with(unit).then_some(*power))
}

/// An amount of money as shown, with the unit of the table; without one its unit is not known.
fn money(text: &str, amount: Decimal, power: Option<u32>) -> Option<Figure> {
    let word = match power {
        Some(8) => "亿元",
        Some(4) => "万元",
        Some(3) => "千元",
        Some(_) => "元",
        None => "",
    };
    let unit = if power.is_some() { Unit::Yuan } else { Unit::Unstated };
    Figure::new(&format!("{text}{word}"), amount, power.unwrap_or(0), unit, Relation::Exactly)
}
