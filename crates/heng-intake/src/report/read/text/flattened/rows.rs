//! The rows of a table that was taken apart: the reading against which the least is held.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use heng_core::wording::{Overlap, Pairs, pairs};

use super::super::line::ends_sentence;
use super::atoms::Atoms;
use super::fit::{self, Cost, Part, Room};
use crate::report::column::Meaning;

/// The most atoms that a cell holds.
const LONGEST: usize = 40;
/// How many ends of a cell are looked at.
const ENDS: usize = 7;
/// Ends against which more is held are not looked at.
const HOPELESS: Cost = 45;
/// A row takes up none of its target's words; less by the share that it takes up.
const STRANGE: Cost = 8;
/// So many pairs of characters an answer has at most that takes up no words.
const SHORT_ANSWER: usize = 5;
/// So many pairs of characters the name of an indicator has at most, as a rule.
const LONG_NAME: usize = 20;
/// A row is read where the words may belong to fewer.
const ROW: Cost = 4;
/// So many pairs of characters what a number counts has at most.
const UNIT_PAIRS: usize = 2;
/// A new task or dimension begins.
const NEW_LABEL: Cost = 14;
/// A cell goes on over the page though it looked complete, or the other way round.
const UNEXPECTED: Cost = 4;
/// A label goes on of which it isn't seen how it ended on the page before.
const UNSEEN: Cost = 2;
/// Of the ways to read a row that a page may cut so many are followed over the page.
const WAYS_TO_GO_ON: usize = 12;
/// Of the ways in which cells go on so many are followed to each end.
const WAYS_TO_END: usize = 4;
/// Words stand in no cell.
const UNPLACED: Cost = 80;
/// A place that is reached by so much worse than one further on is left behind.
const BEHIND: Cost = 2 * UNPLACED;

/// The pieces of a cell: two where a page cuts it, none of a label that an earlier row has.
type Pieces = Vec<Range<usize>>;

/// A row: the pieces of its cells, by column.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// By column.
    pub pieces: Vec<Pieces>,
    /// How many label columns, from the left, begin with an earlier row.
    labels_above: usize,
}

/// All rows.
#[derive(Debug)]
pub(super) struct Rows {
    /// In printed order.
    pub all: Vec<Row>,
    /// What could not be placed.
    pub unplaced: Vec<usize>,
}

impl Rows {
    /// Says whether a cell begins in a row: all but labels do, and all cells of the first row.
    pub fn begins(&self, index: usize, column: usize) -> bool {
        index == 0 || self.all.get(index).is_some_and(|row| column >= row.labels_above)
    }

    /// Over how many rows the cell reaches that begins in a row.
    pub fn span(&self, index: usize, column: usize) -> usize {
        (index + 1..self.all.len()).take_while(|below| !self.begins(*below, column)).count() + 1
    }

    /// The pieces of the cell that begins in a row, what stands of it below other rows included.
    pub fn pieces(&self, index: usize, column: usize) -> impl Iterator<Item = &Range<usize>> {
        let rows = self.all.iter().skip(index).take(self.span(index, column));
        rows.filter_map(move |row| row.pieces.get(column)).flatten()
    }
}

/// Finds the rows; nothing where there are none.
pub(super) fn rows(atoms: &Atoms<'_>, headers: &[Meaning]) -> Option<Rows> {
    let room = atoms.wide.map(|rest| Room { first: rest.saturating_sub(atoms.indent), rest });
    let rows = Reading { atoms, headers, room, ends: BTreeMap::new(), words: HashMap::new() };
    rows.best().filter(|rows| !rows.all.is_empty())
}

/// Likely ends of a cell, each with what is held against it.
type Ends = Rc<[(usize, Cost)]>;

/// The reading of a table, with what was found out about its cells so far.
struct Reading<'r, 't> {
    atoms: &'r Atoms<'t>,
    headers: &'r [Meaning],
    room: Option<Room>,
    /// Likely ends of cells, by where they begin, their column, and whether they go on from the page before.
    ends: BTreeMap<(usize, usize, bool), Ends>,
    /// The pairs of characters in cells, by their pieces.
    words: HashMap<Pieces, Rc<Words>>,
}

/// What is compared of the words of cells.
struct Words {
    pairs: Pairs,
    /// Whether they are a number with what it counts and nothing else.
    is_figure: bool,
    /// Whether a number stands in them.
    has_digits: bool,
}

/// How a place between rows is reached best.
struct Reached {
    cost: Cost,
    from: usize,
    row: Option<Row>,
}

/// Cells of a row that follow one another: where each ends, and what is held against them.
#[derive(Debug, Clone)]
struct Way {
    cost: Cost,
    ends: Vec<usize>,
}

impl Way {
    fn key(&self) -> (Option<usize>, Cost) {
        (self.ends.last().copied(), self.cost)
    }

    /// The pieces of the row's cells, none for labels of a row above.
    fn pieces(&self, at: usize, labels_above: usize) -> Vec<Pieces> {
        let begins = std::iter::once(at).chain(self.ends.iter().copied());
        let spans =
            begins.zip(&self.ends).map(|(begin, end)| std::iter::once(begin..*end).collect());
        std::iter::repeat_n(Vec::new(), labels_above).chain(spans).collect()
    }
}

impl Reading<'_, '_> {
    fn best(mut self) -> Option<Rows> {
        let count = self.atoms.len();
        let mut reached: Vec<Option<Reached>> = (0..=count).map(|_| None).collect();
        *reached.first_mut()? = Some(Reached { cost: 0, from: 0, row: None });
        for at in 0..count {
            let ahead = reached.get(at..).unwrap_or_default().iter().flatten();
            let Some(best) = ahead.map(|one| one.cost).min() else { continue };
            let here = reached.get(at).and_then(Option::as_ref).map(|one| one.cost);
            let Some(so_far) = here.filter(|cost| *cost <= best + BEHIND) else { continue };
            let mut steps = self.rows_from(at);
            steps.push((at + 1, UNPLACED, None));
            for (end, cost, row) in steps {
                let cost = so_far + cost;
                let Some(slot) = reached.get_mut(end) else { continue };
                if slot.as_ref().is_none_or(|known| cost < known.cost) {
                    *slot = Some(Reached { cost, from: at, row });
                }
            }
        }
        let mut rows = Rows { all: Vec::new(), unplaced: Vec::new() };
        let mut at = count;
        while at > 0 {
            let step = reached.get_mut(at)?.take()?;
            match step.row {
                Some(row) => rows.all.push(row),
                None => rows.unplaced.push(step.from),
            }
            at = step.from;
        }
        rows.all.reverse();
        rows.unplaced.reverse();
        Some(rows)
    }

    /// The likely rows that begin at an atom, each with its end and what is held against it.
    fn rows_from(&mut self, at: usize) -> Vec<(usize, Cost, Option<Row>)> {
        let labels = self.headers.iter().take_while(|meaning| meaning.is_label()).count();
        let mut found = Vec::new();
        for labels_above in 0..=labels {
            // An objective never begins without its task.
            if self.headers.get(labels_above) == Some(&Meaning::Objective) {
                continue;
            }
            if !self.atoms.get(at).is_some_and(|atom| atom.begins_line) {
                continue;
            }
            for way in self.ways(at, labels_above, labels) {
                let end = way.ends.last().copied().unwrap_or(at);
                let pieces = way.pieces(at, labels_above);
                let ways = if self.begins_page(end) {
                    let mut ways = self.gone_on(end, way.cost, pieces);
                    for (_, cost, pieces) in &mut ways {
                        *cost += self.strangeness(pieces);
                    }
                    ways
                } else {
                    vec![(end, way.cost, pieces)]
                };
                for (end, cost, pieces) in ways {
                    found.push((end, cost, Some(Row { pieces, labels_above })));
                }
            }
        }
        found
    }

    /// The best ways to read the cells of a row up to each of its likely ends.
    fn ways(&mut self, at: usize, labels_above: usize, labels: usize) -> Vec<Way> {
        let cost = ROW + if labels_above < labels { NEW_LABEL } else { 0 };
        let mut begun = vec![Way { cost, ends: Vec::new() }];
        for column in labels_above..labels {
            begun = begun.iter().flat_map(|way| self.with_cell(way, at, column)).collect();
            keep_best(&mut begun, 1, Way::key);
        }
        let mut ways = Vec::new();
        for way in begun {
            let mut open = vec![way];
            for column in labels..self.headers.len() {
                open = open.iter().flat_map(|way| self.with_cell(way, at, column)).collect();
            }
            ways.extend(open);
        }
        // Where a page ends the best way is known only with what stands on the next one.
        let (mut cut, mut whole): (Vec<Way>, Vec<Way>) = ways
            .into_iter()
            .partition(|way| way.ends.last().is_some_and(|end| self.begins_page(*end)));
        for way in &mut whole {
            way.cost += self.strangeness(&way.pieces(at, labels_above));
        }
        keep_best(&mut cut, WAYS_TO_GO_ON, Way::key);
        keep_best(&mut whole, 1, Way::key);
        whole.append(&mut cut);
        whole
    }

    /// The ways to read one more cell.
    fn with_cell(&mut self, way: &Way, at: usize, column: usize) -> Vec<Way> {
        let begin = way.ends.last().copied().unwrap_or(at);
        let ends = self.likely_ends(begin, column, false);
        let likely = ends.iter().filter(|(_, more)| way.cost + more <= HOPELESS);
        let add = |(end, more): &(usize, Cost)| {
            let mut ends = Vec::with_capacity(self.headers.len());
            ends.extend_from_slice(&way.ends);
            ends.push(*end);
            Way { cost: way.cost + more, ends }
        };
        likely.map(add).collect()
    }

    /// The likely ends of a cell.
    fn likely_ends(&mut self, at: usize, column: usize, is_rest: bool) -> Ends {
        let key = (at, column, is_rest);
        if let Some(known) = self.ends.get(&key) {
            return Rc::clone(known);
        }
        let mut ends = Vec::new();
        for end in at + 1..=(at + LONGEST).min(self.atoms.len()) {
            let part = if is_rest { Part::Rest } else { Part::Whole };
            if is_rest || self.can_begin(end) {
                let cost = self.fit(at..end, column, part, HOPELESS);
                if cost <= HOPELESS {
                    ends.push((end, cost));
                }
            }
            if self.begins_page(end) || self.least(at..end + 1, column, part) > HOPELESS {
                break;
            }
        }
        ends.sort_by_key(|(_, cost)| *cost);
        ends.truncate(ENDS);
        let ends: Ends = ends.into();
        self.ends.insert(key, Rc::clone(&ends));
        ends
    }

    /// The room that cells of a column may have: the first column is often narrower.
    fn rooms(&self, column: usize) -> Vec<Option<Room>> {
        let narrower = |less: usize| {
            let room = self.room?;
            Some(Room {
                first: room.first.saturating_sub(less),
                rest: room.rest.saturating_sub(less),
            })
        };
        let less: &[usize] = if column == 0 { &[0, 2, 4] } else { &[0] };
        less.iter().map(|less| narrower(*less)).collect()
    }

    fn begins_page(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.begins_page)
    }

    /// Says whether a cell may begin with an atom: its first line must have room.
    fn can_begin(&self, at: usize) -> bool {
        let Some((room, atom)) = self.room.zip(self.atoms.get(at)) else { return true };
        atom.begins_page || atom.wide <= room.first + 1
    }

    /// What is held against every cell of a column that begins with some words.
    fn least(&self, span: Range<usize>, column: usize, part: Part) -> Cost {
        let meaning = self.headers.get(column).copied().unwrap_or(Meaning::Name);
        let least = |room| fit::least(self.atoms, span.clone(), meaning, room, part);
        self.rooms(column).into_iter().map(least).min().unwrap_or_default()
    }

    /// What is held against words being a cell of a column, or a part of one; exact up to the limit.
    fn fit(&self, span: Range<usize>, column: usize, part: Part, limit: Cost) -> Cost {
        let meaning = self.headers.get(column).copied().unwrap_or(Meaning::Name);
        let cost = |room| fit::cost(self.atoms, span.clone(), meaning, room, part, limit);
        self.rooms(column).into_iter().map(cost).min().unwrap_or_default()
    }

    /// What is held against the words of a row that don't take one another up.
    fn strangeness(&mut self, pieces: &[Pieces]) -> Cost {
        let headers = self.headers;
        let mut words = |wanted: Meaning| {
            let column = headers.iter().position(|meaning| *meaning == wanted)?;
            Some(self.words(pieces.get(column)?))
        };
        let (name, target, actual) =
            (words(Meaning::Name), words(Meaning::Target), words(Meaning::Actual));
        let too_long =
            name.as_ref().map_or(0, |name| name.pairs.count().saturating_sub(LONG_NAME) / 4);
        let between = strange(target.as_deref(), actual.as_deref());
        // A figure answers a target that has one.
        let is_unasked = actual.as_ref().is_some_and(|actual| actual.is_figure)
            && target.as_ref().is_some_and(|target| !target.has_digits);
        let between = if is_unasked { STRANGE / 2 } else { between };
        // A short answer (`已按时完成`) takes up no words of what it answers.
        let is_short = actual.is_some_and(|actual| actual.pairs.count() <= SHORT_ANSWER);
        let between = if is_short { between / 2 } else { between };
        strange(name.as_deref(), target.as_deref()) + between + too_long
    }

    fn words(&mut self, pieces: &Pieces) -> Rc<Words> {
        let atoms = self.atoms;
        let words = || {
            let words: String = pieces.iter().map(|piece| atoms.words(piece.clone())).collect();
            let pairs = pairs(&words);
            let begins = words.starts_with(|c: char| c.is_ascii_digit());
            let is_figure = begins && pairs.count() <= UNIT_PAIRS;
            let has_digits = words.contains(|c: char| c.is_ascii_digit());
            Rc::new(Words { pairs, is_figure, has_digits })
        };
        match self.words.get(pieces) {
            Some(known) => Rc::clone(known),
            None => Rc::clone(self.words.entry(pieces.clone()).or_insert_with(words)),
        }
    }

    /// The ways in which the cells of a row go on at the top of the page that begins where it ends.
    fn gone_on(
        &mut self,
        at: usize,
        cost: Cost,
        pieces: Vec<Pieces>,
    ) -> Vec<(usize, Cost, Vec<Pieces>)> {
        let mut ways = vec![(at, cost, pieces)];
        for column in 0..self.headers.len() {
            let mut next = Vec::new();
            for (at, cost, pieces) in ways {
                let before = pieces.get(column).and_then(|pieces| pieces.first()).cloned();
                for (end, more) in self.likely_ends(at, column, true).iter() {
                    let more = more + self.goes_on(before.as_ref(), at, column);
                    // What looked wrong with the cell as a whole is right for a part of it.
                    let less = before.as_ref().map_or(0, |before| self.excused(before, column));
                    let mut pieces = pieces.clone();
                    if let Some(cell) = pieces.get_mut(column) {
                        cell.push(at..*end);
                    }
                    next.push((*end, (cost + more).saturating_sub(less), pieces));
                }
                next.push((at, cost, pieces));
            }
            keep_best(&mut next, WAYS_TO_END, |(end, cost, _)| (Some(*end), *cost));
            ways = next;
        }
        ways
    }

    /// What is held against words as a whole cell and not as the beginning of one.
    fn excused(&self, span: &Range<usize>, column: usize) -> Cost {
        let whole = self.fit(span.clone(), column, Part::Whole, Cost::MAX);
        whole.saturating_sub(self.fit(span.clone(), column, Part::Beginning, Cost::MAX))
    }

    /// What is held against a cell that goes on at an atom.
    fn goes_on(&self, before: Option<&Range<usize>>, at: usize, column: usize) -> Cost {
        let Some((before, next)) = before.zip(self.atoms.get(at)) else {
            // Only an objective is so long that rows stand beside it before the page ends.
            let is_long = self.headers.get(column) == Some(&Meaning::Objective);
            return if is_long { UNSEEN } else { UNSEEN * 4 };
        };
        let (line, text) = self.last_line(before);
        let is_first = self.is_one_line(before);
        let early =
            |room: Room| fit::ends_early(line, if is_first { room.first } else { room.rest }, next);
        let rooms = self.rooms(column).into_iter().flatten();
        let ended = match self.atoms.cuts_a_word(before.end.saturating_sub(1), at) {
            true => 0,
            false if ends_sentence(text) => UNEXPECTED * 2,
            false => UNEXPECTED / 2,
        };
        ended + rooms.map(early).min().unwrap_or(UNEXPECTED)
    }

    /// The width of the last line of a cell, and its last words.
    fn last_line(&self, span: &Range<usize>) -> (usize, &str) {
        let atoms = self.atoms.slice(span.clone());
        let begin = atoms.iter().rposition(|atom| atom.begins_line).unwrap_or_default();
        let line = atoms.iter().skip(begin).map(|atom| atom.wide).sum();
        (line, atoms.last().map_or("", |atom| atom.text))
    }

    fn is_one_line(&self, span: &Range<usize>) -> bool {
        !self.atoms.slice(span.clone()).iter().skip(1).any(|atom| atom.begins_line)
    }
}

/// Keeps so many of the ways to each end, those first against which the least is held.
fn keep_best<W>(ways: &mut Vec<W>, most: usize, key: impl Fn(&W) -> (Option<usize>, Cost)) {
    ways.sort_by_key(&key);
    let mut last = None;
    let mut kept = 0;
    ways.retain(|way| {
        let (end, _) = key(way);
        if end != last {
            (last, kept) = (end, 0);
        }
        kept += 1;
        kept <= most
    });
}

/// What is held against words that don't take one another up.
fn strange(one: Option<&Words>, other: Option<&Words>) -> Cost {
    match (one, other) {
        // A bare figure takes up no words, and is what a target or actual should be.
        (_, Some(other)) if other.is_figure => 0,
        (Some(one), Some(_)) if one.is_figure => STRANGE / 4,
        (Some(one), Some(other)) => {
            let (one, other) = (&one.pairs, &other.pairs);
            let shared = Overlap::of(one, other).percent().max(Overlap::of(other, one).percent());
            STRANGE * (100 - shared.min(100)) / 100
        }
        _ => 0,
    }
}
