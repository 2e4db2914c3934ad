//! The demo dossier: read without a problem, scored in full, nothing to ask; and its registers count.

use std::fs;
use std::path::Path;

use heng_core::dossier::{Actual, ProjectKind};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::finding::Severity;
use heng_core::score::Scoring;
use rust_decimal::Decimal;

use crate::{demo_folder, evaluated};

fn score(scoring: &Scoring) -> String {
    match scoring {
        Scoring::Scored(score) => score.value().normalize().to_string(),
        Scoring::NotScored(why) => format!("not scored: {why}"),
    }
}

/// What the measure of an indicator gave, and what the indicator scored.
fn measured(evaluation: &Evaluation, indicator: &str, measure: &str) -> (String, String) {
    let value = evaluation.measurements.get(measure).unwrap().figure();
    let line = evaluation.scores.indicator(indicator).unwrap();
    (value.to_string(), score(&line.scoring))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn nothing_is_wrong_with_it_and_nothing_is_asked() {
    let evaluation = evaluated(&demo_folder());
    assert_eq!(evaluation.problems, []);
    let findings = evaluation.findings();
    let heavy = findings.iter().filter(|one| one.severity > Severity::Note);
    let heavy: Vec<String> = heavy.map(|one| format!("{} {}", one.code, one.message)).collect();
    assert_eq!(heavy, Vec::<String>::new());
}

#[test]
fn it_shows_what_a_dossier_can_hold() {
    let dossier = evaluated(&demo_folder()).dossier;
    let department = &dossier.department;
    assert_eq!((department.offices.len(), department.units.len()), (14, 4));
    let indicators: Vec<_> = dossier.task_indicators().map(|(_, one)| one).collect();
    let measured = indicators.iter().filter(|one| matches!(one.actual, Actual::Measured(_)));
    assert_eq!((dossier.tasks.len(), indicators.len(), measured.count()), (7, 47, 44));
    for indicator in &indicators {
        let office = indicator.office.as_ref().unwrap();
        assert!(department.offices.contains(office), "{office}");
        assert!(indicator.data_source.is_some(), "{}", indicator.id);
    }
    let with_own = dossier.projects.iter().filter(|project| !project.indicators.is_empty());
    let transfers = dossier.projects.iter().filter(|one| one.kind == ProjectKind::Transfer);
    assert_eq!((dossier.projects.len(), with_own.count(), transfers.count()), (26, 7, 1));
    assert_eq!(dossier.registers.len(), 26);
    // What is not measured can't be: it carries evidence.
    for indicator in &indicators {
        let is_measured = matches!(indicator.actual, Actual::Measured(_));
        assert!(is_measured || !indicator.evidence.is_empty(), "{}", indicator.id);
    }
    // Each piece of evidence in the folder supports an indicator.
    let projects = dossier.projects.iter().flat_map(|project| &project.indicators);
    let cited: Vec<&String> =
        indicators.into_iter().chain(projects).flat_map(|one| &one.evidence).collect();
    for held in &dossier.evidence {
        assert!(cited.contains(&&held.file), "no indicator names {}", held.file);
        let record = dossier.evidence_records.iter().find(|one| one.file == held.file).unwrap();
        assert_eq!(record.sha256.as_ref(), Some(&held.sha256), "{}", held.file);
    }
}

#[test]
fn everything_is_scored() {
    let evaluation = evaluated(&demo_folder());
    let sheet = &evaluation.scores;
    let dimensions: Vec<String> = sheet.dimensions.iter().map(|one| score(&one.scoring)).collect();
    // budget_execution: 10 × 3052.17 ÷ 3186.40 = 9.58
    // output: 50 less 0.20 (2 × 27/30), 0.16 (2 × 1.2/15), 0.03 (2 × 98.4%), 0.24 (2 × 22/25),
    // 0.03 (2 × 98.51%), 0.08 (2 × 0.2/5), 0.02 (2 × 96.8/98)
    // outcome: 30 less 0.04 (3 × 93.8/95), 0.75 (3 × 75%), 0.01 (2 × 89.8/90), 0.30 (3 × 90%)
    // satisfaction: 10 less 0.80 (88.6% lies in the band of 80%)
    assert_eq!(dimensions, ["9.58", "49.24", "28.9", "9.2"]);
    assert_eq!(score(&sheet.total), "96.92");
    assert_eq!(sheet.grade.as_ref().unwrap().label, "优");
    let projects: Vec<String> = evaluation
        .project_scores
        .iter()
        .filter(|sheet| sheet.total.score().is_some())
        .map(|sheet| score(&sheet.total))
        .collect();
    // training: 10 × 317.51/326 = 9.74; 15 + 15 + 10 × 98.51% + 10; 15 + 15 × 90%; 10
    // talent_housing: 10 × 88.74/96 = 9.24; 15 + 15 × 73/80 = 13.69, + 10 + 10 × (1 − 160/4000);
    // 15 + 15 × 90%; 10 × 80%
    // service_stations: 10 × 112.36/118 = 9.52; 50 less 1.34 (8 × 83.3%); 30; 10
    // films: 10 × 39.86/42 = 9.49; 50; 30; 10
    // archives: 10 × 46.93/48.5 = 9.68; 50 less 0.83 (10 × 91.7%); 30; 10
    // registrations: 10 × 17.92/18.6 = 9.63; 50 less 0.60 (15 × 0.2/5) and 0.12 (10 × 96.8/98); 30; 10
    // branch_subsidies: 10; 50 less 0.17 (10 × 98.3%); 30 less 2.25 (15 × 85%); 10
    assert_eq!(projects, ["98.09", "94.03", "98.18", "99.49", "98.85", "98.91", "97.58"]);
}

#[test]
fn a_row_of_the_register_changes_actual_score_total_and_digest() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&demo_folder(), folder.path());
    let register = folder.path().join("registers/training_sessions.csv");
    let text = fs::read_to_string(&register).unwrap();
    let row = text.lines().find(|line| line.starts_with("LJ2023-C01,")).unwrap();
    fs::write(&register, text.replace(row, &row.replace(",已举办,", ",取消,"))).unwrap();

    let (before, after) = (evaluated(&demo_folder()), evaluated(folder.path()));
    assert_eq!(after.problems, []);
    let course = |of| measured(of, "leadership_courses", "leadership_courses_held");
    assert_eq!(course(&before), ("2期".to_owned(), "2".to_owned()));
    assert_eq!(course(&after), ("1期".to_owned(), "1".to_owned())); // 2 × 1 ÷ 2
    assert_eq!(score(&after.scores.total), "95.92"); // 96.92 − 1
    assert_ne!(before.digest, after.digest);
    // Nothing else was touched: the other measures keep their values.
    let other = |of| measured(of, "topic_courses", "training_sessions_held");
    assert_eq!(other(&before), other(&after));
}

#[test]
fn the_units_add_up_to_what_the_department_states() {
    let evaluation = evaluated(&demo_folder());
    let (rollup, dossier) = (&evaluation.rollup, &evaluation.dossier);
    assert_eq!(dossier.units.len(), 4);
    let taken: Vec<&str> = rollup.taken.iter().map(FactId::as_str).collect();
    assert_eq!(taken, ["budget/basic/approved", "department/headcount/non_establishment"]);
    let sums: Vec<_> =
        rollup.sums.iter().map(|(fact, sum)| (fact, sum.as_ref().unwrap())).collect();
    // Three lines and the sources of two of them, three columns each, and three kinds of persons.
    assert_eq!(sums.len(), (3 + 5 + 5) * 3 + 3);
    for (fact, sum) in sums {
        assert_eq!(evaluation.facts[fact].derivation.value, sum.derivation.value, "{fact}");
        let parts: Decimal = sum.derivation.inputs.iter().map(|part| part.value).sum();
        assert_eq!(parts, sum.derivation.value, "{fact}");
    }
    let sum = &evaluation.facts[&FactId::new(["budget/basic/approved"])].derivation;
    assert_eq!((sum.shown.as_str(), sum.inputs.len()), ("2210.40万元", 4));
}
