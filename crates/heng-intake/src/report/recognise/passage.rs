//! Running text in the pieces that speak of one thing: paragraphs, with what a page break tore apart joined.

use heng_core::fact::Place;
use heng_core::page::{Content, Pages};

/// A paragraph or heading without white space (段落).
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub text: String,
    pub place: Place,
    /// Index of the first block that it is made of.
    pub block: usize,
}

/// Marks that end a paragraph where one was printed.
const ENDS: [char; 9] = ['。', '；', '：', '！', '？', ';', ':', '…', '|'];

/// A printed line that ends without a mark goes on in the next only if it is about as long as this.
const FULL_LINE: usize = 24;

/// The passages of a report in reading order.
pub(super) fn passages(pages: &Pages) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut may_go_on = false;
    for (index, block) in pages.blocks.iter().enumerate() {
        let Some(text) = block.text() else {
            may_go_on = false;
            continue;
        };
        let text = squeezed(text);
        if text.is_empty() {
            continue;
        }
        let is_paragraph = matches!(block.content, Content::Paragraph(_));
        let goes_on = may_go_on && is_paragraph && !begins_anew(&text);
        let is_address = text.starts_with("http");
        may_go_on = is_paragraph
            && !is_address
            && !text.ends_with(ENDS)
            && text.chars().count() >= FULL_LINE;
        match passages.last_mut() {
            Some(last) if goes_on => last.text.push_str(&text),
            _ => passages.push(Passage { text, place: block.place.clone(), block: index }),
        }
    }
    passages
}

/// The text without white space, which carries no meaning between Chinese characters and digits.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a line begins with numbering or another sign of a new paragraph.
fn begins_anew(text: &str) -> bool {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return true };
    let rest: String = characters.take(3).collect();
    let is_numbered = "一二三四五六七八九十0123456789".contains(first)
        && rest.contains(['、', '.', '．', '）', ')'])
        && !rest.starts_with(['万', '亿', '元', '%']);
    is_numbered || "（(附注【[★●■".contains(first) || text.starts_with("第")
}

/// The sentences of a passage, each with its mark at the end, without the numbering before the first.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut begin = 0;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => {
                let end = at + c.len_utf8();
                sentences.extend(text.get(begin..end));
                begin = end;
            }
            _ => {}
        }
    }
    sentences.extend(text.get(begin..).filter(|rest| !rest.is_empty()));
    sentences
}
