//! Any bytes as a page of an OFD file: it is read, or it is said why not.

#![no_main]

use std::io::{Cursor, Write};

use heng_intake::report::read::read;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

const ROOT: &[u8] = b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>";
const DOCUMENT: &[u8] = b"<Document><Pages><Page BaseLoc='P.xml'/></Pages></Document>";

fuzz_target!(|bytes: &[u8]| {
    let _ = packed(ROOT, DOCUMENT, bytes).map(|file| read(file, "a.ofd"));
    let _ = packed(ROOT, bytes, b"<a/>").map(|file| read(file, "a.ofd"));
});

fn packed(root: &[u8], document: &[u8], page: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [("OFD.xml", root), ("D/Document.xml", document), ("D/P.xml", page)] {
        archive.start_file(name, stored)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
