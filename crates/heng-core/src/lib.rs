//! The domain of heng, pure: no input or output, no clock, no environment, no binary floats.

pub mod answer;
pub mod audit;
pub mod basis;
pub mod check;
pub mod derivation;
pub mod dossier;
pub mod evaluation;
pub mod fact;
pub mod facts;
pub mod feasibility;
pub mod figure;
pub mod finding;
pub mod form;
mod halves;
pub mod hash;
pub mod merge;
pub mod pack;
pub mod page;
pub mod reader;
pub mod reading;
pub mod register;
pub mod report;
pub mod rollup;
pub mod score;
pub mod stated;
pub mod table;
pub mod wording;
