//! What was bought and what is held: procurement and fixed assets.

use super::draws::{Day, Draws, csv, row, shown, yes, yuan};

const PROCUREMENT: &str = "采购编号,品目,采购方式,项目名称,计划日期,采购预算（元）,合同日期,合同金额（元）,\
    合同公告日期,已支付（元）,中小企业,状态";

/// Year, purchases, and in yuan their budget and what was saved of it.
const YEARS: [(u64, u64, u64, u64); 3] =
    [(2022, 12, 386_000, 9_200), (2023, 36, 1_426_000, 27_500), (2024, 7, 240_000, 0)];

/// Purchases; budget and payments of 2023 are those that the dossier states.
pub fn procurement() -> String {
    const ITEMS: [&str; 5] = ["货物", "货物", "服务", "服务", "工程"];
    const METHODS: [&str; 6] =
        ["公开招标", "公开招标", "竞争性磋商", "询价", "框架协议", "单一来源"];
    const PROJECTS: [&str; 5] =
        ["干部教育培训专项", "党群服务站点建设", "党员教育片摄制和展播", "干部人事档案数字化", ""];
    let mut draws = Draws(111);
    let mut rows = Vec::new();
    for (year, count, budget, saved) in YEARS {
        let (budgets, saved) = (draws.parts(budget, count), draws.parts(saved, count));
        let days = draws.days(year, count, 12, if year == 2024 { 50 } else { 300 });
        for ((day, (budget, saved)), number) in
            days.into_iter().zip(budgets.into_iter().zip(saved)).zip(1..)
        {
            let signed_on = day.plus(draws.between(9, 30));
            let is_signed = year < 2024;
            let late = if draws.happens(8) { draws.between(4, 9) } else { draws.between(1, 3) };
            let paid = yuan((budget - saved) * 100);
            let small = draws.happens(93).then(|| yes(draws.happens(70)));
            rows.push(row([
                &format!("CG{year}-{number:02}"),
                &draws.one_of(&ITEMS),
                &draws.one_of(&METHODS),
                &draws.one_of(&PROJECTS),
                &day,
                &yuan(budget * 100),
                &shown(is_signed.then_some(signed_on)),
                &shown(is_signed.then_some(&paid)),
                &shown(is_signed.then(|| signed_on.plus(late))),
                &shown(is_signed.then_some(&paid)),
                &shown(small.filter(|_| is_signed)),
                &if is_signed { "已验收" } else { "未签订" },
            ]));
        }
    }
    csv(PROCUREMENT, rows.into_iter())
}

const ASSETS: &str =
    "资产编号,类别,取得日期,原值（元）,状态,盘点日期,账实相符,处置日期,处置收益（元）,收益上缴日期";

/// Fixed assets; in yuan, what is held at the end of 2023 is what the dossier states.
pub fn assets() -> String {
    const CATEGORIES: [&str; 6] = ["设备", "设备", "设备", "家具用具", "家具用具", "图书档案"];
    const HELD: (u64, u64) = (136, 4_863_000);
    let mut draws = Draws(112);
    let mut rows = Vec::new();
    for value in draws.parts(HELD.1, HELD.0) {
        let acquired_on = Day { year: draws.between(2014, 2023), of_year: draws.between(20, 300) };
        let status = match draws.between(1, 100) {
            1..=5 => "闲置",
            6..=7 => "出租出借",
            _ => "在用",
        };
        let checked_on =
            draws.happens(94).then(|| Day { year: 2023, of_year: draws.between(320, 340) });
        let agrees = checked_on.map(|_| yes(draws.happens(98)));
        rows.push(row([
            &format!("ZC{:03}", rows.len() + 1),
            &draws.one_of(&CATEGORIES),
            &acquired_on,
            &yuan(value * 100),
            &status,
            &shown(checked_on),
            &shown(agrees),
            &"",
            &"",
            &"",
        ]));
    }
    for (year, count) in [(2022, 7), (2023, 15)] {
        for day in draws.days(year, count, 60, 330) {
            let income = draws.happens(60).then(|| draws.between(30, 900));
            let paid_in_on =
                income.filter(|_| draws.happens(90)).map(|_| day.plus(draws.between(5, 30)));
            rows.push(row([
                &format!("ZC{:03}", rows.len() + 1),
                &"设备",
                &Day { year: draws.between(2008, 2015), of_year: draws.between(20, 300) },
                &yuan(draws.between(2_600, 46_000) * 100),
                &"已处置",
                &"",
                &"",
                &day,
                &shown(income.map(|income| yuan(income * 100))),
                &shown(paid_in_on),
            ]));
        }
    }
    csv(ASSETS, rows.into_iter())
}
