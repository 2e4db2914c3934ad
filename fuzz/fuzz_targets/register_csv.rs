//! Any bytes as the file of a register: each row is counted, or it is said why not.

#![no_main]

use std::sync::OnceLock;

use heng_core::register::evaluate::Terms;
use heng_core::register::measure::{self, Measure};
use heng_core::register::reference::References;
use heng_core::register::schema::Schema;
use heng_core::register::template;
use heng_intake::register;
use libfuzzer_sys::fuzz_target;

const MEASURES: &str = include_str!("../../examples/demo/measures.toml");

/// The schema and the measures of the demo.
fn rules() -> &'static (Vec<Schema>, Vec<Measure>) {
    static RULES: OnceLock<(Vec<Schema>, Vec<Measure>)> = OnceLock::new();
    RULES.get_or_init(|| {
        let schemas = template::schemas();
        let (set, problems) = measure::read("measures.toml", MEASURES, &schemas);
        assert_eq!(problems, []);
        (schemas, set.measures)
    })
}

fuzz_target!(|bytes: &[u8]| {
    let (schemas, measures) = rules();
    let references = References::default();
    let terms = Terms { fiscal_year: 2023, references: &references };
    for schema in schemas {
        let measured = register::measure("a.csv", bytes, schema, measures, terms);
        assert!(measured.is_ok(), "bytes in memory can be read");
    }
});
