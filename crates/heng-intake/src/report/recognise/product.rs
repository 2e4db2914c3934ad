//! A number of things at a price each: `63人×1000元=6.30万元`.

use heng_core::fact::Place;
use heng_core::figure::Unit;
use heng_core::report::claim::{Assertion, Binding, Claim};

use super::sentence::Sentence;

/// The products that a sentence works out.
pub(super) fn products(sentence: &Sentence<'_>, place: &Place) -> Vec<Claim> {
    let triples = sentence.said.windows(3).filter_map(|three| {
        let [count, price, product] = three else { return None };
        let is_times = matches!(price.gap, "×" | "*" | "x" | "X" | "乘以" | "╳" | "·");
        let is_equal =
            matches!(product.gap.trim_start_matches("/人").trim_start_matches("/年"), "=" | "＝");
        let is_product = is_times
            && is_equal
            && matches!(count.figure.unit(), Unit::Counted(_))
            && price.is_money()
            && product.is_money();
        is_product.then(|| Claim {
            assertion: Assertion::Product {
                count: count.figure.clone(),
                price: price.figure.clone(),
                product: product.term(place),
            },
            subject: count.label(),
            excerpt: sentence.between(count.start, product.end).to_owned(),
            place: place.clone(),
            binding: Binding::Certain,
        })
    });
    triples.collect()
}
