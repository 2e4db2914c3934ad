//! Edits as somebody makes them: a word, a figure, a cell, a paragraph more or less.

use super::*;
use crate::page::{Content, Format, PageCell};
use crate::table::{Cell, Table};

/// Pages of paragraphs; a line with bars is a row, and rows in sequence are a table.
fn pages(text: &str) -> Pages {
    let mut blocks: Vec<Block> = Vec::new();
    let mut rows: Vec<Vec<Cell<PageCell>>> = Vec::new();
    let end = |rows: &mut Vec<Vec<Cell<PageCell>>>, blocks: &mut Vec<Block>| {
        let Some(columns) = rows.first().map(Vec::len) else { return };
        let table = Table::new(columns, std::mem::take(rows)).unwrap();
        let place = Place::File { file: "表".to_owned() };
        blocks.push(Block { content: Content::Table(table), place, doubt: None });
    };
    for (number, line) in text.lines().enumerate() {
        let place = Place::Paragraph { file: "报告.docx".to_owned(), paragraph: number + 1 };
        if line.contains('|') {
            let cell = |text: &str| {
                Cell::new(PageCell { text: text.to_owned(), number: None, place: place.clone() })
            };
            rows.push(line.split('|').map(cell).collect());
        } else {
            end(&mut rows, &mut blocks);
            blocks.push(Block::paragraph(line, place));
        }
    }
    end(&mut rows, &mut blocks);
    Pages {
        file: "报告.docx".to_owned(),
        format: Format::Word,
        count: None,
        blocks,
        problems: vec![],
    }
}

fn outline(made: &str, standing: &str) -> Vec<String> {
    let edits = edits(&pages(made), &pages(standing)).unwrap();
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    edits
        .iter()
        .map(|edit| {
            let figures = if edit.changes_figures() { "数 " } else { "" };
            let place = edit.place.as_ref().map_or_else(String::new, ToString::to_string);
            format!("{figures}{} > {} @{place}", said(&edit.before), said(&edit.after))
        })
        .collect()
}

const MADE: &str = "一、基本情况\n本局负责档案工作，全年接待群众1200人次。\n二、指标\n指标|目标|完成\n\
                    培训|12期|14期\n宣传|3次|3次\n三、结论\n工作顺利完成，群众满意。\n四、附件";

#[test]
fn each_edit_is_one_difference_with_its_place() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("四、附件", "四、附件", &[]),
        ("14期", "15期", &["数 14期 > 15期 @报告.docx 第5段"]),
        (
            "顺利完成",
            "按期完成",
            &["工作顺利完成，群众满意。 > 工作按期完成，群众满意。 @报告.docx 第8段"],
        ),
        (
            "\n三、结论",
            "\n以上指标均已核对。\n三、结论",
            &["- > 以上指标均已核对。 @报告.docx 第7段"],
        ),
        ("宣传|3次|3次\n", "", &["数 宣传｜3次｜3次 > - @报告.docx 第5段"]),
        (" ", "　", &[]),
    ];
    for (from, to, expected) in cases {
        assert_eq!(outline(MADE, &MADE.replace(from, to)), expected, "{from}");
    }
}

#[test]
fn another_report_is_not_taken_for_an_edited_one() {
    assert_eq!(edits(&pages(MADE), &pages("完全不同\n的一份\n文件\n没有一段相同")), None);
    assert_eq!(edits(&pages(MADE), &pages("")), None);
}

#[test]
fn only_what_differs_is_shown() {
    assert_eq!(differing("甲。乙。丙。", "甲。丁。丙。"), ("乙。", "丁。"));
    assert_eq!(differing("甲。乙", "甲。乙"), ("", ""));
    assert_eq!(differing("甲。", "甲。甲。"), ("", "甲。"));
}

#[test]
fn edited_words_go_back_and_bindings_stay() {
    let text = "工作总体顺利，得分{{score/total}}。\n\n群众满意。\n";
    let made = "标题\n工作总体顺利，得分96分。\n群众满意。\n尾一\n尾二\n尾三";
    let cases = [
        ("总体顺利", "基本顺利", Some("工作基本顺利，得分{{score/total}}。\n\n群众满意。\n"), 0),
        (
            "群众满意。",
            "群众十分满意。",
            Some("工作总体顺利，得分{{score/total}}。\n\n群众十分满意。\n"),
            0,
        ),
        ("群众满意。\n", "", Some("工作总体顺利，得分{{score/total}}。\n"), 0),
        (
            "尾一",
            "经核对无误。\n尾一",
            Some("工作总体顺利，得分{{score/total}}。\n\n群众满意。\n\n经核对无误。\n"),
            0,
        ),
        ("96分", "97分", None, 1),
        ("标题", "题目", None, 0),
    ];
    for (from, to, expected, left) in cases {
        let edits = edits(&pages(made), &pages(&made.replace(from, to))).unwrap();
        let returned = put_back(&[text], &edits);
        assert_eq!(returned.texts.get(&0).map(String::as_str), expected, "{from}");
        assert_eq!((returned.left.len(), returned.count), (left, usize::from(expected.is_some())));
    }
}
