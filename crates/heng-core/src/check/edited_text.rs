//! TXT521: words of a report that was made from a dossier were edited afterwards.

use super::edited_figure::Put;
use super::{Check, Run};
use crate::finding::{Obligation, Severity};
use crate::report::{Comparand, Report};

pub(super) static CHECK: Check = Check {
    code: "TXT521",
    name: "edited-text",
    since: "0.1.0",
    page: include_str!("edited_text.md"),
    run: Run::Comparison(run),
};

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    let put = Put {
        check: &CHECK,
        subject: "生成以后改动的文字",
        severity: Severity::Note,
        remedy: "正文的改动可用 heng audit 的 --into 带回卷宗；其他文字请在卷宗里改。",
    };
    put.each(report, comparand, |edit| !edit.changes_figures())
}
