//! TGT220: a target of the report is not the one that was approved.

use super::against::{Approved, Counterpart, apart, approved, cell_spot, is_same_target};
use super::{Check, Draft, Run};
use crate::dossier::Indicator;
use crate::finding::{Obligation, Severity};
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "TGT220",
    name: "target-differs-from-approved",
    since: "0.1.0",
    page: include_str!("target_differs_from_approved.md"),
    run: Run::Comparison(run),
};

/// Why the indicators of two documents can't be held against each other.
pub(super) fn unfit(
    check: &Check,
    subject: &'static str,
    report: &Report,
    comparand: &Comparand,
) -> Option<Obligation> {
    if let Some(verdict) = apart(check, subject, report, comparand) {
        return Some(verdict);
    }
    if comparand.report.dossier.indicators().next().is_none() {
        return Some(check.does_not_apply(subject, "比对文件没有绩效指标"));
    }
    if !comparand.may_be_of_same_year(report) {
        return Some(check.does_not_apply(subject, "比对文件不是同一年度的"));
    }
    let has_none = report.dossier.indicators().next().is_none();
    has_none.then(|| check.could_not_check(subject, "报告中没有认出指标表"))
}

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    if let Some(verdict) = unfit(&CHECK, "批复的绩效目标", report, comparand) {
        return vec![verdict];
    }
    approved(report, comparand).iter().filter_map(|one| compare(report, comparand, one)).collect()
}

fn compare(report: &Report, comparand: &Comparand, one: &Approved<'_>) -> Option<Obligation> {
    let subject = format!("{}·指标“{}”", one.owner.label(), one.indicator.name);
    let (reported, alike) = match one.reported {
        Counterpart::Same(reported) => (reported, String::new()),
        Counterpart::Alike(reported) => {
            (reported, format!("（报告中称“{}”，按用词对应）", reported.name))
        }
        Counterpart::Several => {
            return Some(CHECK.could_not_check(subject, "同名指标不止一项，分不清对应哪一项"));
        }
        // That it is missing is another check's.
        Counterpart::None => return None,
    };
    if [one.indicator, reported].iter().any(|indicator| indicator.target.trim().is_empty()) {
        return Some(CHECK.could_not_check(subject, "有一处没有写指标值"));
    }
    let changes = changes(one.indicator, reported);
    if changes.is_empty() {
        return Some(CHECK.passed(subject));
    }
    let here = cell_spot(report, reported, "target", &reported.target);
    let there = cell_spot(&comparand.report, one.indicator, "target", &one.indicator.target);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (here, vec![there]),
        figures: Vec::new(),
        message: format!(
            "指标“{}”{alike}与{}相比，{}。",
            one.indicator.name,
            comparand.report.pages.file,
            changes.join("，")
        ),
        remedy: "请写明何时由谁批准调整，或改回批复的目标。".to_owned(),
        basis: None,
    };
    Some(CHECK.found(subject, draft))
}

fn changes(approved: &Indicator, reported: &Indicator) -> Vec<String> {
    let mut changes = Vec::new();
    if !is_same_target(approved, reported) {
        changes.push(format!("指标值由「{}」变为「{}」", approved.target, reported.target));
    }
    if let (Some(before), Some(after)) = (approved.points, reported.points)
        && before != after
    {
        changes.push(format!("分值由{}分变为{}分", before.normalize(), after.normalize()));
    }
    changes
}
