//! The packs inside the binary.

use jiff::civil::Date;

use super::{Pack, PackError, PackSource};

/// The texts of one folder below `packs/`.
macro_rules! source {
    ($id:literal, adoption: $adoption:expr) => {
        PackSource {
            id: $id,
            folder: concat!("packs/", $id),
            pack: include_str!(concat!("../../../../packs/", $id, "/pack.toml")),
            cases: Some(include_str!(concat!("../../../../packs/", $id, "/cases.toml"))),
            adoption: $adoption,
            readme: Some(include_str!(concat!("../../../../packs/", $id, "/README.md"))),
        }
    };
}

static SOURCES: [PackSource<'static>; 8] = [
    source!("cn-mof-2020-10", adoption: None),
    source!("cn-mof-2021-101", adoption: None),
    source!("cn-hubei-project", adoption: None),
    source!("cn-2013-53", adoption: None),
    source!("cn-hunan-yueyang", adoption: None),
    source!("cn-guangdong-department", adoption: None),
    source!(
        "example-department",
        adoption: Some(include_str!("../../../../packs/example-department/adoption.toml"))
    ),
    source!(
        "example-project",
        adoption: Some(include_str!("../../../../packs/example-project/adoption.toml"))
    ),
];

/// The texts of all built-in packs (内置规则包).
#[must_use]
pub fn sources() -> &'static [PackSource<'static>] {
    &SOURCES
}

/// The identifiers of all built-in packs.
pub fn ids() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|source| source.id)
}

/// Loads a built-in pack.
///
/// # Errors
/// [`PackError`] names the nearest known pack where there is no such one.
pub fn load(id: &str, on: Option<Date>) -> Result<Pack, PackError> {
    super::load(id, on, sources())
}
