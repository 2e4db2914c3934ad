//! Numbered statements: objectives, achievements, issues and what will be done about them.

use heng_core::dossier::{KeyTask, Statement};
use heng_core::fact::Place;

use super::outline::Line;
use crate::report::numbering::numbered;

/// Whether the title of a statement is part of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Title {
    /// The text begins behind it.
    Apart,
    /// The text holds it.
    Kept,
}

/// The statements of a section: each begins with a number of the first one's kind.
///
/// Where nothing is numbered each paragraph is one.
pub(super) fn statements<'p>(
    lines: &[Line<'p>],
    kind: &str,
    title: Title,
) -> Vec<(Statement, &'p Place)> {
    let leading = lines.iter().find_map(|line| Some(numbered(line.text)?.0));
    let mut items: Vec<(String, &Place)> = Vec::new();
    for line in lines {
        let begins = numbered(line.text).filter(|(numbering, _)| Some(*numbering) == leading);
        match (begins, items.last_mut()) {
            (Some((_, text)), _) => items.push((text.to_owned(), line.place)),
            (None, Some((text, _))) if leading.is_some() => text.push_str(line.text),
            // What stands before the first number introduces the items.
            (None, None) if leading.is_some() => {}
            (None, _) => items.push((line.text.to_owned(), line.place)),
        }
    }
    let items = items.into_iter().enumerate();
    items
        .map(|(index, (text, place))| {
            let id = format!("{kind}-{}", index + 1);
            (statement(id, &text, title), place)
        })
        .collect()
}

/// A first sentence that is longer, in characters, has its title in its first clause.
const LONGEST_TITLE: usize = 60;

fn statement(id: String, text: &str, title: Title) -> Statement {
    let (head, rest) = text.split_once('。').unwrap_or((text, ""));
    match title {
        Title::Kept => {
            let is_long = head.chars().count() > LONGEST_TITLE;
            let clause = head.split('，').next().filter(|_| is_long).unwrap_or(head);
            Statement { id, title: clause.to_owned(), text: text.to_owned() }
        }
        // A statement of one sentence has no title apart.
        Title::Apart if rest.trim().is_empty() => {
            Statement { id, title: head.to_owned(), text: text.to_owned() }
        }
        Title::Apart => Statement { id, title: head.to_owned(), text: rest.trim().to_owned() },
    }
}

/// The objectives of a section, and the key task with what it consists of, where one is named.
#[expect(clippy::type_complexity, reason = "two lists with their places, taken apart at once")]
pub(super) fn goals_and_key_task<'p>(
    lines: &[Line<'p>],
) -> (Vec<(String, &'p Place)>, Option<(KeyTask, &'p Place)>) {
    let mut goals: Vec<(String, &Place)> = Vec::new();
    let mut task: Option<(String, &Place)> = None;
    for line in lines {
        if let Some((text, _)) = &mut task {
            text.push_str(line.text);
        } else if names_key_task(line.text) {
            task = Some((line.text.to_owned(), line.place));
        } else if let Some((_, text)) = numbered(line.text) {
            goals.push((text.to_owned(), line.place));
        } else if let Some((text, _)) = goals.last_mut() {
            text.push_str(line.text);
        }
    }
    (goals, task.and_then(|(text, place)| Some((key_task(&text)?, place))))
}

/// Words behind which the key task is named.
const KEY_TASK: [&str; 3] = ["重点工作任务是", "重点任务是", "重点工作是"];

fn names_key_task(text: &str) -> bool {
    KEY_TASK.iter().any(|words| text.contains(words))
}

/// The key task that a sentence names, and the numbered contents behind it.
fn key_task(text: &str) -> Option<KeyTask> {
    let (_, after) = KEY_TASK.iter().find_map(|words| text.split_once(words))?;
    let (name, rest) = after.split_once('。').unwrap_or((after, ""));
    Some(KeyTask { name: name.to_owned(), contents: run_in(rest) })
}

/// The items of a text that are numbered one behind the other within a paragraph: `1.甲；2.乙。`
pub(super) fn run_in(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = text;
    for number in 1_usize.. {
        let marks = [format!("{number}."), format!("{number}、"), format!("（{number}）")];
        let found = marks.iter().filter_map(|mark| Some((place_of(rest, mark)?, mark.len()))).min();
        let Some((at, length)) = found else { break };
        let (before, after) = (rest.get(..at), rest.get(at + length..));
        if number > 1 {
            items.push(before.unwrap_or_default());
        }
        rest = after.unwrap_or_default();
    }
    let has_items = rest.len() < text.len();
    items.extend(has_items.then_some(rest));
    let is_end = |c: char| c.is_whitespace() || matches!(c, '；' | ';' | '。');
    items.into_iter().map(|item| item.trim_matches(is_end).to_owned()).collect()
}

/// Where a mark stands that no digits surround: `2.` is none in `2.5`, nor in `12.`.
fn place_of(text: &str, mark: &str) -> Option<usize> {
    let is_digit = |c: char| c.is_ascii_digit();
    text.match_indices(mark).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + mark.len()..).unwrap_or_default();
        !before.ends_with(is_digit) && !after.starts_with(is_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'p>(texts: &[&'p str], place: &'p Place) -> Vec<Line<'p>> {
        texts.iter().map(|text| Line { text, place }).collect()
    }

    #[test]
    fn statements_begin_with_numbers_of_one_kind() {
        let place = Place::File { file: "a".to_owned() };
        let texts = ["主要有：", "（一）经费不足。编制偏紧。", "1.细目", "（二）人手不够。"];
        let found = statements(&lines(&texts, &place), "issue", Title::Apart);
        let outline: Vec<_> = found
            .iter()
            .map(|(one, _)| (one.id.as_str(), one.title.as_str(), one.text.as_str()))
            .collect();
        assert_eq!(
            outline,
            [("issue-1", "经费不足", "编制偏紧。1.细目"), ("issue-2", "人手不够", "人手不够。")]
        );
    }

    #[test]
    fn items_within_a_paragraph_follow_their_numbers() {
        assert_eq!(run_in("内容有：1.印发2.5万份材料；2.走访。"), ["印发2.5万份材料", "走访"]);
        assert_eq!(run_in("没有编号。"), Vec::<String>::new());
    }
}
