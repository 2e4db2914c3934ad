//! What stands on one page, from top to bottom: lines and tables, without what every page repeats.

use std::collections::BTreeMap;

use super::canvas::Sheet;
use super::grid::{self, Grid};
use super::lattice::lattices;
use super::stripes::stripes;
use super::words::{Line, lines, words};

/// The lines and tables of a page, from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub items: Vec<Item>,
}

/// A line or a table.
#[derive(Debug)]
pub(super) enum Item {
    Line(Line),
    Grid(Grid),
}

impl Item {
    fn top(&self) -> i32 {
        match self {
            Self::Line(line) => line.top(),
            Self::Grid(grid) => grid.edges.0,
        }
    }
}

/// White space in a line, in hundredths of the size, that parts what says different things.
const PART_GAP: i32 = 300;
/// Share of the page, in hundredths, that heads and feet may take above and below.
const MARGIN: i32 = 12;
/// Pages that must carry the same line for it to be a running head.
const MIN_REPEATED: usize = 3;
/// Lines at each end of a page that may be a head or foot.
const MARGIN_LINES: usize = 3;

/// Finds the lines and tables of a page.
pub(super) fn layout(sheet: &Sheet, page: usize) -> Layout {
    let mut words = words(&sheet.glyphs);
    let lattices = lattices(&sheet.rules);
    let mut items: Vec<Item> = lattices
        .grids
        .iter()
        .filter_map(|lattice| grid::ruled(lattice, &mut words, page))
        .map(Item::Grid)
        .collect();
    for stripes in stripes(&lattices.lone, &words) {
        let grid = grid::ruled(&stripes, &mut words, page);
        items.extend(grid.map(grid::Grid::without_down_rules).map(Item::Grid));
    }
    let tops: Vec<i32> = items.iter().map(Item::top).collect();
    let lines = lines(words);
    let mut rest = lines.as_slice();
    while let Some((line, behind)) = rest.split_first() {
        // A table by alignment never reaches over one that has rules.
        let end = tops.iter().filter(|top| **top > line.top()).min().copied().unwrap_or(i32::MAX);
        let near = rest.iter().take_while(|line| line.top() < end).count();
        if let Some((count, grid)) = grid::aligned(rest.get(..near).unwrap_or_default(), page) {
            items.push(Item::Grid(grid));
            rest = rest.get(count..).unwrap_or_default();
        } else {
            items.extend(line.parted(PART_GAP).into_iter().map(Item::Line));
            rest = behind;
        }
    }
    items.sort_by_key(Item::top);
    Layout { items }
}

/// Drops page numbers and running heads from the pages; `heights` are those of the pages.
pub(super) fn drop_margins(layouts: &mut [Layout], heights: &[i32]) {
    let candidates: Vec<Vec<usize>> =
        layouts.iter().zip(heights).map(|(layout, height)| margin_lines(layout, *height)).collect();
    let numbers = page_numbers(layouts, &candidates);
    let repeated = repeated(layouts, &candidates);
    for (page, (layout, candidates)) in layouts.iter_mut().zip(&candidates).enumerate() {
        let mut index = 0;
        layout.items.retain(|item| {
            let place = index;
            index += 1;
            let Item::Line(line) = item else { return true };
            let text = line.text();
            let is_number = numbers.contains(&(page, place));
            let is_head = candidates.contains(&place) && repeated.contains(&masked(&text));
            !is_number && !is_head
        });
    }
}

/// Indices of the lines in the margins of a page that no other text or table follows or precedes.
fn margin_lines(layout: &Layout, height: i32) -> Vec<usize> {
    let margin = super::words::share(height, MARGIN);
    let mut found: Vec<usize> = Vec::new();
    let line = |index: usize| match layout.items.get(index) {
        Some(Item::Line(line)) => Some(line),
        _ => None,
    };
    let count = layout.items.len();
    for index in 0..count.min(MARGIN_LINES) {
        match line(index) {
            Some(line) if line.bottom() <= margin => found.push(index),
            _ => break,
        }
    }
    for index in (count.saturating_sub(MARGIN_LINES)..count).rev() {
        match line(index) {
            Some(line) if line.top() >= height - margin && !found.contains(&index) => {
                found.push(index);
            }
            _ => break,
        }
    }
    found
}

/// The candidates that count pages: decorated as page numbers are, or growing page by page.
fn page_numbers(layouts: &[Layout], candidates: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut numbers = Vec::new();
    let mut plain: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (page, (layout, candidates)) in layouts.iter().zip(candidates).enumerate() {
        for index in candidates {
            let Some(Item::Line(line)) = layout.items.get(*index) else { continue };
            let text: String = line.text().chars().filter(|c| !c.is_whitespace()).collect();
            let bare = text.trim_matches(is_dash);
            if is_counted_page(&text) || (bare.len() < text.len() && is_number(bare)) {
                numbers.push((page, *index));
            } else if let Some(number) = bare.parse::<usize>().ok().filter(|_| is_number(bare)) {
                // Pages and numbers grow together: their distance stays the same.
                plain
                    .entry((number + layouts.len()).saturating_sub(page))
                    .or_default()
                    .push((page, *index));
            }
        }
    }
    let single = layouts.len() == 1;
    numbers.extend(plain.into_values().filter(|places| places.len() >= 2 || single).flatten());
    numbers
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '—' | '–' | '―' | '－' | '─' | '·' | '~' | '～' | '_')
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Says whether a text is a number of pages: 第3页, 第 3 页 共 12 页, 3/12.
fn is_counted_page(text: &str) -> bool {
    let text = text.trim_matches(|c| is_dash(c) || matches!(c, '，' | ',' | '（' | '）'));
    if let Some((page, all)) = text.split_once('/') {
        return is_number(page) && is_number(all);
    }
    let rest: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let has_digit = rest.len() < text.len();
    has_digit
        && matches!(
            rest.trim_matches(['，', ',']),
            "第页" | "第页共页" | "第页，共页" | "第页/共页" | "共页第页" | "页"
        )
}

/// Lines, their digits masked, that stand in the margins of several pages.
fn repeated(layouts: &[Layout], candidates: &[Vec<usize>]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (layout, candidates) in layouts.iter().zip(candidates) {
        for index in candidates {
            if let Some(Item::Line(line)) = layout.items.get(*index) {
                *counts.entry(masked(&line.text())).or_default() += 1;
            }
        }
    }
    // A unit above the tables of several pages belongs to the tables.
    let enough = MIN_REPEATED.max(layouts.len().div_ceil(3));
    counts
        .into_iter()
        .filter(|(text, count)| *count >= enough && !text.contains("单位") && !text.contains("元"))
        .map(|(text, _)| text)
        .collect()
}

fn masked(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}
