//! `heng register`: templates, and the registers of a dossier.

mod check;
mod export;
mod import;
mod list;
mod new;
mod revise;
mod sample;

use std::io::Write;
use std::path::Path;

use heng_core::reader::meant_or_all;
use heng_intake::folder::{self, FoundRegister};

use crate::Ending;
use crate::cli::RegisterCommand;
use crate::error::Error;

/// Runs one of the commands on registers.
pub fn run(command: &RegisterCommand, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        RegisterCommand::List { folder, printed } => {
            list::run(folder.as_deref(), printed.format, out)
        }
        RegisterCommand::New(arguments) => new::run(arguments, &mut std::io::stdin().lock(), out),
        RegisterCommand::Import(arguments) => import::run(arguments, out),
        RegisterCommand::Revise(arguments) => revise::run(arguments, out),
        RegisterCommand::Check(arguments) => check::run(arguments, out),
        RegisterCommand::Sample { command } => sample::run(command, out),
        RegisterCommand::Export(export) => export::run(export, out),
    }
}

/// The registers that a dossier names; fails where any of them can't be found.
fn registers(folder: &Path) -> Result<Vec<FoundRegister>, Error> {
    if !folder.is_dir() {
        return Err(Error::NoFolder { folder: folder.to_owned() });
    }
    match folder::registers(folder) {
        (registers, problems) if problems.is_empty() => Ok(registers),
        (_, problems) => Err(Error::UnfitRegister { problems }),
    }
}

/// One of the registers by its identifier.
fn register<'r>(registers: &'r [FoundRegister], id: &str) -> Result<&'r FoundRegister, Error> {
    let found = registers.iter().find(|one| one.schema.id == id);
    found.ok_or_else(|| unknown(id, registers.iter().map(|one| one.schema.id.as_str())))
}

/// No register has the identifier.
fn unknown<'k>(id: &str, known: impl Iterator<Item = &'k str> + Clone) -> Error {
    Error::UnknownRegister { id: id.to_owned(), remedy: meant_or_all(id, known, "有的台账") }
}
