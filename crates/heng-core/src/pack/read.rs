//! Reads pack.toml onto the pack that it extends.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::standard::Known;
use super::{
    Defaults, ExecutionRate, Explanation, Grade, Grading, Method, Pack, PackError, PackSource,
    Rate, RequiredSection, Rounding, RoundingMode, Standard, Subject, Threshold, TotalRule,
    Variant, Weight, ZeroBudget, ZeroBudgetEffect, drop, explanation, form, method, number, rate,
    standard, variant,
};
use crate::basis::{Basis, Citation};
use crate::reader::{self, Entry, ProblemKind, meant_or_all};

/// The pack that a text says it extends.
pub(super) fn parent_of(source: &PackSource<'_>) -> Option<String> {
    let (parent, _) = reader::read(source.id, source.pack, |root| {
        root.entry("pack").and_then(|entry| entry.text("extends"))
    });
    parent
}

/// The first day on which a text says that it is in force.
pub(super) fn begin_of(source: &PackSource<'_>) -> Option<Date> {
    let (begin, _) = reader::read(source.id, source.pack, |root| {
        root.entry("pack").and_then(|entry| entry.date("effective_from"))
    });
    begin
}

/// Reads a pack onto its parent.
pub(super) fn pack(source: &PackSource<'_>, parent: Option<&Pack>) -> Result<Pack, PackError> {
    let (pack, problems) =
        reader::read(&source.file("pack.toml"), source.pack, |root| take(root, source, parent));
    match pack {
        Some(pack) if problems.is_empty() => Ok(pack),
        _ => Err(PackError::Content { id: source.id.to_owned(), problems }),
    }
}

fn take(root: &Entry<'_>, source: &PackSource<'_>, parent: Option<&Pack>) -> Option<Pack> {
    let id = source.id;
    let head = head(root, source, parent);
    let dropped = head.as_ref().map(|head| head.drop.as_slice()).unwrap_or_default();
    let parent = parent.map(|parent| drop::without(parent, dropped));
    let parent = parent.as_ref();
    let rounding = rounding(root, id).or_else(|| parent.map(|parent| parent.rounding.clone()));
    if rounding.is_none() && !root.has("rounding") {
        root.missing("rounding");
    }
    let listed = listed(root, id, parent);
    let own_form = root.entry("form").and_then(|entry| form::read(&entry, id));
    let methods: Vec<&str> = listed.methods.iter().map(|one| one.id.as_str()).collect();
    let own_rate = root
        .entry("execution_rate")
        .and_then(|entry| execution_rate(&entry, id, &methods, &listed.weights));
    let execution_rate =
        own_rate.or_else(|| parent.and_then(|parent| parent.execution_rate.clone()));
    let own_defaults = root.entry("defaults").and_then(|entry| defaults(&entry, id, &methods));
    let defaults = own_defaults.or_else(|| parent.map(|parent| parent.defaults.clone()));
    if defaults.is_none() && !root.has("defaults") {
        root.missing("defaults");
    }
    let head = head?;
    let total = total(root, id, head.points_total, parent)?;
    check_points(root, &total, &listed.weights, &listed.variants);
    standard::check(root, &listed.standards, &listed.weights, execution_rate.as_ref());
    let pack = Pack {
        id: head.id,
        title: head.title,
        subject: head.subject,
        version: head.version,
        issuer: head.issuer,
        document_number: head.document_number,
        effective_from: head.effective_from,
        effective_to: head.effective_to,
        lineage: head.lineage,
        total,
        rounding: rounding?,
        weights: listed.weights,
        variants: listed.variants,
        standards: listed.standards,
        rates: listed.rates,
        methods: listed.methods,
        execution_rate,
        defaults: defaults?,
        grades: listed.grades,
        grading: listed.grading,
        thresholds: listed.thresholds,
        explanations: listed.explanations,
        sections: listed.sections,
        form: own_form.or_else(|| parent.and_then(|parent| parent.form.clone())),
        chosen: None,
        folders: Vec::new(),
        hash: String::new(),
        adoption: Ok(None),
    };
    drop::check(root, &pack);
    Some(pack)
}

/// The rules that stand in lists, each list onto the inherited one.
struct Listed {
    weights: Vec<Weight>,
    variants: Vec<Variant>,
    standards: Vec<Standard>,
    rates: Vec<Rate>,
    methods: Vec<Method>,
    grades: Vec<Grade>,
    grading: Option<Grading>,
    thresholds: Vec<Threshold>,
    explanations: Vec<Explanation>,
    sections: Vec<RequiredSection>,
}

fn listed(root: &Entry<'_>, pack: &str, parent: Option<&Pack>) -> Listed {
    let variant = |entry: &Entry<'_>| variant::read(entry, pack);
    let variants = inherited(parent, |parent| &parent.variants);
    let variants = merged(root, "variant", variants, variant, |one| one.id.clone());
    variant::check(root, &variants);
    let weights = weights(root, pack, parent, &variants);
    let method = |entry: &Entry<'_>| method::read(entry, pack);
    let methods = inherited(parent, |parent| &parent.methods);
    let methods = merged(root, "method", methods, method, |one| one.id.clone());
    let rate = |entry: &Entry<'_>| rate::read(entry, pack);
    let rates = inherited(parent, |parent| &parent.rates);
    let rates = merged(root, "formula", rates, rate, |one| one.id.clone());
    let method_ids: Vec<&str> = methods.iter().map(|one| one.id.as_str()).collect();
    let rate_ids: Vec<&str> = rates.iter().map(|one| one.id.as_str()).collect();
    let known = Known { methods: &method_ids, rates: &rate_ids, weights: &weights };
    let standard = |entry: &Entry<'_>| standard::read(entry, pack, known);
    let standards = inherited(parent, |parent| &parent.standards);
    let standards = merged(root, "indicator", standards, standard, |one| one.id.clone());
    let grades = grades(root, pack, parent);
    let own_grading = root.entry("grading").and_then(|entry| grading(&entry, pack));
    let grading = own_grading.or_else(|| parent.and_then(|parent| parent.grading.clone()));
    if grading.is_none() && !grades.is_empty() && !root.has("grading") {
        root.missing("grading");
    }
    let thresholds = thresholds(root, pack, parent);
    let explanation = |entry: &Entry<'_>| explanation::read(entry, pack);
    let explanations = inherited(parent, |parent| &parent.explanations);
    let key = "mandatory_explanation";
    let mut explanations = merged(root, key, explanations, explanation, |one| one.id.clone());
    explanation::resolve(root, &mut explanations, &thresholds);
    let sections = sections(root, pack, parent);
    Listed {
        weights,
        variants,
        standards,
        rates,
        methods,
        grades,
        grading,
        thresholds,
        explanations,
        sections,
    }
}

/// Reads whether there is a total: `points_total` in `[pack]`, or why not in `[total]`.
fn total(
    root: &Entry<'_>,
    pack: &str,
    points: Option<Decimal>,
    parent: Option<&Pack>,
) -> Option<TotalRule> {
    match (points, root.entry("total")) {
        (Some(points), None) => Some(TotalRule::OutOf(points)),
        (Some(_), Some(entry)) => {
            let _ = entry.keys();
            let message = "既写了满分，又写了不给总分。".to_owned();
            let remedy = "请在 points_total 与 [total] 中留一个。";
            root.report(ProblemKind::NotUnderstood, "total", message, remedy);
            None
        }
        (None, Some(entry)) => {
            let reason = entry.required_text("refused");
            let basis = basis(&entry)?;
            Some(TotalRule::Refused { entry: format!("{pack}/total"), reason, basis })
        }
        (None, None) => {
            if parent.is_none() {
                root.missing("pack.points_total");
            }
            parent.map(|parent| parent.total.clone())
        }
    }
}

/// What the table `[pack]` says.
struct Head {
    id: String,
    title: String,
    subject: Subject,
    version: String,
    issuer: String,
    document_number: Option<String>,
    effective_from: Date,
    effective_to: Option<Date>,
    lineage: Vec<String>,
    drop: Vec<String>,
    points_total: Option<Decimal>,
}

/// Reads the table `[pack]`.
fn head(root: &Entry<'_>, source: &PackSource<'_>, parent: Option<&Pack>) -> Option<Head> {
    let Some(entry) = root.entry("pack") else {
        root.missing("pack");
        return None;
    };
    let id = entry.required_text("id");
    if id != source.id {
        let message = format!("规则包的标识「{id}」与文件夹名「{}」不同。", source.id);
        entry.not_understood("id", message, "请让两者一致。");
    }
    let title = entry.required_text("title");
    let version = entry.required_text("version");
    let issuer = entry.required_text("issuer");
    let document_number = entry.text("document_number");
    let _ = entry.text("extends");
    let (from, to) = (required_date(&entry, "effective_from"), entry.date("effective_to"));
    let subject = subject(&entry, parent);
    let points_total = entry.decimal("points_total");
    let drop = entry.texts("drop");
    let names = parent.map(super::drop::names).unwrap_or_default();
    for name in drop.iter().filter(|name| parent.is_some() && !names.contains(*name)) {
        unknown(&entry, "drop", name, names.iter().map(String::as_str));
    }
    if let (Some(first), None) = (drop.first(), parent) {
        let message = format!("没有继承别的规则包，无从去掉「{first}」。");
        entry.not_understood("drop", message, "请删去 drop，或写明 extends。");
    }
    let mut lineage = vec![id.clone()];
    lineage.extend(parent.into_iter().flat_map(|parent| parent.lineage.clone()));
    Some(Head {
        id,
        title,
        subject: subject?,
        version,
        issuer,
        document_number,
        effective_from: from?,
        effective_to: to,
        lineage,
        drop,
        points_total,
    })
}

/// What the pack is for, which must be what its parent is for.
fn subject(entry: &Entry<'_>, parent: Option<&Pack>) -> Option<Subject> {
    if !entry.has("for") {
        entry.missing("for");
    }
    let choices = [("department", Subject::Department), ("project", Subject::Project)];
    let subject = entry.choice("for", &choices)?;
    match parent {
        Some(parent) if parent.subject != subject => {
            let message = format!("所继承的「{}」用于{}。", parent.id, parent.subject.label());
            entry.not_understood("for", message, "适用对象须与所继承的规则包相同。");
            None
        }
        _ => Some(subject),
    }
}

fn required_date(entry: &Entry<'_>, key: &str) -> Option<Date> {
    if !entry.has(key) {
        entry.missing(key);
    }
    entry.date(key)
}

pub(super) fn required_decimal(entry: &Entry<'_>, key: &str) -> Option<Decimal> {
    if !entry.has(key) {
        entry.missing(key);
    }
    let number = entry.decimal(key)?;
    if number.is_sign_negative() && !number.is_zero() {
        let message = format!("「{key}」不能是负数，这里是{number}。");
        entry.not_understood(key, message, "请改为零或正数。");
        return None;
    }
    Some(number)
}

/// Reads what a rule rests on; every rule must say it.
pub(super) fn basis(entry: &Entry<'_>) -> Option<Basis> {
    basis_at(entry, "basis")
}

/// Reads a basis that stands at a key.
pub(super) fn basis_at(entry: &Entry<'_>, key: &str) -> Option<Basis> {
    let Some(below) = entry.entry(key) else {
        entry.missing(key);
        return None;
    };
    if !below.has("kind") {
        below.missing("kind");
    }
    let kinds = [
        ("cited", "cited"),
        ("attested", "attested"),
        ("unconfirmed", "unconfirmed"),
        ("scheme", "scheme"),
    ];
    let kind = below.choice("kind", &kinds)?;
    if kind == "scheme" {
        let reason = below.required_text("reason").into();
        return Some(Basis::Scheme { reason });
    }
    let citation = Citation {
        document: below.required_text("document").into(),
        article: below.text("article").map(Into::into),
        url: below.text("url").map(Into::into),
    };
    match kind {
        "cited" => {
            if citation.url.is_none() && !below.has("url") {
                below.missing("url");
            }
            Some(Basis::Cited(citation))
        }
        "attested" => Some(Basis::Attested(citation)),
        _ => Some(Basis::Unconfirmed(citation)),
    }
}

fn rounding(root: &Entry<'_>, pack: &str) -> Option<Rounding> {
    let entry = root.entry("rounding")?;
    for key in ["mode", "places", "at"] {
        if !entry.has(key) {
            entry.missing(key);
        }
    }
    let modes = [
        ("half-up", RoundingMode::HalfUp),
        ("half-even", RoundingMode::HalfEven),
        ("down", RoundingMode::Down),
    ];
    let mode = entry.choice("mode", &modes);
    let places = entry.integer("places");
    let at = entry.choice("at", &[("indicator", ())]);
    let basis = basis(&entry);
    let places = match places.map(u32::try_from)? {
        Ok(places) if places <= 6 => places,
        _ => {
            let message = "「places」须在 0 到 6 之间。".to_owned();
            entry.not_understood("places", message, "请写保留的小数位数，如 2。");
            return None;
        }
    };
    at?;
    Some(Rounding { entry: format!("{pack}/rounding"), mode: mode?, places, basis: basis? })
}

/// The parent's rules of one kind.
fn inherited<T: Clone>(parent: Option<&Pack>, of: impl Fn(&Pack) -> &Vec<T>) -> Vec<T> {
    parent.map_or_else(Vec::new, |parent| of(parent).clone())
}

/// Reads the tables of one kind onto the inherited ones: the same id overrides, others are added.
fn merged<T>(
    root: &Entry<'_>,
    key: &str,
    mut rules: Vec<T>,
    read: impl Fn(&Entry<'_>) -> Option<T>,
    id_of: impl Fn(&T) -> String,
) -> Vec<T> {
    let mut own = Vec::new();
    for entry in root.entries(key) {
        let Some(rule) = read(&entry) else { continue };
        let id = id_of(&rule);
        if own.contains(&id) {
            let message = format!("「{key}」里「{id}」出现了两次。");
            entry.report(ProblemKind::DuplicateId, "id", message, "请删去其中一个。");
            continue;
        }
        match rules.iter_mut().find(|one| id_of(one) == id) {
            Some(place) => *place = rule,
            None => rules.push(rule),
        }
        own.push(id);
    }
    rules
}

/// The weights: of the pack itself or, where it has variants, of the first.
fn weights(
    root: &Entry<'_>,
    pack: &str,
    parent: Option<&Pack>,
    variants: &[Variant],
) -> Vec<Weight> {
    let read = |entry: &Entry<'_>| {
        let dimension = entry.required_text("dimension");
        let label = entry.required_text("label");
        let (points, basis) = (required_decimal(entry, "points"), basis(entry));
        Some(Weight {
            entry: format!("{pack}/weight/{dimension}"),
            dimension,
            label,
            points: points?,
            basis: basis?,
        })
    };
    let inherited = match parent {
        Some(parent) if parent.variants.is_empty() => parent.weights.clone(),
        _ => Vec::new(),
    };
    let own = merged(root, "weight", inherited, read, |one| one.dimension.clone());
    let Some(first) = variants.first() else { return own };
    if !own.is_empty() {
        let message = "既有 [[weight]]，又有 [[variant]]，不知按哪个。".to_owned();
        let remedy = "请留一种；继承来的用 drop = [\"weight\"] 或 drop = [\"variant\"] 去掉。";
        root.report(ProblemKind::NotUnderstood, "variant", message, remedy);
    }
    first.weights.clone()
}

/// Weights must add up to the points in all; without a total there is nothing to add up to.
fn check_points(root: &Entry<'_>, total: &TotalRule, weights: &[Weight], variants: &[Variant]) {
    let TotalRule::OutOf(total) = total else { return };
    let adds_up = |weights: &[Weight]| {
        let mut points = weights.iter().map(|weight| weight.points);
        points.try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let report = |key: &str, name: &str, sum: Option<Decimal>| {
        let shown = sum.map_or_else(|| "过大".to_owned(), |sum| format!("为{sum}"));
        let message = format!("{name}各维度分值之和{shown}，应为{total}。");
        root.report(ProblemKind::NotUnderstood, key, message, "请核对各个 points。");
    };
    if variants.is_empty() && adds_up(weights) != Some(*total) {
        report("weight", "", adds_up(weights));
    }
    for variant in variants.iter().filter(|one| adds_up(&one.weights) != Some(*total)) {
        report("variant", &format!("「{}」", variant.label), adds_up(&variant.weights));
    }
}

fn grades(root: &Entry<'_>, pack: &str, parent: Option<&Pack>) -> Vec<Grade> {
    let read = |entry: &Entry<'_>| {
        let label = entry.required_text("label");
        let (at_least, basis) = (required_decimal(entry, "at_least"), basis(entry));
        Some(Grade {
            entry: format!("{pack}/grade/{label}"),
            label,
            at_least: at_least?,
            basis: basis?,
        })
    };
    let inherited = inherited(parent, |p| &p.grades);
    let mut grades = merged(root, "grade", inherited, read, |one| one.label.clone());
    grades.sort_by_key(|grade| std::cmp::Reverse(grade.at_least));
    let mut pairs = grades.iter().zip(grades.iter().skip(1));
    if let Some((one, two)) = pairs.find(|(one, two)| one.at_least == two.at_least) {
        let message = format!("「{}」与「{}」从同一分数起算。", one.label, two.label);
        root.report(ProblemKind::NotUnderstood, "grade", message, "请错开两个等级。");
    }
    if grades.last().is_some_and(|lowest| !lowest.at_least.is_zero()) {
        let message = "最低一级不从 0 分起，低分没有等级可评。".to_owned();
        let remedy = "请让最低一级的 at_least 为 0。";
        root.report(ProblemKind::NotUnderstood, "grade", message, remedy);
    }
    grades
}

/// Reads how a total between two whole numbers is graded.
fn grading(entry: &Entry<'_>, pack: &str) -> Option<Grading> {
    if !entry.has("decimals") {
        entry.missing("decimals");
    }
    let lower = entry.choice("decimals", &[("lower-end-inclusive", ())]);
    let basis = basis(entry);
    lower?;
    Some(Grading { entry: format!("{pack}/grading"), basis: basis? })
}

fn thresholds(root: &Entry<'_>, pack: &str, parent: Option<&Pack>) -> Vec<Threshold> {
    let read = |entry: &Entry<'_>| {
        let (id, label) = (entry.required_text("id"), entry.required_text("label"));
        if !entry.has("value") {
            entry.missing("value");
        }
        let (value, basis) = (number::ratio(entry, "value"), basis(entry));
        Some(Threshold {
            entry: format!("{pack}/threshold/{id}"),
            id,
            label,
            value: value?,
            basis: basis?,
        })
    };
    let inherited = inherited(parent, |p| &p.thresholds);
    merged(root, "threshold", inherited, read, |one| one.id.clone())
}

fn sections(root: &Entry<'_>, pack: &str, parent: Option<&Pack>) -> Vec<RequiredSection> {
    let read = |entry: &Entry<'_>| {
        let (id, title) = (entry.required_text("id"), entry.required_text("title"));
        Some(RequiredSection {
            entry: format!("{pack}/section/{id}"),
            id,
            title,
            basis: basis(entry)?,
        })
    };
    let inherited = inherited(parent, |p| &p.sections);
    merged(root, "section", inherited, read, |one| one.id.clone())
}

fn execution_rate(
    entry: &Entry<'_>,
    pack: &str,
    methods: &[&str],
    weights: &[Weight],
) -> Option<ExecutionRate> {
    let dimension = entry.required_text("dimension");
    if !weights.iter().any(|weight| weight.dimension == dimension) {
        let known = weights.iter().map(|weight| weight.dimension.as_str());
        unknown(entry, "dimension", &dimension, known);
    }
    let points = if entry.has("points") { Some(required_decimal(entry, "points")?) } else { None };
    let method = entry.required_text("method");
    known_method(entry, "method", &method, methods);
    let zero_budget = entry.entry("zero_budget").and_then(|below| zero_budget(&below, pack));
    let alternatives = entry.texts("alternatives");
    for alternative in &alternatives {
        known_method(entry, "alternatives", alternative, methods);
    }
    Some(ExecutionRate {
        entry: format!("{pack}/execution_rate"),
        dimension,
        points,
        method,
        alternatives,
        zero_budget,
        basis: basis(entry)?,
    })
}

/// Reads what is done where nothing was budgeted and nothing spent.
fn zero_budget(entry: &Entry<'_>, pack: &str) -> Option<ZeroBudget> {
    if !entry.has("effect") {
        entry.missing("effect");
    }
    let effects =
        [("full", ZeroBudgetEffect::Full), ("redistribute", ZeroBudgetEffect::Redistribute)];
    let effect = entry.choice("effect", &effects);
    let basis = basis(entry)?;
    Some(ZeroBudget { entry: format!("{pack}/execution_rate/zero_budget"), effect: effect?, basis })
}

fn defaults(entry: &Entry<'_>, pack: &str, methods: &[&str]) -> Option<Defaults> {
    let take = |key: &str| {
        let method = entry.text(key)?;
        known_method(entry, key, &method, methods);
        Some(method)
    };
    let mut by_dimension = BTreeMap::new();
    if let Some(below) = entry.entry("by_dimension") {
        for dimension in below.keys() {
            let Some(method) = below.text(&dimension) else { continue };
            known_method(&below, &dimension, &method, methods);
            by_dimension.insert(dimension, method);
        }
    }
    Some(Defaults {
        entry: format!("{pack}/defaults"),
        at_least: take("at_least"),
        exactly: take("exactly"),
        at_most: take("at_most"),
        qualitative: take("qualitative"),
        by_dimension,
        basis: basis(entry)?,
    })
}

fn known_method(entry: &Entry<'_>, key: &str, method: &str, methods: &[&str]) {
    if !methods.contains(&method) {
        unknown(entry, key, method, methods.iter().copied());
    }
}

/// Reports a reference to something that the pack does not have.
pub(super) fn unknown<'w>(
    entry: &Entry<'_>,
    key: &str,
    word: &str,
    known: impl Iterator<Item = &'w str> + Clone,
) {
    let remedy = meant_or_all(word, known, "可用的有");
    let message = format!("「{key}」所写的「{word}」在规则包里没有。");
    entry.report(ProblemKind::UnknownReference, key, message, &remedy);
}
