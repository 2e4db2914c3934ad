//! `heng register revise`: a correction of a record, written beside the register.

use std::io::Write;

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::batch::Record;
use heng_core::register::revision::{
    Change, History, JOURNAL, Revision, Standing, Trace, change, column_of, key,
};
use heng_core::register::value::Value;
use heng_intake::folder::history::{REVISIONS, beside, history, journal};
use heng_intake::register;

use super::import::append_lines;
use super::{register as named, registers};
use crate::Ending;
use crate::cli::Revise;
use crate::command::seal::today;
use crate::error::Error;

/// Writes a line for each change behind the revisions of the register.
pub fn run(arguments: &Revise, out: &mut dyn Write) -> Result<Ending, Error> {
    let folder = &arguments.folder;
    let registers = registers(folder)?;
    let found = named(&registers, &arguments.id)?;
    let schema = &found.schema;
    let name = beside(&found.file, REVISIONS);
    let refuse = |excerpt: &str, message: String, remedy: String| {
        Error::unfit_register(Problem {
            kind: ProblemKind::NotUnderstood,
            place: Place::File { file: found.file.clone() },
            excerpt: excerpt.to_owned(),
            message,
            remedy,
        })
    };
    if let Some(part) = arguments.key.iter().find(|part| part.contains('；')) {
        let message = "主键里有分号「；」，修订流水分不清它的各部分，没有修订。".to_owned();
        return Err(refuse(part, message, "请作废这一条，另登一条。".to_owned()));
    }
    let wanted = arguments.key.join("；");
    let (history, problems) = history(folder, &found.file, schema, None);
    if !problems.is_empty() {
        return Err(Error::UnfitRegister { problems });
    }
    let mut record: Option<(Record<'static>, Standing)> = None;
    let mut trace = Trace::default();
    let mut take = |row: usize, one: &[Option<Value<'_>>]| {
        if key(schema, one) == wanted {
            let own = |value: &Option<Value<'_>>| value.clone().map(Value::into_owned);
            let mut revised: Record<'static> = one.iter().map(own).collect();
            let standing = history.revisions.apply(schema, row, &mut revised, &mut trace);
            record = Some((revised, standing));
        }
    };
    let unrevised = History::default();
    register::records(&found.path, &found.file, schema, &unrevised, &mut take);
    let record = match record {
        Some((record, Standing::Counts)) => record,
        Some((_, Standing::Withdrawn)) => {
            let message = "这条记录已经作废，没有修订。".to_owned();
            return Err(refuse(&wanted, message, "请核对主键。".to_owned()));
        }
        None => {
            let message = format!("台账里没有主键为「{wanted}」的记录，没有修订。");
            let remedy = format!("主键是{}，请照台账写。", schema.key_label());
            return Err(refuse(&wanted, message, remedy));
        }
    };
    let mut changes = Vec::new();
    for set in &arguments.set {
        let (column, to) = set.split_once('=').ok_or_else(|| {
            let message = "--set 应写成 列=内容，没有修订。".to_owned();
            refuse(set, message, "例如 --set 人数=13。".to_owned())
        })?;
        let position = column_of(schema, column.trim()).map_err(|remedy| {
            let message = format!("台账「{}」没有「{column}」这一列，没有修订。", schema.title);
            refuse(set, message, remedy)
        })?;
        let from = record.get(position).and_then(Option::as_ref).map(Value::text);
        let change = change(schema, position, &from.unwrap_or_default(), to.trim()).map_err(
            |(_, message, remedy)| refuse(set, format!("{message}，没有修订。"), remedy),
        )?;
        let is_same = matches!(&change, Change::Cell { from, to, .. } if from == to);
        if is_same {
            let message = "新的内容与现在的相同，没有修订。".to_owned();
            return Err(refuse(set, message, "请核对内容。".to_owned()));
        }
        changes.push(change);
    }
    if arguments.withdraw {
        changes.push(Change::Withdrawn);
    }
    let on = arguments.on.unwrap_or_else(today);
    let unfit = |problem: Box<Problem>| Error::unfit_register(*problem);
    let mut rows = journal(folder, &name).map_err(unfit)?;
    let mut lines = Vec::new();
    for change in changes {
        let (reason, by) = (arguments.reason.clone(), arguments.by.clone());
        let revision = Revision { row: 0, on, key: wanted.clone(), change, reason, by };
        let cells = revision.cells(schema);
        let added = JOURNAL.added(&rows, &cells);
        rows.extend(added.iter().cloned().map(|cells| (0, cells)));
        lines.extend(added);
        writeln!(out, "{on}　{}", cells.get(1..5).unwrap_or_default().join("　"))?;
    }
    append_lines(&folder.join(&name), &lines)?;
    writeln!(out, "已记入 {name}，台账文件没有改动。")?;
    Ok(Ending::Clean)
}
