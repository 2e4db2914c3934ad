//! Documents as PDF/A, typeset by typst.

mod data;
mod fonts;
mod world;

use std::collections::BTreeSet;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem};
use typst::text::Font;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use fonts::{Fonts, Role, UsedFont};

use crate::Error;
use crate::document::Document;

/// Compilations after which the typesetter forgets what it has not used again.
const KEPT_COMPILATIONS: usize = 8;

/// A document as PDF, and what its bytes depend on besides the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The fonts that the file was made with, in the order of their roles.
    pub fonts_used: Vec<UsedFont>,
    /// Number of pages.
    pub pages: usize,
}

/// Writes a document as PDF/A-2a.
pub fn write(document: &Document, fonts: &Fonts) -> Result<Pdf, Error> {
    let world = world::World::new(data::of(document, fonts)?, fonts);
    let typeset = typst::compile(&world)
        .output
        .map_err(|errors| Error::Typeset { messages: messages(&errors) })?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a])
        .map_err(|error| Error::ExportPdf { messages: error.message().to_string() })?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("heng".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&typeset, &options)
        .map_err(|errors| Error::ExportPdf { messages: messages(&errors) })?;
    let mut set = Vec::new();
    for page in typeset.pages() {
        collect_fonts(&page.frame, &mut set);
    }
    typst::comemo::evict(KEPT_COMPILATIONS);
    Ok(Pdf { bytes, fonts_used: fonts.used(&set)?, pages: typeset.pages().len() })
}

/// The fonts of all text in a frame, each once, in the order in which they appear.
fn collect_fonts(frame: &Frame, fonts: &mut Vec<Font>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_fonts(&group.frame, fonts),
            FrameItem::Text(text) => {
                if !fonts.contains(text.font.font()) {
                    fonts.push(text.font.font().clone());
                }
            }
            _ => {}
        }
    }
}

fn messages(diagnostics: &[SourceDiagnostic]) -> String {
    let messages: BTreeSet<&str> =
        diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    messages.into_iter().collect::<Vec<_>>().join("；")
}
