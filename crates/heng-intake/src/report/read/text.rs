//! Plain text into pages: printed lines are joined to paragraphs, tables put together again.

mod flattened;
mod line;

use encoding_rs::GB18030;
use heng_core::fact::Place;
use heng_core::page::{Block, Content, Format, Pages};
use heng_core::reader::Problem;

use crate::file;
use crate::report::numbering::is_numbered;
use line::{Line, ends_sentence, lines, width};

/// Reads a text in UTF-8 or GB18030.
pub(super) fn read(bytes: &[u8], name: &str) -> Pages {
    match decoded(bytes, name) {
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

/// The text in UTF-8, or else in GB18030.
fn decoded(bytes: &[u8], name: &str) -> Result<String, Box<Problem>> {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let chinese = GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .filter(|_| !is_utf8 && !bytes.contains(&0))
        .map(|text| text.replace("\r\n", "\n"));
    chinese.map_or_else(|| file::text(bytes.to_vec(), name), Ok)
}

fn blocks(text: &str, name: &str) -> Vec<Block> {
    let lines = lines(text);
    let wide = page_width(&lines);
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(found) = flattened::find(&lines, at, name) {
            blocks.extend(found.blocks);
            at = found.lines.end;
            continue;
        }
        let mut words = line.text.to_owned();
        let mut last = line;
        at += 1;
        while let Some(next) = lines.get(at).filter(|next| goes_on(last, next, wide)) {
            push_line(&mut words, next.text);
            last = next;
            at += 1;
        }
        let place = Place::Line { file: name.to_owned(), line: line.number, column: 1 };
        let words = without_gaps(&words);
        let content = match heading_level(&words) {
            Some(level) => Content::Heading { level, text: words },
            None => Content::Paragraph(words),
        };
        blocks.push(Block { content, place, doubt: None });
    }
    blocks
}

/// How wide the lines of running text are, in half characters; nothing where paragraphs are not broken.
fn page_width(lines: &[Line<'_>]) -> Option<usize> {
    /// So many lines are as wide as the page where lines are broken at all.
    const FULL_LINES: usize = 8;
    const FULL_PERCENT: usize = 25;
    /// Lines narrower than this are no running text.
    const NARROWEST: usize = 40;
    let mut widths: Vec<usize> =
        lines.iter().map(|line| width(line.text)).filter(|wide| *wide >= NARROWEST).collect();
    widths.sort_unstable();
    // A line may fall short by a character that was not to stand at its end.
    let usual =
        |upto: usize| widths.iter().filter(|wide| (upto - 4..=upto).contains(*wide)).count();
    let wide = widths.iter().copied().max_by_key(|wide| (usual(*wide), *wide))?;
    let full = usual(wide);
    let is_broken = full >= FULL_LINES && full * 100 >= widths.len() * FULL_PERCENT;
    is_broken.then_some(wide)
}

/// Says whether a paragraph goes on with the next line: the line before is full, or stops in a sentence.
fn goes_on(line: &Line<'_>, next: &Line<'_>, page: Option<usize>) -> bool {
    /// So much narrower than the page is the first line of a paragraph, and one that a mark cut short.
    const INDENT: usize = 8;
    let Some(page) = page else { return false };
    if is_numbered(next.text) && ends_sentence(line.text) || heading_level(line.text).is_some() {
        return false;
    }
    let wide = width(line.text);
    let is_full = wide + 3 > page;
    is_full || (wide + INDENT >= page && !ends_sentence(line.text))
}

/// Adds a line to the words of a paragraph; words of letters stay apart.
fn push_line(words: &mut String, line: &str) {
    let is_latin = |c: char| c.is_ascii_alphabetic();
    if words.ends_with(is_latin) && line.starts_with(is_latin) {
        words.push(' ');
    }
    words.push_str(line);
}

/// The words without white space beside Chinese characters.
fn without_gaps(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    let mut gap = false;
    for c in words.chars() {
        if c.is_whitespace() {
            gap = !kept.is_empty();
            continue;
        }
        if gap && c.is_ascii_graphic() && kept.ends_with(|before: char| before.is_ascii_graphic()) {
            kept.push(' ');
        }
        gap = false;
        kept.push(c);
    }
    kept
}

/// The level of a heading by its numbering (`一、` is 1, `（一）` is 2); nothing for running text.
fn heading_level(text: &str) -> Option<u8> {
    /// Headings are no longer than this.
    const LONGEST: usize = 60;
    let inner = text.strip_prefix(['（', '(']);
    let is_counted = inner.unwrap_or(text).starts_with(|c: char| c.is_ascii_digit());
    let is_heading = width(text) <= LONGEST && !ends_sentence(text) && is_numbered(text);
    let level = if inner.is_some() { 2 } else { 1 };
    (is_heading && !is_counted).then_some(level)
}
