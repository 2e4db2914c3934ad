//! Writes what is generated in the examples, the same on every run.
//!
//! ```text
//! cargo run -p heng-intake --example generate_demo
//! ```

#[path = "generated.rs"]
mod generated;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let demo = examples.join("demo");
    for (id, text) in generated::registers() {
        fs::write(demo.join(format!("registers/{id}.csv")), text)?;
    }
    Ok(())
}
