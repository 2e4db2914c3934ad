//! A report beside its findings: each place of a finding is found again in the text that was read.

use std::collections::BTreeMap;
use std::ops::Range;

use heng_core::audit::Audit;
use heng_core::fact::Place;
use heng_core::finding::{Finding, Spot};
use heng_core::hash::sha256;
use heng_core::page::{Block, Content, Pages};

use super::findings;

/// Characters from which an excerpt may be looked for beyond its place; shorter ones stand anywhere.
const TELLING_CHARACTERS: usize = 6;

/// An audited report with the places of its findings in its text (对照审阅).
#[derive(Debug, Clone)]
pub struct Review<'a> {
    /// The path as it was given.
    pub file: &'a str,
    /// The audit.
    pub audit: &'a Audit,
    /// The findings in the order in which they are numbered, the heavier first.
    pub findings: Vec<Finding>,
    /// The marks of each text of the report, in the order of [`texts`].
    pub marks: BTreeMap<usize, Vec<Mark>>,
    /// What tells the report from others and from its own later versions.
    pub digest: String,
}

/// Where a spot of a finding stands in a text of the report (标记).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the text; none where only the page is known.
    pub range: Range<usize>,
    /// Index of the finding.
    pub finding: usize,
    /// Index of the spot among those of the finding.
    pub spot: usize,
}

/// A text of the report: a paragraph, or a cell of a table.
#[derive(Debug, Clone, Copy)]
pub struct Text<'p> {
    /// The words.
    pub text: &'p str,
    /// Where it stands.
    pub place: &'p Place,
}

impl<'a> Review<'a> {
    /// Finds the places of all findings again.
    #[must_use]
    pub fn of(file: &'a str, audit: &'a Audit) -> Self {
        let findings = findings(audit);
        let texts = texts(&audit.report.pages);
        let mut marks: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            for (spot_index, spot) in finding.spots().enumerate() {
                let Some((text, range)) = find(&texts, spot) else { continue };
                let mark = Mark { range, finding: index, spot: spot_index };
                marks.entry(text).or_default().push(mark);
            }
        }
        for marks in marks.values_mut() {
            marks.sort_by_key(|mark| (mark.range.start, mark.finding, mark.spot));
        }
        let whole: Vec<&str> = texts.iter().map(|one| one.text).collect();
        let digest = sha256(whole.join("\n"));
        Self { file, audit, findings, marks, digest }
    }

    /// Says whether a spot was found again.
    #[must_use]
    pub fn is_placed(&self, finding: usize, spot: usize) -> bool {
        let is_it = |mark: &Mark| mark.finding == finding && mark.spot == spot;
        self.marks.values().flatten().any(is_it)
    }
}

/// The texts of what was read, in reading order: each paragraph and each cell is one.
#[must_use]
pub fn texts(pages: &Pages) -> Vec<Text<'_>> {
    pages.blocks.iter().flat_map(texts_of).collect()
}

fn texts_of(block: &Block) -> Vec<Text<'_>> {
    match &block.content {
        Content::Heading { text, .. } | Content::Paragraph(text) | Content::Aside(text) => {
            vec![Text { text, place: &block.place }]
        }
        Content::Table(table) => {
            let cells = table.rows().iter().flatten();
            cells
                .map(|cell| Text { text: &cell.content.text, place: &cell.content.place })
                .collect()
        }
    }
}

/// The text in which a spot stands, and which part of it.
///
/// The words are looked for at the very place, then near it, and where they are telling in the whole
/// report. Where the words are nowhere the text at the place is meant as a whole.
fn find(texts: &[Text<'_>], spot: &Spot) -> Option<(usize, Range<usize>)> {
    let excerpt = spot.excerpt.trim();
    let holds = |text: &Text<'_>| {
        let at = text.text.find(excerpt).filter(|_| !excerpt.is_empty())?;
        Some(at..at + excerpt.len())
    };
    let held = |is_meant: &dyn Fn(&Text<'_>) -> bool| {
        let mut meant = texts.iter().enumerate().filter(|(_, text)| is_meant(text));
        meant.find_map(|(index, text)| Some((index, holds(text)?)))
    };
    let whole = |is_meant: &dyn Fn(&Text<'_>) -> bool| {
        let index = texts.iter().position(is_meant)?;
        Some((index, 0..texts.get(index)?.text.len()))
    };
    let place = spot.place.as_ref();
    let is_there = |text: &Text<'_>| place == Some(text.place);
    let is_near = |text: &Text<'_>| place.is_some_and(|place| is_near(place, text.place));
    let is_telling = excerpt.chars().count() >= TELLING_CHARACTERS;
    held(&is_there)
        .or_else(|| before(texts, place).and_then(|index| Some((index, holds(texts.get(index)?)?))))
        .or_else(|| held(&is_near))
        .or_else(|| whole(&is_there))
        .or_else(|| if is_telling { held(&|_| true) } else { None })
        .or_else(|| Some((texts.iter().position(is_near)?, 0..0)))
        .or_else(|| Some((before(texts, place)?, 0..0)))
}

/// Says whether two places are on one page, sheet or table, or in one paragraph or line.
fn is_near(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Page { page, .. }, Place::Page { page: other, .. }) => page == other,
        (Place::Cell { sheet, .. }, Place::Cell { sheet: other, .. }) => sheet == other,
        (Place::TableCell { table, .. }, Place::TableCell { table: other, .. }) => table == other,
        (Place::Line { line, .. }, Place::Line { line: other, .. }) => line == other,
        (one, other) => one == other,
    }
}

/// The last text that begins on the line of the place or before it: paragraphs go over many lines.
fn before(texts: &[Text<'_>], place: Option<&Place>) -> Option<usize> {
    let Some(Place::Line { line: wanted, .. }) = place else { return None };
    texts.iter().rposition(|text| matches!(text.place, Place::Line { line, .. } if line <= wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: usize) -> Place {
        Place::Line { file: "a.txt".to_owned(), line, column: 1 }
    }

    fn page(page: usize) -> Place {
        Place::Page { file: "a.pdf".to_owned(), page, area: None }
    }

    fn found(
        texts: &[(&str, Place)],
        excerpt: &str,
        place: Option<Place>,
    ) -> Option<(usize, String)> {
        let texts: Vec<Text<'_>> = texts.iter().map(|(text, place)| Text { text, place }).collect();
        let spot = Spot { fact: None, label: String::new(), place, excerpt: excerpt.to_owned() };
        let (index, range) = find(&texts, &spot)?;
        Some((index, texts[index].text.get(range).unwrap().to_owned()))
    }

    #[test]
    fn a_spot_is_found_at_its_place_before_it_is_found_elsewhere() {
        let texts =
            [("预算100万元", line(1)), ("执行90万元，执行率90%", line(3)), ("执行率90%", line(9))];
        let pages = [("甲", page(1)), ("乙丙", page(2)), ("丙丁", page(3))];
        let some = |index: usize, words: &str| Some((index, words.to_owned()));
        let cases = [
            // The words at the place, although they stand elsewhere too.
            (found(&texts, "执行率90%", Some(line(9))), some(2, "执行率90%")),
            // A paragraph that begins above the line.
            (found(&texts, "90%", Some(line(5))), some(1, "90%")),
            // Words that stand nowhere: the place as a whole.
            (found(&texts, "目标→结果", Some(line(1))), some(0, "预算100万元")),
            // Telling words without a place, and words that are not telling.
            (found(&texts, "预算100万元", None), some(0, "预算100万元")),
            (found(&texts, "90%", None), None),
            (found(&pages, "丙", Some(page(3))), some(2, "丙")),
            // Only the page is known.
            (found(&pages, "戊", Some(page(2))), some(1, "乙丙")),
            (found(&texts, "", None), None),
        ];
        for (number, (found, expected)) in cases.into_iter().enumerate() {
            assert_eq!(found, expected, "case {number}");
        }
    }
}
