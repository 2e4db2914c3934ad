//! Tables as offices hand them in: what is proposed, taken, set aside and refused.

use jiff::civil::Date;
use proptest::prelude::*;

use super::append::append;
use super::layout::Layout;
use super::mapping::{self, Source};
use super::propose::{Grounds, propose};
use super::rows::{Kept, Reason, Sorted, sort};
use super::{Cell, Content, Grid, Merged, Row, day};
use crate::register::epoch::Epoch;
use crate::register::schema::{self, Schema};
use crate::register::value::Value;

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
required = true
sensitivity = "public"
[[column]]
id = "persons"
label = "人数"
type = "integer"
unit = "人"
minimum = 0
sensitivity = "public"
[[column]]
id = "spent"
label = "经费"
type = "money"
unit = "元"
sensitivity = "internal"
[[column]]
id = "settled"
label = "是否办结"
type = "boolean"
sensitivity = "public"
[[column]]
id = "kind"
label = "类别"
type = "text"
choices = ["入户走访", "电话走访"]
sensitivity = "public"
"#;

fn visits() -> Schema {
    schema::read("register.toml", SCHEMA).0.unwrap()
}

/// A grid of words, one line a row, cells parted by `|`.
fn grid(text: &str) -> Grid {
    let row = |(number, line): (usize, &str)| Row {
        number,
        cells: line
            .split('|')
            .map(str::trim)
            .enumerate()
            .filter(|(_, words)| !words.is_empty())
            .map(|(column, words)| Cell { column, content: Content::Words(words.to_owned()) })
            .collect(),
    };
    let rows = (1..).zip(text.trim().lines()).map(row).filter(|row| !row.cells.is_empty());
    Grid { file: "走访.csv".to_owned(), rows: rows.collect(), ..Grid::default() }
}

/// Sorts by the mapping that is proposed.
fn sorted(grid: &Grid, kept: &[Kept]) -> Sorted {
    let schema = visits();
    let mapping = propose(grid, &schema).unwrap().mapping;
    let layout = Layout::of(&mapping, "mapping.toml", grid, &schema).unwrap();
    sort(grid, &layout, &schema, kept)
}

/// The rows that are taken, each with its values.
fn taken(sorted: &Sorted) -> Vec<String> {
    let words = |value: &Option<Value<'_>>| value.as_ref().map(Value::text).unwrap_or_default();
    let row = |one: &super::rows::Taken| {
        let cells: Vec<String> = one.record.iter().map(words).collect();
        format!("{} {}", one.row, cells.join(","))
    };
    sorted.taken.iter().map(row).collect()
}

fn aside(sorted: &Sorted) -> Vec<(usize, Reason)> {
    sorted.aside.iter().map(|one| (one.row, one.reason)).collect()
}

/// The rows that are refused, each with the first message and remedy.
fn refused(sorted: &Sorted) -> Vec<(usize, String)> {
    let words = |one: &super::rows::Refused| {
        let problem = &one.problems[0];
        (one.row, format!("{} {}", problem.message, problem.remedy))
    };
    sorted.refused.iter().map(words).collect()
}

#[test]
fn days_are_read_in_every_way_that_offices_write() {
    let first = Date::constant(2023, 3, 1);
    let ways = [
        "2023-03-01",
        "2023/3/1",
        "2023.3.1",
        "2023年3月1日",
        "20230301",
        "44986",
        "二〇二三年三月一日",
        "２０２３年３月１日",
        "二零二三年三月一号",
        "2023-03-01 09:30",
    ];
    for words in ways {
        assert_eq!(day::read(words, Epoch::Year1900, None), Ok(first), "{words}");
    }
    for words in ["3月1日", "三月一日"] {
        assert_eq!(day::read(words, Epoch::Year1900, Some(2023)), Ok(first), "{words}");
        assert_eq!(day::read(words, Epoch::Year1900, None), Err(day::NoDay::WithoutYear));
    }
    assert_eq!(day::read("43524", Epoch::Year1904, None), Ok(first));
    let others = ["二〇二三年十二月三十一日", "二〇二〇年十月二十日"];
    let days = others.map(|words| day::read(words, Epoch::Year1900, None).unwrap().to_string());
    assert_eq!(days, ["2023-12-31", "2020-10-20"]);
    for words in
        ["", "13", "2023-13-01", "20231301", "二月三十日", "待定", "2023年", "年月日", "十十月一日"]
    {
        assert!(day::read(words, Epoch::Year1900, Some(2023)).is_err(), "{words}");
    }
}

#[test]
fn headings_are_matched_by_words_and_by_what_stands_below() {
    let grid = grid(
        "2023年走访情况表\n单位：万元\n序号|编号|走访时间|走访人数|经费|办结情况|方式\n\
         1|Z1|3月1日|5|0.5|是|入户走访\n2|Z2|3月2日|6|1.25|否|电话走访\n",
    );
    let proposal = propose(&grid, &visits()).unwrap();
    let found: Vec<(String, String, Grounds)> = proposal
        .mapping
        .columns
        .iter()
        .zip(&proposal.grounds)
        .map(|(column, grounds)| {
            let Source::Heading(from) = &column.source else { panic!("{column:?}") };
            (from.clone(), column.to.clone(), *grounds)
        })
        .collect();
    let expected = [
        ("编号", "number", Grounds::Same),
        ("走访时间", "visited_on", Grounds::Synonym),
        ("走访人数", "persons", Grounds::Alike),
        ("经费", "spent", Grounds::Same),
        ("方式", "kind", Grounds::Cells),
    ];
    let expected = expected.map(|(from, to, why)| (from.to_owned(), to.to_owned(), why));
    assert_eq!(found, expected);
    assert_eq!((proposal.mapping.heading_row, proposal.mapping.year), (Some(3), Some(2023)));
    assert_eq!(proposal.mapping.ignored, ["序号", "办结情况"]);
    let spent = &proposal.mapping.columns[3];
    assert_eq!(spent.unit.as_ref().unwrap().to_string(), "万元");
    let sorted = sorted(&grid, &[]);
    assert_eq!(
        taken(&sorted),
        ["4 Z1,2023-03-01,5,5000,,入户走访", "5 Z2,2023-03-02,6,12500,,电话走访"]
    );
}

#[test]
fn a_mapping_is_written_and_read_back() {
    let schema = visits();
    let grid = grid("编号|走访\n日期|人 数|备注\n");
    let mut mapping = propose(&grid, &schema).map(|proposal| proposal.mapping).unwrap();
    mapping.year = Some(2023);
    mapping.columns.push(mapping::MappedColumn {
        to: "settled".to_owned(),
        source: Source::Constant("是".to_owned()),
        unit: None,
        values: [("√\"".to_owned(), "是".to_owned())].into(),
    });
    let text = mapping::write(&mapping, &schema);
    let (read, problems) = mapping::read("mapping.toml", &text, &schema);
    assert_eq!((read, problems), (Some(mapping), Vec::new()), "{text}");
    let mistakes = [
        ("to = \"number\"", "to = \"nummer\"", "是否应为「number」"),
        ("register = \"visits\"", "register = \"films\"", "不是「visits」"),
        ("format = 1", "format = 2", "格式版本"),
        ("from = \"编号\"", "frm = \"编号\"", "constant"),
        ("to = \"settled\"", "to = \"number\"", "不止一次"),
    ];
    for (from, to, words) in mistakes {
        let (read, problems) = mapping::read("mapping.toml", &text.replace(from, to), &schema);
        assert!(read.is_none(), "{to}");
        let said = problems.iter().any(|one| format!("{one}").contains(words));
        assert!(said, "{words} in {problems:?}");
    }
}

#[test]
fn what_is_no_record_is_set_aside_with_its_reason() {
    let mut table = grid(
        "走访台账\n编号|走访日期|人数|经费\nZ1|2023-03-01|５|1,000\n本月小计||5|1000\n\
         Z2|2023-03-02|6|\nZ2|2023-03-02|6|\n编号|走访日期|人数|经费\n第二季度\n合 计：||11|\n\
         注：数据为年末数。\n填表人：某某||审核人：某某\n",
    );
    table.merged.push(Merged { rows: (8, 8), columns: (0, 3) });
    let kept = [Kept {
        row: 2,
        record: sorted(&grid("编号|走访日期|人数|经费\nZ1|2023-03-01|5|1000"), &[]).taken[0]
            .record
            .clone(),
        revised: None,
    }];
    let sorted = sorted(&table, &kept);
    assert_eq!(taken(&sorted), ["5 Z2,2023-03-02,6,,,"]);
    let expected = [
        (3, Reason::Kept(2)),
        (4, Reason::Total),
        (6, Reason::Same(5)),
        (7, Reason::Heading),
        (8, Reason::Caption),
        (9, Reason::Total),
        (10, Reason::Note),
        (11, Reason::Note),
    ];
    assert_eq!(aside(&sorted), expected);
    assert_eq!((sorted.above, sorted.rows, sorted.refused.len()), (2, 9, 0));
}

#[test]
fn what_cannot_be_taken_says_why() {
    let sorted = sorted(
        &grid(
            "编号|走访日期|人数|经费|是否办结|类别\nZ1|3月1日||||\nZ2|2023-03-01|5.5|||\n\
             Z3|2023-03-01|-1|||\nZ4|2023-03-01||5人||\nZ5|2023-03-01|||大概|\n|2023-03-01||||\n\
             Z6|||||\nZ7|2023-03-01|1|||\nＺ７|2023-03-01|2|||\nZ8|2023-03-01||||上门\n\
             某某合计|2023-03-01|1|||\n",
        ),
        &[],
    );
    let expected = [
        (2, "「走访日期」应为日期，这里没有写年份。 请补上年份；"),
        (3, "「人数」应为整数，这里不是整数。 请填整数。"),
        (4, "「人数」应为整数，这里小于本列的最小值 0人。"),
        (5, "「经费」应为金额，这里带的单位是「人」，而本列的单位是「元」。"),
        (6, "「是否办结」应为是否，这里不是「是」或「否」。"),
        (7, "「编号」应为文字，这里必填而为空。 请补填。"),
        (8, "「走访日期」应为日期，这里必填而为空。"),
        (9, "与第10行主键相同而内容不同，两行都没有采用。"),
        (10, "与第9行主键相同而内容不同，两行都没有采用。"),
        (11, "「类别」应为文字，这里不在本列可填的内容之中。"),
    ];
    let found = refused(&sorted);
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((row, words), (expected_row, expected)) in found.iter().zip(expected) {
        assert!(*row == expected_row && words.starts_with(expected), "{row} {words}: {expected}");
    }
    // Whatever ends like a total and has nothing else in the key is one.
    assert_eq!(aside(&sorted), [(12, Reason::Total)]);
}

#[test]
fn a_record_that_the_register_has_otherwise_is_refused_unless_it_was_revised() {
    let record = |text: &str| sorted(&grid(text), &[]).taken[0].record.clone();
    let old = record("编号|走访日期|人数\nZ1|2023-03-01|5");
    let new = record("编号|走访日期|人数\nZ1|2023-03-01|6");
    let table = grid("编号|走访日期|人数\nZ1|2023-03-01|6");
    let kept = |revised| [Kept { row: 7, record: old.clone(), revised }];
    let found = refused(&sorted(&table, &kept(None)));
    assert!(
        found[0].1.contains("台账第7行") && found[0].1.contains("heng register revise"),
        "{found:?}"
    );
    assert_eq!(aside(&sorted(&table, &kept(Some(new)))), [(2, Reason::Kept(7))]);
    // A file that lacks a column says nothing against the register.
    assert_eq!(
        aside(&sorted(&grid("编号|走访日期\nZ1|2023-03-01"), &kept(None))),
        [(2, Reason::Kept(7))]
    );
}

#[test]
fn merged_cells_are_filled_down_but_numbers_are_not() {
    let mut table = grid("编号|走访日期|人数\nZ1|2023-03-01|5\nZ2|\nZ3|||\nZ4|2023-03-04|8\n");
    table.merged.push(Merged { rows: (2, 4), columns: (1, 1) });
    let days = sorted(&table, &[]);
    assert_eq!(
        taken(&days),
        [
            "2 Z1,2023-03-01,5,,,",
            "3 Z2,2023-03-01,,,,",
            "4 Z3,2023-03-01,,,,",
            "5 Z4,2023-03-04,8,,,"
        ]
    );
    let filled: Vec<_> = days.filled.iter().map(|one| (one.rows, one.words.as_str())).collect();
    assert_eq!(filled, [((2, 4), "2023-03-01")]);
    table.merged.push(Merged { rows: (2, 3), columns: (2, 2) });
    let numbers = refused(&sorted(&table, &[]));
    assert_eq!(numbers.len(), 2, "{numbers:?}");
    assert!(
        numbers.iter().all(|(_, words)| words.starts_with("「人数」几行合并成一格")),
        "{numbers:?}"
    );
}

#[test]
fn records_go_behind_those_that_a_file_has() {
    let schema = visits();
    let new = sorted(&grid("编号|走访日期|人数\nZ2|2023-03-02|6"), &[]).taken;
    let rows = |text: &str| -> Vec<(usize, Vec<String>)> {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        let rows = (1..).zip(text.lines());
        rows.filter(|(_, line)| !line.is_empty()).map(|(at, line)| (at, cells(line))).collect()
    };
    let on = Date::constant(2023, 11, 5);
    let cases = [
        (
            "",
            "\u{feff}编号,走访日期,人数（人）,经费（元）,是否办结,类别,录入日期\nZ2,2023-03-02,6,,,,2023-11-05\n",
        ),
        (
            "走访台账\n\n走访日期,编号,备注\n2023-03-01,Z1,\"好\"\n",
            "\u{feff}走访台账\n\n走访日期,编号,备注,人数（人）,录入日期\n2023-03-01,Z1,\"\"\"好\"\"\"\n\
             2023-03-02,Z2,,6,2023-11-05\n",
        ),
        (
            "编号,走访日期,人数,录入日期\nZ1,2023-03-01,5,2023-04-01\n",
            "\u{feff}编号,走访日期,人数,录入日期\nZ1,2023-03-01,5,2023-04-01\nZ2,2023-03-02,6,2023-11-05\n",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(append(&rows(text), &schema, &new, on).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(append(&rows("甲,乙\n"), &schema, &new, on), None);
}

proptest! {
    /// No row of a table is lost, whatever stands in it.
    #[test]
    fn each_row_is_taken_set_aside_or_refused(
        rows in proptest::collection::vec(
            proptest::collection::vec(
                "(Z[12]|Ｚ1|2023-03-0[12]|3月1日|[0-9]{1,3}|合计|小计：|注：|编号|人数|是|公式| |)",
                0..7,
            ),
            0..12,
        ),
        merged in proptest::collection::vec((1_usize..14, 0_usize..4, 0_usize..7, 0_usize..4), 0..3),
    ) {
        let lines: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
        let mut table = grid(&format!("编号|走访日期|人数|经费|是否办结|类别\n{}", lines.join("\n")));
        table.merged = merged
            .iter()
            .map(|(row, down, column, right)| Merged {
                rows: (*row, row + down),
                columns: (*column, column + right),
            })
            .collect();
        let schema = visits();
        let Some(proposal) = propose(&table, &schema) else { return Ok(()) };
        let Ok(layout) = Layout::of(&proposal.mapping, "m", &table, &schema) else { return Ok(()) };
        let first = sort(&table, &layout, &schema, &[]);
        let below = table.rows.iter().filter(|row| row.number > layout.heading_row).count();
        prop_assert_eq!(first.rows, below);
        let mut all: Vec<usize> = first.taken.iter().map(|one| one.row).collect();
        all.extend(first.aside.iter().map(|one| one.row));
        all.extend(first.refused.iter().map(|one| one.row));
        all.sort_unstable();
        let expected: Vec<usize> =
            table.rows.iter().map(|row| row.number).filter(|row| *row > layout.heading_row).collect();
        prop_assert_eq!(all, expected);
        // What was taken once is there the second time.
        let kept: Vec<Kept> = (2..)
            .zip(&first.taken)
            .map(|(row, one)| Kept { row, record: one.record.clone(), revised: None })
            .collect();
        prop_assert_eq!(sort(&table, &layout, &schema, &kept).taken, Vec::new());
    }
}
