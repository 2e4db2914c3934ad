//! Tables that only have rules from left to right: the rules part the rows, white space the columns.

use super::lattice::{Lattice, Segment, Span};
use super::words::{Line, Word, lines, share};

/// How far the ends of the rules of one table may differ.
const NEAR: i32 = 400;
/// Rules from which the space between them is rows.
const MIN_RULES: usize = 3;
/// Rules from which every row is sure to have its own.
const MANY_RULES: usize = 4;
/// White space, in hundredths of the size, that parts columns where it goes through all rows.
const GAP: i32 = 35;

/// The grids that rules without any down rule make with the words between them.
pub(super) fn stripes(rules: &[Segment], words: &[Word]) -> Vec<Lattice> {
    let mut grids = Vec::new();
    let mut rest = rules;
    while let Some(first) = rest.first() {
        let is_alike = |rule: &&Segment| {
            (rule.from - first.from).abs() <= NEAR && (rule.to - first.to).abs() <= NEAR
        };
        let count = rest.iter().take_while(is_alike).count();
        let (run, behind) = rest.split_at(count);
        rest = behind;
        if run.len() >= MIN_RULES {
            grids.extend(stripe(run, words));
        }
    }
    grids
}

fn stripe(run: &[Segment], words: &[Word]) -> Option<Lattice> {
    let (left, right) = (run.first()?.from, run.first()?.to);
    let ys: Vec<i32> = run.iter().map(|rule| rule.at).collect();
    let rows: Vec<Vec<Word>> = ys
        .windows(2)
        .map(|edges| {
            let is_inside = |word: &&Word| {
                let (x, y) = word.middle();
                (left..=right).contains(&x)
                    && edges.first().is_some_and(|top| *top <= y)
                    && edges.last().is_some_and(|bottom| y < *bottom)
            };
            words.iter().filter(is_inside).cloned().collect()
        })
        .collect();
    let bands = bands(rows.iter().flatten());
    let filled = |words: &[Word]| {
        let is_filled = |band: &&(i32, i32)| words.iter().any(|word| lies_in(word, **band));
        bands.iter().filter(is_filled).count()
    };
    if bands.len() < 2 || rows.iter().any(|row| filled(row) < 2) {
        return None;
    }
    // A header and the rest between three rules: the rows of the rest have none.
    let has_unruled_rows = rows.iter().any(|row| {
        lines(row.clone()).iter().filter(|line: &&Line| filled(&line.words) >= 2).count() >= 2
    });
    if has_unruled_rows && run.len() < MANY_RULES {
        return None;
    }
    let mut xs = vec![left];
    xs.extend(bands.windows(2).filter_map(|pair| {
        pair.first().zip(pair.last()).map(|(one, next)| i32::midpoint(one.1, next.0))
    }));
    xs.push(right);
    let columns = bands.len();
    let spans = (0..rows.len())
        .flat_map(|row| (0..columns).map(move |column| Span { row, column, rows: 1, columns: 1 }))
        .collect();
    Some(Lattice { xs, ys, spans, is_irregular: false })
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
