//! Measures over small registers.

mod hidden;
mod laws;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::batch::{Batch, Record};
use super::evaluate::{Evaluation, RegisterFile, Terms};
use super::heading::{Heading, Origin};
use super::keys::Keys;
use super::measure::{self, Measure};
use super::reference::{Gathering, References};
use super::schema::{self, Schema};
use super::value::Value;
use super::{Measured, Measurements};
use crate::reader::Problem;

const SCHEMA: &str = r#"
[register]
id = "courses"
title = "培训台账"
key = ["number"]
[[column]]
id = "number"
label = "编号"
type = "text"
sensitivity = "public"
[[column]]
id = "status"
label = "状态"
type = "text"
choices = ["已举办", "计划中", "取消"]
sensitivity = "public"
[[column]]
id = "held_on"
label = "举办日期"
type = "date"
sensitivity = "public"
[[column]]
id = "persons"
label = "参训人次"
type = "integer"
unit = "人次"
sensitivity = "public"
[[column]]
id = "expected"
label = "应训人次"
type = "integer"
unit = "人次"
sensitivity = "public"
[[column]]
id = "cost"
label = "经费"
type = "money"
unit = "万元"
sensitivity = "internal"
[[column]]
id = "open"
label = "是否公开"
type = "boolean"
sensitivity = "public"
"#;

const HEADING: [&str; 7] =
    ["编号", "状态", "举办日期", "参训人次", "应训人次", "经费（万元）", "是否公开"];

const ROWS: [[&str; 7]; 6] = [
    ["a", "已举办", "2023-03-01", "40", "50", "1.25", "是"],
    ["b", "已举办", "2023/12/31", "1,060", "1070", "3", "否"],
    ["c", "取消", "2023年5月2日", "", "", "", ""],
    ["d", "已举办", "2022.12.31", "10", "10", "5000元", "是"],
    ["e", "计划中", "", "", "30", "", ""],
    ["f", "", "2023-07-01", "2万", "", "0.5万元", "是"],
];

fn schema() -> Schema {
    let (schema, problems) = schema::read("register.toml", SCHEMA);
    assert_eq!(problems, []);
    schema.unwrap()
}

fn measures(text: &str) -> Vec<Measure> {
    let (set, problems) = measure::read("measures.toml", text, &[schema()]);
    assert_eq!(problems, [], "{text}");
    assert_eq!(set.refused, Measurements::default());
    set.measures
}

/// A measure with these conditions, this value and this unit.
fn one(id: &str, conditions: &str, value: &str, unit: &str) -> String {
    format!(
        "[[measure]]\nid = '{id}'\nlabel = '度量'\nregister = 'courses'\n\
         where = [{conditions}]\nvalue = {{ {value} }}\n{unit}\n"
    )
}

fn source() -> RegisterFile {
    RegisterFile { path: "courses.csv".to_owned(), sheet: None, sha256: "00".to_owned() }
}

/// Evaluates measures for 2023, without other registers.
fn begin<'m>(schema: &Schema, measures: &'m [Measure]) -> Evaluation<'m> {
    let references = References::default();
    Evaluation::new(schema, measures, Terms { fiscal_year: 2023, references: &references })
}

/// Takes one record.
fn take(evaluation: &mut Evaluation<'_>, row: usize, record: Record<'_>) {
    let mut batch = Batch::default();
    batch.put(row, record);
    evaluation.take(&batch);
}

/// Reads a heading that stands in the first row.
fn heading<'s>(schema: &'s Schema, row: &[&str]) -> (Option<Heading<'s>>, Vec<Problem>) {
    Heading::read(Origin { file: "a.csv", sheet: None }, schema, &[(1, row.to_vec())])
}

/// Evaluates one measure over `ROWS`.
fn evaluate(conditions: &str, value: &str, unit: &str) -> Result<Measured, String> {
    let schema = schema();
    let measures = measures(&one("m", conditions, value, unit));
    let (heading, problems) = heading(&schema, &HEADING);
    assert_eq!(problems, []);
    let heading = heading.unwrap();
    let mut evaluation = begin(&schema, &measures);
    for (number, row) in (2..).zip(&ROWS) {
        take(&mut evaluation, number, heading.record(number, row).unwrap());
    }
    evaluation.finish(&source()).0.remove("m").unwrap()
}

#[test]
fn rows_that_only_their_year_keeps_out_are_kept_apart() {
    let held = "{ column = 'status', is = '已举办' }";
    let cases = [
        // Of the other rows one is cancelled, one has no day, one no status.
        (format!("{held}, {{ column = 'held_on', within = 'fiscal_year' }}"), Some(vec![5])),
        ("{ column = 'held_on', within = 'fiscal_year' }".to_owned(), Some(vec![5])),
        // Another quarter of the year is no other year.
        (format!("{held}, {{ column = 'held_on', within = 'first_quarter' }}"), None),
        (held.to_owned(), None),
    ];
    for (conditions, before) in cases {
        let outside = evaluate(&conditions, "count = 'rows'", "unit = '期'").unwrap().outside_year;
        let found = outside.as_ref().map(|outside| outside.before.iter().collect::<Vec<_>>());
        assert_eq!(found, before, "{conditions}");
        assert!(outside.is_none_or(|outside| outside.after.is_empty()), "{conditions}");
    }
}

fn outline(result: Result<Measured, String>) -> String {
    match result {
        Ok(measured) => {
            let whole = measured.whole_rows.as_ref();
            format!(
                "{} {:?}{}{} {}",
                measured.figure(),
                measured.rows,
                whole.map_or_else(String::new, |rows| format!(" of {rows:?}")),
                if measured.blank_rows.is_empty() {
                    String::new()
                } else {
                    format!(" without {:?}", measured.blank_rows)
                },
                measured.counting_rule
            )
        }
        Err(reason) => reason,
    }
}

const HELD: &str =
    "{ column = 'status', is = '已举办' }, { column = 'held_on', within = 'fiscal_year' }";

#[test]
fn each_aggregate_gives_value_rows_and_counting_rule() {
    let cases = [
        (
            HELD,
            "count = 'rows'",
            "unit = '期'",
            "2期 [2, 3] 《培训台账》中状态为“已举办”、举办日期在2023年度内的记录数",
        ),
        (
            "",
            "count_distinct = 'status'",
            "unit = '种'",
            "3种 [2, 3, 4, 5, 6] without [7] 《培训台账》中全部记录，按状态去重计数（状态为空的不计）",
        ),
        (
            HELD,
            "count_distinct = 'number'",
            "unit = '期'",
            "2期 [2, 3] 《培训台账》中状态为“已举办”、举办日期在2023年度内的记录，按编号去重计数",
        ),
        (
            "",
            "sum = 'persons'",
            "",
            "21110人次 [2, 3, 5, 7] without [4, 6] 《培训台账》中全部记录，参训人次合计（参训人次为空的不计）",
        ),
        (
            "",
            "sum = 'cost'",
            "",
            "5.25万元 [2, 3, 5, 7] without [4, 6] 《培训台账》中全部记录，经费合计（经费为空的不计）",
        ),
        (
            "",
            "sum = 'cost'",
            "unit = '元'",
            "52500.00元 [2, 3, 5, 7] without [4, 6] 《培训台账》中全部记录，经费合计（经费为空的不计）",
        ),
        (
            HELD,
            "mean = 'persons', decimals = 1",
            "",
            "550.0人次 [2, 3] 《培训台账》中状态为“已举办”、举办日期在2023年度内的记录，参训人次平均值（参训人次为空的不计），四舍五入保留1位小数",
        ),
        (
            "",
            "share = [{ column = 'status', is = '已举办' }], decimals = 2",
            "unit = '%'",
            "50.00% [2, 3, 5] of [2, 3, 4, 5, 6, 7] 《培训台账》中全部记录，其中状态为“已举办”的所占比例，四舍五入保留2位小数",
        ),
        (
            HELD,
            "ratio = 'persons', to = 'expected', decimals = 2",
            "unit = '%'",
            "98.21% [2, 3] 《培训台账》中状态为“已举办”、举办日期在2023年度内的记录，参训人次合计与应训人次合计之比（参训人次或应训人次为空的不计），四舍五入保留2位小数",
        ),
        (
            HELD,
            "ratio = 'cost', to = 'persons', decimals = 2",
            "unit = '元'",
            "38.64元 [2, 3] 《培训台账》中状态为“已举办”、举办日期在2023年度内的记录，经费合计与参训人次合计之比（经费或参训人次为空的不计），四舍五入保留2位小数",
        ),
        (
            "",
            "latest = 'persons', by = 'held_on'",
            "",
            "1060人次 [3] without [4, 6] 《培训台账》中全部记录，举办日期最近一条的参训人次（参训人次或举办日期为空的不计）",
        ),
        (
            "{ column = 'persons', above = 50000 }",
            "mean = 'persons', decimals = 0",
            "",
            "没有符合条件的记录，无法相除",
        ),
        (
            "{ column = 'persons', above = 50000 }",
            "sum = 'persons'",
            "",
            "0人次 [] 《培训台账》中参训人次高于50000人次的记录，参训人次合计（参训人次为空的不计）",
        ),
        (
            "{ column = 'persons', above = 50000 }",
            "latest = 'persons', by = 'held_on'",
            "",
            "没有符合条件的记录",
        ),
    ];
    for (conditions, value, unit, expected) in cases {
        assert_eq!(outline(evaluate(conditions, value, unit)), expected, "{value}");
    }
}

#[test]
fn each_condition_selects_and_reads_well() {
    let cases = [
        ("{ column = 'status', in = ['取消', '计划中'] }", "[4, 6] 状态为“取消”或“计划中”"),
        ("{ column = 'status', not = { is = '取消' } }", "[2, 3, 5, 6] 状态不为“取消”"),
        (
            "{ column = 'status', not = { in = ['取消', '计划中'] } }",
            "[2, 3, 5] 状态不为“取消”、也不为“计划中”",
        ),
        ("{ column = 'status', cell = 'missing' }", "[7] 状态为空"),
        ("{ column = 'persons', cell = 'present' }", "[2, 3, 5, 7] 参训人次不为空"),
        ("{ column = 'persons', at_least = 1060 }", "[3, 7] 参训人次不低于1060人次"),
        ("{ column = 'persons', not = { at_least = 1060 } }", "[2, 5] 参训人次低于1060人次"),
        ("{ column = 'persons', below = 40 }", "[5] 参训人次低于40人次"),
        (
            "{ column = 'persons', between = ['10', '40'] }",
            "[2, 5] 参训人次在10人次至40人次之间（含两端）",
        ),
        ("{ column = 'cost', at_most = '5000元' }", "[5, 7] 经费不高于0.5万元"),
        ("{ column = 'cost', above = '5000元' }", "[2, 3] 经费高于0.5万元"),
        ("{ column = 'held_on', at_most = 2022-12-31 }", "[5] 举办日期不晚于2022年12月31日"),
        ("{ column = 'held_on', not = { within = 'fiscal_year' } }", "[5] 举办日期不在2023年度内"),
        ("{ column = 'held_on', within = 'first_half' }", "[2, 4] 举办日期在2023年上半年内"),
        ("{ column = 'held_on', within = 'third_quarter' }", "[7] 举办日期在2023年第三季度内"),
        ("{ column = 'held_on', within = 'december' }", "[3] 举办日期在2023年12月内"),
        (
            "{ column = 'held_on', within = 'fiscal_year', as_of = 2023-06-30 }",
            "[2, 4] 举办日期在2023年度内（截至2023年6月30日）",
        ),
        ("{ column = 'open', is = true }", "[2, 5, 7] 是否公开为“是”"),
    ];
    for (condition, expected) in cases {
        let measured = evaluate(condition, "count = 'rows'", "unit = '期'").unwrap();
        let rule = measured.counting_rule;
        let rule = rule.strip_prefix("《培训台账》中").unwrap();
        let rule = rule.strip_suffix("的记录数").unwrap();
        assert_eq!(format!("{:?} {rule}", measured.rows), expected);
    }
}

#[test]
fn days_between_two_columns_are_counted() {
    let schema = SCHEMA.replace(
        "[[column]]\nid = \"persons\"",
        "[[column]]\nid = \"asked_on\"\nlabel = \"受理日期\"\ntype = \"date\"\nsensitivity = \"public\"\n\
         [[column]]\nid = \"persons\"",
    );
    let schema = schema::read("register.toml", &schema).0.unwrap();
    let rows = [
        ["2023-03-01", "2023-03-01"],
        ["2023-02-27", "2023-03-04"],
        ["2022-12-31", "2023-01-06"],
        ["", "2023-01-06"],
        ["2023-01-06", ""],
        ["2023-01-06", "2023-01-05"],
    ];
    let cases = [
        ("at_most = 5", "[2, 3, 7] 受理日期至举办日期的天数不高于5天"),
        ("above = 5", "[4] 受理日期至举办日期的天数高于5天"),
        ("not = { at_most = 5 }", "[4] 受理日期至举办日期的天数高于5天"),
        ("is = 6", "[4] 受理日期至举办日期的天数为6天"),
        ("below = 0", "[7] 受理日期至举办日期的天数低于0天"),
        ("between = ['0', '5']", "[2, 3] 受理日期至举办日期的天数在0天至5天之间（含两端）"),
    ];
    for (asked, expected) in cases {
        let condition = format!("{{ column = 'held_on', days_since = 'asked_on', {asked} }}");
        let text = one("m", &condition, COUNT, SESSIONS);
        let (set, problems) = measure::read("m.toml", &text, std::slice::from_ref(&schema));
        assert_eq!(problems, []);
        let heading = heading(&schema, &["编号", "受理日期", "举办日期"]).0.unwrap();
        let mut evaluation = begin(&schema, &set.measures);
        for (number, [asked, held]) in (2..).zip(&rows) {
            let record = heading.record(number, &["a", asked, held]).unwrap();
            take(&mut evaluation, number, record);
        }
        let measured = evaluation.finish(&source()).0.remove("m").unwrap().unwrap();
        let rule = measured.counting_rule.strip_prefix("《培训台账》中").unwrap();
        let rule = rule.strip_suffix("的记录数").unwrap();
        assert_eq!(format!("{:?} {rule}", measured.rows), expected);
    }
}

const PLACES: &str = r#"
[register]
id = "places"
title = "场地台账"
key = ["name"]
[[column]]
id = "name"
label = "场地"
type = "text"
sensitivity = "public"
[[column]]
id = "seats"
label = "座位"
type = "integer"
unit = "人次"
sensitivity = "public"
"#;

#[test]
fn values_are_looked_up_in_another_register() {
    let places = schema::read("places.toml", PLACES).0.unwrap();
    let schemas = [schema(), places.clone()];
    let measure = |condition: &str| {
        let text = one("m", condition, COUNT, SESSIONS);
        measure::read("m.toml", &text, &schemas)
    };
    let cases = [
        ("{ column = 'number', exists_in = 'places' }", "[2, 5] 编号见于《场地台账》的场地"),
        (
            "{ column = 'number', not = { exists_in = 'places' } }",
            "[3, 4, 6, 7] 编号不见于《场地台账》的场地",
        ),
        (
            "{ column = 'persons', exists_in = 'places', key = 'seats' }",
            "[2, 3] 参训人次见于《场地台账》的座位",
        ),
    ];
    for (condition, expected) in cases {
        let (set, problems) = measure(condition);
        assert_eq!(problems, [], "{condition}");
        let wanted = References::wanted(&set.measures);
        let mut gathering = Gathering::new(&places, &wanted);
        for (name, seats) in [("a", 40), ("d", 1060), ("z", 0)] {
            let seats = Value::Number(Decimal::from(seats));
            gathering.take(&[Some(Value::Text(name.into())), Some(seats)]);
        }
        gathering.take(&[None, None]);
        let mut references = References::default();
        let measured = |references: &References| {
            let schema = schema();
            let heading = heading(&schema, &HEADING).0.unwrap();
            let terms = Terms { fiscal_year: 2023, references };
            let mut evaluation = Evaluation::new(&schema, &set.measures, terms);
            for (number, row) in (2..).zip(&ROWS) {
                take(&mut evaluation, number, heading.record(number, row).unwrap());
            }
            evaluation.finish(&source()).0.remove("m").unwrap()
        };
        let reason = measured(&references).unwrap_err();
        assert!(reason.starts_with("所参照的台账《场地台账》没有读入「"), "{reason}");
        references.add(gathering);
        let measured = measured(&references).unwrap();
        let rule = measured.counting_rule.strip_prefix("《培训台账》中").unwrap();
        let rule = rule.strip_suffix("的记录数").unwrap();
        assert_eq!(format!("{:?} {rule}", measured.rows), expected);
    }
    let refused = [
        ("exists_in = 'courses'", "条件所参照的就是本台账，总会满足。"),
        ("exists_in = 'place'", "没有所参照的台账「place」的格式。"),
        ("exists_in = 'places', key = 'sets'", "台账「场地台账」没有「sets」这一列。"),
        (
            "exists_in = 'places', key = 'seats'",
            "「编号」列与台账「场地台账」的「座位」列类型或单位不同，无法对照。",
        ),
        (
            "days_since = 'held_on', at_most = 5",
            "「days_since」只能用于日期列，而「编号」是文字列。",
        ),
    ];
    for (asked, expected) in refused {
        let (set, problems) = measure(&format!("{{ column = 'number', {asked} }}"));
        assert_eq!(set.measures, []);
        let messages: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, [expected]);
    }
}

const COUNT: &str = "count = 'rows'";
const SESSIONS: &str = "unit = '期'";

/// Conditions, value and unit of a measure, and what is said of it.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        "{ column = 'stauts', is = '取消' }",
        COUNT,
        SESSIONS,
        "INP007 m.toml:5:21 台账「培训台账」没有「stauts」这一列。 是否应为「status」？",
    ),
    (
        "{ column = '状态', is = '取消' }",
        COUNT,
        SESSIONS,
        "INP007 m.toml:5:21 台账「培训台账」没有「状态」这一列。 这里写列的标识：status。",
    ),
    (
        "{ column = 'status', is = '已办' }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:36 「状态」列不会有「已办」：不在本列可填的内容之中。 是否应为「已举办」？",
    ),
    (
        "{ column = 'status', iss = '取消' }",
        COUNT,
        SESSIONS,
        "INP004 m.toml:5:21 没有写明「状态」列应满足什么。 \
         请写出其中一种：is、in、not、at_least、above、at_most、below、between、within、exists_in、cell。",
    ),
    (
        "{ column = 'status', is = '取消', not = { is = '取消' } }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:48 一个条件只能有一种判断，这里有：is、not。 请拆成几个条件，它们须同时满足。",
    ),
    (
        "{ column = 'status', at_least = '取消' }",
        COUNT,
        SESSIONS,
        "INP003 m.toml:5:42 「at_least」只能用于数字、金额或日期列，而「状态」是文字列。 请改用 is、in 或 not，或换一列。",
    ),
    (
        "{ column = 'persons', within = 'fiscal_year' }",
        COUNT,
        SESSIONS,
        "INP003 m.toml:5:41 「within」只能用于日期列，而「参训人次」是整数列。 请改用 is、in 或 not，或换一列。",
    ),
    (
        "{ column = 'held_on', within = 'fiscal_yaer' }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:41 「measure.where.within」不认识「fiscal_yaer」这个取值。",
    ),
    (
        "{ column = 'cost', at_least = '5' }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:40 金额「5」没有写单位。 请写成如 \"5万元\" 的形式。",
    ),
    (
        "{ column = 'persons', not = { cell = 'missing' } }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:47 「not」之下不能再写「cell」。",
    ),
    (
        "{ column = 'held_on', between = ['2023-02-01', '2023-01-01'] }",
        COUNT,
        SESSIONS,
        "INP005 m.toml:5:42 「between」的起点大于终点，没有记录会满足。",
    ),
    (
        "",
        "sum = 'status'",
        SESSIONS,
        "INP003 m.toml:6:17 「sum」须是数字或金额列，而「状态」是文字列。",
    ),
    ("", "mean = 'persons'", "", "INP004 m.toml:6:9 缺少「measure.value.decimals」。"),
    (
        "",
        "count = 'all'",
        SESSIONS,
        "INP005 m.toml:6:19 「measure.value.count」不认识「all」这个取值。",
    ),
    ("", "average = 'persons'", SESSIONS, "INP005 m.toml:6:9 没有写明怎样汇总。"),
    ("", COUNT, "", "INP004 m.toml:1:1 缺少「measure.unit」。"),
    (
        "",
        "sum = 'cost'",
        "unit = '期'",
        "INP005 m.toml:7:8 单位「期」与汇总方式不符，应为与所取的列相同的单位（「万元」）。",
    ),
    (
        "",
        "sum = 'persons'",
        "unit = '人'",
        "INP005 m.toml:7:8 单位「人」与汇总方式不符，应为与所取的列相同的单位（「人次」）。",
    ),
    (
        "",
        "share = [{ column = 'open', is = true }], decimals = 2",
        "unit = '期'",
        "INP005 m.toml:7:8 单位「期」与汇总方式不符，应为「%」或「‰」。",
    ),
    (
        "",
        "ratio = 'cost', to = 'persons', decimals = 2",
        "unit = '%'",
        "INP005 m.toml:7:8 单位「%」与汇总方式不符，应为分子的单位：金额与数量之比不是比率",
    ),
    (
        "",
        COUNT,
        "unit = '期'\nminimum_rows = 30",
        "INP005 m.toml:8:16 只有求比例（share）的度量可以写「minimum_rows」。",
    ),
    (
        "",
        "share = [{ column = 'status', is = '取消' }], decimals = 2",
        "unit = '%'\nminimum_rows = 0",
        "INP005 m.toml:8:16 最少记录数须大于 0。",
    ),
    (
        "",
        COUNT,
        "unit = '期'\nwehre = []",
        "INP002 m.toml:8:1 不认识「measure.wehre」，它的内容没有被采用。 是否应为「where」？",
    ),
];

#[test]
fn a_share_may_state_of_how_many_records_it_says_something() {
    let share = "share = [{ column = 'status', is = '已举办' }], decimals = 2";
    for (unit, expected) in [("unit = '%'\nminimum_rows = 30", Some(30)), ("unit = '%'", None)] {
        assert_eq!(evaluate("", share, unit).unwrap().minimum_rows, expected);
    }
}

#[test]
fn a_measure_with_a_problem_is_refused_with_its_place() {
    let line = |problem: &Problem| {
        let code = problem.kind.code();
        format!("{code} {} {} {}", problem.place, problem.message, problem.remedy)
    };
    for (conditions, value, unit, expected) in REFUSED {
        let sound = one("sound", "", "count = 'rows'", "unit = '期'");
        let text = format!("{}{sound}", one("m", conditions, value, unit));
        let (set, problems) = measure::read("m.toml", &text, &[schema()]);
        let found: Vec<String> = problems.iter().map(line).collect();
        assert!(found.iter().any(|one| one.starts_with(expected)), "{expected}: {found:#?}");
        let sound: Vec<&str> = set.measures.iter().map(Measure::id).collect();
        assert_eq!(sound, ["sound"], "{expected}");
        let reason = set.refused.0["m"].as_ref().unwrap_err();
        assert_eq!(reason, "度量的定义有问题，见 m.toml:1:1");
    }
}

#[test]
fn cells_are_read_as_people_write_them() {
    let schema = schema();
    let cases = [
        ("persons", "１，２３４", "1234"),
        ("persons", "2万", "20000"),
        ("persons", "96人次", "96"),
        ("persons", "3.2万人次", "32000"),
        ("persons", " 12.0 ", "12"),
        ("persons", "-5", "-5"),
        ("persons", "1,23", "逗号的位置不像千位分隔"),
        ("persons", "12.5", "不是整数"),
        ("persons", "96人", "带的单位是「人」，而本列的单位是「人次」"),
        ("persons", "1.2E+05", "是科学计数法，原来的数字可能已经丢失几位"),
        ("persons", "约40", "不是一个数字"),
        ("persons", "-", "不是一个数字"),
        ("persons", "1.2.3", "不是一个数字"),
        ("persons", "1234567890123456789", "位数过多（整数不超过 18 位，小数不超过 9 位）"),
        ("cost", "12.50", "12.5"),
        ("cost", "125000元", "12.5"),
        ("cost", "0.1亿元", "1000"),
        ("cost", "2万", "说不清「万」之后是什么单位，因为本列以「万元」计"),
        ("cost", "　", "blank"),
        ("held_on", "2022-03-01", "2022-03-01"),
        ("held_on", "2022/3/1", "2022-03-01"),
        ("held_on", "2022.3.1", "2022-03-01"),
        ("held_on", "2022年3月1日", "2022-03-01"),
        ("held_on", "２０２２年 ３月 １日", "2022-03-01"),
        ("held_on", "2022/3/1 9:30:00", "2022-03-01"),
        ("held_on", "2022-02-30", "不是一个有效日期"),
        ("held_on", "22-3-1", "不是一个有效日期"),
        ("held_on", "44621", "不是一个有效日期"),
        ("held_on", "3月上旬", "不是一个有效日期"),
        ("status", "已 举办", "已举办"),
        ("status", "已举行", "不在本列可填的内容之中"),
        ("open", "是", "true"),
        ("open", "√", "不是「是」或「否」"),
    ];
    for (column, cell, expected) in cases {
        let (_, column) = schema.column(column).unwrap();
        let found = match column.read(cell) {
            Ok(None) => "blank".to_owned(),
            Ok(Some(Value::Text(text))) => text.into_owned(),
            Ok(Some(Value::Number(number))) => number.to_string(),
            Ok(Some(Value::Date(date))) => date.to_string(),
            Ok(Some(Value::Boolean(boolean))) => boolean.to_string(),
            Err(reason) => reason.to_string(),
        };
        assert_eq!(found, expected, "{cell}");
    }
}

#[test]
fn rows_that_are_no_records_are_reported_whole() {
    let public = SCHEMA.replace("internal", "public");
    let schema = schema::read("register.toml", &public).0.unwrap();
    let heading = heading(&schema, &HEADING).0.unwrap();
    let cases: [(&[&str], &str); 6] = [
        (
            &["a", "取消", "不详", "很多"],
            "a.csv 第2行「举办日期」列\n  | 不详\n  「举办日期」列应为日期，这里不是一个有效日期，所以这一行没有计入。\n  \
             请写成如 2022-03-01 或 2022年3月1日 的形式。\n\
             a.csv 第2行「参训人次」列\n  | 很多\n  「参训人次」列应为整数，这里不是一个数字，所以这一行没有计入。\n  \
             请只填数字，如 1234.5 或 1,234.5；没有数据请留空。",
        ),
        (
            &["", "取消"],
            "a.csv 第2行「编号」列\n  | \n  「编号」列应为文字，这里必填而为空，所以这一行没有计入。\n  请补填。",
        ),
        (
            &["a", "取消", "", "", "", "", "", "", "余"],
            "a.csv 第2行\n  | 余\n  这一行有 9 格，表头只有 7 格，各格可能错位，所以没有计入。\n  \
             请检查是否有文字中的逗号没有用引号括起。",
        ),
        (
            &["", "合 计", "", "120"],
            "a.csv 第2行\n  | 合 计\n  这一行像是合计行，不是一条记录，所以没有计入。\n  请删去合计行；合计由系统计算。",
        ),
        // Each cell of it can be read, and yet it is no record.
        (
            &["合计：", "", "", "1,060", "1120", "4.25", ""],
            "a.csv 第2行\n  | 合计：\n  这一行像是合计行，不是一条记录，所以没有计入。\n  请删去合计行；合计由系统计算。",
        ),
        (&["a"], ""),
    ];
    for (row, expected) in cases {
        let problems = heading.record(2, row).err().unwrap_or_default();
        let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(words.join("\n"), expected, "{row:?}");
    }
}

#[test]
fn headings_are_matched_or_named() {
    let schema = schema();
    let cases: [(&[&str], bool, &[&str]); 5] = [
        (&["number", "ＳＴＡＴＵＳ".to_lowercase().leak()], true, &[]),
        (&["编 号", "经费(万元)", " 状态　"], true, &[]),
        (
            &["编号", "经费（元）", "状太"],
            true,
            &["本台账的「经费」以「万元」计；请换算后把表头改为「经费」。", "是否应为「状态」？"],
        ),
        (&["编号", "编号"], false, &["请删去多余的一列，或改正它的表头。"]),
        (
            &["编号\t状态"],
            false,
            &[
                "不需要的列可以删去；需要的列请对照台账格式改正表头。",
                "各列似乎不是用英文逗号隔开的；请另存为以逗号分隔的 CSV。",
            ],
        ),
    ];
    for (row, is_sound, remedies) in cases {
        let (heading, problems) = heading(&schema, row);
        let found: Vec<&str> = problems.iter().map(|one| one.remedy.as_str()).collect();
        assert_eq!(heading.is_some(), is_sound, "{row:?} {problems:#?}");
        assert_eq!(found, remedies, "{row:?}");
    }
}

#[test]
fn a_second_record_with_the_same_key_is_not_admitted() {
    let schema = schema();
    let heading = heading(&schema, &["编号"]).0.unwrap();
    let mut keys = Keys::default();
    for (number, key) in [(2, "a"), (3, "b")] {
        let record = heading.record(number, &[key]).unwrap();
        keys.admit(&heading, number, &record).unwrap();
    }
    let record = heading.record(4, &[" a "]).unwrap();
    let problem = keys.admit(&heading, 4, &record).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "a.csv 第4行「编号」列\n  | a\n  与第2行重复，只计入第2行，这一行没有计入。\n  \
         请核对两行：同一条记录请删去一行，不同的记录请改正编号。"
    );
}

#[test]
fn a_value_that_can_not_be_had_says_why() {
    let schema = schema();
    let latest = one("m", "", "latest = 'persons', by = 'held_on'", "");
    let ratio = one("r", "", "ratio = 'persons', to = 'expected', decimals = 2", "unit = '%'");
    let sum = one("s", "", "sum = 'cost'", "unit = '元'");
    let measures = measures(&format!("{latest}{ratio}{sum}"));
    let day = Some(Value::Date(Date::constant(2023, 1, 1)));
    let number = |number: Decimal| Some(Value::Number(number));
    let mut evaluation = begin(&schema, &measures);
    for (row, persons) in [(2, 1), (3, 2)] {
        let (persons, zero) = (number(Decimal::from(persons)), number(Decimal::ZERO));
        let cost = number(Decimal::MAX);
        take(&mut evaluation, row, vec![None, None, day.clone(), persons, zero, cost]);
    }
    let given = evaluation.finish(&source()).0;
    let reason = |id: &str| given[id].clone().unwrap_err();
    assert_eq!(reason("m"), "2023-01-01有不止一条记录，数值不同，无法确定取哪一条");
    assert_eq!(reason("r"), "除数为零，无法相除");
    assert_eq!(reason("s"), "数值过大，无法精确计算");

    let mut evaluation = begin(&schema, &measures);
    evaluation.refuse_without(|column| column != "expected");
    let given = evaluation.finish(&source()).0;
    assert_eq!(given["r"], Err("台账中没有「应训人次」列".to_owned()));
    assert!(given["s"].is_ok());

    let mut other = schema.clone();
    other.columns.pop();
    let given = begin(&other, &measures).finish(&source());
    assert_eq!(given.0["s"], Err("度量是按另一版台账格式定义的".to_owned()));
}
