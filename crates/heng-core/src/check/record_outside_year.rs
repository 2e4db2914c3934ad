//! EVD408: records of a register that nothing but their year keeps out of a measure.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Check, Draft, Group, Question, Run, grouped};
use crate::fact::{FactId, Place};
use crate::finding::{Obligation, Severity, Spot};
use crate::register::Measured;

pub(super) static CHECK: Check = Check {
    code: "EVD408",
    name: "record-outside-year",
    since: "0.1.0",
    page: include_str!("record_outside_year.md"),
    run: Run::Dossier(run),
};

/// More records than these out of the order of time, and the register is kept in another order.
const STRAYS: usize = 3;

/// A register that goes on over the years has records of others; they are noted.
const NOTED: Question<'static> = Question {
    severity: Severity::Note,
    subject: "{n}本台账中其他年度的记录",
    message: "台账中有其他年度的记录，其余条件都符合，因年度不同没有计入：{list}。",
    remedy: "请核对日期；确属其他年度的不用改。",
};

/// Looks at each register from which a measure of the fiscal year is taken.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut registers: BTreeMap<(&str, Option<&str>), Seen> = BTreeMap::new();
    for measured in case.measurements.0.values().filter_map(|result| result.as_ref().ok()) {
        let file = (measured.register.as_str(), measured.sheet.as_deref());
        registers.entry(file).or_default().add(measured);
    }
    if registers.is_empty() {
        return vec![CHECK.does_not_apply("台账记录的年度", "没有由台账得出的度量")];
    }
    CHECK
        .ask_of(registers.into_iter(), &NOTED, |(file, seen), group| look(case, file, &seen, group))
}

/// What the measures of one register found in it.
#[derive(Default)]
struct Seen {
    /// Whether one of them asks for the fiscal year.
    is_of_year: bool,
    counted: BTreeSet<usize>,
    before: BTreeSet<usize>,
    after: BTreeSet<usize>,
}

impl Seen {
    fn add(&mut self, measured: &Measured) {
        self.counted.extend(measured.rows.iter());
        if let Some(outside) = &measured.outside_year {
            self.is_of_year = true;
            self.before.extend(outside.before.iter());
            self.after.extend(outside.after.iter());
        }
    }

    /// The rows outside the year that no measure counts, and those of them that are out of the order
    /// of time: an earlier day below a record of the year, or a later one above.
    fn outside(&self) -> (Vec<usize>, Vec<usize>) {
        let (first, last) = (self.counted.first(), self.counted.last());
        let before = self.before.difference(&self.counted);
        let after = self.after.difference(&self.counted);
        let late = before.clone().filter(|row| first.is_some_and(|first| *row > first));
        let early = after.clone().filter(|row| last.is_some_and(|last| *row < last));
        let rows = |one: BTreeSet<&usize>| one.into_iter().copied().collect();
        (rows(before.chain(after).collect()), rows(late.chain(early).collect()))
    }
}

fn look(
    case: &Case<'_>,
    (file, sheet): (&str, Option<&str>),
    seen: &Seen,
    group: &mut Group,
) -> Option<Obligation> {
    let subject = format!("台账“{file}”记录的年度");
    if !seen.is_of_year {
        return Some(CHECK.does_not_apply(subject, "没有按年度取数的度量"));
    }
    let (all, out_of_order) = seen.outside();
    let Some(first) = all.first() else { return Some(CHECK.passed(subject)) };
    let is_in_other_order = out_of_order.len() > STRAYS || out_of_order.len() >= seen.counted.len();
    if out_of_order.is_empty() || is_in_other_order {
        group.add(
            spot(case, (file, sheet), &subject, *first),
            format!("{file}的{}", rows_in_words(&all)),
        );
        return None;
    }
    let rows = rows_in_words(&out_of_order);
    let spots = grouped(
        out_of_order.iter().map(|row| spot(case, (file, sheet), &subject, *row)).collect(),
    )?;
    let draft = Draft {
        severity: Severity::Warning,
        spots,
        figures: vec![],
        message: format!(
            "{rows}的日期不在{}年度，却夹在本年度的记录之间；其余条件都符合，只因年度没有计入。",
            case.dossier.fiscal_year
        ),
        remedy: "日期是否写错？写错的请改正；确属其他年度的，请移出或按时间排列。".to_owned(),
        basis: None,
    };
    Some(CHECK.found(subject, draft))
}

/// The spot of one record of a register, which bears the register's fact.
fn spot(case: &Case<'_>, (file, sheet): (&str, Option<&str>), label: &str, row: usize) -> Spot {
    let source = case.dossier.registers.iter().find(|one| one.file == file);
    let fact = FactId::new(["register", source.map_or(file, |one| &one.id)]);
    let mut spot = case.spot(fact, label, &format!("第{row}行"));
    let (file, sheet) = (file.to_owned(), sheet.map(str::to_owned));
    spot.place = Some(Place::Row { file, sheet, row, column: None });
    spot
}

/// The first rows by number, and how many there are where those are not all.
fn rows_in_words(rows: &[usize]) -> String {
    let first: Vec<String> = rows.iter().take(3).map(usize::to_string).collect();
    let more =
        if rows.len() > first.len() { format!("等{}行", rows.len()) } else { "行".to_owned() };
    format!("第{}{more}", first.join("、"))
}
