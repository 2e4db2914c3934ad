//! The words of a table that was taken apart, with where lines and pages end.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::super::line::{Line, first_unit, width};
use crate::report::column::{self, Meaning};

/// Words of one line without white space between them: the least that a cell holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom<'t> {
    /// The words.
    pub text: &'t str,
    /// Number of the line.
    pub line: usize,
    /// Whether it is the first of its line.
    pub begins_line: bool,
    /// Whether it is the first of its page.
    pub begins_page: bool,
    /// How wide it is, in half characters.
    pub wide: usize,
    /// How much of it goes onto a line at least, in half characters.
    pub unit: usize,
}

/// All atoms of the table in order.
pub(super) struct Atoms<'t> {
    all: Vec<Atom<'t>>,
    /// How wide the cells are, in half characters; nothing where no cell goes over several lines.
    pub wide: Option<usize>,
    /// Neighbouring characters within the lines of the document.
    neighbours: HashSet<(char, char)>,
    /// How far the first lines of cells are indented.
    pub indent: usize,
}

impl<'t> Atoms<'t> {
    /// The atoms of some lines of a document; headers repeated at the top of a page are left out.
    pub fn of(lines: &[Line<'t>], headers: &[Meaning], document: &[Line<'_>]) -> Self {
        let mut all = Vec::new();
        let mut skipped = 0;
        let mut begins_page = false;
        for (index, line) in lines.iter().enumerate() {
            begins_page |= line.begins_page;
            if line.begins_page {
                skipped = index + repeated(lines.get(index..).unwrap_or_default(), headers);
            }
            if index < skipped || is_page_number(line.text) {
                continue;
            }
            for (place, text) in line.text.split_whitespace().enumerate() {
                let begins_line = place == 0;
                let begins_page = std::mem::take(&mut begins_page);
                let (wide, unit) = (width(text), first_unit(text));
                all.push(Atom { text, line: line.number, begins_line, begins_page, wide, unit });
            }
        }
        let wide = usual_width(lines);
        let indent = wide.map_or(0, |wide| usual_indent(lines, wide));
        let neighbours = document.iter().flat_map(|line| {
            let after = line.text.chars().skip(1);
            line.text
                .chars()
                .zip(after)
                .filter(|(one, next)| one.is_alphabetic() && next.is_alphabetic())
        });
        Self { all, wide, neighbours: neighbours.collect(), indent }
    }

    /// An atom.
    pub fn get(&self, at: usize) -> Option<&Atom<'t>> {
        self.all.get(at)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Some of them.
    pub fn slice(&self, span: Range<usize>) -> &[Atom<'t>] {
        self.all.get(span).unwrap_or_default()
    }

    /// Says whether a word may be cut between two atoms: elsewhere the same characters stand side by side.
    pub fn cuts_a_word(&self, before: usize, after: usize) -> bool {
        let before = self.get(before).and_then(|atom| atom.text.chars().last());
        let after = self.get(after).and_then(|atom| atom.text.chars().next());
        before.zip(after).is_some_and(|pair| self.neighbours.contains(&pair))
    }

    /// The words of some atoms, joined as they were before lines were broken.
    pub fn words(&self, span: Range<usize>) -> String {
        let mut words = String::new();
        for atom in self.slice(span) {
            let ends_in_latin = words.ends_with(|c: char| c.is_ascii_alphabetic());
            if ends_in_latin && atom.text.starts_with(|c: char| c.is_ascii_alphabetic()) {
                words.push(' ');
            }
            words.push_str(atom.text);
        }
        words
    }
}

/// How many lines the same headers take again.
fn repeated(lines: &[Line<'_>], headers: &[Meaning]) -> usize {
    let mut run = String::new();
    for (index, line) in lines.iter().take(super::HEADER_LINES).enumerate() {
        run.push_str(&column::bare(line.text));
        if column::meanings(&run).as_deref() == Some(headers) {
            return index + 1;
        }
    }
    0
}

/// Says whether a line is the number of a page: `— 3 —`, `- 3 -`.
fn is_page_number(text: &str) -> bool {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '—' | '-' | '–' | '－');
    let inner = text.trim_matches(is_edge);
    inner.len() < text.len() && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())
}

/// The width at which lines of cells break: the largest that is common.
fn usual_width(lines: &[Line<'_>]) -> Option<usize> {
    const COMMON_PERCENT: usize = 6;
    let mut counts = BTreeMap::<usize, usize>::new();
    for line in lines.iter().filter(|line| width(line.text) <= super::WIDEST) {
        *counts.entry(width(line.text)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let is_common = |count: usize| count > 3 && count * 100 >= all * COMMON_PERCENT;
    counts.into_iter().rev().find(|(_, count)| is_common(*count)).map(|(width, _)| width)
}

/// How far the first lines of cells are indented: by two characters where lines of that width are common.
fn usual_indent(lines: &[Line<'_>], wide: usize) -> usize {
    const INDENT: usize = 4;
    const COMMON_PERCENT: usize = 10;
    let is_indented = |line: &&Line<'_>| width(line.text) + INDENT == wide;
    let indented = lines.iter().filter(is_indented).count();
    if indented * 100 >= lines.len() * COMMON_PERCENT { INDENT } else { 0 }
}
