//! EVD404: one file is to prove many different results.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Check, Draft, Row, Run, grouped};
use crate::finding::{Obligation, Severity, Spot};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "EVD404",
    name: "one-file-for-many-claims",
    since: "0.1.0",
    page: include_str!("one_file_for_many_claims.md"),
    run: Run::Dossier(run),
};

/// Different results from which on a reader should be told where in the file each is found.
const MANY: usize = 4;

/// Counts for each file of evidence how many results of different names rest on it.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut by_file: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in case.rows {
        for file in &row.indicator.evidence {
            by_file.entry(file).or_default().push(row);
        }
    }
    if by_file.is_empty() {
        return vec![CHECK.does_not_apply("指标所附佐证", "没有指标附佐证")];
    }
    by_file.into_iter().map(|(file, rows)| look(case, file, &rows)).collect()
}

fn look(case: &Case<'_>, file: &str, rows: &[&Row<'_>]) -> Obligation {
    let subject = format!("佐证“{file}”");
    let names: BTreeSet<String> = rows.iter().map(|row| bare(&row.indicator.name)).collect();
    let spots: Vec<Spot> = rows.iter().map(|row| case.row_spot(row, "evidence", file)).collect();
    let spots = match grouped(spots) {
        Some(spots) if names.len() >= MANY => spots,
        _ => return CHECK.passed(subject),
    };
    let count = names.len();
    let draft = Draft {
        severity: Severity::Note,
        spots,
        figures: vec![format!("{count}项")],
        message: format!("{count}项不同的指标都以「{file}」为佐证，读者不知各项出自何处。"),
        remedy: "可分别附上佐证，或写明各项在文件中的页码、行次。".to_owned(),
        basis: None,
    };
    CHECK.found_in_each(subject, draft)
}
