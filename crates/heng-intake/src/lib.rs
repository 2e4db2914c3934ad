//! Files into the domain: text files, sheets of workbooks, registers and rule packs.

pub mod error;
pub mod file;
pub mod folder;
mod inside;
pub mod pack;
pub mod register;
pub mod report;
pub mod scoring_table;
pub mod sheet;
pub mod workbook;
mod xml;
