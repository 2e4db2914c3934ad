//! Posts for which civil servants are recruited, and how those recruited did on probation.

use super::draws::{Day, csv, row, shown};

const HEADING: &str = "录用年度,岗位编号,机关层级,计划下达日期,计划人数（名）,公示日期,录用人数（名）,\
    试用期满日期,考核合格人数（名）";

/// Year, posts, those that stayed empty, and whether probation is over.
const YEARS: [(u64, u64, u64, bool); 3] =
    [(2021, 22, 0, true), (2022, 33, 2, true), (2023, 34, 1, false)];

/// The whole register.
pub fn text() -> String {
    let mut rows = Vec::new();
    for (year, posts, empty, is_over) in YEARS {
        for post in 1..=posts {
            let is_hired = post > empty;
            let announced_on = Day { year, of_year: 205 + post % 20 };
            let probation_ended_on = Day { year: year + 1, of_year: 220 + post % 20 };
            rows.push(row([
                &year,
                &format!("GW{post:02}"),
                &if post % 3 == 0 { "区级机关" } else { "镇街机关" },
                &Day { year, of_year: 32 },
                &1,
                &shown(is_hired.then_some(announced_on)),
                &u64::from(is_hired),
                &shown((is_hired && is_over).then_some(probation_ended_on)),
                &shown((is_hired && is_over).then_some(1)),
            ]));
        }
    }
    csv(HEADING, rows.into_iter())
}
