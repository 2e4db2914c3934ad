//! Finds figures and dates in running Chinese text.
//!
//! The scanner knows what is not a quantity: ordinals, anniversaries, years, model names and bare
//! numbers without a unit are returned as such or left alone, never as amounts.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Figure, Relation, Unit};

/// One thing with digits that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// What it is.
    pub kind: MentionKind,
}

/// What a [`Mention`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MentionKind {
    /// An amount.
    Figure(Figure),
    /// A day, with the year where one is written.
    Day {
        /// Year.
        year: Option<i16>,
        /// Month, 1 to 12.
        month: u8,
        /// Day, 1 to 31.
        day: u8,
        /// Whether the day is a deadline (`7月31日前`).
        deadline: Deadline,
    },
    /// A year (`2022年`, `22年度`).
    Year(i16),
    /// A number of order (`第2届`) or an anniversary (`101周年`).
    Ordinal,
    /// A number that is a name, a code or without a unit: not an amount.
    Label,
}

/// Whether a day is the event itself or the last day for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// The day of the event.
    On,
    /// The last day (`前`).
    Before,
}

/// Measure words, the longer ones before those they begin with.
const MEASURE_WORDS: &[&str] = &[
    "个工作日",
    "工作日",
    "平方米",
    "立方米",
    "人次",
    "篇次",
    "家次",
    "场次",
    "台次",
    "批次",
    "户次",
    "车次",
    "学时",
    "课时",
    "小时",
    "分钟",
    "个月",
    "公里",
    "公顷",
    "千米",
    "项",
    "个",
    "次",
    "场",
    "篇",
    "人",
    "名",
    "期",
    "部",
    "家",
    "件",
    "户",
    "份",
    "宗",
    "条",
    "起",
    "处",
    "天",
    "日",
    "台",
    "套",
    "支",
    "所",
    "门",
    "张",
    "册",
    "卷",
    "间",
    "辆",
    "本",
    "批",
    "类",
    "组",
    "单",
    "例",
    "笔",
    "位",
    "段",
    "集",
    "幅",
    "棵",
    "吨",
    "亩",
    "米",
    "页",
    "款",
    "堂",
    "节",
    "座",
    "站",
    "轮",
    "岁",
    "年",
];

/// Characters after a measure word that make another word of it: `3部门` counts nothing.
const NO_MEASURE_BEFORE: &[(&str, &str)] = &[
    ("部", "门署队"),
    ("项", "目"),
    ("名", "称单录"),
    ("单", "位"),
    ("本", "年级市区部单身省县"),
    ("支", "出付"),
    ("条", "例件款"),
    ("人", "民员才力大均"),
    ("处", "理室置长级"),
    ("日", "常均前报"),
    ("年", "均度初底级末"),
    ("节", "约点日"),
    ("期", "间初末"),
    ("组", "织成"),
    ("家", "庭属"),
    ("场", "所地"),
    ("类", "别型"),
    ("台", "账"),
    ("所", "有属"),
    ("起", "始诉"),
    ("笔", "试"),
    ("门", "诊"),
    ("户", "籍"),
    ("分", "局析管别类公数工"),
];

/// Nouns that follow 零 where it states the amount zero (`零投诉`).
const NOUNS_AFTER_ZERO: &[&str] = &[
    "投诉", "事故", "差错", "失误", "违纪", "违规", "上访", "延误", "缺陷", "次", "起", "件", "例",
    "宗",
];

/// Words before an amount that relate it to what is meant; the longer ones first.
const RELATIONS_BEFORE: &[(&str, Relation)] = &[
    ("大于或等于", Relation::AtLeast),
    ("小于或等于", Relation::AtMost),
    ("大于等于", Relation::AtLeast),
    ("小于等于", Relation::AtMost),
    ("不少于", Relation::AtLeast),
    ("不低于", Relation::AtLeast),
    ("不小于", Relation::AtLeast),
    ("不超过", Relation::AtMost),
    ("不高于", Relation::AtMost),
    ("不大于", Relation::AtMost),
    ("不多于", Relation::AtMost),
    ("不超", Relation::AtMost),
    ("至少", Relation::AtLeast),
    ("最少", Relation::AtLeast),
    ("至多", Relation::AtMost),
    ("最多", Relation::AtMost),
    ("超过", Relation::MoreThan),
    ("超出", Relation::MoreThan),
    ("大于", Relation::MoreThan),
    ("多于", Relation::MoreThan),
    ("高于", Relation::MoreThan),
    ("低于", Relation::LessThan),
    ("少于", Relation::LessThan),
    ("小于", Relation::LessThan),
    ("不足", Relation::LessThan),
    ("未满", Relation::LessThan),
    ("大约", Relation::About),
    (">=", Relation::AtLeast),
    ("<=", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("≧", Relation::AtLeast),
    ("≤", Relation::AtMost),
    ("≦", Relation::AtMost),
    (">", Relation::MoreThan),
    ("<", Relation::LessThan),
    ("超", Relation::MoreThan),
    ("逾", Relation::MoreThan),
    ("约", Relation::About),
    ("近", Relation::About),
];

/// Words that turn the relation behind them round: `不得低于` is a floor.
const NEGATIONS: &[&str] = &["不得", "不能", "不应", "不可", "未", "不"];

/// Characters before a relation of one character that make another word of it (`节约5万元`).
const NO_RELATION_AFTER: &[(&str, &str)] =
    &[("约", "节签预履违集条合制公契"), ("近", "最附临邻将"), ("超", "赶高")];

/// Words after an amount that relate it to what is meant; the longer ones first.
const RELATIONS_AFTER: &[(&str, Relation)] = &[
    ("（含）以上", Relation::AtLeast),
    ("（含）以下", Relation::AtMost),
    ("（含）以内", Relation::AtMost),
    ("及以上", Relation::AtLeast),
    ("及以下", Relation::AtMost),
    ("以上", Relation::AtLeast),
    ("以下", Relation::AtMost),
    ("以内", Relation::AtMost),
    ("之内", Relation::AtMost),
    ("左右", Relation::About),
    ("内", Relation::AtMost),
];

/// Characters after 内 that make another word of it (`14个内设科室`).
const NO_LIMIT_BEFORE: &str = "设容部外涵控";

/// Signs that stand between the two ends of a range, or between parts of a code.
const RANGE_SIGNS: &str = "-—–~至到";

/// Finds everything with digits in the text, from left to right.
#[must_use]
pub fn scan(text: &str) -> Vec<Mention> {
    let scanner = Scanner::new(text);
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < scanner.glyphs.len() {
        match scanner.mention(at) {
            Some((start, end, kind)) => {
                mentions.push(Mention { span: scanner.span(start, end), kind });
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    mentions
}

/// The amounts among the mentions of a text, with their places in bytes.
pub fn figures(text: &str) -> impl Iterator<Item = (Range<usize>, Figure)> {
    scan(text).into_iter().filter_map(|mention| match mention.kind {
        MentionKind::Figure(figure) => Some((mention.span, figure)),
        _ => None,
    })
}

/// One character of the text that counts: blanks are left out, full-width forms are folded. A line
/// break stays, because no figure goes over it.
#[derive(Clone, Copy)]
struct Glyph {
    folded: char,
    start: usize,
    end: usize,
}

struct Scanner<'t> {
    text: &'t str,
    glyphs: Vec<Glyph>,
}

/// A run of digits with what it amounts to.
struct Number {
    amount: Decimal,
    digits: usize,
    is_integer: bool,
    end: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let glyphs = text
            .char_indices()
            .filter(|(_, c)| *c == '\n' || !c.is_whitespace())
            .map(|(start, c)| Glyph { folded: fold(c), start, end: start + c.len_utf8() })
            .collect();
        Self { text, glyphs }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.glyphs.get(index).map(|glyph| glyph.folded)
    }

    /// Whether the word stands at the index; returns the index behind it.
    fn word(&self, index: usize, word: &str) -> Option<usize> {
        let mut end = index;
        for c in word.chars() {
            if self.at(end)? != fold(c) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Whether the word ends just before the index; returns where it begins.
    fn word_before(&self, index: usize, word: &str) -> Option<usize> {
        let start = index.checked_sub(word.chars().count())?;
        self.word(start, word).map(|_| start)
    }

    fn span(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.glyphs.get(start).map_or(self.text.len(), |glyph| glyph.start);
        let to = end
            .checked_sub(1)
            .and_then(|last| self.glyphs.get(last))
            .map_or(from, |glyph| glyph.end);
        from..to
    }

    /// The text of a span without its white space.
    fn words(&self, start: usize, end: usize) -> String {
        self.text
            .get(self.span(start, end))
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    }

    /// What begins at the index: where it starts (a relation word may stand before), ends, and is.
    fn mention(&self, index: usize) -> Option<(usize, usize, MentionKind)> {
        let first = self.at(index)?;
        if first == '零' {
            return self.zero(index);
        }
        if first.is_ascii_alphabetic() {
            return self.identifier(index);
        }
        if !first.is_ascii_digit() {
            return None;
        }
        let Some(number) = self.number(index) else {
            return Some((index, self.run_of(index, char::is_ascii_digit), MentionKind::Label));
        };
        if let Some((end, kind)) = self.date(index, &number) {
            return Some((index, end, kind));
        }
        let before = index.checked_sub(1).and_then(|previous| self.at(previous));
        if before == Some('第') || self.word(number.end, "周年").is_some() {
            return Some((index, self.listed_end(number.end), MentionKind::Ordinal));
        }
        let end = self.run_of(number.end, char::is_ascii_alphanumeric);
        if end > number.end {
            return Some((index, end, MentionKind::Label));
        }
        if let Some(end) = self.range_end(&number).or_else(|| self.loose_thousands_end(&number)) {
            return Some((index, end, MentionKind::Label));
        }
        match self.amount(index, &number) {
            Some((start, end, figure)) => {
                let kind = figure.map_or(MentionKind::Label, MentionKind::Figure);
                Some((start, end, kind))
            }
            // Too large to be held exactly.
            None => Some((index, number.end, MentionKind::Label)),
        }
    }

    /// Where a list of numbers of order ends: `第3、4期`, `第1—3期`.
    fn listed_end(&self, mut end: usize) -> usize {
        while self.at(end).is_some_and(|c| c == '、' || RANGE_SIGNS.contains(c))
            && self.at(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            end = self.run_of(end + 1, char::is_ascii_digit);
        }
        end
    }

    /// Where a range or a code of several numbers ends: `3—5部`, `30人至50人`, `020-1234`.
    fn range_end(&self, first: &Number) -> Option<usize> {
        let (_, mut end) = self.unit(first.end, first.is_integer);
        let mut is_range = false;
        while self.at(end).is_some_and(|c| RANGE_SIGNS.contains(c)) {
            let Some(next) = self.number(end + 1) else { break };
            (_, end) = self.unit(next.end, next.is_integer);
            is_range = true;
        }
        is_range.then_some(end)
    }

    /// Where a number ends whose thousands are parted by the comma of sentences: `1，200人`.
    fn loose_thousands_end(&self, first: &Number) -> Option<usize> {
        let mut end = first.end;
        while self.at(end) == Some('，')
            && self.run_of(end + 1, char::is_ascii_digit) == end + 4
            && first.digits <= 3
        {
            end += 4;
        }
        (end > first.end).then(|| self.unit(end, true).1)
    }

    /// The index behind the run of such characters that begins at the index.
    fn run_of(&self, index: usize, is_such: impl Fn(&char) -> bool) -> usize {
        let mut end = index;
        while self.at(end).is_some_and(|c| is_such(&c)) {
            end += 1;
        }
        end
    }

    /// A name or code with letters and digits, such as a model.
    fn identifier(&self, index: usize) -> Option<(usize, usize, MentionKind)> {
        let mut end = self.run_of(index, char::is_ascii_alphanumeric);
        // `PM2.5` is one name.
        while self.at(end) == Some('.') && self.at(end + 1).is_some_and(|c| c.is_ascii_digit()) {
            end = self.run_of(end + 1, char::is_ascii_digit);
        }
        let has_digit = (index..end).any(|i| self.at(i).is_some_and(|c| c.is_ascii_digit()));
        has_digit.then_some((index, end, MentionKind::Label))
    }

    /// `零投诉`: the amount zero, with what is counted as its unit.
    fn zero(&self, index: usize) -> Option<(usize, usize, MentionKind)> {
        let (noun, end) = NOUNS_AFTER_ZERO
            .iter()
            .find_map(|noun| self.word(index + 1, noun).map(|end| (*noun, end)))?;
        let unit = Unit::Counted(noun.to_owned());
        let text = self.words(index, end);
        let figure = Figure::new(&text, Decimal::ZERO, 0, unit, Relation::Exactly)?;
        Some((index, end, MentionKind::Figure(figure)))
    }

    /// Digits with thousands separators and a fraction.
    fn number(&self, index: usize) -> Option<Number> {
        let mut digits = String::new();
        let mut end = index;
        let mut is_integer = true;
        while let Some(c) = self.at(end) {
            let digit = |offset: usize| self.at(end + offset).is_some_and(|c| c.is_ascii_digit());
            let separates = c == ',' && digit(1) && digit(2) && digit(3) && !digit(4);
            if c.is_ascii_digit() {
                digits.push(c);
            } else if c == '.' && is_integer && digit(1) {
                is_integer = false;
                digits.push(c);
            } else if !(separates && is_integer) {
                break;
            }
            end += 1;
        }
        let count = digits.chars().filter(char::is_ascii_digit).count();
        // A number too long to be held exactly is left alone, whole.
        let amount = Decimal::from_str_exact(&digits).ok()?;
        Some(Number { amount, digits: count, is_integer, end })
    }

    fn small(&self, index: usize, most: u8) -> Option<(u8, usize)> {
        let number = self.number(index).filter(|number| number.is_integer && number.digits <= 2)?;
        let value = u8::try_from(number.amount).ok().filter(|value| (1..=most).contains(value))?;
        Some((value, number.end))
    }

    /// `2022年12月31日`, `7月31日前`, `2022年`, `22年度`.
    fn date(&self, index: usize, number: &Number) -> Option<(usize, MentionKind)> {
        let whole = i16::try_from(number.amount).ok().filter(|_| number.is_integer)?;
        if self.at(number.end) == Some('年') && matches!(number.digits, 2 | 4) {
            let after = number.end + 1;
            let year = if number.digits == 4 { whole } else { whole + 2000 };
            if let Some((end, month, day, deadline)) = self.month_and_day(after) {
                return Some((end, MentionKind::Day { year: Some(year), month, day, deadline }));
            }
            let is_year = number.digits == 4 || self.at(after) == Some('度');
            return is_year.then_some((after, MentionKind::Year(year)));
        }
        let (end, month, day, deadline) = self.month_and_day(index)?;
        Some((end, MentionKind::Day { year: None, month, day, deadline }))
    }

    fn month_and_day(&self, index: usize) -> Option<(usize, u8, u8, Deadline)> {
        let (month, after) = self.small(index, 12)?;
        let (day, after) = self.small(self.word(after, "月")?, 31)?;
        let after = self.word(after, "日")?;
        Some(
            ["之前", "以前", "前"]
                .iter()
                .find_map(|word| self.word(after, word))
                .map_or((after, month, day, Deadline::On), |end| {
                    (end, month, day, Deadline::Before)
                }),
        )
    }

    /// The amount that the number is, with multiplier, unit and relation; no figure where it has neither.
    fn amount(&self, index: usize, number: &Number) -> Option<(usize, usize, Option<Figure>)> {
        let (power, after) = match self.at(number.end) {
            Some('万') if self.at(number.end + 1) == Some('亿') => (12, number.end + 2),
            Some('万') => (4, number.end + 1),
            Some('亿') => (8, number.end + 1),
            _ => (0, number.end),
        };
        let (unit, after) = self.unit(after, number.is_integer);
        let is_bare = unit == Unit::Unstated && power == 0;
        if is_bare && !self.is_whole_text(index, number.end) {
            return Some((index, number.end, None));
        }
        let before = index.checked_sub(1).and_then(|previous| self.at(previous));
        if unit == Unit::Points && before.is_some_and(|c| matches!(c, '时' | ':' | '：')) {
            // Minutes of a time of day.
            return Some((index, after, None));
        }
        let (signed_at, amount) = match self.minus_before(index) {
            Some(sign) => (sign, -number.amount),
            None => (index, number.amount),
        };
        let trailing = self.relation_after(after);
        let (relation, start, end) = match (self.relation_before(signed_at), trailing) {
            // `至少4部以上` says the same twice; the words before the amount decide.
            (Some((relation, start)), Some((_, end))) => (relation, start, end),
            (Some((relation, start)), None) => (relation, start, after),
            (None, Some((relation, end))) => (relation, signed_at, end),
            (None, None) => (Relation::Exactly, signed_at, after),
        };
        let text = self.words(start, end);
        let figure = Figure::new(&text, amount, power, unit, relation)?;
        Some((start, end, Some(figure)))
    }

    /// Where the minus sign of the number at the index stands, if it has one.
    ///
    /// A hyphen behind a letter, a digit or a word is no sign.
    fn minus_before(&self, index: usize) -> Option<usize> {
        let sign = index.checked_sub(1)?;
        if self.at(sign) == Some('负') {
            return Some(sign);
        }
        let is_sign = self.at(sign) == Some('-');
        let before = sign.checked_sub(1).and_then(|at| self.at(at));
        let may_stand = before
            .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ')' | '）' | '%'))
            || before.is_some_and(|c| "为是达率额值长".contains(c));
        (is_sign && may_stand).then_some(sign)
    }

    /// The relation word that ends before the index, and where it begins.
    fn relation_before(&self, index: usize) -> Option<(Relation, usize)> {
        let (word, relation, start) = RELATIONS_BEFORE.iter().find_map(|(word, relation)| {
            self.word_before(index, word).map(|start| (*word, *relation, start))
        })?;
        let before = start.checked_sub(1).and_then(|at| self.at(at));
        let is_other_word = NO_RELATION_AFTER
            .iter()
            .any(|(own, before_it)| *own == word && before.is_some_and(|c| before_it.contains(c)));
        if is_other_word {
            return None;
        }
        let turned = match relation {
            Relation::MoreThan => Relation::AtMost,
            Relation::LessThan => Relation::AtLeast,
            _ => return Some((relation, start)),
        };
        let negation = NEGATIONS.iter().find_map(|negation| self.word_before(start, negation));
        // `不足5%` is no negation of anything; its 不 is part of the word.
        Some(negation.map_or((relation, start), |negation| (turned, negation)))
    }

    /// The relation word at the index, and where it ends.
    fn relation_after(&self, index: usize) -> Option<(Relation, usize)> {
        let (word, relation, end) = RELATIONS_AFTER.iter().find_map(|(word, relation)| {
            self.word(index, word).map(|end| (*word, *relation, end))
        })?;
        let is_other_word =
            word == "内" && self.at(end).is_some_and(|c| NO_LIMIT_BEFORE.contains(c));
        (!is_other_word).then_some((relation, end))
    }

    /// The unit at the index and where it ends.
    fn unit(&self, index: usize, is_integer: bool) -> (Unit, usize) {
        let fixed = [
            ("个百分点", Unit::PercentagePoint),
            ("百分点", Unit::PercentagePoint),
            ("%", Unit::Percent),
            ("‰", Unit::Permille),
            ("元", Unit::Yuan),
        ];
        for (word, unit) in fixed {
            if let Some(end) = self.word(index, word) {
                return (unit, end);
            }
        }
        let is_measure = |word: &str, end: usize| {
            let other = NO_MEASURE_BEFORE.iter().find(|(measure, _)| *measure == word);
            !other.is_some_and(|(_, after)| self.at(end).is_some_and(|c| after.contains(c)))
        };
        let points = self.word(index, "分").filter(|end| self.at(*end) != Some('钟'));
        if let Some(end) = points.filter(|end| is_measure("分", *end)) {
            return (Unit::Points, end);
        }
        // `1.5小时` and `3.2万人次` are amounts; 年 and 日 after a fraction are not.
        MEASURE_WORDS
            .iter()
            .filter(|word| is_integer || !matches!(**word, "年" | "日"))
            .find_map(|word| self.word(index, word).map(|end| (*word, end)))
            .filter(|(word, end)| is_measure(word, *end))
            .map_or((Unit::Unstated, index), |(word, end)| (Unit::Counted(word.to_owned()), end))
    }

    /// Whether nothing but the number and a relation word stands in the text: a cell that holds a number.
    fn is_whole_text(&self, start: usize, end: usize) -> bool {
        let start = self.minus_before(start).unwrap_or(start);
        let start = self.relation_before(start).map_or(start, |(_, start)| start);
        let begins = start == 0;
        begins && end == self.glyphs.len()
    }
}

/// Folds full-width digits and signs, and the many forms of hyphen and tilde, to one form.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '％' | '＞' | '＜' | '＝' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        '－' | '−' | '‐' | '‑' => '-',
        '～' | '〜' | '∼' => '~',
        '﹪' => '%',
        '﹥' => '>',
        '﹤' => '<',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One word a mention: the figure as value, unit and relation, or what else it is.
    fn outline(text: &str) -> String {
        let describe = |mention: &Mention| match &mention.kind {
            MentionKind::Figure(figure) => {
                format!(
                    "{}{}",
                    figure.text(),
                    if figure.relation() == Relation::Exactly { "" } else { "~" }
                )
            }
            MentionKind::Day { year, month, day, deadline } => {
                let year = year.map_or(String::new(), |year| format!("{year}-"));
                format!(
                    "day:{year}{month}-{day}{}",
                    if *deadline == Deadline::Before { "<" } else { "" }
                )
            }
            MentionKind::Year(year) => format!("year:{year}"),
            MentionKind::Ordinal => "ordinal".to_owned(),
            MentionKind::Label => "label".to_owned(),
        };
        scan(text).iter().map(describe).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn quantities_are_found_and_names_are_not() {
        let cases = [
            ("全年举办 12 期培训班，参训 3 万人次", "12期 3万人次"),
            ("截至2021年12月31日，在职60人", "day:2021-12-31 60人"),
            ("热线12345受理登记", "label"),
            ("纪念成立 75 周年", "ordinal"),
            ("第3届创新大赛评出G20榜单", "ordinal label"),
            ("21年度超8篇次报道", "year:2021 超8篇次~"),
            ("5月6日前举办1场", "day:5-6< 1场"),
            ("覆盖率达100%，满意率90%以上", "100% 90%以上~"),
            ("力争实现零投诉、零事故", "零投诉 零事故"),
            ("预算1,234.5万元，自评98.5分", "1,234.5万元 98.5分"),
            ("每次30分钟", "30分钟"),
            ("302", "302"),
            ("3M材料与A4纸", "label label"),
            ("从第1期到第3期", "ordinal ordinal"),
            ("增长2.5个百分点", "2.5个百分点"),
            ("电话020-12345678", "label"),
            ("至少提交4部以上短片", "4部以上~"),
            ("1234567890123456789012345678901234567890项", "label"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(outline(text), expected, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_quantity_is_left_alone() {
        let texts = [
            "附件2部门职责",
            "表3项目支出",
            "1.2.3 项目概况",
            "12项目",
            "5000名称",
            "２０２３本年",
            "热线12345\n人民政府",
            "得分95分析",
            "2分局",
            "PM2.5年均浓度",
            "8时30分",
            "10：30分",
            "每月10日前",
            "1，200人",
            "3-5次",
            "30－50人",
            "3—5部",
            "30人至50人",
            "40～50人",
            "第1-3期",
            "第3、4期",
            "财预〔2020〕10号",
            "2020-2023",
            "3部门联合",
            "79228162514264337593543950335亿元",
        ];
        for text in texts {
            let found: Vec<String> = figures(text).map(|(_, it)| it.text().to_owned()).collect();
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn relations_and_signs_are_what_the_words_say() {
        use Relation::{About, AtLeast, AtMost, Exactly, LessThan, MoreThan};
        let cases = [
            ("不小于95%", "95", AtLeast),
            ("不大于5%", "5", AtMost),
            ("不得低于90%", "90", AtLeast),
            ("不得少于3次", "3", AtLeast),
            ("不得超过5%", "5", AtMost),
            ("不能高于5%", "5", AtMost),
            ("未超过5万元", "50000", AtMost),
            ("不超5%", "5", AtMost),
            ("大于等于95%", "95", AtLeast),
            ("小于或等于95%", "95", AtMost),
            ("＞=95%", "95", AtLeast),
            ("<=5%", "5", AtMost),
            ("＞40人", "40", MoreThan),
            ("逾30篇", "30", MoreThan),
            ("不足5%", "5", LessThan),
            ("最多3次", "3", AtMost),
            ("95%（含）以上", "95", AtLeast),
            ("20天内", "20", AtMost),
            ("20个工作日内办结", "20", AtMost),
            ("3日之内", "3", AtMost),
            ("14个内设科室", "14", Exactly),
            ("节约5.2万元", "52000", Exactly),
            ("签约12家", "12", Exactly),
            ("大约12家", "12", About),
            ("最近3年", "3", Exactly),
            ("约3年", "3", About),
            ("-12.5%", "-12.5", Exactly),
            ("变动率为－12.5%", "-12.5", Exactly),
            ("≤-5%", "-5", AtMost),
            ("负46人", "-46", Exactly),
            ("２﹪", "2", Exactly),
            ("零起", "0", Exactly),
        ];
        for (text, value, relation) in cases {
            let found: Vec<Figure> = figures(text).map(|(_, figure)| figure).collect();
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].value(), value.parse().unwrap(), "{text}");
            assert_eq!(found[0].relation(), relation, "{text}");
        }
    }

    #[test]
    fn spans_are_bytes_of_the_text_as_given() {
        let text = "已举办 21 期培训班";
        let mention = scan(text).remove(0);
        assert_eq!(text.get(mention.span), Some("21 期"));
    }
}
