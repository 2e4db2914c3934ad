//! Dossiers as departments file them, made from a number: the same number gives the same dossier.

use std::fmt::Write;

/// A small generator of numbers (splitmix64), so that no dossier hangs on a library's version.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// So many of the things, in their order, beginning somewhere.
    fn some<'t>(&mut self, things: &[&'t str], count: usize) -> Vec<&'t str> {
        let begin = usize::try_from(self.next() % things.len() as u64).unwrap();
        (0..count.min(things.len())).map(|at| things[(begin + at) % things.len()]).collect()
    }
}

const PLACES: [&str; 4] = ["临江区", "望潮县", "云岭市", "青禾区"];
const DEPARTMENTS: [&str; 8] = [
    "文化和旅游局",
    "农业农村局",
    "教育局",
    "卫生健康局",
    "民政局",
    "水利局",
    "市场监督管理局",
    "司法局",
];
const OFFICES: [&str; 9] = [
    "办公室",
    "计划财务科",
    "人事科",
    "政策法规科",
    "业务一科",
    "业务二科",
    "监督检查科",
    "信息科",
    "机关党委",
];
const UNITS: [&str; 5] = ["服务中心", "综合执法大队", "信息中心", "技术推广站", "培训中心"];
const TASKS: [&str; 8] = [
    "公共服务体系建设",
    "基层队伍培训",
    "安全监督检查",
    "设施维护改造",
    "数字化平台运行",
    "专项资金发放",
    "宣传教育推广",
    "重点人群服务",
];
/// What is counted, with its unit.
const COUNTED: [(&str, &str); 6] = [
    ("活动场次", "场"),
    ("服务规模", "人次"),
    ("点位数量", "个"),
    ("设备更新数量", "台"),
    ("检查单位数", "家"),
    ("参训人数", "人"),
];
const RATES: [&str; 5] = ["验收合格率", "按期完成率", "问题整改率", "资料归档率", "计划完成率"];
const OUTCOMES: [&str; 5] = ["覆盖率", "投诉办结率", "设施使用率", "政策知晓率", "复查达标率"];
const PROJECTS: [&str; 7] = [
    "公共设施维修改造项目",
    "基层人员培训项目",
    "信息系统运行维护项目",
    "困难群体补助项目",
    "安全检查专项",
    "宣传教育活动项目",
    "重点工程补助项目",
];
const SOURCES: [&str; 3] = ["appropriation", "carried_over", "other"];

/// An amount in 万元 of so many hundredths of it.
fn money(hundredths: u64) -> String {
    format!("{}.{:02}万元", hundredths / 100, hundredths % 100)
}

/// A share of the whole in percent with two decimals, rounded half up.
fn percent(part: u64, whole: u64) -> String {
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Budget and expenditure, in hundredths of 万元.
#[derive(Clone, Copy)]
struct Money {
    approved: u64,
    budget: u64,
    expenditure: u64,
}

impl Money {
    fn draw(draws: &mut Draws, low: u64, high: u64) -> Self {
        let approved = draws.between(low, high);
        let budget = approved + draws.between(0, approved / 20);
        let expenditure = budget - draws.between(0, budget / 12);
        Self { approved, budget, expenditure }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            approved: self.approved + other.approved,
            budget: self.budget + other.budget,
            expenditure: self.expenditure + other.expenditure,
        }
    }

    fn toml(self) -> String {
        format!(
            "approved = '{}'\nbudget = '{}'\nexpenditure = '{}'\n",
            money(self.approved),
            money(self.budget),
            money(self.expenditure)
        )
    }

    /// The same money in three parts that add up.
    fn sources(self, name: &str) -> String {
        let part = |of: u64, at: usize| match at {
            1 => of / 10,
            2 => of / 20,
            _ => of - of / 10 - of / 20,
        };
        let mut text = String::new();
        for (at, source) in SOURCES.iter().enumerate() {
            let own = Self {
                approved: part(self.approved, at),
                budget: part(self.budget, at),
                expenditure: part(self.expenditure, at),
            };
            write!(text, "[[{name}]]\nkind = '{source}'\n{}", own.toml()).unwrap();
        }
        text
    }
}

/// The text of `dossier.toml` with the given number, and the narrative of its conclusion.
pub fn dossier(seed: u64) -> (String, String) {
    let mut draws = Draws(seed);
    let place = draws.some(&PLACES, 1)[0];
    let name = format!("{place}{}", draws.some(&DEPARTMENTS, 1)[0]);
    let mut text = head(&mut draws, &name);
    let basic = Money::draw(&mut draws, 80_000, 300_000);
    let count = usize::try_from(draws.between(2, 4)).unwrap();
    let names = draws.some(&PROJECTS, count);
    let projects: Vec<(&str, Money)> =
        names.into_iter().map(|name| (name, Money::draw(&mut draws, 3_000, 60_000))).collect();
    let project = projects.iter().map(|(_, money)| *money).reduce(Money::plus).unwrap();
    let whole = basic.plus(project);
    let explained =
        "budget_explanation = '年中按规定调整预算；年末结余为尚未到付款条件的合同尾款。'\n";
    write!(text, "[budget.whole]\n{explained}{}", whole.toml()).unwrap();
    text += &whole.sources("budget.whole.source");
    write!(text, "[budget.basic]\n{explained}{}", basic.toml()).unwrap();
    write!(text, "[budget.project]\n{explained}{}", project.toml()).unwrap();
    write!(
        text,
        "[self_evaluation]\nproject_count = {count}\namount = '{}'\nshare = '100%'\n\
         share_base = '项目支出执行数'\n",
        money(project.expenditure)
    )
    .unwrap();
    tasks(&mut text, &mut draws);
    for (at, (name, money)) in projects.iter().enumerate() {
        one_project(&mut text, &mut draws, at, name, *money);
    }
    statements(&mut text);
    let conclusion = conclusion(&mut draws, whole);
    (text, conclusion)
}

fn head(draws: &mut Draws, name: &str) -> String {
    let quoted = |names: &[&str]| {
        names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
    };
    let (offices, units) = (draws.between(4, 9), draws.between(2, 5));
    let offices = draws.some(&OFFICES, usize::try_from(offices).unwrap());
    let units = draws.some(&UNITS, usize::try_from(units).unwrap());
    let (active, retired, other) =
        (draws.between(30, 180), draws.between(8, 60), draws.between(2, 20));
    format!(
        "format = 1\nfiscal_year = 2023\nreport_date = 2024-03-18\n\
         packs = {{ department = 'example-department', project = 'example-project' }}\n\
         [department]\nname = '{name}'\nfunctions = '负责本行政区域内有关事务的规划、组织和监督。'\n\
         units = [{}]\noffices = [{}]\n\
         headcount = {{ as_of = 2023-12-31, active = {active}, retired = {retired}, \
         non_establishment = {other} }}\n",
        quoted(&units),
        quoted(&offices)
    )
}

/// Tasks with indicators whose points make what the pack says: 50, 30 and 10.
fn tasks(text: &mut String, draws: &mut Draws) {
    let count = usize::try_from(draws.between(3, 5)).unwrap();
    let names = draws.some(&TASKS, count);
    for (at, name) in names.iter().enumerate() {
        let objective = format!("{name}各项任务按计划完成，服务对象认可。");
        write!(
            text,
            "[[objective]]\nid = 'o{at}'\ntext = '{objective}'\noutcome = '按计划完成。'\n"
        )
        .unwrap();
        write!(
            text,
            "[[task]]\nid = 't{at}'\nname = '{name}'\nobjective = '{objective}'\nserves = ['o{at}']\n"
        )
        .unwrap();
        let mut own = Indicators { prefix: format!("t{at}"), topic: name, table: "task.indicator" };
        own.write(text, draws, [share(50, count, at), share(30, count, at), share(10, count, at)]);
    }
}

/// What one of so many parts of a whole gets, so that all together make the whole.
fn share(whole: u64, parts: usize, at: usize) -> u64 {
    let parts = parts as u64;
    whole / parts + u64::from((at as u64) < whole % parts)
}

struct Indicators<'d> {
    prefix: String,
    topic: &'d str,
    table: &'static str,
}

impl Indicators<'_> {
    /// Two or three outputs, one outcome and one of satisfaction, with the points of each dimension.
    fn write(&mut self, text: &mut String, draws: &mut Draws, points: [u64; 3]) {
        let [output, outcome, satisfaction] = points;
        let counted = COUNTED[usize::try_from(draws.between(0, 5)).unwrap()];
        let target = draws.between(5, 900);
        let is_missed = draws.between(0, 5) == 0;
        let actual = if is_missed {
            target - target / 10 - 1
        } else {
            target + draws.between(0, target / 8)
        };
        let quantity = format!("actual = '{actual}{}'\n", counted.1);
        let explained = if is_missed {
            "explanation = '部分工作受审批进度影响顺延到下一年，已明确责任科室按月督办。'\n"
        } else {
            ""
        };
        let third = output / 3;
        self.one(
            text,
            0,
            ("output", "数量"),
            counted.0,
            &format!("≥{target}{}", counted.1),
            &format!("{quantity}{explained}"),
            output - 2 * third,
        );
        let rate = RATES[usize::try_from(draws.between(0, 4)).unwrap()];
        let reached = draws.between(9500, 10_000);
        self.one(text, 1, ("output", "质量"), rate, "≥95%", &percentage(reached), third);
        let days = draws.between(8, 30);
        let taken = days - draws.between(0, days / 5);
        self.one(
            text,
            2,
            ("output", "时效"),
            "平均办理用时",
            &format!("≤{days}天"),
            &format!("actual = '{taken}天'\n"),
            third,
        );
        let kind = OUTCOMES[usize::try_from(draws.between(0, 4)).unwrap()];
        let reached = draws.between(9000, 9999);
        self.one(text, 3, ("outcome", "社会效益"), kind, "≥90%", &percentage(reached), outcome);
        let (asked, reached) = (draws.between(100, 600), draws.between(900, 999));
        let actual =
            format!("actual = '{}.{}%（有效问卷{asked}份）'\n", reached / 10, reached % 10);
        self.one(
            text,
            4,
            ("satisfaction", "服务对象满意度"),
            "服务对象满意度",
            "≥90%",
            &actual,
            satisfaction,
        );
    }

    #[expect(clippy::too_many_arguments, reason = "one line of the dossier, value by value")]
    fn one(
        &self,
        text: &mut String,
        at: usize,
        (dimension, subdimension): (&str, &str),
        name: &str,
        target: &str,
        rest: &str,
        points: u64,
    ) {
        let Self { prefix, topic, table } = self;
        write!(
            text,
            "[[{table}]]\nid = '{prefix}-{at}'\nname = '{topic}{name}'\ndimension = '{dimension}'\n\
             subdimension = '{subdimension}'\ntarget = '{target}'\npoints = '{points}'\n{rest}"
        )
        .unwrap();
    }
}

fn percentage(hundredths: u64) -> String {
    format!("actual = '{}'\n", percent(hundredths, 10_000))
}

fn one_project(text: &mut String, draws: &mut Draws, at: usize, name: &str, money: Money) {
    write!(
        text,
        "[[project]]\nid = 'p{at}'\nname = '{name}'\noverview = '保障{name}的日常开支。'\n\
         objective = '{name}按计划实施，质量达标。'\noutcome = '按计划实施。'\n{}\
         evaluated_amount = '{}'\nbudget_explanation = '年中按规定调整；结余为合同尾款。'\n\
         completed = ['{name}按计划实施']\n",
        money.toml(),
        self::money(money.expenditure)
    )
    .unwrap();
    *text += &money.sources("project.source");
    let mut own = Indicators { prefix: format!("p{at}"), topic: name, table: "project.indicator" };
    own.write(text, draws, [50, 30, 10]);
}

fn statements(text: &mut String) {
    *text += "[[achievement]]\nid = 'a1'\ntitle = '服务能力提高'\n\
              text = '全年按计划完成各项任务，基层反映的问题及时办理。'\n\
              [[issue]]\nid = 'i1'\ntitle = '绩效指标细化不够'\ntext = '个别指标的数据采集依赖人工。'\n\
              [[improvement]]\nid = 'm1'\ntitle = '完善数据采集'\ntext = '建立按月采集数据的制度。'\n\
              answers = ['i1']\nresponsible = '计划财务科'\ndue = 2024-06-30\n";
}

/// Sentences about the year, all of which hold.
fn conclusion(draws: &mut Draws, whole: Money) -> String {
    let last = whole.expenditure - draws.between(1_000, whole.expenditure / 10);
    let grown = whole.expenditure - last;
    let (personnel, running) = (draws.between(20_000, 60_000), draws.between(5_000, 20_000));
    let (held, all) = (draws.between(20, 80), draws.between(81, 120));
    format!(
        "2023年部门支出{}，比上年增加{}，增长{}，主要原因是人员经费增加。\n\n\
         人员和公用经费共{}，其中：人员经费{}，公用经费{}。\n\n\
         全年计划开展检查{all}次，实际开展{held}次，占{}。\n\n\
         重点工作有3项，分别是平台建设、队伍培训、设施维护。\n",
        money(whole.expenditure),
        money(grown),
        percent(grown, last),
        money(personnel + running),
        money(personnel),
        money(running),
        percent(held, all)
    )
}
