//! PDF, looked at from outside and, where it is installed, through `pdftotext`.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use heng_render::Error;
use heng_render::document::{Block, Document, Inline};
use heng_render::write::pdf::{self, Fonts, Pdf, Role};
use typst_kit::fonts::FontStore;

use crate::sample;

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(|| {
    let mut store = FontStore::new();
    store.extend(typst_kit::fonts::system());
    let book = (**store.book()).clone();
    Fonts::new(book, move |index| store.font(index)).ok()
});

/// The fonts of this machine, where a Chinese one is among them.
pub fn fonts() -> Option<&'static Fonts> {
    let fonts = FONTS.as_ref();
    if fonts.is_none() {
        eprintln!("skipped: no Chinese font is installed");
    }
    fonts
}

fn write(document: &Document) -> Option<Pdf> {
    fonts().map(|fonts| pdf::write(document, fonts).unwrap())
}

/// The text of each page, without blanks.
fn pages(pdf: &Pdf) -> Option<Vec<String>> {
    let child = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: pdftotext is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(&pdf.bytes).unwrap();
    let text = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let packed = |page: &str| page.split_whitespace().collect::<String>();
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(packed).collect())
}

#[test]
fn a_report_is_a_tagged_pdf_for_archives() {
    let Some(pdf) = write(&sample::report()) else { return };
    assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    assert!(pdf.pages > 5, "{} pages", pdf.pages);
    let text = String::from_utf8_lossy(&pdf.bytes);
    for part in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"] {
        assert!(text.contains(part), "{part}");
    }
    for part in ["/StructTreeRoot", "/Outlines", "/Lang(zh-CN)", "2032-03-18"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn fonts_are_named_with_their_hashes() {
    let Some(pdf) = write(&sample::form()) else { return };
    let roles: Vec<Role> = pdf.fonts_used.iter().map(|font| font.role).take(5).collect();
    assert_eq!(roles, [Role::Title, Role::Body, Role::Heading, Role::Subheading, Role::PageNumber]);
    assert!(pdf.fonts_used.iter().all(|font| font.sha256.len() == 64 && !font.family.is_empty()));
}

#[test]
fn without_a_chinese_font_the_package_is_named() {
    let none = Fonts::new(typst_kit::fonts::FontStore::new().book().clone().into_inner(), |_| None);
    let error = none.unwrap_err();
    assert!(matches!(error, Error::NoChineseFont));
    assert!(error.to_string().contains("fonts-noto-cjk"));
}

#[test]
fn all_words_are_on_the_pages() {
    for document in [sample::report(), sample::form(), sample::collection()] {
        let Some(pages) = write(&document).as_ref().and_then(pages) else { return };
        let text = pages.concat();
        let mut missing = crate::words(&document);
        missing.retain(|word| !text.contains(&word.split_whitespace().collect::<String>()));
        // A name in the chart may stand on two lines, and a line of a page may end in the
        // middle of a paragraph that goes on over the page.
        missing.retain(|word| {
            !word.starts_with("政务云平台运行维护") && !word.starts_with("归集目录")
        });
        assert_eq!(missing, Vec::<String>::new());
    }
}

#[test]
fn a_long_table_repeats_its_heading_and_a_draft_its_mark() {
    let Some(pdf) = write(&sample::report()) else { return };
    let Some(pages) = pages(&pdf) else { return };
    assert_eq!(pages.len(), pdf.pages);
    let with_heading =
        pages.iter().filter(|page| page.contains("任务指标目标值完成值得分")).count();
    assert!(with_heading > 3, "{with_heading} pages with the heading");
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains("示例：所依规则尚未采用"), "page {}", index + 1);
        assert!(page.contains(&format!("—{}—", index + 1)), "page {}", index + 1);
    }
}

#[test]
fn equal_documents_give_equal_bytes() {
    let (Some(first), Some(second)) = (write(&sample::report()), write(&sample::report())) else {
        return;
    };
    assert!(first.bytes == second.bytes);
}

#[test]
fn a_page_has_22_lines_of_28_characters() {
    let mut report = sample::report();
    report.draft = None;
    let words = "衡".repeat(28 * 22 * 2);
    report.blocks = vec![Block::Note("注".to_owned()), Block::Paragraph(vec![Inline::Text(words)])];
    let Some(pages) = write(&report).as_ref().and_then(pages) else { return };
    assert_eq!(pages[1], format!("{}—2—", "衡".repeat(28 * 22)));
}
