//! The payments of the year, which add up to what the dossier states as spent.

use super::draws::{Day, Draws, csv, yuan};

const SEED: u64 = 6;

const HEADING: &str =
    "凭证号,支付日期,支出类别,项目名称,资金来源,经济分类,金额（元）,状态,支付后余额（元）";

const APPROPRIATION: &str = "本年财政拨款";
const GOODS: &str = "商品和服务支出";
const GRANTS: &str = "对个人和家庭的补助";
const CAPITAL: &str = "资本性支出";

/// Money of one source for one purpose.
#[derive(Clone, Copy)]
pub struct Fund {
    /// The project; empty for basic expenditure.
    pub project: &'static str,
    /// 资金来源.
    pub source: &'static str,
    /// 经济分类.
    pub item: &'static str,
    /// Budget in 万元, as the dossier states it.
    pub budget: &'static str,
    /// Expenditure in 万元.
    spent: &'static str,
    payments: u64,
}

const fn basic(
    item: &'static str,
    budget: &'static str,
    spent: &'static str,
    payments: u64,
) -> Fund {
    Fund { project: "", source: APPROPRIATION, item, budget, spent, payments }
}

const fn project(
    project: &'static str,
    item: &'static str,
    budget: &'static str,
    spent: &'static str,
    payments: u64,
) -> Fund {
    Fund { project, source: APPROPRIATION, item, budget, spent, payments }
}

const fn from(source: &'static str, fund: Fund) -> Fund {
    Fund { source, ..fund }
}

/// All money of the year.
pub const FUNDS: [Fund; 31] = [
    basic("工资福利支出", "1718.60", "1662.48", 24),
    basic(GOODS, "318.80", "289.76", 48),
    basic(GRANTS, "184.00", "173.68", 12),
    project("干部教育培训专项", GOODS, "326.00", "317.51", 32),
    project("人才安居与服务专项", GRANTS, "96.00", "88.74", 24),
    project("党群服务站点建设", CAPITAL, "80.00", "76.20", 10),
    from("上年结转资金", project("党群服务站点建设", CAPITAL, "38.00", "36.16", 4)),
    project("党员教育片摄制和展播", GOODS, "42.00", "39.86", 13),
    project("干部人事档案数字化", GOODS, "48.50", "46.93", 10),
    project("事业单位登记和年报公示", GOODS, "18.60", "17.92", 9),
    from("中央财政资金", project("基层党组织活动补助", GRANTS, "54.00", "54.00", 4)),
    from("地方资金", project("基层党组织活动补助", GRANTS, "30.00", "30.00", 4)),
    project("公务员录用考务", GOODS, "31.50", "29.74", 8),
    project("干部考察和考核", GOODS, "15.80", "14.96", 9),
    project("选人用人检查", GOODS, "9.60", "8.87", 6),
    project("干部监督信息系统运行", GOODS, "8.40", "8.40", 2),
    project("档案库房环境改造", CAPITAL, "16.20", "13.85", 4),
    project("村党组织书记轮训", GOODS, "12.60", "12.05", 5),
    project("两新组织党建指导员补助", GRANTS, "24.00", "23.40", 12),
    project("园区联合党委运行", GOODS, "10.50", "8.92", 6),
    project("城市社区党建阵地维护", GOODS, "13.20", "12.71", 7),
    project("党员信息平台运行", GOODS, "11.80", "11.62", 4),
    project("远程教育站点维护", GOODS, "14.40", "13.97", 8),
    project("困难党员关怀", GRANTS, "9.00", "9.00", 4),
    project("人才政策宣讲和联络", GOODS, "8.60", "8.05", 9),
    project("公务员平时考核系统", GOODS, "7.20", "6.98", 3),
    project("机构编制实名制管理", GOODS, "6.50", "6.12", 4),
    project("年轻干部实践锻炼", GOODS, "9.80", "9.15", 7),
    project("组织工作调研", GOODS, "5.60", "4.86", 6),
    from("单位资金", project("办公设备更新", CAPITAL, "4.80", "4.71", 2)),
    project("机关信息网络运行", GOODS, "12.40", "11.57", 12),
];

/// One payment; what is not paid has no balance after it.
struct Payment {
    day: Option<Day>,
    fund: &'static Fund,
    fen: u64,
    status: &'static str,
    left: Option<u64>,
}

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let mut payments: Vec<Payment> = FUNDS.iter().flat_map(|fund| paid(fund, &mut draws)).collect();
    for fund in &FUNDS {
        payments.extend(beside(fund, &mut draws));
    }
    // What has no day yet stands last.
    payments.sort_by_key(|payment| (payment.day.is_none(), payment.day));
    csv(HEADING, payments.iter().zip(1..).map(|(payment, number)| cells(payment, number)))
}

/// An amount of 万元 with two decimals in fen.
pub fn fen(amount: &str) -> u64 {
    const HUNDREDTH: u64 = 10_000;
    let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<u64>().unwrap_or_default() * HUNDREDTH
}

/// The payments of the year, on days of their own, that add up to what was spent.
fn paid(fund: &'static Fund, draws: &mut Draws) -> Vec<Payment> {
    let (mut to_pay, mut left) = (fen(fund.spent), fen(fund.budget));
    let span = 338 / fund.payments;
    let mut payments = Vec::new();
    for number in 0..fund.payments {
        let still = fund.payments - number;
        let mean = to_pay / still;
        let fen = if still == 1 { to_pay } else { draws.between(mean / 2, mean * 3 / 2) };
        to_pay -= fen;
        left -= fen;
        let of_year = 18 + number * span + draws.between(0, span - 1);
        payments.push(Payment {
            day: Some(Day { year: 2023, of_year }),
            fund,
            fen,
            status: "已支付",
            left: Some(left),
        });
    }
    payments
}

/// What does not count for 2023 and stands in the register all the same: payments of other years,
/// payments that came back, and orders that wait.
fn beside(fund: &'static Fund, draws: &mut Draws) -> Vec<Payment> {
    let budget = fen(fund.budget);
    let amount = |draws: &mut Draws| draws.between(budget / 60, budget / 20);
    let on = |year, of_year| Some(Day { year, of_year });
    let mut payments = vec![Payment {
        day: on(2022, draws.between(335, 361)),
        fund,
        fen: amount(draws),
        status: "已支付",
        left: None,
    }];
    if draws.happens(30) {
        let day = on(2023, draws.between(40, 330));
        payments.push(Payment { day, fund, fen: amount(draws), status: "退回", left: None });
    }
    if draws.happens(40) {
        let day = on(2024, draws.between(9, 60));
        payments.push(Payment { day, fund, fen: amount(draws), status: "已支付", left: None });
    }
    if draws.happens(20) {
        payments.push(Payment {
            day: None,
            fund,
            fen: amount(draws),
            status: "待支付",
            left: None,
        });
    }
    payments
}

fn cells(payment: &Payment, number: usize) -> Vec<String> {
    let fund = payment.fund;
    vec![
        format!("ZF{number:04}"),
        payment.day.map_or_else(String::new, |day| day.to_string()),
        if fund.project.is_empty() { "基本支出" } else { "项目支出" }.to_owned(),
        fund.project.to_owned(),
        fund.source.to_owned(),
        fund.item.to_owned(),
        yuan(payment.fen),
        payment.status.to_owned(),
        payment.left.map_or_else(String::new, yuan),
    ]
}
