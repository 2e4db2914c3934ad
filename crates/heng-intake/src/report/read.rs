//! Files of any kind into pages: blocks in reading order, each with its place.

mod grid;
mod html;
mod outline;
mod parts;
mod refusal;
mod text;
pub mod word;
mod words;

use heng_core::page::Pages;

/// Reads a file; what it is shows in its bytes, its name only helps where they leave it open.
///
/// `name` is what findings call the file. What can't be read is among the problems of the pages.
#[must_use]
pub fn read(bytes: Vec<u8>, name: &str) -> Pages {
    text::read(bytes, name)
}
