use super::*;
use crate::dossier::{Actual, Budget, Judgement, Project, Task};
use crate::figure::{Figure, Unit};
use crate::pack::builtin;
use crate::register::Measured;

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

fn sheet_of(dossier: &Dossier) -> ScoreSheet {
    score(dossier, &Measurements::default(), &department_pack())
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
    let sheet = score(&full_dossier(), &Measurements::default(), &pack);
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
    let sheets = score_projects(&dossier, &Measurements::default(), &pack);
    assert_eq!(
        outline(&sheets[0]),
        ["预算执行率 10", "指标a 45", "指标b 30", "指标c 10", "总分 95"]
    );
}

#[test]
fn the_actual_that_answers_is_scored() {
    let answering = |row: [&str; 2]| {
        let indicator = indicator("a", "output", 20, row);
        let figure = crate::answer::answering_figure(&indicator, &Measurements::default());
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
            register_sha256: String::new(),
            rows: vec![2, 3],
            whole_rows: None,
            blank_rows: Vec::new(),
        }),
    );
    let sheet =
        score(&dossier(BudgetLine::default(), vec![row]), &measurements, &department_pack());
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
        let sheet = score(&dossier, &Measurements::default(), &department_pack());
        let line = sheet.indicator("a").expect("a line");
        let points = line.scoring.score().map(|score| score.value().normalize().to_string());
        assert_eq!(points.as_deref(), Some(expected), "{row:?}");
    }
}
