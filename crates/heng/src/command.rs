//! The commands, one module each.

pub mod audit;
pub mod build;
pub mod check;
pub mod completions;
pub mod explain;
pub mod measure;
pub mod new;
pub mod pack;
pub mod pack_import;
pub mod register;
pub mod score;
pub mod seal;
pub mod verify;
pub mod workbook;
