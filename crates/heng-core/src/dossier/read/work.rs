//! Money, indicators and projects of a dossier.

use crate::dossier::{
    Actual, BudgetLine, DimensionScore, FundingLine, FundingSource, Indicator, Judgement,
    ManagementNote, Project, ProjectKind, Review, Reviews, SelfEvaluation,
};
use crate::fact::FactId;
use crate::reader::Entry;

use super::{Names, take_contact};

/// One line of money with its sources.
pub(super) fn take_budget_line(entry: &Entry<'_>, fact: &FactId, names: &mut Names) -> BudgetLine {
    for key in ["approved", "budget", "expenditure", "rate", "finished"] {
        names.note(fact.child(key), entry.place_of(key));
    }
    let sources = entry.entries("source");
    BudgetLine {
        approved: entry.money("approved"),
        budget: entry.money("budget"),
        expenditure: entry.money("expenditure"),
        rate: entry.rate("rate"),
        explanation: entry.text("budget_explanation"),
        finished: entry.boolean("finished"),
        sources: sources.iter().filter_map(|one| take_funding_line(one, fact, names)).collect(),
    }
}

/// The money from one source; one of an unknown kind has been reported and is left out.
fn take_funding_line(entry: &Entry<'_>, fact: &FactId, names: &mut Names) -> Option<FundingLine> {
    if !entry.has("kind") {
        entry.missing("kind");
    }
    let kinds = FundingSource::ALL.map(|(id, _, source)| (id, source));
    let (approved, budget) = (entry.money("approved"), entry.money("budget"));
    let expenditure = entry.money("expenditure");
    let source = entry.choice("kind", &kinds)?;
    let fact = fact.child("source").child(source.id());
    for key in ["approved", "budget", "expenditure"] {
        names.note(fact.child(key), entry.place_of(key));
    }
    Some(FundingLine { source, approved, budget, expenditure })
}

/// What the department says of its own evaluation.
pub(super) fn take_self_evaluation(entry: &Entry<'_>, names: &mut Names) -> SelfEvaluation {
    for key in ["project_count", "amount", "share", "total_score", "grade"] {
        names.note(FactId::new(["self_evaluation", key]), entry.place_of(key));
    }
    SelfEvaluation {
        project_count: entry.integer("project_count"),
        amount: entry.money("amount"),
        amount_excludes: entry.text("amount_excludes"),
        share: entry.rate("share"),
        share_base: entry.text("share_base"),
        total_score: entry.score("total_score"),
        grade: entry.text("grade"),
        dimensions: entry
            .entries("dimension")
            .iter()
            .filter_map(|entry| take_dimension_score(entry, names))
            .collect(),
    }
}

fn take_dimension_score(entry: &Entry<'_>, names: &mut Names) -> Option<DimensionScore> {
    let dimension = entry.required_text("id");
    let fact = FactId::new(["self_evaluation", "dimension", &dimension]);
    names.note(fact, entry.place());
    if !entry.has("score") {
        entry.missing("score");
    }
    Some(DimensionScore { dimension, score: entry.decimal("score")? })
}

/// The indicators of a task or project.
pub(super) fn take_indicators(entry: &Entry<'_>, names: &mut Names) -> Vec<Indicator> {
    entry.entries("indicator").iter().map(|entry| take_indicator(entry, names)).collect()
}

fn take_indicator(entry: &Entry<'_>, names: &mut Names) -> Indicator {
    let id = names.id(entry, "indicator");
    let fact = FactId::new(["indicator", &id]);
    names.note(fact.clone(), entry.place());
    let reviews = ["department_review", "finance_review"];
    let actual = take_actual(entry);
    let cells = ["name", "target", "points", "score", "explanation"].into_iter().chain(reviews);
    // A cell that is not there stands where the indicator stands, see `Places::of`.
    for (cell, key) in cells.map(|cell| (cell, cell)).chain([("actual", actual.key())]) {
        if let Some(place) = entry.place_of_present(key) {
            names.note(fact.child(cell), place);
        }
    }
    let judgement = entry.entry("judgement").and_then(|entry| {
        let reason = entry.required_text("reason");
        if !entry.has("share") {
            entry.missing("share");
        }
        Some(Judgement { share: entry.decimal("share")?, reason })
    });
    Indicator {
        name: entry.required_text("name"),
        office: entry.text("office"),
        definition: entry.text("definition"),
        standard: entry.text("standard"),
        data_source: entry.text("data_source"),
        dimension: entry.text("dimension"),
        subdimension: entry.text("subdimension"),
        target: entry.required_text("target"),
        actual,
        points: entry.decimal("points"),
        method: entry.text("method"),
        judgement,
        stated_score: entry.decimal("score"),
        reviews: Reviews {
            department: take_review(entry, "department_review"),
            finance: take_review(entry, "finance_review"),
        },
        explanation: entry.text("explanation"),
        evidence: entry.texts("evidence"),
        id,
    }
}

/// What was reached: typed, measured or derived, one of them.
fn take_actual(entry: &Entry<'_>) -> Actual {
    let typed = entry.text("actual").map(Actual::Typed);
    let measured = entry.text("measure").map(Actual::Measured);
    let derived = entry.text("formula").map(Actual::Derived);
    let keys = [("actual", "手填"), ("measure", "由台账度量"), ("formula", "由管理数据计算")];
    let given: Vec<_> = keys.iter().filter(|(key, _)| entry.has(key)).collect();
    match given.as_slice() {
        [] => entry.missing("actual"),
        [_] => {}
        [(first, how), (second, other), ..] => entry.not_understood(
            second,
            format!("同一指标既填写了 {first}（{how}），又填写了 {second}（{other}）。"),
            "请只保留其中一个；由台账度量或由管理数据计算的不需手填。",
        ),
    }
    // What is measured goes before what somebody typed.
    measured.or(derived).or(typed).unwrap_or_default()
}

fn take_review(entry: &Entry<'_>, key: &str) -> Option<Review> {
    let entry = entry.entry(key)?;
    if !entry.has("score") {
        entry.missing("score");
    }
    let reason = entry.text("reason");
    Some(Review { score: entry.decimal("score")?, reason })
}

/// A project with its money and indicators.
pub(super) fn take_project(entry: &Entry<'_>, names: &mut Names) -> Project {
    let id = names.id(entry, "project");
    let fact = FactId::new(["project", &id]);
    names.note(fact.clone(), entry.place());
    for key in ["evaluated_amount", "score", "objective", "outcome"] {
        names.note(fact.child(key), entry.place_of(key));
    }
    let kinds = ProjectKind::ALL.map(|(id, _, kind)| (id, kind));
    Project {
        name: entry.required_text("name"),
        kind: entry.choice("kind", &kinds).unwrap_or_default(),
        unit: entry.text("unit"),
        filed_by: None,
        office: entry.text("office"),
        overview: entry.text("overview").unwrap_or_default(),
        objective: entry.text("objective"),
        outcome: entry.text("outcome"),
        money: take_budget_line(entry, &fact, names),
        evaluated_amount: entry.money("evaluated_amount"),
        stated_score: entry.decimal("score"),
        completed: entry.texts("completed"),
        management: entry.entries("management").iter().map(take_management_note).collect(),
        conclusion: entry.text("conclusion"),
        issues: entry.text("issues"),
        improvements: entry.text("improvements"),
        contact: take_contact(entry),
        indicators: take_indicators(entry, names),
        id,
    }
}

fn take_management_note(entry: &Entry<'_>) -> ManagementNote {
    ManagementNote {
        aspect: entry.required_text("aspect"),
        text: entry.text("text").unwrap_or_default(),
        issue: entry.text("issue"),
    }
}
