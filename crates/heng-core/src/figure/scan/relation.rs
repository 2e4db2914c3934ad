//! Words that relate the amount written to the amount meant.

use super::Relation;
use super::glyphs::Glyphs;

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
    ("含以上", Relation::AtLeast),
    ("及以上", Relation::AtLeast),
    ("及以下", Relation::AtMost),
    ("以上", Relation::AtLeast),
    ("以下", Relation::AtMost),
    ("以内", Relation::AtMost),
    ("之内", Relation::AtMost),
    ("左右", Relation::About),
    ("内", Relation::AtMost),
];

/// Characters that may stand between `（含` and its closing bracket.
const LONGEST_INCLUSION: usize = 8;

/// Characters after 内 that make another word of it (`14个内设科室`).
const NO_LIMIT_BEFORE: &str = "设容部外涵控";

impl Glyphs<'_> {
    /// Where the minus sign of the number at the index stands, if it has one.
    ///
    /// A hyphen behind a letter, a digit or a word is no sign.
    pub(super) fn minus_before(&self, index: usize) -> Option<usize> {
        let sign = self.word_before(index, "-").or_else(|| self.word_before(index, "负"))?;
        if self.at(sign) == Some('负') {
            return Some(sign);
        }
        let before = self.before(sign);
        let may_stand = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ')' | '%'))
            || before.is_some_and(|c| "为是达率额值长".contains(c));
        may_stand.then_some(sign)
    }

    /// The relation word that ends before the index, and where it begins.
    pub(super) fn relation_before(&self, index: usize) -> Option<(Relation, usize)> {
        let (word, relation, start) = RELATIONS_BEFORE.iter().find_map(|(word, relation)| {
            self.word_before(index, word).map(|start| (*word, *relation, start))
        })?;
        let before = self.before(start);
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
    pub(super) fn relation_after(&self, index: usize) -> Option<(Relation, usize)> {
        let index = self.inclusive_end(index).unwrap_or(index);
        let (word, relation, end) = RELATIONS_AFTER.iter().find_map(|(word, relation)| {
            self.word(index, word).map(|end| (*word, *relation, end))
        })?;
        let is_other_word =
            word == "内" && self.at(end).is_some_and(|c| NO_LIMIT_BEFORE.contains(c));
        (!is_other_word).then_some((relation, end))
    }

    /// Where brackets end that say that the amount is included: `（含）`, `（含80%）`.
    fn inclusive_end(&self, index: usize) -> Option<usize> {
        let inside = self.word(index, "(含")?;
        let mut near =
            (inside..=inside + LONGEST_INCLUSION).take_while(|at| self.at(*at) != Some('\n'));
        near.find_map(|at| self.word(at, ")"))
    }
}
