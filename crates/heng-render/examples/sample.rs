//! Writes the fictional sample documents in all formats into a folder: `sample FOLDER`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "an example for people who look at pages"
)]

#[path = "../tests/writers/sample.rs"]
mod sample;

use heng_render::write;
use heng_render::write::pdf::Fonts;
use typst_kit::fonts::FontStore;

fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let mut store = FontStore::new();
    store.extend(typst_kit::fonts::system());
    let book = (**store.book()).clone();
    let fonts = Fonts::new(book, move |index| store.font(index)).unwrap();
    let (report, form, collection) = (sample::report(), sample::form(), sample::collection());
    for (name, document) in [("report", &report), ("form", &form), ("collection", &collection)] {
        let started = std::time::Instant::now();
        let pdf = write::pdf::write(document, &fonts).unwrap();
        println!("{name}: {} pages, {:?}", pdf.pages, started.elapsed());
        for font in &pdf.fonts_used {
            println!("  {}: {} {}", font.role, font.family, font.sha256);
        }
        std::fs::write(folder.join(name).with_extension("pdf"), pdf.bytes).unwrap();
        let html = write::html::write(document).unwrap();
        std::fs::write(folder.join(name).with_extension("html"), html).unwrap();
        let docx = write::docx::write(document).unwrap();
        std::fs::write(folder.join(name).with_extension("docx"), docx).unwrap();
    }
    let xlsx = write::xlsx::write(&[&report, &form, &collection]).unwrap();
    std::fs::write(folder.join("sample.xlsx"), xlsx).unwrap();
}
