//! From the coordinates of a PDF, which are binary fractions, to whole hundredths of a point.
#![allow(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "PDF coordinates are binary fractions; they are rounded here once, and no amount is among them"
)]

use hayro_interpret::font::PositionedGlyph;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_syntax::page::Page;

use super::{Glyph, Mark, Rule, Sheet, characters, width};

/// Thickness up to which a filled box is a rule.
const THIN: i32 = 300;
/// How far the ends of a rule may differ across its direction.
const STRAIGHT: i32 = 100;
/// Coordinates beyond this are noise; sums of a few of them stay far from the end of the type.
const FARTHEST: f64 = 10_000_000.0;

/// Where a text runs, seen on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Along an edge of the page, after so many quarter turns clockwise.
    Turned(u8),
    /// Any other.
    Slanted,
}

/// The frame of a page as a viewer shows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    width: f32,
    height: f32,
}

impl Frame {
    pub(super) fn of(page: &Page<'_>) -> Self {
        let (width, height) = page.render_dimensions();
        Self { width, height }
    }

    pub(super) fn bounds(self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height))
    }

    /// The rules that a stroked path leaves: its pieces along the page.
    pub(super) fn stroked(self, path: &BezPath, transform: Affine) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut corners = Vec::new();
        for piece in pieces(path, transform) {
            corners.clear();
            corners.extend(piece);
            if self.is_page_frame(&corners) {
                continue;
            }
            for pair in corners.windows(2) {
                if let [Some(start), Some(end)] = pair {
                    rules.extend(rule_between(*start, *end));
                }
            }
        }
        rules
    }

    /// Says whether corners go round nearly the whole page: a frame of decoration.
    fn is_page_frame(self, corners: &[Option<(i32, i32)>]) -> bool {
        let Some((left, top, right, bottom)) = extent(corners) else { return false };
        let nearly = |length: f32| hundredths(f64::from(length) * 0.93);
        corners.len() >= 4
            && right - left >= nearly(self.width)
            && bottom - top >= nearly(self.height)
    }

    /// The sheet with these marks, turned so that most of them run from left to right.
    pub(super) fn sheet(self, marks: &[Mark], rules: &[Rule]) -> Sheet {
        let mut counts = [0_usize; 4];
        for mark in marks {
            if let Direction::Turned(turns) = mark.direction
                && let Some(count) = counts.get_mut(usize::from(turns))
            {
                *count += 1;
            }
        }
        // The unturned page wins a draw, and it takes most of the marks to turn it.
        let turns = (1..4_u8)
            .find(|turns| counts.get(usize::from(*turns)).is_some_and(|n| n * 2 > marks.len()))
            .unwrap_or(0);
        let (width, height) =
            (hundredths(f64::from(self.width)), hundredths(f64::from(self.height)));
        let turn = |x: i32, y: i32| match turns {
            1 => (y, width - x),
            2 => (width - x, height - y),
            3 => (height - y, x),
            _ => (x, y),
        };
        let (shown_width, shown_height) =
            if turns % 2 == 0 { (width, height) } else { (height, width) };
        let mut sheet =
            Sheet { width: shown_width, height: shown_height, turns, ..Sheet::default() };
        for mark in marks {
            let (left, baseline) = turn(mark.x, mark.y);
            let glyph = Glyph {
                character: mark.character,
                left,
                right: left + mark.advance,
                baseline,
                size: mark.size,
                run: mark.run,
            };
            if !(0..=shown_width).contains(&left) || !(0..=shown_height).contains(&baseline) {
                continue;
            }
            if mark.direction == Direction::Turned(turns) {
                sheet.glyphs.push(glyph);
            } else {
                sheet.askew.push(glyph);
            }
        }
        sheet.rules = rules.iter().map(|rule| turned(*rule, turn)).collect();
        sheet
    }
}

/// A rule on the turned page.
fn turned(rule: Rule, turn: impl Fn(i32, i32) -> (i32, i32)) -> Rule {
    let (start, end) = match rule {
        Rule::Across { y, from, to } => (turn(from, y), turn(to, y)),
        Rule::Down { x, from, to } => (turn(x, from), turn(x, to)),
    };
    rule_between(start, end).unwrap_or(rule)
}

/// The rules that a filled path leaves: its thin boxes.
pub(super) fn filled(path: &BezPath, transform: Affine) -> Vec<Rule> {
    pieces(path, transform).into_iter().filter_map(|piece| thin_box(&piece)).collect()
}

/// The corners of each connected piece of a path; `None` stands for a curve between two corners.
fn pieces(path: &BezPath, transform: Affine) -> Vec<Vec<Option<(i32, i32)>>> {
    let at = |point: Point| {
        let point = transform * point;
        Some((hundredths(point.x), hundredths(point.y)))
    };
    let mut pieces: Vec<Vec<Option<(i32, i32)>>> = Vec::new();
    for element in path.elements() {
        let piece = pieces.last_mut();
        match (*element, piece) {
            (PathEl::MoveTo(point), _) => pieces.push(vec![at(point)]),
            (PathEl::LineTo(point), Some(piece)) => piece.push(at(point)),
            (PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point), Some(piece)) => {
                piece.extend([None, at(point)]);
            }
            (PathEl::ClosePath, Some(piece)) => {
                if let Some(first) = piece.first().copied() {
                    piece.push(first);
                }
            }
            (_, None) => {}
        }
    }
    pieces
}

/// Left, top, right and bottom of corners.
fn extent(corners: &[Option<(i32, i32)>]) -> Option<(i32, i32, i32, i32)> {
    let mut corners = corners.iter().flatten();
    let (x, y) = corners.next()?;
    Some(corners.fold((*x, *y, *x, *y), |(left, top, right, bottom), (x, y)| {
        (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y))
    }))
}

/// The rule that a thin filled box is.
fn thin_box(corners: &[Option<(i32, i32)>]) -> Option<Rule> {
    if corners.contains(&None) {
        return None;
    }
    let (left, top, right, bottom) = extent(corners)?;
    let (across, down) = (right - left, bottom - top);
    if down <= THIN && across > down {
        Some(Rule::Across { y: i32::midpoint(top, bottom), from: left, to: right })
    } else if across <= THIN && down > across {
        Some(Rule::Down { x: i32::midpoint(left, right), from: top, to: bottom })
    } else {
        None
    }
}

fn rule_between((x, y): (i32, i32), (end_x, end_y): (i32, i32)) -> Option<Rule> {
    if (end_y - y).abs() <= STRAIGHT && end_x != x {
        Some(Rule::Across { y: i32::midpoint(y, end_y), from: x.min(end_x), to: x.max(end_x) })
    } else if (end_x - x).abs() <= STRAIGHT && end_y != y {
        Some(Rule::Down { x: i32::midpoint(x, end_x), from: y.min(end_y), to: y.max(end_y) })
    } else {
        None
    }
}

/// What is left of a rule inside a clip.
pub(super) fn cut(rule: Rule, clip: Option<Rect>) -> Option<Rule> {
    let Some(clip) = clip else { return Some(rule) };
    let (left, right) = (hundredths(clip.x0) - THIN, hundredths(clip.x1) + THIN);
    let (top, bottom) = (hundredths(clip.y0) - THIN, hundredths(clip.y1) + THIN);
    match rule {
        Rule::Across { y, from, to } => {
            let (from, to) = (from.max(left), to.min(right));
            ((top..=bottom).contains(&y) && from < to).then_some(Rule::Across { y, from, to })
        }
        Rule::Down { x, from, to } => {
            let (from, to) = (from.max(top), to.min(bottom));
            ((left..=right).contains(&x) && from < to).then_some(Rule::Down { x, from, to })
        }
    }
}

/// Says whether a place lies inside a clip, give or take a little.
pub(super) fn holds(clip: &Rect, x: i32, y: i32) -> bool {
    (hundredths(clip.x0) - THIN..=hundredths(clip.x1) + THIN).contains(&x)
        && (hundredths(clip.y0) - THIN..=hundredths(clip.y1) + THIN).contains(&y)
}

/// The marks of a run of glyphs.
pub(super) fn marks(glyphs: &[PositionedGlyph<'_>], transform: Affine, run: u32) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(glyphs.len());
    for (index, glyph) in glyphs.iter().enumerate() {
        // A thousand units of the glyph are its size; the second column is its upright.
        let full = transform * glyph.transform();
        let [along_x, along_y, up_x, up_y, x, y] = full.as_coeffs();
        let size = up_x.hypot(up_y) * 1000.0;
        let step = glyphs.get(index + 1).map(|next| {
            let [.., next_x, next_y] = (transform * next.transform()).as_coeffs();
            (next_x - x).hypot(next_y - y)
        });
        let text = characters(glyph);
        let own = f64::from(width(glyph).unwrap_or(if is_wide(&text) { 1000.0 } else { 500.0 }));
        let advance = own / 1000.0 * size;
        // What the font states may be wrong where it is not embedded; the next glyph is not.
        let advance = match step {
            Some(step) if step > 0.0 && step < advance * 1.05 => step,
            _ => advance,
        };
        let single = Mark {
            character: ' ',
            x: hundredths(x),
            y: hundredths(y),
            advance: hundredths(advance).max(1),
            size: hundredths(size).max(1),
            direction: direction(along_x, along_y),
            run,
        };
        match text.as_slice() {
            [character] => marks.push(Mark { character: *character, ..single }),
            _ => marks.extend(share(&text, single)),
        }
    }
    marks
}

fn is_wide(text: &[char]) -> bool {
    text.iter().any(|character| *character >= '\u{2E80}')
}

/// Characters that share the room of one mark.
fn share(text: &[char], room: Mark) -> Vec<Mark> {
    let count = i32::try_from(text.len()).unwrap_or(i32::MAX).max(1);
    let advance = (room.advance / count).max(1);
    let (step_x, step_y) = match room.direction {
        Direction::Turned(0) => (advance, 0),
        Direction::Turned(1) => (0, advance),
        Direction::Turned(2) => (-advance, 0),
        Direction::Turned(_) => (0, -advance),
        Direction::Slanted => (0, 0),
    };
    (0..count)
        .zip(text)
        .map(|(index, character)| Mark {
            character: *character,
            x: room.x + step_x * index,
            y: room.y + step_y * index,
            advance,
            ..room
        })
        .collect()
}

/// Text that stands in place of glyphs, in their room.
pub(super) fn spread(text: &str, covered: &[Mark]) -> Vec<Mark> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() == covered.len() {
        return characters
            .iter()
            .zip(covered)
            .map(|(character, mark)| Mark { character: *character, ..*mark })
            .collect();
    }
    let (Some(first), Some(last)) = (covered.first(), covered.last()) else { return Vec::new() };
    let along = match first.direction {
        Direction::Turned(turns) if turns % 2 == 0 => (last.x - first.x).abs(),
        _ => (last.y - first.y).abs(),
    };
    share(&characters, Mark { advance: along + last.advance, ..*first })
}

/// Where text runs whose unit along the line is `(x, y)` on a page with y downwards.
fn direction(x: f64, y: f64) -> Direction {
    const NEARLY: f64 = 0.1;
    if y.abs() <= NEARLY * x.abs() {
        Direction::Turned(if x >= 0.0 { 0 } else { 2 })
    } else if x.abs() <= NEARLY * y.abs() {
        Direction::Turned(if y > 0.0 { 1 } else { 3 })
    } else {
        Direction::Slanted
    }
}

/// Points in hundredths; what is no number is nothing.
fn hundredths(points: f64) -> i32 {
    if points.is_nan() {
        return 0;
    }
    (points * 100.0).round().clamp(-FARTHEST, FARTHEST) as i32
}
