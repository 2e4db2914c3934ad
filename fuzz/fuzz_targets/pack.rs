//! Any texts of a pack's folder, parted by a zero byte: the pack is loaded, or it is said why not, and
//! its worked cases run.

#![no_main]

use heng_core::pack::{self, PackSource, builtin, cases};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut texts = text.split('\0');
    let mut next = || texts.next().unwrap_or_default();
    let own = PackSource {
        id: "own",
        folder: "packs/own",
        pack: next(),
        cases: Some(next()),
        adoption: Some(next()),
        readme: None,
    };
    // The same text under another name, so that packs may extend each other.
    let other = PackSource { id: "other", folder: "packs/other", ..own };
    let sources: Vec<PackSource<'_>> =
        builtin::sources().iter().copied().chain([own, other]).collect();
    for id in ["own", "other"] {
        if let Ok(pack) = pack::load(id, None, &sources) {
            let _ = (pack.rule_count(), pack.adoption(), cases::run(&pack, &sources));
        }
    }
});
