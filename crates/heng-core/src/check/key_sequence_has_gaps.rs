//! EVD410: keys that run in numbers, some of which are missing.

use super::{Case, Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::register::observe::Observed;

pub(super) static CHECK: Check = Check {
    code: "EVD410",
    name: "key-sequence-has-gaps",
    since: "0.1.0",
    page: include_str!("key_sequence_has_gaps.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'static> = Question {
    severity: Severity::Warning,
    subject: "{n}本台账的连续编号",
    message: "有{n}本台账的编号连续，中间却缺了号：{list}。",
    remedy: "缺号的记录是否漏登或删去？作废、撤回的也请留在台账里，用状态说明。",
};

/// Looks at each register that the dossier brings.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    if case.observed.is_empty() {
        return vec![CHECK.does_not_apply("台账的连续编号", "卷宗没有台账")];
    }
    CHECK.ask_of(case.observed.iter(), &QUESTION, |one, group| look(case, one, group))
}

fn look(case: &Case<'_>, observed: &Observed, group: &mut Group) -> Option<Obligation> {
    let subject = format!("台账“{}”的连续编号", observed.title);
    let sequences = &observed.sequences;
    let Some(first) = sequences.first() else {
        return Some(CHECK.does_not_apply(subject, "编号不是连续的号码"));
    };
    let missing = sequences.iter().fold(0_u64, |sum, one| sum.saturating_add(one.missing));
    if missing == 0 {
        return Some(CHECK.passed(subject));
    }
    let named: Vec<&str> =
        sequences.iter().flat_map(|one| &one.named).map(String::as_str).take(3).collect();
    let named =
        match (named.is_empty(), named.len() < usize::try_from(missing).unwrap_or(usize::MAX)) {
            (true, _) => String::new(),
            (false, true) => format!("（{}等）", named.join("、")),
            (false, false) => format!("（{}）", named.join("、")),
        };
    let spot = case.register_spot(observed, &subject, &first.label, None);
    group.add(spot, format!("《{}》缺{missing}号{named}", observed.title));
    None
}
