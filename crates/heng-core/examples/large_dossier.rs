//! Writes a dossier with many indicators, to measure what checking costs.
//!
//! `cargo run -p heng-core --example large_dossier -- INDICATORS FOLDER`
//!
//! The same number gives the same dossier. One indicator in twenty misses its target without a word,
//! one in thirty is far above it, and each hundredth is told again in an achievement.

#![allow(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "an example stops where something is not as it should be"
)]

use std::fmt::Write as _;

const OBJECTS: [&str; 10] =
    ["企业", "学校", "社区", "医院", "园区", "村庄", "码头", "集市", "泵站", "绿道"];
const MATTERS: [&str; 10] =
    ["走访", "检查", "培训", "改造", "巡护", "宣讲", "登记", "调解", "普查", "检修"];
const KINDS: [(&str, &str); 5] =
    [("数量", "次"), ("户数", "户"), ("场次", "场"), ("人次", "人次"), ("件数", "件")];
const NUMERALS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, folder] = arguments.as_slice() else {
        return Err("usage: large_dossier INDICATORS FOLDER".into());
    };
    let text = dossier(count.parse()?)?;
    std::fs::create_dir_all(folder)?;
    std::fs::write(std::path::Path::new(folder).join("dossier.toml"), text)?;
    Ok(())
}

fn dossier(count: usize) -> Result<String, std::fmt::Error> {
    let mut text = String::from(
        "format = 1\nfiscal_year = 2023\n\n[packs]\ndepartment = \"example-department\"\n\n\
         [department]\nname = \"临江区事务局\"\nfunctions = \"负责全区各项事务。\"\n",
    );
    for number in 0..8 {
        let (object, matter) = words(number * 7);
        writeln!(text, "\n[[objective]]\nid = \"o{number}\"")?;
        writeln!(text, "text = \"年内做好{object}{matter}工作，提高{object}服务水平。\"")?;
    }
    let per_task = 100;
    for task in 0..count.div_ceil(per_task) {
        let (object, matter) = words(task);
        writeln!(
            text,
            "\n[[task]]\nid = \"t{task}\"\nname = \"{object}{matter}任务{}\"",
            name(task)
        )?;
        writeln!(text, "objective = \"按计划完成{object}{matter}。\"")?;
        for index in task * per_task..count.min((task + 1) * per_task) {
            indicator(&mut text, index)?;
        }
    }
    for index in (0..count).step_by(100) {
        let (what, target, unit) = cells(index);
        writeln!(text, "\n[[achievement]]\nid = \"r{index}\"\ntitle = \"成效{}\"", name(index))?;
        writeln!(text, "text = \"完成{what}{}{unit}，群众反映良好。\"", actual(index, target))?;
    }
    Ok(text)
}

fn indicator(text: &mut String, index: usize) -> std::fmt::Result {
    let (name, target, unit) = cells(index);
    writeln!(text, "\n[[task.indicator]]\nid = \"i{index}\"\nname = \"{name}\"")?;
    writeln!(text, "dimension = \"output\"\nsubdimension = \"数量\"")?;
    writeln!(text, "target = \"≥{target}{unit}\"")?;
    writeln!(text, "actual = \"完成{name}{}{unit}\"\npoints = \"0.01\"", actual(index, target))
}

/// Name, target and unit of an indicator.
fn cells(index: usize) -> (String, usize, &'static str) {
    let (object, matter) = words(index);
    let (kind, unit) = KINDS[index % KINDS.len()];
    (format!("{}区{object}{matter}{kind}", name(index)), 20 + index * 37 % 400, unit)
}

fn actual(index: usize, target: usize) -> usize {
    match index {
        _ if index.is_multiple_of(20) => target * 9 / 10,
        _ if index.is_multiple_of(30) => target * 2,
        _ => target + target / 10,
    }
}

fn words(index: usize) -> (&'static str, &'static str) {
    (OBJECTS[index % OBJECTS.len()], MATTERS[index / OBJECTS.len() % MATTERS.len()])
}

/// A number in Chinese digits, so that names differ in their characters.
fn name(index: usize) -> String {
    index
        .to_string()
        .chars()
        .filter_map(|digit| Some(NUMERALS[digit.to_digit(10)? as usize]))
        .collect()
}
