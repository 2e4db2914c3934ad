//! Which of the installed fonts stands for which of the standard's.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use heng_core::hash::sha256;
use typst::text::{Font, FontBook, FontStretch, FontStyle, FontVariant, FontWeight};
use typst::utils::LazyHash;

use crate::Error;

/// Characters that every Chinese font has.
const SAMPLE: &str = "预算绩效";
const REGULAR: u16 = 400;
/// Stands for a character that cannot be shown, as in Chinese typesetting (缺字符).
const MISSING: &str = "〓";

/// What a font is used for (字体用途).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The title (标题), 小标宋.
    Title,
    /// Running text and tables (正文), 仿宋.
    Body,
    /// Headings of level 1 and of tables (一级标题), 黑体.
    Heading,
    /// Headings of level 2 (二级标题), 楷体.
    Subheading,
    /// Page numbers (页码), 宋体.
    PageNumber,
    /// Characters that the other fonts lack (补字).
    Supplement,
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Title => "标题",
            Self::Body => "正文",
            Self::Heading => "一级标题",
            Self::Subheading => "二级标题",
            Self::PageNumber => "页码",
            Self::Supplement => "补字",
        })
    }
}

/// A font that a PDF was made with (所用字体).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedFont {
    /// What it was used for.
    pub role: Role,
    /// Its family.
    pub family: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

/// A family that may stand for a role, and the weight to take of it.
struct Candidate {
    family: &'static str,
    weight: u16,
}

const fn regular(family: &'static str) -> Candidate {
    Candidate { family, weight: REGULAR }
}

/// For each role the families in order: those of office machines, then Fandol, then Noto and
/// 霞鹜文楷. Fonts call themselves by an English or a Chinese name, so both are listed.
const CANDIDATES: [(Role, &[Candidate]); 5] = [
    (
        Role::Title,
        &[
            regular("FZXiaoBiaoSong-B05S"),
            regular("方正小标宋简体"),
            regular("FZXiaoBiaoSong-B05"),
            regular("方正小标宋_GBK"),
            Candidate { family: "FandolSong", weight: 700 },
            Candidate { family: "Noto Serif CJK SC", weight: 700 },
            Candidate { family: "Source Han Serif SC", weight: 700 },
            Candidate { family: "Noto Sans CJK SC", weight: 700 },
            regular("SimSun"),
            regular("宋体"),
        ],
    ),
    (
        Role::Body,
        &[
            regular("FangSong_GB2312"),
            regular("仿宋_GB2312"),
            regular("FangSong"),
            regular("仿宋"),
            regular("STFangsong"),
            regular("FandolFang R"),
            regular("FandolFang"),
            regular("Noto Serif CJK SC"),
            regular("Source Han Serif SC"),
            regular("LXGW WenKai"),
            regular("SimSun"),
            regular("宋体"),
            regular("Noto Sans CJK SC"),
        ],
    ),
    (
        Role::Heading,
        &[
            regular("SimHei"),
            regular("黑体"),
            regular("STHeiti"),
            regular("FandolHei"),
            Candidate { family: "Noto Sans CJK SC", weight: 500 },
            Candidate { family: "Source Han Sans SC", weight: 500 },
            Candidate { family: "Noto Serif CJK SC", weight: 700 },
            regular("LXGW WenKai"),
        ],
    ),
    (
        Role::Subheading,
        &[
            regular("KaiTi_GB2312"),
            regular("楷体_GB2312"),
            regular("KaiTi"),
            regular("楷体"),
            regular("STKaiti"),
            regular("FandolKai"),
            regular("LXGW WenKai"),
            regular("Noto Serif CJK SC"),
            regular("Noto Sans CJK SC"),
        ],
    ),
    (
        Role::PageNumber,
        &[
            regular("SimSun"),
            regular("宋体"),
            regular("NSimSun"),
            regular("STSong"),
            regular("FandolSong"),
            regular("Noto Serif CJK SC"),
            regular("Source Han Serif SC"),
            regular("Noto Sans CJK SC"),
        ],
    ),
];

/// A font that stands for a role.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) role: Role,
    pub(super) family: String,
    pub(super) weight: u16,
    index: usize,
}

/// The fonts that are there, found by somebody else and loaded only when needed (字体库).
pub struct Fonts {
    book: LazyHash<FontBook>,
    load: Box<dyn Fn(usize) -> Option<Font> + Send + Sync>,
    chosen: Vec<Chosen>,
    hashes: Mutex<Vec<(Font, String)>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("chosen", &self.chosen).finish_non_exhaustive()
    }
}

impl Fonts {
    /// Chooses a font for each role from a list of fonts; `load` gives the font at an index of it.
    ///
    /// With `typst-kit` outside: `Fonts::new((**store.book()).clone(), move |i| store.font(i))`.
    ///
    /// [`Error::NoChineseFont`] where none of the fonts is Chinese.
    pub fn new(
        book: FontBook,
        load: impl Fn(usize) -> Option<Font> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let any = any_chinese(&book);
        let choose = |(role, candidates): &(Role, &[Candidate])| {
            let substitute = || any.clone().map(|any| Chosen { role: *role, ..any });
            first_installed(&book, *role, candidates).or_else(substitute)
        };
        let chosen: Option<Vec<Chosen>> = CANDIDATES.iter().map(choose).collect();
        let chosen = chosen.ok_or(Error::NoChineseFont)?;
        let hashes = Mutex::default();
        Ok(Self { book: LazyHash::new(book), load: Box::new(load), chosen, hashes })
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        (self.load)(index)
    }

    pub(super) fn chosen(&self) -> &[Chosen] {
        &self.chosen
    }

    /// Puts [`MISSING`] in place of characters that no font can show, and lists those characters.
    pub(super) fn substitute(&self, text: String) -> (String, Vec<char>) {
        let characters: BTreeSet<char> = text.chars().collect();
        let missing: Vec<char> =
            characters.into_iter().filter(|character| !self.shows(*character)).collect();
        if missing.is_empty() {
            return (text, missing);
        }
        let shown = text.replace(|character| missing.binary_search(&character).is_ok(), MISSING);
        (shown, missing)
    }

    /// Says whether some font can show a character; what a private one means, no font knows.
    fn shows(&self, character: char) -> bool {
        let code = u32::from(character);
        let is_private =
            matches!(code, 0xe000..=0xf8ff | 0xf_0000..=0xf_ffff | 0x10_0000..=0x10_ffff);
        // Joiners, marks of direction and selectors of variants show nothing themselves.
        let is_unseen = character.is_whitespace()
            || matches!(code, 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff)
            || matches!(code, 0xfe00..=0xfe0f | 0xe_0100..=0xe_01ef);
        let covers =
            |index: usize| self.book.info(index).is_some_and(|info| info.coverage.contains(code));
        let any = || {
            let mut chosen = self.chosen.iter().map(|chosen| chosen.index);
            chosen.any(covers) || self.book.families().any(|(_, mut fonts)| fonts.any(covers))
        };
        is_unseen || (!is_private && any())
    }

    /// The fonts of all roles, and after them those fonts of a typeset text that have no role.
    pub(super) fn used(&self, typeset: &[Font]) -> Result<Vec<UsedFont>, Error> {
        let mut used = Vec::with_capacity(self.chosen.len());
        let mut with_role = Vec::with_capacity(self.chosen.len());
        for chosen in &self.chosen {
            let font = self
                .font(chosen.index)
                .ok_or_else(|| Error::LoadFont { family: chosen.family.clone() })?;
            used.push(self.described(chosen.role, &font));
            with_role.push(font);
        }
        let mut supplements: Vec<UsedFont> = typeset
            .iter()
            .filter(|font| !with_role.contains(font))
            .map(|font| self.described(Role::Supplement, font))
            .collect();
        supplements.sort();
        supplements.dedup();
        used.extend(supplements);
        Ok(used)
    }

    fn described(&self, role: Role, font: &Font) -> UsedFont {
        UsedFont { role, family: font.info().family.clone(), sha256: self.sha256(font) }
    }

    /// Hashes a font's file once: a collection has tens of megabytes.
    fn sha256(&self, font: &Font) -> String {
        let mut hashes = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, hash)) = hashes.iter().find(|(hashed, _)| hashed == font) {
            return hash.clone();
        }
        let hash = sha256(font.data().as_slice());
        hashes.push((font.clone(), hash.clone()));
        hash
    }
}

fn first_installed(book: &FontBook, role: Role, candidates: &[Candidate]) -> Option<Chosen> {
    candidates.iter().find_map(|candidate| {
        let variant = variant(candidate.weight);
        let index = book.select(&candidate.family.to_lowercase(), variant)?;
        let family = book.info(index)?.family.clone();
        Some(Chosen { role, family, weight: candidate.weight, index })
    })
}

/// The first family, in the order of their names, that has common Chinese characters.
fn any_chinese(book: &FontBook) -> Option<Chosen> {
    book.families().find_map(|(family, _)| {
        let index = book.select(&family.to_lowercase(), variant(REGULAR))?;
        let coverage = &book.info(index)?.coverage;
        let chinese = SAMPLE.chars().all(|character| coverage.contains(character.into()));
        let family = family.to_owned();
        chinese.then_some(Chosen { role: Role::Supplement, family, weight: REGULAR, index })
    })
}

fn variant(weight: u16) -> FontVariant {
    FontVariant::new(FontStyle::Normal, FontWeight::from_number(weight), FontStretch::NORMAL)
}
