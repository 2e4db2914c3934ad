use super::*;
use crate::fact::Place;
use crate::pack::{PackSource, load};
use jiff::civil::date;

/// What a clause became: the formula with its parameters on one line, or why a person scores.
fn outline(clause: &str, points: &str) -> String {
    match recognise(clause, points.parse().expect("points are a number")) {
        Recognised::Manual { why } => format!("人工：{why}"),
        Recognised::Method(found) => {
            let parameters = found.parameters.iter().map(|(key, value)| {
                let value: String = value.split_whitespace().collect();
                format!(" {key}={value}")
            });
            let assumed = found.assumed.iter().map(|(key, _)| format!(" ?{key}"));
            let tail: String = parameters.chain(assumed).collect();
            format!("{}{tail}", found.formula)
        }
    }
}

#[test]
fn clauses_become_methods_where_the_words_say_it_outright() {
    let cases = [
        // Bands, rising and falling, with ends said in every usual way.
        (
            "≥90%计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；60%（含）-70%，计2分；低于60%不得分。",
            "5",
            "banded of=\"actual\" better=\"more\" bands=[{at_least=\"90%\",share=\"1\"},\
             {at_least=\"80%\",share=\"0.8\"},{at_least=\"70%\",share=\"0.6\"},\
             {at_least=\"60%\",share=\"0.4\"},]",
        ),
        (
            "满意度达到９０％以上得满分，80%-90%得8分，60%-80%得5分，60%以下不得分",
            "10",
            "banded of=\"actual\" better=\"more\" bands=[{at_least=\"90%\",share=\"1\"},\
             {at_least=\"80%\",share=\"0.8\"},{at_least=\"60%\",share=\"0.5\"},] ?bands",
        ),
        (
            "=0，计4分；0-10%（含），计2分；10-20%（含），计1分；大于20%不得分",
            "4",
            "banded of=\"actual\" better=\"less\" bands=[{at_most=\"0%\",share=\"1\"},\
             {at_most=\"10%\",share=\"0.5\"},{at_most=\"20%\",share=\"0.25\"},]",
        ),
        (
            "95%≤X，得10分；80%≤X<95%，得6分；X<80%，得2分",
            "10",
            "banded of=\"actual\" better=\"more\" bands=[{at_least=\"95%\",share=\"1\"},\
             {at_least=\"80%\",share=\"0.6\"},{at_least=\"0%\",share=\"0.2\"},]",
        ),
        // Deductions for each unit.
        (
            "以100%为标准。控制率≤100%，计5分；每超过一个百分点扣0.5分，扣完为止。",
            "5",
            "per-unit-deduction better=\"less\" start=\"100%\" step=\"1\" deduction=\"0.5\" \
             partial=\"pro-rata\" ?partial",
        ),
        (
            "变动率≤0，计5分；每超过一个百分点扣0.5分，扣完为止",
            "5",
            "per-unit-deduction better=\"less\" start=\"0%\" step=\"1\" deduction=\"0.5\" \
             partial=\"pro-rata\" ?partial",
        ),
        (
            "每发现一起违规问题扣2分，扣完为止",
            "6",
            "per-unit-deduction better=\"less\" start=\"0起\" step=\"1\" deduction=\"2\" partial=\"dropped\"",
        ),
        (
            "达到目标得满分，每降低1个百分点扣0.2分",
            "4",
            "per-unit-deduction better=\"more\" step=\"1\" deduction=\"0.2\" partial=\"pro-rata\" ?partial",
        ),
        // Proportions.
        ("得分=执行率×分值", "10", "proportional-capped zero_target=\"not-scored\" ?zero_target"),
        ("预算完成率×10分", "10", "proportional-capped zero_target=\"not-scored\" ?zero_target"),
        ("按完成比例计分", "8", "proportional-capped zero_target=\"not-scored\" ?zero_target"),
        (
            "得分=（完成率-60%）÷（1-60%）×分值，低于60%不得分",
            "8",
            "proportional-above-floor floor=\"60%\" zero_target=\"not-scored\" ?zero_target",
        ),
        // Checklists, all or nothing, tiers.
        (
            "①有管理制度得1分；②制度合法完整得1分；③制度有效执行得1分",
            "3",
            "checklist items=[\"有管理制度\",\"制度合法完整\",\"制度有效执行\"]",
        ),
        ("按规定时限公开得满分，否则不得分", "2", "binary"),
        ("符合要求计2分；不符合的，反之不得分", "2", "binary"),
        (
            "按100%-80%（含）、80%-60%（含）、60%-0三档评分",
            "10",
            "tiers tiers=[{label=\"达成预期\",at_least=\"80%\"},{label=\"部分达成\",at_least=\"60%\"},\
             {label=\"未达成\",at_least=\"0%\"},] ?tiers",
        ),
        // What stays with a person, and why.
        ("", "5", "人工：没有写评分标准"),
        ("根据实际情况酌情评分", "5", "人工：没有认出固定的公式"),
        ("优得5分，良得4分，中得3分", "5", "人工：没有认出固定的公式"),
        (
            "大于90%得5分；80%-90%得4分；80%以下不得分",
            "5",
            "人工：「90%」一档不含本数，分档公式的边界都含本数",
        ),
        ("≥90%得5分；70%-80%得4分；70%以下不得分", "5", "人工：各档不相连：90%与80%之间没有写明"),
        (
            "≥90%得3分；80%-90%得1分；80%以下不得分",
            "3",
            "人工：某一档的分数不是分值的有限小数，按比例写不精确",
        ),
        (
            "每发现一起扣1分，每超过一个百分点扣0.5分",
            "5",
            "人工：有几种扣分同时适用，一个公式写不下",
        ),
        (
            "完成率低于60%不得分，其余按比例得分",
            "5",
            "人工：按比例之外还有一条界线，没有写明界线以下怎样连接",
        ),
        ("①有制度得2分；②有效执行得1分", "3", "人工：没有认出固定的公式"),
        ("未公开酌情扣分，未达标不得分", "2", "人工：没有认出固定的公式"),
    ];
    for (clause, points, expected) in cases {
        assert_eq!(outline(clause, points), expected, "{clause}");
    }
}

fn grid(rows: &[&[&str]]) -> Grid {
    let row = |(index, cells): (usize, &&[&str])| {
        let (file, row) = ("评分表.xlsx".to_owned(), index + 1);
        let place = Place::Row { file, sheet: None, row, column: None };
        (place, cells.iter().map(|cell| (*cell).to_owned()).collect())
    };
    Grid { rows: rows.iter().enumerate().map(row).collect() }
}

fn sample() -> Grid {
    grid(&[
        &["临江区部门整体支出绩效评分表"],
        &["一级指标", "二级指标", "三级指标", "分值", "指标解释", "评分标准"],
        &[
            "投入（40分）",
            "预算配置",
            "在职人员控制率",
            "20",
            "",
            "≤100%计20分，每超过一个百分点扣1分",
        ],
        &["", "", "重点支出安排率", "20分", "", "≥90%计20分；60%（含）-90%计10分；60%以下不得分"],
        &["过程", "", "预算执行率", "30", "", "得分=执行率×分值"],
        &["", "预算管理", "预决算公开", "", "", "按时公开得满分，否则不得分"],
        &["", "", "社会评价", "30", "", "酌情评分"],
        &["合计", "", "", "100", "", ""],
    ])
}

fn about() -> About {
    About {
        id: "linjiang-2023".into(),
        title: "临江区部门整体支出绩效自评方案".into(),
        subject: Subject::Department,
        issuer: "临江区财政局".into(),
        document: "临财绩〔2023〕3号".into(),
        url: None,
        effective_from: date(2023, 1, 1),
    }
}

#[test]
fn a_table_becomes_rows_with_merged_cells_carried_on() {
    let (rows, problems) = scoring_rows(&[grid(&[&["目录"]]), sample()]).expect("it has headings");
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let sub = row.subdimension.as_deref().unwrap_or("-");
            format!("{}/{sub}/{}={} {}", row.dimension, row.name, row.points, row.place)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "投入/预算配置/在职人员控制率=20 评分表.xlsx 第3行",
            "投入/预算配置/重点支出安排率=20 评分表.xlsx 第4行",
            "过程/-/预算执行率=30 评分表.xlsx 第5行",
            "过程/预算管理/社会评价=30 评分表.xlsx 第7行",
        ]
    );
    let problems: Vec<String> =
        problems.iter().map(|one| format!("{} {}", one.place, one.message)).collect();
    let expected = "评分表.xlsx 第6行 指标「预决算公开」的分值「」读不成一个正数，这一行没有采用。";
    assert_eq!(problems, [expected]);
    assert!(scoring_rows(&[grid(&[&["姓名", "电话"]])]).is_none());
}

#[test]
fn an_imported_pack_loads_and_scores_what_was_recognised() {
    let (rows, _) = scoring_rows(&[sample()]).expect("it has headings");
    let imported = import(&about(), rows);
    let source = PackSource {
        id: "linjiang-2023",
        folder: "linjiang-2023",
        pack: &imported.pack,
        cases: None,
        adoption: None,
        readme: Some(&imported.readme),
    };
    let pack = load("linjiang-2023", None, &[source])
        .unwrap_or_else(|error| panic!("{error}\n{}", imported.pack));
    let weights: Vec<String> =
        pack.weights.iter().map(|one| format!("{} {}", one.label, one.points)).collect();
    assert_eq!(weights, ["投入 40", "过程 60"]);
    let (method, points) = pack.execution_rate_method().expect("the rate is scored");
    assert_eq!((method.id.as_str(), points), ("indicator-3", Decimal::from(30)));
    let summaries: Vec<String> = imported.clauses.iter().map(Clause::summary).collect();
    assert_eq!(
        summaries,
        [
            "从100%起每1个百分点扣1分",
            "按完成值分3档",
            "按完成比例得分，至多满分",
            "人工评分：没有认出固定的公式",
        ]
    );
    // Nobody adopted it, and what the table does not say is the scheme's own.
    assert!(pack.adoption().is_none());
    let count = pack.rule_count();
    assert_eq!((count.cited, count.unconfirmed), (0, 0));
}

#[test]
fn a_published_table_is_cited_with_its_address() {
    let (rows, _) = scoring_rows(&[sample()]).expect("it has headings");
    let url = "https://example.invalid/\"a\"".to_owned();
    let imported = import(&About { url: Some(url), ..about() }, rows);
    let source = PackSource {
        id: "linjiang-2023",
        folder: "linjiang-2023",
        pack: &imported.pack,
        cases: None,
        adoption: None,
        readme: None,
    };
    let pack = load("linjiang-2023", None, &[source]).unwrap_or_else(|error| panic!("{error}"));
    assert!(pack.rule_count().cited >= 4);
}

proptest::proptest! {
    #[test]
    fn any_clause_is_recognised_or_left_without_panic(
        clause in "([≥≤<>=每扣计得分满不否则率×；，。%（）含以上下-]|[0-9]{1,30}|[一-龥]){0,24}",
        points in 1_u32..100,
    ) {
        let row = ScoringRow {
            place: Place::File { file: "a.xlsx".into() },
            dimension: "甲".into(),
            subdimension: None,
            name: "乙".into(),
            points: points.into(),
            standard: clause,
        };
        let imported = import(&about(), vec![row]);
        let source = PackSource {
            id: "linjiang-2023",
            folder: "linjiang-2023",
            pack: &imported.pack,
            cases: None,
            adoption: None,
            readme: None,
        };
        let loaded = load("linjiang-2023", None, &[source]);
        proptest::prop_assert!(loaded.is_ok(), "{}\n{}", loaded.unwrap_err(), imported.pack);
    }
}
