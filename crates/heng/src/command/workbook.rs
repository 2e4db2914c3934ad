//! `heng workbook`: export, import and merge of workbooks for filling in.

mod print;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::dossier::{self, Dossier};
use heng_core::form::{self, Form, Lists, Mark, TEMPLATE_VERSION};
use heng_core::merge::{self, Merged, Returned};
use heng_core::reader::nearest;
use heng_intake::workbook as intake;
use heng_render::write::workbook::{self, Handout};
use jiff::civil::Date;

use crate::cli::{Format, WorkbookCommand};
use crate::dossier_folder::{self, Keeping};
use crate::error::Error;
use crate::packs::Packs;
use crate::{Ending, output};

/// Does what is to be done with workbooks.
pub fn run(command: &WorkbookCommand, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        WorkbookCommand::Export { folder, output, blank, office, all_offices, due } => {
            let content = if *blank { Content::Blank } else { Content::Filled };
            let export = Export::of(folder, content, due.as_deref())?;
            match office {
                _ if *all_offices => export.every_office(output, out),
                Some(office) => export.one_office(office, output, out),
                None => export.whole(output, out),
            }
        }
        WorkbookCommand::Import { file, output: Some(folder), format, .. } => {
            import_new(file, folder, *format, out)
        }
        WorkbookCommand::Import { file, into, format, .. } => {
            // One of the two targets is required.
            let folder = into.as_deref().unwrap_or(Path::new("."));
            merge(folder, std::slice::from_ref(file), None, *format, out)
        }
        WorkbookCommand::Merge { folder, files, output, format } => {
            merge(folder, files, output.as_deref(), *format, out)
        }
    }
}

/// Whether a workbook is handed out with the answers that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Filled,
    Blank,
}

/// What workbooks are made from.
struct Export {
    dossier: Dossier,
    lists: Lists,
    form: Form,
    digest: String,
    due: Option<String>,
}

impl Export {
    fn of(folder: &Path, content: Content, due: Option<&str>) -> Result<Self, Error> {
        let dossier = dossier_folder::load(folder)?.dossier;
        let lists = lists(&dossier, &Packs::with_dossier(None, folder)?);
        let form = form::fill(&dossier, &lists);
        let form = match content {
            Content::Filled => form,
            Content::Blank => form.blank(),
        };
        let digest = dossier::digest(&dossier);
        Ok(Self { dossier, lists, form, digest, due: due.map(str::to_owned) })
    }

    fn bytes(&self, form: &Form, office: Option<&str>) -> Result<Vec<u8>, Error> {
        let mark = Mark {
            version: TEMPLATE_VERSION.to_owned(),
            dossier: self.digest.clone(),
            department: self.dossier.department.name.clone(),
            fiscal_year: self.dossier.fiscal_year.to_string(),
            office: office.map(str::to_owned),
            due: self.due.clone(),
        };
        let last_day = last_day(&self.dossier).unwrap_or(Date::constant(2000, 12, 31));
        let handout = Handout {
            form,
            mark: &mark,
            dossier: &self.dossier,
            lists: &self.lists,
            dated: self.dossier.report_date.unwrap_or(last_day),
        };
        Ok(workbook::write(&handout)?)
    }

    fn whole(&self, path: &Path, out: &mut dyn Write) -> Result<Ending, Error> {
        output::write_new(path, &self.bytes(&self.form, None)?)?;
        let sheets = self.form.sheets.len();
        writeln!(out, "已导出 {}：全部内容，{sheets}张表。", path.display())?;
        next_step(path, out)
    }

    fn one_office(&self, office: &str, path: &Path, out: &mut dyn Write) -> Result<Ending, Error> {
        let form = self.form.clone().of_office(office);
        let rows = rows(&form);
        if rows == 0 {
            return Err(self.unknown_office(office));
        }
        output::write_new(path, &self.bytes(&form, Some(office))?)?;
        writeln!(out, "已导出 {}：「{office}」填报的内容，{rows}行。", path.display())?;
        next_step(path, out)
    }

    fn every_office(&self, folder: &Path, out: &mut dyn Write) -> Result<Ending, Error> {
        output::check(folder)?;
        let mut files = Vec::new();
        let mut lines = Vec::new();
        for office in self.offices() {
            let form = self.form.clone().of_office(office);
            let rows = rows(&form);
            if rows == 0 {
                lines.push(format!("  {office}　没有归它填报的内容，没有导出"));
                continue;
            }
            let name = format!("{}.xlsx", file_name(office));
            lines.push(format!("  {name}　{rows}行"));
            files.push((name, self.bytes(&form, Some(office))?));
        }
        if files.is_empty() {
            return Err(self.unknown_office("（任何科室）"));
        }
        output::write_folder(folder, &files)?;
        writeln!(out, "已导出 {}份到 {}：", files.len(), folder.display())?;
        for line in lines {
            writeln!(out, "{line}")?;
        }
        next_step(folder, out)
    }

    /// The offices of the department, and others that the dossier names.
    fn offices(&self) -> BTreeSet<&str> {
        let rows = self.form.sheets.iter().flat_map(|sheet| &sheet.rows);
        let named = rows.filter_map(|row| row.office.as_deref());
        self.dossier.department.offices.iter().map(String::as_str).chain(named).collect()
    }

    fn unknown_office(&self, office: &str) -> Error {
        let rows = self.form.sheets.iter().flat_map(|sheet| &sheet.rows);
        let filling: BTreeSet<&str> = rows.filter_map(|row| row.office.as_deref()).collect();
        let remedy = match nearest(office, filling.iter().copied()) {
            Some(near) => format!("是否应为「{near}」？"),
            None if filling.is_empty() => "请先在“任务”“项目”里写明填报科室（office）。".to_owned(),
            None => {
                let list: Vec<&str> = filling.into_iter().collect();
                format!("有填报内容的科室：{}。", list.join("、"))
            }
        };
        Error::UnknownOffice { office: office.to_owned(), remedy }
    }
}

/// Says how workbooks come back.
fn next_step(path: &Path, out: &mut dyn Write) -> Result<Ending, Error> {
    let back =
        if path.is_dir() { "交回的各份.xlsx".to_owned() } else { path.display().to_string() };
    writeln!(out, "填好后读入：heng workbook merge 卷宗 {back}")?;
    Ok(Ending::Clean)
}

fn rows(form: &Form) -> usize {
    form.sheets.iter().map(|sheet| sheet.rows.len()).sum()
}

/// The name of an office as a file may bear it.
fn file_name(office: &str) -> String {
    let fits = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let name: String = office.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

/// What the packs of a dossier offer; a pack that can't be loaded is found when it is scored.
fn lists(dossier: &Dossier, packs: &Packs) -> Lists {
    let load = |id: &Option<String>| packs.load(id.as_deref()?, last_day(dossier)).ok();
    Lists::of(load(&dossier.packs.department).as_ref(), load(&dossier.packs.project).as_ref())
}

/// The last day of the fiscal year; nothing where the year could not be read.
fn last_day(dossier: &Dossier) -> Option<Date> {
    let year = Some(dossier.fiscal_year).filter(|year| *year > 0)?;
    Date::new(year, 12, 31).ok()
}

/// Reads workbooks; where one can't be read, nothing of any is taken.
fn read(files: &[PathBuf]) -> Result<Vec<Returned>, Error> {
    let mut answers = Vec::new();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for path in files {
        let file = path.display().to_string();
        if !seen.insert(file.clone()) {
            continue;
        }
        match intake::read(path, &file) {
            Ok(located) => answers.push(Returned { file, located }),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(answers) } else { Err(Error::UnreadWorkbook { problems }) }
}

/// Makes a dossier of one workbook.
fn import_new(
    file: &Path,
    folder: &Path,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let answers = read(&[file.to_owned()])?;
    let Some(Returned { file, located }) = answers.into_iter().next() else {
        return Ok(Ending::Clean);
    };
    if let Some(office) = located.mark.as_ref().and_then(|mark| mark.office.clone()) {
        return Err(Error::PartialWorkbook { file, office });
    }
    let base = Dossier::default();
    // The packs are named in the workbook itself; what they offer is needed to read its words.
    let named = form::take(&located.form, &base, &Lists::default()).dossier;
    let taken = form::take(&located.form, &base, &lists(&named, &Packs::with(None)?));
    let mut problems = located.problems;
    problems.extend(taken.problems);
    dossier_folder::create(folder, &taken.dossier, Keeping::Nothing)?;
    let merged = Merged { dossier: taken.dossier, problems, ..Merged::default() };
    print::report(&print::Result { merged: &merged, files: 1, folder }, format, out)
}

/// Puts workbooks into a dossier, or into a copy of it.
fn merge(
    folder: &Path,
    files: &[PathBuf],
    target: Option<&Path>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let base = dossier_folder::load(folder)?.dossier;
    let answers = read(files)?;
    let lists = lists(&base, &Packs::with_dossier(None, folder)?);
    let merged = merge::merge(&base, &lists, &answers);
    match target {
        Some(target) => {
            dossier_folder::create(target, &merged.dossier, Keeping::Everything(folder))?;
        }
        None if merged.changes.is_empty() => {}
        None => dossier_folder::update(folder, &merged.dossier)?,
    }
    let folder = target.unwrap_or(folder);
    print::report(&print::Result { merged: &merged, files: answers.len(), folder }, format, out)
}
