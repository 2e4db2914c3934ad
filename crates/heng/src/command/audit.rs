//! `heng audit`: reads published reports and says what is wrong, what is right and what can't be checked.

mod against;
mod answers;
mod batch;
mod documents;
mod kept;
mod print;

use std::io::Write;
use std::path::Path;

use heng_core::audit::{Audit, audit};
use heng_core::pack::{Pack, Subject};
use heng_intake::report::{self, read};

use batch::InputFile;

use crate::cli::AuditArguments;
use crate::error::Error;
use crate::packs::Packs;
use crate::progress::Progress;
use crate::{Ending, json, output};
use against::Against;
use answers::Dismiss;
use kept::{Kept, Settings};

/// The form that results take (输出格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// 供人阅读的文字
    Text,
    /// 每行一个 JSON 对象，供程序读取
    Jsonl,
    /// 对照审阅的网页
    Html,
    /// 退回意见书
    Docx,
    /// 清单
    Xlsx,
}

/// Audits files and folders and says what was found, file by file, in the order of their paths.
///
/// # Errors
/// A path does not exist, a pack can't be loaded, or output can't be written. A file that can't be read
/// is a result: the batch goes on, and the exit code says so.
pub fn run(arguments: &AuditArguments, out: &mut dyn Write) -> Result<Ending, Error> {
    if arguments.dismiss.is_some() || arguments.into.is_some() {
        return answer(arguments, out);
    }
    match (arguments.format, &arguments.output) {
        (format, _) if arguments.resume && format != Format::Jsonl => Err(Error::ResumesLinesOnly),
        (Format::Text | Format::Jsonl, None) => printed(arguments, out),
        (Format::Text, Some(file)) => {
            output::check_new(file)?;
            let mut lines = Vec::new();
            let ending = printed(arguments, &mut lines)?;
            output::write_new(file, lines)?;
            Ok(ending)
        }
        (Format::Jsonl, Some(file)) => kept_lines(arguments, file),
        (Format::Html, Some(folder)) => documents::pages(arguments, folder, out),
        (Format::Docx, Some(folder)) => documents::letters(arguments, folder, out),
        (Format::Xlsx, Some(file)) => documents::workbook(arguments, file, out),
        (Format::Html, None) => Err(Error::NoOutput { format: "html", example: "审核" }),
        (Format::Docx, None) => Err(Error::NoOutput { format: "docx", example: "退回" }),
        (Format::Xlsx, None) => Err(Error::NoOutput { format: "xlsx", example: "审核.xlsx" }),
    }
}

fn printed(arguments: &AuditArguments, out: &mut dyn Write) -> Result<Ending, Error> {
    each(arguments, &batch::files(&arguments.paths)?, |file, audit| match arguments.format {
        Format::Jsonl => json::line(&json::audited(&file.name, &audit), out),
        Format::Text | Format::Html | Format::Docx | Format::Xlsx => {
            print::audit(&audit, arguments.ledger, out)
        }
    })
}

/// Writes a line for each file as it comes, so that a batch that is broken off can go on.
fn kept_lines(arguments: &AuditArguments, file: &Path) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let auditor = Auditor::new(arguments, &progress)?;
    let files = batch::files(&arguments.paths)?;
    let settings = auditor.settings(arguments);
    let mut kept = Kept::begin(file, arguments.resume, &settings, &files)?;
    if kept.done > 0 {
        progress.say(format!("前{}份上次已经审核", kept.done));
    }
    let left = files.get(kept.done..).unwrap_or_default();
    let mut ending = kept.ending;
    batch::each(
        left,
        &progress,
        |file| (file.hash(), auditor.file(file)),
        |file, (hash, audit)| {
            ending = ending.max(ending_of(&audit));
            let mut line = json::audited(&file.name, &audit);
            settings.sign(&mut line, hash.as_deref());
            kept.put(&line)
        },
    )?;
    kept.finish()?;
    Ok(ending)
}

/// Audits all files, and hands on what came of each in their order.
fn each(
    arguments: &AuditArguments,
    files: &[InputFile],
    mut take: impl FnMut(&InputFile, Audit) -> Result<(), Error>,
) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let auditor = Auditor::new(arguments, &progress)?;
    let mut ending = Ending::Clean;
    batch::each(
        files,
        &progress,
        |file| auditor.file(file),
        |file, audit| {
            ending = ending.max(ending_of(&audit));
            take(file, audit)
        },
    )?;
    Ok(ending)
}

/// Does what is asked with one report beside auditing it.
fn answer(arguments: &AuditArguments, out: &mut dyn Write) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let auditor = Auditor::new(arguments, &progress)?;
    let files = batch::files(&arguments.paths)?;
    let [file] = files.as_slice() else { return Err(Error::OneReportOnly) };
    auditor.answer(file, arguments, out)
}

fn ending_of(audit: &Audit) -> Ending {
    match audit {
        audit if audit.is_unread() => Ending::Unread,
        audit if audit.has_errors() => Ending::ErrorsFound,
        _ => Ending::Clean,
    }
}

/// Reads and audits files under the packs that were chosen.
struct Auditor {
    department: Pack,
    project: Pack,
    against: Option<Against>,
}

impl Auditor {
    fn new(arguments: &AuditArguments, progress: &Progress) -> Result<Self, Error> {
        let mut packs = Packs::with(arguments.packs.as_deref())?;
        let department = load(&mut packs, &arguments.department_pack, Subject::Department)?;
        let project = load(&mut packs, &arguments.project_pack, Subject::Project)?;
        let load = |path| Against::load(path, arguments.packs.as_deref(), progress);
        let against = arguments.against.as_deref().map(load).transpose()?;
        Ok(Self { department, project, against })
    }

    fn settings(&self, arguments: &AuditArguments) -> Settings {
        let named = |pack: &Pack| format!("{} {} {}", pack.id, pack.version, pack.hash());
        Settings {
            heng: env!("CARGO_PKG_VERSION"),
            packs: [named(&self.department), named(&self.project)],
            against: arguments.against.as_ref().map(|path| path.to_string_lossy().into_owned()),
        }
    }

    /// Audits one file; what can't be read of it is among the findings.
    fn file(&self, file: &InputFile) -> Audit {
        let pages = read::file(&file.path, &file.name);
        let report = report::recognise(pages);
        let audit = audit(report, &self.department, &self.project);
        let audit = match &self.against {
            Some(against) => against.compare(audit),
            None => audit,
        };
        answers::taken_up(audit, &file.path)
    }

    /// Does what is asked with one report beside auditing it: sets a finding aside, or brings edits back.
    fn answer(
        &self,
        file: &InputFile,
        arguments: &AuditArguments,
        out: &mut dyn Write,
    ) -> Result<Ending, Error> {
        let audit = self.file(file);
        if let Some(into) = &arguments.into {
            print::audit(&audit, arguments.ledger, out)?;
            against::bring_back(self.against.as_ref(), &audit, into, out)?;
            return Ok(ending_of(&audit));
        }
        let said = Dismiss {
            code: arguments.dismiss.as_deref().unwrap_or_default(),
            at: arguments.at.as_deref(),
            reason: arguments.reason.as_deref().unwrap_or_default(),
            by: arguments.by.as_deref(),
        };
        answers::dismiss(&audit, &file.path, &said, out)?;
        Ok(Ending::Clean)
    }
}

fn load(packs: &mut Packs, name: &str, wanted: Subject) -> Result<Pack, Error> {
    let place = "命令行".to_owned();
    let id = packs.named(name)?;
    match packs.load(&id, None) {
        Ok(pack) if pack.subject == wanted => Ok(pack),
        Ok(pack) => Err(Error::WrongPack { place, id, wanted, given: pack.subject }),
        Err(source) => Err(Error::LoadPack { place, source }),
    }
}
