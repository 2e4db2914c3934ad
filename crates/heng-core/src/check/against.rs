//! What the checks of a report against another document share.

use std::collections::BTreeSet;

use super::Check;
use crate::dossier::{Indicator, Owner};
use crate::fact::FactId;
use crate::figure::Relation;
use crate::figure::scan::figures;
use crate::finding::{Obligation, Spot};
use crate::report::comparand::of_dossier;
use crate::report::{Comparand, Origin, Report, YearAmount};
use crate::wording::{Overlap, bare, pairs};

/// The verdict where a check of documents can say nothing of this pair; nothing where it can.
pub(super) fn apart(
    check: &Check,
    subject: &'static str,
    report: &Report,
    comparand: &Comparand,
) -> Option<Obligation> {
    if comparand.origin == Origin::Rendered {
        return Some(check.does_not_apply(subject, "比对的是生成这份报告的卷宗，改动另行列出"));
    }
    let why = comparand.stands_apart(report)?;
    Some(check.could_not_check(subject, why))
}

/// An approved indicator with what was found of it in the report.
pub(super) struct Approved<'r> {
    pub owner: Owner<'r>,
    pub indicator: &'r Indicator,
    pub reported: Counterpart<'r>,
}

/// What stands in the report for an approved indicator.
pub(super) enum Counterpart<'r> {
    /// An indicator of the same name.
    Same(&'r Indicator),
    /// The only one whose name says nearly the same.
    Alike(&'r Indicator),
    /// Several of the same name that nothing tells apart.
    Several,
    /// None.
    None,
}

/// How much of two names must be common, in percent of either.
const ALIKE: usize = 75;

/// Finds the indicators of the comparand in the report, by name.
pub(super) fn approved<'r>(report: &'r Report, comparand: &'r Comparand) -> Vec<Approved<'r>> {
    let reported: Vec<(Owner<'r>, &Indicator)> = report.dossier.indicators().collect();
    let wanted: Vec<(Owner<'r>, &Indicator)> = comparand.report.dossier.indicators().collect();
    let names: BTreeSet<String> = wanted.iter().map(|(_, one)| name_of(one)).collect();
    let free: Vec<&Indicator> =
        reported.iter().map(|(_, one)| *one).filter(|one| !names.contains(&name_of(one))).collect();
    let is_one = |one: &Indicator| {
        wanted.iter().filter(|(_, other)| name_of(other) == name_of(one)).count() == 1
    };
    wanted
        .iter()
        .map(|(owner, indicator)| {
            let matching: Vec<(Owner<'r>, &Indicator)> = reported
                .iter()
                .copied()
                .filter(|(_, other)| name_of(other) == name_of(indicator))
                .collect();
            let reported = match matching.as_slice() {
                [] => alike(indicator, &free),
                [(_, only)] if is_one(indicator) => Counterpart::Same(only),
                several => told_apart(*owner, indicator, several),
            };
            Approved { owner: *owner, indicator, reported }
        })
        .collect()
}

/// The name without numbering and marks.
fn name_of(indicator: &Indicator) -> String {
    let name = indicator.name.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "、.．（）()".contains(c)
    });
    bare(name)
}

/// The one of several of the same name that has the same owner, or else the same target.
fn told_apart<'r>(
    owner: Owner<'_>,
    indicator: &Indicator,
    several: &[(Owner<'r>, &'r Indicator)],
) -> Counterpart<'r> {
    let of_owner = several.iter().filter(|(other, _)| bare(&other.label()) == bare(&owner.label()));
    let of_target = several.iter().filter(|(_, one)| is_same_target(one, indicator));
    match (of_owner.collect::<Vec<_>>().as_slice(), of_target.collect::<Vec<_>>().as_slice()) {
        ([(_, only)], _) | (_, [(_, only)]) => Counterpart::Same(only),
        _ => Counterpart::Several,
    }
}

fn alike<'r>(indicator: &Indicator, free: &[&'r Indicator]) -> Counterpart<'r> {
    let wanted = pairs(&name_of(indicator));
    let is_near = |other: &&&Indicator| {
        let other = pairs(&name_of(other));
        let both = [Overlap::of(&wanted, &other), Overlap::of(&other, &wanted)];
        wanted.count() >= 3 && both.iter().all(|overlap| overlap.is_at_least(ALIKE))
    };
    let near: Vec<&&Indicator> = free.iter().filter(is_near).collect();
    match near.as_slice() {
        [only] => Counterpart::Alike(only),
        _ => Counterpart::None,
    }
}

/// Says whether two indicators have one target, as far as it is written alike or comes to the same amounts.
pub(super) fn is_same_target(one: &Indicator, other: &Indicator) -> bool {
    if bare(&one.target) == bare(&other.target) {
        return true;
    }
    let all = |indicator: &Indicator| -> Vec<crate::figure::Figure> {
        figures(&indicator.target).map(|(_, figure)| figure).collect()
    };
    let (one, other) = (all(one), all(other));
    let is_range = |relation| relation == Relation::Between;
    !one.is_empty()
        && one.len() == other.len()
        && one.iter().zip(&other).all(|(one, other)| {
            let is_unstated = |figure: &crate::figure::Figure| figure.unit().as_str().is_empty();
            let are_of_one_unit =
                one.unit().is_comparable(other.unit()) || is_unstated(one) || is_unstated(other);
            let turns_round = one.relation().is_floor() && other.relation().is_ceiling()
                || one.relation().is_ceiling() && other.relation().is_floor()
                || is_range(one.relation()) != is_range(other.relation());
            are_of_one_unit
                && !turns_round
                && one.value() == other.value()
                && one.largest() == other.largest()
        })
}

/// The place of an indicator's cell in a document.
pub(super) fn cell_spot(
    document: &Report,
    indicator: &Indicator,
    cell: &str,
    excerpt: &str,
) -> Spot {
    let fact = indicator.fact(cell);
    Spot {
        label: format!("指标“{}”", indicator.name),
        place: document.places.of(&fact).cloned(),
        excerpt: excerpt.to_owned(),
        fact: None::<FactId>,
    }
}

/// An amount of the report beside the one of the same item and year in the comparand.
pub(super) struct Pair {
    pub here: YearAmount,
    pub there: YearAmount,
}

impl Pair {
    /// Says whether one amount may stand behind both as they are written; nothing for `约`.
    pub(super) fn agrees(&self) -> Option<bool> {
        Some(self.here.figure.interval()?.overlaps(self.there.figure.interval()?))
    }
}

/// The amounts that both documents state for the same item and year.
///
/// Those that one of them states twice differently are left out.
pub(super) fn amounts(report: &Report, comparand: &Comparand) -> Vec<Pair> {
    let (here, there) = (all(report), all(&comparand.report));
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for one in &here {
        let id = (one.key.clone(), one.fiscal_year);
        if !seen.insert(id) {
            continue;
        }
        let same =
            |other: &&YearAmount| other.key == one.key && other.fiscal_year == one.fiscal_year;
        let own: Vec<&YearAmount> = here.iter().filter(same).collect();
        let theirs: Vec<&YearAmount> = there.iter().filter(same).collect();
        if let (Some(here), Some(there)) = (sole(&own), sole(&theirs)) {
            pairs.push(Pair { here: here.clone(), there: there.clone() });
        }
    }
    pairs
}

fn all(report: &Report) -> Vec<YearAmount> {
    let mut all = of_dossier(report);
    all.extend(report.year_amounts.iter().cloned());
    all
}

/// The first of several statements that all agree.
fn sole<'a>(statements: &[&'a YearAmount]) -> Option<&'a YearAmount> {
    let first = *statements.first()?;
    let interval = first.figure.interval()?;
    let agree = statements
        .iter()
        .all(|one| one.figure.interval().is_some_and(|other| interval.overlaps(other)));
    agree.then_some(first)
}

/// The place of an amount.
pub(super) fn amount_spot(amount: &YearAmount) -> Spot {
    Spot {
        fact: None,
        label: format!("{}年{}", amount.fiscal_year, amount.label),
        place: Some(amount.place.clone()),
        excerpt: amount.excerpt.clone(),
    }
}
