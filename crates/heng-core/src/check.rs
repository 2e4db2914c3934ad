//! The checks: each looks at one kind of problem and answers for every subject it had to look at.

mod against;
mod approved_indicator_missing;
mod budget_changed_unexplained;
mod case;
mod change_differs_from_its_figures;
mod claims;
mod comparison_contradicts_figures;
mod count_differs_from_list;
mod date_left_blank;
mod date_outside_year;
mod deadline_missed;
mod deduction_without_reason;
mod dismissal_names_no_check;
mod doubled_punctuation;
mod edited_figure;
mod edited_text;
mod evidence_changed;
mod evidence_missing;
mod evidence_outside_year;
mod expenditure_above_budget;
mod far_below_ceiling_without_explanation;
mod figure_differs_from_comparand;
mod full_marks_on_unmet_target;
mod grade_differs_from_its_band;
mod growth_from_zero;
mod indicator_counted_twice;
mod issue_without_improvement;
mod joint_total_counts_twice;
mod judgement_without_evidence;
mod last_years_figure_differs;
mod level_sum_differs;
mod low_execution_unexplained;
mod marks_not_paired;
mod measure_rests_on_gaps;
mod measure_without_responsible_or_date;
mod missed_without_explanation;
mod money;
mod name_and_target_differ;
mod name_in_two_orders;
mod name_out_of_date;
mod numbering_has_a_gap;
mod objective_without_indicator;
mod objective_without_outcome;
mod one_file_for_many_claims;
mod one_thing_two_names;
mod over_achieved_without_explanation;
mod paragraph_copied_from_last_year;
mod part_greater_than_whole;
mod parts_do_not_sum_to_total;
mod points_do_not_add_up;
mod printed;
mod product_differs_from_its_factors;
mod project_count_differs;
mod projects_exceed_their_total;
mod purpose_copied;
mod quantified_target_answered_without_number;
mod rate_above_hundred_unexplained;
mod rate_differs_from_counts_beside_it;
mod rate_differs_from_its_figures;
mod rate_named_as_quantity;
mod record_outside_year;
mod repeated_indicator_differs;
mod required_section_missing;
mod results_not_measurable;
mod reverse_indicator_with_floor;
mod review_differs_without_reason;
mod same_item_two_values;
mod satisfaction_without_sample;
mod score_above_points;
mod score_differs_from_its_method;
mod sources_do_not_sum_to_line;
mod stated_parts_differ_from_total;
mod stated_rate_differs;
mod stated_twice_differently;
mod target_changed_after_approval;
mod target_differs_from_approved;
mod target_equals_its_result;
mod target_repeats_name;
mod tier_differs_from_its_share;
mod total_does_not_follow;
mod typed;
mod typed_actual_differs_from_measure;
mod unfilled_placeholder;
mod unit_sums_differ;
mod units_mixed;
mod unspent_without_reason;
mod year_compared_with_itself;
mod year_left_from_template;

pub use case::{Case, Row, rows};

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::basis::Basis;
use crate::dossier::Dismissal;
use crate::finding::{Finding, Obligation, Reach, Severity, Spot, Verdict};
use crate::halves::from_both_ends;
use crate::reading::figures;
use crate::report::{Comparand, Report};
use case::{Aim, UNSAID, duty, is_filled, is_met, states_something};

/// All checks. This is the only list; its order is the order of reports.
pub static CHECKS: &[&Check] = &[
    &parts_do_not_sum_to_total::CHECK,
    &rate_differs_from_its_figures::CHECK,
    &same_item_two_values::CHECK,
    &unit_sums_differ::CHECK,
    &expenditure_above_budget::CHECK,
    &rate_above_hundred_unexplained::CHECK,
    &low_execution_unexplained::CHECK,
    &budget_changed_unexplained::CHECK,
    &sources_do_not_sum_to_line::CHECK,
    &projects_exceed_their_total::CHECK,
    &project_count_differs::CHECK,
    &unspent_without_reason::CHECK,
    &units_mixed::CHECK,
    &rate_differs_from_counts_beside_it::CHECK,
    &repeated_indicator_differs::CHECK,
    &stated_rate_differs::CHECK,
    &change_differs_from_its_figures::CHECK,
    &growth_from_zero::CHECK,
    &year_compared_with_itself::CHECK,
    &stated_parts_differ_from_total::CHECK,
    &part_greater_than_whole::CHECK,
    &comparison_contradicts_figures::CHECK,
    &stated_twice_differently::CHECK,
    &joint_total_counts_twice::CHECK,
    &product_differs_from_its_factors::CHECK,
    &figure_differs_from_comparand::CHECK,
    &last_years_figure_differs::CHECK,
    &edited_figure::CHECK,
    &total_does_not_follow::CHECK,
    &points_do_not_add_up::CHECK,
    &score_above_points::CHECK,
    &full_marks_on_unmet_target::CHECK,
    &score_differs_from_its_method::CHECK,
    &level_sum_differs::CHECK,
    &deduction_without_reason::CHECK,
    &grade_differs_from_its_band::CHECK,
    &tier_differs_from_its_share::CHECK,
    &review_differs_without_reason::CHECK,
    &over_achieved_without_explanation::CHECK,
    &target_equals_its_result::CHECK,
    &name_and_target_differ::CHECK,
    &target_repeats_name::CHECK,
    &quantified_target_answered_without_number::CHECK,
    &results_not_measurable::CHECK,
    &objective_without_indicator::CHECK,
    &missed_without_explanation::CHECK,
    &far_below_ceiling_without_explanation::CHECK,
    &target_changed_after_approval::CHECK,
    &reverse_indicator_with_floor::CHECK,
    &indicator_counted_twice::CHECK,
    &rate_named_as_quantity::CHECK,
    &objective_without_outcome::CHECK,
    &satisfaction_without_sample::CHECK,
    &deadline_missed::CHECK,
    &target_differs_from_approved::CHECK,
    &approved_indicator_missing::CHECK,
    &evidence_missing::CHECK,
    &evidence_changed::CHECK,
    &evidence_outside_year::CHECK,
    &one_file_for_many_claims::CHECK,
    &judgement_without_evidence::CHECK,
    &typed_actual_differs_from_measure::CHECK,
    &measure_rests_on_gaps::CHECK,
    &record_outside_year::CHECK,
    &issue_without_improvement::CHECK,
    &measure_without_responsible_or_date::CHECK,
    &required_section_missing::CHECK,
    &unfilled_placeholder::CHECK,
    &year_left_from_template::CHECK,
    &date_outside_year::CHECK,
    &count_differs_from_list::CHECK,
    &numbering_has_a_gap::CHECK,
    &one_thing_two_names::CHECK,
    &doubled_punctuation::CHECK,
    &marks_not_paired::CHECK,
    &name_out_of_date::CHECK,
    &purpose_copied::CHECK,
    &date_left_blank::CHECK,
    &name_in_two_orders::CHECK,
    &paragraph_copied_from_last_year::CHECK,
    &edited_text::CHECK,
    &dismissal_names_no_check::CHECK,
];

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
    /// What it looks at, and how.
    pub run: Run,
}

/// What a check looks at: one verdict for each subject (核查方式).
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// A dossier, filed or recognised in a report.
    Dossier(fn(&Case<'_>) -> Vec<Obligation>),
    /// What a report says of its own figures and in its own words.
    Report(fn(&Report) -> Vec<Obligation>),
    /// A report beside a document that it is compared with.
    Comparison(fn(&Report, &Comparand) -> Vec<Obligation>),
}

/// Rows from which on the checks are run by two threads.
const MANY_ROWS: usize = 200;

/// Runs all checks of a dossier and keeps every verdict, in the order of [`CHECKS`].
#[must_use]
pub fn run_all(case: &Case<'_>) -> Vec<Obligation> {
    let of_dossier = CHECKS.iter().filter_map(|check| match check.run {
        Run::Dossier(run) => Some(run),
        Run::Report(_) | Run::Comparison(_) => None,
    });
    let checks: Vec<fn(&Case<'_>) -> Vec<Obligation>> = of_dossier.collect();
    if case.rows.len() < MANY_ROWS {
        return checks.into_iter().flat_map(|run| run(case)).collect();
    }
    // Most checks look at each indicator.
    let room = case.rows.len().saturating_mul(checks.len());
    from_both_ends(&checks, room, |run| run(case))
}

/// Runs all checks of a report's own words and figures, in the order of [`CHECKS`].
#[must_use]
pub fn run_report(report: &Report) -> Vec<Obligation> {
    let of_report = CHECKS.iter().filter_map(|check| match check.run {
        Run::Dossier(_) | Run::Comparison(_) => None,
        Run::Report(run) => Some(run(report)),
    });
    of_report.flatten().collect()
}

/// Runs all checks of a report beside what it is compared with, in the order of [`CHECKS`].
#[must_use]
pub fn run_comparison(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    let compared = CHECKS.iter().filter_map(|check| match check.run {
        Run::Dossier(_) | Run::Report(_) => None,
        Run::Comparison(run) => Some(run(report, comparand)),
    });
    compared.flatten().collect()
}

/// Takes up what somebody said of findings, see [`Finding::dismiss`]; what was said of none is noted.
pub fn dismiss(obligations: &mut [Obligation], dismissals: &[Dismissal]) {
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for obligation in obligations.iter_mut() {
        let Verdict::Found(finding) = &mut obligation.verdict else { continue };
        finding.dismiss(dismissals);
        let said = dismissals.iter().filter(|one| finding.dismissals.contains(one));
        used.extend(said.map(|one| (one.code.as_str(), one.fact.as_str())));
    }
    let is_used = |one: &Dismissal| used.contains(&(one.code.as_str(), one.fact.as_str()));
    dismissal_names_no_check::note_unused(obligations, dismissals, is_used);
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

    fn answer(&self, subject: impl Into<Arc<str>>, verdict: Verdict) -> Obligation {
        Obligation { code: self.code, subject: subject.into(), verdict }
    }

    fn passed(&self, subject: impl Into<Arc<str>>) -> Obligation {
        self.answer(subject, Verdict::Passed)
    }

    fn does_not_apply(
        &self,
        subject: impl Into<Arc<str>>,
        why: impl Into<Cow<'static, str>>,
    ) -> Obligation {
        self.answer(subject, Verdict::DoesNotApply { why: why.into() })
    }

    fn could_not_check(
        &self,
        subject: impl Into<Arc<str>>,
        why: impl Into<Cow<'static, str>>,
    ) -> Obligation {
        self.answer(subject, Verdict::CouldNotCheck { why: why.into() })
    }

    /// A finding about its first place; further ones support it.
    fn found(&self, subject: impl Into<Arc<str>>, draft: Draft) -> Obligation {
        self.finding(subject, draft, Reach::First)
    }

    /// A finding that asks the same about each of its places.
    fn found_in_each(&self, subject: impl Into<Arc<str>>, draft: Draft) -> Obligation {
        self.finding(subject, draft, Reach::Each)
    }

    /// Looks at each indicator; what `look` gathers instead of answering becomes one question.
    fn ask_of_rows(
        &self,
        case: &Case<'_>,
        question: &Question<'_>,
        look: impl Fn(&Row<'_>, &mut Group) -> Option<Obligation>,
    ) -> Vec<Obligation> {
        self.ask_of(case.rows.iter(), question, look)
    }

    /// Looks at each item; what `look` gathers instead of answering becomes one question.
    fn ask_of<T>(
        &self,
        items: impl Iterator<Item = T>,
        question: &Question<'_>,
        look: impl Fn(T, &mut Group) -> Option<Obligation>,
    ) -> Vec<Obligation> {
        let mut group = Group::default();
        let mut obligations = Vec::with_capacity(items.size_hint().1.unwrap_or_default());
        obligations.extend(items.filter_map(|item| look(item, &mut group)));
        obligations.extend(group.ask(self, question));
        obligations
    }

    fn finding(&self, subject: impl Into<Arc<str>>, draft: Draft, reach: Reach) -> Obligation {
        let (spot, further) = draft.spots;
        let finding = Finding {
            code: self.code,
            name: self.name,
            severity: draft.severity,
            spot,
            further,
            reach,
            dismissals: Vec::new(),
            figures: draft.figures,
            message: draft.message,
            remedy: draft.remedy,
            basis: draft.basis,
        };
        self.answer(subject, Verdict::Found(Box::new(finding)))
    }
}

/// Places that one question is asked about, gathered while subjects are looked at.
#[derive(Default)]
struct Group {
    spots: Vec<Spot>,
    listed: Vec<String>,
    figures: Vec<String>,
    basis: Option<Basis>,
}

/// How a question about many places is put.
struct Question<'q> {
    severity: Severity,
    /// The subject; `{n}` stands for the number of places.
    subject: &'q str,
    /// The message; `{n}` stands for the number of places, `{list}` for what is said of each.
    message: &'q str,
    remedy: &'q str,
}

impl Group {
    /// Adds a place with what is said of it in the message.
    fn add(&mut self, spot: Spot, line: String) {
        self.spots.push(spot);
        self.listed.push(line);
    }

    /// The one obligation for all places; nothing where there are none.
    fn ask(self, check: &Check, question: &Question<'_>) -> Option<Obligation> {
        let count = self.spots.len().to_string();
        let put = |text: &str| text.replace("{n}", &count);
        let draft = Draft {
            severity: question.severity,
            spots: grouped(self.spots)?,
            figures: self.figures,
            message: put(question.message).replace("{list}", &self.listed.join("；")),
            remedy: question.remedy.to_owned(),
            basis: self.basis,
        };
        Some(check.found_in_each(put(question.subject), draft))
    }
}

/// Splits spots into the first one and the further ones; nothing where there are none.
fn grouped(spots: Vec<Spot>) -> Option<(Spot, Vec<Spot>)> {
    let mut spots = spots.into_iter();
    Some((spots.next()?, spots.collect()))
}
