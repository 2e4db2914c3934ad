//! `heng pack`: the rule packs inside the binary.

use std::io::Write;

use heng_core::pack::{Pack, builtin, cases};

use crate::Ending;
use crate::error::Error;

/// Lists all packs.
pub fn list(out: &mut dyn Write) -> Result<Ending, Error> {
    for id in builtin::ids() {
        let pack = builtin::load(id, None)?;
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

/// Shows a pack: what it is, its README, and every rule with its basis.
pub fn show(id: &str, out: &mut dyn Write) -> Result<Ending, Error> {
    let pack = builtin::load(id, None)?;
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
    writeln!(out)?;
    for (entry, basis) in pack.rules() {
        writeln!(out, "{entry}\n  {basis:#}")?;
    }
    if let Some(readme) =
        builtin::sources().iter().find(|one| one.id == id).and_then(|one| one.readme)
    {
        writeln!(out, "\n{}", readme.trim())?;
    }
    Ok(Ending::Clean)
}

/// Runs the worked cases of one pack or of all.
pub fn test(id: Option<&str>, out: &mut dyn Write) -> Result<Ending, Error> {
    let ids: Vec<&str> = id.map_or_else(|| builtin::ids().collect(), |id| vec![id]);
    let mut failed = 0_usize;
    for id in ids {
        let pack = builtin::load(id, None)?;
        let results = cases::run(&pack, builtin::sources())?;
        for result in results.iter().filter(|result| !result.passed()) {
            failed += 1;
            writeln!(out, "{} {}", result.place, result.name)?;
            writeln!(out, "  应为{}，算得{}", result.expected, result.found)?;
        }
        for method in cases::methods_without_case(&pack, &results) {
            failed += 1;
            writeln!(out, "{id}：方法「{method}」没有算例")?;
        }
        let passed = results.iter().filter(|result| result.passed()).count();
        writeln!(out, "{id}　算例{}个，相符{passed}个", results.len())?;
    }
    Ok(if failed == 0 { Ending::Clean } else { Ending::ErrorsFound })
}
