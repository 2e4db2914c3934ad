//! SCR309: a judged share lies outside the tier that its reason names, or outside all tiers.

use super::{Case, Check, Draft, Row, Run, duty};
use crate::finding::{Obligation, Severity};
use crate::pack::{Formula, NotScored, Tier};
use crate::score::Scoring;

pub(super) static CHECK: Check = Check {
    code: "SCR309",
    name: "tier-differs-from-its-share",
    since: "0.1.0",
    page: include_str!("tier_differs_from_its_share.md"),
    run: Run::Dossier(run),
};

/// Compares each judged share with the tiers of its method.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    case.rows.iter().map(|row| look(case, row)).collect()
}

fn look(case: &Case<'_>, row: &Row<'_>) -> Obligation {
    let subject = row.label.clone();
    let Some(judgement) = &row.indicator.judgement else {
        return CHECK.does_not_apply(subject, "没有人工评判");
    };
    let line = row.line.and_then(|line| line.method.as_deref());
    let pack = case.pack_of(row.owner);
    let method = line.and_then(|id| pack?.method(id));
    let Some((Formula::Tiers { tiers }, pack, method)) =
        method.zip(pack).map(|(method, pack)| (&method.formula, pack, method))
    else {
        return CHECK.does_not_apply(subject, "计分方法不分等级");
    };
    let scoring = row.line.map(|line| &line.scoring);
    if let Some(Scoring::NotScored(why @ NotScored::OutsideTiers { .. })) = scoring {
        let remedy = "请按规则包的等级重新评判。";
        return found(case, row, duty(pack), (why.to_string(), remedy), method.basis.clone());
    }
    let Some((named, upper)) = named_tier(tiers, &judgement.reason) else {
        return CHECK.passed(subject);
    };
    let is_inside =
        judgement.share >= named.at_least && upper.is_none_or(|above| judgement.share < above);
    if is_inside {
        return CHECK.passed(subject);
    }
    let message = format!(
        "理由写明“{}”，评判的比例是{}，不在这一等级的区间内。",
        named.label,
        judgement.share.normalize()
    );
    let remedy = "请核对评判的等级和比例，使二者相符。";
    found(case, row, Severity::Warning, (message, remedy), method.basis.clone())
}

/// The one tier that a reason names, with the share from which the tier above begins.
///
/// A tier is known by its name up to the first `并` or `且`; a longer name goes before one inside it.
fn named_tier<'t>(
    tiers: &'t [Tier],
    reason: &str,
) -> Option<(&'t Tier, Option<rust_decimal::Decimal>)> {
    let key = |tier: &'t Tier| tier.label.split(['并', '且']).next().unwrap_or_default();
    let mut named: Vec<(usize, &Tier)> =
        tiers.iter().enumerate().filter(|(_, tier)| reason.contains(key(tier))).collect();
    let is_inside_another = |one: &Tier, all: &[(usize, &'t Tier)]| {
        all.iter().any(|(_, other)| key(other) != one.label && key(other).contains(&*one.label))
    };
    let all = named.clone();
    named.retain(|(_, tier)| !is_inside_another(tier, &all));
    let [(index, tier)] = named.as_slice() else { return None };
    let above = index.checked_sub(1).and_then(|above| tiers.get(above));
    Some((tier, above.map(|tier| tier.at_least)))
}

fn found(
    case: &Case<'_>,
    row: &Row<'_>,
    severity: Severity,
    (message, remedy): (String, &str),
    basis: crate::basis::Basis,
) -> Obligation {
    let judgement = row.indicator.judgement.as_ref();
    let reason = judgement.map(|judgement| judgement.reason.as_str()).unwrap_or_default();
    let draft = Draft {
        severity,
        spots: (case.row_spot(row, "judgement", reason), vec![]),
        figures: judgement.iter().map(|one| one.share.normalize().to_string()).collect(),
        message,
        remedy: remedy.to_owned(),
        basis: Some(basis),
    };
    CHECK.found(row.label.clone(), draft)
}
