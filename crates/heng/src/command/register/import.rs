//! `heng register import`: a table as an office keeps it, into a register of a dossier.

mod print;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use heng_core::hash::sha256;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::import::Grid;
use heng_core::register::import::append::append;
use heng_core::register::import::layout::Layout;
use heng_core::register::import::mapping::{self, Mapping};
use heng_core::register::import::propose::{Grounds, propose};
use heng_core::register::import::rows::{Kept, Sorted, sort};
use heng_core::register::journal::{Journal, csv_line};
use heng_core::register::revision::{History, Standing, Trace};
use heng_core::register::schema::Schema;
use heng_core::register::value::Value;
use heng_core::{dossier, fact::Place};
use heng_intake::folder::history::{IMPORTS, beside, history, journal};
use heng_intake::register::table::{self, Tables};
use heng_intake::{folder, register};
use jiff::civil::Date;

use super::unknown;
use crate::cli::ImportRegister;
use crate::command::seal::today;
use crate::error::Error;
use crate::{Ending, output};

/// The journal of imports beside a register.
pub(super) const JOURNAL: Journal = Journal {
    headings: &["导入日期", "来源文件", "来源哈希", "对应表哈希", "采用", "搁置", "拒收"],
};

/// How many bytes say that a text is UTF-8.
const BYTE_ORDER_MARK: usize = 3;

/// A register of a dossier that is imported into.
struct Target {
    folder: PathBuf,
    schema: Schema,
    /// Its file in the dossier.
    file: String,
    /// Whether the dossier names it already.
    is_named: bool,
    kept: Vec<Kept>,
}

/// A mapping that was chosen for a table of the file.
struct Chosen<'g> {
    grid: &'g Grid,
    mapping: Mapping,
    /// What speaks for each column, where the mapping is proposed.
    grounds: Option<Vec<Grounds>>,
}

/// Imports a table, or shows what importing it would do.
pub fn run(arguments: &ImportRegister, out: &mut dyn Write) -> Result<Ending, Error> {
    let target = Target::find(&arguments.into, &arguments.register)?;
    let schema = &target.schema;
    let name = arguments.file.display().to_string();
    let unfit = |problem: Box<Problem>| Error::unfit_register(*problem);
    let tables = table::tables(&arguments.file, &name).map_err(unfit)?;
    let (chosen, mapping_name) = choose(arguments, &tables, schema)?;
    let text = mapping::write(&chosen.mapping, schema);
    let journal_name = beside(&target.file, IMPORTS);
    let entries = journal(&target.folder, &journal_name).map_err(unfit)?;
    let (done, problems) = JOURNAL.read(&journal_name, &entries);
    if !problems.is_empty() {
        return Err(Error::UnfitRegister { problems });
    }
    let is_same = |cells: &[String]| {
        cells.get(2) == Some(&tables.sha256) && cells.get(3) == Some(&sha256(&text))
    };
    if let Some(before) = done.iter().find(|entry| is_same(&entry.cells)) {
        let day = before.cells.first().map_or("", String::as_str);
        writeln!(out, "{name}　这个文件已于 {day} 按同样的对应导入过，没有改动。")?;
        return Ok(Ending::Clean);
    }
    let layout = Layout::of(&chosen.mapping, &mapping_name, chosen.grid, schema)
        .map_err(|problems| Error::UnfitRegister { problems })?;
    let sorted = sort(chosen.grid, &layout, schema, &target.kept);
    print::all(&target, &chosen, &layout, &sorted, arguments.preview, out)?;
    if let (Some(path), Some(_)) = (&arguments.mapping, &chosen.grounds) {
        output::write_file(path, &text)?;
        writeln!(out, "对应表已写到 {}，改好后再次导入就按它。", path.display())?;
    }
    let ending = if sorted.refused.is_empty() { Ending::Clean } else { Ending::ErrorsFound };
    if !arguments.write {
        writeln!(out, "以上是预览，没有写入台账；核对无误后加上 --write。")?;
        return Ok(ending);
    }
    let on = arguments.on.unwrap_or_else(today);
    let file_name = arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let count = |count: usize| count.to_string();
    let cells = [
        on.to_string(),
        file_name,
        tables.sha256.clone(),
        sha256(&text),
        count(sorted.taken.len()),
        count(sorted.aside.len()),
        count(sorted.refused.len()),
    ];
    target.write(&sorted, on)?;
    let added = JOURNAL.added(&entries, &cells);
    append_lines(&target.folder.join(&journal_name), &added)?;
    if !target.is_named {
        name_in_dossier(&target.folder, &schema.id, &target.file, out)?;
    }
    writeln!(out, "已写入 {}：{}条，录入日期 {on}。", target.file, sorted.taken.len())?;
    Ok(ending)
}

/// The table and the mapping: the one that is given, or the best that can be proposed.
fn choose<'g>(
    arguments: &ImportRegister,
    tables: &'g Tables,
    schema: &Schema,
) -> Result<(Chosen<'g>, String), Error> {
    let given = arguments.mapping.as_deref().filter(|path| path.symlink_metadata().is_ok());
    let Some(path) = given else {
        // Of sheets that fit as well, the one with the register's title, then the first.
        let fit = |grid: &'g Grid| Some((grid, propose(grid, schema)?));
        let is_titled = |grid: &Grid| grid.sheet.as_deref() == Some(schema.title.as_str());
        let found = tables.grids.iter().rev().filter_map(fit);
        let best = found.max_by_key(|(grid, one)| (one.fit, is_titled(grid)));
        let (grid, proposal) = best.ok_or_else(|| unlike(arguments, schema))?;
        let grounds = Some(proposal.grounds);
        let name = "（起草的对应表）".to_owned();
        return Ok((Chosen { grid, mapping: proposal.mapping, grounds }, name));
    };
    let name = path.display().to_string();
    let unfit = |problems| Error::UnfitRegister { problems };
    let text = heng_intake::file::read_text(path, &name).map_err(|one| unfit(vec![*one]))?;
    let (mapping, problems) = mapping::read(&name, &text, schema);
    let mapping = mapping.ok_or_else(|| unfit(problems))?;
    let mut grids = tables.grids.iter();
    let grid = match &mapping.sheet {
        Some(sheet) => {
            grids.find(|grid| grid.sheet.is_none() || grid.sheet.as_ref() == Some(sheet))
        }
        None => grids.next(),
    };
    let grid = grid.ok_or_else(|| {
        let sheets: Vec<&str> =
            tables.grids.iter().filter_map(|grid| grid.sheet.as_deref()).collect();
        unfit(vec![Problem {
            kind: ProblemKind::UnknownReference,
            place: Place::File { file: name.clone() },
            excerpt: mapping.sheet.clone().unwrap_or_default(),
            message: "文件里没有对应表所写的工作表，没有导入。".to_owned(),
            remedy: format!("文件的工作表有：「{}」。", sheets.join("」「")),
        }])
    })?;
    Ok((Chosen { grid, mapping, grounds: None }, name))
}

fn unlike(arguments: &ImportRegister, schema: &Schema) -> Error {
    let labels: Vec<&str> = schema.columns.iter().map(|column| column.label.as_str()).collect();
    let file = arguments.file.display().to_string();
    Error::unfit_register(Problem {
        kind: ProblemKind::MissingKey,
        excerpt: file.clone(),
        place: Place::File { file },
        message: format!("前30行里没有像「{}」表头的一行。", schema.title),
        remedy: format!("台账的列有：{}。请核对 --register 和文件。", labels.join("、")),
    })
}

impl Target {
    /// Finds the register in the dossier, or where it will be.
    fn find(folder: &Path, id: &str) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::NoFolder { folder: folder.to_owned() });
        }
        let unfit = |problems| Error::UnfitRegister { problems };
        let (schemas, _) = folder::schemas(folder);
        let schema = schemas.iter().find(|schema| schema.id == id);
        let known = schemas.iter().map(|schema| schema.id.as_str());
        let schema = schema.ok_or_else(|| unknown(id, known))?.clone();
        let (found, _) = folder::registers(folder);
        let named = found.into_iter().find(|one| one.schema.id == id);
        let is_named = named.is_some();
        let file = named.map_or_else(|| format!("registers/{id}.csv"), |one| one.file);
        let path = folder.join(&file);
        if path.extension().is_none_or(|ending| ending != "csv") {
            return Err(unfit(vec![Problem {
                kind: ProblemKind::UnknownFormat,
                place: Place::File { file: file.clone() },
                excerpt: file,
                message: "台账是工作簿，不能在后面追加。".to_owned(),
                remedy: "请把台账另存为 CSV UTF-8，并改正 dossier.toml 里的文件名。".to_owned(),
            }]));
        }
        let mut kept = Vec::new();
        if path.symlink_metadata().is_ok() {
            let (history, mut problems) = history(folder, &file, &schema, None);
            let mut trace = Trace::default();
            let mut take = |row: usize, record: &[Option<Value<'_>>]| {
                let own = |value: &Option<Value<'_>>| value.clone().map(Value::into_owned);
                let record: Vec<_> = record.iter().map(own).collect();
                let mut revised = record.clone();
                let standing = history.revisions.apply(&schema, row, &mut revised, &mut trace);
                let is_changed = standing == Standing::Counts && revised != record;
                kept.push(Kept { row, record, revised: is_changed.then_some(revised) });
            };
            let unrevised = History::default();
            let read = register::records(&path, &file, &schema, &unrevised, &mut take);
            problems.extend(read.problems);
            if !problems.is_empty() {
                return Err(unfit(problems));
            }
        }
        Ok(Self { folder: folder.to_owned(), schema, file, is_named, kept })
    }

    /// Writes the register with the new records behind the others.
    fn write(&self, sorted: &Sorted, on: Date) -> Result<(), Error> {
        let unfit = |problem: Box<Problem>| Error::unfit_register(*problem);
        let path = self.folder.join(&self.file);
        let rows = journal(&self.folder, &self.file).map_err(unfit)?;
        let text = append(&rows, &self.schema, &sorted.taken, on).unwrap_or_default();
        if text.is_empty() || (sorted.taken.is_empty() && !rows.is_empty()) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|source| Error::Write { path: parent.to_owned(), source })?;
        }
        output::write_file(&path, text)
    }
}

/// Names a register in the dossier, behind what stands there.
pub(super) fn name_in_dossier(
    folder: &Path,
    id: &str,
    file: &str,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let path = folder.join("dossier.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let entry = format!("[[register]]\nid = \"{id}\"\nfile = \"{file}\"\n");
    let longer = format!("{}\n\n{entry}", text.trim_end());
    let read = dossier::read("dossier.toml", &longer, &[]).dossier;
    if !text.is_empty() && read.registers.iter().any(|one| one.file == file) {
        output::write_file(&path, longer)?;
        writeln!(out, "已在 dossier.toml 登记台账「{id}」。")?;
    } else {
        writeln!(out, "请在 dossier.toml 登记台账：\n{entry}")?;
    }
    Ok(())
}

/// Puts rows behind those of a csv file.
pub(super) fn append_lines(path: &Path, rows: &[Vec<String>]) -> Result<(), Error> {
    let mut text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => "\u{feff}".into(),
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    if !text.ends_with(b"\n") && text.len() > BYTE_ORDER_MARK {
        text.push(b'\n');
    }
    for cells in rows {
        text.extend(csv_line(cells).into_bytes());
    }
    output::write_file(path, text)
}
