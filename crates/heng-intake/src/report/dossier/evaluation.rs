//! What a report concludes of its own evaluation: the total, the grade, the projects and their money.

use heng_core::dossier::SelfEvaluation;
use heng_core::figure::scan::figures;
use heng_core::figure::{Figure, Unit};
use rust_decimal::prelude::ToPrimitive;

use super::Reading;
use super::outline::{Line, Outline, Topic};

/// Words right before a total score.
const TOTAL: &[&str] = &[
    "自评总分",
    "自评得分",
    "自评总得分",
    "综合得分",
    "评价得分",
    "总得分",
    "总分",
    "最终得分",
    "自评分",
];
/// Words right before a grade.
const GRADE: &[&str] = &["评价等级", "自评等级", "绩效等级", "等级", "评价结果", "评定"];
const GRADES: &[&str] = &["优秀", "良好", "合格", "不合格", "优", "良", "中", "差"];

/// Reads the section that concludes; a total may stand anywhere in the running text.
pub(super) fn read(outline: &Outline<'_>, reading: &mut Reading) {
    for line in outline.lines(Topic::Conclusion) {
        read_line(line, reading);
    }
    if reading.dossier.self_evaluation.total_score.is_none() {
        for line in outline.all() {
            read_total(line, reading);
        }
    }
}

fn read_line(line: Line<'_>, reading: &mut Reading) {
    read_total(line, reading);
    let found = &mut reading.dossier.self_evaluation;
    let mut noted = Vec::new();
    for sentence in line.text.split_inclusive('。') {
        for (span, figure) in figures(sentence) {
            let before = sentence.get(..span.start).unwrap_or_default();
            let after = sentence.get(span.end..).unwrap_or_default();
            if let Some(fact) = bind(found, before, after, figure) {
                noted.push(fact);
            }
        }
    }
    for fact in noted {
        reading.note(["self_evaluation", fact], line.place);
    }
}

/// Binds a figure to what it states of the evaluation, where its words say it.
fn bind(
    found: &mut SelfEvaluation,
    before: &str,
    after: &str,
    figure: Figure,
) -> Option<&'static str> {
    let bare: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let is_project = after.trim_start().split(['，', '。', '；']).next()?.contains("项目");
    if *figure.unit() == Unit::Counted("个".to_owned())
        && is_project
        && found.project_count.is_none()
    {
        found.project_count = figure.value().to_i64();
        return Some("project_count");
    }
    let is_money = *figure.unit() == Unit::Yuan;
    if is_money && bare.ends_with("涉及资金") && found.amount.is_none() {
        found.amount = Some(figure);
        let remark = after.trim_start().strip_prefix('（').and_then(|rest| rest.split_once('）'));
        found.amount_excludes = remark.map(|(remark, _)| remark.to_owned());
        return Some("amount");
    }
    if *figure.unit() == Unit::Percent && found.amount.is_some() && found.share.is_none() {
        let (_, of) = bare.rsplit_once('占')?;
        let of = of.strip_suffix('的').filter(|of| !of.contains(['，', '。', '；']))?;
        found.share_base = Some(of.to_owned());
        found.share = Some(figure);
        return Some("share");
    }
    None
}

fn read_total(line: Line<'_>, reading: &mut Reading) {
    let found = &mut reading.dossier.self_evaluation;
    let mut noted = Vec::new();
    for (span, figure) in figures(line.text) {
        let before = line.text.get(..span.start).unwrap_or_default();
        let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
        let before = before.trim_end_matches(['为', '是', '：', ':', '达', '到']);
        let is_total = TOTAL.iter().any(|word| before.ends_with(word));
        if is_total && *figure.unit() == Unit::Points && found.total_score.is_none() {
            found.total_score = Some(figure);
            noted.push("total_score");
        }
    }
    if found.grade.is_none() && found.total_score.is_some() {
        found.grade = grade(line.text);
        noted.extend(found.grade.is_some().then_some("grade"));
    }
    for fact in noted {
        reading.note(["self_evaluation", fact], line.place);
    }
}

/// The grade that a text gives, behind words that announce one.
fn grade(text: &str) -> Option<String> {
    let after = GRADE.iter().find_map(|word| Some(text.split_once(word)?.1))?;
    let after = after.trim_start_matches(['为', '是', '：', ':', '“', '"', '「', '达', '到', ' ']);
    GRADES.iter().find(|grade| after.starts_with(*grade)).map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_stands_behind_its_words() {
        let cases = [
            ("自评得分95分，评价等级为“优”。", Some("优")),
            ("自评等级：良好", Some("良好")),
            ("等级评定工作", None),
            ("优质服务", None),
        ];
        for (text, expected) in cases {
            assert_eq!(grade(text).as_deref(), expected, "{text}");
        }
    }
}
