//! EVD412: numbers of a register that lie far from the others of their column.

use super::{Case, Check, Group, Question, Run};
use crate::finding::{Obligation, Severity};
use crate::register::observe::{Observed, Outliers};

pub(super) static CHECK: Check = Check {
    code: "EVD412",
    name: "outlier-among-values",
    since: "0.1.0",
    page: include_str!("outlier_among_values.md"),
    run: Run::Dossier(run),
};

const QUESTION: Question<'static> = Question {
    severity: Severity::Warning,
    subject: "{n}列台账数字中的离群值",
    message: "台账有{n}列中个别数字与其他的相差悬殊：{list}。",
    remedy: "请与原始记录核对，看是否多写、少写了位数或写错了单位；属实的，不用改。",
};

/// Looks at each column of numbers of each register that the dossier brings.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let columns = case.observed.iter().flat_map(|one| one.outliers.iter().map(move |it| (one, it)));
    if columns.clone().next().is_none() {
        return vec![CHECK.does_not_apply("台账数字中的离群值", "没有二十个以上数字的列")];
    }
    CHECK.ask_of(columns, &QUESTION, |(observed, outliers), group| {
        look(case, observed, outliers, group)
    })
}

fn look(
    case: &Case<'_>,
    observed: &Observed,
    outliers: &Outliers,
    group: &mut Group,
) -> Option<Obligation> {
    let Outliers { label, quartiles, named, count } = outliers;
    let subject = format!("台账“{}”的“{label}”", observed.title);
    let Some((first, _)) = named.first() else { return Some(CHECK.passed(subject)) };
    let rows: Vec<String> = named
        .iter()
        .map(|(row, words)| match words {
            Some(words) => format!("第{row}行{words}"),
            None => format!("第{row}行"),
        })
        .collect();
    let more = if *count > rows.len() { format!("等{count}行") } else { String::new() };
    let usual = quartiles.as_ref().map(|(low, high)| format!("，中间一半在{low}至{high}"));
    let spot = case.register_spot(observed, &subject, &format!("第{first}行"), Some(*first));
    let usual = usual.unwrap_or_default();
    let title = &observed.title;
    group.add(spot, format!("《{title}》“{label}”{}{more}{usual}", rows.join("、")));
    None
}
