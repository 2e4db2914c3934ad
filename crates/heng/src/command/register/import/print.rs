//! What an import did or would do, for people.

use std::io::Write;

use heng_core::register::import::layout::{Feed, Layout};
use heng_core::register::import::mapping::{MappedColumn, Source};
use heng_core::register::import::rows::{Aside, Reason, Sorted, Taken};
use heng_core::register::schema::Schema;
use heng_core::register::value::Value;

use super::{Chosen, Target};
use crate::error::Error;

/// Prints the mapping, the first records, and every row that is none.
pub(super) fn all(
    target: &Target,
    chosen: &Chosen<'_>,
    layout: &Layout<'_>,
    sorted: &Sorted,
    preview: usize,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let schema = &target.schema;
    let sheet = chosen.grid.sheet.as_ref().map(|sheet| format!("「{sheet}」")).unwrap_or_default();
    writeln!(out, "文件　{}{sheet}，表头在第{}行", chosen.grid.file, layout.heading_row)?;
    writeln!(out, "台账　{}（{}），已有{}条", schema.title, target.file, target.kept.len())?;
    mapping(chosen, layout, schema, out)?;
    writeln!(out, "预览")?;
    for taken in sorted.taken.iter().take(preview) {
        writeln!(out, "  第{}行　{}", taken.row, in_words(taken, schema))?;
    }
    if sorted.taken.len() > preview {
        writeln!(out, "  ……共{}行", sorted.taken.len())?;
    }
    for filled in &sorted.filled {
        let (first, last) = filled.rows;
        writeln!(
            out,
            "合并单元格　第{first}行至第{last}行「{}」按「{}」填入各行",
            filled.column, filled.words
        )?;
    }
    aside(&sorted.aside, out)?;
    if !sorted.refused.is_empty() {
        writeln!(out, "拒收{}行", sorted.refused.len())?;
        for problem in sorted.refused.iter().flat_map(|refused| &refused.problems) {
            writeln!(out, "{problem}")?;
        }
    }
    writeln!(
        out,
        "表头以下有内容的共{}行：采用{}，搁置{}，拒收{}。",
        sorted.rows,
        sorted.taken.len(),
        sorted.aside.len(),
        sorted.refused.len()
    )?;
    Ok(())
}

fn mapping(
    chosen: &Chosen<'_>,
    layout: &Layout<'_>,
    schema: &Schema,
    out: &mut dyn Write,
) -> Result<(), Error> {
    writeln!(out, "对应")?;
    for (position, mapped) in chosen.mapping.columns.iter().enumerate() {
        let Some((_, column)) = schema.column(&mapped.to) else { continue };
        let source = match &mapped.source {
            Source::Heading(heading) => heading.replace(char::is_control, " "),
            Source::Constant(constant) => format!("（固定为「{constant}」）"),
        };
        let why = chosen.grounds.as_ref().and_then(|grounds| grounds.get(position));
        let why = why.map(|grounds| format!("　{}", grounds.name())).unwrap_or_default();
        writeln!(out, "  {source} → {}{why}{}", column.label, changed(mapped, schema))?;
    }
    for (column, feed) in schema.columns.iter().zip(&layout.feeds) {
        if matches!(feed, Feed::Nothing) {
            writeln!(out, "  （没有来源）→ {}　留空", column.label)?;
        }
    }
    for heading in layout.left_out() {
        writeln!(out, "  {} → 不导入", heading.replace(char::is_control, " "))?;
    }
    if let Some(year) = layout.year {
        writeln!(out, "  没有写年份的日期按{year}年")?;
    }
    Ok(())
}

/// How cells are changed on the way: their unit, and words of the file.
fn changed(mapped: &MappedColumn, schema: &Schema) -> String {
    let own = schema.column(&mapped.to).and_then(|(_, column)| column.unit.as_ref());
    let unit = mapped.unit.as_ref().zip(own);
    let unit = unit.map(|(unit, own)| format!("　由「{unit}」换算成「{own}」"));
    let values = mapped.values.iter().map(|(from, to)| format!("　「{from}」按「{to}」"));
    unit.into_iter().chain(values).collect()
}

fn in_words(taken: &Taken, schema: &Schema) -> String {
    let cells = schema.columns.iter().zip(&taken.record);
    let filled = cells.filter_map(|(column, value)| {
        value.as_ref().map(|value: &Value<'_>| format!("{}：{}", column.label, value.text()))
    });
    filled.collect::<Vec<_>>().join("，")
}

/// Rows that are set aside; those that the register has are only counted, with their rows.
fn aside(aside: &[Aside], out: &mut dyn Write) -> Result<(), Error> {
    if aside.is_empty() {
        return Ok(());
    }
    writeln!(out, "搁置{}行", aside.len())?;
    let (kept, others): (Vec<&Aside>, Vec<&Aside>) =
        aside.iter().partition(|one| matches!(one.reason, Reason::Kept(_)));
    for one in others {
        writeln!(out, "  第{}行　{}　| {}", one.row, one.reason, one.excerpt)?;
    }
    let rows: Vec<usize> = kept.iter().map(|one| one.row).collect();
    if !rows.is_empty() {
        writeln!(out, "  台账里已有、内容相同的{}行：{}", rows.len(), ranges(&rows))?;
    }
    Ok(())
}

/// Numbers of rows in ascending order: `第5至9、12行`.
fn ranges(rows: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if last.saturating_add(1) == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let range = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}至{last}") }
    };
    format!("第{}行", ranges.iter().map(range).collect::<Vec<_>>().join("、"))
}
