//! The dossiers in `examples/`: what the demo gives, that its registers are what the generator writes
//! and count what they should, and that each mistake of the flawed dossier is found.

#![allow(clippy::unwrap_used, reason = "the tests know the files that they read")]

mod demo;
mod flawed;
#[path = "../../examples/generate_demo/generated.rs"]
mod generated;
mod numbers;
mod registers;
mod samples;

use std::path::{Path, PathBuf};

use heng_core::evaluation::{Evaluation, evaluate};
use heng_core::pack::builtin;
use heng_intake::folder;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn demo_folder() -> PathBuf {
    examples().join("demo")
}

fn evaluated(folder: &Path) -> Evaluation {
    let mut loaded = folder::load(folder, &mut |_| {});
    loaded.observed = folder::observe(folder, &loaded.dossier, &loaded.places);
    let packs = loaded.dossier.packs.clone();
    let on = loaded.dossier.report_date;
    let pack = builtin::load(&packs.department.unwrap(), on).unwrap();
    let project_pack = builtin::load(&packs.project.unwrap(), on).unwrap();
    evaluate(loaded, pack, Some(project_pack))
}
