//! Words into the cells of tables: by their rules, or by alignment where there are none.

use super::lattice::Lattice;
use super::unruled::{self, Filled};
use super::words::{Line, Word, join, lines, share};

/// A table of one page, or of several once they are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// Number of rows.
    pub rows: usize,
    /// Where its columns begin, and where the last one ends, on its first page.
    pub xs: Vec<i32>,
    /// Its cells by row and column; together they cover every place once.
    pub cells: Vec<GridCell>,
    /// Upper and lower edge on its first page.
    pub edges: (i32, i32),
    /// Why its reading is uncertain.
    pub doubt: Option<&'static str>,
}

/// A cell with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GridCell {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub text: String,
    /// Index of its page, from 0.
    pub page: usize,
    /// Left, top, right and bottom.
    pub bounds: (i32, i32, i32, i32),
    /// Whether its last line reaches the right edge, so that the text may go on.
    pub is_full: bool,
}

impl Grid {
    pub fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    /// The same table with the doubt that white space alone parts its columns.
    pub fn without_down_rules(self) -> Self {
        Self { doubt: Some(STRIPED), ..self }
    }

    /// Whether it has no rules, so that its columns are those of the words.
    pub fn is_aligned(&self) -> bool {
        self.doubt == Some(ALIGNED)
    }

    /// The cells that begin in a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(move |cell| cell.row == row)
    }

    /// Texts and widths of the cells that begin in a row.
    pub fn outline(&self, row: usize) -> Vec<(usize, usize, &str)> {
        self.row(row).map(|cell| (cell.column, cell.columns, cell.text.as_str())).collect()
    }
}

const MERGED: &str = "表格框线不成矩形，合并单元格的范围是推定的。";
const PARTED: &str = "表格的有些行之间没有框线，行是按各列数字对齐推定的。";
const STRIPED: &str = "表格没有竖线，列是按文字对齐推定的。";
const ALIGNED: &str = "表格没有框线，行列是按文字对齐推定的。";

/// Takes the words that stand inside a lattice; gives the table, where it holds anything.
pub(super) fn ruled(lattice: &Lattice, words: &mut Vec<Word>, page: usize) -> Option<Grid> {
    let (left, right) = (*lattice.xs.first()?, *lattice.xs.last()?);
    let (top, bottom) = (*lattice.ys.first()?, *lattice.ys.last()?);
    let (columns, rows) = (lattice.xs.len().checked_sub(1)?, lattice.ys.len().checked_sub(1)?);
    let mut owner = vec![0_usize; rows * columns];
    for (index, span) in lattice.spans.iter().enumerate() {
        for row in span.row..span.row + span.rows {
            for column in span.column..span.column + span.columns {
                *owner.get_mut(row * columns + column)? = index;
            }
        }
    }
    let mut contents: Vec<Vec<Word>> = vec![Vec::new(); lattice.spans.len()];
    let mut outside = Vec::new();
    for word in std::mem::take(words) {
        let (x, y) = word.middle();
        let is_inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
        let row = lattice.ys.partition_point(|edge| *edge <= y).clamp(1, rows) - 1;
        let column = lattice.xs.partition_point(|edge| *edge <= x).clamp(1, columns) - 1;
        let content = owner.get(row * columns + column).and_then(|index| contents.get_mut(*index));
        match content {
            Some(content) if is_inside => content.push(word),
            _ => outside.push(word),
        }
    }
    *words = outside;
    if contents.iter().filter(|content| !content.is_empty()).count() < 2 {
        // A drawing or an empty frame: its words, if any, are running text.
        words.extend(contents.into_iter().flatten());
        return None;
    }
    let edge = |edges: &[i32], index: usize| edges.get(index).copied().unwrap_or_default();
    let mut filled: Vec<Filled> = lattice
        .spans
        .iter()
        .zip(contents)
        .map(|(span, content)| Filled {
            span: *span,
            bounds: (
                edge(&lattice.xs, span.column),
                edge(&lattice.ys, span.row),
                edge(&lattice.xs, span.column + span.columns),
                edge(&lattice.ys, span.row + span.rows),
            ),
            lines: lines(content),
        })
        .collect();
    let parted = unruled::part_rows(&mut filled, rows);
    let doubt = lattice.is_irregular.then_some(MERGED).or(parted.map(|_| PARTED));
    Some(Grid {
        rows: parted.unwrap_or(rows),
        xs: lattice.xs.clone(),
        cells: filled.iter().map(|cell| cell_of(cell, page)).collect(),
        edges: (top, bottom),
        doubt,
    })
}

fn cell_of(cell: &Filled, page: usize) -> GridCell {
    let Filled { span, bounds, lines } = cell;
    GridCell {
        row: span.row,
        column: span.column,
        rows: span.rows,
        columns: span.columns,
        text: text(lines),
        page,
        bounds: *bounds,
        is_full: is_full(lines, *bounds),
    }
}

fn text(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        join(&mut text, &line.text());
    }
    text
}

/// Says whether no more than about one character fits behind the last line.
fn is_full(lines: &[Line], (left, _, right, _): (i32, i32, i32, i32)) -> bool {
    lines.last().is_some_and(|line| {
        let free = (line.left() - left) + (right - line.right());
        free <= share(line.size(), 220)
    })
}

/// White space between words, in hundredths of the size, that parts columns.
const COLUMN_GAP: i32 = 120;
/// Columns and rows from which alignment is no accident.
const MIN_COLUMNS: usize = 3;
const MIN_ROWS: usize = 3;

/// Takes lines that stand in at least three columns, several below one another, as a table.
///
/// Gives the number of lines taken from the first of `lines` on, with the table.
pub(super) fn aligned(lines: &[Line], page: usize) -> Option<(usize, Grid)> {
    let parted: Vec<Vec<Line>> = lines
        .iter()
        .map(|line| line.parted(COLUMN_GAP))
        .take_while(|parts| parts.len() >= MIN_COLUMNS)
        .collect();
    let mut count = parted.len();
    while count >= MIN_ROWS {
        let rows = parted.get(..count)?;
        if let Some(bands) = bands(rows) {
            return Some((count, aligned_grid(rows, &bands, page)));
        }
        count -= 1;
    }
    None
}

/// Columns that all parts keep to, each filled in most of the rows.
fn bands(rows: &[Vec<Line>]) -> Option<Vec<(i32, i32)>> {
    let mut extents: Vec<(i32, i32)> =
        rows.iter().flatten().map(|part| (part.left(), part.right())).collect();
    extents.sort_unstable();
    let mut bands: Vec<(i32, i32)> = Vec::new();
    for (left, right) in extents {
        match bands.last_mut() {
            Some(band) if left <= band.1 => band.1 = band.1.max(right),
            _ => bands.push((left, right)),
        }
    }
    let has_one_each = rows.iter().all(|parts| {
        let mut places: Vec<usize> =
            parts.iter().filter_map(|part| band_of(&bands, part)).collect();
        let count = places.len();
        places.dedup();
        places.len() == count
    });
    let are_filled =
        rows.iter().filter(|parts| parts.len() + 1 >= bands.len()).count() * 10 >= rows.len() * 8;
    (bands.len() >= MIN_COLUMNS && has_one_each && are_filled).then_some(bands)
}

fn band_of(bands: &[(i32, i32)], part: &Line) -> Option<usize> {
    bands.iter().position(|(left, right)| (*left..=*right).contains(&part.left()))
}

fn aligned_grid(rows: &[Vec<Line>], bands: &[(i32, i32)], page: usize) -> Grid {
    let mut xs: Vec<i32> = bands.iter().map(|(left, _)| *left).collect();
    xs.extend(bands.last().map(|(_, right)| *right));
    let mut cells = Vec::new();
    for (row, parts) in rows.iter().enumerate() {
        let top = parts.iter().map(Line::top).min().unwrap_or_default();
        let bottom = parts.iter().map(Line::bottom).max().unwrap_or_default();
        for (column, (left, right)) in bands.iter().enumerate() {
            let part = parts.iter().find(|part| band_of(bands, part) == Some(column));
            cells.push(GridCell {
                row,
                column,
                rows: 1,
                columns: 1,
                text: part.map(Line::text).unwrap_or_default(),
                page,
                bounds: (*left, top, *right, bottom),
                is_full: false,
            });
        }
    }
    let edge = |pick: fn(&GridCell) -> i32| cells.iter().map(pick);
    let edges = (
        edge(|cell| cell.bounds.1).min().unwrap_or_default(),
        edge(|cell| cell.bounds.3).max().unwrap_or_default(),
    );
    Grid { rows: rows.len(), xs, cells, edges, doubt: Some(ALIGNED) }
}
