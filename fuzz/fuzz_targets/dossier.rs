//! Any texts of a dossier's folder, parted by a zero byte: they are read, evaluated, and written
//! again without loss where nothing was wrong with them.

#![no_main]

use std::sync::OnceLock;

use heng_core::dossier::{self, Dossier, NarrativeFile, UnitDossier, baseline, evidence};
use heng_core::evaluation::{Loaded, evaluate};
use heng_core::pack::{Pack, builtin};
use heng_core::register::measure;
use heng_core::register::{Measurements, schema, template};
use libfuzzer_sys::fuzz_target;

/// The packs of the examples, loaded once.
fn packs() -> &'static (Pack, Pack) {
    static PACKS: OnceLock<(Pack, Pack)> = OnceLock::new();
    let pack = |id| builtin::load(id, None).expect("the built-in packs load");
    PACKS.get_or_init(|| (pack("example-department"), pack("example-project")))
}

fuzz_target!(|text: &str| {
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let (main, second) = (next(), next());
    let narrative =
        [NarrativeFile { file: "narrative/management.md".to_owned(), text: next().to_owned() }];
    let read = dossier::read("dossier.toml", main, &narrative);
    if read.problems.is_empty() {
        let written = dossier::write(&read.dossier);
        let again = dossier::read("dossier.toml", &written.toml, &written.narrative);
        assert_eq!(again.problems, [], "{}", written.toml);
        assert_eq!(again.dossier, read.dossier);
    }
    let (mut dossier, mut places, mut problems) = (read.dossier, read.places, read.problems);
    let (sealed, found) = baseline::read(baseline::FILE, second, &mut places);
    problems.extend(found);
    dossier.baseline = sealed;
    problems.extend(evidence::read_into(&mut dossier, &mut places, evidence::FILE, second));
    let _ = schema::read("registers/a.toml", second);
    let _ = measure::read("measures.toml", second, &template::schemas());
    // The dossier is its own unit, so that sums of anything are made.
    let unit = Dossier { units: Vec::new(), ..dossier.clone() };
    dossier.units.push(UnitDossier { dossier: Some(Box::new(unit)), ..UnitDossier::default() });
    let loaded = Loaded { dossier, places, measurements: Measurements::default(), problems };
    let (department, project) = packs();
    let evaluation = evaluate(loaded, department.clone(), Some(project.clone()));
    let _ = (evaluation.findings(), evaluation.feasibility());
});
