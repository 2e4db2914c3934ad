//! Sorts the rows of a table: records, what is none, and what can't be taken.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::day::{self, NoDay};
use super::layout::{CellFeed, Feed, Layout};
use super::{Cell, Content, Grid, Merged, Row};
use crate::fact::Place;
use crate::halves::in_halves;
use crate::reader::{Problem, ProblemKind};
use crate::register::batch::Record;
use crate::register::exact;
use crate::register::revision::joined_key;
use crate::register::schema::{Column, ColumnKind, Presence, Schema};
use crate::register::value::{Unreadable, Value, fold, short};

/// The rows of a table below its heading, each in one of three places (导入结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// The new records.
    pub taken: Vec<Taken>,
    /// Rows that are no records, or records that are there already.
    pub aside: Vec<Aside>,
    /// Rows that should be records and can't be.
    pub refused: Vec<Refused>,
    /// Merged cells whose value was filled into the rows below.
    pub filled: Vec<Filled>,
    /// How many rows below the heading hold something.
    pub rows: usize,
    /// How many rows stand above the heading, with it.
    pub above: usize,
}

/// A record that is taken from a row (采用的行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The row.
    pub row: usize,
    /// Its values in the order of the register's columns.
    pub record: Record<'static>,
}

/// A row that is set aside (搁置的行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The row.
    pub row: usize,
    /// What stands in it.
    pub excerpt: String,
    /// Why it is no new record.
    pub reason: Reason,
}

/// Why a row is set aside, in Chinese (搁置原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// It adds up others.
    #[error("小计、合计行，合计由系统计算")]
    Total,
    /// It is a note about the table or who signs it.
    #[error("表下的说明或签署")]
    Note,
    /// It is a caption across the columns.
    #[error("跨列合并的标题")]
    Caption,
    /// It is the heading again, as on a new page.
    #[error("表头重复")]
    Heading,
    /// It says the same as a row before.
    #[error("与第{0}行完全相同，只采用第{0}行")]
    Same(usize),
    /// The register has the record.
    #[error("台账里已有（第{0}行），内容相同")]
    Kept(usize),
}

/// A row that can't be taken, with what is wrong (拒收的行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The row.
    pub row: usize,
    /// What is wrong, with cell, reason and remedy.
    pub problems: Vec<Problem>,
}

/// A merged cell whose value was filled down (合并单元格的填充).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// First and last row.
    pub rows: (usize, usize),
    /// The column.
    pub column: String,
    /// The value.
    pub words: String,
}

/// A record that the register has (台账已有记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its row in the register.
    pub row: usize,
    /// Its values as the file has them.
    pub record: Record<'static>,
    /// Its values after revisions, where there are any.
    pub revised: Option<Record<'static>>,
}

/// Sorts the rows of a table; `kept` is what the register has.
#[must_use]
pub fn sort(grid: &Grid, layout: &Layout<'_>, schema: &Schema, kept: &[Kept]) -> Sorted {
    let mut sorted = Sorted::default();
    let merged = MergedDown::of(grid, layout);
    let above = grid.rows.partition_point(|row| row.number <= layout.heading_row);
    let (above, below) = grid.rows.split_at_checked(above).unwrap_or_default();
    sorted.above = above.iter().filter(|row| !row.is_blank()).count();
    let judged = in_halves(below, 1, |row, judged| {
        if !row.is_blank() {
            judged.push(judge(grid, layout, schema, row, &merged));
        }
    });
    sorted.rows = judged.len();
    let mut records = Vec::with_capacity(judged.len());
    let mut used = BTreeSet::new();
    for (judged, regions) in judged {
        match judged {
            Judged::Record(taken) => records.push(taken),
            Judged::Aside(aside) => sorted.aside.push(aside),
            Judged::Refused(refused) => sorted.refused.push(refused),
        }
        used.extend(regions);
    }
    sorted.filled = merged.filled(&used, grid, layout);
    admit(grid, layout, schema, kept, records, &mut sorted);
    sorted.aside.sort_by_key(|aside| aside.row);
    sorted.refused.sort_by_key(|refused| refused.row);
    sorted
}

/// What a row is by itself.
enum Judged {
    Record(Taken),
    Aside(Aside),
    Refused(Refused),
}

/// Judges a row, and says which merged cells brought something to its record.
fn judge(
    grid: &Grid,
    layout: &Layout<'_>,
    schema: &Schema,
    row: &Row,
    merged: &MergedDown,
) -> (Judged, Vec<usize>) {
    let number = row.number;
    if let Some(reason) = no_record(grid, layout, schema, row, merged) {
        let excerpt = row.excerpt();
        return (Judged::Aside(Aside { row: number, excerpt, reason }), Vec::new());
    }
    let mut used = Vec::new();
    match record(grid, layout, schema, row, merged, &mut used) {
        Ok(record) => (Judged::Record(Taken { row: number, record }), used),
        Err(problems) => (Judged::Refused(Refused { row: number, problems }), Vec::new()),
    }
}

/// Merged cells that bring their value down, by the column that they begin in.
struct MergedDown {
    /// First row, last row and column; no two hold the same cell.
    regions: Vec<Merged>,
    /// For each the content of its first cell, where that is known.
    contents: Vec<Option<Content>>,
    /// For each column of the table the regions in it, by first row.
    by_column: BTreeMap<usize, Vec<usize>>,
}

impl MergedDown {
    fn of(grid: &Grid, layout: &Layout<'_>) -> Self {
        let is_used = |region: &&Merged| {
            let reaches = region.rows.1 > layout.heading_row && region.rows.0 > layout.heading_row;
            reaches && region.rows.0 < region.rows.1
        };
        let mut sorted: Vec<Merged> = grid.merged.iter().filter(is_used).copied().collect();
        sorted.sort_unstable();
        let mut down =
            Self { regions: Vec::new(), contents: Vec::new(), by_column: BTreeMap::new() };
        for region in sorted {
            let column = region.columns.0;
            let before = down.by_column.entry(column).or_default();
            let last = before.last().and_then(|last| down.regions.get(*last));
            if last.is_some_and(|last| last.rows.1 >= region.rows.0) {
                continue;
            }
            before.push(down.regions.len());
            let first = grid.rows.binary_search_by_key(&region.rows.0, |row| row.number);
            let first = first.ok().and_then(|at| grid.rows.get(at));
            down.contents.push(first.and_then(|row| row.content(column)).cloned());
            down.regions.push(region);
        }
        down
    }

    /// The region that brings a value down to a cell.
    fn region(&self, row: usize, column: usize) -> Option<usize> {
        let regions = self.by_column.get(&column)?;
        let first = |region: &usize| self.regions.get(*region).map_or(usize::MAX, |one| one.rows.0);
        let behind = regions.partition_point(|region| first(region) < row);
        let region = *regions.get(behind.checked_sub(1)?)?;
        self.regions.get(region).is_some_and(|one| row <= one.rows.1).then_some(region)
    }

    /// Says whether a cell belongs to a merged one, be it the first.
    fn spans(&self, row: usize, column: usize) -> bool {
        self.region(row, column).is_some() || self.region(row.saturating_add(1), column).is_some()
    }

    fn filled(&self, used: &BTreeSet<usize>, grid: &Grid, layout: &Layout<'_>) -> Vec<Filled> {
        let filled = used.iter().filter_map(|region| {
            let (region, content) = self.regions.get(*region).zip(self.contents.get(*region))?;
            let heading = layout.heading.iter().find(|(at, _)| *at == region.columns.0);
            let last = grid.rows.last().map_or(0, |row| row.number);
            Some(Filled {
                rows: (region.rows.0, region.rows.1.min(last)),
                column: heading.map(|(_, heading)| heading.clone()).unwrap_or_default(),
                words: short(&content.as_ref()?.words()),
            })
        });
        filled.collect()
    }
}

/// Words of rows that add up others.
const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "累计", "总合计"];

/// Says whether words without white space name a total: `合计：`, `本页小计`, `项目支出小计`.
pub(super) fn is_total(folded: &str) -> bool {
    let word = folded.trim_end_matches(':');
    TOTALS.iter().any(|total| word.ends_with(total)) && word.chars().count() <= 16
}

/// Words that notes and signatures begin with.
const NOTES: [&str; 21] = [
    "注",
    "备注",
    "说明",
    "填表说明",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "制表单位",
    "填表日期",
    "打印日期",
    "审核人",
    "复核人",
    "经办人",
    "单位负责人",
    "负责人",
    "联系人",
    "联系电话",
    "数据来源",
    "资料来源",
    "盖章",
];

fn is_note(folded: &str) -> bool {
    let is_mark = |rest: &str| rest.is_empty() || rest.starts_with([':', '.', '、']);
    let begins = |note: &&str| {
        let rest = folded.strip_prefix(*note);
        rest.is_some_and(|rest| is_mark(rest.trim_start_matches(|c: char| c.is_ascii_digit())))
    };
    let is_page = folded.starts_with('第') && folded.contains('页') && folded.chars().count() < 16;
    NOTES.iter().any(begins) || is_page
}

/// Why a row is no record, where its words say so.
fn no_record(
    grid: &Grid,
    layout: &Layout<'_>,
    schema: &Schema,
    row: &Row,
    merged: &MergedDown,
) -> Option<Reason> {
    let is_words_and = |cell: &Cell, is_so: &dyn Fn(&str) -> bool| match &cell.content {
        Content::Words(words) => is_so(&fold(words)),
        _ => false,
    };
    if row.filled().all(|cell| is_words_and(cell, &is_note)) {
        return Some(Reason::Note);
    }
    if row.filled().any(|cell| is_total_of(layout, schema, row, cell, merged)) {
        return Some(Reason::Total);
    }
    let is_heading = |cell: &Cell| {
        let heading = layout.heading.iter().find(|(at, _)| *at == cell.column);
        heading.is_some_and(|(_, one)| is_words_and(cell, &|words| *fold(one) == *words))
    };
    if row.filled().nth(1).is_some() {
        return row.filled().all(is_heading).then_some(Reason::Heading);
    }
    let wide = layout.heading.len().div_ceil(2).max(2);
    let is_caption = |cell: &Cell| {
        matches!(cell.content, Content::Words(_))
            && grid.merged.iter().any(|region| {
                let (first, last) = region.columns;
                (region.rows.0..=region.rows.1).contains(&row.number)
                    && first == cell.column
                    && last.saturating_sub(first) >= wide.saturating_sub(1)
            })
    };
    row.filled().any(is_caption).then_some(Reason::Caption)
}

/// Says whether a cell marks its row as one that adds up others.
fn is_total_of(
    layout: &Layout<'_>,
    schema: &Schema,
    row: &Row,
    cell: &Cell,
    merged: &MergedDown,
) -> bool {
    let Content::Words(words) = &cell.content else { return false };
    // Most words end with another character.
    if !words.trim_end().ends_with(['计', ':', '：']) || !is_total(&fold(words)) {
        return false;
    }
    // `…合计` could be the name of something; a record has its key beside it.
    let keys = || schema.key.iter().filter_map(|position| layout.feeds.get(*position));
    let has_key = keys().any(|feed| match feed {
        Feed::Cell(feed) if feed.at != cell.column => {
            row.content(feed.at).is_some_and(|one| !one.is_blank())
                || merged.region(row.number, feed.at).is_some()
        }
        _ => false,
    });
    !has_key
}

/// The record of a row.
fn record(
    grid: &Grid,
    layout: &Layout<'_>,
    schema: &Schema,
    row: &Row,
    merged: &MergedDown,
    used: &mut Vec<usize>,
) -> Result<Record<'static>, Vec<Problem>> {
    let mut record: Record<'static> = Vec::with_capacity(schema.columns.len());
    let mut problems = Vec::new();
    for (position, (column, feed)) in schema.columns.iter().zip(&layout.feeds).enumerate() {
        let value = match feed {
            Feed::Nothing => None,
            Feed::Constant(value) => Some(value.clone()),
            Feed::Cell(feed) => {
                let is_key = schema.key.contains(&position);
                match cell(grid, layout, feed, row, merged, used, is_key) {
                    Ok(value) => value,
                    Err(problem) => {
                        problems.push(*problem);
                        None
                    }
                }
            }
        };
        if value.is_none() && problems.is_empty() && column.presence == Presence::Required {
            let heading = match feed {
                Feed::Cell(feed) => &feed.heading,
                _ => &column.label,
            };
            problems.push(unreadable(grid, row, heading, column, "", &Unreadable::Blank));
        }
        record.push(value);
    }
    if problems.is_empty() { Ok(record) } else { Err(problems) }
}

/// The value of a cell, or of the merged cell that reaches it.
fn cell(
    grid: &Grid,
    layout: &Layout<'_>,
    feed: &CellFeed<'_>,
    row: &Row,
    merged: &MergedDown,
    used: &mut Vec<usize>,
    is_key: bool,
) -> Result<Option<Value<'static>>, Box<Problem>> {
    let column = feed.column;
    let own = row.content(feed.at).filter(|content| !content.is_blank());
    if merged.regions.is_empty() {
        return own.map_or(Ok(None), |content| value(grid, layout, feed, row, content, is_key));
    }
    if column.kind.is_number() && merged.spans(row.number, feed.at) {
        // Filled down, the number would count once a row.
        return Err(Box::new(Problem {
            kind: ProblemKind::UnreadableRow,
            place: place(grid, row, Some(&feed.heading)),
            excerpt: own.map(|content| short(&content.words())).unwrap_or_default(),
            message: format!("「{}」几行合并成一格，不知道每行各是多少，没有采用。", feed.heading),
            remedy: "请取消合并，把各行的数填入各行。".to_owned(),
        }));
    }
    let region = if own.is_none() { merged.region(row.number, feed.at) } else { None };
    let brought = region.and_then(|region| merged.contents.get(region)?.clone());
    let Some(content) = own.or(brought.as_ref()) else { return Ok(None) };
    let value = value(grid, layout, feed, row, content, is_key)?;
    used.extend(region);
    Ok(value)
}

fn value(
    grid: &Grid,
    layout: &Layout<'_>,
    feed: &CellFeed<'_>,
    row: &Row,
    content: &Content,
    is_key: bool,
) -> Result<Option<Value<'static>>, Box<Problem>> {
    let column = feed.column;
    let (words, reason, remedy) = match content {
        Content::Day(day) if column.kind == ColumnKind::Date => return Ok(Some(Value::Date(*day))),
        Content::Error(shown) => (
            shown.clone(),
            "公式出错，没有值".to_owned(),
            "请改正公式，或直接填写数值。".to_owned(),
        ),
        Content::NoResult => (
            "（公式）".to_owned(),
            "公式的结果没有保存".to_owned(),
            "请用 Excel 或 WPS 打开，重新计算并保存。".to_owned(),
        ),
        _ => {
            let written = content.words();
            let translated = if feed.values.is_empty() {
                None
            } else {
                feed.values.get(fold(&written).as_ref()).map(String::as_str)
            };
            let words = translated.unwrap_or(&written).trim();
            if column.kind == ColumnKind::Date && !words.is_empty() {
                match day::read(words, grid.epoch, layout.year) {
                    Ok(day) => return Ok(Some(Value::Date(day))),
                    Err(NoDay::Other) => (
                        written.into_owned(),
                        Unreadable::NotADate.to_string(),
                        Unreadable::NotADate.remedy(),
                    ),
                    Err(NoDay::WithoutYear) => (
                        written.into_owned(),
                        "没有写年份".to_owned(),
                        "请补上年份；整个文件是同一年的，在对应表写 year = 年份。".to_owned(),
                    ),
                }
            } else {
                match read(feed, words, is_key) {
                    Ok(value) => return Ok(value),
                    Err(reason) => (written.into_owned(), reason.to_string(), reason.remedy()),
                }
            }
        }
    };
    Err(Box::new(Problem {
        kind: ProblemKind::UnreadableRow,
        place: place(grid, row, Some(&feed.heading)),
        excerpt: short(&words),
        message: format!("「{}」应为{}，这里{reason}。", column.label, column.kind.name()),
        remedy,
    }))
}

/// Reads words in the unit of the file, and gives the value in the column's.
fn read(
    feed: &CellFeed<'_>,
    words: &str,
    is_key: bool,
) -> Result<Option<Value<'static>>, Unreadable> {
    if is_key && !words.is_ascii() && matches!(feed.column.kind, ColumnKind::Text { .. }) {
        // Ｂ１２ and B12 are one key.
        let half: String = words.chars().map(half_width).collect();
        return Ok(feed.column.read(&half)?.map(Value::into_owned));
    }
    let Some((column, power)) = &feed.other_unit else {
        return Ok(feed.column.read(words)?.map(Value::into_owned));
    };
    let Some(Value::Number(number)) = column.read(words)? else { return Ok(None) };
    let number = exact::shift(number, *power).ok_or(Unreadable::TooLong)?;
    Ok(feed.column.read(&number.normalize().to_string())?.map(Value::into_owned))
}

fn half_width(c: char) -> char {
    let is_full = c.is_alphanumeric() && ('！'..='～').contains(&c);
    let half = u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32);
    half.filter(|_| is_full).unwrap_or(c)
}

/// Takes records whose key is new; what is the same is set aside, what contradicts is refused.
fn admit(
    grid: &Grid,
    layout: &Layout<'_>,
    schema: &Schema,
    kept: &[Kept],
    records: Vec<Taken>,
    sorted: &mut Sorted,
) {
    let hasher = FixedState::default();
    let mut known: HashMap<String, usize, FixedState> = HashMap::with_hasher(hasher);
    for (at, one) in kept.iter().enumerate() {
        known.entry(key(schema, &one.record)).or_insert(at);
    }
    let mut firsts: HashMap<String, usize, FixedState> =
        HashMap::with_capacity_and_hasher(records.len(), FixedState::default());
    // For each record the first with its key; the records of a key that differ are conflicts.
    let mut first_of = Vec::with_capacity(records.len());
    let mut conflicts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, taken) in records.iter().enumerate() {
        let first = *firsts.entry(key(schema, &taken.record)).or_insert(at);
        first_of.push(first);
        let is_other = records.get(first).is_some_and(|one| one.record != taken.record);
        if is_other {
            conflicts.entry(first).or_default().push(at);
        }
    }
    let rows: Vec<usize> = records.iter().map(|taken| taken.row).collect();
    let row_of = |at: usize| rows.get(at).copied().unwrap_or_default();
    for ((at, taken), first) in records.into_iter().enumerate().zip(first_of) {
        let row = taken.row;
        let mut aside = |reason| {
            let excerpt = excerpt(&taken);
            sorted.aside.push(Aside { row, excerpt, reason });
        };
        let contradicts = |message: String, remedy: &str| {
            let problems = vec![contradiction(grid, schema, &taken, message, remedy)];
            Refused { row, problems }
        };
        if let Some(others) = conflicts.get(&first) {
            let other = others.first().filter(|_| at == first).copied().unwrap_or(first);
            let other = row_of(other);
            let message = format!("与第{other}行主键相同而内容不同，两行都没有采用。");
            let remedy = "请核对哪一行是对的：改正编号，或删去错的一行。";
            sorted.refused.push(contradicts(message, remedy));
            continue;
        }
        if at != first {
            aside(Reason::Same(row_of(first)));
            continue;
        }
        let same = if kept.is_empty() { None } else { known.get(&key(schema, &taken.record)) };
        let Some(same) = same.and_then(|at| kept.get(*at)) else {
            sorted.taken.push(taken);
            continue;
        };
        let is_revised =
            same.revised.as_ref().is_some_and(|one| agrees(layout, &taken.record, one));
        if is_revised || agrees(layout, &taken.record, &same.record) {
            aside(Reason::Kept(same.row));
            continue;
        }
        let message = format!("台账第{}行主键相同而内容不同，没有采用。", same.row);
        let remedy = "记录有更正的，请用 heng register revise 修订；另一条记录请改正编号。";
        sorted.refused.push(contradicts(message, remedy));
    }
}

/// Says whether a record holds what another does, as far as the file has columns for it.
fn agrees(layout: &Layout<'_>, new: &Record<'_>, old: &Record<'_>) -> bool {
    let mut cells = layout.feeds.iter().zip(new.iter().zip(old));
    cells.all(|(feed, (new, old))| matches!(feed, Feed::Nothing) || new == old)
}

fn excerpt(taken: &Taken) -> String {
    let words: Vec<_> = taken.record.iter().flatten().map(Value::text).collect();
    short(&words.join("，"))
}

fn contradiction(
    grid: &Grid,
    schema: &Schema,
    taken: &Taken,
    message: String,
    remedy: &str,
) -> Problem {
    Problem {
        kind: ProblemKind::DuplicateId,
        place: Place::Row {
            file: grid.file.clone(),
            sheet: grid.sheet.clone(),
            row: taken.row,
            column: Some(schema.key_label()),
        },
        excerpt: excerpt(taken),
        message,
        remedy: remedy.to_owned(),
    }
}

/// What tells a record from another; the mark between the parts stands in no cell that is typed.
fn key(schema: &Schema, record: &Record<'_>) -> String {
    joined_key(schema, record, "\u{1f}")
}

fn place(grid: &Grid, row: &Row, column: Option<&str>) -> Place {
    Place::Row {
        file: grid.file.clone(),
        sheet: grid.sheet.clone(),
        row: row.number,
        column: column.map(str::to_owned),
    }
}

fn unreadable(
    grid: &Grid,
    row: &Row,
    heading: &str,
    column: &Column,
    words: &str,
    reason: &Unreadable,
) -> Problem {
    Problem {
        kind: ProblemKind::UnreadableRow,
        place: place(grid, row, Some(heading)),
        excerpt: short(words),
        message: format!("「{}」应为{}，这里{reason}。", column.label, column.kind.name()),
        remedy: reason.remedy(),
    }
}
