//! The chain behind the report: sealing, units, making again and comparing, results as data.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

mod run;

use std::fs;
use std::path::Path;

use run::{change, demo, heng};
use serde_json::Value;

/// Runs heng with a folder for `{}` and gives code and everything printed.
fn with(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let folder = folder.to_str().unwrap();
    let arguments: Vec<String> = arguments.iter().map(|one| one.replace("{}", folder)).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (code, printed, errors) = heng(&arguments);
    (code, printed + &errors)
}

/// The objects that heng prints, one a line.
fn objects(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (_, printed) = with(folder, &[arguments, &["--format", "jsonl"]].concat());
    let lines: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert!(!lines.is_empty(), "{arguments:?}");
    lines
}

#[test]
fn sealed_targets_stay_beside_those_filed_later() {
    let (_place, folder) = demo();
    let seal = ["seal", "{}", "--on", "2023-02-10", "--document", "临财预〔2023〕5号"];
    let (code, printed) = with(&folder, &seal);
    assert!(code == 0 && printed.contains("封存哈希"), "{printed}");
    let first = fs::read_to_string(folder.join("baseline.toml")).unwrap();
    assert!(
        first.contains("sealed_on = 2023-02-10\ndocument = \"临财预〔2023〕5号\"\n"),
        "{first}"
    );
    assert_eq!(with(&folder, &["check", "{}"]).0, 0);
    change(&folder, "dossier.toml", "target = \"≥12期\"", "target = \"≥10期\"");
    let (_, printed) = with(&folder, &["explain", "{}", "topic_courses"]);
    for words in [
        "baseline/topic_courses/target　“",
        "批复指标值 = ≥12期",
        "indicator/topic_courses/target　“",
        "年度指标值 = ≥10期",
    ] {
        assert!(printed.contains(words), "{words} in {printed}");
    }
    // Nothing sealed is overwritten; what is replaced is kept.
    let (code, printed) = with(&folder, &seal);
    assert!(code == 4 && printed.contains("没有覆盖"), "{printed}");
    assert_eq!(fs::read_to_string(folder.join("baseline.toml")).unwrap(), first);
    let (code, printed) = with(&folder, &["seal", "{}", "--on", "2023-07-01", "--replace"]);
    assert!(code == 0 && printed.contains("baseline-1.toml"), "{printed}");
    assert_eq!(fs::read_to_string(folder.join("baseline-1.toml")).unwrap(), first);
    assert!(fs::read_to_string(folder.join("baseline.toml")).unwrap().contains("≥10期"));
    assert_eq!(with(&folder, &["check", "{}"]).0, 0);
    // A change behind the seal is found.
    change(&folder, "baseline.toml", "≥10期", "≥9期");
    let (code, printed) = with(&folder, &["check", "{}"]);
    assert!(code == 1 && printed.contains("INP020") && printed.contains("封存已失效"), "{printed}");
}

#[test]
fn the_hash_of_each_file_of_evidence_is_recorded_apart() {
    let (_place, folder) = demo();
    let typed = fs::read(folder.join("dossier.toml")).unwrap();
    let (code, printed) = with(&folder, &["seal", "{}", "--evidence"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(fs::read(folder.join("dossier.toml")).unwrap(), typed);
    let record = fs::read_to_string(folder.join("evidence.toml")).unwrap();
    let files = fs::read_dir(folder.join("evidence")).unwrap().count();
    assert_eq!(record.matches("sha256 = ").count(), files);
    assert_eq!(with(&folder, &["seal", "{}", "--evidence"]).0, 4);
    assert_eq!(with(&folder, &["seal", "{}", "--evidence", "--replace"]).0, 0);
    assert_eq!(fs::read_to_string(folder.join("evidence-1.toml")).unwrap(), record);
    assert_eq!(with(&folder, &["check", "{}"]).0, 0);
    let (code, printed) = with(&folder, &["seal", "{}", "--evidence", "--on", "2023-02-10"]);
    assert!(code == 2, "{printed}");
}

/// A department that states no figures, with two units that do.
fn department() -> (tempfile::TempDir, std::path::PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("局");
    let head = "format = 1\nfiscal_year = 2023\npacks = { department = 'example-department', \
                project = 'example-project' }\n";
    let unit = |id: &str, name: &str| {
        format!("[[unit]]\nid = '{id}'\nname = '{name}'\nfolder = 'units/{id}'\n")
    };
    let money = |budget: &str, spent: &str| {
        format!("[budget.whole]\nbudget = '{budget}'\nexpenditure = '{spent}'\n")
    };
    let project = "[[project]]\nid = 'p'\nname = '档案数字化'\nbudget = '8.00万元'\n\
                   [[project.indicator]]\nid = 'i'\nname = '页数'\ntarget = '≥1万页'\nactual = '1万页'\n";
    let files = [
        ("dossier.toml", unit("archives", "区档案馆") + &unit("office", "局机关"), "临江区档案局"),
        ("units/archives/dossier.toml", money("40.00万元", "39.50万元") + project, "区档案馆"),
        ("units/office/dossier.toml", money("900000元", "88.00万元"), "局机关"),
    ];
    for (file, text, name) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{head}department = {{ name = '{name}' }}\n{text}")).unwrap();
    }
    (place, folder)
}

#[test]
fn units_roll_up_into_facts_scores_and_documents() {
    let (place, folder) = department();
    let (code, printed) = with(&folder, &["check", "{}", "--ledger"]);
    assert!(code == 0 && printed.contains("AMT120 不适用"), "{printed}");
    let (_, printed) = with(&folder, &["explain", "{}", "budget/whole/expenditure"]);
    for words in [
        "部门整体支出执行数 = 127.50万元  ［计算］39.50万元＋88.00万元",
        "区档案馆·部门整体支出执行数 = 39.50万元  ［填报］unit/archives/budget/whole/expenditure",
    ] {
        assert!(printed.contains(words), "{words} in {printed}");
    }
    let (_, printed) = with(&folder, &["score", "{}", "--tree"]);
    assert!(printed.contains("［填报］unit/office/budget/whole/budget"), "{printed}");
    assert!(
        !printed.contains("档案数字化"),
        "the unit's project is scored with the unit: {printed}"
    );
    let sheets = objects(&folder, &["score", "{}"]);
    assert_eq!(sheets[0]["lines"][0]["item"], "budget_execution");
    let out = place.path().join("out");
    let (code, printed) = with(&folder, &["build", "{}", "-o", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{printed}");
    let html = fs::read_to_string(out.join("自评表.html")).unwrap();
    assert!(html.contains("127.50"), "the sum stands in the form");
    // What the department states is compared.
    let stated = "[budget.whole]\nbudget = '131.00万元'\n[[unit]]";
    change(&folder, "dossier.toml", "[[unit]]", stated);
    let (code, printed) = with(&folder, &["check", "{}"]);
    assert!(code == 1 && printed.contains("2个单位之和为130.00万元"), "{printed}");
}

#[test]
fn what_was_built_is_made_again_and_compared() {
    let (place, folder) = demo();
    let out = place.path().join("out");
    let (code, printed) = with(&folder, &["build", "{}", "-o", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{printed}");
    let count = fs::read_dir(&out).unwrap().count() - 1;
    let verify = || with(&out, &["verify", "{}"]);
    let (code, printed) = verify();
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains(&format!("相符{count}、未能比对0、不符0")), "{printed}");
    // Each of what may be amiss, and what is said of it.
    fs::write(out.join("信件.txt"), "mine").unwrap();
    fs::write(out.join("自评报告.docx"), "edited").unwrap();
    fs::remove_file(out.join("审核意见.html")).unwrap();
    let (code, printed) = verify();
    assert_eq!(code, 1, "{printed}");
    for words in ["信件.txt　多出", "自评报告.docx　不符：生成以后被改动过", "审核意见.html　缺少"]
    {
        assert!(printed.contains(words), "{words} in {printed}");
    }
    assert!(printed.contains(&format!("相符{}、未能比对0、不符3", count - 2)), "{printed}");
    // Another dossier gives other documents, and the reason is named.
    let (_other, changed) = demo();
    change(&changed, "dossier.toml", "report_date = 2024", "report_date = 2023");
    let changed = changed.to_str().unwrap();
    let (code, printed) = with(&out, &["verify", "{}", "--dossier", changed]);
    assert!(code == 1 && printed.contains("原因　卷宗在生成以后改动过"), "{printed}");
    assert!(printed.contains("自评表.pdf　不符：重新生成的内容不同"), "{printed}");
    let lines = objects(&out, &["verify", "{}"]);
    assert_eq!(lines.len(), count + 1);
    let verdict = |file: &str| lines.iter().find(|line| line["file"] == file).unwrap();
    assert_eq!(verdict("信件.txt")["verdict"], "extra");
    assert_eq!(verdict("审核意见.html")["verdict"], "missing");
    assert_eq!(verdict("自评表.xlsx")["verdict"], "same");
}

#[test]
fn where_only_the_fonts_differ_that_is_said() {
    let (place, folder) = demo();
    let out = place.path().join("out");
    assert_eq!(with(&folder, &["build", "{}", "-o", out.to_str().unwrap()]).0, 0);
    // As if it had been built on a machine with other fonts: another PDF, and another font's hash.
    let pdf = fs::read(out.join("自评表.pdf")).unwrap();
    let manifest = fs::read_to_string(out.join("manifest.toml")).unwrap();
    let (hash, other) = (heng_core::hash::sha256(&pdf), heng_core::hash::sha256("other"));
    let (_, font) = manifest.split_once("[[font]]").unwrap();
    let font = font.split("sha256 = \"").nth(1).unwrap().get(..64).unwrap();
    assert!(manifest.contains(&hash));
    fs::write(out.join("自评表.pdf"), "other").unwrap();
    let changed = manifest.replace(&hash, &other).replace(font, &"0".repeat(64));
    fs::write(out.join("manifest.toml"), changed).unwrap();
    let (code, printed) = with(&out, &["verify", "{}"]);
    assert_eq!(code, 0, "{printed}");
    for words in ["自评表.pdf　未能比对", "原因　PDF 所用字体与生成时不同", "除 PDF 因字体不同"]
    {
        assert!(printed.contains(words), "{words} in {printed}");
    }
    // With the same fonts it is another file.
    fs::write(out.join("manifest.toml"), manifest.replace(&hash, &other)).unwrap();
    let (code, printed) = with(&out, &["verify", "{}"]);
    assert!(code == 1 && printed.contains("自评表.pdf　不符：重新生成的内容不同"), "{printed}");
}

#[test]
fn results_are_data_one_object_a_line() {
    let (_place, folder) = demo();
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let holds = |value: &Value, wanted: &[&str]| {
        for key in wanted {
            assert!(value.get(key).is_some(), "{key} among {:?}", keys(value));
        }
    };
    let lines = objects(&folder, &["measure", "{}"]);
    let (origins, measures): (Vec<&Value>, Vec<&Value>) =
        lines.iter().partition(|line| line.get("indicator").is_some());
    for measure in &measures {
        holds(measure, &["measure", "label", "value", "unit", "counting_rule", "register", "rows"]);
    }
    assert!(measures.iter().any(|it| it["text"] == "14期" && it["value"] == "14"));
    origins_are_data(&folder, &origins, &measures);
    let sheets = objects(&folder, &["score", "{}", "--tree"]);
    assert_eq!(sheets[0]["total"]["score"], "96.92");
    assert_eq!(sheets[0]["lines"][0]["derivation"]["role"], "rounded");
    holds(&sheets[0], &["subject", "pack", "pack_version", "pack_sha256", "dimensions", "grade"]);
    let facts = objects(&folder, &["explain", "{}"]);
    for fact in &facts {
        holds(fact, &["id", "role", "text", "value", "unit", "place", "derivation"]);
    }
    let one = objects(&folder, &["explain", "{}", "budget/whole/budget"]);
    assert_eq!((one.len(), &one[0]["value"]), (1, &Value::from("31864000")));
    assert_eq!(objects(&folder, &["explain", "AMT101"])[0]["name"], "parts-do-not-sum-to-total");
    let packs = objects(&folder, &["pack", "list"]);
    assert!(packs.iter().any(|it| it["id"] == "cn-mof-2020-10" && it["adopted_by"].is_null()));
    let pack = objects(&folder, &["pack", "show", "example-project"]);
    assert_eq!(pack[0]["lineage"], serde_json::json!(["example-project", "cn-mof-2020-10"]));
    assert!(pack[0]["rules"].as_array().is_some_and(|rules| rules.len() > 5));

    change(&folder, "dossier.toml", "budget = \"3186.40万元\"", "budget = \"3186.50万元\"");
    let checked = objects(&folder, &["check", "{}", "--ledger"]);
    assert_eq!(checked.len(), 1);
    let checked = &checked[0];
    holds(
        checked,
        &["file", "report", "findings", "not_checked", "verdicts", "feasibility", "facts"],
    );
    holds(&checked["report"], &["title", "kind", "fiscal_year", "department"]);
    let finding = &checked["findings"][0];
    holds(finding, &["code", "name", "severity", "place", "places", "excerpt", "figures"]);
    holds(finding, &["message", "remedy", "basis"]);
    assert_eq!((&finding["code"], &finding["severity"]), (&"AMT101".into(), &"error".into()));
    let verdicts = &checked["verdicts"];
    let sum: u64 = ["passed", "found", "does_not_apply", "could_not_check"]
        .iter()
        .map(|key| verdicts[key].as_u64().unwrap())
        .sum();
    assert_eq!(checked["obligations"].as_array().map(Vec::len), usize::try_from(sum).ok());
}

/// Where each actual comes from is an object with the same keys, and what the text output says.
fn origins_are_data(folder: &Path, origins: &[&Value], measures: &[&Value]) {
    let (_, printed) = with(folder, &["measure", "{}"]);
    let summary = format!("共{}项指标，由台账度量", origins.len());
    assert!(printed.contains(&summary), "{summary} in {printed}");
    let keys: Vec<&String> = origins[0].as_object().unwrap().keys().collect();
    for line in origins {
        assert!(line.as_object().unwrap().keys().eq(keys.iter().copied()), "{line}");
        let of_measure = measures.iter().find(|one| one["measure"] == line["measure"]);
        match line["origin"].as_str().unwrap() {
            "measured" => {
                for key in ["text", "register", "rows"] {
                    assert_eq!(line[key], of_measure.unwrap()[key], "{line}");
                }
            }
            "typed" => {
                let file = line["evidence"][0].as_str();
                let file = file.map_or("没有佐证".to_owned(), |file| format!("佐证 {file}"));
                let told = format!("{} ← 手填，{file}", line["text"].as_str().unwrap());
                assert!(printed.contains(&told), "{line}");
            }
            other => assert_eq!(other, "derived"),
        }
    }
    let courses = origins.iter().find(|line| line["indicator"] == "topic_courses").unwrap();
    assert_eq!((&courses["origin"], &courses["rows"]), (&"measured".into(), &14.into()));
    assert_eq!(courses["register"], "registers/training_sessions.csv");
    // A measure without a value says why.
    change(
        folder,
        "dossier.toml",
        "file = \"registers/training_sessions.csv\"",
        "file = \"没有.csv\"",
    );
    let lines = objects(folder, &["measure", "{}"]);
    let courses = lines.iter().find(|line| line["indicator"] == "topic_courses").unwrap();
    assert!(courses["text"].is_null() && courses["why"].is_string(), "{courses}");
    change(
        folder,
        "dossier.toml",
        "file = \"没有.csv\"",
        "file = \"registers/training_sessions.csv\"",
    );
}

#[test]
fn shells_get_their_completions() {
    for (shell, words) in [
        ("bash", "complete -F _heng"),
        ("zsh", "#compdef heng"),
        ("fish", "complete -c heng"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (code, printed, errors) = heng(&["completions", shell]);
        assert_eq!(code, 0, "{errors}");
        for words in [words, "verify", "seal"] {
            assert!(printed.contains(words), "{shell}: {words}");
        }
    }
    let (code, _, errors) = heng(&["completions", "tcsh"]);
    assert!(code == 2 && errors.contains("「tcsh」不对"), "{errors}");
}
