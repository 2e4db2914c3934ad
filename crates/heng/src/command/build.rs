//! `heng build`: report, form and findings in all formats.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use heng_core::evaluation::Evaluation;
use heng_core::finding::count_in_words;
use heng_core::hash::sha256;
use heng_render::compose;
use heng_render::document::Document;
use heng_render::write::pdf::{Fonts, UsedFont};
use heng_render::write::{docx, html, pdf, xlsx};

use crate::error::Error;
use crate::progress::Progress;
use crate::{Ending, evaluate, fonts, output};

/// Builds all documents of a dossier into a folder.
pub fn run(
    folder: &Path,
    packs: Option<&Path>,
    target: &Path,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    output::check(target)?;
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(folder, packs, &progress)?;
    progress.say("查找字体");
    let fonts = fonts::find()?;
    let mut built = Built::default();
    let report = compose::report(&evaluation)?;
    let form = compose::form(&evaluation)?;
    let findings = compose::findings(&evaluation)?;
    for (name, document) in [("自评报告", &report), ("自评表", &form), ("审核意见", &findings)]
    {
        progress.say(format!("生成{name}"));
        built.document(name, document, &fonts)?;
    }
    built.files.push(("自评表.xlsx".to_owned(), xlsx::write(&[&form])?));
    let manifest = manifest(&evaluation, &built);
    built.files.push((output::MANIFEST.to_owned(), manifest.into_bytes()));
    progress.say("写出文件");
    output::write_folder(target, &built.files)?;
    drop(progress);
    summary(&evaluation, target, &built, out)?;
    Ok(if evaluation.has_errors() { Ending::ErrorsFound } else { Ending::Clean })
}

/// What was built so far.
#[derive(Default)]
struct Built {
    files: Vec<(String, Vec<u8>)>,
    fonts: Vec<UsedFont>,
    missing: Vec<char>,
    pages: Vec<(String, usize)>,
}

impl Built {
    fn document(&mut self, name: &str, document: &Document, fonts: &Fonts) -> Result<(), Error> {
        self.files.push((format!("{name}.docx"), docx::write(document)?));
        self.files.push((format!("{name}.html"), html::write(document)?.into_bytes()));
        let pdf = pdf::write(document, fonts)?;
        self.files.push((format!("{name}.pdf"), pdf.bytes));
        self.pages.push((format!("{name}.pdf"), pdf.pages));
        self.fonts.extend(pdf.fonts_used);
        self.fonts.sort();
        self.fonts.dedup();
        self.missing.extend(pdf.missing);
        self.missing.sort_unstable();
        self.missing.dedup();
        Ok(())
    }
}

/// What the folder holds and what it was made from, so that it can be made again and compared.
fn manifest(evaluation: &Evaluation, built: &Built) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "format = 1\nheng = \"{}\"", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "dossier_sha256 = \"{}\"", evaluation.digest);
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
    let families: Vec<String> =
        built.fonts.iter().map(|font| format!("{}：{}", font.role, font.family)).collect();
    writeln!(out, "PDF 所用字体　{}", families.join("；"))?;
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
