//! AMT132: a figure of a report that was made from a dossier was edited afterwards.

use super::{Check, Draft, Run};
use crate::finding::{Obligation, Severity, Spot};
use crate::report::edit::{Edit, Piece, differing, edits};
use crate::report::{Comparand, Origin, Report};

pub(super) static CHECK: Check = Check {
    code: "AMT132",
    name: "edited-figure",
    since: "0.1.0",
    page: include_str!("edited_figure.md"),
    run: Run::Comparison(run),
};

fn run(report: &Report, comparand: &Comparand) -> Vec<Obligation> {
    let put = Put {
        check: &CHECK,
        subject: "生成以后改动的数字",
        severity: Severity::Warning,
        remedy: "请改卷宗里的数并重新生成，或恢复报告里的数。",
    };
    put.each(report, comparand, Edit::changes_figures)
}

/// How edits are put to the reader.
pub(super) struct Put {
    pub check: &'static Check,
    pub subject: &'static str,
    pub severity: Severity,
    pub remedy: &'static str,
}

impl Put {
    /// One finding for each edit that is meant.
    pub(super) fn each(
        &self,
        report: &Report,
        comparand: &Comparand,
        is_meant: impl Fn(&Edit) -> bool,
    ) -> Vec<Obligation> {
        if comparand.origin != Origin::Rendered {
            let why = "比对的不是生成这份报告的卷宗";
            return vec![self.check.does_not_apply(self.subject, why)];
        }
        let Some(edits) = edits(&comparand.report.pages, &report.pages) else {
            let why = "报告与卷宗生成的内容相差太多，无法逐处比较";
            return vec![self.check.could_not_check(self.subject, why)];
        };
        let meant: Vec<&Edit> = edits.iter().filter(|edit| is_meant(edit)).collect();
        if meant.is_empty() {
            return vec![self.check.passed(self.subject)];
        }
        meant.into_iter().map(|edit| self.one(edit, report)).collect()
    }

    fn one(&self, edit: &Edit, report: &Report) -> Obligation {
        let label = match &edit.piece {
            Piece::Paragraph => "正文".to_owned(),
            Piece::Row => "表中一行".to_owned(),
            Piece::Cell(row) => format!("表中“{row}”一行"),
        };
        let (before, after) = (edit.before.as_deref(), edit.after.as_deref());
        let message = match (before, after) {
            (Some(before), Some(after)) => {
                let (before, after) = differing(before, after);
                format!("卷宗生成的是「{before}」，报告里是「{after}」。")
            }
            (Some(before), None) => format!("卷宗生成的「{before}」在报告里已删去。"),
            (None, after) => {
                format!("报告里的「{}」不是卷宗生成的。", after.unwrap_or_default())
            }
        };
        let whole = crate::fact::Place::File { file: report.pages.file.clone() };
        let draft = Draft {
            severity: self.severity,
            spots: (
                Spot {
                    fact: None,
                    label: label.clone(),
                    place: Some(edit.place.clone().unwrap_or(whole)),
                    excerpt: after.or(before).unwrap_or_default().to_owned(),
                },
                Vec::new(),
            ),
            figures: Vec::new(),
            message,
            remedy: self.remedy.to_owned(),
            basis: None,
        };
        self.check.found(label, draft)
    }
}
