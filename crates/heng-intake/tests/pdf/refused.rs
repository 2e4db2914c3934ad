//! What can't be read is said with what to do, and costs neither time nor memory.

use heng_core::page::{Format, Pages};
use heng_core::reader::ProblemKind;
use heng_intake::report::read::read;

use super::blocks;
use super::paper::{Paper, Sheet, codes, file, flate, packed, stream};

fn pages(bytes: Vec<u8>) -> Pages {
    let pages = read(bytes, "报告.pdf");
    assert_eq!(pages.format, Format::Pdf);
    pages
}

/// The one problem of a file of which nothing is read.
fn refused(bytes: Vec<u8>) -> ProblemKind {
    let pages = pages(bytes);
    assert_eq!(pages.blocks, []);
    assert_eq!(pages.problems.len(), 1, "{:?}", pages.problems);
    let problem = &pages.problems[0];
    assert!(!problem.message.is_empty() && !problem.remedy.is_empty());
    problem.kind
}

/// A page, and what else its file holds.
fn with_object(content: &str, object: Vec<u8>) -> Vec<u8> {
    let mut page = Sheet::new();
    page.content += content;
    Paper::new([page]).with_objects(&[object])
}

fn sound() -> Vec<u8> {
    Paper::of(|page| {
        page.text(100, 100, "本年支出12万元。");
    })
    .bytes()
}

#[test]
fn files_that_are_not_whole_are_damaged() {
    let sound = sound();
    let cut = |hundredths: usize| sound[..sound.len() * hundredths / 100].to_vec();
    let no_page = file(
        &[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Kids[]/Count 0>>".to_vec()],
        "",
    );
    let noise = [b"%PDF-1.7\n".to_vec(), (0..=255).cycle().take(5000).collect()].concat();
    for bytes in [b"%PDF-1.7\n".to_vec(), cut(30), cut(97), no_page, noise] {
        assert_eq!(refused(bytes), ProblemKind::Damaged);
    }
}

#[test]
fn pages_that_are_not_found_are_missed() {
    let mut bytes = sound();
    let count = bytes.windows(8).position(|window| window == b"/Count 1").unwrap();
    bytes[count + 7] = b'3';
    let pages = pages(bytes);
    assert_eq!(blocks(&pages), ["本年支出12万元。"]);
    assert_eq!(pages.problems.len(), 1);
    assert_eq!(pages.problems[0].kind, ProblemKind::Damaged);
    assert!(pages.problems[0].message.contains("应有3页，只找到1页"), "{}", pages.problems[0]);
}

#[test]
fn a_file_with_a_password_is_refused() {
    let (key, id) = ("00".repeat(32), "00".repeat(16));
    let encrypted = file(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[]/Count 0>>".to_vec(),
            format!("<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{key}>/U<{key}>>>").into_bytes(),
        ],
        &format!("/Encrypt 3 0 R/ID[<{id}><{id}>]"),
    );
    assert_eq!(refused(encrypted), ProblemKind::Encrypted);
}

#[test]
fn scanned_pages_are_named() {
    let image = stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
        &[0],
    );
    let scan = || {
        let mut page = Sheet::new();
        page.content = "q 500 0 0 700 50 50 cm /X Do Q\n".to_owned();
        page
    };
    let mut text = Sheet::new();
    text.text(100, 100, "本年支出12万元。");
    let mixed = Paper::new([text, scan(), scan()]).with_objects(std::slice::from_ref(&image));
    let read = pages(mixed);
    assert_eq!(blocks(&read), ["本年支出12万元。"]);
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].kind, ProblemKind::NoTextLayer);
    assert!(read.problems[0].message.starts_with("第2—3页"), "{}", read.problems[0]);
    let whole = Paper::new([scan()]).with_objects(&[image]);
    assert_eq!(refused(whole), ProblemKind::NoTextLayer);
    assert_eq!(refused(Paper::of(|_| {}).bytes()), ProblemKind::NoTextLayer);
}

#[test]
fn text_that_nobody_can_tell_is_garbled() {
    // Without the table, a code says nothing.
    let shown = codes("本年支出12万元。");
    let content = format!("BT /G 10 Tf 100 700 Td <{shown}> Tj ET");
    let mut page = Sheet::new();
    page.content = content;
    page.entries = "/Resources<</Font<</G 7 0 R>>>>".to_owned();
    let font =
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[5 0 R]>>";
    let mut bytes = Paper::new([page]).with_objects(&[font.to_vec()]);
    // The page's own resources stand first; the second entry of the name counts.
    let first = b"/Resources<</Font<</F 4 0 R>>/XObject<</X 7 0 R>>>>";
    let at = bytes.windows(first.len()).position(|window| window == first).unwrap();
    bytes[at..at + first.len()].fill(b' ');
    assert_eq!(refused(bytes), ProblemKind::Garbled);
}

#[test]
fn what_unfolds_without_measure_is_refused() {
    let zeros = vec![b' '; 80 << 20];
    let bomb = flate(&zeros);
    let wide = "[1 2000000000 500]";
    let font = |entries: &str| {
        format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/B{entries}>>").into_bytes()
    };
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", &flate(&bomb));
    let named = stream("/Filter/Fl#61teDecode/Type/ObjStm/N 1/First 4", &bomb);
    for (what, object) in [
        ("a stream", stream("/Filter/FlateDecode", &bomb)),
        ("a stream in a stream", twice),
        ("an object stream with a hidden name", named),
        ("widths", font(&format!("/W{wide}"))),
        ("a row of a predictor", packed("/DecodeParms<</Predictor 15/Columns 4000000000>>", b"0")),
        ("codes in pairs", stream("/Filter/LZWDecode", &vec![0x80; 100_000])),
    ] {
        assert_eq!(refused(with_object("", object)), ProblemKind::TooLarge, "{what}");
    }
}

#[test]
fn a_page_that_draws_without_end_is_named_and_the_others_are_read() {
    let mut sound = Sheet::new();
    sound.text(100, 100, "本年支出12万元。");
    let endless = |content: String| {
        let mut page = Sheet::new();
        page.content = content;
        page
    };
    // Ten forms, each of which draws the next nine times.
    let forms: Vec<Vec<u8>> = (8..=17)
        .map(|next| {
            let entries = format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"
            );
            packed(&entries, "/X Do ".repeat(9).as_bytes())
        })
        .collect();
    let one_text = format!("BT /F 10 Tf <{}> Tj ET", "0031".repeat(100_000));
    for (what, page) in [
        ("marks", endless("0 0 m 9 9 l S ".repeat(300_000))),
        ("forms in forms", endless("/X Do".to_owned())),
        ("one text", endless(one_text)),
        ("long contents", endless(" ".repeat(10 << 20))),
    ] {
        let first = Sheet { content: sound.content.clone(), ..Sheet::new() };
        let read = pages(Paper::new([first, page]).with_objects(&forms));
        assert_eq!(blocks(&read), ["本年支出12万元。"], "{what}");
        assert_eq!(read.problems.len(), 1, "{what}");
        assert_eq!(read.problems[0].kind, ProblemKind::TooLarge, "{what}");
        assert!(read.problems[0].message.starts_with("第2页"), "{what}: {}", read.problems[0]);
    }
}

#[test]
fn objects_that_hold_themselves_are_read_once() {
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>",
        b"/X Do",
    );
    let mut page = Sheet::new();
    page.text(100, 100, "本年支出12万元。").content += "/X Do";
    let read = pages(Paper::new([page]).with_objects(&[form]));
    assert_eq!(blocks(&read), ["本年支出12万元。"]);
    // A tree of pages whose branch is its own root.
    let looping = file(
        &[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>".to_vec(),
        ],
        "",
    );
    assert_eq!(refused(looping), ProblemKind::Damaged);
}

#[test]
fn two_thousand_pages_are_read() {
    let page = |number: usize| {
        let mut page = Sheet::new();
        page.text(100, 100, &format!("第{number}号项目支出{number}万元。"));
        page
    };
    let read = pages(Paper::new((1..=2000).map(page)).bytes());
    assert_eq!(read.problems, []);
    assert_eq!(read.count, Some(2000));
    assert_eq!(blocks(&read)[1999], "第2000号项目支出2000万元。");
}
