//! How an indicator's actual answers its target.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::dossier::{Actual, Indicator};
use crate::figure::scan::{Mention, MentionKind};
use crate::figure::{Figure, Relation};
use crate::reading::Mentions;
use crate::register::{Measured, Measurements};

/// How the actual answers the target, as far as figures go (目标与完成值的对应).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Both state an amount of the same thing.
    Figures {
        /// What was to be reached.
        target: Figure,
        /// What was reached.
        actual: Figure,
    },
    /// The target states an amount and the actual none.
    NoFigure {
        /// What was to be reached.
        target: Figure,
    },
    /// Both state amounts, but of different things (`1次` answered by `96名`).
    DifferentThings {
        /// What was to be reached.
        target: Figure,
        /// The amount that the actual states instead.
        actual: Figure,
    },
    /// It can't be told which amounts answer each other.
    Ambiguous {
        /// Why, in Chinese.
        why: String,
    },
    /// The target states no amount.
    NotQuantified,
}

/// Words for what does not occur, which answer a target of zero.
const NOTHING_HAPPENED: [&str; 7] =
    ["未发生", "没有发生", "未出现", "没有出现", "未接到", "未收到", "未产生"];

/// Says how the actual of an indicator answers its target cell, by what stands with digits in both.
#[must_use]
pub fn answer(indicator: &Indicator, mentions: &Mentions, measurements: &Measurements) -> Answer {
    if matches!(indicator.actual, Actual::Derived(_)) {
        // Only a pack says what it is; nobody stated it.
        return Answer::NotQuantified;
    }
    answer_with(&actual_amounts(indicator, mentions, measurements), indicator, mentions)
}

/// Says how what a pack's formula gave answers the target cell of its indicator.
#[must_use]
pub fn answer_derived(derived: &Figure, indicator: &Indicator, mentions: &Mentions) -> Answer {
    answer_with(&[Amount::of_whole(Cow::Borrowed(derived))], indicator, mentions)
}

/// Says how amounts answer the target cell of an indicator.
fn answer_with(actuals: &[Amount<'_>], indicator: &Indicator, mentions: &Mentions) -> Answer {
    let targets = amounts(&indicator.target, &mentions.target);
    let Some(first) = targets.first() else {
        return unread(&indicator.target, &mentions.target).map_or(
            Answer::NotQuantified,
            |words| {
                let why = format!("年度指标值中的「{words}」不能确定是多少");
                Answer::Ambiguous { why }
            },
        );
    };
    if targets.iter().any(|other| !other.figure.agrees_with(&first.figure)) {
        let why = format!("年度指标值「{}」有几个数，不知以哪个为准", indicator.target);
        return Answer::Ambiguous { why };
    }
    answer_amount(first, actuals, indicator, mentions)
}

/// Says how the actual of an indicator answers a target.
#[must_use]
pub fn answer_to(
    target: &Figure,
    indicator: &Indicator,
    mentions: &Mentions,
    measurements: &Measurements,
) -> Answer {
    let actuals = actual_amounts(indicator, mentions, measurements);
    answer_amount(&Amount::of_whole(Cow::Borrowed(target)), &actuals, indicator, mentions)
}

fn answer_amount(
    target: &Amount<'_>,
    actuals: &[Amount<'_>],
    indicator: &Indicator,
    mentions: &Mentions,
) -> Answer {
    let is_same =
        |actual: &&Amount<'_>| Figure::in_one_unit(&target.figure, &actual.figure).is_some();
    let same: Vec<&Amount<'_>> = actuals.iter().filter(is_same).collect();
    // A figure in the very unit of the target answers it before one in a unit like it.
    let exact = same.iter().find(|actual| actual.figure.unit() == target.figure.unit());
    let figure = target.figure.clone().into_owned();
    let Some(actual) = exact.or(same.first()) else {
        if let Some(words) = unread_actual(indicator, mentions) {
            return Answer::Ambiguous {
                why: format!("完成值中的「{words}」不能确定是多少")
            };
        }
        return match actuals.first() {
            Some(other) => {
                let actual = other.figure.clone().into_owned();
                Answer::DifferentThings { target: figure, actual }
            }
            None => without_figure(figure, indicator),
        };
    };
    let unit = actual.figure.unit();
    let differs = |other: &&&Amount<'_>| {
        other.figure.unit() == unit && !other.figure.agrees_with(&actual.figure)
    };
    let why = if let Some(other) = same.iter().find(differs) {
        format!("完成值里有{}和{}，不知以哪个为准", actual.figure, other.figure)
    } else if actual.scope != target.scope {
        format!("目标{figure}与完成值{}，一个按每期、每月等计，一个按总数计", actual.figure)
    } else if actual.change.is_some() && target.change.is_some() && actual.change != target.change {
        format!("目标{figure}与完成值{}，一个是增长，一个是下降", actual.figure)
    } else {
        return Answer::Figures { target: figure, actual: actual.figure.clone().into_owned() };
    };
    Answer::Ambiguous { why }
}

/// The answer of a text without a figure: zero, where zero was asked for and nothing occurred.
fn without_figure(target: Figure, indicator: &Indicator) -> Answer {
    let is_nothing = |text: &str| NOTHING_HAPPENED.iter().any(|words| text.contains(words));
    match &indicator.actual {
        Actual::Typed(text) if target.value().is_zero() && is_nothing(text) => {
            let unit = target.unit().clone();
            let zero = Figure::new("零", Decimal::ZERO, 0, unit, Relation::Exactly);
            match zero {
                Some(actual) => Answer::Figures { target, actual },
                None => Answer::NoFigure { target },
            }
        }
        _ => Answer::NoFigure { target },
    }
}

/// The first words of a typed actual that look like an amount and can't be read for certain.
fn unread_actual<'i>(indicator: &'i Indicator, mentions: &Mentions) -> Option<&'i str> {
    match &indicator.actual {
        Actual::Typed(text) => unread(text, &mentions.actual),
        Actual::Measured(_) | Actual::Derived(_) => None,
    }
}

/// The first words of a cell that look like an amount and can't be read for certain.
fn unread<'t>(text: &'t str, mentions: &[Mention]) -> Option<&'t str> {
    let unread = mentions.iter().find(|one| one.kind == MentionKind::Unread)?;
    text.get(unread.span.clone())
}

/// A figure of a cell, with the words around it that decide what it can be compared with.
struct Amount<'f> {
    figure: Cow<'f, Figure>,
    scope: Scope,
    change: Option<Change>,
}

impl<'f> Amount<'f> {
    fn of_whole(figure: Cow<'f, Figure>) -> Self {
        Self { figure, scope: Scope::Whole, change: None }
    }
}

/// Whether an amount is of the whole or of each part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// `全年12次`.
    Whole,
    /// `每月1次`.
    Each,
}

/// Which way an amount of change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Up,
    Down,
}

fn actual_amounts<'m>(
    indicator: &Indicator,
    mentions: &'m Mentions,
    measurements: &Measurements,
) -> Vec<Amount<'m>> {
    match &indicator.actual {
        Actual::Typed(text) => amounts(text, &mentions.actual),
        Actual::Measured(measure) => {
            let figure = measurements.get(measure).map(Measured::figure);
            figure.map(|figure| Amount::of_whole(Cow::Owned(figure))).into_iter().collect()
        }
        Actual::Derived(_) => Vec::new(),
    }
}

/// The amounts of a cell; what stands in brackets or behind 其中 explains the amount before it.
fn amounts<'m>(text: &str, mentions: &'m [Mention]) -> Vec<Amount<'m>> {
    let mut all = Vec::new();
    let among = text.find("其中").unwrap_or(text.len());
    let (mut counted, mut opened, mut closed) = (0, 0, 0);
    for Mention { span, kind } in mentions {
        let MentionKind::Figure(figure) = kind else { continue };
        let before = text.get(..span.start).unwrap_or_default();
        let passed = text.get(counted..span.start).unwrap_or_default();
        opened += passed.matches(['（', '(']).count();
        closed += passed.matches(['）', ')']).count();
        counted = span.start;
        if !all.is_empty() && (opened > closed || among < span.start) {
            continue;
        }
        let clause = before.rsplit(['，', '。', '；', '、', ',', ';']).next().unwrap_or_default();
        let mut near = clause.chars().rev().filter(|c| !c.is_whitespace()).take(5);
        let scope = if near.any(|c| c == '每') { Scope::Each } else { Scope::Whole };
        let ends_with = |words: &[&str]| words.iter().any(|word| clause.trim_end().ends_with(word));
        let change = if ends_with(&["增长", "提高", "上升", "增加"]) {
            Some(Change::Up)
        } else if ends_with(&["下降", "减少", "降低", "压减"]) {
            Some(Change::Down)
        } else {
            None
        };
        all.push(Amount { figure: Cow::Borrowed(figure), scope, change });
    }
    all
}

/// The words of an indicator's actual: as typed, or the measured value with its unit.
///
/// Nothing where a measure gave no value.
#[must_use]
pub fn actual_text<'i>(
    indicator: &'i Indicator,
    measurements: &Measurements,
) -> Option<Cow<'i, str>> {
    match &indicator.actual {
        Actual::Typed(text) => Some(Cow::Borrowed(text)),
        Actual::Measured(measure) => {
            measurements.get(measure).map(|measured| measured.figure().text().to_owned().into())
        }
        Actual::Derived(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn outline(target: &str, actual: &str) -> String {
        let indicator = Indicator {
            id: "i".to_owned(),
            name: "指标".to_owned(),
            target: target.to_owned(),
            actual: Actual::Typed(actual.to_owned()),
            ..Indicator::default()
        };
        match Reading::of(&indicator, &Measurements::default()).answer {
            Answer::Figures { target, actual } => format!("{target} <- {actual}"),
            Answer::NoFigure { target } => format!("{target} <- nothing"),
            Answer::DifferentThings { target, actual } => format!("{target} <> {actual}"),
            Answer::Ambiguous { why } => format!("? {why}"),
            Answer::NotQuantified => "no amount".to_owned(),
        }
    }

    #[test]
    fn what_a_formula_gave_answers_the_target() {
        let cases = [
            ("≤100%", "103.2%", Some(("≤100%", "103.2%"))),
            ("≥90%", "5人", None),
            ("严格控制", "103.2%", None),
        ];
        for (target, derived, expected) in cases {
            let (target, actual) = (target.to_owned(), Actual::Derived("staffing".to_owned()));
            let indicator = Indicator { target, actual, ..Indicator::default() };
            let mut reading = Reading::of(&indicator, &Measurements::default());
            reading.derive(&Figure::parse(derived).unwrap());
            let found = match &reading.answer {
                Answer::Figures { target, actual } => Some((target.text(), actual.text())),
                _ => None,
            };
            assert_eq!(found, expected, "{}", indicator.target);
        }
    }

    #[test]
    fn amounts_answer_each_other_or_it_is_said_why_not() {
        let cases = [
            ("10期", "已举办21期培训班", "10期 <- 21期"),
            ("5篇", "超30篇次报道", "5篇 <- 超30篇次"),
            ("≥25%", "28.6%（新提任28人，其中8人）", "≥25% <- 28.6%"),
            ("覆盖率100%", "覆盖率100%，参训93人", "100% <- 100%"),
            ("40人", "46人，其中女性18人", "40人 <- 46人"),
            ("至少1次", "已选调96名干部", "至少1次 <> 96名"),
            ("1次", "已开展调研", "1次 <- nothing"),
            ("零事故", "全年未发生事故", "零事故 <- 零"),
            ("做好服务", "服务3次", "no amount"),
            ("每月1次", "每月1次", "1次 <- 1次"),
            ("每月1次", "12次", "? 目标1次与完成值12次，一个按每期、每月等计，一个按总数计"),
            ("40人", "计划46人，实际12人", "? 完成值里有46人和12人，不知以哪个为准"),
            (
                "完成率100%，满意率90%以上",
                "满意率92%",
                "? 年度指标值「完成率100%，满意率90%以上」有几个数，不知以哪个为准",
            ),
            ("3—5部", "已制作4部", "3—5部 <- 4部"),
            ("不少于三次", "开展培训两次", "不少于三次 <- 两次"),
            ("2小时", "平均90分钟", "2小时 <- 90分钟"),
            ("≥95%", "958‰", "≥95% <- 958‰"),
            ("3天", "20小时", "3天 <> 20小时"),
            ("500人", "培训500余人，其中女性200人", "500人 <- 500余人"),
            ("500人", "培训500余人，实到530人", "500人 <- 500余人"),
            ("500人", "培训500余人，实到630人", "? 完成值里有500余人和630人，不知以哪个为准"),
            ("200人", "培训数百人", "? 完成值中的「数百人」不能确定是多少"),
            ("200人", "3期，培训数百人", "? 完成值中的「数百人」不能确定是多少"),
            ("1，200人", "1260人", "? 年度指标值中的「1，200人」不能确定是多少"),
            ("增长5%", "下降6.2%", "? 目标5%与完成值6.2%，一个是增长，一个是下降"),
        ];
        for (target, actual, expected) in cases {
            assert_eq!(outline(target, actual), expected, "{target} / {actual}");
        }
    }
}
