//! The domain into bytes: documents composed from a dossier, and their writers.

pub mod chart;
pub mod compose;
pub mod document;
mod error;
pub mod write;

pub use error::Error;
