//! Lines of a csv file that are only ever added to: each carries a hash over itself and the one before.
//!
//! So a line that was changed, taken out or put in later shows, as long as somebody knows the last
//! hash; the hash of the dossier covers it.

use crate::fact::Place;
use crate::hash::sha256;
use crate::reader::{Problem, ProblemKind};

/// The heading of the column with the hashes.
const HASH: &str = "链哈希";

/// A file of chained lines, with its heading (流水文件).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journal {
    /// The headings of its columns, without the hash.
    pub headings: &'static [&'static str],
}

/// A line of such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its row in the file, from 1.
    pub row: usize,
    /// Its cells, one a heading.
    pub cells: Vec<String>,
}

impl Journal {
    /// Takes the lines of a file from its rows, each with its number.
    ///
    /// A line with too few cells is left out. One whose hash is not that of its words is taken as
    /// it stands, and reported.
    #[must_use]
    pub fn read(self, file: &str, rows: &[(usize, Vec<String>)]) -> (Vec<Entry>, Vec<Problem>) {
        let (mut entries, mut problems) = (Vec::new(), Vec::new());
        let mut previous = String::new();
        for (row, cells) in rows.iter().skip(1) {
            let place = Place::Row { file: file.to_owned(), sheet: None, row: *row, column: None };
            let count = self.headings.len();
            let (Some(words), Some(hash)) = (cells.get(..count), cells.get(count)) else {
                problems.push(Problem {
                    kind: ProblemKind::UnreadableRow,
                    place,
                    excerpt: cells.first().cloned().unwrap_or_default(),
                    message: format!("这一行应有 {} 格，没有采用。", count.saturating_add(1)),
                    remedy: "请恢复原来的文件；流水只能由 heng 追加。".to_owned(),
                });
                continue;
            };
            if chained(&previous, words) != *hash {
                problems.push(Problem {
                    kind: ProblemKind::BrokenSeal,
                    place,
                    excerpt: words.first().cloned().unwrap_or_default(),
                    message: "这一行与链哈希对不上：它或它前面的行被改动、增删过。".to_owned(),
                    remedy: "请恢复原来的文件；更正请用 heng register revise 另记一行。".to_owned(),
                });
            }
            previous.clone_from(hash);
            entries.push(Entry { row: *row, cells: words.to_vec() });
        }
        (entries, problems)
    }

    /// The rows to put behind those that a file holds: one for `cells`, below the heading where the
    /// file is new.
    #[must_use]
    pub fn added(self, rows: &[(usize, Vec<String>)], cells: &[String]) -> Vec<Vec<String>> {
        let mut added = Vec::new();
        let last = rows.iter().skip(1).last();
        let previous = last.and_then(|(_, cells)| cells.get(self.headings.len()));
        if rows.is_empty() {
            let headings = self.headings.iter().chain([&HASH]);
            added.push(headings.map(|one| (*one).to_owned()).collect());
        }
        let hash = chained(previous.map_or("", String::as_str), cells);
        added.push([cells, &[hash]].concat());
        added
    }
}

fn chained(previous: &str, cells: &[String]) -> String {
    sha256(format!("{previous}\n{}", cells.join("\u{1f}")))
}

/// A line of csv with its end.
#[must_use]
pub fn csv_line(cells: &[String]) -> String {
    let mut line = csv_cells(cells);
    line.push('\n');
    line
}

/// A line of csv; what holds a comma, a quote or a break stands in quotes.
#[must_use]
pub fn csv_cells(cells: &[String]) -> String {
    let mut line = String::new();
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOURNAL: Journal = Journal { headings: &["日期", "内容"] };

    /// The rows of a csv text without breaks inside cells.
    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        (1..).zip(text.lines().map(cells)).collect()
    }

    #[test]
    fn a_line_that_was_touched_shows() {
        let mut text = String::new();
        for words in ["甲", "乙", "丙"] {
            let cells = ["2023-01-05".to_owned(), words.to_owned()];
            let added = JOURNAL.added(&rows(&text), &cells);
            text.extend(added.iter().map(|cells| csv_line(cells)));
        }
        let (entries, problems) = JOURNAL.read("a.csv", &rows(&text));
        assert_eq!((entries.len(), problems.len()), (3, 0), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let spoilt = [
            (text.replace("乙", "丁"), 1),
            (text.replace("2023-01-05,甲", "2023-01-06,甲"), 1),
            (format!("{}\n{}\n{}\n", lines[0], lines[1], lines[3]), 1),
            (format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1]), 2),
            (format!("{text}2023-02-01,戊\n"), 1),
        ];
        for (text, count) in spoilt {
            let problems = JOURNAL.read("a.csv", &rows(&text)).1;
            assert_eq!(problems.len(), count, "{text}: {problems:?}");
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let cells = ["a", "b,c", "说\"好\"", "两\n行", ""].map(str::to_owned);
        assert_eq!(csv_line(&cells), "a,\"b,c\",\"说\"\"好\"\"\",\"两\n行\",\n");
    }
}
