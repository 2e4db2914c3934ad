//! The words of a paragraph, and what hangs on them: notes, text boxes, pictures.

use crate::xml::Element;

/// The words of one paragraph as they are shown.
#[derive(Debug, Default)]
pub(super) struct Line<'d> {
    /// The words; a line break is `\n`.
    pub text: String,
    /// The notes that it refers to.
    pub notes: Vec<Note>,
    /// The contents of the text boxes anchored in it.
    pub boxes: Vec<&'d Element<'d>>,
    /// How many pictures stand in it.
    pub pictures: usize,
}

/// A footnote or endnote by its number in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    Foot(String),
    End(String),
}

/// The fields that have begun and not ended, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<Field>);

#[derive(Debug, Default)]
struct Field {
    /// What is computed; what follows it is the result.
    code: String,
    is_result: bool,
}

impl Fields {
    /// Says whether what stands here is shown: only results of fields are.
    fn shows(&self) -> bool {
        self.0.iter().all(|field| field.is_result)
    }

    /// Says whether what stands here belongs to a table of contents.
    pub(super) fn is_contents(&self) -> bool {
        self.0.iter().any(|field| field.code.trim_start().starts_with("TOC"))
    }

    /// Forgets fields that never came to a result by the end of a paragraph: the file is not sound.
    pub(super) fn end_paragraph(&mut self) {
        self.0.retain(|field| field.is_result);
    }

    fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => self.0.push(Field::default()),
            "separate" => {
                if let Some(field) = self.0.last_mut() {
                    field.is_result = true;
                }
            }
            "end" => {
                self.0.pop();
            }
            _ => {}
        }
    }
}

impl<'d> Line<'d> {
    /// Adds what stands in an element: a paragraph, or a part of it.
    pub(super) fn add(&mut self, element: &'d Element<'d>, fields: &mut Fields) {
        for child in element.elements() {
            match child.name() {
                // Deleted and moved away, if the changes are accepted.
                "del" | "moveFrom" | "delText" | "delInstrText" | "pPr" | "rPr" | "rt" => {}
                "r" if is_hidden(child) => {}
                "t" => {
                    if fields.shows() {
                        self.text.push_str(&child.text());
                    }
                }
                "instrText" => {
                    if let Some(field) = fields.0.last_mut() {
                        field.code.push_str(&child.text());
                    }
                }
                "fldChar" => fields.mark(&child.attribute("fldCharType").unwrap_or_default()),
                "tab" | "ptab" => self.text.push('\t'),
                "br" | "cr" => self.text.push('\n'),
                "noBreakHyphen" => self.text.push('-'),
                "sym" => self.text.extend(symbol(child)),
                "footnoteReference" => {
                    self.notes.extend(child.attribute("id").map(Note::Foot));
                }
                "endnoteReference" => self.notes.extend(child.attribute("id").map(Note::End)),
                "AlternateContent" => {
                    // The same content stands in it several times, for older and newer programs.
                    if let Some(choice) = child.elements().next() {
                        self.add(choice, fields);
                    }
                }
                "drawing" | "pict" | "object" => self.hang(child),
                "den" => {
                    self.text.push('/');
                    self.add(child, fields);
                }
                _ => self.add(child, fields),
            }
        }
    }

    fn hang(&mut self, drawing: &'d Element<'d>) {
        let boxes = drawing.all("txbxContent");
        self.pictures += drawing.all("blip").len() + drawing.all("imagedata").len();
        self.boxes.extend(boxes);
    }
}

/// Says whether a run is formatted as hidden.
fn is_hidden(run: &Element<'_>) -> bool {
    let vanish = run.child("rPr").and_then(|properties| properties.child("vanish"));
    vanish
        .is_some_and(|one| !matches!(one.attribute("val").as_deref(), Some("0" | "false" | "off")))
}

/// A character of a font of symbols.
fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default();
    // Such fonts have their characters in the private area.
    let own = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    match (font.as_str(), own) {
        ("Symbol", 0xA3) => Some('≤'),
        ("Symbol", 0xB3) => Some('≥'),
        ("Symbol", 0xB1) => Some('±'),
        ("Symbol", 0xB8) => Some('÷'),
        ("Symbol", 0xB9) => Some('≠'),
        ("Symbol", 0xBB) => Some('≈'),
        ("Symbol", 0x20..=0x39) => char::from_u32(own),
        ("Wingdings", 0xFE) | ("Wingdings 2", 0x52 | 0x54) => Some('☑'),
        ("Wingdings", 0xFD | 0x78) | ("Wingdings 2", 0x51 | 0x53) => Some('☒'),
        ("Wingdings", 0xFC) | ("Wingdings 2", 0x50) => Some('√'),
        ("Symbol", 0xB4) | ("Wingdings", 0xFB) | ("Wingdings 2", 0x4F) => Some('×'),
        ("Wingdings", 0xA8 | 0x6F | 0x71 | 0x72) | ("Wingdings 2", 0x2A | 0x30 | 0xA3) => Some('□'),
        ("Wingdings", 0x81..=0x8A) => char::from_u32(u32::from('①') + own - 0x81),
        _ if own == code => char::from_u32(code),
        _ => None,
    }
}
