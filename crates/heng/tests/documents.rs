//! What the composed documents say, beyond the seed: findings grouped, drafts marked, scores placed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod outline;

use heng_core::evaluation::{Evaluation, evaluate};
use heng_core::pack::{DepartmentForm, builtin};
use heng_render::compose;
use heng_render::document::{Block, Document};
use heng_render::write::docx;

/// Evaluates a dossier of the one text, with the packs named.
fn evaluated(toml: &str, pack: &str, project_pack: &str) -> Evaluation {
    let head = "format = 1\nfiscal_year = 2023\npacks = { department = 'p' }\n\
                department = { name = '示例局' }\n";
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("dossier.toml"), format!("{head}{toml}")).unwrap();
    let loaded = heng_intake::folder::load(place.path(), &mut |_| {});
    let load = |id: &str| builtin::load(id, None).unwrap();
    evaluate(loaded, load(pack), Some(load(project_pack)))
}

fn text(document: &Document) -> String {
    outline::docx(&docx::write(document).unwrap())
}

#[test]
fn findings_of_one_kind_stand_under_one_heading() {
    let toml = "[[issue]]\nid = 'a'\ntitle = 3\n[[issue]]\nid = 'b'\ntilte = '乙'\n\
                [[issue]]\nid = 'c'\ntitle = 4\n[[issue]]\nid = 'd'\ntilte = '丁'\n";
    let evaluation = evaluated(toml, "example-department", "example-project");
    let document = compose::findings(&evaluation).unwrap();
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level: 3, text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    for code in ["INP002", "INP003", "INP004"] {
        let of_code = headings.iter().filter(|heading| heading.contains(code)).count();
        assert_eq!(of_code, 1, "{code} in {headings:?}");
    }
}

#[test]
fn a_pack_that_nobody_adopted_gives_drafts() {
    let draft = |project_pack: &str| {
        let evaluation = evaluated("", "example-department", project_pack);
        compose::form(&evaluation, DepartmentForm::Central).unwrap().draft
    };
    assert_eq!(draft("example-project"), None);
    let marked = draft("cn-mof-2020-10").unwrap();
    assert!(marked.starts_with("示例：") && marked.contains("尚未被采用"), "{marked}");
}

#[test]
fn bindings_are_put_in_wherever_text_is_typed() {
    let toml = "[budget.whole]\nbudget = '100.00万元'\nexpenditure = '90.00万元'\n\
                [[objective]]\nid = 'o'\ntext = '执行率达到{{budget/whole/rate}}'\n\
                [[issue]]\nid = 'i'\ntitle = '执行率仅{{budget/whole/rate}}'\n\
                [[improvement]]\nid = 'm'\ntitle = '用好余下的{{budget/whole/unspent}}'\nanswers = ['i']\n\
                [[achievement]]\nid = 'a'\ntitle = '支出{{budget/whole/expenditure}}'\n";
    let evaluation = evaluated(toml, "example-department", "example-project");
    assert_eq!(evaluation.problems, []);
    let report = text(&compose::report(&evaluation).unwrap());
    let form = text(&compose::form(&evaluation, DepartmentForm::Central).unwrap());
    for (document, words) in [
        (&report, "执行率达到90%"),
        (&report, "（一）执行率仅90%"),
        (&report, "用好余下的10.00万元"),
        (&report, "针对问题：（一）执行率仅90%"),
        (&form, "执行率达到90%"),
        (&form, "支出90.00万元"),
    ] {
        assert!(document.contains(words), "{words} in {document}");
    }
    assert!(!report.contains("{{") && !form.contains("{{"));
}

#[test]
fn the_form_keeps_indicators_of_a_subdimension_together() {
    let indicator = |id: &str, sub: &str| {
        format!(
            "[[task.indicator]]\nid = '{id}'\nname = '指标{id}'\ndimension = 'output'\n\
             subdimension = '{sub}'\ntarget = '2期'\nactual = '2期'\npoints = '1'\n"
        )
    };
    let toml = format!(
        "[[task]]\nid = 't'\nname = '任务'\n{}{}{}",
        indicator("1", "数量"),
        indicator("2", "质量"),
        indicator("3", "数量")
    );
    let evaluation = evaluated(&toml, "example-department", "example-project");
    let form = text(&compose::form(&evaluation, DepartmentForm::Central).unwrap());
    let place = |name: &str| form.find(name).unwrap_or_else(|| panic!("{name} in {form}"));
    assert!(place("指标1") < place("指标3") && place("指标3") < place("指标2"));
    assert_eq!(form.matches("数量").count(), 1, "one merged cell for the two");
}
