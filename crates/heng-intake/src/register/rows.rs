//! The rows of a csv text with the numbers that a spreadsheet shows for them.

use super::blocks::behind_quotes;
use super::text::Broken;

/// Rows on the way through a text.
pub(super) struct Rows<'t> {
    text: &'t str,
    at: usize,
    number: usize,
    cells: Vec<&'t str>,
    /// Positions of the cells in which quotes are doubled.
    doubled: Vec<usize>,
}

/// What comes next in a text.
pub(super) enum Step {
    /// A row with its number; row 1 is the first of the file.
    Row(usize),
    /// The end of the text.
    End,
    /// A quote that does not do what quotes do.
    Broken(Broken),
}

impl<'t> Rows<'t> {
    /// Begins with a text before which the file has that many rows.
    pub(super) fn new(text: &'t str, rows_before: usize) -> Self {
        Self { text, at: 0, number: rows_before, cells: Vec::new(), doubled: Vec::new() }
    }

    /// Reads the next row that is not empty; its cells are then in `cells`.
    pub(super) fn step(&mut self) -> Step {
        loop {
            if self.at >= self.text.len() {
                return Step::End;
            }
            self.number = self.number.saturating_add(1);
            self.cells.clear();
            self.doubled.clear();
            let start = self.at;
            while let Some(found) = self.cell() {
                match found {
                    Found::Another => {}
                    Found::Broken => {
                        let line = self.text.get(start..).and_then(|rest| rest.lines().next());
                        let excerpt = line.unwrap_or_default().chars().take(40).collect();
                        return Step::Broken(Broken::Quote { row: self.number, excerpt });
                    }
                }
            }
            // Empty lines are rows too, but hold nothing.
            if self.cells.iter().any(|cell| !cell.is_empty()) {
                return Step::Row(self.number);
            }
        }
    }

    /// Reads a cell and what parts it from the next; nothing where the row ends with it.
    #[inline]
    fn cell(&mut self) -> Option<Found> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let (cell, end) = if bytes.get(start) == Some(&b'"') {
            let Some(behind) = behind_quotes(bytes, start) else { return Some(Found::Broken) };
            let inside = start.saturating_add(1)..behind.saturating_sub(1);
            let cell = self.text.get(inside).unwrap_or_default();
            if cell.contains('"') {
                self.doubled.push(self.cells.len());
            }
            (cell, behind)
        } else {
            let rest = bytes.get(start..).unwrap_or_default();
            let end = start.saturating_add(cell_length(rest));
            (self.text.get(start..end).unwrap_or_default(), end)
        };
        self.cells.push(cell);
        self.at = end.saturating_add(1);
        match bytes.get(end) {
            Some(b',') => return Some(Found::Another),
            Some(b'\r') if bytes.get(self.at) == Some(&b'\n') => {
                self.at = self.at.saturating_add(1);
            }
            None | Some(b'\n' | b'\r') => {}
            // Something stands between the closing quote and the end of the cell.
            Some(_) => return Some(Found::Broken),
        }
        None
    }

    /// The cells of the row; quotes inside quotes are still doubled where `has_doubled` says so.
    pub(super) fn cells(&self) -> &[&'t str] {
        &self.cells
    }

    /// Says whether a cell holds doubled quotes, each pair of which stands for one.
    pub(super) fn has_doubled(&self) -> bool {
        !self.doubled.is_empty()
    }

    /// The cells of the row as they are meant.
    pub(super) fn plain(&self) -> Vec<String> {
        let cells = self.cells.iter().enumerate();
        let plain = cells.map(|(position, cell)| {
            if self.doubled.contains(&position) {
                cell.replace("\"\"", "\"")
            } else {
                (*cell).to_owned()
            }
        });
        plain.collect()
    }
}

/// How many bytes come before the next comma or line break, found eight bytes at a time.
#[inline]
fn cell_length(bytes: &[u8]) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut length = 0_usize;
    for chunk in chunks {
        let mut found = bytes_up_to_comma(u64::from_le_bytes(*chunk));
        while found != 0 {
            let at = usize::try_from(found.trailing_zeros() / 8).unwrap_or_default();
            if chunk.get(at).is_some_and(is_end) {
                return length.saturating_add(at);
            }
            found &= found.wrapping_sub(1);
        }
        length = length.saturating_add(8);
    }
    length.saturating_add(rest.iter().position(is_end).unwrap_or(rest.len()))
}

/// Sets the highest bit of each byte that is a comma or less, as line breaks are, and perhaps of
/// others behind the first such byte.
#[inline]
fn bytes_up_to_comma(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGHEST: u64 = ONES << 7;
    word.wrapping_sub(ONES.wrapping_mul(u64::from(b',' + 1))) & !word & HIGHEST
}

/// What follows a cell that does not end its row.
enum Found {
    Another,
    Broken,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::blocks::{Block, Blocks};
    use super::super::part::too_long;
    use super::super::text::decode;
    use super::*;

    /// The number and the cells of each row, and how it ends.
    fn outline(bytes: &[u8]) -> String {
        let mut blocks = Blocks::new(bytes);
        let mut block = Block::default();
        let mut outline = Vec::new();
        while blocks.next(&mut block).unwrap() {
            let (text, broken) = decode(&block.bytes, block.start, block.encoding);
            if let Some(broken) = too_long(&block) {
                return format!("{}{broken:?}", outline.concat());
            }
            let mut rows = Rows::new(&text, block.start.rows);
            loop {
                match rows.step() {
                    Step::Row(number) => {
                        let cells = rows.plain().join("|").replace('\n', "⏎");
                        outline.push(format!("{number}:{cells} "));
                    }
                    Step::End => break,
                    Step::Broken(broken) => return format!("{}{broken:?}", outline.concat()),
                }
            }
            if let Some(broken) = broken {
                return format!("{}{broken:?}", outline.concat());
            }
        }
        format!("{}{:?}", outline.concat(), blocks.encoding())
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet() {
        let cases = [
            ("a,b\n1,2\n", "1:a|b 2:1|2 Utf8"),
            ("a,b\r\n1,2", "1:a|b 2:1|2 Utf8"),
            ("a\n\n\n1\n\n2\n", "1:a 4:1 6:2 Utf8"),
            ("a\r\n\r\n1\r\n", "1:a 3:1 Utf8"),
            ("a,b\n\"x\ny\n\nz\",2\n\n3,4\n", "1:a|b 2:x⏎y⏎⏎z|2 4:3|4 Utf8"),
            ("\u{feff}期次,b\n1\n", "1:期次|b 2:1 Utf8"),
            ("a\r1\r2\r", "1:a 2:1 3:2 Utf8"),
            ("a,b\r\n\"x\r\ny\",2\r\n3,4", "1:a|b 2:x\r⏎y|2 3:3|4 Utf8"),
            ("a,\"say \"\"so\"\"\"\n,5\" pipe\n", "1:a|say \"so\" 2:|5\" pipe Utf8"),
            ("a,\n\"\",\n", "1:a| Utf8"),
            ("a\n1,\"x\n2,y\n", "1:a Quote { row: 2, excerpt: \"1,\\\"x\" }"),
            ("a\n1,\"x\n2,\"y\",3\n", "1:a Quote { row: 2, excerpt: \"1,\\\"x\" }"),
            ("", "Utf8"),
        ];
        for (text, expected) in cases {
            assert_eq!(outline(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn the_encoding_is_recognised_or_the_byte_is_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"\xC6\xDA\xB4\xCE,b\n1,\xD2\xD1\n", "1:期次|b 2:1|已 Gb18030"),
            (
                b"\xC6\xDA\xB4\xCE,b\n1,\xD2\xFF\n",
                "1:期次|b NotText { line: 2, offset: 9, excerpt: \"D2 FF 0A\", what: NotGb18030 }",
            ),
            (
                b"\xE6\x9C\x9F,b\nok,1\n\xC6\xDA,2\n",
                "1:期|b 2:ok|1 NotText { line: 3, offset: 11, excerpt: \"C6 DA 2C 32 0A\", what: NotUtf8 }",
            ),
            (
                b"a\n\x81\xFF\n",
                "1:a NotText { line: 2, offset: 2, excerpt: \"81 FF 0A\", what: Neither }",
            ),
            (
                b"\xFF\xFEa\0",
                "NotText { line: 1, offset: 0, excerpt: \"FF FE 61 00\", what: Utf16 }",
            ),
            (b"a\nb\0\n", "1:a NotText { line: 2, offset: 3, excerpt: \"00 0A\", what: Nul }"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(outline(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_file() {
        let text = format!("a,b\n1,\"x\n{}", "2,y\n".repeat(1 << 19));
        assert_eq!(outline(text.as_bytes()), "1:a|b RecordTooLong { row: 2 }");
    }

    #[test]
    fn the_hash_is_of_the_whole_file() {
        use sha2::{Digest, Sha256};
        for bytes in [&b"a\n1\n"[..], b"\xEF\xBB\xBFa\n\xFF\nrest", b""] {
            let mut blocks = Blocks::new(bytes);
            blocks.next(&mut Block::default()).unwrap();
            let hash = heng_core::hash::hexadecimal(Sha256::digest(bytes));
            assert_eq!(blocks.sha256().unwrap(), hash);
        }
    }

    proptest! {
        #[test]
        fn the_length_of_a_cell_is_found(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let is_end = |byte: &u8| b",\n\r".contains(byte);
            let expected = bytes.iter().position(is_end).unwrap_or(bytes.len());
            prop_assert_eq!(cell_length(&bytes), expected);
        }

        #[test]
        fn the_length_of_a_cell_is_found_among_alike(bytes in "[-,\n+\r ]{0,40}") {
            let expected = bytes.find([',', '\n', '\r']).unwrap_or(bytes.len());
            prop_assert_eq!(cell_length(bytes.as_bytes()), expected);
        }
        /// A reader that hands out few bytes at a time ends its blocks in other places.
        #[test]
        fn rows_are_the_same_wherever_blocks_end(
            text in "([a,\"]{0,3}(\n|\r\n|\r)){0,40}",
            count in 1_usize..4000,
        ) {
            let long = text.repeat(count.div_ceil(text.len().max(1)));
            let rows = |text: &str| {
                let mut rows = Rows::new(text, 0);
                let mut found = Vec::new();
                while let Step::Row(number) = rows.step() {
                    found.push((number, rows.plain()));
                }
                found
            };
            let mut in_blocks = Vec::new();
            let mut blocks = Blocks::with_blocks_of(long.as_bytes(), 64);
            let mut block = Block::default();
            while blocks.next(&mut block).unwrap() {
                let (text, _) = decode(&block.bytes, block.start, block.encoding);
                let mut rows = Rows::new(&text, block.start.rows);
                let mut is_broken = false;
                loop {
                    match rows.step() {
                        Step::Row(number) => in_blocks.push((number, rows.plain())),
                        Step::Broken(_) => { is_broken = true; break; }
                        Step::End => break,
                    }
                }
                if is_broken { break; }
            }
            prop_assert_eq!(in_blocks, rows(&long));
        }
    }
}
