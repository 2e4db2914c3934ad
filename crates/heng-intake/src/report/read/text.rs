//! Plain text into pages: printed lines are joined to paragraphs.

use encoding_rs::GB18030;
use heng_core::fact::Place;
use heng_core::page::{Block, Format, Pages};

use crate::file;

/// Reads a text in UTF-8 or GB18030.
pub(super) fn read(bytes: Vec<u8>, name: &str) -> Pages {
    let decoded = match file::text(bytes.clone(), name) {
        Ok(text) => Ok(text),
        Err(problem) => GB18030
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .filter(|_| !bytes.contains(&0))
            .map(|text| text.replace("\r\n", "\n"))
            .ok_or(problem),
    };
    match decoded {
        Ok(text) => Pages {
            file: name.to_owned(),
            format: Format::Text,
            count: None,
            blocks: blocks(&text, name),
            problems: Vec::new(),
        },
        Err(problem) => Pages::unread(name, Format::Text, *problem),
    }
}

fn blocks(text: &str, name: &str) -> Vec<Block> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| {
            let place = Place::Line { file: name.to_owned(), line: index + 1, column: 1 };
            Block::paragraph(line, place)
        })
        .collect()
}
