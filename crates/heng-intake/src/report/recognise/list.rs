//! Totals with the parts listed behind them, and the shares that these have: `其中：基本支出…，占…%`.

use heng_core::fact::Place;
use heng_core::figure::Relation;
use heng_core::report::claim::{Assertion, Binding, Claim, Closure, Term};

use super::names::Names;
use super::payer::payer;
use super::sentence::{Role, Said, Sentence, When, essence, is_same_name};

/// A total with the amounts listed behind it.
struct List<'s, 't> {
    head: &'s Said<'t>,
    members: Vec<&'s Said<'t>>,
    opening: Opening,
}

/// How a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// `其中`, `包括`: some of the parts.
    Among,
    /// `主要用于以下方面`, `由…组成`, `分别为`: the parts.
    Parts,
    /// Nothing but a colon.
    Colon,
    /// A bracket.
    Bracket,
}

/// The sums and shares of a sentence; `before` is the sentence before it in the passage.
pub(super) fn sums_and_shares(
    sentence: &Sentence<'_>,
    before: Option<&Sentence<'_>>,
    names: &Names,
    place: &Place,
) -> Vec<Claim> {
    let lists = lists(sentence, before);
    let mut claims: Vec<Claim> = lists.iter().flat_map(|list| list.sums(sentence, place)).collect();
    claims.extend(shares(sentence, before, &lists, names, place));
    claims
}

/// The lists of a sentence, the outer before the inner.
fn lists<'s, 't>(
    sentence: &'s Sentence<'t>,
    before: Option<&'s Sentence<'t>>,
) -> Vec<List<'s, 't>> {
    let mut lists = Vec::new();
    for (at, first) in sentence.said.iter().enumerate() {
        let Some(opening) = opening(first.gap).filter(|_| first.is_amount()) else { continue };
        let is_head = |said: &&Said<'_>| {
            said.is_amount()
                && said.figure.unit().is_comparable(first.figure.unit())
                && !said.lead.contains(['比', '较'])
        };
        let head = sentence.said.iter().take(at).rev().find(is_head).or_else(|| {
            let starts = first.gap.trim_start().starts_with("其中") && at == 0;
            before.filter(|_| starts)?.said.iter().rev().find(|said| said.is_amount())
        });
        let Some(head) = head.filter(|head| is_part_of(first, head)) else { continue };
        let members = members(sentence, at, head);
        lists.push(List { head, members, opening });
    }
    lists
}

fn opening(gap: &str) -> Option<Opening> {
    let tail = gap.rsplit(['。', '；', ';']).next().unwrap_or(gap);
    if ["用于以下", "如下", "组成", "构成", "分别为", "分别是", "具体为"]
        .iter()
        .any(|word| tail.contains(word))
    {
        Some(Opening::Parts)
    } else if tail.contains("其中") || tail.contains("包括") {
        Some(Opening::Among)
    } else if tail.starts_with(['（', '(']) && !tail.contains(['）', ')']) {
        Some(Opening::Bracket)
    } else if tail.starts_with(['：', ':']) {
        Some(Opening::Colon)
    } else {
        None
    }
}

fn is_part_of(said: &Said<'_>, head: &Said<'_>) -> bool {
    said.is_amount()
        && said.figure.unit().is_comparable(head.figure.unit())
        && said.figure.relation() == Relation::Exactly
        && head.figure.relation() == Relation::Exactly
        && !matches!(said.when, When::LastYear)
        && !said.lead.contains(['比', '较'])
        && !is_budget_beside_spent(said, head)
}

/// Says whether the one is what a line was given and the other what was spent: neither holds the other.
fn is_budget_beside_spent(said: &Said<'_>, head: &Said<'_>) -> bool {
    let spent = ["执行数", "决算数", "支出数"];
    let head = head.label();
    said.label().ends_with("预算数") && spent.iter().any(|word| head.ends_with(word))
}

/// The amounts of a list: those of its first clause, and of further ones where each holds one.
fn members<'s, 't>(sentence: &'s Sentence<'t>, at: usize, head: &Said<'_>) -> Vec<&'s Said<'t>> {
    let mut members: Vec<&Said<'_>> = Vec::new();
    let mut in_first_clause = true;
    let begin = sentence.said.get(at).map_or(0, |first| first.start);
    for said in sentence.said.iter().skip(at) {
        let is_first = members.is_empty();
        let depth = depth(sentence.between(begin, said.start));
        if depth < 0 {
            break;
        }
        // Figures in a bracket are about the amount before it.
        if depth > 0 {
            continue;
        }
        if !is_first && said.gap.contains(['；', ';']) {
            if in_first_clause && members.len() > 1 {
                break;
            }
            in_first_clause = false;
        }
        if !is_first && opening(said.gap).is_some() {
            // What follows are parts of the part before.
            if said.gap.contains(['；', ';']) {
                break;
            }
            continue;
        }
        if is_part_of(said, head) {
            members.push(said);
        }
    }
    members
}

/// How many brackets are open behind the words; fewer than none where one closes that was open before.
fn depth(words: &str) -> i32 {
    let mut depth = 0;
    for c in words.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return depth;
        }
    }
    depth
}

/// Parts that together are the whole of something, by the ends of their names.
///
/// Further ones may be among them.
struct Partition {
    /// Words of which one stands in the name of the whole.
    head: &'static [&'static str],
    parts: &'static [&'static [&'static str]],
    further: &'static [&'static str],
}

const PARTITIONS: [Partition; 6] = [
    Partition {
        head: &["支出", "预算", "决算", "经费"],
        parts: &[
            &["基本支出", "基本支出预算", "基本支出决算"],
            &["项目支出", "项目支出预算", "项目支出决算"],
        ],
        further: &["上缴上级支出", "经营支出", "对附属单位补助支出", "对附属单位补助"],
    },
    Partition {
        head: &["基本支出"],
        parts: &[&["人员经费", "人员经费支出"], &["公用经费", "公用经费支出", "日常公用经费"]],
        further: &[],
    },
    Partition {
        head: &["采购"],
        parts: &[
            &[
                "货物采购金额",
                "货物预算",
                "货物支出",
                "货物采购预算",
                "货物类",
                "货物类采购预算",
                "货物类采购",
                "货物采购",
                "货物采购支出",
            ],
            &[
                "工程采购金额",
                "工程预算",
                "工程支出",
                "工程采购预算",
                "工程类",
                "工程类采购预算",
                "工程类采购",
                "工程采购",
                "工程采购支出",
            ],
            &[
                "服务采购金额",
                "服务预算",
                "服务支出",
                "服务采购预算",
                "服务类",
                "服务类采购预算",
                "服务类采购",
                "服务采购",
                "服务采购支出",
            ],
        ],
        further: &[],
    },
    Partition {
        head: &["公务用车"],
        parts: &[
            &["公务用车购置费", "公务用车购置", "公务用车购置支出"],
            &["公务用车运行费", "公务用车运行维护费", "公务用车运行支出", "公务用车运行维护费支出"],
        ],
        further: &[],
    },
    Partition {
        head: &["拨款"],
        parts: &[
            &[
                "一般公共预算",
                "一般公共预算财政拨款",
                "一般公共预算拨款",
                "一般公共预算财政拨款收入",
            ],
            &[
                "政府性基金",
                "政府性基金预算",
                "政府性基金预算财政拨款",
                "政府性基金预算财政拨款收入",
            ],
            &["国有资本经营预算", "国有资本经营预算财政拨款", "国有资本经营预算财政拨款收入"],
        ],
        further: &[],
    },
    Partition {
        head: &["项目", "自评"],
        parts: &[
            &["“优”的项目", "“优”"],
            &["“良”的项目", "“良”"],
            &["“不合格”的项目", "“差”的项目", "“差”"],
        ],
        further: &["“合格”的项目", "“中”的项目", "“中”"],
    },
];

impl List<'_, '_> {
    fn sums(&self, sentence: &Sentence<'_>, place: &Place) -> Vec<Claim> {
        let mut claims: Vec<Claim> =
            PARTITIONS.iter().filter_map(|one| self.partition(one, sentence, place)).collect();
        let Some(last) = self.members.last() else { return claims };
        let labels: Vec<String> = self.members.iter().map(|said| said.label()).collect();
        let is_list = self.members.len() > 1;
        let ends_in_rest = self.members.len() > 2
            && labels
                .last()
                .is_some_and(|label| label.starts_with("其他") || label.starts_with("其它"))
            && labels.iter().filter(|label| label.starts_with("其他")).count() == 1
            && sentence.text.get(last.end..).is_some_and(ends_clause);
        let pays = |label: &String| payer(label).is_some();
        let (closure, binding) = if !claims.is_empty() {
            (Closure::Open, Binding::Certain)
        } else if ends_in_rest {
            let is_total = self.head.label().contains("总计");
            (Closure::Complete, if is_total { Binding::Likely } else { Binding::Certain })
        } else if is_list && labels.iter().all(pays) && has_no_twins(&labels) {
            (Closure::Disjoint, Binding::Certain)
        } else if is_list && matches!(self.opening, Opening::Colon | Opening::Parts) {
            (Closure::Complete, Binding::Likely)
        } else {
            (Closure::Open, Binding::Certain)
        };
        claims.push(self.claim(&self.members, closure, binding, sentence, place));
        claims
    }

    /// The parts of a known partition among the members, each of which must stand there once.
    fn partition(
        &self,
        partition: &Partition,
        sentence: &Sentence<'_>,
        place: &Place,
    ) -> Option<Claim> {
        let head = self.head.label();
        let begin = self.members.first()?.start;
        if !partition.head.iter().any(|word| head.contains(word)) {
            return None;
        }
        let all: Vec<&Said<'_>> = sentence
            .said
            .iter()
            .filter(|said| said.start >= begin && is_part_of(said, self.head))
            .collect();
        let named = |names: &[&str]| -> Option<&Said<'_>> {
            let is_named = |said: &&&Said<'_>| {
                let label = said.label();
                names.iter().any(|name| label.ends_with(name))
            };
            let mut found = all.iter().filter(is_named);
            let one = found.next()?;
            found.next().is_none().then_some(*one)
        };
        let mut parts: Vec<&Said<'_>> =
            partition.parts.iter().map(|names| named(names)).collect::<Option<_>>()?;
        parts.extend(partition.further.iter().filter_map(|name| named(&[name])));
        parts.sort_by_key(|said| said.start);
        let is_income = head.contains("收入") && !head.contains("拨款");
        let is_whole = !head.contains("总计") && !is_income;
        let binding = if is_whole { Binding::Certain } else { Binding::Likely };
        Some(self.claim(&parts, Closure::Complete, binding, sentence, place))
    }

    fn claim(
        &self,
        parts: &[&Said<'_>],
        closure: Closure,
        binding: Binding,
        sentence: &Sentence<'_>,
        place: &Place,
    ) -> Claim {
        let end = parts.iter().map(|said| said.end).max().unwrap_or(self.head.end);
        let begin = if self.head.start < end
            && sentence.between(self.head.start, self.head.end).len()
                == self.head.end - self.head.start
            && is_within(sentence, self.head)
        {
            self.head.start - self.head.lead.len()
        } else {
            0
        };
        Claim {
            assertion: Assertion::Sum {
                total: self.head.term(place),
                parts: parts.iter().map(|said| said.term(place)).collect(),
                closure,
            },
            subject: self.head.label(),
            excerpt: sentence.between(begin, end).to_owned(),
            place: place.clone(),
            binding,
        }
    }
}

fn is_within(sentence: &Sentence<'_>, head: &Said<'_>) -> bool {
    sentence.said.iter().any(|said| std::ptr::eq(said, head))
}

fn ends_clause(after: &str) -> bool {
    after.is_empty() || after.starts_with(['。', '；', '）', ')', ';', '，'])
}

fn has_no_twins(labels: &[String]) -> bool {
    labels
        .iter()
        .enumerate()
        .all(|(at, label)| !labels.iter().skip(at + 1).any(|other| other == label))
}

/// The shares of a sentence: `占本年支出合计的85.2%`, and `占85.2%` of the total of a list.
fn shares(
    sentence: &Sentence<'_>,
    before: Option<&Sentence<'_>>,
    lists: &[List<'_, '_>],
    names: &Names,
    place: &Place,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, rate) in sentence.said.iter().enumerate() {
        if rate.role != Role::Rate {
            continue;
        }
        let Some((words, of)) = rate.lead.rsplit_once('占') else { continue };
        // With words of its own before 占 the share is of something that they name.
        let Some(part) =
            amount_before(sentence, at).filter(|part| part.is_amount() && words.is_empty())
        else {
            continue;
        };
        let of = of.trim_end_matches(['为', '达', '约', '到', '是']);
        let of =
            of.trim_end_matches("比例").trim_end_matches("比重").trim_end_matches(['的', '比']);
        let (wholes, binding): (Vec<Term>, Binding) = if of.is_empty() {
            let list = lists
                .iter()
                .rev()
                .find(|list| list.members.iter().any(|said| std::ptr::eq(*said, part)));
            let Some(list) = list else { continue };
            (vec![list.head.term(place)], Binding::Certain)
        } else {
            let own = sentence.said.iter().take(at).filter(|said| {
                said.is_amount() && !std::ptr::eq(*said, part) && is_same_name(&said.label(), of)
            });
            let mut wholes: Vec<Term> = own.map(|said| said.term(place)).collect();
            if wholes.is_empty() {
                wholes.extend(ending_in(of, sentence, before, part, place));
            }
            if wholes.is_empty() {
                wholes.extend(names.only(of).cloned());
            }
            (wholes, Binding::Certain)
        };
        let wholes: Vec<Term> = wholes
            .into_iter()
            .filter(|whole| whole.figure.unit().is_comparable(part.figure.unit()))
            .collect();
        if wholes.is_empty() {
            continue;
        }
        claims.push(Claim {
            assertion: Assertion::Rate {
                rate: rate.figure.clone(),
                part: part.term(place),
                wholes,
                beside: Vec::new(),
            },
            subject: format!("{}占比", part.label()),
            excerpt: sentence.between(part.start - part.lead.len(), rate.end).to_owned(),
            place: place.clone(),
            binding,
        });
    }
    claims
}

/// The one amount of this sentence or the one before it whose name ends in the words:
/// `临江区教育局政府采购支出总额` for `政府采购支出总额`.
fn ending_in(
    of: &str,
    sentence: &Sentence<'_>,
    before: Option<&Sentence<'_>>,
    part: &Said<'_>,
    place: &Place,
) -> Option<Term> {
    let name = essence(of);
    let own = sentence.said.iter().filter(|said| said.start < part.start);
    let earlier = before.into_iter().flat_map(|before| &before.said);
    let mut named = own.chain(earlier).filter(|said| {
        said.is_amount()
            && !said.lead.contains(['比', '较'])
            && essence(&said.label()).ends_with(&name)
    });
    let one = named.next()?;
    (named.next().is_none() && name.chars().count() >= 4).then(|| one.term(place))
}

/// The figure before another one; where a bracket closes between them, the one before the bracket.
fn amount_before<'s, 't>(sentence: &'s Sentence<'t>, at: usize) -> Option<&'s Said<'t>> {
    let gap = sentence.said.get(at)?.gap;
    let mut earlier = sentence.said.iter().take(at).rev();
    if depth(gap) >= 0 {
        return earlier.next();
    }
    earlier.find(|said| {
        depth(sentence.between(said.end, sentence.said.get(at).map_or(0, |it| it.start))) >= 0
    })
}
