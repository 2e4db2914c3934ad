//! Talents: policies, applications, events, and those who came.

use super::draws::{Day, Draws, csv, row, shown, yes, yuan};

const SCHEMES: &str = "政策编号,政策名称,政策类别,印发日期,施行日期,失效日期,状态";

/// What policies are about; the first four give subsidies.
const SUBJECTS: [&str; 8] = [
    "租房补贴",
    "生活补贴",
    "高级职称津贴",
    "博士安家补助",
    "人才公寓",
    "子女入学",
    "创业扶持",
    "专项编制",
];

/// Policies for talents, each year some of them anew.
pub fn schemes() -> String {
    const KINDS: [&str; 3] = ["综合政策", "实施细则", "申报指南"];
    let mut draws = Draws(71);
    let mut rows = Vec::new();
    for year in 2018..=2023 {
        for (day, (subject, number)) in draws
            .days(year, 6, 30, 330)
            .into_iter()
            .zip(SUBJECTS.iter().cycle().skip(usize::from(year % 2 == 0) * 4).zip(1..))
        {
            let has_ended = year < 2021;
            let kind = if *subject == "专项编制" { *subject } else { draws.one_of(&KINDS) };
            let ends_on = Day { year: year + 3, ..day };
            let status = if has_ended { "失效" } else { "有效" };
            rows.push(row([
                &format!("RC{year}-{number}"),
                &format!("临江区{subject}办法（{year}年）"),
                &kind,
                &day,
                &day.plus(15),
                &shown(has_ended.then_some(ends_on)),
                &status,
            ]));
        }
    }
    for (subject, number) in SUBJECTS.iter().take(3).zip(1..) {
        let title = format!("临江区{subject}办法（2024年）");
        rows.push(row([
            &format!("RC2024-{number}"),
            &title,
            &"实施细则",
            &"",
            &"",
            &"",
            &"起草中",
        ]));
    }
    csv(SCHEMES, rows.into_iter())
}

const APPLICATIONS: &str = "申报编号,政策编号,申报人代号,申报截止日期,申报日期,状态,发放批次,公示期满日期,拨付日期,金额（元）";

/// Persons who were subsidised in 2023.
const SUBSIDISED: usize = 73;

/// Applications under the policies: four times a year, paid in batches.
pub fn applications() -> String {
    let mut draws = Draws(72);
    let persons: Vec<String> = (0..SUBSIDISED + 12).map(|_| draws.code()).collect();
    let mut rows = Vec::new();
    for (year, due, batch) in [
        (2022, 220, 3),
        (2022, 309, 4),
        (2023, 40, 1),
        (2023, 130, 2),
        (2023, 220, 3),
        (2023, 309, 4),
        (2024, 40, 1),
    ] {
        let due_on = Day { year, of_year: due };
        let of_batch = persons.iter().enumerate().filter(|(place, _)| {
            // Each of the year's persons comes up in most of its batches.
            (place + batch) % 5 != 0 && (year == 2023 || place % 3 == 0)
        });
        for (place, person) in of_batch {
            let filed_on = Day { of_year: due - draws.between(0, 34), ..due_on };
            let status = match place {
                _ if year == 2024 => "审核中",
                _ if place < SUBSIDISED => "通过",
                _ => draws.one_of(&["不通过", "不通过", "撤回", "未申报"]),
            };
            let is_paid = status == "通过";
            let is_filed = status != "未申报";
            let notice_ended_on = due_on.plus(30);
            let paid_on = notice_ended_on.plus(6 + u64::try_from(batch).unwrap_or(0) * 3);
            // Here and there the number of an old policy is taken over from a form of earlier years.
            let scheme = if draws.happens(2) { "RC2016-2".to_owned() } else { scheme(&mut draws) };
            let amount = draws.between(8, 30) * 10_000;
            rows.push(row([
                &format!("SB{year}-{batch}{place:02}"),
                &scheme,
                person,
                &due_on,
                &shown(is_filed.then_some(filed_on)),
                &status,
                &shown(is_paid.then(|| format!("{year}年第{batch}批"))),
                &shown(is_paid.then_some(notice_ended_on)),
                &shown(is_paid.then_some(paid_on)),
                &shown(is_paid.then(|| yuan(amount))),
            ]));
        }
    }
    csv(APPLICATIONS, rows.into_iter())
}

fn scheme(draws: &mut Draws) -> String {
    format!("RC{}-{}", draws.between(2021, 2022), draws.between(1, 4))
}

const EVENTS: &str = "活动编号,活动类别,举办日期,场所类别,参加人次（人次）,状态";

/// Sessions on policy, and other events for talents: kind, year, how many came off, how many did not.
pub fn events() -> String {
    const VENUES: [&str; 6] = ["镇街", "镇街", "园区", "高校", "企业", "线上"];
    let mut draws = Draws(73);
    let mut events: Vec<(Day, &'static str, &'static str)> = Vec::new();
    for (kind, year, held, cancelled) in [
        ("政策宣讲", 2022, 8, 0),
        ("人才沙龙", 2022, 5, 1),
        ("政策宣讲", 2023, 19, 2),
        ("人才沙龙", 2023, 9, 1),
        ("校地对接", 2023, 6, 0),
        ("专题调研", 2023, 4, 0),
        ("政策宣讲", 2024, 3, 0),
    ] {
        let last = if year == 2024 { 60 } else { 345 };
        for (status, count) in [("已举办", held), ("取消", cancelled)] {
            let days = draws.days(year, count, 20, last);
            events.extend(days.into_iter().map(|day| (day, kind, status)));
        }
    }
    events.sort();
    let mut sessions = 0;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for ((day, kind, status), number) in events.into_iter().zip(1..) {
        let is_of_2023 = kind == "政策宣讲" && day.year == 2023 && status == "已举办";
        sessions += u64::from(is_of_2023);
        let venue = match (kind, sessions) {
            ("校地对接", _) => "高校",
            // One for each town, and seven that were asked for.
            (_, 0..=12) if is_of_2023 => "镇街",
            (_, 13..=16) if is_of_2023 => "园区",
            _ if is_of_2023 => "高校",
            _ => draws.one_of(&VENUES),
        };
        let attendance = draws.between(18, 140);
        let attendance = shown((status == "已举办").then_some(attendance));
        rows.push(row([&format!("RH{number:02}"), &kind, &day, &venue, &attendance, &status]));
    }
    rows.push(row([&"RH99", &"政策宣讲", &"", &"园区", &"", &"计划中"]));
    csv(EVENTS, rows.into_iter())
}

const RECRUITS: &str = "引进编号,人才代号,人才类别,签约日期,到岗日期,满一年日期,满一年在岗,状态";

/// Of those who came in 2022 so many stayed.
const STAYED: (u64, u64) = (37, 40);

/// Talents who signed, and those of them who came.
pub fn recruits() -> String {
    const HIGHER: [&str; 3] = ["博士", "高级职称人才", "高级职称人才"];
    const SCARCE: &str = "紧缺专业毕业生";
    let mut draws = Draws(74);
    let mut recruits: Vec<(Day, &'static str, &'static str)> = Vec::new();
    for (year, higher, scarce, status) in [
        (2021, 9, 6, "已到岗"),
        (2022, 24, STAYED.1 - 24, "已到岗"),
        (2023, 22, 9, "已到岗"),
        (2023, 3, 0, "已签约"),
        (2023, 2, 1, "放弃"),
        (2024, 2, 0, "已签约"),
    ] {
        let first = if status == "已签约" { 15 } else { 40 };
        let last = if year == 2024 { 50 } else { 320 };
        for day in draws.days(year, higher, first, last) {
            recruits.push((day, draws.one_of(&HIGHER), status));
        }
        recruits.extend(
            draws.days(year, scarce, first, last).into_iter().map(|day| (day, SCARCE, status)),
        );
    }
    recruits.sort();
    let mut stayed = draws.marks(STAYED.0, STAYED.1).into_iter();
    let mut rows = Vec::new();
    for ((day, kind, status), number) in recruits.into_iter().zip(1..) {
        let has_come = status == "已到岗";
        // Signed a month before, in the same year.
        let signed_on = Day { of_year: day.of_year - if has_come { 30 } else { 0 }, ..day };
        let anniversary =
            (has_come && day.year < 2023).then_some(Day { year: day.year + 1, ..day });
        let stays = if day.year == 2022 { stayed.next() } else { Some(draws.happens(92)) };
        rows.push(row([
            &format!("YJ{number:03}"),
            &draws.code(),
            &kind,
            &signed_on,
            &shown(has_come.then_some(day)),
            &shown(anniversary),
            &shown(stays.filter(|_| anniversary.is_some()).map(yes)),
            &status,
        ]));
    }
    csv(RECRUITS, rows.into_iter())
}
