//! `heng pack`: the rule packs inside the binary and those of folders.

pub mod adopt;

use std::io::Write;
use std::path::Path;

use heng_core::pack::cases::{self, CaseResult};
use heng_core::pack::{Pack, Standard, TotalRule, Weight};

use crate::cli::Format;
use crate::error::Error;
use crate::packs::Packs;
use crate::{Ending, json};

/// Lists all packs.
pub fn list(folder: Option<&Path>, format: Format, out: &mut dyn Write) -> Result<Ending, Error> {
    let packs = Packs::with(folder)?;
    for id in packs.ids() {
        let pack = packs.load(id, None)?;
        if format == Format::Jsonl {
            json::line(&json::pack(&pack), out)?;
            continue;
        }
        let adopted = adopted(&pack);
        writeln!(
            out,
            "{id}　第{}版　{}　{}　{adopted}",
            pack.version,
            pack.subject.label(),
            pack.title
        )?;
    }
    Ok(Ending::Clean)
}

fn adopted(pack: &Pack) -> String {
    match (pack.adoption(), pack.adoption_refused()) {
        (Some(adoption), _) => format!("已由{}采用", adoption.adopted_by),
        (None, Some(why)) => format!("采用记录无效：{why}"),
        (None, None) => "未被采用（只出示例）".to_owned(),
    }
}

/// Shows a pack: what it is, its points, its README, and every rule with its basis.
pub fn show(
    name: &str,
    folder: Option<&Path>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let mut packs = Packs::with(folder)?;
    let id = packs.named(name)?;
    let pack = packs.load(&id, None)?;
    if format == Format::Jsonl {
        json::line(&json::pack_whole(&pack), out)?;
        return Ok(Ending::Clean);
    }
    writeln!(out, "{}　{}", pack.id, pack.title)?;
    writeln!(out, "适用　{}，{}起", pack.subject.label(), pack.effective_from)?;
    writeln!(out, "版本　{}　哈希 {}", pack.version, pack.hash())?;
    if pack.lineage.len() > 1 {
        writeln!(out, "继承　{}", pack.lineage.join(" → "))?;
    }
    writeln!(out, "采用　{}", adopted(&pack))?;
    let count = pack.rule_count();
    writeln!(
        out,
        "规则　{}条：有据可查{}、他处做法{}、未经核实{}、方案自定{}",
        count.all(),
        count.cited,
        count.attested,
        count.unconfirmed,
        count.scheme
    )?;
    show_points(&pack, out)?;
    writeln!(out)?;
    for (entry, basis) in pack.rules() {
        writeln!(out, "{entry}\n  {basis:#}")?;
    }
    let sources = packs.sources();
    if let Some(readme) = sources.iter().find(|one| one.id == id).and_then(|one| one.readme) {
        writeln!(out, "\n{}", readme.trim())?;
    }
    Ok(Ending::Clean)
}

/// Shows whether there is a total, what it is made of, and the indicators that the scheme lists.
fn show_points(pack: &Pack, out: &mut dyn Write) -> Result<(), Error> {
    match &pack.total {
        TotalRule::OutOf(points) => writeln!(out, "满分　{points}分")?,
        TotalRule::Refused { reason, .. } => writeln!(out, "总分　不给：{reason}")?,
    }
    let shown = |weights: &[Weight]| {
        let weights = weights.iter().map(|one| format!("{}{}分", one.label, one.points));
        weights.collect::<Vec<_>>().join("、")
    };
    if pack.variants.is_empty() && !pack.weights.is_empty() {
        writeln!(out, "分值　{}", shown(&pack.weights))?;
    }
    for variant in &pack.variants {
        writeln!(out, "分值　{}：{}", variant.label, shown(&variant.weights))?;
    }
    for standard in &pack.standards {
        writeln!(out, "指标　{}", standard_text(standard, pack))?;
    }
    Ok(())
}

fn standard_text(standard: &Standard, pack: &Pack) -> String {
    let dimension = standard.dimension.as_deref().map(|one| pack.dimension_label(one));
    let path = dimension.into_iter().chain(standard.subdimension.as_deref());
    let path = path.chain([standard.label.as_str()]).collect::<Vec<_>>().join(" · ");
    let points = standard.points.map(|points| format!("　{points}分"));
    let clause = standard.clause.as_ref().map(|clause| format!("　{clause}"));
    format!("{path}{}{}", points.unwrap_or_default(), clause.unwrap_or_default())
}

/// Runs the worked cases of one pack or of all, and names the boundaries that have none.
pub fn test(
    name: Option<&str>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let mut packs = Packs::with(folder)?;
    let named = name.map(|name| packs.named(name)).transpose()?;
    let all = || packs.ids().into_iter().map(ToOwned::to_owned).collect();
    let ids: Vec<String> = named.map_or_else(all, |id| vec![id]);
    let mut failed = 0_usize;
    for id in ids {
        let pack = packs.load(&id, None)?;
        let results = cases::run(&pack, &packs.sources())?;
        failed += print_failed(&results, out)?;
        for method in cases::methods_without_case(&pack, &results) {
            failed += 1;
            writeln!(out, "{id}：方法「{method}」没有算例")?;
        }
        for boundary in cases::boundaries_without_case(&pack, &results) {
            failed += 1;
            writeln!(out, "{id}：{boundary}没有算例")?;
        }
        let passed = results.iter().filter(|result| result.passed()).count();
        writeln!(out, "{id}　算例{}个，相符{passed}个", results.len())?;
    }
    Ok(if failed == 0 { Ending::Clean } else { Ending::ErrorsFound })
}

/// Prints the cases that did not give what they expect; gives how many.
fn print_failed(results: &[CaseResult], out: &mut dyn Write) -> Result<usize, Error> {
    let failed = results.iter().filter(|result| !result.passed());
    for result in failed.clone() {
        writeln!(out, "{} {}", result.place, result.name)?;
        writeln!(out, "  应为{}，算得{}", result.expected, result.found)?;
    }
    Ok(failed.count())
}
