//! `heng register new`: a register of an office's own, from its answers or from a table that it has.

use std::io::{BufRead, Write};
use std::path::Path;

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::draft::{self, DraftColumn, KINDS, LEVELS};
use heng_core::register::import::append::heading;
use heng_core::register::journal::csv_line;
use heng_core::register::schema::{
    self, Column, ColumnKind, Presence, Schema, Sensitivity, WrittenUnit,
};
use heng_intake::folder;
use heng_intake::register::table;

use super::import::name_in_dossier;
use crate::cli::NewRegister;
use crate::error::Error;
use crate::{Ending, output};

/// What a register is to be.
struct Draft {
    title: String,
    columns: Vec<Column>,
    key: Vec<usize>,
    retention: String,
}

/// Makes the files of a register.
pub fn run(
    arguments: &NewRegister,
    answers: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let id = arguments.id.as_str();
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(is_word) {
        return Err(refused(
            id,
            "台账标识不合用。",
            "请只用小写字母、数字和下划线，以字母开头，如 visits。",
        ));
    }
    let draft = match &arguments.from {
        Some(file) => from_table(file, arguments.title.as_deref(), out)?,
        None => ask(arguments.title.as_deref(), &mut Asking { answers, out })?,
    };
    let text = draft::write(id, &draft.title, &draft.columns, &draft.key, &draft.retention);
    let (schema, problems) = schema::read("register.toml", &text);
    let schema = schema.ok_or(Error::UnfitRegister { problems })?;
    write(arguments, &schema, &text, out)?;
    Ok(Ending::Clean)
}

/// Drafts a register by the heading and the cells of a table.
fn from_table(file: &Path, title: Option<&str>, out: &mut dyn Write) -> Result<Draft, Error> {
    let name = file.display().to_string();
    let tables = table::tables(file, &name).map_err(|problem| Error::unfit_register(*problem))?;
    let largest = tables.grids.iter().rev().max_by_key(|grid| grid.rows.len());
    let found = largest.and_then(|grid| Some((grid, draft::infer(grid)?)));
    let (grid, (columns, key)) = found.ok_or_else(|| {
        refused(&name, "没有认出表头，没有新建台账。", "请把表头放在前30行里，或不用 --from。")
    })?;
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let title = title.map(str::to_owned).or(stem).unwrap_or_default();
    writeln!(out, "{name}　认出{}列：", columns.len())?;
    for (position, DraftColumn { column, ground }) in columns.iter().enumerate() {
        let mark = if key.contains(&position) { "，主键" } else { "" };
        let unit = column.unit.as_ref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        writeln!(
            out,
            "  {}{unit}　{}{mark}　{}",
            column.label,
            column.kind.name(),
            ground.as_deref().unwrap_or_default()
        )?;
    }
    let rows = grid.rows.len();
    writeln!(
        out,
        "类型由{rows}行推测，敏感级别一律先定为内部（个人信息为限制）；请在格式文件里核对、修改。"
    )?;
    let columns = columns.into_iter().map(|draft| draft.column).collect();
    Ok(Draft { title, columns, key, retention: String::new() })
}

/// Questions with their answers, a line each.
struct Asking<'a> {
    answers: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
}

impl Asking<'_> {
    /// The answer to a question; nothing of it is a blank line.
    fn line(&mut self, question: &str) -> Result<String, Error> {
        write!(self.out, "{question}")?;
        self.out.flush()?;
        let mut line = String::new();
        let length = self.answers.read_line(&mut line)?;
        if length == 0 {
            writeln!(self.out)?;
            return Err(refused(
                question,
                "回答还没有完就结束了，没有新建台账。",
                "请逐行回答，空行表示用默认或结束。",
            ));
        }
        Ok(line.trim().trim_start_matches('\u{feff}').to_owned())
    }

    /// Asks until `take` can make something of the answer, which is then said not to be understood.
    fn until<T>(
        &mut self,
        question: &str,
        mut take: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<T, Error> {
        loop {
            let answer = self.line(question)?;
            match take(&answer) {
                Ok(taken) => return Ok(taken),
                Err(why) => writeln!(self.out, "  {why}")?,
            }
        }
    }

    /// One of the words; a blank answer is the word at `otherwise`.
    fn choice<T: Clone>(
        &mut self,
        question: &str,
        words: &[(&str, T)],
        otherwise: usize,
    ) -> Result<T, Error> {
        self.until(question, |answer| {
            let found = if answer.is_empty() {
                words.get(otherwise)
            } else {
                words.iter().find(|(word, _)| *word == answer)
            };
            let all = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、");
            found.map(|(_, taken)| taken.clone()).ok_or_else(|| format!("可答的有：{}。", all()))
        })
    }
}

/// Asks for title, columns, key and retention.
fn ask(title: Option<&str>, asking: &mut Asking<'_>) -> Result<Draft, Error> {
    let title = match title {
        Some(title) => title.to_owned(),
        None => asking.until("台账名称：", filled)?,
    };
    let mut columns: Vec<Column> = Vec::new();
    loop {
        let number = columns.len().saturating_add(1);
        let label = asking.line(&format!("第{number}列的名称（空行结束）："))?;
        if label.is_empty() && !columns.is_empty() {
            break;
        }
        if label.is_empty() || columns.iter().any(|column| column.label == label) {
            writeln!(asking.out, "  请写一个还没有用过的名称。")?;
            continue;
        }
        columns.push(column(label, &columns, asking)?);
    }
    let position = |name: &str| {
        let found = columns.iter().position(|column| column.label == name || column.id == name);
        found.ok_or_else(|| format!("没有「{name}」这一列。"))
    };
    let key = asking.until(
        "主键是哪几列（能区分每条记录，用顿号隔开）：",
        |answer| {
            filled(answer)?.split(['、', ',', '，']).map(|name| position(name.trim())).collect()
        },
    )?;
    let retention = asking.line("保存期限（如 10年、永久；空行暂不写）：")?;
    Ok(Draft { title, columns, key, retention })
}

fn filled(answer: &str) -> Result<String, String> {
    if answer.is_empty() { Err("不能为空。".to_owned()) } else { Ok(answer.to_owned()) }
}

fn column(label: String, known: &[Column], asking: &mut Asking<'_>) -> Result<Column, Error> {
    let kinds = KINDS.each_ref().map(|(name, _, kind)| (*name, kind.clone()));
    let mut kind =
        asking.choice("  类型（文字、整数、小数、金额、日期、是否；空行为文字）：", &kinds, 0)?;
    let mut unit = None;
    if let ColumnKind::Text { choices } = &mut kind {
        let answer = asking.line("  可填的内容（用顿号隔开；空行不限）：")?;
        let words = answer.split(['、', ',', '，']).map(str::trim).filter(|word| !word.is_empty());
        *choices = words.map(str::to_owned).collect();
    } else if kind == ColumnKind::Money {
        let units = ["元", "万元", "亿元"].map(|word| (word, WrittenUnit::read(word)));
        unit = asking.choice("  单位（元、万元、亿元；空行为元）：", &units, 0)?;
    } else if kind.is_number() {
        unit = WrittenUnit::read(&asking.line("  单位（如 人、期；空行没有）：")?);
    }
    let presences = [("是", Presence::Required), ("否", Presence::Optional)];
    let presence = asking.choice("  必填（是、否；空行为否）：", &presences, 1)?;
    let levels = LEVELS.each_ref().map(|(name, _, level)| (*name, *level));
    let sensitivity: Sensitivity =
        asking.choice("  敏感级别（公开、内部、限制；空行为内部）：", &levels, 1)?;
    let taken: Vec<String> = known.iter().map(|column| column.id.clone()).collect();
    let id = draft::identifier(&label, &taken);
    Ok(Column { id, label, kind, unit, minimum: None, presence, sensitivity })
}

/// Writes schema, empty register and examples of measures; what is there already stays.
fn write(
    arguments: &NewRegister,
    schema: &Schema,
    text: &str,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let (into, id) = (&arguments.into, &arguments.id);
    let is_dossier = into.join("dossier.toml").is_file();
    let headings: Vec<String> = schema.columns.iter().map(heading).collect();
    let empty = format!("\u{feff}{}", csv_line(&headings));
    let example = draft::measures_example(schema);
    let (folder, files) = if is_dossier {
        if folder::schemas(into).0.iter().any(|one| one.id == *id) {
            return Err(refused(id, "已有这种台账，没有新建。", "请另取标识。"));
        }
        let names = [format!("{id}.toml"), format!("{id}.csv")];
        (into.join("registers"), names.into_iter().zip([text.to_owned(), empty]).collect())
    } else {
        let readme = format!(
            "# {}\n\n用途、由谁填写、能得出的指标。\n\n## 不得登记\n\n写明不得登记的内容，例如个人信息。\n",
            schema.title
        );
        let names = ["register.toml", "measures.toml", "sample.csv", "README.md"];
        let texts = [text.to_owned(), example.trim_start().to_owned(), empty, readme];
        let files: Vec<(String, String)> =
            names.map(str::to_owned).into_iter().zip(texts).collect();
        (into.join(id), files)
    };
    std::fs::create_dir_all(&folder)
        .map_err(|source| Error::Write { path: folder.clone(), source })?;
    if let Some((name, _)) =
        files.iter().find(|(name, _)| folder.join(name).symlink_metadata().is_ok())
    {
        return Err(Error::AlreadyThere { path: folder.join(name) });
    }
    for (name, text) in &files {
        let path = folder.join(name);
        output::write_file(&path, text)?;
        writeln!(out, "已写 {}", path.display())?;
    }
    if is_dossier {
        let path = into.join("measures.toml");
        let measures = match std::fs::read_to_string(&path) {
            Ok(measures) => measures,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(Error::Read { path, source }),
        };
        output::write_file(&path, format!("{}\n{example}", measures.trim_end()).trim_start())?;
        writeln!(out, "度量示例写在 measures.toml 的末尾，都是注释。")?;
        name_in_dossier(into, id, &format!("registers/{id}.csv"), out)?;
    }
    Ok(())
}

fn refused(excerpt: &str, message: &str, remedy: &str) -> Error {
    Error::unfit_register(Problem {
        kind: ProblemKind::NotUnderstood,
        place: Place::File { file: excerpt.to_owned() },
        excerpt: excerpt.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    })
}
