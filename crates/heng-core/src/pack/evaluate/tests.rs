use proptest::prelude::*;

use super::*;
use crate::basis::Basis;
use crate::fact::FactId;
use crate::figure::{Bound, Unit};
use crate::pack::formula::{Band, BandOf, PartialStep, Tier};
use crate::pack::{ParameterBasis, RoundingMode, Share, ZeroTarget};

fn scheme() -> Basis {
    Basis::Scheme { reason: "试验".into() }
}

fn figure(amount: Decimal, unit: Unit, relation: Relation) -> Figure {
    Figure::new(&format!("{amount}"), amount, 0, unit, relation).expect("a small figure")
}

fn quantity(name: &str, figure: Figure) -> Quantity {
    Quantity {
        leaf: Derivation::stated(name, FactId::new([name]), figure.value(), figure.text()).into(),
        figure,
    }
}

fn percent(hundredths: i64) -> Figure {
    figure(Decimal::from(hundredths), Unit::Percent, Relation::Exactly)
}

fn bands(edges: [i64; 2]) -> Vec<Band> {
    let shares = [Decimal::ONE, Decimal::new(5, 1)];
    let band = |(edge, share)| Band { edge: percent(edge), share: Share::of_one(share) };
    edges.into_iter().zip(shares).map(band).collect()
}

/// Those formulas that don't say themselves from where all points are due.
fn formulas_that_ask_for_the_target() -> Vec<Formula> {
    let says_itself = |one: &Formula| {
        matches!(
            one,
            Formula::Banded { .. }
                | Formula::PerUnitDeduction { .. }
                | Formula::MeanCompletion { .. }
        )
    };
    formulas().into_iter().filter(|formula| !says_itself(formula)).collect()
}

fn formulas() -> Vec<Formula> {
    let banded = |of, direction, edges| Formula::Banded {
        of,
        direction,
        bands: bands(edges),
        when_completed: None,
    };
    let deduction = |direction, partial| Formula::PerUnitDeduction {
        direction,
        start: Some(percent(100)),
        step: Decimal::new(15, 1),
        deduction: Decimal::new(5, 1),
        partial,
    };
    vec![
        Formula::Binary,
        Formula::Equal,
        Formula::ProportionalCapped,
        Formula::ProportionalAboveFloor { floor: Decimal::new(6, 1) },
        banded(BandOf::AchievementRate, Direction::Rising, [90, 60]),
        banded(BandOf::AchievementRate, Direction::Falling, [100, 120]),
        banded(BandOf::Actual, Direction::Rising, [90, 60]),
        banded(BandOf::Actual, Direction::Falling, [0, 10]),
        Formula::ReverseRatio,
        Formula::ReverseLinear,
        Formula::Tiers {
            tiers: vec![Tier { label: "达成".to_owned(), at_least: Decimal::new(3, 1) }],
        },
        deduction(Direction::Falling, PartialStep::ProRata),
        deduction(Direction::Falling, PartialStep::Dropped),
        deduction(Direction::Rising, PartialStep::Counted),
        Formula::Checklist { items: vec!["一".to_owned(), "二".to_owned(), "三".to_owned()] },
        Formula::MeanCompletion { of: "output".to_owned() },
        Formula::ManualWithReason,
    ]
}

fn method(formula: Formula, zero_target: ZeroTarget) -> Method {
    Method {
        entry: "trial/method/m".to_owned(),
        id: "m".to_owned(),
        label: "试验".to_owned(),
        formula,
        zero_target: Some(zero_target),
        over_deduct: None,
        basis: scheme(),
        parameters: Vec::new(),
    }
}

fn rounding(mode: RoundingMode, places: u32) -> Rounding {
    Rounding { entry: "trial/rounding".to_owned(), mode, places, basis: scheme() }
}

fn inputs(points: Decimal, target: Figure, actual: Decimal, share: Decimal) -> Inputs {
    let actual = figure(actual, target.unit().clone(), Relation::Exactly);
    Inputs {
        label: "得分".to_owned(),
        rate: RateKind::Achievement,
        points: Derivation::stated("分值", FactId::new(["points"]), points, "分值").into(),
        actual_text: actual.text().to_owned(),
        ambiguous: None,
        target: Some(quantity("target", target)),
        actual: Some(quantity("actual", actual)),
        judgement: Some(Arc::new(Derivation {
            label: "评判比例".to_owned(),
            value: share,
            shown: String::new(),
            step: Step::Judged { reason: "有记录".to_owned() },
            basis: None,
            inputs: Vec::new(),
        })),
        completed: None,
        members: [Decimal::ONE, Decimal::new(4, 1)].map(member).to_vec(),
    }
}

fn member(completion: Decimal) -> Arc<Derivation> {
    Derivation::stated("完成程度", FactId::new(["member"]), completion, "").into()
}

fn decimals(range: std::ops::Range<i64>) -> impl Strategy<Value = Decimal> {
    (range, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn modes() -> impl Strategy<Value = RoundingMode> {
    prop::sample::select(vec![RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down])
}

fn relations() -> impl Strategy<Value = Relation> {
    prop::sample::select(vec![
        Relation::Exactly,
        Relation::AtLeast,
        Relation::MoreThan,
        Relation::AtMost,
        Relation::LessThan,
    ])
}

fn zero_targets() -> impl Strategy<Value = ZeroTarget> {
    prop::sample::select(vec![
        ZeroTarget::NotScored,
        ZeroTarget::Full,
        ZeroTarget::FullIfActualIsZero,
    ])
}

/// Each leaf must be something that was stated, measured, ruled or judged.
fn leaves_are_origins(derivation: &Derivation) -> bool {
    let mut all = true;
    derivation.walk(&mut |_, node| {
        let is_origin = !matches!(node.step, Step::Computed { .. } | Step::Rounded { .. });
        all &= is_origin == node.inputs.is_empty();
    });
    all
}

proptest! {
    #[test]
    fn scores_stay_between_nothing_and_the_points(
        formula in prop::sample::select(formulas()),
        zero_target in zero_targets(),
        mode in modes(),
        places in 0_u32..4,
        points in decimals(0..100_000),
        target in decimals(-1_000..1_000_000_000_000),
        relation in relations(),
        actual in decimals(-1_000_000..1_000_000_000_000),
        share in decimals(-5..1_200),
    ) {
        let rounding = rounding(mode, places);
        let target = figure(target, Unit::Percent, relation);
        let inputs = inputs(points, target, actual, share);
        if let Ok(derivation) = method(formula, zero_target).score(&rounding, &inputs) {
            prop_assert!(derivation.value >= Decimal::ZERO);
            prop_assert!(derivation.value <= points);
            prop_assert!(leaves_are_origins(&derivation), "{derivation}");
            let again = rounding.round(derivation.value).min(points);
            prop_assert_eq!(again, derivation.value);
        }
    }

    #[test]
    fn more_of_what_is_better_never_scores_less(
        formula in prop::sample::select(formulas()),
        points in decimals(0..10_000),
        target in decimals(0..10_000),
        relation in relations(),
        actuals in (decimals(-100..30_000), decimals(-100..30_000)),
    ) {
        let direction = match (formula.direction(), relation) {
            (Some(Direction::Falling), _) => Direction::Falling,
            (None, relation) if relation.is_ceiling() => Direction::Falling,
            // Only exactly the target is met, on neither side of it.
            (None, Relation::Exactly) => return Ok(()),
            _ => Direction::Rising,
        };
        let is_equal_to_zero = formula == Formula::Equal && target.is_zero();
        let zero_target = match direction {
            Direction::Rising => ZeroTarget::Full,
            Direction::Falling => ZeroTarget::FullIfActualIsZero,
        };
        let (less, more) = (actuals.0.min(actuals.1), actuals.0.max(actuals.1));
        let (worse, better) = match direction {
            Direction::Rising => (less, more),
            Direction::Falling => (more, less),
        };
        let method = method(formula, zero_target);
        let rounding = rounding(RoundingMode::HalfUp, 2);
        let score = |actual: Decimal| {
            let target = figure(target, Unit::Percent, relation);
            method.score(&rounding, &inputs(points, target, actual, Decimal::ONE))
        };
        if let (Ok(worse), Ok(better), false) = (score(worse), score(better), is_equal_to_zero) {
            prop_assert!(worse.value <= better.value, "{worse}\n{better}");
        }
    }
}

/// Whether no reading of the actual meets the target, found without the code under test.
fn is_missed(direction: Option<Direction>, target: &Figure, actual: &Figure) -> bool {
    let (wanted, found) = (target.interval(), actual.interval());
    let (wanted, found) = (wanted.expect("an interval"), found.expect("an interval"));
    let less_is_better = match target.relation() {
        Relation::Exactly => direction == Some(Direction::Falling) || target.value().is_zero(),
        relation => relation.is_ceiling(),
    };
    let (end, reached) =
        if less_is_better { (wanted.high, found.low) } else { (wanted.low, found.high) };
    let (Some(end_value), Some(value)) = (end.value(), reached.value()) else {
        return false;
    };
    let is_beyond = if less_is_better { value > end_value } else { value < end_value };
    let is_closed = |bound| matches!(bound, Bound::Closed(_));
    is_beyond || (value == end_value && !(is_closed(end) && is_closed(reached)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn a_missed_target_never_gets_all_points(
        formula in prop::sample::select(formulas_that_ask_for_the_target()),
        zero_target in zero_targets(),
        mode in modes(),
        places in 0_u32..4,
        points in decimals(1..10_000),
        target in decimals(0..30_000),
        // Near the target is where bounds and rounding matter.
        offset in prop_oneof![Just(Decimal::ZERO), decimals(-20..20), decimals(-30_000..30_000)],
        relations in (relations(), relations()),
        unit in prop::sample::select(vec![Unit::Percent, Unit::Counted("篇".to_owned())]),
    ) {
        let actual = figure(target + offset, unit.clone(), relations.1);
        let target = figure(target, unit, relations.0);
        let mut inputs = inputs(points, target.clone(), Decimal::ZERO, Decimal::ONE);
        inputs.actual = Some(quantity("actual", actual.clone()));
        let method = method(formula, zero_target);
        if let Ok(score) = method.score(&rounding(mode, places), &inputs) {
            let is_full = score.value == points;
            let is_missed = is_missed(method.direction(), &target, &actual);
            prop_assert!(!(is_full && is_missed), "{target} {actual}\n{score}");
        }
    }
}

/// The score, or the name of the reason, of 10 points for a target and an actual.
fn outcome(formula: Formula, target: &str, actual: &str) -> String {
    let parsed = |text: &str| Figure::parse(text).expect("a figure");
    let mut inputs = inputs(Decimal::TEN, parsed(target), Decimal::ZERO, Decimal::ONE);
    inputs.actual = Some(quantity("actual", parsed(actual)));
    let method = method(formula, ZeroTarget::FullIfActualIsZero);
    match method.score(&rounding(RoundingMode::HalfUp, 2), &inputs) {
        Ok(score) => score.value.normalize().to_string(),
        Err(why) => format!("{}：{why}", why.name()),
    }
}

#[test]
fn a_strict_bound_must_be_passed() {
    let at_bound = |target, actual| {
        format!("at-strict-bound：目标为“{target}”，完成值恰为{actual}，是否算完成规则包没有规定")
    };
    let up = || Formula::ProportionalCapped;
    assert_eq!(outcome(up(), "超过30篇", "30篇"), at_bound("超过30篇", "30篇"));
    assert_eq!(outcome(up(), "超过30篇", "30篇以上"), at_bound("超过30篇", "30篇"));
    assert_eq!(outcome(up(), "超过30篇", "超30篇次"), "10");
    assert_eq!(outcome(up(), "超过30篇", "31篇"), "10");
    assert_eq!(outcome(up(), "超过30篇", "15篇"), "5");
    assert_eq!(outcome(up(), "30篇以上", "30篇"), "10");
    let floor = Formula::ProportionalAboveFloor { floor: Decimal::new(6, 1) };
    assert_eq!(outcome(floor, "超过30篇", "30篇"), at_bound("超过30篇", "30篇"));
    for formula in [Formula::ReverseRatio, Formula::ReverseLinear] {
        assert_eq!(outcome(formula.clone(), "低于5天", "5天"), at_bound("低于5天", "5天"));
        assert_eq!(outcome(formula.clone(), "低于0起", "0起"), at_bound("低于0起", "0起"));
        assert_eq!(outcome(formula, "低于5天", "4天"), "10");
    }
    // Only what a binary method says is that it is not met.
    assert_eq!(outcome(Formula::Binary, "超过30篇", "30篇"), "0");
    assert_eq!(outcome(Formula::Binary, "超过30篇", "超30篇"), "10");
}

#[test]
fn rounding_does_not_make_a_missed_target_met() {
    let up = || Formula::ProportionalCapped;
    assert_eq!(outcome(up(), "≥10000人", "9999人"), "9.99");
    // As precisely as it is written, 100% may be 99.5%, so that 99.99% need not miss it.
    assert_eq!(outcome(up(), "100%", "99.99%"), "10");
    // Less is better, so that less than an amount without a relation word meets it.
    assert_eq!(outcome(Formula::ReverseRatio, "5天", "3天"), "10");
    let by_band = Formula::Banded {
        of: BandOf::Actual,
        direction: Direction::Rising,
        bands: bands([90, 60]),
        when_completed: None,
    };
    // Bands say themselves from where all points are due.
    assert_eq!(outcome(by_band, "≥95%", "92%"), "10");
}

/// The execution rate of these amounts, by a method whose best share is for finished work.
fn execution(formula: Formula, budget: &str, expenditure: &str) -> String {
    let parsed = |text: &str| Figure::parse(text).expect("a figure");
    let mut inputs = inputs(Decimal::TEN, parsed(budget), Decimal::ZERO, Decimal::ONE);
    inputs.rate = RateKind::Execution;
    inputs.actual = Some(quantity("actual", parsed(expenditure)));
    let method = method(formula, ZeroTarget::NotScored);
    match method.score(&rounding(RoundingMode::HalfUp, 2), &inputs) {
        Ok(score) => score.to_string(),
        Err(why) => why.to_string(),
    }
}

#[test]
fn spending_more_than_the_budget_is_said() {
    let drawn = execution(Formula::ProportionalCapped, "100万元", "105万元");
    assert!(drawn.contains("105万元 ≥ 100万元，超过预算数，至多得满分10分"), "{drawn}");
    let drawn = execution(Formula::ProportionalCapped, "100万元", "100万元");
    assert!(!drawn.contains("超过预算数"), "{drawn}");
    // A budget is no target to be reached: rounding is as the pack says.
    let drawn = execution(Formula::ProportionalCapped, "100.00万元", "99.99万元");
    assert!(drawn.contains("得分 = 10分"), "{drawn}");
    let banded = Formula::Banded {
        of: BandOf::AchievementRate,
        direction: Direction::Rising,
        bands: bands([80, 60]),
        when_completed: Some(Share::of_one(Decimal::ONE)),
    };
    assert_eq!(
        execution(banded, "100万元", "105万元"),
        "执行数「105万元」超过预算数「100万元」，「试验」没有规定此时怎样计分，须说明原因"
    );
}

#[test]
fn a_parameter_shows_its_own_basis() {
    let mut reverse = method(Formula::ReverseRatio, ZeroTarget::FullIfActualIsZero);
    reverse.parameters.push(ParameterBasis {
        entry: "trial/method/m/zero_target".to_owned(),
        parameter: "zero_target".to_owned(),
        basis: Basis::Scheme { reason: "零就是不许发生".into() },
    });
    let target = figure(Decimal::ZERO, Unit::Percent, Relation::AtMost);
    let inputs = inputs(Decimal::TEN, target, Decimal::ZERO, Decimal::ONE);
    let drawn = reverse.score(&rounding(RoundingMode::HalfUp, 2), &inputs).expect("a score");
    let expected = "［规则］trial/method/m/zero_target  依据：零就是不许发生（方案自定）";
    assert!(drawn.to_string().contains(expected), "{drawn}");
    assert!(drawn.to_string().contains("依据：试验（方案自定）"), "{drawn}");
}

#[test]
fn ambiguous_amounts_are_a_reason_unless_a_person_judged() {
    let target = figure(Decimal::TEN, Unit::Percent, Relation::Exactly);
    let mut inputs = inputs(Decimal::TEN, target, Decimal::TEN, Decimal::ONE);
    inputs.ambiguous = Some("「每月1次」是按月的目标".to_owned());
    let of_others = |one: &Formula| matches!(one, Formula::MeanCompletion { .. });
    for formula in formulas().into_iter().filter(|one| !of_others(one)) {
        let is_judged = matches!(formula, Formula::Tiers { .. } | Formula::ManualWithReason);
        let method = method(formula, ZeroTarget::NotScored);
        let found = method.score(&rounding(RoundingMode::HalfUp, 2), &inputs);
        let name = found.err().map(|why| why.name());
        assert_eq!(name, (!is_judged).then_some("ambiguous"), "{method:?}");
    }
}

#[test]
fn numbers_too_large_are_a_reason() {
    let target = figure(Decimal::MAX, Unit::Percent, Relation::AtLeast);
    let method = method(Formula::ProportionalCapped, ZeroTarget::NotScored);
    let inputs = inputs(Decimal::ONE_HUNDRED, target, Decimal::MAX - Decimal::ONE, Decimal::ONE);
    let found = method.score(&rounding(RoundingMode::HalfUp, 2), &inputs);
    assert_eq!(found, Err(NotScored::TooLarge));
}

/// The points of ten, or the name of the reason why there are none.
fn points_of_ten(formula: Formula, target: &str, actual: &str) -> String {
    let [target, actual] = [target, actual].map(|text| Figure::parse(text).expect("a figure"));
    let mut inputs = inputs(Decimal::TEN, target, Decimal::ONE, Decimal::ONE);
    inputs.actual = Some(quantity("actual", actual));
    let method = method(formula, ZeroTarget::NotScored);
    match method.score(&rounding(RoundingMode::HalfUp, 2), &inputs) {
        Ok(score) => score.value.normalize().to_string(),
        Err(why) => why.name().to_owned(),
    }
}

#[test]
fn a_range_is_met_inside_and_divides_nothing() {
    let cases = [
        (Formula::Binary, "3—5部", "3部", "10"),
        (Formula::Binary, "3—5部", "5部", "10"),
        (Formula::Binary, "3—5部", "6部", "0"),
        (Formula::Binary, "3—5部", "4部以上", "bound-on-wrong-side"),
        (Formula::Binary, "3—5部", "4人", "different-things"),
        (Formula::ProportionalCapped, "3—5部", "4部", "range-target"),
        (Formula::ReverseRatio, "3—5天", "4天", "range-target"),
        // What is more than 500 counts as 500 where more is better, and not at all where less is.
        (Formula::ProportionalCapped, "1000人", "500余人", "5"),
        (Formula::ProportionalCapped, "500人", "500余人", "10"),
        (Formula::ReverseRatio, "400人", "500余人", "bound-on-wrong-side"),
    ];
    for (formula, target, actual, expected) in cases {
        assert_eq!(points_of_ten(formula, target, actual), expected, "{target} / {actual}");
    }
}
