use super::*;

fn builtin_pack(id: &str) -> Pack {
    builtin::load(id, None).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn built_in_packs_are_whole() {
    for id in builtin::ids() {
        let pack = builtin_pack(id);
        assert_eq!(pack.id, id);
        assert_eq!(pack.adoption_refused(), None, "{id}");
        let results = cases::run(&pack, builtin::sources()).expect("cases are read");
        let failed: Vec<_> = results.iter().filter(|one| !one.passed()).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        assert_eq!(cases::methods_without_case(&pack, &results), Vec::<&str>::new());
        let open = cases::boundaries_without_case(&pack, &results);
        assert!(open.is_empty(), "{id} has no case of:\n{}", open.join("\n"));
        let own = results.iter().filter(|one| one.pack == id).count();
        assert!(own >= 12, "{id} has {own} cases of its own");
        let source = builtin::sources().iter().find(|one| one.id == id);
        assert!(source.and_then(|one| one.readme).is_some_and(|text| text.starts_with("# ")));
    }
}

#[test]
fn each_boundary_of_a_pack_wants_its_case() {
    for source in builtin::sources() {
        let pack = builtin_pack(source.id);
        let results = cases::run(&pack, builtin::sources()).expect("cases are read");
        // No kind of probe is there for nothing: without its cases something stays open.
        let kinds: [fn(&cases::Probe) -> bool; 4] = [
            |probe| matches!(probe, cases::Probe::Grade { .. }),
            |probe| matches!(probe, cases::Probe::Score(_)),
            |probe| matches!(probe, cases::Probe::Rate { .. }),
            |probe| matches!(probe, cases::Probe::Variant { .. }),
        ];
        for is_of in kinds.iter().filter(|is_of| results.iter().any(|one| is_of(&one.probe))) {
            let mut rest = results.clone();
            rest.retain(|one| !is_of(&one.probe));
            assert_ne!(cases::boundaries_without_case(&pack, &rest), Vec::<String>::new());
        }
    }
    let pack = builtin_pack("cn-hunan-yueyang");
    let results = cases::run(&pack, builtin::sources()).expect("cases are read");
    for (left_out, expected) in [
        ("恰为80%", "方法「key-spending-share」：「80%」一档的边界"),
        ("略低于80%", "方法「key-spending-share」：「80%」一档的边界之外"),
        ("略高于30%", "方法「budget-adjustment」：「30%」一档的边界之外"),
        ("迟1个项目", "方法「payment-progress」：过起扣点一个单位"),
        ("上年没有三公经费", "算式「three-public-change」：除数为零"),
    ] {
        let mut rest = results.clone();
        rest.retain(|one| one.name != left_out);
        assert_eq!(cases::boundaries_without_case(&pack, &rest), [expected], "{left_out}");
    }
}

#[test]
fn adoption_counts_only_for_the_text_adopted() {
    assert!(builtin_pack("example-department").adoption().is_some());
    assert!(builtin_pack("cn-mof-2020-10").adoption().is_none());
    let changed: Vec<(PackSource<'_>, String)> =
        builtin::sources().iter().map(|source| (*source, format!("{}\n", source.pack))).collect();
    let sources: Vec<PackSource<'_>> =
        changed.iter().map(|(source, text)| PackSource { pack: text, ..*source }).collect();
    let pack = load("example-project", None, &sources).expect("it still loads");
    assert_eq!(pack.adoption(), None);
    let why = pack.adoption_refused().unwrap_or_default();
    assert!(why.ends_with("规则包在采用后有改动，须重新采用。"), "{why}");
}

#[test]
fn the_hash_covers_the_parents() {
    let line = |text: &str| format!("{}\n", crate::hash::sha256(text));
    let hash = hash_of(["own", "parent"].into_iter());
    let expected = crate::hash::sha256(line("own") + &line("parent"));
    assert_eq!(hash, expected);
}

#[test]
fn a_pack_overrides_its_parent_by_id() {
    let pack = builtin_pack("example-project");
    assert_eq!(pack.lineage, ["example-project", "cn-mof-2020-10"]);
    let target = Figure::parse("≤5%").expect("a figure");
    let asked = Asked { target: Some(&target), ..Asked::default() };
    let reverse = pack.method_for(asked).expect("a method");
    assert_eq!(reverse.entry, "cn-mof-2020-10/method/quantitative-reverse-linear");
    assert_eq!(pack.dimension_label("output"), "产出指标");
    let threshold = pack.threshold("execution_rate_explained_below");
    assert_eq!(threshold.map(|(value, _)| value.to_string()).as_deref(), Some("0.9"));
    let count = pack.rule_count();
    assert_eq!(count.all(), pack.rules().count());
    assert_eq!(pack.rules_not_cited().len(), count.all() - count.cited);
}

#[test]
fn parameters_that_no_source_gives_are_rules_of_their_own() {
    let label = |pack: &Pack, entry: &str| {
        let found = pack.rules().find(|(own, _)| *own == entry);
        found.map_or_else(|| format!("no {entry}"), |(_, basis)| basis.label().to_owned())
    };
    let project = "cn-mof-2020-10";
    let department = "example-department";
    for (pack, entry, expected) in [
        (project, "method/quantitative-equal", "他处做法"),
        (project, "method/quantitative-equal/zero_target", "他处做法"),
        (project, "method/quantitative-reverse-ratio", "他处做法"),
        (project, "method/quantitative-reverse-ratio/zero_target", "方案自定"),
        (project, "method/quantitative-reverse-linear/zero_target", "方案自定"),
        (project, "grade/良", "有据可查"),
        (project, "grading", "未经核实"),
        (department, "method/staff-control", "他处做法"),
        (department, "method/staff-control/partial", "方案自定"),
        (department, "method/management-rules", "他处做法"),
        (department, "method/management-rules/items", "方案自定"),
        (department, "grading", "方案自定"),
    ] {
        assert_eq!(label(&builtin_pack(pack), &format!("{pack}/{entry}")), expected, "{entry}");
    }
    let project = builtin_pack("example-project");
    assert_eq!(label(&project, "example-project/method/over-limit-deduction"), "方案自定");
    assert_eq!(label(&project, "cn-mof-2020-10/grading"), "未经核实");
}

#[test]
fn a_method_says_which_way_is_better() {
    let pack = builtin_pack("example-project");
    let direction = |named, target: &str| {
        let target = Figure::parse(target).ok();
        let asked = Asked { method: named, target: target.as_ref(), ..Asked::default() };
        pack.method_for(asked).ok().and_then(Method::direction)
    };
    assert_eq!(direction(None, "≤5%"), Some(Direction::Falling));
    assert_eq!(direction(None, "5%"), Some(Direction::Rising));
    assert_eq!(direction(Some("over-limit-deduction"), "5%"), Some(Direction::Falling));
    assert_eq!(direction(Some("direct"), "5%"), None);
    assert_eq!(direction(None, "有效提升"), None);
}

#[test]
fn the_indicators_decide_which_weights_hold() {
    let pack = builtin_pack("cn-mof-2021-101");
    let weights = |dimensions: &[&str]| {
        let suited = pack.suited(dimensions.iter().copied());
        let shown = suited.weights.iter().map(|one| format!("{} {}", one.dimension, one.points));
        let why = suited.chosen().map(|(variant, why)| format!("{}：{why}", variant.id));
        (shown.skip(1).collect::<Vec<_>>().join("，"), why.unwrap_or_default())
    };
    for (dimensions, expected, why) in [
        (
            &["output", "satisfaction"][..],
            "output 50，outcome 30，satisfaction 10",
            "satisfaction：没有成本指标，有满意度指标",
        ),
        (
            &["cost", "satisfaction"],
            "cost 20，output 40，outcome 20，satisfaction 10",
            "cost-and-satisfaction：有成本指标，有满意度指标",
        ),
        (&[], "output 50，outcome 40", "neither：没有成本指标，没有满意度指标"),
        (&["cost"], "cost 20，output 40，outcome 30", "cost：有成本指标，没有满意度指标"),
    ] {
        assert_eq!(weights(dimensions), (expected.to_owned(), why.to_owned()));
    }
    // A pack with one set of weights is what it was.
    let plain = builtin_pack("example-department");
    assert_eq!(*plain.suited(["cost"].into_iter()), plain);
}

#[test]
fn what_a_pack_drops_is_gone() {
    let pack = builtin_pack("cn-mof-2021-101");
    assert_eq!(pack.method("quantitative-positive"), None);
    assert!(pack.method("quantitative-reverse-ratio").is_some());
    let small = source("small", SMALL);
    let child = |drop: &str, more: &str| {
        let text = format!(
            "[pack]\nid = 'child'\nextends = 'small'\ntitle = '子'\nfor = 'department'\n\
             version = '1'\nissuer = '某局'\neffective_from = 2022-01-01\ndrop = [{drop}]\n{more}"
        );
        message("child", &[source("child", &text), small])
    };
    assert_eq!(child("'grade', 'grading'", ""), "loaded");
    for (drop, more, words) in [
        ("'method/positiv'", "", "是否应为「method/positive」？"),
        ("'method/positive'", "", "small/defaults（用到 method/positive）"),
        ("'weight/output'", "", "各维度分值之和为0，应为100"),
        (
            "",
            "[total]\nrefused = '没有分值'\nbasis = { kind = 'scheme', reason = '试验' }",
            "loaded",
        ),
    ] {
        let found = child(drop, more);
        assert!(found.contains(words), "{drop}: {found}");
    }
    let orphan = SMALL.replacen("version = '1'", "version = '1'\ndrop = ['grading']", 1);
    assert!(message("small", &[source("small", &orphan)]).contains("无从去掉「grading」"));
}

#[test]
fn a_framework_without_points_says_why_it_gives_no_total() {
    for (id, words) in [("cn-2013-53", "权重和评分标准由各地"), ("cn-hunan-yueyang", "共33分")]
    {
        let pack = builtin_pack(id);
        assert_eq!(pack.points_total(), None);
        match &pack.total {
            TotalRule::Refused { reason, .. } => assert!(reason.contains(words), "{reason}"),
            TotalRule::OutOf(points) => panic!("{id} gives {points}"),
        }
    }
    let both = SMALL.to_owned()
        + "[total]\nrefused = '没有'\nbasis = { kind = 'scheme', reason = '试验' }\n";
    assert!(message("small", &[source("small", &both)]).contains("既写了满分，又写了不给总分"));
}

#[test]
fn what_has_to_be_explained_has_its_limit() {
    let pack = builtin_pack("cn-mof-2020-10");
    let limits: Vec<String> = pack
        .explanations()
        .iter()
        .map(|one| {
            let limit = one.limit.map_or_else(|| "—".to_owned(), |limit| limit.to_string());
            format!("{:?} {limit} {}", one.when, one.basis.label())
        })
        .collect();
    assert_eq!(
        limits,
        [
            "ScoreBelowPoints — 他处做法",
            "OverAchieved 1.3 他处做法",
            "OverAchievedAtZero 30 他处做法",
            "ReverseUnder 0.7 方案自定",
            "ExecutionBelow 0.9 他处做法",
            "TargetChanged — 有据可查",
            "Qualitative — 他处做法",
        ]
    );
    assert_eq!(pack.form.as_ref().and_then(|form| form.project), Some(ProjectForm::National));
    // A child's threshold is the limit of what it inherits.
    let child = "[pack]\nid = 'child'\nextends = 'cn-mof-2020-10'\ntitle = '子'\nfor = 'project'\n\
        version = '1'\nissuer = '某局'\neffective_from = 2022-01-01\n\
        [[threshold]]\nid = 'over_achievement_ratio'\nlabel = '倍数'\nvalue = '1.5'\n\
        basis = { kind = 'scheme', reason = '试验' }\n";
    let mut sources = builtin::sources().to_vec();
    sources.push(source("child", child));
    let child = load("child", None, &sources).unwrap_or_else(|error| panic!("{error}"));
    let over = child.explanations().iter().find(|one| one.when == Occasion::OverAchieved);
    assert_eq!(over.and_then(|one| one.limit), Some(Decimal::new(15, 1)));
}

#[test]
fn the_version_in_force_on_a_day_is_taken() {
    let dated = |from: &str, version: &str| {
        let text = SMALL.replacen("effective_from = 2022-01-01", from, 1);
        text.replacen("version = '1'", &format!("version = '{version}'"), 1)
    };
    let old = dated("effective_from = 2020-01-01\neffective_to = 2021-12-31", "1");
    let new = dated("effective_from = 2023-01-01", "2");
    let sources = [source("small", &new), source("small", &old)];
    let on = |day: &str| match load("small", day.parse().ok(), &sources) {
        Ok(pack) => pack.version,
        Err(error) => error.to_string(),
    };
    assert_eq!(on("2020-01-01"), "1");
    assert_eq!(on("2023-01-01"), "2");
    assert_eq!(on(""), "2");
    assert!(on("2022-06-30").contains("适用期为2020-01-01起至2021-12-31"));
    assert!(on("2019-12-31").contains("适用期为2020-01-01起"));
}

fn source<'s>(id: &'s str, pack: &'s str) -> PackSource<'s> {
    PackSource { id, folder: id, pack, cases: None, adoption: None, readme: None }
}

fn message(id: &str, sources: &[PackSource<'_>]) -> String {
    match load(id, None, sources) {
        Ok(_) => "loaded".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_can_not_be_loaded_says_why() {
    let unknown = message("example-departmnt", builtin::sources());
    let expected = "没有标识为「example-departmnt」的规则包。\n  是否应为「example-department」？";
    assert_eq!(unknown, expected);
    let far = message("x", &[source("one", ""), source("three", "")]);
    assert_eq!(far, "没有标识为「x」的规则包。\n  现有的规则包：one、three。");
    let cycle =
        [source("one", "[pack]\nextends = 'two'"), source("two", "[pack]\nextends = 'one'")];
    let expected = "规则包循环继承：one → two → one。";
    assert!(message("one", &cycle).starts_with(expected));
    let orphan = [source("one", "[pack]\n  extends = 'four'"), source("fours", "")];
    let expected = "one/pack.toml:2:1\n  | extends = 'four'\n  \
        规则包「one」所继承的「four」不存在。\n  是否应为「fours」？";
    assert_eq!(message("one", &orphan), expected);
    let day = "2019-12-31".parse().ok();
    let early = builtin::load("cn-mof-2020-10", day).map(|pack| pack.id);
    let expected = "规则包「cn-mof-2020-10」在2019-12-31不适用：适用期为2020-02-25起至今。\n  \
        请改用当日适用的规则包。";
    assert_eq!(early.map_err(|error| error.to_string()), Err(expected.to_owned()));
}

/// A small pack that loads, for tests that break it in one place.
const SMALL: &str = "\
[pack]
id = 'small'
title = '小'
for = 'department'
version = '1'
issuer = '某局'
effective_from = 2022-01-01
points_total = 100
[rounding]
mode = 'half-up'
places = 2
at = 'indicator'
basis = { kind = 'scheme', reason = '试验' }
[[weight]]
dimension = 'output'
label = '产出'
points = 100
basis = { kind = 'scheme', reason = '试验' }
[defaults]
at_least = 'positive'
basis = { kind = 'scheme', reason = '试验' }
[[method]]
id = 'positive'
label = '正向'
formula = 'proportional-capped'
zero_target = 'not-scored'
basis = { kind = 'scheme', reason = '试验' }
[[grade]]
label = '合格'
at_least = 0
basis = { kind = 'scheme', reason = '试验' }
[grading]
decimals = 'lower-end-inclusive'
basis = { kind = 'scheme', reason = '试验' }
";

/// What to replace by what in the small pack, the place reported and words of the message.
const MISTAKES: [[&str; 4]; 24] = [
    ["points = 100", "points = 90", "small/pack.toml:14:1", "各维度分值之和为90，应为100"],
    ["points = 100", "points = 99.5", "small/pack.toml:17:10", "这里是小数"],
    ["at_least = 0", "at_least = 60", "small/pack.toml:28:1", "低分没有等级可评"],
    ["'positive'\nbasis", "'positiv'\nbasis", "small/pack.toml:20:12", "在规则包里没有"],
    ["zero_target = 'not-scored'\n", "", "small/pack.toml:22:1", "缺少「method.zero_target」"],
    ["kind = 'scheme', reason", "kind = 'cited', document", "small/pack.toml:13:9", "basis.url"],
    ["mode = 'half-up'\n", "", "small/pack.toml:9:1", "缺少「rounding.mode」"],
    ["id = 'small'", "id = 'smell'", "small/pack.toml:2:6", "与文件夹名「small」不同"],
    ["label = '正向'", "lable = '正向'", "small/pack.toml:24:1", "不认识「method.lable」"],
    ["'proportional-capped'", "'magic'", "small/pack.toml:25:11", "不认识「magic」"],
    ["[grading]\n", "[gradings]\n", "small/pack.toml:1:1", "缺少「grading」"],
    [
        "'not-scored'",
        "'full'",
        "small/pack.toml:22:1",
        "缺少「method.parameter_basis.zero_target」",
    ],
    [
        "'not-scored'",
        "'full'\nparameter_basis.zero_target = { kind = 'scheme' }",
        "small/pack.toml:27:31",
        "缺少「method.parameter_basis.zero_target.reason」",
    ],
    [
        "'not-scored'",
        "'not-scored'\nparameter_basis.items = { kind = 'scheme', reason = '试验' }",
        "small/pack.toml:27:25",
        "「items」不是这个方法写明的参数",
    ],
    [
        "'not-scored'",
        "'not-scored'\nover_deduct = { from = '1.3', factor = '0.5', floor = '60%' }",
        "small/pack.toml:27:15",
        "须写明是方案自定",
    ],
    [
        "'not-scored'",
        "'not-scored'\nover_deduct = { from = '0.9', factor = '0.5', floor = '60%' }",
        "small/pack.toml:27:15",
        "from 须不小于 1",
    ],
    ["[grading]", "[form]\nproject = 'provincial'\n[grading]", "small/pack.toml:33:11", "national"],
    [
        "[grading]",
        "[[mandatory_explanation]]\nid = 'a'\nlabel = 'a'\nwhen = 'over-achieved'\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:32:1",
        "缺少「mandatory_explanation.threshold」",
    ],
    [
        "[grading]",
        "[[mandatory_explanation]]\nid = 'a'\nlabel = 'a'\nwhen = 'over-achieved'\nthreshold = 'none'\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:32:1",
        "「mandatory_explanation」所写的「none」在规则包里没有",
    ],
    [
        "[grading]",
        "[[indicator]]\nid = 'a'\nlabel = 'a'\ndimension = 'output'\npoints = 99\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:32:1",
        "「产出」所列指标的分值之和为99，应为100",
    ],
    [
        "[grading]",
        "[[indicator]]\nid = 'a'\nlabel = 'a'\nmethod = 'positiv'\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:35:10",
        "是否应为「positive」？",
    ],
    [
        "[grading]",
        "[[formula]]\nid = 'a'\nlabel = 'a'\nform = 'ratio'\nof = 'a'\nto = 'b'\ndecimals = 2\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:35:8",
        "share、growth、saving",
    ],
    [
        "[grading]",
        "[[variant]]\nid = 'a'\nlabel = '甲'\nhas_cost = true\n\
         weights = [{ dimension = 'output', label = '产出', points = 100 }]\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:32:1",
        "没有成本指标，有满意度指标时，没有一套分值方案适用",
    ],
    [
        "[grading]",
        "[[variant]]\nid = 'a'\nlabel = '甲'\n\
         weights = [{ dimension = 'output', label = '产出', points = 90 }]\n\
         basis = { kind = 'scheme', reason = '试验' }\n[grading]",
        "small/pack.toml:32:1",
        "「甲」各维度分值之和为90，应为100",
    ],
];

#[test]
fn each_mistake_in_a_pack_has_its_place() {
    assert_eq!(message("small", &[source("small", SMALL)]), "loaded");
    for [from, to, place, words] in MISTAKES {
        let broken = SMALL.replacen(from, to, 1);
        assert_ne!(broken, SMALL, "{from}");
        let message = message("small", &[source("small", &broken)]);
        assert!(message.contains(place), "{to}: {message}");
        assert!(message.contains(words), "{to}: {message}");
    }
}

#[test]
fn a_parent_of_another_kind_is_refused() {
    let child = SMALL.replacen("'department'", "'project'", 1);
    let child = child.replacen("id = 'small'", "id = 'child'\nextends = 'small'", 1);
    let message = message("child", &[source("child", &child), source("small", SMALL)]);
    assert!(message.contains("所继承的「small」用于部门整体"), "{message}");
}
