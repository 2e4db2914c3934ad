//! The training sessions of the fictional district 临江区, drawn from a fixed seed.

use std::collections::BTreeMap;

use super::draws::{Draws, csv, grouped};

/// Any seed will do; another one gives another register and other values in the demo dossier.
const SEED: u64 = 2023;

const HEADING: &str =
    "期次编号,名称,类别,主办层级,举办日期,结束日期,状态,参训人次,应训人数,实训人数,经费（万元）";

const TOPICS: [&str; 12] = [
    "基层治理",
    "数字政府建设",
    "公文写作",
    "预算绩效管理",
    "依法行政",
    "应急管理",
    "乡村振兴",
    "生态环境保护",
    "数据安全",
    "群众工作方法",
    "政务公开",
    "营商环境",
];

/// Sessions of one kind and state in one year.
struct Series {
    year: u32,
    kind: &'static str,
    code: char,
    organiser: &'static str,
    status: Status,
    sessions: usize,
    /// Fewest and most persons that should attend a session.
    persons: (u64, u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Held,
    Planned,
    /// Planned, and the day is still open.
    Undated,
    Cancelled,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Held => "已举办",
            Self::Planned | Self::Undated => "计划中",
            Self::Cancelled => "取消",
        }
    }
}

/// Of all that is drawn only part counts for 2023: other years, kinds and states stand beside it.
const SERIES: [Series; 20] = {
    use Status::{Cancelled, Held, Planned, Undated};
    [
        topical(2022, Held, 11),
        leadership(2022, Held, 1),
        delegated(2022, "市级", Held, 2),
        initial(2022, Held, 1),
        topical(2022, Cancelled, 2),
        topical(2023, Held, 14),
        leadership(2023, Held, 2),
        delegated(2023, "省级", Held, 2),
        delegated(2023, "市级", Held, 4),
        delegated(2023, "本区", Held, 1),
        initial(2023, Held, 2),
        topical(2023, Cancelled, 3),
        delegated(2023, "市级", Cancelled, 1),
        topical(2023, Planned, 1),
        topical(2023, Undated, 1),
        topical(2024, Held, 2),
        delegated(2024, "省级", Held, 1),
        topical(2024, Planned, 6),
        leadership(2024, Planned, 1),
        initial(2024, Undated, 1),
    ]
};

const fn topical(year: u32, status: Status, sessions: usize) -> Series {
    Series {
        year,
        kind: "公务员专题培训班",
        code: 'Z',
        organiser: "本区",
        status,
        sessions,
        persons: (60, 300),
    }
}

const fn leadership(year: u32, status: Status, sessions: usize) -> Series {
    Series {
        year,
        kind: "处级任职培训班",
        code: 'C',
        organiser: "本区",
        status,
        sessions,
        persons: (30, 48),
    }
}

const fn delegated(year: u32, organiser: &'static str, status: Status, sessions: usize) -> Series {
    Series { year, kind: "调训", code: 'D', organiser, status, sessions, persons: (8, 22) }
}

const fn initial(year: u32, status: Status, sessions: usize) -> Series {
    Series {
        year,
        kind: "初任培训班",
        code: 'R',
        organiser: "本区",
        status,
        sessions,
        persons: (55, 90),
    }
}

/// One session.
struct Session {
    series: &'static Series,
    /// Which of its kind it is in its year; 0 before it is counted.
    number: usize,
    /// Month, day, and how many days it lasts.
    held: (u64, u64, u64),
    topic: &'static str,
    expected: u64,
    trained: u64,
    cost_hundredths: u64,
}

fn draw(series: &'static Series, draws: &mut Draws) -> Session {
    let (low, high) = series.persons;
    let expected = draws.between(low, high);
    let trained = expected - draws.between(0, 3);
    let days = draws.between(1, 4);
    // What is only planned lies late in the year.
    let first_month = if series.status == Status::Planned { 10 } else { 2 };
    let last_month = if series.year == 2024 && series.status == Status::Held { 3 } else { 12 };
    Session {
        series,
        number: 0,
        held: (draws.between(first_month, last_month), draws.between(3, 24), days),
        topic: draws.one_of(&TOPICS),
        expected,
        trained,
        cost_hundredths: trained * days * draws.between(3, 5) + draws.between(0, 99),
    }
}

/// A session that was held in the fiscal year, as the register of attendance needs it.
pub struct Held {
    /// 期次编号.
    pub id: String,
    /// 类别.
    pub kind: &'static str,
    /// 举办日期.
    pub day: String,
    /// 应训人数.
    pub expected: u64,
    /// 实训人数.
    pub trained: u64,
}

/// The sessions that were held in that year.
pub fn held(year: u32) -> Vec<Held> {
    let sessions = sessions();
    let of_year =
        sessions.iter().filter(|one| one.series.year == year && one.series.status == Status::Held);
    let held = |session: &Session| Held {
        id: id(session),
        kind: session.series.kind,
        day: date(year, session.held.0, session.held.1, 0),
        expected: session.expected,
        trained: session.trained,
    };
    of_year.map(held).collect()
}

/// The whole register.
pub fn text() -> String {
    let sessions = sessions();
    csv(HEADING, sessions.iter().enumerate().map(|(position, session)| cells(session, position)))
}

/// All sessions by day, each with its number.
fn sessions() -> Vec<Session> {
    let mut draws = Draws(SEED);
    let mut sessions = Vec::new();
    for series in &SERIES {
        for _ in 0..series.sessions {
            sessions.push(draw(series, &mut draws));
        }
    }
    let undated = |session: &Session| session.series.status == Status::Undated;
    sessions.sort_by_key(|session| (session.series.year, undated(session), session.held));
    let mut counts: BTreeMap<(u32, char), usize> = BTreeMap::new();
    for session in &mut sessions {
        let count = counts.entry((session.series.year, session.series.code)).or_default();
        *count += 1;
        session.number = *count;
    }
    sessions
}

fn id(session: &Session) -> String {
    let Session { series, number, .. } = session;
    format!("LJ{}-{}{number:02}", series.year, series.code)
}

fn cells(session: &Session, position: usize) -> Vec<String> {
    let Session { series, number, .. } = session;
    let (month, day, days) = session.held;
    let name = match series.code {
        'Z' => format!("{}年{}专题培训班（第{number}期）", series.year, session.topic),
        'C' => format!("{}年处级领导干部任职培训班（第{number}期）", series.year),
        'D' => format!("{}干部调训班（{}）", series.organiser, session.topic),
        _ => format!("{}年临江区公务员初任培训班（第{number}期）", series.year),
    };
    let dates = if series.status == Status::Undated {
        [String::new(), String::new()]
    } else {
        [day, day + days - 1].map(|day| date(series.year, month, day, position))
    };
    let [attendance, trained, cost] = if series.status == Status::Held {
        [
            grouped(session.trained * days),
            session.trained.to_string(),
            format!("{}.{:02}", session.cost_hundredths / 100, session.cost_hundredths % 100),
        ]
    } else {
        [const { String::new() }; 3]
    };
    let [held_on, ended_on] = dates;
    vec![
        id(session),
        name,
        series.kind.to_owned(),
        series.organiser.to_owned(),
        held_on,
        ended_on,
        series.status.word().to_owned(),
        attendance,
        session.expected.to_string(),
        trained,
        cost,
    ]
}

/// Dates are written in the three ways that are found side by side in real registers.
fn date(year: u32, month: u64, day: u64, position: usize) -> String {
    match position % 9 {
        4 => format!("{year}/{month}/{day}"),
        7 => format!("{year}年{month}月{day}日"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}
