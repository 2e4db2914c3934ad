//! Archives that are put in order, and who asks for them.

use super::draws::{Day, Draws, csv, row, shown};

const BATCHES: &str = "批次编号,档案类别,接收日期,接收数量（卷）,接收散件（份）,归档散件（份）,\
    数字化数量（卷）,抽检页数（页）,差错页数（页）,计划移交日期,移交日期,状态";

/// Kind, year, batches, volumes, pages looked at, pages in error, and which batch is late.
const SERIES: [(&str, char, u64, u64, u64, u64, u64, u64); 6] = [
    ("干部人事档案", 'G', 2022, 10, 2410, 6000, 31, 4),
    ("文书档案", 'W', 2022, 7, 940, 1400, 9, 0),
    ("干部人事档案", 'G', 2023, 12, 3260, 8000, 30, 9),
    ("文书档案", 'W', 2023, 8, 1120, 1600, 7, 3),
    ("干部人事档案", 'G', 2024, 2, 510, 1300, 4, 0),
    ("文书档案", 'W', 2024, 1, 130, 200, 1, 0),
];

/// Batches of archives: what was received, filed, scanned and handed over.
pub fn batches() -> String {
    let mut draws = Draws(41);
    let mut rows: Vec<(Day, Vec<String>)> = Vec::new();
    for (kind, letter, year, count, volumes, pages, errors, late) in SERIES {
        let volumes = draws.parts(volumes, count);
        let (pages, errors) = (draws.parts(pages, count), draws.parts(errors, count));
        for (((volumes, pages), errors), number) in
            volumes.into_iter().zip(pages).zip(errors).zip(1_u64..)
        {
            let received_on = Day { year, of_year: 3 + (number - 1) * 26 };
            let due_on = received_on.plus(48);
            let handed_over_on =
                Day { of_year: due_on.of_year + if number == late { 8 } else { 0 }, ..due_on };
            // Now and then a volume comes back without having been scanned.
            let unscanned = if draws.happens(30) { draws.between(1, 9) } else { 0 };
            let loose = draws.happens(70).then(|| draws.between(60, 420));
            let filed = loose.map(|loose| draws.all_but(1, loose));
            rows.push((
                received_on,
                row([
                    &format!("{letter}{year}-{number:02}"),
                    &kind,
                    &received_on,
                    &(volumes + unscanned),
                    &shown(loose),
                    &shown(filed),
                    &volumes,
                    &pages,
                    &errors,
                    &due_on,
                    &handed_over_on,
                    &"已移交",
                ]),
            ));
        }
    }
    for (number, status) in [(13, "退回重扫"), (14, "整理中")] {
        let received_on = Day { year: 2023, of_year: 20 * number + 40 };
        let is_back = status == "退回重扫";
        rows.push((
            received_on,
            row([
                &format!("G2023-{number}"),
                &"干部人事档案",
                &received_on,
                &draws.between(60, 120),
                &draws.between(20, 90),
                &"",
                &"",
                &shown(is_back.then_some(300)),
                &shown(is_back.then_some(11)),
                &received_on.plus(48),
                &"",
                &status,
            ]),
        ));
    }
    rows.sort_by_key(|(received_on, _)| *received_on);
    csv(BATCHES, rows.into_iter().map(|(_, cells)| cells))
}

const REQUESTS: &str =
    "登记编号,事项,办理方式,收到日期,办结日期,办理用时（个工作日）,等候时间（分钟）,状态";

/// Year, look-ups, those of them online, and transfers; with the days that these took in all.
const YEARS: [(u64, u64, u64, u64, u64); 3] =
    [(2022, 70, 36, 12, 55), (2023, 1250, 730, 85, 357), (2024, 40, 27, 7, 29)];

/// In sampled weeks of 2023 so many waited, so long in all; one of them longest.
const WAITED: (u64, u64, u64) = (120, 2100, 46);

/// A request: the day, how it came, working days, minutes.
type Request = (Day, &'static str, Option<u64>, Option<u64>);

/// Requests to look into archives and to send them on.
pub fn requests() -> String {
    let mut draws = Draws(42);
    let mut rows = Vec::new();
    for (year, lookups, online, transfers, days) in YEARS {
        let last = if year == 2024 { 60 } else { 352 };
        let mut requests = looked_up(year, (lookups, online), last, &mut draws);
        let working_days = draws.parts(days, transfers);
        let sent_on = draws.days(year, transfers, 5, last);
        requests.extend(
            sent_on
                .into_iter()
                .zip(working_days)
                .map(|(day, working_days)| (day, "机要", Some(working_days), None)),
        );
        requests.sort();
        for (request, number) in requests.into_iter().zip(1..) {
            let is_back = request.1 == "网上" && number % 97 == 0;
            rows.push(cells(&format!("CD{year}-{number:04}"), request, "已办结"));
            if is_back {
                // What is sent back is registered anew when it is complete.
                rows.push(cells(&format!("CD{year}-{number:04}A"), request, "退回"));
            }
        }
    }
    csv(REQUESTS, rows.into_iter())
}

fn looked_up(
    year: u64,
    (lookups, online): (u64, u64),
    last: u64,
    draws: &mut Draws,
) -> Vec<Request> {
    let is_online = draws.marks(online, lookups);
    let (sampled, minutes, longest) = if year == 2023 { WAITED } else { (10, 190, 31) };
    let mut waited = draws.parts(minutes - longest, sampled - 1);
    waited.push(longest);
    let is_sampled = draws.marks(sampled, lookups - online);
    let mut visits =
        is_sampled.into_iter().map(|is_sampled| is_sampled.then(|| waited.pop()).flatten());
    let mut minutes = |is_online: bool| if is_online { None } else { visits.next().flatten() };
    let requests: Vec<(bool, Option<u64>)> =
        is_online.into_iter().map(|is_online| (is_online, minutes(is_online))).collect();
    let days = draws.days(year, lookups, 4, last);
    days.into_iter()
        .zip(requests)
        .map(|(day, (is_online, minutes))| {
            (day, if is_online { "网上" } else { "到馆" }, None, minutes)
        })
        .collect()
}

fn cells(id: &str, (day, channel, working_days, minutes): Request, status: &str) -> Vec<String> {
    let is_done = status == "已办结";
    let finished_on = day.plus(working_days.unwrap_or(0) * 7 / 5);
    row([
        &id,
        &if channel == "机要" { "档案转递" } else { "查档" },
        &channel,
        &day,
        &shown(is_done.then_some(finished_on)),
        &shown(working_days),
        &shown(minutes),
        &status,
    ])
}
