//! Results as JSON, one object a line; keys may be added, those that stand here stay.
//!
//! Amounts are strings of decimal digits, so that no reader rounds them.

use std::collections::BTreeSet;
use std::io::Write;

use heng_core::audit::Audit;
use heng_core::derivation::{Derivation, Step};
use heng_core::dossier::{Actual, Indicator};
use heng_core::evaluation::Evaluation;
use heng_core::fact::{FactId, Place, Places};
use heng_core::facts::Fact;
use heng_core::feasibility::{Feasibility, Possibility};
use heng_core::figure::Figure;
use heng_core::finding::{Finding, Obligation, Verdict, tally};
use heng_core::pack::{Pack, Subject};
use heng_core::register::{Measured, Measurements};
use heng_core::score::{LineItem, ScoreSheet, Scoring, SheetSubject};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::Detail;
use crate::error::Error;

/// Prints one object on a line of its own.
pub fn line(object: &Value, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "{object}")?;
    Ok(())
}

/// Everything that checking says of a dossier.
pub fn checked(file: &str, evaluation: &Evaluation, detail: Detail) -> Value {
    let dossier = &evaluation.dossier;
    let kind = match dossier.subject {
        Subject::Department => "department",
        Subject::Project => "project",
    };
    let facts = &evaluation.facts;
    let mut object = json!({
        "file": file,
        "dossier_sha256": evaluation.digest,
        "report": {
            "title": format!("{}{}年度绩效自评", dossier.department.name, dossier.fiscal_year),
            "kind": kind,
            "fiscal_year": dossier.fiscal_year,
            "department": dossier.department.name,
        },
        "findings": evaluation.findings().iter().map(finding).collect::<Vec<_>>(),
        "not_checked": not_checked(&evaluation.obligations),
        "verdicts": verdicts(&evaluation.obligations),
        "feasibility": evaluation.feasibility().as_ref().map(feasibility),
        "facts": facts.iter().map(|(id, it)| fact(id, it, &evaluation.places)).collect::<Vec<_>>(),
    });
    if detail == Detail::Full {
        put(&mut object, "obligations", ledger(evaluation));
    }
    object
}

/// Everything that an audit says of one file.
pub fn audited(file: &str, audit: &Audit) -> Value {
    let report = &audit.report;
    json!({
        "file": file,
        "report": {
            "title": report.title,
            "kind": report.kind.code(),
            "fiscal_year": report.fiscal_year,
            "department": report.department,
        },
        "readable": !audit.is_unread(),
        "findings": audit.findings().iter().map(finding).collect::<Vec<_>>(),
        "not_checked": not_checked(&audit.obligations),
        "verdicts": verdicts(&audit.obligations),
        "feasibility": audit.feasibility().as_ref().map(feasibility),
        "facts": stated_facts(audit),
    })
}

/// What had to be checked and could not be, with the reason.
fn not_checked(obligations: &[Obligation]) -> Value {
    let unchecked = obligations.iter().filter_map(|one| match &one.verdict {
        Verdict::CouldNotCheck { why } => {
            Some(json!({"code": one.code, "subject": &*one.subject, "why": why}))
        }
        Verdict::Passed | Verdict::Found(_) | Verdict::DoesNotApply { .. } => None,
    });
    unchecked.collect()
}

/// How many of each verdict there are.
fn verdicts(obligations: &[Obligation]) -> Value {
    let [passed, found, does_not_apply, could_not_check] = tally(obligations);
    json!({
        "passed": passed,
        "found": found,
        "does_not_apply": does_not_apply,
        "could_not_check": could_not_check,
    })
}

/// The figures of a report whose meaning is known: those of its dossier, then those of its text.
fn stated_facts(audit: &Audit) -> Vec<Value> {
    let evaluation = audit.evaluation.as_ref();
    let of_dossier = evaluation.into_iter().flat_map(|evaluation| {
        let facts = evaluation.facts.iter();
        facts.map(|(id, it)| fact(id, it, &evaluation.places))
    });
    let of_text = audit.report.amounts.iter().enumerate().map(|(index, amount)| {
        json!({
            "id": format!("amount/{}", index + 1),
            "role": amount.role.code(),
            "label": amount.label,
            "text": amount.figure.text(),
            "value": amount.figure.value().normalize().to_string(),
            "unit": amount.figure.unit().as_str(),
            "place": place(Some(&amount.place)),
        })
    });
    of_dossier.chain(of_text).collect()
}

/// Every obligation with its verdict.
fn ledger(evaluation: &Evaluation) -> Value {
    let obligation = |one: &Obligation| {
        let (verdict, why) = match &one.verdict {
            Verdict::Passed => ("passed", None),
            Verdict::Found(_) => ("found", None),
            Verdict::DoesNotApply { why } => ("does_not_apply", Some(why)),
            Verdict::CouldNotCheck { why } => ("could_not_check", Some(why)),
        };
        json!({"code": one.code, "subject": &*one.subject, "verdict": verdict, "why": why})
    };
    evaluation.obligations.iter().map(obligation).collect()
}

/// A finding with its places.
pub fn finding(finding: &Finding) -> Value {
    let places: Vec<Value> = finding.spots().map(|spot| place(spot.place.as_ref())).collect();
    json!({
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.code(),
        "place": places.first(),
        "places": places,
        "subject": finding.spot.label,
        "excerpt": finding.spot.excerpt,
        "figures": finding.figures,
        "message": finding.message,
        "remedy": finding.remedy,
        "basis": finding.basis.as_ref().map(|basis| format!("{basis:#}")),
    })
}

fn feasibility(feasibility: &Feasibility) -> Value {
    let possibility = match &feasibility.possibility {
        Possibility::Follows => "follows",
        Possibility::Possible => "possible",
        Possibility::TooHigh { .. } => "too_high",
        Possibility::TooLow { .. } => "too_low",
        Possibility::BeyondScale => "beyond_scale",
        Possibility::NotComparable { .. } => "not_comparable",
    };
    json!({
        "claim": feasibility.claim.text(),
        "pack": feasibility.pack,
        "permitted": feasibility.permitted.to_string(),
        "possibility": possibility,
        "statement": feasibility.statement(),
    })
}

/// A fact with its value.
fn fact(id: &FactId, fact: &Fact, places: &Places) -> Value {
    let figure = Figure::parse(fact.text()).ok();
    json!({
        "id": id.as_str(),
        "label": fact.derivation.label,
        "role": role(&fact.derivation.step),
        "text": fact.text(),
        "value": decimal(fact.derivation.value),
        "unit": figure.map(|figure| figure.unit().as_str().to_owned()),
        "place": place(places.of(id)),
    })
}

/// A fact with the way to its value, down to rows of registers and files of evidence.
pub fn explained(
    id: &FactId,
    it: &Fact,
    places: &Places,
    (rows, files): (Vec<Value>, &BTreeSet<&str>),
) -> Value {
    let mut object = fact(id, it, places);
    put(&mut object, "derivation", derivation(&it.derivation));
    put(&mut object, "registers", json!(rows));
    put(&mut object, "evidence", json!(files));
    object
}

fn derivation(node: &Derivation) -> Value {
    json!({
        "label": node.label,
        "value": decimal(node.value),
        "text": node.shown,
        "role": role(&node.step),
        "step": node.step.to_string(),
        "basis": node.basis.as_ref().map(|basis| format!("{basis:#}")),
        "inputs": node.inputs.iter().map(|one| derivation(one)).collect::<Vec<_>>(),
    })
}

fn role(step: &Step) -> &'static str {
    match step {
        Step::Stated { .. } => "stated",
        Step::Measured { .. } => "measured",
        Step::Rule { .. } => "rule",
        Step::Computed { .. } => "computed",
        Step::Rounded { .. } => "rounded",
        Step::Judged { .. } => "judged",
    }
}

/// What a measure gave, or why it gave nothing.
pub fn measured(id: &str, result: &Result<Measured, String>) -> Value {
    match result {
        Ok(measured) => json!({
            "measure": id,
            "label": measured.label,
            "text": measured.figure().text(),
            "value": decimal(measured.value),
            "unit": measured.unit.as_str(),
            "counting_rule": measured.counting_rule,
            "register": measured.register,
            "register_sha256": measured.register_sha256,
            "rows": measured.rows.len(),
            "revised": revised(measured),
        }),
        Err(why) => json!({"measure": id, "value": null, "why": why}),
    }
}

/// The rows that were revised, each with the days.
fn revised(measured: &Measured) -> Vec<Value> {
    let revised = measured.revised.iter().map(|(row, days)| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        json!({ "row": row, "on": days })
    });
    revised.collect()
}

/// Where the actual of an indicator comes from: measured, derived or typed.
pub fn origin(owner: &str, indicator: &Indicator, measurements: &Measurements) -> Value {
    let (origin, measure, formula, stated) = match &indicator.actual {
        Actual::Measured(id) => ("measured", Some(id), None, None),
        Actual::Derived(formula) => ("derived", None, Some(formula), None),
        Actual::Typed(text) => ("typed", None, None, Some(text)),
    };
    let (measured, why) = match measure.map(|id| measurements.0.get(id)) {
        Some(Some(Ok(measured))) => (Some(measured), None),
        Some(Some(Err(why))) => (None, Some(why.clone())),
        Some(None) => (None, Some("没有这个度量".to_owned())),
        None => (None, None),
    };
    json!({
        "indicator": indicator.id,
        "name": indicator.name,
        "owner": owner,
        "origin": origin,
        "text": stated.cloned().or_else(|| Some(measured?.figure().text().to_owned())),
        "measure": measure,
        "formula": formula,
        "register": measured.map(|one| &one.register),
        "rows": measured.map(|one| one.rows.len()),
        "whole_rows": measured.and_then(|one| Some(one.whole_rows.as_ref()?.len())),
        "evidence": indicator.evidence,
        "why": why,
    })
}

/// A score sheet with its lines.
pub fn sheet(department: &str, sheet: &ScoreSheet, detail: Detail) -> Value {
    let (subject, id, name) = match &sheet.subject {
        SheetSubject::Department => ("department", None, department),
        SheetSubject::Project { id, name } => ("project", Some(id), name.as_str()),
    };
    let lines = sheet.lines.iter().map(|line| {
        let item = match &line.item {
            LineItem::ExecutionRate => "budget_execution",
            LineItem::Indicator { id } => id,
        };
        let mut object = scored(&line.scoring, detail);
        put(&mut object, "item", json!(item));
        put(&mut object, "label", json!(line.label));
        put(&mut object, "dimension", json!(line.dimension));
        put(&mut object, "method", json!(line.method));
        put(&mut object, "points", json!(line.points.map(decimal)));
        put(&mut object, "stated", json!(line.stated.map(decimal)));
        object
    });
    let dimensions = sheet.dimensions.iter().map(|sum| {
        let mut object = scored(&sum.scoring, detail);
        put(&mut object, "dimension", json!(sum.dimension));
        put(&mut object, "label", json!(sum.label));
        put(&mut object, "weight", json!(decimal(sum.weight)));
        object
    });
    json!({
        "subject": subject,
        "id": id,
        "name": name,
        "pack": sheet.pack,
        "pack_version": sheet.pack_version,
        "pack_sha256": sheet.pack_hash,
        "lines": lines.collect::<Vec<_>>(),
        "dimensions": dimensions.collect::<Vec<_>>(),
        "total": scored(&sheet.total, detail),
        "grade": sheet.grade.as_ref().map(|grade| &grade.label),
    })
}

fn scored(scoring: &Scoring, detail: Detail) -> Value {
    let score = scoring.score();
    let mut object = json!({
        "score": score.map(|score| decimal(score.value())),
        "why": scoring.why_not().map(ToString::to_string),
    });
    if let (Some(score), Detail::Full) = (score, detail) {
        put(&mut object, "derivation", derivation(score.derivation()));
    }
    object
}

/// A pack as the list names it.
pub fn pack(pack: &Pack) -> Value {
    json!({
        "id": pack.id,
        "version": pack.version,
        "sha256": pack.hash(),
        "for": match pack.subject {
            Subject::Department => "department",
            Subject::Project => "project",
        },
        "title": pack.title,
        "effective_from": pack.effective_from.to_string(),
        "lineage": pack.lineage,
        "adopted_by": pack.adoption().map(|adoption| &adoption.adopted_by),
    })
}

/// A pack with all rules and what they rest on.
pub fn pack_whole(whole: &Pack) -> Value {
    let rules = whole.rules().map(|(entry, basis)| {
        json!({"entry": entry, "kind": basis.label(), "basis": format!("{basis:#}")})
    });
    let mut object = pack(whole);
    put(&mut object, "rules", rules.collect());
    object
}

fn place(place: Option<&Place>) -> Value {
    json!(place.map(ToString::to_string))
}

fn decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = object {
        let map: &mut Map<String, Value> = map;
        map.insert(key.to_owned(), value);
    }
}
