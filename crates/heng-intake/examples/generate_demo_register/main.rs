//! Prints the training register of the demo dossier, the same on every run.
//!
//! ```text
//! cargo run -p heng-intake --example generate_demo_register \
//!   > examples/demo/registers/training_sessions.csv
//! ```

mod register;

use std::io::{self, Write};

fn main() -> io::Result<()> {
    io::stdout().lock().write_all(register::text().as_bytes())
}
