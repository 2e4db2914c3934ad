//! AMT131: what the report says of a year before differs from what was stated in that year.

use super::figure_differs_from_comparand::compare;
use super::{Check, Run};
use crate::finding::Obligation;
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "AMT131",
    name: "last-years-figure-differs",
    since: "0.1.0",
    page: include_str!("last_years_figure_differs.md"),
    run: Run::Comparison(run),
};

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    const SUBJECT: &str = "与比对文件相同的往年金额";
    let is_past = |year: i16| report.fiscal_year.is_some_and(|own| year < own);
    compare(&CHECK, SUBJECT, report, comparand, |pair| is_past(pair.here.fiscal_year))
}
