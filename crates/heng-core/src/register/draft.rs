//! A register that an office makes for itself: from answers, or from a table that it has.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::import::layout::{WITHIN, heading_at};
use super::import::{Content, Grid, bare, day};
use super::schema::{Column, ColumnKind, Presence, Schema, Sensitivity, WrittenUnit};
use super::template;
use super::value::fold;
use crate::figure::Unit;

/// A column in the making (起草的列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftColumn {
    /// The column.
    pub column: Column,
    /// What its kind was guessed from, in Chinese; nothing where somebody said it.
    pub ground: Option<String>,
}

/// The kinds of columns as people call them, each with the word of the schema.
pub static KINDS: [(&str, &str, ColumnKind); 6] = [
    ("文字", "text", ColumnKind::Text { choices: Vec::new() }),
    ("整数", "integer", ColumnKind::Integer),
    ("小数", "decimal", ColumnKind::Decimal),
    ("金额", "money", ColumnKind::Money),
    ("日期", "date", ColumnKind::Date),
    ("是否", "boolean", ColumnKind::Boolean),
];

/// The levels of sensitivity as people call them, each with the word of the schema.
pub static LEVELS: [(&str, &str, Sensitivity); 3] = [
    ("公开", "public", Sensitivity::Public),
    ("内部", "internal", Sensitivity::Internal),
    ("限制", "restricted", Sensitivity::Restricted),
];

/// The identifier of a new column: that of a template's column with the same label, where it is free.
#[must_use]
pub fn identifier(label: &str, taken: &[String]) -> String {
    let known = template::schemas().iter().flat_map(|schema| &schema.columns);
    let known = known.filter(|column| column.label == label).map(|column| column.id.clone());
    let numbered = (1_usize..).map(|number| format!("column_{number}"));
    let mut free = known.chain(numbered).filter(|id| !taken.contains(id));
    free.next().unwrap_or_default()
}

/// Guesses the columns of a table, and which of them tells records apart.
///
/// Nothing where no row looks like a heading. All columns are internal until somebody opens them;
/// those that look like data of persons are restricted.
#[must_use]
pub fn infer(grid: &Grid) -> Option<(Vec<DraftColumn>, Vec<usize>)> {
    let row = heading_row(grid)?;
    let mut drafts: Vec<DraftColumn> = Vec::new();
    let (mut taken, mut key) = (Vec::new(), None);
    for (at, heading) in heading_at(grid, row) {
        let label = bare(&heading);
        if label.is_empty() || drafts.iter().any(|draft| draft.column.label == label) {
            continue;
        }
        let below = grid.rows.iter().skip_while(|one| one.number <= row);
        let cells: Vec<&Content> =
            below.filter_map(|row| row.content(at)).filter(|one| !one.is_blank()).collect();
        let id = identifier(&label, &taken);
        taken.push(id.clone());
        let position = drafts.len();
        let is_number_of_record = label.ends_with("编号") || label.ends_with('号');
        if key.is_none() && is_number_of_record && are_different(&cells) {
            key = Some(position);
        }
        drafts.push(draft(grid, id, label, &heading, &cells));
    }
    let key = key.unwrap_or_default();
    if let Some(draft) = drafts.get_mut(key) {
        draft.column.presence = Presence::Required;
    }
    (!drafts.is_empty()).then_some((drafts, vec![key]))
}

/// Of the first rows the one with most words, with at least one row below.
fn heading_row(grid: &Grid) -> Option<usize> {
    let words = |number: usize| {
        let is_word = |(_, words): &&(usize, String)| !words.contains(|c: char| c.is_ascii_digit());
        heading_at(grid, number).iter().filter(is_word).count()
    };
    let rows = grid.rows.iter().take(WITHIN).map(|row| (words(row.number), row.number));
    let most = rows.rev().max_by_key(|(count, _)| *count)?;
    Some(most.1).filter(|_| most.0 > 0)
}

fn are_different(cells: &[&Content]) -> bool {
    let different: BTreeSet<String> =
        cells.iter().map(|content| fold(&content.words()).into_owned()).collect();
    different.len() == cells.len() && !cells.is_empty()
}

/// Words of headings below which persons would be named.
const PERSONAL: [&str; 7] = ["姓名", "身份证", "电话", "手机", "住址", "账号", "邮箱"];

fn draft(grid: &Grid, id: String, label: String, heading: &str, cells: &[&Content]) -> DraftColumn {
    let folded = fold(heading);
    let bracketed = folded.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let unit = bracketed.and_then(|(unit, _)| WrittenUnit::read(unit));
    let (kind, why) = kind(grid, &label, unit.as_ref(), cells);
    let unit = match kind {
        ColumnKind::Money => unit.or(Some(WrittenUnit { unit: Unit::Yuan, power: 0 })),
        _ => unit.filter(|_| kind.is_number()),
    };
    let is_personal = PERSONAL.iter().any(|word| label.contains(word));
    let sensitivity = if is_personal { Sensitivity::Restricted } else { Sensitivity::Internal };
    let ground =
        if is_personal { format!("{why}；像是个人信息，请考虑不登记") } else { why };
    let column =
        Column { id, label, kind, unit, minimum: None, presence: Presence::Optional, sensitivity };
    DraftColumn { column, ground: Some(ground) }
}

/// The kind that all cells can be read as, the narrowest first.
fn kind(
    grid: &Grid,
    label: &str,
    unit: Option<&WrittenUnit>,
    cells: &[&Content],
) -> (ColumnKind, String) {
    let text = ColumnKind::Text { choices: Vec::new() };
    if cells.is_empty() {
        return (text, "没有内容，按文字".to_owned());
    }
    let count = cells.len();
    let is_code = label.ends_with('号') || label.ends_with("代码");
    let trial = |kind: ColumnKind| Column {
        id: String::new(),
        label: String::new(),
        kind,
        unit: unit.cloned(),
        minimum: None,
        presence: Presence::Optional,
        sensitivity: Sensitivity::Internal,
    };
    let are_all = |kind: ColumnKind| {
        let column = trial(kind);
        cells.iter().all(|content| column.read(&content.words()).is_ok())
    };
    let is_day = |content: &&Content| {
        matches!(content, Content::Day(_)) || day::read(&content.words(), grid.epoch, None).is_ok()
    };
    if !is_code && cells.iter().all(is_day) {
        return (ColumnKind::Date, format!("{count}格都是日期"));
    }
    let is_yes_or_no = |content: &&Content| matches!(&*content.words(), "是" | "否");
    if cells.iter().all(is_yes_or_no) {
        return (ColumnKind::Boolean, format!("{count}格都是“是”或“否”"));
    }
    let is_money = unit.is_some_and(|unit| unit.unit == Unit::Yuan)
        || (label.contains("金额") || label.contains("经费")) && unit.is_none();
    if !is_code && are_all(ColumnKind::Decimal) {
        if is_money {
            return (ColumnKind::Money, format!("{count}格都是金额"));
        }
        if are_all(ColumnKind::Integer) {
            return (ColumnKind::Integer, format!("{count}格都是整数"));
        }
        return (ColumnKind::Decimal, format!("{count}格都是数"));
    }
    let words: BTreeSet<String> =
        cells.iter().map(|content| content.words().trim().to_owned()).collect();
    let (most, times) = (8, 3);
    if !is_code && words.len() <= most && words.len().saturating_mul(times) <= count {
        let found = words.len();
        let choices = words.into_iter().collect();
        return (
            ColumnKind::Text { choices },
            format!("{count}格只有{found}种写法，作为可填的内容"),
        );
    }
    (text, format!("{count}格是文字"))
}

/// A text as a TOML value within one line, so that a heading with a break stays one value.
pub(super) fn quoted(text: &str) -> String {
    let text = toml_writer::TomlStringBuilder::new(text).as_basic();
    toml_writer::ToTomlValue::to_toml_value(&text)
}

/// Writes the text of a schema.
#[must_use]
pub fn write(id: &str, title: &str, columns: &[Column], key: &[usize], retention: &str) -> String {
    let keys = key.iter().filter_map(|at| columns.get(*at)).map(|column| quoted(&column.id));
    let keys = keys.collect::<Vec<_>>().join(", ");
    let mut text = format!(
        "# 由 heng register new 起草，可以改。\n[register]\nid = {}\ntitle = {}\nkey = [{keys}]\n",
        quoted(id),
        quoted(title)
    );
    if retention.is_empty() {
        text.push_str("# 保存期限：retention = \"10年\" 或 \"永久\"。\n");
    } else {
        let _ = writeln!(text, "retention = {}", quoted(retention));
    }
    for column in columns {
        let kind = KINDS.iter().find(|(name, ..)| *name == column.kind.name());
        let level = LEVELS.iter().find(|(.., level)| *level == column.sensitivity);
        let _ = writeln!(
            text,
            "\n[[column]]\nid = {}\nlabel = {}\ntype = \"{}\"",
            quoted(&column.id),
            quoted(&column.label),
            kind.map_or("text", |(_, word, _)| word)
        );
        if let Some(unit) = &column.unit {
            let _ = writeln!(text, "unit = {}", quoted(&unit.to_string()));
        }
        if let ColumnKind::Text { choices } = &column.kind
            && !choices.is_empty()
        {
            let choices: Vec<String> = choices.iter().map(|choice| quoted(choice)).collect();
            let _ = writeln!(text, "choices = [{}]", choices.join(", "));
        }
        if column.presence == Presence::Required {
            text.push_str("required = true\n");
        }
        let _ =
            writeln!(text, "sensitivity = \"{}\"", level.map_or("internal", |(_, word, _)| word));
    }
    text.push_str(
        "\n# 数据质量的五项说明，写好后去掉行首的 #。\n# [quality]\n# verification = \"如何核实\"\n\
# sources = \"数据来源\"\n# accuracy = \"所需准确程度\"\n# limits = \"已知局限\"\n\
# compensation = \"如何弥补\"\n",
    );
    text
}

/// Writes measures of a register as comments, for somebody who makes them his own.
#[must_use]
pub fn measures_example(schema: &Schema) -> String {
    let mut text = format!(
        "\n# 「{}」的度量示例：去掉行首的 # 后按需修改。\n# [[measure]]\n# id = \"{id}_records\"\n\
# label = \"{}记录\"\n# register = \"{id}\"\n",
        schema.title,
        schema.title,
        id = schema.id
    );
    let day = schema.columns.iter().find(|column| column.kind == ColumnKind::Date);
    let year = day.map(|day| {
        format!("# where = [{{ column = \"{}\", within = \"fiscal_year\" }}]\n", day.id)
    });
    let year = year.unwrap_or_default();
    let _ = write!(text, "{year}# value = {{ count = \"rows\" }}\n# unit = \"条\"\n");
    if let Some(number) = schema.columns.iter().find(|column| column.kind.is_number()) {
        let _ = write!(
            text,
            "#\n# [[measure]]\n# id = \"{id}_{column}\"\n# label = \"{label}合计\"\n# register = \"{id}\"\n\
{year}# value = {{ sum = \"{column}\" }}\n",
            id = schema.id,
            column = number.id,
            label = number.label
        );
    }
    text
}
