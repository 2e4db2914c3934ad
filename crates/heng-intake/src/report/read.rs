//! Files of any kind into pages: blocks in reading order, each with its place.

mod pdf;
mod text;

use heng_core::page::Pages;

/// Reads a file; what it is shows in its bytes, its name only helps where they leave it open.
///
/// `name` is what findings call the file. What can't be read is among the problems of the pages.
#[must_use]
pub fn read(bytes: Vec<u8>, name: &str) -> Pages {
    if bytes.get(..1024).unwrap_or(&bytes).windows(5).any(|mark| mark == b"%PDF-") {
        return pdf::read(bytes, name);
    }
    text::read(bytes, name)
}
