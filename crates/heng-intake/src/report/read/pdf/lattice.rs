//! Tables by their rules: where lines cross there is a grid, and where one is missing cells are merged.

use super::canvas::Rule;

/// Rules nearer than this are one, as the two lines of a double border or the sides of two boxes.
const NEAR: i32 = 400;
/// Share of a cell's side, in hundredths, from which a rule is its border.
const COVERED: i32 = 85;
/// More rules than this are a drawing.
const MAX_RULES: usize = 2_000;
/// More cells than this are a drawing.
const MAX_CELLS: usize = 40_000;

/// A grid of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lattice {
    /// Where its columns begin, and where the last one ends.
    pub xs: Vec<i32>,
    /// Where its rows begin, and where the last one ends.
    pub ys: Vec<i32>,
    /// Its cells by row and column.
    pub spans: Vec<Span>,
    /// Whether cells without a border between them did not make up a box.
    pub is_irregular: bool,
}

/// A cell of a grid, which may cover several places of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
}

/// A rule by the line that it lies on, from one end to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Segment {
    pub at: i32,
    pub from: i32,
    pub to: i32,
}

/// What the rules of a page make.
#[derive(Debug, Default)]
pub(super) struct Lattices {
    /// Grids, from top to bottom.
    pub grids: Vec<Lattice>,
    /// Rules from left to right that no rule down touches, from top to bottom.
    pub lone: Vec<Segment>,
}

/// Finds the grids that rules make; rules that cross no other are none.
pub(super) fn lattices(rules: &[Rule]) -> Lattices {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for rule in rules {
        match *rule {
            Rule::Across { y, from, to } => across.push(Segment { at: y, from, to }),
            Rule::Down { x, from, to } => down.push(Segment { at: x, from, to }),
        }
    }
    let (across, down) = (merged(across), merged(down));
    if across.len() > MAX_RULES || down.len() > MAX_RULES {
        return Lattices::default();
    }
    let lone = across.iter().filter(|one| !down.iter().any(|two| touches(one, two)));
    let mut grids: Vec<Lattice> = connected(&across, &down)
        .iter()
        .filter_map(|(across, down)| lattice(across, down))
        .collect();
    grids.sort_by_key(|lattice| (lattice.ys.first().copied(), lattice.xs.first().copied()));
    Lattices { grids, lone: lone.copied().collect() }
}

/// Says whether a rule across and a rule down meet.
fn touches(across: &Segment, down: &Segment) -> bool {
    (across.from - NEAR..=across.to + NEAR).contains(&down.at)
        && (down.from - NEAR..=down.to + NEAR).contains(&across.at)
}

/// Joins pieces that lie on one line and touch: dashes, and sides of cells drawn one by one.
fn merged(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_unstable();
    segments.dedup();
    let lines = clusters(segments.iter().map(|segment| segment.at));
    for segment in &mut segments {
        segment.at = nearest(&lines, segment.at);
    }
    segments.sort_unstable();
    let mut merged: Vec<Segment> = Vec::new();
    for segment in segments {
        match merged.last_mut() {
            Some(last) if last.at == segment.at && segment.from - last.to <= NEAR => {
                last.to = last.to.max(segment.to);
            }
            _ => merged.push(segment),
        }
    }
    // What is shorter than any cell is a dash that lies alone or a mark.
    merged.retain(|segment| segment.to - segment.from > NEAR);
    merged
}

/// Positions that stand for all those near them, in order.
fn clusters(positions: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut positions: Vec<i32> = positions.collect();
    positions.sort_unstable();
    let mut clusters: Vec<(i32, i32)> = Vec::new();
    for position in positions {
        match clusters.last_mut() {
            Some((first, last)) if position - *first <= NEAR => *last = position,
            _ => clusters.push((position, position)),
        }
    }
    clusters.into_iter().map(|(first, last)| i32::midpoint(first, last)).collect()
}

/// The line that stands for a position, which is one of those that they were made of.
fn nearest(lines: &[i32], position: i32) -> i32 {
    let behind = lines.partition_point(|line| *line < position);
    let near = lines.get(behind.saturating_sub(1)..).unwrap_or_default().iter().take(2);
    near.copied().min_by_key(|line| (line - position).abs()).unwrap_or(position)
}

/// Groups of rules that touch one another, each with at least one of both directions.
fn connected(across: &[Segment], down: &[Segment]) -> Vec<(Vec<Segment>, Vec<Segment>)> {
    let mut groups = Groups::new(across.len() + down.len());
    for (index, one) in across.iter().enumerate() {
        for (other, two) in down.iter().enumerate() {
            if touches(one, two) {
                groups.join(index, across.len() + other);
            }
        }
    }
    let mut parts: Vec<(usize, Vec<Segment>, Vec<Segment>)> = Vec::new();
    for (index, segment) in across.iter().chain(down).enumerate() {
        let root = groups.root(index);
        let place = parts.iter().position(|(group, ..)| *group == root).unwrap_or(parts.len());
        if place == parts.len() {
            parts.push((root, Vec::new(), Vec::new()));
        }
        if let Some((_, rows, columns)) = parts.get_mut(place) {
            if index < across.len() { rows.push(*segment) } else { columns.push(*segment) }
        }
    }
    parts
        .into_iter()
        .filter(|(_, across, down)| !across.is_empty() && !down.is_empty())
        .map(|(_, across, down)| (across, down))
        .collect()
}

/// Things put together step by step; each group is known by its first member.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, index: usize) -> usize {
        let mut root = index;
        while let Some(above) = self.0.get(root).copied().filter(|above| *above != root) {
            root = above;
        }
        if let Some(above) = self.0.get_mut(index) {
            *above = root;
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(above) = self.0.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
}

/// The grid of rules that touch one another; one cell alone is a frame, not a table.
fn lattice(across: &[Segment], down: &[Segment]) -> Option<Lattice> {
    // A cell that is open where the page ends or the table has no outer rule ends with the others.
    let xs = clusters(
        down.iter().map(|rule| rule.at).chain(across.iter().flat_map(|rule| [rule.from, rule.to])),
    );
    let ends = down.iter().flat_map(|rule| [rule.from, rule.to]);
    let (top, bottom) = (ends.clone().min()?, ends.max()?);
    let ys = clusters(across.iter().map(|rule| rule.at).chain([top, bottom]));
    let xs = with_borders(&xs, down);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if rows == 0 || columns == 0 || rows * columns < 2 || rows * columns > MAX_CELLS {
        return None;
    }
    let mut grid = Grid { rows, columns, cells: Groups::new(rows * columns) };
    for row in 0..rows {
        for column in 0..columns {
            let (left, right) = (*xs.get(column)?, *xs.get(column + 1)?);
            let (top, bottom) = (*ys.get(row)?, *ys.get(row + 1)?);
            if row + 1 < rows && !is_border(across, bottom, left, right) {
                grid.cells.join(row * columns + column, (row + 1) * columns + column);
            }
            if column + 1 < columns && !is_border(down, right, top, bottom) {
                grid.cells.join(row * columns + column, row * columns + column + 1);
            }
        }
    }
    let (spans, is_irregular) = grid.spans();
    // The axes and bars of a chart leave a few large cells that are no boxes.
    let is_chart = is_irregular && spans.len() * 4 < rows * columns;
    (spans.len() > 1 && !is_chart).then_some(Lattice { xs, ys, spans, is_irregular })
}

/// The positions at which a column begins: where a rule goes down, and the two edges.
fn with_borders(xs: &[i32], down: &[Segment]) -> Vec<i32> {
    let is_edge = |x: &i32| xs.first() == Some(x) || xs.last() == Some(x);
    let has_rule = |x: &i32| down.iter().any(|rule| (rule.at - x).abs() <= NEAR);
    xs.iter().copied().filter(|x| is_edge(x) || has_rule(x)).collect()
}

fn is_border(rules: &[Segment], at: i32, from: i32, to: i32) -> bool {
    let covered: i32 = rules
        .iter()
        .filter(|rule| (rule.at - at).abs() <= NEAR)
        .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0))
        .fold(0, i32::saturating_add);
    covered.saturating_mul(100) >= (to - from).saturating_mul(COVERED)
}

/// Places of a grid, put together where no border parts them.
struct Grid {
    rows: usize,
    columns: usize,
    cells: Groups,
}

impl Grid {
    /// The cells as boxes; groups that are no box are widened until they are.
    fn spans(mut self) -> (Vec<Span>, bool) {
        let mut is_irregular = false;
        loop {
            let boxes = self.boxes();
            let mut has_grown = false;
            for (root, span) in &boxes {
                for row in span.row..span.row + span.rows {
                    for column in span.column..span.column + span.columns {
                        let place = row * self.columns + column;
                        if self.cells.root(place) != self.cells.root(*root) {
                            self.cells.join(place, *root);
                            has_grown = true;
                        }
                    }
                }
            }
            if !has_grown {
                return (boxes.into_iter().map(|(_, span)| span).collect(), is_irregular);
            }
            is_irregular = true;
        }
    }

    /// Each group with the box around it, by row and column of the box.
    fn boxes(&mut self) -> Vec<(usize, Span)> {
        let mut boxes: std::collections::BTreeMap<usize, Span> = std::collections::BTreeMap::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                let root = self.cells.root(row * self.columns + column);
                let span = boxes.entry(root).or_insert(Span { row, column, rows: 1, columns: 1 });
                let right = (span.column + span.columns).max(column + 1);
                span.column = span.column.min(column);
                span.columns = right - span.column;
                span.rows = span.rows.max(row + 1 - span.row);
            }
        }
        let mut boxes: Vec<(usize, Span)> = boxes.into_iter().collect();
        boxes.sort_by_key(|(_, span)| *span);
        boxes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules of a drawing: `-` and `|` join the corners `+`, ten points a character.
    fn rules(drawing: &[&str]) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (row, line) in (0..).zip(drawing) {
            for (column, character) in (0..).zip(line.chars()) {
                let (x, y) = (column * 1000, row * 1000);
                match character {
                    '-' => rules.push(Rule::Across { y, from: x - 1000, to: x + 1000 }),
                    '|' => rules.push(Rule::Down { x, from: y - 1000, to: y + 1000 }),
                    _ => {}
                }
            }
        }
        rules
    }

    /// Each cell as row, column, rows and columns.
    fn cells(drawing: &[&str]) -> Vec<Vec<(usize, usize, usize, usize)>> {
        lattices(&rules(drawing))
            .grids
            .iter()
            .map(|lattice| {
                let spans = lattice.spans.iter();
                spans.map(|span| (span.row, span.column, span.rows, span.columns)).collect()
            })
            .collect()
    }

    #[test]
    fn missing_borders_merge_cells() {
        let drawing = ["+-+-+-+", "| | | |", "+ +-+-+", "| |   |", "+-+-+-+"];
        assert_eq!(cells(&drawing), [vec![(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 2)]]);
    }

    #[test]
    fn a_table_open_at_the_end_of_the_page_is_closed() {
        let drawing = ["+-+-+", "| | |", "+-+-+", "| | |"];
        assert_eq!(cells(&drawing), [vec![(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]]);
    }

    #[test]
    fn a_table_without_outer_rules_ends_with_its_rows() {
        let drawing = ["--+--", "  |  ", "--+--"];
        assert_eq!(cells(&drawing), [vec![(0, 0, 1, 1), (0, 1, 1, 1)]]);
    }

    #[test]
    fn tables_that_do_not_touch_stay_apart() {
        let drawing = ["+-+-+", "| | |", "+-+-+", "", "+--+--+", "|  |  |", "+--+--+"];
        assert_eq!(cells(&drawing).len(), 2);
    }

    #[test]
    fn frames_and_single_rules_are_no_tables() {
        for drawing in [["+-+", "| |", "+-+"], ["---", "   ", "---"]] {
            assert!(cells(&drawing).is_empty(), "{drawing:?}");
        }
    }

    #[test]
    fn cells_that_make_no_box_are_widened_to_one() {
        let drawing = ["+-+-+", "|   |", "+ +-+", "| | |", "+-+-+"];
        let grids = lattices(&rules(&drawing)).grids;
        assert!(grids.is_empty(), "one cell is left: {grids:?}");
    }
}
