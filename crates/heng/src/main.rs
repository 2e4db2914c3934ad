//! 衡 heng: budget performance self-evaluation from registers to the published report, in one offline binary.

mod cli;
mod command;
mod dossier_folder;
mod error;
mod evaluate;
mod fonts;
mod output;
mod packs;
mod progress;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::cli::{Command, PackCommand};
use crate::error::Error;

/// Facts, derivations and documents are made of many small pieces, which this allocator hands out faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command came to, where it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing stands at error level.
    Clean,
    /// There are findings at error level.
    ErrorsFound,
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
    let arguments = match cli::read() {
        Ok(arguments) => arguments,
        Err(complaint) => {
            let _ = writeln!(io::stderr(), "{complaint}");
            return ExitCode::from(2);
        }
    };
    let run = || run(&arguments.command, &mut io::stdout().lock());
    match std::panic::catch_unwind(run) {
        Ok(Ok(Ending::Clean)) => ExitCode::SUCCESS,
        Ok(Ok(Ending::ErrorsFound)) => ExitCode::from(1),
        Ok(Err(error)) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(error.exit_code())
        }
        // The panic's own message has been printed; it is a mistake of the program.
        Err(_) => {
            let _ = writeln!(
                io::stderr(),
                "heng 内部出错，没有写出任何文件。请把上面的文字报告给维护者。"
            );
            ExitCode::from(70)
        }
    }
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
        Command::Measure { folder } => command::measure::run(folder, out),
        Command::Score { folder, tree, packs } => {
            let detail = if *tree { Detail::Full } else { Detail::Brief };
            command::score::run(folder, packs.as_deref(), detail, out)
        }
        Command::Check { folder, ledger, packs } => {
            let detail = if *ledger { Detail::Full } else { Detail::Brief };
            command::check::run(folder, packs.as_deref(), detail, out)
        }
        Command::Build { folder, output, packs, choice } => {
            command::build::run(folder, packs.as_deref(), output, choice, out)
        }
        Command::Explain { subject, what, packs } => {
            command::explain::run(subject, what.as_deref(), packs.as_deref(), out)
        }
        Command::Pack { command } => run_pack(command, out),
    }
}

fn run_pack(command: &PackCommand, out: &mut dyn Write) -> Result<Ending, Error> {
    match command {
        PackCommand::List { packs } => command::pack::list(packs.as_deref(), out),
        PackCommand::Show { pack, packs } => command::pack::show(pack, packs.as_deref(), out),
        PackCommand::Test { pack, packs } => {
            command::pack::test(pack.as_deref(), packs.as_deref(), out)
        }
        PackCommand::Import(arguments) => command::pack_import::run(arguments, out),
        PackCommand::Adopt(adopt) => command::pack::adopt::run(adopt, out),
    }
}
