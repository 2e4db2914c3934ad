//! What holds for the figures of any text.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use heng_core::figure::scan::{figures, scan};
use heng_core::figure::{Figure, Interval, Relation};
use proptest::prelude::*;

/// Pieces of which figures and their surroundings are made.
const PIECES: &[&str] = &[
    "0",
    "1",
    "3",
    "12",
    "500",
    "2022",
    "020",
    "1,234",
    ".5",
    ".",
    ",",
    "，",
    "3.75",
    "７",
    "零",
    "一",
    "二",
    "两",
    "三",
    "十",
    "十三",
    "二十",
    "百",
    "千",
    "万",
    "亿",
    "万亿",
    "点五",
    "壹佰",
    "贰拾",
    "百分之",
    "千分之",
    "余",
    "多",
    "几",
    "数",
    "个",
    "次",
    "部",
    "人",
    "人次",
    "期",
    "项",
    "个月",
    "年",
    "月",
    "日",
    "号",
    "小时",
    "分钟",
    "分",
    "元",
    "圆",
    "角",
    "整",
    "%",
    "‰",
    "个百分点",
    "-",
    "—",
    "~",
    "至",
    "到",
    "从",
    "/",
    "第",
    "届",
    "周年",
    "负",
    "约",
    "近",
    "超",
    "超过",
    "不",
    "不低于",
    "至少",
    "≥",
    "<",
    "以上",
    "以内",
    "内",
    "左右",
    "（含）",
    "（含",
    "）",
    "前",
    "之前",
    "、",
    "。",
    " ",
    "\n",
    "“",
    "”",
    "A4",
    "PM2.5",
    "每",
    "周",
    "统",
    "投诉",
    "会议",
    "党代会",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,60}",
        prop::collection::vec(prop::sample::select(PIECES), 0..14).prop_map(|it| it.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn spans_lie_in_order_inside_any_text(text in texts()) {
        let mut end = 0;
        for mention in scan(&text) {
            let words = text.get(mention.span.clone());
            prop_assert!(words.is_some_and(|words| !words.is_empty()), "{:?}", mention);
            prop_assert!(mention.span.start >= end, "{:?} begins before {end}", mention);
            end = mention.span.end;
        }
    }

    #[test]
    fn a_figure_says_the_same_wherever_it_is_written(text in texts()) {
        for (span, figure) in figures(&text) {
            let again = Figure::parse(figure.text());
            prop_assert!(again.is_ok(), "{figure} of {text}: {again:?}");
            let again = again.unwrap();
            prop_assert_eq!(again.interval(), figure.interval(), "{} of {}", figure, text);
            prop_assert_eq!(again.unit(), figure.unit());
            prop_assert_eq!(again.to_string(), figure.to_string());
            prop_assert!(text[span].starts_with(figure.text().chars().next().unwrap()));
        }
    }

    #[test]
    fn no_figure_goes_over_a_line(text in texts()) {
        for (span, _) in figures(&text) {
            prop_assert!(!text[span].contains('\n'));
        }
    }

    #[test]
    fn a_figure_allows_what_it_states(text in texts()) {
        for (_, figure) in figures(&text) {
            let Some(interval) = figure.interval() else {
                prop_assert_eq!(figure.relation(), Relation::About);
                continue;
            };
            let is_strict = matches!(figure.relation(), Relation::MoreThan | Relation::LessThan);
            prop_assert_eq!(interval.contains(figure.value()), !is_strict, "{}", figure);
            let is_open = figure.relation() == Relation::Between && figure.text().contains(['余', '多']);
            prop_assert_eq!(interval.contains(figure.largest()), !is_strict && !is_open, "{}", figure);
        }
    }

    #[test]
    fn sums_stay_in_the_sum_of_intervals(texts in prop::collection::vec(texts(), 1..6)) {
        let mut sum = Interval::point(0.into());
        let mut value = rust_decimal::Decimal::ZERO;
        for figure in texts.iter().flat_map(|text| figures(text).map(|(_, figure)| figure)) {
            let is_strict = matches!(figure.relation(), Relation::MoreThan | Relation::LessThan);
            let (Some(interval), false) = (figure.interval(), is_strict) else { continue };
            sum = sum.plus(interval);
            value = value.checked_add(figure.value()).unwrap();
        }
        prop_assert!(sum.contains(value), "{value} in {sum}");
    }

    #[test]
    fn units_of_one_family_compare_as_their_amounts(hours in 0_u32..1_000, minutes in 0_u32..100_000) {
        let hour = Figure::parse(&format!("{hours}小时")).unwrap();
        let minute = Figure::parse(&format!("{minutes}分钟")).unwrap();
        let (hour, minute) = Figure::in_one_unit(&hour, &minute).unwrap();
        prop_assert_eq!(hour.unit(), minute.unit());
        prop_assert_eq!(hour.value().cmp(&minute.value()), (hours * 60).cmp(&minutes));
    }
}
