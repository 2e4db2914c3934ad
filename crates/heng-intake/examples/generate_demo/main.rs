//! Writes what is generated in the examples, the same on every run.
//!
//! ```text
//! cargo run -p heng-intake --example generate_demo
//! ```

#[path = "generated.rs"]
mod generated;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let demo = examples.join("demo");
    for (id, text) in generated::registers() {
        fs::write(examples.join(format!("../registers/{id}/sample.csv")), &text)?;
        // The demo rests on some of them; what it has no file for it does not use.
        let own = demo.join(format!("registers/{id}.csv"));
        if own.exists() {
            fs::write(own, text)?;
        }
    }
    for (path, text) in generated::units::texts(&fs::read_to_string(demo.join("dossier.toml"))?) {
        write(&demo.join(path), &text)?;
    }
    let list = fs::read_to_string(examples.join("flawed-expected.toml"))?;
    let (flaws, problems) = generated::flaws::read(&list);
    if let Some(problem) = problems.first() {
        return Err(io::Error::other(problem.to_string()));
    }
    let flawed = generated::flaws::plant(&flaws, generated::texts(&demo)?);
    write_flawed(&examples.join("flawed"), &flawed.map_err(io::Error::other)?)
}

/// Replaces the flawed dossier.
fn write_flawed(folder: &Path, texts: &BTreeMap<String, String>) -> io::Result<()> {
    for name in generated::texts(folder)?.keys().filter(|name| !texts.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, text) in texts {
        write(&folder.join(name), text)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}
