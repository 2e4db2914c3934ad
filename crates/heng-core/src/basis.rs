//! What a rule rests on.

use std::sync::Arc;

/// What a rule rests on, and how sure that is (依据).
///
/// The kinds follow how the rule was found out, so that nothing unconfirmed is ever stated as law.
/// Every step that follows the rule names it, so that the words are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Read in a public source that can be opened (有据可查).
    Cited(Citation),
    /// Done so somewhere: another place's rule or a system in use, a model and not binding (他处做法).
    Attested(Citation),
    /// Generally held, but not confirmed in a source (未经核实).
    Unconfirmed(Citation),
    /// The scheme's own choice, with the reason (方案自定).
    Scheme {
        /// Why the scheme chooses so.
        reason: Arc<str>,
    },
}

/// A document and, where known, the place in it and its address (引文).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// Title or number of the document, e.g. `财预〔2020〕10号`.
    pub document: Arc<str>,
    /// The article, only where it was confirmed.
    pub article: Option<Arc<str>>,
    /// Address at which the document can be read.
    pub url: Option<Arc<str>>,
}

impl Basis {
    /// Says whether the rule was read in a public source.
    #[must_use]
    pub fn is_cited(&self) -> bool {
        matches!(self, Self::Cited(_))
    }

    /// The Chinese word for the kind of basis.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Cited(_) => "有据可查",
            Self::Attested(_) => "他处做法",
            Self::Unconfirmed(_) => "未经核实",
            Self::Scheme { .. } => "方案自定",
        }
    }
}

impl std::fmt::Display for Basis {
    /// Writes document, article and kind; in the alternate form `{:#}` with the address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cited(citation) | Self::Attested(citation) | Self::Unconfirmed(citation) => {
                write!(f, "{}", citation.document)?;
                if let Some(article) = &citation.article {
                    write!(f, "{article}")?;
                }
                write!(f, "（{}）", self.label())?;
                match &citation.url {
                    Some(url) if f.alternate() => write!(f, " {url}"),
                    _ => Ok(()),
                }
            }
            Self::Scheme { reason } => write!(f, "{}（{}）", reason, self.label()),
        }
    }
}
