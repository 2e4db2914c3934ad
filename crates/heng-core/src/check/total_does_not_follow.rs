//! SCR301: the stated total does not follow from what is stated.

use super::{Case, Check, Draft, Run};
use crate::dossier::Project;
use crate::fact::FactId;
use crate::feasibility::{Possibility, claimed_interval, feasibility};
use crate::finding::{Obligation, Severity};
use crate::score::Scoring;

pub(super) static CHECK: Check = Check {
    code: "SCR301",
    name: "total-does-not-follow",
    since: "0.1.0",
    page: include_str!("total_does_not_follow.md"),
    run: Run::Dossier(run),
};

/// Compares each stated total with the derived one, the department's also with what the pack permits.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = of_department(case);
    obligations.extend(case.dossier.projects.iter().map(|project| of_project(case, project)));
    obligations
}

fn of_project(case: &Case<'_>, project: &Project) -> Obligation {
    let subject = format!("项目“{}”自评总分", project.name);
    let Some(stated) = project.stated_score else {
        return CHECK.does_not_apply(subject, "没有填报自评总分");
    };
    let sheet = case.project_scores.iter().find(|sheet| sheet.is_of(&project.id));
    let Some(sheet) = sheet else {
        return CHECK.could_not_check(subject, "没有写明项目支出所用的规则包");
    };
    let derived = match &sheet.total {
        Scoring::NotScored(why) => return CHECK.could_not_check(subject, why.to_string()),
        Scoring::Scored(score) => score.value(),
    };
    if derived == stated {
        return CHECK.passed(subject);
    }
    let (stated, derived) = (stated.normalize(), derived.normalize());
    let fact = FactId::new(["project", &project.id, "score"]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, &subject, &stated.to_string()), vec![]),
        figures: vec![format!("{stated}分"), format!("{derived}分")],
        message: format!("{subject}填为{stated}分，由所填数据算得{derived}分，二者不符。"),
        remedy: "请说明总分的依据，或删去总分，由本程序计算。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

fn of_department(case: &Case<'_>) -> Vec<Obligation> {
    let subject = "自评总分";
    let Some(claimed) = &case.dossier.self_evaluation.total_score else {
        return vec![match case.scores.total.why_not() {
            None => CHECK.does_not_apply(subject, "没有填报自评总分，由本程序计算"),
            Some(why) => CHECK.could_not_check(subject, format!("没有填报自评总分；{why}")),
        }];
    };
    let interval = match claimed_interval(claimed) {
        Ok(interval) => interval,
        Err(why) => return vec![CHECK.could_not_check(subject, why)],
    };
    let (message, remedy) = match case.scores.total.score() {
        Some(score) if interval.contains(score.value()) => return vec![CHECK.passed(subject)],
        Some(score) => (
            format!(
                "填报的自评总分为{claimed}，按规则包“{}”由所填数据算得{}分，二者不符，\
                 请说明总分是怎样得出的。",
                case.pack.title,
                score.value().normalize()
            ),
            "请说明总分的依据，或删去总分，由本程序计算。",
        ),
        None => {
            let found = feasibility(case.dossier, case.scores, case.pack, claimed);
            if let Possibility::NotComparable { why } = &found.possibility {
                return vec![CHECK.could_not_check(subject, why.clone())];
            }
            (found.statement().to_owned(), "请公布各项指标的分值和得分，使总分可以复算。")
        }
    };
    let fact = FactId::new(["self_evaluation", "total_score"]);
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(fact, subject, claimed.text()), vec![]),
        figures: vec![claimed.text().to_owned()],
        message,
        remedy: remedy.to_owned(),
        basis: None,
    };
    vec![CHECK.found(subject, draft)]
}
