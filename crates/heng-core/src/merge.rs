//! Puts what many people filled in into one dossier, and lists where they differ.
//!
//! A cell that stands as it was handed out says nothing; one that was changed is an answer. Equal
//! answers are taken, different ones are a conflict and the dossier keeps what it has. An office
//! answers for its own rows only.

mod changes;

use std::collections::{BTreeMap, BTreeSet};

pub use changes::{Change, Difference};

use crate::dossier::Dossier;
use crate::fact::{Place, Places};
use crate::form::{
    self, Cell, Choices, Form, Kind, Lists, Located, Mark, Need, Part, Row, Sharing, Sheet,
};
use crate::reader::{Problem, ProblemKind};

/// A workbook that somebody handed in (交回的工作簿).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Its file, as messages give it.
    pub file: String,
    /// What it says.
    pub located: Located,
}

/// A dossier with the answers put in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The dossier.
    pub dossier: Dossier,
    /// Where the facts that were answered stand.
    pub places: Places,
    /// What the answers changed.
    pub changes: Vec<Change>,
    /// Where they differ.
    pub conflicts: Vec<Conflict>,
    /// What could not be read or placed.
    pub problems: Vec<Problem>,
}

/// Different answers for one cell (填报冲突).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Name of the sheet.
    pub sheet: &'static str,
    /// What the row is about.
    pub row: String,
    /// Heading of the column; nothing where the row as a whole is meant.
    pub column: Option<&'static str>,
    /// What the dossier says, and keeps.
    pub base: String,
    /// Who says what.
    pub says: Vec<Saying>,
}

/// What one workbook says of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Office and file.
    pub from: String,
    /// Where it says so.
    pub place: Option<Place>,
    /// What it says; nothing where it has struck the row out.
    pub text: Option<String>,
}

/// Puts answers into a dossier.
#[must_use]
pub fn merge(base: &Dossier, lists: &Lists, answers: &[Returned]) -> Merged {
    let before = form::fill(base, lists);
    let mut desk = Desk::new(&before);
    let mut problems = Vec::new();
    for answer in answers {
        problems.extend(answer.located.problems.iter().cloned());
        match stranger(base, answer) {
            Some(problem) => problems.push(problem),
            None => Hearing::of(answer, &before).hear(&mut desk, &mut problems),
        }
    }
    let (form, conflicts) = desk.settle(&mut problems);
    let taken = form::take(&form, base, lists);
    problems.extend(taken.problems);
    let changes = changes::between(&before, &form::fill(&taken.dossier, lists), &form);
    Merged { dossier: taken.dossier, places: taken.places, changes, conflicts, problems }
}

/// The problem of a workbook that was handed out by another department or for another year.
fn stranger(base: &Dossier, answer: &Returned) -> Option<Problem> {
    let Mark { department, fiscal_year, .. } = answer.located.mark.as_ref()?;
    let year = base.fiscal_year.to_string();
    if *department == base.department.name && *fiscal_year == year {
        return None;
    }
    Some(Problem {
        kind: ProblemKind::NotPlaced,
        place: Place::File { file: answer.file.clone() },
        excerpt: format!("{department} {fiscal_year}年度"),
        message: format!(
            "这份工作簿是「{department}」{fiscal_year}年度的，卷宗是「{}」{year}年度的，没有采用。",
            base.department.name
        ),
        remedy: "请核对文件，或在相应的卷宗里合并。".to_owned(),
    })
}

/// Place of a cell in a form: part, row, column.
type Spot = (&'static str, String, usize);

/// What was said so far, beside the form that it is said of.
struct Desk {
    form: Form,
    sayings: BTreeMap<Spot, Vec<Saying>>,
    /// What the dossier says instead of what a cell was handed out with.
    moved: BTreeSet<Spot>,
    struck: BTreeMap<(&'static str, String), Vec<Saying>>,
}

impl Desk {
    fn new(before: &Form) -> Self {
        Self {
            form: before.clone(),
            sayings: BTreeMap::new(),
            moved: BTreeSet::new(),
            struck: BTreeMap::new(),
        }
    }

    /// Puts a row that somebody added behind the others, unless it is there already.
    fn add(&mut self, part: &'static Part, row: Row) {
        let Some(sheet) = self.form.sheets.iter_mut().find(|sheet| sheet.part == part) else {
            return;
        };
        let columns = part.columns();
        let is_there = sheet.rows.iter().any(|one| {
            let cells = one.cells.iter().zip(&row.cells).zip(&columns);
            cells
                .into_iter()
                .all(|((one, two), column)| column.kind.says_the_same(text(one), text(two)))
        });
        if !is_there {
            sheet.rows.push(row);
        }
    }

    /// Puts in what is agreed on; the rest are conflicts.
    fn settle(mut self, problems: &mut Vec<Problem>) -> (Form, Vec<Conflict>) {
        let mut conflicts = Vec::new();
        let sayings = std::mem::take(&mut self.sayings);
        let answered: BTreeSet<(&str, String)> =
            sayings.keys().map(|(part, row, _)| (*part, row.clone())).collect();
        for (spot, says) in sayings {
            let is_moved = self.moved.contains(&spot);
            let Some((part, row)) = row_of(&mut self.form, spot.0, &spot.1) else { continue };
            let label = label(part, row);
            let column = part.columns().get(spot.2).copied();
            let Some((cell, column)) = row.cells.get_mut(spot.2).zip(column) else { continue };
            let is_same = |one: &str, two: &str| column.kind.says_the_same(one, two);
            let base = text(cell).to_owned();
            let first = says.first().and_then(|one| one.text.clone()).unwrap_or_default();
            let said = |one: &Saying| one.text.as_deref().unwrap_or_default().to_owned();
            let are_equal = says.iter().all(|one| is_same(&said(one), &first));
            if are_equal && is_same(&base, &first) {
                continue;
            }
            if are_equal && !is_moved {
                let place = says.into_iter().next().and_then(|one| one.place);
                *cell = Cell { text: Some(first), place };
                continue;
            }
            let column = Some(column.heading);
            conflicts.push(Conflict { sheet: part.title, row: label, column, base, says });
        }
        for ((key, id), says) in std::mem::take(&mut self.struck) {
            let is_answered = answered.contains(&(key, id.clone()));
            conflicts.extend(self.strike(key, &id, says, is_answered, problems));
        }
        (self.form, conflicts)
    }

    /// Takes out a row that somebody struck out, unless others still fill it in or refer to it.
    fn strike(
        &mut self,
        key: &str,
        id: &str,
        says: Vec<Saying>,
        is_answered: bool,
        problems: &mut Vec<Problem>,
    ) -> Option<Conflict> {
        let children = self.form.sheets.iter().flat_map(|sheet| &sheet.rows);
        let owned = format!("{key}/{id}");
        let is_referred_to = children.clone().any(|row| row.owner.as_deref() == Some(&owned));
        let (part, row) = row_of(&mut self.form, key, id)?;
        let (label, words) = (label(part, row), row.words(part));
        if is_answered {
            let sheet = part.title;
            return Some(Conflict { sheet, row: label, column: None, base: words, says });
        }
        if is_referred_to {
            let place = says.into_iter().next().and_then(|one| one.place);
            problems.push(Problem {
                kind: ProblemKind::NotPlaced,
                place: place.unwrap_or_else(|| Place::File { file: String::new() }),
                excerpt: label,
                message: "删去了这一行，但还有指标、资金或事项属于它，没有删去。".to_owned(),
                remedy: "请先删去或改属这些内容，再读入一次。".to_owned(),
            });
            return None;
        }
        let sheet = self.form.sheets.iter_mut().find(|sheet| sheet.part.key == key)?;
        sheet.rows.retain(|row| row.id.as_deref() != Some(id));
        None
    }
}

/// The hearing of one answer against what it was handed out with.
struct Hearing<'h> {
    answer: &'h Returned,
    before: &'h Form,
    office: Option<&'h str>,
    from: String,
}

impl<'h> Hearing<'h> {
    fn of(answer: &'h Returned, before: &'h Form) -> Self {
        let office = answer.located.mark.as_ref().and_then(|mark| mark.office.as_deref());
        let from = office
            .map_or_else(|| answer.file.clone(), |office| format!("{office}（{}）", answer.file));
        Self { answer, before, office, from }
    }

    fn hear(&self, desk: &mut Desk, problems: &mut Vec<Problem>) {
        for sheet in &self.answer.located.form.sheets {
            let before: &[Row] =
                self.before.sheet(sheet.part.key).map_or(&[], |sheet| sheet.rows.as_slice());
            let before = by_id(before);
            let sent = self.answer.located.sent.as_ref();
            let sent = sent.and_then(|sent| sent.sheet(sheet.part.key));
            let sent = by_id(sent.map_or(&[], |sheet| sheet.rows.as_slice()));
            for row in &sheet.rows {
                let id = row.id.as_deref();
                match id.and_then(|id| Some((id, *before.get(id)?))) {
                    Some((id, base)) => {
                        self.hear_row(sheet, row, base, sent.get(id).copied(), desk, problems);
                    }
                    None if id.is_some_and(|id| sent.contains_key(id)) => {
                        let message = "这一行在发放以后已从卷宗里删去，填写的内容没有采用。";
                        let remedy = "仍要采用的，请作为新的一行填写。";
                        problems.push(self.not_placed(sheet.part, row, message, remedy));
                    }
                    None => self.hear_new(sheet, row, desk, problems),
                }
            }
            self.hear_struck(sheet, &before, &sent, desk);
        }
    }

    fn hear_row(
        &self,
        sheet: &Sheet,
        row: &Row,
        base: &Row,
        sent: Option<&Row>,
        desk: &mut Desk,
        problems: &mut Vec<Problem>,
    ) {
        let id = base.id.clone().unwrap_or_default();
        let is_own = self.may_fill(base);
        let columns = sheet.part.columns();
        let cells = row.cells.iter().zip(&base.cells).zip(&columns).enumerate();
        for (index, ((cell, now), column)) in cells {
            let is_same = |one: &str, two: &str| column.kind.says_the_same(one, two);
            let Some(said) = &cell.text else { continue };
            let handed_out = sent.and_then(|row| row.cells.get(index)).map(text);
            // Where it is not known what was handed out, a blank cell says nothing.
            let is_silent = match handed_out {
                Some(handed_out) => is_same(said, handed_out),
                None => said.is_empty() || is_same(said, text(now)),
            };
            if is_silent {
                continue;
            }
            if !is_own {
                problems.push(self.out_of_remit(sheet.part, index, cell));
                continue;
            }
            let spot = (sheet.part.key, id.clone(), index);
            if handed_out.is_some_and(|handed_out| !is_same(handed_out, text(now))) {
                desk.moved.insert(spot.clone());
            }
            let place = cell.place.clone();
            let saying = Saying { from: self.from.clone(), place, text: Some(said.clone()) };
            desk.sayings.entry(spot).or_default().push(saying);
        }
    }

    /// Says whether whoever handed the workbook in fills in a row.
    fn may_fill(&self, row: &Row) -> bool {
        self.office.is_none_or(|office| row.office.as_deref() == Some(office))
    }

    fn hear_new(&self, sheet: &Sheet, row: &Row, desk: &mut Desk, problems: &mut Vec<Problem>) {
        let Some(office) = self.office else {
            desk.add(sheet.part, row.clone());
            return;
        };
        let mut row = row.clone();
        let columns = sheet.part.columns();
        let at = |key: &str| columns.iter().position(|column| column.key == key);
        let owner = at("owner").and_then(|at| row.cells.get(at)).map(text);
        let fits = match (sheet.part.sharing, owner) {
            (Sharing::Department, _) => false,
            (_, Some(owner)) => self.is_own_row(office, owner),
            (Sharing::Offices | Sharing::Additions, None) => {
                let named = at("office").and_then(|at| row.cells.get_mut(at));
                named.is_none_or(|cell| {
                    if text(cell).is_empty() {
                        cell.text = Some(office.to_owned());
                    }
                    text(cell).trim() == office
                })
            }
        };
        if fits {
            desk.add(sheet.part, row);
        } else {
            let message = format!("「{office}」增加的这一行不归它填报，没有采用。");
            let remedy = "请由归口的科室或汇总人填写。";
            problems.push(self.not_placed(sheet.part, &row, &message, remedy));
        }
    }

    /// Says whether a name is that of a task or project of the office, or of one that it adds.
    fn is_own_row(&self, office: &str, name: &str) -> bool {
        let bears_name = |part: &Part, row: &Row| {
            row.id.as_deref() == Some(name) || Kind::Text.says_the_same(&label(part, row), name)
        };
        let owners = ["tasks", "projects"];
        let known = owners.iter().filter_map(|key| self.before.sheet(key));
        let mut known = known.flat_map(|sheet| sheet.rows.iter().map(|row| (sheet.part, row)));
        let answered = &self.answer.located.form;
        let added = owners.iter().filter_map(|key| answered.sheet(key));
        let mut added = added.flat_map(|sheet| sheet.rows.iter().map(|row| (sheet.part, row)));
        known.any(|(part, row)| row.office.as_deref() == Some(office) && bears_name(part, row))
            || added.any(|(part, row)| row.id.is_none() && bears_name(part, row))
    }

    /// Notes the rows that were handed out and are gone.
    fn hear_struck(
        &self,
        sheet: &Sheet,
        before: &BTreeMap<&str, &Row>,
        sent: &BTreeMap<&str, &Row>,
        desk: &mut Desk,
    ) {
        let kept: BTreeSet<&str> = sheet.rows.iter().filter_map(|row| row.id.as_deref()).collect();
        let struck = sent.keys().filter(|id| !kept.contains(**id));
        for (id, base) in struck.filter_map(|id| Some((*id, before.get(id)?))) {
            if self.may_fill(base) {
                let place = Place::Cell {
                    file: self.answer.file.clone(),
                    sheet: sheet.part.title.to_owned(),
                    cell: form::cell_name(1, 0),
                };
                let says = desk.struck.entry((sheet.part.key, id.to_owned())).or_default();
                says.push(Saying { from: self.from.clone(), place: Some(place), text: None });
            }
        }
    }

    fn out_of_remit(&self, part: &Part, index: usize, cell: &Cell) -> Problem {
        let heading = part.columns().get(index).map_or("", |column| column.heading);
        let office = self.office.unwrap_or_default();
        Problem {
            kind: ProblemKind::NotPlaced,
            place: self.place(cell.place.as_ref()),
            excerpt: text(cell).to_owned(),
            message: format!("「{office}」改动了不归它填报的「{heading}」，没有采用。"),
            remedy: "请由归口的科室或汇总人改动。".to_owned(),
        }
    }

    fn not_placed(&self, part: &Part, row: &Row, message: &str, remedy: &str) -> Problem {
        Problem {
            kind: ProblemKind::NotPlaced,
            place: self.place(row.place.as_ref()),
            excerpt: row.words(part),
            message: message.to_owned(),
            remedy: remedy.to_owned(),
        }
    }

    fn place(&self, place: Option<&Place>) -> Place {
        place.cloned().unwrap_or_else(|| Place::File { file: self.answer.file.clone() })
    }
}

fn by_id(rows: &[Row]) -> BTreeMap<&str, &Row> {
    rows.iter().filter_map(|row| Some((row.id.as_deref()?, row))).collect()
}

fn row_of<'f>(form: &'f mut Form, part: &str, id: &str) -> Option<(&'static Part, &'f mut Row)> {
    let sheet = form.sheets.iter_mut().find(|sheet| sheet.part.key == part)?;
    let part = sheet.part;
    sheet.rows.iter_mut().find(|row| row.id.as_deref() == Some(id)).map(|row| (part, row))
}

fn text(cell: &Cell) -> &str {
    cell.text.as_deref().unwrap_or_default()
}

/// What a row is called: what its first required column says that is not chosen from a list.
fn label(part: &Part, row: &Row) -> String {
    let columns = part.columns();
    let is_name = |column: &form::Column| {
        column.need == Need::Required && matches!(column.choices, Choices::Free)
    };
    let named = columns.iter().position(is_name).filter(|_| part.layout != form::Layout::Fields);
    let cell = named.or(Some(0)).and_then(|index| row.cells.get(index));
    cell.map(|cell| text(cell).to_owned()).unwrap_or_default()
}
