//! Who pays: the levels of government, and amounts of one of them that change between two lists.

use heng_core::report::claim::{Assertion, Binding, Claim, Closure, Term};

use super::sentence::essence;

/// Levels of government and others who pay, none of which is part of another.
const PAYERS: [&str; 9] = ["中央", "省级", "市级", "县级", "区级", "本级", "地方", "自筹", "社会"];
const SHORT: [&str; 4] = ["省", "市", "县", "区"];
/// Words behind a payer that leave it the same.
const WORDS: [&str; 9] = ["财政", "资金", "补助", "投入", "配套", "专项", "预算", "拨款", "安排"];

/// The payer that a label names, where it names nothing else.
pub(super) fn payer(label: &str) -> Option<&'static str> {
    PAYERS.into_iter().chain(SHORT).find(|payer| {
        let Some(mut rest) = label.strip_prefix(payer) else { return false };
        while let Some(shorter) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = shorter;
        }
        rest.is_empty() || essence(rest).is_empty()
    })
}

/// A payer whose amount differs between two lists of which two others agree: it is one funding, and the
/// amount was printed wrong in one of them.
pub(super) fn restated(amounts: &[(String, Term)], lists: &[Claim]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for list in lists {
        let Assertion::Sum { parts, closure: Closure::Disjoint, .. } = &list.assertion else {
            continue;
        };
        let earlier = |name: &str, part: &Term| {
            amounts
                .iter()
                .find(|(label, term)| payer(label) == Some(name) && term.place != part.place)
        };
        let pairs: Vec<_> = parts
            .iter()
            .filter_map(|part| Some((part, &earlier(payer(&part.label)?, part)?.1)))
            .collect();
        let agrees = |pair: &&(&Term, &Term)| pair.0.figure.value() == pair.1.figure.value();
        let agreeing = pairs.iter().filter(agrees).count();
        if agreeing < 2 || agreeing + 1 != pairs.len() {
            continue;
        }
        for (here, there) in pairs.iter().filter(|pair| !agrees(pair)) {
            claims.push(Claim {
                subject: here.label.clone(),
                excerpt: here.to_string(),
                place: here.place.clone(),
                assertion: Assertion::Restated {
                    here: (*here).clone(),
                    elsewhere: vec![(*there).clone()],
                },
                binding: Binding::Likely,
            });
        }
    }
    claims
}
