//! The checks: each looks at one kind of problem and answers for every subject it had to look at.

mod full_marks_on_unmet_target;
mod issue_without_improvement;
mod name_and_target_differ;
mod objective_without_indicator;
mod over_achieved_without_explanation;
mod parts_do_not_sum_to_total;
mod points_do_not_add_up;
mod quantified_target_answered_without_number;
mod rate_differs_from_its_figures;
mod results_not_measurable;
mod same_item_two_values;
mod score_above_points;
mod score_differs_from_its_method;
mod target_equals_its_result;
mod target_repeats_name;
mod total_does_not_follow;

use crate::answer::{Answer, answer};
use crate::basis::Basis;
use crate::dossier::{Dossier, Indicator, Owner};
use crate::fact::{FactId, Places};
use crate::figure::{Figure, Relation, Unit};
use crate::finding::{Finding, Obligation, Severity, Spot, Verdict};
use crate::pack::{Direction, Method, Pack};
use crate::register::Measurements;
use crate::score::{ScoreLine, ScoreSheet};
use crate::stated::Stated;

/// All checks. This is the only list; its order is the order of reports.
pub static CHECKS: &[&Check] = &[
    &parts_do_not_sum_to_total::CHECK,
    &rate_differs_from_its_figures::CHECK,
    &same_item_two_values::CHECK,
    &total_does_not_follow::CHECK,
    &points_do_not_add_up::CHECK,
    &score_above_points::CHECK,
    &full_marks_on_unmet_target::CHECK,
    &score_differs_from_its_method::CHECK,
    &over_achieved_without_explanation::CHECK,
    &target_equals_its_result::CHECK,
    &name_and_target_differ::CHECK,
    &target_repeats_name::CHECK,
    &quantified_target_answered_without_number::CHECK,
    &results_not_measurable::CHECK,
    &objective_without_indicator::CHECK,
    &issue_without_improvement::CHECK,
];

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
}

/// A check: what it is called, its page, and the function that runs it (核查项).
#[derive(Debug)]
pub struct Check {
    /// Family and number, never reused.
    pub code: &'static str,
    /// Name of the problem, in English kebab case.
    pub name: &'static str,
    /// Version in which it came.
    pub since: &'static str,
    /// Its page: what it checks, why, on what basis, with examples that are run as tests.
    pub page: &'static str,
    /// Looks at a case: one verdict for each subject.
    pub run: fn(&Case<'_>) -> Vec<Obligation>,
}

/// Runs all checks and keeps every verdict, in the order of [`CHECKS`].
#[must_use]
pub fn run_all(case: &Case<'_>) -> Vec<Obligation> {
    CHECKS.iter().flat_map(|check| (check.run)(case)).collect()
}

/// The findings among obligations, the heavier first, otherwise in order.
#[must_use]
pub fn findings(obligations: &[Obligation]) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = obligations
        .iter()
        .filter_map(|obligation| match &obligation.verdict {
            Verdict::Found(finding) => Some(&**finding),
            _ => None,
        })
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// What a check says of a finding, before it is bound to the check.
struct Draft {
    severity: Severity,
    spots: (Spot, Vec<Spot>),
    figures: Vec<String>,
    message: String,
    remedy: String,
    basis: Option<Basis>,
}

impl Check {
    /// The title of the page without code and name: the problem in Chinese.
    #[must_use]
    pub fn title(&self) -> &'static str {
        let heading = self.page.lines().next().unwrap_or_default();
        heading.split_once('：').map_or(self.name, |(_, title)| title)
    }

    fn answer(&self, subject: impl Into<String>, verdict: Verdict) -> Obligation {
        Obligation { code: self.code, subject: subject.into(), verdict }
    }

    fn passed(&self, subject: impl Into<String>) -> Obligation {
        self.answer(subject, Verdict::Passed)
    }

    fn does_not_apply(&self, subject: impl Into<String>, why: &str) -> Obligation {
        self.answer(subject, Verdict::DoesNotApply { why: why.to_owned() })
    }

    fn could_not_check(&self, subject: impl Into<String>, why: impl Into<String>) -> Obligation {
        self.answer(subject, Verdict::CouldNotCheck { why: why.into() })
    }

    fn found(&self, subject: impl Into<String>, draft: Draft) -> Obligation {
        let (spot, further) = draft.spots;
        let finding = Finding {
            code: self.code,
            name: self.name,
            severity: draft.severity,
            spot,
            further,
            figures: draft.figures,
            message: draft.message,
            remedy: draft.remedy,
            basis: draft.basis,
        };
        self.answer(subject, Verdict::Found(Box::new(finding)))
    }
}

impl Case<'_> {
    /// The spot of a fact, with the words that stand there.
    fn spot(&self, fact: FactId, label: &str, excerpt: &str) -> Spot {
        Spot {
            label: label.to_owned(),
            place: self.places.of(&fact).cloned(),
            excerpt: excerpt.to_owned(),
            fact: Some(fact),
        }
    }

    /// The spot of one cell of an indicator.
    fn indicator_spot(
        &self,
        owner: Owner<'_>,
        indicator: &Indicator,
        cell: &str,
        excerpt: &str,
    ) -> Spot {
        self.spot(indicator.fact(cell), &indicator_label(owner, indicator), excerpt)
    }

    /// The pack that scores an owner's indicators, where one does.
    fn pack_of(&self, owner: Owner<'_>) -> Option<&Pack> {
        match owner {
            Owner::Task(_) => Some(self.pack),
            Owner::Project(_) => self.project_pack,
        }
    }
}

/// Units of time, which may be needed or granted.
const TIMES: [&str; 8] = ["天", "日", "工作日", "个工作日", "小时", "个小时", "分钟", "个月"];

/// Why a target without a relation word can't be judged.
const UNSAID: &str = "年度指标值没有写明是上限还是下限";

/// Which way a target is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// Reaching or passing it is wanted.
    Floor,
    /// Staying at or below it is wanted.
    Ceiling,
    /// Neither the words nor a method named by the department say which.
    Unsaid,
}

impl<'c> Case<'c> {
    /// The score line of an indicator, where a pack scores its owner.
    fn score_line(&self, owner: Owner<'_>, indicator: &Indicator) -> Option<&'c ScoreLine> {
        let sheet = match owner {
            Owner::Task(_) => Some(self.scores),
            Owner::Project(project) => {
                self.project_scores.iter().find(|sheet| sheet.is_of(&project.id))
            }
        };
        sheet?.indicator(&indicator.id)
    }

    /// Target and actual of an indicator as amounts of one thing, or the verdict where they are not.
    fn amounts(&self, indicator: &Indicator) -> Result<(Figure, Figure), Verdict> {
        let could_not = |why: &str| Verdict::CouldNotCheck { why: why.to_owned() };
        match answer(indicator, self.measurements) {
            Answer::Figures { target, actual } => Figure::in_one_unit(&target, &actual)
                .ok_or_else(|| could_not("数字过大，无法换算成同一单位")),
            Answer::NotQuantified => {
                Err(Verdict::DoesNotApply { why: "目标没有数量".to_owned() })
            }
            Answer::Ambiguous { why } => Err(could_not(&why)),
            Answer::NoFigure { .. } | Answer::DifferentThings { .. } => {
                Err(could_not("完成值没有同一事物的数量"))
            }
        }
    }

    /// Which way the target of an indicator is meant: by the method named for it, or else by its words.
    fn aim(&self, owner: Owner<'_>, indicator: &Indicator, target: &Figure) -> Aim {
        let named = indicator.method.as_deref().and_then(|id| self.pack_of(owner)?.method(id));
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

/// How grave it is to miss a duty of the pack: an error only where the pack was adopted.
fn duty(pack: &Pack) -> Severity {
    if pack.adoption().is_some() { Severity::Error } else { Severity::Warning }
}

/// What an indicator is called in findings.
fn indicator_label(owner: Owner<'_>, indicator: &Indicator) -> String {
    format!("{}·指标“{}”", owner.label(), indicator.name)
}

/// Splits spots into the first one and the further ones; nothing where there are none.
fn grouped(spots: Vec<Spot>) -> Option<(Spot, Vec<Spot>)> {
    let mut spots = spots.into_iter();
    Some((spots.next()?, spots.collect()))
}
