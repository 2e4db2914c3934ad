//! Words the result as a question, with the arithmetic.

use rust_decimal::Decimal;

use super::execution::Execution;
use super::{Condition, Freed, Limit, Part, PartKind, Possibility, Premise};
use crate::figure::{Figure, Interval, Unit};
use crate::pack::{Pack, number};

/// What a statement speaks of.
pub(super) struct Subject<'s> {
    pub(super) claim: &'s Figure,
    pub(super) claimed: Option<Interval>,
    pub(super) pack: &'s Pack,
    pub(super) execution: Option<&'s Execution<'s>>,
    pub(super) parts: &'s [Part],
    pub(super) permitted: Interval,
    pub(super) possibility: &'s Possibility,
}

/// Which end of the permitted totals a statement works out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Highest,
    Lowest,
}

/// Writes the statement.
pub(super) fn write(subject: &Subject<'_>) -> String {
    let claim = claim_text(subject.claim);
    let body = match subject.possibility {
        Possibility::Follows => {
            return format!(
                "填报的自评总分为{claim}，与按{}逐项计分的结果一致。",
                pack_text(subject.pack)
            );
        }
        Possibility::NotComparable { why } => {
            return format!("填报的自评总分为{claim}，无法与规则包比较：{why}。");
        }
        Possibility::BeyondScale => format!(
            "总分只能在0分与{}之间，填报的总分不在其中。请问填报的总分按什么标准得出？",
            number::points(subject.pack.points_total().unwrap_or_default())
        ),
        Possibility::Possible => format!(
            "{}。填报的总分在这个范围内，但不能由已填报的内容得出：{}。\
             请问各项指标的分值和得分是多少？",
            with_working(subject, End::Lowest, &range_text(subject.permitted)),
            open_text(subject.parts),
        ),
        Possibility::TooHigh { gap, premises } => format!(
            "{}，比填报的总分少{}。{}",
            with_working(subject, End::Highest, &end_text(subject.permitted, End::Highest)),
            number::points(*gap),
            premises_text(premises),
        ),
        Possibility::TooLow { gap, premises } => format!(
            "{}，比填报的总分多{}。{}",
            with_working(subject, End::Lowest, &end_text(subject.permitted, End::Lowest)),
            number::points(*gap),
            premises_text(premises),
        ),
    };
    let reserve = match subject.pack.adoption() {
        Some(_) => "",
        None => "该规则包未经采用，以上推算仅供参考。",
    };
    format!(
        "填报的自评总分为{claim}{}。按{}推算：{body}{reserve}",
        precision_text(subject),
        pack_text(subject.pack),
    )
}

fn claim_text(claim: &Figure) -> String {
    match claim.unit() {
        Unit::Unstated => format!("{claim}分"),
        _ => claim.to_string(),
    }
}

/// The end of the claim's interval that matters, where the writing leaves room.
fn precision_text(subject: &Subject<'_>) -> String {
    let Some(interval) = subject.claimed else {
        return String::new();
    };
    let (words, end) = match subject.possibility {
        Possibility::TooHigh { .. } => ("至少为", interval.low.value()),
        Possibility::TooLow { .. } => ("至多为", interval.high.value()),
        _ => return String::new(),
    };
    match end {
        Some(end) if end != subject.claim.value() => {
            format!("，按其书写精度{words}{}", number::points(end))
        }
        _ => String::new(),
    }
}

fn pack_text(pack: &Pack) -> String {
    format!("规则包「{}」（{} 第{}版）", pack.title, pack.id, pack.version)
}

/// What each part gives, the execution rate with its arithmetic, and what follows.
fn with_working(subject: &Subject<'_>, end: End, result: &str) -> String {
    let clauses = working(subject, end);
    if clauses.is_empty() {
        return result.to_owned();
    }
    format!("{}，{result}", clauses.join("；"))
}

fn working(subject: &Subject<'_>, end: End) -> Vec<String> {
    let mut clauses = Vec::new();
    for part in subject.parts {
        if let (PartKind::ExecutionRate, Some(execution)) = (&part.kind, subject.execution) {
            clauses.push(execution_text(part, execution, end, subject.possibility));
        }
    }
    let scored =
        subject.parts.iter().filter(|part| matches!(part.kind, PartKind::Indicator { .. }));
    let (count, points, low, high) = totals(scored);
    if count > 0 {
        let score = match (subject.possibility, end) {
            (Possibility::Possible, _) if low != high => {
                format!("得{}至{}", number::shown(low), number::points(high))
            }
            (_, End::Highest) => format!("得{}", number::points(high)),
            (_, End::Lowest) => format!("得{}", number::points(low)),
        };
        let points = number::points(points);
        clauses.push(format!("已计分的{count}项指标满分{points}，{score}"));
    }
    let open = subject.parts.iter().filter(|part| part.kind == PartKind::Open);
    let (count, points, ..) = totals(open);
    if count > 0 && !matches!(subject.possibility, Possibility::Possible) {
        let words = match end {
            End::Highest => "即使全部得满",
            End::Lowest => "即使一分不得",
        };
        clauses.push(format!("其余{}没有可计分的分项，{words}", number::points(points)));
    }
    clauses
}

/// How many parts there are, their points, their lowest and their highest scores.
fn totals<'p>(parts: impl Iterator<Item = &'p Part>) -> (usize, Decimal, Decimal, Decimal) {
    let plus = |sum: Decimal, one: Decimal| sum.checked_add(one).unwrap_or(Decimal::MAX);
    let nothing = Decimal::ZERO;
    parts.fold((0, nothing, nothing, nothing), |sums, part| {
        let (count, points, low, high) = sums;
        (count + 1, plus(points, part.points), plus(low, part.low), plus(high, part.high))
    })
}

fn execution_text(
    part: &Part,
    execution: &Execution<'_>,
    end: End,
    possibility: &Possibility,
) -> String {
    let (budget, expenditure) = (&execution.budget, &execution.expenditure);
    let rate = expenditure
        .value()
        .checked_div(budget.value())
        .map_or_else(String::new, |rate| format!(" = {}", number::percent(rate)));
    let score = match (possibility, end) {
        (Possibility::Possible, _) if part.low != part.high => {
            format!("得{}至{}", number::shown(part.low), number::points(part.high))
        }
        (Possibility::Possible, _) => format!("得{}", number::points(part.high)),
        (_, End::Highest) => format!("至多得{}", number::points(part.high)),
        (_, End::Lowest) => format!("至少得{}", number::points(part.low)),
    };
    format!(
        "预算执行率为{expenditure} ÷ {budget}{rate}，按“{}”，{}中{score}",
        execution.method.label,
        number::points(part.points),
    )
}

fn end_text(permitted: Interval, end: End) -> String {
    let (words, bound) = match end {
        End::Highest => ("至多", permitted.high),
        End::Lowest => ("至少", permitted.low),
    };
    let shown = bound.value().map_or_else(String::new, number::points);
    format!("总分{words}为{shown}")
}

fn range_text(permitted: Interval) -> String {
    let (low, high) = (permitted.low.value(), permitted.high.value());
    match low.zip(high) {
        Some((low, high)) => {
            format!("总分可以是{}至{}", number::shown(low), number::points(high))
        }
        None => "总分的范围无法确定".to_owned(),
    }
}

fn open_text(parts: &[Part]) -> String {
    let open: Vec<String> = parts
        .iter()
        .filter(|part| part.kind == PartKind::Open)
        .map(|part| format!("{}{}", part.label, number::points(part.points)))
        .collect();
    if open.is_empty() {
        let known = parts.iter().filter(|part| part.low != part.high);
        let known: Vec<&str> = known.map(|part| part.label.as_str()).collect();
        if known.is_empty() {
            return "有的指标没有归入一级指标".to_owned();
        }
        return format!("{}的填报数只给出范围", known.join("、"));
    }
    format!("{}没有可计分的分项", open.join("、"))
}

/// The premises, numbered, as what would have to be so.
fn premises_text(premises: &[Vec<Premise>]) -> String {
    let set = |set: &Vec<Premise>| {
        let words: Vec<String> = set.iter().map(premise_text).collect();
        words.join("，并且")
    };
    let listed: Vec<String> =
        premises.iter().zip(1..).map(|(one, place)| format!("（{place}）{}", set(one))).collect();
    let (how, what) = match premises {
        [only] if only.len() > 1 => {
            (format!("与上述至少要有{}项不同，这个总分才有可能，例如", only.len()), set(only))
        }
        _ => (
            "如果与上述只有一项不同，下列任一情形都能使这个总分成为可能".to_owned(),
            listed.join("；"),
        ),
    };
    format!("请问总分如何得出？{how}：{what}。")
}

fn premise_text(premise: &Premise) -> String {
    match premise {
        Premise::Figure { label, stated, required, rate, .. } => {
            let rate = rate.map_or_else(String::new, |rate| {
                format!("，即执行率{}%", limit_text(rate, |n| n.normalize().to_string()))
            });
            format!(
                "{label}{}（填报为{stated}）{rate}",
                limit_text(*required, |amount| amount_text(amount, stated))
            )
        }
        Premise::Weight { label, points, required, freed } => {
            let freed = match freed {
                Freed::Scored => "减下的分值在其他指标中全部得到",
                Freed::NotScored => "减下的分值在其他指标中没有得到",
            };
            format!(
                "「{label}」的分值{}（规则包为{}），{freed}",
                limit_text(*required, number::points),
                number::points(*points)
            )
        }
        Premise::Method { label, other_label, basis, condition, .. } => {
            let condition = match condition {
                Condition::None => "",
                Condition::Completed => "，并且工作已在预算内完成",
                Condition::NotCompleted => "，并且工作尚未完成",
            };
            format!("执行率不按“{label}”而按“{other_label}”计分{condition}，该方法的依据为{basis}")
        }
        Premise::Score { label, value, required } => format!(
            "{label}得分{}（按规则包为{}）",
            limit_text(*required, number::points),
            number::points(*value)
        ),
    }
}

/// An amount in the unit of a stated figure.
fn amount_text(amount: Decimal, stated: &Figure) -> String {
    match stated.unit() {
        Unit::Yuan => number::yuan(amount),
        unit => Figure::counted(amount, unit.clone()).text().to_owned(),
    }
}

fn limit_text(limit: Limit, shown: impl Fn(Decimal) -> String) -> String {
    match limit {
        Limit::AtLeast(amount) => format!("不低于{}", shown(amount)),
        Limit::AtMost(amount) => format!("不高于{}", shown(amount)),
    }
}
