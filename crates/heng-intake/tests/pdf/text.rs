//! Running text: lines, paragraphs, headings, and what pages repeat.

use heng_core::fact::{Area, Place};
use heng_core::page::Block;
use heng_intake::report::read::read;

use super::outline;
use super::paper::{Paper, Sheet, codes};

/// Text of one page whose full lines have 40 letters from 100 to 500.
const FULL: &str =
    "临江区档案馆负责全区档案的接收征集整理保管和提供利用并指导各单位的档案业务工作等";

#[test]
fn lines_are_joined_and_headings_found() {
    let paper = Paper::of(|page| {
        page.sized(18, 200, 80, "部门决算情况说明");
        page.lines(
            120,
            &[
                (120, "一、收支总体情况"),
                (120, "（一）收入"),
                (120, &FULL[..38 * 3]),
                (
                    100,
                    "全年支出比上年增加较多其中基本支出共计二百万元项目支出和其他支出全年合计8257.",
                ),
                (100, "88万元，完成预算。"),
                (120, "下一年继续压减。"),
            ],
        );
    });
    assert_eq!(
        outline(&paper),
        [
            "1 部门决算情况说明",
            "1 一、收支总体情况",
            "2 （一）收入",
            &format!(
                "{}全年支出比上年增加较多其中基本支出共计二百万元项目支出和其他支出全年合计8257.88万元，完成预算。",
                &FULL[..38 * 3]
            ),
            "下一年继续压减。",
        ]
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_without_head_and_number() {
    let page = |number: i32, lines: &[(i32, &str)]| {
        let mut page = Sheet::new();
        page.text(200, 40, "临江区档案馆部门决算").lines(100, lines);
        page.text(290, 810, &format!("— {number} —"));
        page
    };
    let paper = Paper::new([
        page(1, &[(120, &FULL[..38 * 3]), (100, FULL)]),
        page(2, &[(100, "完成。"), (120, "第二段从这里开始。")]),
        page(3, &[(120, "第三段另起。"), (120, "共有—3—项。")]),
    ]);
    assert_eq!(
        outline(&paper),
        [
            &format!("{}{FULL}完成。", &FULL[..38 * 3]),
            "第二段从这里开始。",
            "第三段另起。",
            "共有—3—项。"
        ]
    );
}

#[test]
fn plain_page_numbers_go_and_figures_stay() {
    let page = |number: &str| {
        let mut page = Sheet::new();
        page.text(100, 400, "支出12万元。").text(290, 810, number);
        page
    };
    let numbered = Paper::new(["1", "2", "3"].map(page));
    assert_eq!(outline(&numbered), ["支出12万元。"; 3]);
    let figures = Paper::new(["15", "92", "3"].map(page));
    let kept = ["支出12万元。", "15", "支出12万元。", "92", "支出12万元。", "3"];
    assert_eq!(outline(&figures), kept);
}

#[test]
fn what_is_printed_twice_counts_once() {
    let shown = codes("决算11万元");
    for content in [
        format!("BT /F 10 Tf 2 Tr 100 700 Td <{shown}> Tj ET"),
        format!("BT /F 10 Tf 100 700 Td <{shown}> Tj ET BT /F 10 Tf 100.4 700 Td <{shown}> Tj ET"),
    ] {
        let paper = Paper::of(|page| page.content = content.clone());
        assert_eq!(outline(&paper), ["决算11万元"], "{content}");
    }
}

#[test]
fn the_text_that_the_file_gives_for_glyphs_is_taken() {
    let paper = Paper::of(|page| {
        let actual = codes("青年一代");
        let shown = codes("\u{2ED8}年\u{2F00}代");
        page.content = format!(
            "BT /F 10 Tf 100 700 Td /Span <</ActualText <FEFF{actual}>>> BDC <{shown}> Tj EMC ET\n"
        );
        // Without it, radicals become the characters that they look like.
        page.text(100, 200, "\u{2ED8}\u{2F00}（％）");
    });
    assert_eq!(outline(&paper), ["青年一代", "青一（％）"]);
}

#[test]
fn what_does_not_show_is_not_read() {
    let paper = Paper::of(|page| {
        page.text(100, 100, "看得见");
        let hidden = codes("看不见");
        page.draw(&format!("BT 3 Tr /F 10 Tf 100 600 Td <{hidden}> Tj ET"));
        page.draw(&format!("q 0 0 50 50 re W n BT 0 Tr /F 10 Tf 100 500 Td <{hidden}> Tj ET Q"));
        page.draw(&format!("BT 0 Tr /F 10 Tf 900 500 Td <{hidden}> Tj ET"));
    });
    assert_eq!(outline(&paper), ["看得见"]);
}

#[test]
fn a_recognised_layer_is_read_with_a_doubt() {
    let paper = Paper::of(|page| {
        page.content = format!("BT 3 Tr /F 10 Tf 100 600 Td <{}> Tj ET", codes("扫描件识别的文字"));
    });
    let pages = read(paper.bytes(), "报告.pdf");
    assert_eq!(super::blocks(&pages), ["扫描件识别的文字"]);
    assert!(pages.blocks.iter().all(|block| block.doubt.is_some()));
}

#[test]
fn turned_pages_are_read_and_their_places_are_those_shown() {
    // The text runs upwards on the paper: turned by the page, or by the text itself.
    let shown = codes("本年支出12万元");
    let drawn = format!("BT /F 10 Tf 0 1 -1 0 300 100 Tm <{shown}> Tj ET");
    let turned = |entries: &str| {
        let entries = entries.to_owned();
        Paper::of(|page| {
            page.content = drawn.clone();
            page.entries = entries;
        })
    };
    let area = |block: &Block| match block.place {
        Place::Page { area: Some(area), .. } => area,
        _ => panic!("a place on a page: {block:?}"),
    };
    for (entries, expected) in [
        ("/Rotate 90", Area { left: 100, top: 291, right: 171, bottom: 302 }),
        ("", Area { left: 291, top: 672, right: 302, bottom: 743 }),
    ] {
        let pages = read(turned(entries).bytes(), "报告.pdf");
        assert_eq!(super::blocks(&pages), ["本年支出12万元"], "{entries}");
        assert_eq!(area(&pages.blocks[0]), expected, "{entries}");
    }
}

#[test]
fn text_in_another_direction_stands_aside() {
    let paper = Paper::of(|page| {
        page.text(100, 100, "正文在这里，共有十二个字。");
        let shown = codes("内部资料");
        page.draw(&format!("BT /F 30 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{shown}> Tj ET"));
    });
    assert_eq!(outline(&paper), ["正文在这里，共有十二个字。", "aside 内部资料"]);
}
