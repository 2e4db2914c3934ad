//! Text of XML events, for the readers of Office files.

use quick_xml::events::Event;

/// Adds the text of an event; what is no text adds nothing.
pub(crate) fn push_text(event: &Event<'_>, words: &mut String) {
    match event {
        Event::Text(text) => words.push_str(&text.xml10_content()),
        Event::CData(text) => words.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match (&**reference, reference.resolve_char_ref()) {
            (_, Ok(Some(character))) => words.push(character),
            ("amp", _) => words.push('&'),
            ("lt", _) => words.push('<'),
            ("gt", _) => words.push('>'),
            ("quot", _) => words.push('"'),
            ("apos", _) => words.push('\''),
            (name, _) => {
                words.push('&');
                words.push_str(name);
                words.push(';');
            }
        },
        _ => {}
    }
}
