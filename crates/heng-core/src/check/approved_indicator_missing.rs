//! TGT221: an indicator that was approved does not stand in the report.

use super::against::{Approved, Counterpart, approved, cell_spot};
use super::target_differs_from_approved::unfit;
use super::{Check, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "TGT221",
    name: "approved-indicator-missing",
    since: "0.1.0",
    page: include_str!("approved_indicator_missing.md"),
    run: Run::Comparison(run),
};

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    const SUBJECT: &str = "批复的绩效指标";
    if let Some(verdict) = unfit(&CHECK, SUBJECT, report, comparand) {
        return vec![verdict];
    }
    let all = approved(report, comparand);
    let is_missing = |one: &&Approved<'_>| matches!(one.reported, Counterpart::None);
    let missing = all.iter().filter(is_missing).count();
    if missing * 2 > all.len() && all.len() > 1 {
        let why = "批复的指标多数在报告中对应不上，可能不是同一套指标";
        return vec![CHECK.could_not_check(SUBJECT, why)];
    }
    let question = Question {
        severity: Severity::Warning,
        subject: "批复的绩效指标，缺{n}项",
        message: "批复的指标有{n}项在报告中没有找到：{list}。",
        remedy: "请补报这些指标；经批准取消或改名的，请写明。",
    };
    CHECK.ask_of(all.iter(), &question, |one, group| {
        let subject = format!("{}·指标“{}”", one.owner.label(), one.indicator.name);
        if !matches!(one.reported, Counterpart::None) {
            return Some(CHECK.passed(subject));
        }
        let spot = cell_spot(&comparand.report, one.indicator, "name", &one.indicator.name);
        group.add(spot, format!("“{}”（{}）", one.indicator.name, one.indicator.target.trim()));
        None
    })
}
