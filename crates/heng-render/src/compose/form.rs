//! 绩效自评表: the forms of a department and of its projects, made of sections that they share.

mod cells;
mod columns;
mod department;
mod indicators;
mod money;
mod project;
mod signing;
mod summary;

pub use department::form;
pub use project::projects;

use heng_core::table::Cell;

use super::{Row, heading_cell};
use crate::document::CellContent;

/// Widths of the columns of names, money and objectives.
const WIDTHS: [u32; 8] = [12, 19, 13, 13, 13, 8, 11, 11];

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
