//! AMT103: one fact is stated with two values.

use std::collections::BTreeMap;

use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::stated::Stated;

pub(super) static CHECK: Check = Check {
    code: "AMT103",
    name: "same-item-two-values",
    since: "0.1.0",
    page: include_str!("same_item_two_values.md"),
    run: Run::Dossier(run),
};

/// Compares all statements of the same fact with the first one.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut by_fact: BTreeMap<&FactId, Vec<&Stated>> = BTreeMap::new();
    for stated in case.stated {
        by_fact.entry(&stated.fact).or_default().push(stated);
    }
    by_fact.retain(|_, all| all.len() > 1);
    if by_fact.is_empty() {
        return vec![CHECK.does_not_apply("多处陈述的事项", "没有一个事项在两处写了数")];
    }
    by_fact.values().map(|all| compare(case, all)).collect()
}

fn compare(case: &Case<'_>, all: &[&Stated]) -> Obligation {
    let [first, others @ ..] = all else {
        return CHECK.does_not_apply("", "没有陈述");
    };
    let subject = format!("{}，共{}处", first.label, all.len());
    if let Some(vague) = all.iter().find(|stated| stated.figure.interval().is_none()) {
        return CHECK.could_not_check(subject, format!("「{}」没有确数", vague.figure));
    }
    let agree = |one: &Stated, two: &Stated| match (one.figure.interval(), two.figure.interval()) {
        (Some(one), Some(two)) => one.overlaps(two),
        _ => true,
    };
    // Any two must agree: 1.6万 and 2.4万 may both be 2万, and not each other.
    let differing: Vec<&&Stated> = others
        .iter()
        .enumerate()
        .filter(|(index, other)| {
            let before = others.iter().take(*index);
            !agree(first, other) || before.into_iter().any(|earlier| !agree(earlier, other))
        })
        .map(|(_, other)| other)
        .collect();
    if differing.is_empty() {
        return CHECK.passed(subject);
    }
    let listed: Vec<String> =
        differing.iter().map(|other| format!("{}写作{}", other.spot_label, other.figure)).collect();
    let spot = |stated: &Stated| {
        let mut spot = case.spot(stated.fact.clone(), &stated.spot_label, &stated.excerpt);
        spot.place = stated.place.clone().or(spot.place);
        spot
    };
    let draft = Draft {
        severity: Severity::Warning,
        spots: (spot(first), differing.iter().map(|other| spot(other)).collect()),
        figures: all.iter().map(|stated| stated.figure.text().to_owned()).collect(),
        message: format!(
            "{}有两个数：{}为{}，{}。",
            first.label,
            first.spot_label,
            first.figure,
            listed.join("，")
        ),
        remedy: "请核实哪个数正确并统一；如果两处说的不是一回事，请在文字上区分。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
