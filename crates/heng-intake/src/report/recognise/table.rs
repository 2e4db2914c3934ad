//! Tables of money: their lines with codes and names, and the sums that their form claims.

mod column;
mod grid;
mod group;
mod line;
mod listed;
mod rates;
mod sums;

use heng_core::page::{Block, Pages};
use heng_core::report::Claim;
use heng_core::report::claim::doubt_if_most_fail;

use column::Side;
use grid::Grid;
pub(super) use line::Line;
use line::lines;

use super::passage::squeezed;

/// A table of money as it was understood (金额表).
#[derive(Debug)]
pub(super) struct MoneyTable {
    /// The words above it.
    pub title: String,
    /// Names of its columns with money, by index of the column.
    pub headers: Vec<String>,
    /// Its lines, side by side where the table has two.
    pub lines: Vec<Line>,
    /// Whether its unit is known.
    pub has_unit: bool,
    pub claims: Vec<Claim>,
}

/// The tables of money of a report in reading order, those torn apart by page breaks joined.
pub(super) fn tables(pages: &Pages) -> Vec<MoneyTable> {
    let mut grids: Vec<(String, Option<u32>, Grid)> = Vec::new();
    let mut since_last = usize::MAX;
    for (index, block) in pages.blocks.iter().enumerate() {
        let Some(table) = block.table() else {
            since_last = since_last.saturating_add(usize::from(is_words(block)));
            continue;
        };
        let grid = Grid::of(table);
        let is_continued = since_last == 0;
        since_last = 0;
        if is_continued
            && let Some((_, _, last)) = grids.last_mut()
            && last.takes(&grid)
        {
            last.append(grid);
            continue;
        }
        let (title, unit) = heading(&pages.blocks, index);
        let unit = unit.or_else(|| grid.unit());
        grids.push((title, unit, grid));
    }
    let mut tables: Vec<MoneyTable> = grids
        .into_iter()
        .filter_map(|(title, unit, grid)| understood(title, unit, &grid))
        .collect();
    tables.extend(listed::listed(pages));
    tables
}

/// Whether a block says something that may begin another table: no page number, no name of a department.
fn is_words(block: &Block) -> bool {
    let text = block.text().map(squeezed).unwrap_or_default();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || "-—第页共/".contains(c));
    !is_number && !is_caption(&text)
}

/// `编制部门：… 单位：元`.
fn is_caption(text: &str) -> bool {
    ["单位：", "单位:", "编制部门", "编制单位", "部门：", "金额单位", "续表", "公开"]
        .iter()
        .any(|word| text.contains(word))
        && text.chars().count() < 60
}

/// How many blocks above a table its title and unit may stand in.
const ABOVE: usize = 4;

/// The title and the power of ten of the unit that the blocks above a table name.
fn heading(blocks: &[Block], index: usize) -> (String, Option<u32>) {
    let mut title = String::new();
    let mut unit = None;
    let above = blocks.get(index.saturating_sub(ABOVE)..index).unwrap_or_default();
    for block in above.iter().rev() {
        let Some(text) = block.text() else { break };
        let text = squeezed(text);
        unit = unit.or_else(|| unit_named(&text));
        if !is_caption(&text) && text.chars().count() <= 60 && !text.ends_with('。') {
            title = text;
            break;
        }
    }
    (title, unit)
}

/// The power of ten of `单位：万元`; of `单位：元` it is 0.
fn unit_named(text: &str) -> Option<u32> {
    let words = text.find("单位").and_then(|at| text.get(at..))?;
    let words = words.rsplit("单位").next()?;
    let words = words.trim_start_matches(['：', ':', '（', '(']);
    let words = words.trim_start_matches("人民币");
    [("亿元", 8), ("万元", 4), ("千元", 3), ("元", 0)]
        .iter()
        .find_map(|(word, power)| words.starts_with(word).then_some(*power))
}

fn understood(title: String, unit: Option<u32>, grid: &Grid) -> Option<MoneyTable> {
    let sides: Vec<Side> = column::sides(grid);
    if sides.is_empty() {
        return None;
    }
    let headers = (0..grid.columns()).map(|column| grid.header(column).concat()).collect();
    let lines = lines(grid, &sides, unit);
    let mut claims = sums::sums(&title, grid, &lines, &sides);
    claims.extend(group::groups(&title, grid, &lines, &sides));
    doubt_if_most_fail(&mut claims);
    claims.extend(rates::rates(&title, grid, &lines, &sides));
    Some(MoneyTable { title, headers, lines, has_unit: unit.is_some(), claims })
}
