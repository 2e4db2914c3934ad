//! Text and elements of XML, for the readers of Office files.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The most elements that a part may have; no document that people write has more.
const MOST_ELEMENTS: usize = 4_000_000;
/// How deep elements may lie in one another, so that walking through them needs little memory.
const DEEPEST: usize = 200;

/// Adds the text of an event; what is no text adds nothing.
pub(crate) fn push_text(event: &Event<'_>, words: &mut String) {
    if let Some(text) = text_of(event) {
        words.push_str(&text);
    }
}

/// The text of an event. Entities that a file declares for itself stay as written, so that none of
/// them can grow.
fn text_of<'x>(event: &Event<'x>) -> Option<Cow<'x, str>> {
    Some(match event {
        Event::Text(text) => text.xml10_content(),
        Event::CData(text) => text.xml10_content(),
        Event::GeneralRef(reference) => match (&**reference, reference.resolve_char_ref()) {
            (_, Ok(Some(character))) => Cow::Owned(character.to_string()),
            ("amp", _) => Cow::Borrowed("&"),
            ("lt", _) => Cow::Borrowed("<"),
            ("gt", _) => Cow::Borrowed(">"),
            ("quot", _) => Cow::Borrowed("\""),
            ("apos", _) => Cow::Borrowed("'"),
            (name, _) => Cow::Owned(format!("&{name};")),
        },
        _ => return None,
    })
}

/// An element with all that stands in it.
#[derive(Debug)]
pub(crate) struct Element<'x> {
    start: BytesStart<'x>,
    content: Vec<Node<'x>>,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Node<'x> {
    Element(Element<'x>),
    Text(Cow<'x, str>),
}

/// Why a text is not XML that can be read, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum XmlError {
    #[error("XML 的写法不对（{0}）")]
    Malformed(String),
    #[error("内容不完整")]
    CutOff,
    #[error("内容的层次或数量超出限度")]
    TooLarge,
}

impl<'x> Element<'x> {
    /// Reads a text whole and gives its root.
    ///
    /// # Errors
    /// The text is no XML, is cut off, or has more elements than a document has.
    pub(crate) fn parse(text: &'x str) -> Result<Self, XmlError> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = Vec::new();
        let mut count = 0_usize;
        loop {
            let event = reader.read_event();
            let event = event.map_err(|error| XmlError::Malformed(error.to_string()))?;
            let closed = match event {
                Event::Start(start) => {
                    open.push(Self { start, content: Vec::new() });
                    None
                }
                Event::Empty(start) => Some(Self { start, content: Vec::new() }),
                Event::End(_) => open.pop(),
                Event::Eof => return Err(XmlError::CutOff),
                event => {
                    if let (Some(parent), Some(text)) = (open.last_mut(), text_of(&event)) {
                        parent.content.push(Node::Text(text));
                    }
                    None
                }
            };
            count = count.saturating_add(1);
            if count > MOST_ELEMENTS || open.len() > DEEPEST {
                return Err(XmlError::TooLarge);
            }
            match (closed, open.last_mut()) {
                (Some(element), Some(parent)) => parent.content.push(Node::Element(element)),
                (Some(root), None) => return Ok(root),
                (None, _) => {}
            }
        }
    }

    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// What stands in it, in order.
    pub(crate) fn content(&self) -> &[Node<'x>] {
        &self.content
    }

    /// The elements directly in it, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|one| one.name() == name)
    }

    /// The elements of this name at any depth, in order; inside one of them none is looked for.
    pub(crate) fn all<'e>(&'e self, name: &str) -> Vec<&'e Self> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Self> = vec![self];
        while let Some(element) = waiting.pop() {
            if element.name() == name {
                found.push(element);
            } else {
                let inner: Vec<&Self> = element.elements().collect();
                waiting.extend(inner.into_iter().rev());
            }
        }
        found
    }

    /// An attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes().flatten();
        let found = attributes.find(|one| one.key.local_name().as_ref() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// The text directly in it.
    pub(crate) fn text(&self) -> String {
        let texts = self.content.iter().filter_map(|node| match node {
            Node::Text(text) => Some(&**text),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_keep_names_attributes_and_text_in_order() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bb'>]>\
            <w:a w:val='1 &amp; 2'>x<b/>&lt;&b;&#20013;<c><b>y</b></c></w:a>";
        let root = Element::parse(text).unwrap();
        assert_eq!((root.name(), root.text().as_str()), ("a", "x<&b;中"));
        assert_eq!(root.attribute("val").as_deref(), Some("1 & 2"));
        assert_eq!(root.content().len(), 6);
        let inner: Vec<String> = root.all("b").iter().map(|one| one.text()).collect();
        assert_eq!(inner, ["", "y"]);
        assert!(root.child("c").is_some() && root.child("d").is_none());
    }

    #[test]
    fn what_is_no_xml_or_too_deep_is_refused() {
        assert_eq!(Element::parse("").unwrap_err(), XmlError::CutOff);
        assert_eq!(Element::parse("<a><b></b>").unwrap_err(), XmlError::CutOff);
        let mixed = Element::parse("<a><b></a></b>").unwrap_err();
        assert!(matches!(mixed, XmlError::Malformed(_)));
        assert_eq!(Element::parse(&"<a>".repeat(DEEPEST + 1)).unwrap_err(), XmlError::TooLarge);
    }

    #[test]
    fn entities_do_not_grow() {
        let entity = |depth: u32| {
            let inner = format!("&e{};", depth - 1).repeat(10);
            format!("<!ENTITY e{depth} '{inner}'>")
        };
        let entities: Vec<String> = (1..30).map(entity).collect();
        let text = format!("<!DOCTYPE a [<!ENTITY e0 'ha'>{}]><a>&e29;</a>", entities.concat());
        assert_eq!(Element::parse(&text).unwrap().text(), "&e29;");
    }
}
