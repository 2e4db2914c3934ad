//! Forms: tables in which a department or a project states its money, its indicators and their total.

use heng_core::dossier::Project;
use heng_core::fact::FactId;
use heng_core::page::{Content, PageCell, Pages};
use heng_core::report::ReportKind;

use super::Reading;
use super::grid::Grid;
use super::indicators::Indicators;
use super::money_table::{MoneyTable, power_of};
use super::total::Tally;
use crate::report::column::bare;

/// Whose money and indicators a table states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The department itself.
    Department,
    /// A project, by its index.
    Project(usize),
}

/// Labels of the cell before a project's name.
const PROJECT_NAMES: [&str; 5] =
    ["项目名称", "转移支付项目名称", "专项名称", "专项资金名称", "项目政策名称"];
/// Labels of the cell before the name of who files a department's form.
const DEPARTMENT_NAMES: [&str; 6] =
    ["部门单位名称", "部门名称", "单位名称", "预算部门名称", "部门单位", "填报单位"];

/// Reads all tables of money and indicators, with what their totals claim.
pub(super) fn read(pages: &Pages, kind: ReportKind, reading: &mut Reading) {
    let mut form = Form { owner: Owner::Department, tally: Tally::default(), unit: None };
    for block in &pages.blocks {
        match &block.content {
            Content::Table(table) => {
                form.read(&Grid::of(table), kind, reading);
            }
            Content::Heading { text, .. } | Content::Paragraph(text) | Content::Aside(text) => {
                let begins_department = text.contains("整体支出绩效自评表");
                if begins_department && text.chars().count() <= LONGEST_TITLE {
                    form.begin(Owner::Department);
                }
                form.unit = text.contains("单位：").then(|| power_of(text)).flatten().or(form.unit);
            }
        }
    }
}

/// Titles of forms are no longer than this, in characters.
const LONGEST_TITLE: usize = 40;

/// The form that is being read.
struct Form<'t> {
    owner: Owner,
    tally: Tally<'t>,
    /// The power of ten of the unit that stands above the next table.
    unit: Option<u32>,
}

/// What the rows of a table hold.
enum Part<'t> {
    Nothing,
    Money(MoneyTable),
    Indicators(Indicators<'t>),
}

impl<'t> Form<'t> {
    fn begin(&mut self, owner: Owner) {
        self.owner = owner;
        self.tally = Tally::default();
    }

    fn read(&mut self, grid: &Grid<'t>, kind: ReportKind, reading: &mut Reading) {
        let mut part = Part::Nothing;
        let mut row = 0;
        while row < grid.len() {
            if let Some(owner) = named(grid, row, reading) {
                self.begin(owner);
                part = Part::Nothing;
                row += 1;
            } else if let Some((indicators, body)) = Indicators::begin(grid, row) {
                part = match part {
                    // The header is printed again behind a page break.
                    Part::Indicators(before) if before.has_headers_of(&indicators) => {
                        Part::Indicators(before)
                    }
                    _ => Part::Indicators(indicators),
                };
                row = body;
            } else if let Some((money, body)) = MoneyTable::begin(grid, row, kind, self.unit) {
                part = Part::Money(money);
                row = body;
            } else {
                match &mut part {
                    Part::Nothing => {}
                    Part::Money(money) => {
                        money.read(grid, row, self.owner, reading, &mut self.tally);
                    }
                    Part::Indicators(indicators) => {
                        let total =
                            indicators.read(grid, row, self.owner, reading, &mut self.tally);
                        if let Some(total) = total {
                            reading.claims.extend(self.tally.claims(&total));
                            total.note(self.owner, reading);
                        }
                    }
                }
                row += 1;
            }
        }
        self.unit = None;
    }
}

/// The owner whose name a row gives behind its label.
fn named(grid: &Grid<'_>, row: usize, reading: &mut Reading) -> Option<Owner> {
    let cells = grid.cells(row);
    let ((_, label), (_, name)) = (cells.first()?, cells.get(1)?);
    let label = bare(&label.text);
    // A row of headers goes on with headers.
    if cells.len() > 4 {
        return None;
    }
    if DEPARTMENT_NAMES.contains(&label.as_str()) {
        return Some(Owner::Department);
    }
    if !PROJECT_NAMES.contains(&label.as_str()) || name.text.trim().is_empty() {
        return None;
    }
    Some(Owner::Project(project(&name.text, reading, name)))
}

/// The project of a name, which is told of already or begins here.
pub(super) fn project(name: &str, reading: &mut Reading, cell: &PageCell) -> usize {
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let projects = &mut reading.dossier.projects;
    let known = projects.iter().position(|one| squeezed(&one.name) == squeezed(name));
    if let Some(index) = known {
        return index;
    }
    let index = projects.len();
    let id = format!("project-{}", index + 1);
    reading.places.note(FactId::new(["project", &id]), cell.place.clone());
    projects.push(Project { id, name: name.trim().to_owned(), ..Project::default() });
    index
}
