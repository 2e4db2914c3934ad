//! The fonts of this machine, for PDF.

use heng_render::write::pdf::Fonts;
use typst_kit::fonts::{FontStore, system};

use crate::error::Error;

/// Lists the system's fonts; each is loaded only when it is used.
///
/// # Errors
/// No font is Chinese.
pub fn find() -> Result<Fonts, Error> {
    let mut store = FontStore::new();
    store.extend(system());
    let book = (**store.book()).clone();
    Ok(Fonts::new(book, move |index| store.font(index))?)
}
