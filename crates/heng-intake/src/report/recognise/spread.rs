//! Totals whose parts stand in paragraphs of their own: “三公”经费, government procurement.

use heng_core::figure::Relation;
use heng_core::report::ReportKind;
use heng_core::report::claim::{Assertion, Binding, Claim, Closure, Term};

use super::Read;
use super::sentence::{Said, Sentence, When};

/// How many paragraphs after a total its parts may stand in.
const REACH: usize = 12;

/// The travel, vehicles and receptions that together are the “三公”经费, over the paragraphs of their section.
pub(super) fn three_public(read: &[Read<'_>], kind: ReportKind) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, first) in read.iter().enumerate() {
        let total = first.said().find(|(_, said)| is_three_public(said));
        let Some((sentence, total)) = total else { continue };
        // In accounts a budget stands beside what was spent, and parts may be of either.
        if kind == ReportKind::Accounts && !total.label().contains("决算") {
            continue;
        }
        let mut parts: [Option<Term>; 3] = [None, None, None];
        let section = read.iter().skip(at).take(REACH).enumerate().take_while(|(index, one)| {
            *index == 0 || !one.said().any(|(_, said)| is_three_public(said))
        });
        for (_, one) in section {
            for (_, said) in one.said() {
                let is_total =
                    one.passage.block == first.passage.block && said.start == total.start;
                let is_like = is_of_one_kind(total, said);
                let Some(slot) = part_of(said).filter(|_| !is_total && is_like) else { continue };
                if let Some(part) = parts.get_mut(slot).filter(|part| part.is_none()) {
                    *part = Some(said.term(&one.passage.place));
                }
            }
        }
        let [Some(travel), Some(vehicles), Some(receptions)] = parts else { continue };
        claims.push(Claim {
            subject: "“三公”经费".to_owned(),
            assertion: Assertion::Sum {
                total: total.term(&first.passage.place),
                parts: vec![travel, vehicles, receptions],
                closure: Closure::Complete,
            },
            excerpt: sentence.between(0, total.end).to_owned(),
            place: first.passage.place.clone(),
            binding: if is_plain(sentence, total) { Binding::Certain } else { Binding::Likely },
        });
    }
    claims
}

fn is_three_public(said: &Said<'_>) -> bool {
    let label = said.label();
    let is_total = [
        "经费",
        "预算安排",
        "经费安排",
        "预算",
        "预算数",
        "决算",
        "决算数",
        "支出",
        "支出决算",
        "决算总额",
    ]
    .iter()
    .any(|end| label.ends_with(end));
    said.is_money()
        && said.is_amount()
        && said.figure.relation() == Relation::Exactly
        && label.contains("三公")
        && is_total
        && !said.lead.contains(['比', '较', '占'])
}

/// Whether the total is the only amount of its kind in its sentence: no budget beside accounts.
fn is_plain(sentence: &Sentence<'_>, total: &Said<'_>) -> bool {
    let before = sentence.said.iter().filter(|said| said.is_amount() && said.start < total.start);
    before.count() == 0
}

/// Whether a part is of the budget where the total is, and of the accounts where that is, and of one year.
fn is_of_one_kind(total: &Said<'_>, part: &Said<'_>) -> bool {
    let (whole, label) = (total.label(), part.label());
    let is_other = (label.contains("决算") && !whole.contains("决算"))
        || (label.contains("预算") && !whole.contains("预算"));
    !is_other && (part.when == When::Unsaid || part.when == total.when)
}

fn part_of(said: &Said<'_>) -> Option<usize> {
    let label = said.label();
    let is_amount = said.is_money()
        && said.is_amount()
        && said.figure.relation() == Relation::Exactly
        && !said.lead.contains(['比', '较', '占', '初']);
    let begins = |name: &str| label.starts_with(name) || label.contains(&format!("）{name}"));
    let slot = if begins("因公出国") {
        0
    } else if begins("公务用车购置及运行") || begins("公务用车购置和运行") {
        1
    } else if begins("公务接待") {
        2
    } else {
        return None;
    };
    is_amount.then_some(slot)
}

/// What was bought of small firms under reservation and beside it lies inside all that was bought.
pub(super) fn procurement(read: &[Read<'_>]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut total: Option<Term> = None;
    for one in read {
        let mut reserved: Option<(Term, usize)> = None;
        for (index, sentence) in one.sentences.iter().enumerate() {
            for said in sentence.said.iter().filter(|said| said.is_money() && said.is_amount()) {
                let words = said.gap;
                let place = &one.passage.place;
                if is_procurement(said, sentence) {
                    total = Some(said.term(place));
                } else if words.contains("在面向中小企业预留") {
                    reserved = Some((named("面向中小企业预留的采购", said, place), index));
                } else if words.contains("在其他政府采购项目中")
                    && let Some(total) = &total
                    && let Some((reserved, from)) = reserved.take()
                {
                    let other = named("其他政府采购项目中的采购", said, place);
                    let begin = if from == index {
                        sentence.text.find("在面向中小企业预留").unwrap_or_default()
                    } else {
                        said.start - said.gap.len()
                    };
                    claims.push(Claim {
                        subject: "政府采购金额".to_owned(),
                        assertion: Assertion::Sum {
                            total: total.clone(),
                            parts: vec![reserved, other],
                            closure: Closure::Disjoint,
                        },
                        excerpt: sentence.between(begin, said.end).to_owned(),
                        place: place.clone(),
                        binding: Binding::Certain,
                    });
                }
            }
        }
    }
    claims
}

fn named(label: &str, said: &Said<'_>, place: &heng_core::fact::Place) -> Term {
    Term { label: label.to_owned(), figure: said.figure.clone(), place: place.clone() }
}

/// `政府采购金额（以合同签订为准）为…`, and not a class of it.
fn is_procurement(said: &Said<'_>, sentence: &Sentence<'_>) -> bool {
    let label = said.label();
    let other = ["货物", "工程", "服务", "预留", "企业", "项目"];
    let before = sentence.text.get(..said.start).unwrap_or_default();
    label.contains("政府采购")
        && !other.iter().any(|word| label.contains(word) || before.contains(word))
}
