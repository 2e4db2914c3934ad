//! TXT505: a text speaks of last year's report where it should speak of this year's.

use super::typed::{About, Typed, texts};
use super::{Case, Check, Draft, Run};
use crate::figure::scan::{Mention, MentionKind, scan};
use crate::finding::{Obligation, Severity};
use crate::stated::clause_around;

pub(super) static CHECK: Check = Check {
    code: "TXT505",
    name: "year-left-from-template",
    since: "0.1.0",
    page: include_str!("year_left_from_template.md"),
    run: Run::Dossier(run),
};

/// Words behind a year by which a text speaks of the evaluation itself.
const THIS_REPORT: [&str; 8] =
    ["整体支出", "预算", "决算", "绩效自评", "自评", "绩效目标", "主要任务", "重点工作"];

/// Words of a clause that speaks of another year on purpose.
const ON_PURPOSE: [&str; 17] = [
    "上年", "去年", "往年", "同比", "环比", "比", "较", "以来", "起", "至", "结转", "历年", "印发",
    "出台", "批复", "规划", "遗留",
];

/// Looks at each year before the fiscal year in texts that speak of the year itself.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let about = |typed: &Typed<'_>| matches!(typed.about, About::Aims | About::Results);
    let texts: Vec<Typed<'_>> = texts(case.dossier).into_iter().filter(about).collect();
    if texts.is_empty() {
        return vec![CHECK.does_not_apply("正文", "没有手填的正文")];
    }
    texts.iter().map(|typed| look(case, typed)).collect()
}

fn look(case: &Case<'_>, typed: &Typed<'_>) -> Obligation {
    let year = case.dossier.fiscal_year;
    let left = scan(typed.text).into_iter().find_map(|mention| match mention.kind {
        MentionKind::Year(other) if other < year && is_left_over(typed, &mention) => {
            Some((other, mention))
        }
        _ => None,
    });
    let Some((other, mention)) = left else {
        return CHECK.passed(typed.label.clone());
    };
    let clause = clause_around(typed.text, &mention.span).trim();
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.spot(typed.fact.clone(), &typed.label, clause), vec![]),
        figures: vec![format!("{other}年")],
        message: format!("「{clause}」写的是{other}年，卷宗是{year}年度的，是否沿用了往年的文字？"),
        remedy: "请核对年份；确指往年的，请写明是往年的情况。".to_owned(),
        basis: None,
    };
    CHECK.found(typed.label.clone(), draft)
}

/// Says whether a past year stands where the fiscal year should.
fn is_left_over(typed: &Typed<'_>, mention: &Mention) -> bool {
    let clause = clause_around(typed.text, &mention.span);
    if ON_PURPOSE.iter().any(|word| clause.contains(word)) {
        return false;
    }
    let (before, after) = typed.text.split_at_checked(mention.span.end).unwrap_or_default();
    let begun = before.get(..mention.span.start).unwrap_or_default();
    let is_of_document = begun.ends_with(['〔', '[', '（', '(', '《', '“', '—', '-', '自', '从']);
    let after = after.strip_prefix('度').unwrap_or(after);
    let whose = ["我部", "我局", "我委", "我区", "我单位", "本部门", "本单位", "部门", "单位"];
    let after = whose.iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
    !is_of_document && THIS_REPORT.iter().any(|word| after.starts_with(word))
}
