//! TXT509: one thing has two names.

use std::collections::BTreeMap;

use super::typed::texts;
use super::{Case, Check, Draft, Run};
use crate::fact::FactId;
use crate::figure::scan::MentionKind;
use crate::finding::{Obligation, Severity, Spot};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "TXT509",
    name: "one-thing-two-names",
    since: "0.1.0",
    page: include_str!("one_thing_two_names.md"),
    run: Run::Dossier(run),
};

/// Characters from which on a name in another order is hardly another name.
const LONG: usize = 6;

/// Looks for project and task names with their words in another order, and for events of one day
/// whose names only begin differently.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let mut obligations = transposed(case);
    obligations.extend(events(case));
    if obligations.is_empty() {
        obligations
            .push(CHECK.does_not_apply("名称", "没有足够长的项目、任务名称或注明日期的活动"));
    }
    obligations
}

/// Names of projects and tasks, held against every text.
fn transposed(case: &Case<'_>) -> Vec<Obligation> {
    let dossier = case.dossier;
    let projects = dossier.projects.iter().map(|it| (FactId::new(["project", &it.id]), &it.name));
    let tasks = dossier.tasks.iter().map(|it| (FactId::new(["task", &it.id]), &it.name));
    let key_task = dossier.key_task.iter().map(|it| (FactId::new(["key_task"]), &it.name));
    let names: Vec<(FactId, &String)> = projects.chain(tasks).chain(key_task).collect();
    let typed = texts(dossier);
    let own = names.iter().map(|(fact, name)| (fact.clone(), "名称".to_owned(), name.as_str()));
    let all: Vec<(FactId, String, &str)> =
        typed.iter().map(|it| (it.fact.clone(), it.label.clone(), it.text)).chain(own).collect();
    let is_long = |(_, name): &&(FactId, &String)| bare(name).chars().count() >= LONG;
    names
        .iter()
        .filter(is_long)
        .map(|(fact, name)| {
            let subject = format!("名称“{name}”");
            let other = all
                .iter()
                .find_map(|(fact, label, text)| Some((fact, label, in_another_order(name, text)?)));
            let Some((other_fact, label, other)) = other else {
                return CHECK.passed(subject);
            };
            let spots = (
                case.spot(other_fact.clone(), label, &other),
                vec![case.spot(fact.clone(), &subject, name)],
            );
            let message = format!("“{name}”在{label}中写作“{other}”，用字相同而次序不同。");
            found(subject, Severity::Warning, spots, message)
        })
        .collect()
}

/// Words of a text that are the characters of a name in another order.
fn in_another_order(name: &str, text: &str) -> Option<String> {
    let name: Vec<char> = bare(name).chars().collect();
    let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let sorted = |characters: &[char]| {
        let mut sorted = characters.to_vec();
        sorted.sort_unstable();
        sorted
    };
    let wanted = sorted(&name);
    let mut windows = text.windows(name.len());
    // A window that only begins a character later has the same characters too, where a name repeats one.
    let is_other = |window: &[char]| {
        window != name.as_slice()
            && window.first() != name.last()
            && window.iter().all(|c| c.is_alphanumeric())
            && sorted(window) == wanted
    };
    windows.find(|window| is_other(window)).map(|window| window.iter().collect())
}

/// Ends of names of events.
const EVENTS: [&str; 6] = ["活动", "大会", "会议", "比赛", "培训班", "论坛"];

/// Year, where one is written, month and day.
type Day = (Option<i16>, u8, u8);

/// Events in actuals, by their day.
fn events(case: &Case<'_>) -> Vec<Obligation> {
    let mut by_day: BTreeMap<Day, Vec<(Spot, String)>> = BTreeMap::new();
    for row in case.rows {
        let day = row.mentions.actual.iter().find_map(|mention| match mention.kind {
            MentionKind::Day { year, month, day, .. } => Some((year, month, day)),
            _ => None,
        });
        if let (Some(day), Some(event)) = (day, event(row.said())) {
            let spot = case.row_spot(row, "actual", row.said());
            by_day.entry(day).or_default().push((spot, event));
        }
    }
    by_day.into_iter().map(|((_, month, day), events)| same_day(month, day, events)).collect()
}

fn same_day(month: u8, day: u8, events: Vec<(Spot, String)>) -> Obligation {
    let subject = format!("{month}月{day}日的活动");
    let mut events = events.into_iter();
    let Some((spot, name)) = events.next() else {
        return CHECK.does_not_apply(subject, "没有名称");
    };
    let other = events
        .find(|(_, other)| *other != name && common_end(&name, other) >= LONG && !name.is_empty());
    let Some((other_spot, other)) = other else {
        return CHECK.passed(subject);
    };
    let message = format!("{subject}一处称“{name}”，一处称“{other}”，是否为同一活动？");
    found(subject, Severity::Note, (spot, vec![other_spot]), message)
}

/// The name of the event in an answer: from the last verb, mark or quotation up to the noun.
fn event(actual: &str) -> Option<String> {
    let text: String = actual.chars().filter(|c| !c.is_whitespace()).collect();
    let end = EVENTS.iter().filter_map(|noun| Some(text.rfind(noun)? + noun.len())).max()?;
    let before = text.get(..end)?;
    let begin = before.rfind(['，', '。', '；', '”', '、']).and_then(|at| before.get(at..));
    let mut name = begin.unwrap_or(before).trim_start_matches(['，', '。', '；', '”', '、']);
    for verb in ["举办", "召开", "组织", "开展"] {
        name = name.rsplit_once(verb).map_or(name, |(_, rest)| rest);
    }
    Some(name.to_owned())
}

/// How many characters two names end in together.
fn common_end(one: &str, two: &str) -> usize {
    one.chars().rev().zip(two.chars().rev()).take_while(|(one, two)| one == two).count()
}

fn found(
    subject: String,
    severity: Severity,
    spots: (Spot, Vec<Spot>),
    message: String,
) -> Obligation {
    let draft = Draft {
        severity,
        spots,
        figures: vec![],
        message,
        remedy: "同一项目、同一活动请用同一个名称。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
