//! Files into the domain: text files, sheets of workbooks and registers.

pub mod error;
pub mod file;
pub mod folder;
mod inside;
pub mod register;
pub mod sheet;
