//! Registers made, filled, corrected and checked at the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod run;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use calamine::{Reader as _, Xlsx, open_workbook};
use run::{change, heng, told};
use rust_xlsxwriter::{Format, Workbook};

const DOSSIER: &str = "format = 1
fiscal_year = 2023

[department]
name = \"临江区档案局\"

[packs]
department = \"example-department\"
project = \"example-project\"
";

/// A dossier without registers.
fn dossier() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("dossier.toml"), DOSSIER).unwrap();
    place
}

/// Runs heng with `{D}` for the folder and gives code and everything printed.
fn with(folder: &Path, command: &str) -> (i32, String) {
    let words = command.split(' ').map(|word| word.replace("{D}", folder.to_str().unwrap()));
    let words: Vec<String> = words.collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (code, printed, errors) = heng(&words);
    (code, printed + &errors)
}

fn holds(printed: &str, all: &[&str]) {
    for words in all {
        assert!(printed.contains(words), "{words} in {printed}");
    }
}

/// Payments as the export of a budget system has them, with all that offices do to such tables.
fn payments(path: &Path) {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("封面").unwrap().write(0, 0, "仅供内部使用").unwrap();
    let sheet = workbook.add_worksheet().set_name("支付明细").unwrap();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 8, "临江区档案局2023年支付明细表", &plain).unwrap();
    sheet.write(1, 8, "单位：万元").unwrap();
    let headings = [
        "序号",
        "支付凭证号",
        "支付时间",
        "支出类型",
        "预算项目",
        "资金性质",
        "部门经济分类",
        "支付金额",
        "支付状态",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(3, column, heading).unwrap();
    }
    let rows: [[&str; 6]; 15] = [
        ["ZF01", "2023-03-01", "项目支出", "档案数字化专项", "1.5", "已支付"],
        ["ZF02", "2023/3/2", "项目支出", "", "２．２５", "已支付"],
        ["ZF03", "2023.3.3", "项目支出", "", "3", "已支付"],
        ["小计", "", "", "", "6.75", ""],
        ["ZF04", "2023年3月4日", "基本支出", "", "0.8", "已支付"],
        ["ZF05", "20230305", "基本支出", "", "0.9", "支付成功"],
        ["ZF06", "二〇二三年三月六日", "基本支出", "", "1", "已支付"],
        ["ZF07", "3月7日", "基本支出", "", "1", "待支付"],
        ["ZF07", "3月7日", "基本支出", "", "1", "待支付"],
        ["ZF08", "2023-03-08", "基本支出", "", "1", "已支付"],
        ["ＺＦ０８", "2023-03-09", "基本支出", "", "1", "已支付"],
        ["ZF09", "三月底", "基本支出", "", "1", "已支付"],
        ["ZF10", "2023-03-10", "基本支出", "", "约1", "已支付"],
        ["", "2023-03-11", "基本支出", "", "1", "已支付"],
        ["合  计", "", "", "", "15.2", ""],
    ];
    for (row, cells) in (4..).zip(rows) {
        let [voucher, day, scope, project, amount, status] = cells;
        sheet.write(row, 0, row - 3).unwrap();
        let columns = [(1, voucher), (2, day), (3, scope), (4, project), (7, amount), (8, status)];
        for (column, words) in columns {
            if !words.is_empty() {
                sheet.write(row, column, words).unwrap();
            }
        }
        if !scope.is_empty() {
            sheet.write(row, 5, "本年财政拨款").unwrap();
            sheet.write(row, 6, "商品和服务支出").unwrap();
        }
    }
    sheet.merge_range(4, 4, 6, 4, "档案数字化专项", &plain).unwrap();
    // A day that is only a number of days.
    sheet.write(19, 0, 16).unwrap();
    let last = ["ZF11", "", "基本支出", "", "本年财政拨款", "商品和服务支出"];
    for (column, words) in (1..).zip(last) {
        sheet.write(19, column, words).unwrap();
    }
    sheet.write(19, 2, 45_000).unwrap();
    sheet.write(19, 7, 2.5).unwrap();
    sheet.write(19, 8, "已支付").unwrap();
    sheet.write(20, 0, "注：本表由预算系统导出。").unwrap();
    sheet.write(21, 0, "填表人：某某").unwrap();
    sheet.write(21, 4, "审核人：某某").unwrap();
    workbook.save(path).unwrap();
}

#[test]
fn a_table_as_offices_keep_it_is_imported_by_a_mapping() {
    let place = dossier();
    let folder = place.path();
    let file = folder.with_extension("xlsx");
    payments(&file);
    let mapping = folder.with_extension("mapping.toml");
    let import = format!(
        "register import {} --register budget_ledger --into {{D}} --mapping {} --on 2023-11-05",
        file.display(),
        mapping.display()
    );
    let (code, printed) = with(folder, &import);
    assert_eq!(code, 1, "{printed}");
    holds(
        &printed,
        &[
            "「支付明细」，表头在第4行",
            "支付凭证号 → 凭证号　表头同义",
            "支付金额 → 金额　表头同义　由「万元」换算成「元」",
            "（没有来源）→ 支付后余额　留空",
            "序号 → 不导入",
            "没有写年份的日期按2023年",
            "第5行　凭证号：ZF01，支付日期：2023-03-01，支出类别：项目支出，项目名称：档案数字化专项",
            "金额：15000，状态：已支付",
            "第5行至第7行「预算项目」按「档案数字化专项」填入各行",
            "第8行　小计、合计行",
            "第13行　与第12行完全相同，只采用第12行",
            "第19行　小计、合计行",
            "第21行　表下的说明或签署",
            "第22行　表下的说明或签署",
            "第14行「凭证号」列\n  | ZF08，2023-03-08",
            "与第15行主键相同而内容不同，两行都没有采用",
            "第16行「支付时间」列\n  | 三月底",
            "第17行「支付金额」列\n  | 约1",
            "「金额」应为金额，这里不是一个数字",
            "「凭证号」应为文字，这里必填而为空",
            "「状态」应为文字，这里不在本列可填的内容之中",
            "表头以下有内容的共18行：采用7，搁置5，拒收6。",
            "以上是预览，没有写入台账",
        ],
    );
    assert!(!folder.join("registers").exists());
    // Edited and used: another word for 已支付, and no row with 支付成功 is refused any more.
    let text = fs::read_to_string(&mapping).unwrap();
    let edited = text
        .replace("to = \"status\"\n", "to = \"status\"\nvalues = { \"支付成功\" = \"已支付\" }\n");
    assert_ne!(text, edited);
    fs::write(&mapping, edited).unwrap();
    let (code, printed) = with(folder, &format!("{import} --write"));
    assert_eq!(code, 1);
    holds(
        &printed,
        &[
            "「支付成功」按「已支付」",
            "采用8，搁置5，拒收5",
            "已写入 registers/budget_ledger.csv：8条",
            "已在 dossier.toml 登记",
        ],
    );
    let register = fs::read_to_string(folder.join("registers/budget_ledger.csv")).unwrap();
    let lines: Vec<&str> = register.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}凭证号,支付日期,支出类别,项目名称,资金来源,经济分类,金额（元）,状态,支付后余额（元）,录入日期"
    );
    assert_eq!(
        lines[2],
        "ZF02,2023-03-02,项目支出,档案数字化专项,本年财政拨款,商品和服务支出,22500,已支付,,2023-11-05"
    );
    assert_eq!(lines[8].split(',').take(2).collect::<Vec<_>>(), ["ZF11", "2023-03-15"]);
    assert_eq!(lines.len(), 9);
    // The same file again changes nothing, and the rows are known in whatever file they come.
    let before = run::contents(folder);
    let (code, printed) = with(folder, &format!("{import} --write"));
    assert!(
        code == 0 && printed.contains("已于 2023-11-05 按同样的对应导入过，没有改动"),
        "{printed}"
    );
    assert_eq!(run::contents(folder), before);
    let later = folder.with_extension("csv");
    fs::write(
        &later,
        "支付凭证号,支付时间,支出类型,资金性质,部门经济分类,支付金额,支付状态\n\
         ZF01,2023-03-01,项目支出,本年财政拨款,商品和服务支出,15000,已支付\n\
         ZF12,2023-12-01,基本支出,本年财政拨款,商品和服务支出,500,已支付\n",
    )
    .unwrap();
    let import =
        format!("register import {} --register budget_ledger --into {{D}}", later.display());
    let (code, printed) = with(folder, &format!("{import} --on 2023-12-05 --write"));
    assert_eq!(code, 0, "{printed}");
    holds(&printed, &["台账里已有、内容相同的1行：第2行", "采用1，搁置1，拒收0"]);
    as_of_a_day(folder);
    for path in [file, mapping, later] {
        fs::remove_file(path).unwrap();
    }
}

/// As of a day, later records are not there.
fn as_of_a_day(folder: &Path) {
    let measures = "[[measure]]\nid = 'spent'\nlabel = '支出'\nregister = 'budget_ledger'\n\
                    where = [{ column = 'status', is = '已支付' }]\nvalue = { sum = 'amount' }\nunit = '元'\n";
    fs::write(folder.join("measures.toml"), measures).unwrap();
    for (as_of, expected) in [
        ("", "支出 = 120000.00元"),
        (" --as-of 2023-11-30", "支出 = 119500.00元"),
        (" --as-of 2023-11-04", "支出 = 0.00元"),
    ] {
        let (_, printed) = with(folder, &format!("measure {{D}}{as_of}"));
        holds(&printed, &[expected]);
    }
    let (code, printed) = with(folder, "register check {D}");
    assert_eq!(code, 0, "{printed}");
    holds(
        &printed,
        &["预算执行台账（registers/budget_ledger.csv）　9条记录，0处问题", "主键：凭证号"],
    );
}

/// A dossier with three visits and their measure.
fn visits() -> tempfile::TempDir {
    let place = dossier();
    let folder = place.path();
    fs::create_dir(folder.join("registers")).unwrap();
    let schema = "[register]\nid = 'visits'\ntitle = '走访台账'\nkey = ['number']\n\
                  [[column]]\nid = 'number'\nlabel = '编号'\ntype = 'text'\nsensitivity = 'public'\n\
                  [[column]]\nid = 'persons'\nlabel = '人数'\ntype = 'integer'\nsensitivity = 'public'\n\
                  [[column]]\nid = 'note'\nlabel = '备注'\ntype = 'text'\nsensitivity = 'internal'\n";
    fs::write(folder.join("registers/visits.toml"), schema).unwrap();
    fs::write(folder.join("registers/visits.csv"), "编号,人数,备注\na,5,甲\nb,6,\nc,7,\n").unwrap();
    fs::write(
        folder.join("measures.toml"),
        "[[measure]]\nid = 'persons'\nlabel = '走访人数'\nregister = 'visits'\n\
         value = { sum = 'persons' }\nunit = '人'\n",
    )
    .unwrap();
    let register = "\n[[register]]\nid = 'visits'\nfile = 'registers/visits.csv'\n";
    fs::write(folder.join("dossier.toml"), format!("{DOSSIER}{register}")).unwrap();
    place
}

#[test]
fn a_revision_stands_beside_the_register_from_its_day_on() {
    let place = visits();
    let folder = place.path();
    let csv = fs::read(folder.join("registers/visits.csv")).unwrap();
    let revise = "register revise {D} visits --reason 补登 --by 办公室";
    for (rest, words) in [
        ("--key a --set 人数=8 --on 2023-06-01", "a　人数　5　8"),
        ("--key a --set 人数=9 --set 备注=乙 --on 2023-07-01", "a　人数　8　9"),
        ("--key c --withdraw --on 2023-08-01", "c　作废"),
    ] {
        let (code, printed) = with(folder, &format!("{revise} {rest}"));
        assert!(code == 0 && printed.contains(words), "{words} in {printed}");
    }
    assert_eq!(fs::read(folder.join("registers/visits.csv")).unwrap(), csv);
    for (as_of, expected) in [
        ("", 15),
        (" --as-of 2023-07-31", 22),
        (" --as-of 2023-06-30", 21),
        (" --as-of 2023-05-31", 18),
    ] {
        let (code, printed) = with(folder, &format!("measure {{D}}{as_of}"));
        assert_eq!(code, 0, "{printed}");
        holds(&printed, &[&format!("走访人数 = {expected}人")]);
    }
    let jsonl = with(folder, "measure {D} --format jsonl").1;
    holds(&jsonl, &[r#""revised":[{"on":["2023-06-01","2023-07-01"],"row":2}]"#]);
    holds(&with(folder, "measure {D}").1, &["第2行曾于 2023-06-01、2023-07-01 修订"]);
    let refused = [
        ("--key z --set 人数=8", "没有主键为「z」的记录"),
        ("--key a --set 人数=9", "与现在的相同"),
        ("--key a --set 人数=九人", "不是一个数字"),
        ("--key a --set 编号=b", "是主键，不能修订"),
        ("--key a --set 人次=8", "是否应为「人数」"),
        ("--key c --set 人数=8", "已经作废"),
    ];
    let before = run::contents(folder);
    for (rest, words) in refused {
        let (code, printed) = with(folder, &format!("{revise} {rest} --on 2023-09-01"));
        assert!(code == 3 && printed.contains(words), "{code} {words} in {printed}");
    }
    assert_eq!(run::contents(folder), before);
    // The file was edited although it was revised: that revision, and those on top, are not applied.
    change(folder, "registers/visits.csv", "a,5,甲", "a,6,甲");
    let (code, printed) = with(folder, "measure {D}");
    assert_eq!(code, 1);
    holds(
        &printed,
        &[
            "走访人数 = 12人",
            "INP021",
            "registers/visits.revisions.csv 第2行",
            "现在不是修订所写的原值「5」",
        ],
    );
    // What is not public is not told with it.
    change(folder, "registers/visits.csv", "a,6,甲", "a,5,丙");
    let (_, printed) = with(folder, "measure {D}");
    assert!(printed.contains("【不公开】") && !printed.contains('甲'), "{printed}");
    change(folder, "registers/visits.csv", "a,5,丙", "a,5,甲");
    change(folder, "registers/visits.revisions.csv", "补登", "改过");
    let (code, printed) = with(folder, "register check {D}");
    assert_eq!(code, 1);
    holds(&printed, &["registers/visits.revisions.csv 第2行", "与链哈希对不上"]);
}

#[test]
fn whatever_reads_records_reads_them_as_revised() {
    let place = visits();
    let folder = place.path();
    let out = tempfile::tempdir().unwrap();
    let out = |name: &str| out.path().join(name).display().to_string();
    let ok = |command: &str| {
        let (code, printed) = with(folder, command);
        assert_eq!(code, 0, "{command}: {printed}");
        printed
    };
    ok(&format!("register sample seal {{D}} visits -o {}", out("before.seal.toml")));
    let revise = "register revise {D} visits --reason 补登 --by 办公室";
    ok(&format!("{revise} --key a --set 人数=8 --set 备注=乙 --on 2023-06-01"));
    ok(&format!("{revise} --key c --withdraw --on 2023-08-01"));
    // Evidence rows say what stands in a cell now, and since when.
    let explain = "explain {D} measure/persons";
    let printed = ok(explain);
    holds(&printed, &["共2行", "第2行　编号：a，人数：8（修订于 2023-06-01），备注：乙（修订于"]);
    let printed = ok(&format!("{explain} --level public"));
    holds(&printed, &["人数：8（修订于 2023-06-01），备注：【不公开】（修订于 2023-06-01）"]);
    let object: serde_json::Value =
        serde_json::from_str(&ok(&format!("{explain} --format jsonl"))).unwrap();
    let row = &object["registers"][0]["rows"][0];
    assert_eq!(
        (&row["cells"]["人数"], &row["revised"]["人数"][0]),
        (&"8".into(), &"2023-06-01".into())
    );
    assert_eq!(object["registers"][0]["rows"][1]["revised"], serde_json::json!({}));
    for (as_of, cell) in [("", "8（修订于 2023-06-01）"), (" --as-of 2023-05-31", "5")] {
        let path = out(&format!("rows{}.xlsx", as_of.len()));
        ok(&format!("measure {{D}} --rows persons -o {path}{as_of}"));
        let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
        let rows = workbook.worksheet_range("依据行").unwrap();
        assert_eq!(rows.get_value((1, 3)).unwrap().to_string(), cell);
    }
    holds(&ok("register list {D}"), &["　2条记录（registers/visits.csv）"]);
    ok(&format!("register export {{D}} -o {} --level internal", out("package")));
    let csv = fs::read_to_string(out("package/visits.csv")).unwrap();
    assert_eq!(csv, "number,persons,note\r\na,8,乙\r\nb,6,\r\n");
    // A seal holds the records as they were revised by then.
    let open = |seal: &str, opened: &str, count: u8| {
        let seal = out(seal);
        let draw = format!("--seal {seal} --seed 甲 --count {count} --level restricted");
        with(folder, &format!("register sample open {{D}} visits {draw} -o {}", out(opened)))
    };
    let (code, printed) = open("before.seal.toml", "1.toml", 2);
    assert!(code == 1 && printed.contains("现在只有2行"), "{printed}");
    ok(&format!("register sample seal {{D}} visits -o {}", out("after.seal.toml")));
    let (code, printed) = open("after.seal.toml", "2.toml", 2);
    assert_eq!(code, 0, "{printed}");
    let opened = fs::read_to_string(out("2.toml")).unwrap();
    holds(&opened, &["text = \"8\"", "text = \"乙\""]);
    let verify = format!("{} {}", out("after.seal.toml"), out("2.toml"));
    holds(&ok(&format!("register sample verify {verify} --seed 甲 --count 2")), &["未改动"]);
    ok(&format!("{revise} --key b --set 人数=7 --on 2023-09-01"));
    let (code, printed) = open("after.seal.toml", "3.toml", 2);
    assert!(code == 1 && printed.contains("修订也算改动"), "{printed}");
    // A revision that does not fit the file keeps a register from leaving or being sealed.
    change(folder, "registers/visits.csv", "a,5,甲", "a,6,甲");
    for command in [
        format!("register export {{D}} -o {}", out("other")),
        format!("register sample seal {{D}} visits -o {}", out("other.seal.toml")),
    ] {
        let (code, printed) = with(folder, &command);
        assert!(code == 3 && printed.contains("这项修订没有采用"), "{code} {printed}");
    }
}

#[test]
fn an_office_makes_a_register_by_answering_questions() {
    let place = dossier();
    let folder = place.path();
    let answers = "走访台账\n编号\n\n\n是\n公开\n走访日期\n日子\n日期\n\n公开\n人数\n整数\n人\n\n公开\n\
                   经费\n金额\n万元\n\n\n方式\n文字\n入户、电话\n\n\n\n编码\n编号\n10年\n";
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    command.args(["register", "new", "visits", "--into"]).arg(folder);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = pipes.spawn().unwrap();
    process.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let (code, printed, errors) = told(&process.wait_with_output().unwrap());
    assert_eq!(code, 0, "{printed}{errors}");
    holds(
        &printed,
        &["可答的有：文字、整数", "没有「编码」这一列", "已在 dossier.toml 登记台账「visits」"],
    );
    let schema = fs::read_to_string(folder.join("registers/visits.toml")).unwrap();
    holds(
        &schema,
        &[
            "title = \"走访台账\"",
            "retention = \"10年\"",
            "label = \"经费\"\ntype = \"money\"\nunit = \"万元\"",
            "choices = [\"入户\", \"电话\"]",
            "label = \"人数\"\ntype = \"integer\"\nunit = \"人\"\nsensitivity = \"public\"",
        ],
    );
    let csv = fs::read_to_string(folder.join("registers/visits.csv")).unwrap();
    assert_eq!(csv, "\u{feff}编号,走访日期,人数（人）,经费（万元）,方式\n");
    // The examples become measures once their marks are taken off.
    let measures = fs::read_to_string(folder.join("measures.toml")).unwrap();
    let lines =
        measures.lines().skip(1).map(|line| line.trim_start_matches("# ").trim_start_matches('#'));
    fs::write(folder.join("measures.toml"), lines.collect::<Vec<_>>().join("\n")).unwrap();
    let (code, printed) = with(folder, "measure {D}");
    assert_eq!(code, 0, "{printed}");
    holds(&printed, &["走访台账记录 = 0条", "人数合计 = 0人"]);
    let (code, printed) = with(folder, "register check {D}");
    assert_eq!(code, 0, "{printed}");
    holds(&printed, &["0条记录，0处问题", "没有写数据质量"]);
    let (code, printed) = with(folder, "register new visits --into {D} --title 走访");
    assert!(code == 3 && printed.contains("没有新建台账"), "{code} {printed}");
}

#[test]
fn a_register_is_drafted_from_a_table() {
    let place = dossier();
    let folder = place.path();
    let file = folder.with_extension("csv");
    let rows = "走访情况\n编号,走访时间,人数,金额（万元）,方式,联系电话\n\
                001,2023年3月1日,5,1.5,入户,1\n002,2023/3/2,6,2,电话,2\n003,2023-03-03,7,3,入户,3\n\
                004,2023-03-04,7,3,入户,4\n005,2023-03-04,7,3,电话,5\n006,2023-03-04,7,3,入户,6\n";
    fs::write(&file, rows).unwrap();
    let (code, printed) = with(
        folder,
        &format!("register new calls --into {{D}} --title 走访台账 --from {}", file.display()),
    );
    assert_eq!(code, 0, "{printed}");
    holds(
        &printed,
        &[
            "编号　文字，主键　6格是文字",
            "走访时间　日期　6格都是日期",
            "人数　整数　6格都是整数",
            "金额（万元）　金额　6格都是金额",
            "方式　文字　6格只有2种写法，作为可填的内容",
            "像是个人信息，请考虑不登记",
        ],
    );
    let schema = fs::read_to_string(folder.join("registers/calls.toml")).unwrap();
    assert_eq!(schema.matches("sensitivity = \"restricted\"").count(), 1, "{schema}");
    // The table itself can be imported into what was drafted from it.
    let (code, printed) = with(
        folder,
        &format!("register import {} --register calls --into {{D}} --write", file.display()),
    );
    assert_eq!(code, 0, "{printed}");
    holds(&printed, &["采用6，搁置0，拒收0"]);
    let templates = folder.join("templates");
    fs::create_dir(&templates).unwrap();
    let into = format!("register new calls --into {{D}}/templates --from {}", file.display());
    assert_eq!(with(folder, &into).0, 0);
    for name in ["register.toml", "measures.toml", "sample.csv", "README.md"] {
        assert!(templates.join("calls").join(name).is_file(), "{name}");
    }
    let (code, printed) = with(folder, &into);
    assert!(code == 4 && printed.contains("没有覆盖"), "{code} {printed}");
    let (code, printed) = with(folder, "register check {D}/templates/calls/register.toml");
    assert!(code == 0 && printed.contains("格式没有问题，共6列"), "{printed}");
    fs::remove_file(file).unwrap();
}

#[test]
fn what_cannot_be_imported_says_why_and_changes_nothing() {
    let place = visits();
    let folder = place.path();
    let file = folder.with_extension("csv");
    fs::write(&file, "编号,人数\nd,8\n").unwrap();
    let path = file.display();
    let mapping = folder.with_extension("toml");
    fs::write(
        &mapping,
        "format = 1\nregister = 'visits'\n[[column]]\nfrom = '序号'\nto = 'number'\n",
    )
    .unwrap();
    let before = run::contents(folder);
    let cases = [
        (format!("register import {path} --register visit --into {{D}}"), 2, "是否应为「visits」"),
        ("register import 没有.csv --register visits --into {D}".to_owned(), 3, "没有找到"),
        (format!("register import {path} --register films --into {{D}}"), 3, "没有像「"),
        (format!("register import {path} --register visits --into {{D}}/无"), 3, "没有这个卷宗"),
        (
            format!(
                "register import {path} --register visits --into {{D}} --mapping {}",
                mapping.display()
            ),
            3,
            "没有找到对应表所写的表头",
        ),
    ];
    for (command, expected, words) in cases {
        let (code, printed) = with(folder, &command);
        assert!(code == expected && printed.contains(words), "{code} {command}: {printed}");
        assert_eq!(run::contents(folder), before, "{command}");
    }
    fs::remove_file(file).unwrap();
    fs::remove_file(mapping).unwrap();
}
