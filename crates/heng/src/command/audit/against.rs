//! What reports are compared with: another document, or the dossier that a report was made from.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::audit::Audit;
use heng_core::evaluation::Evaluation;
use heng_core::pack::{ProjectForm, Subject};
use heng_core::report::edit::{edits, put_back};
use heng_core::report::{Comparand, Origin, Report, ReportKind};
use heng_intake::report::{read, recognise};
use heng_render::compose;
use heng_render::document::Document;
use heng_render::write::docx;

use crate::error::Error;
use crate::progress::Progress;
use crate::{evaluate, output};

/// What reports are compared with, read once for all of them.
pub(super) enum Against {
    /// A document.
    Document(Box<Comparand>),
    /// A dossier: what it gives as a report, and what it gives as forms.
    Dossier(Box<Rendered>),
}

/// The documents of a dossier, read back as any report is read.
pub(super) struct Rendered {
    folder: PathBuf,
    evaluation: Evaluation,
    report: Report,
    forms: Vec<Report>,
}

impl Against {
    /// Reads what reports are to be compared with.
    ///
    /// # Errors
    /// It is not there, or nothing of it can be read.
    pub(super) fn load(
        path: &Path,
        packs: Option<&Path>,
        progress: &Progress,
    ) -> Result<Self, Error> {
        if path.is_dir() {
            let evaluation = evaluate::evaluate(path, packs, progress)?;
            return Ok(Self::Dossier(Box::new(Rendered::new(path, evaluation)?)));
        }
        progress.say("读取比对文件");
        let name = path.to_string_lossy();
        let pages = read::file(path, &name);
        if pages.blocks.is_empty() {
            let problems = pages.problems;
            return Err(Error::UnreadReference { path: path.to_owned(), problems });
        }
        let comparand = Comparand { report: recognise(pages), origin: Origin::Document };
        Ok(Self::Document(Box::new(comparand)))
    }

    /// The audit with what came of the comparison.
    pub(super) fn compare(&self, audit: Audit) -> Audit {
        match self {
            Self::Document(comparand) => audit.against(comparand),
            Self::Dossier(rendered) => {
                let comparand = rendered.comparand(&audit.report);
                audit.against(&comparand)
            }
        }
    }
}

impl Rendered {
    fn new(folder: &Path, evaluation: Evaluation) -> Result<Self, Error> {
        let name = folder.to_string_lossy().into_owned();
        let read_back = |document: &Document| -> Result<Report, Error> {
            Ok(recognise(read::read(docx::write(document)?, &name)))
        };
        let report = read_back(&compose::report(&evaluation)?)?;
        let mut forms = Vec::new();
        if evaluation.dossier.subject == Subject::Department {
            forms.push(read_back(&compose::form(&evaluation, evaluation.pack.department_form())?)?);
        }
        for layout in [ProjectForm::National, ProjectForm::Sichuan] {
            if let Some(document) = compose::projects(&evaluation, layout)? {
                forms.push(read_back(&document)?);
            }
        }
        Ok(Self { folder: folder.to_owned(), evaluation, report, forms })
    }

    /// The document of the dossier that a report was made as; where it is none, what the dossier reports.
    fn comparand(&self, report: &Report) -> Comparand {
        let is_made_from = |made: &&Report| edits(&made.pages, &report.pages).is_some();
        let same = std::iter::once(&self.report).chain(&self.forms).find(is_made_from);
        let origin = if same.is_some() { Origin::Rendered } else { Origin::Document };
        let is_form = report.kind == ReportKind::Form;
        let nearest = self.forms.first().filter(|_| is_form).unwrap_or(&self.report);
        Comparand { report: same.unwrap_or(nearest).clone(), origin }
    }

    /// Puts edited paragraphs of a report back into the typed texts of a dossier, and says what came of it.
    ///
    /// # Errors
    /// The report was not made from the dossier, or a text can't be written.
    fn bring_back(&self, audit: &Audit, into: &Path, out: &mut dyn Write) -> Result<(), Error> {
        let Some(edits) = edits(&self.report.pages, &audit.report.pages) else {
            return Err(Error::NotMadeFrom { folder: self.folder.clone() });
        };
        let passages = &self.evaluation.dossier.narrative;
        let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
        let returned = put_back(&texts, &edits);
        for (edit, why) in &returned.left {
            let place = edit.place.as_ref().map_or_else(String::new, ToString::to_string);
            writeln!(
                out,
                "没有带回（{why}）：{place} | {}",
                edit.after.as_deref().unwrap_or("（删去）")
            )?;
        }
        for (index, text) in &returned.texts {
            let Some(passage) = passages.get(*index) else { continue };
            let path = into.join("narrative").join(format!("{}.md", passage.section.file_stem()));
            // Only a text that is still the one the report was made from may be written anew.
            let present = fs::read_to_string(&path)
                .map_err(|source| Error::Read { path: path.clone(), source })?;
            if present.trim() != passage.text.trim() {
                return Err(Error::OtherText { path });
            }
            output::write_file(&path, text)?;
            writeln!(out, "已带回 {}。", path.display())?;
        }
        let others = edits.len().saturating_sub(returned.count + returned.left.len());
        writeln!(out, "带回{}处正文改动；另有{others}处不是正文，只在上面列出。", returned.count)?;
        Ok(())
    }
}

/// Brings edited paragraphs back into the typed texts of a dossier.
///
/// # Errors
/// Reports are not compared with a dossier, or as [`Rendered::bring_back`].
pub(super) fn bring_back(
    against: Option<&Against>,
    audit: &Audit,
    into: &Path,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match against {
        Some(Against::Dossier(rendered)) => rendered.bring_back(audit, into, out),
        Some(Against::Document(_)) | None => Err(Error::IntoWithoutDossier),
    }
}
