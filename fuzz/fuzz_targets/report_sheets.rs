//! Any bytes as an old workbook (xls), as its records, and as the content of an open one (ods): it is
//! read, or it is said why not.

#![no_main]

use std::io::{Cursor, Write};

use heng_intake::report::read::read;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    let _ = read([b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", bytes].concat(), "a.xls");
    let _ = read(compound(bytes), "a.xls");
    let _ = packed(bytes).map(|file| read(file, "a.ods"));
});

fn packed(content: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    for (name, bytes) in [("mimetype", kind), ("content.xml", content)] {
        archive.start_file(name, stored)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A compound file whose one stream is these records behind the beginning of a workbook.
fn compound(records: &[u8]) -> Vec<u8> {
    let begin: &[u8] = &[0x09, 0x08, 4, 0, 0, 6, 5, 0];
    let mut stream = [begin, records].concat();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap_or_default();
    let mut file = vec![0_u8; 512];
    let none = u32::MAX.to_le_bytes();
    let put = |file: &mut Vec<u8>, at: usize, bytes: &[u8]| {
        for (place, byte) in file.iter_mut().skip(at).zip(bytes) {
            *place = *byte;
        }
    };
    put(&mut file, 0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(&mut file, 30, &9_u16.to_le_bytes());
    put(&mut file, 48, &1_u32.to_le_bytes());
    put(&mut file, 56, &4096_u32.to_le_bytes());
    put(&mut file, 60, &none);
    put(&mut file, 68, &none);
    for place in 1..109 {
        put(&mut file, 76 + place * 4, &none);
    }
    let mut table = vec![0xFFFF_FFFD, u32::MAX - 1];
    table.extend((3..2 + sectors).chain([u32::MAX - 1]));
    table.resize(128, u32::MAX);
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    let mut entry = vec![0_u8; 512];
    let name: Vec<u8> = "Workbook".encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    put(&mut entry, 0, &name);
    put(&mut entry, 64, &[18, 0, 2]);
    put(&mut entry, 116, &2_u32.to_le_bytes());
    put(&mut entry, 120, &(sectors * 512).to_le_bytes());
    file.extend(entry);
    file.extend(stream);
    file
}
