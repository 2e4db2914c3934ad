//! Files into the domain: text files and registers.

pub mod error;
pub mod file;
pub mod folder;
mod inside;
pub mod register;
