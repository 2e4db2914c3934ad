//! Projects that a report tells of one by one.

use heng_core::dossier::Project;
use heng_core::figure::Unit;
use heng_core::figure::scan::figures;

use super::Reading;
use super::money;
use super::outline::{Line, Outline, Topic};

/// Parts of what is told of a project, by the words of their headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Overview,
    Money,
    Completed,
    Issues,
    Improvements,
}

const PARTS: [(Part, &[&str]); 5] = [
    (Part::Improvements, &["改进措施", "整改措施", "下一步"]),
    (Part::Issues, &["存在问题", "存在的问题"]),
    (Part::Money, &["资金情况", "资金使用", "预算执行"]),
    (Part::Completed, &["目标完成情况", "完成情况", "实施情况"]),
    (Part::Overview, &["项目概况", "项目基本情况", "项目内容"]),
];

/// Headings of parts are no longer than this, in characters.
const LONGEST_HEADING: usize = 16;

/// Reads the section about projects.
pub(super) fn read(outline: &Outline<'_>, reading: &mut Reading) {
    let mut projects: Vec<(Project, Line<'_>)> = Vec::new();
    let mut part = None;
    for line in outline.lines(Topic::Projects) {
        if let Some(found) = part_of(line.text) {
            part = Some(found);
            continue;
        }
        if let Some(project) = introduced(line.text) {
            projects.push((project, line));
            part = None;
            continue;
        }
        let Some((project, _)) = projects.last_mut() else { continue };
        match part {
            Some(Part::Overview) => project.overview.push_str(line.text),
            Some(Part::Money) => project.money = money::line(line.text),
            Some(Part::Completed) => project.completed.push(without_number(line.text).to_owned()),
            Some(Part::Issues) => add(&mut project.issues, line.text),
            Some(Part::Improvements) => add(&mut project.improvements, line.text),
            None => {}
        }
    }
    for (index, (mut project, line)) in projects.into_iter().enumerate() {
        project.id = format!("project-{}", index + 1);
        reading.note(["project", &project.id], line.place);
        reading.dossier.projects.push(project);
    }
}

fn add(text: &mut Option<String>, more: &str) {
    text.get_or_insert_default().push_str(more);
}

/// The part that a heading opens.
fn part_of(text: &str) -> Option<Part> {
    let is_heading = text.chars().count() <= LONGEST_HEADING && !text.ends_with('。');
    let holds = |words: &&[&str]| words.iter().any(|word| text.contains(word));
    let found = PARTS.iter().find(|(_, words)| holds(words)).map(|(part, _)| *part);
    found.filter(|_| is_heading)
}

/// The project that a sentence introduces by its name in quotation marks, with the amount evaluated.
fn introduced(text: &str) -> Option<Project> {
    let (_, quoted) = text.split_once('“')?;
    let (name, after) = quoted.split_once('”')?;
    if !after.trim_start().starts_with("项目") {
        return None;
    }
    let mut amounts =
        figures(after).map(|(_, figure)| figure).filter(|one| *one.unit() == Unit::Yuan);
    let evaluated_amount = amounts.next().filter(|_| amounts.next().is_none());
    Some(Project { name: name.to_owned(), evaluated_amount, ..Project::default() })
}

fn without_number(text: &str) -> &str {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, '（' | '）' | '(' | ')' | '.' | '、');
    let rest = text.trim_start_matches(marks);
    let number = text.get(..text.len() - rest.len()).unwrap_or_default();
    if number.ends_with(['）', ')', '.', '、']) { rest } else { text }
}
