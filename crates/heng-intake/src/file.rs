//! Reads files whole, and says in Chinese why one can't be read.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use heng_core::fact::Place;
use heng_core::hash::hexadecimal;
use heng_core::reader::{Problem, ProblemKind};
use sha2::{Digest, Sha256};

use crate::error::Error;

/// Reads a text file in UTF-8; a byte order mark is left out, and lines end with `\n`.
///
/// `name` is the path as messages give it.
///
/// # Errors
/// The file is missing or can't be read, or is not text in UTF-8.
pub fn read_text(path: &Path, name: &str) -> Result<String, Box<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| unopened(name, &error))?;
    text(bytes, name)
}

/// Takes bytes as text in UTF-8; a byte order mark is left out, and lines end with `\n`.
///
/// So a text is the same wherever it was saved, and empty lines part its paragraphs.
///
/// # Errors
/// The problem names the first byte that is not text.
pub fn text(bytes: Vec<u8>, name: &str) -> Result<String, Box<Problem>> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let message = "这个文件是 UTF-16 编码，没有读入。";
        return Err(wrong_encoding(name, &bytes, 0, message));
    }
    if let Some(offset) = memchr::memchr(0, &bytes) {
        let message = format!("字节偏移 {offset} 处是空字符（NUL），这不是文本文件，没有读入。");
        return Err(wrong_encoding(name, &bytes, offset, &message));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let decoded = encoding_rs::GB18030
                .decode_without_bom_handling_and_without_replacement(&bytes)
                .is_some();
            let guess = if decoded { "，看来是 GB18030（GBK）编码" } else { "" };
            let message = format!("字节偏移 {offset} 处起不是 UTF-8{guess}，没有读入。");
            return Err(wrong_encoding(name, &bytes, offset, &message));
        }
    };
    let kept = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if kept.len() == text.len() && memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Ok(text);
    }
    Ok(kept.replace("\r\n", "\n"))
}

/// SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// The file can't be opened or read to its end.
pub fn sha256(path: &Path, name: &str) -> Result<String, Error> {
    let failed = |source| Error::ReadFile { file: name.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(digest.finalize())),
            Ok(length) => digest.update(buffer.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

/// The problem of a file that can't be opened.
pub(crate) fn unopened(name: &str, error: &io::Error) -> Box<Problem> {
    let (message, remedy) = match error.kind() {
        ErrorKind::NotFound => {
            ("没有找到这个文件。".to_owned(), "请核对文件名和所在文件夹，或补交文件。")
        }
        ErrorKind::PermissionDenied => {
            ("没有读取这个文件的权限。".to_owned(), "请检查文件的权限，或关闭正在占用它的程序。")
        }
        ErrorKind::IsADirectory => {
            ("这里是一个文件夹，不是文件。".to_owned(), "请核对路径，写到文件名为止。")
        }
        _ => (format!("读不出这个文件：{error}。"), "请确认文件完好、所在磁盘可用，然后重试。"),
    };
    Box::new(Problem {
        kind: ProblemKind::MissingFile,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message,
        remedy: remedy.to_owned(),
    })
}

fn wrong_encoding(name: &str, bytes: &[u8], offset: usize, message: &str) -> Box<Problem> {
    let before = bytes.get(..offset).unwrap_or_default();
    let start = before.iter().rposition(|byte| *byte == b'\n');
    let line_start = start.map_or(0, |newline| newline.saturating_add(1));
    let on_line = bytes.get(line_start..offset).unwrap_or_default();
    let lines = bytes.get(..line_start).unwrap_or_default();
    let newlines = lines.split(|byte| *byte == b'\n').count();
    let words = String::from_utf8_lossy(on_line);
    Box::new(Problem {
        kind: ProblemKind::WrongEncoding,
        place: Place::Line {
            file: name.to_owned(),
            line: newlines,
            column: words.chars().count().saturating_add(1),
        },
        excerpt: bytes_excerpt(bytes, offset),
        message: message.to_owned(),
        remedy: "请用文本编辑器打开，另存为 UTF-8 编码。".to_owned(),
    })
}

/// The bytes at an offset, in hexadecimal.
pub(crate) fn bytes_excerpt(bytes: &[u8], offset: usize) -> String {
    let from = bytes.get(offset..).unwrap_or_default();
    let words: Vec<String> = from.iter().take(8).map(|b| format!("{b:02X}")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf8_or_the_offending_byte_is_named() {
        let cases: [(&[u8], Result<&str, &str>); 8] = [
            ("衡".as_bytes(), Ok("衡")),
            (b"", Ok("")),
            (b"\xEF\xBB\xBFa\r\n\r\nb\r\n", Ok("a\n\nb\n")),
            ("\u{feff}衡".as_bytes(), Ok("衡")),
            (
                b"a\nb\0c",
                Err(
                    "a.toml:2:2\n  | 00 63\n  字节偏移 3 处是空字符（NUL），这不是文本文件，没有读入。",
                ),
            ),
            (b"\xE8\xA1\xA1 = \xB0\xEC", Err("a.toml:1:5\n  | B0 EC\n  字节偏移 6 处起不是 UTF-8")),
            (
                b"name = '\xBA\xE2'\n",
                Err(
                    "a.toml:1:9\n  | BA E2 27 0A\n  字节偏移 8 处起不是 UTF-8，看来是 GB18030（GBK）编码",
                ),
            ),
            (b"\xFF\xFEa\0", Err("a.toml:1:1\n  | FF FE 61 00\n  这个文件是 UTF-16 编码")),
        ];
        for (bytes, expected) in cases {
            match (text(bytes.to_vec(), "a.toml"), expected) {
                (Ok(text), Ok(expected)) => assert_eq!(text, expected),
                (Err(problem), Err(expected)) => {
                    let message = problem.to_string();
                    assert!(message.starts_with(expected), "{message}");
                }
                (found, _) => panic!("{bytes:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let problem = read_text(&folder.path().join("dossier.toml"), "dossier.toml").unwrap_err();
        assert_eq!(problem.kind, ProblemKind::MissingFile);
        assert!(problem.to_string().starts_with("dossier.toml\n"));
        let problem = read_text(folder.path(), ".").unwrap_err();
        assert_eq!(problem.message, "这里是一个文件夹，不是文件。");
        assert!(sha256(folder.path(), ".").is_err());
    }

    #[test]
    fn hashes_are_lower_case_hexadecimal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty");
        std::fs::write(&path, "").unwrap();
        assert_eq!(
            sha256(&path, "empty").unwrap(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
