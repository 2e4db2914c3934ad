//! What was edited in a report since it was made: its pieces beside those that were made.

use std::collections::BTreeMap;

use crate::fact::Place;
use crate::figure::scan::figures;
use crate::page::{Block, Pages};
use crate::wording::{Overlap, pairs};

/// A difference between a report as it was made and as it stands (改动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The words as they were made; nothing where words were added.
    pub before: Option<String>,
    /// The words that stand there; nothing where words were taken out.
    pub after: Option<String>,
    /// Whether they are a paragraph or a cell.
    pub piece: Piece,
    /// The paragraph before it, as it was made.
    pub behind: Option<String>,
    /// Where it stands, or what was taken out stood.
    pub place: Option<Place>,
}

/// What was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph or heading.
    Paragraph,
    /// A cell of the row that begins with these words.
    Cell(String),
    /// A whole row of a table.
    Row,
}

impl Edit {
    /// Says whether figures were changed, added or taken out.
    #[must_use]
    pub fn changes_figures(&self) -> bool {
        figures_of(self.before.as_deref()) != figures_of(self.after.as_deref())
    }
}

fn figures_of(text: Option<&str>) -> Vec<String> {
    figures(text.unwrap_or_default()).map(|(_, figure)| figure.text().to_owned()).collect()
}

/// A paragraph, or a row of a table.
struct Line<'p> {
    cells: Vec<(&'p str, &'p Place)>,
    is_row: bool,
    /// The words without white space, which readers of different formats put in differently.
    key: String,
}

impl<'p> Line<'p> {
    fn new(cells: Vec<(&'p str, &'p Place)>, is_row: bool) -> Option<Self> {
        let texts: Vec<String> = cells.iter().map(|(text, _)| squeezed(text)).collect();
        let key = texts.join("|");
        let is_empty = texts.iter().all(String::is_empty);
        (!is_empty).then_some(Self { cells, is_row, key })
    }

    fn text(&self) -> String {
        self.cells.iter().map(|(text, _)| text.trim()).collect::<Vec<_>>().join("｜")
    }

    fn place(&self) -> Option<Place> {
        self.cells.first().map(|(_, place)| (*place).clone())
    }

    fn is_like(&self, other: &Self) -> bool {
        let (one, two) = (pairs(&self.key), pairs(&other.key));
        self.is_row == other.is_row
            && (Overlap::of(&one, &two).is_at_least(50) || Overlap::of(&two, &one).is_at_least(50))
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn lines(pages: &Pages) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for block in &pages.blocks {
        match block.table() {
            Some(table) => lines.extend(table.rows().iter().filter_map(|row| {
                let cells = row.iter().map(|cell| (&*cell.content.text, &cell.content.place));
                Line::new(cells.collect(), true)
            })),
            None => lines.extend(paragraph(block)),
        }
    }
    lines
}

fn paragraph(block: &Block) -> Option<Line<'_>> {
    Line::new(vec![(block.text()?, &block.place)], false)
}

/// The differences between what was made and what stands there, in reading order.
///
/// Nothing where less than half of the pieces stand in both: they are hardly the same report.
#[must_use]
pub fn edits(made: &Pages, standing: &Pages) -> Option<Vec<Edit>> {
    let (before, after) = (lines(made), lines(standing));
    let kept = kept(&before, &after)?;
    if kept.len() * 2 < before.len().max(after.len()) {
        return None;
    }
    let mut edits = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (one, two) in kept.into_iter().chain([(before.len(), after.len())]) {
        let gap = (before.get(from..one)?, after.get(to..two)?);
        let behind = from.checked_sub(1).and_then(|at| before.get(at));
        let last = to.checked_sub(1).and_then(|at| after.get(at));
        between(gap, behind, last, &mut edits);
        (from, to) = (one + 1, two + 1);
    }
    Some(edits)
}

/// The most steps that comparing two reports may take.
const MOST_STEPS: usize = 16_000_000;

/// The longest run of pieces that stand in both in one order, by their indexes.
fn kept(before: &[Line<'_>], after: &[Line<'_>]) -> Option<Vec<(usize, usize)>> {
    let same = |pair: &(&Line<'_>, &Line<'_>)| pair.0.key == pair.1.key;
    let head = before.iter().zip(after).take_while(same).count();
    let rest = (before.get(head..)?, after.get(head..)?);
    let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(same).count();
    let one = rest.0.get(..rest.0.len().checked_sub(tail)?)?;
    let two = rest.1.get(..rest.1.len().checked_sub(tail)?)?;
    if one.len().checked_mul(two.len())? > MOST_STEPS {
        return None;
    }
    let mut kept: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    kept.extend(longest_common(one, two).into_iter().map(|(a, b)| (a + head, b + head)));
    kept.extend((0..tail).rev().map(|back| (before.len() - 1 - back, after.len() - 1 - back)));
    Some(kept)
}

fn longest_common(one: &[Line<'_>], two: &[Line<'_>]) -> Vec<(usize, usize)> {
    // lengths[a][b]: how long the common run of one[a..] and two[b..] is.
    let mut lengths = vec![vec![0_u32; two.len() + 1]];
    for a in one.iter().rev() {
        let below = lengths.last().cloned().unwrap_or_default();
        let mut row = vec![0; two.len() + 1];
        let at = |row: &[u32], index: usize| row.get(index).copied().unwrap_or_default();
        for (index, b) in two.iter().enumerate().rev() {
            let length = if a.key == b.key {
                at(&below, index + 1) + 1
            } else {
                at(&below, index).max(at(&row, index + 1))
            };
            if let Some(slot) = row.get_mut(index) {
                *slot = length;
            }
        }
        lengths.push(row);
    }
    lengths.reverse();
    let length = |a: usize, b: usize| lengths.get(a).and_then(|row| row.get(b)).copied();
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    while let (Some(left), Some(right)) = (one.get(a), two.get(b)) {
        if left.key == right.key {
            found.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if length(a + 1, b) >= length(a, b + 1) {
            a += 1;
        } else {
            b += 1;
        }
    }
    found
}

/// The edits where a run of pieces stands in the place of another.
fn between(
    (before, after): (&[Line<'_>], &[Line<'_>]),
    behind: Option<&Line<'_>>,
    last: Option<&Line<'_>>,
    edits: &mut Vec<Edit>,
) {
    let mut behind = behind;
    let mut place = last.and_then(Line::place);
    let mut rest = after;
    for line in before {
        let found = rest.iter().position(|other| line.is_like(other));
        match found {
            Some(at) => {
                let (added, from) = rest.split_at(at);
                for one in added {
                    edits.push(added_line(one, behind));
                }
                if let Some((other, from)) = from.split_first() {
                    changed(line, other, behind, edits);
                    place = other.place();
                    rest = from;
                }
            }
            None => edits.push(Edit {
                before: Some(line.text()),
                after: None,
                piece: if line.is_row { Piece::Row } else { Piece::Paragraph },
                behind: behind.map(Line::text),
                place: place.clone(),
            }),
        }
        behind = Some(line);
    }
    for one in rest {
        edits.push(added_line(one, behind));
    }
}

fn added_line(line: &Line<'_>, behind: Option<&Line<'_>>) -> Edit {
    Edit {
        before: None,
        after: Some(line.text()),
        piece: if line.is_row { Piece::Row } else { Piece::Paragraph },
        behind: behind.map(Line::text),
        place: line.place(),
    }
}

/// The edits of a paragraph, or of the cells of a row.
fn changed(before: &Line<'_>, after: &Line<'_>, behind: Option<&Line<'_>>, edits: &mut Vec<Edit>) {
    if !before.is_row || before.cells.len() != after.cells.len() {
        edits.push(Edit {
            before: Some(before.text()),
            after: Some(after.text()),
            piece: if before.is_row { Piece::Row } else { Piece::Paragraph },
            behind: behind.map(Line::text),
            place: after.place(),
        });
        return;
    }
    let name = row_name(before);
    for ((old, _), (new, place)) in before.cells.iter().zip(&after.cells) {
        if squeezed(old) != squeezed(new) {
            edits.push(Edit {
                before: Some(old.trim().to_owned()),
                after: Some(new.trim().to_owned()),
                piece: Piece::Cell(name.clone()),
                behind: None,
                place: Some((*place).clone()),
            });
        }
    }
}

/// The first words of a row that are no bare number.
fn row_name(line: &Line<'_>) -> String {
    let is_words = |text: &&str| text.chars().any(char::is_alphabetic);
    let mut texts = line.cells.iter().map(|(text, _)| text.trim());
    texts.find(is_words).unwrap_or_default().to_owned()
}

/// The sentences in which two texts differ, for showing the difference alone.
#[must_use]
pub fn differing<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let ends = |text: &'t str| text.split_inclusive(['。', '；', '\n']).collect::<Vec<&str>>();
    let (one, two) = (ends(before), ends(after));
    let head = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let most = one.len().min(two.len()).saturating_sub(head);
    let back = one.iter().rev().zip(two.iter().rev()).take(most);
    let tail = back.take_while(|(a, b)| a == b).count();
    let part = |text: &'t str, all: &[&str]| {
        let start: usize = all.iter().take(head).map(|one| one.len()).sum();
        let end: usize = all.iter().rev().take(tail).map(|one| one.len()).sum();
        text.get(start..text.len().saturating_sub(end)).unwrap_or(text)
    };
    (part(before, &one), part(after, &two))
}

/// What of edited paragraphs goes back into typed text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// The texts with the edits put in, by index of the text.
    pub texts: BTreeMap<usize, String>,
    /// How many edits went back.
    pub count: usize,
    /// Edits of typed text that stay out, with the reason.
    pub left: Vec<(Edit, &'static str)>,
}

/// Puts edited paragraphs back into the typed texts that they were made from.
///
/// `{{fact}}` stays where its value still stands. A paragraph whose figures were edited stays as it is.
#[must_use]
pub fn put_back(texts: &[&str], edits: &[Edit]) -> Returned {
    let mut sources: Vec<Vec<Source<'_>>> = texts.iter().map(|text| sources_of(text)).collect();
    let mut returned = Returned::default();
    for edit in edits.iter().filter(|edit| edit.piece == Piece::Paragraph) {
        let anchor = edit.before.as_deref().or(edit.behind.as_deref()).unwrap_or_default();
        let found = sources.iter_mut().enumerate().find_map(|(index, lines)| {
            let at = lines.iter().position(|line| line.values(anchor).is_some())?;
            Some((index, lines, at))
        });
        let Some((index, lines, at)) = found else { continue };
        let reason = match (&edit.before, &edit.after) {
            (_, _) if edit.changes_figures() => Some("改动了数字"),
            (Some(before), Some(after)) => {
                lines.get_mut(at).and_then(|line| line.take(before, after))
            }
            (Some(_), None) => {
                if let Some(line) = lines.get_mut(at) {
                    line.text = None;
                }
                None
            }
            (None, Some(after)) => {
                lines.insert(at + 1, Source { made_from: "", text: Some(after.trim().to_owned()) });
                None
            }
            (None, None) => None,
        };
        if let Some(reason) = reason {
            returned.left.push((edit.clone(), reason));
        } else {
            returned.count += 1;
            returned.texts.insert(index, String::new());
        }
    }
    for (index, text) in &mut returned.texts {
        let lines = sources.get(*index).map(Vec::as_slice).unwrap_or_default();
        let kept: Vec<&str> = lines.iter().filter_map(|line| line.text.as_deref()).collect();
        *text = kept.join("\n\n") + "\n";
    }
    returned
}

/// A paragraph of typed text: as it was made from, and as it is to be.
struct Source<'t> {
    made_from: &'t str,
    text: Option<String>,
}

fn sources_of(text: &str) -> Vec<Source<'_>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Source { made_from: line, text: Some(line.to_owned()) }).collect()
}

impl Source<'_> {
    /// The values that stand for the bindings in a paragraph that was made from this one.
    fn values(&self, made: &str) -> Option<Vec<(String, String)>> {
        let made = squeezed(made);
        let source = squeezed(self.made_from);
        let mut values = Vec::new();
        let mut parts = source.split("{{");
        let mut rest = made.strip_prefix(parts.next()?)?;
        let is_empty = source.is_empty();
        for part in parts {
            let (fact, words) = part.split_once("}}")?;
            let end = if words.is_empty() { rest.len() } else { rest.find(words)? };
            values.push((format!("{{{{{fact}}}}}"), rest.get(..end)?.to_owned()));
            rest = rest.get(end + words.len()..)?;
        }
        (rest.is_empty() && !is_empty).then_some(values)
    }

    /// Takes the edited words over; gives the reason where a binding would be lost.
    fn take(&mut self, before: &str, after: &str) -> Option<&'static str> {
        let values = self.values(before).unwrap_or_default();
        let mut text = String::new();
        let mut rest = after.trim();
        for (binding, value) in &values {
            let Some((words, behind)) = rest.split_once(value.as_str()) else {
                return Some("由卷宗取数的地方已找不到原来的数");
            };
            text.push_str(words);
            text.push_str(binding);
            rest = behind;
        }
        text.push_str(rest);
        self.text = Some(text);
        None
    }
}

#[cfg(test)]
mod tests;
