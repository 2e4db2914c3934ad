//! Applications of public institutions for registration.

use super::draws::{Day, Draws, csv, yes};

const SEED: u64 = 5;
const AFTERWARDS: u64 = 105;

const HEADING: &str = "受理编号,登记类别,行业,办理方式,受理日期,办结日期,办理用时（个工作日）,状态,评价,双公示日期,节约纸张（张）,投诉";

const KINDS: [&str; 8] = [
    "设立登记",
    "变更登记",
    "变更登记",
    "变更登记",
    "变更登记",
    "变更登记",
    "注销登记",
    "证书补领",
];
const FIELDS: [&str; 7] = ["教育", "教育", "教育", "卫生", "卫生", "文化", "农业"];

const YEARS: [(u64, u64); 3] = [(2022, 58), (2023, 274), (2024, 31)];

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let mut afterwards = Draws(AFTERWARDS);
    let mut rows = Vec::new();
    for (year, count) in YEARS {
        let last = if year == 2024 { 52 } else { 363 };
        let mut days: Vec<Day> =
            (0..count).map(|_| Day { year, of_year: draws.between(4, last) }).collect();
        days.sort();
        for (day, number) in days.into_iter().zip(1..) {
            rows.push(cells(number, day, &mut draws, &mut afterwards));
        }
    }
    csv(HEADING, rows.into_iter())
}

fn cells(number: usize, day: Day, draws: &mut Draws, afterwards: &mut Draws) -> Vec<String> {
    let (kind, field) = (draws.one_of(&KINDS), draws.one_of(&FIELDS));
    // At the counter a file is checked twice.
    let is_online = draws.happens(83);
    let working_days = if is_online { draws.between(2, 7) } else { draws.between(4, 12) };
    let finished_on = day.plus(working_days * 7 / 5);
    let status = match draws.between(1, 100) {
        1..=5 => "退回补正",
        6..=8 => "撤回",
        _ if finished_on > (Day { year: 2024, of_year: 60 }) => "办理中",
        _ => "已办结",
    };
    let rating = if draws.happens(58) {
        match draws.between(1, 100) {
            1..=4 => "不满意",
            5..=24 => "基本满意",
            _ => "满意",
        }
    } else {
        ""
    };
    let days =
        if afterwards.happens(4) { afterwards.between(8, 11) } else { afterwards.between(1, 7) };
    let published_on =
        if kind == "证书补领" { String::new() } else { finished_on.plus(days).to_string() };
    let sheets = match kind {
        "设立登记" => 26,
        "变更登记" => 14,
        "注销登记" => 19,
        _ => 5,
    };
    let sheets = if is_online { sheets.to_string() } else { String::new() };
    let shown = |text: String| if status == "已办结" { text } else { String::new() };
    vec![
        format!("SY{}-{number:03}", day.year),
        kind.to_owned(),
        field.to_owned(),
        if is_online { "网上" } else { "窗口" }.to_owned(),
        day.to_string(),
        shown(finished_on.to_string()),
        shown(working_days.to_string()),
        status.to_owned(),
        shown(rating.to_owned()),
        shown(published_on),
        shown(sheets),
        yes(afterwards.happens(1)),
    ]
}
