//! AMT120: what the department states differs from the sum of its units.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Run};
use crate::derivation::Step;
use crate::fact::FactId;
use crate::facts::{PERSONS, column_label};
use crate::figure::{Figure, Unit};
use crate::finding::{Obligation, Severity};
use crate::rollup::Sum;

pub(super) static CHECK: Check = Check {
    code: "AMT120",
    name: "unit-sums-differ",
    since: "0.1.0",
    page: include_str!("unit_sums_differ.md"),
    run: Run::Dossier(run),
};

/// Compares what the department states with the sums over its subordinate units (汇总核对).
fn run(case: &Case<'_>) -> Vec<Obligation> {
    if case.dossier.units.is_empty() {
        return vec![CHECK.does_not_apply("部门数与单位汇总数", "卷宗没有登记下属单位卷宗")];
    }
    let items = items(case);
    let summed = items.iter().filter_map(|item| {
        let sum = case.rollup.sums.get(&item.fact)?;
        Some(compared(case, item, sum))
    });
    let obligations: Vec<Obligation> = summed.collect();
    if obligations.is_empty() {
        return vec![CHECK.does_not_apply("部门数与单位汇总数", "各单位没有可以汇总的数")];
    }
    obligations
}

/// What a department may state beside its units.
struct Item {
    fact: FactId,
    label: String,
    figure: Option<Figure>,
}

fn items(case: &Case<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut columns = |fact: &FactId, name: &str, columns: [(&str, Option<&Figure>); 3]| {
        items.extend(columns.map(|(key, figure)| Item {
            fact: fact.child(key),
            label: column_label(name, key),
            figure: figure.cloned(),
        }));
    };
    for (key, name, line) in case.dossier.budget.lines() {
        let fact = FactId::new(["budget", key]);
        columns(&fact, name, line.columns());
        for source in &line.sources {
            let fact = fact.child("source").child(source.source.id());
            columns(&fact, &format!("{name}·{}", source.source.label()), source.columns());
        }
    }
    let headcount = case.dossier.department.headcount.as_ref();
    let counts = headcount.map_or([None; 3], |it| [it.active, it.retired, it.non_establishment]);
    items.extend(
        PERSONS.into_iter().zip(counts).map(|((key, label), count)| Item {
            fact: FactId::new(["department", "headcount", key]),
            label: label.to_owned(),
            figure: count
                .map(|count| Figure::counted(Decimal::from(count), Unit::Counted("人".to_owned()))),
        }),
    );
    items
}

fn compared(case: &Case<'_>, item: &Item, sum: &Result<Sum, String>) -> Obligation {
    let subject = format!("{}与各单位之和", item.label);
    let Item { fact, label, figure } = item;
    let (sum, stated) = match (sum, figure) {
        (Err(why), _) => return CHECK.could_not_check(subject, why.clone()),
        (Ok(_), None) => return CHECK.does_not_apply(subject, "部门没有填报"),
        (Ok(_), Some(_)) if case.rollup.taken.contains(fact) => {
            return CHECK.does_not_apply(subject, "部门没有填报，采用各单位之和");
        }
        (Ok(sum), Some(stated)) => (sum, stated),
    };
    if stated.unit() != sum.figure.unit() {
        return CHECK.could_not_check(subject, "部门与单位的计量单位不同");
    }
    let residue = stated.value().checked_sub(sum.figure.value());
    let explained = sum.slack().and_then(|slack| slack.checked_add(stated.half_last_digit()));
    let (Some(residue), Some(explained)) = (residue.map(|it| it.abs()), explained) else {
        return CHECK.could_not_check(subject, "数字过大");
    };
    if residue.is_zero() {
        return CHECK.passed(subject);
    }
    let units = sum.derivation.inputs.len();
    let arithmetic = format!(
        "{label}写作{stated}，{units}个单位之和为{}，相差{}",
        sum.figure,
        stated.rescaled(residue)
    );
    let limit = stated.rescaled(explained);
    let is_rounding = residue <= explained;
    let (severity, message, remedy) = if is_rounding {
        let message = format!("{arithmetic}；各数四舍五入至多可相差{limit}，尾差可由此解释。");
        (Severity::Note, message, "无须改动；如要消除尾差，可删去部门的填报，采用各单位之和。")
    } else {
        let message = format!("{arithmetic}，四舍五入至多可解释{limit}。");
        (Severity::Error, message, "请核对部门和各单位的数字：可能漏了单位，或重复计算。")
    };
    let parts = sum.derivation.inputs.iter().map(|part| {
        let fact = match &part.step {
            Step::Stated { fact } => fact.clone(),
            _ => fact.clone(),
        };
        case.spot(fact, &part.label, &part.shown)
    });
    let shown = sum.derivation.inputs.iter().map(|part| part.shown.clone());
    let figures = std::iter::once(stated.text().to_owned()).chain(shown.clone()).collect();
    CHECK.found(
        subject,
        Draft {
            severity,
            spots: (case.spot(fact.clone(), label, stated.text()), parts.collect()),
            figures,
            message,
            remedy: remedy.to_owned(),
            basis: None,
        },
    )
}
