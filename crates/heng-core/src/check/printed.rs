//! The running text of a report, as the checks of its words go through it.

use crate::fact::Place;
use crate::finding::Spot;
use crate::report::Report;

/// A paragraph or heading without white space.
pub(super) struct Printed<'r> {
    pub text: String,
    pub place: &'r Place,
}

impl Printed<'_> {
    /// The place of the paragraph, with the words in question.
    pub(super) fn spot(&self, excerpt: &str) -> Spot {
        Spot {
            fact: None,
            label: self.place.to_string(),
            place: Some(self.place.clone()),
            excerpt: excerpt.to_owned(),
        }
    }

    /// The words around a place in the text, in bytes.
    pub(super) fn around(&self, at: usize) -> &str {
        const REACH: usize = 8;
        let before = self.text.get(..at).unwrap_or_default();
        let start = before.char_indices().rev().nth(REACH - 1).map_or(0, |(start, _)| start);
        let after = self.text.get(at..).unwrap_or_default();
        let end = after.char_indices().nth(REACH).map_or(self.text.len(), |(end, _)| at + end);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The running text in reading order.
pub(super) fn printed(report: &Report) -> Vec<Printed<'_>> {
    report
        .pages
        .blocks
        .iter()
        .filter_map(|block| {
            let text: String = block.text()?.chars().filter(|c| !c.is_whitespace()).collect();
            (!text.is_empty()).then_some(Printed { text, place: &block.place })
        })
        .collect()
}
