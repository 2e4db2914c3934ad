//! SCR305: a stated score differs from what its method gives.

use super::{Case, Check, Draft, Row, Run};
use crate::finding::{Obligation, Severity};
use crate::score::Scoring;

pub(super) static CHECK: Check = Check {
    code: "SCR305",
    name: "score-differs-from-its-method",
    since: "0.1.0",
    page: include_str!("score_differs_from_its_method.md"),
    run: Run::Dossier(run),
};

/// Compares each stated score with the derived one; what can't be scored is said with the reason.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.rows.iter().map(|row| compare(case, row)).collect()
}

fn compare(case: &Case<'_>, row: &Row<'_>) -> Obligation {
    let (indicator, subject) = (row.indicator, row.label.clone());
    if indicator.points.is_none() && indicator.stated_score.is_none() {
        return CHECK.does_not_apply(subject, "没有填报分值和得分");
    }
    let Some(line) = row.line else {
        return CHECK.could_not_check(subject, "没有写明计分所用的规则包");
    };
    let (derived, stated) = match (&line.scoring, indicator.stated_score) {
        (Scoring::NotScored(why), _) => return CHECK.could_not_check(subject, why.to_string()),
        (Scoring::Scored(_), None) => {
            return CHECK.does_not_apply(subject, "没有填报得分，由本程序计算");
        }
        (Scoring::Scored(score), Some(stated)) => (score, stated),
    };
    // Whoever rounds up to all points where heng does not has stated nothing wrong.
    let by_rounding = derived.by_rounding_alone(&case.pack.rounding);
    let derived = derived.value();
    if derived == stated || by_rounding == stated {
        return CHECK.passed(subject);
    }
    let draft = Draft {
        severity: Severity::Warning,
        spots: (case.row_spot(row, "score", &stated.to_string()), vec![]),
        figures: vec![format!("{stated}分"), format!("{}分", derived.normalize())],
        message: format!(
            "填报得分{}分，按计分方法算得{}分。",
            stated.normalize(),
            derived.normalize()
        ),
        remedy: "请说明得分的依据，或删去得分，由本程序计算。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
