//! Inherited rules that a pack does without.

use super::Pack;
use crate::reader::{Entry, ProblemKind};

/// The names by which a pack's rules can be dropped: `method/manual`, and `method` for all of a kind.
pub(super) fn names(pack: &Pack) -> Vec<String> {
    let mut names = Vec::new();
    let mut kind = |kind: &str, ids: Vec<&str>| {
        if !ids.is_empty() {
            names.push(kind.to_owned());
        }
        names.extend(ids.into_iter().map(|id| format!("{kind}/{id}")));
    };
    if pack.variants.is_empty() {
        kind("weight", pack.weights.iter().map(|one| one.dimension.as_str()).collect());
    }
    kind("variant", pack.variants.iter().map(|one| one.id.as_str()).collect());
    kind("indicator", pack.standards.iter().map(|one| one.id.as_str()).collect());
    kind("formula", pack.rates.iter().map(|one| one.id.as_str()).collect());
    kind("method", pack.methods.iter().map(|one| one.id.as_str()).collect());
    kind("grade", pack.grades.iter().map(|one| one.label.as_str()).collect());
    kind("threshold", pack.thresholds.iter().map(|one| one.id.as_str()).collect());
    kind("mandatory_explanation", pack.explanations.iter().map(|one| one.id.as_str()).collect());
    kind("section", pack.sections.iter().map(|one| one.id.as_str()).collect());
    for (name, is_there) in [
        ("execution_rate", pack.execution_rate.is_some()),
        ("grading", pack.grading.is_some()),
        ("form", pack.form.is_some()),
    ] {
        if is_there {
            names.push(name.to_owned());
        }
    }
    names
}

/// The pack without the rules that are dropped.
pub(super) fn without(pack: &Pack, dropped: &[String]) -> Pack {
    let is_gone = |kind: &str, id: &str| {
        dropped.iter().any(|one| one == kind || one.split_once('/') == Some((kind, id)))
    };
    let mut pack = pack.clone();
    if pack.variants.is_empty() {
        pack.weights.retain(|one| !is_gone("weight", &one.dimension));
    }
    pack.variants.retain(|one| !is_gone("variant", &one.id));
    pack.standards.retain(|one| !is_gone("indicator", &one.id));
    pack.rates.retain(|one| !is_gone("formula", &one.id));
    pack.methods.retain(|one| !is_gone("method", &one.id));
    pack.grades.retain(|one| !is_gone("grade", &one.label));
    pack.thresholds.retain(|one| !is_gone("threshold", &one.id));
    pack.explanations.retain(|one| !is_gone("mandatory_explanation", &one.id));
    pack.sections.retain(|one| !is_gone("section", &one.id));
    pack.execution_rate = pack.execution_rate.filter(|_| !is_gone("execution_rate", ""));
    pack.grading = pack.grading.filter(|_| !is_gone("grading", ""));
    pack.form = pack.form.filter(|_| !is_gone("form", ""));
    pack
}

/// Reports inherited rules that name what the pack no longer has.
pub(super) fn check(root: &Entry<'_>, pack: &Pack) {
    let own = format!("{}/", pack.id);
    let mut lost = Vec::new();
    let mut refer = |entry: &str, method: &str| {
        // What the pack itself wrote was looked at when it was read.
        if !entry.starts_with(&own) && pack.method(method).is_none() {
            lost.push(format!("{entry}（用到 method/{method}）"));
        }
    };
    let defaults = &pack.defaults;
    let by_relation =
        [&defaults.at_least, &defaults.exactly, &defaults.at_most, &defaults.qualitative];
    let by_relation = by_relation.into_iter().flatten();
    for method in by_relation.chain(defaults.by_dimension.values()) {
        refer(&defaults.entry, method);
    }
    if let Some(rule) = &pack.execution_rate {
        refer(&rule.entry, &rule.method);
        rule.alternatives.iter().for_each(|method| refer(&rule.entry, method));
    }
    for standard in &pack.standards {
        standard.method.iter().for_each(|method| refer(&standard.entry, method));
    }
    if let Some(rule) = &pack.execution_rate
        && !pack.weights.is_empty()
        && pack.weight(&rule.dimension).is_none()
    {
        lost.push(format!("{}（用到 weight/{}）", rule.entry, rule.dimension));
    }
    if lost.is_empty() {
        return;
    }
    lost.dedup();
    let message = format!("去掉或改写以后，继承来的规则用到的已经没有：{}。", lost.join("、"));
    let remedy = "请在本包里改写这些规则，或不要去掉。";
    root.report(ProblemKind::UnknownReference, "pack", message, remedy);
}
