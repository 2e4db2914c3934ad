//! Workbooks for filling in: what goes through them unchanged, what people do to them, and the commands.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "../../../heng-core/tests/arbitrary/mod.rs"]
mod arbitrary;
mod book;
mod commands;
mod content;
