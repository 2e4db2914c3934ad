//! Reads measures from the TOML text of a `measures.toml`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::condition::{Registers, conditions};
use super::{Aggregate, Measure, MeasureSet};
use crate::fact::Place;
use crate::figure::Unit;
use crate::reader::{self, Entry, Problem, ProblemKind, nearest};
use crate::register::Measurements;
use crate::register::schema::{Column, ColumnKind, Schema, WrittenUnit};

/// The aggregates that a measure's `value` may name.
const AGGREGATES: [&str; 7] =
    ["count", "count_distinct", "sum", "mean", "share", "ratio", "latest"];

/// Decimals that a quotient may be rounded to.
const MAX_DECIMALS: i64 = 6;

/// Reads measures over the registers with these schemas.
///
/// A measure with any problem is refused whole: leaving out a condition would change its value.
#[must_use]
pub fn read(file: &str, text: &str, schemas: &[Schema]) -> (MeasureSet, Vec<Problem>) {
    let schemas: Vec<Arc<Schema>> = schemas.iter().cloned().map(Arc::new).collect();
    let (candidates, problems) = reader::read(file, text, |root| {
        let mut taken = BTreeSet::new();
        let entries = root.entries("measure");
        let read = |entry: &Entry<'_>| candidate(entry, &schemas, &mut taken);
        entries.iter().map(read).collect::<Vec<Candidate>>()
    });
    let is_cut_off = problems.iter().any(|problem| problem.kind == ProblemKind::Syntax);
    let mut set = MeasureSet::default();
    let mut following = candidates.iter().skip(1).map(|next| line(&next.place));
    let ends: Vec<usize> =
        candidates.iter().map(|_| following.next().unwrap_or(usize::MAX)).collect();
    for (candidate, end) in candidates.into_iter().zip(ends) {
        // Measures that share a line share its problems.
        let lines = line(&candidate.place)..end.max(line(&candidate.place).saturating_add(1));
        let has_problem =
            is_cut_off || problems.iter().any(|problem| lines.contains(&line(&problem.place)));
        match candidate.measure {
            Some(measure) if !has_problem => set.measures.push(measure),
            // Of two with the same identifier the first stays.
            _ if set.measures.iter().any(|measure| measure.id == candidate.id) => {}
            _ => {
                let reason = format!("度量的定义有问题，见 {}", candidate.place);
                set.refused.add(Measurements::without_value([candidate.id.as_str()], &reason));
            }
        }
    }
    (set, problems)
}

/// A measure as far as it could be read.
struct Candidate {
    id: String,
    place: Place,
    measure: Option<Measure>,
}

fn line(place: &Place) -> usize {
    match place {
        Place::Line { line, .. } => *line,
        _ => 0,
    }
}

fn candidate(
    entry: &Entry<'_>,
    schemas: &[Arc<Schema>],
    taken: &mut BTreeSet<String>,
) -> Candidate {
    let id = entry.required_text("id");
    if !id.is_empty() && !taken.insert(id.clone()) {
        let message = format!("已经有一个度量叫「{id}」。");
        entry.report(ProblemKind::DuplicateId, "id", message, "请换一个标识。");
    }
    Candidate { place: entry.place(), measure: measure(entry, &id, schemas), id }
}

fn measure(entry: &Entry<'_>, id: &str, schemas: &[Arc<Schema>]) -> Option<Measure> {
    let label = entry.required_text("label");
    let schema = register(entry, schemas);
    for key in ["where", "value", "unit", "minimum_rows"] {
        // Where the register is not known these can't be read; they count as known all the same.
        let _ = entry.has(key);
    }
    let schema = schema?;
    let registers = Registers { own: schema, all: schemas };
    let conditions = conditions(entry, "where", registers);
    if !entry.has("value") {
        entry.missing("value");
    }
    let aggregate = aggregate(&entry.entry("value")?, registers)?;
    let unit = unit(entry, &aggregate, schema)?;
    let minimum_rows = minimum_rows(entry, &aggregate);
    Some(Measure {
        id: id.to_owned(),
        label,
        schema: Arc::clone(schema),
        conditions,
        aggregate,
        unit,
        minimum_rows,
    })
}

fn register<'s>(entry: &Entry<'_>, schemas: &'s [Arc<Schema>]) -> Option<&'s Arc<Schema>> {
    let id = entry.required_text("register");
    if id.is_empty() {
        return None;
    }
    let found = schemas.iter().find(|schema| schema.id == id);
    if found.is_none() {
        let near = nearest(&id, schemas.iter().map(|schema| schema.id.as_str()));
        let remedy = near.map_or_else(
            || "请补上它的 register.toml，或改用已有的台账。".to_owned(),
            |near| format!("是否应为「{near}」？"),
        );
        let message = format!("没有台账「{id}」的格式。");
        entry.report(ProblemKind::UnknownReference, "register", message, &remedy);
    }
    found
}

fn aggregate(value: &Entry<'_>, registers: Registers<'_>) -> Option<Aggregate> {
    let schema = registers.own;
    let present: Vec<&str> = AGGREGATES.into_iter().filter(|key| value.has(key)).collect();
    let [key] = present.as_slice() else {
        let message = if present.is_empty() {
            "没有写明怎样汇总。".to_owned()
        } else {
            format!("只能有一种汇总方式，这里有：{}。", present.join("、"))
        };
        let key = present.last().copied().unwrap_or_default();
        let remedy = format!("请写出其中一种：{}。", AGGREGATES.join("、"));
        value.report(ProblemKind::NotUnderstood, key, message, &remedy);
        return None;
    };
    match *key {
        "count" => value.choice(key, &[("rows", Aggregate::Count)]),
        "count_distinct" => Some(Aggregate::CountDistinct(schema.column_named(value, key)?.0)),
        "sum" => Some(Aggregate::Sum(number(value, key, schema)?)),
        "mean" => {
            let (of, decimals) = (number(value, key, schema), decimals(value));
            Some(Aggregate::Mean { of: of?, decimals: decimals? })
        }
        "share" => {
            let (part, decimals) = (conditions(value, key, registers), decimals(value));
            if part.is_empty() {
                let message = "没有写明哪一部分。".to_owned();
                value.not_understood(key, message, "请写出这一部分的条件。");
                return None;
            }
            Some(Aggregate::Share { part, decimals: decimals? })
        }
        "ratio" => {
            let of = number(value, key, schema);
            let (to, decimals) = (number(value, "to", schema), decimals(value));
            Some(Aggregate::Ratio { of: of?, to: to?, decimals: decimals? })
        }
        _ => {
            let (of, by) = (number(value, key, schema), day(value, "by", schema));
            Some(Aggregate::Latest { of: of?, by: by? })
        }
    }
}

fn number(value: &Entry<'_>, key: &str, schema: &Schema) -> Option<usize> {
    let (position, column) = schema.column_named(value, key)?;
    if column.kind.is_number() {
        return Some(position);
    }
    wrong_kind(value, key, column, "数字或金额");
    None
}

fn day(value: &Entry<'_>, key: &str, schema: &Schema) -> Option<usize> {
    let (position, column) = schema.column_named(value, key)?;
    if column.kind == ColumnKind::Date {
        return Some(position);
    }
    wrong_kind(value, key, column, "日期");
    None
}

fn wrong_kind(value: &Entry<'_>, key: &str, column: &Column, wanted: &str) {
    let message =
        format!("「{key}」须是{wanted}列，而「{}」是{}列。", column.label, column.kind.name());
    value.report(ProblemKind::WrongType, key, message, "请换一列，或改变汇总方式。");
}

/// How many decimals a quotient is rounded to; it is stated, never assumed.
fn decimals(value: &Entry<'_>) -> Option<u32> {
    if !value.has("decimals") {
        value.missing("decimals");
    }
    let decimals = value.integer("decimals")?;
    if !(0..=MAX_DECIMALS).contains(&decimals) {
        let message = format!("不能保留 {decimals} 位小数。");
        let remedy = format!("请写 0 到 {MAX_DECIMALS} 之间的整数。");
        value.not_understood("decimals", message, &remedy);
        return None;
    }
    u32::try_from(decimals).ok()
}

/// The fewest records of which a share says something, where the measure states it.
fn minimum_rows(entry: &Entry<'_>, aggregate: &Aggregate) -> Option<usize> {
    let rows = entry.integer("minimum_rows")?;
    if !matches!(aggregate, Aggregate::Share { .. }) {
        let message = "只有求比例（share）的度量可以写「minimum_rows」。".to_owned();
        entry.not_understood("minimum_rows", message, "请删去，或改变汇总方式。");
        return None;
    }
    let rows = usize::try_from(rows).ok().filter(|rows| *rows > 0);
    if rows.is_none() {
        let message = "最少记录数须大于 0。".to_owned();
        entry.not_understood("minimum_rows", message, "请写大于 0 的整数，如 30。");
    }
    rows
}

/// The unit of the value; where none is written, the one of the column that is taken.
fn unit(entry: &Entry<'_>, aggregate: &Aggregate, schema: &Schema) -> Option<WrittenUnit> {
    let column = |position: &usize| schema.columns.get(*position);
    let of = match aggregate {
        Aggregate::Count | Aggregate::CountDistinct(_) | Aggregate::Share { .. } => None,
        Aggregate::Sum(of)
        | Aggregate::Mean { of, .. }
        | Aggregate::Ratio { of, .. }
        | Aggregate::Latest { of, .. } => column(of),
    };
    let stated = if entry.has("unit") {
        stated_unit(entry)?
    } else {
        let is_ratio = matches!(aggregate, Aggregate::Ratio { .. });
        let own = of.and_then(|column| column.unit.clone());
        let own = own.filter(|_| !is_ratio);
        if own.is_none() {
            entry.missing("unit");
        }
        own?
    };
    let is_rate = matches!(stated.unit, Unit::Percent | Unit::Permille);
    let wanted = match aggregate {
        Aggregate::Count | Aggregate::CountDistinct(_) => {
            (!matches!(stated.unit, Unit::Counted(_))).then_some("所数之物的量词，如「期」")
        }
        Aggregate::Share { .. } => (!is_rate).then_some("「%」或「‰」"),
        Aggregate::Ratio { of, to, .. } => ratio_unit(&stated, column(of)?, column(to)?),
        _ => differs(&stated, of?).then_some("与所取的列相同的单位"),
    };
    if let Some(wanted) = wanted {
        let own = of.and_then(|column| column.unit.as_ref());
        let own = own.map_or_else(String::new, |unit| format!("（「{unit}」）"));
        let message = format!("单位「{stated}」与汇总方式不符，应为{wanted}{own}。");
        entry.not_understood("unit", message, "请改正单位或汇总方式。");
        return None;
    }
    Some(stated)
}

fn stated_unit(entry: &Entry<'_>) -> Option<WrittenUnit> {
    let text = entry.text("unit")?;
    let unit = WrittenUnit::read(&text);
    if unit.is_none() {
        let message = format!("「{text}」不是单位。");
        entry.not_understood("unit", message, "请写成如 \"期\"、\"万元\" 或 \"%\"。");
    }
    unit
}

fn differs(stated: &WrittenUnit, column: &Column) -> bool {
    let own = column.unit.as_ref();
    own.is_some_and(|own| own.unit != stated.unit) || (own.is_none() && stated.unit == Unit::Yuan)
}

/// What the unit of a ratio should be instead, where it is wrong.
fn ratio_unit(stated: &WrittenUnit, of: &Column, to: &Column) -> Option<&'static str> {
    let is_money = |column: &Column| column.kind == ColumnKind::Money;
    match stated.unit {
        Unit::Percent | Unit::Permille => {
            (is_money(of) != is_money(to)).then_some("分子的单位：金额与数量之比不是比率")
        }
        _ if is_money(of) && is_money(to) => Some("「%」或「‰」"),
        _ => differs(stated, of).then_some("「%」，或分子的单位"),
    }
}
