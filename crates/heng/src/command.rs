//! The commands, one module each.

pub mod build;
pub mod check;
pub mod explain;
pub mod measure;
pub mod new;
pub mod pack;
pub mod pack_import;
pub mod score;
pub mod workbook;
