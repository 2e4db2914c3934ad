//! Reports in the media.

use super::draws::{Day, Draws, csv, yes};

const SEED: u64 = 8;

const HEADING: &str = "报道编号,刊发日期,媒体层级,媒体类型,报道主题,首发";

const LEVELS: [&str; 10] =
    ["中央", "省级", "省级", "市级", "市级", "市级", "市级", "区级", "区级", "区级"];
const MEDIA: [&str; 6] = ["报纸", "报纸", "电视", "广播", "网络", "网络"];
const SUBJECTS: [&str; 8] = [
    "人才工作",
    "人才工作",
    "人才工作",
    "基层党建",
    "基层党建",
    "干部工作",
    "公务员工作",
    "机构编制",
];

const YEARS: [(u64, u64); 3] = [(2022, 41), (2023, 226), (2024, 23)];

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let mut rows = Vec::new();
    for (year, count) in YEARS {
        let last = if year == 2024 { 66 } else { 365 };
        let mut days: Vec<Day> =
            (0..count).map(|_| Day { year, of_year: draws.between(3, last) }).collect();
        days.sort();
        for (day, number) in days.into_iter().zip(1_u32..) {
            rows.push(vec![
                format!("BD{year}-{number:03}"),
                day.to_string(),
                draws.one_of(&LEVELS).to_owned(),
                draws.one_of(&MEDIA).to_owned(),
                draws.one_of(&SUBJECTS).to_owned(),
                yes(draws.happens(62)),
            ]);
        }
    }
    csv(HEADING, rows.into_iter())
}
