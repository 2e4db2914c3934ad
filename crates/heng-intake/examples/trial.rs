#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    missing_docs
)]
use heng_core::check;
use heng_core::finding::{Severity, Verdict};
fn main() {
    let verbose = std::env::var_os("V").is_some();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let pages = heng_intake::report::read::read(bytes, &path);
        if std::env::var_os("P").is_some() {
            for b in &pages.blocks {
                match b.text() {
                    Some(t) => println!("T {}", t),
                    None => {
                        for row in b.table().unwrap().rows() {
                            println!(
                                "  | {}",
                                row.iter()
                                    .map(|c| format!(
                                        "{}{}",
                                        c.content.text,
                                        if c.row_span > 1 || c.column_span > 1 {
                                            format!("[{}x{}]", c.row_span, c.column_span)
                                        } else {
                                            String::new()
                                        }
                                    ))
                                    .collect::<Vec<_>>()
                                    .join(" | ")
                            );
                        }
                        println!("  ----");
                    }
                }
            }
        }
        let report = heng_intake::report::recognise(pages);
        println!(
            "=== {path} {:?} {:?} {:?} year {:?} claims {} problems {}",
            report.kind,
            report.title,
            report.department,
            report.fiscal_year,
            report.claims.len(),
            report.pages.problems.len()
        );
        if std::env::var_os("C").is_some() {
            for c in &report.claims {
                println!(
                    "   {:?} {} | {} | {}",
                    c.binding,
                    c.subject,
                    c.excerpt,
                    outline(&c.assertion)
                );
            }
        }
        let obligations = check::run_report(&report);
        let tally = heng_core::finding::tally(&obligations);
        println!("    tally {tally:?}");
        for o in &obligations {
            match &o.verdict {
                Verdict::Found(f) if f.severity >= Severity::Note => println!(
                    "  {} {} {}\n      {}\n      「{}」 {:?}",
                    f.severity.label(),
                    o.code,
                    o.subject,
                    f.message,
                    f.spot.excerpt,
                    f.figures
                ),
                Verdict::CouldNotCheck { why } if verbose => {
                    println!("  无法 {} {} {}", o.code, o.subject, why)
                }
                _ => {}
            }
        }
    }
}
fn outline(a: &heng_core::report::claim::Assertion) -> String {
    use heng_core::report::claim::Assertion as A;
    match a {
        A::Rate { rate, part, wholes, .. } => format!(
            "RATE {rate} = {part} / {}",
            wholes.iter().map(|w| w.to_string()).collect::<Vec<_>>().join(",")
        ),
        A::Change(c) => format!(
            "CHANGE {:?} [{}] base {:?} d {:?} r {:?} vs {}",
            c.direction,
            c.values.iter().map(|w| w.to_string()).collect::<Vec<_>>().join(","),
            c.base.as_ref().map(|b| b.to_string()),
            c.difference.as_ref().map(|b| b.to_string()),
            c.rate.as_ref().map(|b| b.to_string()),
            c.against
        ),
        A::Sum { total, parts, closure } => format!(
            "SUM {closure:?} {total} = {}",
            parts.iter().map(|w| w.to_string()).collect::<Vec<_>>().join("+")
        ),
        A::Order { said, one, others } => format!(
            "ORDER {one} {said:?} {}",
            others.iter().map(|w| w.to_string()).collect::<Vec<_>>().join(",")
        ),
        A::Restated { here, elsewhere } => format!(
            "RESTATED {here} vs {}",
            elsewhere.iter().map(|w| w.to_string()).collect::<Vec<_>>().join(",")
        ),
        other => format!("{other:?}").chars().take(150).collect(),
    }
}
