//! SCR308: the stated grade is not the one of the total.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Run, duty};
use crate::fact::FactId;
use crate::finding::{Obligation, Severity};
use crate::wording::bare;

pub(super) static CHECK: Check = Check {
    code: "SCR308",
    name: "grade-differs-from-its-band",
    since: "0.1.0",
    page: include_str!("grade_differs_from_its_band.md"),
    run: Run::Dossier(run),
};

/// What a total may be as it is written.
struct Totals {
    low: Decimal,
    nominal: Decimal,
    high: Decimal,
}

/// Compares the stated grade with the pack's grade of the stated total, or else of the derived one.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    vec![look(case)]
}

fn look(case: &Case<'_>) -> Obligation {
    let subject = "自评等级";
    let said = &case.dossier.self_evaluation;
    let Some(stated) = &said.grade else {
        return CHECK.does_not_apply(subject, "没有填报等级");
    };
    let derived = case.scores.total.score().map(crate::score::Score::value);
    let (totals, shown) = match (&said.total_score, derived) {
        (Some(total), _) => {
            let ends = total.interval().map(|it| [it.low.value(), it.high.value()]);
            let Some([Some(low), Some(high)]) = ends else {
                return CHECK.could_not_check(subject, "自评总分不是确数");
            };
            (Totals { low, nominal: total.value(), high }, total.text().to_owned())
        }
        (None, Some(total)) => {
            (Totals { low: total, nominal: total, high: total }, format!("{}分", total.normalize()))
        }
        (None, None) => return CHECK.could_not_check(subject, "没有自评总分"),
    };
    if case.pack.grades.is_empty() {
        return CHECK.could_not_check(subject, "规则包不分等级");
    }
    if case.pack.grading.is_none() && !totals.nominal.fract().is_zero() {
        return CHECK.could_not_check(subject, "规则包没有写明带小数的总分属于哪一等级");
    }
    compare(case, stated, &totals, &shown)
}

fn compare(case: &Case<'_>, stated: &str, totals: &Totals, shown: &str) -> Obligation {
    let subject = "自评等级";
    let is_stated = |total: Decimal| {
        case.pack.grade(total).is_some_and(|grade| bare(&grade.label) == bare(stated))
    };
    if [totals.low, totals.nominal, totals.high].into_iter().any(is_stated) {
        return CHECK.passed(subject);
    }
    let nominal = case.pack.grade(totals.nominal);
    let is_known = case.pack.grades.iter().any(|grade| bare(&grade.label) == bare(stated));
    let wanted = nominal.map_or("无", |grade| grade.label.as_str());
    let draft = Draft {
        severity: if is_known { duty(case.pack) } else { Severity::Warning },
        spots: (case.spot(FactId::new(["self_evaluation", "grade"]), subject, stated), vec![]),
        figures: vec![shown.to_owned()],
        message: format!("等级填为「{stated}」，按规则包，{shown}的等级是“{wanted}”。"),
        remedy: "请核对总分和等级；等级可不填，由本程序得出。".to_owned(),
        basis: nominal.map(|grade| grade.basis.clone()),
    };
    CHECK.found(subject, draft)
}
