//! `heng verify`: documents made again and compared with those in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use heng_core::hash::sha256;
use serde_json::json;

use crate::cli::{BuildChoice, BuiltFormat, FormLayout, Format};
use crate::command::build;
use crate::error::Error;
use crate::manifest::{self, Manifest};
use crate::progress::Progress;
use crate::{Ending, evaluate, fonts, json};

/// What comparing one file gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Made again, it is the same.
    Same,
    /// Made again, it is another.
    Differs,
    /// It is not as heng wrote it.
    Edited,
    /// The manifest lists it, and it is not there.
    Missing,
    /// It is there, and heng did not write it.
    Extra,
    /// It is as heng wrote it; made again with other fonts, it can't be the same.
    OtherFonts,
}

impl Verdict {
    /// The identifier and the Chinese words.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Same => ("same", "相符"),
            Self::Differs => ("differs", "不符：重新生成的内容不同"),
            Self::Edited => ("edited", "不符：生成以后被改动过"),
            Self::Missing => ("missing", "缺少"),
            Self::Extra => ("extra", "多出：不是 heng 写的"),
            Self::OtherFonts => ("other_fonts", "未能比对：本机字体不同，PDF 本会不同"),
        }
    }

    fn is_mismatch(self) -> bool {
        !matches!(self, Self::Same | Self::OtherFonts)
    }
}

/// Builds the documents of a folder again and compares hashes.
pub fn run(
    folder: &Path,
    dossier: Option<&Path>,
    packs: Option<&Path>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let manifest = read_manifest(folder)?;
    let found = found(folder)?;
    let dossier = match (dossier, &manifest.dossier) {
        (Some(dossier), _) => dossier.to_owned(),
        (None, Some(relative)) => folder.join(relative),
        (None, None) => return Err(Error::UnnamedDossier { folder: folder.to_owned() }),
    };
    let progress = Progress::begin();
    let choice = choice(&manifest);
    if choice.has(BuiltFormat::Pdf) {
        fonts::begin();
    }
    let evaluation = evaluate::evaluate(&dossier, packs, &progress)?;
    let built = build::build(&evaluation, &choice, &progress)?;
    drop(progress);
    let again: BTreeMap<&str, String> =
        built.files.iter().map(|(name, bytes)| (name.as_str(), sha256(bytes))).collect();
    let fonts: BTreeMap<String, String> =
        built.fonts.iter().map(|font| (font.role.to_string(), font.sha256.clone())).collect();
    let has_other_fonts = manifest.fonts.iter().any(|(role, font)| fonts.get(role) != Some(font));
    let names: BTreeSet<&String> = manifest.files.keys().chain(found.keys()).collect();
    let verdicts: Vec<(&String, Verdict)> = names
        .into_iter()
        .map(|name| {
            let (written, there) = (manifest.files.get(name), found.get(name));
            let verdict = match (written, there) {
                (None, _) => Verdict::Extra,
                (Some(_), None) => Verdict::Missing,
                (Some(written), Some(there)) if written != there => Verdict::Edited,
                (Some(written), _) if again.get(name.as_str()) == Some(written) => Verdict::Same,
                _ if has_other_fonts && is_pdf(name) => Verdict::OtherFonts,
                _ => Verdict::Differs,
            };
            (name, verdict)
        })
        .collect();
    let reasons = reasons(&manifest, &evaluation, has_other_fonts);
    match format {
        Format::Text => print(&verdicts, &reasons, out)?,
        Format::Jsonl => {
            for (name, verdict) in &verdicts {
                let (id, words) = verdict.words();
                let line =
                    json!({"file": name, "verdict": id, "message": words, "reasons": reasons});
                json::line(&line, out)?;
            }
        }
    }
    let is_mismatch = verdicts.iter().any(|(_, verdict)| verdict.is_mismatch());
    Ok(if is_mismatch { Ending::ErrorsFound } else { Ending::Clean })
}

/// What has to be built to have each file of a manifest again: all documents in its formats.
fn choice(manifest: &Manifest) -> BuildChoice {
    let has = |ending: &str| manifest.files.keys().any(|name| name.ends_with(ending));
    let formats = [
        (".docx", BuiltFormat::Docx),
        (".pdf", BuiltFormat::Pdf),
        (".html", BuiltFormat::Html),
        (".xlsx", BuiltFormat::Xlsx),
    ];
    BuildChoice {
        only: Vec::new(),
        format: formats.into_iter().filter(|(ending, _)| has(ending)).map(|one| one.1).collect(),
        layout: match manifest.layout.as_deref() {
            Some("national") => Some(FormLayout::National),
            Some("sichuan") => Some(FormLayout::Sichuan),
            _ => None,
        },
    }
}

fn read_manifest(folder: &Path) -> Result<Manifest, Error> {
    if folder.is_file() {
        return Err(Error::NotAFolder { path: folder.to_owned() });
    }
    let text = fs::read_to_string(folder.join(manifest::FILE)).ok();
    let manifest = text.and_then(|text| manifest::read(&text));
    manifest.ok_or_else(|| Error::NotBuilt { folder: folder.to_owned() })
}

/// What lies in the folder besides the manifest, each with its hash; a folder has none.
fn found(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let failed = |path: &Path| {
        let path: PathBuf = path.to_owned();
        move |source| Error::Read { path, source }
    };
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name == manifest::FILE {
            continue;
        }
        let is_file = entry.file_type().map_err(failed(&path))?.is_file();
        let hash =
            if is_file { sha256(fs::read(&path).map_err(failed(&path))?) } else { String::new() };
        found.insert(name, hash);
    }
    Ok(found)
}

/// What may be why files differ: what they were made from is no longer the same.
fn reasons(
    manifest: &Manifest,
    evaluation: &heng_core::evaluation::Evaluation,
    has_other_fonts: bool,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let version = env!("CARGO_PKG_VERSION");
    if manifest.heng != version {
        reasons.push(format!("生成时的 heng 是 {}，现在是 {version}", manifest.heng));
    }
    if manifest.dossier_sha256 != evaluation.digest {
        let (was, now) = (&manifest.dossier_sha256, &evaluation.digest);
        reasons.push(format!("卷宗在生成以后改动过（哈希 {was} → {now}）"));
    }
    let packs = std::iter::once(&evaluation.pack).chain(&evaluation.project_pack);
    let packs: BTreeMap<String, String> =
        packs.map(|pack| (pack.id.clone(), pack.hash().to_owned())).collect();
    if manifest.packs != packs {
        reasons.push("规则包与生成时不同".to_owned());
    }
    if has_other_fonts {
        reasons.push("PDF 所用字体与生成时不同".to_owned());
    }
    reasons
}

fn print(
    verdicts: &[(&String, Verdict)],
    reasons: &[String],
    out: &mut dyn Write,
) -> Result<(), Error> {
    for (name, verdict) in verdicts {
        writeln!(out, "{name}　{}", verdict.words().1)?;
    }
    for reason in reasons {
        writeln!(out, "原因　{reason}")?;
    }
    let count = |wanted: &dyn Fn(Verdict) -> bool| {
        verdicts.iter().filter(|(_, verdict)| wanted(*verdict)).count()
    };
    let same = count(&|verdict| verdict == Verdict::Same);
    let fonts = count(&|verdict| verdict == Verdict::OtherFonts);
    let mismatches = count(&Verdict::is_mismatch);
    writeln!(out, "共{}个文件：相符{same}、未能比对{fonts}、不符{mismatches}。", verdicts.len())?;
    if mismatches == 0 && fonts > 0 {
        writeln!(out, "除 PDF 因字体不同不能比对外，全部相符；PDF 未被改动过。")?;
    }
    Ok(())
}

fn is_pdf(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "pdf")
}
