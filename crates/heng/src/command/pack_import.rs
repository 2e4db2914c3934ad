//! `heng pack import`: a rule pack from a bureau's scoring table.

use std::io::Write;
use std::path::Path;

use heng_core::fact::Place;
use heng_core::pack::import::{About, Imported, Recognised, import, scoring_rows};
use heng_core::pack::{PackSource, Subject, load};
use heng_core::reader::{Problem, ProblemKind};
use heng_intake::scoring_table;

use crate::cli::ImportArguments;
use crate::error::Error;
use crate::{Ending, output};

/// Reads the table, writes the pack's folder and shows what each clause became.
pub fn run(arguments: &ImportArguments, out: &mut dyn Write) -> Result<Ending, Error> {
    if !is_identifier(&arguments.id) {
        return Err(Error::UnfitId { id: arguments.id.clone() });
    }
    let name = arguments.file.to_string_lossy().into_owned();
    let (grids, mut problems) = scoring_table::read(&arguments.file, &name)
        .map_err(|problem| Error::UnreadTable { problems: vec![*problem] })?;
    let Some((rows, unplaced)) = scoring_rows(&grids).filter(|(rows, _)| !rows.is_empty()) else {
        return Err(Error::UnreadTable { problems: vec![without_table(&name)] });
    };
    problems.extend(unplaced);
    let imported = import(&about(arguments), rows);
    // What was written loads, or nothing is written.
    let source = PackSource {
        id: &arguments.id,
        folder: &arguments.id,
        pack: &imported.pack,
        cases: None,
        adoption: None,
        readme: Some(&imported.readme),
    };
    load(&arguments.id, None, &[source])?;
    let folder = arguments.output.join(&arguments.id);
    save(&folder, &imported)?;
    report(&folder, &imported, &problems, out)?;
    Ok(Ending::Clean)
}

fn is_identifier(id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(is_part)
}

fn about(arguments: &ImportArguments) -> About {
    let subject = match arguments.subject.as_str() {
        "project" => Subject::Project,
        _ => Subject::Department,
    };
    About {
        id: arguments.id.clone(),
        title: arguments.title.clone(),
        subject,
        issuer: arguments.issuer.clone(),
        document: arguments.document.clone(),
        url: arguments.url.clone(),
        effective_from: arguments.effective_from,
    }
}

fn without_table(name: &str) -> Problem {
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: "没有找到评分表：要有「三级指标」「分值」「评分标准」三列和至少一行指标。"
            .to_owned(),
        remedy: "请核对表头的写法，或把评分表单独存成一个文件。".to_owned(),
    }
}

/// Writes the pack into a folder that was not there; a folder in the way stays as it is.
fn save(folder: &Path, imported: &Imported) -> Result<(), Error> {
    if folder.exists() {
        return Err(Error::UnfitTarget {
            path: folder.to_owned(),
            reason: "这里已经有一个同名的文件夹，没有覆盖。",
            remedy: "请另取标识，或先把它移走。",
        });
    }
    output::create_folder(folder, |staging| {
        for (file, text) in [("pack.toml", &imported.pack), ("README.md", &imported.readme)] {
            output::write_file(&staging.join(file), text)?;
        }
        Ok(())
    })
}

fn report(
    folder: &Path,
    imported: &Imported,
    problems: &[Problem],
    out: &mut dyn Write,
) -> Result<(), Error> {
    for clause in &imported.clauses {
        let row = &clause.row;
        writeln!(out, "{}  {}分  {}", row.name, row.points, clause.method)?;
        writeln!(out, "  条款：{}", row.standard.split_whitespace().collect::<Vec<_>>().join(" "))?;
        writeln!(out, "  成为：{}", clause.summary())?;
        if let Recognised::Method(found) = &clause.became {
            for (_, why) in &found.assumed {
                writeln!(out, "  自定：{why}")?;
            }
        }
    }
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    let is_manual = |became: &Recognised| matches!(became, Recognised::Manual { .. });
    let manual = imported.clauses.iter().filter(|clause| is_manual(&clause.became)).count();
    let all = imported.clauses.len();
    writeln!(
        out,
        "共{all}项指标：{}项认出了公式，{manual}项人工评分；{}行没有采用。",
        all - manual,
        problems.len(),
    )?;
    writeln!(out, "规则包写在 {}。请逐条核对，补上算例，再由财政部门采用。", folder.display())?;
    Ok(())
}
