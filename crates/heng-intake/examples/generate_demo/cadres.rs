//! What becomes of cadres as far as it can be counted: adjustments, assessments, supervision, exits.

use super::draws::{Day, Draws, csv, row, shown};

const ADJUSTMENTS: &str = "批次编号,调配类别,去向,研究日期,状态,人数（人）,其中35岁以下（人）";

/// Kind, direction, status, year, batches, persons, and those of them up to 35 where they are counted.
type Adjustment = (&'static str, &'static str, &'static str, u64, u64, u64, Option<u64>);

const BATCHES: [Adjustment; 17] = {
    const POOL: &str = "年轻干部入库";
    const EXCHANGE: &str = "科级干部交流";
    const PROMOTION: &str = "科级正职提任";
    const SECONDMENT: &str = "实践锻炼";
    const DONE: &str = "已完成";
    [
        (POOL, "", DONE, 2022, 4, 31, Some(31)),
        (EXCHANGE, "镇街之间", DONE, 2022, 3, 9, None),
        (EXCHANGE, "部门之间", DONE, 2022, 2, 6, None),
        (PROMOTION, "", DONE, 2022, 5, 19, Some(4)),
        (SECONDMENT, "", DONE, 2022, 2, 20, Some(20)),
        (POOL, "", DONE, 2023, 4, 46, Some(46)),
        (EXCHANGE, "镇街之间", DONE, 2023, 3, 11, None),
        (EXCHANGE, "镇街与部门之间", DONE, 2023, 4, 12, None),
        (EXCHANGE, "部门之间", DONE, 2023, 2, 4, None),
        (EXCHANGE, "镇街与部门之间", "暂缓", 2023, 1, 3, None),
        (PROMOTION, "", DONE, 2023, 8, 28, Some(8)),
        (PROMOTION, "", "暂缓", 2023, 1, 1, Some(0)),
        (SECONDMENT, "", DONE, 2023, 3, 24, Some(24)),
        // Those put off in 2023.
        (EXCHANGE, "镇街与部门之间", DONE, 2024, 1, 3, None),
        (PROMOTION, "", DONE, 2024, 1, 5, Some(1)),
        (POOL, "", DONE, 2024, 1, 8, Some(8)),
        (SECONDMENT, "", DONE, 2024, 1, 11, Some(11)),
    ]
};

/// Adjustments of cadres, a row for each batch.
pub fn adjustments() -> String {
    let mut draws = Draws(51);
    let mut batches: Vec<(Day, Vec<String>)> = Vec::new();
    for (kind, direction, status, year, count, persons, young) in BATCHES {
        let days = draws.days(year, count, 25, if year == 2024 { 58 } else { 350 });
        let parts = draws.parts(persons, count);
        let mut young_left = young;
        for (day, persons) in days.into_iter().zip(parts) {
            // All of a pool are young; of a batch of promotions it is one.
            let young =
                young_left.map(|left| if kind == "科级正职提任" { left.min(1) } else { persons });
            young_left = young_left.zip(young).map(|(left, young)| left - young);
            let cells = row([&kind, &direction, &day, &status, &persons, &shown(young)]);
            batches.push((day, cells));
        }
    }
    batches.sort();
    let numbered = batches.into_iter().zip(1..).map(|((day, mut cells), number)| {
        cells.insert(0, format!("TP{}-{number:02}", day.year));
        cells
    });
    csv(ADJUSTMENTS, numbered)
}

const ASSESSMENTS: &str = "单位编号,考核类别,考核年度,单位类型,应完成日期,完成日期,反馈日期,状态";

/// Assessments of leaders: kind, year assessed, units, and the day of the year after when they are due.
pub fn assessments() -> String {
    let mut draws = Draws(52);
    let mut rows = Vec::new();
    for (kind, year, units, due) in [
        ("年度考核", 2021, 66, 120),
        ("专项考核", 2021, 9, 300),
        ("年度考核", 2022, 68, 120),
        ("任期考核", 2022, 12, 243),
        ("专项考核", 2022, 10, 304),
        ("年度考核", 2023, 68, 120),
    ] {
        for unit in 1..=units {
            let due_on = Day { year: year + 1, of_year: due };
            let is_put_off = unit == 41 || kind == "任期考核" && unit == 5;
            let late =
                if draws.happens(4) { draws.between(121, 150) } else { draws.between(85, 118) };
            let finished_on = Day { of_year: late + due - 120, ..due_on };
            // The register ends before most of 2023 is assessed.
            let is_done = !is_put_off && (year < 2023 || draws.happens(20));
            let finished_on =
                if year == 2023 { Day { of_year: 60, ..due_on } } else { finished_on };
            let feedback = draws.happens(93).then(|| finished_on.plus(draws.between(9, 30)));
            let status = match (is_put_off, is_done) {
                (true, _) => "暂缓",
                (_, true) => "已完成",
                _ => "未完成",
            };
            rows.push(row([
                &format!("LJD{unit:02}"),
                &kind,
                &year,
                &group(unit),
                &due_on,
                &shown(is_done.then_some(finished_on)),
                &shown(feedback.filter(|_| is_done)),
                &status,
            ]));
        }
    }
    csv(ASSESSMENTS, rows.into_iter())
}

fn group(unit: u64) -> &'static str {
    match unit {
        0..=14 => "镇街",
        15..=52 => "区级部门",
        53..=62 => "事业单位",
        _ => "国有企业",
    }
}

const SUPERVISION: &str = "事项编号,事项类别,单位编号,立项日期,应办结日期,办结日期,状态";

/// Inspections of 2023: units, problems, and those that were not put right in the year.
const INSPECTED: (u64, u64, usize) = (11, 56, 2);

/// Matters of supervision: problems by unit, and other matters.
pub fn supervision() -> String {
    let mut draws = Draws(53);
    // The day, the kind, the unit, and whether it was closed.
    let mut matters: Vec<(Day, &'static str, u64, bool)> = Vec::new();
    let (units, problems, open) = INSPECTED;
    let mut inspected = Vec::new();
    for (problems, unit) in draws.parts(problems, units).into_iter().zip(1..) {
        let on = Day { year: 2023, of_year: 70 + unit * 19 };
        inspected.extend((0..problems).map(|_| (on, "选人用人检查问题", unit * 5, true)));
    }
    for matter in inspected.iter_mut().rev().take(open) {
        matter.3 = false;
    }
    matters.extend(inspected);
    for (kind, year, count) in [
        ("选人用人检查问题", 2022, 24),
        ("有关事项报告", 2022, 22),
        ("有关事项报告", 2023, 64),
        ("选任倒查", 2022, 4),
        ("选任倒查", 2023, 13),
        ("日常监督", 2023, 21),
        ("有关事项报告", 2024, 9),
    ] {
        let last = if year == 2024 { 55 } else { 330 };
        let days = draws.days(year, count, 12, if year == 2022 { 240 } else { last });
        matters.extend(
            days.into_iter()
                .map(|day| (day, kind, draws.between(1, 60), year < 2024 && draws.happens(96))),
        );
    }
    matters.sort();
    let rows = matters.into_iter().zip(1..).map(|((day, kind, unit, is_closed), number)| {
        let due_on = day.plus(if kind == "选人用人检查问题" { 90 } else { 60 });
        let days = if draws.happens(7) { draws.between(61, 92) } else { draws.between(20, 58) };
        // What is closed is closed before its year ends.
        let closed_on = day.plus(days).min(Day { year: day.year, of_year: 360 });
        let status = match (is_closed, draws.happens(15)) {
            (true, _) => "已办结",
            (false, true) if day.year < 2024 && kind != "选人用人检查问题" => "中止",
            _ => "办理中",
        };
        row([
            &format!("JD{number:03}"),
            &kind,
            &format!("LJD{unit:02}"),
            &day,
            &due_on,
            &shown(is_closed.then_some(closed_on)),
            &status,
        ])
    });
    csv(SUPERVISION, rows.collect::<Vec<_>>().into_iter())
}

const EXITS: &str = "申请编号,事项,受理日期,应办结日期,办结日期,状态";

/// Applications to travel abroad on private matters, and the papers for it.
pub fn exits() -> String {
    const KINDS: [&str; 6] = ["审批", "审批", "证件领用", "证件交回", "登记备案", "登记备案"];
    let mut draws = Draws(54);
    let mut rows = Vec::new();
    for (year, count, last) in [(2022, 26, 340), (2023, 168, 345), (2024, 15, 58)] {
        for (day, number) in draws.days(year, count, 6, last).into_iter().zip(1..) {
            let kind = draws.one_of(&KINDS);
            let due_on = day.plus(10);
            let days = if draws.happens(3) { draws.between(11, 15) } else { draws.between(1, 9) };
            let status = match draws.between(1, 100) {
                1..=4 => "撤回",
                _ if year == 2024 && day.of_year > 50 => "办理中",
                _ => "已办结",
            };
            let handled_on = (status == "已办结").then(|| day.plus(days));
            let id = format!("CG{year}-{number:03}");
            rows.push(row([&id, &kind, &day, &due_on, &shown(handled_on), &status]));
        }
    }
    csv(EXITS, rows.into_iter())
}

const CASES: &str = "受理编号,渠道,收到日期,受理日期,应办结日期,办结日期,办理用时（天）,状态";

/// Letters of 2023 that were answered: how many, on which days of the year, and for how many days in all.
/// In August many came of one matter.
const LETTERS: [(u64, u64, u64, u64); 2] = [(121, 5, 330, 1706), (31, 215, 240, 756)];

/// Reports by the hotline, by letter and otherwise.
pub fn cases() -> String {
    const CHANNELS: [&str; 5] = ["电话", "电话", "网络", "短信", "来访"];
    let mut draws = Draws(55);
    // The day, the channel, days until it was closed, and the status.
    let mut cases: Vec<(Day, &'static str, Option<u64>, &'static str)> = Vec::new();
    for (count, first, last, total) in LETTERS {
        let days = draws.parts(total, count);
        let received = draws.days(2023, count, first, last);
        cases.extend(
            received.into_iter().zip(days).map(|(day, days)| (day, "来信", Some(days), "已办结")),
        );
    }
    cases.extend(draws.days(2023, 9, 20, 350).into_iter().map(|day| (day, "来信", None, "转办")));
    cases.extend(
        draws.days(2022, 18, 5, 300).into_iter().map(|day| (day, "来信", Some(15), "已办结")),
    );
    for (year, count, last) in [(2022, 24, 300), (2023, 143, 340), (2024, 17, 55)] {
        for day in draws.days(year, count, 3, last) {
            let status = match draws.between(1, 100) {
                1..=12 => "转办",
                13..=20 => "不予受理",
                21..=24 => "办理中",
                _ => "已办结",
            };
            let days = if draws.happens(6) { draws.between(31, 44) } else { draws.between(4, 29) };
            let days = (status == "已办结").then_some(days);
            cases.push((day, draws.one_of(&CHANNELS), days, status));
        }
    }
    cases.sort();
    let rows = cases.into_iter().zip(1..).map(|((day, channel, days, status), number)| {
        let is_accepted = matches!(status, "已办结" | "办理中");
        let due_on = is_accepted.then(|| day.plus(30));
        row([
            &format!("JB{number:04}"),
            &channel,
            &day,
            &shown(is_accepted.then_some(day)),
            &shown(due_on),
            &shown(days.map(|days| day.plus(days))),
            &shown(days),
            &status,
        ])
    });
    csv(CASES, rows)
}
