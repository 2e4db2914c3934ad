//! TGT211: an indicator of cost or of what is unwanted has a floor for its target.

use super::{Case, Check, Group, Question, Row, Run, figures};
use crate::figure::Unit;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT211",
    name: "reverse-indicator-with-floor",
    since: "0.1.0",
    page: include_str!("reverse_indicator_with_floor.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "目标方向可疑的{n}项指标",
    message: "{n}项指标按名称应越低越好，年度指标值却写成下限：{list}。",
    remedy: "请核对关系词；越低越好的写“≤”，确实越高越好的请改用不致误解的名称。",
};

/// Ends of names of what is wanted low.
const UNWANTED: [&str; 24] = [
    "差错率",
    "错误率",
    "投诉率",
    "投诉量",
    "投诉数",
    "投诉件数",
    "事故数",
    "事故起数",
    "事故发生率",
    "违规率",
    "流失率",
    "空置率",
    "返工率",
    "退件率",
    "逾期率",
    "超支率",
    "延误率",
    "发案率",
    "发病率",
    "死亡率",
    "等候时间",
    "办结用时",
    "平均用时",
    "办理用时",
];

/// Words of names by which money saved or earned is meant, which is wanted high.
const WANTED: [&str; 9] = ["节约", "节省", "降低", "下降", "压减", "减少", "增收", "收益", "收入"];

/// Groups all floors of what is wanted low into one question.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let name = row.indicator.name.trim();
    let Some(target) = figures(&row.mentions.target).next() else {
        return Some(CHECK.does_not_apply(subject, "目标没有数量"));
    };
    let is_wanted = WANTED.iter().any(|word| name.contains(word));
    let level = [&row.indicator.subdimension, &row.indicator.dimension];
    let is_cost = level.iter().any(|level| {
        level.as_deref().is_some_and(|level| level.contains("成本") || level == "cost")
    }) && *target.unit() == Unit::Yuan;
    let is_unwanted = UNWANTED.iter().any(|end| name.ends_with(end));
    if is_wanted || !(is_cost || is_unwanted) {
        return Some(CHECK.does_not_apply(subject, "不是成本指标，名称也不表示越低越好"));
    }
    if !target.relation().is_floor() {
        return Some(CHECK.passed(subject));
    }
    group.figures.push(target.text().to_owned());
    let line = format!("“{name}”{target}");
    group.add(case.row_spot(row, "target", &row.indicator.target), line);
    None
}
