//! Rates of execution: `执行率98.5%`, `完成年初预算的95.89%`.

use heng_core::fact::Place;
use heng_core::figure::{Relation, Unit};
use heng_core::report::claim::{Assertion, Binding, Claim, Term};

use super::kin::{Kin, kin, simplified};
use super::sentence::{Role, Said, Sentence, When, essence};

/// Names of rates of what was spent in what was given, and of what was done in what was to be done.
const RATES: [&str; 18] = [
    "执行率",
    "执行进度",
    "支出率",
    "支出进度",
    "支付率",
    "支付进度",
    "使用率",
    "拨付率",
    "拨付进度",
    "到位率",
    "完成率",
    "完成比例",
    "完成比率",
    "完工率",
    "发放率",
    "兑现率",
    "执行比例",
    "支出比例",
];

/// Words that say that the budget was changed in the year, so that the base is not the one printed first.
const ADJUSTED: [&str; 10] =
    ["调增", "调减", "追加", "调整", "上缴", "收回", "核减", "核增", "调剂", "盘活"];

/// The rates of execution that a sentence states; `before` are the sentences before it in the passage.
pub(super) fn rates(sentence: &Sentence<'_>, before: &[Sentence<'_>], place: &Place) -> Vec<Claim> {
    let stated = sentence.said.iter().enumerate().filter(|(_, said)| said.role == Role::Rate);
    stated
        .filter_map(|(at, said)| {
            let words = simplified(said.lead);
            match completed(&words) {
                Some(name) => of_named(sentence, at, said, name, before, place),
                None => of_kind(sentence, at, said, &words, before, place),
            }
        })
        .collect()
}

/// The base that is named in `完成年初预算的` or `为年初预算的`.
fn completed(words: &str) -> Option<&str> {
    let words = words.trim_end_matches(['约', '数']).strip_suffix('的')?;
    let (_, name) = words.rsplit_once("完成").or_else(|| words.rsplit_once('为'))?;
    let name = name.trim_start_matches(['了', '率']);
    (name.contains("预算") && name.chars().count() <= 24).then_some(name)
}

fn of_named(
    sentence: &Sentence<'_>,
    at: usize,
    rate: &Said<'_>,
    name: &str,
    before: &[Sentence<'_>],
    place: &Place,
) -> Option<Claim> {
    let earlier: Vec<&Said<'_>> = amounts(sentence, at);
    let part = spent(&earlier)?;
    let wanted = essence(name);
    let own: Vec<&Said<'_>> = earlier
        .iter()
        .copied()
        .filter(|said| said.start != part.start && kin(&said.label()) == Kin::Given)
        .collect();
    let named = |said: &&&Said<'_>| essence(&said.label()).contains(&wanted);
    let mut wholes: Vec<&Said<'_>> = own.iter().filter(named).copied().collect();
    let mut is_near = true;
    if wholes.is_empty()
        && wanted.ends_with("预算")
        && own.len() == 1
        && own.iter().all(|said| is_general(said))
    {
        wholes.clone_from(&own);
    }
    if wholes.is_empty() && !speaks_of_part(sentence, part) {
        is_near = false;
        let all = before.iter().rev().take(2).flat_map(|one| &one.said);
        wholes = all.filter(|said| said.is_amount()).filter(|said| named(&said)).collect();
    }
    let wholes = comparable(&wholes, part);
    let beside = own.iter().filter(|said| !wholes.iter().any(|one| one.start == said.start));
    let beside: Vec<Term> = beside.map(|said| said.term(place)).collect();
    claim(sentence, rate, part, &wholes, beside, (is_near, name), place)
}

/// `预算`, which may be any budget of the year.
fn is_general(said: &Said<'_>) -> bool {
    let name = essence(&said.label());
    !name.contains("年初") || name.ends_with("预算")
}

fn of_kind(
    sentence: &Sentence<'_>,
    at: usize,
    rate: &Said<'_>,
    words: &str,
    before: &[Sentence<'_>],
    place: &Place,
) -> Option<Claim> {
    let name = words.trim_end_matches(['为', '达', '到', '是', '约', '了', '仅', '均']);
    let kind = *RATES.iter().find(|kind| name.ends_with(**kind))?;
    let earlier = amounts(sentence, at);
    let part = if kind == "到位率" { given_last(&earlier)? } else { spent(&earlier)? };
    let others: Vec<&Said<'_>> =
        earlier.iter().copied().filter(|said| said.start != part.start).collect();
    let is_money = part.is_money();
    let is_base = |said: &&&Said<'_>| {
        let kin = kin(&said.label());
        kin == Kin::Given || (!is_money && kin == Kin::Other)
    };
    let mut wholes: Vec<&Said<'_>> = others.iter().copied().filter(|said| is_base(&said)).collect();
    wholes = comparable(&wholes, part);
    if kind != "到位率" && name.contains("到位") {
        wholes.retain(|said| said.label().contains("到位"));
    }
    let mut is_near = true;
    if wholes.is_empty() && is_money && !speaks_of_part(sentence, part) {
        is_near = false;
        wholes = before
            .iter()
            .rev()
            .take(1)
            .flat_map(|one| &one.said)
            .filter(|said| said.is_amount() && kin(&said.label()) == Kin::Given)
            .collect();
        wholes = comparable(&wholes, part);
    }
    let later_rates = sentence.said.iter().filter(|said| said.role == Role::Rate).count();
    let is_shared = later_rates > 1 && wholes.len() > 1;
    claim(sentence, rate, part, &wholes, Vec::new(), (is_near && !is_shared, kind), place)
}

/// The amounts before a figure in its part of the sentence; in the whole sentence where there are too few.
fn amounts<'s, 't>(sentence: &'s Sentence<'t>, at: usize) -> Vec<&'s Said<'t>> {
    let Some(rate) = sentence.said.get(at) else { return Vec::new() };
    let all: Vec<&Said<'_>> = sentence
        .said
        .iter()
        .take(at)
        .filter(|said| said.is_amount() && said.figure.relation() == Relation::Exactly)
        .filter(|said| !matches!(said.when, When::LastYear))
        .collect();
    let begin = sentence
        .text
        .get(..rate.start)
        .and_then(|text| text.rfind(['；', ';']))
        .unwrap_or_default();
    let near: Vec<&Said<'_>> = all.iter().copied().filter(|said| said.start > begin).collect();
    if near.len() >= 2 { near } else { all }
}

/// The last amount that was spent or done; the last of two amounts where neither says so.
fn spent<'s, 't>(earlier: &[&'s Said<'t>]) -> Option<&'s Said<'t>> {
    let last = earlier.iter().rev().find(|said| kin(&said.label()) == Kin::Spent);
    last.copied()
}

/// The last amount that came in.
fn given_last<'s, 't>(earlier: &[&'s Said<'t>]) -> Option<&'s Said<'t>> {
    earlier.iter().rev().copied().find(|said| said.label().contains("到位"))
}

fn comparable<'s, 't>(wholes: &[&'s Said<'t>], part: &Said<'_>) -> Vec<&'s Said<'t>> {
    let unit = part.figure.unit();
    let fits = |said: &&&Said<'_>| {
        said.start != part.start
            && said.figure.unit().is_comparable(unit)
            && *said.figure.unit() != Unit::Unstated
    };
    wholes.iter().filter(fits).copied().collect()
}

fn claim(
    sentence: &Sentence<'_>,
    rate: &Said<'_>,
    part: &Said<'_>,
    wholes: &[&Said<'_>],
    beside: Vec<Term>,
    (is_near, name): (bool, &str),
    place: &Place,
) -> Option<Claim> {
    let first = wholes.first()?;
    let is_one = wholes.iter().all(|said| said.figure.value() == first.figure.value());
    let before = sentence.text.get(..rate.start).unwrap_or_default();
    let is_adjusted = ADJUSTED
        .iter()
        .any(|word| before.contains(word) && !first.lead.contains(word) && !name.contains(word));
    let binding = if is_of_other_part(sentence, first, part) {
        Binding::Doubtful
    } else if is_near && is_one && !is_adjusted {
        Binding::Certain
    } else {
        Binding::Likely
    };
    let begin = if is_near { first.start.min(part.start) } else { part.start };
    let lead = sentence
        .text
        .get(..begin)
        .map_or(0, |text| text.rfind(['，', '。', '；', '：', ',', ';']).map_or(0, |at| at + 1));
    let begin = (lead..=begin).find(|at| sentence.text.is_char_boundary(*at)).unwrap_or(begin);
    let excerpt = sentence.between(begin, rate.end).trim_start_matches(['，', '；', '：', '。']);
    Some(Claim {
        assertion: Assertion::Rate {
            rate: rate.figure.clone(),
            part: part.term(place),
            wholes: wholes.iter().map(|said| said.term(place)).collect(),
            beside,
        },
        subject: name.to_owned(),
        excerpt: excerpt.to_owned(),
        place: place.clone(),
        binding,
    })
}

/// Whether the sentence has gone over to a part of something before the amount.
fn speaks_of_part(sentence: &Sentence<'_>, part: &Said<'_>) -> bool {
    let before = sentence.text.get(..part.start).unwrap_or_default();
    ["其中", "；", ";"].iter().any(|mark| before.contains(mark))
}

/// Whether the amounts stand in parts of a sentence that speak of different things: a total, and one of its parts.
fn is_of_other_part(sentence: &Sentence<'_>, whole: &Said<'_>, part: &Said<'_>) -> bool {
    let (begin, end) = (whole.end.min(part.end), whole.start.max(part.start));
    let between = sentence.text.get(begin..end).unwrap_or_default();
    ["其中", "；", ";", "包括"].iter().any(|mark| between.contains(mark))
}
