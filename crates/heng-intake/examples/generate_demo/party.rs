//! Organisations of the party: data, reviews, admissions, events, matters and stations.

use super::draws::{Day, Draws, csv, month_ends, row, shown, yes};

/// Party committees that report.
const COMMITTEES: u64 = 24;

/// Branches that were reviewed in 2023: all, those not accepted at once, and those that use films.
const REVIEWED: (u64, u64, u64) = (321, 9, 277);

fn committee(number: u64) -> String {
    format!("LJW{number:02}")
}

const ORGANISATIONS: &str = "统计日期,党委编号,党支部数（个）,党员数（人）,数据更新（条）,更新日期,应开展组织生活（次）,已开展组织生活（次）";

/// Organisations and members by committee and month.
pub fn organisations() -> String {
    let mut draws = Draws(61);
    let branches = draws.parts(REVIEWED.0, COMMITTEES);
    let mut committees: Vec<(u64, u64)> =
        branches.into_iter().map(|branches| (branches, branches * draws.between(17, 31))).collect();
    let mut rows = Vec::new();
    let ends = [2022, 2023, 2024].map(month_ends);
    for month in ends.as_flattened().iter().skip(11).take(14) {
        for ((branches, members), number) in committees.iter_mut().zip(1..) {
            *members = *members + draws.between(0, 3) - draws.between(0, 2);
            let updates = if draws.happens(4) { 0 } else { draws.between(1, *members / 12 + 2) };
            let late = if draws.happens(5) { draws.between(6, 11) } else { draws.between(0, 4) };
            let meetings = *branches * 3;
            rows.push(row([
                month,
                &committee(number),
                branches,
                members,
                &updates,
                &shown((updates > 0).then(|| month.plus(late))),
                &meetings,
                &draws.all_but(3, meetings),
            ]));
        }
    }
    csv(ORGANISATIONS, rows.into_iter())
}

const REVIEWS: &str =
    "党支部编号,验收年度,党支部类别,验收日期,验收结果,整改完成日期,使用党员教育片";

/// Reviews of branches.
pub fn reviews() -> String {
    const KINDS: [&str; 6] = ["农村", "社区", "社区", "机关", "国企", "两新组织"];
    let mut draws = Draws(62);
    let mut rows = Vec::new();
    let (reviewed, refused, using) = REVIEWED;
    for (year, count, refused, using) in [(2022, 58, 4, 41), (2023, reviewed, refused, using)] {
        let is_refused = draws.marks(refused, count);
        let is_using = draws.marks(using, count);
        let days = draws.days(year, count, 70, 290);
        for (((day, is_refused), is_using), number) in
            days.into_iter().zip(is_refused).zip(is_using).zip(1..)
        {
            let rectified_on = draws.happens(80).then(|| day.plus(draws.between(20, 60)));
            rows.push(row([
                &format!("LJZ{number:03}"),
                &year,
                &draws.one_of(&KINDS),
                &day,
                &if is_refused { "限期整改" } else { "合格" },
                &shown(rectified_on.filter(|_| is_refused)),
                &yes(is_using),
            ]));
        }
    }
    for number in 1..=14 {
        let id = format!("LJZ{number:03}");
        rows.push(row([&id, &2024, &draws.one_of(&KINDS), &"", &"", &"", &""]));
    }
    csv(REVIEWS, rows.into_iter())
}

const ADMISSIONS: &str = "季度末,党委编号,计划发展（名）,实际发展（名）";

/// Members admitted to the party by committee and quarter: year, plan, and how many fewer they were.
pub fn admissions() -> String {
    let mut draws = Draws(63);
    let mut rows = Vec::new();
    for (year, quarters, planned, fewer) in [(2022, 4, 118, 1), (2023, 4, 125, 2), (2024, 1, 30, 0)]
    {
        let mut fewer = fewer;
        let mut parts = draws.parts(planned, quarters * COMMITTEES).into_iter();
        let ends = month_ends(year).into_iter().skip(2).step_by(3);
        for quarter_end in ends.take(usize::try_from(quarters).unwrap_or(4)) {
            for (number, planned) in (1..=COMMITTEES).zip(parts.by_ref()) {
                let is_short =
                    fewer > 0 && planned > 0 && quarter_end.of_year > 200 && number % 7 == 3;
                fewer -= u64::from(is_short);
                let admitted = planned - u64::from(is_short);
                rows.push(row([&quarter_end, &committee(number), &planned, &admitted]));
            }
        }
    }
    csv(ADMISSIONS, rows.into_iter())
}

const EVENTS: &str = "活动编号,活动类别,举办日期,参加党组织（个）,参加人次（人次）,材料归档,状态";

/// Reviews of duties, commemorations and the like.
pub fn events() -> String {
    let mut draws = Draws(64);
    let mut events: Vec<(Day, &'static str)> = Vec::new();
    for (kind, year, count, first, last) in [
        ("主题党日", 2022, 9, 20, 350),
        ("纪念活动", 2022, 4, 160, 190),
        ("述职评议", 2023, 3, 20, 60),
        ("纪念活动", 2023, 6, 165, 190),
        ("观摩交流", 2023, 4, 100, 330),
        ("主题党日", 2023, 14, 20, 355),
        ("调研督导", 2023, 11, 50, 330),
        ("述职评议", 2024, 3, 20, 55),
    ] {
        events.extend(draws.days(year, count, first, last).into_iter().map(|day| (day, kind)));
    }
    events.sort();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for ((day, kind), number) in events.into_iter().zip(1..) {
        let is_held = draws.happens(91);
        let organisations = draws.between(8, 66);
        let attendance = organisations * draws.between(2, 6);
        rows.push(row([
            &format!("DH{number:02}"),
            &kind,
            &day,
            &shown(is_held.then_some(organisations)),
            &shown(is_held.then_some(attendance)),
            &if is_held { yes(draws.happens(90)) } else { String::new() },
            &if is_held { "已举办" } else { "取消" },
        ]));
    }
    for (kind, number) in [("纪念活动", 90), ("主题党日", 91)] {
        rows.push(row([&format!("DH{number}"), &kind, &"", &"", &"", &"", &"计划中"]));
    }
    csv(EVENTS, rows.into_iter())
}

const MATTERS: &str = "事项编号,事项类别,镇街编号,列入日期,应办结日期,办结日期,状态";

/// Matters of the people's life that secretaries took on: year, how many, and those left for the next year.
pub fn matters() -> String {
    const KINDS: [&str; 4] = ["环境整治", "道路照明", "养老托幼", "其他"];
    const LONG: [&str; 2] = ["停车场改建", "旧楼加装电梯"];
    let mut draws = Draws(65);
    let mut rows = Vec::new();
    for (year, count, left) in [(2022, 31, 2), (2023, 160, 10), (2024, 18, 18)] {
        let is_left = draws.marks(left, count);
        let days = draws.days(year, count, 10, if year == 2024 { 55 } else { 120 });
        for ((day, is_left), number) in days.into_iter().zip(is_left).zip(1..) {
            let long = is_left || draws.happens(12);
            let kind = draws.one_of(if long { &LONG } else { &KINDS });
            let due_on = day.plus(if long { 200 } else { 150 });
            let finished_on = day.plus(draws.between(60, if long { 210 } else { 155 }));
            rows.push(row([
                &format!("MS{year}-{number:03}"),
                &kind,
                &format!("LJJ{:02}", draws.between(1, 14)),
                &day,
                &due_on,
                &shown((!is_left).then_some(finished_on)),
                &if is_left { "办理中" } else { "已办结" },
            ]));
        }
        if year == 2023 {
            for number in 901..=903 {
                let day = Day { year, of_year: 121 };
                let id = format!("MS{year}-{number}");
                rows.push(row([&id, &"其他", &"LJJ02", &day, &day.plus(150), &"", &"撤销"]));
            }
        }
    }
    csv(MATTERS, rows.into_iter())
}

const STATIONS: &str = "站点编号,建设类别,所在镇街,计划投用日期,投用日期,改造面积（平方米）,改造费用（元）,一次验收合格,状态";

/// Place, day of 2023 planned, day opened, area, and cost in yuan, which add up to those of the project.
const OPENED: [(&str, u64, u64, u64, u64); 6] = [
    ("东堤", 300, 291, 420, 191_480),
    ("西津", 304, 300, 385, 176_200),
    ("石桥", 311, 310, 460, 214_300),
    ("南埠", 320, 319, 395, 178_650),
    ("沙洲", 334, 333, 410, 186_420),
    ("柳湾", 334, 357, 390, 176_550),
];

/// Service stations of the party, those of earlier years before those of 2023.
pub fn stations() -> String {
    let mut draws = Draws(66);
    let mut rows = Vec::new();
    for year in 2019..=2022 {
        for (planned_on, number) in draws.days(year, 7, 120, 330).into_iter().zip(1..) {
            let late = if draws.happens(20) { draws.between(1, 25) } else { 0 };
            let area = draws.between(180, 520);
            rows.push(row([
                &format!("ZD{year}-{number}"),
                &if draws.happens(40) { "新建" } else { "改建" },
                &draws.one_of(&["东堤", "西津", "望潮", "石桥", "南埠", "柳湾", "青浦", "云岭"]),
                &planned_on,
                &planned_on.plus(late),
                &area,
                &(area * draws.between(380, 490)),
                &yes(draws.happens(90)),
                &"已投用",
            ]));
        }
    }
    for ((place, planned, opened, area, cost), number) in OPENED.into_iter().zip(1..) {
        rows.push(row([
            &format!("ZD2023-{number}"),
            &if number == 3 { "新建" } else { "改建" },
            &place,
            &Day { year: 2023, of_year: planned },
            &Day { year: 2023, of_year: opened },
            &area,
            &cost,
            &yes(true),
            &"已投用",
        ]));
    }
    for (place, number, status) in [("青浦", 1, "在建"), ("云岭", 2, "未开工")] {
        let planned_on = Day { year: 2024, of_year: 270 + number };
        let id = format!("ZD2024-{number}");
        rows.push(row([&id, &"改建", &place, &planned_on, &"", &"", &"", &"", &status]));
    }
    csv(STATIONS, rows.into_iter())
}
