//! Tables: by their rules, by alignment, and over pages.

use std::fmt::Write as _;

use heng_core::fact::{Area, Place};
use heng_core::page::Content;
use heng_intake::report::read::read;

use super::paper::{Paper, Sheet};
use super::{blocks, outline};

const XS: [i32; 4] = [100, 250, 350, 450];

#[test]
fn text_above_and_below_a_table_keeps_its_order() {
    let paper = Paper::of(|page| {
        page.text(100, 90, "表1收支情况").text(400, 90, "单位：万元");
        page.table(100, &XS, &[&["项目", "预算数", "执行数"], &["基本支出", "12.5", "12.4"]]);
        page.text(100, 160, "注：数字经过核对。");
    });
    assert_eq!(
        outline(&paper),
        [
            "表1收支情况",
            "单位：万元",
            "项目|预算数|执行数",
            "基本支出|12.5|12.4",
            "注：数字经过核对。"
        ]
    );
}

#[test]
fn cells_without_a_rule_between_them_are_merged() {
    let paper = Paper::of(|page| {
        for (from, to) in [
            ((100, 100), (450, 100)),
            ((250, 120), (450, 120)),
            ((100, 140), (450, 140)),
            ((250, 160), (450, 160)),
            ((100, 180), (450, 180)),
            ((100, 100), (100, 180)),
            ((250, 100), (250, 180)),
            ((350, 120), (350, 180)),
            ((450, 100), (450, 180)),
        ] {
            page.rule(from, to);
        }
        page.cells(100, &XS, &[&["项目", "支出", ""], &["", "预算数", "执行数"]]);
        page.cells(140, &XS, &[&["产出指标", "12", "11"], &["", "8", "9"]]);
    });
    assert_eq!(outline(&paper), ["项目|支出|<", "^|预算数|执行数", "产出指标|12|11", "^|8|9"]);
}

#[test]
fn tables_of_different_width_on_a_page_stay_apart() {
    let paper = Paper::of(|page| {
        page.table(100, &[100, 200, 300], &[&["甲", "1"], &["乙", "2"]]);
        page.table(150, &[80, 150, 250, 480], &[&["丙", "3", "4"], &["丁", "5", "6"]]);
    });
    let pages = read(paper.bytes(), "报告.pdf");
    assert_eq!(blocks(&pages), ["甲|1", "乙|2", "丙|3|4", "丁|5|6"]);
    assert_eq!(pages.blocks.len(), 2);
}

#[test]
fn lines_of_a_cell_are_joined_and_long_numbers_stay_in_theirs() {
    let paper = Paper::of(|page| {
        page.table(100, &[100, 160, 220], &[&["执行数合", "123,456,789.00"], &["", ""]]);
        page.text(103, 128, "计8257.").text(103, 138, "88");
    });
    // The rule between both rows parts what stands in them, however near it is.
    assert_eq!(outline(&paper), ["执行数合|123,456,789.00", "计8257.88|"]);
}

#[test]
fn cells_know_their_page_and_place() {
    let paper = Paper::of(|page| {
        page.table(100, &XS, &[&["项目", "预算数", "执行数"], &["基本支出", "12.5", "12.4"]]);
    });
    let pages = read(paper.bytes(), "报告.pdf");
    let Content::Table(table) = &pages.blocks[0].content else { panic!("a table: {pages:?}") };
    let cell = &table.rows()[1][2].content;
    assert_eq!(cell.text, "12.4");
    let area = Area { left: 350, top: 120, right: 451, bottom: 141 };
    assert_eq!(cell.place, Place::Page { file: "报告.pdf".to_owned(), page: 1, area: Some(area) });
}

#[test]
fn a_table_goes_on_over_the_page() {
    let header: &[&str] = &["一级指标", "三级指标", "分值"];
    let mut first = Sheet::new();
    first.text(100, 690, "指标完成情况");
    first.table(700, &XS, &[header, &["产出指标", "培训期数", "10"]]);
    first.text(290, 820, "- 1 -");
    // The label goes on blank, and the last row is cut.
    for (from, to) in [((100, 740), (100, 780)), ((250, 740), (250, 780))] {
        first.rule(from, to);
    }
    for (from, to) in [((350, 740), (350, 780)), ((450, 740), (450, 780))] {
        first.rule(from, to);
    }
    first.rule((250, 760), (450, 760)).rule((100, 780), (450, 780));
    first.cells(740, &XS, &[&["效益指标", "满意率", "5"], &["", "投诉办结率按月", "20"]]);
    let mut second = Sheet::new();
    second.table(
        60,
        &XS,
        &[header, &["", "统计的平均数", ""], &["满意度指标", "学员满意度", "10"]],
    );
    second.text(100, 160, "以上为全部指标。").text(290, 820, "- 2 -");
    let rows = [
        "指标完成情况",
        "一级指标|三级指标|分值",
        "产出指标|培训期数|10",
        "效益指标|满意率|5",
        "^|投诉办结率按月统计的平均数|20",
        "满意度指标|学员满意度|10",
        "以上为全部指标。",
    ];
    // The upper part of the cut row fills its line only in a narrow column.
    let narrow = |page: Sheet| {
        let mut page = page;
        page.content = page.content.replace("350 ", "328 ");
        page
    };
    assert_eq!(outline(&Paper::new([narrow(first), narrow(second)])), rows);
}

#[test]
fn tables_with_text_between_them_or_other_columns_are_two() {
    let page = |y: i32, xs: &[i32], title: &str, rows: &[&[&str]]| {
        let mut page = Sheet::new();
        if !title.is_empty() {
            page.text(100, y - 10, title);
        }
        page.table(y, xs, rows);
        page
    };
    let rows: &[&[&str]] = &[&["项目", "预算数", "执行数"], &["基本支出", "12.5", "12.4"]];
    let first = || page(700, &XS, "", rows);
    for second in [page(100, &XS, "另一张表", rows), page(100, &[90, 200, 300, 400], "", rows)]
    {
        let pages = read(Paper::new([first(), second]).bytes(), "报告.pdf");
        let tables = pages.blocks.iter().filter(|block| block.table().is_some());
        assert_eq!(tables.count(), 2);
    }
}

#[test]
fn boxes_of_cells_without_a_last_rule_are_a_table() {
    // As browsers print: each cell has thin boxes of its own, and the page end cuts the last row open.
    let paper = Paper::of(|page| {
        for (row, y) in [(0, 742), (1, 722)] {
            for (left, right) in [(100, 200), (200, 300)] {
                let top = y - 20;
                writeln!(page.content, "{left} {y} {} 0.5 re f", right - left).unwrap();
                writeln!(page.content, "{left} {top} 0.5 20 re f {right} {top} 0.5 20 re f")
                    .unwrap();
                if row == 0 {
                    writeln!(page.content, "{left} {top} {} 0.5 re f", right - left).unwrap();
                }
            }
        }
        page.cells(100, &[100, 200], &[&["项目", "金额"], &["甲", "12.5"]]);
    });
    assert_eq!(outline(&paper), ["项目|金额", "甲|12.5"]);
}

#[test]
fn columns_without_rules_are_a_table_with_a_doubt() {
    let paper = Paper::of(|page| {
        page.text(100, 80, "各科室支出如下：");
        page.cells(
            100,
            &[100, 250, 400],
            &[&["科室", "预算数", "执行数"], &["办公室", "12.5", "12.4"], &["档案科", "30", "29"]],
        );
        page.text(100, 180, "合计另见附表。");
    });
    let pages = read(paper.bytes(), "报告.pdf");
    assert_eq!(
        blocks(&pages),
        [
            "各科室支出如下：",
            "科室|预算数|执行数",
            "办公室|12.5|12.4",
            "档案科|30|29",
            "合计另见附表。"
        ]
    );
    assert!(pages.blocks[1].doubt.is_some());
}

#[test]
fn rows_without_rules_between_them_are_parted_by_their_figures() {
    let paper = Paper::of(|page| {
        for x in XS {
            page.rule((x, 100), (x, 180));
        }
        for y in [100, 120, 180] {
            page.rule((100, y), (450, y));
        }
        let rows: &[&[&str]] = &[
            &["项目", "预算数", "执行数"],
            &["基本支出", "12.5", "12.4"],
            &["项目支出", "30", "29"],
            &["合计", "42.5", "41.4"],
        ];
        page.cells(100, &XS, rows);
    });
    let pages = read(paper.bytes(), "报告.pdf");
    let rows = ["项目|预算数|执行数", "基本支出|12.5|12.4", "项目支出|30|29", "合计|42.5|41.4"];
    assert_eq!(blocks(&pages), rows);
    assert!(pages.blocks[0].doubt.is_some());
}

#[test]
fn rules_from_left_to_right_part_the_rows() {
    let xs = [100, 130, 210];
    let rows: &[&[&str]] = &[
        &["序号", "指标", "说明"],
        &["1", "培训期数", "按计划举办"],
        &["2", "参训人数", "按签到"],
    ];
    let paper = Paper::of(|page| {
        for y in [100, 120, 150, 170] {
            page.rule((100, y), (300, y));
        }
        page.cells(100, &xs, &rows[..2]).text(213, 146, "并按季统计").cells(150, &xs, &rows[2..]);
        page.text(100, 200, "以上数据已经核对。");
    });
    let pages = read(paper.bytes(), "报告.pdf");
    let rows = [
        "序号|指标|说明",
        "1|培训期数|按计划举办并按季统计",
        "2|参训人数|按签到",
        "以上数据已经核对。",
    ];
    assert_eq!(blocks(&pages), rows);
    assert!(pages.blocks[0].doubt.is_some());
}

#[test]
fn text_between_rules_is_no_table() {
    let paper = Paper::of(|page| {
        for y in [100, 130, 160] {
            page.rule((100, y), (400, y));
        }
        page.text(100, 120, "临江区档案馆部门决算").text(100, 150, "二〇二三年度，共12页。");
    });
    assert_eq!(outline(&paper), ["临江区档案馆部门决算", "二〇二三年度，共12页。"]);
}

#[test]
fn a_frame_and_a_chart_are_no_tables() {
    let paper = Paper::of(|page| {
        for (from, to) in [
            ((90, 90), (500, 90)),
            ((500, 90), (500, 140)),
            ((500, 140), (90, 140)),
            ((90, 140), (90, 90)),
        ] {
            page.rule(from, to);
        }
        page.text(100, 110, "框里的一段话。");
        // Two axes.
        page.rule((100, 300), (100, 500)).rule((100, 500), (400, 500)).text(110, 520, "预算");
    });
    assert_eq!(outline(&paper), ["框里的一段话。", "预算"]);
}
