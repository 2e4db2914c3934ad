//! Prints what is read of files: `cargo run -p heng-intake --example read_report -- FILE…`.

#![allow(clippy::print_stdout, missing_docs, reason = "an example prints what it is about")]

use heng_core::page::{Block, Content};
use heng_core::table::Slot;

fn main() {
    for name in std::env::args().skip(1) {
        match std::fs::read(&name) {
            Ok(bytes) => show(&heng_intake::report::read::read(bytes, &name)),
            Err(error) => println!("{name}: {error}"),
        }
    }
}

fn show(pages: &heng_core::page::Pages) {
    println!("== {} {:?} {:?}", pages.file, pages.format, pages.count);
    pages.blocks.iter().for_each(show_block);
    for problem in &pages.problems {
        println!("!! {problem}");
    }
}

fn show_block(block: &Block) {
    let doubt = block.doubt.as_ref().map_or_else(String::new, |doubt| format!(" ?{doubt}"));
    match &block.content {
        Content::Heading { level, text } => println!("#{level} {text}{doubt}"),
        Content::Paragraph(text) => println!("   {text}{doubt}"),
        Content::Aside(text) => println!("[] {text}{doubt}"),
        Content::Table(table) => {
            println!("{}{doubt}", block.place);
            for slots in table.grid() {
                let words = slots.iter().map(|slot| match slot {
                    Slot::Begins(cell) => cell.content.text.as_str(),
                    Slot::CoveredFromLeft => "<",
                    Slot::CoveredFromAbove { .. } => "^",
                });
                println!(" | {}", words.collect::<Vec<_>>().join(" | "));
            }
        }
    }
}
