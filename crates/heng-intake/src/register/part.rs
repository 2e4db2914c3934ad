//! Records on their way from a file into an evaluation, and what is said of the others.

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};
use heng_core::register::batch::{Batch, Record};
use heng_core::register::evaluate::Evaluation;
use heng_core::register::heading::Heading;
use heng_core::register::keys::Keys;
use heng_core::register::reference::Gathering;
use heng_core::register::revision::{History, Standing, Trace};
use heng_core::register::schema::{Schema, Sensitivity};
use heng_core::register::value::{Value, is_blank};

use super::blocks::{Block, Blocks};
use super::rows::{Rows, Step};
use super::text::{Broken, NotText, decode};

/// The most problems of one file that are listed one by one; the rest is counted.
const MAX_PROBLEMS: usize = 200;

/// What records are read for.
#[derive(Debug)]
pub(super) enum Purpose<'m> {
    /// All measures of the register.
    Measures(Evaluation<'m>),
    /// The values of columns that other registers refer to.
    Values(Gathering),
    /// Each record by itself.
    Records(Visitor<'m>),
}

/// Who is shown each record of a register with the number of its row.
pub(super) struct Visitor<'m>(pub &'m mut super::OnRecord<'m>);

impl std::fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Visitor")
    }
}

/// What is to be done where a row can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnProblem {
    /// It is listed, and the next row is taken.
    GoOn,
    /// The part ends: only a file without problems can be read in parts.
    Stop,
}

/// The records of a file, or of a part of it, as far as they are taken.
#[derive(Debug)]
pub(super) struct Part<'h, 'm> {
    pub heading: &'h Heading<'h>,
    pub purpose: Purpose<'m>,
    pub keys: Keys,
    pub problems: Problems,
    pub records: usize,
    /// Whether something leaves the whole file unread.
    pub is_broken: bool,
    /// What the records were at another time, and since.
    pub history: Option<&'h History>,
    /// What became of its revisions.
    pub trace: Trace,
    /// The keys of rows that stand in the file and are no records, where each record is shown.
    pub left_out: Vec<String>,
}

impl<'h, 'm> Part<'h, 'm> {
    pub(super) fn new(heading: &'h Heading<'h>, purpose: Purpose<'m>) -> Self {
        Self {
            heading,
            purpose,
            keys: Keys::default(),
            problems: Problems::default(),
            records: 0,
            is_broken: false,
            history: None,
            trace: Trace::default(),
            left_out: Vec::new(),
        }
    }

    /// Takes blocks, which others may take too, until the file ends or the part has to.
    pub(super) fn take_all(
        &mut self,
        name: &str,
        blocks: &Mutex<Blocks<impl Read>>,
        first: Block,
        on_problem: OnProblem,
    ) -> io::Result<()> {
        let mut block = first;
        loop {
            self.take_block(name, &block);
            let is_stopped = on_problem == OnProblem::Stop && !self.problems.is_empty();
            if self.is_broken || is_stopped {
                return Ok(());
            }
            let mut blocks = blocks.lock().unwrap_or_else(PoisonError::into_inner);
            if !blocks.next(&mut block)? {
                return Ok(());
            }
        }
    }

    fn take_block(&mut self, name: &str, block: &Block) {
        let (text, broken) = decode(&block.bytes, block.start, block.encoding);
        let mut broken = broken.or_else(|| too_long(block));
        let mut rows = Rows::new(if block.is_cut_off { "" } else { &text }, block.start.rows);
        let mut batch = Batch::default();
        loop {
            match rows.step() {
                Step::Row(number) if number <= self.heading.row() => {}
                Step::Row(number) if rows.has_doubled() => {
                    self.take_words(number, &rows.plain(), &mut batch);
                }
                Step::Row(number) => self.take(number, rows.cells(), &mut batch),
                Step::Broken(quote) => {
                    broken = Some(quote);
                    break;
                }
                Step::End => break,
            }
        }
        self.take_batch(&mut batch);
        if let Some(broken) = broken {
            self.is_broken = true;
            self.problems.last(unreadable(name, self.heading.schema(), broken));
        }
    }

    /// Takes a row as a record into a batch, which is taken first where it has no room.
    fn take<'r>(&mut self, number: usize, cells: &[&'r str], batch: &mut Batch<'r>) {
        if !batch.has_room_for(number) {
            self.take_batch(batch);
        }
        let Some(record) = batch.record(number) else { return };
        if self.is_record(number, cells, record) {
            batch.add(number);
        }
    }

    /// The same for cells that do not last as long as the batch.
    pub(super) fn take_words(&mut self, number: usize, cells: &[String], batch: &mut Batch<'_>) {
        if !batch.has_room_for(number) {
            self.take_batch(batch);
        }
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let mut record = Record::new();
        if self.is_record(number, &cells, &mut record) {
            let owned = record.into_iter().map(|value| value.map(Value::into_owned));
            batch.put(number, owned.collect());
        }
    }

    /// Takes the records of a batch, which is empty then.
    pub(super) fn take_batch(&mut self, batch: &mut Batch<'_>) {
        match &mut self.purpose {
            Purpose::Measures(evaluation) => evaluation.take(batch),
            Purpose::Values(gathering) => batch.records().for_each(|one| gathering.take(one)),
            Purpose::Records(visitor) => {
                batch.rows().for_each(|(number, record)| (visitor.0)(number, record));
            }
        }
        batch.clear();
    }

    /// Reads a row and says whether it is a record; where it should be and is none, why.
    fn is_record<'r>(&mut self, number: usize, cells: &[&'r str], record: &mut Record<'r>) -> bool {
        if cells.iter().all(|cell| is_blank(cell)) {
            return false;
        }
        if let Err(problems) = self.heading.fill(number, cells, record) {
            self.problems.extend(problems);
            self.leave_out(cells);
            return false;
        }
        if !self.was_entered(number, cells) {
            return false;
        }
        if let Err(problem) = self.keys.admit(self.heading, number, record) {
            self.problems.extend([*problem]);
            return false;
        }
        if let Some(history) = self.history {
            let (schema, trace) = (self.heading.schema(), &mut self.trace);
            if history.revisions.apply(schema, number, record, trace) == Standing::Withdrawn {
                self.leave_out(cells);
                return false;
            }
        }
        self.records = self.records.saturating_add(1);
        true
    }

    /// Notes the key of a row that is no record, where one column is the key.
    fn leave_out(&mut self, cells: &[&str]) {
        let schema = self.heading.schema();
        let [key] = schema.key.as_slice() else { return };
        if let Purpose::Records(_) = self.purpose
            && let Some(key) = schema.columns.get(*key)
            && let Some((_, cell)) = self.heading.cells(cells).find(|(one, _)| one.id == key.id)
            && let Ok(Some(value)) = key.read(cell)
        {
            self.left_out.push(value.text());
        }
    }

    /// Says whether the register held a row on the day that is asked about.
    fn was_entered(&mut self, number: usize, cells: &[&str]) -> bool {
        if !self.heading.has_entered_on() {
            return true;
        }
        match self.heading.entered_on(number, cells) {
            Ok(entered_on) => {
                let as_of = self.history.and_then(|history| history.as_of);
                entered_on.is_none_or(|entered_on| as_of.is_none_or(|as_of| entered_on <= as_of))
            }
            Err(problem) => {
                self.problems.extend([*problem]);
                false
            }
        }
    }
}

/// What is wrong with a block that holds no whole record.
pub(super) fn too_long(block: &Block) -> Option<Broken> {
    let row = block.start.rows.saturating_add(1);
    block.is_cut_off.then_some(Broken::RecordTooLong { row })
}

/// Problems of one file, the first of them listed and the rest counted.
#[derive(Debug, Default)]
pub(super) struct Problems {
    listed: Vec<Problem>,
    more: usize,
}

impl Problems {
    pub(super) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            if self.listed.len() < MAX_PROBLEMS {
                self.listed.push(problem);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    /// Lists what leaves the whole file unread, however many problems there are.
    pub(super) fn last(&mut self, problem: Problem) {
        self.listed.push(problem);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    pub(super) fn list(mut self, name: &str) -> Vec<Problem> {
        if self.more > 0 {
            self.listed.push(Problem {
                kind: ProblemKind::UnreadableRow,
                place: Place::File { file: name.to_owned() },
                excerpt: name.to_owned(),
                message: format!("另有 {} 处读不出，没有逐一列出，也没有计入。", self.more),
                remedy: "请先改正已列出的各处，再读一次。".to_owned(),
            });
        }
        self.listed
    }
}

/// The problem of a file without any row.
pub(super) fn empty(name: &str) -> Problem {
    Problem {
        kind: ProblemKind::MissingKey,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: "台账文件是空的，连表头也没有。".to_owned(),
        remedy: "请核对文件，重新导出。".to_owned(),
    }
}

/// The problem of a csv file that can't be read to its end.
pub(super) fn unreadable(name: &str, schema: &Schema, broken: Broken) -> Problem {
    // Whatever stands there may belong to a column that not everybody may see.
    let is_hidden = schema.has_hidden();
    broken_off(name, broken, |words| if is_hidden { Sensitivity::MASK.to_owned() } else { words })
}

/// The same where `shown` says what may be seen of the words at the place.
pub(super) fn broken_off(name: &str, broken: Broken, shown: impl Fn(String) -> String) -> Problem {
    let row_of = |row: usize| Place::Row { file: name.to_owned(), sheet: None, row, column: None };
    match broken {
        Broken::NotText { line, offset, excerpt, what } => {
            let what = match what {
                NotText::Utf16 => "是 UTF-16 编码",
                NotText::Nul => "是空字符（NUL），这不是文本文件",
                NotText::NotUtf8 => "不是 UTF-8，而前面的文字是",
                NotText::NotGb18030 => "不是 GB18030，而前面的文字是",
                NotText::Neither => "既不是 UTF-8，也不是 GB18030",
            };
            Problem {
                kind: ProblemKind::WrongEncoding,
                place: Place::Line { file: name.to_owned(), line, column: 1 },
                excerpt: shown(excerpt),
                message: format!("字节偏移 {offset} 处起{what}，整个台账没有计入。"),
                remedy: "请用 Excel 或 WPS 打开原表，另存为“CSV UTF-8（逗号分隔）”。".to_owned(),
            }
        }
        Broken::RecordTooLong { row } => Problem {
            kind: ProblemKind::UnreadableRow,
            place: row_of(row),
            excerpt: name.to_owned(),
            message: "从这一行起的一条记录超过 1 MiB，整个台账没有计入。".to_owned(),
            remedy: "请检查这一行的英文引号是否成对。".to_owned(),
        },
        Broken::Quote { row, excerpt } => Problem {
            kind: ProblemKind::UnreadableRow,
            place: row_of(row),
            excerpt: shown(excerpt),
            message: "这一行起的英文引号没有成对，分不清后面各行，整个台账没有计入。".to_owned(),
            remedy: "请补上或删去引号；文字里的英文引号须写成两个，或改用中文引号。".to_owned(),
        },
    }
}
