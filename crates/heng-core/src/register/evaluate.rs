//! Evaluates all measures of a register in one pass over its records.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::exact::{self, Exact, Undivided};
use super::interner::{Interner, Met, Values, bytes_of};
use super::measure::{Aggregate, Condition, Measure};
use super::reference::References;
use super::rows::Rows;
use super::schema::{Schema, WrittenUnit};
use super::value::Value;
use super::wording::counting_rule;
use super::{Measured, Measurements, OutsideYear};
use crate::figure::Unit;

/// A file that the records of a register came from (台账文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFile {
    /// Path.
    pub path: String,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<String>,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
}

/// Measures on the way through the records of one register (度量计算).
///
/// Records are taken one by one in any order; nothing of them is kept but what the measures need.
#[derive(Debug, Clone)]
pub struct Evaluation<'m> {
    running: Vec<Running<'m>>,
    /// What the measures ask of a record, each question once; their periods are days.
    questions: Vec<Condition>,
    /// Which questions the record at hand answers with yes.
    answers: Questions,
    /// The columns whose values are told apart.
    distinct: Vec<Distinct>,
    fiscal_year: i16,
}

/// A set of questions by their position, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Questions {
    /// The first 64, which are all in most registers, and the others.
    first: u64,
    others: Vec<u64>,
}

impl Questions {
    fn with_room_for(questions: usize) -> Self {
        Self { first: 0, others: vec![0; questions.div_ceil(64).saturating_sub(1)] }
    }

    fn clear(&mut self) {
        self.first = 0;
        // Filling nothing is a call all the same, and this is done for each record.
        if !self.others.is_empty() {
            self.others.fill(0);
        }
    }

    #[inline]
    fn add(&mut self, position: usize) {
        let bit = 1 << (position % 64);
        let Some(word) = (position / 64).checked_sub(1) else {
            self.first |= bit;
            return;
        };
        if word >= self.others.len() {
            self.others.resize(word.saturating_add(1), 0);
        }
        if let Some(word) = self.others.get_mut(word) {
            *word |= bit;
        }
    }

    fn contains(&self, position: usize) -> bool {
        let word = (position / 64).checked_sub(1);
        let word = word.map_or(Some(&self.first), |word| self.others.get(word));
        word.is_some_and(|word| word & (1 << (position % 64)) != 0)
    }

    /// The others beside one.
    fn without(&self, position: usize) -> Self {
        let mut one = Self::with_room_for(position.saturating_add(1));
        one.add(position);
        let words = self.others.iter().enumerate();
        let others = words.map(|(word, own)| own & !one.others.get(word).copied().unwrap_or(0));
        Self { first: self.first & !one.first, others: others.collect() }
    }

    /// Says whether all are among answers, which have room for every question.
    #[inline]
    fn are_among(&self, answers: &Self) -> bool {
        self.first & !answers.first == 0
            && self.others.iter().zip(&answers.others).all(|(own, answers)| own & !answers == 0)
    }
}

/// How many values wait before they are numbered. Looked up one by one, each would have the
/// processor wait for memory; in a row, it waits for many at once.
const BATCH: usize = 1 << 10;

/// The values of one column with their numbers.
#[derive(Debug, Clone)]
struct Distinct {
    column: usize,
    values: Interner,
    /// Values that have no number yet.
    waiting: Values,
    buffer: Vec<u8>,
    at_hand: AtHand,
}

/// What a column holds in the record at hand.
#[derive(Debug, Clone, Copy)]
enum AtHand {
    /// No measure has asked yet.
    Unknown,
    Blank,
    /// A value, by its place among those waiting.
    Waiting(usize),
}

impl Distinct {
    /// Has the value in a record wait for its number; nothing where the cell is blank.
    #[inline]
    fn place(&mut self, record: &[Option<Value<'_>>]) -> Option<usize> {
        match self.at_hand {
            AtHand::Waiting(place) => return Some(place),
            AtHand::Blank => return None,
            AtHand::Unknown => {}
        }
        let Some(value) = cell(record, self.column) else {
            self.at_hand = AtHand::Blank;
            return None;
        };
        let place = self.waiting.len();
        self.waiting.push(bytes_of(value, &mut self.buffer))?;
        self.at_hand = AtHand::Waiting(place);
        Some(place)
    }

    /// The numbers of those waiting; nothing where there are too many to be numbered.
    fn numbers(&mut self) -> Vec<Option<usize>> {
        let hashes: Vec<u32> = self.waiting.iter().map(|value| self.values.hash(value)).collect();
        let number =
            |(value, hash): (&[u8], u32)| self.values.intern_hashed(value, hash).map(Met::number);
        let numbers = self.waiting.iter().zip(hashes).map(number).collect();
        self.waiting.clear();
        numbers
    }
}

/// One measure with what it has gathered so far.
#[derive(Debug, Clone)]
struct Running<'m> {
    measure: &'m Measure,
    /// The questions that a record must answer with yes, and those of a share's part.
    conditions: Questions,
    part: Questions,
    year: Option<Year>,
    /// Why there will be no value.
    refused: Option<String>,
    rows: Rows,
    whole_rows: Rows,
    blank_rows: Rows,
    /// Position in the evaluation's distinct columns, places of values that wait for their number,
    /// and the numbers of the values met.
    distinct: usize,
    waiting: Vec<usize>,
    values: Rows,
    sum: Option<Exact>,
    divisor: Option<Exact>,
    latest: Option<Latest>,
}

/// The condition that a day is of the fiscal year, and the records that nothing else keeps out.
#[derive(Debug, Clone)]
struct Year {
    column: usize,
    days: (Date, Date),
    /// What else is asked.
    others: Questions,
    outside: OutsideYear,
}

/// The records with the last day so far.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Latest {
    day: Date,
    amount: Decimal,
    /// Whether all records of that day have this amount.
    agreement: Agreement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Agree,
    Differ,
}

/// The terms under which the measures of a register are evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'t> {
    /// The fiscal year.
    pub fiscal_year: i16,
    /// What conditions need from other registers.
    pub references: &'t References,
}

impl<'m> Evaluation<'m> {
    /// Begins with those of the measures that are taken from this register.
    #[must_use]
    pub fn new(schema: &Schema, measures: &'m [Measure], terms: Terms<'_>) -> Self {
        let mut evaluation = Self {
            running: Vec::new(),
            questions: Vec::new(),
            answers: Questions::default(),
            distinct: Vec::new(),
            fiscal_year: terms.fiscal_year,
        };
        let mut asked = Vec::new();
        for measure in measures.iter().filter(|measure| measure.schema.id == schema.id) {
            let mut running = Running::new(measure);
            if *measure.schema != *schema {
                running.refuse("度量是按另一版台账格式定义的".to_owned());
            }
            running.conditions = questions(&measure.conditions, &mut asked);
            running.year = Year::of(&measure.conditions, &running.conditions, &asked, terms);
            if let Aggregate::Share { part, .. } = &measure.aggregate {
                running.part = questions(part, &mut asked);
            }
            if let Aggregate::CountDistinct(column) = measure.aggregate {
                running.distinct = evaluation.distinct_column(column);
            }
            evaluation.running.push(running);
        }
        for (position, condition) in asked.into_iter().enumerate() {
            match condition.on(terms) {
                Ok(condition) => evaluation.questions.push(condition),
                Err(reason) => {
                    evaluation.questions.push(condition.clone());
                    evaluation.refuse_asking(position, &reason);
                }
            }
        }
        evaluation.answers = Questions::with_room_for(evaluation.questions.len());
        evaluation
    }

    fn distinct_column(&mut self, column: usize) -> usize {
        let known = self.distinct.iter().position(|distinct| distinct.column == column);
        known.unwrap_or_else(|| {
            let values = Interner::default();
            let (waiting, buffer) = (Values::default(), Vec::new());
            self.distinct.push(Distinct {
                column,
                values,
                waiting,
                buffer,
                at_hand: AtHand::Unknown,
            });
            self.distinct.len().saturating_sub(1)
        })
    }

    /// Refuses the measures that ask a question which has no answer.
    fn refuse_asking(&mut self, position: usize, reason: &str) {
        for running in &mut self.running {
            if running.conditions.contains(position) || running.part.contains(position) {
                running.refuse(reason.to_owned());
            }
        }
    }

    /// Refuses the measures that look at a column which the file does not have.
    pub fn refuse_without(&mut self, is_there: impl Fn(&str) -> bool) {
        for running in &mut self.running {
            let absent = running.measure.columns().find(|column| !is_there(&column.id));
            if let Some(column) = absent {
                running.refuse(format!("台账中没有「{}」列", column.label));
            }
        }
    }

    /// Takes one record: its cells in the order of the schema's columns, and its row in the file.
    pub fn take(&mut self, row: usize, record: &[Option<Value<'_>>]) {
        self.answers.clear();
        for (position, question) in self.questions.iter().enumerate() {
            if question.is_met_by(record) {
                self.answers.add(position);
            }
        }
        for distinct in &mut self.distinct {
            distinct.at_hand = AtHand::Unknown;
        }
        for running in &mut self.running {
            if running.refused.is_some() {
                continue;
            }
            if running.conditions.are_among(&self.answers) {
                running.take(row, record, &self.answers, &mut self.distinct);
            } else if let Some(year) = &mut running.year
                && year.others.are_among(&self.answers)
            {
                year.note(row, record);
            }
        }
        if self.distinct.iter().any(|distinct| distinct.waiting.len() >= BATCH) {
            self.number_waiting();
        }
    }

    /// Gives the values that wait their numbers.
    fn number_waiting(&mut self) {
        for (position, distinct) in self.distinct.iter_mut().enumerate() {
            let numbers = distinct.numbers();
            for running in self.running.iter_mut().filter(|one| one.distinct == position) {
                running.take_numbers(&numbers);
            }
        }
    }

    /// Adds what another evaluation of the same measures gathered from other records.
    pub fn merge(&mut self, mut other: Self) {
        self.number_waiting();
        other.number_waiting();
        let renumbered: Vec<Vec<Option<usize>>> = self
            .distinct
            .iter_mut()
            .zip(&other.distinct)
            .map(|(own, other)| {
                let number = |value: &[u8]| own.values.intern(value).map(Met::number);
                other.values.values().iter().map(number).collect()
            })
            .collect();
        for (own, other) in self.running.iter_mut().zip(other.running) {
            let numbers = renumbered.get(own.distinct).map(Vec::as_slice);
            own.merge(&other, numbers.unwrap_or_default());
        }
    }

    /// What each measure gave.
    #[must_use]
    pub fn finish(mut self, source: &RegisterFile) -> Measurements {
        self.number_waiting();
        let year = self.fiscal_year;
        let finish =
            |running: Running<'m>| (running.measure.id.clone(), running.finish(source, year));
        Measurements(self.running.into_iter().map(finish).collect())
    }
}

/// The questions that conditions ask; those not asked before are added.
fn questions<'c>(conditions: &'c [Condition], asked: &mut Vec<&'c Condition>) -> Questions {
    let mut questions = Questions::default();
    for condition in conditions {
        let known = asked.iter().position(|one| *one == condition);
        questions.add(known.unwrap_or_else(|| {
            asked.push(condition);
            asked.len().saturating_sub(1)
        }));
    }
    questions
}

fn cell<'r, 't>(record: &'r [Option<Value<'t>>], column: usize) -> Option<&'r Value<'t>> {
    record.get(column)?.as_ref()
}

fn number(record: &[Option<Value<'_>>], column: usize) -> Option<Decimal> {
    match cell(record, column)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

impl Year {
    /// The first of the conditions that asks for a day of the fiscal year.
    fn of(
        conditions: &[Condition],
        all: &Questions,
        asked: &[&Condition],
        terms: Terms<'_>,
    ) -> Option<Self> {
        let year = |condition: &&Condition| condition.year(terms.fiscal_year).is_some();
        let condition = conditions.iter().find(year)?;
        let position = asked.iter().position(|one| *one == condition)?;
        Some(Self {
            column: condition.column,
            days: condition.year(terms.fiscal_year)?,
            others: all.without(position),
            outside: OutsideYear::default(),
        })
    }

    /// Notes a record whose day lies outside the year.
    fn note(&mut self, row: usize, record: &[Option<Value<'_>>]) {
        let Some(Value::Date(day)) = cell(record, self.column) else { return };
        let (first, last) = self.days;
        if *day < first {
            self.outside.before.insert(row);
        } else if *day > last {
            self.outside.after.insert(row);
        }
    }
}

impl<'m> Running<'m> {
    fn new(measure: &'m Measure) -> Self {
        Self {
            measure,
            conditions: Questions::default(),
            part: Questions::default(),
            year: None,
            refused: None,
            rows: Rows::default(),
            whole_rows: Rows::default(),
            blank_rows: Rows::default(),
            distinct: 0,
            waiting: Vec::new(),
            values: Rows::default(),
            sum: Some(Exact::ZERO),
            divisor: Some(Exact::ZERO),
            latest: None,
        }
    }

    /// Notes why there will be no value; the first reason stays.
    fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
    }

    /// Takes a record that meets the conditions.
    fn take(
        &mut self,
        row: usize,
        record: &[Option<Value<'_>>],
        answers: &Questions,
        distinct: &mut [Distinct],
    ) {
        let gathered = match &self.measure.aggregate {
            Aggregate::Count => Some(()),
            Aggregate::Share { .. } => {
                self.whole_rows.insert(row);
                if !self.part.are_among(answers) {
                    return;
                }
                Some(())
            }
            Aggregate::CountDistinct(_) => {
                let place = distinct.get_mut(self.distinct).and_then(|one| one.place(record));
                place.map(|place| self.waiting.push(place))
            }
            Aggregate::Sum(of) | Aggregate::Mean { of, .. } => number(record, *of).map(|amount| {
                self.sum = self.sum.and_then(|sum| sum.plus(amount));
            }),
            Aggregate::Ratio { of, to, .. } => {
                number(record, *of).zip(number(record, *to)).map(|(amount, base)| {
                    self.sum = self.sum.and_then(|sum| sum.plus(amount));
                    self.divisor = self.divisor.and_then(|sum| sum.plus(base));
                })
            }
            Aggregate::Latest { of, by } => {
                let day = match cell(record, *by) {
                    Some(Value::Date(day)) => Some(*day),
                    _ => None,
                };
                match day.zip(number(record, *of)) {
                    Some((day, amount)) => {
                        let latest = Latest { day, amount, agreement: Agreement::Agree };
                        if self.take_latest(latest) {
                            self.rows.insert(row);
                        }
                        return;
                    }
                    None => None,
                }
            }
        };
        match gathered {
            Some(()) => self.rows.insert(row),
            None => self.blank_rows.insert(row),
        };
    }

    /// Notes which values were met, once those that waited have their numbers.
    fn take_numbers(&mut self, numbers: &[Option<usize>]) {
        for place in std::mem::take(&mut self.waiting) {
            self.take_number(numbers.get(place).copied().flatten());
        }
    }

    fn take_number(&mut self, number: Option<usize>) {
        match number {
            Some(number) => {
                self.values.insert(number);
            }
            None => self.refuse("不同的值过多，无法去重计数".to_owned()),
        }
    }

    /// Takes the last records of others into account; says whether their rows count.
    fn take_latest(&mut self, other: Latest) -> bool {
        match &mut self.latest {
            Some(own) if own.day > other.day => return false,
            Some(own) if own.day == other.day => {
                if own.amount != other.amount || other.agreement == Agreement::Differ {
                    own.agreement = Agreement::Differ;
                }
            }
            own => {
                self.rows.clear();
                *own = Some(other);
            }
        }
        true
    }

    /// Adds what the same measure gathered elsewhere; `numbers` are our numbers of its values.
    fn merge(&mut self, other: &Self, numbers: &[Option<usize>]) {
        if let Some(reason) = &other.refused {
            self.refuse(reason.clone());
        }
        self.whole_rows.extend_with(&other.whole_rows);
        self.blank_rows.extend_with(&other.blank_rows);
        if let (Some(own), Some(other)) = (&mut self.year, &other.year) {
            own.outside.before.extend_with(&other.outside.before);
            own.outside.after.extend_with(&other.outside.after);
        }
        for number in other.values.iter() {
            self.take_number(numbers.get(number).copied().flatten());
        }
        let plus = |own: Option<Exact>, other: Option<Exact>| own?.plus_exact(other?);
        self.sum = plus(self.sum, other.sum);
        self.divisor = plus(self.divisor, other.divisor);
        let counts = match &other.latest {
            Some(latest) => self.take_latest(latest.clone()),
            None => true,
        };
        if counts {
            self.rows.extend_with(&other.rows);
        }
    }

    fn finish(self, source: &RegisterFile, fiscal_year: i16) -> Result<Measured, String> {
        if let Some(reason) = self.refused {
            return Err(reason);
        }
        let unit = &self.measure.unit;
        let (amount, decimals) = self.amount()?;
        let power = unit.power.cast_signed();
        let value = exact::shift(amount, power).ok_or_else(too_large)?;
        let is_share = matches!(self.measure.aggregate, Aggregate::Share { .. });
        Ok(Measured {
            measure: self.measure.id.clone(),
            label: self.measure.label.clone(),
            value,
            unit: unit.unit.clone(),
            power: unit.power,
            decimals,
            counting_rule: counting_rule(self.measure, fiscal_year),
            register: source.path.clone(),
            sheet: source.sheet.clone(),
            register_sha256: source.sha256.clone(),
            rows: self.rows,
            whole_rows: is_share.then_some(self.whole_rows),
            blank_rows: self.blank_rows,
            outside_year: self.year.map(|year| year.outside),
        })
    }

    /// The amount in the measure's unit as written, and how many decimals it is written with.
    fn amount(&self) -> Result<(Decimal, u32), String> {
        let unit = &self.measure.unit;
        let sum = || self.sum.ok_or_else(too_large);
        match &self.measure.aggregate {
            Aggregate::Count => exactly(Decimal::from(self.rows.len()), 0, unit),
            Aggregate::CountDistinct(_) => exactly(Decimal::from(self.values.len()), 0, unit),
            Aggregate::Sum(of) => {
                let total = sum()?.decimal().ok_or_else(too_large)?;
                exactly(total, self.power_of(*of), unit)
            }
            Aggregate::Latest { of, .. } => match &self.latest {
                None => Err("没有符合条件的记录".to_owned()),
                Some(latest) if latest.agreement == Agreement::Differ => {
                    Err(format!("{}有不止一条记录，数值不同，无法确定取哪一条", latest.day))
                }
                Some(latest) => exactly(latest.amount, self.power_of(*of), unit),
            },
            Aggregate::Mean { of, decimals } => {
                let count = counted(self.rows.len())?;
                self.quotient(sum()?, count, self.power_of(*of), *decimals)
            }
            Aggregate::Share { decimals, .. } => {
                let part = counted(self.rows.len())?;
                self.quotient(part, counted(self.whole_rows.len())?, 0, *decimals)
            }
            Aggregate::Ratio { of, to, decimals } => {
                let by = self.divisor.ok_or_else(too_large)?;
                let power = self.power_of(*of).saturating_sub(self.power_of(*to));
                self.quotient(sum()?, by, power, *decimals)
            }
        }
    }

    /// The power of ten of the multiplier that a column's numbers are written with.
    fn power_of(&self, column: usize) -> i32 {
        let column = self.measure.schema.columns.get(column);
        column.and_then(|column| column.unit.as_ref()).map_or(0, |unit| unit.power.cast_signed())
    }

    fn quotient(
        &self,
        sum: Exact,
        by: Exact,
        power: i32,
        decimals: u32,
    ) -> Result<(Decimal, u32), String> {
        let unit = &self.measure.unit;
        let rate = match unit.unit {
            Unit::Percent => 2,
            Unit::Permille => 3,
            _ => 0,
        };
        let power = power.saturating_add(rate).saturating_sub(unit.power.cast_signed());
        match sum.quotient(by, power, decimals) {
            Ok(quotient) => Ok((quotient, decimals)),
            Err(Undivided::TooLarge) => Err(too_large()),
            Err(Undivided::ByZero) if self.rows.is_empty() && self.whole_rows.is_empty() => {
                Err("没有符合条件的记录，无法相除".to_owned())
            }
            Err(Undivided::ByZero) => Err("除数为零，无法相除".to_owned()),
        }
    }
}

/// An amount with that multiplier in another unit, with all its decimals; money has at least two.
fn exactly(amount: Decimal, power: i32, unit: &WrittenUnit) -> Result<(Decimal, u32), String> {
    let power = power.saturating_sub(unit.power.cast_signed());
    let amount = exact::shift(amount, power).ok_or_else(too_large)?;
    let least = if unit.unit == Unit::Yuan { 2 } else { 0 };
    Ok((amount, amount.scale().max(least)))
}

fn counted(rows: usize) -> Result<Exact, String> {
    Exact::ZERO.plus(Decimal::from(rows)).ok_or_else(too_large)
}

fn too_large() -> String {
    "数值过大，无法精确计算".to_owned()
}
