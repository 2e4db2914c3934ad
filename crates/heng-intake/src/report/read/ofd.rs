//! OFD (GB/T 33190) into pages: text with its places, put together to lines and paragraphs.

mod length;
mod lines;
#[cfg(test)]
mod tests;

use heng_core::fact::{Area, Place};
use heng_core::page::{Block, Format, Pages};

use super::outline;
use super::parts::Parts;
use super::refusal::Refusal;
use crate::sheet::resolved;
use crate::xml::Element;
use length::Length;
use lines::{Glyph, Paragraph, Sheet};

const SUBJECT: &str = "OFD 文件";
/// The most pages that are read.
const MOST_PAGES: usize = 5_000;
/// The most glyphs of a file.
const MOST_GLYPHS: usize = 5_000_000;

/// Reads a file from its parts.
pub(super) fn read(parts: Parts, name: &str) -> Pages {
    pages(parts, name).unwrap_or_else(|refusal| refusal.pages(name, Format::Ofd))
}

fn pages(mut parts: Parts, name: &str) -> Result<Pages, Refusal> {
    parts.name_subject(SUBJECT);
    let mut reading = Reading { sheets: Vec::new(), pictures: 0, glyphs: 0 };
    let text = part(&mut parts, "OFD.xml")?;
    let root = parts.parsed("OFD.xml", &text)?;
    if !root.all("Encryptions").is_empty() {
        return Err(Refusal::Encrypted);
    }
    for document in root.all("DocRoot") {
        reading.document(&mut parts, &resolved("", document.text().trim()))?;
    }
    let count = reading.sheets.len();
    let paragraphs = lines::paragraphs(reading.sheets);
    if paragraphs.is_empty() {
        return Err(if reading.pictures > 0 { Refusal::OnlyPictures } else { Refusal::NoText });
    }
    Ok(Pages {
        file: name.to_owned(),
        format: Format::Ofd,
        count: Some(count),
        blocks: paragraphs.into_iter().map(|paragraph| block(paragraph, name)).collect(),
        problems: Vec::new(),
    })
}

fn block(paragraph: Paragraph, name: &str) -> Block {
    let points = |hundredths: i32| hundredths.div_euclid(100);
    let [left, top, right, bottom] = paragraph.bounds.map(points);
    let place = Place::Page {
        file: name.to_owned(),
        page: paragraph.page + 1,
        area: Some(Area { left, top, right, bottom }),
    };
    let doubt = paragraph.has_columns.then(|| "这里像是表格的一行，各栏没有分开".to_owned());
    Block { content: outline::content(paragraph.text), place, doubt }
}

fn part(parts: &mut Parts, name: &str) -> Result<String, Refusal> {
    parts.text(name)?.ok_or_else(|| Refusal::damaged(SUBJECT, format!("缺少「{name}」")))
}

/// What has been read of a file so far.
struct Reading {
    sheets: Vec<Sheet>,
    pictures: usize,
    glyphs: usize,
}

impl Reading {
    fn document(&mut self, parts: &mut Parts, path: &str) -> Result<(), Refusal> {
        let text = part(parts, path)?;
        let root = parts.parsed(path, &text)?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let pages = root.child("Pages").into_iter().flat_map(Element::elements);
        for page in pages.filter(|one| one.name() == "Page") {
            if self.sheets.len() >= MOST_PAGES {
                return Err(Refusal::TooDeep { part: path.to_owned() });
            }
            let place = resolved(folder, &page.attribute("BaseLoc").unwrap_or_default());
            let text = part(parts, &place)?;
            let root = parts.parsed(&place, &text)?;
            let mut sheet = Sheet::default();
            for layer in root.all("Layer") {
                self.objects(layer, &mut sheet);
            }
            if self.glyphs > MOST_GLYPHS {
                return Err(Refusal::TooDeep { part: place });
            }
            self.sheets.push(sheet);
        }
        Ok(())
    }

    fn objects(&mut self, parent: &Element<'_>, sheet: &mut Sheet) {
        for element in parent.elements() {
            match element.name() {
                "TextObject" if element.attribute("Visible").as_deref() != Some("false") => {
                    self.text(element, sheet);
                }
                "ImageObject" => self.pictures += 1,
                "PageBlock" => self.objects(element, sheet),
                _ => {}
            }
        }
    }

    fn text(&mut self, object: &Element<'_>, sheet: &mut Sheet) {
        let boundary = Length::list(&object.attribute("Boundary").unwrap_or_default());
        let origin = |index: usize| boundary.get(index).copied().unwrap_or_default();
        let matrix = Length::list(&object.attribute("CTM").unwrap_or_default());
        let size = Length::of(object.attribute("Size")).unwrap_or(Length::from_millimetres(4));
        for code in object.elements().filter(|one| one.name() == "TextCode") {
            let text = code.text();
            let mut x = Length::of(code.attribute("X")).unwrap_or_default();
            let mut y = Length::of(code.attribute("Y")).unwrap_or_default();
            let mut steps_x = length::steps(&code.attribute("DeltaX").unwrap_or_default());
            let mut steps_y = length::steps(&code.attribute("DeltaY").unwrap_or_default());
            for character in text.chars().filter(|c| !c.is_control()) {
                let (along, down) = length::transformed(&matrix, x, y);
                let left = origin(0).plus(along);
                let height = length::scaled(&matrix, size);
                let width = if character.is_ascii() { height.half() } else { height };
                sheet.glyphs.push(Glyph {
                    character,
                    left: left.points(),
                    right: left.plus(width).points(),
                    baseline: origin(1).plus(down).points(),
                    size: height.points().max(1),
                });
                self.glyphs = self.glyphs.saturating_add(1);
                if self.glyphs > MOST_GLYPHS {
                    return;
                }
                // Where no step is given the next character stands behind this one.
                let own = if character.is_ascii() { size.half() } else { size };
                let is_down = steps_x.len() == 0 && steps_y.len() > 0;
                x = x.plus(steps_x.next().unwrap_or(if is_down { Length::default() } else { own }));
                y = y.plus(steps_y.next().unwrap_or_default());
            }
        }
    }
}
