//! What a file is, by its bytes; its name only helps where they leave it open.

use super::compound::{self, Compound};
use super::parts::Parts;
use super::refusal::Refusal;

/// How far into a file its kind is looked for, in bytes.
const HEAD: usize = 4096;

/// What a file is.
pub(super) enum Kind<'b> {
    Word,
    Workbook,
    OldWorkbook(Compound<'b>),
    OpenWorkbook(Parts),
    Pdf,
    Ofd(Parts),
    Html,
    Text,
    Refused(Refusal),
}

/// Files that begin so are never reports.
const BEGINNINGS: [(&[u8], Refusal); 17] = [
    (b"\x89PNG\r\n", Refusal::Picture),
    (b"\xFF\xD8\xFF", Refusal::Picture),
    (b"GIF8", Refusal::Picture),
    (b"BM", Refusal::Picture),
    (b"II*\0", Refusal::Picture),
    (b"MM\0*", Refusal::Picture),
    (b"RIFF", Refusal::Picture),
    (b"Rar!", Refusal::Archive),
    (b"7z\xBC\xAF\x27\x1C", Refusal::Archive),
    (b"\x1F\x8B", Refusal::Archive),
    (b"BZh", Refusal::Archive),
    (b"\xFD7zXZ\0", Refusal::Archive),
    (b"{\\rtf", Refusal::OtherKind("RTF 文档")),
    (b"MIME-Version:", Refusal::OtherKind("单个文件网页（mht）")),
    (b"From: <Saved by", Refusal::OtherKind("单个文件网页（mht）")),
    (b"MZ", Refusal::Unknown),
    (b"\x7FELF", Refusal::Unknown),
];

/// Tells what a file is.
pub(super) fn kind<'b>(bytes: &'b [u8], name: &str) -> Kind<'b> {
    if bytes.is_empty() {
        return Kind::Refused(Refusal::Empty);
    }
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    if bytes.starts_with(&compound::MAGIC) {
        return old(bytes);
    }
    // Some programs write a line before the beginning of a PDF.
    if head
        .get(..1024.min(head.len()))
        .is_some_and(|head| memchr::memmem::find(head, b"%PDF-").is_some())
    {
        return Kind::Pdf;
    }
    let binary = head.iter().any(|byte| *byte < 9);
    // BM and MZ are words as well; a text has no such bytes.
    let begins = BEGINNINGS.iter().find(|(begin, _)| head.starts_with(begin));
    if let Some((_, refusal)) = begins.filter(|(begin, _)| binary || begin.len() > 2) {
        return Kind::Refused(refusal.clone());
    }
    markup(head, name)
}

/// What a zip archive is, by its parts.
fn packed(bytes: &[u8]) -> Kind<'_> {
    let mut parts = match Parts::open(bytes.to_vec(), "文件") {
        Ok(parts) => parts,
        Err(refusal) => return Kind::Refused(refusal),
    };
    let related = parts.relationships("").unwrap_or_default();
    let main = related.into_iter().find(|one| one.kind == "officeDocument");
    let main = main.map_or_else(String::new, |one| one.target);
    let is =
        |folder: &str| main.starts_with(folder) || (main.is_empty() && parts.has_below(folder));
    if main.rsplit('.').next() == Some("bin") {
        return Kind::Refused(Refusal::OtherKind("二进制工作簿（xlsb）"));
    }
    if is("word/") {
        return Kind::Word;
    }
    if is("xl/") {
        return Kind::Workbook;
    }
    if is("ppt/") {
        return Kind::Refused(Refusal::Slides);
    }
    if parts.has("OFD.xml") {
        return Kind::Ofd(parts);
    }
    let open = parts.text("mimetype").ok().flatten().unwrap_or_default();
    match open.trim().strip_prefix("application/vnd.oasis.opendocument.") {
        Some(kind) if kind.starts_with("spreadsheet") => {
            parts.name_subject("工作簿");
            Kind::OpenWorkbook(parts)
        }
        Some(_) => Kind::Refused(Refusal::OtherKind("OpenDocument 文档（odt、odp）")),
        None => Kind::Refused(Refusal::Archive),
    }
}

/// What a compound file is, by the names of its streams.
fn old(bytes: &[u8]) -> Kind<'_> {
    let Some(compound) = Compound::open(bytes) else {
        return Kind::Refused(Refusal::damaged("文件", "目录读不出来"));
    };
    let has = |names: &[&str]| names.iter().any(|name| compound.has(name));
    if has(&["EncryptedPackage", "EncryptionInfo"]) {
        Kind::Refused(Refusal::Encrypted)
    } else if has(&["Workbook", "Book"]) {
        Kind::OldWorkbook(compound)
    } else if has(&["WordDocument"]) {
        Kind::Refused(Refusal::OldWord)
    } else if has(&["PowerPoint Document"]) {
        Kind::Refused(Refusal::Slides)
    } else {
        Kind::Refused(Refusal::Unknown)
    }
}

/// What a text is, by the marks at its beginning.
fn markup(head: &[u8], name: &str) -> Kind<'static> {
    let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let text = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    let text = text.to_ascii_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if text.starts_with("<?xml") || text.starts_with("<pkg:") {
        if has(&["word.document", "<pkg:package", "<w:worddocument"]) {
            return Kind::Refused(Refusal::OtherKind("XML 格式的 Word 文档"));
        }
        if has(&["excel.sheet", "office:spreadsheet"]) {
            return Kind::Refused(Refusal::OtherKind("XML 格式的 Excel 表格"));
        }
        if !has(&["<html", "<!doctype html"]) {
            return Kind::Refused(Refusal::OtherKind("XML 数据"));
        }
    }
    let begins =
        ["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<meta", "<p>", "<p "];
    let is_named = [".html", ".htm", ".shtml", ".xhtml"];
    let is_named = is_named.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let is_html = has(&["<!doctype html", "<html", "<body"])
        || begins.iter().any(|begin| text.starts_with(begin))
        || (is_named && text.contains('<'));
    let controls = head.iter().filter(|byte| **byte < 9).count();
    if is_html {
        Kind::Html
    } else if !is_wide && controls * 50 > head.len() {
        Kind::Refused(Refusal::Unknown)
    } else {
        Kind::Text
    }
}
