//! Yearly reports of public institutions: a report on 2022 is due on 31 March 2023.

use super::draws::{Day, Draws, csv, yes};

const SEED: u64 = 9;

const HEADING: &str = "单位编号,报告年度,行业,状态,公示日期,抽查日期,抽查相符";

const FIELDS: [&str; 7] = ["教育", "教育", "教育", "卫生", "卫生", "文化", "农业"];

const INSTITUTIONS: u64 = 286;

/// The whole register: two years of the same institutions, some of them new in the second.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let mut rows = Vec::new();
    for report_year in [2021, 2022] {
        let institutions = if report_year == 2021 { INSTITUTIONS - 9 } else { INSTITUTIONS };
        for number in 1..=institutions {
            let is_new = report_year == 2022 && number > INSTITUTIONS - 9;
            rows.push(cells(number, report_year, is_new, &mut draws));
        }
    }
    csv(HEADING, rows.into_iter())
}

fn cells(number: u64, report_year: u64, is_new: bool, draws: &mut Draws) -> Vec<String> {
    let field = draws.one_of(&FIELDS);
    let year = report_year + 1;
    // Day 90 is 31 March; a few are late, and one or two never come.
    let late = draws.between(1, 100);
    let published_on = match late {
        1 => None,
        2..=4 => Some(Day { year, of_year: draws.between(91, 140) }),
        _ => Some(Day { year, of_year: draws.between(9, 90) }),
    };
    let published_on = published_on.filter(|_| !is_new);
    let is_checked = draws.happens(15) && published_on.is_some();
    let checked_on = Day { year, of_year: draws.between(152, 295) };
    let agrees = draws.happens(93);
    let shown = |text: String| if is_checked { text } else { String::new() };
    vec![
        format!("LJS{number:03}"),
        report_year.to_string(),
        field.to_owned(),
        match (is_new, published_on) {
            (true, _) => "免于公示",
            (false, Some(_)) => "已公示",
            (false, None) => "未公示",
        }
        .to_owned(),
        published_on.map_or_else(String::new, |day| day.to_string()),
        shown(checked_on.to_string()),
        shown(yes(agrees)),
    ]
}
