//! Workbooks as spreadsheets write them, tables among titles and notes.

use std::io::{Cursor, Write};

use heng_core::page::{Block, Content, Pages};
use heng_core::table::Slot;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ods, xls, xlsx};
use crate::report::read::compound::Compound;
use crate::report::read::parts::Parts;

fn outline(pages: &Pages) -> Vec<String> {
    let one = |block: &Block| match &block.content {
        Content::Heading { level, text } => format!("#{level} {text}"),
        Content::Paragraph(text) | Content::Aside(text) => text.clone(),
        Content::Table(table) => {
            let rows = table.grid().into_iter().map(|slots| {
                let words = slots.iter().map(|slot| match slot {
                    Slot::Begins(cell) => cell.content.text.as_str(),
                    Slot::CoveredFromLeft => "<",
                    Slot::CoveredFromAbove { .. } => "^",
                });
                words.collect::<Vec<_>>().join("|")
            });
            format!("{{{}}}", rows.collect::<Vec<_>>().join(" / "))
        }
    };
    pages.blocks.iter().map(one).collect()
}

fn written(fill: impl FnOnce(&mut Worksheet)) -> Pages {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("表").unwrap());
    xlsx(book.save_to_buffer().unwrap(), "a.xlsx")
}

#[test]
fn a_sheet_is_parted_into_tables_with_what_stands_around_them() {
    let plain = Format::new();
    let pages = written(|sheet| {
        sheet.merge_range(0, 0, 0, 3, "项目支出绩效 自评表", &plain).unwrap();
        sheet.write(1, 0, "填报单位：甲局").unwrap().write(1, 3, "单位：万元").unwrap();
        sheet.merge_range(2, 0, 3, 0, "项目", &plain).unwrap();
        sheet.merge_range(2, 1, 2, 2, "金额", &plain).unwrap();
        sheet.merge_range(2, 3, 3, 3, "执行率", &plain).unwrap();
        sheet.write(3, 1, "预算").unwrap().write(3, 2, "执行").unwrap();
        sheet.write(4, 0, "培训").unwrap().write(4, 1, 10).unwrap().write(4, 2, 9.5).unwrap();
        sheet.write_with_format(4, 3, 0.95, &Format::new().set_num_format("0.00%")).unwrap();
        // An empty row inside the table.
        sheet.write(6, 0, "合计").unwrap().write(6, 1, 10).unwrap();
        sheet.write(7, 0, "注：执行数为年末数").unwrap();
        sheet.write(9, 1, "科目").unwrap().write(9, 2, "数").unwrap();
        sheet.write(10, 1, "甲").unwrap().write(10, 2, 1).unwrap();
    });
    assert_eq!(pages.problems, []);
    assert_eq!(
        outline(&pages),
        [
            "项目支出绩效自评表",
            "填报单位：甲局",
            "单位：万元",
            "{项目|金额|<|执行率 / ^|预算|执行|^ / 培训|10|9.5|95.00% / 合计|10||}",
            "注：执行数为年末数",
            "{科目|数 / 甲|1}",
        ]
    );
    let table = pages.blocks.iter().find_map(Block::table).unwrap();
    let rate = &table.rows()[2][3].content;
    assert_eq!(rate.number.unwrap().to_string(), "0.95");
    assert_eq!(rate.place.to_string(), "a.xlsx「表」D5");
    assert_eq!(table.rows()[3][0].content.place.to_string(), "a.xlsx「表」A7");
}

#[test]
fn a_title_as_wide_as_the_table_parts_it_and_a_section_does_not() {
    let plain = Format::new();
    let pages = written(|sheet| {
        sheet.write_row(0, 0, ["项目", "金额"]).unwrap();
        sheet.merge_range(1, 0, 1, 1, "一、基本情况", &plain).unwrap();
        sheet.write(2, 0, "甲").unwrap().write(2, 1, 1).unwrap();
        sheet.merge_range(3, 0, 3, 1, "附表2 收入明细表", &plain).unwrap();
        sheet.write_row(4, 0, ["来源", "金额"]).unwrap();
        sheet.write(5, 0, "财政").unwrap().write(5, 1, 2).unwrap();
    });
    assert_eq!(
        outline(&pages),
        ["{项目|金额 / 一、基本情况|< / 甲|1}", "附表2 收入明细表", "{来源|金额 / 财政|2}"]
    );
}

#[test]
fn numbers_are_shown_by_their_format_and_kept_exact() {
    let format = |code: &str| Format::new().set_num_format(code);
    let pages = written(|sheet| {
        sheet.write_with_format(0, 0, 1234.5, &format("#,##0.00")).unwrap();
        sheet.write_with_format(0, 1, 0.1 + 0.2, &format("0.0")).unwrap();
        let day = ExcelDateTime::from_ymd(2023, 3, 1).unwrap();
        sheet.write_with_format(0, 2, &day, &format("yyyy\"年\"m\"月\"")).unwrap();
        sheet.write(0, 3, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(1, 0, Formula::new("=#REF!").set_result("#REF!")).unwrap();
        sheet.write(1, 1, "甲").unwrap();
    });
    assert_eq!(outline(&pages), ["{1,234.50|0.3|2023年3月|2 / #REF!|甲||}"]);
    let table = pages.blocks[0].table().unwrap();
    let numbers: Vec<Option<String>> = table.rows()[0]
        .iter()
        .map(|cell| cell.content.number.map(|number| number.to_string()))
        .collect();
    let expected = [Some("1234.5"), Some("0.3"), None, Some("2")];
    assert_eq!(numbers, expected.map(|number| number.map(str::to_owned)));
    assert_eq!(pages.problems.len(), 1);
    assert_eq!(pages.problems[0].place.to_string(), "a.xlsx「表」A2");
    assert_eq!(pages.problems[0].excerpt, "#REF!");
}

#[test]
fn hidden_sheets_are_left_out_and_far_cells_are_named() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("见").unwrap().write(0, 0, "甲").unwrap();
    let hidden = book.add_worksheet().set_name("藏").unwrap();
    hidden.write(0, 0, "乙").unwrap();
    hidden.set_hidden(true);
    let far = book.add_worksheet().set_name("远").unwrap();
    far.write(0, 9_999, "丙").unwrap().write(1, 9_999, "丙").unwrap().write(2, 0, "丁").unwrap();
    let pages = xlsx(book.save_to_buffer().unwrap(), "a.xlsx");
    assert_eq!(outline(&pages), ["甲", "丁"]);
    assert_eq!(pages.problems.len(), 1);
    assert!(pages.problems[0].message.contains("工作表「远」的 NTP1"), "{}", pages.problems[0]);
}

fn packed(parts: &[(&str, &str)]) -> Parts {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    Parts::open(archive.finish().unwrap().into_inner(), "工作簿").unwrap()
}

fn open(rows: &str) -> Pages {
    let content = format!(
        "<o:document xmlns:o='o'><o:body><o:spreadsheet><o:table o:name='表'>{rows}</o:table>\
         </o:spreadsheet></o:body></o:document>"
    );
    ods(packed(&[("content.xml", &content)]), "a.ods")
}

#[test]
fn cells_of_an_open_workbook_are_read_as_shown() {
    let pages = open(
        "<o:table-row><o:table-cell o:number-columns-spanned='2' o:number-rows-spanned='2'>\
         <o:p>甲</o:p><o:p>乙</o:p>\
         </o:table-cell><o:covered-table-cell/>\
         <o:table-cell o:value-type='percentage' o:value='0.965'><o:p>96.50%</o:p>\
         </o:table-cell><o:table-cell o:number-columns-repeated='16000'/></o:table-row>\
         <o:table-row><o:covered-table-cell o:number-columns-repeated='2'/><o:table-cell><o:p>a\
         <o:s/>b</o:p></o:table-cell></o:table-row>\
         <o:table-row><o:table-cell/><o:table-cell o:number-columns-repeated='2' o:value='1'>\
         <o:p>1</o:p></o:table-cell></o:table-row>\
         <o:table-row o:number-rows-repeated='1000000'><o:table-cell/></o:table-row>",
    );
    assert_eq!(pages.problems, []);
    assert_eq!(outline(&pages), ["{甲乙|<|96.50% / ^|<|a b / |1|1}"]);
    let table = pages.blocks[0].table().unwrap();
    assert_eq!(table.rows()[0][1].content.number.unwrap().to_string(), "0.965");
    let bomb = open(
        "<o:table-row o:number-rows-repeated='99999'><o:table-cell><o:p>1</o:p></o:table-cell></o:table-row>",
    );
    assert!(bomb.problems[0].message.contains("超出限度"));
}

/// A record of an old workbook.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// A compound file with one stream, which is padded until it is no small one.
fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut file = crate::report::read::compound::MAGIC.to_vec();
    file.resize(512, 0);
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(30, &9_u16.to_le_bytes());
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &u32::MAX.to_le_bytes());
    put(68, &u32::MAX.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    (1..109).for_each(|at| put(76 + at * 4, &u32::MAX.to_le_bytes()));
    let mut table: Vec<u32> = vec![0xFFFF_FFFD, u32::MAX - 1];
    table.extend((3..2 + sectors).chain([u32::MAX - 1]));
    table.resize(128, u32::MAX);
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    let mut directory = vec![0; 512];
    let mut entry = |index: usize, name: &str, kind: u8, start: u32, size: u32| {
        let words: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let at = index * 128;
        directory[at..at + words.len()].copy_from_slice(&words);
        directory[at + 64] = u8::try_from(words.len()).unwrap();
        directory[at + 66] = kind;
        directory[at + 116..at + 120].copy_from_slice(&start.to_le_bytes());
        directory[at + 120..at + 124].copy_from_slice(&size.to_le_bytes());
    };
    entry(0, "Root Entry", 5, u32::MAX - 1, 0);
    entry(1, name, 2, 2, sectors * 512);
    file.extend(directory);
    file.extend(stream);
    file
}

fn old(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0]);
    let sheet = |start: usize| {
        let start = u32::try_from(start).unwrap().to_le_bytes();
        let name = [1, 1, 0x68, 0x88];
        record(0x0085, &[&start[..], &[0, 0], &name].concat())
    };
    let end = record(0x000A, &[]);
    let globals = globals.concat();
    let start = begin.len() + globals.len() + sheet(0).len() + end.len();
    let stream = [&begin, &globals, &sheet(start), &end, &begin, &cells.concat(), &end];
    compound("Workbook", stream.map(Vec::as_slice).concat())
}

#[test]
fn records_of_an_old_workbook_are_read_as_shown() {
    let at = |row: u8, column: u8, format: u8| [row, 0, column, 0, format, 0];
    // The second text goes on in a further record, and its rest is written in wide characters.
    let first = [2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0x32, 0x75, 3, 0, 0, b'a'];
    let rest = [1, b'b', 0, 0x59, 0x4E];
    let globals = [
        record(0x041E, &[&[0xA4, 0, 5, 0, 0][..], b"0.00%"].concat()),
        record(0x00E0, &[0, 0, 0, 0]),
        record(0x00E0, &[0, 0, 0xA4, 0]),
        record(0x00E0, &[0, 0, 31, 0]),
        record(0x00FC, &first),
        record(0x003C, &rest),
    ];
    let cells = [
        record(0x00FD, &[&at(0, 0, 0)[..], &[0, 0, 0, 0]].concat()),
        record(0x00FD, &[&at(0, 2, 0)[..], &[1, 0, 0, 0]].concat()),
        record(0x0203, &[&at(1, 0, 1)[..], &0.965_f64.to_le_bytes()].concat()),
        record(0x027E, &[&at(1, 1, 0)[..], &(1234_u32 << 2 | 3).to_le_bytes()].concat()),
        record(0x027E, &[&at(1, 2, 2)[..], &(44_986_u32 << 2 | 2).to_le_bytes()].concat()),
        record(0x0006, &[&at(2, 0, 0)[..], &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0; 6]].concat()),
        record(0x0207, &[2, 0, 0, b'x', b'y']),
        record(0x0006, &[&at(2, 1, 0)[..], &[2, 0, 0x07, 0, 0, 0, 0xFF, 0xFF], &[0; 6]].concat()),
        record(0x0006, &[&at(2, 2, 0)[..], &16.86_f64.to_le_bytes(), &[0; 6]].concat()),
        record(0x00E5, &[1, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
    ];
    let bytes = old(&globals, &cells);
    let pages = xls(&Compound::open(&bytes).unwrap(), "a.xls");
    assert_eq!(outline(&pages), ["{甲|<|ab乙 / 96.50%|12.34|2023年3月1日 / xy|#DIV/0!|16.86}"]);
    let table = pages.blocks[0].table().unwrap();
    assert_eq!(table.rows()[1][0].content.number.unwrap().to_string(), "0.965");
    assert_eq!(table.rows()[1][1].content.place.to_string(), "a.xls「表」B2");
    assert_eq!(pages.problems.len(), 1);
    assert_eq!(pages.problems[0].place.to_string(), "a.xls「表」B3");
}

#[test]
fn old_workbooks_that_cannot_be_read_are_refused() {
    let locked = old(&[record(0x002F, &[0; 6])], &[]);
    let older = compound("Book", vec![0; 10]);
    let earlier = compound("Workbook", record(0x0809, &[0, 5, 5, 0]));
    let damaged = compound("Workbook", vec![1; 10]);
    let cases = [
        (locked, "文件设有打开密码"),
        (older, "这是 Excel 95"),
        (earlier, "这是 Excel 95"),
        (damaged, "工作簿已损坏"),
    ];
    for (bytes, expected) in cases {
        let pages = xls(&Compound::open(&bytes).unwrap(), "a.xls");
        assert!(pages.problems[0].message.starts_with(expected), "{:?}", pages.problems);
    }
}

proptest! {
    #[test]
    fn each_cell_comes_back_once(
        cells in proptest::collection::btree_map((0_u32..12, 0_u16..6), 0_u32..1000, 1..30)
    ) {
        let pages = written(|sheet| {
            for ((row, column), value) in &cells {
                sheet.write(*row, *column, format!("「{row}-{column}」{value}")).unwrap();
            }
        });
        let read = outline(&pages).concat();
        for ((row, column), value) in &cells {
            let word = format!("「{row}-{column}」{value}");
            prop_assert_eq!(read.matches(&word).count(), 1, "{} in {}", word, read);
        }
    }

    #[test]
    fn any_records_give_pages(
        kinds in proptest::collection::vec((0_usize..9, proptest::collection::vec(any::<u8>(), 0..40)), 0..20)
    ) {
        const KINDS: [u16; 9] = [0xFD, 0x203, 0x27E, 0xBD, 0x6, 0x207, 0xE5, 0x205, 0xD6];
        let cells: Vec<Vec<u8>> =
            kinds.iter().map(|(kind, data)| record(KINDS[*kind], data)).collect();
        let bytes = old(&[record(0x00FC, &[9, 0, 0, 0, 9, 0, 0, 0, 200, 0, 1, 65])], &cells);
        let pages = xls(&Compound::open(&bytes).unwrap(), "a.xls");
        prop_assert!(!pages.blocks.is_empty() || !pages.problems.is_empty());
    }
}
