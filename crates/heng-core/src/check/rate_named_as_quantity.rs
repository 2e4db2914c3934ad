//! TGT213: the name of an indicator and its target disagree on whether it is a rate.

use super::{Case, Check, Group, Question, Row, Run, figures};
use crate::figure::Unit;
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "TGT213",
    name: "rate-named-as-quantity",
    since: "0.1.0",
    page: include_str!("rate_named_as_quantity.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'_> = Question {
    severity: Severity::Warning,
    subject: "比率与数量混淆的{n}项指标",
    message: "{n}项指标的名称与年度指标值一个是数量、一个是比率：{list}。",
    remedy: "请改名称或改目标，使二者说的是同一个数。",
};

/// Ends of names that are rates, and of names that are counts.
const RATES: [&str; 4] = ["率", "占比", "比例", "比重"];
const COUNTS: [&str; 12] = [
    "数量", "人数", "人次", "次数", "期数", "场数", "件数", "户数", "个数", "项数", "篇数", "份数",
];

/// Words that end like a rate and are none.
const NO_RATES: [&str; 4] = ["效率", "频率", "汇率", "利率"];

/// Verbs by which a name says what is done rather than what is counted.
const DOING: [&str; 9] = ["提高", "提升", "优化", "丰富", "加强", "推进", "降低", "增强", "改善"];

/// Groups all indicators whose name says a rate and whose target a count, or the other way round.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    CHECK.ask_of_rows(case, &QUESTION, |row, group| look(case, row, group))
}

fn look(case: &Case<'_>, row: &Row<'_>, group: &mut Group) -> Option<Obligation> {
    let subject = row.label.clone();
    let name = row.indicator.name.trim();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let (is_rate, is_count) = (ends(&RATES) && !ends(&NO_RATES), ends(&COUNTS));
    // A sentence says what is done; only a noun says what is counted.
    let is_sentence =
        name.contains(['，', '、', '；', '。']) || DOING.iter().any(|verb| name.starts_with(verb));
    if is_sentence || (!is_rate && !is_count) {
        return Some(CHECK.does_not_apply(subject, "名称没有写明是比率还是数量"));
    }
    let Some(target) = figures(&row.mentions.target).next() else {
        return Some(CHECK.does_not_apply(subject, "目标没有数量"));
    };
    let disagrees = match target.unit() {
        Unit::Percent | Unit::Permille => is_count,
        Unit::Counted(_) => is_rate,
        Unit::Yuan | Unit::PercentagePoint | Unit::Points | Unit::Unstated => false,
    };
    if !disagrees {
        return Some(CHECK.passed(subject));
    }
    group.figures.push(target.text().to_owned());
    group.add(case.row_spot(row, "target", &row.indicator.target), format!("“{name}”{target}"));
    None
}
