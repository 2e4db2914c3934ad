//! 衡 heng: budget performance self-evaluation from registers to the published report, in one offline binary.

mod cli;
mod command;
mod dossier_folder;
mod error;
mod evaluate;
mod fonts;
mod json;
mod manifest;
mod output;
mod packs;
mod progress;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use crate::cli::{Command, PackCommand};
use crate::command::explain::{RowsShown, View};
use crate::command::measure::Rows;
use crate::command::seal::{Approval, Former};
use crate::error::Error;

/// Facts, derivations and documents are made of many small pieces, which this allocator hands out faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command came to, where it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    /// Nothing stands at error level.
    Clean,
    /// There are findings at error level.
    ErrorsFound,
    /// An input could not be read; the others were.
    Unread,
}

/// How much a command prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// The results.
    Brief,
    /// The results with everything behind them.
    Full,
}

fn main() -> ExitCode {
    let code = std::panic::catch_unwind(|| match cli::read() {
        Ok(arguments) => ended(run_buffered(&arguments.command)),
        Err(complaint) => {
            let _ = writeln!(io::stderr(), "{complaint}");
            2
        }
    });
    // The panic's own message has been printed; it is a mistake of the program.
    ExitCode::from(code.unwrap_or_else(|_| {
        let _ =
            writeln!(io::stderr(), "heng 内部出错，没有写出任何文件。请把上面的文字报告给维护者。");
        70
    }))
}

/// The exit code of a command, whose failure is printed.
fn ended(result: Result<Ending, Error>) -> u8 {
    match result {
        Ok(Ending::Clean) => 0,
        Ok(Ending::ErrorsFound) => 1,
        Ok(Ending::Unread) => 3,
        Err(error) if error.is_broken_pipe() => 0,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            error.exit_code()
        }
    }
}

/// Runs a command; what it prints is written in blocks and not line by line.
fn run_buffered(command: &Command) -> Result<Ending, Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    let ending = run(command, &mut out)?;
    out.flush()?;
    Ok(ending)
}

fn run(command: &Command, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        Command::New { folder, from: Some(last), year, .. } => {
            command::new::from_last_year(folder, last, *year, out)
        }
        Command::New { folder, name, year, from: None } => {
            command::new::run(folder, name, year.unwrap_or_default(), out)
        }
        Command::Workbook { command } => command::workbook::run(command, out),
        Command::Measure { folder, rows, output, level, as_of, printed } => {
            let rows = rows.as_deref().zip(output.as_deref());
            let up_to = (*level).into();
            let rows = rows.map(|(measure, output)| Rows { measure, output, up_to });
            command::measure::run(folder, rows, *as_of, printed.format, out)
        }
        Command::Register { command } => command::register::run(command, out),
        Command::Score { folder, tree, packs, printed } => {
            let detail = if *tree { Detail::Full } else { Detail::Brief };
            command::score::run(folder, packs.as_deref(), detail, printed.format, out)
        }
        Command::Check { folder, ledger, packs, printed } => {
            let detail = if *ledger { Detail::Full } else { Detail::Brief };
            command::check::run(folder, packs.as_deref(), detail, printed.format, out)
        }
        Command::Seal { folder, on, document, evidence, replace } => {
            let former = if *replace { Former::Replace } else { Former::Keep };
            if *evidence {
                return command::seal::evidence(folder, former, out);
            }
            let approval = Approval { on: *on, document: document.clone() };
            command::seal::targets(folder, approval, former, out)
        }
        Command::Build { folder, output, packs, choice } => {
            command::build::run(folder, packs.as_deref(), output, choice, out)
        }
        Command::Verify { folder, dossier, packs, printed } => {
            let (dossier, packs) = (dossier.as_deref(), packs.as_deref());
            command::verify::run(folder, dossier, packs, printed.format, out)
        }
        Command::Explain { subject, what, all, level, packs, printed } => {
            let (what, packs) = (what.as_deref(), packs.as_deref());
            let rows = if *all { RowsShown::All } else { RowsShown::First };
            let view = View { up_to: (*level).into(), rows };
            command::explain::run(subject, what, packs, view, printed.format, out)
        }
        Command::Audit(arguments) => command::audit::run(arguments, out),
        Command::Pack { command } => run_pack(command, out),
        Command::Completions { shell } => command::completions::run(*shell, out),
    }
}

fn run_pack(command: &PackCommand, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        PackCommand::List { packs, printed } => {
            command::pack::list(packs.as_deref(), printed.format, out)
        }
        PackCommand::Show { pack, packs, printed } => {
            command::pack::show(pack, packs.as_deref(), printed.format, out)
        }
        PackCommand::Test { pack, packs } => {
            command::pack::test(pack.as_deref(), packs.as_deref(), out)
        }
        PackCommand::Import(arguments) => command::pack_import::run(arguments, out),
        PackCommand::Adopt(adopt) => command::pack::adopt::run(adopt, out),
    }
}
