//! EVD409: a register of which nobody says how good its data are.

use super::{Case, Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::register::observe::Observed;

pub(super) static CHECK: Check = Check {
    code: "EVD409",
    name: "quality-not-stated",
    since: "0.1.0",
    page: include_str!("quality_not_stated.md"),
    run: Run::Dossier(run),
};

const NOTED: Question<'static> = Question {
    severity: Severity::Note,
    subject: "{n}本台账的数据质量",
    message: "没有说明数据质量的台账有{n}本：{list}。",
    remedy: "请在台账格式的 [quality] 里各用一句话写明：怎样核实、从哪里来、要多准确、有什么局限、怎样弥补。",
};

/// Looks at each register that the dossier brings.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    if case.observed.is_empty() {
        return vec![CHECK.does_not_apply("台账的数据质量", "卷宗没有台账")];
    }
    CHECK.ask_of(case.observed.iter(), &NOTED, |one, group| look(case, one, group))
}

fn look(case: &Case<'_>, observed: &Observed, group: &mut Group) -> Option<Obligation> {
    let subject = format!("台账“{}”的数据质量", observed.title);
    if observed.quality.is_some() {
        return Some(CHECK.passed(subject));
    }
    let spot = case.register_spot(observed, &subject, &observed.title, None);
    group.add(spot, format!("《{}》", observed.title));
    None
}
