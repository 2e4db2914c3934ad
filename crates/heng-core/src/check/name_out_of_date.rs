//! TXT517: a class of expenditure has a name that was changed before the year.

use super::printed::printed;
use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity};
use crate::report::Report;

pub(super) static CHECK: Check = Check {
    code: "TXT517",
    name: "name-out-of-date",
    since: "0.1.0",
    page: include_str!("name_out_of_date.md"),
    run: Run::Report(run),
};

/// Old names, the names that followed, and the first budget year of those.
const NAMES: [(&str, &str, i16); 8] = [
    ("医疗卫生与计划生育支出", "卫生健康支出", 2019),
    ("医疗卫生支出（类）", "卫生健康支出（类）", 2019),
    ("文化体育与传媒支出", "文化旅游体育与传媒支出", 2019),
    ("国土海洋气象等支出", "自然资源海洋气象等支出", 2019),
    ("资源勘探信息等支出", "资源勘探工业信息等支出", 2020),
    ("行政事业单位离退休（款）", "行政事业单位养老支出（款）", 2020),
    ("归口管理的行政单位离退休", "行政单位离退休", 2020),
    ("农林水事务支出", "农林水支出", 2014),
];

/// Looks for old names in reports of later years.
fn run(report: &Report) -> Vec<Obligation> {
    let subject = "支出科目的名称";
    let Some(year) = report.fiscal_year else {
        return vec![CHECK.could_not_check(subject, "没有写明年度")];
    };
    let text = printed(report);
    let mut obligations = Vec::new();
    for (old, new, since) in NAMES.iter().filter(|(.., since)| year >= *since) {
        let spots: Vec<_> =
            text.iter().filter_map(|one| Some(one.spot(one.around(one.text.find(old)?)))).collect();
        let count = spots.len();
        let Some(spots) = super::grouped(spots) else { continue };
        let draft = Draft {
            severity: Severity::Warning,
            spots,
            figures: Vec::new(),
            message: format!("「{old}」是旧名称（{count}处）：{since}年起的科目名称是「{new}」。"),
            remedy: format!("请核对本年度的科目名称，是否应为「{new}」。"),
            basis: None,
        };
        obligations.push(CHECK.found_in_each(format!("科目名称「{old}」"), draft));
    }
    if obligations.is_empty() {
        obligations.push(CHECK.passed(subject));
    }
    obligations
}
