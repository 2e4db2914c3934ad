//! AMT110: more projects are reported than were evaluated.

use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT110",
    name: "project-count-differs",
    since: "0.1.0",
    page: include_str!("project_count_differs.md"),
    run: Run::Dossier(run),
};

/// Compares the stated number of projects with those that are reported one by one.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let subject = "自评项目数";
    let listed = case.dossier.projects.len();
    let Some(stated) = case.dossier.self_evaluation.project_count else {
        return vec![CHECK.does_not_apply(subject, "没有填报自评项目数")];
    };
    let Ok(count) = usize::try_from(stated) else {
        return vec![found(case, format!("自评项目数填为{stated}，不能是负数。"), stated)];
    };
    vec![match count.checked_sub(listed) {
        Some(0) => CHECK.passed(subject),
        Some(_) if listed == 0 => CHECK.does_not_apply(subject, "没有逐个填报的项目"),
        Some(rest) => {
            // Only what is to be reported by itself need be filed one by one.
            let why = format!("共{count}个项目，逐个填报了{listed}个，其余{rest}个没有逐个填报");
            CHECK.does_not_apply(subject, why)
        }
        None => {
            let message = format!("自评项目数填为{count}个，逐个填报的项目却有{listed}个。");
            found(case, message, stated)
        }
    }]
}

fn found(case: &Case<'_>, message: String, stated: i64) -> Obligation {
    let fact = FactId::new(["self_evaluation", "project_count"]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, "自评项目数", &stated.to_string()), vec![]),
        figures: vec![format!("{stated}个")],
        message,
        remedy: "请核对项目数；不属于本次自评范围的项目，请说明或移出。".to_owned(),
        basis: None,
    };
    CHECK.found("自评项目数", draft)
}
