//! `heng pack`: the rule packs inside the binary.

use std::io::Write;

use heng_core::pack::{Pack, builtin, cases};

use crate::Outcome;
use crate::error::Error;

/// Lists all packs.
pub fn list(out: &mut dyn Write) -> Result<Outcome, Error> {
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
    Ok(Outcome::Clean)
}

fn adopted(pack: &Pack) -> String {
    match (pack.adoption(), pack.adoption_refused()) {
        (Some(adoption), _) => format!("已由{}采用", adoption.adopted_by),
        (None, Some(why)) => format!("采用记录无效：{why}"),
        (None, None) => "未被采用（只出示例）".to_owned(),
    }
}

/// Shows a pack: what it is, its README, and every rule with its basis.
pub fn show(id: &str, out: &mut dyn Write) -> Result<Outcome, Error> {
    let pack = builtin::load(id, None)?;
    writeln!(out, "{}　{}", pack.id, pack.title)?;
    writeln!(out, "适用　{}，{}起", pack.subject.label(), pack.effective_from)?;
    writeln!(out, "版本　{}　哈希 {}", pack.version, pack.hash())?;
    writeln!(out, "继承　{}", pack.lineage.join(" → "))?;
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
        writeln!(out, "{entry}\n  {basis}")?;
    }
    if let Some(readme) =
        builtin::sources().iter().find(|one| one.id == id).and_then(|one| one.readme)
    {
        writeln!(out, "\n{}", readme.trim())?;
    }
    Ok(Outcome::Clean)
}

/// Runs the worked cases of one pack or of all.
pub fn test(id: Option<&str>, out: &mut dyn Write) -> Result<Outcome, Error> {
    let ids: Vec<&str> = id.map_or_else(|| builtin::ids().collect(), |id| vec![id]);
    let mut failed = 0_usize;
    for id in ids {
        let pack = builtin::load(id, None)?;
        let outcomes = cases::run(&pack, builtin::sources())?;
        for outcome in outcomes.iter().filter(|outcome| !outcome.passed()) {
            failed += 1;
            writeln!(out, "{} {}", outcome.place, outcome.name)?;
            writeln!(out, "  应为{}，算得{}", outcome.expected, outcome.found)?;
        }
        for method in cases::methods_without_case(&pack, &outcomes) {
            failed += 1;
            writeln!(out, "{id}：方法「{method}」没有算例")?;
        }
        let passed = outcomes.iter().filter(|outcome| outcome.passed()).count();
        writeln!(out, "{id}　算例{}个，相符{passed}个", outcomes.len())?;
    }
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::ErrorsFound })
}
