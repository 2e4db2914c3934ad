//! The domain into bytes: documents composed from a dossier, and their writers.

pub mod document;
