//! `heng build`: report, forms and findings in all formats.

use std::fmt::Write as _;
use std::io::Write;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread::ScopedJoinHandle;

use heng_core::evaluation::Evaluation;
use heng_core::finding::count_in_words;
use heng_core::hash::sha256;
use heng_core::pack::{ProjectForm, Subject};
use heng_render::compose;
use heng_render::document::Document;
use heng_render::write::pdf::{Fonts, UsedFont};
use heng_render::write::{docx, html, pdf, xlsx};

use crate::cli::{BuildChoice, BuiltDocument, BuiltFormat, FormLayout};
use crate::error::Error;
use crate::progress::Progress;
use crate::{Ending, evaluate, fonts, manifest, output};

/// Builds the documents of a dossier into a folder.
pub fn run(
    folder: &Path,
    packs: Option<&Path>,
    target: &Path,
    choice: &BuildChoice,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    output::check(target)?;
    let progress = Progress::begin();
    if choice.has(BuiltFormat::Pdf) {
        fonts::begin();
    }
    let evaluation = evaluate::evaluate(folder, packs, &progress)?;
    let mut built = build(&evaluation, choice, &progress)?;
    let manifest = manifest(&evaluation, choice, relative(folder, target).as_deref(), &built);
    built.files.push((manifest::FILE.to_owned(), manifest.into_bytes()));
    progress.say("写出文件");
    output::write_folder(target, &built.files)?;
    drop(progress);
    summary(&evaluation, target, &built, out)?;
    Ok(if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean })
}

/// The folder of the dossier as it is reached from the folder of its documents, where it can be.
fn relative(folder: &Path, target: &Path) -> Option<String> {
    manifest::relative(&output::path(target).ok()?, &folder.canonicalize().ok()?)
}

/// What was built so far.
#[derive(Default)]
pub struct Built {
    /// The files by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// The fonts that the PDFs were made with.
    pub fonts: Vec<UsedFont>,
    missing: Vec<char>,
    pages: Vec<(String, usize)>,
}

/// A document with the name of its files, and whether it is a form, which is a workbook too.
struct Named {
    name: &'static str,
    kind: Kind,
    document: Document,
}

/// Whether a document is one to read or one to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Form,
}

/// Composes what was chosen, and writes it in the formats chosen.
pub fn build(
    evaluation: &Evaluation,
    choice: &BuildChoice,
    progress: &Progress,
) -> Result<Built, Error> {
    let documents = documents(evaluation, choice)?;
    // Typesetting takes the most time by far, and no document needs another.
    let built: Vec<Result<Built, Error>> = std::thread::scope(|scope| {
        let write = |named| scope.spawn(move || written(named, choice, progress));
        let threads: Vec<_> = documents.iter().map(write).collect();
        let join = |thread: ScopedJoinHandle<'_, _>| match thread.join() {
            Ok(built) => built,
            Err(panic) => resume_unwind(panic),
        };
        threads.into_iter().map(join).collect()
    });
    let mut all = Built::default();
    for built in built {
        all.append(built?);
    }
    Ok(all)
}

/// Writes one document in the formats wanted.
fn written(named: &Named, choice: &BuildChoice, progress: &Progress) -> Result<Built, Error> {
    let Named { name, kind, document } = named;
    let say = |format: &str| progress.say(format!("生成{name}（{format}）"));
    let mut built = Built::default();
    if choice.has(BuiltFormat::Docx) {
        say("docx");
        built.files.push((format!("{name}.docx"), docx::write(document)?));
    }
    if choice.has(BuiltFormat::Html) {
        say("html");
        built.files.push((format!("{name}.html"), html::write(document)?.into_bytes()));
    }
    // The fonts may still be looked for, so what needs none is written before.
    let xlsx = if *kind == Kind::Form && choice.has(BuiltFormat::Xlsx) {
        say("xlsx");
        Some((format!("{name}.xlsx"), xlsx::write(&[document])?))
    } else {
        None
    };
    if choice.has(BuiltFormat::Pdf) {
        let fonts = fonts::all()?;
        say("pdf");
        built.pdf(name, document, fonts)?;
    }
    built.files.extend(xlsx);
    Ok(built)
}

/// The documents chosen, in the order of filing. A project that stands alone has one form.
fn documents(evaluation: &Evaluation, choice: &BuildChoice) -> Result<Vec<Named>, Error> {
    let is_wanted = |one| choice.holds(one);
    let is_department = evaluation.dossier.subject == Subject::Department;
    let mut documents = Vec::new();
    if is_wanted(BuiltDocument::Report) {
        let document = compose::report(evaluation)?;
        documents.push(Named { name: "自评报告", kind: Kind::Text, document });
    }
    if is_department && is_wanted(BuiltDocument::Form) {
        let document = compose::form(evaluation, evaluation.pack.department_form())?;
        documents.push(Named { name: "自评表", kind: Kind::Form, document });
    }
    let is_form = !is_department && is_wanted(BuiltDocument::Form);
    if (is_form || is_wanted(BuiltDocument::Projects))
        && let Some(document) = compose::projects(evaluation, layout(evaluation, choice))?
    {
        documents.push(Named { name: "项目自评表", kind: Kind::Form, document });
    }
    if is_wanted(BuiltDocument::Findings) {
        let document = compose::findings(evaluation)?;
        documents.push(Named { name: "审核意见", kind: Kind::Text, document });
    }
    Ok(documents)
}

/// The layout of the projects' forms: the one chosen, or else the pack's.
fn layout(evaluation: &Evaluation, choice: &BuildChoice) -> ProjectForm {
    match choice.layout {
        Some(FormLayout::National) => ProjectForm::National,
        Some(FormLayout::Sichuan) => ProjectForm::Sichuan,
        None => {
            let rule = evaluation.project_pack.as_ref().and_then(|pack| pack.form.as_ref());
            rule.and_then(|rule| rule.project).unwrap_or(ProjectForm::National)
        }
    }
}

impl Built {
    fn pdf(&mut self, name: &str, document: &Document, fonts: &Fonts) -> Result<(), Error> {
        let pdf = pdf::write(document, fonts)?;
        self.files.push((format!("{name}.pdf"), pdf.bytes));
        self.pages.push((format!("{name}.pdf"), pdf.pages));
        self.fonts = pdf.fonts_used;
        self.missing = pdf.missing;
        Ok(())
    }

    fn append(&mut self, other: Self) {
        self.files.extend(other.files);
        self.pages.extend(other.pages);
        self.fonts.extend(other.fonts);
        self.fonts.sort();
        self.fonts.dedup();
        self.missing.extend(other.missing);
        self.missing.sort_unstable();
        self.missing.dedup();
    }
}

/// What the folder holds and what it was made from, so that it can be made again and compared.
fn manifest(
    evaluation: &Evaluation,
    choice: &BuildChoice,
    dossier: Option<&str>,
    built: &Built,
) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "format = 1\nheng = \"{}\"", env!("CARGO_PKG_VERSION"));
    if let Some(dossier) = dossier {
        let _ = writeln!(text, "dossier = {}", manifest::quoted(dossier));
    }
    let _ = writeln!(text, "dossier_sha256 = \"{}\"", evaluation.digest);
    let layout = match layout(evaluation, choice) {
        ProjectForm::National => "national",
        ProjectForm::Sichuan => "sichuan",
    };
    let _ = writeln!(text, "layout = \"{layout}\"");
    for pack in std::iter::once(&evaluation.pack).chain(&evaluation.project_pack) {
        let _ = writeln!(text, "\n[[pack]]\nid = \"{}\"\nversion = \"{}\"", pack.id, pack.version);
        let _ = writeln!(text, "sha256 = \"{}\"", pack.hash());
    }
    for font in &built.fonts {
        let _ =
            writeln!(text, "\n[[font]]\nrole = \"{}\"\nfamily = \"{}\"", font.role, font.family);
        let _ = writeln!(text, "sha256 = \"{}\"", font.sha256);
    }
    for (name, bytes) in &built.files {
        let hash = sha256(bytes);
        let _ = writeln!(text, "\n[[output]]\nfile = \"{name}\"\nsha256 = \"{hash}\"");
    }
    text
}

fn summary(
    evaluation: &Evaluation,
    target: &Path,
    built: &Built,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for (name, bytes) in &built.files {
        let pages = built.pages.iter().find(|(pdf, _)| pdf == name);
        let pages = pages.map_or_else(String::new, |(_, pages)| format!("，{pages}页"));
        writeln!(out, "{}（{}字节{pages}）", target.join(name).display(), bytes.len())?;
    }
    if !built.fonts.is_empty() {
        let families: Vec<String> =
            built.fonts.iter().map(|font| format!("{}：{}", font.role, font.family)).collect();
        writeln!(out, "PDF 所用字体　{}", families.join("；"))?;
    }
    if !built.missing.is_empty() {
        let missing: Vec<String> =
            built.missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        writeln!(out, "以下字符没有字体，PDF 中以〓代替：{}", missing.join("、"))?;
    }
    match (evaluation.scores.total.score(), &evaluation.scores.grade) {
        (Some(score), Some(grade)) => {
            writeln!(out, "总分　{}，等级　{}", score.value().normalize(), grade.label)?;
        }
        (Some(score), None) => writeln!(out, "总分　{}", score.value().normalize())?,
        (None, _) => {
            if let Some(why) = evaluation.scores.total.why_not() {
                writeln!(out, "总分　未能计算（{why}）")?;
            }
        }
    }
    if evaluation.pack.adoption().is_none() {
        writeln!(out, "规则包“{}”尚未被采用，所有文件标为示例。", evaluation.pack.title)?;
    }
    writeln!(out, "{}，详见 审核意见。", count_in_words(&evaluation.findings()))?;
    writeln!(out, "卷宗哈希　{}", evaluation.digest)?;
    Ok(())
}
