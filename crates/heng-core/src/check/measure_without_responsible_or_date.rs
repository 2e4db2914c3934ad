//! TXT502: an improvement measure without anybody responsible and without a date.

use super::{Case, Check, Group, Question, Run, is_filled};
use crate::dossier::Improvement;
use crate::fact::FactId;
use crate::figure::scan::{MentionKind, scan};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TXT502",
    name: "measure-without-responsible-or-date",
    since: "0.1.0",
    page: include_str!("measure_without_responsible_or_date.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Note,
    subject: "没有责任单位和时限的{n}项改进措施",
    message: "{n}项改进措施既没有责任单位，也没有完成时限：{list}。",
    remedy: "可写明由谁负责、何时完成，便于下年对照。",
};

/// Words by which a text names a time without a date.
const TIMES: [&str; 8] = ["季度", "每月", "月底", "年底", "上半年", "下半年", "年内", "工作日"];

/// Words by which a text names somebody responsible.
const RESPONSIBLE: [&str; 4] = ["负责", "牵头", "责任科室", "责任单位"];

/// Groups all measures that name neither into one note.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut group = Group::default();
    let mut obligations = Vec::new();
    for improvement in &case.dossier.improvements {
        let statement = &improvement.statement;
        let subject = format!("改进措施“{}”", statement.title);
        if names_somebody(improvement) || names_a_time(improvement) {
            obligations.push(CHECK.passed(subject));
            continue;
        }
        let fact = FactId::new(["improvement", &statement.id]);
        group.add(case.spot(fact, &subject, &statement.title), format!("“{}”", statement.title));
    }
    if case.dossier.improvements.is_empty() {
        obligations.push(CHECK.does_not_apply("改进措施", "没有填报改进措施"));
    }
    obligations.extend(group.ask(&CHECK, &QUESTION));
    obligations
}

fn names_somebody(improvement: &Improvement) -> bool {
    let text = &improvement.statement.text;
    is_filled(improvement.responsible.as_deref())
        || RESPONSIBLE.iter().any(|word| text.contains(word))
}

fn names_a_time(improvement: &Improvement) -> bool {
    let text = &improvement.statement.text;
    let is_time =
        |kind: &MentionKind| matches!(kind, MentionKind::Year(_) | MentionKind::Day { .. });
    improvement.due.is_some()
        || TIMES.iter().any(|word| text.contains(word))
        || scan(text).iter().any(|mention| is_time(&mention.kind))
}
