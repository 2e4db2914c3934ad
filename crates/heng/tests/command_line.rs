//! The command line on good and bad input: exit codes, messages, nothing half-written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

mod outline;
mod run;

use run::{change, demo, heng};
use std::fs;

#[test]
fn the_demo_is_built_twice_alike_and_replaced_whole() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let build = || heng(&["build", "examples/demo", "-o", out.to_str().unwrap()]);
    let (code, printed, errors) = build();
    assert_eq!(code, 0, "{errors}");
    assert!(printed.contains("卷宗哈希"));
    let manifest = fs::read_to_string(out.join("manifest.toml")).unwrap();
    for format in [
        "自评报告.docx",
        "自评报告.pdf",
        "自评报告.html",
        "自评表.xlsx",
        "项目自评表.pdf",
        "审核意见.docx",
    ] {
        assert!(manifest.contains(format) && out.join(format).exists(), "{format} is there");
    }
    let form = outline::xlsx(&fs::read(out.join("自评表.xlsx")).unwrap());
    for cell in ["#96.92", "#100", "#3186.4", "=SUM("] {
        assert!(form.iter().any(|it| it.starts_with(cell)), "the form holds {cell}");
    }
    let (code, _, _) = build();
    assert_eq!(code, 0);
    assert_eq!(fs::read_to_string(out.join("manifest.toml")).unwrap(), manifest);
    fs::write(out.join("信件.txt"), "mine").unwrap();
    let (code, _, errors) = build();
    assert_eq!(code, 4);
    assert!(errors.contains("信件.txt"), "{errors}");
    fs::remove_file(out.join("信件.txt")).unwrap();
    // A report that was edited in Word is not built over.
    fs::write(out.join("自评报告.docx"), "edited").unwrap();
    let (code, _, errors) = build();
    assert_eq!(code, 4);
    assert!(errors.contains("「自评报告.docx」在生成以后被改动过"), "{errors}");
    assert_eq!(fs::read_to_string(out.join("自评报告.docx")).unwrap(), "edited");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing half-written is left");
}

#[test]
fn only_what_was_asked_for_is_built() {
    let place = tempfile::tempdir().unwrap();
    let build = |name: &str, options: &[&str]| {
        let out = place.path().join(name);
        let mut arguments = vec!["build", "examples/demo", "-o", out.to_str().unwrap()];
        arguments.extend(options);
        let (code, _, errors) = heng(&arguments);
        let names = fs::read_dir(&out).into_iter().flatten();
        let mut names: Vec<String> =
            names.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        (code, names, errors)
    };
    let cases: [(&str, &[&str], &[&str]); 3] = [
        ("a", &["--only", "projects", "--format", "xlsx"], &["manifest.toml", "项目自评表.xlsx"]),
        (
            "b",
            &["--only", "report,form", "--format", "docx,xlsx"],
            &["manifest.toml", "自评报告.docx", "自评表.docx", "自评表.xlsx"],
        ),
        (
            "c",
            &["--only", "projects", "--layout", "sichuan", "--format", "html"],
            &["manifest.toml", "项目自评表.html"],
        ),
    ];
    for (name, options, expected) in cases {
        let (code, names, errors) = build(name, options);
        assert_eq!(code, 0, "{errors}");
        assert_eq!(names, expected);
    }
    let html = fs::read_to_string(place.path().join("c/项目自评表.html")).unwrap();
    assert!(html.contains("度量单位"));
    let manifest = fs::read_to_string(place.path().join("c/manifest.toml")).unwrap();
    assert!(manifest.contains("layout = \"sichuan\""));
    let (code, names, errors) = build("d", &["--only", "letters"]);
    assert!(code == 2 && names.is_empty() && errors.contains("letters"), "{errors}");
}

#[test]
fn figures_are_explained_down_to_rows_and_rules() {
    let (code, printed, _) = heng(&["explain", "examples/demo", "score/total"]);
    assert_eq!(code, 0);
    for words in [
        "总分",
        "example-department/weight/",
        "依据：",
        "［度量］",
        "registers/training_sessions.csv",
    ] {
        assert!(printed.contains(words), "{words} stands in the derivation:\n{printed}");
    }
    let (code, printed, _) = heng(&["explain", "examples/demo", "14期"]);
    assert_eq!(code, 0);
    assert!(printed.contains("第2行") || printed.contains("依据行"), "{printed}");
    let (code, printed, _) = heng(&["explain", "examples/demo", "platform_normal"]);
    assert!(code == 0 && printed.contains("platform_availability.csv 共365行"), "{printed}");
    assert!(printed.contains("日期：2023-01-01，站点数：240"), "{printed}");
    let (code, printed, _) = heng(&["explain", "examples/demo", "talent_recruited"]);
    assert!(code == 0 && printed.contains("人才类别："), "{printed}");
    // What stands for a person is not for everybody.
    let (_place, folder) = demo();
    let register = fs::read_to_string(folder.join("registers/talent_recruits.csv")).unwrap();
    let mut persons = register.lines().skip(1).map(|row| row.split(',').nth(1).unwrap());
    assert!(persons.all(|person| person.len() == 16 && !printed.contains(person)));
    let (code, printed, _) = heng(&["explain", "AMT101"]);
    assert_eq!(code, 0);
    assert!(printed.starts_with("# AMT101 parts-do-not-sum-to-total"));
    let (code, printed, _) = heng(&["explain", "INP005"]);
    assert!(code == 0 && printed.starts_with("## INP005"));
    let (code, _, errors) = heng(&["explain", "AMT1001"]);
    assert!(code == 2 && errors.contains("AMT101"), "{errors}");
    let (code, _, errors) = heng(&["explain", "examples/demo", "budget/whole/rat"]);
    assert!(code == 2 && errors.contains("budget/whole/rate"), "{errors}");
}

#[test]
fn a_changed_row_of_a_register_changes_value_score_document_and_hash() {
    let (place, folder) = demo();
    let build = |name: &str| {
        let out = place.path().join(name);
        let (code, printed, errors) =
            heng(&["build", folder.to_str().unwrap(), "-o", out.to_str().unwrap()]);
        assert_eq!(code, 0, "{errors}");
        let docx = outline::docx(&fs::read(out.join("自评报告.docx")).unwrap());
        let line =
            |begin: &str| printed.lines().find(|line| line.starts_with(begin)).unwrap().to_owned();
        let hash = line("卷宗哈希").replace("卷宗哈希　", "");
        // The colophon holds the dossier's hash; what stands before it is the report itself.
        let (report, colophon) = docx.split_once("卷宗哈希").unwrap();
        assert!(hash.len() == 64 && colophon.contains(&hash), "{hash} in {colophon}");
        (report.to_owned(), line("总分"), hash)
    };
    let told = |command: &[&str]| {
        let folder = folder.to_str().unwrap();
        let command: Vec<&str> =
            command.iter().map(|one| if *one == "{}" { folder } else { *one }).collect();
        heng(&command).1
    };
    let explained = || told(&["explain", "{}", "indicator/leadership_courses/actual"]);
    let before = build("before");
    let of_row = "registers/training_sessions.csv 共2行";
    let chain = explained();
    assert!(chain.contains("= 2期") && chain.contains(of_row), "{chain}");
    change(&folder, "registers/training_sessions.csv", "LJ2023-C01,", "LJ2023-C99,");
    let renamed = build("renamed");
    assert!(before.0 == renamed.0 && before.1 == renamed.1, "a number is no content");
    assert_ne!(before.2, renamed.2, "but it is part of the dossier");
    let rows = fs::read_to_string(folder.join("registers/training_sessions.csv")).unwrap();
    let row = rows.lines().find(|row| row.starts_with("LJ2023-C99,")).unwrap();
    let cancelled = row.replace("已举办", "取消");
    change(&folder, "registers/training_sessions.csv", row, &cancelled);
    let after = build("after");
    let clause = |count: u8| format!("处级任职培训班{count}期");
    assert!(before.0.contains(&clause(2)) && !before.0.contains(&clause(1)));
    assert!(after.0.contains(&clause(1)) && !after.0.contains(&clause(2)));
    assert_ne!(before.1, after.1);
    assert!(before.2 != after.2 && renamed.2 != after.2);
    // The figure leads to the register by its hash, and to the row that is left.
    let register = fs::read(folder.join("registers/training_sessions.csv")).unwrap();
    let measured = told(&["measure", "{}"]);
    for words in ["处级任职培训班期数：1期 ← ", &heng_core::hash::sha256(register)] {
        assert!(measured.contains(words), "{words} in {measured}");
    }
    let chain = explained();
    for words in
        ["= 1期", "［度量］", "registers/training_sessions.csv 共1行", "LJ2023-C02，名称："]
    {
        assert!(chain.contains(words), "{words} in {chain}");
    }
    assert!(!chain.contains("LJ2023-C99"), "{chain}");
}

#[test]
fn commands_answer_and_explain_themselves() {
    for command in [
        "new",
        "measure",
        "score",
        "check",
        "seal",
        "build",
        "verify",
        "explain",
        "pack",
        "completions",
    ] {
        let (code, printed, _) = heng(&[command, "--help"]);
        assert_eq!(code, 0);
        for words in ["用法：heng", "选项", "例：heng"] {
            assert!(printed.contains(words), "{command}: {words} in {printed}");
        }
        assert!(!printed.contains("default:"), "{printed}");
    }
    let (code, _, errors) = heng(&["bild", "examples/demo"]);
    assert!(code == 2 && errors.contains("没有「bild」这个命令"), "{errors}");
    let (code, _, errors) = heng(&["build"]);
    assert!(code == 2 && errors.contains("缺少参数"), "{errors}");
    let (code, printed, _) = heng(&["measure", "examples/demo"]);
    assert_eq!(code, 0);
    assert!(printed.contains("口径：") && printed.contains("14期"), "{printed}");
    for origin in [
        "远程教育站点正常率：96.7% ← registers/platform_availability.csv · platform_normal · 365行",
        "书记领办民生事项年内办结率：93.8% ← registers/livelihood_matters.csv · livelihood_finished · 150/160行",
        "62个党组织参加 ← 手填，佐证 evidence/教育片观摩交流签到汇总.txt",
        "配租人才公寓：64套 ← 手填，没有佐证",
        "共98项指标，由台账度量79项。",
    ] {
        assert!(printed.contains(origin), "{origin} in {printed}");
    }
    let (code, printed, _) = heng(&["score", "examples/demo", "--tree"]);
    assert_eq!(code, 0);
    assert!(printed.contains("等级　优") && printed.contains("［修约］"));
    let (code, printed, _) = heng(&["check", "examples/demo", "--ledger"]);
    assert_eq!(code, 0);
    assert!(printed.contains("AMT101 通过：") && printed.contains("错误0项、疑问0项"), "{printed}");
    // Only the stated totals of projects that list no indicators stay open.
    let open: Vec<&str> = printed.lines().filter(|line| line.contains(" 无法核查：")).collect();
    assert!(open.iter().all(|line| line.starts_with("SCR301 无法核查：项目")), "{open:?}");
    assert_eq!(open.len(), 19, "26 projects, 7 of them with indicators");
    let (code, printed, _) = heng(&["pack", "list"]);
    assert!(code == 0 && printed.contains("cn-mof-2020-10") && printed.contains("未被采用"));
    let (code, printed, _) = heng(&["pack", "show", "example-project"]);
    assert!(code == 0 && printed.contains("example-project → cn-mof-2020-10"), "{printed}");
    let (code, printed, _) = heng(&["pack", "test"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(heng(&["build", "examples/demo"]).0, 2, "no output folder");
    let (code, _, errors) = heng(&["build", "examples/demo", "-o", "examples/demo/out"]);
    assert!(code == 2 && errors.contains("请把输出文件夹放在卷宗之外"), "{errors}");
    assert_eq!(heng(&["pack", "show", "example-departmint"]).0, 3);
}

#[test]
fn a_new_dossier_can_be_checked_and_filled_in() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("新卷宗");
    let path = folder.to_str().unwrap();
    let (code, _, errors) = heng(&["new", path, "--name", "临江区档案局", "--year", "2023"]);
    assert_eq!(code, 0, "{errors}");
    let (code, printed, errors) = heng(&["check", path]);
    assert_eq!(code, 0, "{printed}{errors}");
    change(&folder, "dossier.toml", "# budget = \"0.00万元\"", "budget = \"12.50万元\"");
    assert_eq!(heng(&["check", path]).0, 0);
    let (code, _, errors) = heng(&["new", path, "--year", "2023"]);
    assert!(code == 4 && errors.contains("没有覆盖"), "{errors}");
}

/// Spoils the demo, checks it, and gives exit code and everything printed.
fn spoiled(file: &str, from: &str, to: &str) -> (i32, String) {
    let (_place, folder) = demo();
    change(&folder, file, from, to);
    let (code, printed, errors) = heng(&["check", folder.to_str().unwrap()]);
    (code, printed + &errors)
}

#[test]
fn bad_input_is_named_with_place_reason_and_remedy() {
    let register = "registers/training_sessions.csv";
    // What is spoiled, and the exit code and words that answer it.
    let cases: [(&str, &str, &str, i32, &[&str]); 15] = [
        ("dossier.toml", "format = 1", "format = = 1", 3, &["dossier.toml:", "不是有效的 TOML"]),
        ("dossier.toml", "format = 1", "format = 2", 1, &["INP005", "版本 1"]),
        ("dossier.toml", "fiscal_year", "fiscal_yaer", 1, &["INP002", "是否应为「fiscal_year」？"]),
        ("dossier.toml", "fiscal_year = 2023", "fiscal_year = '2023'", 1, &["INP003", "应为整数"]),
        (
            "dossier.toml",
            "[budget.whole]\napproved = \"",
            "[budget.whole]\napproved = \"约莫",
            1,
            &["INP005", "数字"],
        ),
        (
            "dossier.toml",
            "budget = \"3186.40万元\"",
            "budget = \"3186.40\"",
            1,
            &["INP005", "「budget.whole.budget」", "没有写金额单位"],
        ),
        (
            "dossier.toml",
            "department = \"example-department\"",
            "department = 3",
            3,
            &["dossier.toml:7:14", "「packs.department」应为带引号的文字"],
        ),
        (
            "dossier.toml",
            "department = \"example-department\"",
            "department = \"example-project\"",
            3,
            &["dossier.toml:7:14", "用于项目，这里要用于部门整体的规则包", "heng pack list"],
        ),
        (
            "dossier.toml",
            "department = \"example-department\"",
            "department = \"example-departmint\"",
            3,
            &["dossier.toml:", "example-department"],
        ),
        (
            "dossier.toml",
            "measure = \"training_sessions_held\"",
            "measure = \"training_sessions_hold\"",
            1,
            &["INP007", "training_sessions_held"],
        ),
        (
            "dossier.toml",
            "registers/training_sessions.csv",
            "registers/missing.csv",
            1,
            &["INP008", "registers/missing.csv", "没有找到"],
        ),
        (
            "dossier.toml",
            "registers/training_sessions.csv",
            "../dossier.toml",
            1,
            &["INP005", "不在卷宗里"],
        ),
        (register, "2023-02-", "2023-02-3", 1, &["INP010", "举办日期"]),
        ("measures.toml", "column = \"kind\"", "column = \"kimd\"", 1, &["measures.toml:", "kind"]),
        (
            "narrative/management.md",
            "。",
            "。{{budget/whole/rat}}",
            1,
            &["INP007", "narrative/management.md:1:", "budget/whole/rate"],
        ),
    ];
    for (file, from, to, expected, words) in cases {
        let (code, printed) = spoiled(file, from, to);
        assert_eq!(code, expected, "{file}: {to}\n{printed}");
        for word in words {
            assert!(printed.contains(word), "{to}: {word} is said:\n{printed}");
        }
    }
}

#[test]
fn folders_and_bytes_that_cannot_be_read_are_named() {
    let (code, _, errors) = heng(&["check", "examples/nowhere"]);
    assert!(code == 3 && errors.contains("没有这个卷宗文件夹"), "{errors}");
    let place = tempfile::tempdir().unwrap();
    let (code, _, errors) = heng(&["check", place.path().to_str().unwrap()]);
    assert!(code == 3 && errors.contains("dossier.toml"), "{errors}");
    let (_place, folder) = demo();
    let register = folder.join("registers/training_sessions.csv");
    let mut bytes = fs::read(&register).unwrap();
    bytes.extend([0x80, 0xFF, 0x81]);
    fs::write(&register, bytes).unwrap();
    let (code, printed, _) = heng(&["measure", folder.to_str().unwrap()]);
    assert!(code == 1 && printed.contains("INP009") && printed.contains("字节"), "{printed}");
    fs::write(folder.join("dossier.toml"), [b'a', 0, b'b']).unwrap();
    let (code, _, errors) = heng(&["check", folder.to_str().unwrap()]);
    assert!(code == 3 && errors.contains("NUL"), "{errors}");
}

#[test]
fn what_is_missing_or_unnamed_is_said_and_the_rest_goes_on() {
    let (_place, folder) = demo();
    let evidence = folder.join("evidence");
    let first = fs::read_dir(&evidence).unwrap().next().unwrap().unwrap();
    fs::remove_file(first.path()).unwrap();
    fs::write(folder.join("registers/unnamed.csv"), "编号\n1\n").unwrap();
    let (code, printed, errors) = heng(&["check", folder.to_str().unwrap()]);
    assert_eq!(code, 1, "{errors}");
    let name = first.file_name().into_string().unwrap();
    for words in ["INP007", name.as_str(), "registers/unnamed.csv", "没有登记", "核查"] {
        assert!(printed.contains(words), "{words} in {printed}");
    }
    let out = folder.parent().unwrap().join("out");
    let (code, _, errors) = heng(&["build", folder.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(code, 1, "{errors}");
    assert!(out.join("审核意见.docx").exists());
}
