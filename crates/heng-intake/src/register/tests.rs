//! Registers as people hand them in: what is taken, and what is said of the rest.

use heng_core::register::measure::{self, Measure};
use heng_core::register::schema::{self, Schema, Sensitivity};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use heng_core::register::evaluate::{Evaluation, Terms};
use heng_core::register::reference::References;
use heng_core::register::revision::History;

use super::blocks::Blocks;
use super::part::Purpose;
use super::{Encoding, MeasuredFile, measure as measure_csv, measure_file, read_in_parts, rows};

const SCHEMA: &str = r#"
[register]
id = "visits"
title = "走访台账"
key = ["number"]
[[column]]
id = "number"
label = "编号"
type = "text"
sensitivity = "public"
[[column]]
id = "visited_on"
label = "走访日期"
type = "date"
sensitivity = "public"
[[column]]
id = "persons"
label = "人数"
type = "integer"
unit = "人"
minimum = 0
sensitivity = "public"
"#;

const MEASURES: &str = r#"
[[measure]]
id = "visits"
label = "走访次数"
register = "visits"
where = [{ column = "visited_on", within = "fiscal_year" }]
value = { count = "rows" }
unit = "次"
[[measure]]
id = "persons"
label = "走访人数"
register = "visits"
value = { sum = "persons" }
"#;

fn visits() -> (Schema, Vec<Measure>) {
    let schema = schema::read("register.toml", SCHEMA).0.unwrap();
    let (set, problems) = measure::read("measures.toml", MEASURES, std::slice::from_ref(&schema));
    assert_eq!(problems, []);
    (schema, set.measures)
}

fn read(bytes: &[u8]) -> MeasuredFile {
    let (schema, measures) = visits();
    let references = References::default();
    measure_csv("visits.csv", bytes, &schema, &measures, terms(&references)).unwrap()
}

fn terms(references: &References) -> Terms<'_> {
    Terms { fiscal_year: 2023, references }
}

/// The values, and the problems with kind and place.
fn outline(file: &MeasuredFile) -> String {
    let values = file.measurements.0.values().map(|result| match result {
        Ok(measured) => format!("{} {:?}", measured.figure(), measured.rows),
        Err(reason) => reason.clone(),
    });
    let problems = file.problems.iter();
    let problems = problems.map(|one| format!("{} {} {}", one.kind.code(), one.place, one.message));
    values.chain(problems).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_can_be_read_is_taken_and_the_rest_is_named() {
    let cases = [
        (
            "编号,走访日期,人数\r\na,2023-01-05,3\r\n\r\n,,\r\nb,2023/2/30,4\r\n\
             a,2023-03-01,5\r\nc,2022年1月1日,\"1,000\"\r\n",
            "1003人 [2, 7]\n1次 [2]\n\
             INP010 visits.csv 第5行「走访日期」列 「走访日期」列应为日期，这里不是一个有效日期，所以这一行没有计入。\n\
             INP006 visits.csv 第6行「编号」列 与第2行重复，只计入第2行，这一行没有计入。",
        ),
        (
            "编号,走访日期,备注\na,2023-01-05,好\n",
            "台账中没有「人数」列\n1次 [2]\n\
             INP002 visits.csv 第1行「备注」列 台账格式中没有「备注」列，这一列没有读入。",
        ),
        (
            "日期,人数\n2023-01-05,3\n",
            "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
             INP002 visits.csv 第1行「日期」列 台账格式中没有「日期」列，这一列没有读入。\n\
             INP004 visits.csv 第1行 表头中没有必填的「编号」列，整个台账没有计入。",
        ),
        (
            "",
            "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
             INP004 visits.csv 台账文件是空的，连表头也没有。",
        ),
        ("编号,走访日期,人数\n", "0人 []\n0次 []"),
        (
            "编号,走访日期,人数\na,\"2023-01-05,3\n",
            "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
             INP010 visits.csv 第2行 这一行起的英文引号没有成对，分不清后面各行，整个台账没有计入。",
        ),
        // The quote that opens in row 3 is taken up by the one that opens in row 5.
        (
            "编号,走访日期,人数\na,2023-01-05,3\n\"b,2023-01-06,4\nc,2023-01-07,5\n\"d\",2023-01-08,6\n",
            "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
             INP010 visits.csv 第3行 这一行起的英文引号没有成对，分不清后面各行，整个台账没有计入。",
        ),
        (
            "编号,走访日期,人数\n\"a \"\"甲\"\"\",2023-01-05,3\n5\"管,2023-01-06,4\n",
            "7人 [2, 3]\n2次 [2, 3]",
        ),
        (
            "二〇二三年走访台账,,\n,,单位：人\n\n编号,走访日期,人数\na,2023-01-05,3\n",
            "3人 [5]\n1次 [5]",
        ),
        (
            "走访台账\n一\n二\n三\n四\n编号,走访日期,人数\n",
            "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
             INP002 visits.csv 第1行「走访台账」列 台账格式中没有「走访台账」列，这一列没有读入。\n\
             INP004 visits.csv 第1行 表头中没有必填的「编号」列，整个台账没有计入。",
        ),
        (
            "编号,走访日期,人数\na,2023-01-05,-3\nb,2023-01-05,0\n",
            "0人 [3]\n1次 [3]\n\
             INP010 visits.csv 第2行「人数」列 「人数」列应为整数，这里小于本列的最小值 0人，所以这一行没有计入。",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(&read(text.as_bytes())), expected, "{text}");
    }
}

#[test]
fn a_file_in_no_known_encoding_is_refused_whole() {
    let mut bytes = "编号,走访日期,人数\na,2023-01-05,3\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"b,\xC6\xDA,4\n");
    let expected = "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
        INP009 visits.csv:3:1 字节偏移 44 处起不是 UTF-8，而前面的文字是，整个台账没有计入。";
    assert_eq!(outline(&read(&bytes)), expected);
}

#[test]
fn many_problems_are_counted_and_none_is_lost() {
    let rows: Vec<String> = (0..1000).map(|row| format!("{row},不详,1\n")).collect();
    let file = read(format!("编号,走访日期,人数\n{}", rows.concat()).as_bytes());
    assert_eq!(file.records, 0);
    assert_eq!(file.problems.len(), 201);
    let last = file.problems.last().unwrap();
    assert_eq!(last.message, "另有 800 处读不出，没有逐一列出，也没有计入。");
}

#[test]
fn a_file_that_is_not_there_gives_reasons_for_all_measures() {
    let (schema, measures) = visits();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visits.csv");
    let references = References::default();
    let file = measure_file(&path, "visits.csv", &schema, &measures, terms(&references));
    let expected = "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
        INP008 visits.csv 没有找到这个文件。";
    assert_eq!(outline(&file), expected);
    let file = measure_file(folder.path(), "visits.csv", &schema, &measures, terms(&references));
    assert_eq!(file.problems.len(), 1);
    assert_eq!(file.measurements.0.len(), 2);
}

/// The rows of a csv text as a sheet, with days and numbers as a spreadsheet keeps them.
fn as_workbook(text: &str, sheet: &str) -> Workbook {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet).unwrap();
    let day_format = Format::new().set_num_format("yyyy/m/d");
    for (row, line) in (0_u32..).zip(text.lines()) {
        for (column, cell) in (0_u16..).zip(line.split(',')) {
            if let Ok(number) = cell.parse::<f64>() {
                worksheet.write(row, column, number).unwrap();
            } else if let Ok(day) = ExcelDateTime::parse_from_str(cell) {
                worksheet.write_with_format(row, column, &day, &day_format).unwrap();
            } else if !cell.is_empty() {
                worksheet.write(row, column, cell).unwrap();
            }
        }
    }
    workbook
}

fn measured(name: &str, bytes: &[u8]) -> MeasuredFile {
    let (schema, measures) = visits();
    let references = References::default();
    measure_csv(name, bytes, &schema, &measures, terms(&references)).unwrap()
}

#[test]
fn a_workbook_gives_what_the_same_rows_in_csv_give() {
    let text = "走访台账,,\n编号,走访日期,人数\na,2023-01-05,3\n\nb,2023年2月6日,１２人\nc,,1200\n";
    let csv = read(text.as_bytes());
    assert_eq!(outline(&csv), "1215人 [3, 5, 6]\n2次 [3, 5]");
    for sheet in ["走访台账", "Sheet1"] {
        let bytes = as_workbook(text, sheet).save_to_buffer().unwrap();
        let file = measured("visits.xlsx", &bytes);
        assert_eq!(outline(&file), outline(&csv));
        assert_eq!((file.records, file.encoding), (3, Encoding::Workbook));
        let one = file.measurements.get("visits").unwrap();
        assert_eq!((one.register.as_str(), one.sheet.as_deref()), ("visits.xlsx", Some(sheet)));
        let drawn = one.derivation().to_string();
        assert!(drawn.contains(&format!("visits.xlsx「{sheet}」 共2行")), "{drawn}");

        let schema = visits().0;
        let (wanted, history) = ([5, 99], History::default());
        let up_to = Sensitivity::Public;
        let shown = rows("visits.xlsx", bytes.as_slice(), &schema, &wanted, up_to, &history);
        let shown = shown.unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].number, 5);
        let cell = &shown[0].cells[1];
        assert_eq!((cell.label.as_str(), cell.in_words().as_str()), ("走访日期", "2023年2月6日"));
    }
}

#[test]
fn what_is_wrong_in_a_workbook_has_sheet_and_row() {
    let text = "编号,走访日期,人数\na,2023-01-05,3\nb,44986,x\nc,45000,4\n";
    let mut workbook = as_workbook(text, "一季度");
    let sheet = workbook.worksheet_from_index(0).unwrap();
    let broken = Formula::new("=C2+#REF!").set_result("#REF!");
    sheet.write(4, 0, "d").unwrap().write(4, 2, broken).unwrap();
    sheet.merge_range(6, 1, 7, 1, "2023-03-01", &Format::new()).unwrap();
    sheet.write(6, 0, "e").unwrap().write(6, 2, 5).unwrap();
    let expected = "12人 [2, 4, 7]\n3次 [2, 4, 7]\n\
        INP010 visits.xlsx「一季度」 第3行「人数」列 「人数」列应为整数，这里不是一个数字，所以这一行没有计入。\n\
        INP010 visits.xlsx「一季度」 第5行「人数」列 公式出错，没有值，所以这一行没有计入。\n\
        INP010 visits.xlsx「一季度」 第7行「走访日期」列 这几行合并成了一格，内容只属于第一行，其余各行按空白计。";
    assert_eq!(outline(&measured("visits.xlsx", &workbook.save_to_buffer().unwrap())), expected);

    let none = "台账文件 visits.xlsx 没有读入\n台账文件 visits.xlsx 没有读入\n";
    let mut two = as_workbook(text, "一季度");
    two.add_worksheet().set_name("二季度").unwrap().write(0, 0, "编号").unwrap();
    let bytes = two.save_to_buffer().unwrap();
    let found = outline(&measured("visits.xlsx", &bytes));
    let said = "INP004 visits.xlsx 工作簿里没有工作表「走访台账」，不知道台账在哪一张，没有计入。";
    assert_eq!(found, format!("{none}{said}"));

    let mut beside = as_workbook("编号,走访日期,人数\na,2023-01-05,3\n", "走访台账");
    beside.add_worksheet().set_name("说明").unwrap().write(0, 0, "每次走访一行").unwrap();
    let found = outline(&measured("visits.xlsx", &beside.save_to_buffer().unwrap()));
    let said = "INP002 visits.xlsx 工作表「说明」不是台账所在的工作表，没有读入。";
    assert_eq!(found, format!("3人 [2]\n1次 [2]\n{said}"));

    let cases: [(&[u8], &str); 4] = [
        (b"", "文件是空的"),
        (b"number,persons\n", "这不是 xlsx 工作簿"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "这是旧的 xls 格式（或其他 Office 旧格式），不是 xlsx",
        ),
        (b"PK\x03\x04", "这不是 xlsx 工作簿"),
    ];
    for (bytes, said) in cases {
        let found = outline(&measured("visits.xlsx", bytes));
        assert_eq!(found, format!("{none}INP009 visits.xlsx {said}，整个台账没有计入。"));
    }
}

#[test]
fn amounts_under_another_unit_are_not_taken() {
    let schema = SCHEMA.replace("type = \"integer\"", "type = \"money\"");
    let schema = schema::read("register.toml", &schema.replace("\"人\"", "\"万元\"")).0.unwrap();
    let take = |title: &str| {
        let text = format!("{title}\n编号,走访日期,人数\na,,3\n");
        let references = References::default();
        let terms = terms(&references);
        let file = measure_csv("a.csv", text.as_bytes(), &schema, &[], terms).unwrap();
        (file.records, file.problems.len())
    };
    assert_eq!(take("（单位：万元）"), (1, 0));
    assert_eq!(take("走访台账　单位：元"), (0, 1));
    assert_eq!(take("单位：人社局"), (1, 0));
}

/// The measured file where two threads could read it, in blocks of that many bytes.
fn in_parts(text: &str, at_a_time: u64) -> Option<MeasuredFile> {
    let (schema, measures) = visits();
    let references = References::default();
    let terms = terms(&references);
    let purpose = || Purpose::Measures(Evaluation::new(&schema, &measures, terms));
    let blocks = Blocks::with_blocks_of(text.as_bytes(), at_a_time);
    let read = read_in_parts("visits.csv", blocks, &schema, &purpose).unwrap()?;
    Some(read.measured("visits.csv", &schema, &measures, &History::default()))
}

#[test]
fn two_threads_leave_what_is_not_clean_to_one() {
    let rows = |last: &str| {
        let rows: Vec<String> = (100..200).map(|row| format!("{row},2023-01-05,3\n")).collect();
        let rows = rows.concat();
        format!("编号,走访日期,人数\n{rows}{last}\n")
    };
    assert_eq!(
        in_parts(&rows("200,2023-01-05,3"), 64),
        Some(read(rows("200,2023-01-05,3").as_bytes()))
    );
    for last in ["100,2023-01-05,3", "199,2023-01-05,3", "200,1月,3", "200,\"2023-01-05,3"] {
        assert_eq!(in_parts(&rows(last), 64), None, "{last}");
    }
}

#[test]
fn a_large_file_is_read_by_two_threads_with_the_same_result() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visits.csv");
    let (schema, measures) = visits();
    let references = References::default();
    let long = "长".repeat(40);
    for last in ["", "7,2023-01-05,3\n"] {
        let row = |row: usize| format!("{row}{long},2023-0{}-05,{row}\n", row % 9 + 1);
        let rows: String = (0..40_000).map(row).collect();
        let text = format!("编号,走访日期,人数\n7,,\n{rows}{last}");
        std::fs::write(&path, &text).unwrap();
        let file = measure_file(&path, "visits.csv", &schema, &measures, terms(&references));
        assert_eq!(file, read(text.as_bytes()));
        assert_eq!(file.problems.len(), usize::from(!last.is_empty()));
        assert_eq!(file.measurements.get("persons").unwrap().rows.len(), 40_000);
    }
}

proptest! {
    #[test]
    fn two_threads_give_what_one_gives(
        drawn in proptest::collection::vec(
            (0_u16..500, 1_u8..13, proptest::option::of(0_u32..90)),
            0..60,
        ),
        at_a_time in 20_u64..400,
    ) {
        let row = |(number, month, persons): &(u16, u8, Option<u32>)| {
            let persons = persons.map(|persons| persons.to_string()).unwrap_or_default();
            format!("{number},2023-{month:02}-05,{persons}\n")
        };
        let rows: String = drawn.iter().map(row).collect();
        let text = format!("编号,走访日期,人数\n{rows}");
        let whole = read(text.as_bytes());
        if let Some(parts) = in_parts(&text, at_a_time) {
            prop_assert_eq!(parts, whole);
        } else {
            // Only duplicates, or a file in one block, are left to one thread.
            let length = u64::try_from(text.len()).unwrap();
            prop_assert!(!whole.problems.is_empty() || length <= at_a_time + 30);
        }
    }

    #[test]
    fn any_bytes_in_a_workbook_give_a_result(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(measured("visits.xlsx", &bytes).measurements.0.len(), 2);
        let zipped = [b"PK\x03\x04".as_slice(), bytes.as_slice()].concat();
        prop_assert_eq!(measured("visits.csv", &zipped).measurements.0.len(), 2);
    }

    #[test]
    fn any_bytes_give_a_result(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(read(&bytes).measurements.0.len(), 2);
        let with_heading = [b"number,visited_on,persons\n".as_slice(), bytes.as_slice()].concat();
        prop_assert_eq!(read(&with_heading).measurements.0.len(), 2);
    }

    #[test]
    fn any_text_gives_a_result(text in "[-0-9万元人年月日./,\"\n\r ]{0,80}") {
        let text = format!("编号,走访日期,人数\n{text}");
        prop_assert_eq!(read(text.as_bytes()).measurements.0.len(), 2);
    }
}
