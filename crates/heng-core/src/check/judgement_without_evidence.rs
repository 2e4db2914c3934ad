//! EVD405: a score rests on a judgement, and nothing shows what was judged.

use super::results_not_measurable::has_substance;
use super::{Case, Check, Group, Question, Row, Run};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "EVD405",
    name: "judgement-without-evidence",
    since: "0.1.0",
    page: include_str!("judgement_without_evidence.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "没有佐证的{n}项人工评判",
    message: "{n}项指标由人评判得分，完成值没有数量、日期、文件可核，也没有附佐证：{list}。",
    remedy: "请附上佐证，或写明可以核实的事实。",
};

/// Groups all judged indicators without evidence or substance into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let Some(judgement) = &row.indicator.judgement else {
        return Some(CHECK.does_not_apply(subject, "没有人工评判"));
    };
    if !row.indicator.evidence.is_empty() || has_substance(row) {
        return Some(CHECK.passed(subject));
    }
    let line = format!("“{}”评为{}", row.indicator.name, judgement.share.normalize());
    group.add(case.row_spot(row, "actual", row.said()), line);
    None
}
