//! The fonts of this machine, for PDF.

use std::sync::LazyLock;

use filebuffer::FileBuffer;
use heng_render::write::pdf::Fonts;
use typst::foundations::Bytes;
use typst::text::Font;
use typst_kit::fonts::{FontPath, FontSource, FontStore, system};

use crate::error::Error;

/// Nothing where no font is Chinese.
static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(find);

/// Begins to look for the fonts, which takes as long as thinking a dossier through.
pub fn begin() {
    std::thread::spawn(|| LazyLock::force(&FONTS));
}

/// The system's fonts, as soon as they are found; each is loaded only when it is used.
///
/// # Errors
/// No font is Chinese.
pub fn all() -> Result<&'static Fonts, Error> {
    let fonts = FONTS.as_ref();
    fonts.ok_or(Error::Render(heng_render::Error::NoChineseFont))
}

fn find() -> Option<Fonts> {
    let mut store = FontStore::new();
    store.extend(system().map(|(path, info)| (Mapped(path), info)));
    let book = (**store.book()).clone();
    Fonts::new(book, move |index| store.font(index)).ok()
}

/// A font that stays where it lies on the disk: a Chinese one has tens of megabytes, and copying
/// them into memory would take longer than setting a page.
///
/// As with every font that the system has mapped, its file must not be cut short meanwhile.
struct Mapped(FontPath);

impl FontSource for Mapped {
    fn load(&self) -> Option<Font> {
        let file = FileBuffer::open(&self.0.path).ok()?;
        Font::new(Bytes::new(file), self.0.index)
    }
}
