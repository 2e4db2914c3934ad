//! Where the actual of each indicator comes from.

use std::io::Write;

use heng_core::dossier::{Actual, Indicator};
use heng_core::evaluation::Loaded;
use heng_core::register::Measured;

use crate::error::Error;
use crate::json;

/// Prints the indicators under their task or project: actual, and the register or the evidence behind it.
pub fn print(loaded: &Loaded, out: &mut dyn Write) -> Result<(), Error> {
    let mut owner_before = String::new();
    let mut measured = 0_usize;
    let mut all = 0_usize;
    for (owner, indicator) in loaded.dossier.indicators() {
        let owner = owner.label();
        if all == 0 {
            writeln!(out, "完成值的来历")?;
        }
        if owner != owner_before {
            writeln!(out, "  {owner}")?;
            owner_before = owner;
        }
        writeln!(out, "    {}：{}", indicator.name, origin(loaded, indicator))?;
        all += 1;
        measured += usize::from(matches!(indicator.actual, Actual::Measured(_)));
    }
    if all > 0 {
        writeln!(out, "  共{all}项指标，由台账度量{measured}项。")?;
    }
    Ok(())
}

/// Prints the same as data: an object an indicator, always with the same keys.
pub fn print_lines(loaded: &Loaded, out: &mut dyn Write) -> Result<(), Error> {
    for (owner, indicator) in loaded.dossier.indicators() {
        json::line(&json::origin(&owner.label(), indicator, &loaded.measurements), out)?;
    }
    Ok(())
}

fn origin(loaded: &Loaded, indicator: &Indicator) -> String {
    match &indicator.actual {
        Actual::Measured(id) => match loaded.measurements.0.get(id) {
            Some(Ok(measured)) => format!("{} ← {}", measured.figure(), counted(id, measured)),
            Some(Err(why)) => format!("没有得出值 ← 度量 {id}（{why}）"),
            None => format!("没有得出值 ← 没有度量 {id}"),
        },
        Actual::Derived(formula) => format!("由管理数据算出（{formula}）"),
        Actual::Typed(text) if indicator.evidence.is_empty() => format!("{text} ← 手填，没有佐证"),
        Actual::Typed(text) => format!("{text} ← 手填，佐证 {}", indicator.evidence.join("、")),
    }
}

/// The register, the measure, and how many rows were counted.
fn counted(id: &str, measured: &Measured) -> String {
    let rows = measured.rows.len();
    let whole = measured.whole_rows.as_ref().map(|whole| format!("/{}", whole.len()));
    format!("{} · {id} · {rows}{}行", measured.register, whole.unwrap_or_default())
}
