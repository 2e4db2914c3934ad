//! What checks look at, and what they ask again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::answer::Answer;
use crate::basis::Basis;
use crate::dossier::{Dossier, Indicator, Owner};
use crate::fact::{FactId, Place, Places};
use crate::figure::scan::{Mention, MentionKind};
use crate::figure::{Bound, Figure, Interval, Relation, Unit};
use crate::finding::{Severity, Spot, Verdict};
use crate::pack::{Direction, Method, Occasion, Pack};
use crate::reading::{Mentions, Reading, Readings};
use crate::register::Measurements;
use crate::register::observe::Observed;
use crate::rollup::RollUp;
use crate::score::{LineItem, ScoreLine, ScoreSheet};
use crate::stated::Stated;

/// Everything that a check sees (核查对象).
///
/// A dossier that was filed and a report that was read make the same case.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The dossier.
    pub dossier: &'c Dossier,
    /// Where its facts stand.
    pub places: &'c Places,
    /// What its registers gave.
    pub measurements: &'c Measurements,
    /// What was seen of its registers beside that.
    pub observed: &'c [Observed],
    /// The figures as somebody wrote them; the same fact may be stated many times.
    pub stated: &'c [Stated],
    /// The pack that scores the department.
    pub pack: &'c Pack,
    /// The scores under that pack.
    pub scores: &'c ScoreSheet,
    /// The pack that scores its projects, where one is named.
    pub project_pack: Option<&'c Pack>,
    /// The scores of its projects under that pack.
    pub project_scores: &'c [ScoreSheet],
    /// Its indicators, each read once for all checks.
    pub rows: &'c [Row<'c>],
    /// What its units come to together.
    pub rollup: &'c RollUp,
}

/// An indicator with what was read of its cells, and its score.
#[derive(Debug, Clone)]
pub struct Row<'c> {
    /// Whose it is.
    pub owner: Owner<'c>,
    /// The indicator.
    pub indicator: &'c Indicator,
    /// What it is called in findings.
    pub label: Arc<str>,
    /// The words of its actual; nothing where a measure gave no value.
    pub actual: Option<&'c str>,
    /// How its actual answers its target.
    pub answer: &'c Answer,
    /// What stands with digits in its name, its target and its actual.
    pub mentions: &'c Mentions,
    /// Its line in the score sheet, where a pack scores it.
    pub line: Option<&'c ScoreLine>,
}

/// The indicators of a dossier as checks see them, in the order filed.
#[must_use]
pub fn rows<'c>(
    readings: &'c Readings<'c>,
    sheets: impl IntoIterator<Item = &'c ScoreSheet>,
) -> Vec<Row<'c>> {
    let lines: BTreeMap<&str, &ScoreLine> = sheets
        .into_iter()
        .flat_map(|sheet| &sheet.lines)
        .filter_map(|line| match &line.item {
            LineItem::Indicator { id } => Some((id.as_str(), line)),
            LineItem::ExecutionRate => None,
        })
        .collect();
    let row = |(owner, reading): (Owner<'c>, &'c Reading<'c>)| Row {
        owner,
        indicator: reading.indicator,
        label: indicator_label(owner, reading.indicator).into(),
        actual: reading.actual.as_deref(),
        answer: &reading.answer,
        mentions: &reading.mentions,
        line: lines.get(reading.indicator.id.as_str()).copied(),
    };
    readings.all().map(row).collect()
}

/// What an indicator is called in findings.
fn indicator_label(owner: Owner<'_>, indicator: &Indicator) -> String {
    format!("{}·指标“{}”", owner.label(), indicator.name)
}

/// Says whether an amount or a day stands there.
pub(super) fn states_something(mentions: &[Mention]) -> bool {
    mentions.iter().any(|one| matches!(one.kind, MentionKind::Figure(_) | MentionKind::Day { .. }))
}

/// Units of time, which may be needed or granted.
const TIMES: [&str; 8] = ["天", "日", "工作日", "个工作日", "小时", "个小时", "分钟", "个月"];

/// Why a target without a relation word can't be judged.
pub(super) const UNSAID: &str = "年度指标值没有写明是上限还是下限";

/// Which way a target is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Reaching or passing it is wanted.
    Floor,
    /// Staying at or below it is wanted.
    Ceiling,
    /// Neither the words nor a method named by the department say which.
    Unsaid,
}

impl<'c> Row<'c> {
    /// Target and actual as amounts of one thing, or the verdict where they are not.
    pub(super) fn amounts(&self) -> Result<(Figure, Figure), Verdict> {
        match &self.answer {
            Answer::Figures { target, actual } => {
                Figure::in_one_unit(target, actual).ok_or_else(|| Verdict::CouldNotCheck {
                    why: "数字过大，无法换算成同一单位".into(),
                })
            }
            Answer::NotQuantified => {
                Err(Verdict::DoesNotApply { why: "目标没有数量".into() })
            }
            Answer::Ambiguous { why } => Err(Verdict::CouldNotCheck { why: why.clone().into() }),
            Answer::NoFigure { .. } | Answer::DifferentThings { .. } => {
                Err(Verdict::CouldNotCheck { why: "完成值没有同一事物的数量".into() })
            }
        }
    }

    /// Says whether a variance is explained in words.
    pub(super) fn is_explained(&self) -> bool {
        is_filled(self.indicator.explanation.as_deref())
    }

    /// The words of the actual, where somebody typed them or a measure gave a value.
    pub(super) fn said(&self) -> &str {
        self.actual.unwrap_or_default()
    }

    /// The identifier of the project, or nothing for the department itself: who counts apart.
    pub(super) fn scope(&self) -> Option<&'c str> {
        match self.owner {
            Owner::Task(_) => None,
            Owner::Project(project) => Some(project.id.as_str()),
        }
    }
}

/// Says whether something is written there.
pub(super) fn is_filled(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl<'c> Case<'c> {
    /// The spot of a fact, with the words that stand there.
    pub(super) fn spot(&self, fact: FactId, label: &str, excerpt: &str) -> Spot {
        Spot {
            label: label.to_owned(),
            place: self.places.of(&fact).cloned(),
            excerpt: excerpt.to_owned(),
            fact: Some(fact),
        }
    }

    /// The spot of a register, or of a row of it, which bears the register's fact.
    pub(super) fn register_spot(
        &self,
        observed: &Observed,
        label: &str,
        excerpt: &str,
        row: Option<usize>,
    ) -> Spot {
        let mut spot = self.spot(FactId::new(["register", &observed.register]), label, excerpt);
        let (file, sheet) = (observed.file.clone(), observed.sheet.clone());
        spot.place = Some(match row {
            Some(row) => Place::Row { file, sheet, row, column: None },
            None => Place::File { file },
        });
        spot
    }

    /// The spot of one cell of an indicator.
    pub(super) fn row_spot(&self, row: &Row<'_>, cell: &str, excerpt: &str) -> Spot {
        self.spot(row.indicator.fact(cell), &row.label, excerpt)
    }

    /// The pack that scores an owner's indicators, where one does.
    pub(super) fn pack_of(&self, owner: Owner<'_>) -> Option<&'c Pack> {
        match owner {
            Owner::Task(_) => Some(self.pack),
            Owner::Project(_) => self.project_pack,
        }
    }

    /// A threshold of the pack that scores an owner's indicators, with its basis.
    pub(super) fn threshold(
        &self,
        owner: Owner<'_>,
        id: &str,
    ) -> Option<(rust_decimal::Decimal, &'c Basis)> {
        self.pack_of(owner)?.threshold(id)
    }

    /// What the pack's demand to explain an occasion rests on, where it has one.
    pub(super) fn demand(&self, owner: Owner<'_>, occasion: Occasion) -> Option<Basis> {
        let mut demands = self.pack_of(owner)?.explanations().iter();
        demands.find(|one| one.when == occasion).map(|one| one.basis.clone())
    }

    /// Which way the target of an indicator is meant: by the method named for it, or else by its words.
    pub(super) fn aim(&self, row: &Row<'_>, target: &Figure) -> Aim {
        let method = row.indicator.method.as_deref();
        let named = method.and_then(|id| self.pack_of(row.owner)?.method(id));
        match named.and_then(Method::direction) {
            Some(Direction::Rising) => return Aim::Floor,
            Some(Direction::Falling) => return Aim::Ceiling,
            None => {}
        }
        let relation = target.relation();
        let is_of_time_or_money = match target.unit() {
            Unit::Yuan => true,
            Unit::Counted(word) => TIMES.contains(&word.as_str()),
            _ => false,
        };
        if relation.is_ceiling() {
            Aim::Ceiling
        } else if matches!(relation, Relation::Exactly | Relation::Between) && is_of_time_or_money {
            // Five days are a limit, five days of fairs a floor.
            Aim::Unsaid
        } else {
            Aim::Floor
        }
    }
}

/// Says whether some reading of the actual reaches the target; nothing where either is only `约`.
pub(super) fn is_met(target: &Figure, actual: &Figure, aim: Aim) -> Option<bool> {
    let (aimed, reached) = (target.interval()?, actual.interval()?);
    let wanted = if aim == Aim::Ceiling {
        Interval { low: Bound::Unbounded, ..aimed }
    } else {
        Interval { high: Bound::Unbounded, ..aimed }
    };
    Some(wanted.overlaps(reached))
}

/// How grave it is to miss a duty of the pack: an error only where the pack was adopted.
pub(super) fn duty(pack: &Pack) -> Severity {
    if pack.adoption().is_some() { Severity::Error } else { Severity::Warning }
}
