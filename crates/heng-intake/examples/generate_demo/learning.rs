//! What cadres must learn: the roster, courses online, and the days on which the platform ran.

use super::draws::{Day, Draws, csv, row, shown};
use super::training_sessions;

const ROSTER: &str = "干部代号,培训类别,应训年度,单位编号,参训期次,状态";

/// Who should have been trained, and where each was: as many as the register of sessions counts.
pub fn roster() -> String {
    let mut draws = Draws(81);
    let mut rows = Vec::new();
    for year in [2022, 2023] {
        for session in training_sessions::held(year) {
            if !matches!(session.kind, "初任培训班" | "处级任职培训班") {
                continue;
            }
            for place in 0..session.expected {
                let unit = format!("LJD{:02}", draws.between(1, 62));
                let id = if place < session.trained { session.id.as_str() } else { "" };
                rows.push(row([&draws.code(), &session.kind, &year, &unit, &id, &"应训"]));
            }
        }
        for _ in 0..3 {
            rows.push(row([&draws.code(), &"初任培训班", &year, &"LJD07", &"", &"免训"]));
        }
    }
    csv(ROSTER, rows.into_iter())
}

const COURSES: &str = "课程编号,课程名称,单位编号,截止日期,应学人数（人）,完成人数（人）";

/// Courses that are required, by unit.
pub fn courses() -> String {
    const NAMES: [&str; 7] =
        ["保密教育", "法治教育", "党规党纪", "数据安全", "预算绩效", "应急处置", "公文规范"];
    let mut draws = Draws(82);
    let mut rows = Vec::new();
    let due =
        [(2022, 350), (2023, 90), (2023, 151), (2023, 212), (2023, 273), (2023, 350), (2024, 59)];
    for (((year, of_year), name), number) in due.into_iter().zip(NAMES).zip(1..) {
        for unit in 1..=38 {
            let required = draws.between(9, 84);
            // A few units forgot.
            let missing = if draws.happens(3) { 40 } else { 3 };
            rows.push(row([
                &format!("KC{number:02}"),
                &name,
                &format!("LJD{unit:02}"),
                &Day { year, of_year },
                &required,
                &draws.all_but(missing, required),
            ]));
        }
    }
    csv(COURSES, rows.into_iter())
}

const SERVICE: &str = "日期,应运行（分钟）,实际运行（分钟）,状态,中断原因";

/// The platform's days, from December to February of the year after next.
pub fn service_days() -> String {
    const CAUSES: [&str; 5] = ["网络", "网络", "电力", "软件", "其他"];
    let mut draws = Draws(83);
    let mut rows = Vec::new();
    for day in every_day() {
        let status = match draws.between(1, 100) {
            1..=3 => "中断",
            4..=6 => "计划维护",
            _ => "正常",
        };
        let due = if status == "计划维护" { 1440 - draws.between(60, 240) } else { 1440 };
        let is_down = status == "中断";
        let up = if is_down { due - draws.between(15, 260) } else { due };
        let cause = is_down.then(|| draws.one_of(&CAUSES));
        rows.push(row([&day, &due, &up, &status, &shown(cause)]));
    }
    csv(SERVICE, rows.into_iter())
}

/// Every day from December 2022 to February 2024.
pub fn every_day() -> impl Iterator<Item = Day> {
    let days = [(2022, 335, 365), (2023, 1, 365), (2024, 1, 59)];
    days.into_iter()
        .flat_map(|(year, first, last)| (first..=last).map(move |of_year| Day { year, of_year }))
}
