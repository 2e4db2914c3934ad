//! `heng audit`: reads published reports and says what is wrong, what is right and what can't be checked.

mod against;
mod answers;
mod batch;
mod print;

use std::io::Write;

use heng_core::audit::{Audit, audit};
use heng_core::pack::{Pack, Subject};
use heng_core::report::ReportKind;
use heng_intake::report::{self, read};

use crate::cli::AuditArguments;
use crate::error::Error;
use crate::packs::Packs;
use crate::progress::Progress;
use crate::{Ending, json};
use against::Against;
use answers::Dismiss;

/// How results are printed (输出格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading in the terminal.
    Text,
    /// One object a file.
    Jsonl,
}

/// Audits files and folders and prints what was found, file by file, in the order of their paths.
///
/// # Errors
/// A path does not exist, a pack can't be loaded, or output can't be written. A file that can't be read
/// is a result: the batch goes on, and the exit code says so.
pub fn run(arguments: &AuditArguments, out: &mut dyn Write) -> Result<Ending, Error> {
    let progress = Progress::begin();
    let auditor = Auditor::new(arguments, &progress)?;
    let files = batch::files(&arguments.paths)?;
    if arguments.dismiss.is_some() || arguments.into.is_some() {
        let [file] = files.as_slice() else { return Err(Error::OneReportOnly) };
        return auditor.answer(file, arguments, out);
    }
    let mut ending = Ending::Clean;
    batch::each(
        &files,
        &progress,
        |file| auditor.file(file),
        |file, audit| {
            ending = ending.max(ending_of(&audit));
            match arguments.format {
                Format::Text => print::audit(&audit, arguments.ledger, out),
                Format::Jsonl => json::line(&json::audited(&file.name, &audit), out),
            }
        },
    )?;
    Ok(ending)
}

fn ending_of(audit: &Audit) -> Ending {
    let is_error = |finding: &heng_core::finding::Finding| {
        finding.severity == heng_core::finding::Severity::Error
    };
    match audit {
        audit if audit.is_unread() => Ending::Unread,
        audit if audit.findings().iter().any(is_error) => Ending::ErrorsFound,
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

    /// Audits one file; what can't be read of it is among the findings.
    fn file(&self, file: &batch::InputFile) -> Audit {
        let pages = read::file(&file.path, &file.name);
        let report = report::recognise(pages);
        let is_project = matches!(report.kind, ReportKind::Project | ReportKind::Transfer);
        let pack = if is_project { &self.project } else { &self.department };
        let audit = audit(report, pack.clone(), Some(self.project.clone()));
        let audit = match &self.against {
            Some(against) => against.compare(audit),
            None => audit,
        };
        answers::taken_up(audit, &file.path)
    }

    /// Does what is asked with one report beside auditing it: sets a finding aside, or brings edits back.
    fn answer(
        &self,
        file: &batch::InputFile,
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
