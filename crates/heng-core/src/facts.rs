//! All facts of a dossier that have a value, each with the way to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::derivation::{Derivation, Step};
use crate::dossier::{Actual, BudgetLine, Dossier, Project};
use crate::fact::{FactId, Place, Places};
use crate::figure::{Figure, Unit, scan};
use crate::halves::in_halves;
use crate::reader::{Problem, ProblemKind, nearest};
use crate::reading::{Reading, Readings};
use crate::register::Measurements;
use crate::score::{LineItem, ScoreSheet, SheetSubject};

/// A fact with its value (事实).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// How the value was reached.
    pub derivation: Arc<Derivation>,
}

impl Fact {
    /// The value as printed, with unit.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.derivation.shown
    }
}

/// The facts of a dossier by name (事实表).
pub type Facts = BTreeMap<FactId, Fact>;

/// The kinds of persons that a headcount counts, with their keys.
pub(crate) const PERSONS: [(&str, &str); 3] =
    [("active", "在职人员"), ("retired", "退休人员"), ("non_establishment", "编外人员")];

/// Decimals of a rate that heng computes itself, in percent.
const RATE_DECIMALS: u32 = 2;

/// Collects every fact that has a value: what was stated, what was measured and what follows.
#[must_use]
pub fn facts<'s>(
    readings: &Readings<'_>,
    sheets: impl IntoIterator<Item = &'s ScoreSheet>,
) -> Facts {
    let Readings { dossier, measurements, .. } = *readings;
    let mut facts = Found::new();
    department_facts(dossier, &mut facts);
    for (id, name, line) in dossier.budget.lines() {
        budget_line_facts(&FactId::new(["budget", id]), name, line, &mut facts);
    }
    for fact in &dossier.management {
        let name = FactId::new(["management", &fact.id]);
        put_figure(&mut facts, name, &fact.label, &fact.value);
    }
    self_evaluation_facts(dossier, &mut facts);
    for measured in measurements.0.values().filter_map(|measured| measured.as_ref().ok()) {
        put(&mut facts, FactId::new(["measure", &measured.measure]), measured.derivation());
    }
    facts.append(&mut in_halves(readings.of_tasks(), 3, |reading, facts| {
        indicator_facts(reading, measurements, facts);
    }));
    sealed_facts(dossier, &mut facts);
    for (project, own) in dossier.projects.iter().zip(readings.of_projects()) {
        let fact = FactId::new(["project", &project.id]);
        budget_line_facts(&fact, &project.name, &project.money, &mut facts);
        if let Some(figure) = &project.evaluated_amount {
            let label = format!("{}评价金额", project.name);
            put_figure(&mut facts, fact.child("evaluated_amount"), &label, figure);
        }
        for reading in own {
            indicator_facts(reading, measurements, &mut facts);
        }
    }
    for sheet in sheets {
        score_facts(sheet, &mut facts);
    }
    by_name(facts)
}

/// Facts in the order found.
type Found = Vec<(FactId, Fact)>;

/// Facts by name; of those with one name the last one found counts.
fn by_name(mut found: Found) -> Facts {
    found.reverse();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.dedup_by(|(one, _), (other, _)| one == other);
    found.into_iter().collect()
}

fn put(facts: &mut Found, fact: FactId, derivation: impl Into<Arc<Derivation>>) {
    facts.push((fact, Fact { derivation: derivation.into() }));
}

fn put_figure(facts: &mut Found, fact: FactId, label: &str, figure: &Figure) {
    let derivation = Derivation::stated(label, fact.clone(), figure.value(), figure.text());
    put(facts, fact, derivation);
}

fn put_count(facts: &mut Found, fact: FactId, label: &str, count: i64, unit: &str) {
    let figure = Figure::counted(Decimal::from(count), Unit::Counted(unit.to_owned()));
    put_figure(facts, fact, label, &figure);
}

fn department_facts(dossier: &Dossier, facts: &mut Found) {
    let department = &dossier.department;
    for (key, label, names) in
        [("units", "下属单位数", &department.units), ("offices", "内设科室数", &department.offices)]
    {
        if names.is_empty() {
            continue;
        }
        let fact = FactId::new(["department", key]);
        let count = Decimal::from(names.len());
        let shown = format!("{count}个");
        let step = Step::Computed { formula: format!("逐一列出，共{count}个") };
        let derivation = Derivation {
            label: label.to_owned(),
            value: count,
            shown,
            step,
            basis: None,
            inputs: vec![],
        };
        put(facts, fact, derivation);
    }
    let Some(headcount) = &department.headcount else { return };
    let counts = [headcount.active, headcount.retired, headcount.non_establishment];
    for ((key, label), count) in PERSONS.into_iter().zip(counts) {
        if let Some(count) = count {
            let fact = FactId::new(["department", "headcount", key]);
            put_count(facts, fact, label, count, "人");
        }
    }
}

fn budget_line_facts(fact: &FactId, name: &str, line: &BudgetLine, facts: &mut Found) {
    put_columns(fact, name, line.columns(), facts);
    for source in &line.sources {
        let fact = fact.child("source").child(source.source.id());
        let name = format!("{name}·{}", source.source.label());
        put_columns(&fact, &name, source.columns(), facts);
        if let Some(derivation) = execution_rate(&fact, &name, source.columns()) {
            put(facts, fact.child("rate"), derivation);
        }
    }
    let computed = execution_rate(fact, name, line.columns());
    let stated = line.rate.as_ref().map(|rate| {
        let label = format!("{name}预算执行率");
        let mut derivation =
            Derivation::stated(&label, fact.child("rate"), rate.value(), rate.text());
        // What was stated is shown; what it follows from stands below it.
        derivation.inputs.extend(computed.clone().map(Arc::new));
        derivation
    });
    if let Some(derivation) = stated.or(computed) {
        put(facts, fact.child("rate"), derivation);
    }
    if let Some(derivation) = unspent(fact, name, line) {
        put(facts, fact.child("unspent"), derivation);
    }
}

fn put_columns(
    fact: &FactId,
    name: &str,
    columns: [(&str, Option<&Figure>); 3],
    facts: &mut Found,
) {
    for (key, figure) in columns {
        if let Some(figure) = figure {
            put_figure(facts, fact.child(key), &column_label(name, key), figure);
        }
    }
}

/// What a column of a budget line is called.
pub(crate) fn column_label(name: &str, key: &str) -> String {
    let column = match key {
        "approved" => "年初预算数",
        "budget" => "预算数",
        _ => "执行数",
    };
    format!("{name}{column}")
}

/// The amounts that a value of a budget line follows from, in the order of its formula.
fn money_leaves(fact: &FactId, name: &str, columns: [(&str, &Figure); 2]) -> Vec<Arc<Derivation>> {
    let leaf = |(key, figure): (&str, &Figure)| {
        let label = column_label(name, key);
        Derivation::stated(&label, fact.child(key), figure.value(), figure.text()).into()
    };
    columns.map(leaf).to_vec()
}

/// The execution rate in percent: expenditure by budget (执行率＝执行数÷预算数).
fn execution_rate(
    fact: &FactId,
    name: &str,
    [_, (_, budget), (_, expenditure)]: [(&str, Option<&Figure>); 3],
) -> Option<Derivation> {
    let (budget, expenditure) = (budget?, expenditure?);
    if budget.unit() != expenditure.unit() {
        return None;
    }
    let quotient = expenditure.value().checked_div(budget.value())?;
    let percent = quotient.checked_mul(Decimal::ONE_HUNDRED)?;
    let mut rounded = percent
        .round_dp_with_strategy(RATE_DECIMALS, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    if !rounded.fract().is_zero() {
        rounded.rescale(RATE_DECIMALS);
    }
    let exact = Derivation {
        label: format!("{name}预算执行率（未修约）"),
        value: percent,
        shown: format!("{}%", percent.round_dp(6).normalize()),
        step: Step::Computed { formula: format!("{expenditure}÷{budget}×100%") },
        basis: None,
        inputs: money_leaves(fact, name, [("expenditure", expenditure), ("budget", budget)]),
    };
    Some(Derivation {
        label: format!("{name}预算执行率"),
        value: rounded,
        shown: format!("{rounded}%"),
        step: Step::Rounded { how: format!("四舍五入到{RATE_DECIMALS}位小数") },
        basis: None,
        inputs: vec![exact.into()],
    })
}

/// What was not spent: budget less expenditure (未支出数).
fn unspent(fact: &FactId, name: &str, line: &BudgetLine) -> Option<Derivation> {
    let (budget, expenditure) = (line.budget.as_ref()?, line.expenditure.as_ref()?);
    if budget.unit() != expenditure.unit() {
        return None;
    }
    let rest = budget.value().checked_sub(expenditure.value())?;
    Some(Derivation {
        label: format!("{name}未支出数"),
        value: rest,
        shown: budget.rescaled(rest),
        step: Step::Computed { formula: format!("{budget}－{expenditure}") },
        basis: None,
        inputs: money_leaves(fact, name, [("budget", budget), ("expenditure", expenditure)]),
    })
}

fn self_evaluation_facts(dossier: &Dossier, facts: &mut Found) {
    let said = &dossier.self_evaluation;
    let fact = |key: &str| FactId::new(["self_evaluation", key]);
    if let Some(count) = said.project_count {
        put_count(facts, fact("project_count"), "自评项目数", count, "个");
    }
    let figures = [
        ("amount", "自评项目涉及资金", &said.amount),
        ("share", "自评资金占比", &said.share),
        ("total_score", "填报的自评总分", &said.total_score),
    ];
    for (key, label, figure) in figures {
        if let Some(figure) = figure {
            put_figure(facts, fact(key), label, figure);
        }
    }
}

fn indicator_facts(reading: &Reading<'_>, measurements: &Measurements, facts: &mut Found) {
    let indicator = reading.indicator;
    if let Some(target) = reading.target() {
        let label = format!("“{}”年度指标值", indicator.name);
        put_figure(facts, indicator.fact("target"), &label, target);
    }
    if let Some(points) = indicator.points {
        let figure = Figure::counted(points, Unit::Points);
        put_figure(facts, indicator.fact("points"), &format!("“{}”分值", indicator.name), &figure);
    }
    let label = format!("“{}”实际完成值", indicator.name);
    match &indicator.actual {
        Actual::Typed(_) => {
            // A number in a qualitative answer is not its value, unless a method says so.
            let is_quantified = reading.target().is_some() || indicator.method.is_some();
            if let Some(figure) = reading.answering_figure().filter(|_| is_quantified) {
                put_figure(facts, indicator.fact("actual"), &label, figure);
            }
        }
        Actual::Measured(measure) => {
            if let Some(measured) = measurements.get(measure) {
                put(facts, indicator.fact("actual"), measured.derivation());
            }
        }
        // The sheet that scores it has it.
        Actual::Derived(_) => {}
    }
}

/// The targets as they were approved: `baseline/<indicator>/target`.
fn sealed_facts(dossier: &Dossier, facts: &mut Found) {
    for sealed in dossier.baseline.iter().flat_map(|baseline| &baseline.targets) {
        if let Some((_, figure)) = scan::figures(&sealed.target).next() {
            let fact = FactId::new(["baseline", &sealed.indicator, "target"]);
            put_figure(facts, fact, &format!("“{}”批复指标值", sealed.name), &figure);
        }
    }
}

/// The scores of a sheet: `score/indicator/…`, and below `score` or `project/…/score` the rest.
fn score_facts(sheet: &ScoreSheet, facts: &mut Found) {
    let score = match &sheet.subject {
        SheetSubject::Department => FactId::new(["score"]),
        SheetSubject::Project { id, .. } => FactId::new(["project", id, "score"]),
    };
    for line in &sheet.lines {
        if let (LineItem::Indicator { id }, Some(derived)) = (&line.item, &line.derived) {
            put(facts, FactId::new(["indicator", id, "actual"]), derived.clone());
        }
    }
    for column in &sheet.columns {
        if let Some(total) = column.total.score() {
            let fact = score.child("total").child(column.giver.id());
            put(facts, fact, total.derivation().clone());
        }
    }
    let lines = sheet.lines.iter().map(|line| {
        let fact = match &line.item {
            LineItem::ExecutionRate => score.child("budget_execution"),
            LineItem::Indicator { id } => FactId::new(["score", "indicator", id]),
        };
        (fact, &line.scoring)
    });
    let dimensions = sheet
        .dimensions
        .iter()
        .map(|sum| (score.child("dimension").child(&sum.dimension), &sum.scoring));
    let total = std::iter::once((score.child("total"), &sheet.total));
    for (fact, scoring) in lines.chain(dimensions).chain(total) {
        if let Some(scored) = scoring.score() {
            put(facts, fact, scored.derivation().clone());
        }
    }
}

/// What may be typed of a project beside its overview and what was completed.
fn project_texts(project: &Project) -> impl Iterator<Item = &String> {
    let notes = project.management.iter();
    let notes = notes.flat_map(|note| std::iter::once(&note.text).chain(&note.issue));
    [&project.objective, &project.outcome, &project.money.explanation]
        .into_iter()
        .chain([&project.conclusion, &project.issues, &project.improvements])
        .flatten()
        .chain(notes)
}

/// The bindings of typed text that lead to no fact with a value.
#[must_use]
pub fn unbound(dossier: &Dossier, places: &Places, facts: &Facts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (fact, text) in typed_texts(dossier) {
        for part in parts(text) {
            let Part::Bound(name) = part else { continue };
            if facts.contains_key(&FactId::new([name])) {
                continue;
            }
            let near = nearest(name, facts.keys().map(FactId::as_str));
            problems.push(Problem {
                kind: ProblemKind::UnknownReference,
                place: place_in(text, name, places.of(&fact), &fact),
                excerpt: format!("{{{{{name}}}}}"),
                message: format!("正文引用的「{name}」不是有值的事实，无法填入。"),
                remedy: near.map_or_else(
                    || "可用 heng explain 列出已有的事实。".to_owned(),
                    |near| format!("是否应为「{near}」？"),
                ),
            });
        }
    }
    problems
}

/// Where a binding stands: its line in a file of its own, or else where the text stands.
fn place_in(text: &str, name: &str, place: Option<&Place>, fact: &FactId) -> Place {
    match place {
        Some(Place::File { file }) => {
            let before = text.split(name).next().unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let last = before.rsplit('\n').next().unwrap_or_default();
            Place::Line { file: file.clone(), line, column: last.chars().count() + 1 }
        }
        Some(place) => place.clone(),
        None => Place::File { file: fact.to_string() },
    }
}

/// All texts in which bindings may stand, each with the fact that it is.
fn typed_texts(dossier: &Dossier) -> Vec<(FactId, &str)> {
    let mut texts = vec![(FactId::new(["department"]), dossier.department.functions.as_str())];
    for objective in &dossier.objectives {
        let own = std::iter::once(&objective.text).chain(&objective.outcome);
        let fact = FactId::new(["objective", &objective.id]);
        texts.extend(own.map(|text| (fact.clone(), text.as_str())));
    }
    for (id, _, line) in dossier.budget.lines() {
        let explanation = line.explanation.as_deref();
        texts.extend(explanation.map(|text| (FactId::new(["budget", id]), text)));
    }
    let tasks = dossier.tasks.iter();
    texts.extend(tasks.map(|one| (FactId::new(["task", &one.id]), one.objective.as_str())));
    for (_, indicator) in dossier.indicators() {
        let explanation = indicator.explanation.as_deref();
        texts.extend(explanation.map(|text| (indicator.fact("explanation"), text)));
    }
    let contents = dossier.key_task.iter().flat_map(|key_task| &key_task.contents);
    texts.extend(contents.map(|text| (FactId::new(["key_task"]), text.as_str())));
    for project in &dossier.projects {
        let fact = FactId::new(["project", &project.id]);
        let own = std::iter::once(&project.overview).chain(&project.completed);
        let own = own.chain(project_texts(project));
        texts.extend(own.map(|text| (fact.clone(), text.as_str())));
    }
    let improvements = dossier.improvements.iter().map(|one| &one.statement);
    for (key, statements) in [
        ("achievement", dossier.achievements.iter().collect::<Vec<_>>()),
        ("issue", dossier.issues.iter().collect()),
        ("improvement", improvements.collect()),
    ] {
        for statement in statements {
            let fact = FactId::new([key, &statement.id]);
            texts.push((fact.clone(), &statement.title));
            texts.push((fact, &statement.text));
        }
    }
    texts.extend(dossier.narrative.iter().map(|passage| {
        (FactId::new(["narrative", passage.section.file_stem()]), passage.text.as_str())
    }));
    texts
}

/// One part of a text: words, or a fact bound with `{{…}}` (绑定).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// Words.
    Words(&'t str),
    /// The name of a fact.
    Bound(&'t str),
}

/// Parts a typed text at its bindings; an opening without its end is words.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, opened)) = rest.split_once("{{") {
        let Some((name, after)) = opened.split_once("}}") else { break };
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        parts.push(Part::Bound(name.trim()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_part_at_their_bindings() {
        assert_eq!(
            parts("共{{ measure/sessions }}，{{x"),
            [Part::Words("共"), Part::Bound("measure/sessions"), Part::Words("，{{x")]
        );
        assert_eq!(parts(""), []);
    }
}
