//! Documents as Word and WPS write them.

use std::io::{Cursor, Write};

use heng_core::page::PageCell;
use heng_core::page::{Block, Content, Pages};
use heng_core::table::{Slot, Table};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read;

/// A document with these parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn body(inner: &str) -> String {
    format!("<w:document xmlns:w='w'><w:body>{inner}</w:body></w:document>")
}

fn document(inner: &str) -> Vec<u8> {
    packed(&[("word/document.xml", &body(inner))])
}

/// A document with further parts: kind, text.
fn with_parts(inner: &str, further: &[(&str, &str)]) -> Vec<u8> {
    let relation = |(kind, _): &(&str, &str)| {
        format!("<Relationship Id='{kind}' Type='t/{kind}' Target='{kind}.xml'/>")
    };
    let related: Vec<String> = further.iter().map(relation).collect();
    let related = format!("<Relationships>{}</Relationships>", related.concat());
    let names: Vec<String> = further.iter().map(|(kind, _)| format!("word/{kind}.xml")).collect();
    let text = body(inner);
    let mut parts = vec![
        (
            "_rels/.rels",
            "<Relationships>\
             <Relationship Id='a' Type='x/officeDocument' Target='word/main.xml'/></Relationships>",
        ),
        ("word/main.xml", text.as_str()),
        ("word/_rels/main.xml.rels", &related),
    ];
    parts.extend(names.iter().zip(further).map(|(name, (_, text))| (name.as_str(), *text)));
    packed(&parts)
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn outline_of(table: &Table<PageCell>) -> String {
    let lines: Vec<String> = table
        .grid()
        .iter()
        .map(|slots| {
            let words: Vec<&str> = slots
                .iter()
                .map(|slot| match slot {
                    Slot::Begins(cell) => cell.content.text.as_str(),
                    Slot::CoveredFromLeft => "<",
                    Slot::CoveredFromAbove { .. } => "^",
                })
                .collect();
            words.join("|")
        })
        .collect();
    lines.join(" / ")
}

fn outline_block(block: &Block) -> String {
    match &block.content {
        Content::Heading { level, text } => format!("#{level} {text}"),
        Content::Paragraph(text) => text.clone(),
        Content::Aside(text) => format!("[{text}]"),
        Content::Table(table) => format!("{{{}}}", outline_of(table)),
    }
}

fn outline(bytes: Vec<u8>) -> Vec<String> {
    let pages = read(bytes, "a.docx");
    assert_eq!(pages.problems, []);
    pages.blocks.iter().map(outline_block).collect()
}

#[test]
fn running_text_is_read_as_it_is_shown() {
    let run = |inner: &str| format!("<w:r>{inner}</w:r>");
    let cases = [
        (p("一、基本情况"), vec!["#1 一、基本情况"]),
        (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins>\
             <w:del><w:r><w:delText>删</w:delText></w:r></w:del>\
             <w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>\
             <w:moveTo><w:r><w:t>到</w:t></w:r></w:moveTo></w:p>"
                .to_owned(),
            vec!["甲增到"],
        ),
        (
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
                .to_owned()
                + &p("后半"),
            vec!["前半后半"],
        ),
        (
            format!(
                "<w:p>{}{}{}{}{}{}</w:p>",
                run("<w:t>见第</w:t><w:fldChar w:fldCharType='begin'/>"),
                run("<w:instrText> PAGEREF a </w:instrText>"),
                run("<w:t>代码</w:t>"),
                run("<w:fldChar w:fldCharType='separate'/>"),
                run("<w:t>12</w:t><w:fldChar w:fldCharType='end'/>"),
                run("<w:t>页</w:t>"),
            ),
            vec!["见第12页"],
        ),
        (
            format!("<w:p>{}</w:p>{}", run("<w:fldChar w:fldCharType='begin'/>"), p("仍在")),
            vec!["仍在"],
        ),
        (
            format!(
                "<w:p>{}</w:p>",
                run("<w:t>第一句。</w:t><w:br/><w:t>第二句</w:t><w:tab/><w:t>10</w:t>\
                     <w:noBreakHyphen/><w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t>"),
            ),
            vec!["第一句。", "第二句 10-≥95%"],
        ),
        (
            format!(
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>{}</w:p>",
                run("<w:t>显</w:t>")
            ),
            vec!["显"],
        ),
        (
            "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>\
             </w:sdtContent></w:sdt>"
                .to_owned(),
            vec!["链接"],
        ),
    ];
    for (inner, expected) in cases {
        assert_eq!(outline(document(&inner)), expected, "{inner}");
    }
}

#[test]
fn text_boxes_are_read_once_and_notes_follow_their_paragraph() {
    let inner = "<w:p><w:r><w:t>正文</w:t></w:r>\
        <mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:drawing><w:txbxContent>\
        <w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>\
        </w:pict></mc:Fallback></mc:AlternateContent>\
        <w:r><w:footnoteReference w:id='2'/><w:endnoteReference w:id='1'/></w:r></w:p>"
        .to_owned()
        + &p("下文");
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='-1' w:type='separator'><w:p/></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let ends = "<w:endnotes xmlns:w='w'><w:endnote w:id='1'>\
        <w:p><w:r><w:t>尾注</w:t></w:r></w:p></w:endnote></w:endnotes>";
    let bytes = with_parts(&inner, &[("footnotes", notes), ("endnotes", ends)]);
    let mut read = outline(bytes);
    assert_eq!(read.pop().as_deref(), Some("下文"));
    assert_eq!(read, ["正文", "[脚注]", "[尾注]", "[框内]"]);
}

#[test]
fn headings_follow_styles_and_numbers_are_printed() {
    let styles = "<w:styles xmlns:w='w'>\
        <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/>\
          <w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='x'><w:basedOn w:val='1'/>\
          <w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
        <w:style w:type='paragraph' w:styleId='t'><w:name w:val='toc 1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='n'><w:name w:val='Title'/></w:style></w:styles>";
    let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let of_style = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let listed = |depth: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='1'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let inner = [
        of_style("n", "年度报告"),
        of_style("t", "一、概况 1"),
        of_style("1", "概况"),
        of_style("x", "职能"),
        of_style("x", "机构"),
        listed(2, "2023年培训12期。"),
        of_style("1", "绩效"),
        of_style("x", "目标"),
        of_style("1", &"很长的正文".repeat(20)),
    ];
    let bytes = with_parts(&inner.concat(), &[("styles", styles), ("numbering", numbering)]);
    let long = format!("三、{}", "很长的正文".repeat(20));
    let expected = [
        "#1 年度报告",
        "一、概况 1",
        "#1 一、概况",
        "#2 （一）职能",
        "#2 （二）机构",
        "1. 2023年培训12期。",
        "#1 二、绩效",
        "#2 （一）目标",
        &long,
    ];
    assert_eq!(outline(bytes), expected);
}

fn tc(properties: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
}

fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn tbl(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

#[test]
fn tables_keep_their_merged_cells() {
    let span = |columns: u32| format!("<w:gridSpan w:val='{columns}'/>");
    let begins = "<w:vMerge w:val='restart'/>";
    let goes_on = "<w:vMerge/>";
    let cases = [
        (
            tbl(&[
                tr(&[tc(&span(5), &p("标题"))]),
                tr(&[tc(begins, &p("产出")), tc(&span(2), &p("甲")), tc(&span(2), &p("10"))]),
                tr(&[tc(goes_on, &p("")), tc(&span(2), &p("乙")), tc(&span(2), &p("20"))]),
            ]),
            "{标题|<|< / 产出|甲|10 / ^|乙|20}",
        ),
        (
            tbl(&[
                tr(&[tc(begins, &p("a")), tc(begins, &p("b"))]),
                tr(&[tc(begins, &p("c")), tc(goes_on, &p("x"))]),
                tr(&[tc(goes_on, "<w:p/>"), tc("", &p("d"))]),
            ]),
            "{a|b / c|^ / ^|d}",
        ),
        (
            tbl(&[
                "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned()
                    + &tc("", &p("b"))
                    + "</w:tr>",
                tr(&[tc("", &p("c")), tc("", &p("d"))]),
                "<w:tr><w:trPr><w:del/></w:trPr>".to_owned() + &tc("", &p("删")) + "</w:tr>",
                "<w:sdt><w:sdtContent>".to_owned()
                    + &tr(&[tc("", &p("e")), tc("", &(p("1.甲") + &p("2.乙")))])
                    + "</w:sdtContent></w:sdt>",
            ]),
            "{|b / c|d / e|1.甲 2.乙}",
        ),
        (
            tbl(&[
                tr(&[tc("<w:hMerge w:val='restart'/>", &p("a")), tc("<w:hMerge/>", "<w:p/>")]),
                tr(&[tc("", &p("c")), tc("", &p("d"))]),
            ]),
            "{a|< / c|d}",
        ),
    ];
    for (inner, expected) in cases {
        assert_eq!(outline(document(&inner)), [expected], "{inner}");
    }
}

#[test]
fn inner_tables_follow_their_table_and_frames_are_no_tables() {
    let inner =
        tbl(&[tr(&[tc("", &p("1")), tc("", &p("2"))]), tr(&[tc("", &p("3")), tc("", &p("4"))])]);
    let small = tbl(&[tr(&[tc("", &p("小"))])]);
    let outer = tbl(&[
        tr(&[tc("", &p("甲")), tc("", &(p("乙") + &inner))]),
        tr(&[tc("", &(p("丙") + &small)), tc("", &p("丁"))]),
    ]);
    assert_eq!(outline(document(&outer)), ["{甲|乙 / 丙小|丁}", "{1|2 / 3|4}"]);
    let frame = tbl(&[tr(&[tc("", &(p("一、框里") + &inner))])]);
    assert_eq!(outline(document(&frame)), ["#1 一、框里", "{1|2 / 3|4}"]);
}

#[test]
fn each_block_and_cell_has_its_place() {
    let table =
        tbl(&[tr(&[tc("", &p("a")), tc("", &p("b"))]), tr(&[tc("", &p("c")), tc("", &p("d"))])]);
    let pages = read(document(&(p("甲") + "<w:p/>" + &p("乙") + &table)), "a.docx");
    let places: Vec<String> = pages.blocks.iter().map(|block| block.place.to_string()).collect();
    assert_eq!(places, ["a.docx 第1段", "a.docx 第2段", "a.docx 表1第1行第1列"]);
    let table = pages.blocks.iter().find_map(Block::table).unwrap();
    let last = table.rows().last().and_then(|row| row.last()).unwrap();
    assert_eq!(last.content.place.to_string(), "a.docx 表1第2行第2列");
}

#[test]
fn what_is_no_document_is_refused_with_the_reason() {
    let message = |bytes: Vec<u8>| -> String {
        let Pages { blocks, problems, .. } = read(bytes, "a.docx");
        assert!(blocks.is_empty() && problems.len() == 1, "{problems:?}");
        problems[0].message.clone()
    };
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let cases = [
        (b"plain".to_vec(), "这不是 docx 文档，没有读入。"),
        (packed(&[("a.txt", "a")]), "这不是 docx 文档，没有读入。"),
        (document("<w:p>"), "文档已损坏："),
        (packed(&[("word/document.xml", "<a/>")]), "文档已损坏：缺少正文"),
        (document(picture), "文档里只有图片"),
        (document("<w:p/>"), "里面没有正文"),
        (document(&"<w:p/>".repeat(1_000_000)), "「word/document.xml」压缩得异常紧"),
    ];
    for (bytes, expected) in cases {
        let message = message(bytes);
        assert!(message.starts_with(expected), "{message}");
    }
    let wide = tbl(&[tr(&vec![tc("", &p("a")); 300])]);
    let pages = read(document(&wide), "a.docx");
    assert_eq!(pages.problems.len(), 1);
    assert_eq!(pages.blocks.iter().find_map(Block::table).unwrap().columns(), 256);
}

proptest! {
    #[test]
    fn all_words_of_any_document_come_back(
        kinds in proptest::collection::vec(0_u8..6, 1..30)
    ) {
        let word = |(index, kind): (usize, &u8)| (*kind, format!("「{index}」"));
        let pieces: Vec<(u8, String)> = kinds.iter().enumerate().map(word).collect();
        let mut inner = String::new();
        for (kind, text) in &pieces {
            let piece = match kind {
                0 => p(text),
                1 => format!("<w:p><w:ins><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>"),
                2 => tbl(&[tr(&[tc("", &p(text)), tc("<w:gridSpan w:val='3'/>", "<w:p/>")])]),
                3 => tbl(&[tr(&[tc("<w:vMerge w:val='restart'/>", &p(text)), tc("", "<w:p/>")]),
                    tr(&[tc("<w:vMerge/>", "<w:p/>"), tc("<w:vMerge/>", &p(text))])]),
                4 => format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", p(text)),
                _ => format!(
                    "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
                    p(text)
                ),
            };
            inner.push_str(&piece);
        }
        let read = outline(document(&inner)).concat();
        for (kind, text) in &pieces {
            prop_assert!(read.contains(text.as_str()), "{} {}: {}", kind, text, read);
        }
    }
}
