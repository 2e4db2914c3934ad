//! Reports in the media.

use super::draws::{Day, Draws, csv, shown, yes};

const SEED: u64 = 8;
const PRINTED: u64 = 108;

const HEADING: &str = "报道编号,刊发日期,媒体层级,媒体类型,报道主题,首发,媒体名称,标题,链接";

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
    let mut printed = Draws(PRINTED);
    let mut rows = Vec::new();
    for (year, count) in YEARS {
        let last = if year == 2024 { 66 } else { 365 };
        let mut days: Vec<Day> =
            (0..count).map(|_| Day { year, of_year: draws.between(3, last) }).collect();
        days.sort();
        for (day, number) in days.into_iter().zip(1_u32..) {
            let mut cells = vec![
                format!("BD{year}-{number:03}"),
                day.to_string(),
                draws.one_of(&LEVELS).to_owned(),
                draws.one_of(&MEDIA).to_owned(),
                draws.one_of(&SUBJECTS).to_owned(),
                yes(draws.happens(62)),
            ];
            let as_printed = as_printed(&cells, &mut printed);
            cells.extend(as_printed);
            rows.push(cells);
        }
    }
    csv(HEADING, rows.into_iter())
}

/// Outlet, title and link of a report; what is heard or seen has no link.
fn as_printed(cells: &[String], draws: &mut Draws) -> [String; 3] {
    const TITLES: [&str; 6] =
        ["从一件小事看", "一线见闻：", "这一年：", "记者走基层：", "问答：", "临江观察："];
    let [id, _, level, medium, subject, ..] = cells else { return Default::default() };
    let outlet = match level.as_str() {
        "中央" => draws.one_of(&["国家观察报", "国家观察网"]),
        "省级" => draws.one_of(&["江岸日报", "江岸新闻网", "江岸卫视"]),
        "市级" => draws.one_of(&["澜州日报", "澜州晚报", "澜州电视台"]),
        _ => draws.one_of(&["临江融媒", "临江广播"]),
    };
    let title = format!("{}{subject}", draws.one_of(&TITLES));
    let has_page = matches!(medium.as_str(), "报纸" | "网络") && draws.happens(90);
    let link = has_page.then(|| format!("https://news.example/{}", id.to_lowercase()));
    [outlet.to_owned(), title, shown(link)]
}
