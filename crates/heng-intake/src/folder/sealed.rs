//! What was sealed or recorded when the dossier was filed: `baseline.toml` and `evidence.toml`.

use std::path::Path;

use heng_core::dossier::{Dossier, baseline, evidence};
use heng_core::fact::Places;
use heng_core::reader::Problem;

use crate::inside::read_text;

/// Reads both files into the dossier, as far as they are there.
pub(super) fn read(folder: &Path, dossier: &mut Dossier, places: &mut Places) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut text = |name: &str| {
        folder.join(name).symlink_metadata().ok()?;
        read_text(folder, name).map_err(|problem| problems.push(*problem)).ok()
    };
    let (sealed, recorded) = (text(baseline::FILE), text(evidence::FILE));
    if let Some(text) = sealed {
        let (baseline, found) = baseline::read(baseline::FILE, &text, places);
        dossier.baseline = baseline;
        problems.extend(found);
    }
    if let Some(text) = recorded {
        problems.extend(evidence::read_into(dossier, places, evidence::FILE, &text));
    }
    problems
}

/// Says whether a file was replaced by a later one: `baseline-1.toml`, `evidence-1.toml` and so on.
pub(super) fn is_former(name: &str) -> bool {
    let rest = name.strip_prefix("baseline-").or_else(|| name.strip_prefix("evidence-"));
    let number = rest.and_then(|rest| rest.strip_suffix(".toml"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}
