//! Registers as people hand them in: what is taken, and what is said of the rest.

use heng_core::register::measure::{self, Measure};
use heng_core::register::schema::{self, Schema};
use proptest::prelude::*;

use super::{MeasuredFile, measure as measure_csv, measure_file};

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
    measure_csv("visits.csv", bytes, &schema, &measures, 2023).unwrap()
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
            "0人 []\n0次 []\n\
             INP010 visits.csv 第2行「走访日期」列 「走访日期」列应为日期，这里不是一个有效日期，所以这一行没有计入。",
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
    let file = measure_file(&path, "visits.csv", &schema, &measures, 2023);
    let expected = "台账文件 visits.csv 没有读入\n台账文件 visits.csv 没有读入\n\
        INP008 visits.csv 没有找到这个文件。";
    assert_eq!(outline(&file), expected);
    let file = measure_file(folder.path(), "visits.csv", &schema, &measures, 2023);
    assert_eq!(file.problems.len(), 1);
    assert_eq!(file.measurements.0.len(), 2);
}

proptest! {
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
