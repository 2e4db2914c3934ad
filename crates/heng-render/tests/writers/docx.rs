//! Docx, read back as a text outline.

use std::fmt::Write;
use std::io::{Cursor, Read};

use heng_render::document::Document;
use heng_render::write::docx;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::{assert_in_order, sample, words};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)
        .map(|attribute| attribute.value.to_string())
        .unwrap_or_default()
}

/// One line a paragraph, `style: words`; in tables one line a row, cells between bars with
/// `=n` for columns spanned, `v` where a merge over rows begins, `^` where it goes on and `#`
/// before a repeated row.
fn outline(bytes: &[u8]) -> String {
    let xml = part(bytes, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    let mut outline = String::new();
    let (mut in_table, mut style) = (false, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return outline,
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "w:tbl" => in_table = true,
                "w:tc" => outline.push('|'),
                "w:tblHeader" => outline.push('#'),
                "w:gridSpan" => write!(outline, "={} ", attribute(&start, "w:val")).unwrap(),
                "w:vMerge" => {
                    let begins = attribute(&start, "w:val") == "restart";
                    outline.push_str(if begins { "v " } else { "^" });
                }
                "w:pStyle" => style = attribute(&start, "w:val"),
                _ => {}
            },
            Event::End(end) => match end.name().as_ref() {
                "w:tbl" => in_table = false,
                "w:tr" => outline.push_str("|\n"),
                "w:p" if in_table => outline.push(' '),
                "w:p" => writeln!(outline, " :{style}").unwrap(),
                _ => {}
            },
            Event::Text(text) => outline.push_str(&text),
            Event::GeneralRef(reference) => {
                outline.push_str(match &*reference {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("unknown reference {other}"),
                });
            }
            _ => {}
        }
    }
}

#[test]
fn all_words_are_there_in_order() {
    for document in [sample::report(), sample::form(), sample::collection()] {
        let outline = outline(&docx::write(&document).unwrap());
        let mut words = words(&document);
        words.extend(document.colophon.iter().map(|(label, value)| format!("{label}：{value}")));
        assert_in_order(&outline, &words);
    }
}

#[test]
fn headings_have_real_heading_styles() {
    let bytes = docx::write(&sample::report()).unwrap();
    let outline = outline(&bytes);
    for line in [
        "云溪市数据资源局2031年度部门整体支出绩效自评报告 :Title",
        "一、基本情况 :Heading1",
        "（一）预算执行 :Heading2",
        "1.培训开展 :Heading3",
    ] {
        assert!(outline.contains(&format!("{line}\n")), "{line}");
    }
    let styles = part(&bytes, "word/styles.xml");
    for level in 0..3 {
        assert!(styles.contains(&format!("<w:outlineLvl w:val=\"{level}\"/>")));
    }
}

#[test]
fn merged_cells_come_out_merged() {
    let outline = outline(&docx::write(&sample::form()).unwrap());
    let tables: Vec<&str> = outline.lines().filter(|line| line.contains('|')).collect();
    let goal = tables.iter().position(|line| line.starts_with("|年度总体目标 |=4 ")).unwrap();
    assert_eq!(goal, 5);
    assert_eq!(
        tables[..5],
        [
            "|部门名称 |=4 云溪市数据资源局 |",
            "|v 预算执行情况（万元） |类别 |全年预算数 |执行数 |执行率 |",
            "|^ |基本支出 |700.00 |687.20 |98.17% |",
            "|^ |项目支出 |680.00 |610.00 |89.71% |",
            "|^ |合计 |1380.00 |1297.20 |94.00% |",
        ]
    );
    assert_eq!(
        tables[6..],
        [
            "#|一级指标 |指标名称 |分值 |",
            "|v 产出 |共享接口调用次数 |12.5 |",
            "|^ |目录更新及时率 |7.5 |",
            "|=2 合计 |20.00 |",
        ]
    );
}

#[test]
fn a_task_is_merged_over_all_its_rows_and_the_heading_repeated() {
    let outline = outline(&docx::write(&sample::report()).unwrap());
    let rows: Vec<&str> = outline
        .lines()
        .skip_while(|line| !line.starts_with("#|任务"))
        .take_while(|line| line.contains('|'))
        .collect();
    let begins: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].starts_with("|v ")).collect();
    assert_eq!(begins, [1, 71, 95]);
    assert_eq!(rows.iter().filter(|row| row.starts_with("|^")).count(), 69 + 23 + 5);
    assert_eq!(rows.iter().filter(|row| row.starts_with('#')).count(), 1);
}

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let order = |xml: &str, names: &[&str]| {
        let places: Vec<usize> = names.iter().map(|name| xml.find(name).unwrap()).collect();
        assert!(places.is_sorted(), "{names:?} at {places:?}");
    };
    let xml = part(&docx::write(&sample::form()).unwrap(), "word/document.xml");
    let section = xml.split_once("<w:sectPr").unwrap().1;
    order(section, &["<w:footerReference", "<w:pgSz", "<w:pgMar", "<w:cols", "<w:docGrid"]);
    let row = xml.split_once("<w:tr>").unwrap().1;
    order(
        row,
        &[
            "<w:trPr>",
            "<w:tc>",
            "<w:tcW",
            "<w:vAlign",
            "<w:pStyle",
            "<w:jc",
            "<w:rStyle",
            "<w:rFonts",
            "<w:t ",
        ],
    );
    let merged =
        xml.split("<w:tcPr>").find(|properties| properties.contains("<w:gridSpan")).unwrap();
    order(merged, &["<w:tcW", "<w:gridSpan", "<w:vAlign"]);
    assert!(xml.contains("<w:gridCol w:w=\"2040\"/>"));
}

#[test]
fn the_page_follows_the_standard() {
    let (report, form) =
        (docx::write(&sample::report()).unwrap(), docx::write(&sample::form()).unwrap());
    let upright = part(&report, "word/document.xml");
    assert!(upright.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\""));
    assert!(upright.contains("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""));
    assert!(upright.contains("w:type=\"lines\" w:linePitch=\"579\""));
    let side = part(&form, "word/document.xml");
    assert!(side.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""));
    assert!(part(&report, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    for (footer, align) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = part(&report, footer);
        assert!(footer.contains(&format!("<w:jc w:val=\"{align}\"")) && footer.contains("PAGE"));
    }
    assert!(part(&report, "word/header1.xml").contains("示例：所依规则尚未采用"));
    assert!(part(&report, "word/header2.xml").contains("示例：所依规则尚未采用"));
}

#[test]
fn the_package_carries_title_author_and_date() {
    let bytes = docx::write(&sample::report()).unwrap();
    let core = part(&bytes, "docProps/core.xml");
    for text in [
        "<dc:title>云溪市数据资源局2031年度部门整体支出绩效自评报告</dc:title>",
        "<dc:creator>云溪市数据资源局</dc:creator>",
        ">2032-03-18T00:00:00Z</dcterms:created>",
        ">2032-03-18T00:00:00Z</dcterms:modified>",
    ] {
        assert!(core.contains(text), "{text}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..archive.len() {
        let time = archive.by_index(index).unwrap().last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day()), (2032, 3, 18));
    }
}

#[test]
fn equal_documents_give_equal_bytes() {
    let twice = |document: Document| {
        let first = docx::write(&document).unwrap();
        // The library counts paragraphs over all documents of a thread.
        docx::write(&sample::form()).unwrap();
        assert!(first == docx::write(&document).unwrap());
    };
    twice(sample::report());
    twice(sample::form());
}
