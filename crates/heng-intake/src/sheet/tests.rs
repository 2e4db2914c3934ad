//! Workbooks as spreadsheets write them, and what nobody would.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use jiff::civil::Date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Content, Epoch, Limits, SheetError, Workbook, cell_name};

const BOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="台账" r:id="a"/></sheets></workbook>"#;

/// A workbook with one sheet whose part is this text.
fn with_sheet(sheet: &str) -> Vec<u8> {
    with_parts(&[("xl/sheet.xml", sheet)])
}

/// A workbook with these parts beside those that every workbook has.
fn with_parts(parts: &[(&str, &str)]) -> Vec<u8> {
    let relations = |kinds: &[(&str, &str, &str)]| {
        let one = |(id, kind, target): &(&str, &str, &str)| {
            format!(r#"<Relationship Id="{id}" Type="x/{kind}" Target="{target}"/>"#)
        };
        format!("<Relationships>{}</Relationships>", kinds.iter().map(one).collect::<String>())
    };
    let roots = relations(&[("b", "officeDocument", "/xl/workbook.xml")]);
    let related = relations(&[
        ("a", "worksheet", "sheet.xml"),
        ("s", "sharedStrings", "../xl/strings.xml"),
        ("f", "styles", "./styles.xml"),
    ]);
    let standard = [
        ("_rels/.rels", roots.as_str()),
        ("xl/_rels/workbook.xml.rels", &related),
        ("xl/workbook.xml", BOOK),
        ("xl/strings.xml", "<sst/>"),
        ("xl/styles.xml", "<styleSheet/>"),
        ("xl/sheet.xml", "<worksheet><sheetData/></worksheet>"),
    ];
    let is_free = |name: &str| parts.iter().all(|(one, _)| *one != name);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in standard.iter().filter(|(name, _)| is_free(name)).chain(parts) {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn outline(bytes: Vec<u8>, limits: Limits) -> Result<String, SheetError> {
    let mut workbook = Workbook::open(bytes)?;
    let sheet = workbook.sheets().next().unwrap_or_default().to_owned();
    let mut cells = Vec::new();
    workbook.visit(&sheet, limits, |row| {
        for cell in &row.cells {
            let content = match &cell.content {
                Content::Text(text) => format!("“{text}”"),
                Content::Error(error) => error.clone(),
                content => {
                    content.text().map_or_else(|| "?".to_owned(), std::borrow::Cow::into_owned)
                }
            };
            cells.push(format!("{}={content}", cell_name(row.number, cell.column)));
        }
        ControlFlow::Continue(())
    })?;
    Ok(cells.join(" "))
}

#[test]
fn what_a_spreadsheet_wrote_is_read_cell_by_cell() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("培训 台账").unwrap();
    let centred = Format::new();
    sheet.merge_range(0, 0, 0, 3, "二〇二三年培训台账", &centred).unwrap();
    sheet.write(2, 0, "编号").unwrap().write(2, 2, "人<数>&").unwrap();
    sheet.write(3, 0, 7).unwrap().write(3, 1, -12.5).unwrap().write(3, 2, true).unwrap();
    let day = ExcelDateTime::from_ymd(2023, 3, 1).unwrap();
    for (column, format) in [(0, "yyyy\"年\"m\"月\"d\"日\""), (1, "yyyy/m/d"), (2, "0.00")] {
        let format = Format::new().set_num_format(format);
        sheet.write_with_format(4, column, &day, &format).unwrap();
    }
    sheet.write(5, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(5, 1, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
    sheet.write(5, 2, "_x0041_").unwrap();
    let percent = Format::new().set_num_format("0.0%");
    sheet.write_with_format(5, 3, 0.955, &percent).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();

    let expected = "A1=“二〇二三年培训台账” A3=“编号” C3=“人<数>&” A4=7 B4=-12.5 C4=是 \
        A5=2023-03-01 B5=2023-03-01 C5=44986 A6=#DIV/0! B6=0.3 C6=“_x0041_” D6=95.5%";
    assert_eq!(outline(bytes.clone(), Limits::FORMAT).unwrap(), expected);

    let mut workbook = Workbook::open(bytes).unwrap();
    assert_eq!(workbook.sheets().collect::<Vec<_>>(), ["培训 台账"]);
    let merged = workbook.merged("培训 台账").unwrap();
    assert_eq!(merged.len(), 1);
    assert!(merged[0].contains(1, 3) && !merged[0].contains(2, 3) && !merged[0].contains(1, 4));
    let mut rows = 0;
    let stop = |_: &_| {
        rows += 1;
        ControlFlow::Break(())
    };
    workbook.visit("培训 台账", Limits::FORMAT, stop).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn each_kind_of_cell_is_read() {
    let cases = [
        (
            r#"<row><c><v>1</v></c><c t="n"><v>2.0</v></c></row><row><c><v>3</v></c></row>"#,
            "A1=1 B1=2 A2=3",
        ),
        (
            "<row r='7'><c r='C7' t='inlineStr'><is><r><t>共</t></r><r><t>享</t></r>\
             <rPh><t>gong</t></rPh></is></c></row>",
            "C7=“共享”",
        ),
        (r#"<row><c t="str"><f>A2&amp;""</f><v>甲_x0009_乙</v></c></row>"#, "A1=“甲\t乙”"),
        (r#"<row><c t="str"><f>""</f><v></v></c><c><f>A1</f></c></row>"#, "B1=?"),
        (r#"<row><c t="e"><f>X</f><v>#SPILL!</v></c></row>"#, "A1=#SPILL!"),
        (
            r#"<row><c t="d"><v>2023-05-02T08:00:00</v></c><c t="d"><v>5月</v></c></row>"#,
            "A1=2023-05-02 B1=“5月”",
        ),
        (r#"<row><c t="b"><v>0</v></c><c s="9"/><c><v> </v></c></row>"#, "A1=否 C1=“ ”"),
        (r"<row><c><v>&#49;2</v></c></row>", "A1=12"),
    ];
    for (rows, expected) in cases {
        let bytes = with_sheet(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
        assert_eq!(outline(bytes, Limits::FORMAT).as_deref(), Ok(expected), "{rows}");
    }
}

#[test]
fn cells_beyond_the_limits_are_named_and_cost_nothing() {
    let limits = Limits { rows: 1000, columns: 50 };
    let far = r#"<worksheet><dimension ref="XFD1048576:A1"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>
        <row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    let error = outline(with_sheet(far), limits).unwrap_err();
    assert_eq!(error.to_string(), "工作表「台账」的 XFD1048576 超出可读入的范围（1000 行、50 列）");
    assert_eq!(outline(with_sheet(far), Limits::FORMAT).unwrap(), "A1=1 XFD1048576=1");
    let blank = r#"<worksheet><sheetData><row r="2000"><c r="ZZ2000" s="1"/></row></sheetData></worksheet>"#;
    assert_eq!(outline(with_sheet(blank), limits).unwrap(), "");
}

#[test]
fn what_is_no_sound_workbook_says_why() {
    let bomb = "<sst>".to_owned() + &" ".repeat(300 << 20);
    let compound = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
            .into_iter()
            .chain(name)
            .collect::<Vec<u8>>()
    };
    let rows =
        |rows: &str| with_sheet(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
    let cases = [
        (Vec::new(), "文件是空的"),
        (b"a,b\n1,2\n".to_vec(), "这不是 xlsx 工作簿"),
        (with_parts(&[("_rels/.rels", "<Relationships/>")]), "这不是 xlsx 工作簿"),
        (with_parts(&[("xl/workbook.xml", "<document/>")]), "这不是 xlsx 工作簿"),
        (compound("EncryptedPackage"), "工作簿设有打开密码，读不出内容"),
        (compound("Workbook"), "这是旧的 xls 格式（或其他 Office 旧格式），不是 xlsx"),
        (with_parts(&[("xl/strings.xml", &bomb)]), "工作簿的「xl/strings.xml」解开后超过 256 MiB"),
        (with_sheet("<worksheet><sheetData><row>"), "工作簿的「xl/sheet.xml」已损坏：内容不完整"),
        (rows(r#"<row r="2"/><row r="1"/>"#), "工作簿的「xl/sheet.xml」已损坏：行号不对"),
        (rows(r#"<row r="99999999999"/>"#), "工作簿的「xl/sheet.xml」已损坏：行号不对"),
        (
            rows(r#"<row><c r="B1"/><c r="A1"/></row>"#),
            "工作簿的「xl/sheet.xml」已损坏：单元格的位置不对",
        ),
        (
            rows(r#"<row><c r="AAAAAAAAAA1"/></row>"#),
            "工作簿的「xl/sheet.xml」已损坏：单元格的位置不对",
        ),
        (
            rows(r#"<row><c t="s"><v>0</v></c></row>"#),
            "工作簿的「xl/sheet.xml」已损坏：缺少单元格的文字",
        ),
    ];
    for (bytes, expected) in cases {
        let error = outline(bytes, Limits::FORMAT).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.remedy().ends_with('。'));
    }
    let mut workbook = Workbook::open(with_sheet("")).unwrap();
    let error = workbook.visit("台帐", Limits::FORMAT, |_| ControlFlow::Continue(())).unwrap_err();
    assert_eq!(error.to_string(), "工作簿里没有工作表「台帐」");
    assert_eq!(error.remedy(), "工作表的名称可能改过；现有：「台账」。");
}

#[test]
fn days_are_counted_from_the_epoch_of_the_workbook() {
    let cases = [
        (Epoch::Year1900, "1", Some((1900, 1, 1))),
        (Epoch::Year1900, "59", Some((1900, 2, 28))),
        (Epoch::Year1900, "60", None),
        (Epoch::Year1900, "61", Some((1900, 3, 1))),
        (Epoch::Year1900, "44986.75", Some((2023, 3, 1))),
        (Epoch::Year1900, "2958465", Some((9999, 12, 31))),
        (Epoch::Year1900, "2958466", None),
        (Epoch::Year1900, "-1", None),
        (Epoch::Year1904, "0", Some((1904, 1, 1))),
        (Epoch::Year1904, "43524", Some((2023, 3, 1))),
    ];
    for (epoch, number, expected) in cases {
        let expected = expected.map(|(year, month, day)| Date::constant(year, month, day));
        assert_eq!(epoch.day(number), expected, "{number}");
    }
    let later = BOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    let workbook = Workbook::open(with_parts(&[("xl/workbook.xml", &later)])).unwrap();
    assert_eq!(workbook.epoch(), Epoch::Year1904);
}

/// Tags of sheets with odd attributes, and what stands between them.
const TAGS: &str = concat!(
    "(<(row|c|v|si|t|xf|cellXfs|numFmt|sheet|mergeCell|is|f)",
    "( (r|s|t|ref|count|uniqueCount|name|numFmtId)=\"[A-Z]{0,4}[0-9]{0,12}(:[A-Z]?[0-9]?)?\"",
    "){0,2}/?>|</(row|c|v|si)>|[0-9eE.&;#x-]{1,20}|sheetData>|<){0,20}",
);

proptest! {
    #[test]
    fn any_bytes_give_a_result(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = outline(bytes, Limits::FORMAT);
    }

    #[test]
    fn any_part_gives_a_result(
        part in prop_oneof![
            Just("_rels/.rels"), Just("xl/workbook.xml"), Just("xl/strings.xml"),
            Just("xl/styles.xml"), Just("xl/sheet.xml"),
        ],
        text in TAGS
    ) {
        for text in [text.clone(), format!("<worksheet><sheetData>{text}</sheetData></worksheet>")] {
            if let Ok(mut workbook) = Workbook::open(with_parts(&[(part, &text)])) {
                let sheets: Vec<String> = workbook.sheets().map(str::to_owned).collect();
                for sheet in sheets {
                    let _ = workbook.visit(&sheet, Limits::FORMAT, |_| ControlFlow::Continue(()));
                    let _ = workbook.merged(&sheet);
                }
            }
        }
    }
}
