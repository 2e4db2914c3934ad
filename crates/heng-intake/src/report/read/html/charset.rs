//! The encoding of a page: byte order mark, what the page says, what its bytes allow.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

/// How far into a page its encoding is looked for, in bytes.
const HEAD: usize = 4096;

/// The text of a page.
///
/// What a page says of its encoding is often wrong after it was copied, so that bytes that are
/// UTF-8 are taken as such, and bytes that are not are never.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let stated = stated(bytes).filter(|encoding| *encoding != GBK && *encoding != UTF_8);
    let encoding = stated.unwrap_or(GB18030);
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors && stated.is_none() {
        // Neither fits: the one in which fewer characters are lost.
        let utf8 = UTF_8.decode(bytes).0;
        let lost = |text: &str| text.chars().filter(|c| *c == '\u{FFFD}').count();
        if lost(&utf8) < lost(&text) {
            return utf8;
        }
    }
    text
}

/// The encoding that a page states at its beginning.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset")?;
    let label = behind.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label: String =
        label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_the_encoding_that_they_have() {
        let gbk = |text: &str| GBK.encode(text).0.into_owned();
        let utf16: Vec<u8> = "\u{feff}衡".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big5 = encoding_rs::BIG5.encode("<meta charset=big5>績效").0.into_owned();
        let cases = [
            ("衡".as_bytes().to_vec(), "衡"),
            (b"\xEF\xBB\xBFa".to_vec(), "a"),
            (gbk("绩效"), "绩效"),
            (gbk("<meta charset=\"gb2312\">绩效"), "<meta charset=\"gb2312\">绩效"),
            (gbk("<meta charset=utf-8>绩效"), "<meta charset=utf-8>绩效"),
            ("<meta charset=gbk>绩效".as_bytes().to_vec(), "<meta charset=gbk>绩效"),
            (utf16, "衡"),
            (big5, "<meta charset=big5>績效"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decoded(&bytes), expected);
        }
    }
}
