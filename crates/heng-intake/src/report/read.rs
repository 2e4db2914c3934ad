//! Files of any kind into pages: blocks in reading order, each with its place.

mod compound;
mod garbled;
mod grid;
mod html;
mod kind;
mod ofd;
mod outline;
mod parts;
mod pdf;
mod refusal;
#[cfg(test)]
mod tests;
mod text;
pub mod word;
mod words;
mod workbook;

use heng_core::page::{Format, Pages};

use kind::Kind;
use refusal::Refusal;

/// The most bytes of a file.
const MOST_MEBIBYTES: u64 = 256;

/// Reads a file; what it is shows in its bytes, its name only helps where they leave it open.
///
/// `name` is what findings call the file. What can't be read is among the problems of the pages.
#[must_use]
pub fn read(bytes: Vec<u8>, name: &str) -> Pages {
    garbled::inspect(as_it_is(bytes, name))
}

fn as_it_is(bytes: Vec<u8>, name: &str) -> Pages {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_MEBIBYTES << 20) {
        let refusal = Refusal::TooLarge { part: name.to_owned(), mebibytes: MOST_MEBIBYTES };
        return refusal.pages(name, Format::Text);
    }
    match kind::kind(&bytes, name) {
        Kind::Word => word::read(bytes, name),
        Kind::Workbook => workbook::xlsx(bytes, name),
        Kind::OldWorkbook(compound) => workbook::xls(&compound, name),
        Kind::OpenWorkbook(parts) => workbook::ods(parts, name),
        Kind::Pdf => pdf::read(bytes, name),
        Kind::Ofd(parts) => ofd::read(parts, name),
        Kind::Html => html::read(&bytes, name),
        Kind::Text => text::read(&bytes, name),
        Kind::Refused(refusal) => refusal.pages(name, refusal.format()),
    }
}
