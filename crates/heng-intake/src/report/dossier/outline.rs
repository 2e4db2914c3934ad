//! The sections of a report by their headings, in the variants of the provinces.

use heng_core::fact::Place;
use heng_core::page::{Block, Content, Pages};

/// What a section of a report is about (章节主题).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// What the department is and who works there (部门概况).
    Overview,
    /// What it set out to achieve (年度总体工作和重点工作任务).
    Objectives,
    /// Budget and expenditure (收支情况).
    Money,
    /// How performance is managed (绩效管理情况).
    Management,
    /// What the evaluation concludes (自评结论).
    Conclusion,
    /// How far the targets were reached (目标完成情况).
    Results,
    /// Projects reported one by one (重点任务项目支出).
    Projects,
    /// What was achieved (工作成效).
    Achievements,
    /// Issues that remain (存在问题).
    Issues,
    /// What will be done about them (改进措施).
    Improvements,
    /// What is attached (附件).
    Attachments,
}

/// Words of headings; the first topic of which a word stands in the heading is meant.
const HEADINGS: [(Topic, &[&str]); 11] = [
    (Topic::Attachments, &["附件", "附表"]),
    (Topic::Improvements, &["改进措施", "改进", "下一步", "下步", "整改", "建议", "工作打算"]),
    (Topic::Issues, &["存在的问题", "存在问题", "主要问题", "问题", "不足"]),
    (
        Topic::Achievements,
        &["工作成效", "主要成效", "取得的成效", "履职成效", "主要成绩", "主要做法"],
    ),
    (Topic::Conclusion, &["自评结论", "评价结论", "自评综述", "结论综述", "评价结果", "自评结果"]),
    (Topic::Projects, &["重点任务项目", "重点项目", "项目支出完成", "项目支出绩效情况"]),
    (
        Topic::Results,
        &["目标完成情况", "指标完成情况", "完成情况分析", "目标实现情况", "指标分析", "绩效分析"],
    ),
    (Topic::Management, &["绩效管理"]),
    (
        Topic::Money,
        &["收支情况", "预算执行", "资金情况", "支出情况", "资金使用", "经费情况", "决算情况"],
    ),
    (
        Topic::Objectives,
        &["总体工作", "重点工作", "工作任务", "绩效目标", "年度目标", "总体目标", "工作目标"],
    ),
    (
        Topic::Overview,
        &["部门概况", "单位概况", "基本概况", "部门基本情况", "单位基本情况", "机构"],
    ),
];

/// A line of running text with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'p> {
    /// The words.
    pub text: &'p str,
    /// Where it stands.
    pub place: &'p Place,
}

/// A report by its sections.
pub(super) struct Outline<'p> {
    lines: Vec<(Option<Topic>, Line<'p>)>,
}

impl<'p> Outline<'p> {
    /// Takes pages apart by their headings.
    pub fn of(pages: &'p Pages) -> Self {
        let mut lines = Vec::new();
        let mut topic = None;
        for block in &pages.blocks {
            match heading(block) {
                Some((level, text)) => match of_heading(text) {
                    Some(named) => topic = Some(named),
                    // A chapter that is about something else ends what came before; a heading below it does not.
                    None if level == 1 => topic = None,
                    None => lines.push((topic, Line { text, place: &block.place })),
                },
                None => {
                    if let Some(text) = block.text() {
                        lines.push((topic, Line { text, place: &block.place }));
                    }
                }
            }
        }
        Self { lines }
    }

    /// The running text of the sections about a topic.
    pub fn lines(&self, topic: Topic) -> Vec<Line<'p>> {
        let of_topic = self.lines.iter().filter(|(one, _)| *one == Some(topic));
        of_topic.map(|(_, line)| *line).collect()
    }

    /// All running text.
    pub fn all(&self) -> impl Iterator<Item = Line<'p>> {
        self.lines.iter().map(|(_, line)| *line)
    }
}

fn heading(block: &Block) -> Option<(u8, &str)> {
    match &block.content {
        Content::Heading { level, text } => Some((*level, text)),
        _ => None,
    }
}

/// What a section is about, by its heading.
fn of_heading(text: &str) -> Option<Topic> {
    let holds = |words: &&[&str]| words.iter().any(|word| text.contains(word));
    HEADINGS.iter().find(|(_, words)| holds(words)).map(|(topic, _)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_a_section_is_about() {
        let cases = [
            ("（一）部门概况", Some(Topic::Overview)),
            ("（二）年度总体工作和重点工作任务", Some(Topic::Objectives)),
            ("（二）年度绩效目标完成情况分析", Some(Topic::Results)),
            ("三、存在的主要问题及原因分析", Some(Topic::Issues)),
            ("四、下一步改进措施", Some(Topic::Improvements)),
            ("二、综合评价分析", None),
            ("（三）部门整体收支情况", Some(Topic::Money)),
            ("（四）部门整体绩效管理情况", Some(Topic::Management)),
        ];
        for (text, expected) in cases {
            assert_eq!(of_heading(text), expected, "{text}");
        }
    }
}
