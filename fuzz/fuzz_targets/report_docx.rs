//! Any bytes as a file, and as a part of a sound Word document: it is read, or it is said why not.

#![no_main]

use std::io::{Cursor, Write};

use heng_intake::report::read::read;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const DOCUMENT: &[u8] = br#"<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:body></w:document>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="1" Type="a/styles" Target="styles.xml"/><Relationship Id="2" Type="a/numbering" Target="numbering.xml"/><Relationship Id="3" Type="a/footnotes" Target="footnotes.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes.to_vec(), "a.docx");
    let _ = packed(bytes, b"<a/>").map(|file| read(file, "a.docx"));
    let _ = packed(DOCUMENT, bytes).map(|file| read(file, "a.docx"));
});

/// A document with these parts; the second one stands for all that it refers to.
fn packed(document: &[u8], further: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/styles.xml", further),
        ("word/numbering.xml", further),
        ("word/footnotes.xml", further),
    ] {
        archive.start_file(name, stored)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
