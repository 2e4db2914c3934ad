//! Any bytes as a web page: it is read, or it is said why not.

#![no_main]

use heng_intake::report::read::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read([b"<html>", bytes].concat(), "a.html");
});
