//! What those who are served say and see: surveys, and the sites of the distance-learning platform.

use super::draws::{Day, Draws, csv, row, shown, yes};
use super::learning::every_day;

const SITES: u64 = 240;

/// Sites that did not work on a day of 2023, added up over the year.
const DOWN: u64 = 2920;

/// On 22 December 2023 the sites were visited, and so many did not work.
const VISITED: (usize, u64) = (355, 8);

const AVAILABILITY: &str = "日期,站点数（站次）,正常站点数（站次）,主要原因";

/// The sites of each day: how many there are, and how many receive and play.
pub fn availability() -> String {
    const CAUSES: [&str; 8] =
        ["接收设备", "接收设备", "接收设备", "接收设备", "线路", "线路", "电力", "平台升级"];
    let mut draws = Draws(91);
    let (visited, found) = VISITED;
    let mut down = draws.parts(DOWN - found, 364);
    down.insert(visited, found);
    let mut down = down.into_iter();
    let mut rows = Vec::new();
    for day in every_day() {
        let down = match day.year {
            2023 => down.next().unwrap_or(0),
            _ => draws.between(0, 14),
        };
        let cause = shown((down > 0).then(|| draws.one_of(&CAUSES)));
        rows.push(row([&day, &SITES, &(SITES - down), &cause]));
    }
    csv(AVAILABILITY, rows.into_iter())
}

const SURVEY: &str = "问卷编号,调查名称,调查方式,发放日期,收回日期,有效,总体评价,意见类别";

/// Opinions of those who were not satisfied; where none are listed they are drawn.
type Opinions = &'static [(&'static str, usize)];

/// Name, method, day of the year, forms sent, returned, valid, satisfied, and what the others said.
type Survey = (&'static str, &'static str, (u64, u64), [u64; 4], Opinions);

const SURVEYS: [Survey; 7] = [
    ("人才服务", "网络", (2022, 338), [120, 96, 95, 84], &[]),
    ("教育片", "现场", (2023, 282), [250, 237, 235, 215], &[]),
    ("站点服务", "现场", (2023, 318), [260, 238, 236, 220], &[]),
    ("查档服务", "电话", (2023, 324), [120, 112, 111, 107], &[]),
    ("活动补助", "现场", (2023, 331), [280, 253, 250, 226], &[]),
    (
        "人才服务",
        "网络",
        (2023, 340),
        [260, 239, 236, 209],
        &[("等候", 19), ("信息", 5), ("其他", 3)],
    ),
    ("查档服务", "电话", (2024, 51), [40, 33, 33, 30], &[]),
];

/// Forms that were sent out, none of them with a name.
pub fn survey() -> String {
    const KINDS: [&str; 6] = ["等候", "态度", "程序", "设施", "信息", "其他"];
    let mut draws = Draws(92);
    let mut rows = Vec::new();
    for (name, method, (year, of_year), [sent, returned, valid, satisfied], opinions) in SURVEYS {
        let is_returned = draws.marks(returned, sent);
        let mut is_valid = draws.marks(valid, returned).into_iter();
        let mut is_satisfied = draws.marks(satisfied, valid).into_iter();
        let mut listed =
            opinions.iter().flat_map(|(word, count)| std::iter::repeat_n(*word, *count));
        for is_returned in is_returned {
            let sent_on = Day { year, of_year: of_year + draws.between(0, 6) };
            let is_valid = is_returned.then(|| is_valid.next().unwrap_or(false));
            let is_satisfied = is_valid.filter(|valid| *valid).and_then(|_| is_satisfied.next());
            let rating = is_satisfied.map(|is_satisfied| match (is_satisfied, draws.happens(70)) {
                (true, true) => "满意",
                (true, false) => "比较满意",
                (false, true) if opinions.is_empty() => "一般",
                (false, _) => "不满意",
            });
            let opinion = (is_satisfied == Some(false))
                .then(|| listed.next().unwrap_or_else(|| draws.one_of(&KINDS)));
            rows.push(row([
                &format!("WJ{:04}", rows.len() + 1),
                &name,
                &method,
                &sent_on,
                &shown(is_returned.then(|| sent_on.plus(draws.between(0, 12)))),
                &shown(is_valid.map(yes)),
                &shown(rating),
                &shown(opinion),
            ]));
        }
    }
    csv(SURVEY, rows.into_iter())
}
