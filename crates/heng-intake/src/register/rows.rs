//! Rows of a csv file with the numbers that a spreadsheet shows for them.

use std::io::{self, Read};

use csv::StringRecord;

use super::lines::{Broken, Encoding, Lines};

pub(super) struct Rows<R> {
    reader: csv::Reader<Lines<R>>,
    record: StringRecord,
    /// Line breaks inside cells so far: they begin a line of the file, but no row.
    breaks_in_cells: usize,
    number: usize,
}

/// What comes next in a file.
pub(super) enum Step {
    /// A row with its number; row 1 is the first.
    Row(usize),
    /// The end of the file.
    End,
    /// Something that can't be read; the rest of the file stays unread.
    Broken(Broken),
}

impl<R: Read> Rows<R> {
    pub(super) fn new(source: R) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(Lines::new(source));
        Self { reader, record: StringRecord::new(), breaks_in_cells: 0, number: 0 }
    }

    /// Reads the next row; its cells are then in `cells`.
    pub(super) fn step(&mut self) -> io::Result<Step> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(Step::End),
            Err(error) => {
                return match self.reader.get_ref().broken() {
                    Some(broken) => Ok(Step::Broken(broken.clone())),
                    None => Err(error.into()),
                };
            }
        }
        let breaks = self.record.iter().map(|cell| cell.matches('\n').count());
        self.breaks_in_cells = self.breaks_in_cells.saturating_add(breaks.sum());
        let lines = self.reader.get_mut();
        lines.end_record();
        // Empty lines are rows too, and the csv reader passes over them; where a lone carriage
        // return ends the rows, several stand in one line.
        self.number = lines
            .handed_out()
            .saturating_sub(self.breaks_in_cells)
            .max(self.number.saturating_add(1));
        Ok(Step::Row(self.number))
    }

    pub(super) fn cells(&self) -> Vec<&str> {
        self.record.iter().collect()
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.reader.get_ref().encoding()
    }

    /// SHA-256 of the whole file.
    pub(super) fn sha256(self) -> io::Result<String> {
        self.reader.into_inner().sha256()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number and the cells of each row, and how it ends.
    fn outline(bytes: &[u8]) -> String {
        let mut rows = Rows::new(bytes);
        let mut outline = Vec::new();
        loop {
            match rows.step().unwrap() {
                Step::Row(number) => {
                    let cells = rows.cells().join("|").replace('\n', "⏎");
                    outline.push(format!("{number}:{cells} "));
                }
                Step::End => return format!("{}{:?}", outline.concat(), rows.encoding()),
                Step::Broken(broken) => return format!("{}{broken:?}", outline.concat()),
            }
        }
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
        assert_eq!(outline(text.as_bytes()), "1:a|b RecordTooLong { line: 2 }");
    }

    #[test]
    fn the_hash_is_of_the_whole_file() {
        use sha2::{Digest, Sha256};
        for bytes in [&b"a\n1\n"[..], b"\xEF\xBB\xBFa\n\xFF\nrest", b""] {
            let mut rows = Rows::new(bytes);
            while matches!(rows.step().unwrap(), Step::Row(_)) {}
            let mut digest = Sha256::new();
            digest.update(bytes);
            assert_eq!(rows.sha256().unwrap(), heng_core::hash::hexadecimal(digest.finalize()));
        }
    }
}
