//! Rule packs: regulation as data, each rule with what it rests on.

mod adoption;
pub mod builtin;
pub mod cases;
mod drop;
mod error;
mod evaluate;
mod explanation;
mod form;
mod formula;
pub mod import;
mod method;
pub(crate) mod number;
mod rate;
mod read;
mod rules;
mod share;
mod standard;
mod variant;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

pub use adoption::Adoption;
pub use error::PackError;
pub use evaluate::{Inputs, NotScored, Quantity, RateKind};
pub use explanation::{Explanation, Occasion};
pub use form::{DepartmentForm, FormRule, ProjectForm};
pub use formula::{Band, BandOf, Direction, Formula, PartialStep, Tier};
pub use method::{Method, OverDeduct, ParameterBasis, ZeroTarget};
pub use rate::{NoRate, Rate, RateForm};
pub use rules::RuleCount;
pub use share::Share;
pub use standard::Standard;
pub use variant::{Presence, Variant};

use crate::basis::Basis;
use crate::figure::Figure;
use crate::hash;
use crate::reader::nearest;

/// A rule pack: what one scheme says about scoring, loaded and complete (规则包).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it scores.
    pub subject: Subject,
    /// Version of the pack itself.
    pub version: String,
    /// Who issued the scheme.
    pub issuer: String,
    /// Number of the document that the scheme rests on, where it has one (文号).
    pub document_number: Option<String>,
    /// First day in force.
    pub effective_from: Date,
    /// Last day in force; absent while it still is.
    pub effective_to: Option<Date>,
    /// The pack itself and the packs that it extends, nearest first.
    pub lineage: Vec<String>,
    /// Whether the pack gives a total.
    pub total: TotalRule,
    /// How scores are rounded.
    pub rounding: Rounding,
    /// Points of each dimension, in the order of the scheme.
    ///
    /// Where the pack has variants, those of the one that was chosen, or else of the first.
    pub weights: Vec<Weight>,
    /// Sets of weights of which one holds, by the indicators that there are.
    pub variants: Vec<Variant>,
    /// The indicators that the scheme itself lists.
    pub standards: Vec<Standard>,
    /// Rates that indicators' actuals are taken from.
    pub rates: Vec<Rate>,
    /// The methods.
    pub methods: Vec<Method>,
    /// How the execution rate is scored, where the scheme scores it.
    pub execution_rate: Option<ExecutionRate>,
    /// The method of an indicator that names none.
    pub defaults: Defaults,
    /// Grades, the best first.
    pub grades: Vec<Grade>,
    /// How a total between two whole numbers is graded, where the pack grades.
    pub grading: Option<Grading>,
    /// Thresholds that checks ask for.
    pub thresholds: Vec<Threshold>,
    /// Sections that a report must have.
    pub sections: Vec<RequiredSection>,
    /// The layouts of the forms, where the pack names them.
    pub form: Option<FormRule>,
    explanations: Vec<Explanation>,
    /// The set of weights that was chosen, with the indicators for which it was.
    chosen: Option<(Variant, Presence)>,
    /// The folders of the pack and of the packs that it extends, nearest first.
    folders: Vec<String>,
    hash: String,
    adoption: Result<Option<Adoption>, String>,
}

/// What a pack scores; it never scores the other silently (适用对象).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// A department's whole expenditure (部门整体).
    #[default]
    Department,
    /// One project's expenditure (项目).
    Project,
}

impl Subject {
    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Department => "部门整体",
            Self::Project => "项目",
        }
    }
}

/// Whether a pack gives a total (总分规则).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalRule {
    /// A total out of these points, which all weights add up to (满分).
    OutOf(Decimal),
    /// None, because what the pack rests on gives none (不给总分).
    Refused {
        /// Identifier of the rule, with its pack.
        entry: String,
        /// Why, in Chinese.
        reason: String,
        /// What the rule rests on.
        basis: Basis,
    },
}

/// How a score is rounded, once, at the indicator (修约).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounding {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Which way.
    pub mode: RoundingMode,
    /// Digits behind the point that stay.
    pub places: u32,
    /// What the rule rests on.
    pub basis: Basis,
}

/// Which way a number is rounded (修约方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundingMode {
    /// Halves go away from zero (四舍五入).
    HalfUp,
    /// Halves go to the even digit (四舍六入五成双).
    HalfEven,
    /// Everything behind the last digit is cut off (舍去).
    Down,
}

impl Rounding {
    /// Rounds a number.
    #[must_use]
    pub fn round(&self, value: Decimal) -> Decimal {
        let strategy = match self.mode {
            RoundingMode::HalfUp => rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            RoundingMode::HalfEven => rust_decimal::RoundingStrategy::MidpointNearestEven,
            RoundingMode::Down => rust_decimal::RoundingStrategy::ToZero,
        };
        value.round_dp_with_strategy(self.places, strategy)
    }

    /// One unit of the last digit that stays.
    #[must_use]
    pub fn last_digit(&self) -> Decimal {
        Decimal::try_new(1, self.places).unwrap_or(Decimal::ONE)
    }

    /// How it rounds, in Chinese.
    #[must_use]
    pub fn label(&self) -> String {
        let how = match self.mode {
            RoundingMode::HalfUp => "四舍五入",
            RoundingMode::HalfEven => "四舍六入五成双",
            RoundingMode::Down => "舍去尾数",
        };
        match self.places {
            0 => format!("{how}到整数"),
            places => format!("{how}到{places}位小数"),
        }
    }
}

/// Points of one dimension (权重).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier of the dimension.
    pub dimension: String,
    /// Name of the dimension (一级指标).
    pub label: String,
    /// Its points.
    pub points: Decimal,
    /// What the rule rests on.
    pub basis: Basis,
}

/// How the budget execution rate is scored (预算执行率).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionRate {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// The dimension that it counts in.
    pub dimension: String,
    /// Its points, where they are not all of the dimension's.
    pub points: Option<Decimal>,
    /// Identifier of the method that scores it.
    pub method: String,
    /// Identifiers of methods that other schemes use instead.
    pub alternatives: Vec<String>,
    /// What is done where nothing was budgeted and nothing spent; absent: there is no score.
    pub zero_budget: Option<ZeroBudget>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// What is done about the execution rate where nothing was budgeted and nothing spent (预算为零时).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroBudget {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// What is done.
    pub effect: ZeroBudgetEffect,
    /// What the rule rests on.
    pub basis: Basis,
}

/// What becomes of the points of an execution rate that does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZeroBudgetEffect {
    /// They are all given (得满分).
    Full,
    /// The rest of the total is scaled up to all points (由其余指标按比例分摊).
    Redistribute,
}

/// The method of an indicator that names none, by the target's relation (默认计分方法).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// For `≥` and `＞`.
    pub at_least: Option<String>,
    /// For an amount without a relation.
    pub exactly: Option<String>,
    /// For `≤` and `＜`.
    pub at_most: Option<String>,
    /// For a target without an amount.
    pub qualitative: Option<String>,
    /// For targets with an amount in these dimensions, whatever the relation.
    pub by_dimension: BTreeMap<String, String>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// A grade and the score from which it is given (评价等级).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Name of the grade.
    pub label: String,
    /// The lowest score that has it.
    pub at_least: Decimal,
    /// What the rule rests on.
    pub basis: Basis,
}

/// That a total with decimals has the grade whose lower end it reaches (89.5 has that of 80).
///
/// Sources often print bands of whole numbers (`90–100`, `80–89`), so that this is a rule of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grading {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// What the rule rests on.
    pub basis: Basis,
}

/// A number that checks ask for (阈值).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// What it is, in Chinese.
    pub label: String,
    /// The number; `90%` is 0.9.
    pub value: Decimal,
    /// What the rule rests on.
    pub basis: Basis,
}

/// A section that a report must have (必备章节).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredSection {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// Identifier.
    pub id: String,
    /// Title of the section.
    pub title: String,
    /// What the rule rests on.
    pub basis: Basis,
}

/// What is known of an indicator when its method is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The method that it names.
    pub method: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Its dimension.
    pub dimension: Option<&'a str>,
    /// The amount of its target.
    pub target: Option<&'a Figure>,
}

/// The texts of one pack's folder, as whoever loads it found them (规则包来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackSource<'s> {
    /// Identifier of the pack: the name of its folder.
    pub id: &'s str,
    /// The folder, as it is shown in messages.
    pub folder: &'s str,
    /// Text of `pack.toml`.
    pub pack: &'s str,
    /// Text of `cases.toml`.
    pub cases: Option<&'s str>,
    /// Text of `adoption.toml`.
    pub adoption: Option<&'s str>,
    /// Text of `README.md`.
    pub readme: Option<&'s str>,
}

impl PackSource<'_> {
    /// Path of a file of the folder, for messages.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }
}

/// Loads a pack with the packs that it extends.
///
/// Where a day is given, the pack must be in force on it.
///
/// # Errors
/// [`PackError`] says which pack, where, and what would mend it.
pub fn load(id: &str, on: Option<Date>, sources: &[PackSource<'_>]) -> Result<Pack, PackError> {
    let mut chain = lineage(id, on, sources)?;
    let folders = chain.iter().map(|source| source.folder.to_owned()).collect();
    let hash = hash_of(chain.iter().map(|source| source.pack));
    let own = chain.first().copied();
    chain.reverse();
    let mut loaded: Option<Pack> = None;
    for source in &chain {
        loaded = Some(read::pack(source, loaded.as_ref())?);
    }
    let (Some(mut pack), Some(own)) = (loaded, own) else {
        return Err(error::unknown(id, sources));
    };
    if let Some(day) = on
        && (day < pack.effective_from || pack.effective_to.is_some_and(|end| day > end))
    {
        return Err(PackError::NotInForce {
            id: id.to_owned(),
            day,
            from: pack.effective_from,
            to: pack.effective_to,
        });
    }
    pack.adoption = adoption::read(own, &pack.id, &hash);
    pack.hash = hash;
    pack.folders = folders;
    Ok(pack)
}

/// The source of a pack and of the packs that it extends, nearest first.
fn lineage<'l, 's>(
    id: &str,
    on: Option<Date>,
    sources: &'l [PackSource<'s>],
) -> Result<Vec<&'l PackSource<'s>>, PackError> {
    let mut chain: Vec<&PackSource<'_>> = Vec::new();
    let mut wanted = id.to_owned();
    loop {
        if chain.iter().any(|source| source.id == wanted) {
            let names = chain.iter().map(|source| source.id).collect::<Vec<_>>();
            return Err(PackError::Cycle {
                chain: format!("{} → {wanted}", names.join(" → "))
            });
        }
        let found = version(&wanted, on, sources);
        match (found, chain.last()) {
            (Some(source), _) => chain.push(source),
            (None, None) => return Err(error::unknown(&wanted, sources)),
            (None, Some(child)) => {
                return Err(error::unknown_parent(child, &wanted, sources));
            }
        }
        match chain.last().and_then(|source| read::parent_of(source)) {
            Some(parent) => wanted = parent,
            None => return Ok(chain),
        }
    }
}

/// The source that holds on a day where several have the identifier: the one that began last.
///
/// Where none has begun it is the first to begin, so that the error can say when; without a day it
/// is the last.
fn version<'l, 's>(
    id: &str,
    on: Option<Date>,
    sources: &'l [PackSource<'s>],
) -> Option<&'l PackSource<'s>> {
    let mut own: Vec<_> = sources
        .iter()
        .filter(|source| source.id == id)
        .map(|source| (read::begin_of(source), source))
        .collect();
    own.sort_by_key(|(begin, _)| *begin);
    let has_begun = |begin: Option<Date>| on.is_none_or(|day| begin.is_none_or(|from| from <= day));
    let last = own.iter().rev().find(|(begin, _)| has_begun(*begin));
    last.or(own.first()).map(|(_, source)| *source)
}

/// The hash of a pack: SHA-256 over the hashes of its own text and of its parents' texts.
///
/// Each hash is written in lower-case hexadecimal on a line of its own, nearest pack first.
fn hash_of<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut whole = Sha256::new();
    for text in texts {
        whole.update(hash::sha256(text));
        whole.update("\n");
    }
    hash::hexadecimal(whole.finalize())
}

impl Pack {
    /// SHA-256 over the pack's own text and its parents' (规则包哈希).
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Who adopted exactly this text, where somebody did; without it drafts are marked 示例.
    #[must_use]
    pub fn adoption(&self) -> Option<&Adoption> {
        self.adoption.as_ref().ok()?.as_ref()
    }

    /// Why the adoption record that lies beside the pack does not count, in Chinese.
    #[must_use]
    pub fn adoption_refused(&self) -> Option<&str> {
        self.adoption.as_ref().err().map(String::as_str)
    }

    /// The points in all, where the pack gives a total.
    #[must_use]
    pub fn points_total(&self) -> Option<Decimal> {
        match self.total {
            TotalRule::OutOf(points) => Some(points),
            TotalRule::Refused { .. } => None,
        }
    }

    /// The set of weights that was chosen by [`Pack::suited`], with what it was chosen by.
    #[must_use]
    pub fn chosen(&self) -> Option<&(Variant, Presence)> {
        self.chosen.as_ref()
    }

    /// The scheme's own indicator of this name.
    #[must_use]
    pub fn standard(&self, name: &str) -> Option<&Standard> {
        self.standards.iter().find(|one| one.label == name)
    }

    /// A rate that actuals are taken from.
    #[must_use]
    pub fn rate(&self, id: &str) -> Option<&Rate> {
        self.rates.iter().find(|one| one.id == id)
    }

    /// The occasions on which the pack wants an explanation in words.
    #[must_use]
    pub fn explanations(&self) -> &[Explanation] {
        &self.explanations
    }

    /// The points of a dimension.
    #[must_use]
    pub fn weight(&self, dimension: &str) -> Option<&Weight> {
        self.weights.iter().find(|one| one.dimension == dimension)
    }

    /// The name of a dimension; an unknown one is called by its identifier.
    #[must_use]
    pub fn dimension_label<'n>(&'n self, dimension: &'n str) -> &'n str {
        self.weight(dimension).map_or(dimension, |weight| weight.label.as_str())
    }

    /// A method.
    #[must_use]
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|one| one.id == id)
    }

    /// The method of an indicator: the one that it names, else that of the scheme's indicator of
    /// the same name, else that of its dimension, else the pack's for its target.
    ///
    /// # Errors
    /// [`NotScored`] where nothing names one, or the pack has no such method.
    pub fn method_for(&self, asked: Asked<'_>) -> Result<&Method, NotScored> {
        let defaults = &self.defaults;
        let listed = || self.standard(asked.name)?.method.as_deref();
        let by_dimension = || {
            asked.target?;
            defaults.by_dimension.get(asked.dimension?).map(String::as_str)
        };
        let by_relation = match asked.target.map(Figure::relation) {
            None => &defaults.qualitative,
            Some(relation) if relation.is_floor() => &defaults.at_least,
            Some(relation) if relation.is_ceiling() => &defaults.at_most,
            Some(_) => &defaults.exactly,
        };
        let id = asked.method.or_else(listed).or_else(by_dimension).or(by_relation.as_deref());
        let id = id.ok_or(NotScored::NoMethod)?;
        self.method(id).ok_or_else(|| {
            let known = self.methods.iter().map(|method| method.id.as_str());
            NotScored::UnknownMethod {
                id: id.to_owned(),
                near: nearest(id, known).map(ToOwned::to_owned),
            }
        })
    }

    /// The method of the execution rate and its points, where the scheme scores it.
    #[must_use]
    pub fn execution_rate_method(&self) -> Option<(&Method, Decimal)> {
        let rule = self.execution_rate.as_ref()?;
        let points = match rule.points {
            Some(points) => points,
            None => self.weight(&rule.dimension)?.points,
        };
        Some((self.method(&rule.method)?, points))
    }

    /// A threshold with what it rests on; `90%` is 0.9.
    #[must_use]
    pub fn threshold(&self, id: &str) -> Option<(Decimal, &Basis)> {
        let found = self.thresholds.iter().find(|one| one.id == id)?;
        Some((found.value, &found.basis))
    }

    /// The grade of a total score, the lower end of each grade inclusive.
    #[must_use]
    pub fn grade(&self, total: Decimal) -> Option<&Grade> {
        self.grades.iter().find(|grade| total >= grade.at_least)
    }
}

#[cfg(test)]
mod tests;
