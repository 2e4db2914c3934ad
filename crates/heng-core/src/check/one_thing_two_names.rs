//! TXT509: one thing has two names.

use std::collections::{BTreeMap, BTreeSet};

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
    let all: Vec<Labelled<'_>> =
        typed.iter().map(|it| (it.fact.clone(), it.label.clone(), it.text)).chain(own).collect();
    let bare: Vec<Vec<char>> = names.iter().map(|(_, name)| bare(name).chars().collect()).collect();
    let mut others = in_another_order(&bare, &all);
    let mut obligations = Vec::new();
    for (index, (fact, name)) in names.iter().enumerate() {
        if bare.get(index).is_none_or(|bare| bare.len() < LONG) {
            continue;
        }
        let subject = format!("名称“{name}”");
        let Some((other_fact, label, other)) = others.remove(&index) else {
            obligations.push(CHECK.passed(subject));
            continue;
        };
        let spots = (
            case.spot(other_fact.clone(), label, &other),
            vec![case.spot(fact.clone(), &subject, name)],
        );
        let message = format!("“{name}”在{label}中写作“{other}”，用字相同而次序不同。");
        obligations.push(found(subject, Severity::Warning, spots, message));
    }
    obligations
}

/// A text with its fact and label.
type Labelled<'t> = (FactId, String, &'t str);

/// For each long name, by its index, the first words of the texts that are its characters in another
/// order.
fn in_another_order<'t>(
    names: &[Vec<char>],
    texts: &'t [Labelled<'_>],
) -> BTreeMap<usize, (&'t FactId, &'t str, String)> {
    // Words in another order have the length of a name and the sum of its characters.
    let mut alike: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate().filter(|(_, name)| name.len() >= LONG) {
        alike.entry((name.len(), sum(name))).or_default().push(index);
    }
    let lengths: BTreeSet<usize> = alike.keys().map(|(length, _)| *length).collect();
    let mut found = BTreeMap::new();
    for (fact, label, text) in texts {
        let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        for words in lengths.iter().flat_map(|length| text.windows(*length)) {
            for index in alike.get(&(words.len(), sum(words))).into_iter().flatten() {
                if names.get(*index).is_some_and(|name| is_in_another_order(name, words)) {
                    let words = || (fact, label.as_str(), words.iter().collect());
                    found.entry(*index).or_insert_with(words);
                }
            }
        }
    }
    found
}

fn sum(characters: &[char]) -> u64 {
    characters.iter().map(|c| u64::from(u32::from(*c))).sum()
}

/// Says whether words are the characters of a name in another order.
fn is_in_another_order(name: &[char], words: &[char]) -> bool {
    let sorted = |characters: &[char]| {
        let mut sorted = characters.to_vec();
        sorted.sort_unstable();
        sorted
    };
    // Words that only begin a character later have the same characters too, where a name repeats one.
    words != name
        && words.first() != name.last()
        && words.iter().all(|c| c.is_alphanumeric())
        && sorted(words) == sorted(name)
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
