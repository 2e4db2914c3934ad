//! A year compared with itself: `比2023年预算增加` in the budget of 2023.

use heng_core::fact::Place;
use heng_core::figure::scan::{MentionKind, scan};
use heng_core::report::ReportKind;
use heng_core::report::claim::{Assertion, Binding, Claim};

use super::comparison::comparisons;
use super::sentence::When;

/// What documents of each kind speak of, and the words for it in a comparison.
fn subject_of(kind: ReportKind) -> Option<(&'static str, &'static [&'static str])> {
    match kind {
        ReportKind::Budget => {
            Some(("预算", &["预算", "年初预算", "当年预算", "预算数", "部门预算"]))
        }
        ReportKind::Accounts => Some(("决算", &["决算", "决算数", "支出决算", "收入决算", ""])),
        // Nothing but the year: what was spent is rightly held against the budget of the same year.
        ReportKind::Department | ReportKind::Project | ReportKind::Transfer => {
            Some(("情况", &[""]))
        }
        _ => None,
    }
}

/// The comparisons of a passage that name a year, with the year that the passage speaks of.
///
/// A passage that names none speaks of the year that the passages before it speak of.
pub(super) fn years(
    text: &str,
    kind: ReportKind,
    fiscal_year: Option<i16>,
    spoken_of: Option<i16>,
    place: &Place,
) -> Vec<Claim> {
    let (Some((what, words)), Some(year)) = (subject_of(kind), fiscal_year) else {
        return Vec::new();
    };
    let mut claims = Vec::new();
    for one in comparisons(text) {
        let When::Year(against) = one.when else { continue };
        let name = name_behind_year(one.against);
        if !words.contains(&name) {
            continue;
        }
        let before = text.get(..one.start).unwrap_or_default();
        let sentence = before.rfind('。').and_then(|at| before.get(at..)).unwrap_or(before);
        // In the accounts of a year something else of that year may be what is compared.
        let speaks_of_other = kind == ReportKind::Accounts
            && ["预算", "计划", "目标"].iter().any(|word| sentence.contains(word));
        // A report is written in the year after, of which it may speak too.
        let is_report = kind.is_self_evaluation();
        let names_others = is_report && years_in(before).iter().any(|named| *named != year);
        if names_others || (is_report && against != year) {
            continue;
        }
        if speaks_of_other || !speaks_of(before, year, spoken_of) {
            continue;
        }
        let tail = text.get(one.end..).unwrap_or_default();
        let tail =
            tail.find(['，', '。', '；', '、']).and_then(|at| tail.get(..at)).unwrap_or(tail);
        let words = text.get(one.start..one.end).unwrap_or_default();
        claims.push(Claim {
            assertion: Assertion::Years { year, against, what: what.to_owned() },
            subject: format!("{year}年{what}"),
            excerpt: format!("{words}{tail}"),
            place: place.clone(),
            binding: Binding::Certain,
        });
    }
    claims
}

/// `预算` of `2023年度预算`.
fn name_behind_year(against: &str) -> &str {
    let end = scan(against)
        .into_iter()
        .filter(|mention| matches!(mention.kind, MentionKind::Year(_)))
        .map(|mention| mention.span.end)
        .next_back();
    let name = end.and_then(|end| against.get(end..)).unwrap_or(against);
    name.trim_start_matches(['年', '度'])
}

/// Whether the words before speak of the year; those that name none, as the passages before.
fn speaks_of(before: &str, year: i16, spoken_of: Option<i16>) -> bool {
    let named = years_in(before);
    if named.is_empty() { spoken_of == Some(year) } else { named.contains(&year) }
}

/// The years that a text names, in order.
pub(super) fn years_in(text: &str) -> Vec<i16> {
    let years = scan(text).into_iter().filter_map(|mention| match mention.kind {
        MentionKind::Year(year) => Some(year),
        _ => None,
    });
    years.collect()
}
