//! Rule packs: regulation as data, each rule with what it rests on.

mod adoption;
pub mod builtin;
pub mod cases;
mod error;
mod evaluate;
mod formula;
pub mod import;
mod method;
pub(crate) mod number;
mod read;

use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

pub use adoption::Adoption;
pub use error::PackError;
pub use evaluate::{Inputs, NotScored, Quantity, RateKind};
pub use formula::{Band, BandOf, Direction, Formula, PartialStep, Tier};
pub use method::{Method, ParameterBasis, ZeroTarget};

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
    /// What all weights add up to (满分).
    pub points_total: Decimal,
    /// How scores are rounded.
    pub rounding: Rounding,
    /// Points of each dimension, in the order of the scheme.
    pub weights: Vec<Weight>,
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
    /// What the rule rests on.
    pub basis: Basis,
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

/// How many rules of a pack rest on each kind of basis (依据统计).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Read in a public source.
    pub cited: usize,
    /// Done so somewhere.
    pub attested: usize,
    /// Not confirmed.
    pub unconfirmed: usize,
    /// The scheme's own choice.
    pub scheme: usize,
}

impl RuleCount {
    /// All rules.
    #[must_use]
    pub fn all(self) -> usize {
        self.cited + self.attested + self.unconfirmed + self.scheme
    }
}

/// Loads a pack with the packs that it extends.
///
/// Where a day is given, the pack must be in force on it.
///
/// # Errors
/// [`PackError`] says which pack, where, and what would mend it.
pub fn load(id: &str, on: Option<Date>, sources: &[PackSource<'_>]) -> Result<Pack, PackError> {
    let mut chain = lineage(id, sources)?;
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
    Ok(pack)
}

/// The source of a pack and of the packs that it extends, nearest first.
fn lineage<'l, 's>(
    id: &str,
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
        let found = sources.iter().find(|source| source.id == wanted);
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

    /// The method of an indicator: the one that it names, or else the pack's for its target.
    ///
    /// # Errors
    /// [`NotScored`] where neither names one, or the pack has no such method.
    pub fn method_for(
        &self,
        named: Option<&str>,
        target: Option<&Figure>,
    ) -> Result<&Method, NotScored> {
        let defaults = &self.defaults;
        let by_relation = match target.map(Figure::relation) {
            None => &defaults.qualitative,
            Some(relation) if relation.is_floor() => &defaults.at_least,
            Some(relation) if relation.is_ceiling() => &defaults.at_most,
            Some(_) => &defaults.exactly,
        };
        let id = named.or(by_relation.as_deref());
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

    /// What each rule rests on, with the rule's identifier; a parameter of a method that rests on
    /// something else than the method is a rule of its own.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Basis)> {
        let execution = self.execution_rate.iter();
        std::iter::once((self.rounding.entry.as_str(), &self.rounding.basis))
            .chain(self.weights.iter().map(|one| (&*one.entry, &one.basis)))
            .chain(self.methods.iter().flat_map(|method| {
                let parameters = method.parameters.iter();
                std::iter::once((&*method.entry, &method.basis))
                    .chain(parameters.map(|one| (&*one.entry, &one.basis)))
            }))
            .chain(execution.map(|one| (&*one.entry, &one.basis)))
            .chain([(&*self.defaults.entry, &self.defaults.basis)])
            .chain(self.grades.iter().map(|one| (&*one.entry, &one.basis)))
            .chain(self.grading.iter().map(|one| (&*one.entry, &one.basis)))
            .chain(self.thresholds.iter().map(|one| (&*one.entry, &one.basis)))
            .chain(self.sections.iter().map(|one| (&*one.entry, &one.basis)))
    }

    /// How many rules rest on each kind of basis.
    #[must_use]
    pub fn rule_count(&self) -> RuleCount {
        let mut count = RuleCount::default();
        for (_, basis) in self.rules() {
            match basis {
                Basis::Cited(_) => count.cited += 1,
                Basis::Attested(_) => count.attested += 1,
                Basis::Unconfirmed(_) => count.unconfirmed += 1,
                Basis::Scheme { .. } => count.scheme += 1,
            }
        }
        count
    }

    /// The rules that were not read in a public source, each with what it rests on.
    #[must_use]
    pub fn rules_not_cited(&self) -> Vec<(&str, &Basis)> {
        self.rules().filter(|(_, basis)| !basis.is_cited()).collect()
    }
}

#[cfg(test)]
mod tests;
