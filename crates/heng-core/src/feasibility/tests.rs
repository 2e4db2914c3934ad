use proptest::prelude::*;

use super::*;
use crate::dossier::{BudgetLine, Indicator, Judgement};
use crate::score::tests::{department_pack, dossier, full_dossier, indicator, money, scored};

fn feasible(dossier: &Dossier, claim: &str) -> Feasibility {
    let pack = department_pack();
    let sheet = scored(dossier, &pack);
    let claim = Figure::parse(claim).expect("a figure");
    feasibility(dossier, &sheet, &pack, &claim)
}

fn only_money() -> Dossier {
    dossier(money("2834.54万元", "2717.34万元"), Vec::new())
}

const PACK: &str = "规则包「临江区部门整体支出绩效自评方案（示例）」（example-department 第1版）";

const RATE: &str = "预算执行率为2717.34万元 ÷ 2834.54万元 = 95.865…%，按“预算执行率按比例计分”，";

#[test]
fn a_claim_above_all_permitted_totals_is_asked_about() {
    let found = feasible(&only_money(), "99.7分");
    assert_eq!(found.permitted.to_string(), "[9.59, 99.59]");
    let expected = format!(
        "填报的自评总分为99.7分，按其书写精度至少为99.65分。按{PACK}推算：{RATE}\
         10分中至多得9.59分；其余90分没有可计分的分项，即使全部得满，总分至多为99.59分，\
         比填报的总分少0.06分。请问总分如何得出？\
         如果与上述只有一项不同，下列任一情形都能使这个总分成为可能：\
         （1）执行数不低于2733.91万元（填报为2717.34万元），即执行率不低于96.45%；\
         （2）预算数不高于2817.36万元（填报为2834.54万元），即执行率不低于96.45%；\
         （3）「预算执行」的分值不高于8.58分（规则包为10分），减下的分值在其他指标中全部得到；\
         （4）执行率不按“预算执行率按比例计分”而按“预算执行率分档计分”计分，\
         并且工作已在预算内完成，该方法的依据为财预〔2021〕101号（未经核实）。"
    );
    assert_eq!(found.statement(), expected);
}

#[test]
fn a_claim_among_permitted_totals_need_not_follow() {
    let found = feasible(&only_money(), "95分");
    assert_eq!(found.possibility, Possibility::Possible);
    let expected = format!(
        "填报的自评总分为95分。按{PACK}推算：{RATE}10分中得9.59分，总分可以是9.59至99.59分。\
         填报的总分在这个范围内，但不能由已填报的内容得出：\
         履职产出50分、履职效益30分、服务对象满意度10分没有可计分的分项。\
         请问各项指标的分值和得分是多少？"
    );
    assert_eq!(found.statement(), expected);
}

#[test]
fn nothing_stated_permits_the_whole_scale() {
    let empty = dossier(BudgetLine::default(), Vec::new());
    let found = feasible(&empty, "99.7分");
    assert_eq!(found.permitted.to_string(), "[0, 100]");
    assert_eq!(found.possibility, Possibility::Possible);
    assert_eq!(feasible(&empty, "120分").possibility, Possibility::BeyondScale);
}

#[test]
fn a_claim_below_all_permitted_totals_is_asked_about() {
    let found = feasible(&only_money(), "5分");
    let expected = "比填报的总分多4.09分。请问总分如何得出？\
        如果与上述只有一项不同，下列任一情形都能使这个总分成为可能：\
        （1）执行数不高于1560.42万元（填报为2717.34万元），即执行率不高于55.04%；\
        （2）「预算执行」的分值不高于5.74分（规则包为10分），减下的分值在其他指标中没有得到。";
    let statement = found.statement();
    assert!(statement.ends_with(expected), "{statement}");
}

#[test]
fn a_claim_is_held_against_a_scored_sheet() {
    let found = feasible(&full_dossier(), "88.59分");
    assert_eq!(found.possibility, Possibility::Follows);
    assert_eq!(feasible(&full_dossier(), "88.6分").possibility, Possibility::Follows);
    let ends = [
        ("95分", "成为可能：（1）“指标services”得分不低于29.91分（按规则包为24分）。"),
        (
            "91.6分",
            "成为可能：（1）“指标sessions”的实际完成值不低于18期（填报为15期）；\
             （2）“指标services”得分不低于26.96分（按规则包为24分）。",
        ),
        (
            "99.9分",
            "与上述至少要有3项不同，这个总分才有可能，例如：\
             “指标services”得分不低于30分（按规则包为24分），\
             并且“指标sessions”得分不低于20分（按规则包为15分），\
             并且预算执行率得分不低于9.85分（按规则包为9.59分）。",
        ),
    ];
    for (claim, end) in ends {
        let found = feasible(&full_dossier(), claim);
        assert!(found.statement().ends_with(end), "{}", found.statement());
    }
}

#[test]
fn what_is_no_score_is_not_compared() {
    for (claim, why) in [("约99分", "「约99分」是约数，不能比较"), ("99%", "「99%」不是分数")]
    {
        let expected = Possibility::NotComparable { why: why.to_owned() };
        assert_eq!(feasible(&only_money(), claim).possibility, expected);
    }
    assert_eq!(feasible(&only_money(), "99").possibility, Possibility::Possible);
    assert_eq!(feasible(&only_money(), "99分以上").possibility, Possibility::Possible);
}

#[test]
fn a_claimed_score_is_as_precise_as_it_is_written() {
    let claimed = |text: &str| {
        let claim = Figure::parse(text).expect("a figure");
        claimed_interval(&claim).map_or_else(|why| why, |interval| interval.to_string())
    };
    for (claim, expected) in [
        ("96", "[95.5, 96.5]"),
        ("96分", "[95.5, 96.5]"),
        ("96.0", "[95.95, 96.05]"),
        ("96分以上", "[96, ∞)"),
        ("96%", "「96%」不是分数"),
        ("约96分", "「约96分」是约数，不能比较"),
    ] {
        assert_eq!(claimed(claim), expected, "{claim}");
    }
}

#[test]
fn what_the_pack_leaves_open_may_have_all_points() {
    let only = |target: &str, actual: &str| {
        let rows = vec![
            indicator("a", "output", 50, [target, actual]),
            row("b", "outcome", 30, (1, 1)),
            row("c", "satisfaction", 10, (1, 1)),
        ];
        dossier(money("10.00万元", "10.00万元"), rows)
    };
    // heng gives 49.99; whoever rounds 49.995 up has not claimed anything impossible.
    let found = feasible(&only("≥10000人", "9999人"), "100.00分");
    assert_eq!(found.permitted.to_string(), "[99.98, 100.00]");
    assert_eq!(found.possibility, Possibility::Possible);
    let found = feasible(&only("超过30篇", "30篇"), "99.90分");
    assert_eq!(found.possibility, Possibility::Possible);
    let found = feasible(&only("超过30篇", "27篇"), "99.90分");
    let expected = "“指标a”的实际完成值不低于30篇（填报为27篇）";
    assert!(found.statement().contains(expected), "{}", found.statement());
    let found = feasible(&only("超过30篇", "24篇"), "96.00分");
    let expected = "“指标a”的实际完成值不低于28篇（填报为24篇）";
    assert!(found.statement().contains(expected), "{}", found.statement());
}

#[test]
fn money_over_the_budget_names_no_banded_method() {
    let found = feasible(&dossier(money("100.00万元", "105.00万元"), Vec::new()), "5分");
    assert!(matches!(found.possibility, Possibility::TooLow { .. }), "{found:?}");
    assert!(!found.statement().contains("预算执行率分档计分"), "{}", found.statement());
}

#[test]
fn money_that_bounds_nothing_leaves_the_part_open() {
    for (budget, expenditure) in
        [("0.00万元", "3.00万元"), ("约100万元", "80万元"), ("100万元", "80次")]
    {
        let found = feasible(&dossier(money(budget, expenditure), Vec::new()), "99.7分");
        assert_eq!(found.permitted.to_string(), "[0, 100]", "{budget}");
    }
}

#[test]
fn nothing_spent_names_no_budget() {
    let found = feasible(&dossier(money("100.00万元", "0.00万元"), Vec::new()), "99.7分");
    assert!(found.statement().contains("执行数不低于96.45万元"), "{}", found.statement());
    assert!(!found.statement().contains("预算数不高于"), "{}", found.statement());
}

#[test]
fn a_bounded_actual_may_have_reached_more() {
    let rows = vec![
        indicator("articles", "output", 50, ["≥50篇", "超30篇次"]),
        row("b", "outcome", 30, (1, 1)),
        row("c", "satisfaction", 10, (1, 1)),
    ];
    let found = feasible(&dossier(money("10.00万元", "10.00万元"), rows), "95分");
    assert_eq!(found.permitted.to_string(), "[79.99, 100]");
    assert_eq!(found.possibility, Possibility::Possible);
    let expected = "已计分的3项指标满分90分，得70至90分，总分可以是79.99至100分。\
        填报的总分在这个范围内，但不能由已填报的内容得出：\
        预算执行率、“指标articles”的填报数只给出范围。请问各项指标的分值和得分是多少？";
    assert!(found.statement().ends_with(expected), "{}", found.statement());
}

fn row(id: &str, dimension: &str, points: i64, amounts: (u16, u16)) -> Indicator {
    let (target, actual) = amounts;
    let cells = [format!("≥{target}期"), format!("{actual}期")];
    indicator(id, dimension, points, [&cells[0], &cells[1]])
}

proptest! {
    #[test]
    fn the_true_total_is_permitted(
        budget in 1_u32..1_000_000,
        expenditure in 0_u32..1_200_000,
        output in (1_u16..99, 0_u16..120),
        outcome in 0_i64..=100,
        satisfaction in (1_u16..99, 0_u16..120),
    ) {
        let amount = |hundredths: u32| format!("{}万元", Decimal::new(hundredths.into(), 2));
        let mut judged = indicator("b", "outcome", 30, ["有效提升", "已提升"]);
        judged.judgement = Some(Judgement {
            share: Decimal::new(outcome, 2),
            reason: "有记录".to_owned(),
        });
        let rows = vec![
            row("a", "output", 50, output),
            judged,
            row("c", "satisfaction", 10, satisfaction),
        ];
        let whole = dossier(money(&amount(budget), &amount(expenditure)), rows);
        let pack = department_pack();
        let sheet = scored(&whole, &pack);
        let total = sheet.total.score().map(crate::score::Score::value).expect("a total");
        let claim = Figure::counted(total, Unit::Points);
        let found = feasibility(&whole, &sheet, &pack, &claim);
        prop_assert!(found.permitted.contains(total), "{} {total}", found.permitted);
        prop_assert_eq!(found.possibility, Possibility::Follows);

        let mut partial = whole;
        partial.tasks[0].indicators.truncate(1);
        let sheet = scored(&partial, &pack);
        let found = feasibility(&partial, &sheet, &pack, &claim);
        prop_assert!(found.permitted.contains(total), "{} {total}", found.permitted);
    }

    #[test]
    fn the_required_expenditure_is_the_least(
        budget in 10_000_u32..1_000_000,
        share in 0_u32..100,
        claim in 9_000_i64..=10_000,
    ) {
        let amount = |hundredths: i64| format!("{}万元", Decimal::new(hundredths, 2));
        let spent = amount(i64::from(budget) * i64::from(share) / 100);
        let budget = amount(budget.into());
        let claim = format!("{}分", Decimal::new(claim, 2));
        let possible = |spent: &str| {
            let found = feasible(&dossier(money(&budget, spent), Vec::new()), &claim);
            found.possibility == Possibility::Possible
        };
        let found = feasible(&dossier(money(&budget, &spent), Vec::new()), &claim);
        let Possibility::TooHigh { premises, .. } = &found.possibility else {
            return Ok(());
        };
        for premise in premises.iter().flatten() {
            if let Premise::Figure { required: Limit::AtLeast(least), .. } = premise {
                // Money is in yuan; a hundredth of ten thousand yuan is a hundred.
                let least = i64::try_from(least / Decimal::ONE_HUNDRED).expect("a small amount");
                prop_assert!(possible(&amount(least)), "{least} is enough");
                prop_assert!(!possible(&amount(least - 1)), "{least} is the least");
            }
        }
    }
}
