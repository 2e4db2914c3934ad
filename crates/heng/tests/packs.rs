//! Packs of folders at the command line: shown, tested, adopted, brought along by a dossier.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Runs heng and gives exit code, output and messages.
fn heng(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_heng"))
        .args(arguments)
        .current_dir(ROOT)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The pack of a bureau, which extends a built-in one.
const BUREAU: &str = "\
[pack]
id = 'linjiang-project'
extends = 'cn-mof-2020-10'
title = '临江区项目支出绩效自评方案'
for = 'project'
version = '1'
issuer = '临江区财政局（虚构）'
effective_from = 2023-01-01
drop = ['method/direct']

[[method]]
id = 'warranty'
label = '质保金扣减'
formula = 'checklist'
items = ['质保协议', '验收单']
basis = { kind = 'scheme', reason = '试验' }
";

const CASES: &str = "\
[[case]]
name = '两项'
method = 'warranty'
points = '4'
actual = '2项'
score = '4'

[[case]]
name = '一项'
method = 'warranty'
points = '4'
actual = '1项'
score = '2'    # 4 × 1 ÷ 2

[[case]]
name = '没有'
method = 'warranty'
points = '4'
actual = '0项'
score = '0'
";

/// Puts the bureau's pack into a folder of packs.
fn bureau(packs: &Path, cases: &str) -> PathBuf {
    let folder = packs.join("linjiang-project");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("pack.toml"), BUREAU).unwrap();
    fs::write(folder.join("cases.toml"), cases).unwrap();
    folder
}

/// A project that stands alone, scored by the bureau's pack.
const PROJECT: &str = "\
format = 1
subject = 'project'
fiscal_year = 2023
[packs]
project = 'linjiang-project'
[department]
name = '临江区档案局'
[self_evaluation]
[[project]]
id = 'repair'
name = '库房修缮'
budget = '100.00万元'
expenditure = '90.00万元'
[[project.indicator]]
id = 'area'
name = '修缮面积'
dimension = 'output'
target = '≥200平方米'
actual = '200平方米'
points = '50'
score = '49'
finance_review = { score = '45', reason = '验收单缺一张' }
[[project.indicator]]
id = 'leaks'
name = '漏水次数'
dimension = 'outcome'
target = '≤2次'
actual = '1次'
points = '30'
score = '30'
finance_review = { score = '30' }
[[project.indicator]]
id = 'staff'
name = '职工满意度'
dimension = 'satisfaction'
target = '≥90%'
actual = '92%'
points = '10'
score = '10'
finance_review = { score = '10' }
";

fn dossier(place: &Path) -> PathBuf {
    let folder = place.join("dossier");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("dossier.toml"), PROJECT).unwrap();
    folder
}

#[test]
fn a_bureau_tests_and_adopts_its_own_pack() {
    let place = tempfile::tempdir().unwrap();
    let folder = bureau(place.path(), CASES);
    let (pack, packs) = (folder.to_str().unwrap(), place.path().to_str().unwrap());
    let (code, printed, errors) = heng(&["pack", "test", pack]);
    assert_eq!(code, 0, "{printed}{errors}");
    assert!(printed.starts_with("linjiang-project　算例"), "{printed}");
    let (_, printed, _) = heng(&["pack", "show", pack]);
    assert!(printed.contains("linjiang-project → cn-mof-2020-10"), "{printed}");
    assert!(printed.contains("未被采用"), "{printed}");
    assert!(!printed.contains("/method/direct"), "{printed}");
    let adopt = ["--by", "临江区\"财政局", "--document", "临财绩〔2023〕2号", "--on", "2023-01-10"];
    let adopt = |target: &[&str]| heng(&[&["pack", "adopt"], target, &adopt].concat());
    let (code, printed, errors) = adopt(&[pack]);
    assert_eq!(code, 0, "{printed}{errors}");
    let record = fs::read_to_string(folder.join("adoption.toml")).unwrap();
    let (_, listed, _) = heng(&["pack", "list", "--packs", packs]);
    assert!(listed.contains("已由临江区\"财政局采用"), "{listed}");
    // An adopted pack that was changed since is adopted no more, and the record is not replaced.
    fs::write(folder.join("pack.toml"), format!("{BUREAU}\n")).unwrap();
    let (_, listed, _) = heng(&["pack", "list", "--packs", packs]);
    assert!(listed.contains("须重新采用"), "{listed}");
    let (code, _, errors) = adopt(&[pack]);
    assert!(code == 4 && errors.contains("没有覆盖"), "{errors}");
    assert_eq!(fs::read_to_string(folder.join("adoption.toml")).unwrap(), record);
    // A built-in pack has no folder; its record lies in one of that name.
    assert_eq!(adopt(&["cn-hubei-project"]).0, 2);
    assert_eq!(adopt(&["cn-hubei-project", "-o", packs]).0, 0);
    let (_, listed, _) = heng(&["pack", "list", "--packs", packs]);
    let hubei = listed.lines().find(|line| line.starts_with("cn-hubei-project"));
    assert!(hubei.unwrap().contains("已由临江区"), "{listed}");
}

#[test]
fn a_pack_with_open_cases_is_not_adopted() {
    let place = tempfile::tempdir().unwrap();
    let folder = bureau(place.path(), &CASES.replace("score = '2' ", "score = '3' "));
    let pack = folder.to_str().unwrap();
    let (code, printed, _) = heng(&["pack", "test", pack]);
    assert!(code == 1 && printed.contains("应为3分，算得2分"), "{printed}");
    let about = ["--by", "甲", "--document", "乙", "--on", "2023-01-10"];
    let (code, printed, _) = heng(&[&["pack", "adopt", pack], &about[..]].concat());
    assert!(code == 1 && printed.contains("没有写采用记录"), "{printed}");
    assert!(!folder.join("adoption.toml").exists());
    let first = CASES.split_once("\n\n").unwrap().0;
    bureau(place.path(), first);
    let (code, printed, _) = heng(&["pack", "test", pack]);
    assert!(code == 1 && printed.contains("方法「warranty」：少一项没有算例"), "{printed}");
}

#[test]
fn packs_come_with_the_dossier_or_from_a_folder() {
    let place = tempfile::tempdir().unwrap();
    let folder = dossier(place.path());
    let path = folder.to_str().unwrap();
    let (code, _, errors) = heng(&["score", path]);
    assert!(code == 3 && errors.contains("没有标识为「linjiang-project」"), "{errors}");
    let packs = place.path().join("bureau");
    bureau(&packs, CASES);
    let packs = packs.to_str().unwrap();
    let (_, from_folder, errors) = heng(&["score", path, "--packs", packs]);
    bureau(&folder.join("packs"), CASES);
    let (_, brought, _) = heng(&["score", path]);
    assert_eq!(from_folder, brought, "{errors}");
    let expected = "\
库房修缮　规则包 linjiang-project 第1版
各栏　算得、自评、财政复核
      9      9      9 / 10   预算执行率
     50     49     45 / 50   修缮面积
     30     30     30 / 30   漏水次数
     10     10     10 / 10   职工满意度
—— 小计 ——
      9 / 10   预算执行率
     50 / 50   产出指标
     30 / 30   效益指标
     10 / 10   服务对象满意度指标
     99 / 100  总分
等级　优
     98 / 100  自评总分
自评等级　优
     94 / 100  财政复核总分
财政复核等级　优
";
    assert_eq!(brought, expected);
    let (_, tree, _) = heng(&["score", path, "--tree"]);
    let leaf = "“修缮面积”财政复核得分 = 45分  ［填报］indicator/area/finance_review";
    assert!(tree.contains(leaf), "{tree}");
    let (_, checked, _) = heng(&["check", path]);
    assert!(!checked.contains("packs"), "{checked}");
    // The same pack from both places is one too many.
    let (code, _, errors) = heng(&["score", path, "--packs", packs]);
    assert!(code == 3 && errors.contains("已有标识为「linjiang-project」的规则包"), "{errors}");
}

#[test]
fn no_pack_takes_the_place_of_a_built_in_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("cn-2013-53");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("pack.toml"), BUREAU).unwrap();
    let packs = place.path().to_str().unwrap();
    let (code, _, errors) = heng(&["pack", "list", "--packs", packs]);
    assert!(code == 3 && errors.contains("已有标识为「cn-2013-53」的规则包"), "{errors}");
    let (code, _, errors) = heng(&["pack", "list", "--packs", "no/such/folder"]);
    assert!(code == 3 && errors.contains("读不出这个规则包文件夹"), "{errors}");
    fs::write(folder.join("pack.toml"), [0xFF, 0xFE, 0x00]).unwrap();
    let (code, _, errors) = heng(&["pack", "show", folder.to_str().unwrap()]);
    assert!(code == 3 && errors.contains("cn-2013-53/pack.toml"), "{errors}");
}

#[test]
fn a_framework_says_why_there_is_no_total() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("dossier");
    fs::create_dir_all(&folder).unwrap();
    let text = "\
format = 1
fiscal_year = 2023
[packs]
department = 'cn-2013-53'
[department]
name = '临江区档案局'
[[management]]
id = 'staff_active'
label = '在职人员数'
value = '41人'
[[management]]
id = 'staff_establishment'
label = '编制数'
value = '40人'
[[task]]
id = 'staff'
name = '人员'
objective = '控制在编制内'
[[task.indicator]]
id = 'control'
name = '在职人员控制率'
target = '≤100%'
formula = 'staff-control'
method = 'staff-control'
points = '1'
";
    fs::write(folder.join("dossier.toml"), text).unwrap();
    let path = folder.to_str().unwrap();
    let (_, printed, errors) = heng(&["score", path, "--tree"]);
    // 1 − 2.5 × 0.1.
    assert!(printed.contains("0.75 / 1    在职人员控制率"), "{printed}{errors}");
    assert!(printed.contains("［计算］41人 ÷ 40人 × 100%"), "{printed}");
    assert!(
        printed.contains("总分（规则包「cn-2013-53」不给总分：框架是选用指标的参考"),
        "{printed}"
    );
    let (code, explained, _) = heng(&["explain", path, "indicator/control/actual"]);
    assert!(code == 0 && explained.contains("102.50%"), "{explained}");
}

#[test]
fn the_pack_chooses_the_layout_of_the_department_form() {
    let cases = [
        ("", "年度主要任务"),
        ("form = { department = 'central', BASIS }", "年度主要任务"),
        ("form = { department = 'chongqing', BASIS }", "是否核心指标"),
        ("form = { department = 'anhui', BASIS }", "指标说明及评分标准"),
        ("form = { department = 'hunan', BASIS }", "扣分原因和其他说明"),
    ];
    for (form, column) in cases {
        let place = tempfile::tempdir().unwrap();
        let pack = place.path().join("dossier/packs/linjiang");
        fs::create_dir_all(&pack).unwrap();
        let form = form.replace("BASIS", "basis = { kind = 'scheme', reason = '试验' }");
        let text = format!(
            "{form}\n[pack]\nid = 'linjiang'\nextends = 'example-department'\ntitle = '方案'\n\
             for = 'department'\nversion = '1'\nissuer = '财政局（虚构）'\n\
             effective_from = 2023-01-01\n"
        );
        fs::write(pack.join("pack.toml"), text).unwrap();
        let dossier = "format = 1\nfiscal_year = 2023\npacks = { department = 'linjiang' }\n\
                       department = { name = '示例局' }\n[[task]]\nid = 't'\nname = '任务'\n";
        fs::write(place.path().join("dossier/dossier.toml"), dossier).unwrap();
        let (folder, out) = (place.path().join("dossier"), place.path().join("out"));
        let (folder, target) = (folder.to_str().unwrap(), out.to_str().unwrap());
        let build = ["build", folder, "-o", target, "--only", "form", "--format", "html"];
        let (_, _, errors) = heng(&build);
        let page = fs::read_to_string(out.join("自评表.html")).expect(&errors);
        assert!(page.contains(column), "{column} in the form of {form}");
    }
}
