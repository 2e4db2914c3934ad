//! Amounts and ranges of amounts.

use rust_decimal::Decimal;

use super::glyphs::Glyphs;
use super::number::{Count, Form, Script};
use super::numeral::{digit_of, is_numeral, place_of};
use super::{Figure, Relation, Seen, Unit};
use crate::figure::Bound;

/// Signs that stand between the two ends of a range, or between parts of a code.
pub(super) fn is_range_sign(c: char) -> bool {
    "-—–~至到".contains(c)
}

/// Words before a range that make a change of it: `从30%至50%`.
const FROM: [&str; 3] = ["从", "由", "自"];

/// A number with its unit.
struct Amount {
    count: Count,
    unit: Unit,
    /// Whether not a cent is left out, as in numerals that can't be altered.
    is_in_full: bool,
    end: usize,
}

impl Amount {
    /// The amount in the unit, multiplier applied.
    fn value(&self) -> Option<Decimal> {
        self.times(self.count.amount)
    }

    fn times(&self, amount: Decimal) -> Option<Decimal> {
        amount.checked_mul(Decimal::from(10_u64.checked_pow(self.count.power)?))
    }

    fn is_bare(&self) -> bool {
        self.unit == Unit::Unstated && self.count.power == 0
    }
}

impl Glyphs<'_> {
    /// What the number at the index is: an amount, a range of amounts, or neither.
    pub(super) fn quantity(&self, index: usize) -> Seen {
        let is_in_digits = self.at(index).is_some_and(|c| c.is_ascii_digit());
        let first = match self.amount(index) {
            Ok(first) => first,
            Err(end) if is_in_digits => return Seen::unread(index, end),
            Err(_) => return self.uncounted(index),
        };
        if let Some(range) = self.range(index, &first) {
            return range;
        }
        if !is_in_digits && first.unit == Unit::Unstated {
            return self.uncounted(index);
        }
        if let Some(end) = self.uncertain_end(&first.unit, first.end) {
            return Seen::unread(index, end);
        }
        // Minutes of a time of day.
        let is_time = first.unit == Unit::Points
            && self.before(index).is_some_and(|c| matches!(c, '时' | ':' | '：'));
        if is_time {
            return Seen::label(index, first.end);
        }
        let (relation, start, end) = self.related(self.start_of(index), first.end);
        if first.is_bare() && !self.is_all(start, end) {
            return Seen::label(index, first.end);
        }
        let figure =
            self.figure(index, &first, relation.unwrap_or(Relation::Exactly), (start, end));
        figure.map_or_else(|| Seen::unread(index, first.end), |it| Seen::figure(start, end, it))
    }

    /// Numerals that are no amount: `十几次`, `近百家` and `三百五项` look like one, most others are parts
    /// of words.
    fn uncounted(&self, index: usize) -> Seen {
        let end = self.run_of(index, is_numeral);
        let has_digit = (index..end).any(|at| self.at(at).is_some_and(|c| place_of(c).is_none()));
        let is_near = self.before(index).is_some_and(|c| "上近超约逾过".contains(c));
        let vague_end = self.one_of(end, &["几", "余", "多"]);
        let is_unread = vague_end.is_some()
            || (!has_digit && is_near)
            || (has_digit && self.numeral(index).is_none());
        if !is_unread {
            return Seen::Nothing { end };
        }
        match self.unit(vague_end.unwrap_or(end), true) {
            (Unit::Unstated, _) => Seen::Nothing { end },
            (_, after) => Seen::unread(index, after),
        }
    }

    /// A figure of its parts, where it can be held exactly.
    fn figure(
        &self,
        index: usize,
        first: &Amount,
        relation: Relation,
        (start, end): (usize, usize),
    ) -> Option<Figure> {
        let is_negative = self.start_of(index) < index;
        let amount = if is_negative { -first.count.amount } else { first.count.amount };
        let power = first.count.power;
        let text = self.words(start, end);
        let figure = Figure::new(&text, amount, power, first.unit.clone(), relation)?;
        Some(match first.count.open {
            // How far `不超过500余人` or `-500余` may go is not certain.
            Some(_) if is_negative || relation.is_ceiling() => return None,
            // `超500余人` is as loose as its first word says.
            Some(step) if relation == Relation::Exactly => {
                figure.up_to(Bound::Open(first.times(amount.checked_add(step)?)?))
            }
            _ if first.is_in_full => figure.exact(),
            _ => figure,
        })
    }

    /// Where the number at the index begins, with its minus sign.
    fn start_of(&self, index: usize) -> usize {
        let is_in_digits = self.at(index).is_some_and(|c| c.is_ascii_digit());
        self.minus_before(index).filter(|_| is_in_digits).unwrap_or(index)
    }

    /// The relation words around an amount, and from where to where it goes with them.
    fn related(&self, start: usize, end: usize) -> (Option<Relation>, usize, usize) {
        match (self.relation_before(start), self.relation_after(end)) {
            // `至少4部以上` says the same twice; the words before the amount decide.
            (Some((relation, start)), Some((_, end))) => (Some(relation), start, end),
            (Some((relation, start)), None) => (Some(relation), start, end),
            (None, Some((relation, end))) => (Some(relation), start, end),
            (None, None) => (None, start, end),
        }
    }

    /// Whether nothing else stands in the text: a cell that holds a number.
    fn is_all(&self, start: usize, end: usize) -> bool {
        (start, end) == (0, self.len())
    }

    /// A number with its unit; an error says where one ends that can't be read.
    fn amount(&self, index: usize) -> Result<Amount, usize> {
        for (words, unit) in [("百分之", Unit::Percent), ("千分之", Unit::Permille)] {
            if let Some(at) = self.word(index, words) {
                return self.fraction(at, unit);
            }
        }
        let count = self.count(index)?;
        if count.script == Script::Digits {
            let (unit, end) = self.unit(count.end, count.is_integer);
            return Ok(Amount { count, unit, is_in_full: false, end });
        }
        match self.counter(index, &count) {
            Some((_, end)) if count.script == Script::Formal => self.formal(count, end),
            Some((unit, end)) => Ok(Amount { count, unit, is_in_full: false, end }),
            None => {
                let end = count.end;
                Ok(Amount { count, unit: Unit::Unstated, is_in_full: false, end })
            }
        }
    }

    /// The number behind 百分之: `百分之九十五点五`, `百分之95`, `百分之百`.
    fn fraction(&self, index: usize, unit: Unit) -> Result<Amount, usize> {
        let hundred = self.word(index, "百").filter(|end| !self.at(*end).is_some_and(is_numeral));
        let count = match hundred {
            Some(end) if unit == Unit::Percent => Count {
                amount: Decimal::ONE_HUNDRED,
                power: 0,
                open: None,
                is_integer: true,
                script: Script::Numerals,
                form: Form::Usual,
                end,
            },
            _ => self.count(index)?,
        };
        if count.power > 0 || count.script == Script::Formal {
            return Err(count.end);
        }
        let end = count.end;
        Ok(Amount { count, unit, is_in_full: false, end })
    }

    /// Money in numerals that can't be altered, from behind its 元: `伍角陆分`, `整`.
    fn formal(&self, mut count: Count, mut end: usize) -> Result<Amount, usize> {
        let mut cents = 0;
        for (word, worth) in [("角", 10), ("分", 1)] {
            let at = if self.at(end) == Some('零') { end + 1 } else { end };
            let digit = self.at(at).and_then(digit_of).filter(|digit| *digit > 0);
            if let (Some(digit), Some(after)) = (digit, self.word(at + 1, word)) {
                cents += i64::from(digit * worth);
                end = after;
            }
        }
        if cents > 0 {
            let multiplier = Decimal::from(10_u64.checked_pow(count.power).ok_or(end)?);
            let whole = count.amount.checked_mul(multiplier);
            let amount = whole.and_then(|whole| whole.checked_add(Decimal::new(cents, 2)));
            (count.amount, count.power) = (amount.ok_or(end)?, 0);
        }
        let end = self.one_of(end, &["整", "正"]).unwrap_or(end);
        Ok(Amount { count, unit: Unit::Yuan, is_in_full: true, end })
    }

    /// A range that begins with the amount: `3—5部`, `80%-90%`, `30人至50人`.
    ///
    /// Several numbers that are no range are a code, and what may be read in two ways is not read.
    fn range(&self, index: usize, first: &Amount) -> Option<Seen> {
        let at = self.range_sign_end(first.end)?;
        if self.begins_no_amount(at, first.count.script) || self.day(at).is_some() {
            return None;
        }
        let second = match self.amount(at) {
            Ok(second) => second,
            Err(end) => return Some(Seen::unread(index, end)),
        };
        if let Some(end) = self.code_end(second.end) {
            return Some(Seen::label(index, end));
        }
        let is_word = first.count.script != Script::Digits && second.unit == Unit::Unstated;
        if is_word {
            return None;
        }
        let start = self.start_of(index);
        let (relation, from, to) = self.related(start, second.end);
        if second.is_bare() && (first.is_bare() || first.count.form == Form::Code) {
            let forms = [first.count.form, second.count.form];
            let is_code = forms.contains(&Form::Code) || forms == [Form::FourDigits; 2];
            if is_code || !self.is_all(from, to) {
                return Some(Seen::label(index, second.end));
            }
        }
        if forms_a_name(first, &second) {
            return Some(Seen::label(index, second.end));
        }
        let is_change = FROM.iter().any(|word| self.word_before(start, word).is_some());
        let relation = match relation {
            _ if is_change => return Some(Seen::unread(index, second.end)),
            None => Relation::Exactly,
            Some(Relation::About) => Relation::About,
            Some(_) => return Some(Seen::unread(index, second.end)),
        };
        let figure = self.between(index, first, &second, relation, (from, to));
        Some(figure.map_or_else(
            || Seen::unread(index, second.end),
            |figure| Seen::figure(from, to, figure),
        ))
    }

    /// The figure between two amounts, where the second is the larger one of the same unit.
    fn between(
        &self,
        index: usize,
        first: &Amount,
        second: &Amount,
        relation: Relation,
        place: (usize, usize),
    ) -> Option<Figure> {
        let mut low = Amount { count: first.count.clone(), unit: second.unit.clone(), ..*first };
        if first.is_bare() {
            low.count.power = second.count.power;
        }
        let is_one_unit = first.unit == Unit::Unstated || first.unit == second.unit;
        let is_closed = first.count.open.is_none() && second.count.open.is_none();
        if !is_one_unit || !is_closed {
            return None;
        }
        let figure = self.figure(index, &low, relation, place)?;
        let high = second.value()?;
        match relation {
            _ if figure.value() >= high => None,
            Relation::About => Some(figure),
            _ => Some(figure.up_to(Bound::Closed(high))),
        }
    }

    /// The index behind the sign of a range; a dash may be written with two signs.
    fn range_sign_end(&self, index: usize) -> Option<usize> {
        let sign = self.at(index).filter(|c| is_range_sign(*c))?;
        let is_double = matches!(sign, '—' | '-') && self.at(index + 1) == Some(sign);
        Some(index + if is_double { 2 } else { 1 })
    }

    /// Whether no number in the same characters begins at the index.
    fn begins_no_amount(&self, index: usize, script: Script) -> bool {
        match self.at(index) {
            Some(c) if c.is_ascii_digit() => script != Script::Digits,
            Some(c) if is_numeral(c) => script == Script::Digits,
            _ => true,
        }
    }

    /// Where a code of more than two numbers ends: `1-2-3`.
    fn code_end(&self, mut end: usize) -> Option<usize> {
        let mut found = None;
        while self.at(end).is_some_and(|c| matches!(c, '-' | '—' | '–'))
            && self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            end = self.run_of(end + 1, |c| c.is_ascii_digit() || c == '.');
            found = Some(end);
        }
        found
    }
}

/// Whether two numbers joined are a name: years (`2020-2023年`), or a code with a leading zero.
fn forms_a_name(first: &Amount, second: &Amount) -> bool {
    let is_years = first.count.form == Form::FourDigits
        && first.is_bare()
        && matches!(&second.unit, Unit::Counted(word) if word == "年");
    let is_code = [first, second].iter().any(|one| one.count.form == Form::Code);
    is_years || is_code
}
