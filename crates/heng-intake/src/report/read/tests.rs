//! What a file is shows in its bytes; what can't be read is said, with what to do.

use std::io::{Cursor, Write};

use heng_core::page::{Format, Pages};
use heng_core::reader::ProblemKind;
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::read;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn refusal(bytes: Vec<u8>, name: &str) -> (ProblemKind, String) {
    let Pages { blocks, mut problems, .. } = read(bytes, name);
    assert!(blocks.is_empty(), "{name}");
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    let problem = problems.remove(0);
    assert_eq!(problem.place.file(), name);
    assert!(!problem.remedy.is_empty());
    (problem.kind, problem.message)
}

#[test]
fn the_bytes_tell_what_a_file_is_and_not_its_name() {
    let document = packed(&[(
        "word/document.xml",
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>绩效自评报告</w:t></w:r></w:p></w:body></w:document>"
            .as_bytes(),
    )]);
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "绩效自评表").unwrap();
    let workbook = book.save_to_buffer().unwrap();
    let open = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            "<d><table name='a'><table-row><table-cell><p>绩效</p></table-cell></table-row></table></d>"
                .as_bytes(),
        ),
    ]);
    let page = "<!DOCTYPE html><p>绩效自评报告".as_bytes().to_vec();
    let part = "<p>绩效自评报告</p>".as_bytes().to_vec();
    let cases = [
        (document, "a.pdf", Format::Word),
        (workbook, "a.docx", Format::Workbook),
        (open, "a.xls", Format::Workbook),
        (page, "a.xls", Format::Html),
        (part, "a.doc", Format::Html),
        ("绩效自评报告\n".as_bytes().to_vec(), "a.html", Format::Text),
        ("a < b\n绩效".as_bytes().to_vec(), "a.txt", Format::Text),
    ];
    for (bytes, name, expected) in cases {
        let pages = read(bytes, name);
        assert_eq!(pages.problems, [], "{name}");
        assert_eq!((pages.format, pages.blocks.len().min(1)), (expected, 1), "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_the_reason() {
    let with_head = |head: &[u8]| [head, &[0, 1, 2, 3]].concat();
    let cases: [(Vec<u8>, ProblemKind, &str); 19] = [
        (vec![], ProblemKind::Damaged, "文件是空的"),
        (with_head(b"\x89PNG\r\n\x1a\n"), ProblemKind::NoTextLayer, "这是一张图片"),
        (with_head(b"\xFF\xD8\xFF\xE0"), ProblemKind::NoTextLayer, "这是一张图片"),
        (with_head(b"Rar!\x1A\x07"), ProblemKind::UnknownFormat, "这是压缩包"),
        (with_head(b"7z\xBC\xAF\x27\x1C"), ProblemKind::UnknownFormat, "这是压缩包"),
        (with_head(b"MZ"), ProblemKind::UnknownFormat, "不认识这种文件"),
        (vec![1; 300], ProblemKind::UnknownFormat, "不认识这种文件"),
        (b"{\\rtf1 a}".to_vec(), ProblemKind::UnknownFormat, "这是RTF 文档"),
        (b"MIME-Version: 1.0\n".to_vec(), ProblemKind::UnknownFormat, "这是单个文件网页"),
        (b"<?xml version='1.0'?><a/>".to_vec(), ProblemKind::UnknownFormat, "这是XML 数据"),
        (
            b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>".to_vec(),
            ProblemKind::UnknownFormat,
            "这是XML 格式的 Excel 表格",
        ),
        (b"PK\x03\x04damaged".to_vec(), ProblemKind::Damaged, "文件已损坏"),
        (packed(&[("a.txt", b"a")]), ProblemKind::UnknownFormat, "这是压缩包"),
        (packed(&[("ppt/presentation.xml", b"<a/>")]), ProblemKind::UnknownFormat, "这是演示文稿"),
        (
            packed(&[("mimetype", b"application/vnd.oasis.opendocument.text")]),
            ProblemKind::UnknownFormat,
            "这是OpenDocument",
        ),
        (packed(&[("xl/workbook.xml", b"<a/>")]), ProblemKind::UnknownFormat, "这不是 xlsx 工作簿"),
        (super::compound::MAGIC.repeat(2), ProblemKind::Damaged, "文件已损坏：目录读不出来"),
        ("锟斤拷锟斤拷锟斤拷锟斤拷".as_bytes().to_vec(), ProblemKind::Garbled, "文字是乱码"),
        (
            packed(&[("word/document.xml", &vec![b' '; 9 << 20])]),
            ProblemKind::TooLarge,
            "「word/document.xml」压缩得异常紧",
        ),
    ];
    for (index, (bytes, kind, expected)) in cases.into_iter().enumerate() {
        let (found, message) = refusal(bytes, "文件");
        assert_eq!(found, kind, "{index}: {message}");
        assert!(message.starts_with(expected), "{index}: {message}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(
        head in 0_usize..8,
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let heads: [&[u8]; 8] = [
            b"", b"PK\x03\x04", &super::compound::MAGIC, b"<html>", b"<?xml ", b"\xFF\xFE", b"BM", b"GIF8",
        ];
        let pages = read([heads[head], &bytes].concat(), "a");
        prop_assert!(
            !pages.blocks.is_empty() || !pages.problems.is_empty() || pages.format == Format::Text
        );
    }
}
