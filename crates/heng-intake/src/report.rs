//! Published reports into the domain: read what stands there, then recognise what it means.

mod column;
pub mod dossier;
mod numbering;
pub mod read;
mod recognise;

pub use recognise::recognise;
