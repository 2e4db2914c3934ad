//! Any bytes as a PDF, and as what a page of a sound one draws: it is read, or it is said why not.
//!
//! hayro may panic on what it reads, and the reader contains that; what counts is that nothing gets out.

#![no_main]

use heng_intake::report::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| {
        let _ = read::read(bytes.to_vec(), "a.pdf");
        let _ = read::read(page(bytes), "a.pdf");
    }
);

/// A PDF of one page with this content.
fn page(content: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n\
        1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
        2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>> endobj\n\
        3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>\
        /XObject<</X 6 0 R>>>>>> endobj\n\
        5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n\
        6 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>\
        /Length 4>> stream\n/X Do\nendstream endobj\n"
        .to_vec();
    file.extend(format!("4 0 obj <</Length {}>> stream\n", content.len()).bytes());
    file.extend(content);
    file.extend(b"\nendstream endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    file
}
