//! Archives that are put in order, and who asks for them.

use super::draws::{Day, Draws, csv, row, shown};

const BATCHES: &str = "批次编号,档案类别,接收日期,接收数量（卷）,接收散件（份）,归档散件（份）,\
    数字化数量（卷）,抽检页数（页）,差错页数（页）,计划移交日期,移交日期,状态";

/// Batches of one kind in one year.
struct Series {
    kind: &'static str,
    year: u64,
    batches: u64,
    volumes: u64,
    /// Pages that were looked at, and those of them in error.
    pages: u64,
    errors: u64,
    /// Which batch is handed over late, if any.
    late: u64,
}

const fn series(
    kind: &'static str,
    year: u64,
    [batches, volumes, pages, errors]: [u64; 4],
    late: u64,
) -> Series {
    Series { kind, year, batches, volumes, pages, errors, late }
}

const CADRES: &str = "干部人事档案";
const DOCUMENTS: &str = "文书档案";

const SERIES: [Series; 6] = [
    series(CADRES, 2022, [10, 2410, 6000, 31], 4),
    series(DOCUMENTS, 2022, [7, 940, 1400, 9], 0),
    series(CADRES, 2023, [12, 3260, 8000, 30], 9),
    series(DOCUMENTS, 2023, [8, 1120, 1600, 7], 3),
    series(CADRES, 2024, [2, 510, 1300, 4], 0),
    series(DOCUMENTS, 2024, [1, 130, 200, 1], 0),
];

/// Batches of archives: what was received, filed, scanned and handed over.
pub fn batches() -> String {
    let mut draws = Draws(41);
    let mut rows: Vec<(Day, Vec<String>)> =
        SERIES.iter().flat_map(|series| handed_over(series, &mut draws)).collect();
    rows.extend(
        [(13, "退回重扫"), (14, "整理中")].map(|(number, status)| open(number, status, &mut draws)),
    );
    rows.sort_by_key(|(received_on, _)| *received_on);
    csv(BATCHES, rows.into_iter().map(|(_, cells)| cells))
}

/// The rows of batches that are done, each with the day when it was received.
fn handed_over(series: &Series, draws: &mut Draws) -> Vec<(Day, Vec<String>)> {
    let Series { kind, year, batches, .. } = *series;
    let volumes = draws.parts(series.volumes, batches);
    let pages = draws.parts(series.pages, batches);
    let errors = draws.parts(series.errors, batches);
    let letter = if kind == CADRES { 'G' } else { 'W' };
    let mut rows = Vec::new();
    for (((volumes, pages), errors), number) in
        volumes.into_iter().zip(pages).zip(errors).zip(1_u64..)
    {
        let received_on = Day { year, of_year: 3 + (number - 1) * 26 };
        let due_on = received_on.plus(48);
        // Now and then a volume comes back without having been scanned.
        let unscanned = if draws.happens(30) { draws.between(1, 9) } else { 0 };
        let loose = draws.happens(70).then(|| draws.between(60, 420));
        let cells = row([
            &format!("{letter}{year}-{number:02}"),
            &kind,
            &received_on,
            &(volumes + unscanned),
            &shown(loose),
            &shown(loose.map(|loose| draws.all_but(1, loose))),
            &volumes,
            &pages,
            &errors,
            &due_on,
            &due_on.plus(if number == series.late { 8 } else { 0 }),
            &"已移交",
        ]);
        rows.push((received_on, cells));
    }
    rows
}

/// A batch of 2023 that is not done.
fn open(number: u64, status: &str, draws: &mut Draws) -> (Day, Vec<String>) {
    let received_on = Day { year: 2023, of_year: 20 * number + 40 };
    let is_back = status == "退回重扫";
    let cells = row([
        &format!("G2023-{number}"),
        &CADRES,
        &received_on,
        &draws.between(60, 120),
        &draws.between(20, 90),
        &"",
        &"",
        &shown(is_back.then_some(300)),
        &shown(is_back.then_some(6)),
        &received_on.plus(48),
        &"",
        &status,
    ]);
    (received_on, cells)
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
