//! The measured values of the demo dossier against a plain count over the csv files, and its money
//! against the ledger.

use std::collections::{BTreeMap, BTreeSet};

use heng_core::dossier::{Actual, BudgetLine, FundingLine, FundingSource, Indicator};
use heng_core::evaluation::Loaded;
use heng_core::figure::Figure;
use heng_core::rollup;
use heng_intake::folder;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::demo_folder;

fn loaded() -> Loaded {
    folder::load(&demo_folder(), &mut |_| {})
}

/// A row by the headings of its file.
type Row = BTreeMap<String, String>;

fn rows(register: &str) -> Vec<Row> {
    let text =
        std::fs::read_to_string(demo_folder().join(format!("registers/{register}.csv"))).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().unwrap().clone();
    let row = |cells: csv::StringRecord| {
        let pairs = headings.iter().zip(&cells);
        pairs.map(|(heading, cell)| (heading.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The rows in which each of the columns holds its word, and the column of days a day of 2023.
fn of_2023(register: &str, day: &str, wanted: &[(&str, &str)]) -> Vec<Row> {
    let is_wanted = |row: &Row| wanted.iter().all(|(column, word)| row[*column] == *word);
    let mut rows = rows(register);
    rows.retain(|row| row[day].starts_with("2023") && is_wanted(row));
    rows
}

fn number(cell: &str) -> Decimal {
    cell.replace(',', "").parse().unwrap_or_default()
}

fn sum(rows: &[Row], column: &str) -> Decimal {
    rows.iter().map(|row| number(&row[column])).sum()
}

fn distinct(rows: &[Row], column: &str) -> usize {
    rows.iter().map(|row| &row[column]).collect::<BTreeSet<_>>().len()
}

fn with(rows: &[Row], column: &str, words: &[&str]) -> usize {
    rows.iter().filter(|row| words.contains(&row[column].as_str())).count()
}

/// A quotient, times a hundred where it is a rate, as it is printed.
fn quotient(part: Decimal, whole: Decimal, times: u32, decimals: u32, unit: &str) -> String {
    let exact = part * Decimal::from(times) / whole;
    let mut rounded =
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    format!("{rounded}{unit}")
}

fn rate(part: usize, whole: usize) -> String {
    quotient(Decimal::from(part), Decimal::from(whole), 100, 1, "%")
}

/// A rate of two sums.
fn share(rows: &[Row], part: &str, whole: &str, decimals: u32) -> String {
    quotient(sum(rows, part), sum(rows, whole), 100, decimals, "%")
}

fn mean(rows: &[Row], column: &str, unit: &str) -> String {
    quotient(sum(rows, column), Decimal::from(rows.len()), 1, 1, unit)
}

fn of_the_year(rows: &[Row], day: &str) -> usize {
    rows.iter().filter(|row| row[day].starts_with("2023")).count()
}

fn days(from: &str, to: &str) -> i64 {
    let day = |text: &str| text.parse::<Date>().unwrap();
    i64::from((day(to) - day(from)).get_days())
}

/// What each measured indicator should show.
fn expected() -> BTreeMap<&'static str, String> {
    let held =
        |kind| of_2023("training_sessions", "举办日期", &[("类别", kind), ("状态", "已举办")]);
    let topical = held("公务员专题培训班");
    let initial = held("初任培训班");
    let mut higher = held("调训");
    higher.retain(|row| row["主办层级"] != "本区");
    let attended = of_2023("training_attendance", "举办日期", &[]);
    let topical_attended =
        of_2023("training_attendance", "举办日期", &[("类别", "公务员专题培训班")]);
    let mut tested = attended.clone();
    tested.retain(|row| !row["测试合格人数"].is_empty());
    let visits = of_2023("talent_visits", "走访日期", &[("状态", "已走访")]);
    let mut raised = visits.clone();
    raised.retain(|row| row["提出诉求"] == "是");
    let mut resolved = raised.clone();
    resolved.retain(|row| row["办结日期"].starts_with("2023"));
    let reports =
        of_2023("media_coverage", "刊发日期", &[("报道主题", "人才工作"), ("首发", "是")]);
    let finished = of_2023("institution_registrations", "办结日期", &[("状态", "已办结")]);
    let mut rated = finished.clone();
    rated.retain(|row| !row["评价"].is_empty());
    let mut due = rows("annual_reports");
    due.retain(|row| row["报告年度"] == "2022" && row["状态"] != "免于公示");
    let checked = of_2023("annual_reports", "抽查日期", &[]);
    // Dates that are written alike stand in the order of time.
    let on_time = due.iter().filter(|row| {
        let day = row["公示日期"].as_str();
        !day.is_empty() && day <= "2023-03-31"
    });
    let films = of_2023("films", "完成日期", &[("状态", "已完成")]);
    let prizes = of_2023("films", "获奖日期", &[]);
    let count = |rows: &[Row], unit: &str| format!("{}{unit}", rows.len());
    BTreeMap::from([
        ("topic_courses", format!("{}期", distinct(&topical, "期次编号"))),
        ("topic_attendance", format!("{}人次", sum(&topical, "参训人次"))),
        ("leadership_courses", format!("{}期", distinct(&held("处级任职培训班"), "期次编号"))),
        ("higher_courses", format!("{}人", sum(&higher, "实训人数"))),
        (
            "initial_training",
            quotient(sum(&initial, "实训人数"), sum(&initial, "应训人数"), 100, 2, "%"),
        ),
        ("organisations_trained", format!("{}家", distinct(&topical_attended, "参训单位"))),
        (
            "cost_per_attendance",
            quotient(sum(&topical, "经费（万元）"), sum(&topical, "参训人次"), 10_000, 1, "元"),
        ),
        (
            "trainee_satisfaction",
            quotient(sum(&attended, "满意问卷"), sum(&attended, "收回问卷"), 100, 1, "%"),
        ),
        (
            "project_final_tests",
            quotient(sum(&tested, "测试合格人数"), sum(&tested, "实训人数"), 100, 1, "%"),
        ),
        ("talent_visits", count(&visits, "人次")),
        (
            "visit_need_days",
            quotient(sum(&resolved, "办理用时（天）"), Decimal::from(resolved.len()), 1, 1, "天"),
        ),
        ("visit_needs_resolved", rate(resolved.len(), raised.len())),
        ("talent_reports", format!("{}篇", with(&reports, "媒体层级", &["中央", "省级", "市级"]))),
        ("registrations_finished", count(&finished, "件")),
        (
            "registration_days",
            quotient(
                sum(&finished, "办理用时（个工作日）"),
                Decimal::from(finished.len()),
                1,
                1,
                "个工作日",
            ),
        ),
        ("registered_online", rate(with(&finished, "办理方式", &["网上"]), finished.len())),
        (
            "registration_satisfaction",
            rate(with(&rated, "评价", &["满意", "基本满意"]), rated.len()),
        ),
        ("reports_on_time", rate(on_time.count(), due.len())),
        ("reports_checked", count(&checked, "份")),
        ("project_reports_agreeing", rate(with(&checked, "抽查相符", &["是"]), checked.len())),
        ("films_finished", count(&films, "部")),
        ("film_showings", format!("{}场次", sum(&films, "展播场次"))),
        ("films_awarded", format!("{}部", with(&prizes, "获奖层级", &["省级", "市级"]))),
    ])
}

/// The same of what cadres and organisations of the party do.
fn expected_of_party_and_cadres() -> BTreeMap<&'static str, String> {
    let adjusted =
        |kind| of_2023("cadre_adjustments", "研究日期", &[("调配类别", kind), ("状态", "已完成")]);
    let persons = |kind| format!("{}人", sum(&adjusted(kind), "人数（人）"));
    let promoted = adjusted("科级正职提任");
    let problems =
        of_2023("selection_supervision", "立项日期", &[("事项类别", "选人用人检查问题")]);
    let letters = of_2023("hotline_cases", "办结日期", &[("渠道", "来信"), ("状态", "已办结")]);
    let admitted = of_2023("member_admissions", "季度末", &[]);
    let reviewed = of_2023("branch_reviews", "验收日期", &[]);
    let mut matters = of_2023("livelihood_matters", "列入日期", &[]);
    matters.retain(|row| row["状态"] != "撤销");
    let opened = of_2023("service_stations", "投用日期", &[("状态", "已投用")]);
    // Dates that are written alike stand in the order of time.
    let on_time = opened.iter().filter(|row| row["投用日期"] <= row["计划投用日期"]).count();
    let posts = of_2023("civil_service_recruitment", "计划下达日期", &[]);
    let over = of_2023("civil_service_recruitment", "试用期满日期", &[]);
    BTreeMap::from([
        ("young_cadre_pool", persons("年轻干部入库")),
        ("cadre_exchange", persons("科级干部交流")),
        ("young_leaders_share", share(&promoted, "其中35岁以下（人）", "人数（人）", 1)),
        ("inspected_units", format!("{}家", distinct(&problems, "单位编号"))),
        ("rectified", rate(of_the_year(&problems, "办结日期"), problems.len())),
        ("letter_days", mean(&letters, "办理用时（天）", "天")),
        ("members_admitted", share(&admitted, "实际发展（名）", "计划发展（名）", 1)),
        ("branches_accepted", rate(with(&reviewed, "验收结果", &["合格"]), reviewed.len())),
        ("project_film_use", rate(with(&reviewed, "使用党员教育片", &["是"]), reviewed.len())),
        ("livelihood_matters", rate(of_the_year(&matters, "办结日期"), matters.len())),
        ("service_stations", format!("{}个", opened.len())),
        ("project_station_area", format!("{}平方米", sum(&opened, "改造面积（平方米）"))),
        (
            "station_cost",
            quotient(
                sum(&opened, "改造费用（元）"),
                sum(&opened, "改造面积（平方米）"),
                1,
                1,
                "元",
            ),
        ),
        ("project_stations_accepted", rate(with(&opened, "一次验收合格", &["是"]), opened.len())),
        ("project_stations_on_time", rate(on_time, opened.len())),
        ("recruitment", share(&posts, "录用人数（名）", "计划人数（名）", 1)),
        ("probation", share(&over, "考核合格人数（名）", "录用人数（名）", 1)),
    ])
}

/// The same of what is done for talents and others who are served.
fn expected_of_services() -> BTreeMap<&'static str, String> {
    let mut came = of_2023("talent_recruits", "到岗日期", &[("状态", "已到岗")]);
    came.retain(|row| row["人才类别"] != "紧缺专业毕业生");
    let due = of_2023("talent_recruits", "满一年日期", &[]);
    let held = [("活动类别", "政策宣讲"), ("状态", "已举办")];
    let sessions = of_2023("talent_events", "举办日期", &held);
    let paid = of_2023("talent_applications", "拨付日期", &[("状态", "通过")]);
    let on_time = paid.iter().filter(|row| days(&row["公示期满日期"], &row["拨付日期"]) <= 20);
    let satisfied = |survey| {
        let forms =
            of_2023("satisfaction_survey", "发放日期", &[("调查名称", survey), ("有效", "是")]);
        rate(with(&forms, "总体评价", &["满意", "比较满意"]), forms.len())
    };
    let done = [("档案类别", "干部人事档案"), ("状态", "已移交")];
    let batches = of_2023("archives", "移交日期", &done);
    let in_time = batches.iter().filter(|row| row["移交日期"] <= row["计划移交日期"]).count();
    let requests =
        |kind| of_2023("archive_requests", "办结日期", &[("事项", kind), ("状态", "已办结")]);
    let lookups = requests("查档");
    let mut waited = lookups.clone();
    waited.retain(|row| !row["等候时间（分钟）"].is_empty());
    let sites = of_2023("platform_availability", "日期", &[]);
    BTreeMap::from([
        ("talent_recruited", format!("{}人", distinct(&came, "人才代号"))),
        ("talent_retained", rate(with(&due, "满一年在岗", &["是"]), due.len())),
        ("policy_sessions", format!("{}场", sessions.len())),
        ("subsidies_on_time", rate(on_time.count(), paid.len())),
        ("persons_subsidised", format!("{}人", distinct(&paid, "申报人代号"))),
        ("talent_satisfaction", satisfied("人才服务")),
        ("project_station_satisfaction", satisfied("站点服务")),
        ("project_film_satisfaction", satisfied("教育片")),
        ("project_archive_satisfaction", satisfied("查档服务")),
        ("subsidy_satisfaction", satisfied("活动补助")),
        ("volumes_digitised", format!("{}卷", sum(&batches, "数字化数量（卷）"))),
        ("scan_errors", share(&batches, "差错页数（页）", "抽检页数（页）", 2)),
        ("project_batches_on_time", rate(in_time, batches.len())),
        ("project_online_lookups", rate(with(&lookups, "办理方式", &["网上"]), lookups.len())),
        ("waiting_minutes", mean(&waited, "等候时间（分钟）", "分钟")),
        ("transfer_days", mean(&requests("档案转递"), "办理用时（个工作日）", "个工作日")),
        ("platform_normal", share(&sites, "正常站点数（站次）", "站点数（站次）", 1)),
    ])
}

#[test]
fn each_measured_actual_is_what_a_plain_count_gives() {
    let loaded = loaded();
    let counted: BTreeMap<&str, String> =
        [expected(), expected_of_party_and_cadres(), expected_of_services()]
            .into_iter()
            .flatten()
            .collect();
    for (id, expected) in &counted {
        let (_, indicator) = loaded.dossier.indicators().find(|(_, one)| one.id == *id).unwrap();
        let Actual::Measured(measure) = &indicator.actual else {
            panic!("{id} is typed");
        };
        assert_eq!(loaded.measurements.get(measure).unwrap().figure().text(), *expected, "{id}");
    }
    // Every measure that an indicator uses was counted.
    let by_measure = |one: &Indicator| match &one.actual {
        Actual::Measured(measure) => Some((measure.clone(), one.id.clone())),
        _ => None,
    };
    let all: Vec<_> = loaded.dossier.indicators().filter_map(|(_, one)| by_measure(one)).collect();
    let was_counted = |measure: &str| {
        all.iter().any(|(own, id)| own == measure && counted.contains_key(id.as_str()))
    };
    let uncounted: Vec<_> = all.iter().filter(|(measure, _)| !was_counted(measure)).collect();
    assert!(uncounted.is_empty(), "{uncounted:?}");
}

#[test]
fn each_session_has_as_many_persons_in_both_registers() {
    let attended = rows("training_attendance");
    for session in of_2023("training_sessions", "举办日期", &[("状态", "已举办")]) {
        let mut own = attended.clone();
        own.retain(|row| row["期次编号"] == session["期次编号"]);
        for column in ["应训人数", "实训人数"] {
            assert_eq!(sum(&own, column), number(&session[column]), "{session:?}");
        }
    }
}

/// The payments that count for 2023.
fn paid() -> Vec<Row> {
    of_2023("budget_ledger", "支付日期", &[("状态", "已支付")])
}

fn money(figure: Option<&Figure>) -> Decimal {
    figure.unwrap().value()
}

fn paid_where(column: &str, word: &str) -> Decimal {
    let mut payments = paid();
    payments.retain(|row| row[column] == word);
    sum(&payments, "金额（元）")
}

#[test]
fn the_ledger_adds_up_to_all_that_was_spent() {
    let loaded = loaded();
    let dossier = &loaded.dossier;
    let spent = |line: &BudgetLine| money(line.expenditure.as_ref());
    let budget = &dossier.budget;
    assert_eq!(sum(&paid(), "金额（元）"), spent(&budget.whole));
    assert_eq!(paid_where("支出类别", "基本支出"), spent(&budget.basic));
    assert_eq!(paid_where("支出类别", "项目支出"), spent(&budget.project));
    for project in &dossier.projects {
        assert_eq!(paid_where("项目名称", &project.name), spent(&project.money), "{}", project.id);
        // The same by a measure.
        let measured = loaded.measurements.get(&format!("spent_{}", project.id)).unwrap();
        assert_eq!(measured.figure().value(), spent(&project.money), "{}", project.id);
    }
    for source in &budget.whole.sources {
        let paid = paid_where("资金来源", source.source.label());
        assert_eq!(paid, money(source.expenditure.as_ref()), "{}", source.source.label());
    }
}

#[test]
fn budgets_and_management_facts_are_what_registers_give() {
    let loaded = loaded();
    let measured = |id: &str| loaded.measurements.get(id).unwrap().figure().value();
    let budget = &loaded.dossier.budget;
    for (name, line) in
        [("whole", &budget.whole), ("basic", &budget.basic), ("projects", &budget.project)]
    {
        assert_eq!(measured(&format!("adjusted_{name}")), money(line.budget.as_ref()), "{name}");
        // What basic expenditure was approved with stands in the units' dossiers.
        if let Some(approved) = &line.approved {
            assert_eq!(measured(&format!("approved_{name}")), approved.value(), "{name}");
        }
    }
    let issued = of_2023("budget_allocations", "下达日期", &[]);
    assert_eq!(distinct(&issued, "项目名称") - 1, loaded.dossier.projects.len(), "one is blank");
    for (fact, measure) in [
        ("procurement_budget", "procurement_budget"),
        ("procurement_spent", "procurement_spent"),
        ("assets", "assets_value"),
    ] {
        let stated = loaded.dossier.management.iter().find(|one| one.id == fact).unwrap();
        assert_eq!(measured(measure), stated.value.value(), "{fact}");
    }
}

#[test]
fn lines_sources_and_projects_add_up() {
    // One amount of the department is the sum of its units.
    let (dossier, _) = rollup::roll_up(loaded().dossier);
    let budget = &dossier.budget;
    let columns: [fn(&BudgetLine) -> Option<&Figure>; 3] = [
        |line| line.approved.as_ref(),
        |line| line.budget.as_ref(),
        |line| line.expenditure.as_ref(),
    ];
    for column in columns {
        let of = |line: &BudgetLine| money(column(line));
        assert_eq!(of(&budget.basic) + of(&budget.project), of(&budget.whole));
        let projects: Decimal = dossier.projects.iter().map(|project| of(&project.money)).sum();
        assert_eq!(projects, of(&budget.project));
    }
    let mut lines = vec![&budget.whole, &budget.project];
    lines.extend(dossier.projects.iter().map(|project| &project.money));
    for line in lines.into_iter().filter(|line| !line.sources.is_empty()) {
        let total = |column: fn(&FundingLine) -> Option<&Figure>| -> Decimal {
            line.sources.iter().map(|source| money(column(source))).sum()
        };
        assert_eq!(total(|one| one.approved.as_ref()), money(line.approved.as_ref()));
        assert_eq!(total(|one| one.budget.as_ref()), money(line.budget.as_ref()));
        assert_eq!(total(|one| one.expenditure.as_ref()), money(line.expenditure.as_ref()));
    }
    let carried = budget.whole.sources.iter().any(|one| one.source == FundingSource::CarriedOver);
    assert!(carried);
}
