//! Tables that only have rules from left to right: the rules part the rows, white space the columns.

use super::lattice::{Lattice, Segment, Span};
use super::words::{Line, Word, lines, share};

/// How far the ends of the rules of one table may differ.
const NEAR: i32 = 400;
/// Rows from which rules make a table.
const MIN_ROWS: usize = 2;
/// White space, in hundredths of the size, that parts columns where it goes through all rows.
const GAP: i32 = 35;
/// White space, in hundredths of the size, that parts what stands above a table from its first row.
const SPACE: i32 = 60;

/// The words between two rules.
struct Row {
    top: i32,
    bottom: i32,
    lines: Vec<Line>,
}

/// The grids that rules without any down rule make with the words between them.
pub(super) fn stripes(rules: &[Segment], words: &[Word]) -> Vec<Lattice> {
    let mut grids = Vec::new();
    let mut rest = rules;
    while let Some(first) = rest.first() {
        let is_alike = |rule: &&Segment| {
            (rule.from - first.from).abs() <= NEAR && (rule.to - first.to).abs() <= NEAR
        };
        let (run, behind) = rest.split_at(rest.iter().take_while(is_alike).count());
        rest = behind;
        let mut rows = Vec::new();
        for row in between(run, words) {
            if holds_rows(&row) || row.lines.is_empty() {
                grids.extend(stripe(first, &rows));
                rows.clear();
            } else {
                rows.push(row);
            }
        }
        grids.extend(stripe(first, &rows));
    }
    grids
}

/// What stands between each rule of a run and the next.
fn between(run: &[Segment], words: &[Word]) -> Vec<Row> {
    let pairs = run.windows(2).filter_map(|pair| pair.first().zip(pair.last()));
    pairs
        .map(|(above, below)| {
            let is_inside = |word: &&Word| {
                let (x, y) = word.middle();
                (above.from..=above.to).contains(&x) && (above.at..below.at).contains(&y)
            };
            let lines = lines(words.iter().filter(is_inside).cloned().collect());
            Row { top: above.at, bottom: below.at, lines }
        })
        .collect()
}

/// Says whether figures stand below one another between two rules: rows that no rule parts.
fn holds_rows(row: &Row) -> bool {
    let figures: Vec<&Word> = row
        .lines
        .iter()
        .flat_map(|line| &line.words)
        .filter(|word| is_figure(&word.text))
        .collect();
    figures.iter().enumerate().any(|(index, one)| {
        figures.iter().skip(index + 1).any(|other| {
            let is_below = (other.baseline - one.baseline).abs() > share(one.size, 50);
            let is_aligned =
                (other.right - one.right).abs() <= NEAR || (other.left - one.left).abs() <= NEAR;
            is_below && is_aligned
        })
    })
}

fn is_figure(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%'))
}

fn stripe(rule: &Segment, rows: &[Row]) -> Option<Lattice> {
    if rows.len() < MIN_ROWS {
        return None;
    }
    let top = top_of_first(rows.first()?);
    let words: Vec<Vec<&Word>> = rows
        .iter()
        .map(|row| row.lines.iter().flat_map(|line| &line.words))
        .map(|words| words.filter(|word| word.bottom() > top).collect())
        .collect();
    let bands = bands(words.iter().flatten().copied());
    let is_row = |words: &Vec<&Word>| {
        let is_filled = |band: &&(i32, i32)| words.iter().any(|word| lies_in(word, **band));
        bands.iter().filter(is_filled).count() >= 2
    };
    if !words.iter().all(is_row) {
        return None;
    }
    let middles = bands.windows(2).filter_map(|pair| pair.first().zip(pair.last()));
    let mut xs = vec![rule.from];
    xs.extend(middles.map(|(one, next)| i32::midpoint(one.1, next.0)));
    xs.push(rule.to);
    let mut ys = vec![top];
    ys.extend(rows.iter().map(|row| row.bottom));
    let columns = bands.len();
    let spans = (0..rows.len())
        .flat_map(|row| (0..columns).map(move |column| Span { row, column, rows: 1, columns: 1 }))
        .collect();
    Some(Lattice { xs, ys, spans, is_irregular: false })
}

/// Where the first row begins: below what stands apart from it, such as the title of the table.
fn top_of_first(row: &Row) -> i32 {
    let mut lines = row.lines.iter().rev();
    let Some(mut below) = lines.next() else { return row.top };
    for line in lines {
        if below.top() - line.bottom() > share(below.size(), SPACE) {
            return below.top();
        }
        below = line;
    }
    row.top
}

fn lies_in(word: &Word, band: (i32, i32)) -> bool {
    (band.0..=band.1).contains(&word.left)
}

/// Where words stand below one another, from left to right; nothing crosses the space between.
fn bands<'w>(words: impl Iterator<Item = &'w Word>) -> Vec<(i32, i32)> {
    let mut extents: Vec<(i32, i32, i32)> =
        words.map(|word| (word.left, word.right, share(word.size, GAP))).collect();
    extents.sort_unstable();
    let mut bands: Vec<(i32, i32)> = Vec::new();
    for (left, right, gap) in extents {
        match bands.last_mut() {
            Some(band) if left - band.1 < gap => band.1 = band.1.max(right),
            _ => bands.push((left, right)),
        }
    }
    bands
}
