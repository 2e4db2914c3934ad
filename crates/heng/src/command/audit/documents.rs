//! An audit for people: a page a report with an overview, letters that return reports, a workbook of all.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use heng_core::audit::Audit;
use heng_core::finding::count_in_words;
use heng_core::hash::sha256;
use heng_render::compose::audit::review::Review;
use heng_render::compose::audit::{Brief, listings, overview, return_letter};
use heng_render::write::{docx, html, review, xlsx};
use jiff::civil::Date;

use super::batch::{self, InputFile};
use crate::cli::AuditArguments;
use crate::command::seal::today;
use crate::error::Error;
use crate::{Ending, manifest, output};

/// Name of the page that lists all reports.
const OVERVIEW: &str = "总览.html";
/// Bytes of a report's name that the names of its documents keep; file systems take 255 in all.
const NAME_BYTES: usize = 180;

/// Writes a page for each report, and an overview where there are more than one.
pub(super) fn pages(
    arguments: &AuditArguments,
    folder: &Path,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let files = batch::files(&arguments.paths)?;
    let beside = (files.len() > 1).then_some(OVERVIEW);
    let mut written = Written::default();
    let mut briefs = Vec::new();
    let ending = output::fill_folder(folder, |staged| {
        let ending = super::each(arguments, &files, |file, audit| {
            let page = review::write(&Review::of(&file.name, &audit), beside);
            let name = written.name(&file.path, ".html");
            written.put(staged, &name, page.as_bytes())?;
            written.say(file, &audit, &name);
            briefs.push(Brief { page: Some(name), ..Brief::of(&file.name, &audit) });
            Ok(())
        })?;
        if let Some(name) = beside {
            let page = html::write(&overview(&briefs, day(arguments))?)?;
            written.put(staged, name, page.as_bytes())?;
        }
        written.finish(staged)?;
        Ok(ending)
    })?;
    written.tell(folder, out)?;
    if let Some(name) = beside {
        writeln!(out, "总览　{}", folder.join(name).display())?;
    }
    Ok(ending)
}

/// Writes a letter for each report that there is cause to return.
pub(super) fn letters(
    arguments: &AuditArguments,
    folder: &Path,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let files = batch::files(&arguments.paths)?;
    let mut written = Written::default();
    let ending = output::fill_folder(folder, |staged| {
        let ending = super::each(arguments, &files, |file, audit| {
            let Some(letter) = return_letter(&file.name, &audit, day(arguments))? else {
                written.lines.push(format!("{}：没有错误和疑问，不退回", file.name));
                return Ok(());
            };
            let name = written.name(&file.path, ".退回意见书.docx");
            written.put(staged, &name, &docx::write(&letter)?)?;
            written.say(file, &audit, &name);
            Ok(())
        })?;
        written.finish(staged)?;
        Ok(ending)
    })?;
    written.tell(folder, out)?;
    Ok(ending)
}

/// Writes one workbook: a row a report, and a row a finding.
pub(super) fn workbook(
    arguments: &AuditArguments,
    path: &Path,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    output::check_new(path)?;
    let files = batch::files(&arguments.paths)?;
    let mut briefs = Vec::new();
    let ending = super::each(arguments, &files, |file, audit| {
        briefs.push(Brief::of(&file.name, &audit));
        Ok(())
    })?;
    let bytes = xlsx::listings("报告审核清单", day(arguments), &listings(&briefs))?;
    output::write_new(path, bytes)?;
    let findings = briefs.iter().map(|brief| brief.findings.len()).sum::<usize>();
    writeln!(out, "{}（{}个文件，{findings}项发现）", path.display(), briefs.len())?;
    Ok(ending)
}

/// The day that documents carry.
fn day(arguments: &AuditArguments) -> Date {
    arguments.on.unwrap_or_else(today)
}

/// What was written into a folder so far.
#[derive(Default)]
struct Written {
    /// The manifest's entries.
    manifest: String,
    /// Names that are taken, in lower case: some file systems tell no others apart.
    names: BTreeSet<String>,
    /// What is said of each report.
    lines: Vec<String>,
}

impl Written {
    /// A name for a document about a file, that no other document has.
    fn name(&mut self, path: &Path, ending: &str) -> String {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let is_odd = |one: char| one.is_control() || "<>:\"/\\|?*".contains(one);
        let name = name.replace(is_odd, "_");
        let kept = name.char_indices().take_while(|(at, one)| at + one.len_utf8() <= NAME_BYTES);
        let name: String = kept.map(|(_, one)| one).collect();
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!("（{number}）") };
            let whole = format!("{name}{suffix}{ending}");
            if whole != OVERVIEW && self.names.insert(whole.to_lowercase()) {
                return whole;
            }
            number += 1;
        }
    }

    fn put(&mut self, staged: &output::Staged, name: &str, bytes: &[u8]) -> Result<(), Error> {
        staged.put(name, bytes)?;
        let (name, hash) = (manifest::quoted(name), sha256(bytes));
        let _ = write!(self.manifest, "\n[[output]]\nfile = {name}\nsha256 = \"{hash}\"\n");
        Ok(())
    }

    /// Writes the manifest, by which heng knows its own folder again.
    fn finish(&self, staged: &output::Staged) -> Result<(), Error> {
        let head = format!("format = 1\nheng = \"{}\"\n", env!("CARGO_PKG_VERSION"));
        staged.put(manifest::FILE, format!("{head}{}", self.manifest).as_bytes())
    }

    fn say(&mut self, file: &InputFile, audit: &Audit, name: &str) {
        let what = if audit.is_unread() {
            "没有读出".to_owned()
        } else {
            count_in_words(&audit.findings())
        };
        self.lines.push(format!("{}：{what} → {name}", file.name));
    }

    fn tell(&self, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
        for line in &self.lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "已写入　{}", folder.display())?;
        Ok(())
    }
}
