//! Any dossier that its formats can hold, for tests that go round through one of them.

use heng_core::dossier::{
    Actual, Budget, BudgetLine, Contact, Department, DimensionScore, Dismissal, Dossier,
    EvidenceRecord, FundingLine, FundingSource, Headcount, Improvement, Indicator, Judgement,
    KeyTask, ManagementFact, ManagementNote, Objective, PackChoice, Passage, Project, ProjectKind,
    RegisterSource, Review, Reviews, Section, SelfEvaluation, Statement, Task, UnitDossier,
    baseline,
};
use heng_core::figure::Figure;
use heng_core::pack::Subject;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Any text that a person could paste: quotes, backslashes, newlines, control and wide characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[一-龥a-z0-9“”，。%《》]{0,12}",
        1 => "\\PC{0,8}",
        1 => "[\"'\\\\\n\r\t\u{0}\u{7f}#=\\[\\]]{0,6}",
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (2020_i16..2026, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn money() -> impl Strategy<Value = Option<Figure>> {
    of((0_i64..10_000_000).prop_map(|cents| {
        Figure::parse(&format!("{}万元", Decimal::new(cents, 2))).expect("money parses")
    }))
}

fn funding_line() -> impl Strategy<Value = FundingLine> {
    let source = proptest::sample::select(FundingSource::ALL.map(|(.., source)| source).to_vec());
    (source, money(), money(), money()).prop_map(|(source, approved, budget, expenditure)| {
        FundingLine { source, approved, budget, expenditure }
    })
}

fn budget_line() -> impl Strategy<Value = BudgetLine> {
    let rate = of((0_u32..200).prop_map(|rate| Figure::parse(&format!("{rate}%")).unwrap()));
    let columns = (money(), money(), money(), rate);
    let rest = (of(text()), of(any::<bool>()), vec(funding_line(), 0..3));
    (columns, rest).prop_map(|(columns, (explanation, finished, sources))| {
        let (approved, budget, expenditure, rate) = columns;
        BudgetLine { approved, budget, expenditure, rate, explanation, finished, sources }
    })
}

fn contact() -> impl Strategy<Value = Contact> {
    (of(text()), of(text()), of(text()), of(text()), of(text())).prop_map(
        |(preparer, phone, reviewer, head, finance_head)| Contact {
            preparer,
            phone,
            reviewer,
            head,
            finance_head,
        },
    )
}

fn reviews() -> impl Strategy<Value = Reviews> {
    let review = || {
        let review = (0_i64..1000, of(text()));
        of(review.prop_map(|(score, reason)| Review { score: Decimal::new(score, 2), reason }))
    };
    (review(), review()).prop_map(|(department, finance)| Reviews { department, finance })
}

fn actual() -> impl Strategy<Value = Actual> {
    (text(), 0..3).prop_map(|(text, way)| match way {
        0 => Actual::Typed(text),
        1 => Actual::Measured(text),
        _ => Actual::Derived(text),
    })
}

fn indicator() -> impl Strategy<Value = Indicator> {
    let judgement = of((0_i64..=100, text()))
        .prop_map(|it| it.map(|(s, reason)| Judgement { share: Decimal::new(s, 2), reason }));
    let words = (text(), of(text()), of(text()), text(), of(text()));
    let further = (of(text()), of(text()), of(text()), of(text()));
    let values = (actual(), of(0_i64..1000), judgement, vec(text(), 0..3), reviews());
    (words, further, values).prop_map(|(words, further, values)| {
        let (name, dimension, subdimension, target, explanation) = words;
        let (office, definition, standard, data_source) = further;
        let (actual, points, judgement, evidence, reviews) = values;
        Indicator {
            id: String::new(),
            name,
            office,
            definition,
            standard,
            data_source,
            method: dimension.clone(),
            dimension,
            subdimension,
            target,
            actual,
            points: points.map(|points| Decimal::new(points, 1)),
            judgement,
            stated_score: points.map(|points| Decimal::new(points, 2)),
            reviews,
            explanation,
            evidence,
        }
    })
}

fn statements(kind: &'static str) -> impl Strategy<Value = Vec<Statement>> {
    vec((text(), text()), 0..3).prop_map(move |list| {
        let statement = |(n, (title, text))| Statement { id: format!("{kind}-{n}"), title, text };
        list.into_iter().enumerate().map(statement).collect()
    })
}

fn numbered(indicators: Vec<Indicator>, prefix: &str) -> Vec<Indicator> {
    let number = |(n, one)| Indicator { id: format!("{prefix}-{n}"), ..one };
    indicators.into_iter().enumerate().map(number).collect()
}

fn tasks() -> impl Strategy<Value = Vec<Task>> {
    vec((text(), of(text()), text(), vec(indicator(), 0..4)), 0..3).prop_map(|tasks| {
        let task = |(n, (name, office, objective, indicators))| Task {
            id: format!("task-{n}"),
            name,
            office,
            objective,
            serves: vec!["objective-0".to_owned()],
            indicators: numbered(indicators, &format!("t{n}")),
        };
        tasks.into_iter().enumerate().map(task).collect()
    })
}

fn project() -> impl Strategy<Value = Project> {
    let kind = proptest::sample::select(vec![ProjectKind::Ordinary, ProjectKind::Transfer]);
    let note = (text(), text(), of(text()));
    let note = note.prop_map(|(aspect, text, issue)| ManagementNote { aspect, text, issue });
    let words = (text(), kind, of(text()), of(text()), of(text()), of(text()));
    let endings = (of(text()), of(text()), of(text()), contact());
    let parts = (budget_line(), vec(text(), 0..3), vec(note, 0..2), vec(indicator(), 0..2));
    (words, endings, parts, money(), of(0_i64..10_000)).prop_map(
        |(words, endings, parts, evaluated_amount, score)| {
            let (overview, kind, unit, office, objective, outcome) = words;
            let (conclusion, issues, improvements, contact) = endings;
            let (money, completed, management, indicators) = parts;
            Project {
                id: String::new(),
                name: String::new(),
                kind,
                unit,
                filed_by: None,
                office,
                overview,
                objective,
                outcome,
                money,
                evaluated_amount,
                stated_score: score.map(|score| Decimal::new(score, 2)),
                completed,
                management,
                conclusion,
                issues,
                improvements,
                contact,
                indicators,
            }
        },
    )
}

fn projects() -> impl Strategy<Value = Vec<Project>> {
    vec(project(), 0..3).prop_map(|projects| {
        let name = |(n, one): (usize, Project)| Project {
            id: format!("project-{n}"),
            name: format!("项目{n}"),
            indicators: numbered(one.indicators, &format!("p{n}")),
            ..one
        };
        projects.into_iter().enumerate().map(name).collect()
    })
}

/// Who files, with the numbers of its management.
fn filed_by() -> impl Strategy<Value = Dossier> {
    let subject = proptest::sample::select(vec![Subject::Department, Subject::Project]);
    let department = (text(), text(), vec(text(), 0..3), of(0_i64..500));
    let units = vec((text(), text()), 0..2);
    let management = vec((text(), 0_i64..100_000, of(text())), 0..3);
    (subject, department, units, contact(), management, text()).prop_map(
        |(subject, department, units, contact, management, word)| {
            let (name, functions, names, active) = department;
            let unit = |(n, (name, folder)): (usize, (String, String))| UnitDossier {
                id: format!("unit-{n}"),
                name,
                folder,
                ..UnitDossier::default()
            };
            let fact = |(n, (label, value, source)): (usize, (String, i64, Option<String>))| {
                ManagementFact {
                    id: format!("fact-{n}"),
                    label,
                    value: Figure::parse(&format!("{value}人")).unwrap(),
                    source,
                }
            };
            let packs = match subject {
                Subject::Department => PackChoice { department: Some(word), project: None },
                Subject::Project => PackChoice { department: None, project: Some(word) },
            };
            Dossier {
                subject,
                fiscal_year: 2023,
                report_date: Some(date(2024, 3, 1)),
                packs,
                department: Department {
                    name,
                    functions,
                    offices: names.clone(),
                    units: names,
                    headcount: Some(Headcount {
                        as_of: date(2023, 12, 31),
                        active,
                        retired: None,
                        non_establishment: active,
                    }),
                },
                units: units.into_iter().enumerate().map(unit).collect(),
                contact,
                management: management.into_iter().enumerate().map(fact).collect(),
                ..Dossier::default()
            }
        },
    )
}

/// What the department says of its work, with what it set out to achieve.
fn said() -> impl Strategy<Value = Dossier> {
    let statements = (statements("achievement"), statements("issue"), statements("improvement"));
    let passage = "[一-龥 {}\n]{0,20}[一-龥]";
    let words = (text(), vec(text(), 1..3), of(text()), passage);
    (statements, words, of(day()), money(), of(0_i64..10_000)).prop_map(
        |(statements, words, due, amount, score)| {
            let (achievements, issues, improvements) = statements;
            let (word, words, maybe, passage) = words;
            let answers: Vec<String> = issues.iter().map(|issue| issue.id.clone()).collect();
            let improvement = |statement| Improvement {
                statement,
                answers: answers.clone(),
                responsible: maybe.clone(),
                due,
            };
            let dimension = score.map(|score| DimensionScore {
                dimension: word.clone(),
                score: Decimal::new(score, 2),
            });
            Dossier {
                objectives: vec![Objective {
                    id: "objective-0".to_owned(),
                    text: word.clone(),
                    outcome: maybe.clone(),
                }],
                key_task: Some(KeyTask { name: word.clone(), contents: words }),
                self_evaluation: SelfEvaluation {
                    project_count: Some(3),
                    amount,
                    amount_excludes: Some(word.clone()),
                    grade: maybe.clone(),
                    dimensions: dimension.into_iter().collect(),
                    ..SelfEvaluation::default()
                },
                achievements,
                improvements: improvements.into_iter().map(improvement).collect(),
                issues,
                narrative: vec![Passage { section: Section::Conclusion, text: passage }],
                registers: vec![RegisterSource {
                    id: word.clone(),
                    file: "a.csv".into(),
                    sha256: None,
                }],
                evidence_records: vec![EvidenceRecord {
                    file: word.clone(),
                    title: maybe.clone(),
                    dated: due,
                    sha256: maybe.clone(),
                }],
                dismissed: vec![Dismissal {
                    code: word.clone(),
                    fact: word.clone(),
                    reason: word.clone(),
                    by: maybe.clone(),
                }],
                ..Dossier::default()
            }
        },
    )
}

/// Any dossier that its formats can hold; every second one has its targets sealed.
pub fn dossier() -> impl Strategy<Value = Dossier> {
    (filed(), of((day(), of(text())))).prop_map(|(dossier, sealed)| {
        let baseline = sealed.map(|(day, document)| baseline::seal(&dossier, day, document));
        Dossier { baseline, ..dossier }
    })
}

fn filed() -> impl Strategy<Value = Dossier> {
    let budget = (budget_line(), budget_line(), budget_line());
    let budget = budget.prop_map(|(whole, basic, project)| Budget { whole, basic, project });
    // Boxed, because what a dossier is made of does not fit the stack of a test as one value.
    let parts =
        (filed_by().boxed(), said().boxed(), budget.boxed(), tasks().boxed(), projects().boxed());
    parts.prop_map(|(filed_by, said, budget, tasks, projects)| Dossier {
        subject: filed_by.subject,
        fiscal_year: filed_by.fiscal_year,
        report_date: filed_by.report_date,
        packs: filed_by.packs,
        department: filed_by.department,
        units: filed_by.units,
        contact: filed_by.contact,
        management: filed_by.management,
        budget,
        tasks,
        projects,
        ..said
    })
}
