//! Workbooks, read back with another library.

use std::io::{Cursor, Read};

use calamine::{Data, DataType, Reader, Xlsx};
use heng_render::document::Document;
use heng_render::write::xlsx;

use crate::{assert_in_order, sample, words};

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn open(documents: &[&Document]) -> Workbook {
    Xlsx::new(Cursor::new(xlsx::write(documents).unwrap())).unwrap()
}

fn cells(workbook: &mut Workbook, sheet: usize) -> Vec<((u32, u32), Data)> {
    let name = workbook.sheet_names()[sheet].clone();
    let range = workbook.worksheet_range(&name).unwrap();
    let (top, left) = range.start().unwrap();
    let at = |row: usize, column: usize| {
        (top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap())
    };
    range.used_cells().map(|(row, column, data)| (at(row, column), data.clone())).collect()
}

#[test]
fn all_words_are_there_in_order() {
    let (report, form) = (sample::report(), sample::form());
    let mut workbook = open(&[&report, &form]);
    for (sheet, document) in [&report, &form].into_iter().enumerate() {
        let cells = cells(&mut workbook, sheet);
        let text: Vec<String> = cells
            .iter()
            .filter(|(_, data)| data.is_string())
            .map(|(_, data)| data.to_string())
            .collect();
        // Amounts are numbers here and have a test of their own.
        let is_amount = |word: &String| {
            word.starts_with(|first: char| first.is_ascii_digit())
                && word.ends_with(|last: char| last.is_ascii_digit() || last == '%')
        };
        let words: Vec<String> =
            words(document).into_iter().filter(|word| !is_amount(word)).collect();
        assert_in_order(&text.join("\n"), &words);
    }
}

#[test]
fn numbers_are_numbers_and_sums_are_formulas() {
    let form = sample::form();
    let mut workbook = open(&[&form]);
    let cells = cells(&mut workbook, 0);
    let numbers: Vec<f64> = cells
        .iter()
        .filter_map(|(_, data)| if let Data::Float(value) = data { Some(*value) } else { None })
        .collect();
    assert_eq!(
        numbers,
        [700.0, 687.2, 0.9817, 680.0, 610.0, 0.8971, 1380.0, 1297.2, 0.94, 12.5, 7.5, 20.0]
    );
    let name = workbook.sheet_names()[0].clone();
    let formulas = workbook.worksheet_formula(&name).unwrap();
    let formulas: Vec<&String> = formulas.used_cells().map(|(_, _, formula)| formula).collect();
    // The tables' columns begin at 0, 16, 20, 40, 60 and 80 hundredths of the sheet.
    assert_eq!(formulas, ["SUM(D5:D6)", "SUM(E5:E6)", "SUM(F11:F12)"]);
}

#[test]
fn words_that_begin_like_a_formula_stay_words() {
    let report = sample::report();
    let mut workbook = open(&[&report]);
    let hostile = cells(&mut workbook, 0);
    assert!(hostile.iter().any(|(_, data)| data.to_string().contains(sample::HOSTILE)));
    let name = workbook.sheet_names()[0].clone();
    assert_eq!(workbook.worksheet_formula(&name).unwrap().used_cells().count(), 0);

    let mut form = sample::form();
    form.title = "=HYPERLINK(\"x\")".to_owned();
    let mut workbook = open(&[&form]);
    assert_eq!(cells(&mut workbook, 0)[0].1, Data::String("=HYPERLINK(\"x\")".to_owned()));
}

#[test]
fn merged_cells_come_out_merged() {
    let form = sample::form();
    let mut workbook = open(&[&form]);
    let mut merged: Vec<(u32, u32, u32, u32)> = workbook
        .merge_cells_by_sheet_id(0)
        .unwrap()
        .iter()
        .map(|area| (area.start.0, area.start.1, area.end.0, area.end.1))
        .collect();
    merged.sort_unstable();
    assert_eq!(
        merged,
        [
            (0, 0, 0, 5),
            (1, 0, 1, 5),
            (2, 1, 2, 5),
            (3, 0, 6, 0),
            (3, 1, 3, 2),
            (4, 1, 4, 2),
            (5, 1, 5, 2),
            (6, 1, 6, 2),
            (7, 1, 7, 5),
            (8, 0, 8, 5),
            (9, 0, 9, 1),
            (9, 2, 9, 4),
            (10, 0, 11, 1),
            (10, 2, 10, 4),
            (11, 2, 11, 4),
            (12, 0, 12, 4),
            (13, 0, 13, 5),
            (14, 0, 14, 5),
        ]
    );
}

#[test]
fn sheets_have_names_that_differ() {
    let mut long = sample::form();
    long.title = "很长的名称[甲/乙]".repeat(6);
    let workbook = open(&[&long, &long, &sample::form()]);
    let names = workbook.sheet_names();
    assert_eq!(names[0], "很长的名称甲乙很长的名称甲乙很长的名称甲乙很长的名称甲乙很长的");
    assert_eq!(names[1], "很长的名称甲乙很长的名称甲乙很长的名称甲乙很长的名称甲乙（2）");
    assert_eq!(names[2], "部门整体支出绩效自评表");
}

#[test]
fn each_part_has_its_sheet_and_its_sums() {
    let collection = sample::collection();
    let mut workbook = open(&[&collection]);
    assert_eq!(workbook.sheet_names(), ["部门整体支出绩效自评表", "1．政务云<平台>"]);
    let words: Vec<String> =
        cells(&mut workbook, 1).into_iter().map(|(_, data)| data.to_string()).collect();
    assert_eq!(words[..3], ["1．政务云<平台>", "项目支出绩效自评表", "指标与分值"]);
    assert!(words.contains(&"2032年3月18日".to_owned()));
    let formulas = workbook.worksheet_formula("1．政务云<平台>").unwrap();
    let formulas: Vec<&String> = formulas.used_cells().map(|(.., formula)| formula).collect();
    assert_eq!(formulas, ["SUM(C5:C6)"]);
}

#[test]
fn the_page_and_the_date_are_set() {
    let bytes = xlsx::write(&[&sample::form()]).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"")
    );
    let core = part("docProps/core.xml");
    assert!(core.contains(">2032-03-18T00:00:00Z</dcterms:created>"), "{core}");
    assert!(core.contains(">2032-03-18T00:00:00Z</dcterms:modified>"), "{core}");
}

#[test]
fn equal_documents_give_equal_bytes() {
    let (report, form) = (sample::report(), sample::form());
    assert!(xlsx::write(&[&report, &form]).unwrap() == xlsx::write(&[&report, &form]).unwrap());
}
