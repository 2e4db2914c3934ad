//! The laws that every evaluation keeps, whatever the records are.

use jiff::civil::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{HELD, begin, measures, one, schema, source, take};
use crate::register::batch::{Batch, Record};
use crate::register::evaluate::Evaluation;
use crate::register::measure::Measure;
use crate::register::value::Value;
use crate::register::{Measurements, Rows};

/// A record of the test register, drawn at random.
type Drawn = (Option<&'static str>, Option<Date>, Option<i64>, Option<i64>);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let status = proptest::option::of(prop_oneof![Just("已举办"), Just("计划中"), Just("取消")]);
    let day = (2022_i16..=2024, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap());
    let persons = proptest::option::of(-20_i64..2_000);
    let cost = proptest::option::of(0_i64..1_000_000_000);
    let record = (status, proptest::option::of(day), persons, cost);
    proptest::collection::vec(record, 0..60)
}

fn record(drawn: &Drawn) -> Record<'static> {
    let (status, day, persons, cost) = drawn;
    vec![
        None,
        status.map(|status| Value::Text(status.into())),
        day.map(Value::Date),
        persons.map(|persons| Value::Number(Decimal::from(persons))),
        persons.map(|_| Value::Number(Decimal::from(7))),
        // Costs have up to six decimals, so that sums meet different scales.
        cost.map(|cost| Value::Number(Decimal::new(cost, 6).normalize())),
    ]
}

fn run(measures: &[Measure], records: &[(usize, Record<'static>)]) -> Measurements {
    let schema = schema();
    let mut evaluation = begin(&schema, measures);
    take_all(&mut evaluation, records);
    evaluation.finish(&source())
}

/// Takes records in batches, each of which ends where the next record has no room in it.
fn take_all(evaluation: &mut Evaluation<'_>, records: &[(usize, Record<'static>)]) {
    let mut batch = Batch::default();
    for (row, record) in records {
        if !batch.has_room_for(*row) {
            evaluation.take(&batch);
            batch.clear();
        }
        batch.put(*row, record.clone());
    }
    evaluation.take(&batch);
}

fn numbered(drawn: &[Drawn]) -> Vec<(usize, Record<'static>)> {
    (2..).step_by(3).zip(drawn.iter().map(record)).collect()
}

/// Measures that use every aggregate and most conditions.
fn many() -> String {
    let cancelled = "{ column = 'status', is = '取消' }";
    let other = "{ column = 'status', not = { is = '取消' } }";
    let blank = "{ column = 'status', cell = 'missing' }";
    let share = format!("share = [{cancelled}], decimals = 4");
    [
        one("all", "", "count = 'rows'", "unit = '期'"),
        one("cancelled", cancelled, "count = 'rows'", "unit = '期'"),
        one("other", other, "count = 'rows'", "unit = '期'"),
        one("blank", blank, "count = 'rows'", "unit = '期'"),
        one("held", HELD, "count_distinct = 'persons'", "unit = '种'"),
        one("cost", "", "sum = 'cost'", "unit = '元'"),
        one("held_cost", HELD, "sum = 'cost'", ""),
        one("mean", "", "mean = 'cost', decimals = 3", ""),
        one("share", "", &share, "unit = '%'"),
        one("ratio", "", "ratio = 'persons', to = 'expected', decimals = 2", "unit = '%'"),
        one("latest", "", "latest = 'persons', by = 'held_on'", ""),
    ]
    .concat()
}

#[test]
fn more_questions_than_one_word_holds_are_told_apart() {
    let text: String = (0..150)
        .map(|n| {
            one(
                &format!("m{n}"),
                &format!("{{ column = 'persons', is = {n} }}"),
                "count = 'rows'",
                "unit = '期'",
            )
        })
        .collect();
    let drawn: Vec<Drawn> = (0..150).map(|n| (None, None, Some(n), None)).collect();
    let given = run(&measures(&text), &numbered(&drawn));
    for n in 0..150 {
        let rows = &given.get(&format!("m{n}")).unwrap().rows;
        assert_eq!(rows.iter().collect::<Vec<_>>(), [3 * n + 2]);
    }
}

proptest! {
    #[test]
    fn the_order_of_records_changes_nothing(
        (ordered, shuffled) in drawn().prop_map(|drawn| numbered(&drawn)).prop_flat_map(|records| {
            (Just(records.clone()), Just(records).prop_shuffle())
        })
    ) {
        let measures = measures(&many());
        prop_assert_eq!(run(&measures, &ordered), run(&measures, &shuffled));
    }

    #[test]
    fn records_taken_together_give_what_they_give_one_by_one(drawn in drawn()) {
        let (schema, measures) = (schema(), measures(&many()));
        let records = numbered(&drawn);
        let mut evaluation = begin(&schema, &measures);
        for (row, record) in &records {
            take(&mut evaluation, *row, record.clone());
        }
        prop_assert_eq!(evaluation.finish(&source()), run(&measures, &records));
    }

    #[test]
    fn parts_merged_give_what_the_whole_gives(drawn in drawn(), cut in any::<proptest::sample::Index>()) {
        let (schema, measures) = (schema(), measures(&many()));
        let records = numbered(&drawn);
        let (first, second) = records.split_at(cut.index(records.len() + 1));
        let evaluate = |part: &[(usize, Record<'static>)]| {
            let mut evaluation = begin(&schema, &measures);
            take_all(&mut evaluation, part);
            evaluation
        };
        let whole = run(&measures, &records);
        for (one, other) in [(first, second), (second, first)] {
            let mut merged = evaluate(one);
            merged.merge(evaluate(other));
            prop_assert_eq!(merged.finish(&source()), whole.clone());
        }
    }

    #[test]
    fn one_pass_gives_what_separate_passes_give(drawn in drawn()) {
        let measures = measures(&many());
        let records = numbered(&drawn);
        let mut separate = Measurements::default();
        for measure in &measures {
            separate.add(run(std::slice::from_ref(measure), &records));
        }
        prop_assert_eq!(run(&measures, &records), separate);
    }

    #[test]
    fn a_condition_its_complement_and_the_blank_rows_are_all_rows(drawn in drawn()) {
        let given = run(&measures(&many()), &numbered(&drawn));
        let rows = |id: &str| given.get(id).unwrap().rows.clone();
        for id in ["all", "cancelled", "other", "blank"] {
            prop_assert_eq!(given.get(id).unwrap().value, Decimal::from(rows(id).len()));
        }
        let parts: Rows = ["cancelled", "other", "blank"].into_iter().flat_map(|id| {
            rows(id).iter().collect::<Vec<_>>()
        }).collect();
        prop_assert_eq!(parts.len(), rows("cancelled").len() + rows("other").len() + rows("blank").len());
        prop_assert_eq!(parts, rows("all"));
    }

    #[test]
    fn sums_and_quotients_are_those_of_a_naive_evaluation(drawn in drawn()) {
        let given = run(&measures(&many()), &numbered(&drawn));
        let costs: Vec<i64> = drawn.iter().filter_map(|(.., cost)| *cost).collect();
        // A millionth of 万元 is a hundredth of 元.
        let total: i64 = costs.iter().sum();
        let measured = given.get("cost").unwrap();
        prop_assert_eq!(measured.value, Decimal::new(total, 2));
        prop_assert_eq!(measured.rows.len() + measured.blank_rows.len(), drawn.len());
        prop_assert_eq!(measured.figure().value(), measured.value);

        let held = |(status, day, ..): &&Drawn| {
            *status == Some("已举办") && day.is_some_and(|day| day.year() == 2023)
        };
        let held_cost: i64 = drawn.iter().filter(held).filter_map(|(.., cost)| *cost).sum();
        prop_assert_eq!(given.get("held_cost").unwrap().value, Decimal::new(held_cost, 2));

        let count = i64::try_from(costs.len()).unwrap();
        match given.0["mean"].clone() {
            Err(_) => prop_assert_eq!(count, 0),
            Ok(mean) => {
                // The mean in thousandths of 万元 is within half of one from the exact quotient.
                let mean = i64::try_from(mean.value / Decimal::from(10)).unwrap();
                let twice_off = 2 * (mean * 1000 * count - total);
                prop_assert!(-1000 * count < twice_off && twice_off <= 1000 * count);
            }
        }
        let cancelled = drawn.iter().filter(|one| one.0 == Some("取消")).count();
        if let Some(share) = given.get("share") {
            prop_assert_eq!(share.rows.len(), cancelled);
            prop_assert_eq!(share.whole_rows.as_ref().unwrap().len(), drawn.len());
            prop_assert!((0..=100).contains(&i64::try_from(share.value.trunc()).unwrap()));
        }
    }
}
