//! What heng makes of a dossier, written in every format and read back.

use std::sync::OnceLock;

use heng_core::audit::{Audit, audit};
use heng_core::dossier::{self, Passage, Section};
use heng_core::evaluation::{Evaluation, Loaded, evaluate};
use heng_core::pack::{Pack, ProjectForm, builtin};
use heng_core::register::Measurements;
use heng_intake::report;
use heng_render::compose;
use heng_render::document::Document;
use heng_render::write::{docx, html, pdf, xlsx};
use typst_kit::fonts::{FontStore, system};

/// The formats that heng writes (文件格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Docx,
    Html,
    Xlsx,
    Pdf,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Docx, Self::Html, Self::Xlsx, Self::Pdf];

    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// The document as a file of this format; workbooks hold forms only.
    pub fn write(self, document: &Document) -> Vec<u8> {
        match self {
            Self::Docx => docx::write(document).unwrap(),
            Self::Html => html::write(document).unwrap().into_bytes(),
            Self::Xlsx => xlsx::write(&[document]).unwrap(),
            Self::Pdf => pdf::write(document, fonts()).unwrap().bytes,
        }
    }
}

fn fonts() -> &'static pdf::Fonts {
    static FONTS: OnceLock<pdf::Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut store = FontStore::new();
        store.extend(system());
        let book = (**store.book()).clone();
        pdf::Fonts::new(book, move |index| store.font(index)).unwrap()
    })
}

/// A document of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Report,
    Form,
    Projects,
    /// The forms of the projects in the layout of Sichuan.
    Sichuan,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Report, Self::Form, Self::Projects, Self::Sichuan];

    pub fn formats(self) -> &'static [Format] {
        match self {
            Self::Report => &[Format::Docx, Format::Html, Format::Pdf],
            Self::Form | Self::Projects | Self::Sichuan => &Format::ALL,
        }
    }

    pub fn compose(self, evaluation: &Evaluation) -> Document {
        match self {
            Self::Report => compose::report(evaluation).unwrap(),
            Self::Form => compose::form(evaluation, evaluation.pack.department_form()).unwrap(),
            Self::Projects => projects(evaluation, ProjectForm::National),
            Self::Sichuan => projects(evaluation, ProjectForm::Sichuan),
        }
    }
}

fn projects(evaluation: &Evaluation, layout: ProjectForm) -> Document {
    compose::projects(evaluation, layout).unwrap().unwrap()
}

pub fn packs() -> (Pack, Pack) {
    let load = |id: &str| builtin::load(id, None).unwrap();
    (load("example-department"), load("example-project"))
}

/// Evaluates a dossier by its text.
pub fn evaluated(toml: &str, conclusion: &str) -> Evaluation {
    let read = dossier::read("dossier.toml", toml, &[]);
    assert_eq!(read.problems, [], "{toml}");
    let mut dossier = read.dossier;
    dossier.narrative = vec![Passage { section: Section::Conclusion, text: conclusion.to_owned() }];
    let loaded = Loaded {
        dossier,
        places: read.places,
        measurements: Measurements::default(),
        observed: Vec::new(),
        problems: Vec::new(),
    };
    let (department, project) = packs();
    evaluate(loaded, department, Some(project))
}

/// Reads and audits a file as `heng audit` does.
pub fn audited(bytes: Vec<u8>, name: &str) -> Audit {
    let report = report::recognise(report::read::read(bytes, name));
    let (department, project) = packs();
    audit(report, &department, &project)
}
