//! Establishment and institutions: posts, the pool of posts, assessments, dormant institutions.

use super::draws::{Day, Draws, csv, month_ends, row, shown, yes};

const ESTABLISHMENT: &str = "统计日期,机构编号,机构类别,编制数（名）,实有人数（人）,编外人数（人）,编外限额（人）,实名制更新日期";

/// Posts and persons by organisation and month.
pub fn establishment() -> String {
    let mut draws = Draws(101);
    let mut organisations: Vec<(u64, u64, u64, u64)> = (0..30)
        .map(|_| {
            let posts = draws.between(9, 70);
            let ceiling = posts / 5 + 1;
            (posts, posts - draws.between(0, 5), ceiling - draws.between(0, 1), ceiling)
        })
        .collect();
    let mut rows = Vec::new();
    let ends = [2022, 2023, 2024].map(month_ends);
    for month in ends.as_flattened().iter().skip(11).take(14) {
        for ((posts, persons, others, ceiling), number) in organisations.iter_mut().zip(1..) {
            if draws.happens(6) && *persons < *posts {
                *persons += 1;
            } else if draws.happens(5) {
                *persons -= 1;
            }
            let late = if draws.happens(4) { draws.between(6, 12) } else { draws.between(0, 5) };
            let updated_on = draws.happens(98).then(|| month.plus(late));
            rows.push(row([
                month,
                &format!("LJB{number:02}"),
                &if number <= 18 { "行政机关" } else { "事业单位" },
                posts,
                persons,
                others,
                ceiling,
                &shown(updated_on),
            ]));
        }
    }
    csv(ESTABLISHMENT, rows.into_iter())
}

const POOL: &str = "核编编号,事项,核编日期,重点领域,用编单位编号,名额（名）,状态";

/// Posts taken from the pool and given back.
pub fn pool() -> String {
    const FIELDS: [&str; 5] = ["经济发展", "科技创新", "规划建设", "乡村振兴", "教育卫生"];
    let mut draws = Draws(102);
    let mut rows = Vec::new();
    for (year, count, last) in [(2022, 9, 340), (2023, 24, 345), (2024, 4, 55)] {
        for (day, number) in draws.days(year, count, 20, last).into_iter().zip(1..) {
            let kind = if draws.happens(22) { "退回" } else { "使用" };
            let status = match draws.between(1, 100) {
                1..=8 => "未核准",
                9..=14 => "办理中",
                _ => "已核准",
            };
            rows.push(row([
                &format!("HB{year}-{number:02}"),
                &kind,
                &shown((status == "已核准").then_some(day)),
                &draws.one_of(&FIELDS),
                &format!("LJB{:02}", draws.between(1, 30)),
                &draws.between(1, 3),
                &status,
            ]));
        }
    }
    csv(POOL, rows.into_iter())
}

const RESULTS: &str = "考核年度,单位编号,组别,得分,等次,通报日期,申诉";

/// Results of the assessment of units; those of a year are made known in March after it.
pub fn results() -> String {
    const GROUPS: [&str; 4] = ["镇街", "经济部门", "社会部门", "综合部门"];
    let mut draws = Draws(103);
    let mut rows = Vec::new();
    for year in 2021..=2023 {
        for (unit, group) in (1..=52).zip(GROUPS.iter().cycle()) {
            let is_known = year < 2023;
            let score = draws.between(7_600, 9_720);
            let grade = match score {
                9_200.. => "优秀",
                8_400..9_200 => "良好",
                7_700..8_400 => "一般",
                _ => "较差",
            };
            let announced_on = Day { year: year + 1, of_year: 82 };
            rows.push(row([
                &year,
                &format!("LJD{unit:02}"),
                group,
                &shown(is_known.then(|| format!("{}.{:02}", score / 100, score % 100))),
                &shown(is_known.then_some(grade)),
                &shown(is_known.then_some(announced_on)),
                &shown(is_known.then(|| yes(draws.happens(4)))),
            ]));
        }
    }
    csv(RESULTS, rows.into_iter())
}

const ITEMS: &str = "考核年度,指标编号,指标类别,单位编号,分值,得分,扣分,认定日期";

/// Items of the scheme of assessment by unit: the indicators with their points, then the negative list.
pub fn items() -> String {
    const POINTS: [u64; 7] = [20, 15, 15, 15, 15, 10, 10];
    let mut draws = Draws(104);
    let mut rows = Vec::new();
    for year in [2021, 2022] {
        for unit in (1..=52).step_by(3) {
            let confirmed_on = Day { year: year + 1, of_year: draws.between(40, 75) };
            let unit = format!("LJD{unit:02}");
            for (points, number) in POINTS.into_iter().zip(1..) {
                let kind = if number <= 4 { "共性指标" } else { "个性指标" };
                // One is marked in the year after, when the inspection is over.
                let score = (number != 7 || draws.happens(90))
                    .then(|| points * 10 - draws.between(0, points * 2))
                    .map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
                let id = format!("ZB{number:02}");
                let cells =
                    row([&year, &id, &kind, &unit, &points, &shown(score), &"", &confirmed_on]);
                rows.push(cells);
            }
            for number in 1..=3 {
                let deduction = if draws.happens(9) { draws.between(1, 4) } else { 0 };
                let id = format!("FM{number:02}");
                rows.push(row([
                    &year,
                    &id,
                    &"负面清单",
                    &unit,
                    &0,
                    &"",
                    &deduction,
                    &confirmed_on,
                ]));
            }
        }
    }
    csv(ITEMS, rows.into_iter())
}

const DORMANT: &str = "单位编号,行业,列入日期,列入原因,应清理日期,清理日期,处理方式";

/// Institutions that should have been struck off: year, how many are due, and how many are left.
pub fn dormant() -> String {
    const FIELDS: [&str; 6] = ["教育", "教育", "卫生", "文化", "农业", "其他"];
    const REASONS: [&str; 4] = ["机构改革撤销", "长期未运作", "转企改制", "证书过期"];
    const OUTCOMES: [&str; 6] =
        ["注销登记", "注销登记", "注销登记", "注销登记", "撤销登记", "恢复运作"];
    let mut draws = Draws(105);
    let mut rows = Vec::new();
    for (year, due, left) in [(2022, 11, 0), (2023, 41, 3), (2024, 6, 6)] {
        let is_left = draws.marks(left, due);
        for (day, is_left) in draws.days(year, due, 5, 59).into_iter().zip(is_left) {
            let cleared_on = (!is_left).then(|| day.plus(draws.between(90, 290)));
            rows.push(row([
                &format!("LJS{:03}", rows.len() + 301),
                &draws.one_of(&FIELDS),
                &day,
                &draws.one_of(&REASONS),
                &Day { year, of_year: 334 },
                &shown(cleared_on),
                &shown(cleared_on.map(|_| draws.one_of(&OUTCOMES))),
            ]));
        }
    }
    csv(DORMANT, rows.into_iter())
}
