//! Glyphs with their places into lines, and lines into paragraphs.

use crate::report::read::{outline, words};

/// How far baselines of one line may lie apart, in hundredths of the size.
const LINE: i32 = 40;
/// White space that parts words, in hundredths of the size.
const WORD_GAP: i32 = 60;
/// White space that parts columns, in hundredths of the size.
const COLUMN_GAP: i32 = 200;
/// How far a line may end before the right margin and still be full, in hundredths of the size.
const FULL: i32 = 250;
/// From which distance on a line begins with an indent, in hundredths of the size.
const INDENT: i32 = 120;
/// Lines further apart belong to different paragraphs, in hundredths of the size.
const FURTHER: i32 = 320;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub glyphs: Vec<Glyph>,
}

/// A character with its place; lengths are hundredths of a point, from the upper left corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub character: char,
    pub left: i32,
    pub right: i32,
    pub baseline: i32,
    pub size: i32,
}

/// A paragraph with where it begins.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub text: String,
    /// Page, from 0.
    pub page: usize,
    /// Left, top, right, bottom of what stands on that page.
    pub bounds: [i32; 4],
    /// It looks like a row of a table.
    pub has_columns: bool,
}

#[derive(Debug)]
struct Line {
    text: String,
    left: i32,
    right: i32,
    baseline: i32,
    size: i32,
    columns: usize,
}

/// The paragraphs of all pages in reading order, without page numbers.
pub(super) fn paragraphs(sheets: Vec<Sheet>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    // Whether the line before was full, so that its paragraph may go on.
    let mut is_open = false;
    for (page, sheet) in sheets.into_iter().enumerate() {
        let lines = lines(sheet.glyphs);
        let left = lines.iter().map(|line| line.left).min().unwrap_or_default();
        let right = lines.iter().map(|line| line.right).max().unwrap_or_default();
        let mut above: Option<i32> = None;
        for line in lines {
            let near = above.is_none_or(|above| line.baseline - above <= part(line.size, FURTHER));
            let is_flush = line.left - left < part(line.size, INDENT);
            let goes_on = is_open && near && is_flush && line.columns == 1;
            let goes_on = goes_on && outline::numbering(&line.text).is_none();
            is_open = line.columns == 1 && right - line.right < part(line.size, FULL);
            above = Some(line.baseline);
            let top = line.baseline - part(line.size, 88);
            let bottom = line.baseline + part(line.size, 12);
            match paragraphs.last_mut().filter(|_| goes_on) {
                Some(paragraph) => {
                    paragraph.text = words::tidy(&format!("{}{}", paragraph.text, line.text));
                    if paragraph.page == page {
                        let [left, _, right, low] = &mut paragraph.bounds;
                        (*left, *right) = ((*left).min(line.left), (*right).max(line.right));
                        *low = bottom;
                    }
                }
                None => paragraphs.push(Paragraph {
                    text: line.text,
                    page,
                    bounds: [line.left, top, line.right, bottom],
                    has_columns: line.columns > 2,
                }),
            }
        }
    }
    paragraphs
}

/// The lines of a page from top to bottom.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by_key(|glyph| (glyph.baseline, glyph.left));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        let on_line = |line: &&mut Vec<Glyph>| {
            line.last().is_some_and(|last| {
                glyph.baseline - last.baseline <= part(glyph.size.min(last.size), LINE)
            })
        };
        match lines.last_mut().filter(on_line) {
            Some(line) => line.push(glyph),
            None => lines.push(vec![glyph]),
        }
    }
    let mut lines: Vec<Line> = lines.into_iter().filter_map(line).collect();
    if lines.last().is_some_and(|line| is_page_number(&line.text)) {
        lines.pop();
    }
    lines
}

fn line(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by_key(|glyph| glyph.left);
    // Bold is sometimes drawn twice, a hair apart.
    glyphs.dedup_by(|later, earlier| {
        later.character == earlier.character && later.left - earlier.left < part(earlier.size, 15)
    });
    let mut text = String::new();
    let mut columns = 1_usize;
    let mut before: Option<Glyph> = None;
    for glyph in &glyphs {
        let gap = before.map_or(0, |before| glyph.left - before.right);
        if gap > part(glyph.size, COLUMN_GAP) {
            columns = columns.saturating_add(1);
            text.push('\t');
        } else if gap > part(glyph.size, WORD_GAP) {
            text.push(' ');
        }
        text.push(glyph.character);
        before = Some(*glyph);
    }
    let (first, last) = (glyphs.first()?, glyphs.last()?);
    // Columns stay apart, whatever stands in them.
    let parts: Vec<String> = text.split('\t').map(words::tidy).collect();
    let text = parts.join(" ");
    let line = Line {
        left: first.left,
        right: last.right,
        baseline: first.baseline,
        size: glyphs.iter().map(|glyph| glyph.size).max()?,
        columns,
        text: text.trim().to_owned(),
    };
    (!line.text.is_empty()).then_some(line)
}

/// So many hundredths of a size.
fn part(size: i32, hundredths: i32) -> i32 {
    size.saturating_mul(hundredths).div_euclid(100)
}

/// Says whether a line is a page number such as `— 3 —`.
fn is_page_number(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '－' | ' ');
    let digits = line.trim_matches(is_dash);
    let digits =
        digits.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).unwrap_or(digits);
    let is_short = (1..=4).contains(&digits.trim().len());
    is_short && digits.trim().bytes().all(|byte| byte.is_ascii_digit())
}
