//! AMT109: the projects together have more money than the line that holds them.

use super::money::TieOut;
use super::{Case, Check, Draft, Run};
use crate::dossier::{Project, ProjectKind};
use crate::fact::FactId;
use crate::figure::Figure;
use crate::finding::{Obligation, Severity, Spot};

pub(super) static CHECK: Check = Check {
    code: "AMT109",
    name: "projects-exceed-their-total",
    since: "0.1.0",
    page: include_str!("projects_exceed_their_total.md"),
    run: Run::Dossier(run),
};

/// What the money of the projects is held against.
struct Total<'d> {
    subject: &'static str,
    fact: FactId,
    figure: Option<&'d Figure>,
    key: &'static str,
    of: fn(&Project) -> Option<&Figure>,
}

/// Adds up the projects of the department's own budget and holds them against its totals.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let line = &case.dossier.budget.project;
    let said = &case.dossier.self_evaluation;
    let totals = [
        Total {
            subject: "各项目预算数之和与项目支出预算数",
            fact: FactId::new(["budget", "project", "budget"]),
            figure: line.budget.as_ref(),
            key: "budget",
            of: |project| project.money.budget.as_ref(),
        },
        Total {
            subject: "各项目执行数之和与项目支出执行数",
            fact: FactId::new(["budget", "project", "expenditure"]),
            figure: line.expenditure.as_ref(),
            key: "expenditure",
            of: |project| project.money.expenditure.as_ref(),
        },
        Total {
            subject: "各项目评价金额之和与自评资金",
            fact: FactId::new(["self_evaluation", "amount"]),
            figure: said.amount.as_ref(),
            key: "evaluated_amount",
            of: |project| project.evaluated_amount.as_ref(),
        },
    ];
    totals.iter().map(|total| compare(case, total)).collect()
}

fn compare(case: &Case<'_>, total: &Total<'_>) -> Obligation {
    let subject = total.subject;
    let ordinary =
        case.dossier.projects.iter().filter(|project| project.kind == ProjectKind::Ordinary);
    let listed: Vec<(&Project, &Figure)> =
        ordinary.filter_map(|project| Some((project, (total.of)(project)?))).collect();
    let figure = match (total.figure, listed.is_empty()) {
        (_, true) => return CHECK.does_not_apply(subject, "没有逐个填报的项目金额"),
        (None, false) => return CHECK.could_not_check(subject, "没有填报总数"),
        (Some(figure), false) => figure,
    };
    let parts: Vec<&Figure> = listed.iter().map(|(_, part)| *part).collect();
    let tie = match TieOut::of(figure, &parts) {
        Ok(tie) => tie,
        Err(why) => return CHECK.could_not_check(subject, why),
    };
    // Not every project need be reported by itself, so that less than the total says nothing.
    if tie.residue.is_sign_negative() || tie.is_explained() {
        return CHECK.passed(subject);
    }
    let spots: Vec<Spot> = listed
        .iter()
        .map(|(project, part)| {
            let fact = FactId::new(["project", &project.id, total.key]);
            case.spot(fact, &format!("项目“{}”", project.name), part.text())
        })
        .collect();
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(total.fact.clone(), subject, figure.text()), spots),
        figures: vec![figure.rescaled(tie.sum), figure.text().to_owned()],
        message: format!(
            "{}个项目合计{}，大于总数{figure}，多出{}。",
            listed.len(),
            figure.rescaled(tie.sum),
            figure.rescaled(tie.residue)
        ),
        remedy: "请核对各项目的金额和总数；含转移支付等其他资金的，请单列说明。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
