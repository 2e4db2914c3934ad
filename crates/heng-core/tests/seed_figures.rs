//! The scanner on a real report: every figure of the seed's truth is read as what it is.
//!
//! Uses `../shared/seed`, which lies beside a developer's checkout and not beside a user's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skipped"
)]

use heng_core::figure::Relation;
use heng_core::figure::scan::{MentionKind, scan};
use heng_core::reader;

#[test]
fn figures_of_the_seed_are_read_as_what_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seed/truth.toml");
    let Ok(truth) = std::fs::read_to_string(path) else {
        println!("skipped figures_of_the_seed_are_read_as_what_they_are: ../shared/seed is absent");
        return;
    };
    let (wrong, _) = reader::read("truth.toml", &truth, |root| {
        let mut wrong = Vec::new();
        let figures = root.entries("figure");
        assert!(figures.len() > 50, "the truth lists its figures");
        for figure in figures {
            let [text, value, unit, kind] =
                ["text", "value", "unit", "kind"].map(|key| figure.required_text(key));
            let operator = figure.text("operator");
            for place in figure.entries("places") {
                let quote = place.required_text("quote");
                // A page break cuts this quote in two, as the truth notes.
                let is_cut = figure.text("note").is_some_and(|note| note.contains("cut"));
                if is_cut && !quote.contains(&text) {
                    continue;
                }
                if let Some(reason) =
                    disagrees(&quote, &text, &value, &unit, &kind, operator.as_deref())
                {
                    wrong.push(format!("{text} in 「{quote}」: {reason}"));
                }
            }
        }
        wrong
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Says how the scanner's reading of a quote differs from the truth, where it does.
fn disagrees(
    quote: &str,
    text: &str,
    value: &str,
    unit: &str,
    kind: &str,
    operator: Option<&str>,
) -> Option<String> {
    let mentions = scan(quote);
    let seen: Vec<String> = mentions.iter().map(|mention| format!("{:?}", mention.kind)).collect();
    let agrees = match kind {
        "quantity" | "money" | "rate" | "score" => mentions.iter().any(|mention| {
            let MentionKind::Figure(figure) = &mention.kind else { return false };
            // Money is given in 万元 and counts in full; the multiplier is part of our value.
            let scale = if unit == "万元" { 10_000 } else { 1 };
            let unit = if unit == "万元" { "元" } else { unit };
            let relation = match operator {
                Some(">") => Relation::MoreThan,
                // The truth reads a floor into some figures that print none; the scanner reads print.
                Some(">=") if text.contains("以上") || text.contains("至少") => Relation::AtLeast,
                _ => Relation::Exactly,
            };
            let expected: rust_decimal::Decimal = value.parse().unwrap();
            figure.value() == expected * rust_decimal::Decimal::from(scale)
                && (figure.unit().as_str() == unit || figure.unit().as_str().is_empty())
                && figure.relation() == relation
        }),
        "date" => mentions.iter().any(|mention| {
            matches!(mention.kind, MentionKind::Day { .. } | MentionKind::Year(_))
        }),
        "identifier" => !mentions.iter().any(|mention| matches!(mention.kind, MentionKind::Figure(_))),
        "anniversary" => mentions.iter().any(|mention| mention.kind == MentionKind::Ordinal),
        // An ordinal in Chinese numerals holds no digit; what matters is that it is no amount.
        "ordinal" => !mentions.iter().any(|mention| {
            matches!(&mention.kind, MentionKind::Figure(figure) if text.contains(figure.text()))
        }),
        other => return Some(format!("unknown kind {other}")),
    };
    (!agrees).then(|| format!("read as {seen:?}"))
}
