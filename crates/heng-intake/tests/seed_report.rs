//! The seed's report as text: its table comes back row by row.
//!
//! Uses `../shared/seed`, which lies beside a developer's checkout and not beside a user's.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

#[path = "../../heng/examples/seed_dossier.rs"]
#[allow(dead_code, reason = "the example's own entry point is not used here")]
mod seed_dossier;

use heng_core::dossier::Dossier;
use heng_core::page::Pages;
use heng_core::reader;
use heng_core::report::ReportKind;
use heng_intake::report::dossier::dossier;
use heng_intake::report::read::read;

#[test]
fn the_flattened_table_comes_back_row_by_row() {
    let caller = "the_flattened_table_comes_back_row_by_row";
    let Some((pages, truth)) = seed(caller) else { return };
    let tables: Vec<_> = pages.blocks.iter().filter_map(|block| block.table()).collect();
    assert_eq!(tables.len(), 1);
    let mut rows = Vec::new();
    let mut label = [String::new(), String::new()];
    for row in tables[0].rows().iter().skip(1) {
        let mut words: Vec<String> = row.iter().map(|cell| bare(&cell.content.text)).collect();
        if words.len() == 5 {
            label = [words.remove(0), words.remove(0)];
        }
        let words: [String; 3] = words.try_into().unwrap();
        rows.push((label.clone(), words));
    }
    let (wanted, _) = reader::read("truth.toml", &truth, |root| {
        let mut wanted = Vec::new();
        for task in root.entries("task") {
            let label = ["name", "objective"].map(|key| bare(&task.required_text(key)));
            for indicator in task.entries("indicator") {
                let cells = ["name", "target", "actual"];
                let words = cells.map(|key| bare(&indicator.required_text(key)));
                wanted.push((label.clone(), words));
            }
        }
        wanted
    });
    let wrong: Vec<_> = wanted
        .iter()
        .enumerate()
        .filter(|(index, wanted)| rows.get(*index) != Some(wanted))
        .map(|(index, wanted)| format!("{}\n  {wanted:?}\n  {:?}", index + 1, rows.get(index)))
        .collect();
    assert!(wrong.is_empty(), "{} rows\n{}", rows.len(), wrong.join("\n"));
    assert_eq!((rows.len(), wanted.len()), (47, 47));
}

#[test]
fn the_dossier_is_what_the_report_states() {
    let caller = "the_dossier_is_what_the_report_states";
    let Some((pages, truth)) = seed(caller) else { return };
    let mut wanted = seed_dossier::dossier(&truth);
    wanted.projects[0].id = "project-1".to_owned();
    for achievement in &mut wanted.achievements {
        achievement.title = achievement.title.trim_end_matches('。').to_owned();
    }
    let (read, ..) =
        dossier(&pages, ReportKind::Department, Some(&wanted.department.name), Some(2022));
    let parts = |dossier: &Dossier| {
        let text = |part: &dyn std::fmt::Debug| bare(&format!("{part:?}").replace("\\n", ""));
        [
            text(&dossier.department),
            text(&dossier.objectives),
            text(&dossier.key_task),
            text(&dossier.budget),
            text(&dossier.self_evaluation),
            text(&dossier.tasks),
            text(&dossier.projects),
            text(&dossier.achievements),
            text(&dossier.issues),
            text(&dossier.improvements),
            text(&dossier.narrative),
        ]
    };
    for (read, wanted) in parts(&read).iter().zip(parts(&wanted)) {
        assert_eq!(*read, wanted);
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The seed as pages and its truth; nothing, said by name, where it is absent.
fn seed(caller: &str) -> Option<(Pages, String)> {
    let folder = format!("{}/../../../shared/seed", env!("CARGO_MANIFEST_DIR"));
    let Ok(bytes) = std::fs::read(format!("{folder}/report.txt")) else {
        println!("skipped {caller}: ../shared/seed is absent");
        return None;
    };
    let truth = std::fs::read_to_string(format!("{folder}/truth.toml")).unwrap();
    Some((read(bytes, "report.txt"), truth))
}
