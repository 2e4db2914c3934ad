//! Income and expenditure added up: `收入、支出决算总计` of twice the amount of each.

use heng_core::report::claim::{Assertion, Binding, Claim, Term};

use super::Read;
use super::sentence::{Said, Sentence};

/// Each joint total of income and expenditure beside a total of one of them.
pub(super) fn joint_totals(read: &[Read<'_>]) -> Vec<Claim> {
    let mut joint: Vec<(Term, &Sentence<'_>, &Said<'_>)> = Vec::new();
    let mut sides: Vec<Term> = Vec::new();
    for one in read {
        for (sentence, said) in one.said().filter(|(_, said)| said.is_money() && said.is_amount()) {
            let words = named(sentence, said);
            if !words.contains("总计") || words.contains(['比', '较', '增', '减']) {
                continue;
            }
            let term = said.term(&one.passage.place);
            match (words.contains('收'), words.contains('支')) {
                (true, true) => joint.push((term, sentence, said)),
                (true, false) | (false, true) => sides.push(term),
                (false, false) => {}
            }
        }
    }
    let claims = joint.into_iter().filter_map(|(total, sentence, said)| {
        let side = sides.iter().find(|side| side.figure.value() != total.figure.value())?;
        let is_only = sides.iter().all(|one| one.figure.value() == side.figure.value());
        Some(Claim {
            subject: "收入支出总计".to_owned(),
            excerpt: sentence.between(0, said.end).to_owned(),
            place: total.place.clone(),
            assertion: Assertion::Joint { total, side: side.clone() },
            binding: if is_only { Binding::Certain } else { Binding::Likely },
        })
    });
    claims.collect()
}

/// The words before a figure, with what a mark of listing cut from them: `收入、支出总计`.
fn named(sentence: &Sentence<'_>, said: &Said<'_>) -> String {
    let start = said.start - said.lead.len();
    let before = sentence.text.get(..start).unwrap_or_default();
    let listed = before
        .strip_suffix('、')
        .and_then(|before| before.rsplit(['。', '；', '，', ';', ',', '：', ':']).next())
        .unwrap_or_default();
    format!("{listed}{}", said.lead)
}
