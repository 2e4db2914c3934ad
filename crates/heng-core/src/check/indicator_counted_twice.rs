//! TGT212: two indicators ask for the same thing and are answered by the same.

use std::collections::BTreeMap;

use super::{Case, Check, Draft, Row, Run, figures, is_filled};
use crate::dossier::Actual;
use crate::finding::{Obligation, Severity};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "TGT212",
    name: "indicator-counted-twice",
    since: "0.1.0",
    page: include_str!("indicator_counted_twice.md"),
    run: Run::Dossier(run),
};

/// Characters from which on equal wordings are hardly equal by chance.
const LONG: usize = 8;

/// Looks among the indicators before each one for one that is the same.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut seen: BTreeMap<Option<&str>, BTreeMap<Key, &Row<'_>>> = BTreeMap::new();
    let mut obligations = Vec::new();
    for row in case.rows {
        let keys = keys(row);
        let seen = seen.entry(row.scope()).or_default();
        let before = keys.iter().find_map(|key| seen.get(key));
        obligations.push(match before {
            Some(first) => found(case, first, row),
            None => CHECK.passed(row.label.clone()),
        });
        for key in keys {
            seen.entry(key).or_insert(row);
        }
    }
    obligations
}

/// By what two indicators are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The same long target with the same result.
    Wording { target: String, actual: String },
    /// The same name with an amount of the same unit.
    Name { name: String, unit: String },
    /// The same measure.
    Measure(String),
}

fn keys(row: &Row<'_>) -> Vec<Key> {
    let mut keys = Vec::new();
    let (target, actual) = (bare(&row.indicator.target), bare(row.said()));
    if target.chars().count() >= LONG && is_filled(Some(&actual)) {
        keys.push(Key::Wording { target, actual });
    }
    if let Some(figure) = figures(&row.mentions.target).next() {
        let unit = figure.unit().as_str().to_owned();
        keys.push(Key::Name { name: bare(&row.indicator.name), unit });
    }
    if let Actual::Measured(measure) = &row.indicator.actual {
        keys.push(Key::Measure(measure.clone()));
    }
    keys
}

fn found(case: &Case<'_>, first: &Row<'_>, row: &Row<'_>) -> Obligation {
    let draft = Draft {
        severity: Severity::Warning,
        spots: (
            case.row_spot(row, "name", &row.indicator.target),
            vec![case.row_spot(first, "name", &first.indicator.target)],
        ),
        figures: vec![],
        message: format!(
            "指标“{}”与“{}”的目标和完成值相同，或由同一度量得出，同一件事计了两次。",
            row.indicator.name, first.indicator.name
        ),
        remedy: "请合并为一项，或把两项的目标和结果区分开。".to_owned(),
        basis: None,
    };
    CHECK.found(row.label.clone(), draft)
}
