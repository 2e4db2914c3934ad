//! Visits to talents, and what became of their requests.

use super::draws::{Day, Draws, csv, shown, yes};

const SEED: u64 = 17;
const PERSONS: u64 = 117;

const HEADING: &str = "走访编号,走访日期,人才类别,所在镇街园区,状态,提出诉求,诉求类别,办结日期,办理用时（天）,人才代号";

const KINDS: [&str; 5] = ["博士", "高级职称人才", "高级职称人才", "紧缺专业毕业生", "创业人才"];
const PLACES: [&str; 8] =
    ["望潮园区", "东堤园区", "石桥园区", "南埠园区", "西津街道", "望潮街道", "柳湾镇", "沙洲镇"];
const MATTERS: [&str; 7] = ["住房", "住房", "子女入学", "医疗保健", "科研条件", "政策申报", "其他"];

/// How many visits of a year came off, were put off and were given up.
const YEARS: [(u64, u64, u64, u64); 3] = [(2022, 52, 3, 2), (2023, 173, 9, 5), (2024, 26, 2, 0)];

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    // Some talents are visited twice or three times.
    let mut persons = Draws(PERSONS);
    let codes: Vec<String> = (0..140).map(|_| persons.code()).collect();
    let mut rows = Vec::new();
    for (year, done, put_off, given_up) in YEARS {
        let statuses = [("已走访", done), ("改期", put_off), ("取消", given_up)];
        let mut visits: Vec<(Day, &'static str)> = Vec::new();
        for (status, count) in statuses {
            let last = if year == 2024 { 66 } else { 356 };
            visits.extend(
                (0..count).map(|_| (Day { year, of_year: draws.between(11, last) }, status)),
            );
        }
        visits.sort();
        for ((day, status), number) in visits.into_iter().zip(1..) {
            let mut cells = cells(number, day, status, &mut draws);
            let person = persons.of(&codes).cloned();
            cells.push(shown(person.filter(|_| status == "已走访")));
            rows.push(cells);
        }
    }
    csv(HEADING, rows.into_iter())
}

fn cells(number: usize, day: Day, status: &'static str, draws: &mut Draws) -> Vec<String> {
    let (kind, place) = (draws.one_of(&KINDS), draws.one_of(&PLACES));
    let is_raised = draws.happens(46);
    let matter = draws.one_of(&MATTERS);
    // Housing takes long, and one request in nine is open when the register is closed.
    let days = if matter == "住房" { draws.between(15, 45) } else { draws.between(3, 21) };
    let resolved_on = day.plus(days);
    let is_resolved = draws.happens(91) && resolved_on <= Day { year: 2024, of_year: 74 };
    let is_done = status == "已走访";
    let shown = |is_there: bool, text: String| shown(is_there.then_some(text));
    vec![
        format!("ZR{}-{number:03}", day.year),
        day.to_string(),
        kind.to_owned(),
        place.to_owned(),
        status.to_owned(),
        shown(is_done, yes(is_raised)),
        shown(is_done && is_raised, matter.to_owned()),
        shown(is_done && is_raised && is_resolved, resolved_on.to_string()),
        shown(is_done && is_raised && is_resolved, days.to_string()),
    ]
}
