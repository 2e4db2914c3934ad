//! A dossier goes through a workbook unchanged, and what people do to a workbook is read or reported.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "../../heng-core/tests/arbitrary/mod.rs"]
mod arbitrary;

use heng_core::dossier::{Dossier, Indicator, Reviews, digest};
use heng_core::form::{self, Form, Lists, Located, Mark, TEMPLATE_VERSION};
use heng_core::pack::builtin;
use heng_core::reader::ProblemKind;
use heng_intake::workbook::read_bytes;
use heng_render::write::workbook::{Handout, write};
use jiff::civil::date;
use proptest::prelude::*;

fn packs() -> Lists {
    let load = |id| builtin::load(id, None).unwrap();
    Lists::of(Some(&load("example-department")), Some(&load("example-project")))
}

fn handed_out(dossier: &Dossier, lists: &Lists, form: &Form, office: Option<&str>) -> Vec<u8> {
    let mark = Mark {
        version: TEMPLATE_VERSION.to_owned(),
        dossier: digest(dossier),
        department: dossier.department.name.clone(),
        fiscal_year: dossier.fiscal_year.to_string(),
        office: office.map(str::to_owned),
        due: None,
    };
    write(&Handout { form, mark: &mark, dossier, lists, dated: date(2024, 3, 15) }).unwrap()
}

fn through_a_workbook(dossier: &Dossier, lists: &Lists) -> Located {
    let form = form::fill(dossier, lists);
    read_bytes(handed_out(dossier, lists, &form, None), "填报.xlsx").unwrap()
}

/// The dossier without what no sheet shows: registers, and the scores of reviewers.
fn shown(dossier: &Dossier) -> Dossier {
    let unreviewed = |list: &mut Vec<Indicator>| {
        list.iter_mut().for_each(|one| one.reviews = Reviews::default());
    };
    let mut shown = Dossier { registers: Vec::new(), ..dossier.clone() };
    shown.tasks.iter_mut().for_each(|task| unreviewed(&mut task.indicators));
    shown.projects.iter_mut().for_each(|project| unreviewed(&mut project.indicators));
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_dossier_goes_through_a_workbook_unchanged(dossier in arbitrary::dossier(), named in any::<bool>()) {
        let lists = if named { packs() } else { Lists::default() };
        let located = through_a_workbook(&dossier, &lists);
        prop_assert_eq!(&located.problems, &[]);
        // Alone it gives all that it shows; into its own dossier it gives everything.
        for (base, expected) in [(Dossier::default(), shown(&dossier)), (dossier.clone(), dossier)] {
            let taken = form::take(&located.form, &base, &lists);
            let missing = |problem: &&heng_core::reader::Problem| {
                problem.kind != ProblemKind::MissingKey
            };
            prop_assert_eq!(taken.problems.iter().find(missing), None);
            prop_assert_eq!(digest(&taken.dossier), digest(&expected));
            prop_assert_eq!(taken.dossier, expected);
        }
    }

    #[test]
    fn a_workbook_as_it_was_handed_out_changes_nothing(dossier in arbitrary::dossier()) {
        let lists = packs();
        let located = through_a_workbook(&dossier, &lists);
        let answers = [heng_core::merge::Answer { file: "填报.xlsx".to_owned(), located }];
        let merged = heng_core::merge::merge(&dossier, &lists, &answers);
        prop_assert_eq!(merged.changes, vec![]);
        prop_assert_eq!(merged.conflicts, vec![]);
        prop_assert_eq!(merged.dossier, dossier);
    }
}
