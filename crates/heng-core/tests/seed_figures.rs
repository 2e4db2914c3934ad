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
use heng_core::figure::scan::{MentionKind, figures, scan};
use heng_core::reader;

#[test]
fn figures_of_the_seed_are_read_as_what_they_are() {
    let caller = "figures_of_the_seed_are_read_as_what_they_are";
    let Some(truth) = seed("truth.toml", caller) else { return };
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

/// A file of the seed; nothing, said by name, where it is absent.
fn seed(file: &str, caller: &str) -> Option<String> {
    let path = format!("{}/../../../shared/seed/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped {caller}: ../shared/seed is absent");
    }
    text
}

/// The figures of a text that are written without a digit.
fn in_numerals(text: &str) -> Vec<String> {
    let figures = figures(text).map(|(_, figure)| figure.text().to_owned());
    figures.filter(|text| !text.contains(|c: char| c.is_ascii_digit())).collect()
}

#[test]
fn the_only_numerals_of_the_seed_that_count_say_zero() {
    let caller = "the_only_numerals_of_the_seed_that_count_say_zero";
    let (Some(truth), Some(report)) = (seed("truth.toml", caller), seed("report.txt", caller))
    else {
        return;
    };
    // The report writes every count in digits: what it has in numerals are congresses, slogans,
    // numberings and a zero, which stands in target and actual of one row.
    let (cells, _) = reader::read("truth.toml", &truth, |root| {
        let rows = root.entries("task").into_iter().flat_map(|task| task.entries("indicator"));
        let cells = rows.flat_map(|row| {
            ["name", "target", "actual"].map(|key| in_numerals(&row.required_text(key)))
        });
        cells.flatten().collect::<Vec<String>>()
    });
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert!(cells.iter().all(|text| text.starts_with('零')), "{cells:?}");
    // Columns cut one of the two in the text of the pages; lines are joined as they were wrapped.
    let running: String = report.lines().collect();
    for text in [in_numerals(&report), in_numerals(&running)].concat() {
        assert!(text.starts_with('零'), "{text} is no count");
    }
    assert!(running.chars().filter(|c| "一二三四五六七八九十两".contains(*c)).count() > 100);
}

#[test]
fn labels_and_set_phrases_of_the_seed_are_no_amounts() {
    let caller = "labels_and_set_phrases_of_the_seed_are_no_amounts";
    let Some(findings) = seed("findings.md", caller) else { return };
    // Anniversary, hotline, ordinals, names, numberings, set phrases, the year in two digits, a hyphen,
    // the annex.
    let labels = ["N10", "N11", "N12", "N13", "N20", "N21", "N29", "N30", "N33"];
    let rows: Vec<Vec<&str>> =
        findings.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    for label in labels {
        let row = rows.iter().find(|row| row.get(1) == Some(&label)).expect("the row is there");
        for quote in row[5].split([',', ';']) {
            let found: Vec<String> =
                figures(quote.trim()).map(|(_, figure)| figure.text().to_owned()).collect();
            // A bare number that fills a cell is its value; it stands in a sentence in the report.
            let is_bare = quote.trim().chars().all(|c| c.is_ascii_digit());
            assert!(found.is_empty() || is_bare, "{label} {quote}: {found:?}");
        }
    }
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
