//! Reads TOML texts so that every mistake is reported with its place and nothing is skipped silently.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::fact::Place;
use crate::figure::{Figure, Relation, Unit};

/// The page about problems of reading, one section a code.
pub const PROBLEMS_PAGE: &str = include_str!("reader/problems.md");

/// Something in an input that could not be read or placed (读入问题).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// Where it stands.
    pub place: Place,
    /// The words that stand there.
    pub excerpt: String,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What would mend it, in Chinese.
    pub remedy: String,
}

impl std::fmt::Display for Problem {
    /// Writes place, excerpt, explanation and remedy.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n  | {}\n  {}\n  {}", self.place, self.excerpt, self.message, self.remedy)
    }
}

/// The kinds of problems that reading an input can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The text is not TOML.
    Syntax,
    /// A key that heng does not know.
    UnknownKey,
    /// A value of another type than the key takes.
    WrongType,
    /// A key that must be there and is not.
    MissingKey,
    /// A text that is not the figure, date or word that the key takes.
    NotUnderstood,
    /// An identifier that is taken already.
    DuplicateId,
    /// A reference to something that is not there.
    UnknownReference,
    /// A file that should be there and is not, or can't be opened.
    MissingFile,
    /// Bytes that are not text in a known encoding.
    WrongEncoding,
    /// A row or cell of a register that can't be taken.
    UnreadableRow,
    /// Something typed into a workbook that has no place in the dossier.
    NotPlaced,
    /// A file of a kind that heng does not read.
    UnknownFormat,
    /// A file that opens only with a password.
    Encrypted,
    /// A file that is cut off, damaged or nothing but noise.
    Damaged,
    /// Pages that are pictures of text.
    NoTextLayer,
    /// Text whose characters or digits were lost or decoded wrongly.
    Garbled,
    /// A file or a part of it beyond the bounds within which heng reads.
    TooLarge,
    /// Sealed text that was changed since.
    BrokenSeal,
    /// A revision of a record that is not there or holds something else.
    RevisionUnmatched,
}

impl ProblemKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [Self; 19] = [
        Self::Syntax,
        Self::UnknownKey,
        Self::WrongType,
        Self::MissingKey,
        Self::NotUnderstood,
        Self::DuplicateId,
        Self::UnknownReference,
        Self::MissingFile,
        Self::WrongEncoding,
        Self::UnreadableRow,
        Self::NotPlaced,
        Self::UnknownFormat,
        Self::Encrypted,
        Self::Damaged,
        Self::NoTextLayer,
        Self::Garbled,
        Self::TooLarge,
        Self::BrokenSeal,
        Self::RevisionUnmatched,
    ];

    /// Code of the finding that the problem becomes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "INP001",
            Self::UnknownKey => "INP002",
            Self::WrongType => "INP003",
            Self::MissingKey => "INP004",
            Self::NotUnderstood => "INP005",
            Self::DuplicateId => "INP006",
            Self::UnknownReference => "INP007",
            Self::MissingFile => "INP008",
            Self::WrongEncoding => "INP009",
            Self::UnreadableRow => "INP010",
            Self::NotPlaced => "INP011",
            Self::UnknownFormat => "INP012",
            Self::Encrypted => "INP013",
            Self::Damaged => "INP014",
            Self::NoTextLayer => "INP015",
            Self::Garbled => "INP016",
            Self::TooLarge => "INP017",
            Self::BrokenSeal => "INP020",
            Self::RevisionUnmatched => "INP021",
        }
    }

    /// Name of the problem, in English kebab case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "not-toml",
            Self::UnknownKey => "unknown-key",
            Self::WrongType => "wrong-type",
            Self::MissingKey => "missing-key",
            Self::NotUnderstood => "value-not-understood",
            Self::DuplicateId => "duplicate-id",
            Self::UnknownReference => "unknown-reference",
            Self::MissingFile => "missing-file",
            Self::WrongEncoding => "wrong-encoding",
            Self::UnreadableRow => "unreadable-row",
            Self::NotPlaced => "not-placed",
            Self::UnknownFormat => "unknown-format",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::NoTextLayer => "no-text-layer",
            Self::Garbled => "garbled",
            Self::TooLarge => "too-large",
            Self::BrokenSeal => "broken-seal",
            Self::RevisionUnmatched => "revision-unmatched",
        }
    }

    /// Its section of the page about problems of reading.
    #[must_use]
    pub fn page(self, page: &str) -> &str {
        let start = page.find(&format!("## {} ", self.code())).unwrap_or_default();
        let section = page.get(start..).unwrap_or_default();
        let end = section.find("\n## ").unwrap_or(section.len());
        section.get(..end).unwrap_or_default().trim()
    }

    /// Says whether the whole file stays unread because of it.
    #[must_use]
    pub fn leaves_file_unread(self) -> bool {
        matches!(self, Self::Syntax | Self::MissingFile | Self::WrongEncoding)
    }
}

/// Reads a TOML text.
///
/// `take` gets the root and reads what it knows; whatever it did not ask for is reported as
/// unknown. A text with syntax errors is read as far as it goes, and the errors are reported.
pub fn read<T>(file: &str, text: &str, take: impl FnOnce(&Entry<'_>) -> T) -> (T, Vec<Problem>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let context = Context::new(file, text);
    for error in &errors {
        context.report(
            ProblemKind::Syntax,
            error.span().unwrap_or(0..0),
            format!("这里不是有效的 TOML 写法：{}。", in_chinese(error.message())),
            if error.message().contains("duplicate key") {
                "请删去重复的一行，或把两处并为一处。".to_owned()
            } else {
                "请检查引号、括号和等号是否成对、完整。".to_owned()
            },
        );
    }
    let taken = {
        let entry = Entry {
            context: &context,
            table: root.get_ref(),
            span: 0..0,
            path: String::new(),
            left: RefCell::new(root.get_ref().keys().collect()),
            asked: RefCell::default(),
            // After a syntax error the recovered tables may be cut off; keys are not judged then.
            judges_keys: errors.is_empty(),
        };
        take(&entry)
    };
    let mut problems = context.problems.into_inner();
    problems.sort_by(|a, b| (&a.place, a.kind).cmp(&(&b.place, b.kind)));
    // Brackets that were opened many times over are missed as often at one place.
    problems.dedup();
    (taken, problems)
}

/// What the TOML reader says, in Chinese with its own words behind.
fn in_chinese(message: &str) -> String {
    let message = message.replace('\n', "；");
    let known = [
        ("duplicate key", "同一名称写了两次"),
        ("string", "引号没有成对，或引号内有不能用的字符"),
        ("array", "列表的方括号没有成对"),
        ("table", "表头或表的写法不对"),
        ("date", "日期的写法不对"),
        ("time", "时间的写法不对"),
        ("number", "数字的写法不对"),
        ("float", "小数的写法不对"),
        ("integer", "整数的写法不对"),
        ("recursion", "嵌套太深"),
        ("key", "等号前的名称不对"),
        ("value", "等号后的内容不对"),
        ("newline", "一行里写了多余的内容"),
    ];
    let words = known.iter().find(|(english, _)| message.contains(english));
    format!("{}（{message}）", words.map_or("写法不对", |(_, chinese)| chinese))
}

struct Context<'t> {
    file: &'t str,
    text: &'t str,
    /// Where each line begins, so that no place is counted from the top again.
    line_starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl<'t> Context<'t> {
    fn new(file: &'t str, text: &'t str) -> Self {
        let behind_breaks = text.match_indices('\n').map(|(newline, _)| newline + 1);
        let line_starts = std::iter::once(0).chain(behind_breaks).collect();
        Self { file, text, line_starts, problems: RefCell::default() }
    }

    /// The number of the line in which the offset stands, from 1, and where the line begins.
    fn line(&self, offset: usize) -> (usize, usize) {
        let number = self.line_starts.partition_point(|start| *start <= offset);
        let start = number.checked_sub(1).and_then(|index| self.line_starts.get(index));
        (number, start.copied().unwrap_or_default())
    }

    fn place(&self, offset: usize) -> Place {
        let (line, start) = self.line(offset);
        let before = self.text.get(start..offset).unwrap_or_default();
        Place::Line { file: self.file.to_owned(), line, column: before.chars().count() + 1 }
    }

    /// The line in which the offset stands, cut to a readable length.
    fn excerpt(&self, offset: usize) -> String {
        let (_, start) = self.line(offset);
        let line = self.text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let mut excerpt: String = line.trim().chars().take(80).collect();
        if line.trim().chars().count() > 80 {
            excerpt.push('…');
        }
        excerpt
    }

    fn report(&self, kind: ProblemKind, span: Range<usize>, message: String, remedy: String) {
        self.problems.borrow_mut().push(Problem {
            kind,
            place: self.place(span.start),
            excerpt: self.excerpt(span.start),
            message,
            remedy,
        });
    }
}

/// One table of a TOML text while it is read.
///
/// Each method names a key that the table may have. When the entry goes out of use, the keys that
/// nobody asked for are reported as unknown, with the nearest key that is known.
pub struct Entry<'r> {
    context: &'r Context<'r>,
    table: &'r DeTable<'r>,
    span: Range<usize>,
    path: String,
    /// The keys of the table that nobody asked for yet.
    left: RefCell<Vec<&'r Spanned<DeString<'r>>>>,
    /// The keys asked for, whether the table has them or not, each on a line.
    asked: RefCell<String>,
    judges_keys: bool,
}

impl<'r> Entry<'r> {
    fn value(&self, key: &str) -> Option<&'r Spanned<DeValue<'r>>> {
        self.ask_for(key);
        let value = self.table.get(key)?;
        self.left.borrow_mut().retain(|one| one.get_ref() != key);
        Some(value)
    }

    fn ask_for(&self, key: &str) {
        let mut asked = self.asked.borrow_mut();
        asked.push_str(key);
        asked.push('\n');
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "文字",
            DeValue::Integer(_) => "整数",
            DeValue::Float(_) => "小数",
            DeValue::Boolean(_) => "真假值",
            DeValue::Datetime(_) => "日期",
            DeValue::Array(_) => "列表",
            DeValue::Table(_) => "表",
        };
        self.context.report(
            ProblemKind::WrongType,
            value.span(),
            format!("「{}」应为{wanted}，这里是{found}。", self.name(key)),
            match value.get_ref() {
                DeValue::Float(number) => {
                    format!("小数须写成带引号的文字，如 \"{}\"，以免精度丢失。", number.as_str())
                }
                _ => format!("请改为{wanted}。"),
            },
        );
    }

    /// Reports that the value of a key is not understood.
    pub fn not_understood(&self, key: &str, message: String, remedy: &str) {
        self.report(ProblemKind::NotUnderstood, key, message, remedy);
    }

    /// Reports a problem at a key, or at the table itself where it has no such key.
    pub fn report(&self, kind: ProblemKind, key: &str, message: String, remedy: &str) {
        let span = self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.context.report(kind, span, message, remedy.to_owned());
    }

    /// Where the table begins.
    #[must_use]
    pub fn place(&self) -> Place {
        self.context.place(self.span.start)
    }

    /// Where the value of a key stands, or else the table.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Place {
        self.place_of_present(key).unwrap_or_else(|| self.place())
    }

    /// Where the value of a key stands, where the table has it.
    #[must_use]
    pub fn place_of_present(&self, key: &str) -> Option<Place> {
        self.table.get(key).map(|value| self.context.place(value.span().start))
    }

    /// Says whether the table has the key; the key counts as known.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The keys of the table as written, all of which then count as known.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let keys: Vec<String> =
            self.table.iter().map(|(name, _)| name.get_ref().to_string()).collect();
        for key in &keys {
            self.ask_for(key);
        }
        self.left.borrow_mut().clear();
        keys
    }

    /// A text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.text_of(key, self.value(key)?)
    }

    fn text_of(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            Some(text.to_string())
        } else {
            self.wrong_type(key, value, "带引号的文字");
            None
        }
    }

    /// A text that must be there; where it is not, that is reported and the text is empty.
    #[must_use]
    pub fn required_text(&self, key: &str) -> String {
        let Some(value) = self.value(key) else {
            self.missing(key);
            return String::new();
        };
        self.text_of(key, value).unwrap_or_default()
    }

    /// Reports that a key is missing.
    pub fn missing(&self, key: &str) {
        if self.judges_keys {
            self.context.report(
                ProblemKind::MissingKey,
                self.span.clone(),
                format!("缺少「{}」。", self.name(key)),
                format!("请补上 {key} = …。"),
            );
        }
    }

    /// A list of texts; nothing is an empty list.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<String> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(values) = value.get_ref() else {
            self.wrong_type(key, value, "文字的列表");
            return Vec::new();
        };
        values.iter().filter_map(|value| self.text_of(key, value)).collect()
    }

    /// A whole number.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<i64> {
        let value = self.value(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(key, value, "整数");
            return None;
        };
        let parsed = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        if parsed.is_none() {
            self.not_understood(key, format!("整数「{integer}」太大。"), "请核对数字。");
        }
        parsed
    }

    /// A truth value.
    #[must_use]
    pub fn boolean(&self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        if let DeValue::Boolean(boolean) = value.get_ref() {
            Some(*boolean)
        } else {
            self.wrong_type(key, value, "true 或 false");
            None
        }
    }

    /// An exact decimal, written as a text; a whole number may stand without quotes.
    #[must_use]
    pub fn decimal(&self, key: &str) -> Option<Decimal> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().to_owned(),
            _ => {
                self.wrong_type(key, value, "带引号的小数");
                return None;
            }
        };
        let parsed = Decimal::from_str_exact(text.trim()).ok();
        if parsed.is_none() {
            let message = format!("「{}」的值「{text}」不是一个小数。", self.name(key));
            self.not_understood(key, message, "请写成如 \"12.50\" 的形式，不带单位。");
        }
        parsed
    }

    /// A day, as a TOML date or as a text `2022-12-31`.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<Date> {
        let value = self.value(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(key, value, "日期");
                return None;
            }
        };
        let parsed = text.trim().parse::<Date>().ok();
        if parsed.is_none() {
            let message = format!("「{}」的值「{text}」不是一个日期。", self.name(key));
            self.not_understood(key, message, "请写成如 2022-12-31 的形式。");
        }
        parsed
    }

    /// A figure with its unit, such as `"2834.54万元"`.
    #[must_use]
    pub fn figure(&self, key: &str) -> Option<Figure> {
        let text = self.text(key)?;
        match Figure::parse(&text) {
            Ok(figure) => Some(figure),
            Err(error) => {
                let message = format!("「{}」的值不是一个数字：{error}。", self.name(key));
                self.not_understood(key, message, "请写成数字加单位，如 \"2834.54万元\"。");
                None
            }
        }
    }

    /// An amount of money, exact and with its unit, such as `"2834.54万元"`.
    #[must_use]
    pub fn money(&self, key: &str) -> Option<Figure> {
        let figure = self.figure(key)?;
        let is_money = self.has_unit(key, &figure, &[Unit::Yuan], "金额", "如 \"3186.40万元\"");
        (is_money && self.is_exact(key, &figure)).then_some(figure)
    }

    /// A quotient in hundredths or thousandths, such as `"96.5%"`.
    #[must_use]
    pub fn rate(&self, key: &str) -> Option<Figure> {
        let figure = self.figure(key)?;
        let units = [Unit::Percent, Unit::Permille];
        self.has_unit(key, &figure, &units, "百分比", "如 \"96.5%\"").then_some(figure)
    }

    /// The points of a score, with or without their unit: `"95.5分"` or `"95.5"`.
    #[must_use]
    pub fn score(&self, key: &str) -> Option<Figure> {
        let figure = self.figure(key)?;
        let units = [Unit::Points, Unit::Unstated];
        let is_score = self.has_unit(key, &figure, &units, "分数", "如 \"95.50分\"");
        (is_score && self.is_exact(key, &figure)).then_some(figure)
    }

    /// Says whether a figure is in one of the units; where it is not, that is reported.
    fn has_unit(&self, key: &str, figure: &Figure, units: &[Unit], what: &str, such: &str) -> bool {
        if units.contains(figure.unit()) {
            return true;
        }
        let name = self.name(key);
        let message = match figure.unit() {
            Unit::Unstated => format!("「{name}」的值「{figure}」没有写{what}单位。"),
            other => {
                format!("「{name}」的值「{figure}」不是{what}，它的单位是「{}」。", other.as_str())
            }
        };
        self.not_understood(key, message, &format!("请写明单位，{such}。"));
        false
    }

    /// Says whether a figure is the amount itself; where it is not, that is reported.
    fn is_exact(&self, key: &str, figure: &Figure) -> bool {
        let is_exact = figure.relation() == Relation::Exactly;
        if !is_exact {
            let message = format!("「{}」的值「{figure}」不是确数。", self.name(key));
            self.not_understood(key, message, "填报数须为确数，请去掉“约”“不少于”一类的字。");
        }
        is_exact
    }

    /// A word out of a closed list.
    #[must_use]
    pub fn choice<T: Clone>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(choice.clone());
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.not_understood(
            key,
            format!("「{}」不认识「{text}」这个取值。", self.name(key)),
            &format!("可用的取值有：{}。", words.join("、")),
        );
        None
    }

    /// A table below this one.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<Entry<'r>> {
        let value = self.value(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            Some(self.below(key, table, value.span()))
        } else {
            self.wrong_type(key, value, "一个表");
            None
        }
    }

    /// The tables of an array below this one; nothing is an empty list.
    #[must_use]
    pub fn entries(&self, key: &str) -> Vec<Entry<'r>> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let DeValue::Array(values) = value.get_ref() else {
            self.wrong_type(key, value, "表的列表（[[…]]）");
            return Vec::new();
        };
        let table = |value: &'r Spanned<DeValue<'r>>| {
            if let DeValue::Table(table) = value.get_ref() {
                Some(self.below(key, table, value.span()))
            } else {
                self.wrong_type(key, value, "一个表");
                None
            }
        };
        values.iter().filter_map(table).collect()
    }

    fn below(&self, key: &str, table: &'r DeTable<'r>, span: Range<usize>) -> Entry<'r> {
        Entry {
            context: self.context,
            table,
            span,
            path: self.name(key),
            left: RefCell::new(table.keys().collect()),
            asked: RefCell::default(),
            judges_keys: self.judges_keys,
        }
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        if !self.judges_keys {
            return;
        }
        let asked = self.asked.borrow();
        for name in &*self.left.borrow() {
            let near = nearest(name.get_ref(), asked.lines());
            self.context.report(
                ProblemKind::UnknownKey,
                name.span(),
                format!("不认识「{}」，它的内容没有被采用。", self.name(name.get_ref())),
                near.map_or_else(
                    || "请删去，或对照文档改正。".to_owned(),
                    |near| format!("是否应为「{near}」？"),
                ),
            );
        }
    }
}

/// The known word that is nearest to an unknown one, where one is near enough to be meant.
#[must_use]
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let enough = (word.chars().count() / 3).max(2);
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= enough)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The remedy for a word that is none of the known ones: the one that is likely meant, or all of
/// them behind words such as `有的台账`.
#[must_use]
pub fn meant_or_all<'w>(
    word: &str,
    known: impl Iterator<Item = &'w str> + Clone,
    all: &str,
) -> String {
    nearest(word, known.clone()).map_or_else(
        || format!("{all}：{}。", known.collect::<Vec<_>>().join("、")),
        |near| format!("是否应为「{near}」？"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads with a small fixed schema and prints every problem on one line.
    fn problems(text: &str) -> Vec<String> {
        let ((), problems) = read("dossier.toml", text, |root| {
            let _ = root.text("title");
            let _ = root.integer("fiscal_year");
            let _ = root.decimal("points");
            let _ = root.date("day");
            let _ = root.figure("budget");
            let _ = root.money("money");
            let _ = root.rate("rate");
            let _ = root.score("score");
            let _ = root.choice("kind", &[("one", 1), ("two", 2)]);
            for entry in root.entries("task") {
                let _ = entry.required_text("name");
            }
        });
        let line = |problem: &Problem| {
            format!("{} {} {}", problem.kind.code(), problem.place, problem.message)
        };
        problems.iter().map(line).collect()
    }

    #[test]
    fn each_mistake_has_its_place() {
        let cases: [(&str, &[&str]); 9] = [
            ("title = 'x'\nfiscal_year = 2022", &[]),
            ("title = 3", &["INP003 dossier.toml:1:9 「title」应为带引号的文字，这里是整数。"]),
            (
                "points = 1.5",
                &["INP003 dossier.toml:1:10 「points」应为带引号的小数，这里是小数。"],
            ),
            ("day = '31/12'", &["INP005 dossier.toml:1:7 「day」的值「31/12」不是一个日期。"]),
            (
                "\nbudget = '若干'",
                &[
                    "INP005 dossier.toml:2:10 「budget」的值不是一个数字：「若干」中没有可以识别的数字。",
                ],
            ),
            ("kind = 'three'", &["INP005 dossier.toml:1:8 「kind」不认识「three」这个取值。"]),
            ("[[task]]\n", &["INP004 dossier.toml:1:1 缺少「task.name」。"]),
            (
                "[[task]]\nname = 'a'\nnmae = 'b'",
                &["INP002 dossier.toml:3:1 不认识「task.nmae」，它的内容没有被采用。"],
            ),
            ("title = 'x", &["INP001 dossier.toml:1:11 这里不是有效的 TOML 写法"]),
        ];
        for (text, expected) in cases {
            let found = problems(text);
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(expected) {
                assert!(found.starts_with(expected), "{found} instead of {expected}");
            }
        }
    }

    #[test]
    fn amounts_have_their_unit_and_are_exact() {
        for fine in ["money = '3186.40万元'", "money = '5元'", "rate = '96%'", "rate = '9.6‰'"]
        {
            assert_eq!(problems(fine), Vec::<String>::new(), "{fine}");
        }
        for fine in ["score = '95.5分'", "score = '95.5'", "score = '95'", "rate = '约96%'"] {
            assert_eq!(problems(fine), Vec::<String>::new(), "{fine}");
        }
        let cases = [
            ("money = '3186.40'", "「money」的值「3186.40」没有写金额单位。"),
            ("money = '3186人'", "「money」的值「3186人」不是金额，它的单位是「人」。"),
            ("money = '约3190万元'", "「money」的值「约3190万元」不是确数。"),
            ("money = '不少于3190万元'", "「money」的值「不少于3190万元」不是确数。"),
            ("rate = '96'", "「rate」的值「96」没有写百分比单位。"),
            ("rate = '3个百分点'", "「rate」的值「3个百分点」不是百分比，它的单位是「个百分点」。"),
            ("score = '95%'", "「score」的值「95%」不是分数，它的单位是「%」。"),
            ("score = '95分以上'", "「score」的值「95分以上」不是确数。"),
        ];
        for (text, expected) in cases {
            let found = problems(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with("INP005 dossier.toml:1:"), "{found:?}");
            assert!(found[0].ends_with(expected), "{found:?}");
        }
    }

    #[test]
    fn places_are_the_same_wherever_they_stand() {
        // Offsets before, on and behind breaks, within a character and behind the end.
        let context = Context::new("a", "一=1\r\n\n二");
        let place = |offset| context.place(offset).to_string();
        let offsets = [0, 3, 6, 7, 8, 11];
        assert_eq!(offsets.map(place), ["a:1:1", "a:1:2", "a:1:5", "a:2:1", "a:3:1", "a:3:2"]);
        assert_eq!(context.excerpt(7), "");
        assert_eq!(context.excerpt(8), "二");
    }

    #[test]
    fn places_are_looked_up_in_the_table_of_lines() {
        let text = "[[task]]\nname = 'a'\n".repeat(10_000);
        let context = Context::new("a", &text);
        assert_eq!(context.line_starts.len(), 20_001);
        assert_eq!(context.line(0), (1, 0));
        assert_eq!(context.line(text.len()), (20_001, text.len()));
    }

    #[test]
    fn every_kind_has_its_section() {
        for kind in ProblemKind::ALL {
            let heading = format!("## {} {}：", kind.code(), kind.name());
            assert!(kind.page(PROBLEMS_PAGE).starts_with(&heading), "{heading}");
        }
    }

    #[test]
    fn the_nearest_known_word_is_named() {
        let known = ["expenditure", "budget"];
        assert_eq!(nearest("expenditrue", known.into_iter()), Some("expenditure"));
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
