//! Files as writers of OFD make them.

use std::io::{Cursor, Write};

use heng_core::page::{Block, Content, Pages};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read;
use crate::report::read::parts::Parts;

fn packed(parts: &[(String, String)]) -> Parts {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    Parts::open(archive.finish().unwrap().into_inner(), "OFD 文件").unwrap()
}

/// A file with these objects on its pages.
fn file(pages: &[String]) -> Pages {
    let mut parts = vec![(
        "OFD.xml".to_owned(),
        "<ofd:OFD xmlns:ofd='o'><ofd:DocBody>\
         <ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            .to_owned(),
    )];
    let entry = |page| format!("<ofd:Page ID='{page}' BaseLoc='Pages/Page_{page}/Content.xml'/>");
    let list: Vec<String> = (0..pages.len()).map(entry).collect();
    let list = list.concat();
    let document =
        format!("<ofd:Document xmlns:ofd='o'><ofd:Pages>{list}</ofd:Pages></ofd:Document>");
    parts.push(("Doc_0/Document.xml".to_owned(), document));
    for (number, objects) in pages.iter().enumerate() {
        let page = format!(
            "<ofd:Page xmlns:ofd='o'><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        );
        parts.push((format!("Doc_0/Pages/Page_{number}/Content.xml"), page));
    }
    read(packed(&parts), "a.ofd")
}

/// A text of 5 mm with its left edge and baseline in millimetres.
fn text(left: u32, baseline: u32, words: &str) -> String {
    let steps = words.chars().count().saturating_sub(1);
    format!(
        "<ofd:TextObject Boundary='{left} {} 100 10' Size='5'><ofd:TextCode X='0' Y='5' DeltaX='g {steps} 5'>\
         {words}</ofd:TextCode></ofd:TextObject>",
        baseline - 5
    )
}

fn outline(pages: &Pages) -> Vec<String> {
    let one = |block: &Block| match &block.content {
        Content::Heading { level, text } => format!("#{level} {text}"),
        _ => block.text().unwrap_or_default().to_owned(),
    };
    pages.blocks.iter().map(one).collect()
}

#[test]
fn lines_become_paragraphs_over_page_ends() {
    let first = [
        text(20, 30, "一、基本情况"),
        text(30, 40, "本部门预算数三千元，执行数如"),
        text(20, 50, "下，"),
        text(30, 60, "另起一段并且写满了整整一行到"),
        text(95, 270, "—3—"),
    ];
    let second = [text(20, 30, "右边为止。"), text(20, 40, "（一）目标")];
    let pages = file(&[first.concat(), second.concat()]);
    assert_eq!(
        outline(&pages),
        [
            "#1 一、基本情况",
            "本部门预算数三千元，执行数如下，",
            "另起一段并且写满了整整一行到右边为止。",
            "#2 （一）目标",
        ]
    );
    assert_eq!(pages.count, Some(2));
    assert_eq!(pages.blocks[3].place.to_string(), "a.ofd 第2页");
}

#[test]
fn objects_are_placed_by_steps_and_matrices() {
    let two = "<ofd:TextObject Boundary='20 20 50 10' Size='5'><ofd:TextCode X='0' Y='5'>甲乙</ofd:TextCode>\
        <ofd:TextCode X='10' Y='5' DeltaX='5'>丙丁</ofd:TextCode></ofd:TextObject>";
    let moved = "<ofd:TextObject Boundary='0 0 200 200' Size='1' CTM='5 0 0 5 60 25'>\
        <ofd:TextCode X='0' Y='0' DeltaX='1'>戊己</ofd:TextCode></ofd:TextObject>";
    let hidden = "<ofd:TextObject Visible='false' Boundary='20 40 50 10' Size='5'>\
        <ofd:TextCode X='0' Y='5'>藏</ofd:TextCode></ofd:TextObject>";
    let block = format!("<ofd:PageBlock>{moved}</ofd:PageBlock>{two}{hidden}");
    assert_eq!(outline(&file(&[block])), ["甲乙丙丁 戊己"]);
}

#[test]
fn rows_of_columns_are_doubted_and_never_run_together() {
    let row = [text(20, 30, "培训"), text(60, 30, "10"), text(100, 30, "9.5")].concat();
    let pages = file(&[row]);
    assert_eq!(outline(&pages), ["培训 10 9.5"]);
    assert!(pages.blocks[0].doubt.is_some());
}

#[test]
fn files_without_text_are_refused_with_the_reason() {
    let message = |pages: &Pages| pages.problems[0].message.clone();
    assert!(message(&file(&["<ofd:ImageObject/>".to_owned()])).starts_with("文档里只有图片"));
    assert!(message(&file(&[String::new()])).starts_with("里面没有正文"));
    let cut =
        read(packed(&[("OFD.xml".to_owned(), "<a><DocRoot>b</DocRoot></a>".to_owned())]), "a.ofd");
    assert!(message(&cut).starts_with("OFD 文件已损坏：缺少「b」"));
}

proptest! {
    #[test]
    fn any_attributes_give_pages(
        boundary in "[0-9. -]{0,20}",
        matrix in "[0-9. -]{0,30}",
        steps in "[g0-9. -]{0,20}"
    ) {
        let object = format!(
            "<ofd:TextObject Boundary='{boundary}' CTM='{matrix}' Size='{steps}'>\
             <ofd:TextCode X='{boundary}' Y='1' DeltaX='{steps}'>甲乙丙</ofd:TextCode></ofd:TextObject>"
        );
        let read = outline(&file(&[object])).concat();
        for word in ['甲', '乙', '丙'] {
            prop_assert!(read.contains(word), "{}", read);
        }
    }
}
