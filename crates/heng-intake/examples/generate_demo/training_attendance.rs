//! Who sent how many to the training sessions of the year; each session's persons add up to its own.

use super::draws::{Draws, csv};
use super::training_sessions::{self, Held};

const SEED: u64 = 31;

const HEADING: &str =
    "期次编号,参训单位,类别,举办日期,应训人数,实训人数,测试合格人数,收回问卷,满意问卷";

const ORGANISATIONS: [&str; 34] = [
    "东堤街道",
    "西津街道",
    "望潮街道",
    "石桥街道",
    "南埠镇",
    "柳湾镇",
    "沙洲镇",
    "青浦镇",
    "云岭镇",
    "区委办公室",
    "区纪委监委机关",
    "区委宣传部",
    "区委统战部",
    "区委政法委",
    "区发展改革局",
    "区教育局",
    "区科技局",
    "区工业信息化局",
    "区民政局",
    "区司法局",
    "区财政局",
    "区人力资源社会保障局",
    "区生态环境局",
    "区住房建设局",
    "区交通运输局",
    "区水务局",
    "区农业农村局",
    "区商务局",
    "区文化广电旅游局",
    "区卫生健康局",
    "区应急管理局",
    "区审计局",
    "区市场监督管理局",
    "区政务服务中心",
];

/// The persons of one organisation at one session.
struct Share {
    organisation: &'static str,
    expected: u64,
    trained: u64,
}

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let mut rows = Vec::new();
    for session in training_sessions::held(2023) {
        for share in shares(&session, &mut draws) {
            rows.push(cells(&session, &share, &mut draws));
        }
    }
    csv(HEADING, rows.into_iter())
}

/// Deals the places of a session out, then takes away those who did not come.
fn shares(session: &Held, draws: &mut Draws) -> Vec<Share> {
    let wanted = (session.expected / 11).clamp(4, 18);
    let mut shares: Vec<Share> = Vec::new();
    let mut to_deal = session.expected;
    for organisation in some_of(wanted, draws) {
        let still = wanted - u64::try_from(shares.len()).unwrap_or(0);
        let mean = to_deal / still;
        let expected = if still == 1 { to_deal } else { draws.between(mean * 2 / 3, mean * 4 / 3) };
        to_deal -= expected;
        shares.push(Share { organisation, expected, trained: expected });
    }
    let mut absent = session.expected - session.trained;
    while absent > 0 {
        let unlucky = usize::try_from(draws.between(0, wanted - 1)).unwrap_or(0);
        if let Some(share) = shares.get_mut(unlucky).filter(|share| share.trained > 0) {
            share.trained -= 1;
            absent -= 1;
        }
    }
    shares
}

/// So many organisations, in the order of the list.
fn some_of(wanted: u64, draws: &mut Draws) -> Vec<&'static str> {
    let mut wanted = wanted;
    let mut some = Vec::new();
    for (organisation, after) in ORGANISATIONS.into_iter().zip((0..ORGANISATIONS.len()).rev()) {
        let after = u64::try_from(after).unwrap_or(0);
        if draws.between(0, after) < wanted {
            some.push(organisation);
            wanted -= 1;
        }
    }
    some
}

fn cells(session: &Held, share: &Share, draws: &mut Draws) -> Vec<String> {
    let trained = share.trained;
    // Delegated courses are tested and asked elsewhere.
    let is_own = session.kind != "调训";
    let has_test = is_own && session.kind != "处级任职培训班";
    let passed = draws.all_but(2, trained);
    let returned = draws.all_but(7, trained);
    let satisfied = draws.all_but(5, returned);
    let shown =
        |is_there: bool, count: u64| if is_there { count.to_string() } else { String::new() };
    vec![
        session.id.clone(),
        share.organisation.to_owned(),
        session.kind.to_owned(),
        session.day.clone(),
        share.expected.to_string(),
        trained.to_string(),
        shown(has_test, passed),
        shown(is_own, returned),
        shown(is_own, satisfied),
    ]
}
