//! What the checks of a report's claims share.

use crate::finding::{Severity, Spot};
use crate::report::Report;
use crate::report::claim::{Assertion, Binding, Claim, Term};

/// Why a claim of a table that was hardly read as printed is not judged.
pub(super) const DOUBTFUL: &str = "表中多数合计都对不上，多半没有按原样读出";

/// The claims of a report of one sort.
pub(super) fn claims_with<'r, T: 'r>(
    report: &'r Report,
    of_sort: impl Fn(&'r Assertion) -> Option<T>,
) -> impl Iterator<Item = (&'r Claim, T)> {
    report.claims.iter().filter_map(move |claim| Some((claim, of_sort(&claim.assertion)?)))
}

/// The place of a claim with its words.
pub(super) fn spot(claim: &Claim) -> Spot {
    Spot {
        fact: None,
        label: claim.subject.clone(),
        place: Some(claim.place.clone()),
        excerpt: claim.excerpt.clone(),
    }
}

/// The place of a figure with its name.
pub(super) fn spot_of(term: &Term) -> Spot {
    Spot {
        fact: None,
        label: term.label.clone(),
        place: Some(term.place.clone()),
        excerpt: term.to_string(),
    }
}

/// How grave it is where arithmetic contradicts a claim: an error only where no other reading is sensible.
pub(super) fn gravity(claim: &Claim) -> Severity {
    match claim.binding {
        Binding::Certain => Severity::Error,
        Binding::Likely | Binding::Doubtful => Severity::Warning,
    }
}

/// The terms as printed, joined by a sign.
pub(super) fn joined(terms: &[Term], sign: &str) -> String {
    terms.iter().map(|term| term.figure.text()).collect::<Vec<_>>().join(sign)
}
