use proptest::prelude::*;

use super::*;
use crate::basis::Basis;
use crate::fact::FactId;
use crate::figure::Unit;
use crate::pack::formula::{Band, BandOf, PartialStep, Tier};
use crate::pack::{ParameterBasis, RoundingMode, ZeroTarget};

fn scheme() -> Basis {
    Basis::Scheme { reason: "试验".to_owned() }
}

fn figure(amount: Decimal, unit: Unit, relation: Relation) -> Figure {
    Figure::new(&format!("{amount}"), amount, 0, unit, relation).expect("a small figure")
}

fn quantity(name: &str, figure: Figure) -> Quantity {
    Quantity {
        leaf: Derivation::stated(name, FactId::new([name]), figure.value(), figure.text()),
        figure,
    }
}

fn percent(hundredths: i64) -> Figure {
    figure(Decimal::from(hundredths), Unit::Percent, Relation::Exactly)
}

fn bands(edges: [i64; 2]) -> Vec<Band> {
    let shares = [Decimal::ONE, Decimal::new(5, 1)];
    let band = |(edge, share)| Band { edge: percent(edge), share };
    edges.into_iter().zip(shares).map(band).collect()
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
        rate_label: "完成率",
        points: Derivation::stated("分值", FactId::new(["points"]), points, "分值"),
        actual_text: actual.text().to_owned(),
        target: Some(quantity("target", target)),
        actual: Some(quantity("actual", actual)),
        judgement: Some(Derivation {
            label: "评判比例".to_owned(),
            value: share,
            shown: String::new(),
            step: Step::Judged { reason: "有记录".to_owned() },
            basis: None,
            inputs: Vec::new(),
        }),
    }
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

#[test]
fn a_parameter_shows_its_own_basis() {
    let mut reverse = method(Formula::ReverseRatio, ZeroTarget::FullIfActualIsZero);
    reverse.parameters.push(ParameterBasis {
        entry: "trial/method/m/zero_target".to_owned(),
        parameter: "zero_target".to_owned(),
        basis: Basis::Scheme { reason: "零就是不许发生".to_owned() },
    });
    let target = figure(Decimal::ZERO, Unit::Percent, Relation::AtMost);
    let inputs = inputs(Decimal::TEN, target, Decimal::ZERO, Decimal::ONE);
    let drawn = reverse.score(&rounding(RoundingMode::HalfUp, 2), &inputs).expect("a score");
    let expected = "［规则］trial/method/m/zero_target  依据：零就是不许发生（方案自定）";
    assert!(drawn.to_string().contains(expected), "{drawn}");
    assert!(drawn.to_string().contains("依据：试验（方案自定）"), "{drawn}");
}

#[test]
fn numbers_too_large_are_a_reason() {
    let target = figure(Decimal::MAX, Unit::Percent, Relation::AtLeast);
    let method = method(Formula::ProportionalCapped, ZeroTarget::NotScored);
    let inputs = inputs(Decimal::ONE_HUNDRED, target, Decimal::MAX - Decimal::ONE, Decimal::ONE);
    let found = method.score(&rounding(RoundingMode::HalfUp, 2), &inputs);
    assert_eq!(found, Err(NotScored::TooLarge));
}
