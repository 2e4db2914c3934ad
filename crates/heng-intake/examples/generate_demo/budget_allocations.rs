//! The budget by document: what was approved and what was added, which give the budgets of the ledger.

use super::budget_ledger::{FUNDS, Fund, fen};
use super::draws::{Day, csv, row, yuan};

const HEADING: &str = "指标文号,序号,下达日期,指标类别,支出类别,项目名称,资金来源,金额（元）";

/// What was added in 2023: the project or the item of basic expenditure, 万元, the day, the document.
const ADDED: [(&str, &str, u64, &str); 4] = [
    ("工资福利支出", "11.00", 121, "临财预〔2023〕31号"),
    ("党群服务站点建设", "18.00", 152, "临财预〔2023〕46号"),
    ("人才安居与服务专项", "6.00", 183, "临财预〔2023〕58号"),
    ("党员教育片摄制和展播", "3.00", 213, "临财预〔2023〕67号"),
];

const CARRIED_OVER: &str = "上年结转资金";

/// The whole register: 2022 as far as it is still needed, then 2023.
pub fn text() -> String {
    let mut rows = Vec::new();
    for (fund, line) in FUNDS.iter().filter(|fund| fund.source != CARRIED_OVER).zip(1_u64..) {
        // A year earlier there was a tenth less of everything.
        let amount = fen(fund.budget) / 10 * 9;
        let day = Day { year: 2022, of_year: 41 };
        rows.push(cells("临财预〔2022〕4号", line, (day, "年初批复"), fund, &yuan(amount)));
    }
    if let Some((fund, line)) = FUNDS.iter().zip(1_u64..).last() {
        let day = Day { year: 2022, of_year: 320 };
        rows.push(cells(
            "临财预〔2022〕88号",
            line,
            (day, "年中调减"),
            fund,
            &format!("-{}", yuan(500_000)),
        ));
    }
    for (fund, line) in FUNDS.iter().zip(1_u64..) {
        let added = added(fund).map_or(0, |(_, amount, ..)| fen(amount));
        let kind = if fund.source == CARRIED_OVER { "上年结转" } else { "年初批复" };
        let day = Day { year: 2023, of_year: 41 };
        let amount = yuan(fen(fund.budget) - added);
        rows.push(cells("临财预〔2023〕5号", line, (day, kind), fund, &amount));
    }
    let additions = FUNDS.iter().filter_map(|fund| Some((fund, added(fund)?)));
    let mut additions: Vec<_> = additions.collect();
    additions.sort_by_key(|(_, (_, _, of_year, _))| *of_year);
    for (fund, (_, amount, of_year, document)) in additions {
        let day = Day { year: 2023, of_year };
        rows.push(cells(document, 1, (day, "年中追加"), fund, &yuan(fen(amount))));
    }
    csv(HEADING, rows.into_iter())
}

fn added(fund: &Fund) -> Option<(&'static str, &'static str, u64, &'static str)> {
    let name = if fund.project.is_empty() { fund.item } else { fund.project };
    ADDED.into_iter().find(|one| one.0 == name && fund.source != CARRIED_OVER)
}

fn cells(document: &str, line: u64, on: (Day, &str), fund: &Fund, amount: &str) -> Vec<String> {
    let scope = if fund.project.is_empty() { "基本支出" } else { "项目支出" };
    row([&document, &line, &on.0, &on.1, &scope, &fund.project, &fund.source, &amount])
}
