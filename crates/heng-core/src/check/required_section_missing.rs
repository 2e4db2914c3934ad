//! TXT503: a section that the pack requires has nothing in it.

use super::{Case, Check, Draft, Run, duty, is_filled};
use crate::dossier::{Dossier, Section};
use crate::fact::FactId;
use crate::finding::Obligation;
use crate::pack::RequiredSection;

pub(super) static CHECK: Check = Check {
    code: "TXT503",
    name: "required-section-missing",
    since: "0.1.0",
    page: include_str!("required_section_missing.md"),
    run: Run::Dossier(run),
};

/// Looks whether the dossier fills each section that the department's pack requires.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let sections = &case.pack.sections;
    if sections.is_empty() {
        return vec![CHECK.does_not_apply("必备章节", "规则包没有规定必备章节")];
    }
    let is_begun = sections
        .iter()
        .any(|section| content(case.dossier, &section.id).is_some_and(|(is_there, _)| is_there));
    let unfilled = |section: &RequiredSection| {
        CHECK.could_not_check(format!("章节“{}”", section.title), "卷宗还没有开始填写")
    };
    let verdict = |section| if is_begun { look(case, section) } else { unfilled(section) };
    sections.iter().map(verdict).collect()
}

fn look(case: &Case<'_>, section: &RequiredSection) -> Obligation {
    let subject = format!("章节“{}”", section.title);
    let Some((is_there, key)) = content(case.dossier, &section.id) else {
        return CHECK.could_not_check(subject, "不知道这一章节由哪些填报内容写成");
    };
    if is_there {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: duty(case.pack),
        spots: (case.spot(FactId::new([key]), &subject, ""), vec![]),
        figures: vec![],
        message: format!("规则包要求有“{}”一节，卷宗里没有可写的内容。", section.title),
        remedy: format!("请填写 {key}。"),
        basis: Some(section.basis.clone()),
    };
    CHECK.found(subject, draft)
}

/// Whether there is anything to write in a section, and the key of the dossier that gives it.
fn content(dossier: &Dossier, section: &str) -> Option<(bool, &'static str)> {
    let has_passage = |wanted| dossier.narrative.iter().any(|passage| passage.section == wanted);
    let said = &dossier.self_evaluation;
    Some(match section {
        "overview" => (is_filled(Some(&dossier.department.functions)), "department.functions"),
        "objectives" => (!dossier.objectives.is_empty(), "objective"),
        "budget" => (dossier.budget.whole.budget.is_some(), "budget.whole"),
        "management" => (has_passage(Section::Management), "narrative/management.md"),
        "self_evaluation" | "analysis" => {
            let has_results = dossier.indicators().next().is_some();
            (has_results || said.total_score.is_some(), "task")
        }
        "achievements" => (!dossier.achievements.is_empty(), "achievement"),
        "issues" => (!dossier.issues.is_empty(), "issue"),
        "improvements" => (!dossier.improvements.is_empty(), "improvement"),
        "attachments" => (has_passage(Section::Attachments), "narrative/attachments.md"),
        _ => return None,
    })
}
