//! What a folder of documents was made from, and which files heng wrote into it.

use std::collections::BTreeMap;
use std::path::Path;

use heng_core::reader::{self, Entry};

/// Name of the file that says it.
pub const FILE: &str = "manifest.toml";

/// What the manifest of a folder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The version of heng that wrote the folder.
    pub heng: String,
    /// The folder of the dossier, as it is reached from this one.
    pub dossier: Option<String>,
    /// The hash that stands for the dossier.
    pub dossier_sha256: String,
    /// The layout of the projects' forms.
    pub layout: Option<String>,
    /// The packs by identifier, each with its hash.
    pub packs: BTreeMap<String, String>,
    /// The hashes of the fonts that the PDFs were made with, by what they were used for.
    pub fonts: BTreeMap<String, String>,
    /// The files, each with its hash.
    pub files: BTreeMap<String, String>,
}

/// Reads a manifest; nothing where heng did not write it.
pub fn read(text: &str) -> Option<Manifest> {
    let (manifest, problems) = reader::read(FILE, text, |root| {
        // Later versions may say more.
        let _ = root.keys();
        if root.integer("format") != Some(1) {
            root.missing("format");
        }
        Manifest {
            heng: root.required_text("heng"),
            dossier: root.text("dossier"),
            dossier_sha256: root.text("dossier_sha256").unwrap_or_default(),
            layout: root.text("layout"),
            packs: hashes(root, "pack", "id"),
            fonts: hashes(root, "font", "role"),
            files: hashes(root, "output", "file"),
        }
    });
    problems.is_empty().then_some(manifest)
}

/// The hashes of a list, by the key that names its entries.
fn hashes(root: &Entry<'_>, list: &str, key: &str) -> BTreeMap<String, String> {
    let hash = |entry: &Entry<'_>| {
        let _ = entry.keys();
        (entry.required_text(key), entry.required_text("sha256"))
    };
    root.entries(list).iter().map(hash).collect()
}

/// The way from one absolute path to another, parted by `/`; nothing where there is none.
pub fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, two)| one == two).count();
    if shared == 0 {
        return None;
    }
    let up = from.iter().skip(shared).map(|_| Some(".."));
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/"))
}

/// A text as a TOML string; a path holds neither line breaks nor other controls worth keeping.
pub fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace(char::is_control, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_from_one_folder_to_another() {
        let cases = [
            ("/a/out", "/a/demo", "../demo"),
            ("/a/b/out", "/a/demo", "../../demo"),
            ("/out", "/a/b", "../a/b"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(relative(Path::new(from), Path::new(to)).as_deref(), Some(expected));
        }
        assert_eq!(relative(Path::new("a"), Path::new("b")), None);
    }

    #[test]
    fn what_was_written_is_read() {
        let text = format!(
            "format = 1\nheng = \"0.1\"\ndossier = {}\ndossier_sha256 = \"0a\"\n\
             layout = \"national\"\nlater = true\n\
             [[pack]]\nid = \"p\"\nversion = \"1\"\nsha256 = \"0b\"\n\
             [[font]]\nrole = \"正文\"\nfamily = \"f\"\nsha256 = \"0c\"\n\
             [[output]]\nfile = \"a.pdf\"\nsha256 = \"0d\"\n",
            quoted("../卷 \"宗\"\\")
        );
        let one = |key: &str, hash: &str| BTreeMap::from([(key.to_owned(), hash.to_owned())]);
        let expected = Manifest {
            heng: "0.1".into(),
            dossier: Some("../卷 \"宗\"\\".into()),
            dossier_sha256: "0a".into(),
            layout: Some("national".into()),
            packs: one("p", "0b"),
            fonts: one("正文", "0c"),
            files: one("a.pdf", "0d"),
        };
        assert_eq!(read(&text), Some(expected));
    }
}
