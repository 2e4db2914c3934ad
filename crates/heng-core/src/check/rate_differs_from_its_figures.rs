//! AMT102: a stated rate differs from the quotient of its figures.

use rust_decimal::Decimal;

use super::{Case, Check, Draft, Run};
use crate::dossier::BudgetLine;
use crate::fact::FactId;
use crate::figure::{Figure, Interval, Unit};
use crate::finding::{Obligation, Severity};

pub(super) static CHECK: Check = Check {
    code: "AMT102",
    name: "rate-differs-from-its-figures",
    since: "0.1.0",
    page: include_str!("rate_differs_from_its_figures.md"),
    run: Run::Dossier(run),
};

/// Recomputes each stated rate at the precision it is printed in.
fn run(case: &Case<'_>) -> Vec<Obligation> {
    let lines = case.dossier.budget.lines().into_iter();
    let department = lines.map(|(id, name, line)| (FactId::new(["budget", id]), name, line));
    let projects = case.dossier.projects.iter();
    let projects = projects.map(|project| {
        (FactId::new(["project", &project.id]), project.name.as_str(), &project.money)
    });
    let mut obligations: Vec<Obligation> = department
        .chain(projects)
        .map(|(fact, name, line)| execution_rate(case, &fact, name, line))
        .collect();
    obligations.push(evaluated_share(case));
    obligations
}

fn execution_rate(case: &Case<'_>, fact: &FactId, name: &str, line: &BudgetLine) -> Obligation {
    let subject = format!("{name}预算执行率");
    let Some(rate) = &line.rate else {
        return CHECK.does_not_apply(subject, "没有填报执行率，由本程序计算");
    };
    let (Some(budget), Some(expenditure)) = (&line.budget, &line.expenditure) else {
        return CHECK.could_not_check(subject, "缺少预算数或执行数");
    };
    let Some((low, high, quotient)) = percent(expenditure, budget) else {
        return CHECK.could_not_check(subject, "预算数为零，或数字的写法不能比较");
    };
    let Some(stated) = in_percent(rate) else {
        return CHECK.could_not_check(subject, format!("「{rate}」不是比率"));
    };
    if stated.overlaps(Interval::between(low, high)) {
        return CHECK.passed(subject);
    }
    let computed = format!("{expenditure}÷{budget}＝{}%", quotient.round_dp(3).normalize());
    let draft = Draft {
        severity: Severity::Error,
        spots: (
            case.spot(fact.child("rate"), &subject, rate.text()),
            vec![
                case.spot(fact.child("expenditure"), &format!("{name}执行数"), expenditure.text()),
                case.spot(fact.child("budget"), &format!("{name}预算数"), budget.text()),
            ],
        ),
        figures: [rate, expenditure, budget].map(|figure| figure.text().to_owned()).to_vec(),
        message: format!("执行率与其数字不符：{computed}，写作{rate}。"),
        remedy: "请核对预算数、执行数和执行率；执行率可不填，由本程序计算。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}

/// The interval of a stated rate, in percent.
fn in_percent(rate: &Figure) -> Option<Interval> {
    let interval = rate.interval()?;
    match rate.unit() {
        Unit::Percent => Some(interval),
        Unit::Permille => interval.divided_by(Interval::point(Decimal::TEN)),
        _ => None,
    }
}

/// The quotient in percent: lowest, highest and nominal.
fn percent(part: &Figure, whole: &Figure) -> Option<(Decimal, Decimal, Decimal)> {
    if part.unit() != whole.unit() {
        return None;
    }
    let quotient = part.interval()?.divided_by(whole.interval()?)?;
    let hundred = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
    Some((
        hundred(quotient.low.value()?)?,
        hundred(quotient.high.value()?)?,
        hundred(part.value().checked_div(whole.value())?)?,
    ))
}

/// The share of the money self-evaluated may rest on the project budget or on what was spent of it.
fn evaluated_share(case: &Case<'_>) -> Obligation {
    let subject = "自评资金占比";
    let said = &case.dossier.self_evaluation;
    let (Some(share), Some(amount)) = (&said.share, &said.amount) else {
        return CHECK.does_not_apply(subject, "没有填报自评资金或其占比");
    };
    let said_base = said.share_base.as_deref().unwrap_or_default();
    let (scope, line) = match said_base {
        base if base.contains("整体") || base.contains("部门支出") => {
            ("部门整体支出", &case.dossier.budget.whole)
        }
        base if base.contains("基本支出") => ("基本支出", &case.dossier.budget.basic),
        _ => ("项目支出", &case.dossier.budget.project),
    };
    let bases = [
        ("执行数", &line.expenditure, ["执行", "支出数"]),
        ("预算数", &line.budget, ["预算", "安排"]),
    ];
    // A base that is named by its column is the only one that counts.
    let is_named = |words: &[&str; 2]| {
        words
            .iter()
            .any(|word| said_base.ends_with(word) || said_base.ends_with(&format!("{word}数")))
    };
    let named: Vec<_> = bases.iter().filter(|(_, _, words)| is_named(words)).collect();
    let bases = if named.is_empty() { bases.iter().collect() } else { named };
    let mut computed = Vec::new();
    for (name, base, _) in bases {
        let Some(base) = base else { continue };
        let (Some((low, high, quotient)), Some(stated)) =
            (percent(amount, base), in_percent(share))
        else {
            continue;
        };
        let agrees = stated.overlaps(Interval::between(low, high));
        computed.push((
            agrees,
            format!("按{scope}{name}{base}计为{}%", quotient.round_dp(2).normalize()),
        ));
    }
    if computed.is_empty() {
        return CHECK
            .could_not_check(subject, format!("缺少{scope}的预算数和执行数，或占比不是比率"));
    }
    if computed.iter().all(|(agrees, _)| *agrees) {
        return CHECK.passed(subject);
    }
    let some_agree = computed.iter().any(|(agrees, _)| *agrees);
    let readings: Vec<String> = computed.into_iter().map(|(_, reading)| reading).collect();
    let base = said.share_base.as_deref().unwrap_or("项目支出");
    let draft = Draft {
        severity: if some_agree { Severity::Note } else { Severity::Warning },
        spots: (
            case.spot(FactId::new(["self_evaluation", "share"]), subject, share.text()),
            vec![],
        ),
        figures: vec![share.text().to_owned(), amount.text().to_owned()],
        message: if some_agree {
            format!(
                "自评资金{amount}占「{base}」的{share}：{}；占比以哪个数为基数没有写明。",
                readings.join("，")
            )
        } else {
            format!("自评资金{amount}占「{base}」的{share}与算得的不符：{}。", readings.join("，"))
        },
        remedy: "请写明占比的基数：预算数还是执行数，是否含转移支付。".to_owned(),
        basis: None,
    };
    CHECK.found(subject, draft)
}
