//! The texts that a department typed, with what they speak of.

use crate::dossier::Dossier;
use crate::fact::FactId;

/// A text that somebody typed outside the indicators.
pub(super) struct Typed<'d> {
    pub fact: FactId,
    pub label: String,
    pub text: &'d str,
    pub about: About,
}

/// What a text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The department and its projects as they are.
    Itself,
    /// What is to be reached in the year.
    Aims,
    /// What was reached in the year.
    Results,
    /// Issues that remain, and what will be done about them.
    Issues,
}

/// All typed texts outside the indicators, in the order of the dossier; empty ones are left out.
pub(super) fn texts(dossier: &Dossier) -> Vec<Typed<'_>> {
    let mut all = Vec::new();
    let mut put = |fact: FactId, label: String, text, about| {
        all.push(Typed { fact, label, text, about });
    };
    let functions = dossier.department.functions.as_str();
    put(FactId::new(["department"]), "部门职能".to_owned(), functions, About::Itself);
    for (objective, number) in dossier.objectives.iter().zip(1..) {
        let fact = FactId::new(["objective", &objective.id]);
        put(fact.clone(), format!("绩效目标{number}"), &objective.text, About::Aims);
        let outcome = objective.outcome.as_deref().unwrap_or_default();
        put(fact, format!("绩效目标{number}的完成情况"), outcome, About::Results);
    }
    for content in dossier.key_task.iter().flat_map(|key_task| &key_task.contents) {
        put(FactId::new(["key_task"]), "重点任务内容".to_owned(), content, About::Aims);
    }
    for task in &dossier.tasks {
        let fact = FactId::new(["task", &task.id]);
        put(fact, format!("任务“{}”的目标", task.name), &task.objective, About::Aims);
    }
    projects(dossier, &mut put);
    for one in &dossier.achievements {
        let label = format!("主要工作成效“{}”", one.title);
        put(FactId::new(["achievement", &one.id]), label, &one.text, About::Results);
    }
    for one in &dossier.issues {
        let label = format!("问题“{}”", one.title);
        put(FactId::new(["issue", &one.id]), label, &one.text, About::Issues);
    }
    for one in dossier.improvements.iter().map(|improvement| &improvement.statement) {
        let label = format!("改进措施“{}”", one.title);
        put(FactId::new(["improvement", &one.id]), label, &one.text, About::Issues);
    }
    for passage in &dossier.narrative {
        let fact = FactId::new(["narrative", passage.section.file_stem()]);
        put(fact, "正文".to_owned(), &passage.text, About::Results);
    }
    all.retain(|typed| !typed.text.trim().is_empty());
    all
}

/// The typed texts of one project, or of the department where none is named.
pub(super) fn of_owner<'d>(
    dossier: &'d Dossier,
    project: Option<&str>,
) -> impl Iterator<Item = Typed<'d>> {
    let own = project.map(|id| FactId::new(["project", id]));
    texts(dossier).into_iter().filter(move |typed| match &own {
        Some(own) => {
            let rest = typed.fact.as_str().strip_prefix(own.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        None => !typed.fact.as_str().starts_with("project/"),
    })
}

fn projects<'d>(dossier: &'d Dossier, put: &mut impl FnMut(FactId, String, &'d str, About)) {
    for project in &dossier.projects {
        let fact = FactId::new(["project", &project.id]);
        let label = |what: &str| format!("项目“{}”{what}", project.name);
        let text = |text: &'d Option<String>| text.as_deref().unwrap_or_default();
        put(fact.clone(), label("概况"), &project.overview, About::Itself);
        put(fact.child("objective"), label("总体目标"), text(&project.objective), About::Aims);
        put(fact.child("outcome"), label("实际完成情况"), text(&project.outcome), About::Results);
        for completed in &project.completed {
            put(fact.clone(), label("完成情况"), completed, About::Results);
        }
        put(fact.clone(), label("评价结论"), text(&project.conclusion), About::Results);
        put(fact.clone(), label("存在问题"), text(&project.issues), About::Issues);
        put(fact, label("改进措施"), text(&project.improvements), About::Issues);
    }
}
