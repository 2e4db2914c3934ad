//! Why a file is not read, in Chinese, and what its sender or reader can do.

use heng_core::fact::Place;
use heng_core::page::{Format, Pages};
use heng_core::reader::{Problem, ProblemKind};

use crate::xml::XmlError;

/// Why a file, or what remains of it, is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("文件是空的")]
    Empty,
    #[error("这是旧格式的 Word 或 WPS 文字文档（doc、wps）")]
    OldWord,
    #[error("这是 Excel 95 或更早的工作簿")]
    OldWorkbook,
    #[error("这是演示文稿")]
    Slides,
    #[error("文件设有打开密码")]
    Encrypted,
    #[error("这是一张图片，里面没有可以读取的文字")]
    Picture,
    #[error("文档里只有图片，没有可以读取的文字")]
    OnlyPictures,
    #[error("这是压缩包")]
    Archive,
    #[error("这是{0}")]
    OtherKind(&'static str),
    #[error("这不是 {0}")]
    NotA(&'static str),
    #[error("不认识这种文件")]
    Unknown,
    #[error("{subject}已损坏：{what}")]
    Damaged { subject: &'static str, what: String },
    #[error("里面没有正文")]
    NoText,
    #[error("「{part}」解开后超过 {mebibytes} MiB")]
    TooLarge { part: String, mebibytes: u64 },
    #[error("「{part}」压缩得异常紧，像是专门用来占满内存的")]
    Bomb { part: String },
    #[error("「{part}」的内容层次或数量超出限度")]
    TooDeep { part: String },
}

impl Refusal {
    pub(super) fn damaged(subject: &'static str, what: impl Into<String>) -> Self {
        Self::Damaged { subject, what: what.into() }
    }

    /// What a part of a package with such XML means.
    pub(super) fn xml(subject: &'static str, part: &str, error: &XmlError) -> Self {
        match error {
            XmlError::TooLarge => Self::TooDeep { part: part.to_owned() },
            error => Self::damaged(subject, error.to_string()),
        }
    }

    /// What kind of problem it is.
    pub(super) fn kind(&self) -> ProblemKind {
        match self {
            Self::Empty | Self::Damaged { .. } | Self::NoText => ProblemKind::Damaged,
            Self::OldWord
            | Self::OldWorkbook
            | Self::Slides
            | Self::Archive
            | Self::OtherKind(_)
            | Self::NotA(_)
            | Self::Unknown => ProblemKind::UnknownFormat,
            Self::Encrypted => ProblemKind::Encrypted,
            Self::Picture | Self::OnlyPictures => ProblemKind::NoTextLayer,
            Self::TooLarge { .. } | Self::Bomb { .. } | Self::TooDeep { .. } => {
                ProblemKind::TooLarge
            }
        }
    }

    /// What would mend it.
    pub(super) fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "请从来源重新取得，或请填报单位重新发送。",
            Self::OldWord | Self::NotA("docx 文档") => {
                "请用 Word 或 WPS 打开后另存为 docx（旧的 doc 格式也请另存）。"
            }
            Self::OldWorkbook | Self::NotA(_) => "请用 Excel 或 WPS 打开后另存为 xlsx。",
            Self::Slides | Self::OtherKind(_) | Self::Unknown => {
                "请用原来的软件打开后另存为 docx、xlsx，或导出为带文字的 PDF。"
            }
            Self::Encrypted => "请取消打开密码，另存一份后再读入。",
            Self::Picture | Self::OnlyPictures => {
                "请向填报单位索取 Word 版或可以选中文字的 PDF；图像里的字不作猜测。"
            }
            Self::Archive => "请先解压，再读入里面的文件。",
            Self::Damaged { .. } => "请用原来的软件打开后另存一份再试；打不开的，请索取原件。",
            Self::NoText => "请核对是否取错了文件；网页的正文在附件里的，请直接读入附件。",
            Self::TooLarge { .. } | Self::Bomb { .. } | Self::TooDeep { .. } => {
                "请确认文件的来历；确是报告的，请拆成几份或另存后再读入。"
            }
        }
    }

    /// The problem of the file.
    pub(super) fn problem(&self, name: &str) -> Problem {
        Problem {
            kind: self.kind(),
            place: Place::File { file: name.to_owned() },
            excerpt: name.to_owned(),
            message: format!("{self}，没有读入。"),
            remedy: self.remedy().to_owned(),
        }
    }

    /// What a file that is refused so comes nearest to.
    pub(super) fn format(&self) -> Format {
        match self {
            Self::OldWord => Format::Word,
            Self::OldWorkbook => Format::Workbook,
            _ => Format::Text,
        }
    }

    /// The pages of a file of which nothing is read.
    pub(super) fn pages(&self, name: &str, format: Format) -> Pages {
        Pages::unread(name, format, self.problem(name))
    }
}
