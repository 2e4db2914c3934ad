//! Budget and expenditure in the words of the section about them.

use heng_core::dossier::{Budget, BudgetLine};
use heng_core::figure::scan::figures;
use heng_core::figure::{Figure, Relation, Unit};

use super::Reading;
use super::outline::{Outline, Topic};

/// Which line of the budget is spoken of.
const SCOPES: [(&str, &[&str]); 3] = [
    ("whole", &["部门整体", "整体支出", "整体预算", "总预算", "支出合计", "总支出"]),
    ("basic", &["基本支出"]),
    ("project", &["项目支出"]),
];

/// What figures of money are, by the words right before them.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("approved", &["年初预算数", "年初预算", "年初部门预算", "批复预算数"]),
    (
        "budget",
        &[
            "调整后预算数",
            "调整预算数",
            "全年预算数",
            "年度预算数",
            "预算数",
            "预算安排",
            "预算总额",
        ],
    ),
    (
        "expenditure",
        &[
            "年度预算完成数",
            "预算完成数",
            "实际支出数",
            "实际支出",
            "执行数",
            "支出数",
            "决算数",
            "支出金额",
        ],
    ),
    ("rate", &["完成预算的", "预算执行率", "执行率", "预算完成率", "支出完成率"]),
];

/// Reads the section about money.
pub(super) fn read(outline: &Outline<'_>, reading: &mut Reading) {
    for line in outline.lines(Topic::Money) {
        for sentence in line.text.split_inclusive('。') {
            for (scope, column, figure) in said(sentence) {
                let Some(scope) = scope else { continue };
                let slot = slot(&mut reading.dossier.budget, scope, column);
                if slot.is_none() {
                    *slot = Some(figure);
                    reading.note(["budget", scope, column], line.place);
                }
            }
        }
    }
}

/// The figures of a text with the line of the budget and the column that their words name.
///
/// A rate belongs to the line that was named last.
fn said(text: &str) -> Vec<(Option<&'static str>, &'static str, Figure)> {
    let found = figures(text).filter_map(|(span, figure)| {
        let before = text.get(..span.start)?;
        let column = column(before, &figure)?;
        Some((scope(before), column, figure))
    });
    found.collect()
}

/// The columns of money that a text states without naming a line of the budget.
pub(super) fn line(text: &str) -> BudgetLine {
    let mut line = BudgetLine::default();
    for (_, column, figure) in said(text) {
        let slot = column_of(&mut line, column);
        if slot.is_none() {
            *slot = Some(figure);
        }
    }
    line
}

/// What a figure is, by its unit and the words that end before it.
fn column(before: &str, figure: &Figure) -> Option<&'static str> {
    let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let before = before.trim_end_matches(['为', '是', '达', '：', ':', '到']);
    let (column, _) =
        COLUMNS.iter().find(|(_, words)| words.iter().any(|word| before.ends_with(word)))?;
    let fits = match *column {
        "rate" => *figure.unit() == Unit::Percent,
        _ => *figure.unit() == Unit::Yuan,
    };
    (fits && figure.relation() == Relation::Exactly).then_some(*column)
}

/// The line of the budget that is named nearest before a figure in its sentence.
fn scope(before: &str) -> Option<&'static str> {
    let nearest = SCOPES.iter().flat_map(|(scope, words)| {
        words.iter().filter_map(move |word| Some((before.rfind(word)?, *scope)))
    });
    nearest.max_by_key(|(at, _)| *at).map(|(_, scope)| scope)
}

fn slot<'b>(budget: &'b mut Budget, scope: &str, column: &str) -> &'b mut Option<Figure> {
    let line = match scope {
        "basic" => &mut budget.basic,
        "project" => &mut budget.project,
        _ => &mut budget.whole,
    };
    column_of(line, column)
}

fn column_of<'b>(line: &'b mut BudgetLine, column: &str) -> &'b mut Option<Figure> {
    match column {
        "approved" => &mut line.approved,
        "budget" => &mut line.budget,
        "expenditure" => &mut line.expenditure,
        _ => &mut line.rate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_bound_by_the_words_before_them() {
        let text = "部门整体预算数100.50万元，执行数为90万元，完成预算的90%。其中，基本支出预算数60万元，\
                    新购设备5万元，项目支出执行率95%。";
        let outline: Vec<String> = said(text)
            .into_iter()
            .map(|(scope, column, figure)| format!("{} {column} {figure}", scope.unwrap_or("-")))
            .collect();
        assert_eq!(
            outline,
            [
                "whole budget 100.50万元",
                "whole expenditure 90万元",
                "whole rate 90%",
                "basic budget 60万元",
                "project rate 95%",
            ]
        );
    }
}
