//! Worked cases: examples of a scheme that are run against its pack.

use rust_decimal::Decimal;

use super::{Inputs, Method, NotScored, Pack, PackError, PackSource, Quantity, RateKind, number};
use crate::derivation::{Derivation, Step};
use crate::fact::{FactId, Place};
use crate::figure::{Figure, scan};
use crate::reader::{self, Entry};

/// What came of one worked case (算例结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// Name of the case.
    pub name: String,
    /// The pack that brings the case.
    pub pack: String,
    /// Where the case stands.
    pub place: Place,
    /// The method that it ran, where it is about one.
    pub method: Option<String>,
    /// What the case expects, in Chinese.
    pub expected: String,
    /// What the pack gave, in Chinese.
    pub found: String,
}

impl CaseResult {
    /// Says whether the pack gave what the case expects.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expected == self.found
    }
}

/// Runs the worked cases of a pack and, where it extends others, theirs.
///
/// A parent's case runs only where what it rests on (method, rounding, grades) was not overridden.
///
/// # Errors
/// [`PackError::Content`] where a `cases.toml` has mistakes.
pub fn run(pack: &Pack, sources: &[PackSource<'_>]) -> Result<Vec<CaseResult>, PackError> {
    let mut results = Vec::new();
    for id in &pack.lineage {
        let Some(source) = sources.iter().find(|source| source.id == id) else {
            continue;
        };
        for case in read(source)? {
            if *id == pack.id || !case.is_overridden(pack, id) {
                results.push(case.run(pack));
            }
        }
    }
    Ok(results)
}

/// The methods of a pack that no case ran.
#[must_use]
pub fn methods_without_case<'p>(pack: &'p Pack, results: &[CaseResult]) -> Vec<&'p str> {
    let ran = |id: &str| results.iter().any(|one| one.method.as_deref() == Some(id));
    let ids = pack.methods.iter().map(|method| method.id.as_str());
    ids.filter(|id| !ran(id)).collect()
}

/// One row of a `cases.toml`.
struct Case {
    name: String,
    pack: String,
    place: Place,
    question: Question,
    expected: String,
}

/// What a case asks.
enum Question {
    /// The grade of a total.
    Grade { total: Decimal },
    /// The score of an indicator.
    Score {
        method: Option<String>,
        points: Decimal,
        target: String,
        actual: String,
        judgement: Option<(Decimal, String)>,
    },
}

/// Reads the cases of one pack.
fn read(source: &PackSource<'_>) -> Result<Vec<Case>, PackError> {
    let Some(text) = source.cases else {
        return Ok(Vec::new());
    };
    let (cases, problems) = reader::read(&source.file("cases.toml"), text, |root| {
        let entries = root.entries("case");
        let cases = entries.iter().filter_map(|entry| case(entry, source.id));
        cases.collect::<Vec<Case>>()
    });
    if problems.is_empty() {
        return Ok(cases);
    }
    Err(PackError::Content { id: source.id.to_owned(), problems })
}

fn case(entry: &Entry<'_>, pack: &str) -> Option<Case> {
    let name = entry.required_text("name");
    if entry.has("total") {
        return Some(Case {
            name,
            pack: pack.to_owned(),
            place: entry.place(),
            question: Question::Grade { total: entry.decimal("total")? },
            expected: format!("等级「{}」", entry.required_text("grade")),
        });
    }
    if !entry.has("points") {
        entry.missing("points");
    }
    let points = entry.decimal("points");
    let judgement = entry.entry("judgement").and_then(|below| {
        if !below.has("share") {
            below.missing("share");
        }
        let (share, reason) = (number::ratio(&below, "share"), below.text("reason"));
        Some((share?, reason.unwrap_or_default()))
    });
    let expected = match (entry.has("score"), entry.text("not_scored")) {
        (true, _) => scored(entry.decimal("score")?),
        (false, Some(name)) => not_scored(&name),
        (false, None) => {
            entry.missing("score");
            return None;
        }
    };
    Some(Case {
        name,
        pack: pack.to_owned(),
        place: entry.place(),
        question: Question::Score {
            method: entry.text("method"),
            points: points?,
            target: entry.text("target").unwrap_or_default(),
            actual: entry.text("actual").unwrap_or_default(),
            judgement,
        },
        expected,
    })
}

fn judged(share: Decimal, reason: String) -> Derivation {
    Derivation {
        label: "评判比例".to_owned(),
        value: share,
        shown: number::percent(share),
        step: Step::Judged { reason },
        basis: None,
        inputs: Vec::new(),
    }
}

fn scored(score: Decimal) -> String {
    format!("{}分", score.normalize())
}

fn not_scored(name: &str) -> String {
    format!("未计分（{name}）")
}

impl Case {
    /// Whether the pack overrides something that a case of its ancestor rests on.
    fn is_overridden(&self, pack: &Pack, ancestor: &str) -> bool {
        let place = pack.lineage.iter().position(|id| id == ancestor);
        let nearer = pack.lineage.iter().take(place.unwrap_or(0));
        let is_nearer = |entry: &str| {
            let owner = entry.split('/').next();
            nearer.clone().any(|id| Some(id.as_str()) == owner)
        };
        match &self.question {
            Question::Grade { .. } => pack.grades.iter().any(|grade| is_nearer(&grade.entry)),
            Question::Score { method, target, .. } => {
                let names_none = method.is_none();
                let found = method_of(pack, method.as_deref(), target);
                let from_nearer = found.is_ok_and(|method| is_nearer(&method.entry));
                let by_nearer_default = names_none && is_nearer(&pack.defaults.entry);
                from_nearer || by_nearer_default || is_nearer(&pack.rounding.entry)
            }
        }
    }

    fn run(self, pack: &Pack) -> CaseResult {
        let mut ran = None;
        let found = match &self.question {
            Question::Grade { total } => pack
                .grade(*total)
                .map_or_else(|| "没有等级".to_owned(), |grade| format!("等级「{}」", grade.label)),
            Question::Score { method, points, target, actual, judgement } => {
                let inputs = inputs(*points, target, actual, judgement.clone());
                let found = method_of(pack, method.as_deref(), target);
                ran = found.as_ref().ok().map(|method| method.id.clone());
                match found.and_then(|method| method.score(&pack.rounding, &inputs)) {
                    Ok(derivation) => scored(derivation.value),
                    Err(why) => not_scored(why.name()),
                }
            }
        };
        CaseResult {
            name: self.name,
            pack: self.pack,
            place: self.place,
            method: ran,
            expected: self.expected,
            found,
        }
    }
}

/// The method that a case names, or the pack's for its target.
fn method_of<'p>(
    pack: &'p Pack,
    named: Option<&str>,
    target: &str,
) -> Result<&'p Method, NotScored> {
    pack.method_for(named, first_figure(target).as_ref())
}

fn first_figure(text: &str) -> Option<Figure> {
    scan::figures(text).next().map(|(_, figure)| figure)
}

/// The inputs that a case writes down.
fn inputs(
    points: Decimal,
    target: &str,
    actual: &str,
    judgement: Option<(Decimal, String)>,
) -> Inputs {
    let quantity = |label: &str, name: &str, figure: Figure| Quantity {
        leaf: Derivation::stated(label, FactId::new(["case", name]), figure.value(), figure.text()),
        figure,
    };
    Inputs {
        label: "得分".to_owned(),
        rate: RateKind::Achievement,
        points: Derivation::stated(
            "分值",
            FactId::new(["case", "points"]),
            points,
            &number::points(points),
        ),
        target: first_figure(target).map(|figure| quantity("年度指标值", "target", figure)),
        actual: first_figure(actual).map(|figure| quantity("实际完成值", "actual", figure)),
        actual_text: actual.to_owned(),
        ambiguous: None,
        judgement: judgement.map(|(share, reason)| judged(share, reason)),
    }
}
