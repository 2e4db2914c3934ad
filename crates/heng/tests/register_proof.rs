//! Registers from the command line: lists, seals, opened rows, and what leaves at which level.

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

/// Runs heng with a dossier for `{}` and the folder above it for `{above}`; gives code and all text.
fn with(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let above = folder.parent().unwrap().to_str().unwrap();
    let fill = |one: &&str| one.replace("{}", folder.to_str().unwrap()).replace("{above}", above);
    let arguments: Vec<String> = arguments.iter().map(fill).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (code, printed, errors) = heng(&arguments);
    (code, printed + &errors)
}

#[test]
fn templates_and_registers_are_listed() {
    let (_place, folder) = demo();
    let (code, printed) = with(&folder, &["register", "list"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("films　党员教育片台账　9列　"), "{printed}");
    let (code, printed) = with(&folder, &["register", "list", "{}"]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("条记录（registers/films.csv）"), "{printed}");
    change(&folder, "registers/films.csv", "已完成", "完了");
    let (code, printed) = with(&folder, &["register", "list", "{}"]);
    assert!(code == 1 && printed.contains("有1处读不出来"), "{printed}");
    let listed = with(&folder, &["register", "list", "{}", "--format", "jsonl"]).1;
    let lines = listed.lines().map(|line| serde_json::from_str(line).unwrap());
    let films = lines.map(|line: serde_json::Value| line).find(|line| line["id"] == "films");
    assert!(films.unwrap()["records"].as_u64().unwrap() > 0);
}

const SEAL: [&str; 7] =
    ["register", "sample", "seal", "{}", "talent_visits", "-o", "{above}/v.seal.toml"];
const OPEN: [&str; 13] = [
    "register",
    "sample",
    "open",
    "{}",
    "talent_visits",
    "--seal",
    "{above}/v.seal.toml",
    "--seed",
    "2024年第7号",
    "--count",
    "5",
    "-o",
    "{above}/opened.toml",
];
const VERIFY: [&str; 9] = [
    "register",
    "sample",
    "verify",
    "{above}/v.seal.toml",
    "{above}/opened.toml",
    "--seed",
    "2024年第7号",
    "--count",
    "5",
];

#[test]
fn rows_drawn_by_a_seed_are_opened_and_verified() {
    for algorithm in ["sha256", "sm3"] {
        let (_place, folder) = demo();
        let above = folder.parent().unwrap();
        let (code, printed) = with(&folder, &[&SEAL[..], &["--algorithm", algorithm]].concat());
        assert!(code == 0 && printed.contains("根哈希"), "{printed}");
        assert_eq!(with(&folder, &SEAL).0, 4, "a seal is not overwritten");
        // Records that come later leave the seal whole.
        let path = folder.join("registers/talent_visits.csv");
        let text = fs::read_to_string(&path).unwrap();
        let (first, last) = (text.lines().nth(1).unwrap(), text.lines().last().unwrap());
        let key = |line: &str| line.split(',').next().unwrap().to_owned();
        let later = last.replacen(&key(last), "Z-9999", 1);
        fs::write(&path, format!("{}\n{later}\n", text.trim_end())).unwrap();
        let (code, printed) = with(&folder, &OPEN);
        assert!(code == 0 && printed.contains("已开示5行"), "{printed}");
        let (code, printed) = with(&folder, &VERIFY);
        assert_eq!((code, printed.matches("未改动").count()), (0, 5), "{printed}");
        assert!(printed.contains("不说明登记属实"), "{printed}");
        let (code, printed) = with(&folder, &VERIFY[..5]);
        assert!(code == 0 && printed.contains("种子和行数取自开示文件"), "{printed}");
        let other = VERIFY.map(|one| if one == "5" { "6" } else { one });
        let (code, printed) = with(&folder, &other);
        assert!(code == 1 && printed.contains("抽中了这一行，但没有开示"), "{printed}");
        // A register that was changed behind the seal can't be opened.
        fs::remove_file(above.join("opened.toml")).unwrap();
        let changed = first.replacen(&key(first), "Z-0000", 1);
        fs::write(&path, text.replacen(first, &changed, 1)).unwrap();
        let (code, printed) = with(&folder, &OPEN);
        assert!(code == 1 && printed.contains("封存以后被改动过"), "{printed}");
        assert!(!above.join("opened.toml").exists());
    }
}

#[test]
fn a_file_of_opened_rows_that_was_tampered_with_is_refused() {
    let (_place, folder) = demo();
    let above = folder.parent().unwrap();
    assert_eq!(with(&folder, &SEAL).0, 0);
    assert_eq!(with(&folder, &OPEN).0, 0);
    let opened = fs::read_to_string(above.join("opened.toml")).unwrap();
    let text = opened.lines().find(|line| line.starts_with("text = \"20")).unwrap();
    let year = text.replacen("20", "19", 1);
    let proof = opened.lines().find(|line| line.starts_with("proof = ")).unwrap();
    let digit = if &proof[10..11] == "0" { "1" } else { "0" };
    let changed_proof = format!("{}{digit}{}", &proof[..10], &proof[11..]);
    let cases = [
        (text, year.as_str(), 1, "不符：与封存时的不一致"),
        (proof, &changed_proof, 1, "与封存时的不一致"),
        ("seed = \"2024", "seed = \"2025", 1, "种子或行数与抽样要求不同"),
        ("count = 5", "cuont = 5", 3, "是否应为「count」"),
        ("format = 1", "format = 2", 3, "格式版本不是 1"),
    ];
    for (from, to, code, words) in cases {
        fs::write(above.join("opened.toml"), opened.replacen(from, to, 1)).unwrap();
        let (found, printed) = with(&folder, &VERIFY);
        assert!(found == code && printed.contains(words), "{from}: {printed}");
    }
}

#[test]
fn a_secret_stays_out_of_the_dossier_and_a_register_that_is_not_whole_unsealed() {
    let (_place, folder) = demo();
    let inside = SEAL.map(|one| if one.starts_with("{above}") { "{}/v.seal.toml" } else { one });
    let (code, printed) = with(&folder, &inside);
    assert!(code == 2 && printed.contains("密钥不能放在卷宗里"), "{printed}");
    let unknown = SEAL.map(|one| if one == "talent_visits" { "talent_visit" } else { one });
    let (code, printed) = with(&folder, &unknown);
    assert!(code == 2 && printed.contains("是否应为「talent_visits」"), "{printed}");
    change(&folder, "registers/talent_visits.csv", "已走访", "已去过");
    let (code, printed) = with(&folder, &SEAL);
    assert!(code == 3 && printed.contains("没有写出任何文件"), "{printed}");
}
