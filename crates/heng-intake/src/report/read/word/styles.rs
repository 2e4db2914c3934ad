//! What styles say of paragraphs: which are headings, and which are numbered.

use std::collections::BTreeMap;

use crate::xml::Element;

/// How many styles may be based on one another.
const DEEPEST: usize = 20;

/// The styles of a document by their names in the file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default: Option<String>,
}

/// What a style says of its paragraphs itself.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    traits: Traits,
    is_title: bool,
    is_contents: bool,
}

/// What a paragraph or its style says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traits {
    /// Outline level, from 0; 9 is running text.
    pub outline: Option<u8>,
    /// The list that it is numbered by; `0` is none.
    pub list: Option<String>,
    /// Level of the list, from 0.
    pub depth: Option<usize>,
}

/// What is known of a paragraph with its styles.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub traits: Traits,
    /// It stands in a table of contents.
    pub is_contents: bool,
}

impl Styles {
    /// Reads the part of the styles.
    pub(super) fn read(root: &Element<'_>) -> Self {
        let mut styles = Self::default();
        for element in root.elements().filter(|one| one.name() == "style") {
            let kind = element.attribute("type").unwrap_or_default();
            if kind != "paragraph" {
                continue;
            }
            let id = element.attribute("styleId").unwrap_or_default();
            let name = element.child("name").and_then(|one| one.attribute("val"));
            let name = name.unwrap_or_default().to_lowercase().replace(' ', "");
            if matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on")) {
                styles.default = Some(id.clone());
            }
            let mut traits = element.child("pPr").map(Traits::of).unwrap_or_default();
            let built_in = name.strip_prefix("heading").and_then(|level| level.parse::<u8>().ok());
            traits.outline = traits.outline.or_else(|| built_in?.checked_sub(1));
            let style = Style {
                based_on: element.child("basedOn").and_then(|one| one.attribute("val")),
                traits,
                is_title: name == "title",
                is_contents: name.starts_with("toc") || name.starts_with("tableoffigures"),
            };
            styles.styles.insert(id, style);
        }
        styles
    }

    /// What a paragraph is by its own properties and its styles.
    pub(super) fn of(&self, properties: Option<&Element<'_>>) -> Known {
        let mut known =
            Known { traits: properties.map(Traits::of).unwrap_or_default(), is_contents: false };
        let named = properties.and_then(|one| one.child("pStyle")?.attribute("val"));
        let mut next = named.as_ref().or(self.default.as_ref());
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            known.traits.complete(&style.traits);
            known.is_contents |= style.is_contents;
            if style.is_title {
                known.traits.outline.get_or_insert(0);
            }
            next = style.based_on.as_ref();
        }
        known
    }
}

impl Traits {
    /// What the properties of a paragraph say.
    fn of(properties: &Element<'_>) -> Self {
        let value = |element: &Element<'_>, name: &str| element.child(name)?.attribute("val");
        let list = properties.child("numPr");
        Self {
            outline: value(properties, "outlineLvl").and_then(|level| level.parse().ok()),
            list: list.and_then(|list| value(list, "numId")),
            depth: list.and_then(|list| value(list, "ilvl")?.parse().ok()),
        }
    }

    /// Takes over what is not said yet.
    fn complete(&mut self, base: &Self) {
        self.outline = self.outline.or(base.outline);
        if self.list.is_none() {
            self.list.clone_from(&base.list);
        }
        self.depth = self.depth.or(base.depth);
    }

    /// Level as a heading, from 1; nothing for running text.
    pub(super) fn level(&self) -> Option<u8> {
        self.outline.filter(|outline| *outline < 9)?.checked_add(1)
    }
}
