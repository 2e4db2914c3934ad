//! Reads the worked cases of a pack.

use rust_decimal::Decimal;

use super::Case;
use super::question::{Given, Question, no_rate, not_scored, of_grade, of_variant, scored};
use crate::pack::{PackError, PackSource, Presence, number};
use crate::reader::{self, Entry};

/// Reads the cases of one pack.
pub(super) fn cases(source: &PackSource<'_>) -> Result<Vec<Case>, PackError> {
    let Some(text) = source.cases else {
        return Ok(Vec::new());
    };
    let (cases, problems) = reader::read(&source.file("cases.toml"), text, |root| {
        let entries = root.entries("case");
        let cases = entries.iter().filter_map(|entry| case(entry, source.id));
        cases.collect::<Vec<Case>>()
    });
    if problems.is_empty() {
        return Ok(cases);
    }
    Err(PackError::Content { id: source.id.to_owned(), problems })
}

/// Reads one case; what it asks shows in the keys that it has.
fn case(entry: &Entry<'_>, pack: &str) -> Option<Case> {
    let name = entry.required_text("name");
    let (question, expected) = if entry.has("total") {
        let total = entry.decimal("total")?;
        (Question::Grade { total }, of_grade(&entry.required_text("grade")))
    } else if entry.has("budget") {
        execution(entry)?
    } else if entry.has("formula") {
        rate(entry)?
    } else if entry.has("variant") {
        let presence = Presence {
            cost: entry.boolean("has_cost").unwrap_or_default(),
            satisfaction: entry.boolean("has_satisfaction").unwrap_or_default(),
        };
        (Question::Variant { presence }, of_variant(&entry.required_text("variant")))
    } else {
        score(entry)?
    };
    Some(Case { name, pack: pack.to_owned(), place: entry.place(), question, expected })
}

fn execution(entry: &Entry<'_>) -> Option<(Question, String)> {
    let question = Question::Execution {
        budget: entry.required_text("budget"),
        expenditure: entry.required_text("expenditure"),
        finished: entry.boolean("finished"),
    };
    Some((question, expected_score(entry)?))
}

fn rate(entry: &Entry<'_>) -> Option<(Question, String)> {
    let question = Question::Rate {
        rate: entry.required_text("formula"),
        of: entry.figure("of")?,
        to: entry.figure("to")?,
    };
    let expected = match entry.text("no_value") {
        Some(why) => no_rate(&why),
        None => entry.required_text("value"),
    };
    Some((question, expected))
}

fn score(entry: &Entry<'_>) -> Option<(Question, String)> {
    let asked = Given {
        method: entry.text("method"),
        indicator: entry.text("indicator"),
        dimension: entry.text("dimension"),
        target: entry.text("target").unwrap_or_default(),
        actual: entry.text("actual").unwrap_or_default(),
        judgement: judgement(entry),
        finished: entry.boolean("finished"),
    };
    let points = entry.decimal("points");
    if points.is_none() && asked.indicator.is_none() && !entry.has("points") {
        entry.missing("points");
    }
    let members = entry.entries("members");
    let members = members.iter().map(|member| Given {
        method: member.text("method"),
        target: member.text("target").unwrap_or_default(),
        actual: member.text("actual").unwrap_or_default(),
        judgement: judgement(member),
        ..Given::default()
    });
    let question = Question::Score { asked, points, members: members.collect() };
    Some((question, expected_score(entry)?))
}

fn judgement(entry: &Entry<'_>) -> Option<(Decimal, String)> {
    let below = entry.entry("judgement")?;
    if !below.has("share") {
        below.missing("share");
    }
    let (share, reason) = (number::ratio(&below, "share"), below.text("reason"));
    Some((share?, reason.unwrap_or_default()))
}

fn expected_score(entry: &Entry<'_>) -> Option<String> {
    match (entry.has("score"), entry.text("not_scored")) {
        (true, _) => Some(scored(entry.decimal("score")?)),
        (false, Some(name)) => Some(not_scored(&name)),
        (false, None) => {
            entry.missing("score");
            None
        }
    }
}
