//! Any text: figures and days are found in it, each where it says, with a value inside its interval.

#![no_main]

use heng_core::figure::{Figure, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = scan::scan(text);
    for (span, figure) in scan::figures(text) {
        assert!(text.get(span).is_some(), "a span lies between characters");
        let _ = figure.interval();
        let _ = figure.quotient();
        let _ = figure.rescaled(figure.value());
    }
    let _ = Figure::parse(text);
});
