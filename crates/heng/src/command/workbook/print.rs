//! What came of workbooks that were read: for people, for programs, and as a list to work through.

use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::merge::{Change, Conflict, Difference, Merged, Saying};
use heng_core::reader::Problem;
use serde_json::json;

use crate::cli::Format;
use crate::error::Error;
use crate::{Ending, output};

/// What is reported.
pub(super) struct Result<'r> {
    pub merged: &'r Merged,
    pub files: usize,
    /// The dossier that was written.
    pub folder: &'r Path,
}

/// Prints the result; conflicts and what has no place are also written to a list beside the dossier.
pub(super) fn report(
    result: &Result<'_>,
    format: Format,
    out: &mut dyn Write,
) -> std::result::Result<Ending, Error> {
    let merged = result.merged;
    let is_clean = merged.conflicts.is_empty() && merged.problems.is_empty();
    let list = if is_clean { None } else { Some(write_list(result)?) };
    match format {
        Format::Text => print_text(result, list.as_deref(), out)?,
        Format::Jsonl => print_jsonl(result, list.as_deref(), out)?,
    }
    Ok(if is_clean { Ending::Clean } else { Ending::ErrorsFound })
}

fn print_text(
    result: &Result<'_>,
    list: Option<&Path>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let Result { merged, files, folder } = result;
    writeln!(out, "读入{files}份工作簿，写入卷宗 {}。", folder.display())?;
    if !merged.changes.is_empty() {
        writeln!(out, "采用的变动（{}）：", merged.changes.len())?;
    }
    for change in &merged.changes {
        let place = change.place.as_ref().map_or_else(String::new, |place| format!("　{place}"));
        let row = subject(change.sheet, &change.row);
        match &change.difference {
            Difference::Cell { column, before, after } => {
                let (before, after) = (quoted(before), quoted(after));
                writeln!(out, "  {row}·{column}：{before} → {after}{place}")?;
            }
            Difference::Added(words) => writeln!(out, "  {row}：新增（{}）{place}", brief(words))?,
            Difference::Removed(words) => {
                writeln!(out, "  {row}：删去（{}）{place}", brief(words))?;
            }
        }
    }
    if !merged.conflicts.is_empty() {
        writeln!(out, "冲突（{}），卷宗保持原值：", merged.conflicts.len())?;
    }
    for conflict in &merged.conflicts {
        writeln!(out, "  {}　卷宗现为{}", whole_subject(conflict), quoted(&conflict.base))?;
        for saying in &conflict.says {
            let text = saying.text.as_deref().map_or_else(|| "删去这一行".to_owned(), quoted);
            writeln!(out, "    {}：{text}　{}", saying.from, place(saying))?;
        }
    }
    if !merged.problems.is_empty() {
        writeln!(out, "需要处理的内容（{}）：", merged.problems.len())?;
    }
    for problem in &merged.problems {
        writeln!(out, "{} {problem}", problem.kind.code())?;
    }
    if let Some(list) = list {
        writeln!(out, "清单：{}", list.display())?;
    }
    writeln!(
        out,
        "变动{}处，冲突{}处，需要处理{}处。",
        merged.changes.len(),
        merged.conflicts.len(),
        merged.problems.len()
    )
}

fn subject(sheet: &str, row: &str) -> String {
    if row.is_empty() { sheet.to_owned() } else { format!("{sheet}「{}」", brief(row)) }
}

fn whole_subject(conflict: &Conflict) -> String {
    let row = subject(conflict.sheet, &conflict.row);
    conflict.column.map_or_else(|| format!("{row}整行"), |column| format!("{row}·{column}"))
}

fn place(saying: &Saying) -> String {
    saying.place.as_ref().map_or_else(String::new, ToString::to_string)
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "（空）".to_owned() } else { format!("「{}」", brief(text)) }
}

/// Words on one line, cut to a readable length; the list has all of them.
fn brief(text: &str) -> String {
    const LENGTH: usize = 60;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LENGTH).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

fn print_jsonl(
    result: &Result<'_>,
    list: Option<&Path>,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let merged = result.merged;
    for change in &merged.changes {
        writeln!(out, "{}", change_object(change))?;
    }
    for conflict in &merged.conflicts {
        let says = |one: &Saying| json!({"from": one.from, "place": place(one), "text": one.text});
        let object = json!({
            "kind": "conflict",
            "sheet": conflict.sheet,
            "row": conflict.row,
            "column": conflict.column,
            "base": conflict.base,
            "says": conflict.says.iter().map(says).collect::<Vec<_>>(),
        });
        writeln!(out, "{object}")?;
    }
    for problem in &merged.problems {
        let object = json!({
            "kind": "problem",
            "code": problem.kind.code(),
            "name": problem.kind.name(),
            "place": problem.place.to_string(),
            "excerpt": problem.excerpt,
            "message": problem.message,
            "remedy": problem.remedy,
        });
        writeln!(out, "{object}")?;
    }
    let object = json!({
        "kind": "summary",
        "dossier": result.folder.display().to_string(),
        "files": result.files,
        "changes": merged.changes.len(),
        "conflicts": merged.conflicts.len(),
        "problems": merged.problems.len(),
        "list": list.map(|list| list.display().to_string()),
    });
    writeln!(out, "{object}")
}

fn change_object(change: &Change) -> serde_json::Value {
    let place = change.place.as_ref().map(ToString::to_string);
    let (sheet, row) = (change.sheet, &change.row);
    match &change.difference {
        Difference::Cell { column, before, after } => json!({
            "kind": "change", "sheet": sheet, "row": row, "place": place,
            "column": column, "before": before, "after": after,
        }),
        Difference::Added(words) => {
            json!({"kind": "added", "sheet": sheet, "row": row, "place": place, "text": words})
        }
        Difference::Removed(words) => {
            json!({"kind": "removed", "sheet": sheet, "row": row, "place": place, "text": words})
        }
    }
}

/// Writes the list of what is left to do beside the dossier; gives its path.
fn write_list(result: &Result<'_>) -> std::result::Result<PathBuf, Error> {
    let heading = ["类别", "工作表", "行", "栏目", "卷宗现有", "填报内容", "来源", "位置", "说明"];
    let mut lines = vec![line(&heading.map(str::to_owned))];
    for conflict in &result.merged.conflicts {
        for saying in &conflict.says {
            lines.push(line(&[
                "冲突".to_owned(),
                conflict.sheet.to_owned(),
                conflict.row.clone(),
                conflict.column.unwrap_or("整行").to_owned(),
                conflict.base.clone(),
                saying.text.clone().unwrap_or_else(|| "（删去这一行）".to_owned()),
                saying.from.clone(),
                place(saying),
                "卷宗保持原值，请核定后填写。".to_owned(),
            ]));
        }
    }
    lines.extend(result.merged.problems.iter().map(problem_line));
    // Excel knows the encoding of a csv file by this mark.
    let text = format!("\u{feff}{}", lines.concat());
    let folder = std::path::absolute(result.folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let numbers = std::iter::once(String::new()).chain((2..).map(|number| format!("（{number}）")));
    let mut paths =
        numbers.map(|number| folder.with_file_name(format!("{name}-冲突清单{number}.csv")));
    let path = paths.find(|path| path.symlink_metadata().is_err()).unwrap_or_default();
    output::write_new(&path, text.as_bytes())?;
    Ok(path)
}

fn problem_line(problem: &Problem) -> String {
    line(&[
        problem.kind.code().to_owned(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        problem.excerpt.clone(),
        problem.place.file().to_owned(),
        problem.place.to_string(),
        format!("{}{}", problem.message, problem.remedy),
    ])
}

/// A line of a csv file; words that begin like a formula stay words.
fn line<const N: usize>(cells: &[String; N]) -> String {
    let cell = |text: &String| {
        let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}
