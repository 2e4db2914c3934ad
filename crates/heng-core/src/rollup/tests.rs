use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::dossier;

/// A dossier with these units, numbered in order.
fn with_units(mut dossier: Dossier, units: Vec<Dossier>) -> Dossier {
    let unit = |(number, dossier): (usize, Dossier)| UnitDossier {
        id: format!("u{number}"),
        name: format!("单位{number}"),
        folder: format!("units/u{number}"),
        digest: None,
        dossier: Some(Box::new(dossier)),
    };
    dossier.units = units.into_iter().enumerate().map(unit).collect();
    dossier
}

fn read(toml: &str) -> Dossier {
    dossier::read("dossier.toml", toml, &[]).dossier
}

/// A unit that states its own numbers, in yuan or in ten thousand of them.
fn leaf() -> impl Strategy<Value = Dossier> {
    let money = (0_i64..100_000_000, prop_oneof!["元", "万元", "亿元"]);
    (money.clone(), money, 0_i64..500).prop_map(|((budget, one), (spent, two), active)| {
        let (budget, spent) = (Decimal::new(budget, 2), Decimal::new(spent, 2));
        read(&format!(
            "department.headcount = {{ as_of = 2023-12-31, active = {active} }}\n\
             [budget.whole]\nbudget = '{budget}{one}'\nexpenditure = '{spent}{two}'\n\
             [[budget.whole.source]]\nkind = 'appropriation'\nbudget = '{budget}{one}'\n\
             [[project]]\nid = 'p'\nname = '项目'\nbudget = '{spent}{two}'\n"
        ))
    })
}

/// A tree of units of which only the leaves state anything.
fn tree() -> impl Strategy<Value = Dossier> {
    leaf().prop_recursive(3, 20, 4, |below| {
        vec(below, 1..4).prop_map(|units| with_units(Dossier::default(), units))
    })
}

/// The leaves of a tree.
fn leaves(dossier: &Dossier) -> Vec<&Dossier> {
    if dossier.units.is_empty() {
        return vec![dossier];
    }
    let units = dossier.units.iter().filter_map(|unit| unit.dossier.as_deref());
    units.flat_map(leaves).collect()
}

fn stated_leaves(derivation: &Derivation) -> Vec<(String, Decimal)> {
    let mut leaves = Vec::new();
    derivation.walk(&mut |_, node| {
        if let Step::Stated { fact } = &node.step {
            leaves.push((fact.to_string(), node.value));
        }
    });
    leaves
}

proptest! {
    #[test]
    fn sums_equal_the_leaves(units in vec(tree(), 1..4)) {
        let dossier = with_units(Dossier::default(), units);
        let leaves: Vec<Dossier> = leaves(&dossier).into_iter().cloned().collect();
        let total = |of: &dyn Fn(&Dossier) -> Option<Decimal>| leaves.iter().filter_map(of).sum::<Decimal>();
        let value = |figure: &Option<Figure>| figure.as_ref().map(Figure::value);
        let budget = total(&|it| value(&it.budget.whole.budget));
        let spent = total(&|it| value(&it.budget.whole.expenditure));
        let active = total(&|it| it.department.headcount.as_ref()?.active.map(Decimal::from));
        let (rolled, sums) = roll_up(dossier);
        prop_assert_eq!(value(&rolled.budget.whole.budget), Some(budget));
        prop_assert_eq!(value(&rolled.budget.whole.expenditure), Some(spent));
        prop_assert_eq!(value(&rolled.budget.whole.sources[0].budget), Some(budget));
        prop_assert_eq!(rolled.department.headcount.unwrap().active.map(Decimal::from), Some(active));
        prop_assert_eq!(rolled.projects.len(), leaves.len());
        // Facts lead down to the units: as many leaves as there are, and they add up.
        let facts_of = |dossier: &Dossier| facts::facts(&Readings::of(dossier, &Measurements::default()), []);
        let mut facts = facts_of(&read(""));
        facts.extend(facts_of(&Dossier { budget: rolled.budget, ..Dossier::default() }));
        sums.complete(&mut facts);
        for (fact, expected) in [("budget/whole/budget", budget), ("budget/whole/expenditure", spent)] {
            let found = stated_leaves(&facts[&FactId::new([fact])].derivation);
            prop_assert_eq!(found.len(), leaves.len());
            prop_assert_eq!(found.iter().map(|(_, value)| value).sum::<Decimal>(), expected);
            for (leaf, value) in found {
                prop_assert!(leaf.starts_with("unit/") && leaf.ends_with(fact), "{}", leaf);
                prop_assert_eq!(facts[&FactId::new([leaf.as_str()])].derivation.value, value);
            }
        }
    }
}

const ARCHIVES: &str = "department.headcount = { as_of = 2023-12-31, active = 12 }\n\
    [budget.whole]\nbudget = '40.00万元'\nexpenditure = '39.50万元'\n\
    [[budget.whole.source]]\nkind = 'appropriation'\nbudget = '40.00万元'\n\
    [[project]]\nid = 'p'\nname = '档案数字化'\nbudget = '8.00万元'\n\
    [[project.indicator]]\nid = 'i'\nname = '页数'\ntarget = '1万页'\nactual = '1万页'\n";
const OFFICE: &str = "department.headcount = { as_of = 2023-12-31, active = 30 }\n\
    [budget.whole]\nbudget = '900000元'\nexpenditure = '88.00万元'\n\
    [[budget.whole.source]]\nkind = 'unit_funds'\nbudget = '900000元'\n";

/// Every sum with its figure, or why there is none, and whether the dossier takes it.
fn outline(dossier: &Dossier) -> Vec<String> {
    let (_, rolled) = roll_up(dossier.clone());
    let line = |(fact, sum): (&FactId, &Result<Sum, String>)| {
        let taken = if rolled.taken.contains(fact) { " taken" } else { "" };
        let sum = sum.as_ref().map_or_else(Clone::clone, |sum| sum.figure.to_string());
        format!("{fact} {sum}{taken}")
    };
    rolled.sums.iter().map(line).collect()
}

#[test]
fn what_the_department_states_stays_and_the_rest_is_summed() {
    let own = read("[budget.whole]\nbudget = '120.00万元'");
    let dossier = with_units(own, vec![read(ARCHIVES), read(OFFICE)]);
    assert_eq!(
        outline(&dossier),
        [
            "budget/whole/budget 130.00万元",
            "budget/whole/expenditure 127.50万元 taken",
            "budget/whole/source/appropriation/budget 40.00万元 taken",
            "budget/whole/source/unit_funds/budget 900000元 taken",
            "department/headcount/active 42人 taken",
        ]
    );
    let (rolled, _) = roll_up(dossier);
    let whole = &rolled.budget.whole;
    assert_eq!(whole.budget.as_ref().map(Figure::text), Some("120.00万元"));
    assert_eq!(whole.expenditure.as_ref().map(Figure::text), Some("127.50万元"));
    let project = &rolled.projects[0];
    assert_eq!((project.id.as_str(), project.unit.as_deref()), ("u0/p", Some("单位0")));
    assert!(project.indicators.is_empty() && project.filed_by.as_deref() == Some("u0"));
}

#[test]
fn what_cannot_be_summed_says_why() {
    let days = ARCHIVES.replace("2023-12-31", "2023-11-30");
    let silent = "[budget.whole]\nexpenditure = '1.00万元'";
    let large = format!("[budget.whole]\nbudget = '5{}亿元'", "0".repeat(20));
    let cases = [
        (vec![read(&days), read(OFFICE)], "department/headcount/active 各处人数的时点不同"),
        (vec![read(ARCHIVES), read(silent)], "budget/whole/budget 单位“单位1”没有填报"),
        (vec![read(&large), read(&large)], "budget/whole/budget 数字过大，无法准确相加"),
    ];
    for (units, expected) in cases {
        let outline = outline(&with_units(Dossier::default(), units));
        assert!(outline.iter().any(|line| line == expected), "{expected}: {outline:?}");
    }
    let mut unread = with_units(Dossier::default(), vec![read(ARCHIVES), read(OFFICE)]);
    unread.units[1].dossier = None;
    let outline = outline(&unread);
    assert!(outline.contains(&"budget/whole/budget 单位“单位1”的卷宗没有读入".to_owned()));
    assert!(outline.iter().all(|line| !line.ends_with("taken")), "{outline:?}");
}

#[test]
fn without_units_nothing_changes() {
    let dossier = read(ARCHIVES);
    let (same, rolled) = roll_up(dossier.clone());
    assert_eq!(same, dossier);
    assert_eq!(rolled, RollUp::default());
}
