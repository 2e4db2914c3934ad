use super::*;
use crate::dossier::{Actual, Budget, Dossier, Judgement, ManagementFact, Project, Review, Task};
use crate::evaluation::{Loaded, evaluate};
use crate::fact::Places;
use crate::figure::{Figure, Unit};
use crate::pack::builtin;
use crate::register::{Measured, Measurements, Rows};

pub(crate) fn money(budget: &str, expenditure: &str) -> BudgetLine {
    BudgetLine {
        budget: Figure::parse(budget).ok(),
        expenditure: Figure::parse(expenditure).ok(),
        ..BudgetLine::default()
    }
}

pub(crate) fn indicator(id: &str, dimension: &str, points: i64, row: [&str; 2]) -> Indicator {
    let [target, actual] = row;
    Indicator {
        id: id.to_owned(),
        name: format!("指标{id}"),
        dimension: Some(dimension.to_owned()),
        target: target.to_owned(),
        actual: Actual::Typed(actual.to_owned()),
        points: Some(Decimal::from(points)),
        ..Indicator::default()
    }
}

pub(crate) fn dossier(whole: BudgetLine, indicators: Vec<Indicator>) -> Dossier {
    Dossier {
        fiscal_year: 2022,
        budget: Budget { whole, ..Budget::default() },
        tasks: vec![Task {
            id: "training".to_owned(),
            name: "干部培训".to_owned(),
            indicators,
            ..Task::default()
        }],
        ..Dossier::default()
    }
}

pub(crate) fn department_pack() -> Pack {
    builtin::load("example-department", None).unwrap_or_else(|error| panic!("{error}"))
}

/// Everything scored: 9.59 + 45 + 24 + 10.
pub(crate) fn full_dossier() -> Dossier {
    let mut services = indicator("services", "outcome", 30, ["有效提升", "已提升"]);
    services.judgement =
        Some(Judgement { share: Decimal::new(8, 1), reason: "回访记录齐全".to_owned() });
    dossier(
        money("2834.54万元", "2717.34万元"),
        vec![
            indicator("sessions", "output", 20, ["≥20期", "15期"]),
            indicator("articles", "output", 30, ["不少于5篇", "超30篇次"]),
            services,
            indicator("users", "satisfaction", 10, ["≥90%", "95%"]),
        ],
    )
}

/// The sheet of a department whose registers gave nothing.
pub(crate) fn scored(dossier: &Dossier, pack: &Pack) -> ScoreSheet {
    score(&Readings::of(dossier, &Measurements::default()), pack)
}

fn sheet_of(dossier: &Dossier) -> ScoreSheet {
    scored(dossier, &department_pack())
}

/// One line each: label, score or reason.
fn outline(sheet: &ScoreSheet) -> Vec<String> {
    let mut lines: Vec<String> = sheet
        .lines
        .iter()
        .map(|line| format!("{} {}", line.label, outcome_text(&line.scoring)))
        .collect();
    lines.push(format!("总分 {}", outcome_text(&sheet.total)));
    lines
}

fn outcome_text(scoring: &Scoring) -> String {
    match scoring {
        Scoring::Scored(score) => score.value().normalize().to_string(),
        Scoring::NotScored(why) => why.to_string(),
    }
}

#[test]
fn a_full_dossier_is_scored() {
    let sheet = sheet_of(&full_dossier());
    assert_eq!(
        outline(&sheet),
        [
            "预算执行率 9.59",
            "指标sessions 15",
            "指标articles 30",
            "指标services 24",
            "指标users 10",
            "总分 88.59",
        ]
    );
    assert_eq!(sheet.grade.map(|grade| grade.label).as_deref(), Some("良"));
}

#[test]
fn a_score_is_explained_down_to_facts_and_rules() {
    let sheet = sheet_of(&full_dossier());
    let line = sheet.execution_rate().and_then(|line| line.scoring.score());
    let drawn = line.map(|score| score.derivation().to_string());
    let expected = "\
预算执行率得分 = 9.59分  ［修约］四舍五入到2位小数，在每项指标上进行一次，不超过分值  依据：逐项指标四舍五入到两位小数后再合计，各项得分与总分可以对上（方案自定）
└ 预算执行率得分（修约前） = 9.586…分  ［计算］10分 × 2717.34万元 ÷ 2834.54万元  依据：四川省项目支出绩效自评表样（他处做法） \
  https://www.scqs.gov.cn/info/13206/211004.htm
  ├ 分值 = 10分  ［规则］example-department/weight/budget_execution  依据：沿用项目支出自评中预算执行率的分值（方案自定）
  └ 预算执行率 = 95.865…%  ［计算］2717.34万元 ÷ 2834.54万元
    ├ 执行数 = 2717.34万元  ［填报］budget/whole/expenditure
    └ 预算数 = 2834.54万元  ［填报］budget/whole/budget
";
    assert_eq!(drawn.as_deref(), Some(expected));
    let line = sheet.indicator("articles").and_then(|line| line.scoring.score());
    let drawn = line.map(|score| score.derivation().to_string()).unwrap_or_default();
    assert!(drawn.contains("「超30篇次」只给出界限，按界限计：30篇次"), "{drawn}");
}

#[test]
fn each_gap_is_named() {
    let mut unpointed = indicator("a", "output", 20, ["≥20期", "15期"]);
    unpointed.points = None;
    let mut measured = indicator("b", "output", 20, ["≥20期", ""]);
    measured.actual = Actual::Measured("sessions_held".to_owned());
    let mut unknown = indicator("c", "output", 10, ["≥20期", "15期"]);
    unknown.method = Some("qualitive".to_owned());
    let rows = vec![
        unpointed,
        measured,
        unknown,
        indicator("d", "outcome", 15, ["至少1次", "96名"]),
        indicator("e", "outcome", 15, ["至少1次", "已按要求召开"]),
        indicator("f", "satisfaction", -10, ["≥90%", "95%"]),
    ];
    let sheet = sheet_of(&dossier(BudgetLine::default(), rows));
    let expected = [
        "预算执行率 未填报预算数",
        "指标a 未填报分值",
        "指标b 度量「sessions_held」没有得出数值：没有这个度量",
        "指标c 规则包中没有计分方法「qualitive」，是否应为「qualitative」",
        "指标d 目标「至少1次」与实际「96名」不是同一事物的数量，无法相比",
        "指标e 实际完成值「已按要求召开」中没有可与目标相比的数字",
        "指标f 分值-10为负数",
    ];
    let found = outline(&sheet);
    assert_eq!(found[..7], expected);
    assert!(found[7].starts_with("总分 不能得出总分：「预算执行」中“预算执行率”未计分；"));
    assert_eq!(sheet.grade, None);
}

#[test]
fn an_empty_dossier_has_no_total() {
    let sheet = sheet_of(&dossier(BudgetLine::default(), Vec::new()));
    assert_eq!(sheet.lines.len(), 1);
    let total = outcome_text(&sheet.total);
    assert!(total.contains("「履职产出」各项分值合计0分，规则包为50分"), "{total}");
}

#[test]
fn a_project_pack_does_not_score_a_department() {
    let pack = builtin::load("example-project", None).expect("it is built in");
    let sheet = scored(&full_dossier(), &pack);
    let found = outline(&sheet);
    assert_eq!(found[1], "指标sessions 规则包「example-project」用于项目，不用于部门整体");
    assert!(sheet.total.score().is_none());
}

#[test]
fn each_project_is_scored_by_the_project_pack() {
    let pack = builtin::load("example-project", None).expect("it is built in");
    let mut dossier = dossier(BudgetLine::default(), Vec::new());
    dossier.projects.push(Project {
        id: "fund".to_owned(),
        name: "人才专项".to_owned(),
        money: money("14.53万元", "14.53万元"),
        indicators: vec![
            indicator("a", "output", 50, ["≤50天", "55天"]),
            indicator("b", "outcome", 30, ["100%", "100%"]),
            indicator("c", "satisfaction", 10, ["≥90%", "90%"]),
        ],
        ..Project::default()
    });
    let sheets = score_projects(&Readings::of(&dossier, &Measurements::default()), &pack);
    assert_eq!(
        outline(&sheets[0]),
        ["预算执行率 10", "指标a 45", "指标b 30", "指标c 10", "总分 95"]
    );
}

#[test]
fn the_actual_that_answers_is_scored() {
    let answering = |row: [&str; 2]| {
        let indicator = indicator("a", "output", 20, row);
        let figure = Reading::of(&indicator, &Measurements::default()).answering_figure().cloned();
        figure.map_or_else(|| "none".to_owned(), |figure| figure.to_string())
    };
    for (target, actual, expected) in [
        ("≥5篇", "召开3次会议，刊发6篇", "6篇"),
        ("≥5篇", "召开3次会议，96人参加", "3次"),
        ("有效提升", "召开3次会议，96人参加", "3次"),
        ("≥5篇", "已刊发", "none"),
    ] {
        assert_eq!(answering([target, actual]), expected, "{target} {actual}");
    }
    let rows = vec![indicator("a", "output", 50, ["超过30篇", "召开3次会议，刊发30篇"])];
    let sheet = sheet_of(&dossier(BudgetLine::default(), rows));
    assert_eq!(
        outline(&sheet)[1],
        "指标a 目标为“超过30篇”，完成值恰为30篇，是否算完成规则包没有规定"
    );
}

#[test]
fn amounts_that_can_not_be_told_apart_are_not_scored() {
    let outcome = |target: &str, actual: &str, method: Option<&str>| {
        let mut row = indicator("a", "output", 50, [target, actual]);
        row.method = method.map(ToOwned::to_owned);
        let judgement = || Judgement { share: Decimal::ONE, reason: "有记录".to_owned() };
        row.judgement = method.map(|_| judgement());
        outline(&sheet_of(&dossier(BudgetLine::default(), vec![row]))).swap_remove(1)
    };
    let each = "一个按每期、每月等计，一个按总数计";
    assert_eq!(outcome("每月1次", "12次", None), format!("指标a 目标1次与完成值12次，{each}"));
    let two = "指标a 完成值里有3篇和6篇，不知以哪个为准";
    assert_eq!(outcome("≥5篇", "上半年3篇，下半年6篇", None), two);
    assert_eq!(outcome("≥5篇", "上半年3篇，下半年6篇", Some("manual")), "指标a 50");
}

#[test]
fn rounding_alone_may_give_all_points() {
    let rows = vec![indicator("a", "output", 50, ["≥10000人", "9999人"])];
    let sheet = sheet_of(&dossier(money("100万元", "90万元"), rows));
    let scores = sheet.lines.iter().filter_map(|line| line.scoring.score());
    let rounding = department_pack().rounding;
    let found: Vec<String> = scores
        .map(|score| format!("{} {}", score.value(), score.by_rounding_alone(&rounding)))
        .collect();
    assert_eq!(found, ["9 9", "49.99 50.00"]);
}

#[test]
fn a_measured_actual_keeps_its_rows() {
    let mut row = indicator("sessions", "output", 20, ["≥20期", ""]);
    row.actual = Actual::Measured("sessions_held".to_owned());
    let mut measurements = Measurements::default();
    measurements.0.insert(
        "sessions_held".to_owned(),
        Ok(Measured {
            measure: "sessions_held".to_owned(),
            label: "举办期数".to_owned(),
            value: Decimal::from(-3),
            unit: Unit::Counted("期".to_owned()),
            power: 0,
            decimals: 0,
            counting_rule: "状态为已举办".to_owned(),
            register: "registers/sessions.csv".to_owned(),
            sheet: None,
            register_sha256: String::new(),
            rows: [2, 3].into_iter().collect(),
            whole_rows: None,
            minimum_rows: None,
            blank_rows: Rows::default(),
            revised: std::collections::BTreeMap::new(),
            outside_year: None,
        }),
    );
    let sheet = score(
        &Readings::of(&dossier(BudgetLine::default(), vec![row]), &measurements),
        &department_pack(),
    );
    let score = sheet.indicator("sessions").and_then(|line| line.scoring.score());
    let drawn = score.map(|score| score.derivation().to_string()).unwrap_or_default();
    assert!(drawn.contains("［度量］sessions_held：状态为已举办；registers/sessions.csv 共2行"));
    assert!(drawn.contains("负数按零计"), "{drawn}");
    assert_eq!(score.map(Score::value), Some(Decimal::ZERO));
}

#[test]
fn units_of_one_family_are_scored_in_one_unit() {
    let cases = [
        (["≥2小时", "90分钟"], "15"),
        (["≥2小时", "120分钟"], "20"),
        (["≥95%", "950‰"], "20"),
        (["≥1.5公里", "750米"], "10"),
    ];
    for (row, expected) in cases {
        let dossier = dossier(BudgetLine::default(), vec![indicator("a", "output", 20, row)]);
        let sheet = scored(&dossier, &department_pack());
        let line = sheet.indicator("a").expect("a line");
        let points = line.scoring.score().map(|score| score.value().normalize().to_string());
        assert_eq!(points.as_deref(), Some(expected), "{row:?}");
    }
}

fn pack_of(id: &str) -> Pack {
    builtin::load(id, None).unwrap_or_else(|error| panic!("{error}"))
}

/// A dossier with one project that has these indicators.
fn project(money: BudgetLine, indicators: Vec<Indicator>) -> Dossier {
    let project = Project {
        id: "fund".to_owned(),
        name: "人才专项".to_owned(),
        money,
        indicators,
        ..Project::default()
    };
    Dossier { projects: vec![project], ..Dossier::default() }
}

fn project_sheet(dossier: &Dossier, pack: &str) -> ScoreSheet {
    score_projects(&Readings::of(dossier, &Measurements::default()), &pack_of(pack)).swap_remove(0)
}

fn drawn(scoring: &Scoring) -> String {
    scoring.score().map(|score| score.derivation().to_string()).unwrap_or_default()
}

#[test]
fn the_total_says_which_weights_hold_and_why() {
    let finished = BudgetLine { finished: Some(true), ..money("100万元", "92万元") };
    let mut rows = vec![
        indicator("a", "output", 40, ["≥20期", "18期"]),
        indicator("b", "outcome", 20, ["≥100家", "100家"]),
        indicator("c", "satisfaction", 10, ["≥95%", "89%"]),
        indicator("d", "cost", 20, ["≤50万元", "40万元"]),
    ];
    let sheet = project_sheet(&project(finished.clone(), rows.clone()), "cn-mof-2021-101");
    assert_eq!(
        outline(&sheet),
        ["预算执行率 10", "指标a 30", "指标b 20", "指标c 8", "指标d 20", "总分 88"]
    );
    let why = "分值方案 = 设成本指标（有成本指标，有满意度指标）  ［规则］cn-mof-2021-101/variant/\
        cost-and-satisfaction  依据：财预〔2021〕101号（未经核实）";
    assert!(drawn(&sheet.total).contains(why), "{}", drawn(&sheet.total));
    let execution = sheet.execution_rate().map(|line| drawn(&line.scoring)).unwrap_or_default();
    assert!(execution.contains("是否完成 = 是  ［填报］project/fund/finished"), "{execution}");
    // Without the cost indicator other weights hold, which the points no longer fit.
    rows.truncate(3);
    let sheet = project_sheet(&project(finished, rows), "cn-mof-2021-101");
    let total = outcome_text(&sheet.total);
    assert!(total.contains("「产出指标」各项分值合计40分，规则包为50分"), "{total}");
}

#[test]
fn points_of_a_rate_that_does_not_apply_are_shared_out() {
    let rows = || {
        vec![
            indicator("a", "output", 50, ["≥20期", "15期"]),
            indicator("b", "outcome", 30, ["≥100家", "100家"]),
            indicator("c", "satisfaction", 10, ["≥90%", "90%"]),
        ]
    };
    let shared = project_sheet(&project(money("0万元", "0万元"), rows()), "cn-mof-2020-10");
    // (37.5 + 30 + 10) × 100 ÷ 90 = 86.111…
    assert_eq!(
        outline(&shared),
        [
            "预算执行率 没有预算，也没有支出，执行率不适用",
            "指标a 37.5",
            "指标b 30",
            "指标c 10",
            "总分 86.11",
        ]
    );
    let words = "预算执行率不适用：77.5分 × 100分 ÷（100分 − 10分）";
    assert!(drawn(&shared.total).contains(words), "{}", drawn(&shared.total));
    let spent = project_sheet(&project(money("0万元", "3万元"), rows()), "cn-mof-2020-10");
    assert!(outcome_text(&spent.total).starts_with("不能得出总分"));
    let why = &outline(&spent)[0];
    assert!(why.contains("预算数为零，执行数却为「3万元」"), "{why}");
    // The department's scheme gives all points instead.
    let full = sheet_of(&Dossier {
        budget: Budget { whole: money("0万元", "0万元"), ..Budget::default() },
        ..full_dossier()
    });
    assert_eq!(outline(&full)[0], "预算执行率 10");
}

#[test]
fn columns_stand_side_by_side() {
    let mut dossier = full_dossier();
    let scores = [["15", "14"], ["30", "29.5"], ["25", "22"], ["10", "9"]];
    for (row, [own, finance]) in dossier.tasks[0].indicators.iter_mut().zip(scores) {
        let decimal = |text: &str| text.parse::<Decimal>().expect("a score");
        row.stated_score = Some(decimal(own));
        let reason = Some("佐证不足".to_owned());
        row.reviews.finance = Some(Review { score: decimal(finance), reason });
    }
    let first = &mut dossier.tasks[0].indicators[0];
    first.reviews.department = Some(Review { score: Decimal::TEN, reason: None });
    let sheet = sheet_of(&dossier);
    let columns: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| {
            let grade = column.grade.as_ref().map_or("—", |grade| &grade.label);
            format!("{} {} {grade}", column.giver.label(), outcome_text(&column.total))
        })
        .collect();
    // 9.59 + 15 + 30 + 25 + 10, and 9.59 + 14 + 29.5 + 22 + 9.
    assert_eq!(
        columns,
        [
            "自评 89.59 良",
            "主管部门复核 不能得出主管部门复核总分：“指标articles”等3项没有得分 —",
            "财政复核 84.09 良",
        ]
    );
    assert_eq!(outcome_text(&sheet.total), "88.59");
    let finance = drawn(&sheet.columns[2].total);
    let leaf = "“指标sessions”财政复核得分 = 14分  ［填报］indicator/sessions/finance_review";
    assert!(finance.contains(leaf), "{finance}");
    assert_eq!(sheet_of(&full_dossier()).columns, []);
}

#[test]
fn a_rate_is_derived_from_management_facts() {
    let fact = |id: &str, label: &str, value: &str| ManagementFact {
        id: id.to_owned(),
        label: label.to_owned(),
        value: Figure::parse(value).expect("a figure"),
        source: None,
    };
    let mut row = indicator("staff", "投入", 5, ["≤100%", ""]);
    row.name = "财政供养人员控制率".to_owned();
    row.actual = Actual::Derived("staff-control".to_owned());
    // The scheme's own points, as none are filed.
    row.points = None;
    let mut dossier = dossier(BudgetLine::default(), vec![row]);
    let outcome = |dossier: &Dossier| {
        let pack = pack_of("cn-hunan-yueyang");
        scored(dossier, &pack)
    };
    let reason = |dossier: &Dossier| outline(&outcome(dossier)).swap_remove(0);
    let missing = "财政供养人员控制率 「staff-control」没有得出数值：缺少管理数据「staff_active」";
    assert_eq!(reason(&dossier), missing);
    dossier.management.push(fact("staff_active", "在职人员数", "205人"));
    dossier.management.push(fact("staff_establishment", "编制数", "0人"));
    assert!(reason(&dossier).ends_with("「编制数」为零，不能作除数"));
    for (value, why) in [("约200人", "不是确数"), ("200万元", "单位不同，不能相除")]
    {
        dossier.management[1].value = Figure::parse(value).expect("a figure");
        assert!(reason(&dossier).ends_with(why), "{}", reason(&dossier));
    }
    dossier.management[1].value = Figure::parse("200人").expect("a figure");
    let sheet = outcome(&dossier);
    // 5 − 2.5 × 0.5.
    assert_eq!(outline(&sheet)[0], "财政供养人员控制率 3.75");
    assert_eq!(
        drawn(&sheet.lines[0].scoring)
            .lines()
            .skip(2)
            .take(5)
            .map(str::trim_start)
            .collect::<Vec<_>>(),
        [
            "├ 分值 = 5分  ［规则］cn-hunan-yueyang/indicator/staff-control  \
             依据：岳阳市部门整体支出绩效评分标准（有据可查） \
             http://yueyang.gov.cn/zwgk/62389/62391/content_1344912.html",
            "├ 财政供养人员控制率 = 102.50%  ［修约］四舍五入到2位小数",
            "│ └ 财政供养人员控制率（修约前） = 102.5%  ［计算］205人 ÷ 200人 × 100%  \
             依据：财预〔2013〕53号共性指标框架（转载）（有据可查） \
             http://yabovip8.sbs/html/2024/1115/8017113143006143.shtm",
            "│   ├ 在职人员数 = 205人  ［填报］management/staff_active",
            "│   └ 编制数 = 200人  ［填报］management/staff_establishment",
        ]
    );
    let total = outcome_text(&sheet.total);
    assert!(total.starts_with("规则包「cn-hunan-yueyang」不给总分：来源只列出八项指标"), "{total}");
}

#[test]
fn a_mean_is_taken_of_the_indicators_of_its_dimension() {
    let mut mean = indicator("mean", "performance", 20, ["", ""]);
    mean.name = "部门整体绩效目标产出指标完成情况".to_owned();
    let mut rows = vec![
        mean,
        indicator("a", "output", 0, ["≥20期", "15期"]),
        indicator("b", "output", 0, ["≥10次", "30次"]),
    ];
    for row in &mut rows {
        row.points = None;
    }
    let outcome = |rows: Vec<Indicator>| {
        let pack = pack_of("cn-guangdong-department");
        scored(&dossier(money("100万元", "90万元"), rows), &pack)
    };
    let sheet = outcome(rows.clone());
    let counted = "计入「部门整体绩效目标产出指标完成情况」的平均完成率，不单独计分";
    assert_eq!(
        outline(&sheet)[..4],
        [
            "预算执行率 9".to_owned(),
            // 20 ×（75% + 100%）÷ 2.
            "部门整体绩效目标产出指标完成情况 17.5".to_owned(),
            format!("指标a {counted}"),
            format!("指标b {counted}"),
        ]
    );
    let drawn = drawn(&sheet.lines[1].scoring);
    assert!(drawn.contains("［计算］20分 ×（75% + 100%）÷ 2项"), "{drawn}");
    assert!(drawn.contains("“指标a”完成程度 = 75%  ［计算］以1分计：1分 × 15期 ÷ 20期"), "{drawn}");
    assert!(drawn.contains("［填报］indicator/a/actual"), "{drawn}");
    rows[2].actual = Actual::Typed("已办".to_owned());
    let why = outline(&outcome(rows)).swap_remove(1);
    assert!(why.contains("“指标b”的完成程度不能得出：实际完成值「已办」"), "{why}");
}

#[test]
fn a_project_that_stands_alone_is_the_whole() {
    let rows = vec![
        indicator("a", "output", 50, ["≥20期", "20期"]),
        indicator("b", "outcome", 30, ["≥100家", "100家"]),
        indicator("c", "satisfaction", 10, ["≥90%", "90%"]),
    ];
    let mut dossier = project(money("100万元", "90万元"), rows);
    dossier.subject = Subject::Project;
    let loaded = Loaded {
        dossier,
        places: Places::default(),
        measurements: Measurements::default(),
        observed: Vec::new(),
        problems: Vec::new(),
    };
    let pack = pack_of("cn-mof-2020-10");
    let evaluation = evaluate(loaded, pack.clone(), Some(pack));
    assert!(evaluation.scores.is_of("fund"));
    assert_eq!(outcome_text(&evaluation.scores.total), "99");
    assert_eq!(evaluation.project_scores, std::slice::from_ref(&evaluation.scores));
}
