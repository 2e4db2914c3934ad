//! Adoption: who put exactly this text of a pack into force.

use jiff::civil::Date;

use super::PackSource;
use crate::reader;

/// The record that somebody adopted exactly this text of a pack (采用记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// Identifier of the pack.
    pub pack: String,
    /// Hash of the pack that was adopted.
    pub pack_hash: String,
    /// Who adopted it.
    pub adopted_by: String,
    /// By which document.
    pub document: String,
    /// On which day.
    pub date: Date,
}

impl Adoption {
    /// The text of the record, as it lies beside a pack in `adoption.toml`.
    #[must_use]
    pub fn text(&self) -> String {
        let quoted = |text: &str| toml_writer::ToTomlValue::to_toml_value(text);
        format!(
            "# 采用记录：只对哈希相符的规则包文本有效。\n[adoption]\npack = {}\npack_hash = {}\n\
             adopted_by = {}\ndocument = {}\ndate = {}\n",
            quoted(&self.pack),
            quoted(&self.pack_hash),
            quoted(&self.adopted_by),
            quoted(&self.document),
            self.date
        )
    }
}

/// Reads the adoption record beside a pack.
///
/// A record that names another pack or another text does not count; the error says why, in Chinese.
pub(super) fn read(
    source: &PackSource<'_>,
    id: &str,
    hash: &str,
) -> Result<Option<Adoption>, String> {
    let Some(text) = source.adoption else {
        return Ok(None);
    };
    let (adoption, problems) = reader::read(&source.file("adoption.toml"), text, |root| {
        let Some(entry) = root.entry("adoption") else {
            root.missing("adoption");
            return None;
        };
        if !entry.has("date") {
            entry.missing("date");
        }
        Some(Adoption {
            pack: entry.required_text("pack"),
            pack_hash: entry.required_text("pack_hash"),
            adopted_by: entry.required_text("adopted_by"),
            document: entry.required_text("document"),
            date: entry.date("date")?,
        })
    });
    if let Some(problem) = problems.first() {
        return Err(problem.to_string());
    }
    match adoption {
        Some(adoption) if adoption.pack != id => {
            Err(format!("采用记录写的是规则包「{}」，不是「{id}」，不予采信。", adoption.pack))
        }
        Some(adoption) if adoption.pack_hash != hash => Err(format!(
            "采用记录中的哈希为{}，规则包现在的哈希为{hash}：规则包在采用后有改动，须重新采用。",
            adoption.pack_hash
        )),
        adopted => Ok(adopted),
    }
}
